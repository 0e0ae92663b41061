package mapped

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// Words in the names of columns, in English and Russian, most telling first. A
// word that ends in * may go on.
var (
	periodWords     = []string{"period", "период", "period*", "период*", "date", "дата", "dt", "time", "refperiod"}
	yearWords       = []string{"year", "год", "refyear", "yr", "ano"}
	monthColumns    = []string{"month", "месяц", "refmonth", "mes"}
	quarterWords    = []string{"quarter", "квартал"}
	exporterWords   = []string{"exporter*", "экспортер*", "экспортёр*", "origin"}
	importerWords   = []string{"importer*", "импортер*", "импортёр*", "destination"}
	reporterWords   = []string{"reporter*", "declarant*", "отчит*", "loc"}
	partnerWords    = []string{"partner*", "партнер*", "партнёр*", "strana", "nastranapr", "country", "стран*", "контрагент*"}
	regionWords     = []string{"region*", "регион*", "субъект*", "область", "state", "province", "subnat"}
	directionWords  = []string{"flow*", "direction", "napr", "направлен*", "поток*", "trade type"}
	productWords    = []string{"tnved*", "тнвэд", "тн вэд", "hs*", "cmd*", "commodity*", "product*", "prod", "товар*", "код", "cn"}
	netWords        = []string{"net*", "kg", "нетто", "netto", "вес*", "масса", "weight", "peso", "тонн*"}
	quantityWords   = []string{"quantity", "qty", "kol", "кол*", "supplquantity"}
	unitWords       = []string{"unit*", "edizm*", "ед", "единиц*"}
	valueWords      = []string{"value*", "stoim*", "стоим*", "usd", "долл*", "val", "valor", "сумма", "amount", "fob*", "cif*", "primaryvalue"}
	enterpriseWords = []string{"enterprise*", "предприят*", "company", "компан*", "организац*", "firm", "фирм*", "инн"}
)

// wayWords are what columns write for exports and for imports.
var wayWords = [][2]string{{"экспорт", "импорт"}, {"export", "import"}, {"exports", "imports"}, {"эк", "им"},
	{"exp", "imp"}, {"x", "m"}, {"e", "i"}, {"2", "1"}, {"вывоз", "ввоз"}}

func (g *guesser) period() {
	isDate := func(text string) bool { return isPeriod(text) && !isYear(text) }
	if i, why := g.take(periodWords, isDate); i >= 0 {
		g.line(why, "period: {column: %s%s}", g.name(i), g.length(i))
		return
	}
	if year, why := g.take(yearWords, isYear); year >= 0 {
		part := ""
		if month, _ := g.take(monthColumns, isMonth); month >= 0 {
			part = ", month: " + g.name(month)
		} else if quarter, _ := g.take(quarterWords, nil); quarter >= 0 {
			part = ", quarter: " + g.name(quarter)
		}
		g.line(why, "period: {year: %s%s}", g.name(year), part)
		return
	}
	if i := g.byValues(isDate); i >= 0 {
		g.line("its values are dates", "period: {column: %s%s}", g.name(i), g.length(i))
		return
	}
	if i, why := g.take(periodWords, isYear); i >= 0 {
		g.line(why+", and its values are years", "period: {column: %s, length: year}", g.name(i))
		return
	}
	if i := g.byValues(isRecent); i >= 0 {
		g.line("its values look like years", "period: {column: %s, length: year}", g.name(i))
		return
	}
	g.open("period: 2022", "no column holds years or dates; write the period of the whole file")
}

// length of the periods, where the values are dates of the first of a month.
func (g *guesser) length(i int) string {
	values := g.column(i)
	if len(values) == 0 {
		return ""
	}
	if _, date := (periodSpec{}).date(values[0]); !date {
		return ""
	}
	return ", length: month"
}

