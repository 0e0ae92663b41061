package engine

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/cube/cubetest"
	"github.com/oborot/oborot/trade"
)

var partOf2021 = trade.Part{Dataset: "d", Release: "2", Year: 2021, Nomenclature: trade.HS2017}

// flow is a row of partOf2021.
func flow(month int, exporter, importer, product string, value int64) cube.Row {
	return cube.Row{Dataset: "d", Release: "2", Observation: trade.Observation{
		Period: trade.Period{First: trade.MonthOf(2021, month), Months: 1}, Exporter: trade.Economy(exporter),
		Importer: trade.Economy(importer), Product: trade.Product(product), Nomenclature: trade.HS2017, Flow: trade.General,
		Reporter: trade.ByExporter, Valuation: trade.FOB, Currency: "USD", Value: trade.Of(value), ValueUSD: trade.Of(value),
		NetKg: trade.Absent(trade.Missing), Quantity: trade.Absent(trade.Missing),
	}}
}

// merge writes each list of rows into a file and merges them.
func mergeRows(t *testing.T, held []cube.Row, staged [][]cube.Row, repeats trade.Repeats) (trade.Merged, *DuckDB, *folder) {
	t.Helper()
	d, f := openRows(t, nil)
	dir := t.TempDir()
	write := func(rows []cube.Row) []trade.File {
		files, err := d.Write(t.Context(), dir, partOf2021, block(partOf2021, rows))
		if err != nil {
			t.Fatal(err)
		}
		return files
	}
	heldFiles := write(held)
	var stagedFiles []trade.File
	for _, rows := range staged {
		stagedFiles = append(stagedFiles, write(rows)...)
	}
	merged, err := d.Merge(t.Context(), dir, partOf2021, heldFiles, stagedFiles, repeats)
	if err != nil {
		t.Fatal(err)
	}
	f.files = merged.Files
	return merged, d, f
}

