package indicator_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/indicator"
)

// structurePage is a page whose example is computed again from its own input tables.
type structurePage struct {
	t      *testing.T
	tables map[string][][]string
	read   map[string]bool
}

func openStructurePage(t *testing.T, name string) *structurePage {
	t.Helper()
	return &structurePage{t, pageTables(t, "../docs/indicator/"+name), map[string]bool{"": true}}
}

// rows returns a table without its header.
func (p *structurePage) rows(title string) [][]string {
	p.t.Helper()
	p.read[title] = true
	if len(p.tables[title]) < 2 {
		p.t.Fatalf("the page has no table %q", title)
	}
	return p.tables[title][1:]
}

// input returns the whole numbers of a table without its first column.
func (p *structurePage) input(title string) (rows [][]int64) {
	p.t.Helper()
	for _, row := range p.rows(title) {
		var numbers []int64
		for _, cell := range row[1:] {
			numbers = append(numbers, structureWhole(p.t, cell))
		}
		rows = append(rows, numbers)
	}
	return rows
}

// flat is input row by row.
func (p *structurePage) flat(title string) []int64 {
	p.t.Helper()
	return slices.Concat(p.input(title)...)
}

// says compares a cell with a result: "none" where it has no value, else six decimals.
func (p *structurePage) says(what, cell string, x float64, ok bool) {
	p.t.Helper()
	if cell == "none" || !ok {
		if cell == "none" == ok {
			p.t.Errorf("%s: the page says %q, computed is %v, %v", what, cell, x, ok)
		}
		return
	}
	if _, decimals, _ := strings.Cut(cell, "."); len(decimals) != 6 {
		p.t.Errorf("%s: %q has not six decimals", what, cell)
	}
	near(p.t, what, x, number(p.t, cell), .5000001e-6)
}

// each compares every cell of a table but those of the first column.
func (p *structurePage) each(title string, compute func(row, column int) (float64, bool)) {
	p.t.Helper()
	for r, row := range p.rows(title) {
		for c, cell := range row[1:] {
			x, ok := compute(r, c)
			p.says(title+", "+row[0], cell, x, ok)
		}
	}
}

// done checks that no table of the page was left aside.
func (p *structurePage) done() {
	p.t.Helper()
	for title := range p.tables {
		if !p.read[title] {
			p.t.Errorf("nothing computes the table %q", title)
		}
	}
}

func certain(x float64) (float64, bool) { return x, true }

func TestSpecialisationPage(t *testing.T) {
	t.Parallel()
	p := openStructurePage(t, "specialisation.md")
	exports, imports := worldOf(t, 3, 4, p.flat("Exports")), worldOf(t, 3, 4, p.flat("Imports"))
	matrix, err := exports.Advantages(nil)
	if err != nil {
		t.Fatal(err)
	}
	p.each("RCA", matrix.At)
	p.each("RSCA", func(e, k int) (float64, bool) {
		x, _ := matrix.At(e, k)
		return indicator.SymmetricRCA(x)
	})
	p.each("ln RCA", func(e, k int) (float64, bool) {
		x, _ := matrix.At(e, k)
		return indicator.LogAdvantage(x)
	})
	p.each("RXA", func(e, k int) (float64, bool) { return exports.Cell(e, k).RelativeAdvantage() })
	p.each("RMP", func(e, k int) (float64, bool) { return imports.Cell(e, k).RelativeAdvantage() })
	p.each("RTA", func(e, k int) (float64, bool) {
		return indicator.RelativeTradeAdvantage(exports.Cell(e, k), imports.Cell(e, k))
	})
	p.each("RC", func(e, k int) (float64, bool) {
		return indicator.RevealedCompetitiveness(exports.Cell(e, k), imports.Cell(e, k))
	})
	x, m, product := p.input("Exports"), p.input("Imports"), p.input("Gross domestic product")
	p.each("Lafay", func(e, k int) (float64, bool) {
		index, ok := twoWayOf(t, x[e], m[e]).Lafay()
		return index[k], ok
	})
	p.each("Contribution to the balance", func(e, k int) (float64, bool) {
		index, ok := twoWayOf(t, x[e], m[e]).BalanceContribution(product[e][0])
		return index[k], ok
	})
	reference := make([]int64, 4)
	for k := range reference {
		reference[k] = exports.Cell(0, k).Product
	}
	regions, err := worldOf(t, 2, 4, p.flat("Regions")).Advantages(reference)
	if err != nil {
		t.Fatal(err)
	}
	p.each("RCA of regions", regions.At)
	p.done()
}

