package trade

import (
	"cmp"
	"fmt"
	"slices"
)

// Codes is a column of text held as indexes into a list of distinct words.
type Codes struct {
	Words []string
	Index []uint32 // one for each row
}

// Bulk is a block of observations of one year, held in columns: what lies in
// Common is the same in every row, what lies in a column is not. A nil column
// means "as in Common". Absent amounts are Null.
type Bulk struct {
	Year   int
	Rows   int
	Common Observation // Period gives month and length when Month is nil

	Month, Months []uint8 // first month 1..12 and length; both or neither
	Exporter      Codes   // always given
	Importer      Codes   // always given
	Product       Codes   // always given
	Flow          Codes   // Words nil: as in Common, for this and the following
	Reporter      Codes
	Valuation     Codes
	Currency      Codes
	Unit          Codes
	Enterprise    Codes
	Value         []int64 // always given, thousandths of the currency
	ValueUSD      []int64 // nil: the same as Value
	NetKg         []int64 // nil: absent in every row
	Quantity      []int64 // nil: absent in every row
	Flags         []uint32

	Distinct bool // no row shares its key with another row of this or an earlier block of the import
}

// Check returns what is wrong with the shape of the block.
func (b *Bulk) Check() error {
	for name, c := range map[string]Codes{"exporter": b.Exporter, "importer": b.Importer, "product": b.Product} {
		if len(c.Index) != b.Rows {
			return fmt.Errorf("the column %s has %d rows, the block %d", name, len(c.Index), b.Rows)
		}
	}
	if len(b.Value) != b.Rows {
		return fmt.Errorf("the column value has %d rows, the block %d", len(b.Value), b.Rows)
	}
	if b.Year != b.Common.Period.First.Year() {
		return fmt.Errorf("the block is of %d, its period of %d", b.Year, b.Common.Period.First.Year())
	}
	return nil
}

// Rank returns for each word its place in the sorted list of words.
func (c Codes) Rank() []uint32 {
	order := make([]uint32, len(c.Words))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(c.Words[a], c.Words[b]) })
	rank := make([]uint32, len(order))
	for place, word := range order {
		rank[word] = uint32(place)
	}
	return rank
}
