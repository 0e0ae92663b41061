package lake

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/trade"
)

// open opens a lake for writing with the fake writer.
func open(t *testing.T, dir string) *Lake {
	t.Helper()
	l, err := Open(context.Background(), dir, Options{Writer: &fakeWriter{}, Version: "1.2.3"})
	if err != nil {
		t.Fatalf("opening the lake: %v", err)
	}
	return l
}

// newDir returns the path of a lake to be, with a blank and letters beyond ASCII
// in it.
func newDir(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "my lake оборот")
}

// baci describes an import of whole dataset-years from one file; its bytes are
// named by the release.
func baci(release string) trade.Import {
	return trade.Import{
		Origin: trade.Origin{Dataset: "baci-hs17", Release: release, Publisher: "CEPII",
			Licence: trade.Licence{Name: "Etalab 2.0"},
			Files:   []trade.SourceFile{{Name: "baci-" + release + ".csv", SHA256: "sha-" + release, Bytes: 10}}},
		Nomenclature: trade.HS2017, Digits: 6, Months: 12, Mode: trade.Replace, AbsentIsZero: true,
	}
}

// flowOf is one reconciled yearly flow of so many thousandths.
func flowOf(year int, exporter, importer trade.Economy, product trade.Product, value int64) trade.Observation {
	return trade.Observation{
		Period: trade.Year(year), Exporter: exporter, Importer: importer, Product: product, Flow: trade.General,
		Reporter: trade.Reconciled, Valuation: trade.FOB, Value: trade.Of(value), Currency: "USD", ValueUSD: trade.Of(value),
		NetKg: trade.Absent(trade.Missing), Quantity: trade.Absent(trade.Missing),
	}
}

// load imports observations from the import's first file.
func load(t *testing.T, l *Lake, im trade.Import, rows ...trade.Observation) trade.Account {
	t.Helper()
	account, err := tryLoad(l, im, rows...)
	if err != nil {
		t.Fatalf("importing %s@%s: %v (%s)", im.Dataset, im.Release, err, trade.HintOf(err))
	}
	return account
}

func tryLoad(l *Lake, im trade.Import, rows ...trade.Observation) (trade.Account, error) {
	ctx := context.Background()
	b, err := l.Begin(ctx, im)
	if err != nil {
		return trade.Account{}, err
	}
	defer b.Abort()
	var read trade.Tally
	for _, o := range rows {
		read.Add(orZero(thousandths(o.Value)))
	}
	if err := b.Append(ctx, 0, rows); err != nil {
		return trade.Account{}, err
	}
	return b.Commit(ctx, []trade.Tally{read})
}

// snapshotOf returns a state of the lake.
func snapshotOf(t *testing.T, l *Lake, asOf string) Snapshot {
	t.Helper()
	s, err := l.Snapshot(context.Background(), asOf)
	if err != nil {
		t.Fatalf("the state %q: %v", asOf, err)
	}
	return s
}

// contents lists the rows of a state as "dataset year exporter importer product
// value", sorted.
func contents(t *testing.T, l *Lake, asOf string) []string {
	t.Helper()
	files, err := l.DataFiles(context.Background(), Flows, trade.Scope{Snapshot: snapshotOf(t, l, asOf).ID})
	if err != nil {
		t.Fatalf("the files of %q: %v", asOf, err)
	}
	var lines []string
	for _, path := range files {
		rows, err := readFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			lines = append(lines, strings.Join([]string{r["dataset"], r["year"], r["exporter"], r["importer"], r["product"], r["value"]}, " "))
		}
	}
	slices.Sort(lines)
	return lines
}

func wantLines(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("the lake holds\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func wantKind(t *testing.T, err error, kind trade.Kind, says string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one that says %q", says)
	}
	if got := trade.KindOf(err); got != kind || !strings.Contains(err.Error(), says) {
		t.Errorf("error %q of kind %d, want kind %d and %q", err, got, kind, says)
	}
	if trade.HintOf(err) == "" && kind != trade.Internal {
		t.Errorf("error %q has no hint", err)
	}
}

func TestImportReplacesWholeYears(t *testing.T) {
	t.Parallel()
	l := open(t, newDir(t))
	first := load(t, l, baci("202401"),
		flowOf(2020, "BLR", "RUS", "870421", 1000), flowOf(2021, "BLR", "RUS", "870421", 2000), flowOf(2021, "RUS", "BLR", "270900", 3000))
	if a := first.Files[0]; a.Status != trade.ImportStored || a.Stored != (trade.Tally{Rows: 3, Value: 6000}) || first.Snapshot == 0 {
		t.Errorf("the account of a first import: %+v", first)
	}
	second := load(t, l, baci("202501"), flowOf(2021, "BLR", "RUS", "870421", 2500))
	if second.Files[0].Status != trade.ImportReplaced || second.Snapshot == first.Snapshot {
		t.Errorf("the account of a second release: %+v", second)
	}
	wantLines(t, contents(t, l, ""), "baci-hs17 2020 BLR RUS 870421 1000", "baci-hs17 2021 BLR RUS 870421 2500")
	wantLines(t, contents(t, l, "baci-hs17@202401"),
		"baci-hs17 2020 BLR RUS 870421 1000", "baci-hs17 2021 BLR RUS 870421 2000", "baci-hs17 2021 RUS BLR 270900 3000")
}

func TestFilesAreNamedByScope(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	load(t, l, baci("202401"), flowOf(2019, "BLR", "RUS", "870421", 1), flowOf(2020, "BLR", "RUS", "870421", 2), flowOf(2021, "BLR", "RUS", "870421", 3))
	other := baci("1")
	other.Dataset = "other"
	load(t, l, other, flowOf(2020, "BLR", "RUS", "870421", 4))
	id := snapshotOf(t, l, "").ID
	for _, c := range []struct {
		scope trade.Scope
		want  int
	}{
		{trade.Scope{}, 0},
		{trade.Scope{Snapshot: id}, 4},
		{trade.Scope{Snapshot: id, Dataset: "baci-hs17"}, 3},
		{trade.Scope{Snapshot: id, Dataset: "baci-hs17", Years: []int{2020, 2021}}, 2},
		{trade.Scope{Snapshot: id, Years: []int{2020}}, 2},
		{trade.Scope{Snapshot: id, Dataset: "none"}, 0},
	} {
		files, err := l.DataFiles(ctx, Flows, c.scope)
		if err != nil || len(files) != c.want {
			t.Errorf("%+v: %d files, %v; want %d", c.scope, len(files), err, c.want)
		}
	}
	_, err := l.DataFiles(ctx, "rates", trade.Scope{Snapshot: id})
	wantKind(t, err, trade.Usage, "no table")
	_, err = l.DataFiles(ctx, Flows, trade.Scope{Snapshot: 42})
	wantKind(t, err, trade.Usage, "no state")
}

func TestEmptyLake(t *testing.T) {
	t.Parallel()
	ctx, dir := context.Background(), newDir(t)
	l, err := Open(ctx, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if s := snapshotOf(t, l, ""); s.ID != 0 {
		t.Errorf("an empty lake has the snapshot %+v", s)
	}
	wantLines(t, contents(t, l, ""))
	if covered, err := l.Covered(ctx, trade.Scope{}); err != nil || len(covered) != 0 {
		t.Errorf("an empty lake covers %v, %v", covered, err)
	}
	_, err = l.Snapshot(ctx, "baci-hs17@202401")
	wantKind(t, err, trade.Usage, "no state")
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("reading has made the folder: %v", err)
	}
	if _, err := l.Begin(ctx, baci("1")); err == nil {
		t.Error("a lake without a writer takes an import")
	}
}
