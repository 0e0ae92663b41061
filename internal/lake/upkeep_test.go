package lake

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/oborot/oborot/trade"
)

// age makes every file of the lake look old.
func age(t *testing.T, l *Lake, by time.Duration) {
	t.Helper()
	then := time.Now().Add(-by)
	err := filepath.WalkDir(l.root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return os.Chtimes(path, then, then)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestUpkeepKeepsTaggedAndCurrent(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	load(t, l, baci("202401"), flowOf(2020, "BLR", "RUS", "870421", 1))
	load(t, l, baci("202501"), flowOf(2020, "BLR", "RUS", "870421", 2)) // its tag moves on with the next import
	forgotten := snapshotOf(t, l, "")
	load(t, l, baci("202501"), flowOf(2020, "BLR", "RUS", "870421", 3))
	if err := l.Remove(ctx, "baci-hs17"); err != nil {
		t.Fatal(err)
	}
	removed := snapshotOf(t, l, "")
	load(t, l, baci("202601"), flowOf(2020, "BLR", "RUS", "870421", 4))
	stray := filepath.Join(l.dataFolder(), "dataset=baci-hs17", "year=2020", "stray.parquet")
	if err := os.WriteFile(stray, []byte("12345"), 0o644); err != nil {
		t.Fatal(err)
	}
	if r, err := l.Upkeep(ctx, 0); err != nil || r.Files != 0 || r.Ledgers != 0 {
		t.Errorf("files younger than an hour were removed: %+v, %v", r, err)
	}
	age(t, l, 2*time.Hour)
	facts, err := l.Inspect(ctx)
	if err != nil || facts.Orphans < 3 || facts.Orphaned < 5 {
		t.Errorf("the facts are %+v, %v", facts, err)
	}
	r, err := l.Upkeep(ctx, 0)
	if err != nil || r.Files != facts.Orphans || r.Bytes != facts.Orphaned || r.Ledgers != 2 {
		t.Errorf("the report is %+v, %v; want %d files, 2 ledgers", r, err, facts.Orphans)
	}
	for _, s := range []Snapshot{forgotten, removed} {
		_, err := open(t, l.root).DataFiles(ctx, Flows, trade.Scope{Snapshot: s.ID})
		wantKind(t, err, trade.Usage, "no state")
	}
	l = open(t, l.root)
	wantLines(t, contents(t, l, ""), "baci-hs17 2020 BLR RUS 870421 4")
	wantLines(t, contents(t, l, "baci-hs17@202401"), "baci-hs17 2020 BLR RUS 870421 1")
	wantLines(t, contents(t, l, "baci-hs17@202501"), "baci-hs17 2020 BLR RUS 870421 3")
	wantOnlyNamedFiles(t, l)
	if _, err := os.Stat(stray); !os.IsNotExist(err) {
		t.Errorf("the stray file is still there: %v", err)
	}
}

func TestUpkeepReportsWhatItForgets(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	if r, err := l.Upkeep(ctx, 0); err != nil || r != (UpkeepReport{}) {
		t.Errorf("upkeep of no lake: %+v, %v", r, err)
	}
	load(t, l, baci("1"), flowOf(2020, "BLR", "RUS", "870421", 1))
	load(t, l, baci("1"), flowOf(2020, "BLR", "RUS", "870421", 2))
	time.Sleep(5 * time.Millisecond)
	if r, err := l.Upkeep(ctx, 24*time.Hour); err != nil || r.Snapshots != 0 {
		t.Errorf("a young snapshot was forgotten: %+v, %v", r, err)
	}
	if r, err := l.Upkeep(ctx, 0); err != nil || r.Snapshots != 1 {
		t.Errorf("the report is %+v, %v; want one snapshot", r, err)
	}
	wantLines(t, contents(t, l, ""), "baci-hs17 2020 BLR RUS 870421 2")
}

func TestUpkeepSparesTheLiving(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	b, err := l.Begin(ctx, baci("1"))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Append(ctx, 0, []trade.Observation{flowOf(2020, "BLR", "RUS", "870421", 1)}); err != nil {
		t.Fatal(err)
	}
	if err := b.(*batch).flushAll(ctx); err != nil {
		t.Fatal(err)
	}
	dead := l.path(stagingFolder, "20200101T000000-dead")
	if err := os.Mkdir(dead, 0o755); err != nil {
		t.Fatal(err)
	}
	age(t, l, 48*time.Hour)
	if facts, err := l.Inspect(ctx); err != nil || facts.Stagings != 1 {
		t.Errorf("the facts are %+v, %v; want one staging that lives", facts, err)
	}
	if r, err := l.Upkeep(ctx, 0); err != nil || r.Stagings != 1 {
		t.Errorf("the report is %+v, %v; want one dead staging", r, err)
	}
	if _, err := os.Stat(dead); !os.IsNotExist(err) {
		t.Errorf("the dead staging is still there: %v", err)
	}
	if _, err := b.Commit(ctx, []trade.Tally{{Rows: 1, Value: 1}}); err != nil {
		t.Error(err)
	}
	wantLines(t, contents(t, l, ""), "baci-hs17 2020 BLR RUS 870421 1")
}

func TestOldQuarantineFiles(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	a, err := setAside(t, l, 1000, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := setAside(t, l, 1, 0, 0); err == nil {
		t.Fatal("half of the rows were set aside, and stored")
	}
	age(t, l, 29*24*time.Hour)
	if r, err := l.Upkeep(ctx, time.Hour); err != nil || r.Quarantines != 0 {
		t.Errorf("the report is %+v, %v", r, err)
	}
	age(t, l, 31*24*time.Hour)
	if r, err := l.Upkeep(ctx, time.Hour); err != nil || r.Quarantines != 1 {
		t.Errorf("the report is %+v, %v; want the file of the refused import", r, err)
	}
	if _, err := os.Stat(a.Quarantine); err != nil {
		t.Errorf("the file of an import that is held: %v", err)
	}
}

func TestInspectNamesMissingFiles(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	if facts, err := l.Inspect(ctx); err != nil || facts.Exists {
		t.Errorf("no lake: %+v, %v", facts, err)
	}
	load(t, l, baci("1"), flowOf(2020, "BLR", "RUS", "870421", 1), flowOf(2021, "BLR", "RUS", "870421", 1))
	files, err := l.DataFiles(ctx, Flows, trade.Scope{Snapshot: snapshotOf(t, l, "").ID})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(files[0], 3); err != nil {
		t.Fatal(err)
	}
	facts, err := l.Inspect(ctx)
	if err != nil || !facts.Exists || facts.Format != 1 || facts.CreatedBy != "1.2.3" || facts.WrittenBy != "1.2.3" ||
		facts.Files != 2 || facts.Rows != 2 || facts.Snapshots != 1 || facts.Holder != "" {
		t.Errorf("the facts are %+v, %v", facts, err)
	}
	if len(facts.Missing) != 1 || facts.Missing[0].Path != files[0] || facts.Missing[0].Year != 2020 {
		t.Errorf("missing are %v, want %s", facts.Missing, files[0])
	}
}
