package world

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// MatrixFiles are where the complexity of a matrix is written as csv: full precision,
// nothing where there is no value. What is nil is not written.
type MatrixFiles struct {
	Country   io.Writer // year,loc,diversity,eci,coi,fitness
	Product   io.Writer // year,prod,ubiquity,pci,fitness
	Pair      io.Writer // year,loc,prod,rca,mcp,density,cog: every economy with every product
	Proximity io.Writer // year,prod_1,prod_2,proximity: every product with every other
}

// Complexity measures a matrix year by year, writes the files, and answers with the
// ranking of economies. A year whose complexity has no meaning is said in the notes.
func (m *Matrix) Complexity(args analysis.Arguments, files MatrixFiles) (*analysis.Result, error) {
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

// labelled is a measured world under free labels.
type labelled struct {
	*measured
	only                string // the economy that is asked for; empty for all
	year                string
	economies, products []string
}

// matrixYear measures a year and writes its part of the files.
func (q *complexities) matrixYear(m *Matrix, y *matrixYear, files MatrixFiles) (*labelled, *indicator.Stability, error) {
	economies, products, numbers, fate := y.sorted()
	q.sayRounded(y.label, fate)
	if m.only != "" && !slices.Contains(economies, m.only) {
		q.note(trade.Name{English: "%s: the file has no %s.", Russian: "%s: в файле нет %s."}, y.label, m.only)
	}
	x, err := measure(len(economies), len(products), numbers, q.rule)
	if err != nil {
		return nil, nil, trade.Errorf(trade.BadInput, "%s: %w", y.label, err).WithHint(matrixHint)
	}
	l := &labelled{x, m.only, y.label, economies, products}
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

// asked tells whether an economy is shown.
func (l *labelled) asked(economy string) bool { return l.only == "" || l.only == economy }

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

// begin writes the headers.
func (f MatrixFiles) begin() error {
	for _, file := range []struct {
		w      io.Writer
		header string
	}{
		{f.Country, "year,loc,diversity,eci,coi,fitness"}, {f.Product, "year,prod,ubiquity,pci,fitness"},
		{f.Pair, "year,loc,prod,rca,mcp,density,cog"}, {f.Proximity, "year,prod_1,prod_2,proximity"},
	} {
		if file.w == nil {
			continue
		}
		if _, err := fmt.Fprintln(file.w, file.header); err != nil {
			return err
		}
	}
	return nil
}

// line is one line of a csv.
type line []byte

func (l line) text(s string) line {
	if len(l) > 0 {
		l = append(l, ',')
	}
	return appendCSV(l, s)
}

func (l line) count(n int) line { return strconv.AppendInt(append(l, ','), int64(n), 10) }

// number writes all digits, nothing where there is no value.
func (l line) number(x float64, ok bool) line {
	if l = append(l, ','); !ok {
		return l
	}
	return strconv.AppendFloat(l, x, 'g', -1, 64)
}

// at writes a value at a position, nothing where there are none.
func (l line) at(values []float64, position int) line {
	if values == nil || position < 0 {
		return l.number(0, false)
	}
	return l.number(values[position], true)
}

// appendCSV writes a field, in quotes where it needs them.
func appendCSV(l []byte, s string) []byte {
	quoted := false
	for i := 0; i < len(s) && !quoted; i++ {
		quoted = s[i] == ',' || s[i] == '"' || s[i] == '\n' || s[i] == '\r'
	}
	if !quoted {
		return append(l, s...)
	}
	l = append(l, '"')
	for i := 0; i < len(s); i++ {
		if s[i] == '"' {
			l = append(l, '"')
		}
		l = append(l, s[i])
	}
	return append(l, '"')
}

func (l *labelled) write(f MatrixFiles) error {
	for _, part := range []struct {
		w     io.Writer
		write func(io.Writer) error
	}{{f.Country, l.writeCountries}, {f.Product, l.writeProducts}, {f.Pair, l.writePairs}, {f.Proximity, l.writeProximity}} {
		if part.w == nil {
			continue
		}
		if err := part.write(part.w); err != nil {
			return err
		}
	}
	return nil
}

func (l *labelled) writeCountries(w io.Writer) error {
	var b line
	for e, label := range l.economies {
		if !l.asked(label) {
			continue
		}
		at, diversity := l.measured.economies[e], 0
		if at >= 0 {
			diversity = l.m.Diversity()[at]
		}
		b = b[:0].text(l.year).text(label).count(diversity).at(l.eci, at).at(l.coi(), at)
		if at < 0 || l.fitnessVanishes(at) {
			b = b.number(0, false)
		} else {
			b = b.at(l.fitness.Economies, at)
		}
		if _, err := w.Write(append(b, '\n')); err != nil {
			return err
		}
	}
	return nil
}

func (l *labelled) writeProducts(w io.Writer) error {
	var b line
	for p, label := range l.products {
		at, ubiquity := l.measured.products[p], 0
		if at >= 0 {
			ubiquity = l.m.Ubiquity()[at]
		}
		b = b[:0].text(l.year).text(label).count(ubiquity).at(l.pci, at).at(l.productFitness(), at)
		if _, err := w.Write(append(b, '\n')); err != nil {
			return err
		}
	}
	return nil
}

func (l *labelled) writePairs(w io.Writer) error {
	var b line
	for e, loc := range l.economies {
		if !l.asked(loc) {
			continue
		}
		for p, prod := range l.products {
			rca, ok := l.world.RCA(e, p)
			b = b[:0].text(l.year).text(loc).text(prod).number(rca, ok)
			economy, product := l.measured.economies[e], l.measured.products[p]
			if economy < 0 || product < 0 {
				b = b.count(0).number(0, false).number(0, false)
			} else {
				at := economy*len(l.m.Products) + product
				b = b.count(oneIf(l.m.Has(economy, product))).number(l.density.Values[at], true).at(l.cog(), at)
			}
			if _, err := w.Write(append(b, '\n')); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *labelled) writeProximity(w io.Writer) error {
	var b line
	for p, first := range l.products {
		for q, second := range l.products {
			if p == q {
				continue
			}
			one, other := l.measured.products[p], l.measured.products[q]
			b = b[:0].text(l.year).text(first).text(second)
			if one < 0 || other < 0 {
				b = b.number(0, false)
			} else {
				b = b.number(l.m.Proximity(one, other), true)
			}
			if _, err := w.Write(append(b, '\n')); err != nil {
				return err
			}
		}
	}
	return nil
}
