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

// number is the number of a supplier, -1 where neither the world nor the regions have it.
func (r *regionYear) number(t *tradeYear, code string) int {
	if n := t.actor(code); n >= 0 {
		return n
	}
	if at := slices.Index(r.extra, code); at >= 0 {
		return len(t.actors) + at
	}
	return -1
}

// checkRegions refuses regions where the world's figures are asked for: the world has
// none of them.
func (q *dependences) checkRegions() error {
	for _, c := range []struct {
		reference.Side
		flag string
	}{{q.partner, "on"}, {q.terms.Bloc, "bloc"}, {q.terms.Third, "third"}} {
		if i := slices.IndexFunc(c.Members, trade.Economy.IsRegion); i >= 0 {
			return trade.Errorf(trade.Usage, "%s is a region, and --%s takes economies: what others trade with it is not known", c.Members[i],
				c.flag).
				WithHint("name the whole country, or ask about the region itself: oborot dependence %s", c.Members[i])
		}
	}
	return nil
}

// regionBooks finds who holds what regions buy and what they sell in a year. Both are
// needed: without what is sold, imports would always exceed it.
func (q *dependences) regionBooks(regions reference.Side, year int) (books map[trade.Direction][]trade.Coverage, err error) {
	books = map[trade.Direction][]trade.Coverage{}
	for _, d := range []trade.Direction{q.direction, opposite(q.direction)} {
		if books[d], err = q.regional(regions, year, d); err != nil {
			return nil, err
		}
	}
	return books, nil
}

// judgeRegion judges a region: what it buys, and sells, is in its own dataset (C1 and
// C3); the concentration of world exports is that of the world (C2).
func (q *dependences) judgeRegion(ctx context.Context, y *dependenceYear, m *importerYear, last bool) error {
	books, err := q.regionBooks(m.Side, y.year)
	if err != nil {
		if last {
			return err
		}
		q.note(trade.Name{
			English: "%d: %s counts as not observed: what it buys and what it sells are not both held for the whole year.",
			Russian: "%d: %s — год считается ненаблюдаемым: за весь год нет и ввоза, и вывоза.",
		}, y.year, m.Name.In(q.args.Language))
		return nil
	}
	rows, err := q.regionRows(ctx, m.Side, y.tradeYear, books)
	if err != nil {
		return err
	}
	m.own, m.observed = &regionYear{extra: rows.extra, suppliers: make([][]uint16, len(y.products)),
		values: make([][]int64, len(y.products))}, true
	m.imports, m.supplies = make([]int64, len(y.products)), make([]indicator.Supply, len(y.products))
	region := len(y.actors) + len(rows.extra)
	grouping := indicator.Grouping{Economies: region + 1, Products: len(y.products)}
	flows := rows.flows(uint16(region))
	if q.direction == trade.Exports {
		flows = flows.Mirror()
	}
	err = indicator.EachProduct(flows, grouping, func(p *indicator.ProductTrade) {
		s := p.Supply(region)
		m.supplies[p.Product], m.imports[p.Product] = s, s.Imports
		suppliers, values := p.Suppliers(region)
		m.own.suppliers[p.Product], m.own.values[p.Product] = slices.Clone(suppliers), slices.Clone(values)
	})
	if err != nil {
		return trade.Errorf(trade.Internal, "the flows of %s in %d cannot be judged: %w", m.Code, y.year, err)
	}
	for k, s := range m.supplies {
		m.criteria[k] = q.rule.Judge(s, y.worldHHI[k])
	}
	for _, d := range []trade.Direction{trade.Imports, trade.Exports} {
		q.others = append(q.others, books[d]...)
	}
	q.sayRegionRows(m.Side, y.tradeYear, books[q.direction], rows)
	return nil
}

// regionRows are the flows of regions with their partners, numbered.
type regionRows struct {
	partner, product []uint16
	value            []int64
	sold             int // rows from here on are exports of the region
	extra            []string
	lost             omitted // goods that the world lacks
	elsewhere        omitted // partners that are no economy
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
func (q *dependences) regionRows(ctx context.Context, regions reference.Side, t *tradeYear,
	books map[trade.Direction][]trade.Coverage) (*regionRows, error) {
	rows := &regionRows{}
	for _, d := range []trade.Direction{trade.Imports, trade.Exports} {
		query := q.query(books[d][0].Dataset, t.year)
		query.By = []cube.Dimension{columnOf(opposite(d)), cube.Product}
		query.Where = ofRegions(books[d], regions, d)
		table, err := q.asker.Engine.Aggregate(ctx, query)
		if err != nil {
			return nil, err
		}
		rows.sold = len(rows.value)
		for row := range table.Rows {
			partner, product := trade.Economy(table.Columns[0].Text[row]), trade.Product(table.Columns[1].Text[row])
			if a := table.Columns[2].Amount(row); a.Known() && a.Thousandths > 0 {
				if !counts(partner) {
					rows.elsewhere.add(string(partner), a.Thousandths)
					continue
				}
				rows.add(t, t.known(q.actorOf(partner, t.year)), product, a.Thousandths)
			}
		}
	}
	return rows, nil
}

// known is the code under which the world has a partner: Taiwan may stand in one dataset
// under its own code, and in the other under the area that is shown for it.
func (t *tradeYear) known(code string) string {
	if t.actor(code) >= 0 {
		return code
	}
	if area, stands := reference.StandIn(trade.Economy(code)); stands && t.actor(string(area)) >= 0 {
		return string(area)
	}
	if own := string(shownFor(trade.Economy(code))); t.actor(own) >= 0 {
		return own
	}
	return code
}

func (r *regionRows) add(t *tradeYear, partner string, product trade.Product, value int64) {
	k, known := slices.BinarySearch(t.products, product)
	if !known {
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
	if o := rows.elsewhere; o.thousandths > 0 {
		q.note(trade.Name{
			English: "%d: %s of the value of %s is with partners that are no economy and is left out: %s.",
			Russian: "%d: %s стоимости (%s) приходится на партнёров, не являющихся экономиками, и не учтено: %s.",
		}, t.year, q.percent(o.thousandths, o.thousandths+rows.lost.thousandths+sum(rows.value)), regions.Name.In(q.args.Language),
			fewOf(o.codes))
	}
	q.note(trade.Name{
		English: "Suppliers and customers of %[1]s (C1, C3) are those of %[2]s, which knows no trade with the rest of the " +
			"country; the concentration of the world (C2) is that of %[3]s.",
		Russian: "Поставщики и покупатели (%[1]s; C1, C3) — по данным %[2]s, где нет торговли с другими регионами страны; " +
			"концентрация мира (C2) — по %[3]s.",
	}, regions.Name.In(q.args.Language), records[0].Dataset, q.dataset)
}
