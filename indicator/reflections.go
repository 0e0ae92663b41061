package indicator

import "math"

// The usual numbers of steps: even for economies and odd for products, so that more
// means more complex on both sides (R package economiccomplexity).
const (
	usualEconomySteps = 18
	usualProductSteps = 19
)

// ReflectionsRule says how often to reflect. The zero value stands for 18 and 19
// steps and the population standard deviation.
type ReflectionsRule struct {
	EconomySteps int // N of k_c,N; 0 stands for 18
	ProductSteps int // N of k_p,N; 0 stands for 19
	DDof         int // of the z scores: 0 population, 1 sample
}

// Reflections holds k_c,N of economies and k_p,N of products, and their z scores,
// which alone tell them apart when N is large. Scores are nil where all values are
// the same.
type Reflections struct {
	Economies, Products           []float64
	EconomyScores, ProductScores  []float64
	EconomySteps, ProductSteps    int
	EconomiesFalling, GoodsRising bool // more means less complex for economies (odd N), more complex for products (odd N)
}

// Reflections computes the method of reflections (Hidalgo and Hausmann, 2009):
//
//	k_c,N = (1/k_c) sum_p M_cp k_p,N-1    k_c,0 = diversity
//	k_p,N = (1/u_p) sum_c M_cp k_c,N-1    k_p,0 = ubiquity
//
// The values tend to a constant, so the mean is subtracted and the rest rescaled at
// each step; z scores stay exact for any N. They tend to those of the eigenvector.
func (m *Presence) Reflections(rule ReflectionsRule) (*Reflections, error) {
	if rule.EconomySteps < 0 || rule.ProductSteps < 0 || rule.DDof != 0 && rule.DDof != 1 {
		return nil, wholeMatrixError("%d and %d steps with ddof %d", rule.EconomySteps, rule.ProductSteps, rule.DDof)
	}
	r := &Reflections{EconomySteps: rule.EconomySteps, ProductSteps: rule.ProductSteps}
	if r.EconomySteps == 0 {
		r.EconomySteps = usualEconomySteps
	}
	if r.ProductSteps == 0 {
		r.ProductSteps = usualProductSteps
	}
	r.EconomiesFalling, r.GoodsRising = r.EconomySteps%2 == 1, r.ProductSteps%2 == 1
	economies, products := reflectionOf(m.diversity), reflectionOf(m.ubiquity)
	for step := 1; step <= max(r.EconomySteps, r.ProductSteps); step++ {
		economies, products = products.next(m.economies, m.economyMeans), economies.next(m.products, m.productMeans)
		if step == r.EconomySteps {
			r.Economies, r.EconomyScores = economies.values(), complexityScores(economies.rest, rule.DDof)
		}
		if step == r.ProductSteps {
			r.Products, r.ProductScores = products.values(), complexityScores(products.rest, rule.DDof)
		}
	}
	return r, nil
}

// reflection is offset + scale*rest: the rest has mean 0 and largest size 1.
type reflection struct {
	rest          []float64
	offset, scale float64
}

func reflectionOf(counts []int) reflection {
	r := reflection{rest: complexityFloats(counts), scale: 1}
	return r.centred(0)
}

// next averages over the other side.
func (r reflection) next(size int, average func(dst, x []float64) []float64) reflection {
	const lost = 1e-13 // what remains of numbers of size 1 after cancelling is rounding
	n := reflection{average(make([]float64, size), r.rest), r.offset, r.scale}
	return n.centred(lost)
}

func (r reflection) centred(least float64) reflection {
	mean, _ := complexityMoments(r.rest, 0)
	r.offset += r.scale * mean
	largest := 0.0
	for i := range r.rest {
		r.rest[i] -= mean
		largest = max(largest, math.Abs(r.rest[i]))
	}
	if largest <= least {
		clear(r.rest)
		return r
	}
	complexityScale(r.rest, 1/largest)
	r.scale *= largest
	return r
}

func (r reflection) values() []float64 {
	values := make([]float64, len(r.rest))
	for i, x := range r.rest {
		values[i] = r.offset + r.scale*x
	}
	return values
}