// cells lists month, exporter, importer, product and value of every row.
func cells(t *testing.T, d *DuckDB, measure cube.Measure) string {
	t.Helper()
	q := cube.Query{By: []cube.Dimension{cube.Month, cube.Exporter, cube.Importer, cube.Product}, Measures: []cube.Measure{measure}}
	table, err := d.Aggregate(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for i := range table.Rows {
		lines = append(lines, fmt.Sprint(table.Columns[0].Numbers[i], " ", table.Columns[1].Text[i], " ", table.Columns[2].Text[i],
			" ", table.Columns[3].Text[i], " ", table.Columns[4].Amount(i)))
	}
	return strings.Join(lines, "; ")
}

func TestMergeReplacesByKey(t *testing.T) {
	t.Parallel()
	held := []cube.Row{flow(1, "BLR", "RUS", "8704", 1000), flow(2, "BLR", "RUS", "8704", 2000), flow(1, "KAZ", "RUS", "0406", 3000)}
	staged := []cube.Row{flow(1, "BLR", "RUS", "8704", 10_500), flow(1, "BLR", "RUS", "0406", 7000)}
	merged, d, _ := mergeRows(t, held, [][]cube.Row{staged}, trade.SetAsideRepeats)
	if want := (trade.Tally{Rows: 1, Value: 1000}); merged.Replaced != want {
		t.Errorf("replaced %v, want %v", merged.Replaced, want)
	}
	if want := (trade.Tally{Rows: 2, Value: 5000}); merged.Kept != want {
		t.Errorf("kept %v, want %v", merged.Kept, want)
	}
	want := "1 BLR RUS 0406 7; 1 BLR RUS 8704 10.5; 1 KAZ RUS 0406 3; 2 BLR RUS 8704 2"
	if got := cells(t, d, cube.Value); got != want {
		t.Errorf("the file holds %s, want %s", got, want)
	}
	if len(merged.Repeats) != 0 || merged.Summed != 0 || merged.Files[0].Rows != 4 {
		t.Errorf("%+v", merged)
	}
}

func TestMergeSetsRepeatsAside(t *testing.T) {
	t.Parallel()
	first := []cube.Row{flow(1, "BLR", "RUS", "8704", 1000), flow(1, "BLR", "RUS", "8704", 2000)}
	second := []cube.Row{flow(1, "BLR", "RUS", "8704", 4000), flow(3, "BLR", "RUS", "8704", 8000)}
	merged, d, _ := mergeRows(t, nil, [][]cube.Row{first, second}, trade.SetAsideRepeats)
	if got, want := cells(t, d, cube.Value), "1 BLR RUS 8704 1; 3 BLR RUS 8704 8"; got != want {
		t.Errorf("the file holds %s, want %s", got, want)
	}
	var told []string
	for _, r := range merged.Repeats {
		told = append(told, fmt.Sprint(r.Text, " ", r.Value))
	}
	key := "2021-01+1 BLR RUS 8704 H5 general exporter "
	if want := []string{key + "2000", key + "4000"}; !slices.Equal(told, want) {
		t.Errorf("set aside %q, want %q", told, want)
	}
}

func TestMergeSums(t *testing.T) {
	t.Parallel()
	a, b, c := flow(1, "BLR", "RUS", "8704", 1000), flow(1, "BLR", "RUS", "8704", 2000), flow(1, "BLR", "RUS", "8704", 0)
	a.NetKg, a.Quantity, a.Unit = trade.Of(5000), trade.Of(1000), "pcs"
	b.Quantity, b.Unit = trade.Of(2000), "pcs"
	c.Value, c.Flags = trade.Absent(trade.Suppressed), trade.FlagSuppressed
	tonnes := []cube.Row{flow(2, "BLR", "RUS", "8704", 1), flow(2, "BLR", "RUS", "8704", 2)}
	tonnes[0].Quantity, tonnes[0].Unit = trade.Of(1), "t"
	tonnes[1].Quantity, tonnes[1].Unit = trade.Of(1), "pcs"
	alone := flow(3, "BLR", "RUS", "8704", 9000)
	merged, d, _ := mergeRows(t, []cube.Row{flow(1, "BLR", "RUS", "8704", 77)}, [][]cube.Row{{a, b}, append(tonnes, c, alone)}, trade.SumRepeats)
	if merged.Summed != 3 || len(merged.Repeats) != 0 || merged.Replaced.Rows != 1 {
		t.Errorf("%+v", merged)
	}
	for measure, want := range map[cube.Measure]string{
		cube.Value:    "1 BLR RUS 8704 3; 2 BLR RUS 8704 0.003; 3 BLR RUS 8704 9",
		cube.NetKg:    "1 BLR RUS 8704 5; 2 BLR RUS 8704 missing; 3 BLR RUS 8704 missing",
		cube.Quantity: "1 BLR RUS 8704 3; 2 BLR RUS 8704 missing; 3 BLR RUS 8704 missing",
	} {
		// What was never published is missing, but the sum with a suppressed part knows the rest.
		if got := cells(t, d, measure); got != want {
			t.Errorf("%s is %s, want %s", measure, got, want)
		}
	}
}

// TestMergeRefuses adds up what has no sum.
func TestMergeRefuses(t *testing.T) {
	t.Parallel()
	euro, large := flow(1, "BLR", "RUS", "8704", 1000), flow(1, "BLR", "RUS", "8704", 999_999_999_999_999_999)
	euro.Currency = "EUR"
	for want, second := range map[string]cube.Row{
		"different currencies: 2021-01+1 BLR RUS 8704": euro,
		"more than 18 digits":                          large,
	} {
		d, _ := openRows(t, nil)
		dir := t.TempDir()
		staged, err := d.Write(t.Context(), dir, partOf2021, block(partOf2021, []cube.Row{flow(1, "BLR", "RUS", "8704", 1000), second}))
		if err != nil {
			t.Fatal(err)
		}
		_, err = d.Merge(t.Context(), dir, partOf2021, nil, staged, trade.SumRepeats)
		if trade.KindOf(err) != trade.BadInput || !strings.Contains(err.Error(), want) || trade.HintOf(err) == "" {
			t.Errorf("%v", err)
		}
		if names := namesIn(t, dir); len(names) != 1 {
			t.Errorf("left behind: %v", names)
		}
	}
}

// TestMergeRandom compares merges of random rows with a map.
func TestMergeRandom(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		random := rand.New(rand.NewPCG(seed, 5))
		held := unique(oneYear(cubetest.World(random, 300)))
		staged := oneYear(cubetest.World(random, 400))
		for _, repeats := range []trade.Repeats{trade.SetAsideRepeats, trade.SumRepeats} {
			merged, d, _ := mergeRows(t, held, [][]cube.Row{staged[:150], staged[150:]}, repeats)
			want := expectedMerge(held, staged, repeats)
			reference := cube.NewMemory(want)
			for range 25 {
				compare(t, d, reference, cubetest.Query(random))
			}
			if got := merged.Files[0].Rows; got != int64(len(want)) {
				t.Errorf("seed %d: %d rows, want %d", seed, got, len(want))
			}
			if aside := int64(len(merged.Repeats)) + merged.Summed; aside != int64(len(staged)-len(unique(staged))) || aside == 0 {
				t.Errorf("seed %d: %d rows set aside or summed", seed, aside)
			}
		}
	}
}

