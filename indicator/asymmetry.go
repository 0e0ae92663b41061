package indicator

import "math"

// Asymmetry returns S = |x-m| / (x+m) of two reports of one flow, x the exporter's
// and m the importer's on the same valuation: 0 when they agree, 1 when one side is
// zero. It has no value when both are zero, or one is negative. 2S is the symmetric
// percentage difference, 0 to 2.
func Asymmetry(x, m float64) (s float64, ok bool) {
	if x < 0 || m < 0 {
		return 0, false
	}
	return quotient(math.Abs(x-m), x+m)
}

// LogGap returns ln(m/x), signed and additive: positive when the importer reports
// more. It has no value unless both are above zero.
func LogGap(x, m float64) (gap float64, ok bool) {
	if x <= 0 || m <= 0 {
		return 0, false
	}
	return math.Log(m) - math.Log(x), true
}

// ImpliedRatio returns m/x. Where the exporter reports FOB and the importer CIF it
// is the CIF/FOB ratio that the two reports imply. It has no value unless x is above
// zero.
func ImpliedRatio(x, m float64) (ratio float64, ok bool) {
	if x <= 0 {
		return 0, false
	}
	return quotient(m, x)
}

func quotient(a, b float64) (float64, bool) {
	if b == 0 {
		return 0, false
	}
	q := a / b
	if math.IsNaN(q) || math.IsInf(q, 0) {
		return 0, false
	}
	return q, true
}
