package rates

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"
)

// day is one row of daily rates: what one euro costs.
type day struct {
	date  time.Time
	units map[string]*big.Rat // by currency; those without a rate are not there
}

// readDaily reads eurofxref-hist: a line for each working day, N/A where there is
// no rate.
func readDaily(r *records) (*means, error) {
	for _, name := range r.header[1:] {
		if !currencyForm.MatchString(name) {
			return nil, r.fault(1, "the column %q is not the code of a currency", name).WithHint("give the file as the ECB ships it")
		}
	}
	days := make([]day, len(r.rows))
	for i, row := range r.rows {
		date, err := r.date(row[0], r.lines[i])
		if err != nil {
			return nil, err
		}
		days[i] = day{date, map[string]*big.Rat{}}
		for column, currency := range r.header[1:] {
			text := strings.TrimSpace(row[column+1])
			if text == "N/A" || text == "" {
				continue
			}
			rate, ok := decimal(text, r.mark)
			if !ok {
				return nil, r.fault(r.lines[i], "the rate of %s is %q, which is no rate", currency, text).
					WithHint("the file may be damaged: download it again")
			}
			days[i].units[currency] = rate
		}
	}
	m, partial, err := average(r, days)
	if err != nil {
		return nil, err
	}
	m.read = int64(len(days))
	for _, d := range days {
		if partial[monthOf(d.date)] {
			m.leave(incompleteMonth, 1)
		}
	}
	return m, nil
}

// incompleteMonth names the rows of months that begin before or end after the file.
const incompleteMonth = "incomplete month"

func (r *records) date(text string, line int) (time.Time, error) {
	date, err := time.Parse(time.DateOnly, text)
	if err != nil || date.Year() < 1900 || date.Year() > 2199 {
		return time.Time{}, r.fault(line, "%q is not a date", text).WithHint("dates are written as 2024-05-03")
	}
	return date, nil
}

// average makes the means of whole months and years, and says which months are not
// whole. Each day counts alike.
func average(r *records, days []day) (m *means, partial map[string]bool, err error) {
	slices.SortStableFunc(days, func(a, b day) int { return a.date.Compare(b.date) })
	for i := 1; i < len(days); i++ {
		if days[i].date.Equal(days[i-1].date) {
			return nil, nil, r.fault(0, "the day %s occurs twice", days[i].date.Format(time.DateOnly)).WithHint("give the file as the ECB ships it")
		}
	}
	m = &means{usd: map[key]float64{}, release: days[len(days)-1].date.Format(time.DateOnly)}
	partial = map[string]bool{}
	years, gaps := map[key]*yearSum{}, map[string][]string{}
	for from := 0; from < len(days); {
		to := from
		for to < len(days) && sameMonth(days[from].date, days[to].date) {
			to++
		}
		if (from > 0 || begins(days[from].date)) && (to < len(days) || ends(days[to-1].date)) {
			m.month(days[from:to], years, gaps)
		} else {
			partial[monthOf(days[from].date)] = true
			m.notes = append(m.notes, fmt.Sprintf("%s is not whole in the file: no mean is made of it", monthOf(days[from].date)))
		}
		from = to
	}
	for k, sum := range years {
		if sum.months == 12 {
			m.usd[k] = rounded(sum.mean())
		}
	}
	m.notes = append(m.notes, gapNotes(gaps)...)
	return m, partial, nil
}

// yearSum adds up the days of a year, of whole months only.
type yearSum struct {
	sum          *big.Rat
	days, months int
}

func (s *yearSum) mean() *big.Rat { return new(big.Rat).Quo(s.sum, big.NewRat(int64(s.days), 1)) }

// month adds the means of one month, of the euro and of each currency that has a
// rate on all its days.
func (m *means) month(days []day, years map[key]*yearSum, gaps map[string][]string) {
	period := monthOf(days[0].date)
	for currency := range currencies(days) {
		sum := &yearSum{new(big.Rat), 0, 1}
		for _, d := range days {
			if dollars, units := d.units["USD"], d.of(currency); dollars != nil && units != nil {
				sum.sum.Add(sum.sum, cross(dollars, units))
				sum.days++
			}
		}
		if sum.days < len(days) {
			gaps[currency] = append(gaps[currency], period)
			continue
		}
		m.usd[key{currency, period}] = rounded(sum.mean())
		year := key{currency, period[:4]}
		if years[year] == nil {
			years[year] = &yearSum{sum: new(big.Rat)}
		}
		years[year].sum.Add(years[year].sum, sum.sum)
		years[year].days += sum.days
		years[year].months++
	}
}

// of is what one euro costs in a currency, 1 in euros.
func (d day) of(currency string) *big.Rat {
	if currency == "EUR" {
		return big.NewRat(1, 1)
	}
	return d.units[currency]
}

// currencies are those with a rate on some day, but for the dollar.
func currencies(days []day) map[string]bool {
	all := map[string]bool{"EUR": true}
	for _, d := range days {
		for currency := range d.units {
			all[currency] = true
		}
	}
	delete(all, "USD")
	return all
}

func monthOf(date time.Time) string { return date.Format("2006-01") }

func sameMonth(a, b time.Time) bool { return a.Year() == b.Year() && a.Month() == b.Month() }

// begins tells whether no working day of the month lies before the date. The ECB
// does not work on New Year's Day and on the first of May.
func begins(date time.Time) bool {
	for d := date.AddDate(0, 0, -1); sameMonth(d, date); d = d.AddDate(0, 0, -1) {
		holiday := d.Day() == 1 && (d.Month() == time.January || d.Month() == time.May)
		if !weekend(d) && !holiday {
			return false
		}
	}
	return true
}

// ends tells whether no working day of the month lies after the date.
func ends(date time.Time) bool {
	for d := date.AddDate(0, 0, 1); sameMonth(d, date); d = d.AddDate(0, 0, 1) {
		if !weekend(d) {
			return false
		}
	}
	return true
}

func weekend(d time.Time) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }
