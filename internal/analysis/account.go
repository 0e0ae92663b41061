package analysis

import (
	"context"
	"slices"

	"github.com/oborot/oborot/trade"
)

// account is the bilateral account of A with B, a row for each period. With
// X exports and M imports now, X0 and M0 in the base (METHODS A1 to A3):
//
//	turnover T = X + M, balance = X - M, coverage = X/M
//	growth = V/V0 - 1 over spans of the same length; times = V/V0
//	contribution of exports to the growth of turnover = 100*(X-X0)/T0, of imports alike
//
// Amounts are current US dollars. A missing side leaves turnover and balance
// missing. Arguments.By asks for the parts of turnover instead (see breakdown).
func account(ctx context.Context, asker Asker, args Arguments) (*Result, error) {
	if len(args.By) > 0 {
		return breakdown(ctx, asker, args)
	}
	q, err := inquire(ctx, asker, args, need{})
	if err != nil {
		return nil, err
	}
	exports, err := q.read(ctx, 0, split{})
	if err != nil {
		return nil, err
	}
	imports, err := q.read(ctx, 1, split{})
	if err != nil {
		return nil, err
	}
	ranks, err := q.ranks(ctx)
	if err != nil {
		return nil, err
	}
	r := q.result("account", "account/1", goodsTrade)
	r.Fields = accountFields(ranks != nil)
	for i, row := range q.rows {
		sums := totals{exports.wholeNow[i], imports.wholeNow[i], exports.wholeBase[i], imports.wholeBase[i]}
		cells := accountCells(row, sums)
		if ranks != nil {
			cells = append(cells, ranks[i].cells()...)
		}
		r.Rows = append(r.Rows, cells)
	}
	return r, nil
}

var goodsTrade = trade.Name{English: "trade in goods", Russian: "торговля товарами"}

// totals are both directions of a row, now and in the base.
type totals struct{ exports, imports, exportsBase, importsBase trade.Amount }

func (t totals) turnover() trade.Amount     { return t.exports.Plus(t.imports) }
func (t totals) turnoverBase() trade.Amount { return t.exportsBase.Plus(t.importsBase) }

func accountFields(ranked bool) []Field {
	fields := []Field{
		periodField, baseField,
		NewField("exports_usd", Money, "Exports", "Экспорт"),
		NewField("imports_usd", Money, "Imports", "Импорт"),
		NewField("turnover_usd", Money, "Turnover", "Оборот"),
		NewField("balance_usd", Money, "Balance", "Сальдо"),
		NewField("coverage", Fraction, "Coverage", "Покрытие"),
		growthField("exports_growth", "Exports growth", "Рост экспорта"),
		growthField("imports_growth", "Imports growth", "Рост импорта"),
		growthField("turnover_growth", "Turnover growth", "Рост оборота"),
		NewField("exports_usd_base", Money, "Exports before", "Экспорт ранее"),
		NewField("imports_usd_base", Money, "Imports before", "Импорт ранее"),
		NewField("turnover_usd_base", Money, "Turnover before", "Оборот ранее"),
		NewField("exports_contribution_pp", Points, "Contribution of exports", "Вклад экспорта"),
		NewField("imports_contribution_pp", Points, "Contribution of imports", "Вклад импорта"),
		NewField("exports_times", Multiple, "Exports, times", "Экспорт, раз"),
		NewField("imports_times", Multiple, "Imports, times", "Импорт, раз"),
		NewField("turnover_times", Multiple, "Turnover, times", "Оборот, раз"),
	}
	if ranked {
		fields = append(fields, rankFields()...)
	}
	return fields
}

func accountCells(r row, t totals) []Cell {
	now, base := r.read()
	turnover, turnoverBase := t.turnover(), t.turnoverBase()
	x, m, all := r.growth(t.exports, t.exportsBase), r.growth(t.imports, t.importsBase), r.growth(turnover, turnoverBase)
	return slices.Concat(
		[]Cell{textCell(now), textCell(base)},
		amountCells(t.exports, t.imports, turnover, t.exports.Minus(t.imports)),
		ratioCells(trade.Quotient(t.exports, t.imports), x, m, all),
		amountCells(t.exportsBase, t.importsBase, turnoverBase),
		ratioCells(
			r.contribution(t.exports, t.exportsBase, turnoverBase),
			r.contribution(t.imports, t.importsBase, turnoverBase),
			x.Times(), m.Times(), all.Times()),
	)
}
