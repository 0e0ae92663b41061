package lake

import (
	"context"
	"testing"

	"github.com/oborot/oborot/trade"
)

// A block that is distinct by the word of its source is stored as it came, unless
// something is held beneath it or another block is not.
func TestDistinctBlocksAreNotMerged(t *testing.T) {
	t.Parallel()
	distinct := func(year int, products ...string) *trade.Bulk {
		b := bulkOf(year, products...)
		b.Distinct = true
		return b
	}
	for _, c := range []struct {
		name    string
		mode    trade.Mode
		held    bool
		blocks  []*trade.Bulk
		appends bool
		merges  int64
		files   int
	}{
		{"two blocks", trade.Replace, false, []*trade.Bulk{distinct(2020, "01"), distinct(2020, "02")}, false, 0, 2},
		{"two blocks, merging", trade.Merge, false, []*trade.Bulk{distinct(2020, "01"), distinct(2020, "02")}, false, 0, 2},
		{"over held ones", trade.Merge, true, []*trade.Bulk{distinct(2020, "01"), distinct(2020, "02")}, false, 1, 1},
		{"in the place of held ones", trade.Replace, true, []*trade.Bulk{distinct(2020, "01"), distinct(2020, "02")}, false, 0, 2},
		{"one is not", trade.Replace, false, []*trade.Bulk{distinct(2020, "01"), bulkOf(2020, "02")}, false, 1, 1},
		{"one block that is not", trade.Replace, false, []*trade.Bulk{bulkOf(2020, "01", "02")}, false, 0, 1},
		{"one block that is not, merging", trade.Merge, false, []*trade.Bulk{bulkOf(2020, "01", "02")}, false, 1, 1},
		{"appended rows", trade.Replace, false, []*trade.Bulk{distinct(2020, "01")}, true, 1, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ctx, l := context.Background(), open(t, newDir(t))
			im := baci("1")
			im.Mode, im.Repeats = c.mode, trade.SetAsideRepeats
			want := []string{"baci-hs17 2020 BLR RUS 01 10", "baci-hs17 2020 BLR RUS 02 10"}
			if c.held {
				load(t, l, baci("0"), flowOf(2020, "BLR", "RUS", "03", 7))
				if c.mode == trade.Merge {
					want = append(want, "baci-hs17 2020 BLR RUS 03 7")
				}
			}
			b, err := l.Begin(ctx, im)
			if err != nil {
				t.Fatal(err)
			}
			for _, block := range c.blocks {
				if err := b.Copy(ctx, 0, block); err != nil {
					t.Fatal(err)
				}
			}
			if c.appends {
				if err := b.Append(ctx, 0, []trade.Observation{flowOf(2020, "BLR", "RUS", "02", 10)}); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := b.Commit(ctx, []trade.Tally{{Rows: 2, Value: 20}}); err != nil {
				t.Fatal(err)
			}
			files, err := l.DataFiles(ctx, Flows, trade.Scope{Snapshot: snapshotOf(t, l, "").ID})
			if merges := l.writer.(*fakeWriter).merges.Load(); err != nil || merges != c.merges || len(files) != c.files {
				t.Errorf("%d merges, %d files, %v; want %d and %d", merges, len(files), err, c.merges, c.files)
			}
			wantLines(t, contents(t, l, ""), want...)
			covered, err := l.Covered(ctx, trade.Scope{Snapshot: snapshotOf(t, l, "").ID})
			if err != nil || len(covered) == 0 || len(covered[len(covered)-1].Periods) != 1 {
				t.Errorf("covered is %+v, %v", covered, err)
			}
		})
	}
}
