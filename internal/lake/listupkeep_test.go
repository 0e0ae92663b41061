package lake

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/oborot/oborot/trade"
)

func TestKilledKeepLeavesBeforeOrAfter(t *testing.T) {
	t.Parallel()
	before, after := "cbr@1 9, ecb@1 1", "cbr@1 9, ecb@2 2"
	for step, want := range map[string]string{
		"list staged": before, "list linked": before, "before commit of a list": before, "after commit of a list": before,
		"files linked": before, "before commit": before, "between renames": before, "after commit": after,
	} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			l := open(t, newDir(t))
			keep(t, l, ratesOf("ecb", "1", 1), "ecb-1.csv")
			keep(t, l, ratesOf("cbr", "1", 9), "cbr.csv")
			die(t, l.root, "list", step)
			wantRates(t, l, "", want)
			wantRates(t, open(t, l.root), "", want)
			wantHeld(t, l, map[string]bool{"sha-ecb-2.csv": want == after, "sha-ecb-1.csv": want == before})

			keep(t, l, ratesOf("imf", "1", 3), "imf.csv")
			wantRates(t, l, "", want+", imf@1 3")
			wantNoStaging(t, l)
			wantOnlyNamedFiles(t, l)
			files := 1 // a snapshot that no ledger names may hold the file of the killed import until upkeep
			if strings.HasPrefix(step, "after") || !strings.Contains(step, "list") {
				files = 2
			}
			if found, err := filepath.Glob(filepath.Join(globQuote(l.tableFolder(trade.Rates)), "data", "list=ecb", "*")); err != nil || len(found) != files {
				t.Errorf("the list has the files %v, %v; want %d", found, err, files)
			}
			age(t, l, 2*time.Hour)
			if _, err := l.Upkeep(context.Background(), time.Hour); err != nil {
				t.Fatal(err)
			}
			wantRates(t, open(t, l.root), "", want+", imf@1 3")
			wantRates(t, l, "ecb@1", "ecb@1 1")
			wantOnlyPinnedLists(t, l)
		})
	}
}

// wantOnlyPinnedLists checks that the table of rates holds no file and no snapshot
// but those that a ledger names, and the newest.
func wantOnlyPinnedLists(t *testing.T, l *Lake) {
	t.Helper()
	ctx := context.Background()
	facts, err := l.read(ctx, Flows)
	if err != nil {
		t.Fatal(err)
	}
	pinned, err := l.pinned(facts)
	if err != nil {
		t.Fatal(err)
	}
	m, err := l.read(ctx, trade.Rates)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range m.table.Metadata().Snapshots() {
		if !pinned[s.SnapshotID] && s.SnapshotID != m.table.CurrentSnapshot().SnapshotID {
			t.Errorf("snapshot %d of the rates is named by no ledger", s.SnapshotID)
		}
	}
	named := map[string]bool{}
	for _, s := range facts.table.Metadata().Snapshots() {
		ledger, err := readLedger(l.ledgerPath(ledgerOf(s)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range l.listFiles(ledger) {
			named[f.Path] = true
			if !whole(f) {
				t.Errorf("the list %s is gone", f.Path)
			}
		}
	}
	found, err := filepath.Glob(filepath.Join(globQuote(l.tableFolder(trade.Rates)), "data", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range found {
		if !named[path] {
			t.Errorf("%s is left over", path)
		}
	}
}

// Upkeep keeps the lists of every state that stays, and no others.
func TestUpkeepOfLists(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	keep(t, l, ratesOf("ecb", "1", 1), "a.csv")
	keep(t, l, ratesOf("ecb", "2", 2), "b.csv") // its tag moves on with the next
	keep(t, l, ratesOf("ecb", "2", 3), "c.csv")
	keep(t, l, ratesOf("cbr", "1", 4), "d.csv")
	if err := l.Remove(ctx, "cbr"); err != nil {
		t.Fatal(err)
	}
	load(t, l, baci("1"), flowOf(2020, "BLR", "RUS", "870421", 1))
	age(t, l, 2*time.Hour)
	facts, err := l.Inspect(ctx)
	if err != nil || facts.Files != 2 {
		t.Errorf("the facts are %+v, %v", facts, err)
	}
	r, err := l.Upkeep(ctx, 0)
	if err != nil || r.Snapshots != 2 || r.Files == 0 {
		t.Errorf("the report is %+v, %v; want two states forgotten", r, err)
	}
	l = open(t, l.root)
	wantRates(t, l, "", "ecb@2 3")
	wantRates(t, l, "ecb@1", "ecb@1 1")
	wantRates(t, l, "ecb@2", "ecb@2 3")
	wantRates(t, l, "cbr@1", "cbr@1 4, ecb@2 3")
	wantOnlyPinnedLists(t, l)
	if facts, err = l.Inspect(ctx); err != nil || len(facts.Missing) != 0 {
		t.Errorf("the facts are %+v, %v", facts, err)
	}
}

func TestListsMoveWithTheLake(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"none", "before swap", "between renames", "before swap of a list", "between renames of a list", "before marker"} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			ctx, l := context.Background(), open(t, newDir(t))
			keep(t, l, ratesOf("ecb", "1", 1), "a.csv")
			load(t, l, baci("1"), flowOf(2020, "BLR", "RUS", "870421", 1))
			keep(t, l, ratesOf("ecb", "2", 2), "b.csv")
			moved := newDir(t)
			if err := os.Rename(l.root, moved); err != nil {
				t.Fatal(err)
			}
			if step != "none" {
				die(t, moved, "relocate", step)
				_, err := Open(ctx, moved, Options{})
				wantKind(t, err, trade.Usage, "was moved or copied")
			}
			if err := Relocate(ctx, moved, Options{Version: "1.2.3"}); err != nil {
				t.Fatal(err)
			}
			l = open(t, moved)
			wantRates(t, l, "", "ecb@2 2")
			wantRates(t, l, "ecb@1", "ecb@1 1")
			wantHeld(t, l, map[string]bool{"sha-b.csv": true})
			keep(t, l, ratesOf("cbr", "1", 3), "c.csv")
			wantRates(t, l, "", "cbr@1 3, ecb@2 2")
			m, err := l.read(ctx, trade.Rates)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := m.table.Scan().ToArrowTable(ctx); err != nil {
				t.Errorf("the moved table of rates cannot be read: %v", err)
			}
			if _, err := l.Upkeep(ctx, 0); err != nil {
				t.Error(err)
			}
		})
	}
}
