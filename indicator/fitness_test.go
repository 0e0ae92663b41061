package indicator_test

import (
	"math"
	"slices"
	"testing"

	"github.com/oborot/oborot/indicator"
)

func fitnessOf(t testing.TB, m *indicator.Presence, rule indicator.FitnessRule) *indicator.Fitness {
	t.Helper()
	f, err := m.Fitness(rule)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFitnessOfVector(t *testing.T) {
	t.Parallel()
	m := presenceOf(t, toyM...)
	for _, c := range []struct {
		updates             int
		economies, products []float64
	}{
		{1, []float64{1.6, 1.2, .8, .4}, []float64{.384615, .769231, .769231, 1.538462, 1.538462}},
		{2, []float64{1.8, 1.4, .6, .2}, []float64{.227972, .814185, .633255, 1.899765, 1.424824}},
		{3, []float64{2.005328, 1.383737, .483065, .127870}, nil},
		{20, []float64{2.057895, 1.922468, .018587, .001050}, nil},
	} {
		f := fitnessOf(t, m, indicator.FitnessRule{Updates: c.updates})
		nearAll(t, "F", f.Economies, c.economies, printed)
		if c.products != nil {
			nearAll(t, "Q", f.Products, c.products, printed)
		}
		if f.Updates != c.updates || f.Stop != indicator.FitnessAsked {
			t.Errorf("%d updates, stopped as %q", f.Updates, f.Stop)
		}
	}
}

// TestFitnessThatVanishes: in the published vector F of c and d tends to 0, the order
// does not change any more.
func TestFitnessThatVanishes(t *testing.T) {
	t.Parallel()
	f := fitnessOf(t, presenceOf(t, toyM...), indicator.FitnessRule{})
	if f.Stop != indicator.FitnessRanksStable || f.Updates < 100 || f.Updates > 1000 || !slices.Equal(f.Vanishing, []int{2, 3}) {
		t.Errorf("%d updates, %q, vanishing %v", f.Updates, f.Stop, f.Vanishing)
	}
	capped := fitnessOf(t, presenceOf(t, toyM...), indicator.FitnessRule{Most: 50})
	if capped.Stop != indicator.FitnessCapped || capped.Updates != 50 || !slices.Equal(capped.Vanishing, []int{2, 3}) {
		t.Errorf("%d updates, %q, vanishing %v", capped.Updates, capped.Stop, capped.Vanishing)
	}
	// After thousands of updates F is below what a double can hold.
	far := fitnessOf(t, presenceOf(t, toyM...), indicator.FitnessRule{Updates: 20_000})
	checkFinite(t, "F and Q", far.Economies, far.Products)
	if !slices.Equal(far.Vanishing, []int{2, 3}) || far.Economies[3] > 1e-100 || far.Economies[3] <= 0 {
		t.Errorf("F %v, vanishing %v", far.Economies, far.Vanishing)
	}
}

// TestFitnessWaitsForACrossing: here the order stays the same for 100 updates, then
// economy 4 passes economy 1. The rule must see that coming.
func TestFitnessWaitsForACrossing(t *testing.T) {
	t.Parallel()
	m := presenceOf(t, "0101011", "0010110", "0000110", "1001111", "0101100", "0001110", "0000100")
	before := fitnessOf(t, m, indicator.FitnessRule{Updates: 101}).Economies
	after := fitnessOf(t, m, indicator.FitnessRule{})
	if before[1] < 1.5*before[4] || after.Economies[4] < 1.1*after.Economies[1] || after.Stop != indicator.FitnessRanksStable {
		t.Errorf("F %v, then %v, stopped as %q after %d", before, after.Economies, after.Stop, after.Updates)
	}
}

// TestFitnessConverges: a full fixed point satisfies its own equations.
func TestFitnessConverges(t *testing.T) {
	t.Parallel()
	w, _ := randomWorld(t, 30, 120, 6)
	m := presenceIn(t, w)
	f := fitnessOf(t, m, indicator.FitnessRule{Tolerance: 1e-12, Most: 5000})
	if f.Stop != indicator.FitnessConverged || len(f.Vanishing) != 0 {
		t.Fatalf("%q after %d, vanishing %v", f.Stop, f.Updates, f.Vanishing)
	}
	sums := make([]float64, len(m.Economies))
	all := 0.0
	for e := range m.Economies {
		for p := range m.Products {
			if m.Has(e, p) {
				sums[e] += f.Products[p]
			}
		}
		all += sums[e]
	}
	for e, sum := range sums {
		near(t, "F", f.Economies[e], sum/all*float64(len(sums)), 1e-9)
	}
}

// TestStableFitnessOfVector solves the equations of the variant by another route: the
// result must satisfy them, whatever the steps were.
func TestStableFitnessOfVector(t *testing.T) {
	t.Parallel()
	m := presenceOf(t, toyM...)
	const delta = 1e-3
	f, err := m.StableFitness(0)
	if err != nil {
		t.Fatal(err)
	}
	for e := range m.Economies {
		sum := delta * delta
		for p := range m.Products {
			if m.Has(e, p) {
				sum += 1 / (1 + 1/f.Products[p])
			}
		}
		near(t, "F", f.Economies[e], sum, 1e-9*sum)
	}
	for p := range m.Products {
		inverse := 0.0
		for e := range m.Economies {
			if m.Has(e, p) {
				inverse += 1 / f.Economies[e]
			}
		}
		near(t, "Q", f.Products[p], 1/inverse, 1e-9/inverse)
	}
	if f.Stop != indicator.FitnessConverged || slices.Min(f.Economies) <= 0 {
		t.Errorf("%q, F %v", f.Stop, f.Economies)
	}
}

// TestStableFitnessByHand: with one economy and one product F = delta^2 + 1/(1 + 1/F),
// so F^2 - delta^2 F - delta^2 = 0 and Q = F.
func TestStableFitnessByHand(t *testing.T) {
	t.Parallel()
	for _, delta := range []float64{.1, .01} {
		f, err := presenceOf(t, "1").StableFitness(delta)
		if err != nil {
			t.Fatal(err)
		}
		square := delta * delta
		want := (square + math.Sqrt(square*square+4*square)) / 2
		near(t, "F", f.Economies[0], want, 1e-9)
		near(t, "Q", f.Products[0], want, 1e-9)
	}
}

func TestFitnessRefuses(t *testing.T) {
	t.Parallel()
	m := presenceOf(t, toyM...)
	for _, bad := range []indicator.FitnessRule{{Updates: -1}, {Most: -1}, {Tolerance: -1}, {Tolerance: math.NaN()}} {
		if _, err := m.Fitness(bad); err == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
	for _, bad := range []float64{-1, 1, 1e-9, math.NaN()} {
		if _, err := m.StableFitness(bad); err == nil {
			t.Errorf("delta %v is taken", bad)
		}
	}
}
