package flowfile

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/oborot/oborot/trade"
)

var part = trade.Part{Dataset: "baci-hs17", Release: "202501", Year: 2021, Nomenclature: trade.HS2017}

// read reads files back with arrow-go: a line for each row, with the names of the
// columns that are absent left out.
func read(t *testing.T, files []trade.File) []string {
	t.Helper()
	var lines []string
	for _, f := range files {
		in, err := os.Open(f.Path)
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		table, err := pqarrow.ReadTable(t.Context(), in, nil, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
		if err != nil {
			t.Fatal(err)
		}
		if table.NumRows() != f.Rows {
			t.Errorf("%d rows, told %d", table.NumRows(), f.Rows)
		}
		rows := make([]string, f.Rows)
		for c := range int(table.NumCols()) {
			appendColumn(rows, table.Column(c))
		}
		lines = append(lines, rows...)
	}
	return lines
}

func appendColumn(rows []string, c *arrow.Column) {
	row := 0
	for _, chunk := range c.Data().Chunks() {
		for i := range chunk.Len() {
			if chunk.IsValid(i) {
				rows[row] += " " + c.Name() + "=" + chunk.ValueStr(i)
			}
			row++
		}
	}
}

// line is what read returns for a row of a block.
func line(b *trade.Bulk, row int) string {
	var out strings.Builder
	text := func(name, common string, c trade.Codes, nullable bool) {
		if c.Words != nil {
			common = c.Words[c.Index[row]]
		}
		if common != "" || !nullable {
			fmt.Fprintf(&out, " %s=%s", name, common)
		}
	}
	amount := func(name string, column []int64) {
		if column != nil && column[row] != trade.Null {
			fmt.Fprintf(&out, " %s=%s", name, trade.FormatThousandths(column[row]))
		}
	}
	o, month, months, flags, usd := b.Common, b.Common.Period.First.Month(), b.Common.Period.Months, uint32(b.Common.Flags), b.ValueUSD
	if b.Month != nil {
		month, months = int(b.Month[row]), int(b.Months[row])
	}
	if b.Flags != nil {
		flags = b.Flags[row]
	}
	if usd == nil {
		usd = b.Value
	}
	fmt.Fprintf(&out, " dataset=baci-hs17 release=202501 year=%d month=%d months=%d", b.Year, month, months)
	text("exporter", "", b.Exporter, false)
	text("importer", "", b.Importer, false)
	text("product", "", b.Product, false)
	fmt.Fprintf(&out, " nomenclature=H5")
	text("flow", string(o.Flow), b.Flow, false)
	text("reporter", string(o.Reporter), b.Reporter, false)
	text("valuation", string(o.Valuation), b.Valuation, false)
	amount("value", b.Value)
	text("currency", o.Currency, b.Currency, false)
	amount("value_usd", usd)
	amount("net_kg", b.NetKg)
	amount("quantity", b.Quantity)
	text("unit", o.Unit, b.Unit, true)
	text("enterprise", o.Enterprise, b.Enterprise, true)
	fmt.Fprintf(&out, " flags=%d", flags)
	return out.String()
}

// expected is the block in the order of a file, by a plain stable sort.
func expected(b *trade.Bulk) []string {
	order := make([]int, b.Rows)
	for i := range order {
		order[i] = i
	}
	month := func(row int) uint8 {
		if b.Month == nil {
			return 0
		}
		return b.Month[row]
	}
	slices.SortStableFunc(order, func(x, y int) int {
		return cmp.Or(cmp.Compare(word(b.Exporter, x), word(b.Exporter, y)), cmp.Compare(word(b.Importer, x), word(b.Importer, y)),
			cmp.Compare(word(b.Product, x), word(b.Product, y)), cmp.Compare(month(x), month(y)))
	})
	lines := make([]string, b.Rows)
	for to, row := range order {
		lines[to] = line(b, row)
	}
	return lines
}

func word(c trade.Codes, row int) string { return c.Words[c.Index[row]] }

// randomBlock fills a random choice of columns. Runs of equal codes are about so
// long; a column of amounts has absent ones in the proportion of absent.
func randomBlock(r *rand.Rand, rows, run int, absent float64) *trade.Bulk {
	b := &trade.Bulk{Year: 2021, Rows: rows, Common: trade.Observation{
		Period: trade.Period{First: trade.MonthOf(2021, 2), Months: 3}, Flow: trade.General, Reporter: trade.Reconciled,
		Currency: "USD", Flags: trade.FlagDemo,
	}}
	codes := func(words int, prefix string) trade.Codes {
		c := trade.Codes{Index: make([]uint32, rows)}
		for i := range words {
			c.Words = append(c.Words, strings.Repeat(prefix, i%3)+fmt.Sprint(i))
		}
		c.Words[r.IntN(words)] = ""
		last := uint32(0)
		for row := range rows {
			if row == 0 || r.IntN(run) == 0 {
				last = uint32(r.IntN(words))
			}
			c.Index[row] = last
		}
		return c
	}
	amounts := func() []int64 {
		a := make([]int64, rows)
		for row := range a {
			a[row] = r.Int64N(2*limit-1) - limit + 1
			if r.Float64() < absent {
				a[row] = trade.Null
			}
		}
		return a
	}
	b.Exporter, b.Importer, b.Product, b.Value = codes(300, "E"), codes(1+r.IntN(20), "I"), codes(5000, "0"), amounts()
	for i, c := range []*trade.Codes{&b.Flow, &b.Reporter, &b.Valuation, &b.Currency, &b.Unit, &b.Enterprise} {
		if r.IntN(2) == 0 {
			*c = codes(2+i*30, "W")
		}
	}
	for _, a := range []*[]int64{&b.ValueUSD, &b.NetKg, &b.Quantity} {
		if r.IntN(3) > 0 {
			*a = amounts()
		}
	}
	if r.IntN(2) == 0 {
		b.Month, b.Months, b.Flags = make([]uint8, rows), make([]uint8, rows), make([]uint32, rows)
		for row := range rows {
			b.Month[row], b.Months[row], b.Flags[row] = uint8(1+r.IntN(12)), 1, uint32(r.IntN(3))
		}
	}
	return b
}

// TestWriteRoundTrip writes awkward shapes and reads each row back.
func TestWriteRoundTrip(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for _, rows := range []int{1, 2, 7, 8, 9, 63, 64, 65, 1000, 5003} {
		for _, run := range []int{1, 3, 9, 100, 100_000} {
			for _, absent := range []float64{0, 0.1, 1} {
				checkRoundTrip(t, randomBlock(random, rows, run, absent))
			}
		}
	}
}

func checkRoundTrip(t *testing.T, b *trade.Bulk) {
	t.Helper()
	files, err := Write(t.Context(), t.TempDir(), part, b, 0)
	if err != nil {
		t.Fatal(err)
	}
	got, want := read(t, files), expected(b)
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	for row := range want {
		if got[row] != want[row] {
			t.Fatalf("row %d of %d:\n%s\nwant\n%s", row, b.Rows, got[row], want[row])
		}
	}
}

// TestWriteManyGroups crosses the bounds of groups of rows and of files.
func TestWriteManyGroups(t *testing.T) {
	t.Parallel()
	small := layout{rowsInGroup: 64, rowsInFile: 500}
	b := randomBlock(rand.New(rand.NewPCG(5, 6)), 1517, 40, 0.1)
	files, err := small.write(t.Context(), t.TempDir(), part, b)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != min(3, runtime.GOMAXPROCS(0)) {
		t.Errorf("%d files", len(files))
	}
	for _, f := range files {
		info, err := os.Stat(f.Path)
		if err != nil || info.Size() != f.Bytes || f.Year != 2021 || f.Dataset != "baci-hs17" {
			t.Errorf("%+v: %v %v", f, info, err)
		}
		checkFooter(t, f, int64(small.rowsInGroup))
	}
	if !slices.Equal(read(t, files), expected(b)) {
		t.Error("the rows differ")
	}
}

// checkFooter compares the bounds of exporters with those of Iceberg's rules: of
// each group, in order, none before the last of the group before.
func checkFooter(t *testing.T, f trade.File, rowsInGroup int64) {
	t.Helper()
	r, err := file.OpenParquetFile(f.Path, false)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	last := ""
	for g := range r.NumRowGroups() {
		group := r.MetaData().RowGroup(g)
		if g < r.NumRowGroups()-1 && group.NumRows() != rowsInGroup {
			t.Errorf("group %d has %d rows", g, group.NumRows())
		}
		chunk, err := group.ColumnChunk(5)
		if err != nil {
			t.Fatal(err)
		}
		s, err := chunk.Statistics()
		if err != nil || !s.HasMinMax() || s.NullCount() != 0 {
			t.Fatal(s, err)
		}
		least, greatest := string(s.EncodeMin()), string(s.EncodeMax())
		if least < last || greatest < least {
			t.Errorf("group %d spans %s to %s after %s", g, least, greatest, last)
		}
		last = greatest
	}
	for i, c := range trade.FlowColumns() {
		field := r.MetaData().Schema.Root().Field(i)
		if field.Name() != c.Name || int(field.FieldID()) != c.ID {
			t.Errorf("column %d is %s with id %d, want %+v", i, field.Name(), field.FieldID(), c)
		}
	}
}

func TestWriteKeepsOrder(t *testing.T) {
	t.Parallel()
	for name, exporters := range map[string][]uint32{"sorted": {0, 0, 1, 1}, "by side": {1, 1, 0, 0}, "mixed": {1, 0, 1, 0}} {
		b := &trade.Bulk{Year: 2021, Rows: 4, Common: trade.Observation{Period: trade.Year(2021)},
			Exporter: trade.Codes{Words: []string{"A", "B"}, Index: exporters},
			Importer: trade.Codes{Words: []string{"C"}, Index: make([]uint32, 4)},
			Product:  trade.Codes{Words: []string{"1"}, Index: make([]uint32, 4)},
			Value:    []int64{1000, 2000, 3000, 4000},
		}
		if sorted := order(b) == nil; sorted != (name == "sorted") {
			t.Errorf("%s: taken as sorted: %v", name, sorted)
		}
		// Rows of one exporter, importer, product and month stay as they came.
		checkRoundTrip(t, b)
	}
}

func TestWriteNothing(t *testing.T) {
	t.Parallel()
	files, err := Write(t.Context(), t.TempDir(), part, &trade.Bulk{Year: 2021, Common: trade.Observation{Period: trade.Year(2021)}}, 0)
	if err != nil || len(files) != 0 {
		t.Errorf("%v %v", files, err)
	}
}

// TestWriteRefuses breaks a good block in one place and looks for the error and
// for files left behind.
func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	cases := []struct {
		part  string
		kind  trade.Kind
		spoil func(b *trade.Bulk)
	}{
		{"more than 18 digits", trade.BadInput, func(b *trade.Bulk) { b.Value[3] = limit }},
		{"net kg -1000000000000000 has more", trade.BadInput, func(b *trade.Bulk) { b.NetKg = slices.Repeat([]int64{-limit}, b.Rows) }},
		{"points at word 300", trade.Internal, func(b *trade.Bulk) { b.Exporter.Index[0] = 300 }},
		{"importer has 9 rows", trade.Internal, func(b *trade.Bulk) { b.Importer.Index = b.Importer.Index[1:] }},
		{"flow has 0 rows", trade.Internal, func(b *trade.Bulk) { b.Flow = trade.Codes{Words: []string{"general"}} }},
		{"months has 0 rows", trade.Internal, func(b *trade.Bulk) { b.Month, b.Months = make([]uint8, b.Rows), nil }},
		{"quantity has 1 rows", trade.Internal, func(b *trade.Bulk) { b.Quantity = []int64{1} }},
		{"2020", trade.Internal, func(b *trade.Bulk) { b.Year, b.Common.Period = 2020, trade.Year(2020) }},
	}
	for _, c := range cases {
		b := randomBlock(rand.New(rand.NewPCG(1, 1)), 10, 1, 0)
		c.spoil(b)
		dir := t.TempDir()
		_, err := Write(t.Context(), dir, part, b, 0)
		if err == nil || trade.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.part) {
			t.Errorf("%v, want %q", err, c.part)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
			t.Errorf("%s: left behind %v", c.part, left)
		}
	}
}

func TestWriteStops(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	b := randomBlock(rand.New(rand.NewPCG(1, 1)), 10, 1, 0)
	if _, err := Write(ctx, dir, part, b, 0); err == nil || !strings.Contains(err.Error(), "interrupted") {
		t.Errorf("%v", err)
	}
	if _, err := Write(t.Context(), filepath.Join(dir, "gone"), part, b, 0); err == nil || !strings.Contains(err.Error(), "gone") {
		t.Errorf("%v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
		t.Errorf("left behind %v", left)
	}
}

// FuzzWrite round-trips random blocks.
func FuzzWrite(f *testing.F) {
	f.Add(uint64(1), uint16(100), uint8(3), uint8(10))
	f.Fuzz(func(t *testing.T, seed uint64, rows uint16, run, absent uint8) {
		checkRoundTrip(t, randomBlock(rand.New(rand.NewPCG(seed, 9)), 1+int(rows)%3000, 1+int(run), float64(absent)/255))
	})
}
