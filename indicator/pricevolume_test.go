package indicator_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/oborot/oborot/indicator"
)

// pricePeriods is the vector of three goods in three periods, prices and quantities.
func pricePeriods() (periods [][]indicator.PricedFlow) {
	p := [3][3]int64{{10, 5, 2}, {12, 4, 2}, {11, 6, 3}}
	q := [3][3]int64{{100, 200, 50}, {90, 240, 60}, {120, 180, 40}}
	for t := range 3 {
		var flows []indicator.PricedFlow
		for k := range 3 {
			flows = append(flows, indicator.PricedFlow{Value: p[t][k] * q[t][k], Quantity: q[t][k]})
		}
		periods = append(periods, flows)
	}
	return periods
}

func between(before, now []indicator.PricedFlow) (items []indicator.PriceItem) {
	for k := range before {
		items = append(items, indicator.PriceItem{Base: before[k], Current: now[k]})
	}
	return items
}

func comparison(t testing.TB, items []indicator.PriceItem, rule indicator.PriceRule) *indicator.PriceComparison {
	t.Helper()
	c, err := indicator.ComparePrices(items, rule)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func nearIndices(t *testing.T, what string, got, want indicator.PriceIndices, within float64) {
	t.Helper()
	near(t, what+" Laspeyres", got.Laspeyres, want.Laspeyres, within)
	near(t, what+" Paasche", got.Paasche, want.Paasche, within)
	near(t, what+" Fisher", got.Fisher, want.Fisher, within)
	near(t, what+" Tornqvist", got.Tornqvist, want.Tornqvist, within)
}

func TestPricesOfVector(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		base, current   int
		price, quantity [3]float64
		tornqvist, unit float64
	}{
		{0, 1, [3]float64{1.000000, 0.972973, 0.986394}, [3]float64{1.057143, 1.028571, 1.042759}, 0.986367, 0.923077},
		{1, 2, [3]float64{1.208333, 1.125000, 1.165922}, [3]float64{1.037037, 0.965517, 1.000638}, 1.165749, 1.338235},
		{0, 2, [3]float64{1.166667, 1.155963, 1.161303}, [3]float64{1.038095, 1.028571, 1.033322}, 1.161186, 1.235294},
	} {
		periods := pricePeriods()
		got := comparison(t, between(periods[c.base], periods[c.current]), indicator.StandardPriceRule())
		if !got.Defined() || got.Matched != 3 || got.Judged || got.BaseCoverage != 1 || got.CurrentCoverage != 1 {
			t.Errorf("%+v", got)
		}
		nearIndices(t, "prices", got.Price, indicator.PriceIndices{
			Laspeyres: c.price[0], Paasche: c.price[1], Fisher: c.price[2], Tornqvist: c.tornqvist}, printed)
		near(t, "Laspeyres of quantities", got.Quantity.Laspeyres, c.quantity[0], printed)
		near(t, "Paasche of quantities", got.Quantity.Paasche, c.quantity[1], printed)
		near(t, "Fisher of quantities", got.Quantity.Fisher, c.quantity[2], printed)
		unit, ok := got.AggregateUnitValue()
		if !ok {
			t.Error("no aggregate unit value")
		}
		near(t, "aggregate unit value", unit, c.unit, printed)
		if c.current == 1 {
			near(t, "Tornqvist of prices and quantities", got.Price.Tornqvist*got.Quantity.Tornqvist, 1.028579, printed)
		}
		checkPriceIdentities(t, got)
	}
}

