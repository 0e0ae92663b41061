package world

import (
	"cmp"
	"math"
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// The parts that goods play in a comparison.
const (
	indexPart     = "index"
	outlierPart   = "outlier"
	unmatchedPart = "unmatched"
)

// compared is a good in two periods.
type compared struct {
	good         int // in the list of its direction
	part         string
	base, now    int64 // value
	item         indicator.PriceItem
	bennet, lmdi indicator.PriceEffect // thousandths; all volume outside the index
}

// comparedGoods sorts goods that have any value in two periods into those of the
// index, outliers, and those without a unit value in one of the periods.
func (p *pricing) comparedGoods(goods []analysis.PricedGood, base, now int) []compared {
	var all []compared
	var matched []int
	var logs []float64
	for i, g := range goods {
		s0, s1 := g.Periods[base], g.Periods[now]
		if s0.Value == 0 && s1.Value == 0 {
			continue
		}
		c := compared{good: i, part: unmatchedPart, base: s0.Value, now: s1.Value, item: indicator.PriceItem{
			Base:    indicator.PricedFlow{Value: s0.Priced, Quantity: s0.Amount},
			Current: indicator.PricedFlow{Value: s1.Priced, Quantity: s1.Amount},
		}}
		if log, ok := indicator.RelativeUnitValue(c.item.Current, unitValueOr0(c.item.Base)); ok {
			c.part = indexPart
			matched, logs = append(matched, len(all)), append(logs, log)
		}
		all = append(all, c)
	}
	outliers, _ := indicator.UnitValueOutliers(logs, p.rule.OutlierScore)
	for i, at := range matched {
		if outliers[i] {
			all[at].part = outlierPart
		}
	}
	for i := range all {
		all[i].split()
	}
	return all
}

func unitValueOr0(f indicator.PricedFlow) float64 {
	uv, _ := f.UnitValue()
	return uv
}

// split divides the change of value of a good; what is in no index is volume.
func (c *compared) split() {
	change := float64(c.now - c.base)
	if c.part == indexPart {
		c.bennet, _ = c.item.Bennet()
		c.lmdi, _ = c.item.LMDI()
	}
	c.bennet.Volume, c.lmdi.Volume = change-c.bennet.Price, change-c.lmdi.Price
}

func priceGoodsFields(partners bool) []analysis.Field {
	fields := []analysis.Field{directionField}
	if partners {
		fields = append(fields, analysis.NewField("exporter", analysis.Text, "Exporter", "Экспортёр"),
			analysis.NewField("importer", analysis.Text, "Importer", "Импортёр"))
	}
	return append(fields,
		productField, productNameField,
		analysis.NewField("unit", analysis.Text, "Unit", "Единица"),
		basePeriodField, periodField,
		analysis.NewField("value_usd_base", analysis.Money, "Value before", "Стоимость ранее"),
		valueField,
		analysis.NewField("unit_value_base", analysis.Index, "USD per unit before", "Долл. за единицу ранее"),
		analysis.NewField("unit_value", analysis.Index, "USD per unit", "Долл. за единицу"),
		analysis.NewField("price_relative", analysis.Index, "Price relative", "Отношение цен"),
		analysis.NewField("quantity_relative", analysis.Index, "Quantity relative", "Отношение количеств"),
		analysis.NewField("price_effect_usd", analysis.Money, "Price effect, Bennet", "Ценовой фактор (Беннет)"),
		analysis.NewField("volume_effect_usd", analysis.Money, "Volume effect, Bennet", "Фактор объёма (Беннет)"),
		analysis.NewField("price_effect_lmdi_usd", analysis.Money, "Price effect, LMDI", "Ценовой фактор (LMDI)"),
		analysis.NewField("volume_effect_lmdi_usd", analysis.Money, "Volume effect, LMDI", "Фактор объёма (LMDI)"),
		analysis.NewField("price_contribution_pp", analysis.Points, "Contribution of price", "Вклад цены, п.п."),
		analysis.NewField("volume_contribution_pp", analysis.Points, "Contribution of volume", "Вклад объёма, п.п."),
		analysis.NewField("part", analysis.Text, "Part", "Роль"),
	)
}

// listGoods writes the goods of the comparison of the last period with the first, the
// largest first; what is beyond --top is one row.
func (p *pricing) listGoods(r *analysis.Result) {
	partners := slices.ContainsFunc(p.legs[:], func(l pricedLeg) bool {
		return slices.ContainsFunc(l.goods, func(g analysis.PricedGood) bool { return g.Exporter != "" || g.Importer != "" })
	})
	r.Fields = priceGoodsFields(partners)
	for leg, l := range p.legs {
		c := l.overall()
		if c == nil {
			continue
		}
		goods := slices.Clone(c.goods)
		slices.SortStableFunc(goods, func(a, b compared) int { return cmp.Compare(max(b.base, b.now), max(a.base, a.now)) })
		rest := compared{part: otherProduct}
		for i, g := range goods {
			if p.args.Top > 0 && i >= p.args.Top {
				rest.add(g)
				continue
			}
			r.Rows = append(r.Rows, p.goodRow(r, leg, partners, c, g))
		}
		if p.args.Top > 0 && len(goods) > p.args.Top {
			r.Rows = append(r.Rows, p.goodRow(r, leg, partners, c, rest))
		}
	}
}

// otherProduct stands for the goods beyond --top.
const otherProduct = "other"

// add adds a good to the rest.
func (c *compared) add(g compared) {
	c.base, c.now = c.base+g.base, c.now+g.now
	c.bennet.Price, c.bennet.Volume = c.bennet.Price+g.bennet.Price, c.bennet.Volume+g.bennet.Volume
	c.lmdi.Price, c.lmdi.Volume = c.lmdi.Price+g.lmdi.Price, c.lmdi.Volume+g.lmdi.Volume
}

func (p *pricing) goodRow(r *analysis.Result, leg int, partners bool, c *comparison, g compared) []analysis.Cell {
	good := analysis.PricedGood{Product: otherProduct}
	if g.part != otherProduct {
		good = p.legs[leg].goods[g.good]
	}
	cells := []analysis.Cell{textCell(directionWord(leg))}
	if partners {
		cells = append(cells, textCell(string(good.Exporter)), textCell(string(good.Importer)))
	}
	before, had := g.item.Base.UnitValue()
	now, has := g.item.Current.UnitValue()
	quantities := trade.Quotient(trade.Of(g.item.Current.Quantity), trade.Of(g.item.Base.Quantity))
	cells = append(cells,
		textCell(string(good.Product)), textCell(p.trade.Name(good.Product, r)), textCell(good.Unit),
		textCell(p.trade.Periods[c.base].String()), textCell(p.trade.Periods[c.now].String()),
		moneyCell(g.base), moneyCell(g.now), indexCell(before, had), indexCell(now, has),
	)
	relative := notApplicable
	if had && has {
		relative = indexCell(now/before, true)
	} else {
		quantities = trade.Ratio{Status: trade.Undefined}
	}
	cells = append(cells, relative, ratioCell(quantities))
	effects := []float64{g.bennet.Price, g.bennet.Volume, g.lmdi.Price, g.lmdi.Volume}
	for _, e := range effects {
		cells = append(cells, effectCell(e, c.has))
	}
	for _, e := range effects[:2] {
		cells = append(cells, contributionCell(e, c))
	}
	return append(cells, textCell(g.part))
}

// effectCell is an amount in thousandths, absent where there is no index.
func effectCell(thousandths float64, has bool) analysis.Cell {
	if !has {
		return analysis.Cell{Amount: trade.Absent(trade.NotApplicable)}
	}
	return moneyCell(int64(math.Round(thousandths)))
}

// contributionCell is an effect in percentage points of the value before.
func contributionCell(effect float64, c *comparison) analysis.Cell {
	if !c.has || c.of.BaseValue == 0 {
		return notApplicable
	}
	return indexCell(100*effect/float64(c.of.BaseValue), true)
}