func TestConcentrationPage(t *testing.T) {
	t.Parallel()
	p := openStructurePage(t, "concentration.md")
	exports := p.input("Exports")
	order := []string{
		"HHI", "normalised HHI", "UNCTAD", "Hirschman", "effective number", "entropy", "normalised entropy", "exp of entropy",
		"Theil", "extensive margin", "intensive margin", "Gini", "Gini of a small sample",
	}
	all, _ := compositionIndices()
	all = append(all, compositionIndex{"extensive margin", func(c *indicator.Composition) (float64, bool) {
		x, _, ok := c.TheilMargins()
		return x, ok
	}}, compositionIndex{"intensive margin", func(c *indicator.Composition) (float64, bool) {
		_, x, ok := c.TheilMargins()
		return x, ok
	}})
	for title, n := range map[string]int{"Indices with n = 4": 4, "Indices with n = 10": 10} {
		if len(p.rows(title)) != len(order) {
			t.Fatalf("%d indices on the page, want %d", len(p.rows(title)), len(order))
		}
		p.each(title, func(row, e int) (float64, bool) {
			at := slices.IndexFunc(all, func(i compositionIndex) bool { return i.name == order[row] })
			return all[at].of(compositionOf(t, n, exports[e]...))
		})
	}
	var names []string
	var group []int
	for _, row := range p.rows("Groups") {
		if !slices.Contains(names, row[1]) {
			names = append(names, row[1])
		}
		group = append(group, slices.Index(names, row[1]))
	}
	p.each("Theil by group", func(e, column int) (float64, bool) {
		between, within, ok := compositionOf(t, 4, exports[e]...).TheilGroups(group)
		return [2]float64{between, within}[column], ok
	})
	p.done()
}

func TestIntraIndustryPage(t *testing.T) {
	t.Parallel()
	p := openStructurePage(t, "intra-industry.md")
	var items []indicator.TwoWayItem
	var x, m []int64
	for _, row := range p.input("Trade") {
		items = append(items, twoWayItem(row[0], row[1], row[2], row[3]))
		x, m = append(x, row[0]), append(m, row[2])
	}
	bands := []indicator.QualityBand{bandOf(t, indicator.BandReciprocal, .15), bandOf(t, indicator.BandSymmetric, .15)}
	for k, row := range p.rows("By product") {
		gl, ok := indicator.GrubelLloyd(x[k], m[k])
		p.says("GL of "+row[0], row[1], gl, ok)
		own, has := items[k].Exports.UnitValue()
		other, also := items[k].Imports.UnitValue()
		ratio := own / math.Max(other, 1e-9)
		p.says("unit values of "+row[0], row[2], ratio, has && also)
		for b, band := range bands {
			if row[3+b] != "none" && row[3+b] != string(band.Segment(ratio)) {
				t.Errorf("%s is %s in %+v, the page says %s", row[0], band.Segment(ratio), band, row[3+b])
			}
		}
	}
	w := twoWayOf(t, x, m)
	p.each("Of all products", func(row, _ int) (float64, bool) {
		var sumX, sumM int64
		for k := range x {
			sumX, sumM = sumX+x[k], sumM+m[k]
		}
		totals := func() (float64, bool) { return indicator.GrubelLloyd(sumX, sumM) }
		return []func() (float64, bool){w.GrubelLloyd, w.AdjustedGrubelLloyd, totals}[row]()
	})
	p.each("Split", func(row, column int) (float64, bool) {
		s := splitOf(t, bands[row], items...)
		if column == 4 {
			return s.GrubelLloyd()
		}
		return s.Share([]int64{s.Horizontal, s.VerticalHigh, s.VerticalLow, s.Unpriced}[column])
	})
	for k, row := range p.rows("Kinds") {
		own, has := items[k].Exports.UnitValue()
		other, also := items[k].Imports.UnitValue()
		for b, band := range bands {
			kind, _ := indicator.TradeKindRule{Band: band, Overlap: .1}.KindOf(x[k], m[k], own/math.Max(other, 1e-9), has && also)
			if row[1+b] != string(kind) {
				t.Errorf("%s is %s in %+v, the page says %s", row[0], kind, band, row[1+b])
			}
		}
	}
	var flows []indicator.PricedFlow
	for _, row := range p.input("World unit values") {
		flows = append(flows, indicator.PricedFlow{Value: row[0], Quantity: row[1]})
	}
	median, _ := indicator.MedianUnitValue(flows)
	mean, _ := indicator.MeanUnitValue(flows)
	references := []float64{median, mean}
	p.each("References", func(row, _ int) (float64, bool) { return certain(references[row]) })
	p.each("Relative unit values", func(row, column int) (float64, bool) {
		return indicator.RelativeUnitValue(flows[row], references[column])
	})
	p.done()
}

