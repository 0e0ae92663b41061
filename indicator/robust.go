package indicator

import (
	"math"
	"slices"
)

// Robust is the middle and the spread of a sample, neither of which a few wild
// values can move.
type Robust struct {
	Median float64
	Scale  float64 // estimates the standard deviation; above zero
}

// Constants that turn a robust spread of a normal sample into its standard
// deviation: Iglewicz and Hoaglin (1993) for the median absolute deviation,
// sqrt(pi/2) for the mean one.
const (
	medianToDeviation = 0.6745
	meanToDeviation   = 1.2533
)

// RobustOf measures a sample. The scale is MAD/0.6745 with MAD the median of
// |x - median|; where more than half of the values are the same, so that MAD is zero,
// it is 1.2533 times the mean of |x - median|. There is no value for an empty sample
// and for one in which all values are the same. The order of the sample does not
// matter, and it is not changed.
func RobustOf(sample []float64) (r Robust, ok bool) {
	if len(sample) == 0 {
		return Robust{}, false
	}
	ordered := slices.Clone(sample)
	slices.Sort(ordered)
	r.Median = Quantile(ordered, 0.5)
	sum := 0.0
	for i, x := range ordered {
		ordered[i] = math.Abs(x - r.Median)
	}
	slices.Sort(ordered)
	for _, d := range ordered {
		sum += d
	}
	r.Scale = Quantile(ordered, 0.5) / medianToDeviation
	if r.Scale == 0 {
		r.Scale = meanToDeviation * sum / float64(len(ordered))
	}
	return r, r.Scale > 0
}

// Score is how many standard deviations a value lies from the median: the modified z
// of Iglewicz and Hoaglin, M = 0.6745 (x - median) / MAD.
func (r Robust) Score(x float64) float64 { return (x - r.Median) / r.Scale }

// Quantile returns the quantile p, 0 to 1, of a sample in ascending order, by linear
// interpolation between order statistics (type 7 of Hyndman and Fan, 1996, the
// default of R). The sample must not be empty.
func Quantile(ordered []float64, p float64) float64 {
	at := p * float64(len(ordered)-1)
	below := int(math.Floor(at))
	if below >= len(ordered)-1 {
		return ordered[len(ordered)-1]
	}
	return ordered[below] + (at-float64(below))*(ordered[below+1]-ordered[below])
}