func (g *guesser) region() {
	if i, why := g.take(regionWords, nil); i >= 0 {
		written := ""
		if g.all(i, func(text string) bool { _, ok := okato(text); return ok }) {
			written = ", as: okato"
			why += ", and its values begin with codes of OKATO"
		}
		g.line(why+"; the side that reports is the region", "region: {column: %s%s}", g.name(i), written)
	}
}

func (g *guesser) sides() {
	exporter, why := g.take(exporterWords, nil)
	importer, _ := g.take(importerWords, nil)
	if exporter >= 0 && importer >= 0 {
		g.line(why, "exporter: %s", g.side(exporter))
		g.line("its name says so", "importer: %s", g.side(importer))
		g.line("TO CHECK: whose figures are these? exporter, importer or reconciled", "reported_by: exporter")
		return
	}
	delete(g.taken, max(exporter, importer))
	reporter, why := g.take(reporterWords, nil)
	switch {
	case reporter >= 0:
		g.line(why, "reporter: %s", g.side(reporter))
	case !slices.ContainsFunc(g.lines, func(l string) bool { return strings.HasPrefix(l, "region:") }):
		g.open("reporter: RUS", "no column names who reports; write the economy of the whole file")
	}
	partner, why := g.take(partnerWords, isEconomy)
	if partner < 0 {
		partner, why = g.take(partnerWords, nil)
	}
	if partner < 0 {
		partner, why = g.byValues(isNamed), "its values are economies"
	}
	if partner < 0 {
		g.line("no column names partners: the rows are totals", "partner: World")
		return
	}
	g.line(why, "partner: %s", g.side(partner))
	g.unknown(partner)
}

// side writes a column of economies with the way in which they are written.
func (g *guesser) side(i int) string {
	isAlpha2 := func(text string) bool { _, ok := reference.Alpha2(text); return ok }
	isAlpha3 := func(text string) bool { _, ok := alpha3(text); return ok && len(text) == 3 }
	isNumeric := func(text string) bool { _, ok := numeric(text); return ok }
	for _, way := range []struct {
		as   string
		pass func(string) bool
	}{{inAlpha2, isAlpha2}, {inAlpha3, isAlpha3}, {inNumeric, isNumeric}} {
		if g.all(i, way.pass) {
			return fmt.Sprintf("{column: %s, as: %s}", g.name(i), way.as)
		}
	}
	return fmt.Sprintf("{column: %s, as: name}", g.name(i))
}

// unknown names the values of a column that stand for no economy.
func (g *guesser) unknown(i int) {
	var words []string
	for _, v := range g.column(i) {
		if !isEconomy(v) && !slices.Contains(words, v) {
			words = append(words, scalar(v))
		}
	}
	if len(words) > 0 {
		g.note("TO CHECK: these are no known economies: %s; codes: {NAME: CODE} in partner says what they are,", strings.Join(words, ", "))
		g.note("leave_out: [NAME] leaves sums such as continents out")
	}
}

func (g *guesser) direction() {
	i, why := g.take(directionWords, nil)
	if i < 0 {
		return // amounts says it where the values have two columns
	}
	exported, imported, other := g.ways(i)
	g.put("direction:   # " + why)
	g.put("  column: " + g.name(i))
	g.line("TO CHECK: the first rows may not show all", "  export: [%s]", strings.Join(exported, ", "))
	g.put(fmt.Sprintf("  import: [%s]", strings.Join(imported, ", ")))
	if len(other) > 0 {
		g.note("TO CHECK: what are %s?", strings.Join(other, ", "))
	}
}

// ways sorts the values of a column of directions. A word for one direction brings
// that for the other, which may stand further below.
func (g *guesser) ways(i int) (exported, imported, other []string) {
	add := func(list *[]string, v string) {
		if word := scalar(v); !slices.Contains(*list, word) {
			*list = append(*list, word)
		}
	}
	for _, v := range g.column(i) {
		at := slices.IndexFunc(wayWords, func(pair [2]string) bool { return slices.Contains(pair[:], strings.ToLower(v)) })
		if at < 0 {
			add(&other, v)
			continue
		}
		pair := wayWords[at]
		for side, list := range []*[]string{&exported, &imported} {
			add(list, inStyleOf(pair[side], v))
		}
	}
	return exported, imported, other
}

