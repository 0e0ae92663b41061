package world

import (
	"cmp"
	"context"
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// tradeYear is the trade of the world in a year between actors, by goods of the level.
type tradeYear struct {
	year     int
	flows    indicator.BilateralFlows // mirrored on the side of exports
	grouping indicator.Grouping
	actors   []string        // codes of economies and blocs, sorted
	products []trade.Product // sorted
	reported []trade.Economy // who reports the year as a whole, sorted
	own      *ownReports     // of the other direction; nil where the flows have it
}

// actor returns the place of an actor, -1 where the year has no trade of it.
func (t *tradeYear) actor(code string) int {
	if i, found := slices.BinarySearch(t.actors, code); found {
		return i
	}
	return -1
}

// readYear reads a year; nil where it is not held as a whole.
func (q *dependences) readYear(ctx context.Context, year int) (*tradeYear, error) {
	if len(whole(q.records, year, trade.Exports))+len(whole(q.records, year, trade.Imports)) == 0 {
		return nil, nil
	}
	reporter, reported, err := q.reports(year, q.direction)
	if err != nil {
		return nil, err
	}
	ownSide, err := q.readOwn(ctx, year) // before the flows, whose memory it takes
	if err != nil {
		return nil, err
	}
	if err := q.scan(ctx, year, reporter); err != nil {
		return nil, err
	}
	q.clean(year)
	q.sayReporters(year, reporter, reported, ownSide != nil)
	t := q.arrange(year, reported)
	t.own = ownSide
	return t, nil
}

// scan reads the flows of a year by a report.
func (q *dependences) scan(ctx context.Context, year int, reporter trade.Reporter) error {
	scan := cube.ScanQuery{
		Scope: trade.Scope{Snapshot: q.asker.Snapshot, Dataset: q.dataset}, Period: trade.Year(year), Digits: q.digits,
	}
	if len(reporters(q.records)) > 1 {
		scan.Reporter = reporter
	}
	if q.asker.Scanner != nil {
		return q.asker.Scanner.Scan(ctx, scan, &q.flows)
	}
	return cube.ScanByAggregate(ctx, q.asker.Engine, scan, &q.flows)
}

// clean takes out of the flows what is no good of the level, what is no economy, and
// what is not above zero, and says so.
func (q *dependences) clean(year int) {
	f := &q.flows
	if slices.ContainsFunc(f.ValueUSD, func(v int64) bool { return v < 0 }) {
		net(f)
	}
	good, economy := make([]bool, len(f.Products)), make([]bool, len(f.Economies))
	for i, p := range f.Products {
		good[i] = q.isGood(string(p))
	}
	for i, e := range f.Economies {
		economy[i] = counts(e)
	}
	left := struct{ goods, economies []int64 }{make([]int64, len(good)), make([]int64, len(economy))}
	kept, total := 0, int64(0)
	for row, v := range f.ValueUSD {
		x, m, k := f.Exporter[row], f.Importer[row], f.Product[row]
		v = max(v, 0)
		total += v
		switch {
		case !economy[x]:
			left.economies[x] += v
		case !economy[m]:
			left.economies[m] += v
		case !good[k]:
			left.goods[k] += v
		case v > 0:
			f.Exporter[kept], f.Importer[kept], f.Product[kept], f.ValueUSD[kept] = x, m, k, v
			kept++
		}
	}
	f.Exporter, f.Importer, f.Product, f.ValueUSD = f.Exporter[:kept], f.Importer[:kept], f.Product[:kept], f.ValueUSD[:kept]
	if !slices.Contains(q.years, year) {
		return // the notes are about the years shown
	}
	q.sayOmitted(&panel{
		Year: year, Thousandths: []int64{total - sum(left.goods) - sum(left.economies)},
		notCounted: omittedOf(f.Products, left.goods), elsewhere: omittedOf(f.Economies, left.economies),
	})
	q.sayExporters(year)
	if f.Unknown > 0 {
		q.note(trade.Name{
			English: "%d: %d rows have no published value and are left out.",
			Russian: "%d: строк без опубликованной стоимости: %d, они не учтены.",
		},
			year, f.Unknown)
	}
}

// sayExporters warns where few economies sell: they are not the world.
func (q *dependences) sayExporters(year int) {
	sells, count := make([]bool, len(q.flows.Economies)), 0
	for _, x := range q.flows.Exporter {
		sells[x] = true
	}
	for _, is := range sells {
		if is {
			count++
		}
	}
	if count < fewEconomies {
		q.note(trade.Name{
			English: "%d: only %d economies of %s export; the concentration of the world and what others could replace are those of these alone.",
			Russian: "%d: экспортируют лишь столько экономик: %d (набор %s); концентрация мира и возможная замена — только по ним.",
		}, year, count, q.dataset)
	}
}

// sayReporters warns where few economies report: what the others trade is then known
// only with these, and neither the world nor what others sell to it can be told.
func (q *dependences) sayReporters(year int, reporter trade.Reporter, reported []trade.Economy, byOwn bool) {
	if reporter == trade.Reconciled || !slices.Contains(q.years, year) {
		return
	}
	d := trade.Exports
	if reporter == own(trade.Imports) {
		d = trade.Imports
	}
	if d != q.direction {
		reported = whole(q.records, year, d)
	}
	if len(reported) >= fewEconomies {
		return
	}
	words := trade.Name{
		English: "%d: only %d economies of %s report; the concentration of the world, C3, and what others could replace are by the %s of " +
			"these alone.",
		Russian: "%[1]d: отчитались лишь столько экономик: %[2]d (набор %[3]s); концентрация мира, C3 и возможная замена — только по их " +
			"отчётам (%[4]s).",
	}
	if byOwn {
		words = trade.Name{
			English: "%d: only %d economies of %s report; the concentration of the world and what others could replace are by the %s of these " +
				"alone.",
			Russian: "%[1]d: отчитались лишь столько экономик: %[2]d (набор %[3]s); концентрация мира и возможная замена — только по их " +
				"отчётам (%[4]s).",
		}
	}
	q.note(words, year, len(reported), q.dataset, q.basis.direction(d))
}

func omittedOf[T ~string](codes []T, values []int64) omitted {
	var o omitted
	for i, code := range codes {
		if values[i] > 0 {
			o.add(string(code), values[i])
		}
	}
	return o
}

// net adds up the rows of each exporter, importer and product, where some take back
// what others say.
func net(f *cube.Flows) {
	order := make([]int, len(f.ValueUSD))
	for i := range order {
		order[i] = i
	}
	compare := func(a, b int) int {
		return cmp.Or(cmp.Compare(f.Exporter[a], f.Exporter[b]), cmp.Compare(f.Importer[a], f.Importer[b]),
			cmp.Compare(f.Product[a], f.Product[b]))
	}
	slices.SortFunc(order, compare)
	for i := 1; i < len(order); i++ {
		if before := order[i-1]; compare(before, order[i]) == 0 {
			f.ValueUSD[order[i]] += f.ValueUSD[before]
			f.ValueUSD[before] = 0
		}
	}
}

// arrange numbers actors and shapes the flows for the formulas.
func (q *dependences) arrange(year int, reported []trade.Economy) *tradeYear {
	f := &q.flows
	t := &tradeYear{year: year, products: f.Products, reported: reported}
	codes := make([]string, len(f.Economies))
	for i, e := range f.Economies {
		codes[i] = q.actorOf(e, year)
	}
	t.actors = slices.Clone(codes)
	slices.Sort(t.actors)
	t.actors = slices.Compact(t.actors)
	t.grouping = indicator.Grouping{Economies: len(codes), Products: len(t.products), Actor: make([]uint16, len(codes))}
	for i, code := range codes {
		t.grouping.Actor[i] = uint16(t.actor(code))
	}
	t.flows = indicator.BilateralFlows{Exporter: f.Exporter, Importer: f.Importer, Product: f.Product, Value: f.ValueUSD}
	if q.direction == trade.Exports {
		t.flows = t.flows.Mirror()
	}
	t.products = slices.Clone(t.products) // the next year takes the memory of the flows
	return t
}

// actorOf is the bloc that an economy is a member of in a year, else itself.
func (q *dependences) actorOf(e trade.Economy, year int) string {
	for _, b := range q.blocs {
		if memberIn(b, e, year) {
			return b.Code
		}
	}
	return string(e)
}

// memberIn tells whether an economy is a member of a group at the end of a year. A
// member whose dates are not known is one always.
func memberIn(group reference.Side, e trade.Economy, year int) bool {
	if !slices.Contains(group.Members, e) {
		return false
	}
	dated, end := false, trade.MonthOf(year, 12)
	for _, t := range group.Terms {
		if t.Member != e {
			continue
		}
		if dated = true; t.Since <= end && (t.Until == 0 || t.Until >= end) {
			return true
		}
	}
	return !dated
}

// membersIn lists the members of a side in a year.
func membersIn(s reference.Side, year int) []trade.Economy {
	return slices.DeleteFunc(slices.Clone(s.Members), func(e trade.Economy) bool { return !memberIn(s, e, year) })
}
