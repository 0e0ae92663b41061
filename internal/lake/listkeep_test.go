package lake

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"github.com/oborot/oborot/trade"
)

// A Keep that fails at any point leaves nothing, and can be done again.
func TestKeepThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	keep(t, l, ratesOf("ecb", "1", 1.18), "a.csv")
	before := snapshotOf(t, l, "")
	dying, cancel := context.WithCancel(ctx)
	for _, step := range []string{"list staged", "list linked"} {
		l.reached = func(name string) {
			if name == step {
				cancel()
			}
		}
		if _, err := l.Keep(dying, ratesOf("ecb", "2", 2), readOf("b.csv")); err == nil {
			t.Fatalf("kept in spite of being cancelled at %q", step)
		}
		dying, cancel = context.WithCancel(ctx)
	}
	cancel()
	l.reached = nil
	if after := snapshotOf(t, l, ""); after.ID != before.ID {
		t.Errorf("the lake has changed to %v", after)
	}
	wantNoStaging(t, l)
	wantOnlyNamedFiles(t, l)
	if found, err := filepath.Glob(filepath.Join(globQuote(l.tableFolder(trade.Rates)), "data", "*", "*")); err != nil || len(found) != 1 {
		t.Errorf("the lists have the files %v, %v", found, err)
	}
	keep(t, l, ratesOf("ecb", "2", 2), "b.csv")
	wantRates(t, l, "", "ecb@2 2")
}

func TestKeepIsRetried(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	load(t, l, baci("1"), flowOf(2000, "BLR", "RUS", "87", 1))
	once := sync.OnceFunc(func() { foreignCommit(t, l) })
	l.reached = func(step string) {
		if step == "before commit" {
			once()
		}
	}
	keep(t, l, ratesOf("ecb", "1", 1.18), "a.csv")
	wantRates(t, l, "", "ecb@1 1.18")
	wantLines(t, contents(t, l, ""), "baci-hs17 2000 BLR RUS 87 1")
	wantOnlyNamedFiles(t, l)
	wantNoStaging(t, l)
	m, err := l.read(ctx, trade.Rates)
	if err != nil {
		t.Fatal(err)
	}
	if paths, err := listPaths(ctx, m); err != nil || len(paths) != 1 {
		t.Errorf("the table of rates holds %v, %v", paths, err)
	}
}

// Importers of lists, each with a Lake of its own, work on one folder with an
// importer of flows. A reader sees lists whole.
func TestKeepersAndReadersAtOnce(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	const keepers, rounds = 3, 4
	var importing, reading sync.WaitGroup
	for i := range keepers {
		importing.Go(func() {
			l := open(t, dir)
			for round := range rounds {
				list := ratesOf(fmt.Sprintf("rates%d", i), fmt.Sprint(round), float64(round))
				list.Columns[2].Numbers[1] = float64(round)
				if _, err := l.Keep(context.Background(), list, readOf("a.csv")); err != nil {
					t.Errorf("keeper %d, round %d: %v", i, round, err)
				}
				if _, err := tryLoad(l, baci(fmt.Sprint(round)), flowOf(2000+i, "BLR", "RUS", "87", 1)); err != nil {
					t.Errorf("importer %d, round %d: %v", i, round, err)
				}
			}
		})
	}
	done := make(chan struct{})
	reading.Go(func() { readListsUntil(t, dir, done) })
	importing.Wait()
	close(done)
	reading.Wait()
	l := open(t, dir)
	wantRates(t, l, "", "rates0@3 3, rates1@3 3, rates2@3 3")
	if all, err := l.Snapshots(context.Background()); err != nil || len(all) != 2*keepers*rounds {
		t.Errorf("%d snapshots, %v", len(all), err)
	}
	wantNoStaging(t, l)
	wantOnlyNamedFiles(t, l)
}

func readListsUntil(t *testing.T, dir string, done chan struct{}) {
	l, err := Open(context.Background(), dir, Options{})
	if err != nil {
		t.Error(err)
		return
	}
	for {
		select {
		case <-done:
			return
		default:
		}
		lists, err := l.Lists(context.Background(), 0, trade.Rates)
		if err != nil {
			t.Error(err)
			return
		}
		for _, list := range lists {
			if n := list.Columns[2].Numbers; len(n) != 2 || n[0] != n[1] || fmt.Sprint(n[0]) != list.Origin.Release {
				t.Errorf("%s@%s holds %v", list.Origin.Dataset, list.Origin.Release, n)
			}
		}
	}
}
