package trade_test

import (
	"testing"

	"github.com/oborot/oborot/trade"
)

func TestPeriodInWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ code, english, russian string }{
		{"2021", "2021", "2021"},
		{"2021-03", "March 2021", "март 2021"},
		{"2021-12", "December 2021", "декабрь 2021"},
		{"2021Q1", "Q1 2021", "I квартал 2021"},
		{"2021Q3", "Q3 2021", "III квартал 2021"},
		{"2021Q4", "Q4 2021", "IV квартал 2021"},
		{"2021H1", "first half of 2021", "I полугодие 2021"},
		{"2021H2", "second half of 2021", "II полугодие 2021"},
		{"2022-01..2022-09", "January-September 2022", "январь-сентябрь 2022"},
		{"2022-02..2022-04", "February-April 2022", "февраль-апрель 2022"},
		{"2019..2021", "2019-2021", "2019-2021"},
		{"2021-11..2022-02", "November 2021 - February 2022", "ноябрь 2021 - февраль 2022"},
		{"2021-07..2022-06", "July 2021 - June 2022", "июль 2021 - июнь 2022"},
		{"2022Q1,2022-05", "Q1 2022, May 2022", "I квартал 2022, май 2022"},
		{"", "", ""},
		{"not a period", "not a period", "not a period"},
	} {
		if got := trade.PeriodsIn(c.code, trade.English); got != c.english {
			t.Errorf("%q in English is %q, want %q", c.code, got, c.english)
		}
		if got := trade.PeriodsIn(c.code, trade.Russian); got != c.russian {
			t.Errorf("%q in Russian is %q, want %q", c.code, got, c.russian)
		}
	}
}

func TestPeriodInShort(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ code, english, russian string }{
		{"2021", "2021", "2021"},
		{"2021-03", "Mar 2021", "март 2021"},
		{"2022-01..2022-09", "Jan-Sep 2022", "янв.-сент. 2022"},
		{"2022Q1,2022-05", "Q1 2022, May 2022", "I квартал 2022, май 2022"},
		{"2021-11..2022-02", "Nov 2021 - Feb 2022", "нояб. 2021 - февр. 2022"},
		{"2019..", "2019..", "2019.."},
	} {
		if got := trade.PeriodsInShort(c.code, trade.English); got != c.english {
			t.Errorf("%q in English is %q, want %q", c.code, got, c.english)
		}
		if got := trade.PeriodsInShort(c.code, trade.Russian); got != c.russian {
			t.Errorf("%q in Russian is %q, want %q", c.code, got, c.russian)
		}
	}
}

// TestPeriodsInWordsDiffer checks that no two spans of three years read the same.
func TestPeriodsInWordsDiffer(t *testing.T) {
	t.Parallel()
	for _, l := range []trade.Language{trade.English, trade.Russian} {
		seen := map[string]trade.Period{}
		for first := trade.MonthOf(2019, 1); first <= trade.MonthOf(2021, 12); first++ {
			for months := 1; months <= 36; months++ {
				p := trade.Period{First: first, Months: months}
				if other, any := seen[p.In(l)]; any {
					t.Errorf("%s and %s are both %q", other, p, p.In(l))
				}
				seen[p.In(l)] = p
			}
		}
	}
}
