package indicator_test

import (
	"math"
	"slices"
	"testing"
)

// TestProdyByHand: shares of economy 0 are 3/4 and 1/4 and 0, of economy 1 1/4, 0 and
// 3/4; incomes 1000 and 2000.
func TestProdyByHand(t *testing.T) {
	t.Parallel()
	w := worldOf(t, 3, 4, []int64{30, 10, 0, 0, 5, 0, 15, 0, 0, 0, 0, 0})
	prody, without, err := w.Prody([]float64{1000, 2000, 0})
	if err != nil || !slices.Equal(without, []int{3}) {
		t.Fatalf("%v, %v", without, err)
	}
	nearAll(t, "PRODY", prody, []float64{1250, 1000, 2000, 0}, 1e-9)
	expy, empty, err := w.Expy(prody)
	if err != nil || !slices.Equal(empty, []int{2}) {
		t.Fatalf("%v, %v", empty, err)
	}
	nearAll(t, "EXPY", expy, []float64{.75*1250 + .25*1000, .25*1250 + .75*2000, 0}, 1e-9)
}

// TestProdyIsAMean: weights add up to 1, so equal incomes give that income everywhere,
// and the unit of exports does not matter.
func TestProdyIsAMean(t *testing.T) {
	t.Parallel()
	w, values := randomWorld(t, 8, 20, 1)
	income := slices.Repeat([]float64{7500}, 8)
	prody, _, err := w.Prody(income)
	if err != nil {
		t.Fatal(err)
	}
	nearAll(t, "PRODY", prody, slices.Repeat([]float64{7500}, 20), 1e-8)
	larger := slices.Clone(values)
	for i := range larger {
		larger[i] *= 16
	}
	for i := range income {
		income[i] = 100 * float64(i+1)
	}
	one, _, _ := w.Prody(income)
	other, _, _ := worldOf(t, 8, 20, larger).Prody(income)
	if !slices.Equal(one, other) {
		t.Error("the unit of exports changes PRODY")
	}
	if slices.Min(one) < 100 || slices.Max(one) > 800 {
		t.Errorf("PRODY %v is outside the incomes", one)
	}
}

func TestProdyRefuses(t *testing.T) {
	t.Parallel()
	w := worldOf(t, 2, 2, []int64{1, 2, 3, 4})
	for _, bad := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		_, _, err := w.Prody([]float64{5, bad})
		faultAt(t, err, 1, -1, "the income")
	}
	_, _, err := w.Prody([]float64{5})
	faultAt(t, err, -1, -1, "1 incomes for 2 economies")
	_, _, err = w.Expy([]float64{5, math.NaN()})
	faultAt(t, err, -1, 1, "the level")
	_, _, err = w.Expy([]float64{5})
	faultAt(t, err, -1, -1, "1 levels for 2 products")
}
