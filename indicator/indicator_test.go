package indicator_test

import (
	"math"
	"slices"
	"testing"

	"github.com/oborot/oborot/indicator"
)

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if math.Abs(got-want) > within || math.IsNaN(got) {
		t.Errorf("%s is %.7f, want %.7f", what, got, want)
	}
}

// TestAsymmetryOfVector checks every cell of the published vector: two matrices of
// reports of four economies, row the exporter.
func TestAsymmetryOfVector(t *testing.T) {
	t.Parallel()
	x := [4][4]float64{{0, 100, 50, 20}, {80, 0, 60, 40}, {30, 90, 0, 10}, {25, 35, 15, 0}}
	m := [4][4]float64{{0, 104, 40, 30}, {82, 0, 50, 44}, {36, 99, 0, 16}, {40, 30, 10, 0}}
	want := [4][4]float64{
		{0, .019608, .111111, .2}, {.012346, 0, .090909, .047619},
		{.090909, .047619, 0, .230769}, {.230769, .076923, .2, 0},
	}
	for i := range 4 {
		for j := range 4 {
			s, ok := indicator.Asymmetry(x[i][j], m[i][j])
			if ok == (i == j) {
				t.Errorf("S of %v and %v: has a value %v", x[i][j], m[i][j], ok)
			}
			near(t, "S", s, want[i][j], 5e-7)
		}
	}
	gap, ok := indicator.LogGap(x[0][3], m[0][3])
	ratio, also := indicator.ImpliedRatio(x[0][3], m[0][3])
	if !ok || !also {
		t.Error("the flow from 1 to 4 has no gap or no ratio")
	}
	near(t, "log gap", gap, .405465, 5e-7)
	near(t, "implied ratio", ratio, 1.5, 0)
}

func TestAsymmetryWithoutValue(t *testing.T) {
	t.Parallel()
	if s, ok := indicator.Asymmetry(5, 0); !ok || s != 1 {
		t.Errorf("one side zero: S is %v, %v, want 1", s, ok)
	}
	for _, c := range [][2]float64{{0, 0}, {-1, 2}, {2, -1}} {
		if _, ok := indicator.Asymmetry(c[0], c[1]); ok {
			t.Errorf("S of %v has a value", c)
		}
	}
	for _, c := range [][2]float64{{0, 0}, {0, 5}, {5, 0}} {
		if _, ok := indicator.LogGap(c[0], c[1]); ok {
			t.Errorf("the log gap of %v has a value", c)
		}
	}
	if r, ok := indicator.ImpliedRatio(5, 0); !ok || r != 0 {
		t.Errorf("nothing reported by the importer: ratio %v, %v, want 0", r, ok)
	}
	if _, ok := indicator.ImpliedRatio(0, 5); ok {
		t.Error("a ratio to nothing has a value")
	}
}

// logs of the unit values of the published vector.
func logs() []float64 {
	var all []float64
	for _, uv := range []float64{2.0, 2.2, 1.9, 2.1, 2.05, 20.5, .21, 2.3, 1.8} {
		all = append(all, math.Log(uv))
	}
	return all
}

func TestRobustOfVector(t *testing.T) {
	t.Parallel()
	sample := logs()
	before := slices.Clone(sample)
	r, ok := indicator.RobustOf(sample)
	if !ok || !slices.Equal(before, sample) {
		t.Fatal("no measure, or the sample was changed")
	}
	near(t, "median", r.Median, .717840, 5e-7)
	near(t, "MAD", r.Scale*.6745, .075986, 5e-7)
	for i, want := range map[int]float64{5: 20.439, 6: -20.225} {
		near(t, "modified z", r.Score(sample[i]), want, 5e-4)
	}
	for i, x := range sample {
		if i != 5 && i != 6 && math.Abs(r.Score(x)) > 1.1546 {
			t.Errorf("value %d scores %v, want at most 1.1545", i, r.Score(x))
		}
	}
}

