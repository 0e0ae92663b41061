package cubetest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/cube"
)

var update = flag.Bool("update", false, "write the answers of the engine under test into the files of the suite; read the difference")

// suites is the folder of the files, from any folder beside package cube.
const suites = "../cube/testdata/conformance"

// Run asks the engine every question of the suite. open returns an engine over
// the rows.
func Run(t *testing.T, open func(t *testing.T, rows []cube.Row) cube.Engine) {
	paths, err := filepath.Glob(filepath.Join(suites, "*.txt"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no files in %s: %v", suites, err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			t.Parallel()
			s, err := readSuite(path)
			if err != nil {
				t.Fatal(err)
			}
			s.run(t, path, open(t, s.rows))
		})
	}
}

func (s *suite) run(t *testing.T, path string, engine cube.Engine) {
	var answers [][]string
	for _, c := range s.cases {
		table, err := engine.Aggregate(t.Context(), c.query)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := write(table, c.query)
		answers = append(answers, aligned(got))
		if want := c.answer; !*update && !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant:\n%s", c.name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	if *update && len(answers) == len(s.cases) {
		if err := os.WriteFile(path, []byte(s.replaceAnswers(answers)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// write writes a table as lines with one space between fields.
func write(t *cube.Table, q cube.Query) []string {
	lines := make([]string, t.Rows+1)
	for i := range t.Columns {
		c := &t.Columns[i]
		fields := []string{c.Name}
		for row := range t.Rows {
			fields = append(fields, field(c, row, q))
		}
		for k := range lines {
			lines[k] = strings.TrimPrefix(lines[k]+" "+fields[k], " ")
		}
	}
	return lines
}

func field(c *cube.Column, row int, q cube.Query) string {
	switch {
	case c.Text != nil && c.Text[row] == "":
		return "-"
	case c.Text != nil:
		return c.Text[row]
	case c.States == nil && c.Name == string(cube.Period):
		return q.Periods[c.Numbers[row]].String()
	case c.States == nil:
		return fmt.Sprint(c.Numbers[row])
	}
	text := c.Amount(row).String()
	if c.Unknown[row] > 0 {
		text += fmt.Sprintf("+%d?", c.Unknown[row])
	}
	return text
}

// aligned pads the fields of lines to columns.
func aligned(lines []string) []string {
	var rows [][]string
	width := map[int]int{}
	for _, line := range lines {
		fields := strings.Split(line, " ")
		for i, f := range fields {
			width[i] = max(width[i], len(f))
		}
		rows = append(rows, fields)
	}
	var out []string
	for _, fields := range rows {
		line := ""
		for i, f := range fields {
			line += fmt.Sprintf("%-*s ", width[i], f)
		}
		out = append(out, strings.TrimRight(line, " "))
	}
	return out
}

// Equal reports the first difference between two tables, an empty text if there
// is none.
func Equal(got, want *cube.Table) string {
	if got.Rows != want.Rows || len(got.Columns) != len(want.Columns) {
		return fmt.Sprintf("%d rows of %d columns, want %d of %d", got.Rows, len(got.Columns), want.Rows, len(want.Columns))
	}
	for i := range got.Columns {
		a, b := got.Columns[i], want.Columns[i]
		switch {
		case a.Name != b.Name:
			return fmt.Sprintf("column %d is %s, want %s", i, a.Name, b.Name)
		case !slices.Equal(a.Text, b.Text):
			return fmt.Sprintf("%s is %q, want %q", a.Name, a.Text, b.Text)
		case !slices.Equal(a.Numbers, b.Numbers):
			return fmt.Sprintf("%s is %d, want %d", a.Name, a.Numbers, b.Numbers)
		case !slices.Equal(a.States, b.States):
			return fmt.Sprintf("the states of %s are %v, want %v", a.Name, a.States, b.States)
		case !slices.Equal(a.Unknown, b.Unknown):
			return fmt.Sprintf("%s lacks %d rows, want %d", a.Name, a.Unknown, b.Unknown)
		}
	}
	return ""
}
