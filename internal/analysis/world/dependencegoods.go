package world

import (
	"cmp"
	"slices"
	"strings"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// goodsTable lists the goods on which the importers depend, each importer's after a row
// of all of them together.
func (q *dependences) goodsTable() dependenceTable {
	return dependenceTable{fields: q.goodsFields(), add: q.addGoods}
}

// bySide names a field by the direction: an importer's suppliers, an exporter's
// customers.
func (q *dependences) bySide(imports, exports analysis.Field) analysis.Field {
	if q.direction == trade.Exports {
		return exports
	}
	return imports
}

func (q *dependences) goodsFields() []analysis.Field {
	fields := []analysis.Field{yearField}
	if len(q.importers) > 1 {
		fields = append(fields, economyField, economyNameField)
	}
	fields = append(fields, productField, productNameField,
		q.bySide(analysis.NewField("imports_usd", analysis.Money, "Imports", "Импорт"),
			analysis.NewField("exports_usd", analysis.Money, "Exports", "Экспорт")),
		shareField,
		q.bySide(analysis.NewField("leading", analysis.Text, "Leader", "Код поставщика"),
			analysis.NewField("leading", analysis.Text, "Leader", "Код покупателя")),
		q.bySide(analysis.NewFieldForPeople("leading_name", "Leading partner", "Основной поставщик"),
			analysis.NewFieldForPeople("leading_name", "Leading partner", "Основной покупатель")),
		q.bySide(analysis.NewField("leading_share", analysis.Fraction, "Its share", "Доля поставщика"),
			analysis.NewField("leading_share", analysis.Fraction, "Its share", "Доля покупателя")),
		analysis.NewField("partners", analysis.Quantity, "Partners", "Партнёров"),
	)
	if q.partner.Code != "" {
		fields = append(fields, analysis.NewField("from_partner_usd", analysis.Money, "With "+q.partner.Name.English,
			"С партнёром: "+q.partner.Name.Russian),
			analysis.NewField("from_partner_share", analysis.Fraction, "Share", "Доля"))
	}
	if q.terms.Third.Code != "" {
		fields = append(fields, analysis.NewField("third_share", analysis.Fraction, "Third countries", "Третьи страны"))
	}
	fields = append(fields, q.ruleFields()...)
	return append(fields,
		q.bySide(analysis.NewField("worst", analysis.Text, "Worst loss", "Критический поставщик"),
			analysis.NewField("worst", analysis.Text, "Worst loss", "Критический покупатель")),
		analysis.NewField("lost", analysis.Fraction, "Lost with it", "Потеря без него"),
		analysis.NewField("others", analysis.Quantity, "Others ≥1%", "Других ≥1 %"),
		q.bySide(analysis.NewField("single_point", analysis.Text, "Single point", "Единственный ключевой поставщик"),
			analysis.NewField("single_point", analysis.Text, "Single point", "Единственный ключевой покупатель")),
		analysis.NewField("centralisation", analysis.Index, "Centralisation", "Централизация"),
		analysis.NewField("spread", analysis.Index, "Spread of shares", "Разброс долей"),
		analysis.NewField("clustering", analysis.Index, "Clustering", "Кластеризация"))
}

// ruleFields are the figures that a rule compares, and its decision.
func (q *dependences) ruleFields() []analysis.Field {
	hhi := analysis.NewField("hhi", analysis.Index, "HHI", "ИХХ")
	ratio := q.bySide(analysis.NewField("imports_over_exports", analysis.Multiple, "Imports/exports", "Импорт/экспорт"),
		analysis.NewField("exports_over_imports", analysis.Multiple, "Exports/imports", "Экспорт/импорт"))
	criteria := analysis.NewField("criteria", analysis.Text, "Criteria", "Критерии")
	dependent := analysis.NewField("dependent", analysis.Text, "Dependent", "Зависимость")
	switch q.terms.Rule {
	case ruleCommission:
		return []analysis.Field{hhi, analysis.NewField("outside_share", analysis.Fraction, "From outside", "Извне"), ratio, criteria, dependent}
	case ruleMerics:
		return []analysis.Field{ratio, criteria, dependent}
	}
	return []analysis.Field{
		hhi, analysis.NewField("world_hhi", analysis.Index, "World HHI", "ИХХ мира"), ratio,
		analysis.NewField("criteria_2_back", analysis.Text, "t-2", "t-2"), analysis.NewField("criteria_1_back", analysis.Text, "t-1", "t-1"),
		analysis.NewField("criteria", analysis.Text, "t", "t"),
		analysis.NewField("dependent_a", analysis.Text, "Dep. (a)", "Зависим (а)"),
		analysis.NewField("dependent_b", analysis.Text, "Dep. (b)", "Зависим (б)"),
	}
}

// addGoods adds the rows of a year.
func (q *dependences) addGoods(y *dependenceYear) error {
	details, err := q.detail(y, q.terms.Rule, true)
	if err != nil {
		return err
	}
	verdicts := make([][]indicator.Dependence, len(y.importers))
	for i, m := range y.importers {
		verdicts[i] = q.verdictsOf(nil, y, m, q.terms.Rule, details[i])
	}
	all := q.countVerdicts(y, verdicts)
	for i, m := range y.importers {
		q.keepReliant(m, q.terms.Rule, details[i], verdicts[i])
	}
	q.sayInsufficient(y, verdicts)
	var lists []*goodsList
	for i, m := range y.importers {
		l := &goodsList{dependences: q, year: y, importer: m, before: y.earlier(m), details: details[i], verdicts: verdicts[i]}
		l.collect()
		lists = append(lists, l)
	}
	if err := y.lastLook(lists); err != nil {
		return err
	}
	for i, l := range lists {
		q.judged = q.judged || !insufficient(l.verdicts) || q.terms.All // the criteria of a single year are worth listing
		q.rows = append(q.rows, l.together())
		for _, k := range l.shown() {
			q.rows = append(q.rows, l.row(k))
		}
		q.sayExposure(l, all[i])
	}
	return nil
}

// goodsList is the goods of one importer in one year.
type goodsList struct {
	*dependences
	year     *dependenceYear
	importer *importerYear
	before   []*importerYear
	details  []dependenceDetail
	verdicts []indicator.Dependence

	imported, dependent []int // goods: of the list, by value
	exposure            indicator.Exposure
	bought              map[string]int64 // of the goods depended on, from each supplier
}

// collect finds the goods imported and those depended on, and adds them up.
func (l *goodsList) collect() {
	l.exposure = l.exposureOf(l.year, l.importer, l.verdicts)
	for k, c := range l.importer.criteria {
		if c&indicator.Imported == 0 || !l.year.listed[k] {
			continue
		}
		l.imported = append(l.imported, k)
		if l.depends(l.verdicts[k]) {
			l.dependent = append(l.dependent, k)
		}
	}
	for _, goods := range [][]int{l.imported, l.dependent} {
		slices.SortStableFunc(goods, func(a, b int) int { return cmp.Compare(l.importer.imports[b], l.importer.imports[a]) })
	}
}

// exposureOf adds up what an importer buys, and what of it it depends on. Goods that are
// not in the person's list are imported and never counted as depended on.
func (q *dependences) exposureOf(y *dependenceYear, m *importerYear, verdicts []indicator.Dependence) indicator.Exposure {
	var e indicator.Exposure
	for k, c := range m.criteria {
		if c&indicator.Imported == 0 {
			continue
		}
		v := m.imports[k]
		e.Products, e.Value = e.Products+1, e.Value+v
		if c&indicator.BelowFloor != 0 && !q.depends(verdicts[k]) { // the years before may judge it alone
			e.DroppedProducts, e.DroppedValue = e.DroppedProducts+1, e.DroppedValue+v
		}
		if q.depends(verdicts[k]) && y.listed[k] {
			e.DependentProducts, e.DependentValue = e.DependentProducts+1, e.DependentValue+v
		}
	}
	return e
}

// listed are the goods of the table, those beyond --top too.
func (l *goodsList) listed() []int {
	if l.terms.All {
		return l.imported
	}
	return l.dependent
}

// shown lists the goods of the table, the largest first.
func (l *goodsList) shown() []int {
	goods := l.listed()
	if top := l.args.Top; top > 0 && len(goods) > top {
		l.note(trade.Name{
			English: "%d, %s: the largest %d of %d goods are listed (--top).",
			Russian: "%d, %s: показаны крупнейшие товары: %d из %d (--top).",
		},
			l.year.year, l.importer.Name.In(l.args.Language), top, len(goods))
		return goods[:top]
	}
	return goods
}

// begin is the cells before those of a good.
func (l *goodsList) begin(product, name string) []analysis.Cell {
	cells := []analysis.Cell{countCell(l.year.year)}
	if len(l.dependences.importers) > 1 {
		cells = append(cells, textCell(l.importer.Code), textCell(l.importer.Name.In(l.args.Language)))
	}
	return append(cells, textCell(product), textCell(name))
}

// row is the row of a good.
func (l *goodsList) row(k int) []analysis.Cell {
	s, d := l.importer.supplies[k], l.details[k]
	leading := l.supplier(s.Leading)
	cells := append(l.begin(string(l.year.products[k]), l.goods(l.year.products[k])),
		moneyCell(s.Imports), shareCell(s.Imports, l.exposure.Value),
		textCell(leading), textCell(l.nameOf(leading)), shareCell(s.LeadingValue, s.Imports), wholeCell(int(s.Suppliers)))
	if l.partner.Code != "" {
		cells = append(cells, moneyCell(d.fromPartner), shareCell(d.fromPartner, s.Imports))
	}
	if l.terms.Third.Code != "" {
		cells = append(cells, shareCell(d.fromThird, s.Imports))
	}
	cells = append(cells, l.ruleCells(k, s)...)
	worst := ""
	if d.worst.Lost > 0 {
		worst = l.supplier(d.worst.Supplier)
	}
	n := l.year.networks[k]
	traded := n.Nodes > 0
	return append(cells, textCell(worst), indexCell(d.worst.Lost, d.lost), wholeCell(d.worst.Others), textCell(l.year.single[k]),
		indexCell(n.Centralisation, traded), indexCell(n.Spread, traded), indexCell(n.Clustering, n.Clustered > 0))
}

// supplier returns the code of a supplier.
func (l *goodsList) supplier(number uint16) string {
	if l.importer.own != nil {
		return l.importer.own.supplier(l.year.tradeYear, int(number))
	}
	return l.year.actors[number]
}

// nameOf names an actor.
func (q *dependences) nameOf(code string) string { return q.sideOf(code).Name.In(q.args.Language) }

// ruleCells are those of ruleFields.
func (l *goodsList) ruleCells(k int, s indicator.Supply) []analysis.Cell {
	ratio := ratioCell(trade.Quotient(trade.Of(s.Imports), trade.Of(s.Exports)))
	d := l.details[k]
	switch l.terms.Rule {
	case ruleCommission:
		return []analysis.Cell{ratioCell(trade.Ratio{Number: d.core.Sources}), ratioCell(trade.Ratio{Number: d.core.Outside}), ratio,
			textCell(l.words(k, d.core.Concentrated, d.core.MostlyOutside, d.core.Exceeding)), textCell(yes(d.dependent))}
	case ruleMerics:
		i := d.imbalance
		return []analysis.Cell{ratio, textCell(l.words(k, i.OverExports, i.FromPartner, i.FewOthers)), textCell(yes(d.dependent))}
	}
	window, v := l.year.years(nil, l.importer, l.before, k), l.verdicts[k]
	cells := []analysis.Cell{ratioCell(trade.Ratio{Number: s.HHI}), ratioCell(trade.Ratio{Number: l.year.worldHHI[k]}), ratio}
	for _, year := range window {
		cells = append(cells, textCell(criteriaWords(year)))
	}
	return append(cells, textCell(decision(v, v.InWindow)), textCell(decision(v, v.InWindowAndLast)))
}

// words writes which of three conditions of one year hold.
func (l *goodsList) words(k int, conditions ...bool) string {
	if l.importer.criteria[k]&indicator.BelowFloor != 0 {
		return belowFloor
	}
	return numbered(conditions...)
}

// What stands in place of criteria.
const (
	notObserved = "not observed"
	notTraded   = "no trade"
	belowFloor  = "below floor"
)

// criteriaWords writes the criteria of a year: C1+C2+C3, or why there is none to look at.
func criteriaWords(c indicator.Criteria) string {
	switch {
	case c&indicator.ObservedYear == 0:
		return notObserved
	case c&indicator.Imported == 0:
		return notTraded
	case c&indicator.BelowFloor != 0:
		return belowFloor
	}
	return numbered(c&indicator.ConcentratedImports != 0, c&indicator.ConcentratedWorld != 0, c&indicator.ImportsOverExports != 0)
}

func numbered(conditions ...bool) string {
	var held []string
	for i, holds := range conditions {
		if holds {
			held = append(held, "C"+string(rune('1'+i)))
		}
	}
	if len(held) == 0 {
		return "-"
	}
	return strings.Join(held, "+")
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

func decision(d indicator.Dependence, holds bool) string {
	if d.Status != indicator.DependenceJudged {
		return string(d.Status)
	}
	return yes(holds)
}

// together is the row of all goods depended on: their value, its share of all imports,
// and the partner with the most of it.
func (l *goodsList) together() []analysis.Cell {
	var value, fromPartner, fromThird int64
	for _, k := range l.dependent {
		value, fromPartner, fromThird = value+l.importer.imports[k], fromPartner+l.details[k].fromPartner, fromThird+l.details[k].fromThird
	}
	leading := ""
	for code, v := range l.bought {
		if v > l.bought[leading] || v == l.bought[leading] && (leading == "" || code < leading) {
			leading = code
		}
	}
	name := l.say(trade.Name{English: "Dependent goods together: %d", Russian: "Зависимых товаров вместе: %d"}, len(l.dependent))
	if insufficient(l.verdicts) {
		cells := l.begin(string(trade.AllProducts), l.say(trade.Name{English: "Too few observed years", Russian: "Слишком мало наблюдаемых лет"}))
		return append(cells, slices.Repeat([]analysis.Cell{unknownCell}, len(l.goodsFields())-len(cells))...)
	}
	cells := append(l.begin(string(trade.AllProducts), name), moneyCell(value), shareCell(value, l.exposure.Value),
		textCell(leading), textCell(l.nameOf(leading)), shareCell(l.bought[leading], value), wholeCell(len(l.bought)))
	if l.partner.Code != "" {
		cells = append(cells, moneyCell(fromPartner), shareCell(fromPartner, value))
	}
	if l.terms.Third.Code != "" {
		cells = append(cells, shareCell(fromThird, value))
	}
	return append(cells, l.emptyCells(len(l.goodsFields())-len(cells))...)
}

// insufficient tells whether an importer cannot be judged, which is the same for all goods.
func insufficient(verdicts []indicator.Dependence) bool {
	return len(verdicts) > 0 && verdicts[0].Status == indicator.DependenceInsufficient
}

// emptyCells are those that have no meaning for several goods.
func (l *goodsList) emptyCells(count int) []analysis.Cell {
	return slices.Repeat([]analysis.Cell{{Amount: trade.Absent(trade.NotApplicable), Ratio: trade.Ratio{Status: trade.Undefined}}}, count)
}
