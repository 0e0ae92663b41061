package flowfile

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"github.com/oborot/oborot/trade"
)

// column is one column of the table. Exactly one of codes and amounts is set
// where the rows differ; otherwise every row has the only entry, or none.
type column struct {
	schema  trade.SchemaColumn
	entries []entry
	codes   func(to []uint32, order []uint32, first int) // fills indexes into entries, in order
	amounts []int64                                      // thousandths, trade.Null where absent
	same    bool                                         // the amounts of the column of amounts before
}

// entry is a word of a dictionary. rank orders the entries for statistics.
type entry struct {
	plain  []byte // as Parquet's PLAIN encoding has it
	bound  []byte // as statistics have it
	rank   uint32
	absent bool
}

func textEntries(words []string, rank []uint32, nullable bool) []entry {
	entries := make([]entry, len(words))
	for i, w := range words {
		plain := append(binary.LittleEndian.AppendUint32(nil, uint32(len(w))), w...)
		entries[i] = entry{plain, plain[4:], rank[i], nullable && w == ""}
	}
	return entries
}

// numberEntry is the entry of a number, none of which is negative in this table.
func numberEntry(n int32) entry {
	plain := binary.LittleEndian.AppendUint32(nil, uint32(n))
	return entry{plain, plain, uint32(n), false}
}

// columnsOf returns the columns in the order of the schema.
func columnsOf(p trade.Part, b *trade.Bulk) []column {
	columns := make([]column, 0, 20)
	for _, s := range trade.FlowColumns() {
		c := column{schema: s}
		switch s.Type {
		case trade.TextColumn:
			c.setText(p, b)
		case trade.IntegerColumn:
			c.setNumbers(b)
		case trade.AmountColumn:
			c.setAmounts(b)
		}
		columns = append(columns, c)
	}
	return columns
}

func (c *column) setText(p trade.Part, b *trade.Bulk) {
	common, codes := "", trade.Codes{}
	o := b.Common
	switch c.schema.Name {
	case "dataset":
		common = p.Dataset
	case "release":
		common = p.Release
	case "nomenclature":
		common = string(p.Nomenclature)
	case "exporter":
		codes = b.Exporter
	case "importer":
		codes = b.Importer
	case "product":
		codes = b.Product
	case "flow":
		common, codes = string(o.Flow), b.Flow
	case "reporter":
		common, codes = string(o.Reporter), b.Reporter
	case "valuation":
		common, codes = string(o.Valuation), b.Valuation
	case "currency":
		common, codes = o.Currency, b.Currency
	case "unit":
		common, codes = o.Unit, b.Unit
	case "enterprise":
		common, codes = o.Enterprise, b.Enterprise
	}
	if codes.Words == nil {
		c.entries = textEntries([]string{common}, []uint32{0}, c.schema.Null)
		return
	}
	c.entries = textEntries(codes.Words, codes.Rank(), c.schema.Null)
	c.codes = gather(codes.Index)
}

// gather returns a function that fills indexes in the order of the file.
func gather(index []uint32) func(to, order []uint32, first int) {
	return func(to, order []uint32, first int) {
		if order == nil {
			copy(to, index[first:])
			return
		}
		for i, row := range order[first : first+len(to)] {
			to[i] = index[row]
		}
	}
}

func (c *column) setNumbers(b *trade.Bulk) {
	switch c.schema.Name {
	case "year":
		c.setWords(b.Rows, nil, int32(b.Year))
	case "month":
		c.setWords(b.Rows, bytesAt(b.Month), int32(b.Common.Period.First.Month()))
	case "months":
		c.setWords(b.Rows, bytesAt(b.Months), int32(b.Common.Period.Months))
	case "flags":
		var value func(row int) int32
		if b.Flags != nil {
			value = func(row int) int32 { return int32(b.Flags[row]) }
		}
		c.setWords(b.Rows, value, int32(b.Common.Flags))
	}
}

func bytesAt(values []uint8) func(row int) int32 {
	if values == nil {
		return nil
	}
	return func(row int) int32 { return int32(values[row]) }
}

// setWords makes a dictionary of the few numbers that occur.
func (c *column) setWords(rows int, value func(row int) int32, common int32) {
	if value == nil {
		c.entries = []entry{numberEntry(common)}
		return
	}
	place := map[int32]uint32{}
	index := make([]uint32, rows)
	last, at := int32(0), uint32(math.MaxUint32)
	for row := range index {
		if n := value(row); n != last || at == math.MaxUint32 {
			p, ok := place[n]
			if !ok {
				p = uint32(len(c.entries))
				place[n] = p
				c.entries = append(c.entries, numberEntry(n))
			}
			last, at = n, p
		}
		index[row] = at
	}
	c.codes = gather(index)
}

func (c *column) setAmounts(b *trade.Bulk) {
	switch c.schema.Name {
	case "value":
		c.amounts = b.Value
	case "value_usd":
		c.amounts, c.same = b.ValueUSD, b.ValueUSD == nil
		if c.same {
			c.amounts = b.Value
		}
	case "net_kg":
		c.amounts = b.NetKg
	case "quantity":
		c.amounts = b.Quantity
	}
	if c.amounts == nil {
		c.entries = []entry{{absent: true}}
	}
}

// bounds returns the least and the greatest of the entries that are there.
func bounds(entries []entry) (least, greatest []byte) {
	order := func(a, b entry) int { return cmp.Compare(a.rank, b.rank) }
	return slices.MinFunc(entries, order).bound, slices.MaxFunc(entries, order).bound
}

// limit is the first number of thousandths with more than 18 digits.
const limit = 1_000_000_000_000_000_000

func tooWide(name string, thousandths int64) error {
	return trade.Errorf(trade.BadInput, "the %s %s has more than 18 digits, three of them decimals",
		strings.ReplaceAll(name, "_", " "), trade.FormatThousandths(thousandths)).
		WithHint("check the unit of the column: no flow is that large")
}
