package indicator_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/oborot/oborot/indicator"
)

func twoWayOf(t testing.TB, exports, imports []int64) *indicator.TwoWayTrade {
	t.Helper()
	w, err := indicator.NewTwoWayTrade(exports, imports)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func twoWayVector(t *testing.T) (all []*indicator.TwoWayTrade) {
	t.Helper()
	for e := range 3 {
		all = append(all, twoWayOf(t, structureExports[3*e:3*e+3], structureImports[3*e:3*e+3]))
	}
	return all
}

func TestLafayOfVector(t *testing.T) {
	t.Parallel()
	want := [][]float64{{8.310249, -9.695291, 1.385042}, {-6.349206, 19.501134, -13.151927}, {-5, -20, 25}}
	for e, w := range twoWayVector(t) {
		index, ok := w.Lafay()
		if !ok {
			t.Fatal("no index")
		}
		nearAll(t, "Lafay", index, want[e], printed)
		near(t, "sum", index[0]+index[1]+index[2], 0, 1e-13)
	}
}

// TestBalanceContribution scales by product instead of turnover: economy 0 has a
// turnover of 380, so 1000/Y in the place of 100/380.
func TestBalanceContribution(t *testing.T) {
	t.Parallel()
	w := twoWayVector(t)[0]
	lafay, _ := w.Lafay()
	index, ok := w.BalanceContribution(1900)
	if !ok {
		t.Fatal("no index")
	}
	for k := range lafay {
		near(t, "contribution", index[k], lafay[k]*380/100*1000/1900, 1e-13)
	}
	// By hand: exports less imports is 40, of which 160/380 is expected of product 0.
	near(t, "by hand", index[0], 1000./1900*(40-20*160./380), 1e-13)
	for _, product := range []int64{0, -5} {
		if _, ok := w.BalanceContribution(product); ok {
			t.Errorf("a product of %d has a value", product)
		}
	}
}

func TestGrubelLloydOfVector(t *testing.T) {
	t.Parallel()
	byProduct := []float64{.75, .769231, .888889, .571429, .72, .4, .857143, .333333, .285714}
	for i, want := range byProduct {
		got, ok := indicator.GrubelLloyd(structureExports[i], structureImports[i])
		if !ok {
			t.Errorf("product %d has no GL", i)
		}
		near(t, "GL", got, want, printed)
	}
	for e, want := range [][3]float64{{.789474, .833333, .947368}, {.619048, .65, .952381}, {.5, .5, 1}} {
		w := twoWayVector(t)[e]
		aggregate, _ := w.GrubelLloyd()
		adjusted, _ := w.AdjustedGrubelLloyd()
		exports, imports := int64(0), int64(0)
		for k := range 3 {
			exports, imports = exports+structureExports[3*e+k], imports+structureImports[3*e+k]
		}
		totals, _ := indicator.GrubelLloyd(exports, imports)
		near(t, "aggregate", aggregate, want[0], printed)
		near(t, "adjusted", adjusted, want[1], printed)
		near(t, "of totals", totals, want[2], printed)
	}
}

// TestTwoWayProperties: GL is the mean of products' GL by trade, Lafay adds to 0, and
// netting before it never lowers GL.
func TestTwoWayProperties(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 8))
	const products = 300
	x, m := make([]int64, products), make([]int64, products)
	coarseX, coarseM := make([]int64, products/10), make([]int64, products/10)
	mean, whole := 0.0, 0.0
	for k := range x {
		x[k], m[k] = random.Int64N(1e12)*int64(random.IntN(2)), random.Int64N(1e12)*int64(random.IntN(2))
		coarseX[k/10] += x[k]
		coarseM[k/10] += m[k]
		gl, _ := indicator.GrubelLloyd(x[k], m[k])
		mean += gl * float64(x[k]+m[k])
		whole += float64(x[k] + m[k])
	}
	w := twoWayOf(t, x, m)
	fine, _ := w.GrubelLloyd()
	coarse, _ := twoWayOf(t, coarseX, coarseM).GrubelLloyd()
	near(t, "weighted mean", fine, mean/whole, 1e-13)
	if coarse <= fine {
		t.Errorf("netting gives %v, less than %v", coarse, fine)
	}
	index, _ := w.Lafay()
	scaled, _ := w.BalanceContribution(1e12)
	sum := 0.0
	for k, x := range index {
		sum += x
		if (x > 0) != (scaled[k] > 0) {
			t.Errorf("product %d: Lafay %v, contribution %v", k, x, scaled[k])
		}
	}
	near(t, "sum of Lafay", sum, 0, 1e-11)
}

func TestTwoWayWithoutValue(t *testing.T) {
	t.Parallel()
	nothing := twoWayOf(t, []int64{0, 0}, []int64{0, 0})
	if _, ok := nothing.Lafay(); ok {
		t.Error("nothing has a Lafay index")
	}
	if _, ok := nothing.BalanceContribution(5); ok {
		t.Error("nothing contributes")
	}
	if _, ok := nothing.GrubelLloyd(); ok {
		t.Error("nothing has GL")
	}
	oneWay := twoWayOf(t, []int64{3, 4}, []int64{0, 0})
	if _, ok := oneWay.AdjustedGrubelLloyd(); ok {
		t.Error("one-way trade has adjusted GL")
	}
	if gl, ok := oneWay.GrubelLloyd(); !ok || gl != 0 {
		t.Errorf("GL of one-way trade is %v, %v", gl, ok)
	}
	gap, _ := twoWayOf(t, []int64{3, 0, 4}, []int64{1, 0, 9}).Lafay()
	if gap[1] != 0 {
		t.Errorf("a product without trade has %v", gap[1])
	}
	for _, c := range [][2]int64{{0, 0}, {-1, 5}, {5, -1}} {
		if _, ok := indicator.GrubelLloyd(c[0], c[1]); ok {
			t.Errorf("GL of %v has a value", c)
		}
	}
}

func TestTwoWayRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range [][2][]int64{{{1, -1}, {1, 1}}, {{1, 1}, {1, -1}}, {{1, math.MaxInt64}, {1, 1}}, {{1, 1}, {1, math.MaxInt64}}} {
		var fault *indicator.ItemError
		if _, err := indicator.NewTwoWayTrade(c[0], c[1]); !errors.As(err, &fault) || fault.Index != 1 {
			t.Errorf("%v: %v", c, err)
		}
	}
	if _, err := indicator.NewTwoWayTrade([]int64{1}, []int64{1, 2}); err == nil {
		t.Error("lists of different length are taken")
	}
}

// TestTwoWayHoldsLargeSums: exports and imports may each come near the end of int64,
// so that their sum may not.
func TestTwoWayHoldsLargeSums(t *testing.T) {
	t.Parallel()
	w := twoWayOf(t, []int64{math.MaxInt64 - 1, 0}, []int64{math.MaxInt64 / 2, math.MaxInt64 / 2})
	gl, ok := w.GrubelLloyd()
	adjusted, also := w.AdjustedGrubelLloyd()
	if !ok || !also {
		t.Fatal("no value")
	}
	near(t, "GL", gl, .5, 1e-12)
	near(t, "adjusted", adjusted, .5, 1e-12)
	index, _ := w.Lafay()
	nearAll(t, "Lafay", index, []float64{25, -25}, 1e-9)
}

func splitOf(t *testing.T, band indicator.QualityBand, items ...indicator.TwoWayItem) indicator.IntraIndustrySplit {
	t.Helper()
	s, err := indicator.SplitIntraIndustry(items, band)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func bandOf(t *testing.T, form indicator.BandForm, tolerance float64) indicator.QualityBand {
	t.Helper()
	b, err := indicator.NewQualityBand(form, tolerance)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func twoWayItem(x, qx, m, qm int64) indicator.TwoWayItem {
	return indicator.TwoWayItem{Exports: indicator.PricedFlow{Value: x, Quantity: qx}, Imports: indicator.PricedFlow{Value: m, Quantity: qm}}
}

// TestSplitByHand has each part once. Ratios of unit values: 1.1, 1.5, 0.5, unknown,
// and one-way trade; 0.86 lies between 1/1.15 = 0.8696 and 1 - 0.15 = 0.85.
func TestSplitByHand(t *testing.T) {
	t.Parallel()
	items := []indicator.TwoWayItem{
		twoWayItem(110, 10, 50, 5), twoWayItem(300, 20, 200, 20), twoWayItem(40, 8, 100, 10),
		twoWayItem(30, 0, 60, 6), twoWayItem(70, 7, 0, 0), twoWayItem(86, 10, 100, 10),
	}
	band := bandOf(t, indicator.BandReciprocal, .15)
	reciprocal := splitOf(t, band, items...)
	want := indicator.IntraIndustrySplit{
		Band: band, Horizontal: 100, VerticalHigh: 400, VerticalLow: 80 + 172, Unpriced: 60, Total: 1146,
	}
	if reciprocal != want {
		t.Errorf("%+v", reciprocal)
	}
	symmetric := splitOf(t, bandOf(t, indicator.BandSymmetric, .15), items...)
	if symmetric.Horizontal != 272 || symmetric.VerticalLow != 80 {
		t.Errorf("%+v", symmetric)
	}
	var x, m []int64
	for _, i := range items {
		x, m = append(x, i.Exports.Value), append(m, i.Imports.Value)
	}
	whole, _ := twoWayOf(t, x, m).GrubelLloyd()
	for _, s := range []indicator.IntraIndustrySplit{reciprocal, symmetric} {
		gl, ok := s.GrubelLloyd()
		horizontal, also := s.Share(s.Horizontal)
		if !ok || !also || gl != whole {
			t.Errorf("GL of the parts is %v, of the whole %v", gl, whole)
		}
		near(t, "horizontal", horizontal, float64(s.Horizontal)/1146, 1e-15)
	}
	if _, ok := splitOf(t, reciprocal.Band).GrubelLloyd(); ok {
		t.Error("nothing has GL")
	}
}

func TestSplitRefuses(t *testing.T) {
	t.Parallel()
	band := bandOf(t, indicator.BandReciprocal, .15)
	for _, bad := range []indicator.TwoWayItem{
		twoWayItem(-1, 1, 1, 1), twoWayItem(1, -1, 1, 1), twoWayItem(1, 1, -1, 1), twoWayItem(1, 1, 1, -1),
		twoWayItem(math.MaxInt64, 1, 1, 1), twoWayItem(1, 1, math.MaxInt64, 1),
	} {
		var fault *indicator.ItemError
		_, err := indicator.SplitIntraIndustry([]indicator.TwoWayItem{twoWayItem(1, 1, 1, 1), bad}, band)
		if !errors.As(err, &fault) || fault.Index != 1 {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}
