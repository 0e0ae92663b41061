package world

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

var (
	directionField  = analysis.NewField("direction", analysis.Text, "Direction", "Направление")
	periodField     = analysis.NewField("period", analysis.Span, "Period", "Период")
	basePeriodField = analysis.NewField("base_period", analysis.Span, "Against", "К периоду")
	notApplicable   = ratioCell(trade.Ratio{Status: trade.Undefined})
)

func priceFields() []analysis.Field {
	return []analysis.Field{
		directionField,
		analysis.NewField("comparison", analysis.Text, "Comparison", "Сравнение"),
		basePeriodField, periodField,
		analysis.NewField("value_usd_base", analysis.Money, "Value before", "Стоимость ранее"),
		valueField,
		analysis.NewField("value_index", analysis.Index, "Value index", "Индекс стоимости"),
		analysis.NewField("price_laspeyres", analysis.Index, "Prices, Laspeyres", "Индекс цен Ласпейреса"),
		analysis.NewField("price_paasche", analysis.Index, "Prices, Paasche", "Индекс цен Пааше"),
		analysis.NewField("price_fisher", analysis.Index, "Prices, Fisher", "Индекс цен Фишера"),
		analysis.NewField("price_tornqvist", analysis.Index, "Prices, Törnqvist", "Индекс цен Торнквиста"),
		analysis.NewField("volume_index", analysis.Index, "Volume, all goods", "Объём, все товары"),
		analysis.NewField("quantity_laspeyres", analysis.Index, "Quantities, Laspeyres", "Количества, Ласпейрес"),
		analysis.NewField("quantity_paasche", analysis.Index, "Quantities, Paasche", "Количества, Пааше"),
		analysis.NewField("quantity_fisher", analysis.Index, "Quantities, Fisher", "Количества, Фишер"),
		analysis.NewField("quantity_tornqvist", analysis.Index, "Quantities, Törnqvist", "Количества, Торнквист"),
		analysis.NewField("unit_value_index", analysis.Index, "Unit value of all goods (no price index)",
			"Стоимость единицы всех товаров (не индекс цен)"),
		analysis.NewField("coverage_base", analysis.Fraction, "Coverage before", "Охват ранее"),
		analysis.NewField("coverage", analysis.Fraction, "Coverage", "Охват"),
		analysis.NewField("matched", analysis.Index, "Goods in the index", "Товаров в индексе"),
		analysis.NewField("unmatched", analysis.Index, "Without unit values", "Без стоимости единицы"),
		analysis.NewField("outliers", analysis.Index, "Outliers left out", "Исключено выбросов"),
		analysis.NewField("outliers_usd_base", analysis.Money, "Value of outliers before", "Стоимость выбросов ранее"),
		analysis.NewField("outliers_usd", analysis.Money, "Value of outliers", "Стоимость выбросов"),
		analysis.NewField("price_effect_usd", analysis.Money, "Price effect, Bennet", "Ценовой фактор (Беннет)"),
		analysis.NewField("volume_effect_usd", analysis.Money, "Volume effect, Bennet", "Фактор объёма (Беннет)"),
		analysis.NewField("price_effect_lmdi_usd", analysis.Money, "Price effect, LMDI", "Ценовой фактор (LMDI)"),
		analysis.NewField("volume_effect_lmdi_usd", analysis.Money, "Volume effect, LMDI", "Фактор объёма (LMDI)"),
	}
}

// result is the table of comparisons, or of goods where these were asked for.
func (p *pricing) result() *analysis.Result {
	first, last := p.trade.Periods[0], p.trade.Periods[len(p.trade.Periods)-1]
	r := p.trade.Result(pricesName, pricesMethod, trade.Name{
		English: fmt.Sprintf("prices and volumes, goods of up to %d digits, %s to %s", p.trade.Digits, first.In(trade.English),
			last.In(trade.English)),
		Russian: fmt.Sprintf("цены и объёмы, товары до %d знаков, %s — %s", p.trade.Digits, first.In(trade.Russian), last.In(trade.Russian)),
	})
	r.Arguments["quantity"] = string(p.measure)
	r.Arguments["level"] = p.trade.Digits
	r.Arguments["minimum_coverage"] = p.rule.MinimumCoverage
	r.Arguments["outlier_score"] = p.rule.OutlierScore
	if p.byGoods {
		p.listGoods(r)
	} else {
		r.Fields = priceFields()
		for leg, l := range p.legs {
			for _, c := range l.comparisons {
				r.Rows = append(r.Rows, p.comparisonRow(leg, c))
			}
		}
	}
	r.Notes = append(r.Notes, p.notes(r)...)
	return r
}

