package demo

import (
	"math"
	"math/big"
	"testing"
)

func TestAmountOfMagnitude(t *testing.T) {
	t.Parallel()
	for _, x := range []float64{1, 2, 3, 10, 1000, 123_456, 7_654_321, 1 << 31, 9.87e12} {
		got := float64(magnitudeOf(x).amount())
		if tolerance := x*0.0001 + 0.5; math.Abs(got-x) > tolerance {
			t.Errorf("%g comes back as %g", x, got)
		}
	}
	for m, want := range map[magnitude]int64{-3 * doubling: 0, -doubling / 2: 1, 0: 1, doubling: 2, 10 * doubling: 1024, 29 * doubling: 1 << 29, 30 * doubling: 1 << 30, 40 * doubling: 1 << 40} {
		if got := m.amount(); got != want {
			t.Errorf("the amount of %d is %d, want %d", m, got, want)
		}
	}
	if thousand != magnitudeOf(1000) {
		t.Errorf("thousand is %d, want %d", thousand, magnitudeOf(1000))
	}
}

func TestAmountsRise(t *testing.T) {
	t.Parallel()
	last := int64(0)
	for m := magnitude(-2 * doubling); m < 60*doubling; m += 7 {
		if got := m.amount(); got < last {
			t.Fatalf("the amount of %d is %d, below %d", m, got, last)
		} else {
			last = got
		}
	}
}

func TestBellIsNormal(t *testing.T) {
	t.Parallel()
	const n, deviation = 100_000, 10 * doubling
	var sum, squares float64
	within1 := 0
	for i := range n {
		x := float64(bell(join(seedPair, i), deviation)) / deviation
		sum, squares = sum+x, squares+x*x
		if math.Abs(x) < 1 {
			within1++
		}
		if math.Abs(x) > 3.5 {
			t.Fatalf("%g deviations", x)
		}
	}
	if mean := sum / n; math.Abs(mean) > 0.02 {
		t.Errorf("the mean is %g", mean)
	}
	if d := math.Sqrt(squares / n); math.Abs(d-1) > 0.02 {
		t.Errorf("the deviation is %g", d)
	}
	if share := float64(within1) / n; share < 0.66 || share > 0.70 {
		t.Errorf("%g lie within one deviation, 0.683 in a normal distribution", share)
	}
}

func TestNoiseDependsOnOrderAndSeed(t *testing.T) {
	t.Parallel()
	if join(seedPair, 1, 2) == join(seedPair, 2, 1) || join(seedPair, 1, 2) == join(seedTaste, 1, 2) {
		t.Error("different flows share their noise")
	}
	counts := make([]int, 10)
	for i := range 10_000 {
		counts[within(join(seedCode, i), 10)]++
	}
	for digit, n := range counts {
		if n < 850 || n > 1150 {
			t.Errorf("%d of 10,000 are %d", n, digit)
		}
	}
}

func FuzzApportion(f *testing.F) {
	f.Add(int64(22_222_222_222), int64(1), int64(2), int64(3))
	f.Add(int64(0), int64(5), int64(0), int64(0))
	f.Add(int64(1<<50), int64(1<<40), int64(7), int64(0))
	f.Fuzz(func(t *testing.T, total, a, b, c int64) {
		const most = 1 << 60
		weights := []int64{a & (most - 1), b & (most - 1), c & (most - 1)}
		total &= most - 1
		sum := weights[0] + weights[1] + weights[2]
		parts := apportion(total, weights)
		if sum == 0 {
			if parts[0]+parts[1]+parts[2] != 0 {
				t.Fatalf("nothing weighs anything, and the parts are %v", parts)
			}
			return
		}
		if parts[0]+parts[1]+parts[2] != total {
			t.Fatalf("the parts %v do not add up to %d", parts, total)
		}
		for i, p := range parts {
			exact := new(big.Int).Div(new(big.Int).Mul(big.NewInt(total), big.NewInt(weights[i])), big.NewInt(sum)).Int64()
			if p < exact || p > exact+2 {
				t.Fatalf("part %d of %d by %v is %d, want %d or at most 2 more", i, total, weights, p, exact)
			}
		}
	})
}
