package mapped

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/oborot/oborot/trade"
)

// periodSpec says where the period stands and how it is written.
type periodSpec struct {
	fixed                        trade.Period // Months 0: none
	column, year, month, quarter string
	header                       bool   // the names of columns are the periods
	months                       int    // length; 0: as written
	format                       string // of a date, for time.Parse; empty: the forms that are plain
}

var lengthsOfPeriods = map[string]int{"month": 1, "quarter": 3, "half-year": 6, "year": 12}

func (s section) period() periodSpec {
	p, ok := s.below("period", "fixed")
	p.only("column", "fixed", "year", "month", "quarter", "header", "length", "format")
	if !ok {
		s.r.fail(s.line, "a mapping needs a period").Hint = "name its column, as in period: {column: date}, or write one for all rows, as in period: 2022"
		return periodSpec{}
	}
	spec := periodSpec{
		column: p.text("column"), year: p.text("year"), month: p.text("month"), quarter: p.text("quarter"),
		header: p.yes("header"), months: lengthsOfPeriods[p.choice("length", "month", "quarter", "half-year", "year")],
	}
	if fixed := p.text("fixed"); fixed != "" {
		spec.fixed = p.span(fixed)
		spec.months = spec.fixed.Months
	}
	ways := 0
	for _, way := range []bool{spec.column != "", spec.year != "", spec.fixed.Months > 0, spec.header} {
		if way {
			ways++
		}
	}
	if ways != 1 && s.r.err == nil {
		s.r.fail(p.line, "period needs one of column, year, header or fixed")
	}
	if spec.year != "" && spec.months == 0 {
		spec.months = spec.implied()
	}
	p.dateFormat(&spec)
	return spec
}

// implied is the length that columns of year, month and quarter lead to.
func (p periodSpec) implied() int {
	switch {
	case p.month != "":
		return 1
	case p.quarter != "":
		return 3
	}
	return 12
}

// span reads a fixed period.
func (s section) span(text string) trade.Period {
	p, err := trade.ParsePeriod(text)
	switch {
	case err != nil:
		s.r.fail(s.line, "%q is not a period", text).Hint = trade.HintOf(err) + "; to take it from a column write period: {column: " + text + "}"
	case len(p.Years()) > 1:
		s.r.fail(s.line, "the period %s is longer than a year, and figures are held by year", p).Hint =
			"find the figures of the single years"
	}
	return p
}

// dateFormat turns YYYY, MM and DD into the layout of time.Parse.
func (s section) dateFormat(spec *periodSpec) {
	format := s.text("format")
	if format == "" {
		return
	}
	if !strings.Contains(format, "YYYY") {
		s.r.fail(s.lineOf("format"), "the format %q of a date lacks YYYY", format).Hint = "write the order of the parts, such as DD/MM/YYYY"
	}
	spec.format = strings.NewReplacer("YYYY", "2006", "MM", "01", "DD", "02").Replace(format)
}

// calendar reads the period of rows and remembers what it has read.
type calendar struct {
	spec                         periodSpec
	months                       int // that every row covers
	column, year, month, quarter int
	seen                         map[string]dated
	scratch                      []byte
}

type dated struct {
	period trade.Period
	reason string
}

// period reads the period of a row; name is that of a column, for the reason.
func (c *calendar) period(field func(int) []byte, name func(int) string) dated {
	if c.spec.fixed.Months > 0 {
		return dated{period: c.spec.fixed}
	}
	if c.column >= 0 {
		return c.remember(field(c.column), func(text string) dated { return c.spec.read(text, c.months, name(c.column)) })
	}
	part := c.month
	if part < 0 {
		part = c.quarter
	}
	c.scratch = append(append(append(c.scratch[:0], field(c.year)...), 0), field(part)...)
	return c.remember(c.scratch, func(text string) dated {
		year, part, _ := strings.Cut(text, "\x00")
		return c.spec.parts(year, part)
	})
}

func (c *calendar) remember(key []byte, read func(string) dated) dated {
	if known, ok := c.seen[string(key)]; ok {
		return known
	}
	text := string(key)
	found := read(text)
	if found.reason == "" && found.period.Months != c.months {
		found.reason = fmt.Sprintf("the row covers %s, and the mapping names periods of %d months", found.period, c.months)
	}
	if len(c.seen) < mostRemembered {
		c.seen[text] = found
	}
	return found
}

// read reads a period that stands in one column. A date stands for the period of
// the length given that it lies in.
func (p periodSpec) read(text string, months int, column string) dated {
	if text == "" {
		return dated{reason: "there is no " + column}
	}
	if first, ok := p.date(text); ok {
		return dated{period: around(first, max(months, 1))}
	}
	if p.format == "" {
		if span, err := trade.ParsePeriod(text); err == nil && len(span.Years()) == 1 {
			return dated{period: span}
		}
		if month, ok := namedMonth(text); ok {
			return dated{period: trade.Span(month, month)}
		}
	}
	return dated{reason: column + " " + quoted(text) + " is not a period"}
}

// dateForms are the dates that can be read in one way only.
var dateForms = []string{"2006-01-02", "02.01.2006", "20060102", "2006/01/02"}

// date reads a day, with or without the time of day behind it.
func (p periodSpec) date(text string) (trade.Month, bool) {
	forms := dateForms
	if p.format != "" {
		forms = []string{p.format}
	}
	for _, form := range forms {
		day := text
		if len(text) > len(form) && (text[len(form)] == 'T' || text[len(form)] == ' ') {
			day = text[:len(form)]
		}
		if t, err := time.Parse(form, day); err == nil && t.Year() >= 1900 && t.Year() < 2200 {
			return trade.MonthOf(t.Year(), int(t.Month())), true
		}
	}
	return 0, false
}

// around is the period of a length that a month lies in.
func around(m trade.Month, months int) trade.Period {
	first := trade.MonthOf(m.Year(), (m.Month()-1)/months*months+1)
	return trade.Period{First: first, Months: months}
}

// parts reads a period that stands in a column of years and one of months or
// quarters.
func (p periodSpec) parts(year, part string) dated {
	y, err := trade.ParsePeriod(year)
	if err != nil || !y.IsYear() {
		return dated{reason: p.year + " " + quoted(year) + " is not a year"}
	}
	first := y.First.Year()
	switch {
	case p.month != "":
		if m, ok := monthNumber(part); ok {
			return dated{period: around(trade.MonthOf(first, m), max(p.months, 1))}
		}
		return dated{reason: p.month + " " + quoted(part) + " is not a month"}
	case p.quarter != "":
		if q, err := strconv.Atoi(strings.Trim(part, "Qq")); err == nil && q >= 1 && q <= 4 {
			return dated{period: trade.Period{First: trade.MonthOf(first, 3*q-2), Months: 3}}
		}
		return dated{reason: p.quarter + " " + quoted(part) + " is not a quarter"}
	}
	return dated{period: trade.Year(first)}
}

// monthWords are the beginnings of the names of months.
var monthWords = [12][]string{{"jan", "янв"}, {"feb", "фев"}, {"mar", "мар"}, {"apr", "апр"}, {"may", "май", "мая"},
	{"jun", "июн"}, {"jul", "июл"}, {"aug", "авг"}, {"sep", "сен"}, {"oct", "окт"}, {"nov", "ноя"}, {"dec", "дек"}}

// monthNumber reads 3, 03, March, Mar., март or марта.
func monthNumber(text string) (int, bool) {
	if n, err := strconv.Atoi(text); err == nil {
		return n, n >= 1 && n <= 12
	}
	low := strings.ToLower(text)
	for i, words := range monthWords {
		for _, w := range words {
			if strings.HasPrefix(low, w) {
				return i + 1, true
			}
		}
	}
	return 0, false
}

// namedMonth reads a month in words with its year: март 2021, 2021 March.
func namedMonth(text string) (trade.Month, bool) {
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" -./_,", r) })
	if len(words) < 2 {
		return 0, false
	}
	for _, order := range [][2]string{{words[0], words[1]}, {words[1], words[0]}} {
		month, ok := monthNumber(order[0])
		year, err := strconv.Atoi(strings.TrimSuffix(order[1], "г"))
		if ok && err == nil && year >= 1900 && year < 2200 {
			return trade.MonthOf(year, month), true
		}
	}
	return 0, false
}
