package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// fileFigures is a row of the table in docs/sources.md: what one file brings of one
// dataset.
type fileFigures struct {
	read, flows, totals, aside, format, value int64 // value in thousandths
}

// documented reads the table: for each file and its words, the figures of each
// dataset.
func documented(t *testing.T) (imports [][2]string, figures map[[2]string]map[string]fileFigures) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "sources.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(text), "| value stored |\n|---|---|---|---|---|---|---|---|---|\n")
	if !found {
		t.Fatal("docs/sources.md has no table of files")
	}
	figures = map[[2]string]map[string]fileFigures{}
	for line := range strings.Lines(table) {
		if !strings.HasPrefix(line, "|") {
			break
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.Trim(strings.TrimSpace(cells[i]), "`")
		}
		key := [2]string{cells[0], cells[1]}
		if figures[key] == nil {
			imports = append(imports, key)
			figures[key] = map[string]fileFigures{}
		}
		figures[key][cells[2]] = figuresOf(t, cells[3:])
	}
	return imports, figures
}

// figuresOf reads the numbers of a row, in the order of the columns.
func figuresOf(t *testing.T, cells []string) fileFigures {
	t.Helper()
	var n [6]int64
	for i, text := range cells[:6] {
		v, err := trade.ParseThousandths(strings.ReplaceAll(text, ",", ""))
		if err != nil {
			t.Fatal(err)
		}
		if n[i] = v; i < 5 {
			n[i] /= 1000
		}
	}
	return fileFigures{n[0], n[1], n[2], n[3], n[4], n[5]}
}

// TestRealFiles imports every file that docs/sources.md lists and compares the
// accounts with the figures there, which were taken by other programs too.
func TestRealFiles(t *testing.T) {
	t.Parallel()
	imports, figures := documented(t)
	if len(imports) < 35 {
		t.Fatalf("docs/sources.md lists %d imports only", len(imports))
	}
	for _, key := range imports {
		t.Run(strings.Join(key[:], " "), func(t *testing.T) {
			t.Parallel()
			file := sourcetest.RealFile(t, key[0])
			args := append([]string{"--lake", filepath.Join(t.TempDir(), "lake"), "--format", "csv", "import"}, strings.Fields(key[1])...)
			code, stdout, stderr := called(t, append(args, file)...)
			if code != 0 {
				t.Fatalf("exit %d: %s", code, stderr)
			}
			if got := reported(t, stdout); fmt.Sprint(got) != fmt.Sprint(figures[key]) {
				t.Errorf("imported %v\ndocumented %v", got, figures[key])
			}
		})
	}
}

// reported adds up the report of an import by dataset.
func reported(t *testing.T, report string) map[string]fileFigures {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(report)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]fileFigures{}
	for _, row := range rows[1:] {
		count := func(name string) int64 {
			n, err := strconv.ParseInt(row[slices.Index(rows[0], name)], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		value, err := trade.ParseThousandths(row[slices.Index(rows[0], "value_stored")])
		if err != nil {
			t.Fatal(err)
		}
		name := row[slices.Index(rows[0], "dataset")]
		if name == "" {
			name = "(none)"
		}
		f := sums[name]
		sums[name] = fileFigures{
			f.read + count("rows_read"), f.flows + count("rows_stored"), f.totals + count("rows_total"),
			f.aside + count("rows_set_aside"), f.format + count("rows_format"), f.value + value,
		}
	}
	return sums
}
