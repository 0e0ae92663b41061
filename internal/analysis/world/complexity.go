package world

import (
	"context"
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

const (
	complexityName   = "complexity"
	complexityMethod = "complexity/1"
)

// complexityLevel is the level of goods that complexity is customarily measured at.
const complexityLevel = 4

// complexities is one question about complexity on its way to an answer.
type complexities struct {
	*basis
	rule    rule
	incomes incomes // nil: no PRODY and EXPY
	asked   int     // the level of goods that was asked for; 0: it was left open
}

// complexity answers with the ranking of economies; for one economy, region or group
// with its products, or with its place in each of several years.
func complexity(ctx context.Context, asker analysis.Asker, args analysis.Arguments) (*analysis.Result, error) {
	q, err := newComplexities(ctx, asker, args)
	if err != nil {
		return nil, err
	}
	if args.A.Code == "" {
		return q.ranking(ctx)
	}
	return q.ofEconomy(ctx)
}

func newComplexities(ctx context.Context, asker analysis.Asker, args analysis.Arguments) (*complexities, error) {
	if args.Top < 0 {
		return nil, trade.Errorf(trade.Usage, "the number of rows to show is %d", args.Top).
			WithHint("use --top from 1, or leave it out to see all")
	}
	if args.A.Code == string(trade.World) {
		return nil, trade.Errorf(trade.Usage, "complexity compares economies with the world; the world has none").
			WithHint("name an economy, or leave it out for the ranking")
	}
	r, err := newRule(args.Conventions)
	if err != nil {
		return nil, err
	}
	income, err := newIncomes(args.Conventions)
	if err != nil {
		return nil, err
	}
	asked := args.Digits
	if asked == 0 {
		args.Digits = complexityLevel
	}
	b, err := settle(ctx, asker, args)
	if err != nil {
		return nil, err
	}
	r.describe(b.arguments)
	if income != nil {
		nameFile(b.arguments, "gdp", args.Conventions.GDPFile)
	}
	return &complexities{basis: b, rule: r, incomes: income, asked: asked}, nil
}

// year reads the exports of a year and measures them.
func (q *complexities) year(ctx context.Context, year int) (*panel, *measured, error) {
	p, err := q.exports(ctx, year)
	if err != nil {
		return nil, nil, err
	}
	r := q.rule
	if r.perHead {
		if p, r.people, err = q.peopled(p); err != nil {
			return nil, nil, err
		}
	}
	x, err := measure(len(p.Economies), len(p.Products), p.Thousandths, r)
	if err != nil {
		return nil, nil, err
	}
	q.sayStatus(p, x)
	return p, x, nil
}

// ranking lists the economies of each year, the most complex first.
func (q *complexities) ranking(ctx context.Context) (*analysis.Result, error) {
	var rows [][]analysis.Cell
	var compared []*indicator.Stability
	for _, year := range q.years {
		p, x, err := q.year(ctx, year)
		if err != nil {
			return nil, err
		}
		s, err := x.stability()
		if err != nil {
			return nil, err
		}
		compared = append(compared, s)
		ranked, err := q.ranked(p, x, s)
		if err != nil {
			return nil, err
		}
		rows = append(rows, ranked...)
	}
	q.saySmall()
	q.sayLevel()
	q.sayAgreement(compared)
	r := q.result(complexityName, complexityMethod, q.levelled(rankingTitle))
	r.Fields = slices.Concat([]analysis.Field{yearField, rankField, economyField, economyNameField, exportsField}, indexFields(),
		q.expyFields())
	r.Rows = rows
	return r, nil
}

var rankingTitle = trade.Name{English: "Economic complexity of economies", Russian: "Рейтинг экономик по экономической сложности"}

// expyFields is the field that a file of GDP adds, none without one.
func (q *complexities) expyFields() []analysis.Field {
	if q.incomes == nil {
		return nil
	}
	return []analysis.Field{expyField}
}

// ranked makes the rows of a year.
func (q *complexities) ranked(p *panel, x *measured, s *indicator.Stability) ([][]analysis.Cell, error) {
	ranked, err := q.rankedRows(x, s)
	if err != nil {
		return nil, err
	}
	income, err := q.levels(p)
	if err != nil {
		return nil, err
	}
	var rows [][]analysis.Cell
	for _, r := range ranked {
		code, exports := p.Economies[r.economy], p.row(r.economy)
		expy, err := income.expyCells(exports)
		if err != nil {
			return nil, err
		}
		cells := []analysis.Cell{countCell(p.Year), r.rank, textCell(string(code)), textCell(q.economy(code)), moneyCell(sum(exports))}
		rows = append(rows, slices.Concat(cells, r.indices, expy))
	}
	return rows, nil
}

// rankedRow is an economy, by its index in the input, with what is measured of it.
type rankedRow struct {
	economy int
	rank    analysis.Cell
	indices []analysis.Cell // of indexFields
}

// rankedRows orders economies by rank, --top of them. Those without a rank come last, in
// their order in the input.
func (q *complexities) rankedRows(x *measured, s *indicator.Stability) ([]rankedRow, error) {
	places, err := ranks(x.scores())
	if err != nil {
		return nil, err
	}
	order := make([]int, len(x.economies))
	for e := range order {
		order[e] = e
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return compareRanks(rankAt(places, x.economies[a]), rankAt(places, x.economies[b]))
	})
	if top := q.args.Top; top > 0 {
		order = order[:min(top, len(order))]
	}
	var rows []rankedRow
	for _, e := range order {
		at := x.economies[e]
		rows = append(rows, rankedRow{e, rankCell(rankAt(places, at)),
			slices.Concat(x.indexCells(at), placeCells(s, at), []analysis.Cell{spreadCell(s, at)})})
	}
	return rows, nil
}

