package lake

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/trade"
)

// monthly describes a merging import of one file of monthly figures by the
// exporter.
func monthly(file string) trade.Import {
	im := baci("2022")
	im.Dataset, im.Files = "comtrade-m-hs2", []trade.SourceFile{{Name: file, SHA256: "sha-" + file, Bytes: 1}}
	im.Months, im.Mode, im.Repeats, im.AbsentIsZero = 1, trade.Merge, trade.SetAsideRepeats, false
	return im
}

func inMonth(o trade.Observation, month int, reporter trade.Reporter) trade.Observation {
	o.Period = trade.Period{First: trade.MonthOf(o.Period.First.Year(), month), Months: 1}
	o.Reporter = reporter
	return o
}

func TestMergeKeepsOtherKeys(t *testing.T) {
	t.Parallel()
	l := open(t, newDir(t))
	january := inMonth(flowOf(2022, "BLR", "RUS", "87", 100), 1, trade.ByExporter)
	february := inMonth(flowOf(2022, "BLR", "RUS", "87", 200), 2, trade.ByExporter)
	revised := inMonth(flowOf(2022, "BLR", "RUS", "87", 150), 1, trade.ByExporter)
	for _, c := range []struct {
		file   string
		row    trade.Observation
		status trade.ImportStatus
		note   string
		want   []string
	}{
		{"jan.csv", january, trade.ImportStored, "", []string{"100"}},
		{"feb.csv", february, trade.ImportMerged, "", []string{"100", "200"}},
		{"jan2.csv", revised, trade.ImportMerged, "1 rows of 2022 took the place", []string{"150", "200"}},
	} {
		a := load(t, l, monthly(c.file), c.row)
		if a.Files[0].Status != c.status || c.note != "" && !strings.Contains(strings.Join(a.Notes, ";"), c.note) {
			t.Errorf("%s: status %s, notes %v", c.file, a.Files[0].Status, a.Notes)
		}
		var got []string
		for _, line := range contents(t, l, "") {
			got = append(got, line[strings.LastIndex(line, " ")+1:])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: the values are %v, want %v", c.file, got, c.want)
		}
	}
	wantHeld(t, l, map[string]bool{"sha-jan.csv": false, "sha-feb.csv": false, "sha-jan2.csv": true})
	d, err := l.Datasets(context.Background(), snapshotOf(t, l, "").ID)
	if err != nil || len(d) != 1 || d[0].Rows != 2 || d[0].Value != 350 {
		t.Errorf("the datasets are %+v, %v; want 2 rows of value 350", d, err)
	}
}

func wantHeld(t *testing.T, l *Lake, want map[string]bool) {
	t.Helper()
	for sha, held := range want {
		if got, err := l.Held(context.Background(), sha, "", ""); err != nil || (len(got) > 0) != held {
			t.Errorf("%s is held as %v, %v; want %v", sha, got, err, held)
		}
	}
}

