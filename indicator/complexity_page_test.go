package indicator_test

import (
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/oborot/oborot/indicator"
)

// pageTables returns the tables of a page by the heading above each: rows of cells,
// the header first.
func pageTables(t *testing.T, path string) map[string][][]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	tables, heading := map[string][][]string{}, ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if title, ok := strings.CutPrefix(line, "### "); ok {
			heading = title
		}
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|--") {
			continue
		}
		var cells []string
		for cell := range strings.SplitSeq(strings.Trim(line, "|"), "|") {
			cells = append(cells, strings.TrimSpace(cell))
		}
		tables[heading] = append(tables[heading], cells)
	}
	return tables
}

// complexityPage is a page with the world of its table of exports.
type complexityPage struct {
	t      *testing.T
	tables map[string][][]string
	world  *indicator.World
	m      *indicator.Presence
	checks int
}

func openPage(t *testing.T, path string) *complexityPage {
	t.Helper()
	p := &complexityPage{t: t, tables: pageTables(t, path)}
	exports := p.matrix("Exports")
	var values []float64
	for _, row := range exports {
		values = append(values, row...)
	}
	var err error
	if p.world, err = indicator.WorldOf(len(exports), len(exports[0]), values); err != nil {
		t.Fatal(err)
	}
	p.m = presenceIn(t, p.world)
	return p
}

// matrix returns the numbers of a table without its first row and column.
func (p *complexityPage) matrix(title string) (rows [][]float64) {
	p.t.Helper()
	if len(p.tables[title]) < 2 {
		p.t.Fatalf("the page has no table %q", title)
	}
	for _, row := range p.tables[title][1:] {
		var numbers []float64
		for _, cell := range row[1:] {
			numbers = append(numbers, number(p.t, cell))
		}
		rows = append(rows, numbers)
	}
	return rows
}

// column returns a column of a table as text.
func (p *complexityPage) column(title, name string) (cells []string) {
	p.t.Helper()
	table := p.tables[title]
	if len(table) < 2 || !slices.Contains(table[0], name) {
		p.t.Fatalf("the page has no table %q with a column %q", title, name)
	}
	for _, row := range table[1:] {
		cells = append(cells, row[slices.Index(table[0], name)])
	}
	return cells
}

// agrees checks printed numbers to half a unit of their last digit.
func (p *complexityPage) agrees(what string, printed []string, want []float64) {
	p.t.Helper()
	if len(printed) != len(want) {
		p.t.Fatalf("%s: %d numbers are printed, want %d", what, len(printed), len(want))
	}
	for i, text := range printed {
		_, decimals, _ := strings.Cut(text, ".")
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || math.Abs(x-want[i]) > .5000001*math.Pow10(-len(decimals)) {
			p.t.Errorf("%s: the page says %q, computed is %.6f", what, text, want[i])
		}
		p.checks++
	}
}

func (p *complexityPage) agreesAll(title string, want []float64) {
	p.t.Helper()
	var printed []string
	for _, row := range p.tables[title][1:] {
		printed = append(printed, row[1:]...)
	}
	p.agrees(title, printed, want)
}

func TestComplexityPage(t *testing.T) {
	t.Parallel()
	p := openPage(t, "../docs/indicator/complexity.md")
	rca, err := p.world.RCAs(p.m)
	if err != nil {
		t.Fatal(err)
	}
	p.agreesAll("RCA", rca)
	c := complexityOf(t, p.m, indicator.ComplexityOptions{})
	p.agrees("diversity", p.column("Economies", "diversity"), asFloats(p.m.Diversity()))
	p.agrees("ubiquity", p.column("Products", "ubiquity"), asFloats(p.m.Ubiquity()))
	p.agrees("ECI", p.column("Economies", "ECI"), c.ECI)
	p.agrees("PCI", p.column("Products", "PCI"), c.PCI)
	p.agrees("eigenvalues", p.column("Eigenvalues", "value"), []float64{1, c.Second, c.Third})
	p.otherMethods()
	p.incomes()
	p.agreements()
	if p.checks != 99 {
		t.Errorf("%d numbers of the page were checked", p.checks)
	}
}

func asFloats(counts []int) (all []float64) {
	for _, n := range counts {
		all = append(all, float64(n))
	}
	return all
}

