package trade

import "math"

// Status says how a ratio is to be read. The empty status is an ordinary number.
type Status string

// The statuses. A ratio carries a number with OK, Ceased and SmallBase only.
const (
	OK            Status = ""              // an ordinary number
	New           Status = "new"           // nothing before, something now: no percentage
	Ceased        Status = "ceased"        // something before, nothing now: -100%
	SmallBase     Status = "small base"    // the base is too small for a percentage; read as a multiple
	NegativeBase  Status = "negative base" // a balance was negative: only the difference has meaning
	DividedByZero Status = "no base"       // something over nothing
	Undefined     Status = "n/a"           // nothing over nothing, or no meaning
	StatusMissing Status = "missing"       // a part was not reported
	StatusHidden  Status = "suppressed"    // a part is hidden by its publisher
	NotCompared   Status = "not compared"  // no span of the same length to compare with
)

// Ratio is a quotient with its status. Number is finite always, and meaningful
// when HasNumber.
type Ratio struct {
	Number float64
	Status Status
}

// HasNumber tells whether the ratio carries a number a reader may see.
func (r Ratio) HasNumber() bool {
	return r.Status == OK || r.Status == Ceased || r.Status == SmallBase
}

// Times returns the multiple that a growth stands for: +80% is 1.8 times.
func (r Ratio) Times() Ratio {
	if !r.HasNumber() {
		return r
	}
	return finite(r.Number+1, r.Status)
}

// Growth returns now/base - 1 as a fraction (0.8 is +80%). The spans of both
// amounts must have the same length. Statuses (METHODS A2): nothing before is
// New, nothing now is Ceased with -1, nothing in both is Undefined, a negative
// base is NegativeBase.
func Growth(now, base Amount) Ratio {
	if s := absence(now, base); s != OK {
		return Ratio{Status: s}
	}
	n, b := now.Thousandths, base.Thousandths
	switch {
	case b < 0:
		return Ratio{Status: NegativeBase}
	case b == 0 && n == 0:
		return Ratio{Status: Undefined}
	case b == 0:
		return Ratio{Status: New}
	case n == 0:
		return Ratio{Number: -1, Status: Ceased}
	}
	return finite((float64(n)-float64(b))/float64(b), OK)
}

// Quotient returns part/whole: a share, a coverage ratio. Something over nothing
// is DividedByZero, nothing over nothing is Undefined.
func Quotient(part, whole Amount) Ratio {
	if s := absence(part, whole); s != OK {
		return Ratio{Status: s}
	}
	if whole.Thousandths == 0 {
		if part.Thousandths == 0 {
			return Ratio{Status: Undefined}
		}
		return Ratio{Status: DividedByZero}
	}
	return finite(float64(part.Thousandths)/float64(whole.Thousandths), OK)
}

// Contribution returns the percentage points that a part, growing from base to
// now, adds to the growth of a whole that was total before (METHODS A3):
// 100*(now-base)/total. The contributions of all parts add up to the growth.
func Contribution(now, base, total Amount) Ratio {
	if s := absence(now.Minus(base), total); s != OK {
		return Ratio{Status: s}
	}
	switch {
	case total.Thousandths < 0:
		return Ratio{Status: NegativeBase}
	case total.Thousandths == 0 && now.Thousandths == base.Thousandths:
		return Ratio{Status: Undefined}
	case total.Thousandths == 0:
		return Ratio{Status: New}
	}
	change := float64(now.Thousandths) - float64(base.Thousandths)
	return finite(100*change/float64(total.Thousandths), OK)
}

func absence(a, b Amount) Status {
	switch max(a.State, b.State) {
	case Suppressed:
		return StatusHidden
	case Missing:
		return StatusMissing
	case NotApplicable:
		return Undefined
	}
	return OK
}

func finite(x float64, s Status) Ratio {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return Ratio{Status: Undefined}
	}
	return Ratio{Number: x, Status: s}
}
