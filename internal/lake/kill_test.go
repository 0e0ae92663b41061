package lake

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oborot/oborot/trade"
)

// The environment of the process that is to die.
const (
	dieAt  = "OBOROT_TEST_DIE_AT"
	dieIn  = "OBOROT_TEST_DIE_IN"
	dieFor = "OBOROT_TEST_DIE_FOR" // import, joint, list or relocate
)

// TestDie is no test of its own: other tests run it in a process that kills
// itself at a step of an import or a relocation.
func TestDie(t *testing.T) {
	dir, step := os.Getenv(dieIn), os.Getenv(dieAt)
	if dir == "" {
		t.Skip("run by the tests of killed processes")
	}
	l, err := newLake(dir, Options{Writer: &fakeWriter{}, Version: "1.2.3"})
	if err != nil {
		t.Fatal(err)
	}
	l.reached = func(name string) {
		between := step == "between renames" && os.Getenv(dieFor) != "relocate"
		dieIf(t, l, name == step || name == "before commit" && between, between)
	}
	err = map[string]func(*testing.T, *Lake) error{"relocate": dieRelocating, "import": dieImporting, "joint": dieJoining, "list": dieKeeping}[os.Getenv(dieFor)](t, l)
	t.Fatalf("the process lives on: %v", err)
}

func dieRelocating(_ *testing.T, l *Lake) error {
	return l.locked(context.Background(), "dying", func() error { return l.relocate(context.Background()) })
}

func dieImporting(t *testing.T, l *Lake) error {
	ctx := context.Background()
	b, err := l.Begin(ctx, baci("202402"))
	if err != nil {
		return err
	}
	if err := b.Append(ctx, 0, []trade.Observation{flowOf(2020, "BLR", "RUS", "870421", 2), flowOf(2021, "BLR", "RUS", "870421", 2)}); err != nil {
		return err
	}
	if err := b.(*batch).flushAll(ctx); err != nil {
		return err
	}
	l.step("staged")
	_, err = b.Commit(ctx, []trade.Tally{{Rows: 2, Value: 4}})
	return err
}

// dieJoining imports two datasets at once, the second with a row set aside.
func dieJoining(t *testing.T, l *Lake) error {
	pieces := levels("a.csv", 2)
	for i := range pieces {
		pieces[i].im.Tolerate = 0.5
	}
	batches, read := begin(t, l, pieces...)
	if err := batches[1].SetAside(0, trade.Rejection{Line: 1, Reason: "bad"}); err != nil {
		return err
	}
	read[1][0].Rows++
	for _, b := range batches {
		if err := b.(*batch).flushAll(context.Background()); err != nil {
			return err
		}
	}
	l.step("staged")
	_, err := l.Commit(context.Background(), batches, read)
	return err
}

func dieKeeping(_ *testing.T, l *Lake) error {
	_, err := l.Keep(context.Background(), ratesOf("ecb", "2", 2), readOf("ecb-2.csv"))
	return err
}

// dieIf kills the process, leaving the files that the catalog has between its two
// renames if asked to.
func dieIf(t *testing.T, l *Lake, now, betweenRenames bool) {
	if !now {
		return
	}
	if betweenRenames {
		m, err := l.read(context.Background(), Flows)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{filepath.Base(l.metadataFile(Flows, m.version+1)) + ".claim", "123e4567-e89b-12d3-a456-426614174000.metadata.json"} {
			if err := os.WriteFile(filepath.Join(l.metadataFolder(Flows), name), []byte("{}"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if err := self.Kill(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Minute)
}

// die runs TestDie until it is killed.
func die(t *testing.T, dir, what, step string) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestDie$", "-test.v")
	child.Env = append(os.Environ(), dieIn+"="+dir, dieAt+"="+step, dieFor+"="+what)
	out, err := child.CombinedOutput()
	if err == nil || strings.Contains(string(out), "--- FAIL") {
		t.Fatalf("the process was not killed at %q: %v\n%s", step, err, out)
	}
}

func TestKilledImportLeavesBeforeOrAfter(t *testing.T) {
	t.Parallel()
	before := []string{"baci-hs17 2020 BLR RUS 870421 1"}
	after := []string{"baci-hs17 2020 BLR RUS 870421 2", "baci-hs17 2021 BLR RUS 870421 2"}
	for step, want := range map[string][]string{
		"staged": before, "files linked": before, "before commit": before, "between renames": before, "after commit": after,
	} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			l := open(t, newDir(t))
			load(t, l, baci("202401"), flowOf(2020, "BLR", "RUS", "870421", 1))
			die(t, l.root, "import", step)
			wantLines(t, contents(t, l, ""), want...)
			wantLines(t, contents(t, open(t, l.root), ""), want...)
			wantHeld(t, l, map[string]bool{"sha-202402": slices.Equal(want, after)})

			load(t, l, baci("202403"), flowOf(2022, "BLR", "RUS", "870421", 3))
			wantLines(t, contents(t, l, ""), append(slices.Clone(want), "baci-hs17 2022 BLR RUS 870421 3")...)
			wantNoStaging(t, l)
			wantOnlyNamedFiles(t, l)
		})
	}
}

