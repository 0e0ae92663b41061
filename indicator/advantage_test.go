package indicator_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/oborot/oborot/indicator"
)

// The vector of all structure indices: three economies and three products; what they
// export and import adds up to 500 each.
var (
	structureExports = []int64{100, 50, 50, 20, 160, 20, 30, 10, 60}
	structureImports = []int64{60, 80, 40, 50, 90, 80, 40, 50, 10}
)

// structureCells applies a formula to every cell of a world.
func structureCells(t *testing.T, w *indicator.World, formula func(c indicator.AdvantageCell) (float64, bool)) []float64 {
	t.Helper()
	var all []float64
	for i := range 9 {
		x, ok := formula(w.Cell(i/3, i%3))
		if !ok {
			t.Errorf("cell %d has no value", i)
		}
		all = append(all, x)
	}
	return all
}

func TestAdvantageOfVector(t *testing.T) {
	t.Parallel()
	exports := worldOf(t, 3, 3, structureExports)
	rca := []float64{1.666667, .568182, .961538, .333333, 1.818182, .384615, 1, .227273, 2.307692}
	nearAll(t, "RCA", structureCells(t, exports, indicator.AdvantageCell.RCA), rca, printed)
	nearAll(t, "RSCA", structureCells(t, exports, func(c indicator.AdvantageCell) (float64, bool) {
		x, _ := c.RCA()
		return indicator.SymmetricRCA(x)
	}), []float64{.25, -.275362, -.019608, -.5, .290323, -.444444, 0, -.629630, .395349}, printed)
	logs := structureCells(t, exports, func(c indicator.AdvantageCell) (float64, bool) {
		x, _ := c.RCA()
		return indicator.LogAdvantage(x)
	})
	nearAll(t, "ln RCA", logs[:3], []float64{.510826, -.565314, -.039221}, printed)
}

func TestVollrathOfVector(t *testing.T) {
	t.Parallel()
	exports, imports := worldOf(t, 3, 3, structureExports), worldOf(t, 3, 3, structureImports)
	nearAll(t, "RXA", structureCells(t, exports, indicator.AdvantageCell.RelativeAdvantage),
		[]float64{5, .254902, .916667, .145299, 16, .191919, 1, .100529, 7.071429}, printed)
	nearAll(t, "RMP", structureCells(t, imports, indicator.AdvantageCell.RelativeAdvantage),
		[]float64{1.277778, 1.028571, .730159, .529412, .798817, 2.628571, 1.757576, 1.352941, .259259}, printed)
	var rta, rc []float64
	for i := range 9 {
		a, ok := indicator.RelativeTradeAdvantage(exports.Cell(i/3, i%3), imports.Cell(i/3, i%3))
		c, also := indicator.RevealedCompetitiveness(exports.Cell(i/3, i%3), imports.Cell(i/3, i%3))
		if !ok || !also {
			t.Errorf("cell %d has no RTA or RC", i)
		}
		rta, rc = append(rta, a), append(rc, c)
	}
	nearAll(t, "RTA", rta, []float64{3.722222, -.773669, .186508, -.384113, 15.201183, -2.436652, -.757576, -1.252412, 6.812169}, printed)
	nearAll(t, "RC", rc[:3], []float64{1.364315, -1.395047, .227482}, printed)
}

func TestAdvantageWithoutValue(t *testing.T) {
	t.Parallel()
	type cell = indicator.AdvantageCell
	for _, c := range []struct {
		what          string
		cell          cell
		rca, vollrath bool
	}{
		{"an ordinary cell", cell{1, 4, 5, 20}, true, true},
		{"nothing of the product", cell{0, 4, 5, 20}, true, true},
		{"an economy of one product", cell{4, 4, 5, 20}, true, false},
		{"a sole supplier", cell{4, 8, 4, 20}, true, false},
		{"others with this product only", cell{1, 4, 5, 8}, true, false},
		{"an economy without trade", cell{0, 0, 5, 20}, false, false},
		{"a product without trade", cell{0, 4, 0, 20}, false, false},
		{"no reference set", cell{0, 4, 5, 0}, false, false},
		{"a negative flow", cell{-1, 4, 5, 20}, false, false},
		{"a negative sum", cell{1, -4, 5, 20}, false, false},
		{"a region that is not in the reference set", cell{6, 10, 5, 20}, true, false},
		{"nothing at all", cell{}, false, false},
	} {
		if x, ok := c.cell.RCA(); ok != c.rca || !ok && x != 0 {
			t.Errorf("%s: RCA %v, %v", c.what, x, ok)
		}
		if x, ok := c.cell.RelativeAdvantage(); ok != c.vollrath || !ok && x != 0 {
			t.Errorf("%s: RXA %v, %v", c.what, x, ok)
		}
	}
	good, absent, alone := cell{1, 4, 5, 20}, cell{0, 4, 5, 20}, cell{4, 4, 5, 20}
	for _, pair := range [][2]cell{{good, alone}, {alone, good}} {
		if _, ok := indicator.RelativeTradeAdvantage(pair[0], pair[1]); ok {
			t.Errorf("RTA of %v has a value", pair)
		}
		if _, ok := indicator.RevealedCompetitiveness(pair[0], pair[1]); ok {
			t.Errorf("RC of %v has a value", pair)
		}
	}
	if x, ok := indicator.RelativeTradeAdvantage(absent, good); !ok || x >= 0 {
		t.Errorf("RTA without exports is %v, %v", x, ok)
	}
	if _, ok := indicator.RevealedCompetitiveness(absent, good); ok {
		t.Error("RC without exports has a value")
	}
}

