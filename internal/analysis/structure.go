package analysis

import (
	"context"
	"fmt"

	"github.com/oborot/oborot/trade"
)

// structure is the composition of both directions by goods at a level of the
// nomenclature. With V_k the value of a good now, V0_k in the base and X, X0 the
// direction (METHODS A3, N4):
//
//	share = V_k/X, growth = V_k/V0_k - 1, contribution = 100*(V_k - V0_k)/X0
//
// The rows of a direction add up to it exactly: what a publisher hides is a row,
// what is beyond Arguments.Top is a row, and a good that is gone is a row of zero.
func structure(ctx context.Context, asker Asker, args Arguments) (*Result, error) {
	q, err := inquire(ctx, asker, args, need{products: true, latest: true})
	if err != nil {
		return nil, err
	}
	digits, err := q.digits()
	if err != nil {
		return nil, err
	}
	var read [2]*reading
	for leg := range read {
		if read[leg], err = q.read(ctx, leg, split{product: true, digits: digits}); err != nil {
			return nil, err
		}
	}
	r := q.result("structure", "structure/1", q.subject())
	r.Arguments["level"] = digits
	r.Fields = []Field{directionField, productField, nameField, valueField, shareField, valueBaseField,
		growth, contributionField, periodField, baseField}
	r.Fields = append(r.Fields, q.boundFields()...)
	for i, row := range q.rows {
		for _, it := range q.items(facets{direction: true, product: true}, read, i) {
			r.Rows = append(r.Rows, q.structureRow(row, it, read, i))
		}
	}
	r.Origins = merged(append(r.Origins, q.naming...))
	return r, nil
}

func (q *inquiry) structureRow(r row, it item, read [2]*reading, i int) []Cell {
	leg := 0
	if it.direction == trade.Imports {
		leg = 1
	}
	now, base := r.read()
	cells := []Cell{textCell(string(it.direction)), textCell(string(it.product)), textCell(q.productName(it.product))}
	cells = append(cells, it.measures(r, read[leg].wholeNow[i], read[leg].wholeBase[i])...)
	return append(append(cells, textCell(now), textCell(base)), q.boundCells(it.within)...)
}

// subject names the period where there is only one.
func (q *inquiry) subject() trade.Name {
	if len(q.rows) != 1 {
		return trade.Name{English: "goods", Russian: "товары"}
	}
	now, base := q.rows[0].read()
	return trade.Name{
		English: fmt.Sprintf("goods, %s against %s", trade.PeriodsIn(now, trade.English), trade.PeriodsIn(base, trade.English)),
		Russian: fmt.Sprintf("товары, %s (база: %s)", trade.PeriodsIn(now, trade.Russian), trade.PeriodsIn(base, trade.Russian)),
	}
}
