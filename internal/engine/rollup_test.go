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

// TestMergedNomenclaturesStayApart: a dataset-year may hold rows of several
// nomenclatures. A merge keeps each row's own, in the file and in its rollups,
// whatever nomenclature its part names.
func TestMergedNomenclaturesStayApart(t *testing.T) {
	t.Parallel()
	var rows []cube.Row
	for i, n := range []trade.Nomenclature{trade.HS2012, trade.HS2017, trade.HS2022} {
		for _, product := range []string{"870421", "040610"} {
			r := flow(1, "BLR", "RUS", product, int64(1000*(i+1)))
			r.Nomenclature = n
			rows = append(rows, r)
		}
	}
	d, f := openRolled(t, rows, 1)
	if len(f.files) != 3 {
		t.Fatalf("%d files, want one for each nomenclature", len(f.files))
	}
	byNomenclature := cube.Query{By: []cube.Dimension{cube.Nomenclature}, Measures: []cube.Measure{cube.ValueUSD, cube.Rows}}
	questions := []cube.Query{byNomenclature,
		{By: []cube.Dimension{cube.Nomenclature, cube.Product, cube.Exporter}, Measures: []cube.Measure{cube.ValueUSD}},
		{By: []cube.Dimension{cube.Product}, Where: []cube.Filter{{Column: cube.Nomenclature, Values: []string{"H5"}}}, Measures: []cube.Measure{cube.ValueUSD}}}
	for _, q := range questions {
		compare(t, d, cube.NewMemory(rows), q) // files side by side
	}
	merged, err := d.Merge(t.Context(), t.TempDir(), partOf2021, f.files[:1], f.files[1:], trade.SetAsideRepeats)
	if err != nil || merged.Replaced.Rows != 0 || merged.Kept.Rows != 2 || len(merged.Repeats) != 0 || len(merged.Files) != 1 {
		t.Fatalf("%+v, %v", merged, err)
	}
	f.files = merged.Files
	for _, q := range questions {
		compare(t, d, cube.NewMemory(rows), q) // by rollups
	}
	table, err := d.Aggregate(t.Context(), byNomenclature)
	if err != nil {
		t.Fatal(err)
	}
	if got := table.Columns[0].Text; !slices.Equal(got, []string{"H4", "H5", "H6"}) {
		t.Errorf("the nomenclatures are %v", got)
	}
	f.files[0].Rollups = nil
	for _, q := range questions {
		compare(t, d, cube.NewMemory(rows), q) // by the file itself
	}
}

// TestConstantsOfManyRowGroups: the least of 2 and 10 is 10 in the order of texts,
// so a month must not be taken for constant when one group holds both and the next
// 10 alone.
func TestConstantsOfManyRowGroups(t *testing.T) {
	t.Parallel()
	common := flow(1, "BLR", "RUS", "8704", 1000)
	b := &trade.Bulk{Year: 2021, Rows: 200_000, Common: common.Observation}
	b.Exporter.Words, b.Importer.Words, b.Product.Words = []string{"BLR", "KAZ"}, []string{"RUS"}, []string{"8704"}
	for i := range b.Rows {
		exporter, month := uint32(0), uint8(2)
		if i >= 1000 {
			month = 10
		}
		if i >= 123_000 {
			exporter = 1
		}
		b.Exporter.Index, b.Importer.Index, b.Product.Index = append(b.Exporter.Index, exporter), append(b.Importer.Index, 0), append(b.Product.Index, 0)
		b.Month, b.Months, b.Value = append(b.Month, month), append(b.Months, 1), append(b.Value, 1000)
	}
	d, f := openRolled(t, nil, 1)
	files, err := d.Write(t.Context(), t.TempDir(), partOf2021, b)
	if err != nil || len(files) != 1 || len(files[0].Rollups) == 0 {
		t.Fatal(files, err)
	}
	f.files = files
	table, err := d.Aggregate(t.Context(), cube.Query{By: []cube.Dimension{cube.Month}, Measures: []cube.Measure{cube.Rows}})
	if err != nil {
		t.Fatal(err)
	}
	if got := table.Columns[0].Numbers; !slices.Equal(got, []int64{2, 10}) {
		t.Errorf("the months are %v, want 2 and 10", got)
	}
	constant, err := d.constants(t.Context(), files[0].Path)
	if err != nil || constant["nomenclature"] != "CAST('H5' AS VARCHAR)" || constant["month"] != "" || constant["months"] != "CAST('1' AS INTEGER)" {
		t.Errorf("the constants are %v, %v", constant, err)
	}
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
