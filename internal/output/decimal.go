package output

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"github.com/oborot/oborot/trade"
)

// noBreak keeps a number together where a line is wrapped.
const noBreak = "\u00a0"

// rounded multiplies a plain decimal number by a power of ten and rounds it to
// so many places, half away from zero. It works on the digits: 0.0205 in percent
// to one place is 2.1, although the nearest binary double lies below 2.05.
func rounded(number string, power, places int) string {
	digits, negative := strings.CutPrefix(number, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	point := len(whole) + power
	digits = whole + fraction
	if point < 0 {
		digits, point = strings.Repeat("0", -point)+digits, 0
	}
	digits = "0" + digits + strings.Repeat("0", max(0, point+places+1-len(digits)))
	point++
	up := digits[point+places] >= '5'
	kept := []byte(digits[:point+places])
	for i := len(kept) - 1; up && i >= 0; i-- {
		if up = kept[i] == '9'; up {
			kept[i] = '0'
		} else {
			kept[i]++
		}
	}
	whole = strings.TrimLeft(string(kept[:point]), "0")
	text := cmp.Or(whole, "0")
	if places > 0 {
		text += "." + string(kept[point:])
	}
	if negative && strings.Trim(text, "0.") != "" {
		text = "-" + text
	}
	return text
}

// localised writes a plain decimal number as the language does: 1,234.5 in
// English, 1 234,5 with a no-break space in Russian.
func localised(number string, l trade.Language) string {
	separator, mark := ",", "."
	if l == trade.Russian {
		separator, mark = noBreak, ","
	}
	digits, negative := strings.CutPrefix(number, "-")
	whole, fraction, hasFraction := strings.Cut(digits, ".")
	var out strings.Builder
	if negative {
		out.WriteByte('-')
	}
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			out.WriteString(separator)
		}
		out.WriteByte(whole[i])
	}
	if hasFraction {
		out.WriteString(mark + fraction)
	}
	return out.String()
}

// plainFloat writes the shortest decimal number that reads back as the same
// double, without an exponent.
func plainFloat(x float64) string {
	if x == 0 {
		return "0"
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

func isFinite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
