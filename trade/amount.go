package trade

import (
	"math"
	"strconv"
	"strings"
)

// State says whether an amount is there and, where it is not, why. Zero is a
// state of its own: nothing was traded, which is knowledge.
type State uint8

// The states. Value and Zero are known amounts; the others are not.
const (
	Value         State = iota // a known amount other than zero
	Zero                       // known to be nothing
	Suppressed                 // the publisher hides it
	Missing                    // nobody reported it
	NotApplicable              // the question has no meaning here
)

var stateNames = [...]string{"value", "zero", "suppressed", "missing", "n/a"}

// String returns the word shown beside an absent amount.
func (s State) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return "state " + strconv.Itoa(int(s))
}

// Null marks an absent amount in columns of thousandths (see Bulk).
const Null int64 = math.MinInt64

// Amount is a quantity of money, mass or other units, exact to three decimals.
// Thousandths is meaningful in the states Value and Zero only.
type Amount struct {
	Thousandths int64
	State       State
}

// Of returns the known amount of so many thousandths.
func Of(thousandths int64) Amount {
	if thousandths == 0 {
		return Amount{State: Zero}
	}
	return Amount{Thousandths: thousandths}
}

// Absent returns an amount that is not known, for the reason given.
func Absent(why State) Amount { return Amount{State: why} }

// Known tells whether the amount is a number.
func (a Amount) Known() bool { return a.State <= Zero }

// Plus adds. A sum is known only when both parts are; otherwise it is absent for
// the graver of the reasons: not applicable, then missing, then suppressed.
func (a Amount) Plus(b Amount) Amount {
	if a.Known() && b.Known() {
		return Of(a.Thousandths + b.Thousandths)
	}
	return Absent(max(a.State, b.State))
}

// Minus subtracts; absence is handled as in Plus.
func (a Amount) Minus(b Amount) Amount { return a.Plus(b.Negative()) }

// Negative returns the amount with its sign changed.
func (a Amount) Negative() Amount {
	a.Thousandths = -a.Thousandths
	return a
}

// Float returns the amount in whole units for ratios and charts, 0 when it is
// not known.
func (a Amount) Float() float64 {
	if !a.Known() {
		return 0
	}
	return float64(a.Thousandths) / 1000
}

// String returns the exact decimal with at most three decimals and no trailing
// zeros (1250.5), or the word of the state.
func (a Amount) String() string {
	if !a.Known() {
		return a.State.String()
	}
	return FormatThousandths(a.Thousandths)
}

// FormatThousandths writes thousandths as a plain decimal number without
// trailing zeros: 1250500 is 1250.5.
func FormatThousandths(t int64) string {
	sign, u := "", uint64(t)
	if t < 0 {
		sign, u = "-", -uint64(t)
	}
	text := sign + strconv.FormatUint(u/1000, 10)
	if rest := u % 1000; rest != 0 {
		digits := strconv.FormatUint(1000+rest, 10)[1:]
		text += "." + strings.TrimRight(digits, "0")
	}
	return text
}

// ParseThousandths reads a plain decimal number (a point as the decimal mark, no
// grouping) as thousandths, exactly. More than three decimals are an error
// unless the rest are zeros: nothing is rounded in silence.
func ParseThousandths(text string) (int64, error) {
	bad := func(why string) (int64, error) {
		return 0, Errorf(BadInput, "%q is not an amount: %s", text, why)
	}
	digits, negative := strings.CutPrefix(strings.TrimSpace(text), "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	if whole == "" && fraction == "" {
		return bad("there is no digit")
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > 3 {
		return bad("more than three decimals")
	}
	joined := whole + fraction + "000"[len(fraction):]
	for i := 0; i < len(joined); i++ {
		if !isDigit(joined[i]) {
			return bad("it holds something other than digits and one point")
		}
	}
	n, err := strconv.ParseInt(joined, 10, 64)
	if err != nil {
		return bad("it is too large")
	}
	if negative {
		n = -n
	}
	return n, nil
}
