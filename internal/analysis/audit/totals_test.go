package audit_test

import (
	"fmt"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

const (
	x = trade.ByExporter
	m = trade.ByImporter
	w = trade.World
)

var totals = analysis.Arguments{Checks: []string{"totals"}}

// imports are Germany's of two goods from two partners with the rows of partner
// World, in thousandths: 100.001 + 50.002, and 7.5 + 2.25.
func imports(world0101, world0102 float64) []cube.Row {
	return []cube.Row{
		flow("d", 2020, m, "FRA", "DEU", "0101", 100.001), flow("d", 2020, m, "POL", "DEU", "0101", 50.002),
		flow("d", 2020, m, w, "DEU", "0101", world0101),
		flow("d", 2020, m, "FRA", "DEU", "0102", 7.5), flow("d", 2020, m, "POL", "DEU", "0102", 2.25),
		flow("d", 2020, m, w, "DEU", "0102", world0102),
	}
}

// TestPartnersAgainstWorld: two parts in thousandths and their total differ by
// rounding by at most 3*0.001/2 = 0.0015, so by 0.001 and not by 0.002.
func TestPartnersAgainstWorld(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		total float64
		want  expect
	}{
		{"exact", 150.003, expect{"none", "d", "WLD", "2020", 2, 0, 0, "0", ""}},
		{"within rounding", 150.004, expect{"none", "d", "WLD", "2020", 2, 0, 0, "0", ""}},
		{"below the total", 150.005, expect{"below total", "d", "WLD", "2020", 2, 0, 1, "0.002",
			"WLD to DEU, 0101, 2020: parts 150.003 (rows: 2), total 150.005 USD; rounding explains 0.001"}},
		{"above the total", 140.003, expect{"above total", "d", "WLD", "2020", 2, 0, 1, "10",
			"WLD to DEU, 0101, 2020: parts 150.003 (rows: 2), total 140.003 USD; rounding explains 0.001"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			lake{rows: imports(c.total, 9.75)}.audited(t, c.want.cases > 0, totals).wants(c.want)
		})
	}
}

// TestRounding: where twenty totals and their parts are whole thousands, a total of
// three parts may differ by (3+1)*1000/2 = 2000 dollars. Where there are few figures
// zeros at their end say nothing, and a whole dollar is the unit: 2 dollars.
func TestRounding(t *testing.T) {
	t.Parallel()
	goods := func(count int, total float64) lake {
		var l lake
		for i := range count {
			good := trade.Product(fmt.Sprintf("%02d", i+1))
			for _, importer := range []trade.Economy{"FRA", "POL"} {
				l.rows = append(l.rows, flow("d", 2020, x, "DEU", importer, good, 4_000))
			}
			l.rows = append(l.rows, flow("d", 2020, x, "DEU", "AUT", good, 3_000), flow("d", 2020, x, "DEU", w, good, total))
			total = 11_000
		}
		return l
	}
	for _, c := range []struct {
		goods int
		total float64
		found bool
	}{{20, 13_000, false}, {20, 9_000, false}, {20, 8_000, true}, {20, 14_000, true}, {19, 9_000, true}, {19, 11_002, false},
		{19, 11_003, true}} {
		goods(c.goods, c.total).audited(t, c.found, totals)
	}
}

// TestGoodsAgainstTotal: each pair's TOTAL is its goods, that of World the goods of
// World.
func TestGoodsAgainstTotal(t *testing.T) {
	t.Parallel()
	rows := append(imports(150.003, 9.75),
		flow("d", 2020, m, "FRA", "DEU", trade.AllProducts, 107.501), flow("d", 2020, m, "POL", "DEU", trade.AllProducts, 62.252),
		flow("d", 2020, m, w, "DEU", trade.AllProducts, 169.753))
	// Poland's goods are 52.252, ten less than its TOTAL, and so are those of World; the
	// TOTALs of both partners add up all the same.
	lake{rows: rows}.audited(t, true, totals).wants(
		expect{"none", "d", "WLD", "2020", 3, 0, 0, "0", ""},
		expect{"below total", "d", "TOTAL", "2020", 3, 0, 2, "20",
			"POL to DEU, TOTAL, 2020: parts 52.252 (rows: 2), total 62.252 USD; rounding explains 0.001"},
	)
}

// TestIncompleteParts: of five goods only the French part was loaded, so four totals
// lie far above; no finding is made of what is missing, but parts above a total
// remain one.
func TestIncompleteParts(t *testing.T) {
	t.Parallel()
	var rows []cube.Row
	for _, good := range []trade.Product{"01", "02", "03", "04", "05"} {
		rows = append(rows, flow("d", 2020, m, "FRA", "DEU", good, 10), flow("d", 2020, m, w, "DEU", good, 100))
	}
	lake{rows: rows}.audited(t, false, totals).wants(expect{"incomplete", "d", "WLD", "2020", 5, 0, 5, "450",
		"WLD to DEU, 01, 2020: parts 10 (rows: 1), total 100 USD; rounding explains 1"})
	// Where hardly anything is lacking, it is not a matter of loading.
	for i := range rows {
		dollars := trade.Of([]int64{990_000, 1_000_000}[i%2])
		rows[i].ValueUSD, rows[i].Value = dollars, dollars
	}
	lake{rows: rows}.audited(t, true, totals)
	rows[0].ValueUSD, rows[0].Value = trade.Of(989_000), trade.Of(989_000)
	lake{rows: rows}.audited(t, false, totals)
	rows[1].ValueUSD, rows[1].Value = trade.Of(1), trade.Of(1)
	answer := lake{rows: rows}.audited(t, true, totals)
	if got := answer.cell(0, "finding").Text; got != "above total" || len(answer.Rows) != 2 {
		t.Errorf("%d rows, the first %s", len(answer.Rows), got)
	}
}

