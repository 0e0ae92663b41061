package analysis

import (
	"context"
	"slices"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// world is a lake in memory: rows by hand and what they cover.
type world struct {
	rows []cube.Row
	held []trade.Coverage
}

func (w *world) Covered(_ context.Context, s trade.Scope) ([]trade.Coverage, error) {
	return slices.DeleteFunc(slices.Clone(w.held), func(c trade.Coverage) bool {
		return s.Dataset != "" && c.Dataset != s.Dataset
	}), nil
}

func (w *world) asker() Asker {
	return Asker{Engine: cube.NewMemory(w.rows), Coverage: w, Snapshot: 7}
}

// counted counts the queries of a question.
type counted struct {
	cube.Engine
	queries int
}

func (c *counted) Aggregate(ctx context.Context, q cube.Query) (*cube.Table, error) {
	c.queries++
	return c.Engine.Aggregate(ctx, q)
}

// cover adds a monthly, reconciled dataset of headings in which absence is zero;
// change adapts it.
func (w *world) cover(dataset string, economies []trade.Economy, periods []trade.Period, change func(*trade.Coverage)) {
	slices.Sort(economies)
	c := trade.Coverage{
		Dataset: dataset, Release: "1", Nomenclature: trade.HS2017, Digits: 4, Months: 1, AbsentIsZero: true,
		Reporter: trade.Reconciled, Exporters: economies, Importers: economies, Periods: periods,
		Origin: trade.Origin{Dataset: dataset, Release: "1", Valuation: "FOB"},
	}
	if change != nil {
		change(&c)
	}
	w.held = append(w.held, c)
}

// add stores one flow of so many thousandths.
func (w *world) add(dataset string, p trade.Period, from, to trade.Economy, product trade.Product, value int64, change func(*cube.Row)) {
	row := cube.Row{Dataset: dataset, Release: "1", Observation: trade.Observation{
		Period: p, Exporter: from, Importer: to, Product: product, Nomenclature: trade.HS2017,
		Flow: trade.General, Reporter: trade.Reconciled, Valuation: trade.FOB,
		Value: trade.Of(value), Currency: "USD", ValueUSD: trade.Of(value),
	}}
	if product == trade.AllProducts || from == trade.World || to == trade.World {
		row.Flags |= trade.FlagTotal
	}
	if change != nil {
		change(&row)
	}
	w.rows = append(w.rows, row)
}

func find(t *testing.T, text string) reference.Side {
	t.Helper()
	s, err := reference.FindSide(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func group3(code string, members ...trade.Economy) reference.Side {
	return reference.Side{Code: code, Name: trade.Name{English: code}, Members: members, Group: true}
}

func periods(t *testing.T, text string) []trade.Period {
	t.Helper()
	p, err := trade.ParsePeriods(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func months(t *testing.T, text string) []trade.Period {
	t.Helper()
	var all []trade.Period
	for _, p := range periods(t, text) {
		all = append(all, units(p, 1)...)
	}
	return all
}

// answer asks a question by name, in both languages, and fails the test on an
// error or on a sentence that does not fit its words.
func answer(t *testing.T, w *world, name string, args Arguments) *Result {
	t.Helper()
	r, err := ask(w.asker(), name, args)
	if err != nil {
		t.Fatalf("%s: %v (hint: %s)", name, err, trade.HintOf(err))
	}
	args.Language = trade.Russian
	russian, err := ask(w.asker(), name, args)
	if err != nil || len(russian.Notes) != len(r.Notes) || len(russian.Rows) != len(r.Rows) {
		t.Fatalf("%s: in Russian %d notes and %d rows (%v)", name, len(russian.Notes), len(russian.Rows), err)
	}
	for i, sentence := range append(append([]string{r.Title, russian.Title}, r.Notes...), russian.Notes...) {
		if contains(sentence, "%!") || sentence == "" {
			t.Errorf("%s: sentence %d is %q", name, i, sentence)
		}
	}
	for _, row := range r.Rows {
		if len(row) != len(r.Fields) {
			t.Fatalf("%s: a row has %d cells for %d fields", name, len(row), len(r.Fields))
		}
	}
	return r
}

func ask(asker Asker, name string, args Arguments) (*Result, error) {
	all := Questions()
	i := slices.IndexFunc(all, func(q Question) bool { return q.Name == name })
	return all[i].Answer(context.Background(), asker, args)
}

// at returns a cell by the name of its field.
func at(t *testing.T, r *Result, row int, name string) Cell {
	t.Helper()
	i := slices.IndexFunc(r.Fields, func(f Field) bool { return f.Name == name })
	if i < 0 || row >= len(r.Rows) {
		t.Fatalf("no field %s in row %d of %d", name, row, len(r.Rows))
	}
	return r.Rows[row][i]
}

// rowOf returns the index of the row whose text field has a value.
func rowOf(t *testing.T, r *Result, field, text string) int {
	t.Helper()
	for i := range r.Rows {
		if at(t, r, i, field).Text == text {
			return i
		}
	}
	t.Fatalf("no row has %s %q", field, text)
	return 0
}

func wantAmount(t *testing.T, r *Result, row int, field, want string) {
	t.Helper()
	if got := at(t, r, row, field).Amount.String(); got != want {
		t.Errorf("row %d: %s is %s, want %s", row, field, got, want)
	}
}

func wantRatio(t *testing.T, r *Result, row int, field string, want float64) {
	t.Helper()
	got := at(t, r, row, field).Ratio
	if !got.HasNumber() || got.Number-want > 1e-6 || want-got.Number > 1e-6 {
		t.Errorf("row %d: %s is %v, want %v", row, field, got, want)
	}
}

func wantStatus(t *testing.T, r *Result, row int, field string, want trade.Status) {
	t.Helper()
	if got := at(t, r, row, field).Ratio; got.Status != want {
		t.Errorf("row %d: %s has status %q (%v), want %q", row, field, got.Status, got.Number, want)
	}
}

func wantError(t *testing.T, err error, kind trade.Kind, parts ...string) {
	t.Helper()
	if err == nil || trade.KindOf(err) != kind {
		t.Fatalf("error %v (kind %d), want kind %d", err, trade.KindOf(err), kind)
	}
	text := err.Error() + " | " + trade.HintOf(err)
	for _, part := range parts {
		if !contains(text, part) {
			t.Errorf("error %q does not say %q", text, part)
		}
	}
}

func wantNote(t *testing.T, r *Result, part string) {
	t.Helper()
	if !slices.ContainsFunc(r.Notes, func(n string) bool { return contains(n, part) }) {
		t.Errorf("no note says %q: %q", part, r.Notes)
	}
}

func reportedBy(r trade.Reporter) func(*cube.Row) {
	return func(row *cube.Row) { row.Reporter = r }
}