// oneYear makes rows members of partOf2021, with few keys. Units and currencies
// are alike, and the later of two flags wins, so that the expected sum is simple.
func oneYear(rows []cube.Row) []cube.Row {
	for i := range rows {
		r := &rows[i]
		r.Dataset, r.Release, r.Nomenclature = "d", "2", trade.HS2017
		r.Period = trade.Period{First: trade.MonthOf(2021, 1+r.Period.First.Month()%2), Months: 1}
		r.Currency, r.Unit, r.Valuation = "USD", "", trade.FOB
		if r.Enterprise != "" {
			r.Enterprise = "plant"
		}
	}
	// The order of Write is that in which the first of two rows is found.
	slices.SortStableFunc(rows[:min(150, len(rows))], byFileOrder)
	slices.SortStableFunc(rows[min(150, len(rows)):], byFileOrder)
	return rows
}

func byFileOrder(a, b cube.Row) int {
	return cmp.Or(cmp.Compare(a.Exporter, b.Exporter), cmp.Compare(a.Importer, b.Importer), cmp.Compare(a.Product, b.Product),
		cmp.Compare(a.Period.First, b.Period.First))
}

func keyOf(r cube.Row) string {
	return fmt.Sprint(r.Period, r.Exporter, "/", r.Importer, "/", r.Product, "/", r.Flow, r.Reporter, r.Enterprise)
}

func unique(rows []cube.Row) []cube.Row {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(rows), func(r cube.Row) bool {
		was := seen[keyOf(r)]
		seen[keyOf(r)] = true
		return was
	})
}

func expectedMerge(held, staged []cube.Row, repeats trade.Repeats) []cube.Row {
	out := unique(staged)
	place := map[string]int{}
	for i, r := range out {
		place[keyOf(r)] = i
	}
	if repeats == trade.SumRepeats {
		seen := map[string]bool{}
		for _, r := range staged {
			if seen[keyOf(r)] {
				addTo(&out[place[keyOf(r)]], r)
			}
			seen[keyOf(r)] = true
		}
	}
	for _, r := range held {
		if _, replaced := place[keyOf(r)]; !replaced {
			out = append(out, r)
		}
	}
	return out
}

func addTo(to *cube.Row, r cube.Row) {
	to.Flags |= r.Flags
	for sum, part := range map[*trade.Amount]trade.Amount{
		&to.Value: r.Value, &to.ValueUSD: r.ValueUSD, &to.NetKg: r.NetKg, &to.Quantity: r.Quantity,
	} {
		switch {
		case !sum.Known():
			*sum = part
		case part.Known():
			*sum = sum.Plus(part)
		}
	}
}

func TestMergeStops(t *testing.T) {
	t.Parallel()
	d, _ := openRows(t, nil)
	dir := t.TempDir()
	staged, err := d.Write(t.Context(), dir, partOf2021, block(partOf2021, []cube.Row{flow(1, "BLR", "RUS", "8704", 1)}))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Merge(ctx, dir, partOf2021, nil, staged, trade.SetAsideRepeats); err == nil || !strings.Contains(err.Error(), "interrupted") {
		t.Errorf("%v", err)
	}
	gone := []trade.File{{Path: dir + "/gone.parquet"}}
	_, err = d.Merge(t.Context(), dir, partOf2021, gone, staged, trade.SetAsideRepeats)
	if err == nil || !strings.Contains(err.Error(), "missing") || trade.HintOf(err) == "" {
		t.Errorf("%v", err)
	}
	if names := namesIn(t, dir); len(names) != 1 {
		t.Errorf("left behind: %v", names)
	}
}

func namesIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
