package world

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// written are the files of an answer from a lake, each line by column name.
type written struct {
	result  *analysis.Result
	headers map[string]string
	lines   map[string][]map[string]string
}

// writtenFor writes the files of a question about golden years.
func writtenFor(t *testing.T, s *stand, args analysis.Arguments) written {
	t.Helper()
	files := map[string]*bytes.Buffer{"country": {}, "product": {}, "pair": {}, "proximity": {}}
	r, err := WriteComplexity(t.Context(), s.asker(), args,
		ComplexityFiles{files["country"], files["product"], files["pair"], files["proximity"]})
	if err != nil {
		t.Fatal(err)
	}
	w := written{result: r, headers: map[string]string{}, lines: map[string][]map[string]string{}}
	for name, file := range files {
		lines, err := csv.NewReader(file).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		w.headers[name] = strings.Join(lines[0], ",")
		for _, fields := range lines[1:] {
			record := map[string]string{}
			for i, column := range lines[0] {
				record[column] = fields[i]
			}
			w.lines[name] = append(w.lines[name], record)
		}
	}
	return w
}

func goldenYears() []trade.Period {
	return []trade.Period{trade.Span(trade.MonthOf(2019, 1), trade.MonthOf(2021, 12))}
}

// TestComplexityFilesOfGolden: the files from a lake have the columns that those of a
// matrix have, and the numbers of py-ecomplexity, under the codes of the lake.
func TestComplexityFilesOfGolden(t *testing.T) {
	t.Parallel()
	w := writtenFor(t, golden(t), analysis.Arguments{Periods: goldenYears()})
	for name, want := range map[string]struct {
		header string
		lines  int
	}{
		"country": {"year,loc,diversity,eci,coi,fitness", 60}, "product": {"year,prod,ubiquity,pci,fitness", 150},
		"pair": {"year,loc,prod,rca,mcp,density,cog", 3000}, "proximity": {"year,prod_1,prod_2,proximity", 3 * 50 * 49},
	} {
		if w.headers[name] != want.header || len(w.lines[name]) != want.lines {
			t.Errorf("%s: %s, %d lines", name, w.headers[name], len(w.lines[name]))
		}
	}
	compared := 0
	for file, golden := range map[string]string{"country": "country", "pair": "ecomplexity"} {
		byKey := map[string]map[string]string{}
		for _, r := range w.lines[file] {
			byKey[r["year"]+r["loc"]+r["prod"]] = r
		}
		for _, r := range goldenRecords(t, "w20x50_3y_"+golden+".csv") {
			product := "P000"
			if file == "pair" {
				product = r["prod"]
			}
			loc, prod := goldenCodes(t, r["loc"], product)
			if file == "country" {
				prod = ""
			}
			compared += sameNumbers(t, byKey[r["year"]+string(loc)+string(prod)], r)
		}
	}
	if compared != 60*3+3000*4 {
		t.Errorf("%d numbers were compared", compared)
	}
	if len(w.result.Rows) != 0 || len(w.result.Origins) != 1 || w.result.Arguments["periods"] != "2019..2021" ||
		w.result.Method != "complexity/1" {
		t.Errorf("the answer is %+v", w.result)
	}
}

// sameNumbers compares what two records have in common, and returns how much that is.
func sameNumbers(t *testing.T, got, want map[string]string) int {
	t.Helper()
	n := 0
	for _, column := range []string{"diversity", "eci", "coi", "rca", "mcp", "density", "cog"} {
		if want[column] == "" || got[column] == "" && got["loc"] != "" {
			continue
		}
		x, err := strconv.ParseFloat(got[column], 64)
		y, wrong := strconv.ParseFloat(want[column], 64)
		if err != nil || wrong != nil || math.Abs(x-y) > 1e-10 {
			t.Errorf("%s of %s %s %s is %q, want %q", column, want["year"], want["loc"], want["prod"], got[column], want[column])
		}
		n++
	}
	return n
}

// TestComplexityFilesOfOne: an economy narrows the lines of economies and pairs; a region
// that exports what an economy does has the same ones under its own code.
func TestComplexityFilesOfOne(t *testing.T) {
	t.Parallel()
	s := withRegion(golden(t), "SWE", 2021)
	args := analysis.Arguments{A: sideOf(t, "SWE"), Periods: []trade.Period{trade.Year(2021)}}
	own := writtenFor(t, s, args)
	args.A = sideOf(t, "RU-PRI")
	like := writtenFor(t, s, args)
	for name, lines := range map[string]int{"country": 1, "product": 50, "pair": 50} {
		if len(own.lines[name]) != lines || len(like.lines[name]) != lines {
			t.Fatalf("%s: %d and %d lines", name, len(own.lines[name]), len(like.lines[name]))
		}
		for i, a := range own.lines[name] {
			for column, text := range a {
				b := like.lines[name][i][column]
				x, err := strconv.ParseFloat(text, 64)
				y, _ := strconv.ParseFloat(b, 64)
				if column == "loc" && (text != "SWE" || b != "RU-PRI") || column != "loc" && (err != nil || math.Abs(x-y) > 1e-8) {
					t.Errorf("%s, line %d: %s is %q and %q", name, i, column, text, b)
				}
			}
		}
	}
	if like.result.Arguments["economy"] != "RU-PRI" || len(like.result.Origins) != 2 {
		t.Errorf("the answer is %v of %v", like.result.Arguments, like.result.Origins)
	}
}

