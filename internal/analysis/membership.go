package analysis

import (
	"fmt"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// noteStandIn says that a dataset shows an economy inside another area.
func (q *inquiry) noteStandIn(s *source, e trade.Economy) {
	area, _ := reference.StandIn(e)
	q.note(trade.Name{
		English: "%s has no figures under %s (%s): those of %s (%s) are read, which are mostly its trade.",
		Russian: "В %s нет данных с кодом %s (%s): взяты данные «%s» (%s), это в основном его торговля.",
	}, s.dataset, e, reference.EconomyName(e).In(q.args.Language), reference.EconomyName(area).In(q.args.Language), area)
}

// span returns all months that the question looks at, bases included.
func (q *inquiry) span() trade.Period {
	var all []trade.Period
	for leg := range q.chosen.sources {
		all = append(all, q.spans(leg)...)
	}
	for _, r := range q.rows {
		all = append(all, r.period)
	}
	if len(all) == 0 {
		return trade.Period{}
	}
	first, last := all[0].First, all[0].Last()
	for _, p := range all {
		first, last = min(first, p.First), max(last, p.Last())
	}
	return trade.Span(first, last)
}

// noteTerms says that a group is counted with the same members in every period,
// where some of them were not members all the time.
func (q *inquiry) noteTerms() {
	asked := q.span()
	if asked.Months == 0 {
		return
	}
	for _, s := range []reference.Side{q.pair.a, q.pair.b} {
		if dates := q.dates(s, asked); len(dates) > 0 {
			q.note(trade.Name{
				English: "%s is counted with the same members in every period. Not members all the time: %s.",
				Russian: "%s: состав одинаков во всех периодах. Не всё время были участниками: %s.",
			}, q.name(s), strings.Join(dates, "; "))
		}
	}
}

// dates lists who joined a group after the first month asked, or left before the
// last, in the order of time.
func (q *inquiry) dates(s reference.Side, asked trade.Period) []string {
	var dates []string
	for _, m := range monthsOf(s.Terms) {
		var joined, left []string
		for _, t := range s.Terms {
			name := reference.EconomyName(t.Member).In(q.args.Language)
			switch {
			case !slices.Contains(s.Members, t.Member):
			case t.Since == m && t.Since > asked.First:
				joined = append(joined, name)
			case t.Until == m && t.Until < asked.Last():
				left = append(left, name)
			}
		}
		dates = append(dates, q.dated(trade.Name{English: "joined", Russian: "вступление"}, joined, m)...)
		dates = append(dates, q.dated(trade.Name{English: "left", Russian: "выход"}, left, m)...)
	}
	return dates
}

// dated is who joined or left in a month, nothing where nobody did.
func (q *inquiry) dated(word trade.Name, who []string, m trade.Month) []string {
	if len(who) == 0 {
		return nil
	}
	when := trade.Span(m, m).In(q.args.Language)
	return []string{fmt.Sprintf("%s (%s: %s)", strings.Join(who, ", "), word.In(q.args.Language), when)}
}

// monthsOf lists the months in which somebody joined or left, in order.
func monthsOf(terms []reference.Term) []trade.Month {
	var all []trade.Month
	for _, t := range terms {
		all = append(all, t.Since)
		if t.Until != 0 {
			all = append(all, t.Until)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// noteYears says where the question looks at years in which statistics show one of
// its economies under another code.
func (q *inquiry) noteYears() {
	asked := q.span()
	if asked.Months == 0 {
		return
	}
	for _, s := range []reference.Side{q.pair.a, q.pair.b} {
		if len(s.Members) != 1 || s.Group {
			continue
		}
		from, to := reference.Validity(s.Members[0])
		if from > asked.First.Year() {
			q.note(trade.Name{
				English: "Trade statistics show %s on its own from %d on%s.",
				Russian: "В статистике торговли %s показывается отдельно с %d года%s.",
			}, q.name(s), from, q.under(trade.Name{English: "; before, see ", Russian: "; ранее — "}, reference.Predecessors(s.Members[0])))
		}
		if to > 0 && to < asked.Last().Year() {
			q.note(trade.Name{
				English: "Trade statistics show %s up to %d%s.",
				Russian: "В статистике торговли %s показывается по %d год%s.",
			}, q.name(s), to, q.under(trade.Name{English: "; afterwards, see ", Russian: "; далее — "}, reference.Successors(s.Members[0])))
		}
	}
}

func (q *inquiry) under(word trade.Name, others []trade.Economy) string {
	if len(others) == 0 {
		return ""
	}
	return word.In(q.args.Language) + codes(others)
}

// successors names what to ask for in place of a former economy, empty if the side
// is none.
func successors(s reference.Side) string {
	if len(s.Members) != 1 {
		return ""
	}
	return strings.ReplaceAll(codes(reference.Successors(s.Members[0])), ", ", ",")
}

// lastShown says up to when statistics show a former economy.
func lastShown(s reference.Side) string {
	_, to := reference.Validity(s.Members[0])
	return fmt.Sprintf("trade statistics show %s up to %d", s.Name.English, to)
}
