package analysis

import (
	"slices"

	"github.com/oborot/oborot/trade"
)

// row is one period of an answer, the span it is compared with, and what each
// direction reads for it.
type row struct {
	period, base trade.Period
	cuts         [2]cut
}

// cut is what one direction reads for a row; nil where it is not covered.
type cut struct{ now, base []trade.Period }

// comparable tells whether both spans have the same length: a part-year is never
// measured against a full year.
func (r row) comparable() bool { return r.period.Months == r.base.Months }

// growth is trade.Growth within a row.
func (r row) growth(now, base trade.Amount) trade.Ratio {
	if !r.comparable() {
		return trade.Ratio{Status: trade.NotCompared}
	}
	return trade.Growth(now, base)
}

// contribution is trade.Contribution within a row.
func (r row) contribution(now, base, total trade.Amount) trade.Ratio {
	if !r.comparable() {
		return trade.Ratio{Status: trade.NotCompared}
	}
	return trade.Contribution(now, base, total)
}

// read returns the spans that a direction of the row was answered with, the asked
// ones where it was not cut.
func (r row) read() (now, base string) {
	for _, c := range r.cuts {
		if len(c.now) > 0 {
			move := r.base.First - r.period.First
			if !r.comparable() {
				return listed(c.now), r.base.String()
			}
			return listed(c.now), listed(shifted(c.now, move))
		}
	}
	return r.period.String(), r.base.String()
}

// asked returns the rows that were asked for, before they are checked against
// what is covered; none when the person left the periods open.
func asked(args Arguments) ([]row, error) {
	if n := len(args.Compare); n > 0 && n != len(args.Periods) {
		return nil, trade.Errorf(trade.Usage, "%d periods are to be compared with %d others", len(args.Periods), n).
			WithHint("name one base for each period")
	}
	var rows []row
	for i, p := range args.Periods {
		r := row{period: p, base: p.Base()}
		if len(args.Compare) > 0 {
			r.base = args.Compare[i]
		}
		if args.Series == "" {
			rows = append(rows, r)
			continue
		}
		cut, err := series(r, args)
		if err != nil {
			return nil, err
		}
		rows = append(rows, cut...)
	}
	return rows, nil
}

// series cuts a row into one for each month, quarter or year within it. Each is
// compared with the same span a year earlier, or with its place in a base that the
// person named.
func series(r row, args Arguments) ([]row, error) {
	steps := map[string]int{"month": 1, "quarter": 3, "year": 12}
	step, ok := steps[args.Series]
	if !ok {
		return nil, trade.Errorf(trade.Usage, "%q is not a series", args.Series).
			WithHint("use month, quarter or year")
	}
	if len(args.Compare) > 0 && !r.comparable() {
		return nil, trade.Errorf(trade.Usage, "%v and %v differ in length, so their series cannot be compared", r.period, r.base).
			WithHint("name spans of the same length")
	}
	var rows []row
	for _, p := range units(r.period, step) {
		part := row{period: p, base: p.Base()}
		if len(args.Compare) > 0 {
			part.base = shifted([]trade.Period{p}, r.base.First-r.period.First)[0]
		}
		rows = append(rows, part)
	}
	return rows, nil
}

// open returns the rows of a question whose periods were left open: all whole
// calendar years that both directions cover, and the latest part-year; for a
// series, all that is covered.
func open(sources [2]*source, args Arguments) ([]row, error) {
	spans := shared(sources)
	if args.Series == "" {
		args.Periods = calendar(spans)
	} else {
		args.Periods = spans
	}
	args.Compare = nil
	return asked(args)
}

// shared returns the spans that both directions cover; those of either where one
// has no source or they have no month in common.
func shared(sources [2]*source) []trade.Period {
	var spans [2][]trade.Period
	for i, s := range sources {
		if s != nil {
			spans[i] = joined(s.pieces)
		}
	}
	if sources[0] != nil && sources[1] != nil {
		if all := common(spans[0], spans[1]); len(all) > 0 {
			return all
		}
	}
	return joined(sorted(slices.Concat(spans[0], spans[1])))
}

// cutRows decides what each direction reads for each row, and refuses a row that
// is not wholly covered unless partial answers are wanted. elsewhere is the hint
// that names another dataset for a period.
func cutRows(rows []row, sources [2]*source, args Arguments, elsewhere func(p trade.Period, not string) string) error {
	uncovered := func(s *source, p trade.Period, now []trade.Period) error {
		return uncovered(s, p, now, elsewhere(p, s.dataset))
	}
	for i := range rows {
		r := &rows[i]
		now := r.covered(sources, args.Partial)
		for leg, s := range sources {
			if s == nil {
				continue
			}
			if !args.Partial && len(args.Periods) > 0 && length(now[leg]) < r.period.Months {
				return uncovered(s, r.period, now[leg])
			}
			if length(now[leg]) == r.period.Months || args.Partial {
				r.cuts[leg] = cut{now[leg], r.baseOf(s, now[leg])}
			}
		}
		if args.Partial && len(r.cuts[0].now)+len(r.cuts[1].now) == 0 {
			return uncovered(either(sources), r.period, nil)
		}
	}
	empty := func(r row) bool { return len(r.cuts[0].now)+len(r.cuts[1].now) == 0 }
	if len(rows) > 0 && !slices.ContainsFunc(rows, func(r row) bool { return !empty(r) }) {
		return uncovered(either(sources), rows[0].period, nil)
	}
	return nil
}

// covered returns the spans within the row that each direction covers. For a
// partial answer, where both cover something, they are cut to the months in
// common, so that turnover never adds different spans.
func (r row) covered(sources [2]*source, partial bool) [2][]trade.Period {
	var spans [2][]trade.Period
	within := []trade.Period{r.period}
	for i, s := range sources {
		if s != nil {
			spans[i] = joined(inside(s.pieces, within))
		}
	}
	if !partial || len(spans[0]) == 0 || len(spans[1]) == 0 {
		return spans
	}
	for range r.period.Months {
		months := common(spans[0], spans[1])
		x, m := joined(inside(sources[0].pieces, months)), joined(inside(sources[1].pieces, months))
		done := slices.Equal(x, spans[0]) && slices.Equal(m, spans[1])
		if len(x) == 0 || len(m) == 0 || done {
			break
		}
		spans = [2][]trade.Period{x, m}
	}
	return spans
}

// baseOf returns the base of what is read, nil if it is not wholly covered.
func (r row) baseOf(s *source, now []trade.Period) []trade.Period {
	base := []trade.Period{r.base}
	if r.comparable() {
		base = shifted(now, r.base.First-r.period.First)
	}
	if len(now) == 0 || !whole(s.pieces, base) {
		return nil
	}
	return base
}

func either(sources [2]*source) *source {
	if sources[0] != nil {
		return sources[0]
	}
	return sources[1]
}

// uncovered is the error that names the months a source lacks.
func uncovered(s *source, p trade.Period, now []trade.Period, elsewhere string) error {
	lacking := without(p, now)
	if elsewhere != "" {
		elsewhere += "; "
	}
	err := trade.Errorf(trade.NoData, "%s does not cover %s", s.dataset, listed(lacking))
	if len(now) > 0 {
		return err.WithHint("%suse --partial to answer with %s, or ask for a period within %s", elsewhere, listed(now), listed(joined(s.pieces)))
	}
	return err.WithHint("%s%s", elsewhere, covers(s.dataset, joined(s.pieces), s.last().Months))
}
