package indicator

import (
	"math"
	"slices"
)

// The rule for outliers among unit values: Iglewicz and Hoaglin's (1993) score, and the
// fewest values among which one can be out of line.
const (
	UnitValueScore  = 3.5
	UnitValueSample = 7
)

// PricedFlow is a value with its quantity, both in thousandths: of a unit of money, and
// of a kilogram or of one supplementary unit. A quantity of zero is not known.
type PricedFlow struct{ Value, Quantity int64 }

// UnitValue returns V/Q, money by unit of quantity. It has no value unless both are
// above zero.
func (f PricedFlow) UnitValue() (uv float64, ok bool) {
	if f.Value <= 0 || f.Quantity <= 0 {
		return 0, false
	}
	return float64(f.Value) / float64(f.Quantity), true
}

// relativeTo returns the unit value over that of another flow.
func (f PricedFlow) relativeTo(other PricedFlow) (float64, bool) {
	own, ok := f.UnitValue()
	reference, also := other.UnitValue()
	if !ok || !also {
		return 0, false
	}
	return own / reference, true
}

// MedianUnitValue returns the median of the unit values of flows, the robust reference
// for a product in the world. Flows without a unit value are passed over; there is no
// value where all are.
func MedianUnitValue(flows []PricedFlow) (uv float64, ok bool) {
	var all []float64
	for _, f := range flows {
		if uv, ok := f.UnitValue(); ok {
			all = append(all, uv)
		}
	}
	if len(all) == 0 {
		return 0, false
	}
	slices.Sort(all)
	return Quantile(all, 0.5), true
}

// MeanUnitValue returns the mean of the unit values of flows weighted by quantity,
// sum V / sum Q over the flows that have both.
func MeanUnitValue(flows []PricedFlow) (uv float64, ok bool) {
	var values, quantities structureSum
	for _, f := range flows {
		if _, ok := f.UnitValue(); ok {
			values.add(float64(f.Value))
			quantities.add(float64(f.Quantity))
		}
	}
	return quotient(values.value(), quantities.value())
}

// RelativeUnitValue returns ln(UV / reference), above 0 where the flow is dearer than
// the reference, a median or mean unit value in the same units (Schott, 2004; Hallak,
// 2006). It has no value without a unit value, and unless the reference is above zero.
func RelativeUnitValue(f PricedFlow, reference float64) (log float64, ok bool) {
	uv, ok := f.UnitValue()
	if !ok {
		return 0, false
	}
	return LogGap(reference, uv)
}

// UnitValueOutliers marks the values of a sample of logarithms whose robust score is
// above the limit in size: |0.6745 (l - median) / MAD| > limit, by RobustOf. The sample
// is not judged where it has fewer than UnitValueSample values or no spread.
func UnitValueOutliers(logs []float64, limit float64) (outlier []bool, judged bool) {
	outlier = make([]bool, len(logs))
	if len(logs) < UnitValueSample {
		return outlier, false
	}
	r, ok := RobustOf(logs)
	if !ok {
		return outlier, false
	}
	for i, l := range logs {
		outlier[i] = math.Abs(r.Score(l)) > limit
	}
	return outlier, true
}
