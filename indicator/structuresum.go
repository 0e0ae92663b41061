package indicator

import "math"

// structureTotal adds amounts, none of which may be negative.
func structureTotal(values []int64) (total int64, err error) {
	for i, v := range values {
		switch {
		case v < 0:
			return 0, &ItemError{i, "the value is negative"}
		case v > math.MaxInt64-total:
			return 0, &ItemError{i, "the sum is too large to be held"}
		}
		total += v
	}
	return total, nil
}

// structureSum adds doubles and carries along what rounding loses (Neumaier, 1974),
// so that the order of thousands of items shows in the last digit at most.
type structureSum struct{ sum, lost float64 }

func (s *structureSum) add(x float64) {
	t := s.sum + x
	if math.Abs(s.sum) >= math.Abs(x) {
		s.lost += (s.sum - t) + x
	} else {
		s.lost += (x - t) + s.sum
	}
	s.sum = t
}

func (s *structureSum) value() float64 { return s.sum + s.lost }
