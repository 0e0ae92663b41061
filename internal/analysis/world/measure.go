package world

import (
	"math"
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/trade"
)

// measured is a world with its indices of complexity. What is of economies or products
// stands at their positions in m, which lacks those without any advantage.
type measured struct {
	rule    rule
	world   *indicator.World
	m       *indicator.Presence
	density *indicator.Density
	fitness *indicator.Fitness
	values  []int64 // the exports that are measured

	complexity *indicator.Complexity // by the eigenvector
	basis      *indicator.Complexity // by the method: what outlook and projections rest on; nil where status says why
	before     *indicator.Complexity // of reflections: the step of products that the scores of economies are means of
	outlook    *indicator.Outlook    // nil where status says why
	eci, pci   []float64             // by the method; nil where status says why
	status     trade.Status

	economies, products []int // position in m of each of the input, -1 where it is not in it
}

// measure works out the indices of a matrix of exports.
func measure(economies, products int, thousandths []int64, r rule) (*measured, error) {
	w, err := indicator.NewWorld(economies, products, thousandths)
	if err != nil {
		return nil, err
	}
	x := &measured{rule: r, world: w, values: thousandths}
	if x.m, err = w.Presence(indicator.PresenceRule{Threshold: r.threshold, Population: r.people}); err != nil {
		return nil, err
	}
	x.economies, x.products = positions(economies, x.m.Economies), positions(products, x.m.Products)
	if len(x.m.Economies) == 0 {
		x.status = trade.Status(indicator.ComplexityTooFew)
		return x, nil
	}
	x.density = x.m.Density(false)
	if err = x.fit(); err != nil {
		return nil, err
	}
	return x, x.complexities()
}

// positions turns a list of kept indices around.
func positions(n int, kept []int) []int {
	at := make([]int, n)
	for i := range at {
		at[i] = -1
	}
	for position, index := range kept {
		at[index] = position
	}
	return at
}

func (x *measured) fit() (err error) {
	rule := indicator.FitnessRule{}
	if x.rule.method == indicator.MethodFitness {
		rule.Updates = x.rule.iterations
	}
	x.fitness, err = x.m.Fitness(rule)
	return err
}

// complexities works out ECI and PCI, by the eigenvector unless reflections are asked
// for, and the outlook that rests on them.
func (x *measured) complexities() (err error) {
	if x.complexity, err = x.m.Complexity(indicator.ComplexityOptions{DDof: x.rule.ddof}); err != nil {
		return err
	}
	if !x.complexity.Defined() {
		x.status = trade.Status(x.complexity.Status)
		return nil
	}
	x.basis, x.eci, x.pci = x.complexity, x.complexity.ECI, x.complexity.PCI
	if x.rule.method == indicator.MethodReflections {
		if err = x.reflect(); err != nil || x.basis == nil {
			return err
		}
	}
	x.outlook, err = x.m.Outlook(x.basis, x.density, x.rule.ddof)
	return err
}

// reflect takes ECI and PCI from reflections. The outlook then rests on the scores of
// products, in standard deviations of their mean over the products of an economy. What
// is projected is scored by the step of products before that of economies, so that one
// scale ranks both.
func (x *measured) reflect() error {
	n := x.rule.steps()
	r, err := x.m.Reflections(indicator.ReflectionsRule{EconomySteps: n, ProductSteps: n + 1, DDof: x.rule.ddof})
	if err != nil {
		return err
	}
	earlier, err := x.m.Reflections(indicator.ReflectionsRule{EconomySteps: n, ProductSteps: n - 1, DDof: x.rule.ddof})
	if err != nil {
		return err
	}
	x.eci, x.pci = r.EconomyScores, r.ProductScores
	x.basis, x.before = x.scaleOf(r.ProductScores), x.scaleOf(earlier.ProductScores)
	if x.eci != nil && x.basis != nil && x.before != nil {
		return nil
	}
	x.basis, x.status, x.eci, x.pci = nil, trade.Status(indicator.ComplexityDegenerate), nil, nil
	return nil
}

// scaleOf is the scale of economies by the mean score of their products; nil where that
// tells none apart.
func (x *measured) scaleOf(products []float64) *indicator.Complexity {
	if products == nil {
		return nil
	}
	c := &indicator.Complexity{RawPCI: products, RawECI: x.meansOfOwn(products)}
	if c.Mean, c.Deviation = meanAndDeviation(c.RawECI, x.rule.ddof); !(c.Deviation > 0) {
		return nil
	}
	return c
}

// meansOfOwn returns the mean of a value over the products of each economy.
func (x *measured) meansOfOwn(values []float64) []float64 {
	means := make([]float64, len(x.m.Economies))
	for e, k := range x.m.Diversity() {
		for p, v := range values {
			if x.m.Has(e, p) {
				means[e] += v / float64(k)
			}
		}
	}
	return means
}

func meanAndDeviation(values []float64, ddof int) (mean, deviation float64) {
	for _, v := range values {
		mean += v
	}
	mean /= float64(len(values))
	for _, v := range values {
		deviation += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(deviation / float64(max(1, len(values)-ddof)))
}

// scores is what economies are ranked by; nil where there is no ranking.
func (x *measured) scores() []float64 {
	if x.rule.method == indicator.MethodFitness && x.fitness != nil {
		return x.fitness.Economies
	}
	return x.eci
}

// ranks orders scores, 1 for the largest; equal ones share the mean of their ranks.
func ranks(scores []float64) ([]float64, error) {
	if len(scores) == 0 {
		return nil, nil
	}
	s, err := indicator.CompareRankings([]indicator.Ranking{{Scores: scores}})
	if err != nil {
		return nil, err
	}
	return s.Rankings[0].Ranks, nil
}

// stability compares the rankings of all methods. Reflections tend to the eigenvector, so
// where that has no meaning they have none.
func (x *measured) stability() (*indicator.Stability, error) {
	if len(x.m.Economies) == 0 {
		return &indicator.Stability{}, nil
	}
	s, err := x.m.RankStability()
	if err != nil || x.complexity.Defined() {
		return s, err
	}
	return indicator.CompareRankings(slices.DeleteFunc(s.Rankings, func(r indicator.Ranking) bool {
		return r.Method == indicator.MethodReflections
	}))
}
