package world

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// allKinds is the code of the row of all kinds together.
const allKinds = "all"

// result is the table of kinds, or of goods where these were asked for.
func (q *quality) result() (*analysis.Result, error) {
	first, last := q.trade.Periods[0], q.trade.Periods[len(q.trade.Periods)-1]
	span := trade.Name{English: first.In(trade.English), Russian: first.In(trade.Russian)}
	if last != first && !q.byGoods {
		span = trade.Name{
			English: span.English + " to " + last.In(trade.English), Russian: span.Russian + " — " + last.In(trade.Russian),
		}
	}
	if q.byGoods {
		span = trade.Name{English: last.In(trade.English), Russian: last.In(trade.Russian)}
	}
	r := q.trade.Result(pricesName, qualityMethod, trade.Name{
		English: fmt.Sprintf("one-way and two-way trade by unit values, goods of up to %d digits, %s", q.trade.Digits, span.English),
		Russian: fmt.Sprintf("односторонняя и двусторонняя торговля по стоимости единицы, товары до %d знаков, %s", q.trade.Digits, span.Russian),
	})
	band := q.rule.Band
	r.Arguments["quantity"], r.Arguments["level"] = string(q.measure), q.trade.Digits
	r.Arguments["band"], r.Arguments["tolerance"] = string(band.Form), band.Tolerance
	r.Arguments["alike_from"], r.Arguments["alike_to"] = band.Low, band.High
	r.Arguments["overlap"], r.Arguments["minimum_coverage"] = q.rule.Overlap, q.coverage
	if q.byGoods {
		q.listGoods(r)
	} else {
		q.listKinds(r)
	}
	q.note(r)
	return r, nil
}

func kindFields() []analysis.Field {
	return []analysis.Field{
		periodField,
		analysis.NewField("kind", analysis.Text, "Code", "Код"),
		analysis.NewFieldForPeople("kind_title", "Kind of trade", "Вид торговли"),
		analysis.NewField("goods", analysis.Count, "Goods", "Товаров"),
		analysis.NewField("exports_usd", analysis.Money, "Exports", "Экспорт"),
		analysis.NewField("imports_usd", analysis.Money, "Imports", "Импорт"),
		analysis.NewField("turnover_usd", analysis.Money, "Turnover", "Оборот"),
		analysis.NewField("share", analysis.Fraction, "Share of trade", "Доля торговли"),
		analysis.NewField("both_ways_usd", analysis.Money, "Both ways", "Встречная"),
		analysis.NewField("both_ways_share", analysis.Fraction, "Part of Grubel-Lloyd", "Часть индекса Грубеля — Ллойда"),
	}
}

// listKinds has a row for each period and kind, after one of all kinds.
func (q *quality) listKinds(r *analysis.Result) {
	r.Fields = kindFields()
	for i, period := range q.trade.Periods {
		kinds, all := kindSums(q.in(i))
		row := func(code string, title trade.Name, k kindSum) {
			r.Rows = append(r.Rows, []analysis.Cell{
				textCell(period.String()), textCell(code), textCell(title.In(q.args.Language)), countCell(k.goods),
				moneyCell(k.value[0]), moneyCell(k.value[1]), moneyCell(k.turnover), shareCell(k.turnover, all.turnover),
				moneyCell(k.both), shareCell(k.both, all.turnover),
			})
		}
		row(allKinds, kindWords[allKinds], all)
		for _, kind := range kindsOfTrade {
			if k := *kinds[kind]; k.goods > 0 || kind != unspecifiedKind {
				row(string(kind), kindWords[string(kind)], k)
			}
		}
	}
}

func qualityGoodsFields(partners bool) []analysis.Field {
	fields := []analysis.Field{periodField}
	if partners {
		fields = append(fields, analysis.NewField("a", analysis.Text, "A", "А"), analysis.NewField("b", analysis.Text, "B", "Б"))
	}
	return append(fields,
		productField, productNameField,
		analysis.NewField("exports_usd", analysis.Money, "Exports", "Экспорт"),
		analysis.NewField("imports_usd", analysis.Money, "Imports", "Импорт"),
		shareField,
		analysis.NewField("grubel_lloyd", analysis.Index, "Grubel-Lloyd", "Грубель — Ллойд"),
		analysis.NewField("unit", analysis.Text, "Unit", "Единица"),
		analysis.NewField("exports_unit_value", analysis.Index, "Exports, USD per unit", "Экспорт, долл. за ед."),
		analysis.NewField("imports_unit_value", analysis.Index, "Imports, USD per unit", "Импорт, долл. за ед."),
		analysis.NewField("unit_value_ratio", analysis.Index, "Ratio", "Отношение"),
		analysis.NewField("kind", analysis.Text, "Code of kind", "Код вида"),
		analysis.NewFieldForPeople("kind_title", "Kind of trade", "Вид торговли"),
	)
}

