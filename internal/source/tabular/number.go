package tabular

import "math"

// Number is a decimal number of a table in thousandths.
type Number struct {
	Thousandths int64
	Rounded     bool // the table has more decimals than three, and the number was rounded half away from zero
}

const (
	decimals = 3
	// keptDigits are the digits that are held while a number is read: those of
	// decimal(18,3), and one that decides the rounding.
	keptDigits = 19
	// largest is the first number of thousandths that a column of decimal(18,3) does
	// not hold.
	largest = 1_000_000_000_000_000_000
)

// ParseNumber reads a decimal number with the decimal mark given, '.' or ','. It
// takes a sign, an exponent (1.2E7), and blanks of any width between the digits
// before the mark. ok is false for anything else, for NaN and for what does not fit
// into 18 digits with three of them behind the mark.
func ParseNumber(field []byte, mark byte) (n Number, ok bool) {
	if thousandths, ok := plainNumber(field, mark); ok {
		return Number{Thousandths: thousandths}, true
	}
	p := number{mark: mark}
	rest, ok := p.digits(field)
	if !ok {
		return Number{}, false
	}
	if len(rest) > 0 && !p.exponent(rest) {
		return Number{}, false
	}
	return p.scaled()
}

// plainNumber reads what nearly all fields hold: digits, and behind the mark no more
// than three.
func plainNumber(field []byte, mark byte) (thousandths int64, ok bool) {
	if len(field) == 0 || len(field) > 15 {
		return 0, false
	}
	behind := -1
	for i, c := range field {
		switch digit := c - '0'; {
		case digit <= 9:
			thousandths = thousandths*10 + int64(digit)
		case c == mark && behind < 0 && i > 0:
			behind = len(field) - 1 - i
		default:
			return 0, false
		}
	}
	switch behind {
	case -1, 0:
		return thousandths * 1000, behind < 0
	case 1:
		return thousandths * 100, true
	case 2:
		return thousandths * 10, true
	}
	return thousandths, behind == 3
}

// number is a decimal number that is being read: mantissa times ten to the power
// of exp.
type number struct {
	mark     byte
	negative bool
	mantissa uint64
	kept     int  // digits in mantissa, leading zeros apart
	exp      int  // of the mantissa
	lost     bool // a digit that is not zero was not kept
}

// digits reads sign and digits and returns what follows, which is an exponent or
// nothing.
func (p *number) digits(field []byte) (rest []byte, ok bool) {
	i := 0
	if len(field) > 0 && (field[0] == '-' || field[0] == '+') {
		p.negative, i = field[0] == '-', 1
	}
	seen, behind := false, false
	for ; i < len(field); i++ {
		c := field[i]
		switch {
		case '0' <= c && c <= '9':
			seen = true
			p.add(c-'0', behind)
		case c == p.mark && !behind:
			behind = true
		case seen && (c == 'e' || c == 'E'):
			return field[i:], true
		default:
			width := blank(field[i:])
			if width == 0 || !seen || behind {
				return nil, false
			}
			i += width - 1
		}
	}
	return nil, seen
}

// blank returns the length of a blank that parts groups of digits: space, no-break
// space (U+00A0) or one of its narrow kin (U+2009, U+202F).
func blank(text []byte) int {
	switch {
	case text[0] == ' ':
		return 1
	case len(text) >= 2 && text[0] == 0xC2 && text[1] == 0xA0:
		return 2
	case len(text) >= 3 && text[0] == 0xE2 && text[1] == 0x80 && (text[2] == 0x89 || text[2] == 0xAF):
		return 3
	}
	return 0
}

func (p *number) add(digit byte, behind bool) {
	switch {
	case p.kept < keptDigits:
		p.mantissa = p.mantissa*10 + uint64(digit)
		if p.mantissa > 0 {
			p.kept++
		}
		if behind {
			p.exp--
		}
	case behind:
		p.lost = p.lost || digit != 0
	default:
		p.lost = p.lost || digit != 0
		p.exp++
	}
}

// exponent reads e, a sign and at most four digits.
func (p *number) exponent(text []byte) bool {
	text = text[1:]
	negative := len(text) > 0 && text[0] == '-'
	if negative || len(text) > 0 && text[0] == '+' {
		text = text[1:]
	}
	if len(text) == 0 || len(text) > 4 {
		return false
	}
	power := 0
	for _, c := range text {
		if c < '0' || c > '9' {
			return false
		}
		power = power*10 + int(c-'0')
	}
	if negative {
		power = -power
	}
	p.exp += power
	return true
}

// scaled brings the mantissa to thousandths.
func (p *number) scaled() (n Number, ok bool) {
	m := p.mantissa
	n.Rounded = p.lost
	half := false
	exp := p.exp + decimals
	for exp != 0 && m != 0 {
		if exp > 0 {
			if m > math.MaxUint64/10 || m >= largest {
				return Number{}, false
			}
			m, exp = m*10, exp-1
			continue
		}
		digit := m % 10
		n.Rounded = n.Rounded || half || digit != 0
		half = digit >= 5
		m, exp = m/10, exp+1
	}
	if half && exp == 0 {
		m++
	}
	if m >= largest {
		return Number{}, false
	}
	n.Thousandths = int64(m)
	if p.negative {
		n.Thousandths = -n.Thousandths
	}
	return n, true
}