func (p *pricing) comparisonRow(leg int, c comparison) []analysis.Cell {
	cells := []analysis.Cell{textCell(directionWord(leg)), textCell(c.kind),
		textCell(p.trade.Periods[c.base].String()), textCell(p.trade.Periods[c.now].String())}
	absent := analysis.Cell{Amount: trade.Absent(trade.NotApplicable)}
	value, index := []analysis.Cell{absent, absent}, notApplicable
	if c.of != nil {
		value = []analysis.Cell{moneyCell(c.of.BaseValue), moneyCell(c.of.CurrentValue)}
		index = ratioCell(trade.Quotient(trade.Of(c.of.CurrentValue), trade.Of(c.of.BaseValue)))
	}
	cells = append(append(cells, value...), index)
	cells = append(cells, c.indexCells(c.indices)...)
	if c.kind == driftComparison {
		cells = append(cells, notApplicable)
	} else {
		cells = append(cells, c.indexCell(c.volume))
	}
	return append(cells, c.ownCells()...)
}

// ownCells are what a comparison of two periods has, and a chain has not.
func (c comparison) ownCells() []analysis.Cell {
	absent := analysis.Cell{Amount: trade.Absent(trade.NotApplicable)}
	if c.kind == chainedComparison || c.kind == driftComparison {
		cells := []analysis.Cell{notApplicable, notApplicable, notApplicable, notApplicable, notApplicable, notApplicable, notApplicable,
			notApplicable, notApplicable, notApplicable}
		return append(cells, absent, absent, absent, absent, absent, absent)
	}
	cells := c.indexCells(c.of.Quantity)
	unit, ok := c.of.AggregateUnitValue()
	cells = append(cells, indexCell(unit, ok && c.unitValues),
		indexCell(c.of.BaseCoverage, c.of.BaseValue > 0), indexCell(c.of.CurrentCoverage, c.of.CurrentValue > 0),
		numberCell(c.of.Matched), numberCell(c.unmatched), numberCell(c.of.Trimmed), moneyCell(c.outliers[0]), moneyCell(c.outliers[1]))
	for _, effect := range []float64{c.of.Bennet.Price, c.of.Bennet.Volume, c.of.LMDI.Price, c.of.LMDI.Volume} {
		cells = append(cells, effectCell(effect, c.has))
	}
	return cells
}

func (c comparison) indexCells(i indicator.PriceIndices) []analysis.Cell {
	return []analysis.Cell{c.indexCell(i.Laspeyres), c.indexCell(i.Paasche), c.indexCell(i.Fisher), c.indexCell(i.Tornqvist)}
}

// indexCell says of an index that was refused why.
func (c comparison) indexCell(x float64) analysis.Cell {
	switch {
	case c.has:
		return indexCell(x, true)
	case c.of != nil && !c.of.Defined():
		return ratioCell(trade.Ratio{Status: trade.Status(c.of.Status)})
	}
	return notApplicable
}

// numberCell is a whole number that other rows may not have.
func numberCell(n int) analysis.Cell { return indexCell(float64(n), true) }

// overall is the comparison of the last period with the first.
func (l pricedLeg) overall() *comparison {
	i := slices.IndexFunc(l.comparisons, func(c comparison) bool { return c.kind == directComparison })
	if i < 0 {
		return nil
	}
	return &l.comparisons[i]
}

// notes say what a reader must know of these indices.
func (p *pricing) notes(r *analysis.Result) []string {
	notes := []string{p.say(unitValueCaveat), p.say(quantityWords[p.measure], p.trade.Digits)}
	if p.trade.Digits < 6 {
		notes = append(notes, p.say(coarseGoods, p.trade.Digits))
	}
	for leg, l := range p.legs {
		for _, c := range l.comparisons {
			if !c.has && (c.kind == linkComparison || c.kind == directComparison) {
				notes = append(notes, p.say(noPriceIndex, p.reason(p.args.Language, leg, c)))
			}
		}
		if c := l.overall(); c != nil {
			notes = append(notes, p.noteOutliers(leg, c)...)
			notes = append(notes, p.noteLargest(r, leg, c)...)
		}
		if len(l.units) > 1 {
			notes = append(notes, p.say(severalUnits, directionName(leg).In(p.args.Language), strings.Join(l.units, ", ")))
		}
	}
	return notes
}

// noteOutliers says how much the outliers are worth, and where none were looked for.
func (p *pricing) noteOutliers(leg int, c *comparison) []string {
	direction := directionName(leg).In(p.args.Language)
	switch {
	case !c.of.Judged && c.of.Matched > 0:
		return []string{p.say(notJudged, direction, indicator.UnitValueSample)}
	case c.of.Trimmed == 0:
		return nil
	}
	share := (&basis{args: p.args}).percent // in words where it is very small
	return []string{p.say(trimmedGoods, direction, c.of.Trimmed,
		share(c.outliers[0], c.of.BaseValue), share(c.outliers[1], c.of.CurrentValue),
		decimals(p.args.Language, fmt.Sprint(p.rule.OutlierScore)))}
}

// largest is how many goods a note names.
const largest = 3

