package world

import (
	"context"
	"slices"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// ownReports is what economies themselves report of the direction that C3 sets against
// the one asked for: of imports their exports. Where each side reports its own trade the
// flows asked for are those of the importers, which know of somebody's exports only what
// its partners report, and partners that do not report are many.
type ownReports struct {
	economies []trade.Economy // who report the year as a whole, sorted
	products  []trade.Product // sorted
	actors    []string        // sorted; what their members trade with each other is left out
	values    [][]int64       // of each actor and product
}

// readOwn reads them for a year; nil where a publisher reconciled both sides, or no
// economy reports the other direction.
func (q *dependences) readOwn(ctx context.Context, year int) (*ownReports, error) {
	other := opposite(q.direction)
	economies := whole(q.records, year, other)
	held := reporters(q.records)
	if slices.Contains(held, trade.Reconciled) || !slices.Contains(held, own(other)) || len(economies) == 0 ||
		len(whole(q.records, year, q.direction)) == 0 {
		return nil, nil
	}
	if err := q.scan(ctx, year, own(other)); err != nil {
		return nil, err
	}
	return q.condense(&ownReports{economies: economies, products: slices.Clone(q.flows.Products)}, year), nil
}

// condense adds up the flows at hand.
func (q *dependences) condense(r *ownReports, year int) *ownReports {
	f := &q.flows
	actor, economy := make([]int, len(f.Economies)), make([]bool, len(f.Economies))
	for i, e := range f.Economies {
		r.actors = append(r.actors, q.actorOf(e, year))
		economy[i] = counts(e)
	}
	codes := slices.Clone(r.actors)
	slices.Sort(r.actors)
	r.actors = slices.Compact(r.actors)
	for i, code := range codes {
		actor[i], _ = slices.BinarySearch(r.actors, code)
	}
	r.values = make([][]int64, len(r.actors))
	reporting, partner := f.Exporter, f.Importer
	if columnOf(opposite(q.direction)) == cube.Importer {
		reporting, partner = partner, reporting
	}
	for row, v := range f.ValueUSD {
		who := actor[reporting[row]]
		if !economy[partner[row]] || who == actor[partner[row]] {
			continue
		}
		if r.values[who] == nil {
			r.values[who] = make([]int64, len(r.products))
		}
		r.values[who][f.Product[row]] += v
	}
	return r
}

// of is what an importer reports of each good of a year; nil where it does not, or not
// all of those do who report what it imports.
func (r *ownReports) of(q *dependences, m *importerYear, t *tradeYear) []int64 {
	for _, e := range membersIn(m.Side, t.year) {
		_, bought := slices.BinarySearch(t.reported, e)
		_, sold := slices.BinarySearch(r.economies, e)
		if bought && !sold {
			return nil
		}
	}
	all := make([]int64, len(t.products))
	at, found := slices.BinarySearch(r.actors, m.Code)
	if !found || r.values[at] == nil {
		return all
	}
	for k, p := range t.products {
		if i, known := slices.BinarySearch(r.products, p); known {
			all[k] = max(0, r.values[at][i])
		}
	}
	return all
}

// useOwn sets what importers sell by their own reports against what they buy.
func (q *dependences) useOwn(r *ownReports, y *dependenceYear, last bool) {
	if r == nil {
		return
	}
	var without []string
	for _, m := range y.importers {
		if m.actor < 0 || isRegional(m.Side) {
			continue
		}
		if m.exports = r.of(q, m, y.tradeYear); m.exports == nil {
			without = append(without, m.Code)
		}
	}
	if !last {
		return
	}
	q.note(trade.Name{
		English: "%d: for C3 the %s are those that each economy reports itself.",
		Russian: "%d: для C3 взят %s по собственным отчётам экономик.",
	}, y.year, q.basis.direction(opposite(q.direction)))
	if len(without) > 0 {
		q.note(trade.Name{
			English: "%d: these do not report their %s for the whole year, and C3 has what their partners report: %s.",
			Russian: "%d: за весь год нет собственных отчётов (%s), C3 — по отчётам партнёров: %s.",
		}, y.year, q.basis.direction(opposite(q.direction)), fewOf(without))
	}
}
