package world

import (
	"context"
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// dependenceYear is a year judged: which criteria hold for whom, for which goods.
type dependenceYear struct {
	*tradeYear
	worldHHI  []float64
	listed    []bool // of each good: it is in the person's list
	importers []*importerYear

	before []*dependenceYear // the years of the window before it, the oldest first; nil where not held
	places [][]int           // of each good in those years, -1 where it is not traded
}

// importerYear is what an importer buys in a year. On the side of exports it sells.
type importerYear struct {
	reference.Side
	actor    int  // -1 for a region, and where nothing is traded
	observed bool // it has figures for the year
	own      *regionYear
	criteria []indicator.Criteria               // of each good
	supply   func(product int) indicator.Supply // nil once only the criteria are needed
}

// importer finds an importer by its code, nil where the year does not have it.
func (y *dependenceYear) importer(code string) *importerYear {
	i := slices.IndexFunc(y.importers, func(m *importerYear) bool { return m.Code == code })
	if i < 0 {
		return nil
	}
	return y.importers[i]
}

// forgetSupply keeps the criteria alone, a fortieth of the memory.
func (y *dependenceYear) forgetSupply() {
	if y == nil {
		return
	}
	y.before, y.places, y.worldHHI, y.listed = nil, nil, nil, nil
	for _, m := range y.importers {
		m.supply, m.own = nil, nil
	}
}

// judgeYear reads and judges a year; nil where it is not held. The last year of a
// window must be.
func (q *dependences) judgeYear(ctx context.Context, year int, last bool) (*dependenceYear, error) {
	read, err := q.readYear(ctx, year)
	if err != nil || read == nil {
		return nil, err
	}
	judged, err := indicator.JudgeYear(read.flows, read.grouping, q.rule)
	if err != nil {
		return nil, trade.Errorf(trade.Internal, "the flows of %d cannot be judged: %w", year, err)
	}
	y := &dependenceYear{tradeYear: read, worldHHI: judged.WorldHHI}
	for _, p := range read.products {
		y.listed = append(y.listed, q.lists(p))
	}
	for _, side := range q.watched(read) {
		m := &importerYear{Side: side, actor: read.actor(side.Code)}
		if isRegional(side) {
			err = q.judgeRegion(ctx, y, m, last)
		} else {
			q.take(judged, m, read)
		}
		if err != nil {
			return nil, err
		}
		y.importers = append(y.importers, m)
	}
	if last {
		y.look(q)
		return y, q.checkTraded(y)
	}
	return y, nil
}

// watched lists the importers that are judged.
func (q *dependences) watched(t *tradeYear) []reference.Side {
	if len(q.importers) > 0 {
		return q.importers
	}
	var all []reference.Side
	for _, code := range t.actors {
		all = append(all, q.sideOf(code))
	}
	return all
}

// sideOf returns the side behind the code of an actor.
func (q *dependences) sideOf(code string) reference.Side {
	if i := slices.IndexFunc(q.blocs, func(b reference.Side) bool { return b.Code == code }); i >= 0 {
		return q.blocs[i]
	}
	e := trade.Economy(code)
	return reference.Side{Code: code, Name: reference.EconomyName(e), Members: []trade.Economy{e}}
}

// take takes one importer out of a judged year.
func (q *dependences) take(judged *indicator.DependenceYear, m *importerYear, t *tradeYear) {
	m.criteria = make([]indicator.Criteria, judged.Products)
	m.supply = func(int) indicator.Supply { return indicator.Supply{} }
	if m.actor < 0 {
		return
	}
	m.supply = func(product int) indicator.Supply { return judged.Supply(m.actor, product) }
	var silent []string
	for _, e := range membersIn(m.Side, t.year) {
		if _, reports := slices.BinarySearch(t.reported, e); reports {
			m.observed = true
		} else {
			silent = append(silent, string(e))
		}
	}
	if !m.observed {
		return
	}
	if len(silent) > 0 {
		q.note(trade.Name{English: "%d: %s of %s do not report the year as a whole and are counted with what is held.",
			Russian: "%d: %s (%s) не отчитались за весь год; учтено то, что есть."}, t.year, fewOf(silent), m.Name.In(q.args.Language))
	}
	m.observed = false
	for k := range m.criteria {
		m.criteria[k] = judged.Criteria(m.actor, k)
		m.observed = m.observed || m.criteria[k]&indicator.ObservedYear != 0
	}
}

// look finds the years of the window and each good in them.
func (y *dependenceYear) look(q *dependences) {
	for back := q.back(); back > 0; back-- {
		before := q.window[y.year-back]
		y.before = append(y.before, before)
		var places []int
		for _, p := range y.products {
			at := -1
			if before != nil {
				if i, found := slices.BinarySearch(before.products, p); found {
					at = i
				}
			}
			places = append(places, at)
		}
		y.places = append(y.places, places)
	}
}

// years returns the criteria of a good for an importer over the window, the year itself
// last. Where the importer reports and the good is not traded at all, none holds.
func (y *dependenceYear) years(m *importerYear, before []*importerYear, product int) []indicator.Criteria {
	var window []indicator.Criteria
	for i, earlier := range before {
		switch at := y.places[i][product]; {
		case earlier == nil || !earlier.observed:
			window = append(window, 0)
		case at < 0:
			window = append(window, indicator.ObservedYear)
		default:
			window = append(window, earlier.criteria[at])
		}
	}
	return append(window, m.criteria[product])
}

// earlier finds an importer in the years before.
func (y *dependenceYear) earlier(m *importerYear) []*importerYear {
	found := make([]*importerYear, len(y.before))
	for i, before := range y.before {
		if before != nil {
			found[i] = before.importer(m.Code)
		}
	}
	return found
}

// persistence judges every good of an importer by GeoDep's fourth criterion.
func (q *dependences) persistence(y *dependenceYear, m *importerYear) []indicator.Dependence {
	verdicts, before := make([]indicator.Dependence, len(y.products)), y.earlier(m)
	for k := range verdicts {
		verdicts[k] = q.rule.Persists(y.years(m, before, k))
	}
	return verdicts
}

// checkTraded refuses a year in which nothing is known of anybody asked for.
func (q *dependences) checkTraded(y *dependenceYear) error {
	for _, m := range y.importers {
		if m.observed {
			return nil
		}
	}
	who := "anybody"
	if len(q.importers) > 0 {
		who = q.args.A.Name.English
	}
	return trade.Errorf(trade.NoData, "%s holds no %s of %s for the whole of %d", q.dataset, q.direction, who, y.year).
		WithHint("see `oborot datasets` for who reports which years")
}
