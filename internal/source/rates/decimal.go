package rates

import (
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// digits is how many significant digits a mean keeps: more than any publisher
// writes, and few enough for a binary number to hold them exactly.
const digits = 10

var decimalForm = regexp.MustCompile(`^[0-9]{1,20}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?$`)

// decimal reads a positive decimal number exactly.
func decimal(text string, mark byte) (*big.Rat, bool) {
	if mark == ',' {
		text = strings.Replace(text, ",", ".", 1)
	}
	if !decimalForm.MatchString(text) {
		return nil, false
	}
	number, ok := new(big.Rat).SetString(text)
	if !ok || number.Sign() <= 0 {
		return nil, false
	}
	size, _ := number.Float64()
	return number, size >= 1e-12 && size <= 1e12
}

// rounded is a rate with so many significant digits, halves away from zero.
func rounded(rate *big.Rat) float64 {
	size, _ := rate.Float64()
	decimals := max(digits-1-int(math.Floor(math.Log10(size))), 0)
	number, _ := strconv.ParseFloat(rate.FloatString(decimals), 64)
	return number
}
