package lake

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/oborot/oborot/trade"
)

func TestStatesAreFoundByTagNumberAndDate(t *testing.T) {
	t.Parallel()
	l := open(t, newDir(t))
	first := load(t, l, baci("202401"), flowOf(2020, "BLR", "RUS", "870421", 1))
	second := load(t, l, baci("202501"), flowOf(2020, "BLR", "RUS", "870421", 2))
	today := time.Now().UTC().Format(time.DateOnly)
	for _, c := range []struct {
		asOf string
		want int64
	}{
		{"", second.Snapshot},
		{"baci-hs17@202401", first.Snapshot},
		{"baci-hs17@202501", second.Snapshot},
		{fmt.Sprint(first.Snapshot), first.Snapshot},
		{today, second.Snapshot},
		{"2199-12-31", second.Snapshot},
	} {
		if s := snapshotOf(t, l, c.asOf); s.ID != c.want {
			t.Errorf("%q is %d, want %d", c.asOf, s.ID, c.want)
		}
	}
	s := snapshotOf(t, l, "baci-hs17@202401")
	if s.Current || s.Change != "import baci-hs17@202401" || s.Program != "1.2.3" || s.Rows != 1 || s.Files != 1 || len(s.Tags) != 1 {
		t.Errorf("the first state is %+v", s)
	}
	for asOf, hint := range map[string]string{
		"baci-hs17@202402": "baci-hs17@202401",
		"baci-hs17@2025":   "baci-hs17@202501",
		"1":                "baci-hs17@",
		"main":             "baci-hs17@",
		"1999-01-01":       "its first is of " + today,
	} {
		_, err := l.Snapshot(context.Background(), asOf)
		wantKind(t, err, trade.Usage, "state")
		if !strings.Contains(trade.HintOf(err), hint) {
			t.Errorf("%q: the hint is %q, want %q", asOf, trade.HintOf(err), hint)
		}
	}
}

func TestRemoveIsUndoneByRollback(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	err := l.Remove(ctx, "baci-hs17")
	wantKind(t, err, trade.Usage, "holds no dataset")
	load(t, l, baci("202401"), flowOf(2020, "BLR", "RUS", "870421", 1), flowOf(2021, "BLR", "RUS", "870421", 2))
	other := baci("1")
	other.Dataset, other.Files = "other", []trade.SourceFile{{Name: "o.csv", SHA256: "sha-other"}}
	load(t, l, other, flowOf(2020, "BLR", "RUS", "870421", 3))
	full := snapshotOf(t, l, "")

	if err := l.Remove(ctx, "baci-hs17"); err != nil {
		t.Fatal(err)
	}
	removed := snapshotOf(t, l, "")
	wantLines(t, contents(t, l, ""), "other 2020 BLR RUS 870421 3")
	wantHeld(t, l, map[string]bool{"sha-202401": false, "sha-other": true})
	err = l.Remove(ctx, "baci-hs17")
	wantKind(t, err, trade.Usage, "holds no dataset")
	if hint := trade.HintOf(err); hint != "it holds other" {
		t.Errorf("the hint is %q", hint)
	}

	for _, c := range []struct {
		to   Snapshot
		want int
	}{{full, 3}, {removed, 1}, {full, 3}} {
		if err := l.Rollback(ctx, c.to.ID); err != nil {
			t.Fatal(err)
		}
		if got := contents(t, l, ""); len(got) != c.want || snapshotOf(t, l, "").ID != c.to.ID {
			t.Errorf("after rolling back to %v the lake holds %v", c.to, got)
		}
	}
	wantKind(t, l.Rollback(ctx, 42), trade.Usage, "no state")
	load(t, l, baci("202501"), flowOf(2020, "BLR", "RUS", "870421", 9))
	if got := contents(t, l, ""); len(got) != 3 {
		t.Errorf("an import after the rollback leaves %v", got)
	}
}

func TestRemovingTheOnlyDataset(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	load(t, l, baci("202401"), flowOf(2020, "BLR", "RUS", "870421", 1))
	if err := l.Remove(ctx, "baci-hs17"); err != nil {
		t.Fatal(err)
	}
	wantLines(t, contents(t, l, ""))
	if c, err := l.Covered(ctx, trade.Scope{Snapshot: snapshotOf(t, l, "").ID}); err != nil || len(c) != 0 {
		t.Errorf("still covered: %v, %v", c, err)
	}
	load(t, l, baci("202401"), flowOf(2020, "BLR", "RUS", "870421", 1))
	wantLines(t, contents(t, l, ""), "baci-hs17 2020 BLR RUS 870421 1")
}

func TestUndoSparesWhatIsCommitted(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	load(t, l, baci("202401"), flowOf(2020, "BLR", "RUS", "870421", 1))
	m, err := l.read(ctx, Flows)
	if err != nil {
		t.Fatal(err)
	}
	id := ledgerOf(*m.table.CurrentSnapshot())
	if err := l.undo(ctx, id); err != nil {
		t.Fatal(err)
	}
	wantLines(t, contents(t, open(t, l.root), ""), "baci-hs17 2020 BLR RUS 870421 1")
	if err := (&ledger{}).write(l.ledgerPath("not-committed")); err != nil {
		t.Fatal(err)
	}
	if err := l.undo(ctx, "not-committed"); err != nil {
		t.Fatal(err)
	}
	wantOnlyNamedFiles(t, l)
}