// listGoods lists the goods of the last period, the largest turnover first; what is
// beyond --top is one row.
func (q *quality) listGoods(r *analysis.Result) {
	last := len(q.trade.Periods) - 1
	goods := q.in(last)
	_, all := kindSums(goods)
	partners := slices.ContainsFunc(q.goods, func(g twoWayGood) bool { return g.a != "" || g.b != "" })
	r.Fields = qualityGoodsFields(partners)
	slices.SortStableFunc(goods, func(x, y twoWaySpan) int { return cmp.Compare(y.turnover(), x.turnover()) })
	rest := twoWaySpan{good: &twoWayGood{product: otherProduct}}
	for i, s := range goods {
		if q.args.Top > 0 && i >= q.args.Top {
			rest.value[0], rest.value[1] = rest.value[0]+s.value[0], rest.value[1]+s.value[1]
			continue
		}
		r.Rows = append(r.Rows, q.goodRow(r, s, partners, all.turnover))
	}
	if q.args.Top > 0 && len(goods) > q.args.Top {
		r.Rows = append(r.Rows, q.goodRow(r, rest, partners, all.turnover))
	}
	if last > 0 {
		r.Notes = append(r.Notes, q.say(lastPeriodGoods, q.trade.Periods[last].In(q.args.Language)))
	}
}

// codeOr is the code of an economy, or of the side that is read as one.
func codeOr(e trade.Economy, s reference.Side) string { return cmp.Or(string(e), s.Code) }

func (q *quality) goodRow(r *analysis.Result, s twoWaySpan, partners bool, whole int64) []analysis.Cell {
	cells := []analysis.Cell{textCell(q.trade.Periods[len(q.trade.Periods)-1].String())}
	if partners {
		cells = append(cells, textCell(codeOr(s.good.a, q.args.A)), textCell(codeOr(s.good.b, q.args.B)))
	}
	name, gl := otherWords.In(q.args.Language), notApplicable
	if s.good.product != otherProduct {
		name = q.trade.Name(s.good.product, r)
	}
	if s.good.specified {
		gl = indexCell(indicator.GrubelLloyd(s.value[0], s.value[1]))
	}
	return append(cells, textCell(string(s.good.product)), textCell(name), moneyCell(s.value[0]), moneyCell(s.value[1]),
		shareCell(s.turnover(), whole), gl, textCell(s.unit), indexCell(s.priced[0].UnitValue()), indexCell(s.priced[1].UnitValue()),
		indexCell(s.ratio, s.hasRatio), textCell(string(s.kind)), textCell(kindWords[string(s.kind)].In(q.args.Language)))
}

func (q *quality) say(n trade.Name, args ...any) string {
	return fmt.Sprintf(n.In(q.args.Language), args...)
}

