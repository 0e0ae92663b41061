package analysis

import (
	"testing"

	"github.com/oborot/oborot/trade"
)

func TestCalendar(t *testing.T) {
	t.Parallel()
	for held, want := range map[string]string{
		"2019-01..2022-09":      "2019,2020,2021,2022-01..2022-09",
		"2019-04..2020-12":      "2020",
		"2019..2021":            "2019,2020,2021",
		"2020,2022-03..2022-05": "2020,2022-03..2022-05",
		"2022-04..2022-06":      "2022Q2",
		"2021-11..2022-02":      "2022-01..2022-02",
		"2018,2020,2022-01":     "2018,2020,2022-01",
		"2020-01..2020-05,2021": "2021",
	} {
		if got := listed(calendar(joined(periods(t, held)))); got != want {
			t.Errorf("of %s the calendar is %s, want %s", held, got, want)
		}
	}
}

func TestSpans(t *testing.T) {
	t.Parallel()
	p := func(s string) []trade.Period { return periods(t, s) }
	if got := listed(joined(months(t, "2021-11..2022-02,2022-05"))); got != "2021-11..2022-02,2022-05" {
		t.Errorf("joined: %s", got)
	}
	if got := listed(without(p("2022")[0], p("2022-02..2022-03,2022-06"))); got != "2022-01,2022-04..2022-05,2022H2" {
		t.Errorf("without: %s", got)
	}
	if got := listed(common(p("2021,2022-03..2022-08"), p("2021-06..2022-05"))); got != "2021-06..2021-12,2022-03..2022-05" {
		t.Errorf("common: %s", got)
	}
	if got := listed(units(p("2021-02..2021-08")[0], 3)); got != "2021-02..2021-03,2021Q2,2021-07..2021-08" {
		t.Errorf("units: %s", got)
	}
	annual := trade.Coverage{Months: 12, Periods: p("2019..2021")}
	if got := len(pieces(annual)); got != 3 {
		t.Errorf("three years are %d pieces", got)
	}
	if whole(pieces(annual), p("2021-01..2021-09")) || !whole(pieces(annual), p("2019..2020")) {
		t.Error("years do not fill a part of a year, and fill two years")
	}
}

// gaps is a world of one unit a month whose last year ends in May, without April.
func gaps(t *testing.T) *world {
	w := &world{}
	held := months(t, "2021,2022-01..2022-03,2022-05")
	w.cover("toy", []trade.Economy{"BLR", "AUT"}, held, nil)
	for _, m := range held {
		w.add("toy", m, "BLR", "AUT", "8704", 1000, nil)
		w.add("toy", m, "AUT", "BLR", "8708", int64(1000*m.First.Month()), nil)
	}
	return w
}

func TestUncoveredMonthsAreRefused(t *testing.T) {
	t.Parallel()
	w := gaps(t)
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2022H1")}
	for _, question := range []string{"account", "structure", "flows"} {
		_, err := ask(w.asker(), question, args)
		wantError(t, err, trade.NoData, "2022-04,2022-06", "--partial")
	}
	args.Periods = periods(t, "2019")
	_, err := ask(w.asker(), "account", args)
	wantError(t, err, trade.NoData, "2019", "toy covers 2021-01..2022-03,2022-05")
}

func TestPartial(t *testing.T) {
	t.Parallel()
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2022H1"), Partial: true}
	r := answer(t, gaps(t), "account", args)
	if got := at(t, r, 0, "period").Text; got != "2022Q1,2022-05" {
		t.Errorf("the row is of %s", got)
	}
	if got := at(t, r, 0, "base_period").Text; got != "2021Q1,2021-05" {
		t.Errorf("the row is against %s", got)
	}
	wantAmount(t, r, 0, "exports_usd", "4")
	wantAmount(t, r, 0, "imports_usd", "11")
	wantAmount(t, r, 0, "imports_usd_base", "11") // January to March and May, not the half-year
	wantNote(t, r, "Partial (first half of 2022): exports and imports are read for Q1 2022, May 2022, not for April 2022, June 2022.")
	if len(r.Notes) != 1 {
		t.Errorf("the same is said twice: %q", r.Notes)
	}
}

