package lake

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/oborot/oborot/trade"
)

// rollingWriter writes something in place of each rollup. The lake does not look
// into it.
type rollingWriter struct{ fakeWriter }

func (w *rollingWriter) Write(ctx context.Context, dir string, p trade.Part, rows *trade.Bulk) ([]trade.File, error) {
	files, err := w.fakeWriter.Write(ctx, dir, p, rows)
	for i := range files {
		files[i].Rollups = map[trade.Rollup]string{}
		for _, r := range trade.Rollups() {
			path := files[i].Path + "." + string(r)
			if err := os.WriteFile(path, []byte(r), 0o644); err != nil {
				return nil, err
			}
			files[i].Rollups[r] = path
		}
	}
	return files, err
}

func rolled(t *testing.T, l *Lake, asOf string) map[trade.Rollup][]string {
	t.Helper()
	paths := map[trade.Rollup][]string{}
	for _, r := range trade.Rollups() {
		there, facts, err := l.Rollups(context.Background(), r, trade.Scope{Snapshot: snapshotOf(t, l, asOf).ID, Dataset: "baci-hs17"})
		if err != nil || len(facts) != 0 {
			t.Fatalf("%s: facts %v, %v", r, facts, err)
		}
		for _, path := range there {
			text, err := os.ReadFile(path)
			if err != nil || string(text) != string(r) {
				t.Errorf("the rollup without %s is %q, %v", r, text, err)
			}
		}
		paths[r] = there
	}
	return paths
}

func TestRollupsBelongToTheirDataFile(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	l, err := Open(ctx, newDir(t), Options{Writer: &rollingWriter{}})
	if err != nil {
		t.Fatal(err)
	}
	load(t, l, baci("1"), flowOf(2020, "BLR", "RUS", "870421", 1), flowOf(2021, "BLR", "RUS", "870421", 2))
	first := snapshotOf(t, l, "")
	before := rolled(t, l, "")
	load(t, l, baci("1"), flowOf(2021, "BLR", "RUS", "870421", 3))
	now := rolled(t, l, "")
	for _, r := range trade.Rollups() {
		if len(before[r]) != 2 || len(now[r]) != 2 || before[r][0] != now[r][0] || before[r][1] == now[r][1] {
			t.Errorf("without %s: %v, then %v: the year that stayed keeps its rollup, the other gets a new one", r, before[r], now[r])
		}
	}
	if _, _, err := l.Rollups(ctx, trade.WithoutProduct, trade.Scope{Snapshot: first.ID}); err != nil {
		t.Errorf("the older snapshot: %v", err)
	}
	age(t, l, 2*time.Hour)
	if r, err := l.Upkeep(ctx, 0); err != nil || r.Rollups != len(trade.Rollups()) {
		t.Errorf("the report is %+v, %v; want one of each rollup gone with the data file", r, err)
	}
	if again := rolled(t, open(t, l.root), ""); !maps.EqualFunc(again, now, slices.Equal[[]string]) {
		t.Errorf("after upkeep the rollups are %v", again)
	}
}

func TestLostRollupsDoNoHarm(t *testing.T) {
	t.Parallel()
	l, err := Open(context.Background(), newDir(t), Options{Writer: &rollingWriter{}})
	if err != nil {
		t.Fatal(err)
	}
	load(t, l, baci("1"), flowOf(2020, "BLR", "RUS", "870421", 1))
	if err := os.RemoveAll(l.path(rollupsFolder)); err != nil {
		t.Fatal(err)
	}
	l = open(t, l.root)
	there, facts, err := l.Rollups(context.Background(), trade.WithoutExporter, trade.Scope{Snapshot: snapshotOf(t, l, "").ID})
	if err != nil || len(there) != 0 || len(facts) != 1 {
		t.Errorf("rollups %v, facts %v, %v", there, facts, err)
	}
}

func TestFailedImportLeavesNoRollup(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	l, err := Open(ctx, newDir(t), Options{Writer: &rollingWriter{}})
	if err != nil {
		t.Fatal(err)
	}
	load(t, l, baci("1"), flowOf(2020, "BLR", "RUS", "870421", 1))
	ctx, cancel := context.WithCancel(ctx)
	l.reached = func(step string) {
		if step == "files linked" {
			cancel()
		}
	}
	b, err := l.Begin(ctx, baci("1"))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Append(ctx, 0, []trade.Observation{flowOf(2020, "BLR", "RUS", "870421", 2)}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Commit(ctx, []trade.Tally{{Rows: 1, Value: 2}}); err == nil {
		t.Fatal("the import was not interrupted")
	}
	files, err := filepath.Glob(l.path(rollupsFolder, "*", "*"))
	if err != nil || len(files) != len(trade.Rollups()) {
		t.Errorf("%d rollups are there, want those of the first import: %v, %v", len(files), files, err)
	}
}
