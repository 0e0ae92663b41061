package trade

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Month is a calendar month, counted from January of the year 0.
type Month int

// MonthOf returns a month from its year and its number, 1 to 12.
func MonthOf(year, month int) Month { return Month(year*12 + month - 1) }

// Year returns the calendar year.
func (m Month) Year() int { return int(m) / 12 }

// Month returns the number of the month, 1 to 12.
func (m Month) Month() int { return int(m)%12 + 1 }

// String returns the month as 2021-03.
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year(), m.Month()) }

// Period is a span of whole months: a month, a quarter, a part of a year, a year
// or any range, across years too.
type Period struct {
	First  Month
	Months int // length, at least 1
}

// Year returns the period of a calendar year.
func Year(year int) Period { return Period{MonthOf(year, 1), 12} }

// Span returns the period from one month to another, both included.
func Span(first, last Month) Period { return Period{first, int(last-first) + 1} }

// Last returns the last month.
func (p Period) Last() Month { return p.First + Month(p.Months) - 1 }

// IsYear tells whether the period is one calendar year.
func (p Period) IsYear() bool { return p.Months == 12 && p.First.Month() == 1 }

// Back returns the same months, so many years earlier. Back(1) is the base of
// growth against the same period of the last year.
func (p Period) Back(years int) Period {
	return Period{p.First - Month(12*years), p.Months}
}

// Base returns the span that the period's growth is measured against: the same
// months a year earlier, or, for a span longer than a year, the nearest earlier
// one of the same months that does not overlap it.
func (p Period) Base() Period { return p.Back((p.Months + 11) / 12) }

// Contains tells whether the other period lies wholly inside.
func (p Period) Contains(other Period) bool {
	return p.First <= other.First && other.Last() <= p.Last()
}

// Years returns the calendar years that the period touches, in order.
func (p Period) Years() []int {
	var years []int
	for y := p.First.Year(); y <= p.Last().Year(); y++ {
		years = append(years, y)
	}
	return years
}

// Compare orders periods by their first month, then by length.
func (p Period) Compare(other Period) int {
	return cmp.Or(cmp.Compare(p.First, other.First), cmp.Compare(p.Months, other.Months))
}

// String returns the shortest form that ParsePeriod reads back: 2021, 2021H1,
// 2021Q3, 2021-03, 2019..2021 or 2022-01..2022-09.
func (p Period) String() string {
	year, month := p.First.Year(), p.First.Month()
	switch {
	case p.IsYear():
		return fmt.Sprintf("%04d", year)
	case p.Months == 1:
		return p.First.String()
	case p.Months == 3 && month%3 == 1:
		return fmt.Sprintf("%04dQ%d", year, month/3+1)
	case p.Months == 6 && month%6 == 1:
		return fmt.Sprintf("%04dH%d", year, month/6+1)
	case p.Months%12 == 0 && month == 1:
		return fmt.Sprintf("%04d..%04d", year, p.Last().Year())
	}
	return p.First.String() + ".." + p.Last().String()
}

// ParsePeriod reads a period as people type it: 2021, 2021-03, 2021.03, 03/2021,
// 202103, 2021M03, 2021Q3, "Q3 2021", 2021H1, 2022-01..2022-09, 2019..2021,
// 2019:2021. Both ends of a range are included. Only years 1900 to 2199 are
// accepted.
func ParsePeriod(text string) (Period, error) {
	clean := strings.ToUpper(strings.Join(strings.Fields(text), ""))
	clean = strings.NewReplacer("–", "..", "—", "..", "…", "..", ":", "..").Replace(clean)
	from, to, isRange := strings.Cut(clean, "..")
	first, ok := parseSpan(from)
	last := first
	if isRange && ok {
		last, ok = parseSpan(to)
	}
	if !ok {
		return Period{}, Errorf(Usage, "%q is not a period", text).
			WithHint("use 2021, 2021-03, 2021Q3, 2021H1 or 2022-01..2022-09")
	}
	if last.Last() < first.First {
		return Period{}, Errorf(Usage, "the period %q ends before it begins", text).
			WithHint("write the earlier month first")
	}
	return Span(first.First, last.Last()), nil
}

// ParsePeriods reads several periods with commas between them.
func ParsePeriods(text string) ([]Period, error) {
	var periods []Period
	for part := range strings.SplitSeq(text, ",") {
		p, err := ParsePeriod(part)
		if err != nil {
			return nil, err
		}
		periods = append(periods, p)
	}
	return periods, nil
}

func parseSpan(text string) (Period, bool) {
	text = strings.ReplaceAll(text, "/", "-")
	text = strings.ReplaceAll(text, ".", "-")
	for _, unit := range []struct {
		mark   string
		months int
	}{{"Q", 3}, {"H", 6}, {"M", 1}} {
		if before, after, found := strings.Cut(text, unit.mark); found {
			return parsePart(before, after, unit.months)
		}
	}
	if before, after, found := strings.Cut(text, "-"); found {
		if len(before) <= 2 {
			before, after = after, before
		}
		return spanOf(before, after, 1)
	}
	if len(text) == 6 {
		return spanOf(text[:4], text[4:], 1)
	}
	year, ok := parseYear(text)
	return Year(year), ok
}

// parsePart reads 2021 Q 3 and Q 3 2021, where the year may touch the number.
func parsePart(before, after string, months int) (Period, bool) {
	if before == "" && len(after) > 4 {
		cut := len(after) - 4
		before, after = after[cut:], strings.TrimSuffix(after[:cut], "-")
	}
	return spanOf(strings.TrimSuffix(before, "-"), after, months)
}

func spanOf(yearText, partText string, months int) (Period, bool) {
	year, ok := parseYear(yearText)
	part, err := strconv.Atoi(partText)
	if !ok || err != nil || len(partText) > 2 || !isDigit(partText[0]) || part < 1 || part*months > 12 {
		return Period{}, false
	}
	return Period{MonthOf(year, (part-1)*months+1), months}, true
}

func parseYear(text string) (int, bool) {
	year, err := strconv.Atoi(text)
	return year, err == nil && len(text) == 4 && 1900 <= year && year < 2200
}

// YearSpans writes years, sorted and each once, as the codes of the spans that they
// make: "2014..2016,2020".
func YearSpans(years []int) string {
	var words []string
	for i := 0; i < len(years); {
		j := i
		for j+1 < len(years) && years[j+1] == years[j]+1 {
			j++
		}
		words = append(words, Span(MonthOf(years[i], 1), MonthOf(years[j], 12)).String())
		i = j + 1
	}
	return strings.Join(words, ",")
}
