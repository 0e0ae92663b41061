package world

import (
	"path/filepath"
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// Complexity measures a matrix year by year, writes the files, and answers with the
// ranking of economies. A year whose complexity has no meaning is said in the notes.
func (m *Matrix) Complexity(args analysis.Arguments, files ComplexityFiles) (*analysis.Result, error) {
	r, err := newRule(args.Conventions)
	if err != nil {
		return nil, err
	}
	if m.only != "" {
		args.Top = 0 // of one economy there is one row
	}
	q := &complexities{basis: &basis{args: args}, rule: r}
	if err := files.begin(); err != nil {
		return nil, err
	}
	var rows [][]analysis.Cell
	var compared []*indicator.Stability
	for _, y := range m.years {
		x, s, err := q.matrixYear(m, y, files)
		if err != nil {
			return nil, err
		}
		if x == nil {
			continue
		}
		compared = append(compared, s)
		ranked, err := q.rankedLabels(x, s)
		if err != nil {
			return nil, err
		}
		rows = append(rows, ranked...)
	}
	q.sayAgreement(compared)
	return q.matrixResult(m, rows), nil
}

// matrixYear measures a year and writes its part of the files.
func (q *complexities) matrixYear(m *Matrix, y *matrixYear, files ComplexityFiles) (*labelled, *indicator.Stability, error) {
	economies, products, numbers, fate := y.sorted()
	q.sayRounded(y.label, fate)
	if m.only != "" && !slices.Contains(economies, m.only) {
		q.note(trade.Name{English: "%s: the file has no %s.", Russian: "%s: в файле нет %s."}, y.label, m.only)
	}
	x, err := measure(len(economies), len(products), numbers, q.rule)
	if err != nil {
		return nil, nil, trade.Errorf(trade.BadInput, "%s: %w", y.label, err).WithHint(matrixHint)
	}
	l := &labelled{measured: x, only: m.only, year: y.label, economies: economies, products: products}
	q.sayLabelled(l)
	if err := l.write(files); err != nil {
		return nil, nil, err
	}
	s, err := x.stability()
	return l, s, err
}

// sayRounded notes what of the values was not kept.
func (q *complexities) sayRounded(year string, f rounded) {
	if f.vanished > 0 {
		q.note(trade.Name{English: "%s: values too small beside the others to be told from 0: %d.",
			Russian: "%s: значения, неотличимые от 0 рядом с другими: %d."}, year, f.vanished)
	}
	if f.shortened > 0 {
		q.note(trade.Name{English: "%s: values with more digits than can be kept beside the others, rounded: %d.",
			Russian: "%s: значения, у которых знаков больше, чем можно удержать рядом с другими (округлены): %d."}, year, f.shortened)
	}
}

func (q *complexities) sayLabelled(l *labelled) {
	of := func(words []string) func([]int) []string {
		return func(at []int) []string {
			var named []string
			for _, i := range at {
				named = append(named, words[i])
			}
			return named
		}
	}
	q.sayMeasured(l.year, l.measured, of(l.economies), of(l.products))
}

// rankedLabels makes the rows of a year.
func (q *complexities) rankedLabels(l *labelled, s *indicator.Stability) ([][]analysis.Cell, error) {
	rows, err := q.rankedRows(l.measured, s)
	if err != nil {
		return nil, err
	}
	var labelled [][]analysis.Cell
	for _, r := range rows {
		if !l.asked(l.economies[r.economy]) {
			continue
		}
		cells := []analysis.Cell{textCell(l.year), r.rank, textCell(l.economies[r.economy])}
		labelled = append(labelled, append(cells, r.indices...))
	}
	return labelled, nil
}

func (q *complexities) matrixResult(m *Matrix, rows [][]analysis.Cell) *analysis.Result {
	args := map[string]any{"matrix": filepath.Base(m.file)}
	q.rule.describe(args)
	if q.args.Top > 0 {
		args["top"] = q.args.Top
	}
	if m.only != "" {
		args["economy"] = m.only
	}
	return &analysis.Result{
		Question: complexityName, Method: complexityMethod, Arguments: args, Notes: q.notes, Rows: rows,
		Title: q.say(trade.Name{English: "Economic complexity, %s", Russian: "Экономическая сложность, %s"}, filepath.Base(m.file)),
		Fields: slices.Concat([]analysis.Field{
			analysis.NewField("year", analysis.Text, "Year", "Год"), rankField, analysis.NewField("loc", analysis.Text, "Economy", "Экономика"),
		}, indexFields()),
	}
}
