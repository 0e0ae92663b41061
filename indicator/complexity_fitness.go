package indicator

import (
	"math"
	"slices"
)

const (
	stableDelta     = 1e-3
	stableTolerance = 1e-12
	stableMost      = 100_000
)

// StableFitness computes the variant of fitness that always has a limit with every F
// above zero (Servedio, Butta, Mazzilli, Tacchella and Pietronero, 2018):
//
//	F_c = delta^2 + sum_p M_cp / P_p,  P_p = 1 + sum_c M_cp / F_c,  Q_p = 1/(P_p - 1)
//
// The limit does not depend on the start; delta is small, 0 stands for 1e-3. It is
// reached when no ln F changes by more than 1e-12. Fitness is on its own scale, not of mean 1.
func (m *Presence) StableFitness(delta float64) (*Fitness, error) {
	if delta == 0 {
		delta = stableDelta
	}
	if !(delta >= 1e-6 && delta < 1) {
		return nil, wholeMatrixError("delta is %v; it is at least 1e-6 and below 1", delta)
	}
	f := &Fitness{Economies: slices.Repeat([]float64{1}, m.economies), Products: make([]float64, m.products), Stop: FitnessCapped}
	inverse, simple := make([]float64, m.economies), make([]float64, m.products)
	for f.Updates < stableMost && f.Stop == FitnessCapped {
		f.Updates++
		fitnessInverse(inverse, f.Economies)
		fitnessSums(f.Products, m.economiesOf, inverse)
		for p, sum := range f.Products {
			simple[p] = 1 / (1 + sum)
		}
		change := stableUpdate(f.Economies, m.productsOf, simple, delta)
		if change < stableTolerance {
			f.Stop = FitnessConverged
		}
	}
	fitnessInverse(f.Products, f.Products)
	return f, nil
}

// stableUpdate replaces F and returns the largest change of ln F.
func stableUpdate(f []float64, lists [][]int32, simple []float64, delta float64) float64 {
	change := 0.0
	for c, list := range lists {
		sum := delta * delta
		for _, p := range list {
			sum += simple[p]
		}
		change = max(change, math.Abs(math.Log(sum/f[c])))
		f[c] = sum
	}
	return change
}

func fitnessInverse(dst, x []float64) {
	for i, v := range x {
		dst[i] = 1 / v
	}
}
