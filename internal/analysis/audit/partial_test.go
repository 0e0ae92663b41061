package audit_test

import (
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

var partial = analysis.Arguments{Checks: []string{"partial"}}

func month(year, number int) trade.Period {
	return trade.Period{First: trade.MonthOf(year, number), Months: 1}
}

// monthly is a dataset with all months of 2024 and 2025 and the first three of 2026, a
// hundred dollars each.
func monthly() lake {
	l := lake{months: map[string]int{"d": 1}}
	for i := range 27 {
		l.rows = append(l.rows, in(month(2024+i/12, i%12+1), flow("d", 2024, x, "DEU", "FRA", "0101", 100)))
	}
	return l
}

func TestThreeMonthsOf2026(t *testing.T) {
	t.Parallel()
	answer := monthly().audited(t, true, partial)
	answer.wants(expect{"months missing", "d", "", "2026", 3, 0, 1, "300", "2026 has January–March only, 3 of 12 months"})
	if share := answer.cell(0, "share").Ratio.Number; share != 300.0/2700 {
		t.Errorf("the share is %v, want 300 of 2700", share)
	}
	args := partial
	args.Language = trade.Russian
	if got := monthly().audited(t, true, args).cell(0, "worst").Text; got != "2026: только январь–март, месяцев: 3 из 12" {
		t.Error(got)
	}
	args = partial
	args.Periods = []trade.Period{trade.Span(trade.MonthOf(2024, 1), trade.MonthOf(2025, 12))}
	monthly().audited(t, false, args).wants(expect{"none", "d", "", "2024..2025", 2, 0, 0, "0", ""})
}

// TestHoleInAYear: May is missing.
func TestHoleInAYear(t *testing.T) {
	t.Parallel()
	l := monthly()
	l.rows = append(l.rows[:4], l.rows[5:]...)
	answer := l.audited(t, true, partial)
	if got := answer.cell(0, "cases").Number; got != 2 {
		t.Errorf("%d years, want 2024 and 2026", got)
	}
	if got := answer.cell(0, "period").Text; got != "2024,2026" {
		t.Error(got)
	}
	args := partial
	args.Top = 2
	if got := l.audited(t, true, args).cell(1, "case").Text; got != "2024 has January–April, June–December only, 11 of 12 months" {
		t.Error(got)
	}
}

// years are annual rows of a dataset, a value in dollars for each year.
func years(values map[int]float64) lake {
	var l lake
	for year := 2000; year < 2030; year++ {
		if v, any := values[year]; any {
			l.rows = append(l.rows, flow("d", year, x, "DEU", "FRA", "0101", v))
		}
	}
	return l
}

func TestAnnualYears(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		values map[int]float64
		want   expect
	}{
		{"whole", map[int]float64{2019: 100, 2020: 60}, expect{"none", "d", "", "2019..2020", 2, 0, 0, "0", ""}}, // 60% is not below 60%
		{"small", map[int]float64{2019: 100, 2020: 59},
			expect{"year small", "d", "", "2020", 2, 0, 1, "59", "2020 against 2019: 59% of the value, 100% of the rows"}},
		{"an earlier fall", map[int]float64{2018: 100, 2019: 20, 2020: 21}, expect{"none", "d", "", "2018..2020", 3, 0, 0, "0", ""}},
		{"a gap", map[int]float64{2017: 100, 2020: 10}, expect{"years missing", "d", "", "2018..2019", 2, 0, 2, "0", "nothing is held of 2019"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			years(c.values).audited(t, c.want.cases > 0, partial).wants(c.want)
		})
	}
}

// TestReportersGone: Poland had 20 of 120 dollars in 2019 and does not report 2020;
// Malta, with a thousandth of a percent, is not worth a word.
func TestReportersGone(t *testing.T) {
	t.Parallel()
	rows := []cube.Row{
		flow("d", 2019, x, "DEU", "FRA", "0101", 100), flow("d", 2020, x, "DEU", "FRA", "0101", 120),
		flow("d", 2019, x, "MLT", "FRA", "0101", 0.001), flow("d", 2020, x, "DEU", "POL", "0101", 10),
	}
	lake{rows: rows}.audited(t, false, partial)
	rows = append(rows, flow("d", 2019, x, "POL", "FRA", "0101", 20))
	lake{rows: rows[:2]}.audited(t, false, partial)
	rows = append(rows[:2], rows[3:]...)
	lake{rows: rows}.audited(t, true, partial).wants(expect{"reporters gone", "d", "", "2020", 2, 0, 1, "20",
		"not in 2020: POL; they had 16.7% of the value of 2019"})
}

// TestReportsEndEarly: Poland reports January 2025 only, Germany all months. Malta, which
// does as Poland, is too small to be named.
func TestReportsEndEarly(t *testing.T) {
	t.Parallel()
	l := lake{months: map[string]int{"d": 1}}
	for number := 1; number <= 12; number++ {
		l.rows = append(l.rows, in(month(2025, number), flow("d", 2025, x, "DEU", "FRA", "0101", 100)))
	}
	l.rows = append(l.rows, in(month(2025, 1), flow("d", 2025, m, "DEU", "MLT", "0101", 0.5)))
	l.audited(t, false, partial)
	l.rows = append(l.rows, in(month(2025, 1), flow("d", 2025, m, "DEU", "POL", "0101", 40)))
	l.audited(t, true, partial).wants(expect{"reporters late", "d", "", "2025", 1, 0, 1, "40",
		"2025: POL has January, others have January–December"})
}
