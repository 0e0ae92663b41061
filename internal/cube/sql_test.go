package cube_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

func usd(q cube.Query) cube.Query {
	q.Measures = []cube.Measure{cube.ValueUSD}
	return q
}

func TestSQL(t *testing.T) {
	t.Parallel()
	const head, general = "SELECT ", "flags & 8 = 0 AND flow = ?"
	const sums = "count(*), bit_or(flags), sum(value_usd), count(value_usd) FROM f WHERE "
	section := []cube.Fold{{Of: cube.Product, As: cube.Section, Digits: 2}}
	cases := []struct {
		name  string
		query cube.Query
		text  string
		args  []any
	}{
		{"nothing but a measure", cube.Query{}, head + sums + general, []any{"general"}},
		{"dataset and totals", cube.Query{Scope: trade.Scope{Dataset: "d"}, Totals: true},
			head + sums + "dataset = ? AND flags & 8 <> 0 AND flow = ?", []any{"d", "general"}},
		{"values are bound, a list too",
			cube.Query{Where: []cube.Filter{{Column: cube.Exporter, Values: []string{"x' OR 1=1 --", "RUS"}}, {Column: cube.Year, Values: []string{"2021"}}}},
			head + sums + general + " AND exporter IN (?, ?) AND year = ?", []any{"general", "x' OR 1=1 --", "RUS", int64(2021)}},
		{"prefixes", cube.Query{Where: []cube.Filter{{Column: cube.Product, Values: []string{"87", "04"}}}},
			head + sums + general + " AND ((product >= ? AND product < ?) OR (product >= ? AND product < ?))", []any{"general", "87", "88", "04", "05"}},
		{"grouping by flow keeps all of them, in order", cube.Query{By: []cube.Dimension{cube.Flow, cube.Year}},
			head + "flow, year, " + sums + "flags & 8 = 0 GROUP BY 1, 2 ORDER BY 1, 2", nil},
		{"a level, with the word of a total kept", cube.Query{By: []cube.Dimension{cube.Product}, Digits: 4},
			head + "CASE WHEN product = 'TOTAL' THEN product ELSE left(product, 4) END, " + sums + general + " GROUP BY 1 ORDER BY 1", []any{"general"}},
		{"sections need the chapters only", cube.Query{By: []cube.Dimension{cube.Section}, Folds: section},
			head + "CASE WHEN product = 'TOTAL' THEN product ELSE left(product, 2) END, " + sums + general + " GROUP BY 1", []any{"general"}},
		{"sections beside whole codes need these", cube.Query{By: []cube.Dimension{cube.Section, cube.Product}, Folds: section},
			head + "product, " + sums + general + " GROUP BY 1", []any{"general"}},
		{"whole years need no months", cube.Query{By: []cube.Dimension{cube.Period}, Periods: []trade.Period{trade.Year(2020), trade.Year(2021)}},
			head + "year, " + sums + general + " AND year IN (?, ?) GROUP BY 1", []any{"general", int64(2020), int64(2021)}},
		{"a part of a year is bounded by months", cube.Query{Periods: []trade.Period{{First: trade.MonthOf(2021, 1), Months: 9}}},
			head + sums + general + " AND year = ? AND (year * 12 + month - 1 >= ? AND year * 12 + month + months - 2 <= ?)",
			[]any{"general", int64(2021), int64(2021 * 12), int64(2021*12 + 8)}},
	}
	for _, c := range cases {
		s, err := usd(c.query).SQL("f")
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if s.Text != c.text || !slices.Equal(s.Args, c.args) {
			t.Errorf("%s:\n%s %v, want\n%s %v", c.name, s.Text, s.Args, c.text, c.args)
		}
		if marks := strings.Count(s.Text, "?"); marks != len(s.Args) {
			t.Errorf("%s: %d placeholders for %d values", c.name, marks, len(s.Args))
		}
	}
}

