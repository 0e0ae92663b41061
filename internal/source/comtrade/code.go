package comtrade

import (
	"strings"
	"sync"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// numericCodes is the count of numeric codes of economies, 0 to 999.
const numericCodes = 1000

// area is an economy, and whether it reports for others that report as well.
type area struct {
	economy trade.Economy
	union   bool
}

func areaOf(e trade.Economy) area { return area{e, reference.AreaKindOf(e) == reference.Aggregate} }

// areas lists what the numeric codes mean, empty for unknown ones.
var areas = sync.OnceValue(func() *[numericCodes]area {
	var all [numericCodes]area
	for code := range all {
		if e, ok := reference.Numeric(code); ok {
			all[code] = areaOf(e)
		}
	}
	return &all
})

// numeric reads a code of at most three digits; ok is false for anything else.
func numeric(text []byte) (code int, ok bool) {
	if len(text) == 0 || len(text) > 3 {
		return 0, false
	}
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		code = code*10 + int(c-'0')
	}
	return code, true
}

// movement is what a code of flow stands for.
type movement struct {
	importing bool
	flow      trade.Flow
	part      bool // of imports or exports, and no re-import or re-export
}

// movements are the codes of the API, those of the former site, and the words of
// both, in small letters.
var movements = map[string]movement{
	"m": {true, trade.General, false}, "1": {true, trade.General, false},
	"import": {true, trade.General, false}, "imports": {true, trade.General, false},
	"x": {false, trade.General, false}, "2": {false, trade.General, false},
	"export": {false, trade.General, false}, "exports": {false, trade.General, false},
	"rx": {false, trade.ReExport, false}, "3": {false, trade.ReExport, false},
	"re-export": {false, trade.ReExport, false}, "re-exports": {false, trade.ReExport, false},
	"rm": {true, trade.ReImport, false}, "4": {true, trade.ReImport, false},
	"re-import": {true, trade.ReImport, false}, "re-imports": {true, trade.ReImport, false},
	"fm": {true, trade.General, true}, "foreign import": {true, trade.General, true},
	"dx": {false, trade.General, true}, "domestic export": {false, trade.General, true},
	"mip": {true, trade.General, true}, "import of goods for inward processing": {true, trade.General, true},
	"mop": {true, trade.General, true}, "import of goods after outward processing": {true, trade.General, true},
	"xip": {false, trade.General, true}, "export of goods after inward processing": {false, trade.General, true},
	"xop": {false, trade.General, true}, "export of goods for outward processing": {false, trade.General, true},
}

// movementOf reads a code or word of flow in either case; the usual two are known
// without looking.
func movementOf(text []byte) (movement, bool) {
	switch {
	case len(text) == 1 && text[0] == 'M':
		return movement{importing: true, flow: trade.General}, true
	case len(text) == 1 && text[0] == 'X':
		return movement{flow: trade.General}, true
	}
	if m, ok := movements[string(text)]; ok {
		return m, ok
	}
	m, ok := movements[strings.ToLower(string(text))]
	return m, ok
}

// classOf reads the code of a classification of goods. asReported stands for "HS"
// alone, which does not say the edition.
func classOf(text []byte) (n trade.Nomenclature, asReported, ok bool) {
	if len(text) != 2 {
		return "", false, false
	}
	switch first, second := text[0]&^0x20, text[1]; {
	case first == 'H' && '0' <= second && second <= '6':
		return harmonised[second-'0'], false, true
	case first == 'S' && '1' <= second && second <= '4':
		return standard[second-'1'], false, true
	case first == 'H' && second&^0x20 == 'S':
		return "", true, true
	}
	return "", false, false
}

var (
	harmonised = [...]trade.Nomenclature{trade.HS1992, trade.HS1996, trade.HS2002, trade.HS2007, trade.HS2012, trade.HS2017, trade.HS2022}
	standard   = [...]trade.Nomenclature{trade.SITC1, trade.SITC2, trade.SITC3, trade.SITC4}
	// since are the years in which the editions of the Harmonised System came into
	// force.
	since = [...]int{1988, 1996, 2002, 2007, 2012, 2017, 2022}
)

// inForce returns the edition of the Harmonised System that was in force in a year.
func inForce(year int) trade.Nomenclature {
	n := harmonised[0]
	for i, first := range since {
		if year >= first {
			n = harmonised[i]
		}
	}
	return n
}

// units are the abbreviations of UN Comtrade's code list, by code; the former site
// has the same codes and spells them out. No abbreviation: there is no such code,
// or (1, as the former site has it) it says that there is no quantity.
var units = [...]string{
	2: "m²", 3: "1000 kWh", 4: "m", 5: "u", 6: "2u", 7: "l", 8: "kg", 9: "1000u", 10: "U (jeu/pack)",
	11: "12u", 12: "m³", 13: "carat", 14: "km", 15: "g", 16: "hive", 17: "1000 m³", 18: "TJ", 19: "BBL",
	20: "1000 L", 21: "1000 KG", 22: "kWH", 23: "l alc 100%", 24: "head", 25: "kg/net eda", 26: "kg C5H14ClNO",
	27: "kg P2O5", 28: "kg H2O2", 29: "kg met.am.", 30: "kg N", 31: "kg KOH", 32: "kg K2O", 33: "kg NaOH",
	34: "kg 90% sdt", 35: "kg U", 36: "ct/l", 37: "Bq", 38: "gi F/S", 39: "GRT", 40: "GT", 41: "ce/el",
}
