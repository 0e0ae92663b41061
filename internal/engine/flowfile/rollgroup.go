package flowfile

import (
	"math/bits"
	"slices"

	"github.com/oborot/oborot/trade"
)

// keptApart are the columns that a rollup orders by or sums over.
var keptApart = []string{"exporter", "importer", "product"}

// findVariants numbers the combinations of all other columns of codes and numbers
// that occur: month, reporter, unit, flags ... Rows of one variant may be added up.
func (t *table) findVariants() {
	t.variant, t.variants = make([]uint32, t.block.Rows), 1
	codes := make([]uint32, t.block.Rows)
	for _, c := range t.columns {
		if c.codes == nil || slices.Contains(keptApart, c.schema.Name) {
			continue
		}
		c.codes(codes, nil, 0)
		t.variants = combine(t.variant, codes, len(c.entries), t.mostPairs)
	}
}

// combine makes the pairs of two codes one code, numbered as they come, and
// returns how many there are.
func combine(of, with []uint32, width, mostPairs int) int {
	number := numbering(int(slices.Max(of))+1, width, mostPairs)
	count := 0
	for row, code := range with {
		pair := uint64(of[row])*uint64(width) + uint64(code)
		of[row] = number(pair, &count)
	}
	return max(1, count)
}

// numbering returns a function that numbers pairs.
func numbering(height, width, mostPairs int) func(pair uint64, count *int) uint32 {
	if height*width <= mostPairs {
		numbers := make([]uint32, height*width) // plus one
		return func(pair uint64, count *int) uint32 {
			if numbers[pair] == 0 {
				*count++
				numbers[pair] = uint32(*count)
			}
			return numbers[pair] - 1
		}
	}
	numbers := map[uint64]uint32{}
	return func(pair uint64, count *int) uint32 {
		n, ok := numbers[pair]
		if !ok {
			n = uint32(*count)
			numbers[pair] = n
			*count++
		}
		return n
	}
}

// inFile is what rollups look at of the rows of one file, in its order.
type inFile struct {
	row     []uint32 // of the block
	codes   map[string][]uint32
	words   map[string]int // how many codes there may be
	variant []uint32
	usd, kg []int64
}

// gatherFile brings the rows from first to end together.
func (t *table) gatherFile(first, end int) *inFile {
	f := &inFile{row: sequence(first, end), codes: map[string][]uint32{}, words: map[string]int{}}
	if t.order != nil {
		f.row = t.order[first:end]
	}
	for _, name := range keptApart {
		c := t.codesOf(name)
		rank := c.Rank()
		f.words[name] = len(c.Words)
		f.codes[name] = picked(f.row, func(row uint32) uint32 { return rank[c.Index[row]] })
	}
	f.variant = picked(f.row, func(row uint32) uint32 { return t.variant[row] })
	usd, kg := t.block.Value, t.block.NetKg
	if t.block.ValueUSD != nil {
		usd = t.block.ValueUSD
	}
	f.usd = picked(f.row, func(row uint32) int64 { return usd[row] })
	f.kg = picked(f.row, func(row uint32) int64 {
		if kg == nil {
			return trade.Null
		}
		return kg[row]
	})
	return f
}

func sequence(first, end int) []uint32 {
	all := make([]uint32, end-first)
	for i := range all {
		all[i] = uint32(first + i)
	}
	return all
}

// grouped is a rollup of any block: sums of groups of rows, and their order.
type grouped struct {
	first []uint32 // a row of the block for each group
	order []uint32 // the groups by the two columns of codes that are kept
	minor []uint32 // the second of these codes
	sums  []cell
}

// rolledByGroups returns a function that makes the rollups of any block, in their
// order: two of them have the same sums.
func (t *table) rolledByGroups(f *inFile) func(trade.Rollup) ([]column, int) {
	var before *grouped
	return func(r trade.Rollup) ([]column, int) {
		kept := keptColumns[r]
		var g *grouped
		if r == trade.WithoutImporterByProduct && before != nil {
			g = before.swapped(f.words[kept[0]])
		} else {
			g = t.group(f, kept[0], kept[1])
		}
		before = nil
		if r == trade.WithoutImporter {
			before = g
		}
		if !t.worthwhile(len(g.first), len(f.row)) {
			return nil, len(g.first)
		}
		return t.columnsOfGroups(r, g), len(g.order)
	}
}

