package lake

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/oborot/oborot/trade"
)

// piece is what one file brings of one dataset.
type piece struct {
	im   trade.Import
	rows []trade.Observation
}

// levelOf describes a merging import of one file into a dataset.
func levelOf(dataset, file string, n trade.Nomenclature) trade.Import {
	im := monthly(file)
	im.Dataset, im.Months, im.Nomenclature = dataset, 12, n
	return im
}

// begin starts the imports of the pieces and appends their rows.
func begin(t *testing.T, l *Lake, pieces ...piece) (batches []trade.Batch, read [][]trade.Tally) {
	t.Helper()
	for _, p := range pieces {
		b, err := l.Begin(context.Background(), p.im)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { b.Abort() })
		var tally trade.Tally
		for _, o := range p.rows {
			tally.Add(orZero(thousandths(o.Value)))
		}
		if err := b.Append(context.Background(), 0, p.rows); err != nil {
			t.Fatal(err)
		}
		batches, read = append(batches, b), append(read, []trade.Tally{tally})
	}
	return batches, read
}

func loadJointly(t *testing.T, l *Lake, pieces ...piece) []trade.Account {
	t.Helper()
	batches, read := begin(t, l, pieces...)
	accounts, err := l.Commit(context.Background(), batches, read)
	if err != nil {
		t.Fatalf("%v (%s)", err, trade.HintOf(err))
	}
	return accounts
}

// levels are three datasets from one file, the last of them without rows.
func levels(file string, value int64) []piece {
	return []piece{
		{levelOf("hs2", file, trade.HS2017), []trade.Observation{flowOf(2020, "BLR", "RUS", "87", value)}},
		{levelOf("hs6", file, trade.HS2017), []trade.Observation{
			flowOf(2020, "BLR", "RUS", "870421", value), flowOf(2021, "BLR", "RUS", "870421", value)}},
		{levelOf("hs4", file, trade.HS2017), nil},
	}
}

func TestJointCommitIsOneSnapshot(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	accounts := loadJointly(t, l, levels("a.csv", 5)...)
	s := snapshotOf(t, l, "")
	if !slices.Equal(s.Tags, []string{"hs2@2022", "hs6@2022"}) || s.Change != "import hs2@2022, hs6@2022" {
		t.Errorf("the snapshot is %+v", s)
	}
	if all, err := l.Snapshots(ctx); err != nil || len(all) != 1 {
		t.Errorf("%d snapshots, %v; want one", len(all), err)
	}
	for i, want := range []struct {
		dataset string
		rows    int64
		files   int
	}{{"hs2", 1, 1}, {"hs6", 2, 1}, {"hs4", 0, 0}} {
		a := accounts[i]
		if a.Dataset != want.dataset || a.Snapshot != s.ID || len(a.Files) != want.files || want.files > 0 && a.Files[0].Stored.Rows != want.rows {
			t.Errorf("account %d is %+v", i, a)
		}
	}
	if entries, err := l.Ledger(ctx, s.ID); err != nil || len(entries) != 2 {
		t.Errorf("the ledger has %d entries, %v; the dataset without rows has none", len(entries), err)
	}
	wantLines(t, contents(t, l, ""), "hs2 2020 BLR RUS 87 5", "hs6 2020 BLR RUS 870421 5", "hs6 2021 BLR RUS 870421 5")
	wantNoStaging(t, l)
	wantOnlyNamedFiles(t, l)
}

