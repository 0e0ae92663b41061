package flowfile

import (
	"math/bits"
	"slices"

	"github.com/oborot/oborot/trade"
)

// packedRows is the size of block up to which rows are sorted by whole keys that
// move with them: for each row that takes 24 bytes, and three times less time than
// looking keys up. A year of BACI is larger, and needs no more than its exporters
// and importers moved.
const packedRows = 4_000_000

// packedKeys makes one number of exporter, importer, product and month of each row,
// by which rows are in the order of the file. ok is false where it does not fit.
func packedKeys(b *trade.Bulk) (keys []uint64, width int, ok bool) {
	p := packing{rows: b.Rows}
	for _, c := range []trade.Codes{b.Exporter, b.Importer, b.Product} {
		p.add(c.Rank(), c.Index)
	}
	if b.Month != nil {
		p.shift(4)
		for row := range p.keys {
			p.keys[row] |= uint64(b.Month[row] & 15)
		}
	}
	return p.keys, p.width, p.width <= 64
}

// packing is keys that grow column by column, the most significant first.
type packing struct {
	rows  int
	keys  []uint64
	width int // bits
}

func (p *packing) shift(width int) {
	p.width += width
	if p.keys == nil {
		p.keys = make([]uint64, p.rows)
		return
	}
	for row := range p.keys {
		p.keys[row] <<= width
	}
}

// add takes a column of codes; rank is nil where the codes themselves are the
// order.
func (p *packing) add(rank, index []uint32) {
	limit := uint32(len(rank))
	if rank == nil {
		limit = slices.Max(index) + 1
	}
	p.shift(bits.Len32(limit))
	if rank == nil {
		for row, code := range index {
			p.keys[row] |= uint64(code)
		}
		return
	}
	for row, code := range index {
		p.keys[row] |= uint64(rank[code])
	}
}

// sortedUnlessInOrder returns the rows in the order of their keys, equal ones as
// they come; nil when they are in order already.
func sortedUnlessInOrder(keys []uint64, width int) []uint32 {
	if slices.IsSorted(keys) {
		return nil
	}
	order, _ := radixSort(keys, width)
	return order
}

// digitBits are sorted by at a time: as many as there are places to write to at
// once that a processor keeps at hand.
const digitBits = 11

// radixSort sorts keys of so many bits, the least significant digit first, and
// returns the rows in their order with their keys. The keys given are overwritten.
func radixSort(keys []uint64, width int) (order []uint32, sorted []uint64) {
	order, next := make([]uint32, len(keys)), make([]uint32, len(keys))
	nextKeys := make([]uint64, len(keys))
	for row := range order {
		order[row] = uint32(row)
	}
	for shift := 0; shift < width; shift += digitBits {
		var places [1 << digitBits]uint32
		for _, k := range keys {
			places[k>>shift&(1<<digitBits-1)]++
		}
		sum := uint32(0)
		for digit, count := range places {
			places[digit], sum = sum, sum+count
		}
		for i, k := range keys {
			digit := k >> shift & (1<<digitBits - 1)
			nextKeys[places[digit]], next[places[digit]] = k, order[i]
			places[digit]++
		}
		keys, nextKeys, order, next = nextKeys, keys, next, order
	}
	return order, keys
}