func TestPartialCutsBothDirectionsAlike(t *testing.T) {
	t.Parallel()
	w := &world{}
	for reporter, span := range map[trade.Reporter]string{trade.ByExporter: "2021-01..2022-05", trade.ByImporter: "2021-01..2022-03"} {
		w.cover("toy", []trade.Economy{"BLR"}, months(t, span), func(c *trade.Coverage) {
			c.Reporter, c.AbsentIsZero = reporter, false
			if reporter == trade.ByExporter {
				c.Importers = []trade.Economy{"AUT"}
			} else {
				c.Exporters = []trade.Economy{"AUT"}
			}
		})
	}
	for _, m := range months(t, "2021-01..2022-05") {
		w.add("toy", m, "BLR", "AUT", "8704", 1000, reportedBy(trade.ByExporter))
		if m.Last() <= trade.MonthOf(2022, 3) {
			w.add("toy", m, "AUT", "BLR", "8704", 1000, reportedBy(trade.ByImporter))
		}
	}
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2022-01..2022-05"), Partial: true}
	r := answer(t, w, "account", args)
	wantAmount(t, r, 0, "exports_usd", "3")
	wantAmount(t, r, 0, "turnover_usd", "6")
	args.Partial = false
	_, err := ask(w.asker(), "account", args)
	wantError(t, err, trade.NoData, "2022-04..2022-05", "2022Q1")

	r = answer(t, w, "account", Arguments{A: args.A, B: args.B})
	if n := len(r.Rows); at(t, r, n-1, "period").Text != "2022Q1" {
		t.Errorf("the latest part-year both directions cover is not %s", at(t, r, n-1, "period").Text)
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	w := gaps(t)
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2021Q2,2021H2"), Compare: periods(t, "2021Q1,2021Q1")}
	r := answer(t, w, "account", args)
	wantRatio(t, r, 0, "imports_growth", 15.0/6-1)
	wantStatus(t, r, 1, "imports_growth", trade.NotCompared)
	wantAmount(t, r, 1, "imports_usd_base", "6")
	args.Compare = args.Compare[:1]
	_, err := ask(w.asker(), "account", args)
	wantError(t, err, trade.Usage, "one base for each")
}

func TestBaseThatIsNotCovered(t *testing.T) {
	t.Parallel()
	w := gaps(t)
	r := answer(t, w, "account", Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2021")})
	wantStatus(t, r, 0, "turnover_growth", trade.StatusMissing)
	wantAmount(t, r, 0, "turnover_usd_base", "missing")
	wantStatus(t, r, 0, "exports_contribution_pp", trade.StatusMissing)
}

func TestSeries(t *testing.T) {
	t.Parallel()
	w := gaps(t)
	for series, rows := range map[string]int{"month": 16, "quarter": 6, "year": 3} {
		args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Series: series}
		r := answer(t, w, "account", args)
		if len(r.Rows) != rows {
			t.Errorf("a series by %s has %d rows, want %d", series, len(r.Rows), rows)
		}
		var sum int64
		for i := range r.Rows {
			sum += at(t, r, i, "imports_usd").Amount.Thousandths
		}
		if sum != 78_000+11_000 {
			t.Errorf("by %s the rows add up to %d", series, sum)
		}
	}
	_, err := ask(w.asker(), "account", Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Series: "week", Periods: periods(t, "2021")})
	wantError(t, err, trade.Usage, "month, quarter or year")
}

func TestSeriesFinerThanTheData(t *testing.T) {
	t.Parallel()
	for _, asked := range [][]trade.Period{nil, periods(t, "2021")} {
		_, err := ask(vector(t).asker(), "account", Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Series: "month", Periods: asked})
		wantError(t, err, trade.NoData, "steps of 12 months")
	}
}