// note says what a reader must know: the rule, the valuation of both directions, and what
// unit values are.
func (q *quality) note(r *analysis.Result) {
	l, band := q.args.Language, q.rule.Band
	number := func(x float64) string {
		return decimals(l, strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.3f", x), "0"), "."))
	}
	r.Notes = append(r.Notes,
		q.say(kindRule, percent(l, q.rule.Overlap), number(band.Low), number(band.High), bandWords[band.Form].In(l)),
		q.say(bothWaysWords))
	valued := q.trade.Valuations()
	if alike := valued[0] == valued[1] && (valued[0] == string(trade.FOB) || valued[0] == string(trade.CIF)); alike {
		r.Notes = append(r.Notes, q.say(valuedAlike, valued[0]))
	} else {
		r.Notes = append(r.Notes, q.say(valuedApart))
	}
	words := quantityWords[q.measure]
	if q.measure != cube.Quantity {
		words = quantityWords[cube.NetKg]
	}
	r.Notes = append(r.Notes, q.say(words, q.trade.Digits), q.say(qualityCoverageWords, percent(l, q.coverage)), q.say(qualityCaveat))
	if q.trade.Digits < 6 {
		r.Notes = append(r.Notes, q.say(coarseKinds, q.trade.Digits))
	}
}

var kindWords = map[string]trade.Name{
	allKinds:                      {English: "all trade", Russian: "вся торговля"},
	string(indicator.TradeOneWay): {English: "one-way", Russian: "односторонняя"},
	string(indicator.TradeHorizontal): {English: "two-way, alike in unit value (horizontal)",
		Russian: "двусторонняя, цены близки (горизонтальная)"},
	string(indicator.TradeVerticalHigh): {English: "two-way, exports dearer (vertical, high)",
		Russian: "двусторонняя, экспорт дороже (вертикальная)"},
	string(indicator.TradeVerticalLow): {English: "two-way, exports cheaper (vertical, low)",
		Russian: "двусторонняя, экспорт дешевле (вертикальная)"},
	string(indicator.TradeUnpriced): {English: "two-way, no unit values to compare", Russian: "двусторонняя, сравнить цены нельзя"},
	string(unspecifiedKind):         {English: "hidden or not specified", Russian: "скрытые и неуточнённые коды"},
}

var bandWords = map[indicator.BandForm]trade.Name{
	indicator.BandReciprocal: {English: "reciprocal band; Fontagné and Freudenberg, 1997",
		Russian: "обратная полоса; Фонтанье и Фройденберг, 1997"},
	indicator.BandSymmetric: {English: "symmetric band; Greenaway, Hine and Milner, 1994",
		Russian: "симметричная полоса; Гринуэй, Хайн и Милнер, 1994"},
}

var (
	kindRule = trade.Name{
		English: "Trade in a good is two-way if the smaller flow is above %s of the larger (--overlap). Unit values are alike if those of " +
			"exports over those of imports lie from %s to %s (%s; --band, --tolerance).",
		Russian: "Торговля товаром двусторонняя, если меньший поток — больше %s большего (--overlap). Цены близки, если отношение " +
			"стоимости единицы экспорта к стоимости единицы импорта — от %s до %s (%s; --band, --tolerance).",
	}
	bothWaysWords = trade.Name{
		English: "Share of trade: goods are of one kind with all of their trade. Both ways: twice the smaller flow of each good, over all " +
			"trade; these shares add up to the Grubel-Lloyd index.",
		Russian: "Доля торговли: товар целиком отнесён к одному виду. Встречная: удвоенный меньший поток каждого товара, к всей торговле; " +
			"эти доли в сумме дают индекс Грубеля — Ллойда.",
	}
	valuedAlike = trade.Name{
		English: "Both directions are valued %s, so that freight moves no ratio of unit values.",
		Russian: "Оба направления — в ценах %s, так что фрахт на отношение цен не влияет.",
	}
	valuedApart = trade.Name{
		English: "Exports are mostly FOB and imports CIF: freight and insurance alone make imports dearer, so that ratios are a few " +
			"percent too low and some horizontal trade reads as cheaper exports.",
		Russian: "Экспорт обычно в ценах FOB, импорт — CIF: уже из-за фрахта и страховки импорт дороже, поэтому отношения на несколько " +
			"процентов занижены, и часть горизонтальной торговли выглядит как более дешёвый экспорт.",
	}
	qualityCoverageWords = trade.Name{
		English: "A good has unit values to compare if at least %s of its value in each direction has a quantity in one unit (--coverage).",
		Russian: "Цены товара сравниваются, если не менее %s его стоимости в каждом направлении имеет количество в одной единице (--coverage).",
	}
	qualityCaveat = trade.Name{
		English: "A unit value is value over quantity: a mix of goods within a code differs in it as quality does.",
		Russian: "Стоимость единицы — это стоимость, делённая на количество: разный состав товаров внутри кода меняет её так же, как качество.",
	}
	coarseKinds = trade.Name{
		English: "Codes of %d digits mix many goods, which makes trade look two-way.",
		Russian: "Коды из %d знаков объединяют много товаров, из-за чего торговля выглядит двусторонней.",
	}
	lastPeriodGoods = trade.Name{
		English: "Goods are those of %s, the last of the periods asked for; --by quality has every period.",
		Russian: "Товары — за %s, последний из запрошенных периодов; все периоды — с --by quality.",
	}
)
