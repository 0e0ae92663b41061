package audit

import (
	"cmp"
	"context"
	"slices"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// key is one cell of published figures: who told of which flow when.
type key struct {
	period   trade.Period
	reporter trade.Reporter
	flow     trade.Flow
	currency string
	exporter trade.Economy
	importer trade.Economy
	product  trade.Product
}

func compareKeys(a, b key) int {
	return cmp.Or(a.period.Compare(b.period), cmp.Compare(a.reporter, b.reporter), cmp.Compare(a.flow, b.flow),
		cmp.Compare(a.exporter, b.exporter), cmp.Compare(a.importer, b.importer), cmp.Compare(a.product, b.product),
		cmp.Compare(a.currency, b.currency))
}

// sum is what is published for a cell: one figure, or parts added up. Amounts are
// thousandths.
type sum struct {
	value   int64 // in the published currency
	usd     int64
	rows    int64
	unknown int64 // of the rows, those without a published value
}

func (s sum) plus(o sum) sum {
	return sum{s.value + o.value, s.usd + o.usd, s.rows + o.rows, s.unknown + o.unknown}
}

type sums map[key]sum

// folded adds up the cells that become one under a mapping of keys; the mapping tells
// which cells take part.
func (s sums) folded(to func(key) (key, bool)) sums {
	out := sums{}
	for k, v := range s {
		if k, ok := to(k); ok {
			out[k] = out[k].plus(v)
		}
	}
	return out
}

// keys lists the cells in order.
func (s sums) keys() []key {
	all := make([]key, 0, len(s))
	for k := range s {
		all = append(all, k)
	}
	slices.SortFunc(all, compareKeys)
	return all
}

// wanted is what is read of a year of a dataset.
type wanted struct {
	totals bool
	by     []cube.Dimension // exporter, importer, product; a side left out is World, the product TOTAL
	digits int
	where  []cube.Filter
}

// read returns the sums of a year.
func (in *inspection) read(ctx context.Context, d *dataset, year int, w wanted) (sums, error) {
	q := in.query(d, year)
	q.By = append([]cube.Dimension{cube.Month, cube.Months, cube.Reporter, cube.Flow, cube.Currency}, w.by...)
	q.Measures = []cube.Measure{cube.Value, cube.ValueUSD, cube.Rows}
	q.Totals, q.Digits, q.Where = w.totals, w.digits, w.where
	table, err := in.asker.Engine.Aggregate(ctx, q)
	if err != nil {
		return nil, err
	}
	text := func(d cube.Dimension, row int, other string) string {
		if c := table.Column(string(d)); c != nil {
			return c.Text[row]
		}
		return other
	}
	month, months := table.Column(string(cube.Month)).Numbers, table.Column(string(cube.Months)).Numbers
	value, usd := table.Column(string(cube.Value)), table.Column(string(cube.ValueUSD))
	rows := table.Column(string(cube.Rows)).Numbers
	all := make(sums, table.Rows)
	for i := range table.Rows {
		k := key{
			period:   trade.Period{First: trade.MonthOf(year, int(month[i])), Months: int(months[i])},
			reporter: trade.Reporter(text(cube.Reporter, i, "")),
			flow:     trade.Flow(text(cube.Flow, i, "")),
			currency: text(cube.Currency, i, ""),
			exporter: trade.Economy(text(cube.Exporter, i, string(trade.World))),
			importer: trade.Economy(text(cube.Importer, i, string(trade.World))),
			product:  trade.Product(text(cube.Product, i, string(trade.AllProducts))),
		}
		all[k] = sum{value: value.Numbers[i], usd: usd.Numbers[i], rows: rows[i], unknown: value.Unknown[i]}
	}
	return all, nil
}

// reports is the side whose customs published a cell: for a reconciled one the side
// that is not World.
func (k key) reports() trade.Economy {
	if k.reporter == trade.ByImporter || k.reporter == trade.Reconciled && k.exporter == trade.World {
		return k.importer
	}
	return k.exporter
}
