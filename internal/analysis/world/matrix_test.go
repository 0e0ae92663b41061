package world

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// matrixOf measures a csv and returns its answer and its files by name.
func matrixOf(t *testing.T, text string, c analysis.Conventions) (answered, map[string][]map[string]string) {
	t.Helper()
	m, err := ReadMatrix("m.csv", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var country, product, pair, proximity bytes.Buffer
	r, err := m.Complexity(analysis.Arguments{Conventions: c}, ComplexityFiles{&country, &product, &pair, &proximity})
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]map[string]string{}
	for name, file := range map[string]*bytes.Buffer{"country": &country, "product": &product, "pair": &pair, "proximity": &proximity} {
		lines, err := csv.NewReader(file).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines[1:] {
			record := map[string]string{}
			for i, column := range lines[0] {
				record[column] = line[i]
			}
			files[name] = append(files[name], record)
		}
	}
	return answered{t, r}, files
}

// presence is M of the test vector with four economies and five products. Exports of 1
// where M is 1 have it at any threshold near 0.
var presence = [][]int{{1, 1, 1, 1, 0}, {1, 1, 0, 0, 1}, {1, 0, 1, 0, 0}, {1, 0, 0, 0, 0}}

func presenceCSV() string {
	text := "year,loc,prod,val\n"
	for i, row := range presence {
		for j, one := range row {
			text += fmt.Sprintf("2021,%c,%d,%d\n", 'a'+i, j+1, one)
		}
	}
	return text
}

// TestComplexityOfVector compares all indices with those printed for M of the vector.
func TestComplexityOfVector(t *testing.T) {
	t.Parallel()
	_, files := matrixOf(t, presenceCSV(), analysis.Conventions{Threshold: .01})
	eci := []float64{-.546035, 1.638105, -1.005464, -.086606}
	coi := []float64{1.337494, -1.472370, .198092, -.063217}
	pci := []float64{-.086606, 1.206927, -1.924322, -1.380139, 3.793993}
	for i, r := range files["country"] {
		printed(t, "ECI", r["eci"], eci[i])
		printed(t, "COI", r["coi"], coi[i])
	}
	for i, r := range files["product"] {
		printed(t, "PCI", r["pci"], pci[i])
	}
	for i, r := range files["pair"] {
		if want := strconv.Itoa(presence[i/5][i%5]); r["mcp"] != want {
			t.Errorf("M %d is %s, want %s", i, r["mcp"], want)
		}
	}
	printed(t, "density", files["pair"][1]["density"], .833333)
	printed(t, "COG", files["pair"][4]["cog"], 2.131845)
	printed(t, "COG", files["pair"][11]["cog"], 1.126387)
	printed(t, "proximity", files["proximity"][3]["proximity"], .25)
}

func printed(t *testing.T, what, got string, want float64) {
	t.Helper()
	x, err := strconv.ParseFloat(got, 64)
	if err != nil || math.Abs(x-want) > 6e-7 {
		t.Errorf("%s is %q, want %.6f", what, got, want)
	}
}

// TestMatrixScale: a power of ten, and any spelling of a number, change nothing; nor does
// the order of lines.
func TestMatrixScale(t *testing.T) {
	t.Parallel()
	write := func(format string, reversed bool) string {
		lines := []string{}
		for i, v := range []float64{5, 1, 2, 1, 5, 2, 1, 1, 5} {
			lines = append(lines, fmt.Sprintf("y,e%d,p%d,"+format, i/3, i%3, v))
		}
		if reversed {
			slices.Reverse(lines)
		}
		return "year,loc,prod,val\n" + strings.Join(lines, "\n") + "\n"
	}
	_, want := matrixOf(t, write("%g", false), analysis.Conventions{})
	for _, format := range []string{"%ge-12", "%gE+15", "%g.000", "00%g", "+%g", "%g000000000000"} {
		_, got := matrixOf(t, write(format, format == "00%g"), analysis.Conventions{})
		for name, records := range want {
			if !slices.EqualFunc(got[name], records, func(a, b map[string]string) bool { return fmt.Sprint(a) == fmt.Sprint(b) }) {
				t.Errorf("%s: %s differs:\n%v\n%v", format, name, got[name], records)
			}
		}
	}
}

