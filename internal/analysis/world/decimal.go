package world

import (
	"math"
	"strconv"
	"strings"
)

// decimal is a number that is not negative: mantissa * 10^exponent, the mantissa without
// zeros at its end.
type decimal struct {
	mantissa uint64
	exponent int32
	cut      bool // the text had more digits than are kept
}

// rounded counts numbers that could not be kept as they are written.
type rounded struct {
	vanished  int // above 0, now 0
	shortened int // other digits were lost
}

// mantissaDigits is how many digits of a number are kept; doubles have 17.
const mantissaDigits = 18

// parseDecimal reads digits with a point and an exponent, as programs write them. It
// tells why a text is no such number.
func parseDecimal(text string) (d decimal, fault string) {
	unsigned, negative := strings.CutPrefix(text, "-")
	number, exponent, err := cutExponent(strings.TrimPrefix(unsigned, "+"))
	whole, fraction, _ := strings.Cut(number, ".")
	digits := whole + fraction
	if err != nil || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return d, "is not a number"
	}
	digits = strings.TrimLeft(digits, "0")
	exponent -= len(fraction)
	if over := len(digits) - mantissaDigits; over > 0 {
		d.cut = strings.Trim(digits[mantissaDigits:], "0") != ""
		digits, exponent = digits[:mantissaDigits], exponent+over
	}
	for strings.HasSuffix(digits, "0") {
		digits, exponent = digits[:len(digits)-1], exponent+1
	}
	switch {
	case digits == "":
		return decimal{}, ""
	case negative:
		return d, "is negative"
	case exponent < -300 || exponent > 300:
		return d, "is beyond the numbers that can be compared"
	}
	d.mantissa, err = strconv.ParseUint(digits, 10, 64)
	d.exponent = int32(exponent)
	if err != nil {
		return d, "is not a number"
	}
	return d, ""
}

// cutExponent separates 1.5 and 3 of 1.5e3.
func cutExponent(text string) (number string, exponent int, err error) {
	at := strings.IndexAny(text, "eE")
	if at < 0 {
		return text, 0, nil
	}
	exponent, err = strconv.Atoi(text[at+1:])
	return text[:at], exponent, err
}

func (d decimal) float() float64 { return float64(d.mantissa) * math.Pow(10, float64(d.exponent)) }

// wholeNumbers turns decimals into whole numbers by one power of ten, which changes no
// advantage: into exact ones where their sum then fits int64, else to the last place at
// which it does.
func wholeNumbers(values []decimal) (numbers []int64, fate rounded) {
	finest, total := int32(math.MaxInt32), 0.0
	for _, v := range values {
		if v.mantissa > 0 {
			finest = min(finest, v.exponent)
			total += v.float()
		}
	}
	numbers = make([]int64, len(values))
	if total == 0 {
		return numbers, fate
	}
	const room = 9e18
	for total/math.Pow(10, float64(finest)) > room {
		finest++
	}
	for i, v := range values {
		numbers[i] = v.scaled(v.exponent - finest)
		switch {
		case numbers[i] == 0 && v.mantissa > 0:
			fate.vanished++
		case v.mantissa > 0 && (v.cut || v.exponent < finest): // a mantissa does not end in zeros
			fate.shortened++
		}
	}
	return numbers, fate
}

// scaled returns mantissa * 10^power, rounded to the nearest whole number. It is known to
// fit.
func (d decimal) scaled(power int32) int64 {
	switch {
	case d.mantissa == 0 || power < -mantissaDigits:
		return 0
	case power >= 0:
		return int64(d.mantissa * tens[power])
	}
	return int64((d.mantissa + tens[-power]/2) / tens[-power])
}

// tens are the powers of ten that a mantissa can be scaled by.
var tens = func() (powers [mantissaDigits + 1]uint64) {
	powers[0] = 1
	for i := 1; i < len(powers); i++ {
		powers[i] = powers[i-1] * 10
	}
	return powers
}()
