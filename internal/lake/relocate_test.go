package lake

import (
	"context"
	"os"
	"reflect"
	"testing"

	"github.com/apache/iceberg-go"

	"github.com/oborot/oborot/trade"
)

// history makes a lake with replaced, merged, removed and rolled back states.
func history(t *testing.T) *Lake {
	t.Helper()
	ctx, l := context.Background(), open(t, newDir(t))
	load(t, l, baci("202401"), flowOf(2020, "BLR", "RUS", "870421", 1), flowOf(2021, "BLR", "RUS", "870421", 2))
	load(t, l, monthly("jan.csv"), inMonth(flowOf(2022, "BLR", "RUS", "87", 3), 1, trade.ByExporter))
	load(t, l, monthly("feb.csv"), inMonth(flowOf(2022, "BLR", "RUS", "87", 4), 2, trade.ByExporter))
	load(t, l, baci("202501"), flowOf(2021, "BLR", "RUS", "870421", 5))
	full := snapshotOf(t, l, "")
	if err := l.Remove(ctx, "comtrade-m-hs2"); err != nil {
		t.Fatal(err)
	}
	if err := l.Rollback(ctx, full.ID); err != nil {
		t.Fatal(err)
	}
	return l
}

func TestCopiedLakeIsRefusedUntilRelocated(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), history(t)
	copied := newDir(t)
	if err := os.CopyFS(copied, os.DirFS(l.root)); err != nil {
		t.Fatal(err)
	}
	_, err := Open(ctx, copied, Options{Writer: &fakeWriter{}})
	wantKind(t, err, trade.Usage, "moved or copied from "+l.root)
	if hint := trade.HintOf(err); hint != "oborot lake relocate --lake "+copied {
		t.Errorf("the hint is %q", hint)
	}
	if err := Relocate(ctx, copied, Options{Version: "1.2.4"}); err != nil {
		t.Fatal(err)
	}
	c := open(t, copied)
	wantSameHistory(t, l, c)
	if err := os.RemoveAll(l.root); err != nil {
		t.Fatal(err)
	}
	c = open(t, copied)
	wantLines(t, contents(t, c, "baci-hs17@202401"), "baci-hs17 2020 BLR RUS 870421 1", "baci-hs17 2021 BLR RUS 870421 2")
	load(t, c, baci("202601"), flowOf(2020, "BLR", "RUS", "870421", 9))
	wantLines(t, contents(t, c, ""), "baci-hs17 2020 BLR RUS 870421 9", "baci-hs17 2021 BLR RUS 870421 5",
		"comtrade-m-hs2 2022 BLR RUS 87 3", "comtrade-m-hs2 2022 BLR RUS 87 4")
	if _, err := c.Upkeep(ctx, 0); err != nil {
		t.Error(err)
	}
	if err := Relocate(ctx, copied, Options{}); err != nil {
		t.Errorf("relocating a lake that is in its place: %v", err)
	}
}

// wantSameHistory compares every snapshot of two lakes: tags, ledger, and for
// each file the entry in the manifest with its statistics and sequence numbers.
func wantSameHistory(t *testing.T, a, b *Lake) {
	t.Helper()
	ctx := context.Background()
	before, err := a.Snapshots(ctx)
	if err != nil {
		t.Fatal(err)
	}
	after, err := b.Snapshots(ctx)
	if err != nil || !reflect.DeepEqual(before, after) || len(after) != 5 {
		t.Errorf("the snapshots are %v, %v; they were %v", after, err, before)
	}
	mv := move{from: a.root, to: b.root}
	for _, s := range before {
		one, other := entriesOf(t, a, s.ID), entriesOf(t, b, s.ID)
		if len(one) == 0 || len(one) != len(other) {
			t.Fatalf("snapshot %d has %d entries, it had %d", s.ID, len(other), len(one))
		}
		for i := range one {
			one[i].path = mv.path(one[i].path)
			if !reflect.DeepEqual(one[i], other[i]) {
				t.Errorf("an entry of snapshot %d is\n  %+v\nit was\n  %+v", s.ID, other[i], one[i])
			}
		}
		was, err1 := a.Covered(ctx, trade.Scope{Snapshot: s.ID})
		is, err2 := b.Covered(ctx, trade.Scope{Snapshot: s.ID})
		if err1 != nil || err2 != nil || !reflect.DeepEqual(was, is) {
			t.Errorf("snapshot %d covers %v, %v; it covered %v, %v", s.ID, is, err2, was, err1)
		}
	}
}

// manifestLine is all that a manifest says of a file.
type manifestLine struct {
	path                        string
	status                      iceberg.ManifestEntryStatus
	snapshot, sequence, fileSeq int64
	partition                   map[int]any
	rows, bytes                 int64
	lower, upper                map[int][]byte
	values, nulls, sizes        map[int]int64
	splits                      []int64
	manifestRows                [3]int64
	summaries                   []iceberg.FieldSummary
}

func entriesOf(t *testing.T, l *Lake, id int64) []manifestLine {
	t.Helper()
	m, err := l.read(context.Background(), Flows)
	if err != nil {
		t.Fatal(err)
	}
	disk, err := m.table.FS(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	manifests, err := m.table.SnapshotByID(id).Manifests(disk)
	if err != nil {
		t.Fatal(err)
	}
	var lines []manifestLine
	for _, mf := range manifests {
		for e, err := range mf.Entries(disk, false) {
			if err != nil {
				t.Fatal(err)
			}
			f := e.DataFile()
			lines = append(lines, manifestLine{
				localPath(f.FilePath()), e.Status(), e.SnapshotID(), e.SequenceNum(), *e.FileSequenceNum(), f.Partition(), f.Count(), f.FileSizeBytes(),
				f.LowerBoundValues(), f.UpperBoundValues(), f.ValueCounts(), f.NullValueCounts(), f.ColumnSizes(), f.SplitOffsets(),
				[3]int64{mf.AddedRows(), mf.ExistingRows(), mf.DeletedRows()}, mf.Partitions(),
			})
		}
	}
	return lines
}

func TestRelocatingWhatIsNoLake(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	wantKind(t, Relocate(context.Background(), dir, Options{}), trade.Usage, "is not a lake")
	if err := writeJSON(dir+"/"+markerFile, marker{Format: 2, CreatedBy: "9.1", Path: "/x"}); err != nil {
		t.Fatal(err)
	}
	wantKind(t, Relocate(context.Background(), dir, Options{}), trade.Usage, "newer oborot")
}

func TestMovedPaths(t *testing.T) {
	t.Parallel()
	mv := move{from: "/old lake", to: "/new lake"}
	for old, want := range map[string]string{
		"/old lake":                 "/new lake",
		"/old lake/a/b":             "/new lake/a/b",
		"/old lakes/a":              "/old lakes/a",
		"file:///old%20lake/a":      "file:///new%20lake/a",
		"file:///old%20lake2/a":     "file:///old%20lake2/a",
		"import /old lake":          "import /old lake",
		"s3://bucket/old lake/file": "s3://bucket/old lake/file",
	} {
		if got := mv.path(old); got != want {
			t.Errorf("%s moves to %s, want %s", old, got, want)
		}
	}
	got, err := mv.description([]byte(`{"id":7948113737156501123,"list":["/old lake/x",1.5,null,{"a":"/old lake"}]}`))
	if want := `{"id":7948113737156501123,"list":["/new lake/x",1.5,null,{"a":"/new lake"}]}`; err != nil || string(got) != want {
		t.Errorf("rewritten as %s, %v; want %s", got, err, want)
	}
}
