package output

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// unit is a power of ten in which amounts are shown, and its name.
type unit struct {
	from  int64 // the largest amount, in whole units, from which it is used
	power int
	name  trade.Name
}

var moneyUnits = []unit{
	{100_000_000_000, -9, trade.Name{English: "billion", Russian: "млрд"}},
	{1_000_000, -6, trade.Name{English: "million", Russian: "млн"}},
	{1_000, -3, trade.Name{English: "thousand", Russian: "тыс."}},
	{0, 0, trade.Name{}},
}

var massUnits = []unit{
	{1_000_000_000, -6, trade.Name{English: "thousand t", Russian: "тыс. т"}},
	{10_000, -3, trade.Name{English: "t", Russian: "т"}},
	{0, 0, trade.Name{English: "kg", Russian: "кг"}},
}

// painter shows the cells of one answer to people. All money in an answer is in
// one unit, so that its columns can be compared; where all of it is dollars, the
// unit is said once over the table, else in the headings.
type painter struct {
	language    trade.Language
	money, mass unit
	once        bool
	short       bool           // names of months are cut short
	longest     int            // letters of a name before it is cut; 0: never
	places      map[string]int // decimals of money fields that are small beside the others
}

func newPainter(r *analysis.Result, l trade.Language) painter {
	p := painter{
		language: l, money: unitFor(r, analysis.Money, moneyUnits), mass: unitFor(r, analysis.Mass, massUnits),
		once: len(r.Rows) > 0 && allDollars(r.Fields), places: map[string]int{},
	}
	for i, f := range r.Fields {
		if f.Kind == analysis.Money {
			p.places[f.Name] = placesFor(largestOf(r, i), p.money)
		}
	}
	return p
}

// placesFor is how many decimals a column is shown with: more than one where its largest
// amount is a fraction of the unit, as the exports of a region beside those of the world.
func placesFor(thousandths int64, u unit) int {
	one := 1000 * math.Pow10(-u.power)
	if thousandths == 0 || float64(thousandths) >= one {
		return 1
	}
	places := 2
	for x := float64(thousandths); x < one; x *= 10 {
		places++
	}
	return places
}

// largestOf is the largest amount of a column without its sign.
func largestOf(r *analysis.Result, column int) int64 {
	var largest int64
	for _, row := range r.Rows {
		if a := row[column].Amount; a.Known() {
			largest = max(largest, a.Thousandths, -a.Thousandths)
		}
	}
	return largest
}

func allDollars(fields []analysis.Field) bool {
	any := false
	for _, f := range fields {
		if f.Kind == analysis.Money && !isDollars(f.Name) {
			return false
		}
		any = any || f.Kind == analysis.Money
	}
	return any
}

// isDollars reads the currency from the name of a field, such as exports_usd.
func isDollars(field string) bool { return slices.Contains(strings.Split(field, "_"), "usd") }

// unitLine says the unit of all money, nothing if the headings do.
func (p painter) unitLine() string {
	if !p.once {
		return ""
	}
	if p.language == trade.Russian {
		return strings.Join(strings.Fields("Стоимость в "+p.money.name.Russian+" долл. США."), " ")
	}
	return strings.Join(strings.Fields("Values in "+p.money.name.English+" US dollars."), " ")
}

func unitFor(r *analysis.Result, k analysis.Kind, units []unit) unit {
	var largest int64
	for i, f := range r.Fields {
		if f.Kind == k {
			largest = max(largest, largestOf(r, i))
		}
	}
	at := slices.IndexFunc(units, func(u unit) bool { return largest/1000 >= u.from })
	return units[at]
}

// heading returns the title of a column with its unit.
func (p painter) heading(f analysis.Field) string {
	title := f.Title.In(p.language)
	if title == "" {
		title = f.Name
	}
	name := ""
	switch f.Kind {
	case analysis.Money:
		if p.once {
			return title
		}
		name = strings.TrimSpace(p.money.name.In(p.language) + " " + p.currency(f.Name))
	case analysis.Mass:
		name = p.mass.name.In(p.language)
	}
	if name == "" {
		return title
	}
	return title + ", " + name
}

// currency is the word for dollars, nothing for money of another currency.
func (p painter) currency(field string) string {
	if !isDollars(field) {
		return ""
	}
	return trade.Name{English: "USD", Russian: "долл. США"}.In(p.language)
}

// cell returns the value as people read it.
func (p painter) cell(f analysis.Field, c analysis.Cell) string {
	switch {
	case f.Kind == analysis.Span && p.short:
		return trade.PeriodsInShort(c.Text, p.language)
	case f.Kind == analysis.Span:
		return trade.PeriodsIn(c.Text, p.language)
	case f.Kind == analysis.Text:
		return p.text(f.Name, c.Text)
	case f.Kind == analysis.Count:
		return p.count(f.Name, c.Number)
	case isAmount(f.Kind) && c.Amount.Known():
		return p.amount(f, c.Amount.Thousandths)
	case isAmount(f.Kind):
		return p.word(c.Amount.State.String())
	}
	return p.ratio(f, c.Ratio)
}

// worded are the fields whose texts may be words of the program, not names.
var worded = []string{"direction", "section", "product", "status", "state", "current", "release", "releases", "reporter", "comparison", "part",
	"dependent", "dependent_a", "dependent_b", "criteria", "criteria_1_back", "criteria_2_back"}

// names are the fields that hold names of goods and places. Official names of goods
// run to hundreds of letters.
var names = []string{"name", "other_name", "section_name", "partner_name"}

