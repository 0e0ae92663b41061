package indicator

// almostAll is how many in a hundred values must be multiples of a unit: one figure
// out of line does not change how finely the others are published.
const almostAll = 95

// RoundingUnit returns the largest power of ten, at most the given one, of which at
// least 95 in 100 of the values other than zero are multiples: the unit to which they
// were rounded, as far as their digits tell. It is 1 where all are zero.
func RoundingUnit(values []int64, most int64) int64 {
	unit := int64(1)
	for unit < most && multiples(values, unit*10) {
		unit *= 10
	}
	return unit
}

func multiples(values []int64, unit int64) bool {
	count, all := 0, 0
	for _, v := range values {
		if v == 0 {
			continue
		}
		all++
		if v%unit == 0 {
			count++
		}
	}
	return all > 0 && 100*count >= almostAll*all
}

// RoundingBound returns twice the largest difference that rounding alone makes
// between a total published in units of u and the sum of n parts published in units
// of v: n*v + u, since each figure may be off by half of its unit. Parts and total in
// the same unit differ by at most (n+1)*u/2.
func RoundingBound(parts, partUnit, totalUnit int64) int64 { return parts*partUnit + totalUnit }

// WithinRounding tells whether a difference is no larger than rounding makes it; the
// comparison is 2*|difference| <= RoundingBound.
func WithinRounding(difference, parts, partUnit, totalUnit int64) bool {
	return 2*max(difference, -difference) <= RoundingBound(parts, partUnit, totalUnit)
}
