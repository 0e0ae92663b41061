package trade_test

import (
	"testing"

	"github.com/oborot/oborot/trade"
)

func span(y1, m1, y2, m2 int) trade.Period {
	return trade.Span(trade.MonthOf(y1, m1), trade.MonthOf(y2, m2))
}

func TestParsePeriod(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]trade.Period{
		"2021":             span(2021, 1, 2021, 12),
		" 2021 ":           span(2021, 1, 2021, 12),
		"2021-03":          span(2021, 3, 2021, 3),
		"2021.3":           span(2021, 3, 2021, 3),
		"2021/03":          span(2021, 3, 2021, 3),
		"03/2021":          span(2021, 3, 2021, 3),
		"03.2021":          span(2021, 3, 2021, 3),
		"202103":           span(2021, 3, 2021, 3),
		"2021M03":          span(2021, 3, 2021, 3),
		"2021-M3":          span(2021, 3, 2021, 3),
		"2021Q3":           span(2021, 7, 2021, 9),
		"2021-q3":          span(2021, 7, 2021, 9),
		"Q3 2021":          span(2021, 7, 2021, 9),
		"2021H1":           span(2021, 1, 2021, 6),
		"2021 h2":          span(2021, 7, 2021, 12),
		"2022-01..2022-09": span(2022, 1, 2022, 9),
		"2022-01:2022-09":  span(2022, 1, 2022, 9),
		"2022Q1..2022Q3":   span(2022, 1, 2022, 9),
		"2021-11..2022-02": span(2021, 11, 2022, 2),
		"2019..2021":       span(2019, 1, 2021, 12),
		"2019–2021":        span(2019, 1, 2021, 12),
		"2019..2021-06":    span(2019, 1, 2021, 6),
	} {
		got, err := trade.ParsePeriod(text)
		if err != nil || got != want {
			t.Errorf("ParsePeriod(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
}

func TestParsePeriodRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "21", "2021Q5", "2021Q0", "2021H3", "2021-13", "2021-00", "20211301", "2021..",
		"..2021", "2022..2021", "Q", "Q3", "1700", "2021-1-1", "next year", "2021Q-1", "+2021", "2021-+1", "2021..2022..2023"} {
		if p, err := trade.ParsePeriod(text); err == nil {
			t.Errorf("ParsePeriod(%q) = %v, want an error", text, p)
		} else if trade.KindOf(err) != trade.Usage || trade.HintOf(err) == "" {
			t.Errorf("ParsePeriod(%q): %v is no usage error with a hint", text, err)
		}
	}
}

func TestParsePeriods(t *testing.T) {
	t.Parallel()
	got, err := trade.ParsePeriods("2020,2021, 2022-01..2022-09")
	if err != nil || len(got) != 3 || got[2] != span(2022, 1, 2022, 9) {
		t.Errorf("ParsePeriods = %v, %v", got, err)
	}
	if _, err := trade.ParsePeriods("2020,,2021"); err == nil {
		t.Error("an empty period between commas is accepted")
	}
}

func TestPeriodBase(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2022-01..2022-09": "2021-01..2021-09",
		"2021":             "2020",
		"2021Q3":           "2020Q3",
		"2021-11..2022-02": "2020-11..2021-02",
		"2020..2021":       "2018..2019",
		"2020-07..2021-09": "2018-07..2019-09",
	} {
		p, err := trade.ParsePeriod(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Base(); got.String() != want {
			t.Errorf("the base of %s is %s, want %s", text, got, want)
		}
		if p.Base().Last() >= p.First {
			t.Errorf("the base of %s overlaps it", text)
		}
	}
}

func TestPeriodContains(t *testing.T) {
	t.Parallel()
	year := trade.Year(2021)
	if !year.Contains(span(2021, 1, 2021, 9)) || !year.Contains(year) || year.Contains(span(2021, 12, 2022, 1)) {
		t.Error("Contains is wrong at the edges of a year")
	}
	if got := span(2021, 11, 2023, 2).Years(); len(got) != 3 || got[0] != 2021 || got[2] != 2023 {
		t.Errorf("Years = %v", got)
	}
}

func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{"2021", "2021Q3", "2022-01..2022-09", "Q3 2021", "03/2021", "2019–2021", "H", "М", "2021-M3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := trade.ParsePeriod(text)
		if err != nil {
			return
		}
		again, err := trade.ParsePeriod(p.String())
		if err != nil || again != p {
			t.Fatalf("%q reads as %v, written %q, which reads as %v, %v", text, p, p.String(), again, err)
		}
	})
}

// FuzzPeriodRoundTrip starts from periods rather than text, so that every span
// is reached.
func FuzzPeriodRoundTrip(f *testing.F) {
	f.Add(2021, 1, 12)
	f.Add(2022, 7, 3)
	f.Add(1999, 12, 14)
	f.Fuzz(func(t *testing.T, year, month, months int) {
		if year < 1900 || year > 2150 || month < 1 || month > 12 || months < 1 || months > 400 {
			t.Skip()
		}
		p := trade.Period{First: trade.MonthOf(year, month), Months: months}
		got, err := trade.ParsePeriod(p.String())
		if err != nil || got != p {
			t.Fatalf("%v is written %q and read as %v, %v", p, p.String(), got, err)
		}
	})
}