// TestQuantileGivesTukeysFences checks the quantile of type 7 by the fences that the
// vector has for the same logs: [Q1 - 1.5 IQR, Q3 + 1.5 IQR].
func TestQuantileGivesTukeysFences(t *testing.T) {
	t.Parallel()
	sample := logs()
	slices.Sort(sample)
	q1, q3 := indicator.Quantile(sample, .25), indicator.Quantile(sample, .75)
	near(t, "lower fence", q1-1.5*(q3-q1), .421949, 5e-7)
	near(t, "upper fence", q3+1.5*(q3-q1), 1.008363, 5e-7)
	if lowest, highest := indicator.Quantile(sample, 0), indicator.Quantile(sample, 1); lowest != sample[0] || highest != sample[8] {
		t.Errorf("the ends are %v and %v", lowest, highest)
	}
}

// TestRobustFallsBack: seven of nine values are the same, so MAD is zero; the mean
// absolute deviation is (1+2)/9 = 1/3.
func TestRobustFallsBack(t *testing.T) {
	t.Parallel()
	r, ok := indicator.RobustOf([]float64{4, 4, 4, 4, 5, 4, 4, 4, 2})
	if !ok || r.Median != 4 {
		t.Fatalf("%+v, %v", r, ok)
	}
	near(t, "scale", r.Scale, 1.2533/3, 1e-12)
	near(t, "score", r.Score(2), -2/(1.2533/3), 1e-12)
	for _, same := range [][]float64{nil, {3}, {3, 3, 3}} {
		if r, ok := indicator.RobustOf(same); ok {
			t.Errorf("%v has a spread: %+v", same, r)
		}
	}
}

func TestRoundingUnit(t *testing.T) {
	t.Parallel()
	off := slices.Repeat([]int64{7_000}, 99)
	for _, c := range []struct {
		values []int64
		want   int64
	}{
		{nil, 1},
		{[]int64{0, 0}, 1},
		{[]int64{1_234_567, 2_000_000}, 1},
		{[]int64{1_234_500, 2_000_000}, 100},
		{[]int64{1_000, 0, -52_000}, 1_000},
		{[]int64{5_000_000_000}, 1_000_000},
		{append(off, 1_234), 1_000},
		{append(slices.Clone(off[:18]), 1_234), 1}, // 18 of 19 are not 95 in 100
	} {
		if got := indicator.RoundingUnit(c.values, 1_000_000); got != c.want {
			t.Errorf("the unit of %d values is %d, want %d", len(c.values), got, c.want)
		}
	}
}

// TestWithinRounding sets three parts of 0.4, each published as 0, against a total
// of 1.2 published as 1: the difference of 1 is within (3+1)/2, one of 3 is not.
func TestWithinRounding(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		difference, parts, partUnit, totalUnit int64
		want                                   bool
	}{
		{1, 3, 1, 1, true}, {2, 3, 1, 1, true}, {-2, 3, 1, 1, true}, {3, 3, 1, 1, false}, {-3, 3, 1, 1, false},
		{500, 0, 1, 1000, true}, {501, 0, 1, 1000, false}, {11, 152, 1, 1, true},
	} {
		if got := indicator.WithinRounding(c.difference, c.parts, c.partUnit, c.totalUnit); got != c.want {
			t.Errorf("a difference of %d with %d parts in %d and a total in %d: %v", c.difference, c.parts, c.partUnit, c.totalUnit, got)
		}
	}
}

// FuzzRobust checks what must hold for every sample: scores are finite, and most
// values lie near the median.
func FuzzRobust(f *testing.F) {
	f.Add([]byte{1, 2, 3, 200})
	f.Add([]byte{7, 7, 7})
	f.Fuzz(func(t *testing.T, raw []byte) {
		var sample []float64
		for _, b := range raw {
			sample = append(sample, math.Log(float64(b)+1))
		}
		r, ok := indicator.RobustOf(sample)
		if !ok {
			return
		}
		far := 0
		for _, x := range sample {
			z := r.Score(x)
			if math.IsNaN(z) || math.IsInf(z, 0) {
				t.Fatalf("score of %v in %v", x, sample)
			}
			if math.Abs(z) > 3.5 {
				far++
			}
		}
		if 2*far > len(sample) {
			t.Fatalf("%d of %d values are outliers: %v", far, len(sample), sample)
		}
	})
}
