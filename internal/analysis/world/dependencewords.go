package world

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// sayTerms notes the rules and who counts as one.
func (q *dependences) sayTerms() {
	if !q.showsGoods() {
		q.saySinglePoints()
	}
	rules := []ruleReading{{rule: q.terms.Rule}}
	if q.terms.Summary {
		rules = q.summaryRules()[1:]
	}
	for _, r := range rules {
		q.sayRule(r.rule)
	}
	q.sayPartner(rules)
	if q.terms.Third.Code != "" {
		q.note(trade.Name{
			English: "Third countries: the share of these suppliers or customers together, who count each by itself in all else: %s.",
			Russian: "Третьи страны: суммарная доля этих поставщиков или покупателей, которые во всём остальном учтены порознь: %s.",
		}, q.thirdWords())
	}
	if q.showsGoods() {
		q.sayLosses()
		q.sayNetwork()
	}
	for _, b := range q.blocs {
		q.note(trade.Name{
			English: "%s counts as one importer and one exporter, in the world too; what its members trade with each other is left out.",
			Russian: "%s: один импортёр и один экспортёр, в том числе в мировом рынке; взаимная торговля участников не учтена.",
		}, b.Name.In(q.args.Language))
		q.sayMembers(b)
	}
}

// thirdWords names the third countries: a group by its name, a list by its members.
func (q *dependences) thirdWords() string {
	s := q.terms.Third
	if s.Code != "THIRD" {
		return s.Name.In(q.args.Language)
	}
	var codes []string
	for _, e := range s.Members {
		codes = append(codes, string(e))
	}
	return fewOf(codes)
}

// sayPartner notes how much from a partner makes a dependence one on it, by each rule.
func (q *dependences) sayPartner(rules []ruleReading) {
	if q.partner.Code == "" {
		return
	}
	half, merics := []string{}, false
	for _, r := range rules {
		if r.rule == ruleMerics {
			merics = true
		} else {
			half = append(half, r.rule)
		}
	}
	name := q.partner.Name.In(q.args.Language)
	if len(half) > 0 {
		q.note(q.bySideName(
			trade.Name{
				English: "On %s (%s): a dependent good of which more than half comes from there.",
				Russian: "Партнёр %s (%s): зависимый товар, более половины которого поступает оттуда.",
			},
			trade.Name{
				English: "On %s (%s): a dependent good of which more than half goes there.",
				Russian: "Партнёр %s (%s): зависимый товар, более половины которого идёт туда.",
			}), name, strings.Join(half, ", "))
	}
	if merics {
		q.note(trade.Name{
			English: "On %s (merics): a dependent good of which at least 30%% comes from there.",
			Russian: "Партнёр %s (merics): зависимый товар, не менее 30 %% которого поступает оттуда.",
		}, name)
	}
}

// bySideName chooses a sentence by the direction.
func (q *dependences) bySideName(imports, exports trade.Name) trade.Name {
	if q.direction == trade.Exports {
		return exports
	}
	return imports
}

// sayLosses notes what the last columns hold.
func (q *dependences) sayLosses() {
	more := trade.Name{English: "the others trade no more than now (--headroom)",
		Russian: "остальные торгуют не больше нынешнего (--headroom)"}
	if h := q.terms.Headroom; h > 0 {
		share := q.percent(int64(math.Round(h*1e6)), 1e6)
		more = trade.Name{English: "the others can trade " + share + " more than now",
			Russian: "остальные могут торговать на " + share + " больше нынешнего"}
	}
	q.note(q.bySideName(
		trade.Name{
			English: "Lost: the share of the imports of a good that is gone with the supplier whose loss costs most, if %s. " +
				"Others: exporters with 1%% of the world or more beside that supplier. Single point: who has half of " +
				"world exports and leads in half of the importers.",
			Russian: "Потеря: доля импорта товара, которая исчезает с поставщиком, чья потеря дороже всего, если %s. Других: " +
				"экспортёры с долей от 1 %% мира, кроме этого поставщика. Единственный ключевой поставщик: у кого половина " +
				"мирового экспорта и первенство в половине импортёров.",
		},
		trade.Name{
			English: "Lost: the share of the exports of a good that is gone with the customer whose loss costs most, if %s. " +
				"Others: importers with 1%% of the world or more beside that customer. Single point: who has half of " +
				"world imports and leads in half of the exporters.",
			Russian: "Потеря: доля экспорта товара, которая исчезает с покупателем, чья потеря дороже всего, если %s. Других: " +
				"импортёры с долей от 1 %% мира, кроме этого покупателя. Единственный ключевой покупатель: у кого половина " +
				"мирового импорта и первенство в половине экспортёров.",
		}), more.In(q.args.Language))
}