// TestMatrixWithoutMeaning: a year without complexity has its diversity and no indices;
// the parts of a disconnected one are named, and nothing is NaN.
func TestMatrixWithoutMeaning(t *testing.T) {
	t.Parallel()
	text := "year,loc,prod,val\n2020,x,one,1\n2021,a,p,1\n2021,b,p,1\n2021,\"c,d\",q,1\n2021,e,q,1\n2022,a,p,0\n"
	all, files := matrixOf(t, text, analysis.Conventions{})
	for _, part := range []string{"2021: ECI, PCI, COI and COG are not defined (disconnected): the economies fall into 2 parts that share " +
		"no product: {a, b: p}; {c,d, e: q}.",
		"2020: ECI, PCI, COI and COG are not defined (too few): only economy x exports.",
		"2022: ECI, PCI, COI and COG are not defined (too few): all 1 values are 0."} {
		all.says(part)
	}
	for _, row := range all.Rows {
		if row[all.field("rank")].Amount.Known() {
			t.Errorf("a rank: %v", row)
		}
	}
	if c := files["country"][3]; c["loc"] != "c,d" || c["diversity"] != "1" || c["eci"] != "" || c["coi"] != "" {
		t.Errorf("c,d is %v", c)
	}
	if c := files["country"][5]; c["loc"] != "a" || c["diversity"] != "0" || c["fitness"] != "" {
		t.Errorf("an economy without exports is %v", c)
	}
	for _, r := range files["pair"] {
		if r["year"] == "2022" && (r["rca"] != "" || r["mcp"] != "0" || r["density"] != "" || r["cog"] != "") {
			t.Errorf("nothing over nothing is %v", r)
		}
	}
	if s := fmt.Sprint(files, all.Rows); strings.Contains(s, "NaN") || strings.Contains(s, "Inf") {
		t.Errorf("NaN: %s", s)
	}
}

func TestReadMatrixRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, says string }{
		{"", "m.csv, line 1: the file is empty"},
		{"year,loc,prod\n", "m.csv, line 1: there is no column val"},
		{"year;loc;prod;val\n", "m.csv, line 1: there is no column year"},
		{"year,loc,prod,val\n", "nothing else"},
		{"year,loc,prod,val\n2021,a,p,1\n2021,b,p,2\n2021,a,p,3\n", "m.csv, line 4: 2021, a, p stands twice, first in line 2"},
		{"year,loc,prod,val\n2021,a,p,-1\n", `m.csv, line 2: the value "-1" of 2021, a, p is negative`},
		{"year,loc,prod,val\n2021,a,p,NaN\n", `the value "NaN" of 2021, a, p is not a number`},
		{"year,loc,prod,val\n2021,a,p,Inf\n", "is not a number"},
		{"year,loc,prod,val\n2021,a,p,1e999\n", "is beyond the numbers"},
		{"year,loc,prod,val\n2021,a,p,\"1,5\"\n", "is not a number"},
		{"year,loc,prod,val\n2021,a,p,0x10\n", "is not a number"},
		{"year,loc,prod,val\n2021,a,p,\n", "val is empty"},
		{"year,loc,prod,val\n2021, ,p,1\n", "loc is empty"},
		{"year,loc,prod,val,Val\n2021,a,p,1,2\n", "m.csv, line 1: the column val stands twice"},
		{"year,loc,prod,val\n2021,a,p,1\n2021,\xff,p,1\n", `m.csv, line 3: loc is "\xff", which is not UTF-8`},
		{"year,loc,prod,val\n2021,a,p\n", "line 2: the line is no csv"},
		{"year,loc,prod,val\n2021,\"a,p,1\n", "the line is no csv"},
	} {
		m, err := ReadMatrix("m.csv", strings.NewReader(c.text))
		if err == nil || !strings.Contains(err.Error(), c.says) || trade.HintOf(err) == "" || trade.KindOf(err) != trade.BadInput {
			t.Errorf("%q: %v, %v, want %q", c.text, m, err, c.says)
		}
	}
}

// TestMatrixOnly: one label narrows what is shown; its numbers and place stay.
func TestMatrixOnly(t *testing.T) {
	t.Parallel()
	all, _ := matrixOf(t, presenceCSV(), analysis.Conventions{Threshold: .01})
	m, err := ReadMatrix("m.csv", strings.NewReader(presenceCSV()+"2020,z,1,1\n"))
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Only("nobody"); trade.KindOf(err) != trade.Usage || !strings.Contains(err.Error(), `m.csv: there is no economy "nobody"`) ||
		!strings.Contains(trade.HintOf(err), "a, b, c, d, z") {
		t.Errorf("%v, %s", err, trade.HintOf(err))
	}
	if err := m.Only("d"); err != nil {
		t.Fatal(err)
	}
	var country, product, pair bytes.Buffer
	r, err := m.Complexity(analysis.Arguments{Top: 1, Conventions: analysis.Conventions{Threshold: .01}},
		ComplexityFiles{Country: &country, Product: &product, Pair: &pair})
	if err != nil {
		t.Fatal(err)
	}
	one := answered{t, r}
	if len(r.Rows) != 1 || !reflect.DeepEqual(r.Rows[0], all.row("loc", "d")) || r.Arguments["economy"] != "d" {
		t.Errorf("%v, want %v", r.Rows, all.row("loc", "d"))
	}
	one.says("2020: the file has no d.")
	for name, c := range map[string]struct {
		file  *bytes.Buffer
		lines int
	}{"country": {&country, 2}, "product": {&product, 1 + 5 + 1}, "pair": {&pair, 1 + 5}} {
		if got := strings.Count(c.file.String(), "\n"); got != c.lines || name != "product" && strings.Contains(c.file.String(), "2021,a,") {
			t.Errorf("%s has %d lines, want %d:\n%s", name, got, c.lines, c.file)
		}
	}
}

