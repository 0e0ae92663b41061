package world

import (
	"cmp"
	"slices"
	"strings"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// exposureFields say how much of its trade somebody depends on.
func (q *dependences) exposureFields() []analysis.Field {
	return []analysis.Field{
		q.bySide(analysis.NewField("products", analysis.Count, "Goods imported", "Товаров в импорте"),
			analysis.NewField("products", analysis.Count, "Goods exported", "Товаров в экспорте")),
		analysis.NewField("dependent_products", analysis.Quantity, "Dependent", "Зависимых"),
		analysis.NewField("dependent_products_share", analysis.Fraction, "Of the goods", "Доля товаров"),
		q.bySide(analysis.NewField("imports_usd", analysis.Money, "Imports", "Импорт"),
			analysis.NewField("exports_usd", analysis.Money, "Exports", "Экспорт")),
		analysis.NewField("dependent_usd", analysis.Money, "Dependent value", "Зависимая стоимость"),
		analysis.NewField("dependent_share", analysis.Fraction, "Of the value", "Доля стоимости"),
		analysis.NewField("below_floor_products", analysis.Count, "Below the floor", "Ниже порога"),
		analysis.NewField("below_floor_usd", analysis.Money, "Their value", "Их стоимость"),
		analysis.NewField("single_point_products", analysis.Count, "On a single point", "От единственного"),
		analysis.NewField("single_point_usd", analysis.Money, "Value on it", "Стоимость от него"),
		analysis.NewField("single_point_share", analysis.Fraction, "Single points, of the value", "От единственных, доля"),
		analysis.NewField("status", analysis.Text, "Status", "Статус"),
	}
}

// exposed is the exposure of an importer, insufficient where too few years of the
// window are observed.
type exposed struct {
	importer     *importerYear
	exposure     indicator.Exposure
	hanging      hanging
	insufficient bool
}

func (e exposed) cells() []analysis.Cell {
	x, status := e.exposure, ""
	products, dependent := wholeCell(x.DependentProducts), moneyCell(x.DependentValue)
	count, value := indexCell(x.InCount()), indexCell(x.InValue())
	if e.insufficient {
		status = string(indicator.DependenceInsufficient)
		products, dependent, count, value = unknownCell, unknownCell, unknownCell, unknownCell
	}
	return []analysis.Cell{countCell(x.Products), products, count, moneyCell(x.Value), dependent, value,
		countCell(x.DroppedProducts), moneyCell(x.DroppedValue),
		countCell(e.hanging.products), moneyCell(e.hanging.value), shareCell(e.hanging.value, x.Value), textCell(status)}
}

// unknownCell is a value that cannot be told, of a field of any kind that has statuses.
var unknownCell = analysis.Cell{Amount: trade.Absent(trade.Missing), Ratio: trade.Ratio{Status: trade.StatusMissing}}

// wholeCell is a number of a field of Quantity, which unlike one of Count can be absent.
func wholeCell(n int) analysis.Cell { return moneyCell(int64(n) * 1000) }

// exposures adds up every importer of a year by a rule.
func (q *dependences) exposures(y *dependenceYear, rule string) ([]exposed, error) {
	var details [][]dependenceDetail
	if rule != ruleGeoDep || q.partner.Code != "" {
		var err error
		if details, err = q.detail(y, rule, false); err != nil {
			return nil, err
		}
	}
	var all []exposed
	var verdicts []indicator.Dependence
	for i, m := range y.importers {
		own := detailsOf(details, i)
		verdicts = q.verdictsOf(verdicts, y, m, rule, own)
		q.keepReliant(m, rule, own, verdicts)
		e := exposed{importer: m, exposure: q.exposureOf(y, m, verdicts), hanging: hangingOf(y, m)}
		e.insufficient = insufficient(verdicts)
		q.judged = q.judged || !e.insufficient
		if m.observed && e.exposure.Products > 0 {
			all = append(all, e)
		}
	}
	return all, nil
}

// rankingTable lists all importers, those who depend on most of the value first.
func (q *dependences) rankingTable() dependenceTable {
	fields := append([]analysis.Field{yearField, analysis.NewField("rank", analysis.Quantity, "Rank", "Место"), economyField,
		economyNameField}, q.exposureFields()...)
	return dependenceTable{fields, q.addRanking}
}

func (q *dependences) addRanking(y *dependenceYear) error {
	all, err := q.exposures(y, q.terms.Rule)
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b exposed) int {
		x, _ := a.exposure.InValue()
		z, _ := b.exposure.InValue()
		return cmp.Or(cmp.Compare(oneIf(a.insufficient), oneIf(b.insufficient)), cmp.Compare(z, x),
			strings.Compare(a.importer.Code, b.importer.Code))
	})
	q.sayRanking(y, all)
	q.sayNumerator()
	if top := q.args.Top; top > 0 && len(all) > top {
		q.note(trade.Name{
			English: "%d: the first %d of %d are listed (--top).",
			Russian: "%d: показаны первые %d из %d (--top).",
		}, y.year, top, len(all))
		all = all[:top]
	}
	for i, e := range all {
		place := wholeCell(i + 1)
		if e.insufficient {
			place = unknownCell
		}
		cells := []analysis.Cell{countCell(y.year), place, textCell(e.importer.Code), textCell(e.importer.Name.In(q.args.Language))}
		q.rows = append(q.rows, append(cells, e.cells()...))
	}
	return nil
}

// summaryTable has a row for each year, importer and rule.
func (q *dependences) summaryTable() dependenceTable {
	fields := append([]analysis.Field{yearField, economyField, economyNameField,
		analysis.NewField("rule", analysis.Text, "Rule", "Правило")}, q.exposureFields()...)
	return dependenceTable{fields, q.addSummary}
}

// addSummary judges by every rule that applies: GeoDep's in both readings, the
// Commission's on imports, that of MERICS on a partner.
func (q *dependences) addSummary(y *dependenceYear) error {
	q.sayNumerator()
	asked := q.terms
	defer func() { q.terms = asked }()
	for _, r := range q.summaryRules() {
		q.terms.Rule, q.terms.Reading = r.rule, r.reading
		all, err := q.exposures(y, r.rule)
		if err != nil {
			return err
		}
		for _, e := range all {
			cells := []analysis.Cell{countCell(y.year), textCell(e.importer.Code), textCell(e.importer.Name.In(q.args.Language)),
				textCell(strings.TrimSpace(r.rule + " " + r.reading))}
			q.rows = append(q.rows, append(cells, e.cells()...))
		}
	}
	return nil
}

// ruleReading is a rule, with a reading where it has several.
type ruleReading struct{ rule, reading string }

func (q *dependences) summaryRules() []ruleReading {
	rules := []ruleReading{{ruleGeoDep, readingWindow}, {ruleGeoDep, readingLast}}
	if q.direction == trade.Exports {
		return rules
	}
	rules = append(rules, ruleReading{rule: ruleCommission})
	if q.partner.Code != "" {
		rules = append(rules, ruleReading{rule: ruleMerics})
	}
	return rules
}