// Rows of two nomenclatures in one dataset-year do not take each other's place,
// whatever the mode, and the same file again is recognised.
func TestJointCommitIntoOneDatasetYear(t *testing.T) {
	t.Parallel()
	for _, mode := range []trade.Mode{trade.Merge, trade.Replace} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			l := open(t, newDir(t))
			load(t, l, levelOf("hs6", "old.csv", trade.HS1992), flowOf(2020, "KAZ", "RUS", "010101", 1))
			pieces := []piece{
				{levelOf("hs6", "a.csv", trade.HS2012), []trade.Observation{flowOf(2020, "BLR", "RUS", "870421", 2)}},
				{levelOf("hs6", "a.csv", trade.HS2017), []trade.Observation{flowOf(2020, "KAZ", "RUS", "870421", 3), flowOf(2021, "KAZ", "RUS", "870421", 4)}},
				{levelOf("hs6", "a.csv", trade.HS2007), []trade.Observation{flowOf(2020, "ARM", "RUS", "870421", 5)}},
			}
			status := trade.ImportMerged
			if mode == trade.Replace {
				status = trade.ImportReplaced
			}
			want := []string{"hs6 2020 ARM RUS 870421 5", "hs6 2020 BLR RUS 870421 2", "hs6 2020 KAZ RUS 870421 3", "hs6 2021 KAZ RUS 870421 4"}
			if mode == trade.Merge {
				want = slices.Insert(want, 2, "hs6 2020 KAZ RUS 010101 1")
			}
			for i := range pieces {
				pieces[i].im.Mode = mode
			}
			for range 2 { // the second time every row takes the place of itself
				for i, a := range loadJointly(t, l, pieces...) {
					if a.Files[0].Status != status {
						t.Errorf("part %d is %s, want %s", i, a.Files[0].Status, status)
					}
				}
				wantLines(t, contents(t, l, ""), want...)
				wantHeld(t, l, map[string]bool{"sha-a.csv": true, "sha-old.csv": mode == trade.Merge})
				d, err := l.Datasets(context.Background(), snapshotOf(t, l, "").ID)
				if err != nil || len(d) != 1 || d[0].Rows != int64(len(want)) {
					t.Errorf("the datasets are %+v, %v", d, err)
				}
				wantOnlyNamedFiles(t, l)
			}
		})
	}
}

func TestTheModeMayDifferWithinACommit(t *testing.T) {
	t.Parallel()
	l := open(t, newDir(t))
	load(t, l, levelOf("hs6", "old.csv", trade.HS2017), flowOf(2020, "KAZ", "RUS", "010101", 1))
	merging := piece{levelOf("hs6", "a.csv", trade.HS2017), []trade.Observation{flowOf(2020, "BLR", "RUS", "870421", 2)}}
	replacing := piece{levelOf("hs6", "a.csv", trade.HS2012), []trade.Observation{flowOf(2020, "ARM", "RUS", "870421", 3)}}
	replacing.im.Mode = trade.Replace
	loadJointly(t, l, replacing, merging)
	wantLines(t, contents(t, l, ""), "hs6 2020 ARM RUS 870421 3", "hs6 2020 BLR RUS 870421 2")
}

