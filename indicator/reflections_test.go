package indicator_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/oborot/oborot/indicator"
)

func reflect(t testing.TB, m *indicator.Presence, rule indicator.ReflectionsRule) *indicator.Reflections {
	t.Helper()
	r, err := m.Reflections(rule)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReflectionsOfVector(t *testing.T) {
	t.Parallel()
	m := presenceOf(t, toyM...)
	first := reflect(t, m, indicator.ReflectionsRule{EconomySteps: 1, ProductSteps: 1})
	nearAll(t, "k_c,1", first.Economies, []float64{2.25, 2.333333, 3, 4}, printed)
	nearAll(t, "k_p,1", first.Products, []float64{2.5, 3.5, 3, 4, 3}, printed)
	second := reflect(t, m, indicator.ReflectionsRule{EconomySteps: 2, ProductSteps: 2})
	nearAll(t, "k_c,2", second.Economies, []float64{3.25, 3, 2.75, 2.5}, printed)
	nearAll(t, "k_p,2", second.Products, []float64{2.895833, 2.291667, 2.625, 2.25, 2.333333}, printed)
	if !first.EconomiesFalling || !first.GoodsRising || second.EconomiesFalling || second.GoodsRising {
		t.Error("the direction of odd and even steps")
	}
	usual := reflect(t, m, indicator.ReflectionsRule{})
	if usual.EconomySteps != 18 || usual.ProductSteps != 19 || usual.EconomiesFalling || !usual.GoodsRising {
		t.Errorf("the usual steps are %d and %d", usual.EconomySteps, usual.ProductSteps)
	}
}

// TestReflectionsTendToTheEigenvector: with many steps, where the plain iteration has
// lost all digits, the scores are those of the eigenvector.
func TestReflectionsTendToTheEigenvector(t *testing.T) {
	t.Parallel()
	w, _ := randomWorld(t, 20, 60, 8)
	m := presenceIn(t, w)
	c := complexityOf(t, m, indicator.ComplexityOptions{DDof: 1, OwnPCI: true})
	r := reflect(t, m, indicator.ReflectionsRule{EconomySteps: 5000, ProductSteps: 5001, DDof: 1})
	nearAll(t, "economies", r.EconomyScores, c.ECI, 1e-9)
	nearAll(t, "products", r.ProductScores, c.PCI, 1e-9)
	checkFinite(t, "values", r.Economies, r.Products)
}

// TestReflectionsAreExact computes 18 and 19 steps in fractions, where nothing is lost.
func TestReflectionsAreExact(t *testing.T) {
	t.Parallel()
	m := presenceOf(t, "1111111", "1101101", "1010110", "1010000", "0001001")
	r := reflect(t, m, indicator.ReflectionsRule{})
	economies, products := fractions(m.Diversity()), fractions(m.Ubiquity())
	for step := 1; step <= 19; step++ {
		economies, products = averages(m, products, false), averages(m, economies, true)
		if step == 18 {
			nearAll(t, "k_c,18", r.EconomyScores, exactScores(economies), 1e-12)
		}
	}
	nearAll(t, "k_p,19", r.ProductScores, exactScores(products), 1e-12)
}

func fractions(counts []int) []*big.Rat {
	var all []*big.Rat
	for _, n := range counts {
		all = append(all, big.NewRat(int64(n), 1))
	}
	return all
}

// averages is the mean of x over the products of each economy, or the other way round.
func averages(m *indicator.Presence, x []*big.Rat, ofProducts bool) []*big.Rat {
	rows := m.Diversity()
	if ofProducts {
		rows = m.Ubiquity()
	}
	means := make([]*big.Rat, len(rows))
	for i, n := range rows {
		means[i] = new(big.Rat)
		for j, v := range x {
			if ofProducts && m.Has(j, i) || !ofProducts && m.Has(i, j) {
				means[i].Add(means[i], v)
			}
		}
		means[i].Quo(means[i], big.NewRat(int64(n), 1))
	}
	return means
}

// exactScores subtracts the mean in fractions, then divides in doubles.
func exactScores(x []*big.Rat) []float64 {
	mean := new(big.Rat)
	for _, v := range x {
		mean.Add(mean, v)
	}
	mean.Quo(mean, big.NewRat(int64(len(x)), 1))
	var scores []float64
	squares := 0.0
	for _, v := range x {
		rest, _ := new(big.Rat).Sub(v, mean).Float64()
		scores = append(scores, rest)
		squares += rest * rest / float64(len(x))
	}
	for i := range scores {
		scores[i] /= math.Sqrt(squares)
	}
	return scores
}

func TestReflectionsWithoutScores(t *testing.T) {
	t.Parallel()
	// All economies have two products, but the products differ: k_c,N is uneven only
	// through them. Where all is even there are no scores.
	even := reflect(t, presenceOf(t, "110", "011", "101"), indicator.ReflectionsRule{})
	if even.EconomyScores != nil || even.ProductScores != nil {
		t.Errorf("scores %v and %v", even.EconomyScores, even.ProductScores)
	}
	nearAll(t, "k_c,18", even.Economies, []float64{2, 2, 2}, 0)
	// The mean ubiquity of own products is 2 for each, in fractions; in doubles of numbers less their
	// mean it is so up to rounding, which must not be taken for a difference.
	same := reflect(t, presenceOf(t, "11001", "00011", "01101"), indicator.ReflectionsRule{EconomySteps: 1})
	if same.EconomyScores != nil || same.ProductScores == nil {
		t.Errorf("scores %v and %v", same.EconomyScores, same.ProductScores)
	}
	nearAll(t, "k_c,1", same.Economies, []float64{2, 2, 2}, 1e-15)
	for _, bad := range []indicator.ReflectionsRule{{EconomySteps: -1}, {ProductSteps: -2}, {DDof: 2}} {
		if _, err := presenceOf(t, "11", "10").Reflections(bad); err == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
}
