package world

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// stand is a lake in memory for the questions about structure and prices.
type stand struct {
	rows []cube.Row
	held []trade.Coverage
}

func (s *stand) Covered(_ context.Context, scope trade.Scope) ([]trade.Coverage, error) {
	return slices.DeleteFunc(slices.Clone(s.held), func(c trade.Coverage) bool {
		return scope.Dataset != "" && c.Dataset != scope.Dataset
	}), nil
}

// cover adds a dataset of reconciled years in which absence is zero; change adapts it.
func (s *stand) cover(dataset string, exporters, importers []trade.Economy, years []int, change func(*trade.Coverage)) {
	c := trade.Coverage{
		Dataset: dataset, Release: "1", Nomenclature: trade.HS2017, Digits: 4, Months: 12, AbsentIsZero: true,
		Reporter: trade.Reconciled, Exporters: slices.Clone(exporters), Importers: slices.Clone(importers),
		Origin: trade.Origin{Dataset: dataset, Release: "1", Publisher: "somebody", Valuation: "FOB"},
	}
	slices.Sort(c.Exporters)
	slices.Sort(c.Importers)
	for _, y := range years {
		c.Periods = append(c.Periods, trade.Year(y))
	}
	if change != nil {
		change(&c)
	}
	s.held = append(s.held, c)
}

// add stores a flow of a year in dollars and kilograms; no kilograms are unknown.
func (s *stand) add(dataset string, year int, from, to trade.Economy, product trade.Product, usd, kg float64) *cube.Row {
	o := trade.Observation{
		Period: trade.Year(year), Exporter: from, Importer: to, Product: product, Nomenclature: trade.HS2017, Flow: trade.General,
		Reporter: trade.Reconciled, Valuation: trade.FOB, Value: trade.Of(int64(usd * 1000)), ValueUSD: trade.Of(int64(usd * 1000)), Currency: "USD",
		NetKg: trade.Absent(trade.Missing), Quantity: trade.Absent(trade.Missing),
	}
	if kg > 0 {
		o.NetKg = trade.Of(int64(kg * 1000))
	}
	s.rows = append(s.rows, cube.Row{Dataset: dataset, Release: "1", Observation: o})
	return &s.rows[len(s.rows)-1]
}

func (s *stand) asker() analysis.Asker {
	return analysis.Asker{Engine: cube.NewMemory(s.rows), Coverage: s, Snapshot: 7}
}

// ask asks a question in English.
func (s *stand) ask(name string, args analysis.Arguments) (*analysis.Result, error) {
	all := Questions()
	i := slices.IndexFunc(all, func(q analysis.Question) bool { return q.Name == name })
	return all[i].Answer(context.Background(), s.asker(), args)
}

// answered asks in both languages and fails on an error or a sentence that does not fit
// its words.
func (s *stand) answered(t *testing.T, name string, args analysis.Arguments) answered {
	t.Helper()
	r, err := s.ask(name, args)
	if err != nil {
		t.Fatalf("%s: %v (hint: %s)", name, err, trade.HintOf(err))
	}
	args.Language = trade.Russian
	russian, err := s.ask(name, args)
	if err != nil || len(russian.Notes) != len(r.Notes) || len(russian.Rows) != len(r.Rows) {
		t.Fatalf("%s: in Russian %d notes and %d rows (%v)", name, len(russian.Notes), len(russian.Rows), err)
	}
	for _, sentence := range slices.Concat([]string{r.Title, russian.Title}, r.Notes, russian.Notes) {
		if sentence == "" || strings.Contains(sentence, "%!") {
			t.Errorf("%s: a sentence is %q", name, sentence)
		}
	}
	for i, note := range russian.Notes {
		if note == r.Notes[i] {
			t.Errorf("%s: not in Russian: %q", name, note)
		}
	}
	for _, row := range r.Rows {
		if len(row) != len(r.Fields) {
			t.Fatalf("%s: a row has %d cells for %d fields", name, len(row), len(r.Fields))
		}
		for _, c := range row {
			if math.IsNaN(c.Ratio.Number) || math.IsInf(c.Ratio.Number, 0) {
				t.Errorf("%s: a cell is %v", name, c.Ratio)
			}
		}
	}
	return answered{t, r}
}

// answered is an answer by the names of its fields.
type answered struct {
	t *testing.T
	*analysis.Result
}

