package analysis

import (
	"context"
	"slices"
	"strconv"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// overlap says where to look for the same trade in two nomenclatures.
type overlap struct {
	key        string // tells overlaps of one answer apart
	source     *source
	candidates func(dataset string) []source // what a dataset holds of this trade
}

// ofLeg is the overlap of a direction: the trade of the pair itself.
func (q *inquiry) ofLeg(s *source, leg int) overlap {
	l := q.pair.legs()[leg]
	return overlap{strconv.Itoa(leg), s, func(dataset string) []source {
		return q.held.candidates(l, q.pair, wish{dataset: dataset, partial: true, products: true})
	}}
}

// ofDataset is the overlap of a question without a pair: all trade that its filters
// keep.
func (q *inquiry) ofDataset(s *source) overlap {
	return overlap{s.dataset, s, func(dataset string) []source {
		all := slices.DeleteFunc(q.held.series(), func(o source) bool { return o.dataset != dataset })
		for i := range all {
			for _, c := range all[i].records {
				all[i].pieces = append(all[i].pieces, pieces(c)...)
			}
			all[i].pieces = sorted(all[i].pieces)
		}
		return all
	}}
}

// learn gives a converter weights from own data: two datasets of one publisher that
// hold the same trade, by the same report, in the same periods, one in each
// nomenclature. The dataset that answers comes first.
func (q *inquiry) learn(ctx context.Context, k *reference.Converter, o overlap) error {
	others := slices.DeleteFunc(q.held.all(), func(d string) bool { return d == o.source.dataset })
	for _, dataset := range slices.Concat([]string{o.source.dataset}, others) {
		for _, before := range o.candidates(dataset) {
			after, spans := q.sameIn(before, k.From, k.To, o)
			if after == nil {
				continue
			}
			old, err := q.valuesOf(ctx, &before, spans)
			if err != nil {
				return err
			}
			new, err := q.valuesOf(ctx, after, spans)
			if err != nil {
				return err
			}
			if k.Learn(old, new) > 0 {
				q.translation.learned = union(q.translation.learned, []string{
					q.args.say(trade.Name{English: "%s and %s for %s", Russian: "%s и %s за %s"}, before.dataset, after.dataset, q.args.inWords(spans))})
				return nil
			}
		}
	}
	return nil
}

// sameIn finds a source that holds in another nomenclature what a source holds in
// one, and the spans in which both do.
func (q *inquiry) sameIn(s source, from, to trade.Nomenclature, o overlap) (*source, []trade.Period) {
	if !s.publishes(from) {
		return nil, nil
	}
	mine := s.last()
	for _, dataset := range q.held.all() {
		for _, other := range o.candidates(dataset) {
			theirs := other.last()
			same := mine.Origin.Publisher == theirs.Origin.Publisher && mine.Origin.Valuation == theirs.Origin.Valuation &&
				mine.Reporter == theirs.Reporter && mine.TotalsOnly == theirs.TotalsOnly && s.synthetic() == other.synthetic()
			if spans := joined(both(s.pieces, other.pieces)); same && other.publishes(to) && len(spans) > 0 {
				return &other, spans
			}
		}
	}
	return nil, nil
}

// publishes tells whether all records of a source are of subheadings in a
// nomenclature.
func (s *source) publishes(n trade.Nomenclature) bool {
	return !slices.ContainsFunc(s.records, func(c trade.Coverage) bool { return c.Nomenclature != n || c.Digits < convertedDigits })
}

// valuesOf sums what a source holds in some spans by subheadings.
func (q *inquiry) valuesOf(ctx context.Context, s *source, spans []trade.Period) (map[trade.Product]int64, error) {
	a := asking{q: q, source: s, spans: spans}
	query := cube.Query{
		Scope: a.scope(), By: []cube.Dimension{cube.Product}, Measures: []cube.Measure{cube.ValueUSD},
		Where: a.where(s.exporters, s.importers), Periods: spans, Digits: convertedDigits, Totals: s.totals,
	}
	query.Where = slices.DeleteFunc(query.Where, func(f cube.Filter) bool {
		return slices.Contains([]cube.Dimension{cube.Product, cube.Dataset, cube.Release, cube.Nomenclature}, f.Column)
	})
	table, err := q.asker.Engine.Aggregate(ctx, query)
	if err != nil {
		return nil, err
	}
	values := map[trade.Product]int64{}
	product, value := table.Column(string(cube.Product)), table.Column(string(cube.ValueUSD))
	for i := range table.Rows {
		if amount := value.Amount(i); amount.Known() && product.Text[i] != string(trade.AllProducts) {
			values[trade.Product(product.Text[i])] = amount.Thousandths
		}
	}
	return values, nil
}
