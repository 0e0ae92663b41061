package indicator_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/oborot/oborot/indicator"
)

var toyPhi = []float64{
	1, .5, .5, .25, .25,
	.5, 1, .5, .5, .5,
	.5, .5, 1, .5, 0,
	.25, .5, .5, 1, 0,
	.25, .5, 0, 0, 1,
}

func TestProximityOfVector(t *testing.T) {
	t.Parallel()
	m := presenceOf(t, toyM...)
	nearAll(t, "phi", indicator.ProximityMatrix[float64](m, indicator.ProximitySymmetric), toyPhi, 0)
	for i, x := range indicator.ProximityMatrix[float32](m, indicator.ProximitySymmetric) {
		if float64(x) != toyPhi[i] || m.Proximity(i/5, i%5) != toyPhi[i] {
			t.Errorf("phi %d is %v", i, x)
		}
	}
	// P(p|q): of the 2 economies in product 1 both are in product 0, of the 4 in 0 two in 1.
	conditional := indicator.ProximityMatrix[float64](m, indicator.ProximityConditional)
	near(t, "P(0|1)", conditional[1], 1, 0)
	near(t, "P(1|0)", conditional[5], .5, 0)
	near(t, "P(1|4)", conditional[1*5+4], 1, 0)
	near(t, "P(4|1)", conditional[4*5+1], .5, 0)
}

// TestProximityIsTheSmallerConditional checks tiles and mirrors on a matrix of several
// words and tiles.
func TestProximityIsTheSmallerConditional(t *testing.T) {
	t.Parallel()
	w, _ := randomWorld(t, 100, 150, 2)
	m := presenceIn(t, w)
	n := len(m.Products)
	phi := indicator.ProximityMatrix[float64](m, indicator.ProximitySymmetric)
	conditional := indicator.ProximityMatrix[float64](m, indicator.ProximityConditional)
	for p := range n {
		for q := range n {
			both := 0
			for e := range m.Economies {
				if m.Has(e, p) && m.Has(e, q) {
					both++
				}
			}
			if conditional[p*n+q] != float64(both)/float64(m.Ubiquity()[q]) {
				t.Fatalf("P(%d|%d) is %v", p, q, conditional[p*n+q])
			}
			if phi[p*n+q] != min(conditional[p*n+q], conditional[q*n+p]) || phi[p*n+q] != m.Proximity(p, q) {
				t.Fatalf("phi of %d and %d is %v", p, q, phi[p*n+q])
			}
		}
	}
}

// TestContinuousProximity: product 1 falls as 0 rises, 2 rises with it, 3 is the same
// everywhere; half of it lies between.
func TestContinuousProximity(t *testing.T) {
	t.Parallel()
	got, constant, err := indicator.ContinuousProximity([]float64{1, 6, 10, 2, 2, 4, 20, 2, 3, 2, 30, 2}, 3, 4)
	if err != nil || !slices.Equal(constant, []int{3}) {
		t.Fatalf("%v, %v", constant, err)
	}
	nearAll(t, "proximity", got, []float64{1, 0, 1, .5, 0, 1, 0, .5, 1, 0, 1, .5, .5, .5, .5, 1}, 1e-15)
	_, _, err = indicator.ContinuousProximity([]float64{1, -2}, 1, 2)
	faultAt(t, err, 0, 1, "negative")
	_, _, err = indicator.ContinuousProximity([]float64{1}, 1, 2)
	faultAt(t, err, -1, -1, "1 values")
}

func TestDensityOfVector(t *testing.T) {
	t.Parallel()
	m := presenceOf(t, toyM...)
	with := []float64{
		.9, .833333, 1, 1, .428571, .7, .666667, .4, .333333, 1,
		.6, .333333, .6, .333333, .142857, .4, .166667, .2, .111111, .142857,
	}
	without := []float64{
		.833333, .75, 1, 1, 1, .5, .5, .666667, .6, 1,
		.333333, .5, .333333, .6, .333333, 0, .25, .333333, .2, .333333,
	}
	d := m.Density(false)
	nearAll(t, "density", d.Values, with, printed)
	nearAll(t, "sum of phi", d.Total, []float64{2.5, 3, 2.5, 2.25, 1.75}, 1e-15)
	for i, far := range d.Distance() {
		near(t, "distance", far, 1-d.Values[i], 0)
	}
	own := m.Density(true)
	nearAll(t, "density without self", own.Values, without, printed)
	if !own.Excluded || d.Excluded || len(own.Isolated) != 0 {
		t.Errorf("excluded %v, isolated %v", own.Excluded, own.Isolated)
	}
}

// naiveDensity is the definition, with the matrix of proximity.
func naiveDensity(m *indicator.Presence, excludeSelf bool) []float64 {
	n := len(m.Products)
	phi := indicator.ProximityMatrix[float64](m, indicator.ProximitySymmetric)
	var all []float64
	for e := range m.Economies {
		for p := range n {
			own, sum := 0.0, 0.0
			for q := range n {
				if q == p && excludeSelf {
					continue
				}
				sum += phi[p*n+q]
				if m.Has(e, q) {
					own += phi[p*n+q]
				}
			}
			all = append(all, own/sum)
		}
	}
	return all
}

func TestDensityEqualsTheNaiveOne(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{5, 9}, {8, 40}, {17, 70}, {70, 17}} {
		w, _ := randomWorld(t, size[0], size[1], 4)
		m := presenceIn(t, w)
		nearAll(t, fmt.Sprint(size, " density"), m.Density(false).Values, naiveDensity(m, false), 1e-14)
		nearAll(t, fmt.Sprint(size, " without self"), m.Density(true).Values, naiveDensity(m, true), 1e-13)
	}
}

// TestDensityOfIsolatedProduct: product 2 is near to no other.
func TestDensityOfIsolatedProduct(t *testing.T) {
	t.Parallel()
	m := presenceOf(t, "110", "010", "001")
	d := m.Density(true)
	if !slices.Equal(d.Isolated, []int{2}) {
		t.Errorf("isolated %v", d.Isolated)
	}
	checkFinite(t, "density", d.Values)
	if got := m.Density(false).Values[8]; got != 1 {
		t.Errorf("density with self is %v", got)
	}
}