func (a answered) field(name string) int {
	a.t.Helper()
	i := slices.IndexFunc(a.Fields, func(f analysis.Field) bool { return f.Name == name })
	if i < 0 {
		a.t.Fatalf("there is no field %s", name)
	}
	return i
}

// row finds the row with these texts, given as field, text, field, text.
func (a answered) row(where ...string) []analysis.Cell {
	a.t.Helper()
	i := slices.IndexFunc(a.Rows, func(row []analysis.Cell) bool {
		for k := 0; k < len(where); k += 2 {
			if row[a.field(where[k])].Text != where[k+1] {
				return false
			}
		}
		return true
	})
	if i < 0 {
		a.t.Fatalf("there is no row with %v", where)
	}
	return a.Rows[i]
}

// near compares a ratio with a number printed to six digits.
func (a answered) near(row []analysis.Cell, name string, want float64) {
	a.t.Helper()
	got := row[a.field(name)].Ratio
	if !got.HasNumber() || math.Abs(got.Number-want) > 6e-7 {
		a.t.Errorf("%s is %v, want %v", name, got, want)
	}
}

func (a answered) status(row []analysis.Cell, name string, want trade.Status) {
	a.t.Helper()
	if got := row[a.field(name)].Ratio; got.Status != want || got.HasNumber() {
		a.t.Errorf("%s is %v, want the status %q", name, got, want)
	}
}

func (a answered) money(row []analysis.Cell, name, want string) {
	a.t.Helper()
	if got := row[a.field(name)].Amount.String(); got != want {
		a.t.Errorf("%s is %s, want %s", name, got, want)
	}
}

func (a answered) says(part string) {
	a.t.Helper()
	if !slices.ContainsFunc(a.Notes, func(n string) bool { return strings.Contains(n, part) }) {
		a.t.Errorf("no note says %q: %q", part, a.Notes)
	}
}

func sideOf(t *testing.T, word string) reference.Side {
	t.Helper()
	s, err := reference.FindSide(word)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func pairOf(t *testing.T, a, b string) analysis.Arguments {
	t.Helper()
	args := analysis.Arguments{A: sideOf(t, a)}
	if b != "" {
		args.B = sideOf(t, b)
	}
	return args
}

// refused wants an error of a kind whose sentence and hint say the parts.
func refused(t *testing.T, err error, kind trade.Kind, parts ...string) {
	t.Helper()
	if err == nil || trade.KindOf(err) != kind {
		t.Fatalf("the error is %v (kind %d), want kind %d", err, trade.KindOf(err), kind)
	}
	for _, part := range parts {
		if text := err.Error() + " | " + trade.HintOf(err); !strings.Contains(text, part) {
			t.Errorf("%q does not say %q", text, part)
		}
	}
}

// The three economies and three goods of the vector of specialisation.
var (
	vectorEconomies = []trade.Economy{"BLR", "KAZ", "RUS"}
	vectorGoods     = []trade.Product{"0402", "2709", "8704"}
	vectorExports   = [3][3]float64{{100, 50, 50}, {20, 160, 20}, {30, 10, 60}}
	vectorImports   = [3][3]float64{{60, 80, 40}, {50, 90, 80}, {40, 50, 10}}
	vectorPairs     = [3][3]float64{{0, 120, 80}, {150, 0, 50}, {40, 60, 0}}
)

// toyWorld is a world whose exporters report the exports of the vector and whose
// importers report its imports, a report of its own each.
func toyWorld(years ...int) *stand {
	s := &stand{}
	annual := func(r trade.Reporter) func(*trade.Coverage) { return func(c *trade.Coverage) { c.Reporter = r } }
	s.cover("d", vectorEconomies, vectorEconomies, years, annual(trade.ByExporter))
	s.cover("d", vectorEconomies, vectorEconomies, years, annual(trade.ByImporter))
	for _, year := range years {
		for i, e := range vectorEconomies {
			for k, good := range vectorGoods {
				// The margins of the exports and of the partners are those of the vector; the cells between are in proportion.
				for j, partner := range vectorEconomies {
					share := vectorPairs[i][j] / 200
					if i == 2 {
						share = vectorPairs[i][j] / 100
					}
					if i != j {
						s.add("d", year, e, partner, good, 1000*vectorExports[i][k]*share, 0).Reporter = trade.ByExporter
					}
				}
				s.add("d", year, vectorEconomies[(i+1)%3], e, good, 1000*vectorImports[i][k], 0).Reporter = trade.ByImporter
			}
		}
	}
	return s
}
