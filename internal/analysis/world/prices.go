package world

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

const (
	pricesName   = "prices"
	pricesMethod = "prices/1"
)

// How two periods are compared.
const (
	linkComparison    = "link"    // a period with the one before
	directComparison  = "direct"  // the last period with the first
	chainedComparison = "chained" // the same, as the product of the links
	driftComparison   = "drift"   // chained over direct
)

var questionPrices = analysis.Question{
	Name:   pricesName,
	Title:  trade.Name{English: "Prices and volumes of trade", Russian: "Цены и объёмы торговли"},
	Method: pricesMethod,
	Answer: prices,
}

// prices splits what A and B trade into prices and volumes, each direction by itself
// (METHODS A4). A good with a partner is an item; its price is the unit value, value
// over quantity. Between two periods, 0 and 1:
//
//	P_L = sum p1 q0 / sum p0 q0, P_P = sum p1 q1 / sum p0 q1, P_F = sqrt(P_L P_P)
//	volume = (V1/V0) / P_F over all goods
//
// Goods that have no quantity in one of the periods, and outliers among the price
// relatives, are in no price index and count as volume. Where the others have less
// than 60% of the value there is no index.
//
// With quality among Arguments.By the question is which trade is one-way, and what sets
// the directions of two-way trade apart.
func prices(ctx context.Context, asker analysis.Asker, args analysis.Arguments) (*analysis.Result, error) {
	p := &pricing{args: args, rule: indicator.StandardPriceRule(), measure: cmp.Or(args.Quantity, cube.NetKg)}
	if err := p.check(); err != nil {
		return nil, err
	}
	if p.byQuality {
		return qualityOfTrade(ctx, asker, args)
	}
	var err error
	if p.trade, err = analysis.ReadPriced(ctx, asker, args, p.measure); err != nil {
		return nil, err
	}
	for leg, goods := range p.trade.Goods {
		if p.legs[leg], err = p.compare(leg, goods); err != nil {
			return nil, err
		}
	}
	if err := p.refused(); err != nil {
		return nil, err
	}
	return p.result(), nil
}

// pricing is one question about prices on its way to an answer.
type pricing struct {
	args    analysis.Arguments
	rule    indicator.PriceRule
	measure cube.Measure
	byGoods bool
	trade   *analysis.PricedTrade
	legs    [2]pricedLeg

	byQuality bool
}

// pricedLeg is one direction with its comparisons.
type pricedLeg struct {
	goods       []analysis.PricedGood
	comparisons []comparison // none where nothing was traded
	units       []string     // of the quantities
}

// comparison is two periods of a direction, by their places in the list of periods.
type comparison struct {
	kind       string
	base, now  int
	of         *indicator.PriceComparison // nil for a drift
	indices    indicator.PriceIndices
	volume     float64 // by Fisher prices
	has        bool    // there are indices
	goods      []compared
	outliers   [2]int64 // value of the outliers, base and now
	unmatched  int      // goods with value and without a unit value in both periods
	unitValues bool     // all quantities have one unit
}

// check reads the arguments.
func (p *pricing) check() error {
	if p.measure != cube.NetKg && p.measure != cube.Quantity {
		return trade.Errorf(trade.Usage, "%q is not a quantity", p.measure).WithHint("use --quantity kg or --quantity unit")
	}
	if c := p.args.Coverage; c != 0 {
		if !(c > 0 && c <= 1) {
			return trade.Errorf(trade.Usage, "the least coverage %v is not above 0 and at most 1", c).WithHint("use --coverage 0.6 for 60%%")
		}
		p.rule.MinimumCoverage = c
	}
	for _, by := range p.args.By {
		switch by {
		case string(cube.Product):
			p.byGoods = true
		case byQuality:
			p.byQuality = true
		default:
			return trade.Errorf(trade.Usage, "prices are not told apart by %q", by).
				WithHint("use --by product, --by quality or --by quality,product, or leave it out")
		}
	}
	if t := p.args.Quality; !p.byQuality && (t.Band != "" || t.Tolerance != nil || t.Overlap != nil) {
		return trade.Errorf(trade.Usage, "--band, --tolerance and --overlap are about the quality of two-way trade").WithHint("add --by quality")
	}
	return nil
}

// compare compares the periods of one direction: each with the one before, and of
// more than two the last with the first.
func (p *pricing) compare(leg int, goods []analysis.PricedGood) (pricedLeg, error) {
	l := pricedLeg{goods: goods, units: unitsOf(goods)}
	if len(goods) == 0 {
		return l, nil
	}
	items, periods := itemsOf(goods, len(p.trade.Periods))
	chain, err := indicator.ChainPrices(periods, p.rule)
	if err != nil {
		return l, p.misfit(err, items, goods)
	}
	last := len(chain)
	if last == 1 {
		l.comparisons = []comparison{p.comparison(l, directComparison, 0, 1, chain[0].Link)}
		return l, nil
	}
	for i, c := range chain {
		l.comparisons = append(l.comparisons, p.comparison(l, linkComparison, i, i+1, c.Link))
	}
	end := chain[last-1]
	l.comparisons = append(l.comparisons,
		p.comparison(l, directComparison, 0, last, end.Direct),
		comparison{kind: chainedComparison, now: last, of: end.Direct, indices: end.Chained, volume: end.ChainedVolume.Fisher, has: end.HasChain},
		comparison{kind: driftComparison, now: last, indices: end.Drift, has: end.HasDrift})
	return l, nil
}