func (p *complexityPage) otherMethods() {
	p.t.Helper()
	r := reflect(p.t, p.m, indicator.ReflectionsRule{})
	p.agrees("k_c,18", p.column("Economies", "k_c,18"), r.EconomyScores)
	p.agrees("k_p,19", p.column("Products", "k_p,19"), r.ProductScores)
	f := fitnessOf(p.t, p.m, indicator.FitnessRule{Updates: 20})
	p.agrees("F", p.column("Economies", "F"), f.Economies)
	p.agrees("Q", p.column("Products", "Q"), f.Products)
	stable, err := p.m.StableFitness(0)
	if err != nil {
		p.t.Fatal(err)
	}
	p.agrees("stable F", p.column("Economies", "stable F"), stable.Economies)
}

func (p *complexityPage) incomes() {
	p.t.Helper()
	var income []float64
	for _, text := range p.column("Economies", "income") {
		income = append(income, number(p.t, text))
	}
	prody, _, err := p.world.Prody(income)
	if err != nil {
		p.t.Fatal(err)
	}
	expy, _, err := p.world.Expy(prody)
	if err != nil {
		p.t.Fatal(err)
	}
	p.agrees("PRODY", p.column("Products", "PRODY"), prody)
	p.agrees("EXPY", p.column("Economies", "EXPY"), expy)
}

func (p *complexityPage) agreements() {
	p.t.Helper()
	s, err := p.m.RankStability()
	if err != nil {
		p.t.Fatal(err)
	}
	names := p.column("Agreement of methods", "methods")
	var spearman []float64
	for i, a := range s.Agreements {
		if name := s.Rankings[a.First].Method + ", " + s.Rankings[a.Second].Method; i >= len(names) || names[i] != name {
			p.t.Errorf("row %d is not of %s", i, name)
		}
		spearman = append(spearman, a.Spearman)
	}
	p.agrees("Spearman", p.column("Agreement of methods", "Spearman"), spearman)
}

func TestProductSpacePage(t *testing.T) {
	t.Parallel()
	p := openPage(t, "../docs/indicator/product-space.md")
	p.agreesAll("Proximity", indicator.ProximityMatrix[float64](p.m, indicator.ProximitySymmetric))
	p.agreesAll("Density", p.m.Density(false).Values)
	p.agreesAll("Density without the product itself", p.m.Density(true).Values)
	c := complexityOf(t, p.m, indicator.ComplexityOptions{})
	o := outlookOf(t, p.m, c)
	p.agreesAll("COG", o.COG)
	p.agrees("COI", p.column("COI", "COI"), o.COI)
	p.agrees("raw COI", p.column("COI", "raw COI"), o.RawCOI)
	p.links()
	p.region(indicator.WorldScale{World: p.world, Presence: p.m, Complexity: c, Outlook: o})
	if p.checks != 162 {
		t.Errorf("%d numbers of the page were checked", p.checks)
	}
}

func (p *complexityPage) links() {
	p.t.Helper()
	products := p.column("Proximity", "")
	var proximity []float64
	var ends, kinds []string
	for _, l := range spaceOf(p.t, p.m, indicator.SpaceRule{Threshold: .6}).Links {
		proximity = append(proximity, l.Proximity)
		ends = append(ends, products[l.First]+", "+products[l.Second])
		kinds = append(kinds, map[bool]string{true: "yes", false: "no"}[l.Backbone])
	}
	p.agrees("proximity of links", p.column("Links", "proximity"), proximity)
	if !slices.Equal(p.column("Links", "products"), ends) || !slices.Equal(p.column("Links", "backbone"), kinds) {
		p.t.Errorf("links are %v, backbone %v", ends, kinds)
	}
}

func (p *complexityPage) region(s indicator.WorldScale) {
	p.t.Helper()
	var exports []int64
	for _, text := range p.column("Region", "exports") {
		exports = append(exports, int64(1000*number(p.t, text)))
	}
	j := project(p.t, s, 1, exports)
	p.agrees("RCA of the region", p.column("Region", "RCA"), j.RCA)
	p.agrees("density of the region", p.column("Region", "density"), j.Density)
	p.agrees("COG of the region", p.column("Region", "COG"), j.COG)
	eci, _ := j.ECI(0)
	coi, _ := j.COI(0)
	p.agrees("indices of the region", p.column("Indices of the region", "value"), []float64{eci, coi})
}