// checkPriceIdentities holds for comparisons of which every item is matched.
func checkPriceIdentities(t *testing.T, c *indicator.PriceComparison) {
	t.Helper()
	ratio := float64(c.CurrentValue) / float64(c.BaseValue)
	near(t, "P_L Q_P", c.Price.Laspeyres*c.Quantity.Paasche/ratio, 1, 1e-12)
	near(t, "P_P Q_L", c.Price.Paasche*c.Quantity.Laspeyres/ratio, 1, 1e-12)
	near(t, "P_F Q_F", c.Price.Fisher*c.Quantity.Fisher/ratio, 1, 1e-12)
	near(t, "volume by Laspeyres prices", c.Volume.Laspeyres/c.Quantity.Paasche, 1, 1e-12)
	near(t, "volume by Paasche prices", c.Volume.Paasche/c.Quantity.Laspeyres, 1, 1e-12)
}

func TestPriceEffectsOfVector(t *testing.T) {
	t.Parallel()
	items := between(pricePeriods()[0], pricePeriods()[1])
	for k, want := range [][4]float64{{190, -110, 189.5209, -109.5209}, {-220, 180, -218.6503, 178.6503}, {0, 20, 0, 20}} {
		b, ok := items[k].Bennet()
		l, also := items[k].LMDI()
		if !ok || !also {
			t.Errorf("item %d has no effects", k)
		}
		near(t, "Bennet price", b.Price, want[0], 1e-12)
		near(t, "Bennet volume", b.Volume, want[1], 1e-12)
		near(t, "LMDI price", l.Price, want[2], 5e-5)
		near(t, "LMDI volume", l.Volume, want[3], 5e-5)
		change := float64(items[k].Current.Value - items[k].Base.Value)
		near(t, "sum of Bennet", b.Price+b.Volume, change, 1e-12)
		near(t, "sum of LMDI", l.Price+l.Volume, change, 1e-12)
	}
	c := comparison(t, items, indicator.StandardPriceRule())
	near(t, "price, Bennet", c.Bennet.Price, -30, 1e-12)
	near(t, "volume, Bennet", c.Bennet.Volume, 90, 1e-12)
	near(t, "price, LMDI", c.LMDI.Price, 189.5209-218.6503, 1e-4)
	near(t, "volume, LMDI", c.LMDI.Volume, -109.5209+178.6503+20, 1e-4)
}

// TestLMDIOfNearlyEqualValues: the logarithmic mean lies between its two numbers and
// loses no digits where they are nearly or quite equal.
func TestLMDIOfNearlyEqualValues(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]int64{{1e15, 1e15}, {1e15, 1e15 + 1}, {1e15, 1e15 - 1}, {4, 7}, {7, 4}, {1, 9e18}, {9e18, 1}} {
		item := indicator.PriceItem{
			Base: indicator.PricedFlow{Value: c[0], Quantity: 1000}, Current: indicator.PricedFlow{Value: c[1], Quantity: 2000},
		}
		l, ok := item.LMDI()
		if !ok {
			t.Fatalf("%v has no value", c)
		}
		weight := l.Volume / math.Ln2
		if low, high := float64(min(c[0], c[1])), float64(max(c[0], c[1])); weight < low*(1-1e-15) || weight > high*(1+1e-15) {
			t.Errorf("the mean of %v is %v", c, weight)
		}
		near(t, "sum", (l.Price+l.Volume)/weight, float64(c[1]-c[0])/weight, 1e-14)
	}
}

func TestPriceEffectsWithoutValue(t *testing.T) {
	t.Parallel()
	type flow = indicator.PricedFlow
	for _, i := range []indicator.PriceItem{
		{Base: flow{}, Current: flow{5, 1}}, {Base: flow{5, 1}, Current: flow{}}, {Base: flow{5, 0}, Current: flow{5, 1}},
		{Base: flow{5, 1}, Current: flow{5, 0}}, {Base: flow{5, 1}, Current: flow{0, 4}}, {},
	} {
		if b, ok := i.Bennet(); ok || b != (indicator.PriceEffect{}) {
			t.Errorf("Bennet of %v is %v", i, b)
		}
		if l, ok := i.LMDI(); ok || l != (indicator.PriceEffect{}) {
			t.Errorf("LMDI of %v is %v", i, l)
		}
	}
}

