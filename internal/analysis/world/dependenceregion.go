package world

import (
	"context"
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// regionYear is what regions buy and sell in a year by their own dataset. Suppliers and
// goods have the numbers of the world's year; suppliers that the world lacks follow.
type regionYear struct {
	suppliers [][]uint16 // of each good
	values    [][]int64
	extra     []string // codes of the suppliers that follow
}

// supplier returns the code of a supplier of a region.
func (r *regionYear) supplier(t *tradeYear, number int) string {
	if number < len(t.actors) {
		return t.actors[number]
	}
	return r.extra[number-len(t.actors)]
}

// judgeRegion judges a region: what it buys, and sells, is in its own dataset (C1 and
// C3); the concentration of world exports is that of the world (C2).
func (q *dependences) judgeRegion(ctx context.Context, y *dependenceYear, m *importerYear, last bool) error {
	m.criteria = make([]indicator.Criteria, len(y.products))
	m.supply = func(int) indicator.Supply { return indicator.Supply{} }
	records, err := q.regional(m.Side, y.year, q.direction)
	if err != nil {
		if last {
			return err
		}
		return nil
	}
	rows, err := q.regionRows(ctx, m.Side, y.tradeYear, records)
	if err != nil {
		return err
	}
	m.own, m.observed = &regionYear{extra: rows.extra, suppliers: make([][]uint16, len(y.products)), values: make([][]int64, len(y.products))}, true
	supplies := make([]indicator.Supply, len(y.products))
	region := len(y.actors) + len(rows.extra)
	grouping := indicator.Grouping{Economies: region + 1, Products: len(y.products)}
	flows := rows.flows(uint16(region))
	if q.direction == trade.Exports {
		flows = flows.Mirror()
	}
	err = indicator.EachProduct(flows, grouping, func(p *indicator.ProductTrade) {
		supplies[p.Product] = p.Supply(region)
		suppliers, values := p.Suppliers(region)
		m.own.suppliers[p.Product], m.own.values[p.Product] = slices.Clone(suppliers), slices.Clone(values)
	})
	if err != nil {
		return trade.Errorf(trade.Internal, "the flows of %s in %d cannot be judged: %w", m.Code, y.year, err)
	}
	m.supply = func(product int) indicator.Supply { return supplies[product] }
	for k, s := range supplies {
		m.criteria[k] = q.rule.Judge(s, y.worldHHI[k])
	}
	q.others = append(q.others, records...)
	q.sayRegionRows(m.Side, y.tradeYear, records, rows)
	return nil
}

// regionRows are the flows of regions with their partners, numbered.
type regionRows struct {
	partner, product []uint16
	value            []int64
	sold             int // rows from here on are exports of the region
	extra            []string
	lost             omitted // goods that the world lacks
}

// flows puts the region at the other end of its rows.
func (r *regionRows) flows(region uint16) indicator.BilateralFlows {
	own := slices.Repeat([]uint16{region}, len(r.value))
	f := indicator.BilateralFlows{Product: r.product, Value: r.value}
	f.Exporter = slices.Concat(r.partner[:r.sold], own[r.sold:])
	f.Importer = slices.Concat(own[:r.sold], r.partner[r.sold:])
	return f
}

// regionRows reads what regions buy, then what they sell.
func (q *dependences) regionRows(ctx context.Context, regions reference.Side, t *tradeYear, records []trade.Coverage) (*regionRows, error) {
	rows := &regionRows{}
	for _, ends := range [][2]cube.Dimension{{cube.Importer, cube.Exporter}, {cube.Exporter, cube.Importer}} {
		query := q.query(records[0].Dataset, t.year)
		query.By = []cube.Dimension{ends[1], cube.Product}
		query.Where = []cube.Filter{{Column: ends[0], Values: members(regions)}}
		table, err := q.asker.Engine.Aggregate(ctx, query)
		if err != nil {
			return nil, err
		}
		rows.sold = len(rows.value)
		for row := range table.Rows {
			partner, product := trade.Economy(table.Columns[0].Text[row]), trade.Product(table.Columns[1].Text[row])
			if a := table.Columns[2].Amount(row); a.Known() && a.Thousandths > 0 {
				rows.add(t, q.actorOf(partner, t.year), counts(partner), product, a.Thousandths)
			}
		}
	}
	return rows, nil
}

func (r *regionRows) add(t *tradeYear, partner string, counts bool, product trade.Product, value int64) {
	k, known := slices.BinarySearch(t.products, product)
	if !known || !counts {
		r.lost.add(string(product), value)
		return
	}
	number := t.actor(partner)
	if number < 0 {
		at := slices.Index(r.extra, partner)
		if at < 0 {
			at = len(r.extra)
			r.extra = append(r.extra, partner)
		}
		number = len(t.actors) + at
	}
	r.partner, r.product, r.value = append(r.partner, uint16(number)), append(r.product, uint16(k)), append(r.value, value)
}

// sayRegionRows notes which figures are whose.
func (q *dependences) sayRegionRows(regions reference.Side, t *tradeYear, records []trade.Coverage, rows *regionRows) {
	q.sayRegion(regions, &panel{Year: t.year}, records, []int64{sum(rows.value)}, rows.lost)
	q.note(trade.Name{
		English: "Suppliers and customers of %[1]s (C1, C3) are those of %[2]s, which knows no trade with the rest of the " +
			"country; the concentration of the world (C2) is that of %[3]s.",
		Russian: "Поставщики и покупатели (%[1]s; C1, C3) — по данным %[2]s, где нет торговли с другими регионами страны; " +
			"концентрация мира (C2) — по %[3]s.",
	}, regions.Name.In(q.args.Language), records[0].Dataset, q.dataset)
}