// TestNothingToCompare: totals of economies without flows are not compared, nor are
// totals without a value.
func TestNothingToCompare(t *testing.T) {
	t.Parallel()
	rows := append(imports(150.003, 9.75), flow("d", 2020, m, w, "AUT", "0101", 5))
	rows[5].Value, rows[5].ValueUSD, rows[5].Flags = trade.Absent(trade.Suppressed), trade.Absent(trade.Suppressed),
		trade.FlagSuppressed|trade.FlagTotal
	lake{rows: rows}.audited(t, false, totals).wants(expect{"none", "d", "WLD", "2020", 1, 2, 0, "0", ""})
	lake{rows: rows[:2]}.audited(t, false, totals).wants(expect{"unchecked", "d", "", "2020", 0, 0, 0, "n/a",
		"no published totals are held (rows of partner World or product TOTAL, or a coarser level of the same series)"})
}

// TestNoSinglePlace: where two rows hold the total of one cell, neither is the total.
func TestNoSinglePlace(t *testing.T) {
	t.Parallel()
	rows := append(imports(150.003, 9.75), flow("d", 2020, m, w, "DEU", "0102", 1))
	lake{rows: rows}.audited(t, false, totals).wants(expect{"none", "d", "WLD", "2020", 1, 1, 0, "0", ""})
}

// TestLevelsOfWhoIsHeld: France is loaded at the coarser level only, which says nothing
// about it; monthly figures are not a level of annual ones, whatever the names.
func TestLevelsOfWhoIsHeld(t *testing.T) {
	t.Parallel()
	l := lake{digits: map[string]int{"c-hs4": 4, "c-hs2": 2}}
	l.rows = []cube.Row{
		flow("c-hs4", 2020, x, "DEU", "POL", "0101", 10), flow("c-hs2", 2020, x, "DEU", "POL", "01", 10),
		flow("c-hs2", 2020, x, "FRA", "POL", "01", 40),
	}
	l.audited(t, false, totals).wants(
		expect{"unchecked", "c-hs2", "", "2020", 0, 0, 0, "n/a",
			"no published totals are held (rows of partner World or product TOTAL, or a coarser level of the same series)"},
		expect{"none", "c-hs4", "c-hs2", "2020", 1, 1, 0, "0", ""})
	l.months = map[string]int{"c-hs4": 1}
	if got := l.audited(t, false, totals).cell(1, "finding").Text; got != "unchecked" {
		t.Errorf("monthly goods are compared with annual ones: %s", got)
	}
}

// TestTotalsAlone: a dataset of totals has nothing of its own to compare them with.
func TestTotalsAlone(t *testing.T) {
	t.Parallel()
	l := lake{digits: map[string]int{"c-a-total": 0}, rows: []cube.Row{flow("c-a-total", 2020, x, "DEU", w, trade.AllProducts, 5)}}
	l.audited(t, false, totals).wants(expect{"unchecked", "c-a-total", "", "2020", 0, 0, 0, "n/a",
		"there are totals but no flows to compare them with"})
}

// TestLevels: goods of four digits against chapters of the same series, and chapters
// against TOTAL. Chapter 02 is in the coarser dataset only and is not compared.
func TestLevels(t *testing.T) {
	t.Parallel()
	l := lake{digits: map[string]int{"c-a-hs4": 4, "c-a-hs2": 2, "c-a-total": 0, "c-m-hs4": 4}}
	l.rows = []cube.Row{
		flow("c-a-hs4", 2020, x, "DEU", "FRA", "0101", 10.001), flow("c-a-hs4", 2020, x, "DEU", "FRA", "0102", 20),
		flow("c-a-hs2", 2020, x, "DEU", "FRA", "01", 33), flow("c-a-hs2", 2020, x, "DEU", "FRA", "02", 5.001),
		flow("c-a-total", 2020, x, "DEU", "FRA", trade.AllProducts, 38.001),
		flow("c-m-hs4", 2020, x, "DEU", "FRA", "0101", 1), // another frequency is another series
	}
	l.audited(t, true, totals).wants(
		expect{"none", "c-a-hs2", "c-a-total", "2020", 1, 0, 0, "0", ""},
		expect{"below total", "c-a-hs4", "c-a-hs2", "2020", 1, 0, 1, "2.999",
			"DEU to FRA, 01, 2020: parts 30.001 (rows: 2), total 33 USD; rounding explains 0.501"},
		expect{"unchecked", "c-m-hs4", "", "2020", 0, 0, 0, "n/a",
			"no published totals are held (rows of partner World or product TOTAL, or a coarser level of the same series)"},
	)
}

// TestSingleCases: --top lists cases, the largest first, with both figures.
func TestSingleCases(t *testing.T) {
	t.Parallel()
	args := totals
	args.Top = 5
	answer := lake{rows: imports(151.003, 19.75)}.audited(t, true, args)
	for row, want := range [][3]string{{"0102", "9.75", "19.75"}, {"0101", "150.003", "151.003"}} {
		got := [3]string{answer.cell(row, "product").Text, answer.cell(row, "value_usd").Amount.String(),
			answer.cell(row, "compared_usd").Amount.String()}
		if got != want {
			t.Errorf("case %d is %v, want %v", row, got, want)
		}
	}
}
