package flowfile

import (
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
		t.variants = combine(t.variant, codes, len(c.entries))
	}
}

// mostDense bounds the table in which pairs of codes are looked up by place.
const mostDense = 1 << 20

// combine makes the pairs of two codes one code, numbered as they come, and
// returns how many there are.
func combine(of, with []uint32, width int) int {
	number := numbering(int(slices.Max(of))+1, width)
	count := 0
	for row, code := range with {
		pair := uint64(of[row])*uint64(width) + uint64(code)
		of[row] = number(pair, &count)
	}
	return max(1, count)
}

// numbering returns a function that numbers pairs.
func numbering(height, width int) func(pair uint64, count *int) uint32 {
	if height*width <= mostDense {
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
	variant []uint32
	usd, kg []int64
}

// gatherFile brings the rows from first to end together.
func (t *table) gatherFile(first, end int) *inFile {
	f := &inFile{row: sequence(first, end), codes: map[string][]uint32{}}
	if t.order != nil {
		f.row = t.order[first:end]
	}
	for _, name := range keptApart {
		c := t.codesOf(name)
		rank := c.Rank()
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

// rolledBySorting adds up the rows of any block. It is slower than adding into a
// dense array, and many times cheaper than grouping by SQL.
func (t *table) rolledBySorting(r trade.Rollup, f *inFile) ([]column, int) {
	p := packing{rows: len(f.row)}
	for _, name := range keptColumns[r] {
		p.add(nil, f.codes[name])
	}
	p.add(nil, f.variant)
	order, keys := radixSort(p.keys, p.width)
	var groups []uint32 // the first row of each
	var sums cells
	for i, place := range order {
		if i == 0 || keys[i] != keys[i-1] {
			groups = append(groups, f.row[place])
			sums.grow()
		}
		sums.add(uint32(len(groups)-1), f.usd[place], f.kg[place])
	}
	return t.columnsOfGroups(r, groups, sums), len(groups)
}

func (c *cells) grow() {
	c.usd, c.kg = append(c.usd, 0), append(c.kg, 0)
	c.rows, c.hasUSD, c.hasKg = append(c.rows, 0), append(c.hasUSD, 0), append(c.hasKg, 0)
}

// columnsOfGroups takes from every column what the first row of each group has.
func (t *table) columnsOfGroups(r trade.Rollup, groups []uint32, sums cells) []column {
	var columns []column
	for _, c := range t.columns {
		if c.schema.Type == trade.AmountColumn || c.schema.Name == r.Lacks() {
			continue
		}
		if codes := c.codes; codes != nil {
			c.codes = func(to, _ []uint32, first int) { codes(to, groups, first) }
		}
		columns = append(columns, c)
	}
	return append(columns, sums.columns(sequence(0, len(groups)))...)
}
