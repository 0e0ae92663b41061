package lake

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/trade"
)

// coverageLines describes coverage as "reporter [totals] exporters > importers:
// periods", sorted.
func coverageLines(all []trade.Coverage) []string {
	var lines []string
	for _, c := range all {
		totals := ""
		if c.TotalsOnly {
			totals = " totals"
		}
		lines = append(lines, fmt.Sprintf("%s%s %s > %s: %s", c.Reporter, totals, joinCodes(c.Exporters), joinCodes(c.Importers), strings.Join(periodTexts(c.Periods), " ")))
	}
	slices.Sort(lines)
	return lines
}

func covered(t *testing.T, l *Lake, dataset string) []trade.Coverage {
	t.Helper()
	all, err := l.Covered(context.Background(), trade.Scope{Snapshot: snapshotOf(t, l, "").ID, Dataset: dataset})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func totalOf(o trade.Observation) trade.Observation {
	o.Importer, o.Flags = trade.World, trade.FlagTotal
	return o
}

func TestCoverageOfReportersAndPeriods(t *testing.T) {
	t.Parallel()
	by := func(r trade.Reporter, month int, exporter, importer trade.Economy) trade.Observation {
		return inMonth(flowOf(2022, exporter, importer, "87", 1), month, r)
	}
	for _, c := range []struct {
		name string
		rows []trade.Observation
		want []string
	}{
		{"reporters with the same months are one group", []trade.Observation{
			by(trade.ByExporter, 1, "BLR", "RUS"), by(trade.ByExporter, 2, "BLR", "CHN"),
			by(trade.ByExporter, 1, "KAZ", "RUS"), by(trade.ByExporter, 2, "KAZ", "RUS"),
			by(trade.ByExporter, 2, "ARM", "GEO"),
		}, []string{"exporter ARM > CHN GEO RUS: 2022-02", "exporter BLR KAZ > CHN GEO RUS: 2022-01 2022-02"}},
		{"the importer's report is its own", []trade.Observation{
			by(trade.ByExporter, 1, "BLR", "RUS"), by(trade.ByImporter, 1, "RUS", "BLR"), by(trade.ByImporter, 2, "CHN", "BLR"),
		}, []string{"exporter BLR > RUS: 2022-01", "importer CHN RUS > BLR: 2022-01 2022-02"}},
		{"totals alone", []trade.Observation{
			by(trade.ByExporter, 1, "BLR", "RUS"), totalOf(by(trade.ByExporter, 1, "BLR", "RUS")), totalOf(by(trade.ByExporter, 1, "ARM", "RUS")),
		}, []string{"exporter BLR > RUS: 2022-01", "exporter totals ARM > WLD: 2022-01"}},
		{"reconciled totals alone", []trade.Observation{totalOf(flowOf(2022, "BLR", "RUS", "870421", 1))},
			[]string{"reconciled totals BLR > WLD: 2022"}},
		{"reconciled: periods that name the same economies", []trade.Observation{
			flowOf(2020, "BLR", "RUS", "870421", 1), flowOf(2021, "BLR", "RUS", "870421", 1), flowOf(2022, "BLR", "RUS", "870421", 1),
			flowOf(2022, "CHN", "RUS", "870421", 1),
		}, []string{"reconciled BLR > RUS: 2020 2021", "reconciled BLR CHN > RUS: 2022"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := open(t, newDir(t))
			load(t, l, baci("1"), c.rows...)
			if got := coverageLines(covered(t, l, "baci-hs17")); !slices.Equal(got, c.want) {
				t.Errorf("covered\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(c.want, "\n  "))
			}
		})
	}
}

func TestCoverageOfBlocks(t *testing.T) {
	t.Parallel()
	l := open(t, newDir(t))
	b := bulkOf(2022, "870421", "270900")
	b.Month, b.Months = []uint8{1, 4}, []uint8{3, 3}
	b.Reporter = trade.Codes{Words: []string{"importer", "exporter"}, Index: []uint32{1, 0}}
	im := baci("1")
	im.Months = 3
	if _, err := copyBlocks(l, im, b); err != nil {
		t.Fatal(err)
	}
	want := []string{"exporter BLR > RUS: 2022Q1", "importer BLR > RUS: 2022Q2"}
	if got := coverageLines(covered(t, l, "")); !slices.Equal(got, want) {
		t.Errorf("covered %v, want %v", got, want)
	}
}

func TestCoverageFollowsTheYearsStillHeld(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	load(t, l, baci("202401"), flowOf(2020, "BLR", "RUS", "870421", 1), flowOf(2021, "BLR", "RUS", "870421", 1))
	load(t, l, baci("202501"), flowOf(2021, "CHN", "RUS", "870421", 1))
	want := []string{"reconciled BLR > RUS: 2020", "reconciled CHN > RUS: 2021"}
	all := covered(t, l, "baci-hs17")
	if got := coverageLines(all); !slices.Equal(got, want) {
		t.Errorf("covered %v, want %v", got, want)
	}
	c := all[0]
	if c.Release != "202401" || !c.AbsentIsZero || c.Digits != 6 || c.Months != 12 || c.Nomenclature != trade.HS2017 || c.Origin.Files[0].SHA256 != "sha-202401" {
		t.Errorf("the coverage is %+v", c)
	}
	entries, err := l.Ledger(ctx, snapshotOf(t, l, "").ID)
	if err != nil || len(entries) != 2 || !slices.Equal(entries[0].Years, []int{2020}) || entries[1].Import.Release != "202501" ||
		entries[1].Files[0].Status != trade.ImportReplaced || entries[0].Program != "1.2.3" {
		t.Errorf("the ledger is %+v, %v", entries, err)
	}
	load(t, l, baci("202601"), flowOf(2020, "BLR", "RUS", "870421", 1), flowOf(2021, "BLR", "RUS", "870421", 1))
	if entries, err = l.Ledger(ctx, snapshotOf(t, l, "").ID); err != nil || len(entries) != 1 {
		t.Errorf("imports with nothing left are still in the ledger: %+v, %v", entries, err)
	}
	sets, err := l.Datasets(ctx, snapshotOf(t, l, "").ID)
	if err != nil || len(sets) != 1 || sets[0].Value != 2 || !slices.Equal(sets[0].Years, []int{2020, 2021}) || !slices.Equal(sets[0].Releases, []string{"202601"}) {
		t.Errorf("the datasets are %+v, %v", sets, err)
	}
}

func TestOtherDatasetsAreNotCovered(t *testing.T) {
	t.Parallel()
	l := open(t, newDir(t))
	load(t, l, baci("1"), flowOf(2020, "BLR", "RUS", "870421", 1))
	other := baci("1")
	other.Dataset = "a-before-b"
	load(t, l, other, flowOf(2020, "BLR", "RUS", "870421", 1))
	if got := covered(t, l, "nothing"); len(got) != 0 {
		t.Errorf("covered %v", got)
	}
	all := covered(t, l, "")
	if len(all) != 2 || all[0].Dataset != "a-before-b" {
		t.Errorf("the list is not ordered by dataset: %v", all)
	}
}

// FuzzLedgerRoundTrip writes a ledger and reads it back.
func FuzzLedgerRoundTrip(f *testing.F) {
	f.Add("BLR", "RUS", 2021, uint8(3), int64(5))
	f.Add("RU-PRI", "", 1999, uint8(0), int64(-1))
	f.Fuzz(func(t *testing.T, exporter, importer string, year int, month uint8, value int64) {
		x, err := trade.ParseEconomy(exporter)
		if err != nil || year < 1900 || year >= 2200 {
			t.Skip()
		}
		var importers []trade.Economy
		if m, err := trade.ParseEconomy(importer); err == nil {
			importers = []trade.Economy{m}
		}
		p := trade.Period{First: trade.MonthOf(year, int(month%12)+1), Months: 1}
		want := cover{trade.ByExporter, month > 100, []trade.Economy{x}, importers, []trade.Period{p}}
		l := &ledger{Format: format, Imports: []entry{{ID: "1", Years: []heldYear{{Year: year, covers: []cover{want}}}}}}
		l.setYear("d", year, trade.Tally{Rows: 1, Value: value})
		path := t.TempDir() + "/1.json"
		if err := l.write(path); err != nil {
			t.Fatal(err)
		}
		read, err := readLedger(path)
		if err != nil {
			t.Fatal(err)
		}
		got := read.Imports[0].Years[0].covers[0]
		if fmt.Sprint(got) != fmt.Sprint(want) || read.Years[0].Held.Value != value {
			t.Errorf("%+v was read back as %+v", want, got)
		}
	})
}

func TestDamagedLedgersAreNotRead(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "{", `{"imports":[{"years":[{"coverage":[{"exporters":1}]}]}]}`,
		`{"sets":["BLR"],"imports":[{"years":[{"coverage":[{"exporters":0,"importers":0,"periods":["soon"]}]}]}]}`,
	} {
		path := t.TempDir() + "/1.json"
		if err := writeSynced(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if _, err := readLedger(path); err == nil || trade.HintOf(err) == "" {
			t.Errorf("%q is read as a ledger: %v", text, err)
		}
	}
}
