package analysis

import (
	"slices"
	"strings"

	"github.com/oborot/oborot/trade"
)

// pieces lists the shortest periods that a coverage holds: 2021 in a monthly
// dataset is twelve of them.
func pieces(c trade.Coverage) []trade.Period {
	var all []trade.Period
	for _, p := range c.Periods {
		length := c.Months
		if length < 1 || p.Months%length != 0 {
			length = p.Months
		}
		for first := p.First; first <= p.Last(); first += trade.Month(length) {
			all = append(all, trade.Period{First: first, Months: length})
		}
	}
	return sorted(all)
}

// sorted returns the periods in order, each once.
func sorted(periods []trade.Period) []trade.Period {
	slices.SortFunc(periods, trade.Period.Compare)
	return slices.Compact(periods)
}

// both returns the pieces that are in both sorted lists.
func both(a, b []trade.Period) []trade.Period {
	return slices.DeleteFunc(slices.Clone(a), func(p trade.Period) bool {
		_, found := slices.BinarySearchFunc(b, p, trade.Period.Compare)
		return !found
	})
}

// inside returns the pieces that lie wholly in one of the spans.
func inside(all, spans []trade.Period) []trade.Period {
	return slices.DeleteFunc(slices.Clone(all), func(p trade.Period) bool {
		return !slices.ContainsFunc(spans, func(s trade.Period) bool { return s.Contains(p) })
	})
}

// joined merges sorted pieces that touch or overlap into spans.
func joined(all []trade.Period) []trade.Period {
	var spans []trade.Period
	for _, p := range all {
		if n := len(spans); n > 0 && p.First <= spans[n-1].Last()+1 {
			spans[n-1] = trade.Span(spans[n-1].First, max(spans[n-1].Last(), p.Last()))
			continue
		}
		spans = append(spans, p)
	}
	return spans
}

// length counts the months of spans that do not overlap.
func length(spans []trade.Period) int {
	n := 0
	for _, s := range spans {
		n += s.Months
	}
	return n
}

// whole tells whether the pieces fill every one of the spans.
func whole(all, spans []trade.Period) bool {
	return length(joined(inside(all, spans))) == length(spans)
}

// without returns the parts of a period that the spans leave open.
func without(p trade.Period, spans []trade.Period) []trade.Period {
	var open []trade.Period
	next := p.First
	for _, s := range spans {
		if s.First > next {
			open = append(open, trade.Span(next, s.First-1))
		}
		next = s.Last() + 1
	}
	if next <= p.Last() {
		open = append(open, trade.Span(next, p.Last()))
	}
	return open
}

// common returns the months that both lists of spans hold.
func common(a, b []trade.Period) []trade.Period {
	var spans []trade.Period
	for _, p := range a {
		for _, q := range b {
			first, last := max(p.First, q.First), min(p.Last(), q.Last())
			if first <= last {
				spans = append(spans, trade.Span(first, last))
			}
		}
	}
	return joined(sorted(spans))
}

// shifted moves spans by a number of months.
func shifted(spans []trade.Period, by trade.Month) []trade.Period {
	moved := make([]trade.Period, len(spans))
	for i, s := range spans {
		moved[i] = trade.Period{First: s.First + by, Months: s.Months}
	}
	return moved
}

// listed writes spans as ParsePeriods reads them.
func listed(spans []trade.Period) string {
	words := make([]string, len(spans))
	for i, s := range spans {
		words[i] = s.String()
	}
	return strings.Join(words, ",")
}

// calendar returns the whole calendar years that the spans hold, and the latest
// part-year: what is held of the last year, if it is not whole.
func calendar(spans []trade.Period) []trade.Period {
	if len(spans) == 0 {
		return nil
	}
	var rows []trade.Period
	for _, s := range spans {
		for _, year := range s.Years() {
			if s.Contains(trade.Year(year)) {
				rows = append(rows, trade.Year(year))
			}
		}
	}
	latest := spans[len(spans)-1]
	year := trade.Year(latest.Last().Year())
	if !latest.Contains(year) {
		rows = append(rows, trade.Span(max(latest.First, year.First), latest.Last()))
	}
	return rows
}

// units cuts a period at the borders of calendar units of so many months.
func units(p trade.Period, months int) []trade.Period {
	var all []trade.Period
	for first := p.First; first <= p.Last(); {
		last := first - trade.Month((first.Month()-1)%months) + trade.Month(months) - 1
		all = append(all, trade.Span(first, min(last, p.Last())))
		first = last + 1
	}
	return all
}
