package audit_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

var (
	duplicates = analysis.Arguments{Checks: []string{"duplicates"}}
	unitValues = analysis.Arguments{Checks: []string{"unit-values"}}
)

func TestSameKey(t *testing.T) {
	t.Parallel()
	one := flow("d", 2020, x, "DEU", "FRA", "0101", 100)
	other := one
	other.Value, other.ValueUSD, other.Flags = trade.Of(50_000), trade.Of(50_000), trade.FlagEstimated
	for _, c := range []struct {
		name   string
		change func(*cube.Row)
		found  bool
	}{
		{"the same key, another value and flag", func(*cube.Row) {}, true},
		{"another good", func(r *cube.Row) { r.Product = "0102" }, false},
		{"another partner", func(r *cube.Row) { r.Importer = "POL" }, false},
		{"another flow", func(r *cube.Row) { r.Flow = trade.ReExport }, false},
		{"another nomenclature", func(r *cube.Row) { r.Nomenclature = trade.HS2012 }, false},
		{"another reporter", func(r *cube.Row) { r.Reporter = m }, false},
		{"another dataset", func(r *cube.Row) { r.Dataset = "e" }, false},
		{"another year", func(r *cube.Row) { r.Period = trade.Year(2021) }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			second := other
			c.change(&second)
			answer := lake{rows: []cube.Row{one, second}}.audited(t, c.found, duplicates)
			if c.found {
				answer.wants(expect{"same key", "d", "", "2020", 2, 0, 1, "150", "DEU to FRA, 0101, 2020: rows of one key: 2, together 150"})
			}
		})
	}
}

// TestSameFigures: a value of seven digits and a mass of five that return a year later
// were copied; rounder ones return by chance, and another partner's are its own.
func TestSameFigures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		usd, kg  float64
		later    int
		importer trade.Economy
		found    bool
	}{
		{"copied", 1_234_567, 98_765, 2021, "FRA", true},
		{"value of six digits", 123_456, 98_765, 2021, "FRA", false},
		{"mass of four digits", 1_234_567, 98_760, 2021, "FRA", false},
		{"another partner", 1_234_567, 98_765, 2021, "POL", false},
		{"three years later", 1_234_567, 98_765, 2023, "FRA", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := lake{rows: []cube.Row{weighing(c.kg, flow("d", 2020, x, "DEU", "FRA", "0101", c.usd))}}
			if c.later == 2023 {
				l.rows = append(l.rows, flow("d", 2021, x, "DEU", "FRA", "0101", 1), flow("d", 2022, x, "DEU", "FRA", "0101", 2))
			}
			l.rows = append(l.rows, weighing(c.kg, flow("d", c.later, x, "DEU", c.importer, "0101", c.usd)))
			answer := l.audited(t, c.found, duplicates)
			if c.found {
				answer.wants(expect{"same figures", "d", "", "2020..2021", 2, 0, 1, "1234567",
					"DEU to FRA, 0101, 2021: value 1234567 and mass 98765 kg as in 2020"})
			}
		})
	}
}

// vector are flows with the unit values of the published vector, 100 kg each, all of
// one exporter.
func vector(exporter trade.Economy) []cube.Row {
	var rows []cube.Row
	for i, uv := range []float64{2.0, 2.2, 1.9, 2.1, 2.05, 20.5, .21, 2.3, 1.8} {
		importer := trade.Economy(fmt.Sprintf("A%02d", i))
		rows = append(rows, weighing(100, flow("d", 2020, x, exporter, importer, "0101", 100*uv)))
	}
	return rows
}

// TestUnitValuesOfVector: of nine flows of 3,506 dollars two are flagged, 20.5 with a
// modified z of 20.439 and 0.21 with -20.225.
func TestUnitValuesOfVector(t *testing.T) {
	t.Parallel()
	lake{rows: vector("DEU")}.audited(t, true, unitValues).wants(expect{"outlier", "d", "", "2020", 9, 0, 2, "2071",
		"DEU to A05, 0101, 2020: 20.50 USD per kg, the median of like flows is 2.050 (flows: 9); z +20.4; value 2050"})
	args := unitValues
	args.Top = 10
	answer := lake{rows: vector("DEU")}.audited(t, true, args)
	for row, want := range []float64{20.439, -20.225} {
		if got := answer.cell(row, "score").Ratio.Number; math.Abs(got-want) > 5e-4 {
			t.Errorf("score %v, want %v", got, want)
		}
	}
}

// TestSmallGroups: six flows of one exporter are judged by those of all; six of all
// are not judged.
func TestSmallGroups(t *testing.T) {
	t.Parallel()
	odd := weighing(100, flow("d", 2020, x, "POL", "FRA", "0101", 2050))
	l := lake{rows: append(append(vector("DEU")[:5], vector("DEU")[7:]...), odd)}
	answer := l.audited(t, true, unitValues)
	if got := answer.cell(0, "worst").Text; !strings.Contains(got, "POL to FRA") || !strings.Contains(got, "(flows: 8)") {
		t.Error(got)
	}
	l.rows = l.rows[2:]
	l.audited(t, false, unitValues).wants(expect{"unchecked", "d", "", "2020", 0, 6, 0, "n/a",
		"no flow has a mass or quantity that its publisher did not estimate, among at least seven of the same good"})
}

// TestUnitsApart: goods, units and directions are judged apart, estimates and
// re-exports not at all.
func TestUnitsApart(t *testing.T) {
	t.Parallel()
	rows := vector("DEU")[:5]
	rows = append(rows, vector("DEU")[7:]...)
	add := func(change func(*cube.Row)) {
		row := weighing(100, flow("d", 2020, x, "DEU", "FRA", "0101", 2050))
		change(&row)
		rows = append(rows, row)
	}
	add(func(r *cube.Row) { r.Product = "0102" })
	add(func(r *cube.Row) { r.Reporter = m })
	add(func(r *cube.Row) { r.Flags = trade.FlagNetEstimated })
	add(func(r *cube.Row) { r.Flags = trade.FlagEstimated })
	add(func(r *cube.Row) { r.NetKg, r.Quantity, r.Unit = trade.Absent(trade.Missing), trade.Of(100_000), "u" })
	add(func(r *cube.Row) { r.Flow = trade.ReExport })
	lake{rows: rows}.audited(t, false, unitValues).wants(expect{"none", "d", "", "2020", 7, 5, 0, "0", ""})
}

// TestOnlyThePair: outliers are found among all flows and counted for the asked pair.
func TestOnlyThePair(t *testing.T) {
	t.Parallel()
	rows := append(vector("DEU"), weighing(100, flow("d", 2020, x, "DEU", "FRA", "0101", 5000)))
	args := unitValues
	args.A, args.B = side(t, "FRA"), side(t, "DEU")
	lake{rows: rows}.audited(t, true, args).wants(expect{"outlier", "d", "", "2020", 1, 0, 1, "5000",
		"DEU to FRA, 0101, 2020: 50.00 USD per kg, the median of like flows is 2.075 (flows: 10); z +22.5; value 5000"})
}