// group adds up the rows of a file by two columns of codes and the variant. It goes
// through the rows of one code of the major column after the other, so that a table
// for the others is small: three times sooner than sorting all rows by all three. It
// ends early when there are too many groups for a rollup.
func (t *table) group(f *inFile, major, minor string) *grouped {
	room := len(f.row) / fewer
	g := &grouped{first: make([]uint32, 0, room), minor: make([]uint32, 0, room), sums: make([]cell, 0, room)}
	slots := newSlots(f.words[minor]*t.variants, t.mostSlots)
	places := byCode(f.codes[major], f.words[major])
	codes, others := f.codes[major], f.codes[minor]
	at := func(i int) int {
		if places == nil {
			return i
		}
		return int(places[i])
	}
	var met, used []uint64 // the minor codes and the slots of this run, as they come
	for i := range f.row {
		place := at(i)
		slot := uint64(others[place])*uint64(t.variants) + uint64(f.variant[place])
		group := slots.find(slot)
		if *group == 0 {
			g.first, g.minor, g.sums = append(g.first, f.row[place]), append(g.minor, others[place]), append(g.sums, cell{})
			*group = uint32(len(g.first))
			if !t.worthwhile(len(g.first), len(f.row)) {
				return g
			}
			met, used = append(met, uint64(others[place])), append(used, slot)
		}
		g.sums[*group-1].add(f.usd[place], f.kg[place])
		if i+1 == len(f.row) || codes[at(i+1)] != codes[place] {
			g.close(met)
			slots.clear(used)
			met, used = met[:0], used[:0]
		}
	}
	return g
}

// close orders the groups of a run, the last so many, by their minor codes.
func (g *grouped) close(met []uint64) {
	first := uint32(len(g.order))
	if slices.IsSorted(met) {
		for i := range met {
			g.order = append(g.order, first+uint32(i))
		}
		return
	}
	order, _ := radixSort(met, bits.Len64(slices.Max(met)))
	for _, place := range order {
		g.order = append(g.order, first+place)
	}
}

// swapped returns the groups by minor and then major code.
func (g *grouped) swapped(words int) *grouped {
	if len(g.order) < len(g.first) {
		return g // ended early
	}
	codes := picked(g.order, func(group uint32) uint32 { return g.minor[group] })
	order := g.order
	if places := byCode(codes, words); places != nil {
		order = picked(places, func(place uint32) uint32 { return g.order[place] })
	}
	return &grouped{first: g.first, order: order, sums: g.sums}
}

// byCode returns the places in the order of their codes, equal ones as they come;
// nil when they are in order.
func byCode(codes []uint32, words int) []uint32 {
	if slices.IsSorted(codes) {
		return nil
	}
	return countingSort([]sortKey{{words, func(place int) uint32 { return codes[place] }}}, len(codes))
}

// slots find the group of a minor code and variant: in an array, or where that would
// be too large in a map.
type slots struct {
	dense  []uint32
	sparse map[uint64]*uint32
}

func newSlots(count, most int) *slots {
	if count > most {
		return &slots{sparse: map[uint64]*uint32{}}
	}
	return &slots{dense: make([]uint32, count)}
}

// find returns where the group of a slot is kept, plus one.
func (s *slots) find(slot uint64) *uint32 {
	if s.dense != nil {
		return &s.dense[slot]
	}
	group := s.sparse[slot]
	if group == nil {
		group = new(uint32)
		s.sparse[slot] = group
	}
	return group
}

// clear forgets the groups of slots.
func (s *slots) clear(used []uint64) {
	clear(s.sparse)
	if s.dense == nil {
		return
	}
	for _, slot := range used {
		s.dense[slot] = 0
	}
}

// columnsOfGroups takes from every column what the first row of each group has.
func (t *table) columnsOfGroups(r trade.Rollup, g *grouped) []column {
	rows := picked(g.order, func(group uint32) uint32 { return g.first[group] })
	var columns []column
	for _, c := range t.columns {
		if c.schema.Type == trade.AmountColumn || c.schema.Name == r.Lacks() {
			continue
		}
		if codes := c.codes; codes != nil {
			c.codes = func(to, _ []uint32, first int) { codes(to, rows, first) }
		}
		columns = append(columns, c)
	}
	return append(columns, sumColumns(g.sums, g.order)...)
}