func TestJointCommitFailsAsAWhole(t *testing.T) {
	t.Parallel()
	other := open(t, newDir(t))
	for name, spoil := range map[string]func(t *testing.T, l *Lake, b []trade.Batch, read *[][]trade.Tally) []trade.Batch{
		"unbalanced": func(_ *testing.T, _ *Lake, b []trade.Batch, read *[][]trade.Tally) []trade.Batch {
			(*read)[1][0].Rows++
			return b
		},
		"too few tallies": func(_ *testing.T, _ *Lake, b []trade.Batch, read *[][]trade.Tally) []trade.Batch {
			*read = (*read)[:2]
			return b
		},
		"set aside": func(t *testing.T, _ *Lake, b []trade.Batch, read *[][]trade.Tally) []trade.Batch {
			if err := b[1].SetAside(0, trade.Rejection{Line: 3, Reason: "bad"}); err != nil {
				t.Fatal(err)
			}
			(*read)[1][0].Rows++
			return b
		},
		"given twice": func(_ *testing.T, _ *Lake, b []trade.Batch, _ *[][]trade.Tally) []trade.Batch {
			return []trade.Batch{b[0], b[1], b[0]}
		},
		"of another lake": func(t *testing.T, _ *Lake, b []trade.Batch, _ *[][]trade.Tally) []trade.Batch {
			foreign, _ := begin(t, other, levels("a.csv", 5)[0])
			return []trade.Batch{b[0], b[1], foreign[0]}
		},
		"over": func(t *testing.T, _ *Lake, b []trade.Batch, _ *[][]trade.Tally) []trade.Batch {
			if err := b[2].Abort(); err != nil {
				t.Fatal(err)
			}
			return b
		},
		"full disk": func(_ *testing.T, l *Lake, b []trade.Batch, _ *[][]trade.Tally) []trade.Batch {
			l.writer.(*fakeWriter).fail = errors.New("the disk is full")
			return b
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := open(t, newDir(t))
			load(t, l, baci("202301"), flowOf(2019, "BLR", "RUS", "870421", 1))
			before := snapshotOf(t, l, "")
			batches, read := begin(t, l, levels("a.csv", 5)...)
			given := spoil(t, l, batches, &read)
			if accounts, err := l.Commit(context.Background(), given, read); err == nil || len(accounts) > 0 {
				t.Errorf("committed: %+v", accounts)
			}
			for _, b := range batches {
				if err := b.Abort(); err != nil {
					t.Error(err)
				}
			}
			if after := snapshotOf(t, l, ""); after.ID != before.ID {
				t.Errorf("the lake has changed to %v", after)
			}
			wantNoStaging(t, l)
			wantOnlyNamedFiles(t, l)
		})
	}
}