// inStyleOf writes a word in capitals or small letters as another word is.
func inStyleOf(word, like string) string {
	first, rest := []rune(word)[:1], string([]rune(word)[1:])
	switch {
	case strings.ToUpper(like) == like:
		return strings.ToUpper(word)
	case strings.ToLower(like) != like:
		return strings.ToUpper(string(first)) + rest
	}
	return word
}

// isGood tells whether a text is a code whose chapter exists.
func isGood(text string) bool {
	p, err := trade.ParseProduct(text)
	return err == nil && p != trade.AllProducts && (p.Hidden() ||
		slices.Contains(reference.Chapters(), p.Chapter()) || slices.Contains(reference.Chapters(), ("0"+p).Chapter()))
}

func (g *guesser) product() {
	i, why := g.take(productWords, isGood)
	if i < 0 {
		if i = g.byValues(func(text string) bool {
			return isGood(text) && len(text) >= 4 && !isYear(text) && !strings.Contains(text, ".")
		}); i >= 0 {
			why = "its values are codes of existing chapters"
		}
	}
	if i < 0 {
		if i, why = g.take(productWords, nil); i >= 0 {
			g.line(why+"; its values are no codes", "product: {column: %s, nomenclature: OWN, digits: 2}", g.name(i))
			g.note("TO FILL IN: codes: {LABEL: \"01\"} in product says what each label stands for")
			return
		}
		g.line("no column holds goods: the rows are totals", "product: TOTAL")
		return
	}
	digits := 0
	for _, v := range g.column(i) {
		digits = max(digits, len(v))
	}
	digits += digits % 2
	nomenclature := "HS2022"
	if digits == 10 || hasWord(g.table.Header[i], "tnved*") || hasWord(g.table.Header[i], "тнвэд") {
		nomenclature = "TNVED"
	} else if digits == 8 {
		nomenclature = "CN"
	}
	g.line(why+"; TO CHECK: the nomenclature and its edition", "product: {column: %s, nomenclature: %s, digits: %d}", g.name(i), nomenclature, digits)
}

func (g *guesser) amounts() {
	mark := ""
	if g.table.Mark == ',' {
		mark = "; the decimal mark is a comma"
	}
	if exported, imported := g.twoColumns(valueWords); exported >= 0 {
		g.line("TO CHECK: the unit; one column for exports and one for imports"+mark, "value: {exports: %s, imports: %s, unit: %s}",
			g.name(exported), g.name(imported), moneyOf(g.table.Header[exported]))
		if exported, imported = g.twoColumns(netWords); exported >= 0 {
			g.line("TO CHECK: the unit", "net: {exports: %s, imports: %s, unit: %s}", g.name(exported), g.name(imported), massOf(g.table.Header[exported]))
		}
		return
	}
	g.oneWay()
	value, why := g.take(valueWords, g.isAmount)
	net, netWhy := g.take(netWords, g.isAmount)
	if value < 0 {
		value, why = g.byValues(g.isAmount), "its values are numbers"
	}
	if value < 0 {
		g.open("value: {column: NAME, unit: usd}", "no column holds amounts")
	} else {
		g.line("TO CHECK: the unit; "+why+mark, "value: {column: %s, unit: %s}", g.name(value), moneyOf(g.table.Header[value]))
	}
	if net >= 0 {
		g.line("TO CHECK: the unit; "+netWhy, "net: {column: %s, unit: %s}", g.name(net), massOf(g.table.Header[net]))
	}
}

