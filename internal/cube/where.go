package cube

import (
	"fmt"
	"slices"
	"strings"

	"github.com/oborot/oborot/trade"
)

// conditions is a list of SQL conditions that must all hold, with the values of
// their placeholders.
type conditions struct {
	parts []string
	args  []any
}

func (c *conditions) add(part string, args ...any) {
	c.parts = append(c.parts, part)
	c.args = append(c.args, args...)
}

// anyOf adds the condition that one of several holds; none of none does.
func (c *conditions) anyOf(part string, count int, args []any) {
	if count == 0 {
		c.add("false")
		return
	}
	c.add("("+strings.Join(slices.Repeat([]string{part}, count), " OR ")+")", args...)
}

// in adds the condition that an expression has one of the values.
func (c *conditions) in(expression string, values []any) {
	switch len(values) {
	case 0:
		c.add("false")
		return
	case 1:
		// DuckDB applies an equality while it reads, a list only to statistics.
		c.add(expression+" = ?", values...)
		return
	}
	marks := strings.Join(slices.Repeat([]string{"?"}, len(values)), ", ")
	c.add(expression+" IN ("+marks+")", values...)
}

// conditions lists what a row must fulfil to take part in the answer.
func (q Query) conditions() conditions {
	var c conditions
	if q.Scope.Dataset != "" {
		c.add("dataset = ?", q.Scope.Dataset)
	}
	sign := "="
	if q.Totals {
		sign = "<>"
	}
	c.add(fmt.Sprintf("flags & %d %s 0", trade.FlagTotal, sign))
	if !q.namesFlow() {
		c.add("flow = ?", string(trade.General))
	}
	for _, f := range q.Where {
		f.addTo(&c)
	}
	q.addPeriods(&c)
	return c
}

func (f Filter) addTo(c *conditions) {
	var values []any
	for _, v := range f.Values {
		if n, err := number(v); f.Column.Numeric() && err == nil {
			values = append(values, n)
		} else {
			values = append(values, v)
		}
	}
	switch f.Column {
	case Product:
		c.anyOf("(product >= ? AND product < ?)", len(values), prefixBounds(f.Values))
	case Unit, Enterprise:
		c.in("coalesce("+string(f.Column)+", '')", values)
	default:
		c.in(string(f.Column), values)
	}
}

// prefixBounds returns for each prefix the first text that begins with it and the
// first after these. Statistics of a file can be compared with such a range, not
// with a prefix. No prefix at all is a bound below and above every code.
func prefixBounds(prefixes []string) []any {
	var bounds []any
	for _, p := range prefixes {
		after := "\u00ff"
		if p != "" {
			after = p[:len(p)-1] + string(rune(p[len(p)-1]+1))
		}
		bounds = append(bounds, p, after)
	}
	return bounds
}

// addPeriods names the years too, so that statistics can exclude whole files.
func (q Query) addPeriods(c *conditions) {
	if len(q.Periods) == 0 {
		return
	}
	var years []any
	for _, y := range q.Years() {
		years = append(years, int64(y))
	}
	c.in("year", years)
	if wholeYears(q.Periods) {
		return
	}
	var bounds []any
	for _, p := range q.Periods {
		bounds = append(bounds, int64(p.First), int64(p.Last()))
	}
	inside := "year * 12 + month - 1 >= ? AND year * 12 + month + months - 2 <= ?"
	c.anyOf(inside, len(q.Periods), bounds)
}

// Years lists the calendar years that the periods touch, in order and each once;
// none when the query has no periods.
func (q Query) Years() []int {
	var years []int
	for _, p := range q.Periods {
		years = append(years, p.Years()...)
	}
	slices.Sort(years)
	return slices.Compact(years)
}
