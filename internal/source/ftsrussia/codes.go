package ftsrussia

import (
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// russia is the side that is not the partner where a row names no region.
const russia trade.Economy = "RUS"

// directions tells Russia's exports (true) from its imports.
var directions = map[string]bool{
	"ЭК": true, "EXP": true, "ЭКСПОРТ": true, "EXPORT": true,
	"ИМ": false, "IMP": false, "ИМПОРТ": false, "IMPORT": false,
}

// okato finds a region by what a row says: five digits, of which a leading zero may
// be lost, and the name: "05000 - PRIMORYE TERRITORY".
func okato(text string) (trade.Economy, bool) {
	const length = 5
	code := text
	if end := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' }); end >= 0 {
		code = text[:end]
	}
	if len(code) == length-1 {
		code = "0" + code
	}
	return reference.OKATO(code)
}

// good is a product code as a file writes it, read.
type good struct {
	code   trade.Product
	padded bool   // its leading zero was lost
	hidden bool   // some of its digits, or all, are withheld
	fault  string // why it is none, empty if it is
}

// hiders are the letters that publishers put for hidden digits: the Latin X and
// the Cyrillic letter that looks the same, in both cases.
var hiders = strings.NewReplacer("x", "X", "Х", "X", "х", "X")

// parseGood reads a product code of so many digits.
func parseGood(text string, digits int) good {
	if text == "" {
		return good{fault: "the product is not named"}
	}
	code := hiders.Replace(text)
	if strings.Trim(code, "0123456789X") != "" {
		return good{fault: `"` + short(text) + `" is not a product code`}
	}
	g := good{padded: len(code) == digits-1}
	if g.padded {
		code = "0" + code
	}
	g.code = trade.Product(code)
	g.hidden = g.code.Hidden()
	chapter := g.code.Chapter()
	switch {
	case len(code) != digits:
		g.fault = `the product code "` + text + `" has not the length of the others`
	case chapter == "00", chapter == "77":
		g.fault = `the TN VED has no chapter ` + string(chapter)
	}
	return g
}

// digitsOf is the length that most product codes have, a lost leading zero put
// back: levels of nomenclature have an even number of digits. It is 10, that of the
// publisher's own files, where there is no code to look at.
func digitsOf(codes []string) int {
	const most = 10
	var count [most + 1]int
	for _, code := range codes {
		length := len([]rune(code))
		if length += length % 2; length <= most {
			count[length]++
		}
	}
	best := 0
	for length, n := range count {
		if length > 0 && n > 0 && n >= count[best] {
			best = length
		}
	}
	if best == 0 {
		return most
	}
	return best
}

// notStated is the unit of a quantity that is published without one.
const notStated = "unit not stated"

// units are the words for units of quantity: the numeric code of the classifier of
// units, the letters of the English file and the abbreviations of the Russian one
// are one unit, named as UN Comtrade names it where it has it.
var units = map[string]string{
	"": "", "-": "", "--": "", "?": "", "0": "",
	"006": "m", "6": "m", "MTR": "m", "М": "m",
	"055": "m²", "55": "m²", "MTK": "m²", "М2": "m²",
	"112": "l", "LTR": "l", "Л": "l",
	"113": "m³", "MTQ": "m³", "М3": "m³",
	"114": "1000 m³", "1000 М3": "1000 m³",
	"162": "carat", "CTM": "carat", "КАР": "carat",
	"163": "g", "GRM": "g", "Г": "g",
	"166": "kg", "KGM": "kg", "КГ": "kg",
	"185": "ct/l", "CCT": "ct/l",
	"246": "1000 kWh", "1000 КВТ.Ч": "1000 kWh", "1000 КВТ*Ч": "1000 kWh", "1000 КВТ Ч": "1000 kWh",
	"715": "2u", "NPR": "2u", "ПАРА": "2u", "ПАР": "2u",
	"745": "ce/el", "ЭЛЕМ": "ce/el",
	"796": "u", "PCE": "u", "NMB": "u", "PCE NMB": "u", "ШТ": "u",
	"797": "100u", "CEN": "100u", "100 ШТ": "100u",
	"798": "1000u", "MIL": "1000u", "1000 ШТ": "1000u", "ТЫС. ШТ": "1000u",
	"831": "l alc 100%", "LPA": "l alc 100%", "Л 100% СПИРТА": "l alc 100%",
	"841": "kg H2O2", "КГ H2O2": "kg H2O2",
	"845": "kg 90% sdt", "KSD": "kg 90% sdt", "КГ 90% С/В": "kg 90% sdt",
	"852": "kg K2O", "KPO": "kg K2O", "КГ K2O": "kg K2O",
	"859": "kg KOH", "KPH": "kg KOH", "КГ KOH": "kg KOH",
	"861": "kg N", "KNI": "kg N", "КГ N": "kg N",
	"863": "kg NaOH", "KSH": "kg NaOH", "КГ NAOH": "kg NaOH",
	"865": "kg P2O5", "KPP": "kg P2O5", "КГ P2O5": "kg P2O5",
	"867": "kg U", "KUR": "kg U", "КГ U": "kg U",
	"KG MET.AM": "kg met.am.", "KG NET EDA": "kg/net eda",
}

// unitOf is the unit that a row names, empty if none. A unit that is not in the
// table keeps its own name.
func unitOf(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if word, ok := units[strings.ToUpper(strings.TrimSuffix(text, "."))]; ok {
		return word
	}
	return text
}
