package audit_test

import (
	"math"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

var mirrors = analysis.Arguments{Checks: []string{"mirrors"}}

// both are the two reports of a flow.
func both(year int, exporter, importer trade.Economy, exports, imports float64) []cube.Row {
	return []cube.Row{
		flow("d", year, x, exporter, importer, "0101", exports), flow("d", year, m, exporter, importer, "0101", imports),
	}
}

// TestMirrors has the flow from 1 to 4 of the published vector, 20 against 30 million:
// S 0.2, ratio 1.5, log gap 0.405465.
func TestMirrors(t *testing.T) {
	t.Parallel()
	rows := both(2020, "AUT", "DEU", 20e6, 30e6)
	rows = append(rows, both(2020, "DEU", "AUT", 100e6, 125e6)...) // 1.25 is not above 1.25
	rows = append(rows, both(2020, "FRA", "DEU", 100e6, 90e6)...)  // 0.90 is not below 0.90
	rows = append(rows, both(2020, "DEU", "FRA", 999_999, 100)...) // less than a million
	rows = append(rows, both(2020, "FRA", "AUT", 0, 0)...)         // nothing on either side
	l := lake{rows: rows}
	l.audited(t, true, mirrors).wants(expect{"mirror gap", "d", "", "2020", 4, 0, 1, "30000000",
		"AUT to DEU, TOTAL, 2020: exporter 20000000, importer 30000000; ratio 1.50, S 0.200 (40%), log gap +0.405"})
	args := mirrors
	args.Top = 3
	answer := l.audited(t, true, args)
	for field, want := range map[string]float64{"ratio": 1.5, "s": .2, "log_gap": .405465} {
		if got := answer.cell(0, field).Ratio.Number; math.Abs(got-want) > 5e-7 {
			t.Errorf("%s is %v, want %v", field, got, want)
		}
	}
}

// TestOneSide: Austria reports imports from France and France reports exports to
// Austria, but of 2020 only one of them shows any. Switzerland does not report, so
// its trade is not compared.
func TestOneSide(t *testing.T) {
	t.Parallel()
	rows := append(both(2019, "FRA", "AUT", 5e6, 5e6),
		flow("d", 2020, x, "FRA", "AUT", "0101", 7e6), flow("d", 2020, m, "DEU", "AUT", "0101", 2e6),
		flow("d", 2020, m, "CHE", "AUT", "0101", 3e6))
	lake{rows: rows}.audited(t, true, mirrors).wants(
		expect{"none", "d", "", "2019", 1, 0, 0, "0", ""},
		expect{"one side", "d", "", "2020", 1, 2, 1, "7000000", "FRA to AUT, TOTAL, 2020: exporter 7000000, importer 0"},
	)
}

// TestMirrorsOverCommonMonths: the exporter reports January and February, the
// importer January only; February is not compared.
func TestMirrorsOverCommonMonths(t *testing.T) {
	t.Parallel()
	january, february := trade.Span(trade.MonthOf(2020, 1), trade.MonthOf(2020, 1)), trade.Span(trade.MonthOf(2020, 2), trade.MonthOf(2020, 2))
	l := lake{months: map[string]int{"d": 1}}
	for _, row := range both(2020, "AUT", "DEU", 10e6, 11e6) {
		l.rows = append(l.rows, in(january, row))
	}
	l.rows = append(l.rows, in(february, flow("d", 2020, x, "AUT", "DEU", "0101", 50e6)))
	l.audited(t, false, mirrors).wants(expect{"none", "d", "", "2020", 1, 1, 0, "0", ""})
}

// TestMirrorsByGoods: the reports agree over all goods and not by chapter.
func TestMirrorsByGoods(t *testing.T) {
	t.Parallel()
	rows := []cube.Row{
		flow("d", 2020, x, "AUT", "DEU", "0101", 10e6), flow("d", 2020, x, "AUT", "DEU", "0201", 20e6),
		flow("d", 2020, m, "AUT", "DEU", "0101", 20e6), flow("d", 2020, m, "AUT", "DEU", "0201", 10e6),
	}
	lake{rows: rows}.audited(t, false, mirrors)
	args := mirrors
	args.Digits = 2
	answer := lake{rows: rows}.audited(t, true, args)
	if cases := answer.cell(0, "cases").Number; cases != 2 {
		t.Errorf("%d cases, want both chapters", cases)
	}
}

// TestTwoDatasetsFace: the exporters' reports in one dataset, the importers' in
// another of the same publisher; only the asked pair counts.
func TestTwoDatasetsFace(t *testing.T) {
	t.Parallel()
	rows := append(both(2020, "AUT", "DEU", 20e6, 30e6), both(2020, "FRA", "DEU", 20e6, 40e6)...)
	for i := range rows {
		if rows[i].Reporter == m {
			rows[i].Dataset = "e"
		}
	}
	args := mirrors
	args.A, args.B = side(t, "DEU"), side(t, "AUT")
	lake{rows: rows}.audited(t, true, args).wants(expect{"mirror gap", "d", "e", "2020", 1, 0, 1, "30000000",
		"AUT to DEU, TOTAL, 2020: exporter 20000000, importer 30000000; ratio 1.50, S 0.200 (40%), log gap +0.405"})
}
