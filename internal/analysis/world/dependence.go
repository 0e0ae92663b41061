package world

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

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
	findings  []string // notes that come before all others
	judged    bool     // somebody has enough observed years
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
	q.flows, q.window = cube.Flows{}, nil // large, and the answer needs neither
	if !q.judged {
		return nil, q.tooFewYears()
	}
	q.sayTerms()
	r := q.result(dependenceName, dependenceMethod, q.subject())
	q.withWindow(func() {
		if _, said := r.Arguments["editions"]; !said {
			q.sayEditions()
			maps.Copy(r.Arguments, q.arguments)
		}
		r.Origins = append(analysis.OriginsOf(q.behind()), q.naming...)
	})
	r.Fields, r.Rows, r.Notes = table.fields, q.rows, slices.Concat(q.findings, q.notes)
	return r, nil
}

// finding notes what was found, before what it rests on and how words are meant.
func (q *dependences) finding(n trade.Name, args ...any) {
	if text := q.say(n, args...); !slices.Contains(q.findings, text) {
		q.findings = append(q.findings, text)
	}
}

// looked lists the years asked for and those before them that were looked at.
func (q *dependences) looked() []int {
	var years []int
	for _, year := range q.years {
		for y := year - q.back(); y <= year; y++ {
			years = append(years, y)
		}
	}
	slices.Sort(years)
	return slices.Compact(years)
}

// withWindow does something for the years before too, on which the decisions rest.
func (q *dependences) withWindow(do func()) {
	asked := q.years
	defer func() { q.years = asked }()
	q.years = q.looked()
	do()
}

// tooFewYears is the error where nobody has the two years that a decision needs.
func (q *dependences) tooFewYears() error {
	years := q.looked()
	var held, absent []int
	for _, y := range years {
		if q.holds(y) {
			held = append(held, y)
		} else {
			absent = append(absent, y)
		}
	}
	err := trade.Errorf(trade.NoData, "%s needs two observed years of %s; %s covers %s", ruleGeoDep, trade.YearSpans(years), q.dataset,
		orNothing(held))
	var ways []string
	if len(absent) > 0 {
		ways = append(ways, "import "+listed(absent))
	}
	if q.direction == trade.Imports {
		ways = append(ways, "use --rule "+ruleCommission)
	}
	if len(ways) == 0 {
		return err.WithHint("see `oborot datasets` for who reports which years")
	}
	return err.WithHint("%s", strings.Join(ways, ", or "))
}

// listed writes years with an and before the last.
func listed(years []int) string {
	text := fmt.Sprint(years[0])
	for i, y := range years[1:] {
		mark := ", "
		if i == len(years)-2 {
			mark = " and "
		}
		text += mark + fmt.Sprint(y)
	}
	return text
}

// holds tells whether the dataset has a year as a whole.
func (q *dependences) holds(year int) bool {
	return len(whole(q.records, year, trade.Exports))+len(whole(q.records, year, trade.Imports)) > 0
}

// dependenceTable is one of the three forms of the answer.
type dependenceTable struct {
	fields []analysis.Field
	add    func(now *dependenceYear) error // adds the rows of a year
}

func newDependences(ctx context.Context, asker analysis.Asker, args analysis.Arguments) (*dependences, error) {
	q := &dependences{terms: args.Dependence, rule: indicator.GeoDepRule(), window: map[int]*dependenceYear{}, partner: args.B}
	q.useWords(&args)
	if err := q.settleTerms(args); err != nil {
		return nil, err
	}
	q.settleSides(args)
	if err := q.checkSides(); err != nil {
		return nil, err
	}
	if err := q.checkRegions(); err != nil {
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
	if q.back() > 0 {
		q.sayWindow()
	}
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
			English: "Codes of the list with more than %[2]d digits: %[1]d; each stands for the whole good of %[3]d digits that it lies in.",
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
	if q.terms.Rule == ruleGeoDep || q.terms.Summary {
		return 2
	}
	return 0
}