func TestSimilarityPage(t *testing.T) {
	t.Parallel()
	p := openStructurePage(t, "similarity.md")
	compositions := func(title string) (all []*indicator.Composition) {
		for _, row := range p.input(title) {
			all = append(all, compositionOf(t, len(row), row...))
		}
		return all
	}
	exports, imports, before := compositions("Exports"), compositions("Imports"), compositions("Exports before")
	pairs := [][2]int{{0, 1}, {0, 2}, {1, 2}}
	p.each("Pairs of exporters", func(row, column int) (float64, bool) {
		measure := []func(a, b *indicator.Composition) (float64, bool){indicator.FingerKreinin, indicator.Krugman}[column]
		return measure(exports[pairs[row][0]], exports[pairs[row][1]])
	})
	p.each("Complementarity", func(i, j int) (float64, bool) { return indicator.Complementarity(exports[i], imports[j]) })
	p.each("Structure change", func(e, _ int) (float64, bool) { return indicator.StructureChange(before[e], exports[e]) })
	bilateral := worldOf(t, 3, 3, p.flat("Bilateral exports"))
	flow := func(i, j int) indicator.BilateralIntensity {
		c := bilateral.Cell(i, j)
		return indicator.BilateralIntensity{
			Flow: c.Flow, Exports: c.Economy, PartnerImports: c.Product, World: c.Reference, OwnImports: bilateral.Cell(0, i).Product,
		}
	}
	p.each("Intensity, simple", func(i, j int) (float64, bool) { return flow(i, j).Simple() })
	p.each("Intensity, Kojima", func(i, j int) (float64, bool) { return flow(i, j).Kojima() })
	p.done()
}

func TestPricesPage(t *testing.T) {
	t.Parallel()
	p := openStructurePage(t, "prices.md")
	periods := make([][]indicator.PricedFlow, 3)
	for _, row := range p.input("Trade") {
		for year := range periods {
			periods[year] = append(periods[year], indicator.PricedFlow{Value: row[2*year], Quantity: row[2*year+1]})
		}
	}
	chain := chainOf(t, periods, indicator.StandardPriceRule())
	compared := []*indicator.PriceComparison{chain[0].Link, chain[1].Link, chain[1].Direct}
	for row, cells := range p.rows("Coverage") {
		c := compared[row]
		if cells[1] != string(rune('0'+c.Matched)) || c.Judged {
			t.Errorf("%s: %d items, judged %v", cells[0], c.Matched, c.Judged)
		}
		p.says("coverage of the base", cells[2], c.BaseCoverage, true)
		p.says("coverage now", cells[3], c.CurrentCoverage, true)
	}
	of := func(i indicator.PriceIndices, column int) (float64, bool) {
		return certain([]float64{i.Laspeyres, i.Paasche, i.Fisher, i.Tornqvist}[column])
	}
	p.each("Prices", func(row, column int) (float64, bool) { return of(compared[row].Price, column) })
	p.each("Quantities of matched items", func(row, column int) (float64, bool) { return of(compared[row].Quantity, column) })
	p.each("Volume", func(row, column int) (float64, bool) { return of(compared[row].Volume, column) })
	p.each("Effects", func(row, column int) (float64, bool) {
		b, l := compared[row].Bennet, compared[row].LMDI
		return certain([]float64{b.Price, b.Volume, l.Price, l.Volume}[column])
	})
	p.each("Aggregate unit value", func(row, _ int) (float64, bool) { return compared[row].AggregateUnitValue() })
	last := chain[1]
	p.each("Chain", func(row, column int) (float64, bool) {
		return of([]indicator.PriceIndices{last.Chained, last.Direct.Price, last.Drift, last.ChainedVolume}[row], column)
	})
	p.done()
}