// noteLargest names the goods whose prices moved the value most.
func (p *pricing) noteLargest(r *analysis.Result, leg int, c *comparison) []string {
	if !c.has || p.byGoods || c.of.BaseValue == 0 {
		return nil
	}
	goods := slices.DeleteFunc(slices.Clone(c.goods), func(g compared) bool { return g.part != indexPart })
	slices.SortStableFunc(goods, func(a, b compared) int { return cmp.Compare(math.Abs(b.bennet.Price), math.Abs(a.bennet.Price)) })
	var words []string
	for _, g := range goods[:min(largest, len(goods))] {
		product := p.legs[leg].goods[g.good].Product
		points := decimals(p.args.Language, fmt.Sprintf("%+.1f", 100*g.bennet.Price/float64(c.of.BaseValue)))
		words = append(words, p.say(movedGood, product, shortName(p.trade.Name(product, r)), points))
	}
	return []string{p.say(movedMost, directionName(leg).In(p.args.Language), p.trade.Periods[c.base].In(p.args.Language),
		p.trade.Periods[c.now].In(p.args.Language), strings.Join(words, "; "))}
}

func (p *pricing) say(n trade.Name, args ...any) string {
	return fmt.Sprintf(n.In(p.args.Language), args...)
}

// directionWord is the word of a direction for programs.
func directionWord(leg int) string {
	return string([2]trade.Direction{trade.Exports, trade.Imports}[leg])
}

// directionName is the word of a direction for people.
func directionName(leg int) trade.Name {
	return [2]trade.Name{{English: "exports", Russian: "экспорт"}, {English: "imports", Russian: "импорт"}}[leg]
}

// percent writes a share for people.
func percent(l trade.Language, share float64) string {
	sign := "%"
	if l == trade.Russian {
		sign = "\u00a0%"
	}
	return decimals(l, fmt.Sprintf("%.1f", 100*share)) + sign
}

// decimals puts the decimal mark of the language into a number.
func decimals(l trade.Language, number string) string {
	if l == trade.Russian {
		return strings.Replace(number, ".", ",", 1)
	}
	return number
}

// shortNameLetters are shown of the name of a good within a sentence.
const shortNameLetters = 40

func shortName(name string) string {
	letters := []rune(name)
	if len(letters) <= shortNameLetters {
		return name
	}
	return strings.TrimRight(string(letters[:shortNameLetters-1]), " ,;:(-") + "…"
}

var (
	unitValueCaveat = trade.Name{
		English: "Prices are unit values (value over quantity), not prices of a survey: a change of quality or mix within a good reads as a " +
			"price (XMPI Manual, 2009; Silver, 2010). The unit value of all goods together moves with the mix of goods and is no price index.",
		Russian: "Цены — это стоимость единицы (стоимость, делённая на количество), а не цены обследования: изменение качества или состава " +
			"внутри товара выглядит как изменение цены (XMPI Manual, 2009; Silver, 2010). Стоимость единицы всех товаров вместе зависит от их " +
			"состава и индексом цен не является.",
	}
	quantityWords = map[cube.Measure]trade.Name{
		cube.NetKg: {
			English: "Quantities are net mass in kilograms; goods are compared at up to %d digits. Masses that the publisher estimated are not " +
				"used.",
			Russian: "Количество — масса нетто в килограммах; товары сопоставлены на уровне до %d знаков. Оценённая публикатором масса не " +
				"используется.",
		},
		cube.Quantity: {
			English: "Quantities are in the supplementary unit of each good; goods are compared at up to %d digits. Quantities that the " +
				"publisher estimated are not used.",
			Russian: "Количество — в дополнительной единице каждого товара; товары сопоставлены на уровне до %d знаков. Оценённые публикатором " +
				"количества не используются.",
		},
	}
	coarseGoods = trade.Name{
		English: "Codes of %d digits mix many goods, so much of what reads as a price is a change of mix.",
		Russian: "Коды из %d знаков объединяют много товаров, поэтому многое из того, что выглядит как цена, — изменение состава.",
	}
	noPriceIndex = trade.Name{
		English: "No price index for %s.",
		Russian: "Индекса цен нет: %s.",
	}
	severalUnits = trade.Name{
		English: "The quantities of %s are in several units (%s), so there is no unit value of all goods together.",
		Russian: "Количества (%s) — в разных единицах (%s), поэтому стоимости единицы всех товаров вместе нет.",
	}
	notJudged = trade.Name{
		English: "Outliers among the price changes of %s were not looked for: it takes %d goods, and some spread.",
		Russian: "Выбросы среди изменений цен (%s) не искали: нужно не менее %d товаров с разными изменениями.",
	}
	trimmedGoods = trade.Name{
		English: "Left out of the price index of %s as outliers: %d of the goods, with %s of the value before and %s after (score above %s).",
		Russian: "Исключено из индекса цен (%s) как выбросы: товаров: %d, на них приходится %s стоимости до и %s после (оценка выше %s).",
	}
	movedMost = trade.Name{
		English: "Prices moved the value of %s from %s to %s most in: %s.",
		Russian: "Цены сильнее всего изменили стоимость (%s, %s — %s): %s.",
	}
	movedGood = trade.Name{English: "%s %s (%s pp)", Russian: "%s %s (%s п.п.)"}
)
