package tabular

import (
	"slices"

	"github.com/oborot/oborot/trade"
)

// columns are observations of one series and year. Text is held as numbers of the
// import's dictionary, absent amounts as trade.Null.
type columns struct {
	month, months []uint8
	codes         [dimensions][]uint32
	value         []int64
	valueUSD      []int64
	netKg         []int64
	quantity      []int64
	flags         []uint32
	line          []uint32 // in the file
}

func (c *columns) rows() int { return len(c.value) }

// reserve makes room for so many rows, so that columns do not grow step by step.
func (c *columns) reserve(rows int) {
	c.month, c.months = slices.Grow(c.month, rows), slices.Grow(c.months, rows)
	for i := range c.codes {
		c.codes[i] = slices.Grow(c.codes[i], rows)
	}
	c.value, c.valueUSD = slices.Grow(c.value, rows), slices.Grow(c.valueUSD, rows)
	c.netKg, c.quantity = slices.Grow(c.netKg, rows), slices.Grow(c.quantity, rows)
	c.flags = slices.Grow(c.flags, rows)
}

// add appends one observation.
func (c *columns) add(l *lookup, o *trade.Observation, line int) {
	c.month = append(c.month, uint8(o.Period.First.Month()))
	c.months = append(c.months, uint8(o.Period.Months))
	for i, word := range [dimensions]string{
		exporter: string(o.Exporter), importer: string(o.Importer), product: string(o.Product), flow: string(o.Flow),
		reporter: string(o.Reporter), valuation: string(o.Valuation), currency: o.Currency, unit: o.Unit, enterprise: o.Enterprise,
	} {
		c.codes[i] = append(c.codes[i], l.number(dimension(i), word))
	}
	c.value = append(c.value, thousandths(o.Value))
	c.valueUSD = append(c.valueUSD, thousandths(o.ValueUSD))
	c.netKg = append(c.netKg, thousandths(o.NetKg))
	c.quantity = append(c.quantity, thousandths(o.Quantity))
	c.flags = append(c.flags, uint32(o.Flags))
	c.line = append(c.line, uint32(line))
}

func thousandths(a trade.Amount) int64 {
	if !a.Known() {
		return trade.Null
	}
	return a.Thousandths
}

// append takes the rows of other columns.
func (c *columns) append(o *columns) {
	c.month, c.months = append(c.month, o.month...), append(c.months, o.months...)
	for i := range c.codes {
		c.codes[i] = append(c.codes[i], o.codes[i]...)
	}
	c.value, c.valueUSD = append(c.value, o.value...), append(c.valueUSD, o.valueUSD...)
	c.netKg, c.quantity = append(c.netKg, o.netKg...), append(c.quantity, o.quantity...)
	c.flags = append(c.flags, o.flags...)
}

// keep leaves the rows for which kept is true.
func (c *columns) keep(kept []bool) {
	c.month, c.months = filtered(c.month, kept), filtered(c.months, kept)
	for i := range c.codes {
		c.codes[i] = filtered(c.codes[i], kept)
	}
	c.value, c.valueUSD = filtered(c.value, kept), filtered(c.valueUSD, kept)
	c.netKg, c.quantity = filtered(c.netKg, kept), filtered(c.quantity, kept)
	c.flags, c.line = filtered(c.flags, kept), filtered(c.line, kept)
}

func filtered[T any](column []T, kept []bool) []T {
	n := 0
	for i, v := range column {
		if kept[i] {
			column[n] = v
			n++
		}
	}
	return column[:n]
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
