package lake

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apache/iceberg-go"
	"github.com/gofrs/flock"

	"github.com/oborot/oborot/trade"
)

// TestImportersAndReadersAtOnce lets four importers and four readers, each with
// a Lake of its own, work on one folder. A reader must see every import wholly or
// not at all: each brings the years 2000 and 2001 of its own dataset with one
// value.
func TestImportersAndReadersAtOnce(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	const importers, rounds = 4, 5
	var importing, reading sync.WaitGroup
	for i := range importers {
		importing.Go(func() {
			l := open(t, dir)
			for round := range rounds {
				im := baci(fmt.Sprint(round + 1))
				im.Dataset = fmt.Sprintf("set%d", i)
				value := int64(round + 1)
				if _, err := tryLoad(l, im, flowOf(2000, "BLR", "RUS", "87", value), flowOf(2001, "BLR", "RUS", "87", value)); err != nil {
					t.Errorf("importer %d, round %d: %v", i, round, err)
				}
			}
		})
	}
	done := make(chan struct{})
	for range 4 {
		reading.Go(func() { readUntil(t, dir, done) })
	}
	importing.Wait()
	close(done)
	reading.Wait()
	l := open(t, dir)
	var want []string
	for i := range importers {
		for _, year := range []int{2000, 2001} {
			want = append(want, fmt.Sprintf("set%d %d BLR RUS 87 %d", i, year, rounds))
		}
	}
	wantLines(t, contents(t, l, ""), want...)
	all, err := l.Snapshots(context.Background())
	if err != nil || len(all) != importers*rounds {
		t.Errorf("%d snapshots, %v; want %d", len(all), err, importers*rounds)
	}
	wantNoStaging(t, l)
	wantOnlyNamedFiles(t, l)
}

func readUntil(t *testing.T, dir string, done chan struct{}) {
	ctx := context.Background()
	l, err := Open(ctx, dir, Options{})
	if err != nil {
		t.Error(err)
		return
	}
	for {
		select {
		case <-done:
			return
		default:
			if err := readOnce(ctx, l); err != nil {
				t.Error(err)
				return
			}
		}
	}
}

// readOnce checks that each dataset of the newest snapshot has the same value in
// both years, in its files and its ledger.
func readOnce(ctx context.Context, l *Lake) error {
	s, err := l.Snapshot(ctx, "")
	if err != nil {
		return err
	}
	files, err := l.DataFiles(ctx, Flows, trade.Scope{Snapshot: s.ID})
	if err != nil {
		return err
	}
	seen := map[string]map[string]bool{}
	for _, f := range files {
		rows, err := readFile(f)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if seen[r["dataset"]] == nil {
				seen[r["dataset"]] = map[string]bool{}
			}
			seen[r["dataset"]][r["value"]] = true
		}
	}
	covered, err := l.Covered(ctx, trade.Scope{Snapshot: s.ID})
	if err != nil || len(covered) != len(seen) || len(files) != 2*len(seen) {
		return fmt.Errorf("snapshot %d: %d files, %d datasets, %d covered, %v", s.ID, len(files), len(seen), len(covered), err)
	}
	for dataset, values := range seen {
		if len(values) != 1 {
			return fmt.Errorf("snapshot %d: %s has the values %v", s.ID, dataset, values)
		}
	}
	return nil
}

func TestOneLakeServesManyGoroutines(t *testing.T) {
	t.Parallel()
	l := open(t, newDir(t))
	var all sync.WaitGroup
	for i := range 3 {
		all.Go(func() {
			im := baci("1")
			im.Dataset = fmt.Sprintf("set%d", i)
			if _, err := tryLoad(l, im, flowOf(2000, "BLR", "RUS", "87", 1)); err != nil {
				t.Error(err)
			}
			if err := readValues(l); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func readValues(l *Lake) error {
	s, err := l.Snapshot(context.Background(), "")
	if err != nil {
		return err
	}
	_, err = l.DataFiles(context.Background(), Flows, trade.Scope{Snapshot: s.ID})
	return err
}

func TestLockedLakeNamesItsHolder(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	holderOf := open(t, dir)
	load(t, holderOf, baci("1"), flowOf(2000, "BLR", "RUS", "87", 1))
	l, err := Open(context.Background(), dir, Options{Writer: &fakeWriter{}, Wait: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	err = holderOf.locked(context.Background(), "testing", func() error {
		_, err := tryLoad(l, baci("2"), flowOf(2000, "BLR", "RUS", "87", 2))
		return err
	})
	wantKind(t, err, trade.Conflict, "is locked by process")
	if !strings.Contains(err.Error(), "(testing since") {
		t.Errorf("the error does not say what is done: %v", err)
	}
	wantLines(t, contents(t, l, ""), "baci-hs17 2000 BLR RUS 87 1")
	load(t, l, baci("2"), flowOf(2000, "BLR", "RUS", "87", 2))

	stale := flock.New(l.path(lockFile))
	if got, err := stale.TryLock(); !got || err != nil {
		t.Fatalf("the lock was not freed: %v", err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if err := l.Remove(cancelled, "baci-hs17"); err != context.Canceled {
		t.Errorf("a cancelled wait returns %v", err)
	}
}

// TestForeignCommitIsRetried lets a program that does not know the lake lock
// commit between the reading of the table and the commit of an import.
func TestForeignCommitIsRetried(t *testing.T) {
	t.Parallel()
	l := open(t, newDir(t))
	load(t, l, baci("1"), flowOf(2000, "BLR", "RUS", "87", 1))
	once := sync.OnceFunc(func() { foreignCommit(t, l) })
	l.reached = func(step string) {
		if step == "before commit" {
			once()
		}
	}
	load(t, l, baci("2"), flowOf(2001, "BLR", "RUS", "87", 2))
	wantLines(t, contents(t, l, ""), "baci-hs17 2000 BLR RUS 87 1", "baci-hs17 2001 BLR RUS 87 2")
	all, err := l.Snapshots(context.Background())
	if err != nil || len(all) != 3 {
		t.Errorf("%d snapshots, %v; want 3", len(all), err)
	}
	wantOnlyNamedFiles(t, l)
}

// foreignCommit adds a snapshot that holds the same files and names the same
// ledger as the current one.
func foreignCommit(t *testing.T, l *Lake) {
	m, err := l.read(context.Background(), Flows)
	if err != nil {
		t.Fatal(err)
	}
	files, err := dataFiles(context.Background(), m.table, m.table.CurrentSnapshot().SnapshotID)
	if err != nil {
		t.Fatal(err)
	}
	copied, err := writeRows(t.TempDir(), trade.Part{Dataset: "baci-hs17", Year: 2000}, readRows(files))
	if err != nil {
		t.Fatal(err)
	}
	txn := m.table.NewTransaction()
	properties := iceberg.Properties{ledgerProperty: ledgerOf(*m.table.CurrentSnapshot())}
	if err := txn.ReplaceDataFiles(context.Background(), pathsOf(files), pathsOf(copied), properties); err != nil {
		t.Fatal(err)
	}
	if _, err := txn.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
}
