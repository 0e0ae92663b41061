package flowfile

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/oborot/oborot/trade"
)

// fewer is how many times fewer rows than the file a rollup has, if it is to answer
// sooner than the file itself.
const fewer = 3

// rolling bounds the work on rollups.
type rolling struct {
	fewCells  int // the size up to which a rollup costs too little to ask whether it has fewer rows
	mostPairs int // pairs of codes that are numbered in an array and not in a map
	mostSlots int // groups of a run that are found in an array: four bytes each
}

// denseCells bounds the memory of a rollup on its way: 32 bytes a cell.
const denseCells = 1 << 24

// The two columns of codes that a rollup keeps, in the order of its rows.
var keptColumns = map[trade.Rollup][2]string{
	trade.WithoutProduct:           {"exporter", "importer"},
	trade.WithoutImporter:          {"exporter", "product"},
	trade.WithoutImporterByProduct: {"product", "exporter"},
	trade.WithoutExporter:          {"importer", "product"},
}

// dense tells whether nothing but exporter, importer and product differs from row
// to row, as in a file by year of a publisher that reconciles. Then rollups are
// sums into an array, cheaper than groups of rows.
func dense(b *trade.Bulk) bool {
	for _, c := range []trade.Codes{b.Flow, b.Reporter, b.Valuation, b.Currency, b.Unit, b.Enterprise} {
		if c.Words != nil {
			return false
		}
	}
	e, i, p := len(b.Exporter.Words), len(b.Importer.Words), len(b.Product.Words)
	return b.Month == nil && b.Flags == nil && max(e*i, p*e, i*p) <= denseCells
}

// rollUp writes the rollups of the rows from first to end beside their file.
func (t *table) rollUp(ctx context.Context, f *trade.File, first, end int) error {
	f.Rollups = map[trade.Rollup]string{}
	rolled := func(r trade.Rollup) ([]column, int) { return t.rolled(r, first, end) }
	if !dense(t.block) {
		rolled = t.rolledByGroups(t.gatherFile(first, end))
	}
	for _, r := range trade.Rollups() {
		path := fmt.Sprintf("%s.without-%s", f.Path, r)
		columns, count := rolled(r)
		if !t.worthwhile(count, end-first) {
			continue
		}
		out := &table{layout: t.layout, columns: columns}
		f.Rollups[r] = path
		if err := out.writeFile(ctx, &trade.File{Path: path}, 0, count); err != nil {
			return err
		}
	}
	return nil
}

func (r rolling) worthwhile(count, rows int) bool { return count <= r.fewCells || count*fewer <= rows }

// cell is what a rollup says of one group of rows.
type cell struct {
	usd, kg             int64
	rows, hasUSD, hasKg int32
}

func (c *cell) add(usd, kg int64) {
	c.rows++
	if usd != trade.Null {
		c.usd, c.hasUSD = saturated(c.usd, usd), c.hasUSD+1
	}
	if kg != trade.Null {
		c.kg, c.hasKg = saturated(c.kg, kg), c.hasKg+1
	}
}

// saturated adds; a sum that does not fit becomes one that the writer refuses.
func saturated(a, b int64) int64 {
	sum := a + b
	if (a > 0) == (b > 0) && (sum > 0) != (a > 0) && a != 0 && b != 0 {
		return math.MaxInt64
	}
	return sum
}

// rolled adds up the rows and returns the columns of the rollup with their number
// of rows.
func (t *table) rolled(r trade.Rollup, first, end int) ([]column, int) {
	major, minor := t.codesOf(keptColumns[r][0]), t.codesOf(keptColumns[r][1])
	width := uint32(len(minor.Words))
	high, low := major.Rank(), minor.Rank()
	sums := make([]cell, len(major.Words)*len(minor.Words)) // by the ranks of the two columns of codes
	usd, kg := t.block.Value, t.block.NetKg
	if t.block.ValueUSD != nil {
		usd = t.block.ValueUSD
	}
	mass := trade.Null
	for place := first; place < end; place++ {
		row := at(t.order, place)
		if kg != nil {
			mass = kg[row]
		}
		sums[high[major.Index[row]]*width+low[minor.Index[row]]].add(usd[row], mass)
	}
	return t.rolledColumns(r, sums, width)
}

func (t *table) codesOf(name string) trade.Codes {
	return map[string]trade.Codes{
		"exporter": t.block.Exporter, "importer": t.block.Importer, "product": t.block.Product,
	}[name]
}

// rolledColumns turns the cells that hold rows into columns, in order.
func (t *table) rolledColumns(r trade.Rollup, sums []cell, width uint32) ([]column, int) {
	var kept []uint32
	for i := range sums {
		if sums[i].rows > 0 {
			kept = append(kept, uint32(i))
		}
	}
	major := trade.Codes{Words: slices.Sorted(slices.Values(t.codesOf(keptColumns[r][0]).Words)), Index: make([]uint32, len(kept))}
	minor := trade.Codes{Words: slices.Sorted(slices.Values(t.codesOf(keptColumns[r][1]).Words)), Index: make([]uint32, len(kept))}
	for i, cell := range kept {
		major.Index[i], minor.Index[i] = cell/width, cell%width
	}
	named := map[string]trade.Codes{keptColumns[r][0]: major, keptColumns[r][1]: minor}
	var columns []column
	for _, c := range t.columns {
		codes, ok := named[c.schema.Name]
		switch {
		case c.schema.Type == trade.AmountColumn || c.schema.Name == r.Lacks():
			continue
		case ok:
			c.entries, c.codes = textEntries(codes.Words, codes.Rank(), false), gather(codes.Index)
		}
		columns = append(columns, c)
	}
	return append(columns, sumColumns(sums, kept)...), len(kept)
}

// sumColumns returns the amounts of a rollup. Counts are written as amounts too,
// which need no type of their own.
func sumColumns(sums []cell, kept []uint32) []column {
	count := func(of func(c *cell) int32) []int64 {
		return picked(kept, func(i uint32) int64 { return 1000 * int64(of(&sums[i])) })
	}
	hasUSD, hasKg := func(c *cell) int32 { return c.hasUSD }, func(c *cell) int32 { return c.hasKg }
	sum := func(of func(c *cell) int64, known func(c *cell) int32) []int64 {
		return picked(kept, func(i uint32) int64 {
			if known(&sums[i]) == 0 {
				return trade.Null
			}
			return of(&sums[i])
		})
	}
	named := func(id int, name string, amounts []int64) column {
		return column{schema: trade.SchemaColumn{Name: name, Type: trade.AmountColumn, ID: id, Null: true}, amounts: amounts}
	}
	return []column{
		named(101, "rows", count(func(c *cell) int32 { return c.rows })),
		named(102, "value_usd", sum(func(c *cell) int64 { return c.usd }, hasUSD)), named(103, "value_usd_known", count(hasUSD)),
		named(104, "net_kg", sum(func(c *cell) int64 { return c.kg }, hasKg)), named(105, "net_kg_known", count(hasKg)),
	}
}

func picked[T any](kept []uint32, value func(cell uint32) T) []T {
	values := make([]T, len(kept))
	for i, cell := range kept {
		values[i] = value(cell)
	}
	return values
}