func TestKilledJointImportLeavesBeforeOrAfter(t *testing.T) {
	t.Parallel()
	before := []string{"hs6 2020 KAZ RUS 010101 1"}
	after := []string{"hs2 2020 BLR RUS 87 2", "hs6 2020 BLR RUS 870421 2", "hs6 2020 KAZ RUS 010101 1", "hs6 2021 BLR RUS 870421 2"}
	for step, want := range map[string][]string{
		"staged": before, "files linked": before, "before commit": before, "between renames": before, "after commit": after,
	} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			l := open(t, newDir(t))
			load(t, l, levelOf("hs6", "old.csv", trade.HS2017), flowOf(2020, "KAZ", "RUS", "010101", 1))
			die(t, l.root, "joint", step)
			wantLines(t, contents(t, open(t, l.root), ""), want...)
			wantHeld(t, l, map[string]bool{"sha-a.csv": step == "after commit"})

			load(t, l, baci("202403"), flowOf(2022, "BLR", "RUS", "870421", 3))
			wantLines(t, contents(t, l, ""), append([]string{"baci-hs17 2022 BLR RUS 870421 3"}, want...)...)
			wantNoStaging(t, l)
			wantOnlyNamedFiles(t, l)
			kept, err := os.ReadDir(l.path(quarantineFolder))
			if err != nil || (len(kept) == 1) != (step == "after commit") {
				t.Errorf("quarantine files: %v, %v", kept, err)
			}
		})
	}
}

// wantOnlyNamedFiles checks that no data file and no ledger lies about that no
// snapshot names, and no claim.
func wantOnlyNamedFiles(t *testing.T, l *Lake) {
	t.Helper()
	named := map[string]bool{}
	all, err := l.Snapshots(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	m, err := l.load(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		files, err := l.DataFiles(context.Background(), Flows, trade.Scope{Snapshot: s.ID})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			named[f] = true
		}
		named[l.ledgerPath(ledgerOf(*m.table.SnapshotByID(s.ID)))] = true
	}
	for _, pattern := range []string{filepath.Join(l.dataFolder(), "*", "*", "*"), l.path(ledgerFolder, "*"), filepath.Join(l.metadataFolder(Flows), "*.claim")} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range found {
			if !named[path] {
				t.Errorf("%s is left over", path)
			}
		}
	}
}

func TestKilledRelocationCanBeRunAgain(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"before swap", "between renames", "before marker"} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			l := open(t, newDir(t))
			load(t, l, baci("202401"), flowOf(2020, "BLR", "RUS", "870421", 1))
			moved := newDir(t)
			if err := os.Rename(l.root, moved); err != nil {
				t.Fatal(err)
			}
			die(t, moved, "relocate", step)
			_, err := Open(context.Background(), moved, Options{})
			wantKind(t, err, trade.Usage, "was moved or copied")
			if err := Relocate(context.Background(), moved, Options{Version: "1.2.3"}); err != nil {
				t.Fatal(err)
			}
			l = open(t, moved)
			wantLines(t, contents(t, l, "baci-hs17@202401"), "baci-hs17 2020 BLR RUS 870421 1")
			load(t, l, baci("202402"), flowOf(2021, "BLR", "RUS", "870421", 2))
			wantLines(t, contents(t, l, ""), "baci-hs17 2020 BLR RUS 870421 1", "baci-hs17 2021 BLR RUS 870421 2")
		})
	}
}
