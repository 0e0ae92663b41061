package indicator

import (
	"math"
	"slices"
)

// FitnessStop says why an iteration ended.
type FitnessStop string

// The reasons to stop.
const (
	FitnessConverged   FitnessStop = "converged"    // no fitness changes any more
	FitnessRanksStable FitnessStop = "ranks stable" // values still change, the order has not for long and will not soon
	FitnessAsked       FitnessStop = "as asked"     // the number of updates was given
	FitnessCapped      FitnessStop = "capped"       // neither, at the largest number of updates
)

// FitnessRule says when to stop. The zero value is the rule with a tolerance of 1e-9 and at
// most 1,000 updates.
type FitnessRule struct {
	Updates   int     // exactly so many, if not 0
	Tolerance float64 // of |ln F^n - ln F^n-1|; 0 stands for 1e-9
	Most      int     // updates; 0 stands for 1,000
}

// Fitness holds the fitness F of economies and the complexity Q of products, each
// with mean 1, or as they come in the variant without degeneration.
type Fitness struct {
	Economies, Products []float64
	Updates             int
	Stop                FitnessStop
	Vanishing           []int // economies whose F tends to 0: they have a rank, their values have no meaning
}

const (
	fitnessTolerance = 1e-9
	fitnessMost      = 1000
	stableFor        = 100    // updates without a change of order
	crossingAfter    = 1e4    // updates until the next, extrapolated
	vanishingSlope   = 0.1    // of -ln F on ln n
	fitnessFloor     = 1e-300 // below it doubles lose digits
	fitnessLost      = 1e-290 // held up by the floor
)

// Fitness computes fitness and complexity (Tacchella, Cristelli, Caldarelli,
// Gabrielli and Pietronero, 2012), from F = Q = 1:
//
//	F_c = sum_p M_cp Q_p,  Q_p = 1 / sum_c (M_cp / F_c)
//
// both from the previous values, then each divided by its mean. It stops when no ln F
// changes by more than the tolerance; or when the order of F has been the same for
// 100 updates and its next change, extrapolated along powers of n, is more
// than 10,000 updates away (after Pugliese, Zaccaria and Pietronero, 2016); or at the
// largest number of updates. Where the filled part of M is bent inward some F tend to
// 0; those economies are reported.
func (m *Presence) Fitness(rule FitnessRule) (*Fitness, error) {
	if rule.Updates < 0 || rule.Most < 0 || !(rule.Tolerance >= 0) {
		return nil, wholeMatrixError("%d updates, at most %d, with a tolerance of %v", rule.Updates, rule.Most, rule.Tolerance)
	}
	if rule.Tolerance == 0 {
		rule.Tolerance = fitnessTolerance
	}
	if rule.Most == 0 {
		rule.Most = fitnessMost
	}
	if rule.Updates > 0 {
		rule.Most = rule.Updates
	}
	run := newFitnessRun(m)
	for run.n < rule.Most && run.stop == "" {
		run.update()
		if rule.Updates == 0 {
			run.judge(rule.Tolerance)
		}
	}
	return run.result(rule), nil
}

// fitnessRun keeps the logarithms of the last three F: the iteration is two series in
// turns, so a trend is seen over two updates.
type fitnessRun struct {
	m                *Presence
	f, q, nextF      []float64
	inverse          []float64
	logs, last, past []float64
	order            []int
	same, n          int
	stop             FitnessStop
}

func newFitnessRun(m *Presence) *fitnessRun {
	r := &fitnessRun{m: m, f: slices.Repeat([]float64{1}, m.economies), q: slices.Repeat([]float64{1}, m.products)}
	for _, v := range []*[]float64{&r.nextF, &r.inverse, &r.logs, &r.last, &r.past} {
		*v = make([]float64, m.economies)
	}
	r.order = make([]int, m.economies)
	for i := range r.order {
		r.order[i] = i
	}
	return r
}

func (r *fitnessRun) update() {
	for c, f := range r.f {
		r.inverse[c] = 1 / f
	}
	fitnessSums(r.nextF, r.m.productsOf, r.q)
	fitnessSums(r.q, r.m.economiesOf, r.inverse)
	for p, sum := range r.q {
		r.q[p] = 1 / sum
	}
	r.f, r.nextF = r.nextF, r.f
	fitnessNormal(r.f)
	fitnessNormal(r.q)
	r.past, r.last, r.logs = r.last, r.logs, r.past
	for c, f := range r.f {
		r.logs[c] = math.Log(f)
	}
	r.n++
	r.rank()
}

func fitnessSums(dst []float64, lists [][]int32, x []float64) {
	for i, list := range lists {
		sum := 0.0
		for _, j := range list {
			sum += x[j]
		}
		dst[i] = sum
	}
}

// fitnessNormal divides by the mean, and keeps values that vanish above the floor.
func fitnessNormal(x []float64) {
	mean, _ := complexityMoments(x, 0)
	for i := range x {
		x[i] = max(x[i]/mean, fitnessFloor)
	}
}

// rank sorts the economies anew if their order has changed.
func (r *fitnessRun) rank() {
	falls := func(a, b int) int {
		switch {
		case r.f[a] > r.f[b]:
			return -1
		case r.f[a] < r.f[b]:
			return 1
		}
		return a - b
	}
	if slices.IsSortedFunc(r.order, falls) {
		r.same++
		return
	}
	r.same = 0
	slices.SortFunc(r.order, falls)
}

func (r *fitnessRun) judge(tolerance float64) {
	if r.n < 2 {
		return
	}
	change := 0.0
	for c, l := range r.logs {
		change = max(change, math.Abs(l-r.last[c]))
	}
	switch {
	case change < tolerance:
		r.stop = FitnessConverged
	case r.same >= stableFor && r.crossing() > crossingAfter:
		r.stop = FitnessRanksStable
	}
}

// slope returns d ln F / d ln n.
func (r *fitnessRun) slope(c int) float64 {
	return (r.logs[c] - r.past[c]) / math.Log(float64(r.n)/float64(r.n-2))
}

// crossing returns after how many more updates two neighbours in the order change
// places if every F goes on as a power of n.
func (r *fitnessRun) crossing() float64 {
	const level = 1e-12
	soonest := math.Inf(1)
	for i := 1; i < len(r.order); i++ {
		upper, lower := r.order[i-1], r.order[i]
		closing := r.slope(lower) - r.slope(upper)
		if closing < level {
			continue
		}
		gap := r.logs[upper] - r.logs[lower]
		soonest = min(soonest, float64(r.n)*math.Expm1(gap/closing))
	}
	return soonest
}

func (r *fitnessRun) result(rule FitnessRule) *Fitness {
	if r.stop == "" {
		r.stop = FitnessCapped
		if rule.Updates > 0 {
			r.stop = FitnessAsked
		}
	}
	f := &Fitness{Economies: r.f, Products: r.q, Updates: r.n, Stop: r.stop}
	for c := range r.f {
		falls := r.n > 2 && r.stop != FitnessConverged && r.slope(c) < -vanishingSlope
		if falls || r.f[c] <= fitnessLost {
			f.Vanishing = append(f.Vanishing, c)
		}
	}
	return f
}
