package comext

import (
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// place is what a code of a reporter or partner stands for.
type place struct {
	economy trade.Economy // empty: unknown
	outside string        // why rows with it are left out, in words for the account
}

// Why rows of a place are left out.
const (
	unionRow   = "group of countries"
	kingdomRow = "part of the United Kingdom"
)

// placeOf reads a code of the geonomenclature: two letters, or the word of a group.
func placeOf(code string) place {
	switch code {
	case "XI", "XU":
		return place{outside: kingdomRow}
	case "WORLD", "W0":
		return place{economy: trade.World}
	case "INTRA", "EXTRA", "EA":
		return place{outside: unionRow}
	}
	e, ok := reference.Alpha2(code)
	if !ok {
		e, ok = reference.PublisherCode(code)
	}
	switch {
	case ok && reference.AreaKindOf(e) == reference.Aggregate, isGroup(code):
		return place{outside: unionRow}
	case !ok || len(code) == 3: // alpha-3 codes are not Eurostat's
		return place{}
	}
	return place{economy: e}
}

// isGroup tells the codes of the Union and the euro area at any time, and of trade
// within and outside them: EU27_2020, EA20, EXT_EU27_2020, EU_EXTRA.
func isGroup(code string) bool {
	for _, begin := range []string{"EU2", "EU1", "EU_", "EA1", "EA2", "EA_", "EXT_", "INT_", "EXTRA_", "INTRA_", "EUROZONE"} {
		if strings.HasPrefix(code, begin) {
			return true
		}
	}
	return false
}

// good is what a code of a product stands for.
type good struct {
	product trade.Product // empty: no code of the nomenclature
	digits  int           // of its level: 2, 4, 6 or 8
	hidden  bool
}

// finest is the level of the rows of hidden goods and of all goods.
const finest = 8

// goodOf reads a code of the Combined Nomenclature. Letters stand for digits that
// are hidden: they become X, whichever they are.
func goodOf(code string) good {
	if code == string(trade.AllProducts) {
		return good{product: trade.AllProducts, digits: finest}
	}
	letters, last := 0, false
	product := strings.Map(func(r rune) rune {
		last = r >= 'A' && r <= 'Z'
		if last {
			letters++
			return 'X'
		}
		return r
	}, code)
	for i := range len(product) {
		if product[i] != 'X' && (product[i] < '0' || product[i] > '9') {
			return good{}
		}
	}
	switch size := len(product); {
	case size != 2 && size != 4 && size != 6 && size != finest, letters > 0 && size != finest:
		return good{}
	}
	return good{trade.Product(product), len(product), letters > 0}
}

// noUnit are the codes of goods without a supplementary unit.
var noUnit = map[string]bool{"": true, "NO_SU": true, "-": true}

// unitNames are the units that UN Comtrade has too, by its names; other codes stay
// as published.
var unitNames = map[string]string{
	"P/ST": "u", "PST": "u", "NAR": "u", "PA": "2u", "NPR": "2u", "L": "l", "LTR": "l", "M": "m", "MTR": "m",
	"M2": "m²", "MTK": "m²", "M3": "m³", "MTQ": "m³", "G": "g", "GRM": "g", "C/K": "carat", "CTM": "carat",
}

// unitOf names the supplementary unit behind a code, empty where there is none.
func unitOf(code string) string {
	if noUnit[code] {
		return ""
	}
	if name, ok := unitNames[strings.ToUpper(code)]; ok {
		return name
	}
	return code
}

// periodOf reads YYYYMM; month 52 is the year.
func periodOf(text []byte) (trade.Period, bool) {
	if len(text) != len("202403") {
		return trade.Period{}, false
	}
	number := 0
	for _, c := range text {
		if c < '0' || c > '9' {
			return trade.Period{}, false
		}
		number = number*10 + int(c-'0')
	}
	year, month := number/100, number%100
	switch {
	case year < 1900 || year > 2199:
		return trade.Period{}, false
	case month == 52:
		return trade.Year(year), true
	case month < 1 || month > 12:
		return trade.Period{}, false
	}
	return trade.Span(trade.MonthOf(year, month), trade.MonthOf(year, month)), true
}