func (q *dependences) sayRule(rule string) {
	switch rule {
	case ruleGeoDep:
		q.sayGeoDep()
	case ruleCommission:
		q.note(trade.Name{
			English: "C1 (CDI1): HHI of suppliers from outside above 0.4. C2 (CDI2): from outside over all imports, those " +
				"among members included, above 0.5; 1 for a single economy. C3 (CDI3): imports from outside over exports " +
				"to the outside above 1. Dependent: all three, in the year itself.",
			Russian: "C1 (CDI1): ИХХ внешних поставщиков выше 0,4. C2 (CDI2): доля внешнего импорта во всём импорте, включая " +
				"взаимный, выше 0,5; у одной экономики — 1. C3 (CDI3): внешний импорт к внешнему экспорту выше 1. " +
				"Зависимость: все три в самом году.",
		})
	case ruleMerics:
		q.note(trade.Name{
			English: "C1: imports above twice the exports. C2: at least 30%% of imports from the partner. C3: other " +
				"exporters with 1%% of world exports or more: %d at most; MERICS publishes no figure for few (--few). " +
				"Dependent: all three.",
			Russian: "C1: импорт более чем вдвое выше экспорта. C2: не менее 30 %% импорта — от партнёра. C3: других " +
				"экспортёров с долей от 1 %% мирового экспорта: не более %d; MERICS числа не публикует (--few). " +
				"Зависимость: все три.",
		}, *q.terms.Few)
	}
}

func (q *dependences) sayGeoDep() {
	first := trade.Name{
		English: "C1: HHI of suppliers above 0.4. C2: HHI of world exports above 0.4. C3: imports above exports.",
		Russian: "C1: ИХХ поставщиков выше 0,4. C2: ИХХ мирового экспорта выше 0,4. C3: импорт больше экспорта.",
	}
	if q.direction == trade.Exports {
		first = trade.Name{
			English: "C1: HHI of customers above 0.4. C2: HHI of world imports above 0.4. C3: exports above imports.",
			Russian: "C1: ИХХ покупателей выше 0,4. C2: ИХХ мирового импорта выше 0,4. C3: экспорт больше импорта.",
		}
	}
	q.note(trade.Name{
		English: first.English + " Dependent (a): all three in at least two of the three years to the one shown; (b): the year shown among them.",
		Russian: first.Russian + " Зависимость (а): все три не менее чем в двух из трёх лет по показанный; (б): показанный год — среди них.",
	})
	if !q.terms.Summary {
		reading := map[string]trade.Name{readingWindow: {English: "(a)", Russian: "(а)"},
			readingLast: {English: "(b)", Russian: "(б)"}}[q.terms.Reading]
		q.note(trade.Name{
			English: "Dependences are counted by reading %s (--reading).",
			Russian: "Зависимости считаются в трактовке %s (--reading).",
		}, reading.In(q.args.Language))
	}
}

// sayWindow notes the years of the windows that are not held.
func (q *dependences) sayWindow() {
	var absent []int
	for _, year := range q.looked() {
		if !q.holds(year) {
			absent = append(absent, year)
		}
	}
	if len(absent) > 0 {
		q.note(trade.Name{
			English: "%s is not held as a whole and counts as not observed: " +
				"with fewer than two observed years of three a dependence is insufficient, neither yes nor no.",
			Russian: "%s: нет данных за весь год, год считается ненаблюдаемым; " +
				"если из трёх лет наблюдаются менее двух, данных недостаточно: ни да, ни нет."},
			trade.PeriodsIn(trade.YearSpans(absent), q.args.Language))
	}
}