func TestHeldNeedsAllThatWasBrought(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	wantHeld(t, l, map[string]bool{"sha-202401": false})
	two := baci("202401")
	two.Files = append(two.Files, trade.SourceFile{Name: "second.csv", SHA256: "sha-second"})
	b, err := l.Begin(ctx, two)
	if err != nil {
		t.Fatal(err)
	}
	for i, year := range []int{2020, 2021} {
		if err := b.Append(ctx, i, []trade.Observation{flowOf(year, "BLR", "RUS", "870421", 5)}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.Commit(ctx, []trade.Tally{{Rows: 1, Value: 5}, {Rows: 1, Value: 5}}); err != nil {
		t.Fatal(err)
	}
	before := snapshotOf(t, l, "")
	wantHeld(t, l, map[string]bool{"sha-202401": true, "sha-second": true, "sha-third": false})
	load(t, l, baci("202501"), flowOf(2021, "BLR", "RUS", "870421", 6))
	wantHeld(t, l, map[string]bool{"sha-202401": true, "sha-second": false, "sha-202501": true})
	if origins, err := l.Held(ctx, "sha-202401", "another", ""); err != nil || len(origins) > 0 {
		t.Errorf("the file is held in a dataset it was not loaded into: %v, %v", origins, err)
	}
	if err := l.Rollback(ctx, before.ID); err != nil {
		t.Fatal(err)
	}
	wantHeld(t, l, map[string]bool{"sha-second": true, "sha-202501": false})
}

// bulkOf is a block of equal flows but for the products.
func bulkOf(year int, products ...string) *trade.Bulk {
	b := &trade.Bulk{Year: year, Rows: len(products), Common: flowOf(year, "BLR", "RUS", "", 0)}
	b.Exporter.Words, b.Importer.Words = []string{"BLR"}, []string{"RUS"}
	for i, p := range products {
		b.Exporter.Index, b.Importer.Index = append(b.Exporter.Index, 0), append(b.Importer.Index, 0)
		b.Product.Words, b.Product.Index = append(b.Product.Words, p), append(b.Product.Index, uint32(i))
		b.Value = append(b.Value, 10)
	}
	return b
}

func copyBlocks(l *Lake, im trade.Import, blocks ...*trade.Bulk) (trade.Account, error) {
	ctx := context.Background()
	b, err := l.Begin(ctx, im)
	if err != nil {
		return trade.Account{}, err
	}
	defer b.Abort()
	var read trade.Tally
	for _, block := range blocks {
		read = read.Plus(trade.Tally{Rows: int64(block.Rows), Value: 10 * int64(block.Rows)})
		if err := b.Copy(ctx, 0, block); err != nil {
			return trade.Account{}, err
		}
	}
	return b.Commit(ctx, []trade.Tally{read})
}

func TestBlocksOfOneYearAreMerged(t *testing.T) {
	t.Parallel()
	l := open(t, newDir(t))
	a, err := copyBlocks(l, baci("202401"), bulkOf(2020, "010101", "020202"), bulkOf(2020, "030303"), bulkOf(2021, "010101"))
	if err != nil {
		t.Fatal(err)
	}
	if merges := l.writer.(*fakeWriter).merges.Load(); merges != 1 {
		t.Errorf("%d merges, want one: only 2020 has two blocks", merges)
	}
	if a.Files[0].Stored != (trade.Tally{Rows: 4, Value: 40}) {
		t.Errorf("stored %v", a.Files[0].Stored)
	}
	wantLines(t, contents(t, l, ""), "baci-hs17 2020 BLR RUS 010101 10", "baci-hs17 2020 BLR RUS 020202 10",
		"baci-hs17 2020 BLR RUS 030303 10", "baci-hs17 2021 BLR RUS 010101 10")
}

func TestRepeatsFollowTheRuleOfTheSource(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		repeats  trade.Repeats
		tolerate float64
		stored   trade.Tally
		setAside trade.Tally
		summed   trade.Tally
		value    string
	}{
		{trade.SumRepeats, 0, trade.Tally{Rows: 2, Value: 30}, trade.Tally{}, trade.Tally{Rows: 1}, "20"},
		{trade.SetAsideRepeats, 0.5, trade.Tally{Rows: 2, Value: 20}, trade.Tally{Rows: 1, Value: 10}, trade.Tally{}, "10"},
	} {
		t.Run(string(c.repeats), func(t *testing.T) {
			t.Parallel()
			l := open(t, newDir(t))
			im := baci("202401")
			im.Repeats, im.Tolerate = c.repeats, c.tolerate
			a, err := copyBlocks(l, im, bulkOf(2020, "010101", "020202"), bulkOf(2020, "010101"))
			if err != nil {
				t.Fatal(err)
			}
			f := a.Files[0]
			if f.Stored != c.stored || f.SetAside != c.setAside || f.Format["summed"] != c.summed {
				t.Errorf("the account is %+v", f)
			}
			if err := f.Balance(); err != nil {
				t.Error(err)
			}
			wantLines(t, contents(t, l, ""), "baci-hs17 2020 BLR RUS 010101 "+c.value, "baci-hs17 2020 BLR RUS 020202 10")
			if (a.Quarantine != "") != (c.setAside.Rows > 0) {
				t.Errorf("the quarantine file is %q", a.Quarantine)
			}
		})
	}
}

func TestTooManyRepeatsAreRefused(t *testing.T) {
	t.Parallel()
	l := open(t, newDir(t))
	im := baci("202401")
	im.Repeats = trade.SetAsideRepeats
	_, err := copyBlocks(l, im, bulkOf(2020, "010101"), bulkOf(2020, "010101"))
	wantKind(t, err, trade.BadInput, "1 of 2 rows were set aside")
	wantLines(t, contents(t, l, ""))
	left, err := os.ReadDir(l.path(quarantineFolder))
	if err != nil || len(left) != 1 {
		t.Errorf("the quarantine file that the error names: %v, %v", left, err)
	}
}
