package sdmx

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// place is what a code of an area stands for.
type place struct {
	economy trade.Economy // empty: unknown
	outside string        // why rows with it are left out, in words for the account
}

// Why rows of a place are left out.
const (
	groupRow   = "group of countries"
	kingdomRow = "part of the United Kingdom"
)

var (
	digitsOnly = regexp.MustCompile(`^[0-9]{1,3}$`)
	groupForm  = regexp.MustCompile(`^(G[0-9]{3}|EU[0-9_].*|EA[0-9_].*|EA|EXT_.*|INT_.*|EXTRA.*|INTRA.*|W[1-9][0-9]?)$`)
)

// placeOf reads the code of an area: two or three letters, a number, or the code of
// the world or of a group.
func placeOf(code string) place {
	code = strings.ToUpper(code)
	switch code {
	case "W", "W0", "WORLD", "W00", "WLD", "_T", "G001":
		return place{economy: trade.World}
	case "XI", "XU":
		return place{outside: kingdomRow}
	}
	e, ok := economyOf(code)
	switch {
	case ok && reference.AreaKindOf(e) == reference.Aggregate, !ok && groupForm.MatchString(code):
		return place{outside: groupRow}
	case !ok:
		return place{}
	}
	return place{economy: e}
}

func economyOf(code string) (trade.Economy, bool) {
	if digitsOnly.MatchString(code) {
		number, _ := strconv.Atoi(code)
		return reference.Numeric(number)
	}
	if len(code) == 2 {
		if e, ok := reference.Alpha2(code); ok {
			return e, true
		}
	}
	return reference.PublisherCode(code)
}

var totalGoods = map[string]bool{"TOTAL": true, "_T": true, "T": true, "TOT": true, "ALL": true}

var prefixedGood = regexp.MustCompile(`^(?:HS|CN|H[0-6])[0-9]{0,4}[_-]?([0-9X]{2,10})$`)

// goodOf reads the code of a product; 0 digits is the total. Letters in a code of
// the Combined Nomenclature stand for hidden digits.
func goodOf(code string) (product trade.Product, ok bool) {
	code = strings.ToUpper(code)
	if totalGoods[code] {
		return trade.AllProducts, true
	}
	if strings.ContainsAny(code, "_-") {
		if m := prefixedGood.FindStringSubmatch(code); m != nil {
			code = m[1]
		}
	}
	product, err := trade.ParseProduct(code)
	if err == nil && strings.Trim(code, "0123456789X") == "" {
		return product, true
	}
	if len(code) == 8 && strings.Trim(code, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" && strings.Trim(code[:2], "0123456789X") == "" {
		return trade.Product(strings.Map(func(r rune) rune {
			if r >= 'A' {
				return 'X'
			}
			return r
		}, code)), true
	}
	return "", false
}

// flowKind is what a code of a flow or of an indicator says.
type flowKind struct {
	imports, exports bool
	flow             trade.Flow
	valuation        trade.Valuation // empty: the customary one
	currency         string          // empty: not said
	shift            int             // the unit is ten to this power
	left             string          // why rows with it are left out
}

// Why rows of an indicator are left out.
const (
	quantityRow = "quantity"
	balanceRow  = "balance"
)

var imports, exports = flowKind{imports: true, flow: trade.General}, flowKind{exports: true, flow: trade.General}

var directions = map[string]flowKind{
	"1": imports, "M": imports, "I": imports, "IMP": imports, "IMPORT": imports, "IMPORTS": imports,
	"2": exports, "X": exports, "E": exports, "EXP": exports, "EXPORT": exports, "EXPORTS": exports,
	"RX": {exports: true, flow: trade.ReExport}, "RM": {imports: true, flow: trade.ReImport},
	"B": {left: balanceRow}, "BAL": {left: balanceRow}, "BALANCE": {left: balanceRow}, "TB": {left: balanceRow},
}

var indicatorWord = regexp.MustCompile(`^(T?XG|T?MG)(?:_(FOB|CIF))?(?:_([A-Z]{3}))?$`)

// flowOf reads the code of a flow or of an indicator. The names of indicators are
// those of Eurostat (VALUE_IN_EUROS) and of the IMF (XG_FOB_USD, TMG_CIF_USD).
func flowOf(code string) (flowKind, bool) {
	code = strings.ToUpper(code)
	if kind, ok := directions[code]; ok {
		return kind, true
	}
	if m := indicatorWord.FindStringSubmatch(code); m != nil {
		kind := exports
		if strings.HasSuffix(m[1], "MG") {
			kind = imports
		}
		kind.valuation, kind.currency = trade.Valuation(m[2]), m[3]
		return kind, true
	}
	switch {
	case strings.Contains(code, "QUANTITY"), strings.Contains(code, "WEIGHT"), strings.Contains(code, "MASS"):
		return flowKind{left: quantityRow}, true
	case code == "VALUE_IN_EUROS", code == "VALUE_EUR", code == "VALUE_IN_EUR":
		return flowKind{currency: "EUR"}, true
	case code == "VALUE_IN_USD", code == "VALUE_USD", code == "VALUE_IN_DOLLARS":
		return flowKind{currency: "USD"}, true
	case code == "VALUE", code == "TRADE_VALUE":
		return flowKind{}, true
	case strings.HasPrefix(code, "TBG"):
		return flowKind{left: balanceRow}, true
	}
	return flowKind{}, false
}

var unitForm = regexp.MustCompile(`^(?:(THS|THOUSAND|MIO|MILLION|MRD|BILLION)[_-])?([A-Z]{3})(?:_EXC)?$`)

var unitShifts = map[string]int{"": 0, "THS": 3, "THOUSAND": 3, "MIO": 6, "MILLION": 6, "MRD": 9, "BILLION": 9}

var quantityUnits = map[string]bool{
	"KG": true, "KGM": true, "T": true, "TNE": true, "100KG": true, "KG_100": true, "NR": true, "NAR": true, "NUMBER": true, "SUP_UNIT": true, "THS_T": true,
}

// unitOf reads a unit of measure: a currency, with its power of ten where it has
// one (MIO_EUR), or a unit of quantity.
func unitOf(code string) (flowKind, bool) {
	code = strings.ToUpper(code)
	if quantityUnits[code] {
		return flowKind{left: quantityRow}, true
	}
	m := unitForm.FindStringSubmatch(code)
	if m == nil {
		return flowKind{}, false
	}
	return flowKind{currency: m[2], shift: unitShifts[m[1]]}, true
}

var powerWords = map[string]int{"": 0, "UNITS": 0, "THOUSANDS": 3, "MILLIONS": 6, "BILLIONS": 9, "TRILLIONS": 12}

// powerOf reads UNIT_MULT, a power of ten, or the IMF's word for one.
func powerOf(code string) (int, bool) {
	if power, ok := powerWords[strings.ToUpper(code)]; ok {
		return power, true
	}
	power, err := strconv.Atoi(code)
	return power, err == nil && power >= -3 && power <= 12
}