func (p *pricing) comparison(l pricedLeg, kind string, base, now int, of *indicator.PriceComparison) comparison {
	c := comparison{kind: kind, base: base, now: now, of: of, indices: of.Price, volume: of.Volume.Fisher, has: of.Defined(),
		unitValues: len(l.units) == 1}
	c.goods = p.comparedGoods(l.goods, base, now)
	for _, g := range c.goods {
		switch g.part {
		case unmatchedPart:
			c.unmatched++
		case outlierPart:
			c.outliers[0] += g.item.Base.Value
			c.outliers[1] += g.item.Current.Value
		}
	}
	return c
}

// itemsOf turns goods into the items of periods. What of a good has no quantity is an
// item of its own, which no index holds. owner gives the good of each item.
func itemsOf(goods []analysis.PricedGood, count int) (owner []int, periods [][]indicator.PricedFlow) {
	periods = make([][]indicator.PricedFlow, count)
	for i, g := range goods {
		owner = append(owner, i)
		rest := false
		for t, s := range g.Periods {
			periods[t] = append(periods[t], indicator.PricedFlow{Value: s.Priced, Quantity: s.Amount})
			rest = rest || s.Value != s.Priced
		}
		if !rest {
			continue
		}
		owner = append(owner, i)
		for t, s := range g.Periods {
			periods[t] = append(periods[t], indicator.PricedFlow{Value: s.Value - s.Priced})
		}
	}
	return owner, periods
}

// misfit names the good behind an error of the formulas.
func (p *pricing) misfit(err error, owner []int, goods []analysis.PricedGood) error {
	var item *indicator.ItemError
	if !errors.As(err, &item) || item.Index >= len(owner) {
		return trade.Errorf(trade.Internal, "prices: %w", err)
	}
	g := goods[owner[item.Index]]
	return trade.Errorf(trade.NoData, "the prices of %s cannot be compared: %s", g.Product, item.Reason).
		WithHint("look at `oborot flows --by period,product --where product=%s`", g.Product)
}

// unitsOf lists the units of quantities that goods have.
func unitsOf(goods []analysis.PricedGood) []string {
	var units []string
	for _, g := range goods {
		priced := slices.ContainsFunc(g.Periods, func(s analysis.PricedSpan) bool { return s.Amount > 0 })
		if priced && !slices.Contains(units, g.Unit) {
			units = append(units, g.Unit)
		}
	}
	slices.Sort(units)
	return units
}

// refused is the error where no comparison of any direction has an index.
func (p *pricing) refused() error {
	var reasons []string
	for leg, l := range p.legs {
		for _, c := range l.comparisons {
			if c.has {
				return nil
			}
			if c.kind == linkComparison || c.kind == directComparison {
				reasons = append(reasons, p.reason(trade.English, leg, c))
			}
		}
	}
	if len(reasons) == 0 {
		return trade.Errorf(trade.NoData, "nothing is held of the trade of %s with %s in %s",
			p.args.A.Name.English, p.args.B.Name.English, p.listed()).WithHint("see `oborot account` for what is held")
	}
	return trade.Errorf(trade.NoData, "there is no price index: %s", strings.Join(slices.Compact(reasons), "; ")).
		WithHint("%s", p.advice())
}

// advice says what to try where an index is refused.
func (p *pricing) advice() string {
	other := "--quantity unit"
	if p.measure == cube.Quantity {
		other = "--quantity kg"
	}
	return fmt.Sprintf("try other years, a coarser --level, %s, or accept less with --coverage", other)
}

func (p *pricing) listed() string {
	var words []string
	for _, q := range p.trade.Periods {
		words = append(words, q.String())
	}
	return strings.Join(words, ",")
}

// reason says why a comparison has no index.
func (p *pricing) reason(l trade.Language, leg int, c comparison) string {
	said := []any{directionName(leg).In(l), p.trade.Periods[c.base].In(l), p.trade.Periods[c.now].In(l)}
	if c.of.Status == indicator.PricesUnmatched {
		return fmt.Sprintf(noneMatched.In(l), said...)
	}
	return fmt.Sprintf(tooLittle.In(l), append(said, percent(l, c.of.BaseCoverage), percent(l, c.of.CurrentCoverage),
		percent(l, p.rule.MinimumCoverage))...)
}

var (
	noneMatched = trade.Name{
		English: "%s, %s to %s: no good has a quantity in both periods",
		Russian: "%s, %s — %s: нет товаров, у которых есть количество в обоих периодах",
	}
	tooLittle = trade.Name{
		English: "%s, %s to %s: goods with unit values in both periods have %s of the value before and %s after, below %s",
		Russian: "%s, %s — %s: на товары с ценой единицы в обоих периодах приходится %s стоимости до и %s после, меньше %s",
	}
)
