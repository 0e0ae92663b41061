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
	dataset, reporter, err := b.dataset, trade.Reporter(""), error(nil)
	switch {
	case from.regional:
		dataset, err = b.regionalDataset(from.side, m.year, trade.Exports)
	case to.regional:
		dataset, err = b.regionalDataset(to.side, m.year, trade.Imports)
	default:
		reporter, err = b.reporterOf(m, from, to)
	}
	q := b.query(dataset, m.year)
	q.By = []cube.Dimension{cube.Product}
	q.Where = []cube.Filter{{Column: cube.Exporter, Values: codesIn(m.exports, from.side)}, {Column: cube.Importer, Values: codesIn(m.exports, to.side)}}
	if reporter != "" && len(reporters(b.records)) > 1 {
		q.Where = append(q.Where, cube.Filter{Column: cube.Reporter, Values: []string{string(reporter)}})
	}
	return q, err
}

// reporterOf says whose reports hold what one side sells to another; where only
// importers report, the buyer must be one of them.
func (b *basis) reporterOf(m *market, from, to *trader) (trade.Reporter, error) {
	reporter, _, err := b.reports(m.year, trade.Exports)
	if err != nil || reporter != trade.ByImporter {
		return reporter, err
	}
	buyers := whole(b.records, m.year, trade.Imports)
	for _, code := range codesIn(m.exports, to.side) {
		if slices.Contains(buyers, trade.Economy(code)) {
			return reporter, nil
		}
	}
	return "", trade.Errorf(trade.NoData, "%s has no report of %s of what it buys from %s in %d", b.dataset, to.side.Name.English, from.side.Name.English, m.year)
}

func (b *basis) regionalDataset(s reference.Side, year int, d trade.Direction) (string, error) {
	records, err := b.regional(s, year, d)
	if err != nil {
		return "", err
	}
	return records[0].Dataset, nil
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
	dataset, err := b.regionalDataset(from.side, m.year, trade.Exports)
	if err != nil {
		return 0, err
	}
	q := b.query(dataset, m.year)
	q.Digits = 0
	q.Where = []cube.Filter{{Column: cube.Exporter, Values: members(from.side)}}
	table, err := b.asker.Engine.Aggregate(ctx, q)
	if err != nil {
		return 0, err
	}
	amount := table.Column(string(cube.ValueUSD)).Amount(0)
	return max(0, amount.Thousandths), nil
}

// pairs reads who sold how much to whom in the year of a market, once.
func (b *basis) pairs(ctx context.Context, m *market) (*cube.Table, error) {
	if m.pairs != nil {
		return m.pairs, nil
	}
	reporter, _, err := b.reports(m.year, trade.Exports)
	if err != nil {
		return nil, err
	}
	q := b.query(b.dataset, m.year)
	q.By, q.Digits = []cube.Dimension{cube.Exporter, cube.Importer}, 0
	if len(reporters(b.records)) > 1 {
		q.Where = []cube.Filter{{Column: cube.Reporter, Values: []string{string(reporter)}}}
	}
	m.pairs, err = b.asker.Engine.Aggregate(ctx, q)
	return m.pairs, err
}
