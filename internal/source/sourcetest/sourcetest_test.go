package sourcetest

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/trade"
)

func someImport() trade.Import {
	return trade.Import{
		Origin: trade.Origin{Dataset: "d", Release: "1", Files: []trade.SourceFile{
			{Name: "a.csv", SHA256: strings.Repeat("0", 64), Bytes: 1},
		}},
		Nomenclature: trade.HS2017,
	}
}

func observation(value int64) trade.Observation {
	return trade.Observation{
		Period: trade.Year(2021), Exporter: "BLR", Importer: "RUS", Product: "870410", Nomenclature: trade.HS2017,
		Flow: trade.General, Reporter: trade.Reconciled, Value: trade.Of(value), ValueUSD: trade.Of(value), Currency: "USD",
	}
}

func block(year int) *trade.Bulk {
	common := observation(0)
	common.Period = trade.Year(year)
	return &trade.Bulk{
		Year: year, Rows: 2, Common: common,
		Exporter: trade.Codes{Words: []string{"BLR", "RUS"}, Index: []uint32{0, 1}},
		Importer: trade.Codes{Words: []string{"BLR", "RUS"}, Index: []uint32{1, 0}},
		Product:  trade.Codes{Words: []string{"870410"}, Index: []uint32{0, 0}},
		Value:    []int64{1000, 2000}, NetKg: []int64{5, trade.Null},
	}
}

// The sink demands what the lake demands.
func TestSinkHoldsToTheContract(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, test := range map[string]struct {
		use  func(b trade.Batch) error
		read []trade.Tally
		want string // of the error, empty for none
	}{
		"balanced": {func(b trade.Batch) error { return b.Copy(ctx, 0, block(2021)) }, []trade.Tally{{Rows: 2, Value: 3000}}, ""},
		"appended": {func(b trade.Batch) error { return b.Append(ctx, 0, []trade.Observation{observation(7)}) },
			[]trade.Tally{{Rows: 1, Value: 7}}, ""},
		"lost row":   {func(b trade.Batch) error { return b.Copy(ctx, 0, block(2021)) }, []trade.Tally{{Rows: 3, Value: 3000}}, "does not balance"},
		"lost value": {func(b trade.Batch) error { return b.Copy(ctx, 0, block(2021)) }, []trade.Tally{{Rows: 2, Value: 3001}}, "does not balance"},
		"no counts":  {func(b trade.Batch) error { return nil }, nil, "0 files were counted"},
		"wrong file": {func(b trade.Batch) error { return b.Copy(ctx, 1, block(2021)) }, nil, "no file 1"},
		"wrong year": {func(b trade.Batch) error {
			bulk := block(2021)
			bulk.Year = 2020
			return b.Copy(ctx, 0, bulk)
		}, nil, "its period of 2021"},
		"trades with itself": {func(b trade.Batch) error {
			bulk := block(2021)
			bulk.Importer.Index[0] = 0
			return b.Copy(ctx, 0, bulk)
		}, nil, "trades with itself"},
		"other nomenclature": {func(b trade.Batch) error {
			o := observation(7)
			o.Nomenclature = trade.HS2022
			return b.Append(ctx, 0, []trade.Observation{o})
		}, nil, "is not in H5"},
		"too much aside": {func(b trade.Batch) error { return b.SetAside(0, trade.Rejection{Line: 9, Reason: "v is bad"}) },
			[]trade.Tally{{Rows: 1}}, "a.csv, line 9: v is bad; 1 of 1 rows were set aside"},
		"format rows": {func(b trade.Batch) error {
			return b.SetAside(0, trade.Rejection{Line: 9, Reason: "again", Format: "header", Value: 4})
		}, []trade.Tally{{Rows: 1, Value: 4}}, ""},
		"no reason": {func(b trade.Batch) error { return b.SetAside(0, trade.Rejection{Line: 9}) }, nil, "needs a reason"},
		"aborted":   {func(b trade.Batch) error { return b.Abort() }, []trade.Tally{{}}, "committed or aborted"},
	} {
		sink := &Sink{}
		b, err := sink.Begin(ctx, someImport())
		if err != nil {
			t.Fatal(err)
		}
		if err = test.use(b); err == nil {
			_, err = b.Commit(ctx, test.read)
		}
		switch {
		case test.want == "" && (err != nil || len(sink.Imports) != 1):
			t.Errorf("%s: %v", name, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want) || len(sink.Imports) != 0):
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
}

func TestBlocksAreExpanded(t *testing.T) {
	t.Parallel()
	bulk := block(2021)
	bulk.Month, bulk.Months = []uint8{1, 4}, []uint8{3, 3}
	bulk.ValueUSD = []int64{10, trade.Null}
	bulk.Flags = []uint32{0, uint32(trade.FlagSuppressed)}
	bulk.Enterprise = trade.Codes{Words: []string{"", "plant"}, Index: []uint32{0, 1}}
	first, second := At(bulk, 0), At(bulk, 1)
	if first.Period.String() != "2021Q1" || first.Exporter != "BLR" || first.Value != trade.Of(1000) ||
		first.ValueUSD != trade.Of(10) || first.NetKg != trade.Of(5) || first.Enterprise != "" {
		t.Errorf("%+v", first)
	}
	if second.Period.String() != "2021Q2" || second.Importer != "BLR" || second.ValueUSD.Known() || second.NetKg.Known() ||
		!second.Flags.Has(trade.FlagSuppressed) || second.Enterprise != "plant" || second.Quantity.Known() {
		t.Errorf("%+v", second)
	}
}

func TestRealFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "x.csv"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ folder, name, path, missing string }{
		{folder, "x.csv", filepath.Join(folder, "x.csv"), ""},
		{folder, "y.csv", filepath.Join(folder, "y.csv"), folder + " has no y.csv"},
		{"", "x.csv", "", "OBOROT_TESTDATA is not set"},
	} {
		path, missing := realFile(test.folder, test.name)
		if missing != test.missing || missing == "" && path != test.path {
			t.Errorf("%s: %q, %q", test.name, path, missing)
		}
	}
}

func TestCorpusIsWellFormed(t *testing.T) {
	t.Parallel()
	var names []string
	for _, bad := range BadBACI() {
		names = append(names, bad.Name)
		if len(bad.Words) == 0 {
			t.Errorf("%s expects no words", bad.Name)
		}
		path, err := bad.Make(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: %v", bad.Name, err)
		}
	}
	slices.Sort(names)
	if len(names) < 30 || len(slices.Compact(names)) != len(BadBACI()) {
		t.Errorf("%d files, some of one name", len(names))
	}
}
