package engine

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/cube/cubetest"
	"github.com/oborot/oborot/trade"
)

// TestRollupsAgree: the answers do not depend on whether every file has rollups,
// some have, or none.
func TestRollupsAgree(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		random := rand.New(rand.NewPCG(seed, 3))
		rows := cubetest.World(random, 400)
		reference := cube.NewMemory(rows)
		for _, from := range []int64{1, 15} {
			d, f := openRolled(t, rows, from)
			if n := rolledFiles(f); n == 0 || from > 1 && n == len(f.files) {
				t.Fatalf("seed %d: %d of %d files have rollups", seed, n, len(f.files))
			}
			answered := 0
			d.options.Trace = func(text string, _ int) {
				if strings.Contains(text, ".without-") {
					answered++
				}
			}
			for range 80 {
				compare(t, d, reference, cubetest.Query(random))
			}
			if answered < 5 {
				t.Errorf("seed %d: only %d of 80 questions were answered by rollups", seed, answered)
			}
		}
	}
}

func rolledFiles(f *folder) int {
	n := 0
	for _, file := range f.files {
		if len(file.Rollups) > 0 {
			n++
		}
	}
	return n
}

// TestConformanceOfRollups asks the written questions of files that all have
// rollups.
func TestConformanceOfRollups(t *testing.T) {
	t.Parallel()
	cubetest.Run(t, func(t *testing.T, rows []cube.Row) cube.Engine {
		d, _ := openRolled(t, rows, 1)
		return d
	})
}

// TestMergeRollsUp: the files that a merge makes have rollups too.
func TestMergeRollsUp(t *testing.T) {
	t.Parallel()
	rows := someRows(50)
	d, f := openRolled(t, rows, 1)
	merged, err := d.Merge(t.Context(), t.TempDir(), partOf(rows[0]), nil, f.files, trade.SumRepeats)
	if err != nil {
		t.Fatal(err)
	}
	f.files = merged.Files
	if n := len(f.files[0].Rollups); n != len(trade.Rollups()) {
		t.Fatalf("%d rollups", n)
	}
	compare(t, d, cube.NewMemory(rows), cube.Query{By: []cube.Dimension{cube.Exporter}, Measures: []cube.Measure{cube.ValueUSD}})
}

// TestDenseRollupsAgree: a block in which only exporter, importer and product
// differ is rolled up as it is written. The sums are those of plain loops, absent
// amounts included.
func TestDenseRollupsAgree(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 7))
	var rows []cube.Row
	for range 3000 {
		o := someRows(1)[0]
		o.Exporter = []trade.Economy{"BLR", "RUS", "CHN"}[random.IntN(3)]
		o.Importer = []trade.Economy{"KAZ", "DEU", "ARM", "KGZ"}[random.IntN(4)]
		o.Product = []trade.Product{"870421", "040610", "842121", "010121", "999999"}[random.IntN(5)]
		o.Value = trade.Of(random.Int64N(1_000_000_000))
		o.ValueUSD = o.Value
		o.NetKg = trade.Of(random.Int64N(1_000_000))
		if random.IntN(4) == 0 {
			o.NetKg = trade.Absent(trade.Missing)
		}
		rows = append(rows, o)
	}
	d, f := openRolled(t, nil, 1)
	files, err := d.Write(t.Context(), t.TempDir(), partOf(rows[0]), denseBlock(rows))
	if err != nil {
		t.Fatal(err)
	}
	f.files = files
	reference := cube.NewMemory(rows)
	for _, by := range [][]cube.Dimension{nil, {cube.Exporter}, {cube.Importer, cube.Product}, {cube.Product, cube.Exporter},
		{cube.Importer, cube.Exporter}, {cube.Product}, {cube.Year, cube.Flow, cube.Currency}} {
		for _, where := range [][]cube.Filter{nil, {{Column: cube.Product, Values: []string{"04", "87"}}}, {{Column: cube.Exporter, Values: []string{"BLR"}}}} {
			compare(t, d, reference, cube.Query{By: by, Where: where, Measures: []cube.Measure{cube.ValueUSD, cube.NetKg, cube.Rows}})
		}
	}
}

// denseBlock holds the rows in columns of codes for exporter, importer and product
// alone.
func denseBlock(rows []cube.Row) *trade.Bulk {
	first := rows[0]
	b := &trade.Bulk{Year: first.Period.First.Year(), Rows: len(rows), Common: first.Observation}
	add := func(c *trade.Codes, word string) {
		i := slices.Index(c.Words, word)
		if i < 0 {
			i = len(c.Words)
			c.Words = append(c.Words, word)
		}
		c.Index = append(c.Index, uint32(i))
	}
	for _, r := range rows {
		add(&b.Exporter, string(r.Exporter))
		add(&b.Importer, string(r.Importer))
		add(&b.Product, string(r.Product))
		b.Value = append(b.Value, r.Value.Thousandths)
		kg := r.NetKg.Thousandths
		if !r.NetKg.Known() {
			kg = trade.Null
		}
		b.NetKg = append(b.NetKg, kg)
	}
	return b
}