// TestComplexityFilesWithoutMeaning: what has no value is empty, and the answer says why.
func TestComplexityFilesWithoutMeaning(t *testing.T) {
	t.Parallel()
	w := writtenFor(t, small([][]float64{{1, 0}, {1, 0}, {0, 1}, {0, 1}}), analysis.Arguments{})
	if r := w.lines["country"][0]; r["diversity"] != "1" || r["eci"]+r["coi"] != "" {
		t.Errorf("%v", r)
	}
	if !strings.Contains(strings.Join(w.result.Notes, " "), "disconnected") {
		t.Errorf("the notes are %q", w.result.Notes)
	}
	_, err := WriteComplexity(t.Context(), golden(t).asker(),
		analysis.Arguments{A: sideOf(t, "BRA"), Periods: []trade.Period{trade.Year(1999)}}, ComplexityFiles{})
	refused(t, err, trade.NoData, "1999")
}

// full takes some bytes and then no more.
type full struct{ left int }

var errFull = errors.New("it is full")

func (f *full) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}

// TestComplexityFilesUnwritable: an error of any file ends the work.
func TestComplexityFilesUnwritable(t *testing.T) {
	t.Parallel()
	s := golden(t)
	for _, left := range []int{0, 100, 9000} {
		f := &full{left}
		_, err := WriteComplexity(t.Context(), s.asker(), analysis.Arguments{Periods: goldenYears()},
			ComplexityFiles{Country: io.Discard, Pair: f})
		if !errors.Is(err, errFull) {
			t.Errorf("after %d bytes: %v", left, err)
		}
	}
}

// TestWriteBlocks: blocks come in order, whatever their number.
func TestWriteBlocks(t *testing.T) {
	t.Parallel()
	for _, blocks := range []int{0, 1, 2, 3, 200} {
		var got, want bytes.Buffer
		for i := range blocks {
			fmt.Fprintf(&want, "%d;", i)
		}
		lines := func(b line, block int) line { return fmt.Appendf(b, "%d;", block) }
		if err := writeBlocks(&got, blocks, lines); err != nil || got.String() != want.String() {
			t.Errorf("%d blocks: %q, %v", blocks, got.String(), err)
		}
	}
}

// TestLevelOfTitle: the title names the level of goods; where it was left open and the
// dataset has finer goods, a note says why it is that one.
func TestLevelOfTitle(t *testing.T) {
	t.Parallel()
	s := &stand{}
	for i, e := range twenty {
		for j, product := range []trade.Product{"010121", "010129", "020110", "870421"} {
			s.add("world", 2021, e, "NZL", product, float64(1+(i*7+j*j*3)%11), 0)
		}
	}
	s.cover("world", twenty, []trade.Economy{"NZL"}, []int{2021}, func(c *trade.Coverage) { c.Digits = 6 })
	why := func(a answered) bool {
		return slices.ContainsFunc(a.Notes, func(n string) bool { return strings.Contains(n, "as in published rankings") })
	}
	for _, c := range []struct {
		question string
		digits   int
		title    string
		why      bool
	}{
		{complexityName, 0, "Economic complexity of economies, HS4, 2021", true},
		{complexityName, 4, "Economic complexity of economies, HS4, 2021", false},
		{complexityName, 6, "Economic complexity of economies, HS6, 2021", false}, {spaceName, 0, "Network of products, HS4, 2021", true},
		{specialisationName, 0, "Belarus: specialisation, HS6, 2021", false}, {compareName, 2, "", false},
	} {
		args := analysis.Arguments{Digits: c.digits}
		if c.question == specialisationName || c.question == compareName {
			args.A = sideOf(t, "BLR")
		}
		if c.question == compareName {
			args.B = sideOf(t, "RUS")
			c.title = "HS2, 2021"
		}
		a := s.answered(t, c.question, args)
		if !strings.HasSuffix(a.Title, c.title) || why(a) != c.why {
			t.Errorf("%s, %d digits: %q, the note %v", c.question, c.digits, a.Title, why(a))
		}
	}
	for digits, want := range map[int]string{2: "t, 2 знака ГС", 4: "t, 4 знака ГС", 6: "t, 6 знаков ГС"} {
		b := &basis{digits: digits, nomenclature: trade.HS2017}
		if got := b.levelled(trade.Name{Russian: "t"}).Russian; got != want {
			t.Errorf("%d: %q", digits, got)
		}
	}
	if got := (&basis{digits: 4, nomenclature: "S3"}).levelled(trade.Name{English: "t"}).English; got != "t, codes of 4 digits" {
		t.Errorf("%q", got)
	}
}

// TestTotalsOnly: a dataset of totals is named as what it is.
func TestTotalsOnly(t *testing.T) {
	t.Parallel()
	s := &stand{}
	s.add("sums", 2021, "BLR", "WLD", "TOTAL", 5, 0)
	s.cover("sums", []trade.Economy{"BLR"}, []trade.Economy{"WLD"}, []int{2021}, func(c *trade.Coverage) { c.TotalsOnly, c.Digits = true, 0 })
	for _, dataset := range []string{"", "sums"} {
		_, err := s.ask(complexityName, analysis.Arguments{Dataset: dataset})
		refused(t, err, trade.NoData, "sums: only totals are held", "of 4 digits", "BACI")
	}
	both := golden(t)
	both.held, both.rows = append(both.held, s.held...), append(both.rows, s.rows...)
	if _, err := both.ask(complexityName, analysis.Arguments{}); err != nil {
		t.Error(err)
	}
	_, err := both.ask(complexityName, analysis.Arguments{Dataset: "sums"})
	refused(t, err, trade.NoData, "sums: only totals are held")
}
