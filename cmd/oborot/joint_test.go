package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// jointPart is what a file of two nomenclatures brings in one of them.
func jointPart(n trade.Nomenclature, exporter trade.Economy, value int64) (trade.Import, []trade.Observation) {
	im := trade.Import{
		Origin: trade.Origin{Dataset: "joint", Release: "1", Publisher: "nobody",
			Files: []trade.SourceFile{{Name: "joint.csv", SHA256: strings.Repeat("a", 64), Bytes: 1}}},
		Nomenclature: n, Digits: 6, Months: 12, Mode: trade.Merge, Repeats: trade.SetAsideRepeats,
	}
	var rows []trade.Observation
	for _, year := range []int{2020, 2021} {
		rows = append(rows, trade.Observation{
			Period: trade.Year(year), Exporter: exporter, Importer: "RUS", Product: "870421", Flow: trade.General, Reporter: trade.ByExporter,
			Valuation: trade.FOB, Value: trade.Of(value), Currency: "USD", ValueUSD: trade.Of(value),
			NetKg: trade.Absent(trade.Missing), Quantity: trade.Absent(trade.Missing),
		})
	}
	return im, rows
}

// TestJointImportThroughTheEngine commits two nomenclatures of one dataset at once:
// the second is merged with the files of the first while both are staged. Each row
// keeps its nomenclature, and importing the same again changes no sum.
func TestJointImportThroughTheEngine(t *testing.T) {
	t.Parallel()
	ctx, p := t.Context(), &program{lakeDir: filepath.Join(t.TempDir(), "lake")}
	s, err := p.openStore(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.close(&err) })
	for range 2 {
		var batches []trade.Batch
		var read [][]trade.Tally
		for _, part := range []struct {
			nomenclature trade.Nomenclature
			exporter     trade.Economy
			value        int64
		}{{trade.HS2012, "BLR", 1000}, {trade.HS2017, "KAZ", 20_000}} {
			im, rows := jointPart(part.nomenclature, part.exporter, part.value)
			b, err := s.lake.Begin(ctx, im)
			if err != nil {
				t.Fatal(err)
			}
			if err := b.Append(ctx, 0, rows); err != nil {
				t.Fatal(err)
			}
			batches, read = append(batches, b), append(read, []trade.Tally{{Rows: 2, Value: 2 * part.value}})
		}
		if _, err := s.lake.Commit(ctx, batches, read); err != nil {
			t.Fatalf("%v (%s)", err, trade.HintOf(err))
		}
		snapshot, err := s.lake.Snapshot(ctx, "")
		if err != nil || snapshot.Rows != 4 || snapshot.Files != 2 {
			t.Fatalf("the snapshot is %+v, %v; want 4 rows, one file for each year", snapshot, err)
		}
		table, err := s.engine.Aggregate(ctx, cube.Query{Scope: trade.Scope{Snapshot: snapshot.ID}, Periods: []trade.Period{trade.Year(2021)},
			By: []cube.Dimension{cube.Nomenclature, cube.Exporter}, Measures: []cube.Measure{cube.ValueUSD}})
		if err != nil {
			t.Fatal(err)
		}
		if got := table.Columns[0].Text; !slices.Equal(got, []string{"H4", "H5"}) || table.Columns[2].Amount(1) != trade.Of(20_000) {
			t.Errorf("the nomenclatures are %v, the second is worth %v", got, table.Columns[2].Amount(1))
		}
		held, err := s.lake.Held(ctx, strings.Repeat("a", 64), "", "")
		if err != nil || len(held) != 1 {
			t.Errorf("held as %v, %v", held, err)
		}
	}
}
