package world

import (
	"context"
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// market is a year of the world over the products that anybody exports or imports:
// what the trade of single economies is set against.
type market struct {
	year             int
	exports, imports *panel // imports nil where none are known
	products         []trade.Product
	worldExports     []int64
	worldImports     []int64     // nil where none are known
	pairs            *cube.Table // exporters by importers, once they were asked for
}

// trader is the trade of one side over the products of a market; imports nil where none
// are known.
type trader struct {
	side             reference.Side
	exports, imports []int64
	regional         bool // of a dataset of its own
}

// market reads a year. Imports may lack: a file of exports alone still has RCA.
func (b *basis) market(ctx context.Context, year int) (*market, error) {
	m := &market{year: year}
	var err error
	if m.exports, err = b.exports(ctx, year); err != nil {
		return nil, err
	}
	m.imports, err = b.imports(ctx, year)
	switch {
	case trade.KindOf(err) == trade.NoData && err != nil:
		m.imports = nil
	case err != nil:
		return nil, err
	}
	m.products = slices.Clone(m.exports.Products)
	if m.imports != nil {
		m.products = append(m.products, m.imports.Products...)
	}
	slices.Sort(m.products)
	m.products = slices.Compact(m.products)
	m.worldExports = m.spread(m.exports, m.exports.productTotals())
	if m.imports != nil {
		m.worldImports = m.spread(m.imports, m.imports.productTotals())
	}
	return m, nil
}

// spread lays values of the products of a panel out over those of the market.
func (m *market) spread(p *panel, values []int64) []int64 {
	all := make([]int64, len(m.products))
	at := 0
	for i, product := range p.Products {
		for m.products[at] < product {
			at++
		}
		all[at] = values[i]
	}
	return all
}

// trader reads the trade of a side: of one economy, of the members of a group together,
// or of regions from their own dataset.
func (b *basis) trader(ctx context.Context, m *market, s reference.Side) (*trader, error) {
	if s.Code == string(trade.World) || len(s.Members) == 0 {
		return nil, trade.Errorf(trade.Usage, "the world is what economies are compared with").WithHint("name an economy, a region or a group")
	}
	t := &trader{side: s, regional: isRegional(s)}
	var err error
	if t.exports, err = b.tradeOf(ctx, m, m.exports, s); err != nil {
		return nil, err
	}
	if m.imports == nil {
		return t, nil
	}
	t.imports, err = b.tradeOf(ctx, m, m.imports, s)
	if err != nil && trade.KindOf(err) == trade.NoData {
		b.note(trade.Name{
			English: "The imports of %s in %d are not held, so indices that need them have no value.",
			Russian: "Импорта (%s) за %d год нет, поэтому показатели, для которых он нужен, не определены.",
		}, s.Name.In(b.args.Language), m.year)
		return t, nil
	}
	return t, err
}

// tradeOf reads one direction of a side.
func (b *basis) tradeOf(ctx context.Context, m *market, p *panel, s reference.Side) ([]int64, error) {
	if isRegional(s) {
		values, err := b.region(ctx, s, p, p.Direction)
		if err != nil {
			return nil, err
		}
		return m.spread(p, values), nil
	}
	values := make([]int64, len(p.Products))
	var lacking []string
	for _, e := range s.Members {
		i, found := p.at(shownAs(p, e))
		if !found {
			lacking = append(lacking, string(e))
			continue
		}
		for k, v := range p.row(i) {
			values[k] += v
		}
	}
	switch {
	case len(lacking) == len(s.Members):
		err := trade.Errorf(trade.NoData, "%s holds no %s of %s (%s) in %d", b.dataset, p.Direction, s.Name.English, s.Code, p.Year)
		if rule := b.sample.String(); rule != "" {
			return nil, err.WithHint("the sample %s may leave it out; ask without --sample", rule)
		}
		return nil, err.WithHint("it holds those of %d economies, such as %s; see `oborot datasets`", len(p.Economies), p.Economies[0])
	case len(lacking) > 0:
		b.note(trade.Name{
			English: "%d: %s is without %s, whose %s are not held.",
			Russian: "%d: %s — без %s: нет данных (%s).",
		}, p.Year, s.Name.In(b.args.Language), fewOf(lacking), b.direction(p.Direction))
	}
	if len(s.Members) > 1 {
		b.note(trade.Name{
			English: "The trade of %s is the sum of its members' trade, that among themselves included.",
			Russian: "Торговля группы (%s) — сумма торговли её участников, включая взаимную.",
		}, s.Name.In(b.args.Language))
	}
	if err := b.sayUnplaced(ctx, p, s, sum(values)); err != nil {
		return nil, err
	}
	return m.spread(p, values), nil
}

// sayUnplaced notes how much of the trade of a side has no place among the goods of
// the world: its publisher may hide much more than others do.
func (b *basis) sayUnplaced(ctx context.Context, p *panel, s reference.Side, placed int64) error {
	reporter, _, err := b.reports(p.Year, p.Direction)
	if err != nil {
		return err
	}
	q := b.query(b.dataset, p.Year)
	q.Digits = 0
	q.Where = []cube.Filter{{Column: columnOf(p.Direction), Values: codesIn(p, s)}}
	if partners := b.reportingPartners(p.Year, p.Direction); len(partners) > 0 {
		q.Where = append(q.Where, cube.Filter{Column: columnOf(opposite(p.Direction)), Values: textsOf(partners)})
	}
	if len(reporters(b.records)) > 1 {
		q.Where = append(q.Where, cube.Filter{Column: cube.Reporter, Values: []string{string(reporter)}})
	}
	table, err := b.asker.Engine.Aggregate(ctx, q)
	if err != nil {
		return err
	}
	whole := table.Column(string(cube.ValueUSD)).Amount(0)
	if whole.Known() && whole.Thousandths > placed {
		b.note(trade.Name{
			English: "%d: %s of the %s of %s is in codes that are hidden, not specified or not traded by the rest of the sample; shares are of " +
				"the rest.",
			Russian: "%d: %s объёма (%s, %s) — в кодах скрытых, неуточнённых или вне выборки; доли считаются от остального.",
		}, p.Year, b.percent(whole.Thousandths-placed, whole.Thousandths), b.direction(p.Direction), s.Name.In(b.args.Language))
	}
	return nil
}

// shownAs is the code under which a panel has an economy.
func shownAs(p *panel, e trade.Economy) trade.Economy {
	if _, found := p.at(e); !found {
		if area, any := reference.StandIn(e); any {
			return area
		}
	}
	return e
}

// exportCell is the exports of a trader in a product with the sums around them.
func (m *market) exportCell(t *trader, product int, totals sums) indicator.AdvantageCell {
	return indicator.AdvantageCell{Flow: t.exports[product], Economy: totals.own, Product: m.worldExports[product], Reference: totals.world}
}

func (m *market) importCell(t *trader, product int, totals sums) indicator.AdvantageCell {
	return indicator.AdvantageCell{Flow: t.imports[product], Economy: totals.own, Product: m.worldImports[product], Reference: totals.world}
}

// sums are the totals of a trader and of the world.
type sums struct{ own, world int64 }

func (m *market) exportSums(t *trader) sums { return sums{sum(t.exports), sum(m.worldExports)} }

func (m *market) importSums(t *trader) sums {
	if t.imports == nil {
		return sums{}
	}
	return sums{sum(t.imports), sum(m.worldImports)}
}

// rca is the RCA of a trader in every product.
func (m *market) rca(t *trader) (values []float64, defined []bool) {
	totals := m.exportSums(t)
	values, defined = make([]float64, len(m.products)), make([]bool, len(m.products))
	for k := range m.products {
		values[k], defined[k] = m.exportCell(t, k, totals).RCA()
	}
	return values, defined
}

// sayReference notes what the world is that traders are set against.
func (b *basis) sayReference(m *market) {
	b.arguments["reference"] = map[string]any{"economies": len(m.exports.Economies), "products": len(m.exports.Products), "re_exports": false,
		"own_exports": true}
	b.note(trade.Name{
		English: "The world is the %d economies of %s in %d, the economy itself among them; re-exports that the publisher tells apart are not " +
			"in it.",
		Russian: "Мир — это экономики набора %[2]s за %[3]d год, числом %[1]d, включая саму экономику; реэкспорт, который публикатор " +
			"выделяет, не входит.",
	}, len(m.exports.Economies), b.dataset, m.year)
	if len(m.exports.Economies) < fewEconomies {
		b.note(trade.Name{
			English: "So few economies do not stand for the world: RCA and what is made of it compare with these alone.",
			Russian: "Столь немногие экономики не заменяют мира: RCA и производные показатели сравнивают только с ними.",
		})
	}
}

// fewEconomies is the number of economies below which a dataset is no world.
const fewEconomies = 30
