package lake

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/oborot/oborot/trade"
)

// manyFlows is a year of so many rows.
func manyFlows(year, count int) []trade.Observation {
	var rows []trade.Observation
	for i := range count {
		rows = append(rows, flowOf(year, "BLR", "RUS", trade.Product(fmt.Sprintf("%06d", 10_000+i)), 1))
	}
	return rows
}

// What gives way to an import is told with the way back; what is new is not.
func TestNotesOfWhatGaveWay(t *testing.T) {
	t.Parallel()
	l := open(t, newDir(t))
	if a := load(t, l, baci("202401"), append(manyFlows(2021, 1200), manyFlows(2022, 2)...)...); len(a.Notes) != 0 {
		t.Errorf("nothing was held: %q", a.Notes)
	}
	before := snapshotOf(t, l, "").ID
	undo := func(id int64) string { return fmt.Sprintf("; undo with `oborot snapshots rollback %d`", id) }
	a := load(t, l, baci("202301"), append(manyFlows(2021, 1), manyFlows(2020, 5)...)...)
	want := []string{"2021: 1 row takes the place of 1,200" + undo(before), "release 202301 took the place of the newer 202401"}
	if !slices.Equal(a.Notes, want) {
		t.Errorf("the notes are %q, want %q", a.Notes, want)
	}
	a = load(t, l, baci("202501"), append(manyFlows(2021, 2), manyFlows(2022, 3)...)...)
	want = []string{"2021: 2 rows take the place of 1; 2022: 3 rows take the place of 2" + undo(parentOf(t, l, a.Snapshot))}
	if !slices.Equal(a.Notes, want) {
		t.Errorf("the notes are %q, want %q", a.Notes, want)
	}
	// Whether 202401b is older than 202501 is not for digits to say.
	if a = load(t, l, baci("202401b"), manyFlows(2022, 1)...); len(a.Notes) != 1 {
		t.Errorf("the notes are %q", a.Notes)
	}
	other := baci("1")
	other.Dataset = "other"
	if a = load(t, l, other, manyFlows(2022, 1)...); len(a.Notes) != 0 {
		t.Errorf("of another dataset: %q", a.Notes)
	}
	if err := l.Rollback(context.Background(), before); err != nil {
		t.Fatal(err)
	}
	if got := len(contents(t, l, "")); got != 1202 {
		t.Errorf("the way back leads to %d rows", got)
	}
}

// parentOf is the snapshot that was current before another.
func parentOf(t *testing.T, l *Lake, id int64) int64 {
	t.Helper()
	m, err := l.load(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return *m.table.SnapshotByID(id).ParentSnapshotID
}

func TestHeldSaysUnderWhichRelease(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	im := baci("unknown")
	load(t, l, im, manyFlows(2021, 1)...)
	for _, c := range []struct {
		dataset, release string
		held             bool
	}{{"", "", true}, {"baci-hs17", "", true}, {"baci-hs17", "unknown", true}, {"baci-hs17", "202301", false}, {"other", "unknown", false}} {
		origins, err := l.Held(ctx, "sha-unknown", c.dataset, c.release)
		if err != nil || len(origins) > 1 || c.held != (len(origins) == 1) || c.held && (origins[0].Dataset != "baci-hs17" || origins[0].Release != "unknown") {
			t.Errorf("%+v: held as %+v, %v", c, origins, err)
		}
	}
	// The same bytes under a release of their own take the place of those held.
	im.Release = "202301"
	load(t, l, im, manyFlows(2021, 1)...)
	if origins, err := l.Held(ctx, "sha-unknown", "baci-hs17", "202301"); err != nil || len(origins) != 1 || origins[0].Release != "202301" {
		t.Errorf("held as %+v, %v", origins, err)
	}
	if origins, err := l.Held(ctx, "sha-unknown", "baci-hs17", "unknown"); err != nil || len(origins) > 0 {
		t.Errorf("still held without a release: %v", err)
	}
}

// What is damaged counts as not held, so that importing it again repairs the lake.
func TestImportingAgainRepairs(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func(string) error{
		"gone": os.Remove, "cut": func(path string) error { return os.Truncate(path, 3) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, l := context.Background(), open(t, newDir(t))
			load(t, l, baci("1"), flowOf(2020, "BLR", "RUS", "870421", 1))
			load(t, l, baci("2"), flowOf(2021, "BLR", "RUS", "870421", 2))
			files, err := l.DataFiles(ctx, Flows, trade.Scope{Snapshot: snapshotOf(t, l, "").ID, Years: []int{2021}})
			if err != nil || len(files) != 1 {
				t.Fatal(files, err)
			}
			if err := damage(files[0]); err != nil {
				t.Fatal(err)
			}
			wantHeld(t, l, map[string]bool{"sha-1": true, "sha-2": false})
			load(t, l, baci("2"), flowOf(2021, "BLR", "RUS", "870421", 2))
			wantHeld(t, l, map[string]bool{"sha-1": true, "sha-2": true})
			wantLines(t, contents(t, l, ""), "baci-hs17 2020 BLR RUS 870421 1", "baci-hs17 2021 BLR RUS 870421 2")
			if facts, err := l.Inspect(ctx); err != nil || len(facts.Missing) != 0 {
				t.Errorf("missing are %v, %v", facts.Missing, err)
			}
		})
	}
}

// A file whose years have all been replaced is no source of what is held.
func TestOriginNamesTheFilesStillHeld(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	two := baci("202401")
	two.Files = append(two.Files, trade.SourceFile{Name: "second.csv", SHA256: "sha-second"})
	b, err := l.Begin(ctx, two)
	if err != nil {
		t.Fatal(err)
	}
	for i, year := range []int{2020, 2021} {
		if err := b.Append(ctx, i, manyFlows(year, 1)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.Commit(ctx, []trade.Tally{{Rows: 1, Value: 1}, {Rows: 1, Value: 1}}); err != nil {
		t.Fatal(err)
	}
	load(t, l, baci("202501"), manyFlows(2021, 1)...)
	want := []string{"baci-202401.csv", "baci-202501.csv"}
	var named []string
	for _, c := range covered(t, l, "baci-hs17") {
		for _, f := range c.Origin.Files {
			named = append(named, f.Name)
		}
	}
	if !slices.Equal(named, want) {
		t.Errorf("coverage names %q, want %q", named, want)
	}
	sets, err := l.Datasets(ctx, snapshotOf(t, l, "").ID)
	if err != nil || len(sets) != 1 || len(sets[0].Origin.Files) != 2 || sets[0].Origin.Files[0].Name != want[0] || sets[0].Origin.Files[1].Name != want[1] {
		t.Errorf("the datasets name %+v, %v; want %q", sets, err, want)
	}
}