// TestMatrixRounded: digits that are lost are counted and noted.
func TestMatrixRounded(t *testing.T) {
	t.Parallel()
	a, _ := matrixOf(t, "year,loc,prod,val\n1,a,p,1234567890123456789012\n1,a,q,1\n1,b,p,1e12\n1,b,q,5000\n", analysis.Conventions{})
	a.says("1: values with more digits than can be kept beside the others, rounded: 1.")
	a.says("1: values too small beside the others to be told from 0: 1.")
}

// TestMatrixVanishing: a fitness that tends to 0 has a rank and no number, unless a number
// of updates was asked for.
func TestMatrixVanishing(t *testing.T) {
	t.Parallel()
	c := analysis.Conventions{Threshold: .01}
	free, files := matrixOf(t, presenceCSV(), c)
	empty := 0
	for i, r := range files["country"] {
		row := free.row("loc", r["loc"])
		fit := row[free.field("fitness")].Ratio
		if (fit.Status == vanishing) != (r["fitness"] == "") || !row[free.field("rank_fitness")].Amount.Known() {
			t.Errorf("economy %d: %v and %q, rank %v", i, fit, r["fitness"], row[free.field("rank_fitness")].Amount)
		}
		if fit.Status == vanishing {
			empty++
			free.says("tends to 0 (")
		}
	}
	if empty == 0 {
		t.Error("nothing vanishes")
	}
	c.Method, c.Iterations = "fitness", 500
	asked, files := matrixOf(t, presenceCSV(), c)
	for _, r := range files["country"] {
		if fit := asked.row("loc", r["loc"])[asked.field("fitness")].Ratio; !fit.HasNumber() || r["fitness"] == "" {
			t.Errorf("%s: %v and %q", r["loc"], fit, r["fitness"])
		}
	}
}

// TestMatrixCells: a year too large to measure is refused before it fills the memory.
func TestMatrixCells(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString("year,loc,prod,val\n")
	for i := range 5000 {
		fmt.Fprintf(&text, "1,e%d,p%d,1\n", i, i)
	}
	if _, err := ReadMatrix("m.csv", strings.NewReader(text.String())); err == nil ||
		!strings.Contains(err.Error(), "5000 economies and 5000 products") {
		t.Errorf("%v", err)
	}
}

func TestParseDecimal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]decimal{
		"0": {}, "-0.0": {}, "1": {1, 0, false}, "1200": {12, 2, false}, "0.046": {46, -3, false}, ".5": {5, -1, false}, "5.": {5, 0, false},
		"1.5e3": {15, 2, false}, "25E-4": {25, -4, false}, "123456789012345678000": {123456789012345678, 3, false},
		"1234567890123456789012": {123456789012345678, 4, true},
	} {
		if got, fault := parseDecimal(text); got != want || fault != "" {
			t.Errorf("%s is %v %s, want %v", text, got, fault, want)
		}
	}
}

// FuzzParseDecimal: what is read as a number is what a general parser reads.
func FuzzParseDecimal(f *testing.F) {
	for _, seed := range []string{"1.5", "-1", "1e5", "", ".", "e", "0x1", "1_0", "12345678901234567890.5e-30", "+.0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, fault := parseDecimal(text)
		if fault != "" {
			return
		}
		want, err := strconv.ParseFloat(text, 64)
		if err != nil && want == 0 || math.Abs(d.float()-want) > 1e-14*want {
			t.Errorf("%q is %v, want %v (%v)", text, d.float(), want, err)
		}
	})
}

// TestWholeNumbers: numbers keep their proportions exactly where they fit, and to the
// last place where they do not.
func TestWholeNumbers(t *testing.T) {
	t.Parallel()
	numbers := func(texts ...string) ([]int64, rounded) {
		var all []decimal
		for _, text := range texts {
			d, fault := parseDecimal(text)
			if fault != "" {
				t.Fatal(fault)
			}
			all = append(all, d)
		}
		return wholeNumbers(all)
	}
	if got, lost := numbers("0.001", "20", "0", "1e2"); !slices.Equal(got, []int64{1, 20_000, 0, 100_000}) || lost != (rounded{}) {
		t.Errorf("%v, %d", got, lost)
	}
	got, lost := numbers("1e30", "1", "1e20", "7e11", "0", "1e12")
	if lost != (rounded{1, 1}) || got[0] != 1e18 || got[1] != 0 || got[2] != 1e8 || got[3] != 1 {
		t.Errorf("%v, %d", got, lost)
	}
}