// A row that cannot be read belongs to none of the datasets: it is a share of the
// whole file, and what sets it aside may store nothing itself.
func TestToleranceIsOfTheWholeFile(t *testing.T) {
	t.Parallel()
	for rows, refused := range map[int]bool{1000: false, 900: true} {
		l := open(t, newDir(t))
		batches, read := begin(t, l, piece{levelOf("hs2", "a.csv", trade.HS2017), nil},
			piece{levelOf("hs6", "a.csv", trade.HS2017), manyFlows(2020, rows)})
		if err := batches[0].SetAside(0, trade.Rejection{Line: 7, Reason: "the code is text"}); err != nil {
			t.Fatal(err)
		}
		read[0][0].Rows++
		accounts, err := l.Commit(context.Background(), batches, read)
		if refused {
			wantKind(t, err, trade.BadInput, "line 7: the code is text; 1 of 901 rows were set aside")
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if text, err := os.ReadFile(accounts[0].Quarantine); err != nil || !strings.Contains(string(text), "a.csv,7,") {
			t.Errorf("the quarantine file holds %q, %v", text, err)
		}
		if f := accounts[0].Files; len(f) != 1 || f[0].SetAside.Rows != 1 || f[0].Status != trade.ImportUnchanged {
			t.Errorf("the account is %+v", f)
		}
	}
}

// Of a file that stores nothing the lake keeps nothing: it is read again next time.
func TestFormatRowsAloneMakeNoSnapshot(t *testing.T) {
	t.Parallel()
	l := open(t, newDir(t))
	load(t, l, baci("202301"), flowOf(2019, "BLR", "RUS", "870421", 1))
	before := snapshotOf(t, l, "")
	for _, pieces := range [][]piece{{levels("a.csv", 1)[2]}, {levels("a.csv", 1)[2], {levelOf("hs8", "a.csv", trade.CN), nil}}} {
		batches, read := begin(t, l, pieces...)
		if err := batches[0].SetAside(0, trade.Rejection{Line: 1, Format: "duplicate", Reason: "again", Value: 4}); err != nil {
			t.Fatal(err)
		}
		read[0][0].Add(4)
		accounts, err := l.Commit(context.Background(), batches, read)
		if err != nil || accounts[0].Snapshot != 0 || len(accounts[0].Files) != 1 || accounts[0].Files[0].Status != trade.ImportUnchanged {
			t.Fatalf("%+v, %v", accounts, err)
		}
		if len(accounts) == 2 && len(accounts[1].Files) != 0 {
			t.Errorf("the file is accounted for twice: %+v", accounts[1])
		}
	}
	if after := snapshotOf(t, l, ""); after.ID != before.ID {
		t.Errorf("the lake has changed to %v", after)
	}
	wantHeld(t, l, map[string]bool{"sha-a.csv": false})
	wantNoStaging(t, l)
	if accounts, err := l.Commit(context.Background(), nil, nil); err != nil || len(accounts) != 0 {
		t.Errorf("no batches: %+v, %v", accounts, err)
	}
}

func heldAs(t *testing.T, l *Lake, sha, dataset string) string {
	t.Helper()
	origins, err := l.Held(context.Background(), sha, dataset, "")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, o := range origins {
		names = append(names, o.Dataset)
	}
	return strings.Join(names, " ")
}

func TestHeldInEveryDataset(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	wants := func(when string, of map[string]string) {
		t.Helper()
		for dataset, want := range of {
			if got := heldAs(t, l, "sha-a.csv", dataset); got != want {
				t.Errorf("%s: in %q held as %q, want %q", when, dataset, got, want)
			}
		}
	}
	loadJointly(t, l, levels("a.csv", 5)...)
	wants("at first", map[string]string{"": "hs2 hs6", "hs2": "hs2", "hs6": "hs6", "hs4": ""})

	damaged, err := l.DataFiles(ctx, Flows, trade.Scope{Snapshot: snapshotOf(t, l, "").ID, Dataset: "hs6", Years: []int{2021}})
	if err != nil || len(damaged) != 1 {
		t.Fatal(damaged, err)
	}
	aside := filepath.Join(t.TempDir(), "aside")
	if err := os.Rename(damaged[0], aside); err != nil {
		t.Fatal(err)
	}
	wants("with a file gone", map[string]string{"": "", "hs2": "hs2", "hs6": ""})
	if err := os.Rename(aside, damaged[0]); err != nil {
		t.Fatal(err)
	}

	if err := l.Remove(ctx, "hs6"); err != nil {
		t.Fatal(err)
	}
	wants("without one dataset", map[string]string{"": "", "hs2": "hs2", "hs6": ""})
	loadJointly(t, l, levels("a.csv", 5)...)
	wants("imported again", map[string]string{"": "hs2 hs6"})
	load(t, l, levelOf("own", "a.csv", trade.HS2017), flowOf(2020, "BLR", "RUS", "87", 5))
	wants("imported elsewhere too", map[string]string{"": "hs2 hs6 own"})
	load(t, l, levelOf("own", "b.csv", trade.HS2017), flowOf(2020, "BLR", "RUS", "87", 6))
	wants("replaced elsewhere", map[string]string{"": "hs2 hs6", "hs6": "hs6", "own": ""})
}

func TestJointCommitIsRetried(t *testing.T) {
	t.Parallel()
	l := open(t, newDir(t))
	load(t, l, baci("1"), flowOf(2000, "BLR", "RUS", "87", 1))
	once := sync.OnceFunc(func() { foreignCommit(t, l) })
	l.reached = func(step string) {
		if step == "before commit" {
			once()
		}
	}
	pieces := []piece{
		{levelOf("hs6", "a.csv", trade.HS2012), []trade.Observation{flowOf(2020, "BLR", "RUS", "870421", 2)}},
		{levelOf("hs6", "a.csv", trade.HS2017), []trade.Observation{flowOf(2020, "KAZ", "RUS", "870421", 3)}},
	}
	loadJointly(t, l, pieces...)
	wantLines(t, contents(t, l, ""), "baci-hs17 2000 BLR RUS 87 1", "hs6 2020 BLR RUS 870421 2", "hs6 2020 KAZ RUS 870421 3")
	wantHeld(t, l, map[string]bool{"sha-a.csv": true})
	wantOnlyNamedFiles(t, l)
	wantNoStaging(t, l)
}