// indexFields are what is measured of an economy.
func indexFields() []analysis.Field {
	return slices.Concat([]analysis.Field{diversityField, eciField, coiField, fitnessField}, placeFields(), []analysis.Field{spreadField})
}

// indexCells are diversity, ECI, COI and fitness of an economy.
func (x *measured) indexCells(at int) []analysis.Cell {
	if at < 0 {
		return []analysis.Cell{countCell(0), statusCell(trade.Undefined), statusCell(trade.Undefined), statusCell(trade.Undefined)}
	}
	return []analysis.Cell{countCell(x.m.Diversity()[at]), x.cell(x.eci, at), x.cell(x.coi(), at), ratioCell(x.fitnessRatio(at))}
}

func (x *measured) coi() []float64 {
	if x.outlook == nil {
		return nil
	}
	return x.outlook.COI
}

// cog and productFitness are nil where the world has none.
func (x *measured) cog() []float64 {
	if x.outlook == nil {
		return nil
	}
	return x.outlook.COG
}

// vanishing is the status of a fitness that tends to 0: where it stops says nothing.
const vanishing trade.Status = "vanishing"

// fitnessRatio is the fitness of an economy at a position.
func (x *measured) fitnessRatio(at int) trade.Ratio {
	if x.fitnessVanishes(at) {
		return trade.Ratio{Status: vanishing}
	}
	return trade.Ratio{Number: x.fitness.Economies[at]}
}

// fitnessVanishes tells whether fitness tends to 0. After a number of updates that was
// asked for its value is that of the last, as asked.
func (x *measured) fitnessVanishes(at int) bool {
	return x.fitness.Stop != indicator.FitnessAsked && slices.Contains(x.fitness.Vanishing, at)
}

// vanishes tells whether the fitness of who has some products tends to 0: each of them is
// exported by an economy whose fitness does, and loses its own complexity by that.
func (x *measured) vanishes(has func(product int) bool) bool {
	any := false
	for k := range x.m.Products {
		if !has(k) {
			continue
		}
		any = true
		if !slices.ContainsFunc(x.fitness.Vanishing, func(e int) bool { return x.fitnessVanishes(e) && x.m.Has(e, k) }) {
			return false
		}
	}
	return any
}

func (x *measured) productFitness() []float64 {
	if x.fitness == nil {
		return nil
	}
	return x.fitness.Products
}

// cell is a value at a position; where there are none, the status of the world says why.
func (x *measured) cell(values []float64, at int) analysis.Cell {
	if values == nil {
		return statusCell(x.why(values))
	}
	return indexCell(values[at], true)
}

// why says why values are absent.
func (x *measured) why(values []float64) trade.Status {
	if values == nil && x.status != trade.OK {
		return x.status
	}
	return trade.Undefined
}

func statusCell(why trade.Status) analysis.Cell { return ratioCell(trade.Ratio{Status: why}) }

// questionComplexity is the entry in the list of questions.
var questionComplexity = analysis.Question{
	Name:   complexityName,
	Title:  trade.Name{English: "Economic complexity", Russian: "Экономическая сложность"},
	Method: complexityMethod,
	Answer: complexity,
}

// sideName names an economy, region or group in the language of the answer.
func (b *basis) sideName(s reference.Side) string { return s.Name.In(b.args.Language) }
