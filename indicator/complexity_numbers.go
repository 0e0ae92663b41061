package indicator

import (
	"math"
	"runtime"
	"sync"
	"sync/atomic"
)

// complexityEach calls work once for every number below n, in as many goroutines as
// there are processors. What work computes must depend on its number alone: so the
// result is the same for any number of goroutines.
func complexityEach(n int, work func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers <= 1 {
		for i := range n {
			work(i)
		}
		return
	}
	var taken atomic.Int64
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for i := int(taken.Add(1)) - 1; i < n; i = int(taken.Add(1)) - 1 {
				work(i)
			}
		})
	}
	group.Wait()
}

// complexityMoments returns mean and standard deviation, the latter 0 where there
// are not more values than ddof.
func complexityMoments(x []float64, ddof int) (mean, deviation float64) {
	if len(x) == 0 {
		return 0, 0
	}
	for _, v := range x {
		mean += v
	}
	mean /= float64(len(x))
	if len(x) <= ddof {
		return mean, 0
	}
	squares := 0.0
	for _, v := range x {
		squares += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(squares / float64(len(x)-ddof))
}

// complexityStandard returns (x-mean)/deviation; the deviation is above zero.
func complexityStandard(x []float64, mean, deviation float64) []float64 {
	z := make([]float64, len(x))
	for i, v := range x {
		z[i] = (v - mean) / deviation
	}
	return z
}

// complexityScores returns z scores, nil where all values are the same up to the
// rounding of their sum.
func complexityScores(x []float64, ddof int) []float64 {
	mean, deviation := complexityMoments(x, ddof)
	largest := 0.0
	for _, v := range x {
		largest = max(largest, math.Abs(v))
	}
	if deviation <= largest*1e-14 {
		return nil
	}
	return complexityStandard(x, mean, deviation)
}

// complexityCorrelation returns Pearson's coefficient; false where one side is
// constant.
func complexityCorrelation(x, y []float64) (float64, bool) {
	meanX, deviationX := complexityMoments(x, 0)
	meanY, deviationY := complexityMoments(y, 0)
	sum := 0.0
	for i := range x {
		sum += (x[i] - meanX) * (y[i] - meanY)
	}
	return quotient(sum/float64(max(len(x), 1)), deviationX*deviationY)
}

func complexityScale(x []float64, by float64) {
	for i := range x {
		x[i] *= by
	}
}

func complexityFloats(x []int) []float64 {
	f := make([]float64, len(x))
	for i, v := range x {
		f[i] = float64(v)
	}
	return f
}
