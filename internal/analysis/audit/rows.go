package audit

import (
	"context"
	"slices"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// rows runs the checks that need every row of flows. A year is read in slices of
// whole chapters, good by good, within a good by the economy that reports, so that
// what belongs together lies together.
func (in *inspection) rows(ctx context.Context) error {
	for _, d := range in.datasets {
		twice := newTwice(in, d)
		for _, year := range d.years {
			twice.turn()
			values := newUnitValues(in, d, year)
			if err := in.readRows(ctx, d, year, twice, values); err != nil {
				return err
			}
			if in.asks(checkUnitValues) {
				in.close(values.tally, noMass, values.outliers)
			}
		}
		if in.asks(checkDuplicates) {
			in.close(twice.tally, nothingHeld, twice.keys, twice.copies)
		}
	}
	return nil
}

func (in *inspection) readRows(ctx context.Context, d *dataset, year int, twice *twice, values *unitValues) error {
	pieces, err := in.slices(ctx, d, year, false)
	if err != nil {
		return err
	}
	for _, reporter := range []trade.Reporter{trade.ByExporter, trade.ByImporter, trade.Reconciled} {
		if !d.has(reporter) {
			continue
		}
		plain, err := in.constant(ctx, d, year, reporter)
		if err != nil {
			return err
		}
		for _, slice := range pieces {
			block, err := in.block(ctx, d, year, plain, slice)
			if err != nil {
				return err
			}
			if in.asks(checkDuplicates) {
				twice.look(block)
			}
			if in.asks(checkUnitValues) {
				values.look(block)
			}
		}
	}
	return nil
}

// block is the flows of some chapters in a year as one side reported them, ordered by
// good, reporting economy, partner and month; then by what is not part of the key. Of
// rows that share all of it there is one with their count.
type block struct {
	constant
	year int
	rows int

	product, economy, partner            codes
	flow, nomenclature, enterprise, unit codes
	month, months, flags                 numbers
	count                                []int64
	usd, kg, quantity                    *cube.Column
}

// codes and numbers are columns of a block; those of a constant have the one value.
type (
	codes struct {
		each []string
		all  string
	}
	numbers struct {
		each []int64
		all  int64
	}
)

func (c codes) at(row int) string {
	if c.each == nil {
		return c.all
	}
	return c.each[row]
}

func (n numbers) at(row int) int64 {
	if n.each == nil {
		return n.all
	}
	return n.each[row]
}

// constant is what all flows of a year that one side reported have in common. What is
// constant is not asked for again with every row: that is half of the time.
type constant struct {
	reporter trade.Reporter
	codes    map[cube.Dimension]string
	numbers  map[cube.Dimension]int64
}

// varying are the columns that may be constant.
var varying = []cube.Dimension{cube.Month, cube.Months, cube.Flow, cube.Enterprise, cube.Nomenclature, cube.Unit, cube.Flags}

func (in *inspection) constant(ctx context.Context, d *dataset, year int, r trade.Reporter) (constant, error) {
	c := constant{r, map[cube.Dimension]string{}, map[cube.Dimension]int64{}}
	q := in.query(d, year)
	q.By, q.Where = varying, []cube.Filter{{Column: cube.Reporter, Values: []string{string(r)}}}
	table, err := in.asker.Engine.Aggregate(ctx, q)
	if err != nil || table.Rows == 0 {
		return c, err
	}
	for _, d := range varying {
		column := table.Column(string(d))
		if d.Numeric() {
			if len(slices.Compact(slices.Clone(column.Numbers))) == 1 {
				c.numbers[d] = column.Numbers[0]
			}
		} else if len(slices.Compact(slices.Clone(column.Text))) == 1 {
			c.codes[d] = column.Text[0]
		}
	}
	return c, nil
}

func (in *inspection) block(ctx context.Context, d *dataset, year int, plain constant, slice chapters) (*block, error) {
	economy, partner := cube.Exporter, cube.Importer
	if plain.reporter == trade.ByImporter {
		economy, partner = partner, economy
	}
	q := in.query(d, year)
	q.By = []cube.Dimension{cube.Product, economy, partner}
	for _, d := range varying {
		_, code := plain.codes[d]
		if _, number := plain.numbers[d]; !code && !number {
			q.By = append(q.By, d)
		}
	}
	q.Measures = []cube.Measure{cube.ValueUSD, cube.NetKg, cube.Quantity, cube.Rows}
	q.Where = append(slice.of(), cube.Filter{Column: cube.Reporter, Values: []string{string(plain.reporter)}})
	table, err := in.asker.Engine.Aggregate(ctx, q)
	if err != nil {
		return nil, err
	}
	text := func(d cube.Dimension) codes {
		if c := table.Column(string(d)); c != nil {
			return codes{each: c.Text}
		}
		return codes{all: plain.codes[d]}
	}
	number := func(d cube.Dimension) numbers {
		if c := table.Column(string(d)); c != nil {
			return numbers{each: c.Numbers}
		}
		return numbers{all: plain.numbers[d]}
	}
	return &block{
		constant: plain, year: year, rows: table.Rows,
		product: text(cube.Product), economy: text(economy), partner: text(partner),
		flow: text(cube.Flow), nomenclature: text(cube.Nomenclature), enterprise: text(cube.Enterprise), unit: text(cube.Unit),
		month: number(cube.Month), months: number(cube.Months), flags: number(cube.Flags),
		count: table.Column(string(cube.Rows)).Numbers, usd: table.Column(string(cube.ValueUSD)),
		kg: table.Column(string(cube.NetKg)), quantity: table.Column(string(cube.Quantity)),
	}, nil
}

func (b *block) period(row int) trade.Period {
	return trade.Period{First: trade.MonthOf(b.year, int(b.month.at(row))), Months: int(b.months.at(row))}
}

// sides returns exporter and importer.
func (b *block) sides(row int) (exporter, importer trade.Economy) {
	exporter, importer = trade.Economy(b.economy.at(row)), trade.Economy(b.partner.at(row))
	if b.reporter == trade.ByImporter {
		return importer, exporter
	}
	return exporter, importer
}

// goods calls a function for the rows of each good: from, to.
func (b *block) goods(each func(from, to int)) {
	for from := 0; from < b.rows; {
		to := from + 1
		for to < b.rows && b.product.at(to) == b.product.at(from) {
			to++
		}
		each(from, to)
		from = to
	}
}

// single begins the description of a row.
func (b *block) single(row int) single {
	exporter, importer := b.sides(row)
	return single{
		period: b.period(row), exporter: exporter, importer: importer, product: trade.Product(b.product.at(row)),
		value: b.usd.Amount(row), compared: absent, score: noRatio,
	}
}