// TestUnmatchedIsVolume adds a new item, one that ceased and one without quantity to
// the vector: prices stay, all the rest of the value is volume.
func TestUnmatchedIsVolume(t *testing.T) {
	t.Parallel()
	type flow = indicator.PricedFlow
	items := between(pricePeriods()[0], pricePeriods()[1])
	plain := comparison(t, items, indicator.StandardPriceRule())
	items = append(items, indicator.PriceItem{Current: flow{500, 10}}, indicator.PriceItem{Base: flow{300, 20}},
		indicator.PriceItem{Base: flow{100, 0}, Current: flow{140, 7}})
	c := comparison(t, items, indicator.StandardPriceRule())
	if c.Price != plain.Price || c.Quantity != plain.Quantity || c.Matched != 3 || c.Unmatched != 3 || c.Bennet.Price != plain.Bennet.Price {
		t.Errorf("%+v", c)
	}
	near(t, "coverage of the base", c.BaseCoverage, 2100./2500, 1e-15)
	near(t, "coverage now", c.CurrentCoverage, 2160./2800, 1e-15)
	near(t, "volume", c.Volume.Fisher, 2800./2500/plain.Price.Fisher, 1e-12)
	near(t, "Bennet", c.Bennet.Volume, 90+500-300+40, 1e-12)
	near(t, "LMDI", c.LMDI.Price+c.LMDI.Volume, 300, 1e-12)
	unit, _ := c.AggregateUnitValue()
	near(t, "aggregate unit value", unit, (2160.+500+140)/(390+10+7)/((2100.+300)/(350+20)), 1e-12)
}

// TestCoverageOfPrices has one matched item of value m beside others: at 60% there is
// an index, below there is none, and either period decides.
func TestCoverageOfPrices(t *testing.T) {
	t.Parallel()
	type flow = indicator.PricedFlow
	for _, c := range []struct {
		ceased, begun int64
		least         float64
		want          indicator.PriceStatus
	}{
		{400, 400, .6, indicator.PricesCompared},
		{401, 0, .6, indicator.PricesLowCoverage},
		{0, 401, .6, indicator.PricesLowCoverage},
		{0, 401, .5, indicator.PricesCompared},
		{9000, 9000, 0, indicator.PricesCompared},
		{1, 0, 1, indicator.PricesLowCoverage},
	} {
		got := comparison(t, []indicator.PriceItem{
			{Base: flow{600, 10}, Current: flow{600, 8}}, {Base: flow{c.ceased, 1}}, {Current: flow{c.begun, 1}},
		}, indicator.PriceRule{MinimumCoverage: c.least})
		if got.Status != c.want || got.Defined() != (c.want == "") {
			t.Errorf("%+v: %q, coverage %v and %v", c, got.Status, got.BaseCoverage, got.CurrentCoverage)
		}
		near(t, "coverage of the base", got.BaseCoverage, 600/float64(600+c.ceased), 1e-15)
		near(t, "coverage now", got.CurrentCoverage, 600/float64(600+c.begun), 1e-15)
		zero := indicator.PriceIndices{}
		figures := got.Price != zero || got.Volume != zero || got.Bennet != (indicator.PriceEffect{})
		if figures && !got.Defined() {
			t.Errorf("a refused comparison has figures: %+v", got)
		}
	}
	for _, items := range [][]indicator.PriceItem{nil, {{}}, {{Base: flow{5, 0}, Current: flow{5, 1}}}} {
		got := comparison(t, items, indicator.PriceRule{})
		if got.Status != indicator.PricesUnmatched || got.Unmatched != len(items) || got.BaseCoverage != 0 {
			t.Errorf("%+v", got)
		}
		if x, ok := got.AggregateUnitValue(); ok || x != 0 {
			t.Errorf("an aggregate unit value of nothing: %v", x)
		}
	}
}