// oneWay says the direction where no column does: the name of a column of values
// may.
func (g *guesser) oneWay() {
	if slices.ContainsFunc(g.lines, func(l string) bool { return strings.HasPrefix(l, "direction:") || strings.HasPrefix(l, "exporter:") }) {
		return
	}
	for _, way := range []string{"export", "import"} {
		for _, name := range g.table.Header {
			if hasWord(name, way+"*") {
				g.line("TO CHECK: there is a column "+name, "direction: %s", way)
				return
			}
		}
	}
	g.open("direction: export", "nothing says which way the goods went")
}

// twoColumns finds one column of amounts for exports and one for imports, those
// first whose names have one of the words too.
func (g *guesser) twoColumns(words []string) (exported, imported int) {
	for _, word := range append(slices.Clone(words), "") {
		exported, imported = g.amountOf([]string{"export*", "экспорт*", "exp", "эк"}, word), g.amountOf([]string{"import*", "импорт*", "imp", "им"}, word)
		if exported >= 0 && imported >= 0 && exported != imported {
			g.taken[exported], g.taken[imported] = true, true
			return exported, imported
		}
	}
	return -1, -1
}

// amountOf finds a free column of amounts whose name has a word for the direction
// and another word, if that is not empty.
func (g *guesser) amountOf(way []string, word string) int {
	return slices.IndexFunc(g.table.Header, func(name string) bool {
		i := slices.Index(g.table.Header, name)
		return !g.taken[i] && slices.ContainsFunc(way, func(w string) bool { return hasWord(name, w) }) &&
			(word == "" || hasWord(name, word)) && g.all(i, g.isAmount)
	})
}

// moneyOf is the unit that the name of a column suggests.
func moneyOf(name string) string {
	multiple, currency := "", "usd"
	for _, m := range [][2]string{{"thousand*", "thousand-"}, {"тыс*", "thousand-"}, {"ths", "thousand-"}, {"mil*", "million-"}, {"млн", "million-"},
		{"mln", "million-"}, {"bn", "billion-"}, {"bil*", "billion-"}, {"млрд", "billion-"}} {
		if multiple == "" && hasWord(name, m[0]) {
			multiple = m[1]
		}
	}
	for _, c := range [][2]string{{"eur*", "eur"}, {"евро", "eur"}, {"rub*", "rub"}, {"руб*", "rub"}, {"cny", "cny"}, {"byn", "byn"}} {
		if hasWord(name, c[0]) {
			currency = c[1]
		}
	}
	return cmp.Or(multiple, "") + currency
}

// massOf is the unit that the name of a column suggests.
func massOf(name string) string {
	unit := "kg"
	for _, m := range [][2]string{{"t", "t"}, {"т", "t"}, {"ton*", "t"}, {"тонн*", "t"}, {"kt", "thousand-t"}, {"mt", "million-t"}, {"kg", "kg"}, {"кг", "kg"}} {
		if hasWord(name, m[0]) {
			unit = m[1]
		}
	}
	return unit
}

func (g *guesser) rest() {
	if unit, why := g.take(unitWords, nil); unit >= 0 {
		if count, _ := g.take(quantityWords, g.isAmount); count >= 0 {
			g.line(why, "quantity: {column: %s, unit_column: %s}", g.name(count), g.name(unit))
		}
	}
	if count, _ := g.take(quantityWords, g.isAmount); count >= 0 {
		g.open("quantity: {column: "+g.name(count)+", unit: pieces}", "no column holds the unit; it may be a mass: net: {column: ..., unit: kg}")
	}
	if i, why := g.take(enterpriseWords, nil); i >= 0 {
		g.line(why+"; the dataset is by enterprise", "enterprise: %s", g.name(i))
	}
	g.put("valuation: {exports: FOB, imports: CIF}   # the convention; TO CHECK")
	var left []string
	for i, name := range g.table.Header {
		if !g.taken[i] && name != "" {
			left = append(left, name)
		}
	}
	if len(left) > 0 {
		g.note("not used: %s", strings.Join(left, ", "))
	}
}
