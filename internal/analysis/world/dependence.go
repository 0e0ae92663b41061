package world

import (
	"context"
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

const (
	dependenceName   = "dependence"
	dependenceMethod = "dependence/1"
)

var questionDependence = analysis.Question{
	Name:   dependenceName,
	Title:  trade.Name{English: "Dependence on imports or markets", Russian: "Зависимость от импорта или рынков"},
	Method: dependenceMethod,
	Answer: dependence,
}

// dependences is one question about dependence on its way to an answer.
type dependences struct {
	*basis
	terms     analysis.DependenceTerms // with defaults in place of what was left open
	rule      indicator.DependenceRule
	direction trade.Direction
	importers []reference.Side // whom the question is about; none: everybody. On the side of exports they export
	partner   reference.Side
	blocs     []reference.Side // groups that count as one
	window    map[int]*dependenceYear
	flows     cube.Flows // of the year at hand; its memory serves one year after another
	rows      [][]analysis.Cell
}

// dependence answers on which goods from whom an economy depends (METHODS D): with its
// goods, or with a row for each year and rule; without an economy, with all importers.
func dependence(ctx context.Context, asker analysis.Asker, args analysis.Arguments) (*analysis.Result, error) {
	q, err := newDependences(ctx, asker, args)
	if err != nil {
		return nil, err
	}
	table := q.goodsTable()
	switch {
	case len(q.importers) == 0:
		table = q.rankingTable()
	case q.terms.Summary:
		table = q.summaryTable()
	}
	for _, year := range q.years {
		now, err := q.advance(ctx, year)
		if err != nil {
			return nil, err
		}
		if err := table.add(now); err != nil {
			return nil, err
		}
	}
	r := q.result(dependenceName, dependenceMethod, q.subject())
	r.Fields, r.Rows, r.Notes = table.fields, q.rows, q.notes
	return r, nil
}

// dependenceTable is one of the three forms of the answer.
type dependenceTable struct {
	fields []analysis.Field
	add    func(now *dependenceYear) error // adds the rows of a year
}

func newDependences(ctx context.Context, asker analysis.Asker, args analysis.Arguments) (*dependences, error) {
	q := &dependences{terms: args.Dependence, rule: indicator.GeoDepRule(), window: map[int]*dependenceYear{}, partner: args.B}
	if err := q.settleTerms(args); err != nil {
		return nil, err
	}
	q.settleSides(args)
	if err := q.checkSides(); err != nil {
		return nil, err
	}
	var err error
	if q.basis, err = settle(ctx, asker, args); err != nil {
		return nil, err
	}
	if err := q.checkLevel(); err != nil {
		return nil, err
	}
	q.describe()
	q.sayTerms()
	return q, nil
}

// checkLevel refuses a list none of whose goods can be told at the level.
func (q *dependences) checkLevel() error {
	if len(q.terms.Goods) == 0 {
		return nil
	}
	longer := func(p trade.Product) bool { return len(p) > q.digits }
	if n := len(slices.DeleteFunc(slices.Clone(q.terms.Goods), func(p trade.Product) bool { return !longer(p) })); n > 0 {
		q.note(trade.Name{
			English: "%d codes of the list have more than %d digits: each stands for the whole good of %d digits that it lies in.",
			Russian: "Кодов списка длиннее %[2]d знаков: %[1]d; каждый взят как целый товар на уровне %[3]d знаков.",
		}, n, q.digits, q.digits)
	}
	return nil
}

// lists tells whether a good is in the person's list.
func (q *dependences) lists(p trade.Product) bool {
	return len(q.terms.Goods) == 0 || slices.ContainsFunc(q.terms.Goods, func(begin trade.Product) bool {
		begin = begin.At(q.digits)
		return p.At(len(begin)) == begin
	})
}

// depends applies the reading that was asked for.
func (q *dependences) depends(d indicator.Dependence) bool {
	if q.terms.Reading == readingLast {
		return d.InWindowAndLast
	}
	return d.InWindow
}

// advance reads a year and what of the years before it is not held yet, and forgets
// what no later year needs.
func (q *dependences) advance(ctx context.Context, year int) (*dependenceYear, error) {
	for y := range q.window {
		if y < year-q.back() {
			delete(q.window, y)
		} else {
			q.window[y].forgetSupply()
		}
	}
	for y := year - q.back(); y <= year; y++ {
		if held := q.window[y]; held != nil && y < year {
			continue
		}
		read, err := q.judgeYear(ctx, y, y == year)
		if err != nil {
			return nil, err
		}
		if q.window[y] = read; y < year {
			read.forgetSupply()
		}
	}
	return q.window[year], nil
}

// back is how many years before the last are looked at.
func (q *dependences) back() int {
	if q.terms.Rule == ruleGeoDep {
		return 2
	}
	return 0
}
