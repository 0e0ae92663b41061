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
	listed    []bool                    // of each good: it is in the person's list
	single    []string                  // of each good: who is its single point of failure, if somebody is
	networks  []indicator.SupplyNetwork // of each good that is listed
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
	criteria []indicator.Criteria // of each good
	exports  []int64              // of each good, by its own reports; nil where the flows have them
	imports  []int64              // of each good; nil once only the criteria are needed
	supplies []indicator.Supply   // of each good; nil where no goods are listed
}

// judge measures and judges what the importer buys of a good of the world.
func (m *importerYear) judge(p *indicator.ProductTrade, r indicator.DependenceRule, worldHHI float64) indicator.Supply {
	s := m.supply(p)
	m.criteria[p.Product] = r.Judge(s, worldHHI)
	return s
}

// supply measures what the importer buys of a good, by its own dataset if it has one.
func (m *importerYear) supply(p *indicator.ProductTrade) indicator.Supply {
	if m.own != nil {
		return m.supplies[p.Product]
	}
	if m.actor < 0 {
		return indicator.Supply{}
	}
	s := p.Supply(m.actor)
	if m.exports != nil {
		s.Exports = m.exports[p.Product]
	}
	return s
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
	y.before, y.places, y.worldHHI, y.listed, y.single, y.networks = nil, nil, nil, nil, nil, nil
	for _, m := range y.importers {
		m.exports, m.imports, m.supplies, m.own = nil, nil, nil, nil
	}
}

// judgeYear reads and judges a year; nil where it is not held. The last year of a
// window must be.
func (q *dependences) judgeYear(ctx context.Context, year int, last bool) (*dependenceYear, error) {
	read, err := q.readYear(ctx, year)
	if err != nil || read == nil {
		return nil, err
	}
	y := &dependenceYear{tradeYear: read}
	for _, p := range read.products {
		y.listed = append(y.listed, q.lists(p))
	}
	for _, side := range q.watched(read) {
		y.importers = append(y.importers, &importerYear{
			Side: side, actor: read.actor(side.Code), criteria: make([]indicator.Criteria, len(read.products)),
		})
	}
	q.useOwn(read.own, y, last)
	read.own = nil // large, and taken
	if err := q.judgeActors(y, last); err != nil {
		return nil, err
	}
	for _, m := range y.importers {
		if !isRegional(m.Side) {
			q.settleObserved(m, read)
		} else if err := q.judgeRegion(ctx, y, m, last); err != nil {
			return nil, err
		}
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

// judgeActors looks at every good once and judges who is watched by the figures of the
// world. Of a year before the last of a window the criteria alone are kept, and where no
// goods are listed the imports: what everybody buys of everything is large.
func (q *dependences) judgeActors(y *dependenceYear, last bool) error {
	y.worldHHI, y.single = make([]float64, len(y.products)), make([]string, len(y.products))
	for _, m := range y.importers {
		if last {
			m.imports = make([]int64, len(y.products))
		}
		if last && q.showsGoods() {
			m.supplies = make([]indicator.Supply, len(y.products))
		}
	}
	err := indicator.EachProduct(y.flows, y.grouping, func(p *indicator.ProductTrade) {
		y.worldHHI[p.Product], _ = p.WorldHHI()
		if last {
			y.single[p.Product] = y.singlePoint(p)
		}
		for _, m := range y.importers {
			if m.actor < 0 {
				continue
			}
			bought := m.judge(p, q.rule, y.worldHHI[p.Product])
			if m.imports != nil {
				m.imports[p.Product] = bought.Imports
			}
			if m.supplies != nil {
				m.supplies[p.Product] = bought
			}
		}
	})
	if err != nil {
		return trade.Errorf(trade.Internal, "the flows of %d cannot be judged: %w", y.year, err)
	}
	return nil
}

// settleObserved tells whether there are figures of an importer for the year, and forgets
// what was judged of one without.
func (q *dependences) settleObserved(m *importerYear, t *tradeYear) {
	if m.actor < 0 {
		return
	}
	reports := false
	var silent []string
	for _, e := range membersIn(m.Side, t.year) {
		if _, found := slices.BinarySearch(t.reported, e); found {
			reports = true
		} else {
			silent = append(silent, string(e))
		}
	}
	imports := slices.ContainsFunc(m.criteria, func(c indicator.Criteria) bool { return c&indicator.Imported != 0 })
	if m.observed = reports && imports; !m.observed {
		clear(m.criteria)
	}
	if reports && len(silent) > 0 {
		q.note(trade.Name{English: "%d: %s of %s do not report the year as a whole and are counted with what is held.",
			Russian: "%d: %s (%s) не отчитались за весь год; учтено то, что есть."}, t.year, fewOf(silent), m.Name.In(q.args.Language))
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

// years puts the criteria of a good for an importer over the window into memory that it
// is given, the year itself last. Where the importer reports and the good is not traded
// at all, none holds.
func (y *dependenceYear) years(window []indicator.Criteria, m *importerYear, before []*importerYear, product int) []indicator.Criteria {
	window = window[:0]
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
func (q *dependences) persistence(verdicts []indicator.Dependence, y *dependenceYear, m *importerYear) []indicator.Dependence {
	before := y.earlier(m)
	var window []indicator.Criteria
	for k := range verdicts {
		window = y.years(window, m, before, k)
		verdicts[k] = q.rule.Persists(window)
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
