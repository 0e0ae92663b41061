package world

import (
	"math"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// mostIterations is far beyond what any method needs.
const mostIterations = 100_000

// rule is how complexity is measured.
type rule struct {
	method     string // indicator.MethodEigen, MethodReflections or MethodFitness
	iterations int    // 0: the method's own
	ddof       int
	threshold  float64
	perHead    bool    // M by exports per head of population
	people     []int64 // of the economies that are measured, where it is
}

// The words for what M is made from.
const (
	presenceRCA        = "rca"
	presencePopulation = "population"
)

// newRule reads the conventions that a person chose.
func newRule(c analysis.Conventions) (rule, error) {
	r := rule{method: c.Method, iterations: c.Iterations, ddof: c.DDof, threshold: c.Threshold}
	if r.threshold == 0 {
		r.threshold = 1
	}
	switch r.method {
	case "":
		r.method = indicator.MethodEigen
	case indicator.MethodEigen, indicator.MethodReflections, indicator.MethodFitness:
	default:
		return r, trade.Errorf(trade.Usage, "%q is not a method of complexity", c.Method).
			WithHint("use --method eigen, reflections or fitness")
	}
	switch c.Presence {
	case "", presenceRCA:
	case presencePopulation:
		r.perHead = true
	default:
		return r, trade.Errorf(trade.Usage, "%q is not what an advantage is measured by", c.Presence).
			WithHint("use --presence rca or population")
	}
	switch {
	case r.perHead && len(c.Population) == 0:
		return r, trade.Errorf(trade.Usage, "exports per head need a population, and none is given").
			WithHint("add --population FILE, a csv with the columns economy, year, population")
	case r.ddof != 0 && r.ddof != 1:
		return r, trade.Errorf(trade.Usage, "%d degrees of freedom are taken from no standard deviation", r.ddof).
			WithHint("use --ddof 0 (population, Growth Lab) or 1 (sample, R)")
	case !(r.threshold > 0) || math.IsInf(r.threshold, 0):
		return r, trade.Errorf(trade.Usage, "a threshold of RCA is above 0").WithHint("use --threshold 1, or leave it out")
	case r.iterations < 0 || r.iterations > mostIterations:
		return r, trade.Errorf(trade.Usage, "%d is not a number of iterations", r.iterations).
			WithHint("use --iterations from 1 to %d", mostIterations)
	case r.iterations != 0 && r.method == indicator.MethodEigen:
		return r, trade.Errorf(trade.Usage, "the eigenvector is not found by iterations").
			WithHint("use --iterations with --method reflections or fitness")
	case r.iterations%2 != 0 && r.method == indicator.MethodReflections:
		return r, trade.Errorf(trade.Usage, "after an odd number of reflections a larger value means a less complex economy").
			WithHint("use an even number, such as --iterations 18")
	}
	return r, nil
}

// describe adds the rule to the arguments of an answer.
func (r rule) describe(args map[string]any) {
	args["method"], args["threshold"], args["ddof"], args["presence"] = r.method, r.threshold, r.ddof, presenceRCA
	if r.perHead {
		args["presence"] = presencePopulation
	}
	args["normalisation"] = "ECI: mean 0 and standard deviation 1 over economies; PCI: by the mean and deviation of ECI"
	switch {
	case r.method == indicator.MethodReflections:
		args["normalisation"] = "ECI and PCI: each mean 0 and standard deviation 1"
		args["iterations"] = r.steps()
	case r.iterations > 0:
		args["iterations"] = r.iterations
	}
}

// steps is the number of reflections of economies; products have one more.
func (r rule) steps() int {
	if r.iterations == 0 {
		return 18
	}
	return r.iterations
}
