package analysis

import (
	"context"
	"slices"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// rank is the place of B among the partners of A in one period: one more than the
// number of partners with strictly more trade. A partner's turnover is the sum of
// what is known of its two directions; partners counts those with any trade.
type rank struct{ exports, imports, turnover, partners trade.Amount }

// The kind Quantity carries whole numbers that can be missing.
func rankFields() []Field {
	return []Field{
		NewField("rank_exports", Quantity, "Place in exports", "Место в экспорте"),
		NewField("rank_imports", Quantity, "Place in imports", "Место в импорте"),
		NewField("rank_turnover", Quantity, "Place in turnover", "Место в обороте"),
		NewField("partners", Quantity, "Partners", "Партнёров"),
	}
}

func (r rank) cells() []Cell { return amountCells(r.exports, r.imports, r.turnover, r.partners) }

// ranks returns the place of B in every row, nil when it was not asked for or B is
// not a single economy.
func (q *inquiry) ranks(ctx context.Context) ([]rank, error) {
	if !q.args.Rank || several(q.pair.b) {
		return nil, nil
	}
	var trades [2][]parts
	for leg := range trades {
		var err error
		if trades[leg], err = q.rivals(ctx, leg); err != nil {
			return nil, err
		}
	}
	all := make([]rank, len(q.rows))
	for i := range q.rows {
		turnover := parts{}
		for leg := range trades {
			for p, amount := range trades[leg][i] {
				turnover.add(p, amount)
			}
		}
		b := part{partner: q.partner()}
		all[i] = rank{trades[0][i].place(b), trades[1][i].place(b), turnover.place(b), turnover.trading()}
	}
	q.note(trade.Name{
		English: "Places are among the partners that the source holds.",
		Russian: "Места — среди партнёров, которые есть в источнике.",
	})
	return all, nil
}

// partner returns the code under which the sources show B, a single economy.
func (q *inquiry) partner() trade.Economy {
	for _, s := range q.chosen.sources {
		if s == nil {
			continue
		}
		if code, held := q.held.shown(s.dataset, q.pair.b.Members[0]); held {
			return code
		}
	}
	return q.pair.b.Members[0]
}

// rivals reads what A trades with each partner in one direction, for each row.
func (q *inquiry) rivals(ctx context.Context, leg int) ([]parts, error) {
	rows := make([]parts, len(q.rows))
	s := q.chosen.sources[leg]
	a := asking{q: q, source: s, leg: leg, spans: q.spans(leg)}
	if s == nil || s.totals || len(a.spans) == 0 {
		return rows, nil
	}
	query, partner := a.query(), cube.Importer
	query.Where = a.where(s.exporters, nil)
	if leg == 1 {
		partner, query.Where = cube.Exporter, a.where(nil, s.importers)
	}
	query.By = []cube.Dimension{cube.Period, partner}
	table, err := q.asker.Engine.Aggregate(ctx, query)
	if err != nil {
		return nil, err
	}
	lines := linesOf(table)
	for i, row := range q.rows {
		rows[i] = parts{}
		for _, l := range lines {
			code := l.importer + l.exporter
			if slices.Contains(row.cuts[leg].now, a.spans[l.span]) && !q.pair.a.Includes(code) {
				rows[i].add(part{partner: code}, l.amount)
			}
		}
	}
	return rows, nil
}

func (p parts) place(who part) trade.Amount {
	own, any := p[who]
	if !any || !own.Known() || own.Thousandths <= 0 {
		return trade.Absent(trade.Missing)
	}
	ahead := int64(1)
	for _, amount := range p {
		if amount.Known() && amount.Thousandths > own.Thousandths {
			ahead++
		}
	}
	return trade.Of(1000 * ahead)
}

// trading counts the partners with any trade.
func (p parts) trading() trade.Amount {
	n := int64(0)
	for _, amount := range p {
		if amount.Known() && amount.Thousandths > 0 {
			n++
		}
	}
	return trade.Of(1000 * n)
}
