package analysis

import (
	"context"
	"slices"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// part is a piece of a whole: trade in one good, with one partner, or both. The
// zero part is the whole itself.
type part struct {
	partner trade.Economy
	product trade.Product
}

// The codes of parts that are no code of a nomenclature or an economy.
const (
	hidden = "hidden" // what the publisher's total has beyond what it names
	other  = "other"  // goods beyond the asked number
)

// split says into which parts a direction is read.
type split struct {
	partner, product bool
	digits           int
}

// parts are amounts by part; those of one row add up to its whole.
type parts map[part]trade.Amount

// reading is what one direction holds for each row of the plan.
type reading struct {
	now, base []parts
	wholeNow  []trade.Amount
	wholeBase []trade.Amount
	low, high []parts // of now, where goods were converted
}

// line is one group of a query's answer.
type line struct {
	span               int
	exporter, importer trade.Economy
	product            trade.Product
	amount             trade.Amount
	rows, unknown      int64

	nomenclature trade.Nomenclature // only where goods are converted
	year         int                // likewise
	bounds       *bounds            // nil: the amount itself
}

// read asks for one direction: all rows and their bases in one query, and the
// publisher's totals in another where something may be hidden.
func (q *inquiry) read(ctx context.Context, leg int, by split) (*reading, error) {
	s := q.chosen.sources[leg]
	if s == nil {
		return q.silent(), nil
	}
	ask := asking{q: q, source: s, leg: leg, spans: q.spans(leg), by: by}
	lines, err := ask.lines(ctx)
	if err != nil {
		return nil, err
	}
	return ask.fold(lines), nil
}

// silent is the reading of a direction that nothing answers.
func (q *inquiry) silent() *reading {
	r := newReading(len(q.rows))
	for i := range q.rows {
		r.wholeNow[i], r.wholeBase[i] = trade.Absent(trade.Missing), trade.Absent(trade.Missing)
	}
	return r
}

func newReading(rows int) *reading {
	return &reading{make([]parts, rows), make([]parts, rows), make([]trade.Amount, rows), make([]trade.Amount, rows),
		make([]parts, rows), make([]parts, rows)}
}

// asking is one direction while it is read.
type asking struct {
	q      *inquiry
	source *source
	leg    int
	spans  []trade.Period
	by     split
}

// lines returns the amounts of all spans, with what is hidden as goods of its own.
func (a *asking) lines(ctx context.Context) ([]line, error) {
	if len(a.spans) == 0 {
		return nil, nil
	}
	query := a.query()
	if a.source.totals {
		query.Totals = true
		if !slices.Contains(query.By, cube.Product) {
			query.By, query.Digits = append(query.By, cube.Product), 2
		}
	}
	table, err := a.q.asker.Engine.Aggregate(ctx, query)
	if err != nil {
		return nil, err
	}
	lines := linesOf(table)
	if a.source.totals {
		goods, totals := parted(lines)
		return a.withHidden(ctx, goods, a.hidden(goods, totals))
	}
	if !a.mayHide() {
		return a.translate(ctx, lines)
	}
	if table, err = a.q.asker.Engine.Aggregate(ctx, a.totals()); err != nil {
		return nil, err
	}
	return a.withHidden(ctx, lines, a.hidden(lines, linesOf(table)))
}

// withHidden returns goods, in the nomenclature asked for, and what is hidden
// beside them, which is worked out of goods as published.
func (a *asking) withHidden(ctx context.Context, goods, hidden []line) ([]line, error) {
	lines, err := a.translate(ctx, goods)
	return append(lines, hidden...), err
}

// query asks for the flows of all spans.
func (a *asking) query() cube.Query {
	query := cube.Query{
		Scope:    a.scope(),
		By:       append([]cube.Dimension{cube.Period}, a.sides()...),
		Measures: []cube.Measure{cube.ValueUSD, cube.Rows},
		Where:    a.where(a.source.exporters, a.source.importers),
		Periods:  a.spans,
	}
	if a.by.product {
		query.By, query.Digits = append(query.By, cube.Product), a.by.digits
	}
	if a.q.translating(a.by.product) {
		return a.translated(query)
	}
	return query
}

func (a *asking) scope() trade.Scope {
	return trade.Scope{Snapshot: a.q.asker.Snapshot, Dataset: a.source.dataset, Years: yearsOf(a.spans)}
}

func yearsOf(spans []trade.Period) []int {
	var years []int
	for _, s := range spans {
		years = append(years, s.Years()...)
	}
	slices.Sort(years)
	return slices.Compact(years)
}

// sides lists the columns of the sides that must be told apart: the partners of
// a breakdown, and every pair where a publisher may hide something.
func (a *asking) sides() []cube.Dimension {
	l := a.q.pair.legs()[a.leg]
	var dims []cube.Dimension
	for _, side := range []struct {
		side   reference.Side
		column cube.Dimension
	}{{l.exporter, cube.Exporter}, {l.importer, cube.Importer}} {
		partner := a.by.partner && side.side.Code == a.q.pair.partners().Code
		if partner || several(side.side) && !isWorld(side.side) && a.mayHide() {
			dims = append(dims, side.column)
		}
	}
	return dims
}

func (a *asking) where(exporters, importers []trade.Economy) []cube.Filter {
	filters := slices.Clone(a.q.args.Where)
	if exporters != nil {
		filters = append(filters, cube.Filter{Column: cube.Exporter, Values: texts(exporters)})
	}
	if importers != nil {
		filters = append(filters, cube.Filter{Column: cube.Importer, Values: texts(importers)})
	}
	return append(filters, cube.Filter{Column: cube.Reporter, Values: []string{string(a.source.reporter)}})
}

func texts[T ~string](all []T) []string {
	words := make([]string, len(all))
	for i, x := range all {
		words[i] = string(x)
	}
	return words
}

// linesOf reads the columns of an answer.
func linesOf(t *cube.Table) []line {
	lines := make([]line, t.Rows)
	text := func(d cube.Dimension, row int) string {
		if c := t.Column(string(d)); c != nil {
			return c.Text[row]
		}
		return ""
	}
	span, value, rows := t.Column(string(cube.Period)), t.Column(string(cube.ValueUSD)), t.Column(string(cube.Rows))
	for i := range lines {
		lines[i] = line{
			span:     int(span.Numbers[i]),
			exporter: trade.Economy(text(cube.Exporter, i)),
			importer: trade.Economy(text(cube.Importer, i)),
			product:  trade.Product(text(cube.Product, i)),
			amount:   value.Amount(i),
			rows:     rows.Numbers[i],
			unknown:  value.Unknown[i],

			nomenclature: trade.Nomenclature(text(cube.Nomenclature, i)),
		}
		if year := t.Column(string(cube.Year)); year != nil {
			lines[i].year = int(year.Numbers[i])
		}
	}
	return lines
}

// fold sums the lines into the rows of the plan.
func (a *asking) fold(lines []line) *reading {
	spans, low, high := make([]parts, len(a.spans)), make([]parts, len(a.spans)), make([]parts, len(a.spans))
	unknown := make([]int64, len(a.spans))
	for _, l := range lines {
		if spans[l.span] == nil {
			spans[l.span], low[l.span], high[l.span] = parts{}, parts{}, parts{}
		}
		spans[l.span].add(a.partOf(l), l.amount)
		if a.q.translation != nil {
			b := l.within()
			low[l.span].add(a.partOf(l), b.low)
			high[l.span].add(a.partOf(l), b.high)
		}
		unknown[l.span] += l.unknown
	}
	r := newReading(len(a.q.rows))
	read := map[int]bool{}
	for i, row := range a.q.rows {
		cut := row.cuts[a.leg]
		r.now[i], r.wholeNow[i] = a.sum(spans, cut.now)
		r.low[i], _ = a.sum(low, cut.now)
		r.high[i], _ = a.sum(high, cut.now)
		r.base[i], r.wholeBase[i] = a.sum(spans, cut.base)
		for _, s := range cut.now {
			read[a.index(s)] = true
		}
	}
	for span := range read {
		a.q.unknown += unknown[span]
	}
	return r
}

func (a *asking) index(s trade.Period) int {
	i, _ := slices.BinarySearchFunc(a.spans, s, trade.Period.Compare)
	return i
}

// sum adds up spans; the whole is the sum of the parts. Where nothing was
// reported the whole is zero only if the dataset says that absence means zero.
func (a *asking) sum(spans []parts, cut []trade.Period) (parts, trade.Amount) {
	total, whole := parts{}, parts{}
	for _, s := range cut {
		for p, amount := range spans[a.index(s)] {
			total.add(p, amount)
			whole.add(part{}, amount)
		}
	}
	amount, any := whole[part{}]
	switch {
	case any:
		return total, amount
	case len(cut) > 0 && a.source.last().AbsentIsZero:
		return total, trade.Of(0)
	}
	return total, trade.Absent(trade.Missing)
}

// partOf says which part of the whole a line belongs to.
func (a *asking) partOf(l line) part {
	var p part
	if a.by.product {
		p.product = l.product
	}
	if a.by.partner {
		p.partner = a.partner(l)
	}
	return p
}

func (a *asking) partner(l line) trade.Economy {
	who, code := a.q.pair.legs()[a.leg], l.importer
	if a.q.pair.partners().Code == who.exporter.Code {
		code = l.exporter
	}
	if code == trade.World {
		return hidden
	}
	return code
}

// add sums what is known. Amounts that are not published are in no sum; a part is
// absent only when nothing of it is known.
func (p parts) add(key part, amount trade.Amount) {
	held, any := p[key]
	p[key] = together(held, any, amount)
}

// together adds an amount to what is held, if anything is.
func together(held trade.Amount, any bool, amount trade.Amount) trade.Amount {
	switch {
	case !any || !held.Known() && amount.Known():
		return amount
	case held.Known() && !amount.Known():
		return held
	}
	return held.Plus(amount)
}

// at returns the amount of a part in a row whose whole is known: a part without
// rows is nothing then, else as unknown as the whole.
func (p parts) at(key part, whole trade.Amount) trade.Amount {
	if amount, any := p[key]; any {
		return amount
	}
	if whole.Known() {
		return trade.Of(0)
	}
	return whole
}
