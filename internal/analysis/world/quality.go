package world

import (
	"cmp"
	"context"
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// What prices are told by.
const (
	byQuality     = "quality"
	qualityMethod = "quality/1"

	unspecifiedKind indicator.TradeKind = "unspecified" // hidden by the publisher, or no good
)

const (
	qualityTolerance = 0.15
	qualityOverlap   = 0.1
	qualityCoverage  = 0.6
)

// kindsOfTrade are the kinds in the order of rows.
var kindsOfTrade = []indicator.TradeKind{
	indicator.TradeOneWay, indicator.TradeHorizontal, indicator.TradeVerticalHigh, indicator.TradeVerticalLow,
	indicator.TradeUnpriced, unspecifiedKind,
}

// quality is one question about the quality of two-way trade on its way to an answer.
type quality struct {
	args     analysis.Arguments
	rule     indicator.TradeKindRule
	coverage float64 // least share of the value of a good, each way, that a unit value must rest on
	measure  cube.Measure
	byGoods  bool
	trade    *analysis.PricedTrade
	goods    []twoWayGood
}

// twoWayGood is a good between two economies in both directions.
type twoWayGood struct {
	a, b      trade.Economy // empty for a side of one economy
	product   trade.Product
	specified bool
	legs      [2][]analysis.PricedGood // in the order of their units
}

// twoWaySpan is a good in a period.
type twoWaySpan struct {
	good     *twoWayGood
	value    [2]int64
	priced   [2]indicator.PricedFlow // in one unit, on which the unit values rest
	unit     string
	ratio    float64
	hasRatio bool
	kind     indicator.TradeKind
}

// qualityOfTrade tells one-way from two-way trade of A with B, and two-way trade in goods
// of like unit values (horizontal) from trade in goods that are dearer one way (vertical)
// (METHODS B6): by kind, or by good.
func qualityOfTrade(ctx context.Context, asker analysis.Asker, args analysis.Arguments) (*analysis.Result, error) {
	q := &quality{
		args: args, measure: cmp.Or(args.Quantity, cube.NetKg), coverage: cmp.Or(args.Coverage, qualityCoverage),
		byGoods: slices.Contains(args.By, string(cube.Product)),
	}
	if err := q.settle(args.Quality); err != nil {
		return nil, err
	}
	var err error
	if q.trade, err = analysis.ReadTwoWay(ctx, asker, args, q.measure); err != nil {
		return nil, err
	}
	q.pair()
	if len(q.goods) == 0 {
		return nil, trade.Errorf(trade.NoData, "nothing is held of the trade of %s with %s in these periods", args.A.Name.English,
			args.B.Name.English).
			WithHint("see `oborot account %s %s` for what is held", args.A.Code, args.B.Code)
	}
	return q.result()
}

// settle puts defaults in place and draws the band.
func (q *quality) settle(t analysis.QualityTerms) error {
	tolerance := qualityTolerance
	if t.Tolerance != nil {
		tolerance = *t.Tolerance
	}
	band, err := indicator.NewQualityBand(cmp.Or(indicator.BandForm(t.Band), indicator.BandReciprocal), tolerance)
	if err != nil {
		return trade.Errorf(trade.Usage, "%w", err).WithHint("use --band reciprocal or symmetric, and --tolerance 0.15 or 0.25")
	}
	q.rule = indicator.TradeKindRule{Band: band, Overlap: qualityOverlap}
	if t.Overlap != nil {
		q.rule.Overlap = *t.Overlap
	}
	if err := q.rule.Check(); err != nil {
		return trade.Errorf(trade.Usage, "%w", err).WithHint("use --overlap 0.1 for 10%%, or 0 for any trade in both directions")
	}
	return nil
}

// pair brings both directions of a good together. Exports are from A to B, so the
// exporter of one direction is the importer of the other.
func (q *quality) pair() {
	type key struct {
		a, b    trade.Economy
		product trade.Product
	}
	at := map[key]int{}
	for leg, goods := range q.trade.Goods {
		for _, g := range goods {
			k := key{g.Exporter, g.Importer, g.Product}
			if leg == 1 {
				k.a, k.b = g.Importer, g.Exporter
			}
			i, held := at[k]
			if !held {
				i = len(q.goods)
				at[k], q.goods = i, append(q.goods, twoWayGood{a: k.a, b: k.b, product: k.product, specified: q.trade.Specified(g)})
			}
			q.goods[i].legs[leg] = append(q.goods[i].legs[leg], g)
		}
	}
	slices.SortFunc(q.goods, func(x, y twoWayGood) int {
		return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b), cmp.Compare(x.product, y.product))
	})
}

// in is the goods that are traded in a period, each of its kind.
func (q *quality) in(period int) []twoWaySpan {
	var all []twoWaySpan
	for i := range q.goods {
		s := q.goods[i].in(period, q.coverage)
		if s.value == [2]int64{} {
			continue
		}
		kind, ok := q.rule.KindOf(s.value[0], s.value[1], s.ratio, s.hasRatio)
		if s.kind = kind; !ok || !s.good.specified {
			s.kind = unspecifiedKind
		}
		all = append(all, s)
	}
	return all
}

// in is the good in a period. Its unit values are those of the unit in which most of the
// value is published both ways. They count where enough of the value of each direction
// has a quantity in it.
func (g *twoWayGood) in(period int, coverage float64) twoWaySpan {
	s := twoWaySpan{good: g}
	units := [2]map[string]indicator.PricedFlow{{}, {}}
	for leg, goods := range g.legs {
		for _, one := range goods {
			span := one.Periods[period]
			s.value[leg] += span.Value
			units[leg][one.Unit] = indicator.PricedFlow{Value: span.Priced, Quantity: span.Amount}
		}
	}
	for _, one := range g.legs[0] {
		both := [2]indicator.PricedFlow{units[0][one.Unit], units[1][one.Unit]}
		if min(both[0].Value, both[1].Value) > min(s.priced[0].Value, s.priced[1].Value) {
			s.priced, s.unit = both, one.Unit
		}
	}
	for leg, flow := range s.priced {
		if float64(flow.Value) < coverage*float64(s.value[leg]) {
			return s
		}
	}
	exports, sold := s.priced[0].UnitValue()
	imports, bought := s.priced[1].UnitValue()
	if s.hasRatio = sold && bought; s.hasRatio {
		s.ratio = exports / imports
	}
	return s
}

func (s twoWaySpan) turnover() int64 { return s.value[0] + s.value[1] }

// both is what is traded both ways: twice the smaller flow. What is not specified is no
// good, and nothing is known of its directions.
func (s twoWaySpan) both() int64 {
	if s.kind == unspecifiedKind {
		return 0
	}
	return 2 * min(s.value[0], s.value[1])
}

// kindSum is the trade of one kind.
type kindSum struct {
	goods    int
	value    [2]int64
	turnover int64
	both     int64
}

func (k *kindSum) add(s twoWaySpan) {
	k.goods++
	k.value[0], k.value[1] = k.value[0]+s.value[0], k.value[1]+s.value[1]
	k.turnover, k.both = k.turnover+s.turnover(), k.both+s.both()
}

// kindSums adds up goods by kind, and all of them.
func kindSums(goods []twoWaySpan) (kinds map[indicator.TradeKind]*kindSum, all kindSum) {
	kinds = map[indicator.TradeKind]*kindSum{}
	for _, k := range kindsOfTrade {
		kinds[k] = &kindSum{}
	}
	for _, s := range goods {
		kinds[s.kind].add(s)
		all.add(s)
	}
	return kinds, all
}
