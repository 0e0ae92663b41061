package reference

import (
	"slices"
	"sync"

	"github.com/oborot/oborot/trade"
)

// ownOfComtrade are the numeric codes by which UN Comtrade lists economies today
// under another number than ISO 3166-1, and areas that have several.
var ownOfComtrade = map[trade.Economy]int{
	"USA": 842, "FRA": 251, "ITA": 380, "IND": 699, "CHE": 757, "NOR": 579, "S19": 490, "A79": 636,
}

var comtradeCodes = sync.OnceValue(func() map[trade.Economy]int {
	codes := map[trade.Economy]int{}
	for _, numeric := range slices.Backward(numericCodes()) {
		e, _ := Numeric(numeric)
		codes[e] = numeric
	}
	for e, numeric := range ownOfComtrade {
		codes[e] = numeric
	}
	return codes
})

// numericCodes lists the codes that Numeric knows, in order.
func numericCodes() []int {
	var list []int
	for n := range 1000 {
		if _, ok := Numeric(n); ok {
			list = append(list, n)
		}
	}
	return list
}

// ComtradeCode returns the numeric code to ask UN Comtrade for an economy by: 842
// for USA, 112 for BLR. ok is false for what UN Comtrade does not list, such as
// regions. Taiwan is asked for as StandIn says.
func ComtradeCode(e trade.Economy) (code int, ok bool) {
	if area, stands := StandIn(e); stands {
		e = area
	}
	code, ok = comtradeCodes()[e]
	return code, ok
}
