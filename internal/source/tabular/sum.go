package tabular

import "github.com/oborot/oborot/trade"

// summing adds rows that are parts of one figure to the first of them while that
// is in memory, which it mostly is: publishers list parts one after the other. What
// is not is left to a merge in the lake.
type summing struct {
	places []place64        // of the first row of each key, by its number
	mixed  map[int]bool     // keys whose parts are in different units
	parts  map[key][]uint64 // fingerprints of further rows of one key and table
}

// place64 is a row of a block that is not handed over yet: the number of the block
// above, the row below.
type place64 uint64

func placed(block, row int) place64 { return place64(block)<<32 | place64(row) }

// target is where the first row of a key is: in the block, or still in the parcel
// at hand, whose kept rows will follow those of the block.
func (y *laneYear) target(at place64, p *parcel, kept []int) (c *columns, row int, ok bool) {
	if int(at>>32) != y.number {
		return nil, 0, false
	}
	if row = int(uint32(at)); row < y.rows() {
		return &y.columns, row, true
	}
	return &p.columns, kept[row-y.rows()], true
}

// sum adds a row to the first one of its key. It is false where that cannot be
// done here: the first row is handed over, or in another currency.
func (s *summing) sum(number int, y *laneYear, p *parcel, row int, kept []int) bool {
	c, first, ok := y.target(s.places[number], p, kept)
	if !ok || c.codes[currency][first] != p.codes[currency][row] {
		return false
	}
	c.value[first] = plus(c.value[first], p.value[row])
	c.valueUSD[first] = plus(c.valueUSD[first], p.valueUSD[row])
	c.netKg[first] = plus(c.netKg[first], p.netKg[row])
	c.flags[first] |= p.flags[row]
	switch {
	case s.mixed[number]:
	case c.codes[unit][first] != p.codes[unit][row]:
		if s.mixed == nil {
			s.mixed = map[int]bool{}
		}
		s.mixed[number] = true
		c.codes[unit][first], c.quantity[first] = 0, trade.Null
	default:
		c.quantity[first] = plus(c.quantity[first], p.quantity[row])
	}
	return true
}

// part is a row that shares its key with an earlier one of its table.
type part struct {
	number int // of the key
	key    key
	print  uint64
	row    int // of the parcel
	stay   []int
}

// addTo makes a row a part of an earlier one; where that cannot be done here, the
// row is stored and left to a merge.
func (l *lane) addTo(one part, p *parcel, at spot, y *laneYear) bool {
	if l.summing.parts == nil {
		l.summing.parts = map[key][]uint64{}
	}
	l.summing.parts[one.key] = append(l.summing.parts[one.key], one.print)
	if !l.summing.sum(one.number, y, p, one.row, one.stay) {
		y.shared = true
		return false
	}
	l.setAside(at.file, trade.Rejection{Line: int(p.line[one.row]), Format: summed, Reason: "the row was added to an earlier one of the same flow"})
	return true
}

// plus adds two amounts; one that is absent adds nothing.
func plus(a, b int64) int64 {
	switch {
	case a == trade.Null:
		return b
	case b == trade.Null:
		return a
	}
	return a + b
}
