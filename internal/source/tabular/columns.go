package tabular

import (
	"slices"

	"github.com/oborot/oborot/trade"
)

// observed is one observation on its way from a decoder to the columns of its year.
// Text is held as numbers of the import's dictionary, absent amounts as trade.Null.
type observed struct {
	key
	print    uint64
	hash     uint32
	line     uint32 // in the file
	kind     uint32
	value    int64
	valueUSD int64
	netKg    int64
	quantity int64
}

// observe makes a row of an observation.
func (l *lookup) observe(o *trade.Observation, line int) (row observed) {
	k := l.kind(l.kindOf(o))
	row.key = key{
		uint64(l.number(exporter, string(o.Exporter)))<<48 | uint64(l.number(importer, string(o.Importer)))<<32 | uint64(l.number(product, string(o.Product))),
		uint64(o.Period.First.Year())<<52 | uint64(k.identity)<<32 | uint64(l.number(enterprise, o.Enterprise)),
	}
	row.kind, row.line = k.number, uint32(line)
	row.value, row.valueUSD = thousandths(o.Value), thousandths(o.ValueUSD)
	row.netKg, row.quantity = thousandths(o.NetKg), thousandths(o.Quantity)
	row.hash, row.print = hashOf(row.key), row.fingerprint()
	return row
}

// columns are observations of one series and year.
type columns struct {
	codes    [flow][]uint32
	kind     []uint32
	value    []int64
	valueUSD []int64
	netKg    []int64
	quantity []int64
}

func (c *columns) rows() int { return len(c.value) }

// resize makes the columns so long. Rows that are added hold nothing of use.
func (c *columns) resize(rows int) {
	for i := range c.codes {
		c.codes[i] = resized(c.codes[i], rows)
	}
	c.kind = resized(c.kind, rows)
	c.value, c.valueUSD = resized(c.value, rows), resized(c.valueUSD, rows)
	c.netKg, c.quantity = resized(c.netKg, rows), resized(c.quantity, rows)
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
	c.resize(max(rows, have))
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
	c.codes[exporter][row], c.codes[importer][row] = o.code(exporter), o.code(importer)
	c.codes[product][row], c.codes[enterprise][row] = o.code(product), o.code(enterprise)
	c.kind[row] = o.kind
	c.value[row], c.valueUSD[row] = o.value, o.valueUSD
	c.netKg[row], c.quantity[row] = o.netKg, o.quantity
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
	b.Exporter, b.Importer, b.Product = c.used(d, exporter), c.used(d, importer), c.used(d, product)
	if number, same := constant(c.codes[enterprise]); same {
		b.Common.Enterprise = d.listed(enterprise)[number]
	} else {
		b.Enterprise = c.used(d, enterprise)
	}
	kinds := c.usedKinds(d)
	kinds.period(b)
	b.Common.Flow = trade.Flow(kinds.words(d, flow, &b.Flow))
	b.Common.Reporter = trade.Reporter(kinds.words(d, reporter, &b.Reporter))
	b.Common.Valuation = trade.Valuation(kinds.words(d, valuation, &b.Valuation))
	b.Common.Currency = kinds.words(d, currency, &b.Currency)
	b.Common.Unit = kinds.words(d, unit, &b.Unit)
	b.Common.Flags = trade.Flags(numbers(kinds, func(k *kind) uint32 { return k.flags }, &b.Flags))
	if b.Flags != nil {
		b.Common.Flags = 0
	}
	if !slices.Equal(c.value, c.valueUSD) {
		b.ValueUSD = c.valueUSD
	}
	b.NetKg, b.Quantity = unlessAbsent(c.netKg), unlessAbsent(c.quantity)
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

// used is a column with the words that occur in it.
func (c *columns) used(d *dictionary, of dimension) trade.Codes {
	return renumbered(d.listed(of), c.codes[of])
}

// renumbered numbers the words that occur anew.
func renumbered(words []string, index []uint32) trade.Codes {
	number := make([]int32, len(words))
	for i := range number {
		number[i] = -1
	}
	codes := trade.Codes{Index: index}
	for i, n := range codes.Index {
		if number[n] < 0 {
			number[n] = int32(len(codes.Words))
			codes.Words = append(codes.Words, words[n])
		}
		codes.Index[i] = uint32(number[n])
	}
	return codes
}