// sayMembers notes who of a bloc was no member in some of the years.
func (q *dependences) sayMembers(b reference.Side) {
	var gaps []string
	for _, e := range b.Members {
		var years []int
		for y := q.years[0] - q.back(); y <= q.years[len(q.years)-1]; y++ {
			if !memberIn(b, e, y) {
				years = append(years, y)
			}
		}
		if len(years) > 0 {
			gaps = append(gaps, fmt.Sprintf("%s (%s)", q.economy(e), trade.PeriodsIn(trade.YearSpans(years), q.args.Language)))
		}
	}
	if len(gaps) > 0 {
		q.note(trade.Name{English: "Not members of %s at the end of the year, and counted by themselves: %s.",
			Russian: "Не были участниками (%s) на конец года и учтены отдельно: %s."}, b.Name.In(q.args.Language), strings.Join(gaps, "; "))
	}
}

// toldImporters is for how many importers the notes say the exposure.
const toldImporters = 3

// countVerdicts counts the dependences of every importer before those on a partner are
// picked out: as the exposure counts them.
func (q *dependences) countVerdicts(y *dependenceYear, all [][]indicator.Dependence) []int {
	counts := make([]int, len(all))
	for i, verdicts := range all {
		for k, v := range verdicts {
			if q.depends(v) && y.listed[k] && y.importers[i].criteria[k]&indicator.Imported != 0 {
				counts[i]++
			}
		}
	}
	return counts
}

// sayExposure notes in words how much somebody depends on, and what the floor drops.
func (q *dependences) sayExposure(l *goodsList, before int) {
	if len(q.importers) > toldImporters {
		return
	}
	e, name := l.exposure, l.importer.Name.In(q.args.Language)
	if !l.importer.observed {
		q.finding(trade.Name{English: "%d: nothing is known of %s.", Russian: "%d: нет данных (%s)."}, l.year.year, name)
		return
	}
	if insufficient(l.verdicts) {
		return
	}
	q.finding(trade.Name{
		English: "%d, %s: dependent goods: %d of %d, %s of the goods and %s of the value.",
		Russian: "%d, %s: зависимых товаров: %d из %d, это %s товаров и %s стоимости.",
	}, l.year.year, name, e.DependentProducts, e.Products,
		q.percent(int64(e.DependentProducts), int64(e.Products)), q.percent(e.DependentValue, e.Value))
	if q.partner.Code != "" && q.terms.Rule != ruleMerics {
		q.finding(trade.Name{
			English: "%d, %s: dependent goods, whoever the partner: %d.",
			Russian: "%d, %s: зависимых товаров с любыми партнёрами: %d.",
		}, l.year.year, name, before)
	}
	q.sayNotTraded(l)
	if e.DroppedProducts > 0 {
		q.finding(trade.Name{
			English: "%d, %s: goods traded for less than %[4]s US dollars and not judged: %[3]d, for %[5]s US dollars, %[6]s of " +
				"the value (--floor).",
			Russian: "%d, %s: товаров с оборотом менее %[4]s долл. США: %[3]d, они не оцениваются: %[5]s долл. США, %[6]s " +
				"стоимости (--floor).",
		}, l.year.year, name, e.DroppedProducts, q.grouped(*q.terms.Floor), q.grouped(e.DroppedValue/1000), q.percent(e.DroppedValue, e.Value))
	}
	if len(q.terms.Goods) > 0 {
		q.sayList(l)
	}
}

// sayNotTraded notes what is dependent by the years before alone: it is in no row.
func (q *dependences) sayNotTraded(l *goodsList) {
	count := 0
	for k, v := range l.verdicts {
		if q.depends(v) && l.year.listed[k] && l.importer.criteria[k]&indicator.Imported == 0 {
			count++
		}
	}
	if count > 0 {
		q.finding(trade.Name{
			English: "%d, %s: goods dependent by the years before and not traded in this one, which are neither listed nor counted: %d.",
			Russian: "%d, %s: товаров, зависимых по предыдущим годам, но без торговли в этом (они не показаны и не учтены): %d.",
		}, l.year.year, l.importer.Name.In(q.args.Language), count)
	}
}