func TestTransformsWithoutValue(t *testing.T) {
	t.Parallel()
	if x, ok := indicator.SymmetricRCA(0); !ok || x != -1 {
		t.Errorf("RSCA of nothing is %v, %v", x, ok)
	}
	for _, x := range []float64{-1, math.NaN(), math.Inf(1)} {
		if s, ok := indicator.SymmetricRCA(x); ok || s != 0 {
			t.Errorf("RSCA of %v is %v", x, s)
		}
		if _, ok := indicator.LogAdvantage(x); ok {
			t.Errorf("ln of %v has a value", x)
		}
	}
	if x, ok := indicator.LogAdvantage(0); ok || x != 0 {
		t.Errorf("ln of 0 is %v: something was added", x)
	}
}

func TestAdvantageMatrix(t *testing.T) {
	t.Parallel()
	w := worldOf(t, 3, 3, []int64{5, 0, 2, 0, 0, 0, 1, 0, 7})
	a, err := w.Advantages(nil)
	if err != nil || a.Economies != 3 || a.Products != 3 {
		t.Fatal(a, err)
	}
	for e := range 3 {
		for p := range 3 {
			got, ok := a.At(e, p)
			want, has := w.Cell(e, p).RCA()
			whole, also := w.RCA(e, p)
			if got != want || ok != has || got != whole || ok != also {
				t.Errorf("economy %d, product %d: %v %v in the matrix, %v %v of the cell, %v %v of the world", e, p, got, ok, want, has, whole, also)
			}
		}
	}
}

// TestAdvantageOfRegions sets two regions against a world of which they are a part that
// is not subtracted.
func TestAdvantageOfRegions(t *testing.T) {
	t.Parallel()
	regions := worldOf(t, 2, 3, []int64{10, 0, 30, 0, 0, 0})
	a, err := regions.Advantages([]int64{150, 220, 0})
	if err != nil {
		t.Fatal(err)
	}
	if x, ok := a.At(0, 0); !ok || math.Abs(x-.25/(150./370)) > 1e-15 {
		t.Errorf("%v, %v", x, ok)
	}
	if x, ok := a.At(0, 1); !ok || x != 0 {
		t.Errorf("a product that the region does not export: %v, %v", x, ok)
	}
	for _, c := range [][2]int{{0, 2}, {1, 0}, {1, 2}} {
		if x, ok := a.At(c[0], c[1]); ok || x != 0 {
			t.Errorf("%v has the value %v", c, x)
		}
	}
}

func TestAdvantagesRefuse(t *testing.T) {
	t.Parallel()
	w := worldOf(t, 1, 2, []int64{1, 2})
	for _, c := range []struct {
		reference []int64
		product   int
	}{{[]int64{1}, -1}, {[]int64{1, -2}, 1}, {[]int64{math.MaxInt64, 1}, 1}, {[]int64{}, -1}} {
		var fault *indicator.MatrixError
		if _, err := w.Advantages(c.reference); !errors.As(err, &fault) || fault.Product != c.product || fault.Economy != -1 {
			t.Errorf("%v: %v", c.reference, err)
		}
	}
}

// TestAdvantageProperties: the advantages of an economy, weighted by the world's shares,
// add to 1, and neither scale nor order of the input matters.
func TestAdvantageProperties(t *testing.T) {
	t.Parallel()
	const economies, products = 7, 40
	random := rand.New(rand.NewPCG(1, 2))
	values, scaled, turned := make([]int64, economies*products), make([]int64, economies*products), make([]int64, economies*products)
	for i := range values {
		values[i] = 1 + random.Int64N(1_000_000)*int64(random.IntN(2))
		scaled[i] = 8 * values[i]
		turned[i/products*products+products-1-i%products] = values[i]
	}
	w := worldOf(t, economies, products, values)
	a, _ := w.Advantages(nil)
	b, _ := worldOf(t, economies, products, scaled).Advantages(nil)
	c, _ := worldOf(t, economies, products, turned).Advantages(nil)
	if !slices.Equal(a.Values, b.Values) {
		t.Error("eight times the money changes the advantages")
	}
	for e := range economies {
		mean := 0.0
		for p := range products {
			cell := w.Cell(e, p)
			x, _ := a.At(e, p)
			if y, _ := c.At(e, products-1-p); x != y {
				t.Errorf("another order of products changes %v to %v", x, y)
			}
			mean += x * float64(cell.Product) / float64(cell.Reference)
		}
		near(t, "mean advantage", mean, 1, 1e-12)
	}
}

func FuzzAdvantageCell(f *testing.F) {
	f.Add(int64(1), int64(4), int64(5), int64(20))
	f.Add(int64(math.MaxInt64), int64(math.MaxInt64), int64(1), int64(math.MinInt64))
	f.Fuzz(func(t *testing.T, flow, economy, product, reference int64) {
		c := indicator.AdvantageCell{Flow: flow, Economy: economy, Product: product, Reference: reference}
		for _, formula := range []func() (float64, bool){c.RCA, c.RelativeAdvantage} {
			x, ok := formula()
			if math.IsNaN(x) || math.IsInf(x, 0) || x < 0 || !ok && x != 0 {
				t.Fatalf("%+v gives %v, %v", c, x, ok)
			}
		}
	})
}
