package baci

import (
	"cmp"
	"slices"
	"sync"

	"github.com/oborot/oborot/trade"
)

// repeat is a row whose key an earlier row of the file has.
type repeat struct {
	line, first int
	value       int64
}

// place is where a row was read: the block and the row in it.
type place struct{ block, row int32 }

// pairRows is the rows of one pair in one year: the runs from..to of the sorted
// list, or, when these are not in order as they are, the rows in order.
type pairRows struct {
	pair     uint32
	from, to int
	rows     []place
	size     int
	at       int // of its first row in the columns
}

// yearColumns is one year of a file in the order of the lake.
type yearColumns struct {
	groups   []pairRows
	runs     []run
	blocks   []*block
	products []uint32 // the distinct ones, sorted
	rows     int
	repeats  []repeat
}

// arrange puts the runs of one year, given in the order of the file, into the
// order of exporter, importer and product, and takes out repeated keys: of rows
// with one key the first stays. Words are numbered in their sorted order, so
// comparing pairs compares words.
func arrange(blocks []*block, runs []run) *yearColumns {
	y := &yearColumns{runs: runs, blocks: blocks}
	slices.SortFunc(runs, func(a, b run) int {
		return cmp.Or(cmp.Compare(a.pair, b.pair), cmp.Compare(a.block, b.block), cmp.Compare(a.start, b.start))
	})
	for from := 0; from < len(runs); {
		to := from + 1
		for to < len(runs) && runs[to].pair == runs[from].pair {
			to++
		}
		y.addGroup(from, to)
		from = to
	}
	y.products = y.distinctProducts()
	return y
}

func (y *yearColumns) addGroup(from, to int) {
	g := pairRows{pair: y.runs[from].pair, from: from, to: to, at: y.rows}
	if y.inOrder(from, to) {
		for _, r := range y.runs[from:to] {
			g.size += int(r.end - r.start)
		}
	} else {
		g.rows = y.sortRows(from, to)
		g.size = len(g.rows)
	}
	y.rows += g.size
	y.groups = append(y.groups, g)
}

// inOrder tells whether the runs joined together are strictly ascending by
// product.
func (y *yearColumns) inOrder(from, to int) bool {
	for i := from; i < to; i++ {
		r := y.runs[i]
		if !r.ascending {
			return false
		}
		if i > from {
			before := y.runs[i-1]
			last := y.blocks[before.block].product[before.end-1]
			if y.blocks[r.block].product[r.start] <= last {
				return false
			}
		}
	}
	return true
}

// sortRows sorts the rows of a pair by product, keeping the order of the file
// where products are equal, and takes out the repeats.
func (y *yearColumns) sortRows(from, to int) []place {
	var rows []place
	for _, r := range y.runs[from:to] {
		for at := r.start; at < r.end; at++ {
			rows = append(rows, place{r.block, at})
		}
	}
	slices.SortStableFunc(rows, func(a, b place) int { return cmp.Compare(y.product(a), y.product(b)) })
	kept := rows[:1]
	for _, p := range rows[1:] {
		first := kept[len(kept)-1]
		if y.product(first) != y.product(p) {
			kept = append(kept, p)
			continue
		}
		b := y.blocks[p.block]
		y.repeats = append(y.repeats,
			repeat{b.lineOf(int(p.row)), y.blocks[first.block].lineOf(int(first.row)), b.value[p.row]})
	}
	return kept
}

func (y *yearColumns) product(p place) uint32 { return y.blocks[p.block].product[p.row] }

// distinctProducts returns the products that occur, sorted.
func (y *yearColumns) distinctProducts() []uint32 {
	present := make([]bool, 1_000_000)
	for _, r := range y.runs {
		for _, p := range y.blocks[r.block].product[r.start:r.end] {
			present[p] = true
		}
	}
	var products []uint32
	for p, here := range present {
		if here {
			products = append(products, uint32(p))
		}
	}
	return products
}

// bulk fills the columns. What is the same in every row stands in common.
func (y *yearColumns) bulk(year int, common trade.Observation, economies []trade.Economy) *trade.Bulk {
	common.Period = trade.Year(year)
	b := &trade.Bulk{
		Year: year, Rows: y.rows, Common: common,
		Exporter: trade.Codes{Index: make([]uint32, y.rows)},
		Importer: trade.Codes{Index: make([]uint32, y.rows)},
		Product:  trade.Codes{Index: make([]uint32, y.rows), Words: productWords(y.products)},
		Value:    make([]int64, y.rows), NetKg: make([]int64, y.rows),
	}
	var exporter, importer []int32
	b.Exporter.Words, exporter = y.sideWords(economies, func(pair uint32) uint32 { return pair >> 16 })
	b.Importer.Words, importer = y.sideWords(economies, func(pair uint32) uint32 { return pair & 0xffff })
	place := make([]uint32, 1_000_000)
	for i, p := range y.products {
		place[p] = uint32(i)
	}
	y.inParallel(func(g pairRows) {
		fill32(b.Exporter.Index[g.at:g.at+g.size], uint32(exporter[g.pair>>16]))
		fill32(b.Importer.Index[g.at:g.at+g.size], uint32(importer[g.pair&0xffff]))
		y.copyGroup(b, g, place)
	})
	return b
}

// copyGroup copies product, value and mass of a pair.
func (y *yearColumns) copyGroup(b *trade.Bulk, g pairRows, word []uint32) {
	at := g.at
	if g.rows != nil {
		for _, p := range g.rows {
			from := y.blocks[p.block]
			b.Product.Index[at] = word[from.product[p.row]]
			b.Value[at], b.NetKg[at] = from.value[p.row], from.mass[p.row]
			at++
		}
		return
	}
	for _, r := range y.runs[g.from:g.to] {
		from := y.blocks[r.block]
		copy(b.Value[at:], from.value[r.start:r.end])
		copy(b.NetKg[at:], from.mass[r.start:r.end])
		for _, p := range from.product[r.start:r.end] {
			b.Product.Index[at] = word[p]
			at++
		}
	}
}

// inParallel calls do for each group, on two halves at once.
func (y *yearColumns) inParallel(do func(pairRows)) {
	var all sync.WaitGroup
	half := len(y.groups) / 2
	for _, part := range [][]pairRows{y.groups[:half], y.groups[half:]} {
		all.Go(func() {
			for _, g := range part {
				do(g)
			}
		})
	}
	all.Wait()
}

// sideWords returns the words of one side that occur, sorted, and for each word
// number its place among them.
func (y *yearColumns) sideWords(economies []trade.Economy, side func(uint32) uint32) ([]string, []int32) {
	place := make([]int32, len(economies))
	for _, g := range y.groups {
		place[side(g.pair)] = 1
	}
	var words []string
	for i, here := range place {
		if here == 1 {
			place[i] = int32(len(words))
			words = append(words, string(economies[i]))
		}
	}
	return words, place
}

func fill32(column []uint32, with uint32) {
	for i := range column {
		column[i] = with
	}
}

// productWords writes products as six digits.
func productWords(products []uint32) []string {
	words := make([]string, len(products))
	for i, p := range products {
		var digits [6]byte
		for at := len(digits) - 1; at >= 0; at-- {
			digits[at], p = byte('0'+p%10), p/10
		}
		words[i] = string(digits[:])
	}
	return words
}
