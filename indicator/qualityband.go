package indicator

import (
	"fmt"
	"math"
)

// BandForm says how a band around equal unit values is drawn.
type BandForm string

// The forms of a band.
const (
	BandReciprocal BandForm = "reciprocal" // [1/(1+a), 1+a]: Abd-el-Rahman (1991), Fontagné and Freudenberg (1997)
	BandSymmetric  BandForm = "symmetric"  // [1-a, 1+a]: Greenaway, Hine and Milner (1994, 1995)
)

// QualitySegment is where a relative unit value lies to a band.
type QualitySegment string

// The segments. Trade in the middle one is horizontal, in the others vertical.
const (
	QualityLow    QualitySegment = "low"
	QualityMiddle QualitySegment = "mid"
	QualityHigh   QualitySegment = "high"
)

// QualityBand is the band in which unit values count as equal, its ends included.
type QualityBand struct {
	Form      BandForm
	Tolerance float64 // a, 0.15 or 0.25 by custom
	Low, High float64
}

// NewQualityBand draws a band. The tolerance is above 0, and below 1 in the symmetric
// form, since a unit value is never below 0.
func NewQualityBand(form BandForm, tolerance float64) (QualityBand, error) {
	if !(tolerance > 0) || math.IsInf(tolerance, 0) {
		return QualityBand{}, fmt.Errorf("the tolerance %v of a band of unit values is not above zero", tolerance)
	}
	b := QualityBand{Form: form, Tolerance: tolerance, High: 1 + tolerance}
	switch {
	case form == BandReciprocal:
		b.Low = 1 / b.High
	case form == BandSymmetric && tolerance < 1:
		b.Low = 1 - tolerance
	case form == BandSymmetric:
		return QualityBand{}, fmt.Errorf("the tolerance %v of a symmetric band is not below one", tolerance)
	default:
		return QualityBand{}, fmt.Errorf("there is no form %q of a band of unit values", form)
	}
	return b, nil
}

// Segment returns where a ratio of unit values lies.
func (b QualityBand) Segment(ratio float64) QualitySegment {
	switch {
	case ratio < b.Low:
		return QualityLow
	case ratio > b.High:
		return QualityHigh
	}
	return QualityMiddle
}