// TestOutliersAreTrimmed has eight items that grow dearer by about a tenth and one
// whose quantity lost three digits.
func TestOutliersAreTrimmed(t *testing.T) {
	t.Parallel()
	var items []indicator.PriceItem
	for k := range int64(8) {
		items = append(items, indicator.PriceItem{
			Base:    indicator.PricedFlow{Value: 1000, Quantity: 100},
			Current: indicator.PricedFlow{Value: 1080 + 5*k, Quantity: 100},
		})
	}
	sound := comparison(t, items, indicator.StandardPriceRule())
	items = append(items, indicator.PriceItem{
		Base: indicator.PricedFlow{Value: 1000, Quantity: 100_000}, Current: indicator.PricedFlow{Value: 1100, Quantity: 100},
	})
	c := comparison(t, items, indicator.StandardPriceRule())
	if !sound.Judged || sound.Trimmed != 0 || !c.Judged || c.Matched != 8 || c.Trimmed != 1 || c.Unmatched != 0 || c.Price != sound.Price {
		t.Errorf("%+v without, %+v with the outlier", sound, c)
	}
	near(t, "coverage", c.BaseCoverage, 8./9, 1e-15)
	near(t, "what was trimmed is volume", c.Bennet.Volume, sound.Bennet.Volume+100, 1e-9)
	raw := comparison(t, items, indicator.PriceRule{MinimumCoverage: .6})
	if raw.Judged || raw.Trimmed != 0 || raw.Matched != 9 || raw.Price.Laspeyres < 100 {
		t.Errorf("without trimming: %+v", raw)
	}
	few := comparison(t, items[3:], indicator.StandardPriceRule())
	if few.Judged || few.Trimmed != 0 || few.Matched != 6 {
		t.Errorf("six items are judged: %+v", few)
	}
}

func TestPricesRefuse(t *testing.T) {
	t.Parallel()
	type flow = indicator.PricedFlow
	good := indicator.PriceItem{Base: flow{1, 1}, Current: flow{1, 1}}
	for _, bad := range []indicator.PriceItem{
		{Base: flow{-1, 1}}, {Base: flow{1, -1}}, {Current: flow{-1, 1}}, {Current: flow{1, -1}},
		{Base: flow{math.MaxInt64, 1}}, {Current: flow{math.MaxInt64, 1}},
	} {
		var fault *indicator.ItemError
		_, err := indicator.ComparePrices([]indicator.PriceItem{good, bad}, indicator.PriceRule{})
		if !errors.As(err, &fault) || fault.Index != 1 {
			t.Errorf("%v: %v", bad, err)
		}
	}
	for _, rule := range []indicator.PriceRule{
		{MinimumCoverage: -.1}, {MinimumCoverage: 1.1}, {MinimumCoverage: math.NaN()},
		{OutlierScore: -1}, {OutlierScore: math.NaN()}, {OutlierScore: math.Inf(1)},
	} {
		if _, err := indicator.ComparePrices([]indicator.PriceItem{good}, rule); err == nil {
			t.Errorf("%+v is taken", rule)
		}
	}
}

func randomItems(random *rand.Rand, n int) []indicator.PriceItem {
	items := make([]indicator.PriceItem, n)
	for i := range items {
		q := 1 + random.Int64N(1e6)
		items[i].Base = indicator.PricedFlow{Value: q * (1 + random.Int64N(100)), Quantity: q}
		q = 1 + random.Int64N(1e6)
		items[i].Current = indicator.PricedFlow{Value: q * (1 + random.Int64N(100)), Quantity: q}
	}
	return items
}

