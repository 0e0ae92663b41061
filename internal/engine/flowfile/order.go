package flowfile

import "github.com/oborot/oborot/trade"

// sortKey is one column to sort by: the rank of each row, below the limit.
type sortKey struct {
	limit int
	rank  func(row int) uint32
}

// order returns the rows of the block sorted by exporter, importer, product and
// month, equal ones as they come; nil when they are in order already.
//
// It sorts by counting, the least significant key first, which is linear and
// keeps equal rows in order. Publishers' files list the products of a pair
// together and in order, so moving whole exporters and importers is tried first
// and mostly is enough.
func order(b *trade.Bulk) []uint32 {
	if b.Rows <= packedRows {
		if keys, width, ok := packedKeys(b); ok {
			return sortedUnlessInOrder(keys, width)
		}
	}
	keys := sortKeys(b)
	if inOrder(keys, nil, b.Rows) {
		return nil
	}
	sides := countingSort(keys[:2], b.Rows)
	if inOrder(keys, sides, b.Rows) {
		return sides
	}
	return countingSort(keys, b.Rows)
}

// sortKeys lists the keys, the most significant first.
func sortKeys(b *trade.Bulk) []sortKey {
	var keys []sortKey
	for _, c := range []trade.Codes{b.Exporter, b.Importer, b.Product} {
		rank := c.Rank()
		keys = append(keys, sortKey{len(rank), func(row int) uint32 { return rank[c.Index[row]] }})
	}
	if b.Month != nil {
		keys = append(keys, sortKey{256, func(row int) uint32 { return uint32(b.Month[row]) }})
	}
	return keys
}

func inOrder(keys []sortKey, order []uint32, rows int) bool {
	for place := 1; place < rows; place++ {
		before, row := at(order, place-1), at(order, place)
		for _, k := range keys {
			a, b := k.rank(before), k.rank(row)
			if a > b {
				return false
			}
			if a < b {
				break
			}
		}
	}
	return true
}

func countingSort(keys []sortKey, rows int) []uint32 {
	order, next := make([]uint32, rows), make([]uint32, rows)
	for row := range order {
		order[row] = uint32(row)
	}
	for i := len(keys) - 1; i >= 0; i-- {
		k := keys[i]
		places := make([]uint32, k.limit+1)
		for row := range rows {
			places[k.rank(row)+1]++
		}
		for rank := range k.limit {
			places[rank+1] += places[rank]
		}
		for _, row := range order {
			rank := k.rank(int(row))
			next[places[rank]] = row
			places[rank]++
		}
		order, next = next, order
	}
	return order
}