// text puts the few words of answers that are not names into the language, and cuts
// long names.
func (p painter) text(field, text string) string {
	switch {
	case slices.Contains(worded, field):
		return p.word(text)
	case slices.Contains(names, field):
		return cut(text, p.longest)
	}
	return text
}

// cut shortens a text to so many letters, the last of them an ellipsis.
func cut(text string, longest int) string {
	letters := []rune(text)
	if longest <= 0 || len(letters) <= longest {
		return text
	}
	return strings.TrimRight(string(letters[:longest-1]), " ,;:(-–—") + "…"
}

// count groups the digits, but not those of calendar numbers.
func (p painter) count(field string, n int64) string {
	text := strconv.FormatInt(n, 10)
	if slices.Contains([]string{"year", "month", "months", "quarter", "flags"}, field) {
		return text
	}
	return localised(text, p.language)
}

// amount shows 0 for nothing and 0.0 for something too small for the unit.
func (p painter) amount(f analysis.Field, thousandths int64) string {
	number := trade.FormatThousandths(thousandths)
	if thousandths == 0 {
		return "0"
	}
	switch f.Kind {
	case analysis.Money:
		number = rounded(number, p.money.power, max(1, p.places[f.Name]))
	case analysis.Mass:
		number = rounded(number, p.mass.power, 1)
	}
	return localised(number, p.language)
}

// timesFrom is the growth from which a multiple reads better than a percentage:
// twofold (METHODS A2).
const timesFrom = 1

// indexDecimals are shown of an index; programs get all.
const indexDecimals = 3

const (
	// timesAsRatio is the coverage or share from which a multiple is shown.
	timesAsRatio = 10
	// mostTimes is the largest multiple that is shown as a number; what is beyond says
	// only that one side is next to nothing.
	mostTimes = 1000
)

func (p painter) ratio(f analysis.Field, r trade.Ratio) string {
	growth := f.Kind == analysis.Fraction && f.Signed
	switch {
	case !r.HasNumber():
		return p.word(string(r.Status))
	case !isFinite(r.Number):
		return p.word(string(trade.Undefined))
	case f.Kind == analysis.Index && r.Number == math.Trunc(r.Number): // as 0 and 0.0 are told apart in amounts
		return localised(plainFloat(r.Number), p.language)
	case f.Kind == analysis.Index:
		return localised(rounded(plainFloat(r.Number), 0, indexDecimals), p.language)
	case r.Status == trade.Ceased:
		return p.word(string(r.Status))
	case growth && (r.Number >= timesFrom || r.Status == trade.SmallBase):
		return p.times(r.Times().Number)
	case f.Kind == analysis.Multiple:
		return p.times(r.Number)
	case f.Kind == analysis.Points:
		return signed(p.number(r.Number, 0)) + trade.Name{English: noBreak + "pp", Russian: noBreak + "п.п."}.In(p.language)
	case growth:
		return signed(p.percent(r.Number))
	case r.Number >= timesAsRatio:
		return p.times(r.Number)
	}
	return p.percent(r.Number)
}

func (p painter) number(x float64, power int) string {
	return localised(rounded(plainFloat(x), power, 1), p.language)
}

func (p painter) percent(x float64) string {
	return p.number(x, 2) + trade.Name{English: "%", Russian: noBreak + "%"}.In(p.language)
}

// times always has a decimal, which Russian reads with the genitive singular.
func (p painter) times(x float64) string {
	if x > mostTimes {
		return trade.Name{English: "over 1,000" + noBreak + "times", Russian: "более чем в" + noBreak + "1000" + noBreak + "раз"}.In(p.language)
	}
	if p.language == trade.Russian {
		return "в" + noBreak + p.number(x, 0) + noBreak + "раза"
	}
	return p.number(x, 0) + noBreak + "times"
}

// signed marks a rise; what is rounded to nothing is neither rise nor fall.
func signed(text string) string {
	if strings.HasPrefix(text, "-") || !strings.ContainsAny(text, "123456789") {
		return text
	}
	return "+" + text
}

var russianWords = map[string]string{
	"new":           "новое",
	"ceased":        "прекращено",
	"small base":    "малая база",
	"negative base": "отрицательная база",
	"no base":       "нет базы",
	"n/a":           "н/п",
	"missing":       "нет данных",
	"suppressed":    "скрыто",
	"not compared":  "не сравнивается",
	"exports":       "экспорт",
	"imports":       "импорт",
	"turnover":      "оборот",
	"hidden":        "скрыто",
	"other":         "прочее",
	"stored":        "сохранено",
	"unchanged":     "без изменений",
	"removed":       "удалено",
	"ok":            "в порядке",
	"wrong":         "не в порядке",
	"exporter":      "экспортёр",
	"importer":      "импортёр",
	"reconciled":    "согласовано",
	"current":       "текущий",
	"replaced":      "заменено",
	"merged":        "объединено",
	"unknown":       "неизвестен",

	"degenerate":   "вырождение",
	"disconnected": "сеть несвязна",
	"too few":      "слишком мало",
	"vanishing":    "стремится к 0",

	"link":            "звено",
	"direct":          "прямое",
	"chained":         "цепное",
	"drift":           "дрейф цепи",
	"index":           "в индексе",
	"outlier":         "выброс",
	"unmatched":       "без пары",
	"low coverage":    "низкий охват",
	"nothing matched": "нет общих товаров",

	"yes":          "да",
	"no":           "нет",
	"insufficient": "недостаточно данных",
	"not observed": "не наблюдается",
	"no trade":     "нет торговли",
	"below floor":  "ниже порога",
}

// word returns a status or direction in the language.
func (p painter) word(word string) string {
	if russian, ok := russianWords[word]; ok && p.language == trade.Russian {
		return russian
	}
	return word
}