// TestStatementTable adds up rows as an engine would fill them in, with sums worked
// out here.
func TestStatementTable(t *testing.T) {
	t.Parallel()
	q := usd(cube.Query{
		By: []cube.Dimension{cube.Period, cube.Exporter}, Periods: []trade.Period{trade.Year(2021), trade.Span(trade.MonthOf(2020, 1), trade.MonthOf(2021, 12))},
		Folds: []cube.Fold{{Of: cube.Exporter, As: cube.Exporter, Codes: map[string]string{"RU-PRI": "RUS"}}},
	})
	s, err := q.SQL("f")
	if err != nil {
		t.Fatal(err)
	}
	names := func() (list []string) {
		for _, c := range s.Columns {
			list = append(list, c.Name)
		}
		return list
	}()
	if want := []string{"year", "exporter", "rows", "flags", "value_usd", "known"}; !slices.Equal(names, want) {
		t.Fatalf("the columns are %v, want %v", names, want)
	}
	s.Columns[0].Numbers = []int64{2020, 2021, 2021, 2021}
	s.Columns[1].Text = []string{"RUS", "RU-PRI", "RUS", "BLR"}
	s.Columns[2].Numbers = []int64{3, 1, 2, 4}
	s.Columns[3].Numbers = []int64{0, 0, 4, 2}
	s.Columns[4].Numbers = []int64{10, 20, 40, 0}
	s.Columns[5].Numbers = []int64{3, 1, 1, 0}
	table, err := s.Table()
	if err != nil {
		t.Fatal(err)
	}
	want := "[0 0 1 1] [BLR RUS BLR RUS] [0 60 0 70] [suppressed value suppressed value] [4 1 4 1]"
	usd := table.Column("value_usd")
	if got := fmt.Sprint(table.Column("period").Numbers, table.Column("exporter").Text, usd.Numbers, usd.States, usd.Unknown); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestStatementRefusesOverflow(t *testing.T) {
	t.Parallel()
	for _, half := range []int64{1 << 62, -1<<62 - 1} {
		q := usd(cube.Query{By: []cube.Dimension{cube.Section}, Folds: []cube.Fold{{Of: cube.Product, As: cube.Section, Other: "all"}}})
		s, err := q.SQL("f")
		if err != nil {
			t.Fatal(err)
		}
		s.Columns[0].Text = []string{"01", "02"}
		s.Columns[1].Numbers, s.Columns[2].Numbers = []int64{1, 1}, []int64{0, 0}
		s.Columns[3].Numbers, s.Columns[4].Numbers = []int64{half, half}, []int64{1, 1}
		if _, err := s.Table(); trade.KindOf(err) != trade.Internal || !strings.Contains(err.Error(), "value_usd") {
			t.Errorf("twice %d: %v", half, err)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	year := []trade.Period{trade.Year(2021)}
	measure := []cube.Measure{cube.Rows}
	bad := map[string]cube.Query{
		"nothing is measured":           {},
		`"price" is not a measure`:      {Measures: []cube.Measure{"price"}},
		`"colour" is not a dimension`:   {Measures: measure, By: []cube.Dimension{"colour"}},
		"named twice":                   {Measures: measure, By: []cube.Dimension{cube.Year, cube.Year}},
		`"period" is not a column`:      {Measures: measure, Where: []cube.Filter{{Column: cube.Period}}},
		`"soon" is not a whole number`:  {Measures: measure, Where: []cube.Filter{{Column: cube.Year, Values: []string{"soon"}}}},
		"not a whole number, which":     {Measures: measure, Where: []cube.Filter{{Column: cube.Flags, Values: []string{"4294967296"}}}},
		"grouping by period":            {Measures: measure, By: []cube.Dimension{cube.Period}},
		"grouping by section":           {Measures: measure, By: []cube.Dimension{cube.Section}, Periods: year},
		"cut to -1 digits":              {Measures: measure, Digits: -1},
		"fold of year as year":          {Measures: measure, Folds: []cube.Fold{{Of: cube.Year, As: cube.Year}}},
		"fold of exporter as section":   {Measures: measure, Folds: []cube.Fold{{Of: cube.Exporter, As: cube.Section}}},
		"fold of importer as exporter":  {Measures: measure, Folds: []cube.Fold{{Of: cube.Importer, As: cube.Exporter}}},
		`"drop table" is not a measure`: {Measures: []cube.Measure{"drop table"}},
	}
	for part, q := range bad {
		_, inMemory := cube.NewMemory(nil).Aggregate(t.Context(), q)
		_, asSQL := q.SQL("f")
		for _, err := range []error{q.Check(), inMemory, asSQL} {
			if trade.KindOf(err) != trade.Usage || !strings.Contains(err.Error(), part) {
				t.Errorf("%v, want an error with %q", err, part)
			}
		}
	}
	if err := (cube.Query{Measures: measure, By: []cube.Dimension{cube.Period}, Periods: year}).Check(); err != nil {
		t.Error(err)
	}
}

func TestYears(t *testing.T) {
	t.Parallel()
	q := cube.Query{Periods: []trade.Period{trade.Year(2021), trade.Span(trade.MonthOf(2018, 12), trade.MonthOf(2019, 1)), trade.Year(2021)}}
	if got := q.Years(); !slices.Equal(got, []int{2018, 2019, 2021}) {
		t.Errorf("%v", got)
	}
}
