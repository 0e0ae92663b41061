package world

import (
	"context"
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// between is what one side sells to another, with the sums that intensity takes.
type between struct {
	goods     []int64 // over the products of the market
	intensity indicator.BilateralIntensity
	known     bool // there is a report of this flow
	intense   bool // and the sums around it
	kojima    bool // and what the exporter imports
}

// bilateral reads what a side sells to another: from the dataset of the world, or where
// one is a region from its own. Intensity takes all goods, as the report that is read has them.
func (b *basis) bilateral(ctx context.Context, m *market, from, to *trader) (between, error) {
	if from.regional && to.regional {
		return between{goods: make([]int64, len(m.products))}, nil
	}
	query, err := b.bilateralQuery(ctx, m, from, to)
	if err != nil {
		if trade.KindOf(err) == trade.NoData {
			return between{goods: make([]int64, len(m.products))}, nil
		}
		return between{}, err
	}
	table, err := b.asker.Engine.Aggregate(ctx, query)
	if err != nil {
		return between{}, err
	}
	flow := between{goods: make([]int64, len(m.products)), known: true}
	usd := table.Column(string(cube.ValueUSD))
	for row, code := range table.Column(string(cube.Product)).Text {
		amount := usd.Amount(row)
		if !amount.Known() {
			continue
		}
		flow.intensity.Flow += amount.Thousandths
		if k, found := slices.BinarySearch(m.products, trade.Product(code)); found {
			flow.goods[k] += max(0, amount.Thousandths)
		}
	}
	return flow, b.surround(ctx, m, from, to, &flow)
}

// bilateralQuery asks for one direction by goods.
func (b *basis) bilateralQuery(ctx context.Context, m *market, from, to *trader) (cube.Query, error) {
	switch {
	case from.regional:
		return b.regionalQuery(m, from.side, to.side, trade.Exports)
	case to.regional:
		return b.regionalQuery(m, to.side, from.side, trade.Imports)
	}
	r, err := b.reportersOf(m)
	if err != nil {
		return cube.Query{}, err
	}
	sellers, buyers := r.sellersAmong(codesIn(m.exports, from.side)), r.buyersAmong(codesIn(m.exports, to.side))
	if len(sellers) == 0 || len(buyers) == 0 {
		return cube.Query{}, trade.Errorf(trade.NoData, "%s has no report of what %s buys from %s in %d", b.dataset, to.side.Name.English, from.side.Name.English, m.year)
	}
	q := b.query(b.dataset, m.year)
	q.By = []cube.Dimension{cube.Product}
	q.Where = append(b.ofReport(r), cube.Filter{Column: cube.Exporter, Values: sellers}, cube.Filter{Column: cube.Importer, Values: buyers})
	return q, nil
}

// regionalQuery asks the dataset of regions for what they trade with a partner, which it
// may have under another code than the world has.
func (b *basis) regionalQuery(m *market, regions, partner reference.Side, d trade.Direction) (cube.Query, error) {
	records, err := b.regional(regions, m.year, d)
	if err != nil {
		return cube.Query{}, err
	}
	q := b.query(records[0].Dataset, m.year)
	q.By = []cube.Dimension{cube.Product}
	q.Where = append(ofRegions(records, regions, d), cube.Filter{Column: columnOf(opposite(d)), Values: partnerCodes(records, partner, d)})
	return q, nil
}

// partnerCodes lists the members of a side under the codes that records have them by as
// partners. One that they do not name may stand under the area that is shown for it.
func partnerCodes(records []trade.Coverage, partner reference.Side, d trade.Direction) []string {
	var codes []string
	for _, e := range partner.Members {
		codes = append(codes, string(e))
		named := slices.ContainsFunc(records, func(c trade.Coverage) bool { return slices.Contains(side(c, opposite(d)), e) })
		if area, stands := reference.StandIn(e); stands && !named {
			codes = append(codes, string(area))
		}
	}
	return codes
}

// reported is whose reports give the flows between economies in a year.
type reported struct {
	reporter trade.Reporter
	sellers  []trade.Economy // those that count, sorted
	buyers   []trade.Economy // those that report the whole year where importers do; else empty: any
}

func (b *basis) reportersOf(m *market) (reported, error) {
	reporter, sellers, err := b.reports(m.year, trade.Exports)
	return reported{reporter, sellers, b.reportingPartners(m.year, trade.Exports)}, err
}

// sellersAmong keeps the codes whose exports count: a part of a year is no year.
func (r reported) sellersAmong(codes []string) []string { return among(codes, r.sellers) }

func (r reported) buyersAmong(codes []string) []string {
	if len(r.buyers) == 0 {
		return codes
	}
	return among(codes, r.buyers)
}

// among keeps the codes that are in a sorted list.
func among(codes []string, economies []trade.Economy) []string {
	return slices.DeleteFunc(slices.Clone(codes), func(code string) bool {
		_, found := slices.BinarySearch(economies, trade.Economy(code))
		return !found
	})
}

// ofReport keeps one report where the dataset has several of the same trade.
func (b *basis) ofReport(r reported) []cube.Filter {
	if len(reporters(b.records)) < 2 {
		return nil
	}
	return []cube.Filter{{Column: cube.Reporter, Values: []string{string(r.reporter)}}}
}

// codesIn lists the members of a side under the codes that a panel has them by.
func codesIn(p *panel, s reference.Side) []string {
	var codes []string
	for _, e := range s.Members {
		codes = append(codes, string(shownAs(p, e)))
	}
	return codes
}

// surround adds the sums that say how large a flow would be if nothing but size
// counted: all of one report. Imports of a region are in no report of the world.
func (b *basis) surround(ctx context.Context, m *market, from, to *trader, flow *between) error {
	if to.regional {
		return nil
	}
	table, err := b.pairs(ctx, m)
	if err != nil {
		return err
	}
	sellers, buyers := codesIn(m.exports, from.side), codesIn(m.exports, to.side)
	usd := table.Column(string(cube.ValueUSD))
	exporters, importers := table.Column(string(cube.Exporter)).Text, table.Column(string(cube.Importer)).Text
	for row := range table.Rows {
		amount := usd.Amount(row)
		if !amount.Known() {
			continue
		}
		flow.intensity.World += amount.Thousandths
		if slices.Contains(sellers, exporters[row]) {
			flow.intensity.Exports += amount.Thousandths
		}
		if slices.Contains(buyers, importers[row]) {
			flow.intensity.PartnerImports += amount.Thousandths
		}
		if slices.Contains(sellers, importers[row]) {
			flow.intensity.OwnImports += amount.Thousandths
		}
	}
	if from.regional {
		flow.intensity.OwnImports = 0
		if flow.intensity.Exports, err = b.regionalExports(ctx, m, from); err != nil {
			return err
		}
	}
	flow.intense, flow.kojima = true, !from.regional && flow.intensity.OwnImports > 0
	return nil
}

// regionalExports are all exports of regions, those in goods that the world lacks too.
func (b *basis) regionalExports(ctx context.Context, m *market, from *trader) (int64, error) {
	records, err := b.regional(from.side, m.year, trade.Exports)
	if err != nil {
		return 0, err
	}
	q := b.query(records[0].Dataset, m.year)
	q.Digits = 0
	q.Where = ofRegions(records, from.side, trade.Exports)
	table, err := b.asker.Engine.Aggregate(ctx, q)
	if err != nil {
		return 0, err
	}
	amount := table.Column(string(cube.ValueUSD)).Amount(0)
	return max(0, amount.Thousandths), nil
}

// pairs reads who sold how much to whom in the year of a market, once: the economies of
// its panel and their partners, none that report a part of the year.
func (b *basis) pairs(ctx context.Context, m *market) (*cube.Table, error) {
	if m.pairs != nil {
		return m.pairs, nil
	}
	r, err := b.reportersOf(m)
	if err != nil {
		return nil, err
	}
	q := b.query(b.dataset, m.year)
	q.By, q.Digits = []cube.Dimension{cube.Exporter, cube.Importer}, 0
	q.Where = append(b.ofReport(r), cube.Filter{Column: cube.Exporter, Values: textsOf(r.sellers)})
	if len(r.buyers) > 0 {
		q.Where = append(q.Where, cube.Filter{Column: cube.Importer, Values: textsOf(r.buyers)})
	}
	m.pairs, err = b.asker.Engine.Aggregate(ctx, q)
	return m.pairs, err
}