// TestPriceProperties: time turned round inverts Fisher and Tornqvist and makes
// Laspeyres of Paasche; other units and another order change nothing.
func TestPriceProperties(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(9, 10))
	items := randomItems(random, 500)
	c := comparison(t, items, indicator.PriceRule{})
	checkPriceIdentities(t, c)
	back, other := make([]indicator.PriceItem, len(items)), make([]indicator.PriceItem, len(items))
	bennet, lmdi := indicator.PriceEffect{}, indicator.PriceEffect{}
	for i, item := range items {
		back[i] = indicator.PriceItem{Base: item.Current, Current: item.Base}
		unit := 1 + random.Int64N(1000) // of quantity, different by item: kilograms, pieces
		item.Base.Quantity, item.Current.Quantity = unit*item.Base.Quantity, unit*item.Current.Quantity
		item.Base.Value, item.Current.Value = 7*item.Base.Value, 7*item.Current.Value
		other[len(items)-1-i] = item
		b, _ := items[i].Bennet()
		l, _ := items[i].LMDI()
		bennet.Price, bennet.Volume = bennet.Price+b.Price, bennet.Volume+b.Volume
		lmdi.Price, lmdi.Volume = lmdi.Price+l.Price, lmdi.Volume+l.Volume
	}
	r, o := comparison(t, back, indicator.PriceRule{}), comparison(t, other, indicator.PriceRule{})
	nearIndices(t, "prices there and back", indicator.PriceIndices{
		Laspeyres: c.Price.Laspeyres * r.Price.Paasche, Paasche: c.Price.Paasche * r.Price.Laspeyres,
		Fisher: c.Price.Fisher * r.Price.Fisher, Tornqvist: c.Price.Tornqvist * r.Price.Tornqvist,
	}, indicator.PriceIndices{Laspeyres: 1, Paasche: 1, Fisher: 1, Tornqvist: 1}, 1e-12)
	nearIndices(t, "prices in other units", o.Price, c.Price, 1e-12*c.Price.Laspeyres)
	nearIndices(t, "quantities in other units", o.Quantity, c.Quantity, 1e-12*c.Quantity.Laspeyres)
	for what, pair := range map[string][2]float64{
		"Bennet price": {c.Bennet.Price, bennet.Price}, "Bennet volume": {c.Bennet.Volume, bennet.Volume},
		"LMDI price": {c.LMDI.Price, lmdi.Price}, "LMDI volume": {c.LMDI.Volume, lmdi.Volume},
	} {
		near(t, what, pair[0]/pair[1], 1, 1e-9)
	}
	if c.Price.Fisher < min(c.Price.Laspeyres, c.Price.Paasche) || c.Price.Fisher > max(c.Price.Laspeyres, c.Price.Paasche) {
		t.Errorf("Fisher is not between the others: %+v", c.Price)
	}
}

func FuzzComparePrices(f *testing.F) {
	f.Add(int64(1), int64(9e18), int64(9e18), int64(1), uint8(3))
	f.Add(int64(0), int64(5), int64(7), int64(0), uint8(9))
	f.Fuzz(func(t *testing.T, v0, q0, v1, q1 int64, n uint8) {
		var items []indicator.PriceItem
		for k := range int64(n % 16) {
			items = append(items, indicator.PriceItem{
				Base: indicator.PricedFlow{Value: v0 >> k, Quantity: q0 >> (k % 5)}, Current: indicator.PricedFlow{Value: v1 >> (k % 7), Quantity: q1},
			})
		}
		c, err := indicator.ComparePrices(items, indicator.StandardPriceRule())
		if err != nil {
			return
		}
		if c.Matched+c.Trimmed+c.Unmatched != len(items) {
			t.Fatalf("items are lost: %+v", c)
		}
		for _, x := range []float64{
			c.Price.Laspeyres, c.Price.Paasche, c.Price.Fisher, c.Price.Tornqvist,
			c.Volume.Laspeyres, c.Volume.Paasche, c.Volume.Fisher, c.Volume.Tornqvist, c.Quantity.Tornqvist,
		} {
			if math.IsNaN(x) || math.IsInf(x, 0) || (x > 0) != c.Defined() {
				t.Fatalf("%+v", c)
			}
		}
		for _, x := range []float64{c.Bennet.Price, c.Bennet.Volume, c.LMDI.Price, c.LMDI.Volume} {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				t.Fatalf("%+v", c)
			}
		}
	})
}
