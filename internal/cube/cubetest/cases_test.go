package cubetest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

func suiteOf(t *testing.T, text string) (*suite, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return readSuite(path)
}

const good = `# a comment
rows
period exporter value_usd flags
2021Q2 KAZ      -2.5      total,demo
2020   KAZ      -         -

case first
by exporter
measure value_usd
answer
exporter   value_usd
KAZ  -2.5

case second
totals
measure rows
answer
rows
1
`

func TestReadSuite(t *testing.T) {
	t.Parallel()
	s, err := suiteOf(t, good)
	if err != nil {
		t.Fatal(err)
	}
	first := s.rows[0]
	if len(s.rows) != 2 || first.Exporter != "KAZ" || first.ValueUSD.Thousandths != -2500 || first.Importer != "RUS" ||
		first.Flags != trade.FlagTotal|trade.FlagDemo || first.Period.Months != 3 || s.rows[1].ValueUSD.Known() {
		t.Errorf("%+v", s.rows)
	}
	if len(s.cases) != 2 || s.cases[0].answer[1] != "KAZ -2.5" || !s.cases[1].query.Totals {
		t.Errorf("%+v", s.cases)
	}
	changed := s.replaceAnswers([][]string{{"a", "b", "c"}, {"d"}})
	want := strings.Replace(strings.Replace(good, "exporter   value_usd\nKAZ  -2.5\n", "a\nb\nc\n", 1), "rows\n1\n", "d\n", 1)
	if changed != want {
		t.Errorf("%q, want %q", changed, want)
	}
}

func TestReadSuiteRefuses(t *testing.T) {
	t.Parallel()
	for part, change := range map[string][2]string{
		"2 fields where 4":       {"2020   KAZ      -         -", "2020 KAZ"},
		"colour is not":          {"period exporter", "colour exporter"},
		"not a period":           {"2021Q2", "2021Q9"},
		"not an amount":          {"-2.5      total", "2,5 total"},
		"loud is not a flag":     {"total,demo", "loud"},
		"has no answer":          {"measure rows\nanswer\nrows\n1\n", "measure rows\n"},
		`"group" is not`:         {"by exporter", "group exporter"},
		`"question" is not`:      {"case first", "question first"},
		"a fold is written":      {"by exporter", "fold exporter"},
		`a.txt:9: "measures" is`: {"measure value_usd", "measures value_usd"},
	} {
		if !strings.Contains(good, change[0]) {
			t.Fatalf("%q is not in the file", change[0])
		}
		if _, err := suiteOf(t, strings.Replace(good, change[0], change[1], 1)); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%v, want %q", err, part)
		}
	}
}

func TestEqual(t *testing.T) {
	t.Parallel()
	table := func(change func(c *cube.Column)) *cube.Table {
		c := cube.Column{Name: "value_usd", Text: []string{"a"}, Numbers: []int64{1}, States: []trade.State{0}, Unknown: []int64{2}}
		change(&c)
		return &cube.Table{Rows: len(c.Numbers), Columns: []cube.Column{c}}
	}
	same := table(func(*cube.Column) {})
	if d := Equal(same, table(func(*cube.Column) {})); d != "" {
		t.Error(d)
	}
	for name, change := range map[string]func(c *cube.Column){
		"name": func(c *cube.Column) { c.Name = "x" }, "text": func(c *cube.Column) { c.Text[0] = "b" },
		"number": func(c *cube.Column) { c.Numbers[0] = 2 }, "state": func(c *cube.Column) { c.States[0] = trade.Missing },
		"unknown": func(c *cube.Column) { c.Unknown[0] = 0 }, "rows": func(c *cube.Column) { c.Numbers = nil },
	} {
		if Equal(table(change), same) == "" {
			t.Errorf("a different %s was not seen", name)
		}
	}
}
