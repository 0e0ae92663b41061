package indicator_test

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/oborot/oborot/indicator"
)

// structureWhole reads a whole number of a publisher's file.
func structureWhole(t *testing.T, text string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestAdvantagesOfDatawheel compares the whole matrix with the distribution of RCA over
// 226 economies that the file's publisher tests.
func TestAdvantagesOfDatawheel(t *testing.T) {
	t.Parallel()
	l := labelledOf(t, recordsOf(t, "datawheel-subnational/fixture_exports.csv"), "Exporter Country ID", "Section ID", "Trade Value")
	matrix, err := l.world.Advantages(nil)
	if err != nil || matrix.Economies != 226 || matrix.Products != 21 {
		t.Fatal(matrix, err)
	}
	for section, want := range map[string][7]float64{
		"1": {3.484895, 8.261088, 0, .129100, .718371, 2.165564, 47.724923},
		"9": {1.959028, 6.469812, 0, .040933, .267903, 1.264129, 75.963223},
	} {
		var all []float64
		sum, squares := 0.0, 0.0
		for e := range matrix.Economies {
			x, ok := matrix.At(e, l.product(section))
			if !ok {
				t.Errorf("%s has no RCA", l.economies[e])
			}
			all, sum = append(all, x), sum+x
		}
		for _, x := range all {
			squares += (x - sum/226) * (x - sum/226)
		}
		slices.Sort(all)
		nearAll(t, "section "+section+": mean, deviation, minimum, quartiles, maximum", []float64{
			sum / 226, math.Sqrt(squares / 225), all[0],
			indicator.Quantile(all, .25), indicator.Quantile(all, .5), indicator.Quantile(all, .75), all[225],
		}, want[:], printed)
	}
}

// TestAdvantagesOfSpanishProvinces sets provinces against the world, whose totals are
// given: the province of the largest advantage is not above world / product.
func TestAdvantagesOfSpanishProvinces(t *testing.T) {
	t.Parallel()
	world := labelledOf(t, recordsOf(t, "datawheel-subnational/global_exports.csv"), "Country ID", "Section ID", "Trade Value")
	provinces := recordsOf(t, "datawheel-subnational/subnat_exports.csv")
	reference := make([]int64, len(world.products))
	for p := range reference {
		reference[p] = world.world.Cell(0, p).Product
	}
	rows := map[string][]int64{}
	var names []string
	for _, r := range provinces {
		name := r["Subnat Geography"]
		if r["Section ID"] == "22" {
			continue // goods not specified, which the world of this file has not
		}
		if rows[name] == nil {
			rows[name], names = make([]int64, len(reference)), append(names, name)
		}
		rows[name][world.product(r["Section ID"])] += int64(math.Round(1000 * number(t, r["Trade Value"])))
	}
	var values []int64
	for _, name := range names {
		values = append(values, rows[name]...)
	}
	regions := worldOf(t, len(names), len(reference), values)
	matrix, err := regions.Advantages(reference)
	if err != nil || len(names) < 50 {
		t.Fatal(len(names), err)
	}
	whole := world.world.Cell(0, 0).Reference
	for e, name := range names {
		mean := 0.0
		for p, sum := range reference {
			x, ok := matrix.At(e, p)
			if !ok || x > float64(whole)/float64(sum)*(1+1e-12) {
				t.Errorf("%s, section %s: %v, %v", name, world.products[p], x, ok)
			}
			mean += x * float64(sum) / float64(whole)
		}
		near(t, name+": mean advantage", mean, 1, 1e-12)
	}
}

// TestAdvantageOfAtlas recomputes the column rca, whose rows hold all inputs.
func TestAdvantageOfAtlas(t *testing.T) {
	t.Parallel()
	records := recordsOf(t, "atlas-hs92-indicators/trade_sample.csv")
	if len(records) != 5000 {
		t.Fatalf("%d rows", len(records))
	}
	positive, without := 0, 0
	for _, r := range records {
		cell := indicator.AdvantageCell{
			Flow: structureWhole(t, r["export_value"]), Economy: structureWhole(t, r["total_country_exports"]),
			Product: structureWhole(t, r["total_world_exports_product"]), Reference: structureWhole(t, r["total_world_exports"]),
		}
		rca, ok := cell.RCA()
		if !ok {
			without++
			continue
		}
		want := number(t, r["rca"])
		near(t, r["country_code"]+" "+r["product_code"]+" "+r["year"], rca, want, 1e-6*math.Max(1, want))
		if (rca >= 1) != (r["mcp"] == "1") {
			t.Errorf("%v: presence %s", rca, r["mcp"])
		}
		if rca > 0 {
			positive++
		}
	}
	if without != 0 || positive < 2000 {
		t.Errorf("%d rows without a value, %d above zero", without, positive)
	}
}

// TestConcentrationOfAtlas compares HHI and entropy of whole economies with those that
// the same publisher computed; of Brazil's year 2009 the sample has a part only.
func TestConcentrationOfAtlas(t *testing.T) {
	t.Parallel()
	values := map[string][]int64{}
	for _, r := range recordsOf(t, "atlas-hs92-indicators/trade_sample.csv") {
		values[r["country_code"]+r["year"]] = append(values[r["country_code"]+r["year"]], structureWhole(t, r["export_value"]))
	}
	compared := 0
	for _, r := range recordsOf(t, "atlas-hs92-indicators/country_year_indicators.csv") {
		key := r["country_code"] + r["year"]
		if values[key] == nil || key == "BRA2009" {
			continue
		}
		compared++
		c := compositionOf(t, len(values[key]), values[key]...)
		hhi, _ := c.HHI()
		entropy, _ := c.Entropy()
		near(t, key+" HHI", hhi, number(t, r["hhi"]), 1e-12)
		near(t, key+" entropy", entropy, number(t, r["entropy"]), 1e-12)
	}
	if compared != 4 {
		t.Errorf("%d economies and years were compared, want 4", compared)
	}
}

// boliviaAndBrazil are the exports and imports of an economy and year by HS code of so
// many digits.
func boliviaAndBrazil(t *testing.T, digits int) map[string]*indicator.TwoWayTrade {
	t.Helper()
	exports, imports, position := map[string][]int64{}, map[string][]int64{}, map[string]int{}
	for _, r := range recordsOf(t, "atlas-hs92-indicators/trade_sample.csv") {
		who := r["country_code"] + r["year"]
		code := who + r["product_code"][:digits]
		at, known := position[code]
		if !known {
			at = len(exports[who])
			position[code], exports[who], imports[who] = at, append(exports[who], 0), append(imports[who], 0)
		}
		exports[who][at] += structureWhole(t, r["export_value"])
		imports[who][at] += structureWhole(t, r["import_value"])
	}
	all := map[string]*indicator.TwoWayTrade{}
	for who := range exports {
		all[who] = twoWayOf(t, exports[who], imports[who])
	}
	return all
}

// TestIntraIndustryOfRealTrade: finer codes have a lower GL, adjustment for the balance
// raises it, and Lafay adds to 0.
func TestIntraIndustryOfRealTrade(t *testing.T) {
	t.Parallel()
	last := map[string]float64{}
	for _, digits := range []int{4, 2, 0} {
		all := boliviaAndBrazil(t, digits)
		if len(all) != 5 {
			t.Fatalf("%d economies and years", len(all))
		}
		for who, w := range all {
			gl, ok := w.GrubelLloyd()
			adjusted, also := w.AdjustedGrubelLloyd()
			if !ok || !also || gl <= last[who] || adjusted < gl || adjusted > 1 {
				t.Errorf("%s by %d digits: GL %v, adjusted %v; finer %v", who, digits, gl, adjusted, last[who])
			}
			last[who] = gl
			index, _ := w.Lafay()
			sum := 0.0
			for _, l := range index {
				sum += l
			}
			near(t, who+": sum of Lafay", sum, 0, 1e-10)
		}
	}
}

// structureThousandths reads a decimal.
func structureThousandths(t *testing.T, text string) int64 {
	t.Helper()
	return int64(math.Round(1000 * number(t, text)))
}

// TestUnitValuesOfMinerals compares each unit value with the column uv, and HHI over
// two codes of graphite with the column hhi where the two are all of the group.
func TestUnitValuesOfMinerals(t *testing.T) {
	t.Parallel()
	graphite := map[string][]int64{}
	for _, r := range recordsOf(t, "monthly-china-minerals/deep_dive_hs6_monthly.csv") {
		f := indicator.PricedFlow{Value: structureThousandths(t, r["val"]), Quantity: structureThousandths(t, r["qty"])}
		uv, ok := f.UnitValue()
		if ok == (r["uv"] == "inf") { // a quantity of zero is not known
			t.Errorf("%v has a unit value: %v", r, ok)
		}
		if ok {
			near(t, "unit value", uv/number(t, r["uv"]), 1, 1e-12)
		}
		if key := r["period_dt"] + r["partner_name"]; r["hs6"] == "250410" || r["hs6"] == "380110" {
			graphite[key] = append(graphite[key], f.Value)
		}
	}
	compared, spread := 0, 0
	for _, r := range recordsOf(t, "monthly-china-minerals/country_monthly_stats.csv") {
		values := graphite[r["period_dt"]+r["partner_name"]]
		sum := int64(0)
		for _, v := range values {
			sum += v
		}
		if r["broad_group"] != "Graphite" || sum == 0 || sum != structureThousandths(t, r["val"]) {
			continue
		}
		hhi, _ := compositionOf(t, len(values), values...).HHI()
		near(t, "HHI", hhi, number(t, r["hhi"]), 1e-12)
		compared++
		if len(values) == 2 {
			spread++
		}
	}
	if compared < 100 || spread < 50 {
		t.Errorf("%d HHI were compared, %d of two codes", compared, spread)
	}
}

// indonesia are its exports by HS6 code in 2020 and 2021, by net weight.
func indonesia(t *testing.T) []indicator.PriceItem {
	t.Helper()
	position := map[string]int{}
	var items []indicator.PriceItem
	for _, r := range recordsOf(t, "comtrade-legacy-csv/comtrade_6.csv") {
		at, known := position[r["Commodity Code"]]
		if !known {
			at = len(items)
			position[r["Commodity Code"]], items = at, append(items, indicator.PriceItem{})
		}
		flow := indicator.PricedFlow{Value: 1000 * structureWhole(t, r["Trade Value (US$)"])}
		if kg := r["Netweight (kg)"]; kg != "" {
			flow.Quantity = structureThousandths(t, kg)
		}
		if r["Year"] == "2020" {
			items[at].Base = flow
		} else {
			items[at].Current = flow
		}
	}
	return items
}

// TestPricesOfIndonesia: in 2021 prices of raw materials rose by tens of percent, and
// the identities hold for thousands of real goods.
func TestPricesOfIndonesia(t *testing.T) {
	t.Parallel()
	items := indonesia(t)
	c := comparison(t, items, indicator.StandardPriceRule())
	if !c.Defined() || !c.Judged || c.Trimmed < 50 || c.Matched < 3000 || c.Matched+c.Trimmed+c.Unmatched != len(items) {
		t.Fatalf("%+v", c)
	}
	if c.Price.Fisher < 1.1 || c.Price.Fisher > 1.6 {
		t.Errorf("prices changed %v times", c.Price.Fisher)
	}
	near(t, "price and volume", c.Price.Fisher*c.Volume.Fisher, float64(c.CurrentValue)/float64(c.BaseValue), 1e-12)
	all := comparison(t, items, indicator.PriceRule{})
	matched := float64(all.CurrentValue) / float64(all.BaseValue) * all.CurrentCoverage / all.BaseCoverage
	near(t, "P_F Q_F of the matched", all.Price.Fisher*all.Quantity.Fisher, matched, 1e-12)
	near(t, "P_L Q_P of the matched", all.Price.Laspeyres*all.Quantity.Paasche, matched, 1e-12)
	if all.Matched != c.Matched+c.Trimmed {
		t.Errorf("%d matched without trimming, %d and %d with", all.Matched, c.Matched, c.Trimmed)
	}
	before, now := comparisonSides(items)
	chain := chainOf(t, [][]indicator.PricedFlow{before, now, before}, indicator.StandardPriceRule())
	near(t, "Fisher there and back", chain[1].Chained.Fisher, 1, 1e-12)
}

func comparisonSides(items []indicator.PriceItem) (before, now []indicator.PricedFlow) {
	for _, i := range items {
		before, now = append(before, i.Base), append(now, i.Current)
	}
	return before, now
}
