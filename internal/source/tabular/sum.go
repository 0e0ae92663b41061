package tabular

import "github.com/oborot/oborot/trade"

// summing adds rows that are parts of one figure to the first of them while that
// is in memory, which it mostly is: publishers list parts one after the other. What
// is not is left to a merge in the lake.
type summing struct {
	mixed map[key]bool     // keys whose parts are in different units
	parts map[key][]uint64 // fingerprints of further rows of one key and table
}

// place64 is a row of a block that is not handed over yet: the number of the block
// above, the row below.
type place64 uint64

func placed(block, row int) place64 { return place64(block)<<32 | place64(row) }

// sum adds a row to the first one of its key. It is false where that cannot be
// done here: the first row is handed over, or in another currency.
func (s *summing) sum(d *dictionary, at place64, y *laneYear, o *observed) bool {
	first := int(uint32(at))
	if int(at>>32) != y.number {
		return false
	}
	kinds := d.listedKinds()
	have, more := kinds[y.kind[first]], kinds[o.kind]
	if have.code(currency) != more.code(currency) {
		return false
	}
	unlike := have.code(unit) != more.code(unit)
	y.value[first] = plus(y.value[first], o.value)
	y.valueUSD[first] = plus(y.valueUSD[first], o.valueUSD)
	y.netKg[first] = plus(y.netKg[first], o.netKg)
	have.flags |= more.flags
	switch {
	case s.mixed[o.key]:
	case unlike:
		if s.mixed == nil {
			s.mixed = map[key]bool{}
		}
		s.mixed[o.key] = true
		have.codes[unit-flow], y.quantity[first] = 0, trade.Null
	default:
		y.quantity[first] = plus(y.quantity[first], o.quantity)
	}
	y.kind[first] = d.kind(have).number
	return true
}

// addTo makes a row a part of an earlier one of its table; where that cannot be done
// here, the row is stored and left to a merge.
func (l *lane) addTo(first *sighting, o *observed, at spot, y *laneYear) bool {
	if l.summing.parts == nil {
		l.summing.parts = map[key][]uint64{}
	}
	l.summing.parts[o.key] = append(l.summing.parts[o.key], o.print)
	if !l.summing.sum(l.words, first.place, y, o) {
		y.shared = true
		return false
	}
	l.setAside(at.file, trade.Rejection{Line: int(o.line), Format: summed, Reason: "the row was added to an earlier one of the same flow"})
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
