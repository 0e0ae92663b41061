package mapped

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// Directions of a view and of a column of values.
const (
	both = iota
	exports
	imports
)

// amountSpec says where an amount stands: in one column for either direction, or
// in one for each.
type amountSpec struct {
	columns [3]string // by both, exports, imports
	shift   int       // the unit is ten to this power of the base unit
}

// valueSpec is the amountSpec of the value.
type valueSpec struct {
	amountSpec
	currency   string
	none       bool // the table has masses or quantities only
	missing    []string
	suppressed []string
}

func (s section) amounts(m *mapping) {
	m.value = s.value()
	m.net, m.quantity = s.amount("net"), s.amount("quantity")
	if net, ok := s.below("net", "column"); ok {
		net.only("column", "exports", "imports", "unit")
		shift, ok := massUnits[spaced(net.text("unit"))]
		if !ok {
			s.r.fail(net.lineOf("unit"), "the unit %q of net is not known", net.text("unit")).Hint =
				"use kg, t, thousand-t, million-t or g"
		}
		m.net.shift = shift
	}
	if q, ok := s.below("quantity", "column"); ok {
		q.only("column", "exports", "imports", "unit", "unit_column")
		m.unit, m.unitColumn = q.text("unit"), q.text("unit_column")
		if (m.unit == "") == (m.unitColumn == "") {
			s.r.fail(q.line, "quantity needs a unit or a unit_column")
		}
	}
}

func (s section) amount(key string) amountSpec {
	a, ok := s.below(key, "column")
	spec := amountSpec{columns: [3]string{a.text("column"), a.text("exports"), a.text("imports")}}
	one, two := spec.columns[both] != "", spec.columns[exports] != "" || spec.columns[imports] != ""
	if ok && one == two && a.r.err == nil {
		s.r.fail(a.line, "%s needs a column, or one for exports and one for imports", key)
	}
	return spec
}

func (s section) value() valueSpec {
	v, ok := s.below("value", "column")
	v.only("column", "exports", "imports", "unit", "missing", "suppressed")
	if !ok {
		s.r.fail(s.line, "a mapping needs a value").Hint = "name its column; where the table has masses only write value: none"
		return valueSpec{}
	}
	spec := valueSpec{missing: v.list("missing"), suppressed: v.list("suppressed"), currency: "USD"}
	if v.text("column") == "none" && len(v.pairs) == 1 {
		spec.none = true
		return spec
	}
	if period, _ := s.below("period", "fixed"); period.text("header") == "" || v.find("column") != nil {
		spec.amountSpec = s.amount("value")
	}
	unit := v.text("unit")
	shift, currency, ok := moneyUnit(unit)
	switch {
	case unit == "":
		s.r.fail(v.line, "value needs a unit").Hint = "add unit: usd, thousand-usd, million-usd, or another currency such as thousand-eur"
	case !ok:
		s.r.fail(v.lineOf("unit"), "the unit %q of value is not known", unit).Hint =
			"use usd, thousand-usd, million-usd or billion-usd, or another currency by its three letters, such as million-rub"
	}
	spec.shift, spec.currency = shift, currency
	return spec
}

var multiples = map[string]int{"": 0, "thousand": 3, "million": 6, "billion": 9, "тыс": 3, "млн": 6, "млрд": 9}

var massUnits = map[string]int{"kg": 0, "кг": 0, "g": -3, "г": -3, "t": 3, "т": 3,
	"thousand t": 6, "тыс т": 6, "million t": 9, "млн т": 9}

var currencies = map[string]string{"долл": "USD", "доллар": "USD", "руб": "RUB", "евро": "EUR", "dollar": "USD", "euro": "EUR"}

var currencyForm = regexp.MustCompile(`^[a-z]{3}$`)

// spaced writes a unit in small letters with one blank between its words.
func spaced(unit string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(unit), func(r rune) bool { return strings.ContainsRune(" -_.", r) }), " ")
}

// moneyUnit takes a unit such as thousand-usd or "млн руб." apart.
func moneyUnit(unit string) (shift int, currency string, ok bool) {
	multiple, word, found := strings.Cut(spaced(unit), " ")
	if !found {
		multiple, word = "", multiple
	}
	shift, ok = multiples[multiple]
	if c, named := currencies[word]; named {
		return shift, c, ok
	}
	return shift, strings.ToUpper(word), ok && currencyForm.MatchString(word)
}

// number reads an amount in thousandths of the base unit. The point is moved by
// an exponent, so that no digit is lost on the way from billions to cents.
func number(field []byte, mark byte, shift int, scratch *[]byte) (tabular.Number, bool) {
	if shift == 0 {
		return tabular.ParseNumber(field, mark)
	}
	digits := field
	if at := bytes.IndexAny(field, "eE"); at >= 0 {
		power, err := strconv.Atoi(string(field[at+1:]))
		if err != nil || power > 99 || power < -99 {
			return tabular.Number{}, false
		}
		digits, shift = field[:at], shift+power
	}
	*scratch = append(append((*scratch)[:0], digits...), 'e')
	*scratch = strconv.AppendInt(*scratch, int64(shift), 10)
	return tabular.ParseNumber(*scratch, mark)
}

// absence tells whether a field stands for a figure that is not there.
func (v valueSpec) absence(field []byte) (trade.Flags, trade.State) {
	is := func(word string) bool { return word == string(field) }
	switch {
	case v.none || slices.ContainsFunc(v.missing, is):
		return trade.FlagMissing, trade.Missing
	case slices.ContainsFunc(v.suppressed, is):
		return trade.FlagSuppressed, trade.Suppressed
	}
	return 0, trade.Value
}
