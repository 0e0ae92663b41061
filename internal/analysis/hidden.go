package analysis

import (
	"slices"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// What a publisher hides is its total (product TOTAL, or partner World) minus the
// flows it names:
//
//	hidden = total - sum of flows        for each pair and span
//
// It counts only if every period of the span has its total (or no flows at all are
// published), and only above rounding (METHODS I2): strictly more than (n+1)*u/2 for n rows of flows and one
// total published in units of u. u is the largest power of ten of dollars that
// divides the total, from a thousandth to a thousand. Where it counts, the whole is
// the published total (METHODS N4); a total below its flows is a note.

// coarsest is the largest unit in thousandths of a dollar that is taken for
// rounding: publishers round to a thousand dollars at most.
const coarsest = 1_000_000

// mayHide tells whether totals are worth asking for: a dataset in which absence
// means zero has none, a filter would not apply to them, and the world's total of
// a group's member holds trade within the group.
func (a *asking) mayHide() bool {
	record, p := a.source.last(), a.q.pair
	inner := isWorld(p.a) && several(p.b) || isWorld(p.b) && several(p.a)
	return !record.AbsentIsZero && !record.Enterprises && !inner && len(a.q.args.Where) == 0
}

// totals asks for the publisher's totals of all spans.
func (a *asking) totals() cube.Query {
	query := a.query()
	query.Totals, query.Digits = true, 0
	query.By = slices.DeleteFunc(slices.Clone(query.By), func(d cube.Dimension) bool {
		return slices.Contains([]cube.Dimension{cube.Product, cube.Nomenclature, cube.Year}, d)
	})
	exporters, importers := a.source.exporters, a.source.importers
	l := a.q.pair.legs()[a.leg]
	if isWorld(l.exporter) {
		exporters = []trade.Economy{trade.World}
	}
	if isWorld(l.importer) {
		importers = []trade.Economy{trade.World}
	}
	query.Where = append(a.where(exporters, importers),
		cube.Filter{Column: cube.Product, Values: []string{string(trade.AllProducts)}})
	return query
}

// parted tells goods and totals apart in the answer of a source of totals.
func parted(lines []line) (goods, totals []line) {
	for _, l := range lines {
		if l.product == trade.AllProducts {
			totals = append(totals, l)
		} else {
			goods = append(goods, l)
		}
	}
	return goods, totals
}

// strand is one pair in one span.
type strand struct {
	span               int
	exporter, importer trade.Economy
}

// strandOf puts a line where its total is; a breakdown of the world has one total
// for all partners.
func (a *asking) strandOf(l line) strand {
	s := strand{l.span, l.exporter, l.importer}
	who := a.q.pair.legs()[a.leg]
	if isWorld(who.exporter) {
		s.exporter = trade.World
	}
	if isWorld(who.importer) {
		s.importer = trade.World
	}
	return s
}

// hidden returns a line for every pair and span in which the total exceeds the
// flows.
func (a *asking) hidden(flows, totals []line) []line {
	type sum struct {
		amount trade.Amount
		rows   int64
	}
	named := map[strand]sum{}
	for _, l := range flows {
		key := a.strandOf(l)
		held, any := named[key]
		named[key] = sum{together(held.amount, any, l.amount), held.rows + l.rows}
	}
	var lines []line
	var short, over bool
	for _, t := range totals {
		key := a.strandOf(t)
		flow := named[key]
		whole := t.unknown == 0 && t.rows >= int64(a.expected(t.span))
		if !t.amount.Known() || flow.rows > 0 && !whole {
			short = true
			continue
		}
		rest := t.amount.Thousandths
		if flow.amount.Known() {
			rest -= flow.amount.Thousandths
		}
		limit := (flow.rows + 1) * unitOf(t.amount.Thousandths)
		switch {
		case 2*rest > limit:
			lines = append(lines, line{span: t.span, exporter: key.exporter, importer: key.importer, product: hidden, amount: trade.Of(rest)})
		case -2*rest > limit:
			over = true
		}
	}
	a.noteTotals(short, over)
	return lines
}

// expected counts the periods of a span, each of which needs its total.
func (a *asking) expected(span int) int {
	return len(inside(a.source.pieces, a.spans[span:span+1]))
}

// unitOf returns the power of ten that a total is rounded to, as far as its digits
// tell, in thousandths.
func unitOf(total int64) int64 {
	u := int64(1)
	for u < coarsest && total != 0 && total%(u*10) == 0 {
		u *= 10
	}
	return u
}

func (a *asking) noteTotals(short, over bool) {
	direction := a.q.args.word(a.q.pair.legs()[a.leg].direction)
	if short {
		a.q.note(trade.Name{
			English: "The published totals of %s do not cover every period, so what is hidden there is not worked out.",
			Russian: "Опубликованные итоги (%s) есть не за все периоды, поэтому скрытая часть там не вычислена.",
		}, direction)
	}
	if over {
		a.q.note(trade.Name{
			English: "The published totals of %s are below the sum of the goods; the sum of the goods is used.",
			Russian: "Опубликованные итоги (%s) меньше суммы товаров; использована сумма товаров.",
		}, direction)
	}
}