// sayNumerator notes that a person's list cuts the dependent goods alone.
func (q *dependences) sayNumerator() {
	if len(q.terms.Goods) > 0 {
		q.note(trade.Name{
			English: "Of the list (--goods) are the dependent goods alone; the goods traded, their value and the shares are of all goods.",
			Russian: "По списку (--goods) отобраны только зависимые товары; число товаров, стоимость и доли — от всех товаров.",
		})
	}
}

// sayList notes how many goods of the person's list are traded, and which codes meet
// none.
func (q *dependences) sayList(l *goodsList) {
	var unmet []string
	for _, code := range q.terms.Goods {
		begin := code.At(q.digits)
		if !slices.ContainsFunc(l.imported, func(k int) bool { return l.year.products[k].At(len(begin)) == begin }) {
			unmet = append(unmet, string(code))
		}
	}
	q.finding(trade.Name{English: "%d, %s: goods of the list that are traded: %d, dependent: %d; the shares are of all goods.",
		Russian: "%d, %s: из списка торгуется товаров: %d, зависимых: %d; доли — от всех товаров."},
		l.year.year, l.importer.Name.In(q.args.Language), len(l.imported), len(l.dependent))
	if len(unmet) > 0 {
		slices.Sort(unmet)
		q.finding(trade.Name{
			English: "%d, %s: codes of the list under which nothing is traded: %s.",
			Russian: "%d, %s: коды списка, по которым торговли нет: %s.",
		},
			l.year.year, l.importer.Name.In(q.args.Language), fewOf(unmet))
	}
}

// sayInsufficient notes who cannot be judged.
func (q *dependences) sayInsufficient(y *dependenceYear, verdicts [][]indicator.Dependence) {
	var who []string
	for i, m := range y.importers {
		if insufficient(verdicts[i]) {
			who = append(who, m.Code)
		}
	}
	if len(who) > 0 {
		q.finding(trade.Name{English: "%d: INSUFFICIENT: fewer than two observed years of three for %s; nothing is said of their dependence.",
			Russian: "%d: НЕДОСТАТОЧНО ДАННЫХ: менее двух наблюдаемых лет из трёх: %s; о зависимости ничего сказать нельзя."}, y.year, fewOf(who))
	}
}

// sayRanking notes what the floor drops and who cannot be judged.
func (q *dependences) sayRanking(y *dependenceYear, all []exposed) {
	var who []string
	products, value, total := 0, int64(0), int64(0)
	for _, e := range all {
		products, value, total = products+e.exposure.DroppedProducts, value+e.exposure.DroppedValue, total+e.exposure.Value
		if e.insufficient {
			who = append(who, e.importer.Code)
		}
	}
	if products > 0 {
		q.finding(trade.Name{
			English: "%d: cases of an economy that trades a good for less than %[3]s US dollars: %[2]s; they are not judged: " +
				"%[4]s US dollars, %[5]s of the value (--floor).",
			Russian: "%d: случаев, когда экономика торгует товаром менее чем на %[3]s долл. США: %[2]s; они не оцениваются: " +
				"%[4]s долл. США, %[5]s стоимости (--floor).",
		}, y.year, q.grouped(int64(products)), q.grouped(*q.terms.Floor), q.grouped(value/1000), q.percent(value, total))
	}
	if len(who) > 0 {
		q.finding(trade.Name{
			English: "%d: INSUFFICIENT: fewer than two observed years of three for %s.",
			Russian: "%d: НЕДОСТАТОЧНО ДАННЫХ: менее двух наблюдаемых лет из трёх: %s.",
		},
			y.year, fewOf(who))
	}
}

// grouped writes a whole number with its digits in groups.
func (q *dependences) grouped(n int64) string {
	mark := ","
	if q.args.Language == trade.Russian {
		mark = "\u00a0"
	}
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + mark + text[i:]
	}
	return text
}
