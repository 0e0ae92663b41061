package tabular

import (
	"slices"

	"github.com/oborot/oborot/trade"
)

// observed is one observation on its way from a decoder to the columns of its year.
// Text is held as numbers of the import's dictionary, absent amounts as trade.Null.
type observed struct {
	key
	print         uint64
	hash          uint32
	line          uint32 // in the file
	value         int64
	valueUSD      int64
	netKg         int64
	quantity      int64
	codes         [dimensions]uint32
	flags         uint32
	month, months uint8
}

// observe makes a row of an observation.
func (l *lookup) observe(o *trade.Observation, line int) (row observed) {
	row.month, row.months = uint8(o.Period.First.Month()), uint8(o.Period.Months)
	row.codes = [dimensions]uint32{
		exporter: l.number(exporter, string(o.Exporter)), importer: l.number(importer, string(o.Importer)),
		product: l.number(product, string(o.Product)), flow: l.number(flow, string(o.Flow)),
		reporter: l.number(reporter, string(o.Reporter)), valuation: l.number(valuation, string(o.Valuation)),
		currency: l.number(currency, o.Currency), unit: l.number(unit, o.Unit), enterprise: l.number(enterprise, o.Enterprise),
	}
	row.value, row.valueUSD = thousandths(o.Value), thousandths(o.ValueUSD)
	row.netKg, row.quantity = thousandths(o.NetKg), thousandths(o.Quantity)
	row.flags, row.line = uint32(o.Flags), uint32(line)
	row.identify(o.Period.First.Year())
	return row
}

// columns are observations of one series and year.
type columns struct {
	month, months []uint8
	codes         [dimensions][]uint32
	value         []int64
	valueUSD      []int64
	netKg         []int64
	quantity      []int64
	flags         []uint32
}

func (c *columns) rows() int { return len(c.value) }

// resize makes the columns so long. Rows that are added hold nothing of use.
func (c *columns) resize(rows int) {
	c.month, c.months = resized(c.month, rows), resized(c.months, rows)
	for i := range c.codes {
		c.codes[i] = resized(c.codes[i], rows)
	}
	c.value, c.valueUSD = resized(c.value, rows), resized(c.valueUSD, rows)
	c.netKg, c.quantity = resized(c.netKg, rows), resized(c.quantity, rows)
	c.flags = resized(c.flags, rows)
}

func resized[T any](column []T, rows int) []T {
	if rows > len(column) {
		column = slices.Grow(column, rows-len(column))
	}
	return column[:rows]
}

// reserve makes room for so many rows, so that columns do not grow step by step.
func (c *columns) reserve(rows int) {
	have := c.rows()
	c.resize(rows)
	c.resize(have)
}

// blocks keeps the memory of a block that is handed over for the next one.
type blocks struct{ free chan columns }

func newBlocks() *blocks { return &blocks{make(chan columns, 1)} }

func (b *blocks) get() columns {
	select {
	case c := <-b.free:
		return c
	default:
		return columns{}
	}
}

func (b *blocks) put(c columns) {
	c.resize(0)
	select {
	case b.free <- c:
	default:
	}
}

// set writes a row.
func (c *columns) set(row int, o *observed) {
	c.month[row], c.months[row] = o.month, o.months
	for i := range c.codes {
		c.codes[i][row] = o.codes[i]
	}
	c.value[row], c.valueUSD[row] = o.value, o.valueUSD
	c.netKg[row], c.quantity[row] = o.netKg, o.quantity
	c.flags[row] = o.flags
}

func thousandths(a trade.Amount) int64 {
	if !a.Known() {
		return trade.Null
	}
	return a.Thousandths
}

// block makes the columns a block of a year. What is the same in all rows goes
// into Common, so that the writer need not look at each.
func (c *columns) block(d *dictionary, year int, nomenclature trade.Nomenclature) *trade.Bulk {
	b := &trade.Bulk{Year: year, Rows: c.rows(), Value: c.value}
	b.Common = trade.Observation{Period: trade.Year(year), Nomenclature: nomenclature}
	month, sameMonth := constant(c.month)
	length, sameLength := constant(c.months)
	b.Common.Period = trade.Period{First: trade.MonthOf(year, int(month)), Months: int(length)}
	if !sameMonth || !sameLength {
		b.Month, b.Months = c.month, c.months
	}
	b.Exporter, b.Importer, b.Product = c.used(d, exporter), c.used(d, importer), c.used(d, product)
	b.Common.Flow = trade.Flow(c.common(d, flow, &b.Flow))
	b.Common.Reporter = trade.Reporter(c.common(d, reporter, &b.Reporter))
	b.Common.Valuation = trade.Valuation(c.common(d, valuation, &b.Valuation))
	b.Common.Currency = c.common(d, currency, &b.Currency)
	b.Common.Unit = c.common(d, unit, &b.Unit)
	b.Common.Enterprise = c.common(d, enterprise, &b.Enterprise)
	if !slices.Equal(c.value, c.valueUSD) {
		b.ValueUSD = c.valueUSD
	}
	b.NetKg, b.Quantity = unlessAbsent(c.netKg), unlessAbsent(c.quantity)
	if flags, same := constant(c.flags); same {
		b.Common.Flags = trade.Flags(flags)
	} else {
		b.Flags = c.flags
	}
	return b
}

// constant returns the first value, and whether it is the only one.
func constant[T comparable](column []T) (value T, same bool) {
	for i, v := range column {
		if i == 0 {
			value = v
		}
		if v != value {
			return value, false
		}
	}
	return value, true
}

func unlessAbsent(column []int64) []int64 {
	if value, same := constant(column); same && value == trade.Null {
		return nil
	}
	return column
}

// common returns the word that all rows have, or fills codes.
func (c *columns) common(d *dictionary, of dimension, codes *trade.Codes) string {
	if number, same := constant(c.codes[of]); same {
		return d.listed(of)[number]
	}
	*codes = c.used(d, of)
	return ""
}

// used is a column with the words that occur in it, numbered anew.
func (c *columns) used(d *dictionary, of dimension) trade.Codes {
	words := d.listed(of)
	number := make([]int32, len(words))
	for i := range number {
		number[i] = -1
	}
	codes := trade.Codes{Index: c.codes[of]}
	for i, n := range codes.Index {
		if number[n] < 0 {
			number[n] = int32(len(codes.Words))
			codes.Words = append(codes.Words, words[n])
		}
		codes.Index[i] = uint32(number[n])
	}
	return codes
}
