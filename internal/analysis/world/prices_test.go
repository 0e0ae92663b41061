package world

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// pricedVector is three goods in three years, what BLR sells to RUS, prices in dollars
// by kilogram; nothing is sold the other way.
func pricedVector() *stand {
	s := &stand{}
	sides := []trade.Economy{"BLR", "RUS"}
	s.cover("d", sides, sides, []int{2019, 2020, 2021}, func(c *trade.Coverage) { c.Digits = 6 })
	p := [3][3]float64{{10, 5, 2}, {12, 4, 2}, {11, 6, 3}}
	q := [3][3]float64{{100, 200, 50}, {90, 240, 60}, {120, 180, 40}}
	for t := range 3 {
		for k := range 3 {
			s.add("d", 2019+t, "BLR", "RUS", trade.Product(fmt.Sprintf("04010%d", k)), p[t][k]*q[t][k], q[t][k])
		}
	}
	return s
}

func pricesOf(t *testing.T, from, to int) analysis.Arguments {
	t.Helper()
	args := pairOf(t, "BLR", "RUS")
	args.Periods = []trade.Period{trade.Span(trade.MonthOf(from, 1), trade.MonthOf(to, 12))}
	return args
}

// TestPricesOfVector: every link, the direct comparison, the chain and its drift, as printed.
func TestPricesOfVector(t *testing.T) {
	t.Parallel()
	a := pricedVector().answered(t, pricesName, pricesOf(t, 2019, 2021))
	if a.Method != "prices/1" || len(a.Rows) != 5 || a.Arguments["quantity"] != "net_kg" || a.Arguments["level"] != 6 {
		t.Fatalf("%s, %d rows, %v", a.Method, len(a.Rows), a.Arguments)
	}
	columns := []string{"price_laspeyres", "price_paasche", "price_fisher", "quantity_laspeyres", "quantity_paasche", "quantity_fisher",
		"price_tornqvist", "unit_value_index"}
	for _, c := range []struct {
		kind, base, now string
		want            []float64
	}{
		{"link", "2019", "2020", []float64{1, .972973, .986394, 1.057143, 1.028571, 1.042759, .986367, .923077}},
		{"link", "2020", "2021", []float64{1.208333, 1.125, 1.165922, 1.037037, .965517, 1.000638, 1.165749, 1.338235}},
		{"direct", "2019", "2021", []float64{1.166667, 1.155963, 1.161303, 1.038095, 1.028571, 1.033322, 1.161186, 1.235294}},
		{"chained", "2019", "2021", []float64{1.208333, 1.094595, 1.150059}},
		{"drift", "2019", "2021", []float64{1.035714, .946911, .990318}},
	} {
		r := a.row("comparison", c.kind, "base_period", c.base, "period", c.now)
		for i, want := range c.want {
			a.near(r, columns[i], want)
		}
	}
	first := a.row("comparison", "link", "period", "2020")
	a.near(first, "value_index", 1.028571)
	a.near(first, "volume_index", 1.042759)
	a.near(first, "coverage", 1)
	a.money(first, "price_effect_usd", "-30")
	a.money(first, "volume_effect_usd", "90")
	a.money(first, "price_effect_lmdi_usd", "-29.129")
	a.money(first, "volume_effect_lmdi_usd", "89.129")
	drift := a.row("comparison", "drift")
	a.status(drift, "matched", trade.Undefined)
	if drift[a.field("value_usd")].Amount.State != trade.NotApplicable {
		t.Error("a drift has a value")
	}
	a.says("Prices are unit values")
	a.says("no price index")
	a.says("not looked for: it takes 7 goods")
}

// TestPricesByProduct: the effects of each good in the vector, by both ways of splitting.
func TestPricesByProduct(t *testing.T) {
	t.Parallel()
	args := pricesOf(t, 2019, 2020)
	args.By = []string{"product"}
	a := pricedVector().answered(t, pricesName, args)
	if len(a.Rows) != 3 {
		t.Fatalf("%d rows", len(a.Rows))
	}
	for code, want := range map[string][4]string{
		"040100": {"190", "-110", "189.521", "-109.521"}, "040101": {"-220", "180", "-218.65", "178.65"}, "040102": {"0", "20", "0", "20"},
	} {
		r := a.row("product", code)
		for i, name := range []string{"price_effect_usd", "volume_effect_usd", "price_effect_lmdi_usd", "volume_effect_lmdi_usd"} {
			a.money(r, name, want[i])
		}
	}
	r := a.row("product", "040100")
	a.near(r, "price_relative", 1.2)
	a.near(r, "quantity_relative", .9)
	a.near(r, "unit_value", 12)
	a.near(r, "price_contribution_pp", 100*190./2100)
	if r[a.field("part")].Text != "index" || r[a.field("unit")].Text != "kg" {
		t.Errorf("%v", r)
	}
	args.Top = 1
	a = pricedVector().answered(t, pricesName, args)
	rest := a.row("product", "other")
	a.money(rest, "value_usd", "1080")
	a.money(rest, "price_effect_usd", "-220")
	a.money(rest, "volume_effect_usd", "200")
}

// TestPricesByDefault: the last two years, and one period against a year earlier.
func TestPricesByDefault(t *testing.T) {
	t.Parallel()
	a := pricedVector().answered(t, pricesName, pairOf(t, "BLR", "RUS"))
	a.near(a.row("comparison", "direct", "base_period", "2020", "period", "2021"), "price_fisher", 1.165922)
	args := pairOf(t, "BLR", "RUS")
	args.Periods = []trade.Period{trade.Year(2020)}
	a = pricedVector().answered(t, pricesName, args)
	a.near(a.row("comparison", "direct", "base_period", "2019"), "price_fisher", .986394)
	a = pricedVector().answered(t, pricesName, pairOf(t, "RUS", "BLR"))
	if len(a.Rows) != 1 || a.Rows[0][0].Text != "imports" {
		t.Errorf("%v", a.Rows)
	}
}

// TestPricesCoverage: what has no mass in one of the years is volume; below the least
// coverage the answer is refused in words, with figures.
func TestPricesCoverage(t *testing.T) {
	t.Parallel()
	s := pricedVector()
	s.add("d", 2020, "BLR", "RUS", "870410", 840, 0)
	a := s.answered(t, pricesName, pricesOf(t, 2019, 2020))
	r := a.row("comparison", "direct")
	a.near(r, "price_fisher", .986394)
	a.near(r, "coverage", .72)
	a.near(r, "coverage_base", 1)
	a.near(r, "volume_index", 3000./2100/.9863938)
	a.near(r, "unmatched", 1)
	a.money(r, "volume_effect_usd", "930")

	s.add("d", 2020, "BLR", "RUS", "870421", 840, 0)
	args := pricesOf(t, 2019, 2020)
	_, err := s.ask(pricesName, args)
	refused(t, err, trade.NoData, "there is no price index", "exports, 2019 to 2020",
		"100.0% of the value before and 56.2% after, below 60.0%", "--coverage", "--quantity unit")
	args.Coverage = .5
	a = s.answered(t, pricesName, args)
	a.near(a.row("comparison", "direct"), "price_fisher", .986394)
	if a.Arguments["minimum_coverage"] != .5 {
		t.Errorf("%v", a.Arguments)
	}
	// Of several years one link is refused: its cells say why, and the chain breaks.
	a = s.answered(t, pricesName, pricesOf(t, 2019, 2021))
	a.status(a.row("comparison", "link", "period", "2020"), "price_fisher", "low coverage")
	a.near(a.row("comparison", "direct"), "price_fisher", 1.161303)
	a.status(a.row("comparison", "chained"), "price_fisher", trade.Undefined)
	a.says("No price index for exports, 2019 to 2020")
}

// TestEstimatedAndPartlyUnknownMass: a mass that the publisher estimated says nothing of
// prices, nor does the mass of some rows of a month; the other rows still do.
func TestEstimatedAndPartlyUnknownMass(t *testing.T) {
	t.Parallel()
	s := pricedVector()
	s.add("d", 2020, "BLR", "RUS", "040100", 500, 1).Flags |= trade.FlagNetEstimated
	s.add("d", 2020, "BLR", "RUS", "8704XX", 10, 1)
	s.add("d", 2019, "BLR", "RUS", "8704XX", 10, 7)
	a := s.answered(t, pricesName, pricesOf(t, 2019, 2020))
	r := a.row("comparison", "direct")
	a.near(r, "price_fisher", .986394)
	a.near(r, "coverage", 2160./2670)
	a.money(r, "value_usd", "2670")
	// Without a flag or a month to tell the rows apart, the mass of the good is not known.
	s = pricedVector()
	s.add("d", 2020, "BLR", "RUS", "040102", 30, 0)
	a = s.answered(t, pricesName, pricesOf(t, 2019, 2020))
	a.near(a.row("comparison", "direct"), "coverage", 2040./2190)
}

// TestPricesOfMonths: of monthly data the months with a mass make the price.
func TestPricesOfMonths(t *testing.T) {
	t.Parallel()
	s := &stand{}
	sides := []trade.Economy{"BLR", "RUS"}
	s.cover("d", sides, sides, nil, func(c *trade.Coverage) {
		c.Months = 1
		for m := trade.MonthOf(2020, 1); m <= trade.MonthOf(2021, 12); m++ {
			c.Periods = append(c.Periods, trade.Span(m, m))
		}
	})
	for m := 1; m <= 12; m++ {
		for _, year := range []int{2020, 2021} {
			kg := 10.
			if year == 2021 && m > 10 {
				kg = 0
			}
			r := s.add("d", year, "BLR", "RUS", "0402", float64(year-2019)*100, kg)
			r.Period = trade.Span(trade.MonthOf(year, m), trade.MonthOf(year, m))
		}
	}
	a := s.answered(t, pricesName, pairOf(t, "BLR", "RUS"))
	r := a.row("comparison", "direct")
	a.near(r, "price_fisher", 2)
	a.near(r, "coverage", 10./12)
	args := pairOf(t, "BLR", "RUS")
	args.Periods = []trade.Period{trade.Span(trade.MonthOf(2021, 1), trade.MonthOf(2021, 6))}
	a = s.answered(t, pricesName, args)
	a.near(a.row("comparison", "direct", "base_period", "2020H1", "period", "2021H1"), "coverage", 1)
}

// TestPriceOutliers: a mass that is wrong by a thousand is left out, and its value said.
func TestPriceOutliers(t *testing.T) {
	t.Parallel()
	s := &stand{}
	sides := []trade.Economy{"BLR", "RUS"}
	s.cover("d", sides, sides, []int{2019, 2020}, func(c *trade.Coverage) { c.Digits = 6 })
	for k := range 9 {
		code := trade.Product(fmt.Sprintf("85010%d", k))
		s.add("d", 2019, "BLR", "RUS", code, 100, 10)
		kg := 10 + 0.1*float64(k)
		if k == 8 {
			kg = .01
		}
		s.add("d", 2020, "BLR", "RUS", code, 200, kg)
	}
	a := s.answered(t, pricesName, pricesOf(t, 2019, 2020))
	r := a.row("comparison", "direct")
	a.near(r, "matched", 8)
	a.near(r, "outliers", 1)
	a.near(r, "coverage", 8./9)
	a.money(r, "outliers_usd_base", "100")
	a.money(r, "outliers_usd", "200")
	a.says("as outliers: 1 of the goods, with 11.1% of the value before and 11.1% after (score above 3.5)")
	args := pricesOf(t, 2019, 2020)
	args.By = []string{"product"}
	a = s.answered(t, pricesName, args)
	if part := a.row("product", "850108")[a.field("part")].Text; part != "outlier" {
		t.Errorf("the outlier is %s", part)
	}
	a.money(a.row("product", "850108"), "price_effect_usd", "0")
	a.money(a.row("product", "850108"), "volume_effect_usd", "100")
}

// TestPricesByUnit: supplementary units are compared where they are the same, and goods
// in several have no unit value together.
func TestPricesByUnit(t *testing.T) {
	t.Parallel()
	s := pricedVector()
	for i := range s.rows {
		s.rows[i].Quantity, s.rows[i].Unit = s.rows[i].NetKg, "u"
	}
	args := pricesOf(t, 2019, 2020)
	args.Quantity = cube.Quantity
	a := s.answered(t, pricesName, args)
	a.near(a.row("comparison", "direct"), "unit_value_index", .923077)
	s.rows[5].Unit = "pair" // the third good of 2020
	a = s.answered(t, pricesName, args)
	r := a.row("comparison", "direct")
	a.status(r, "unit_value_index", trade.Undefined)
	a.near(r, "coverage", 2040./2160)
	a.says("several units (pair, u)")
}

// TestPricesOfGroup: a good with each partner is an item of its own.
func TestPricesOfGroup(t *testing.T) {
	t.Parallel()
	s := &stand{}
	sides := []trade.Economy{"BLR", "RUS", "KAZ"}
	s.cover("d", sides, sides, []int{2019, 2020}, func(c *trade.Coverage) { c.Digits = 6 })
	for i, partner := range []trade.Economy{"RUS", "KAZ"} {
		s.add("d", 2019, "BLR", partner, "040100", 100, 10*float64(i+1)) // 10 and 5 a kilogram
		s.add("d", 2020, "BLR", partner, "040100", 100*float64(4-3*i), 10*float64(4-3*i)*float64(i+1))
	}
	a := s.answered(t, pricesName, pairOf(t, "BLR", "RUS,KAZ"))
	r := a.row("comparison", "direct")
	a.near(r, "price_fisher", 1) // only the mix changed
	a.near(r, "unit_value_index", (500./60)/(200./30))
	args := pairOf(t, "BLR", "RUS,KAZ")
	args.By = []string{"product"}
	a = s.answered(t, pricesName, args)
	a.near(a.row("importer", "KAZ"), "unit_value", 5)
}

// TestPricesAcrossRevision warns where codes changed.
func TestPricesAcrossRevision(t *testing.T) {
	t.Parallel()
	s := pricedVector()
	s.held[0].Periods = s.held[0].Periods[:1]
	s.cover("d", []trade.Economy{"BLR", "RUS"}, []trade.Economy{"BLR", "RUS"}, []int{2020, 2021},
		func(c *trade.Coverage) { c.Digits, c.Nomenclature = 6, trade.HS2022 })
	a := s.answered(t, pricesName, pricesOf(t, 2019, 2020))
	a.says("H5 for 2019; H6 for 2020.")
	if slices.ContainsFunc(a.Notes, func(n string) bool { return strings.Contains(n, "--nomenclature") }) {
		t.Error("a note offers what prices do not have")
	}
}

func TestPricesRefusals(t *testing.T) {
	t.Parallel()
	one := &stand{}
	one.cover("d", []trade.Economy{"BLR"}, []trade.Economy{"RUS"}, []int{2020}, nil)
	one.add("d", 2020, "BLR", "RUS", "0402", 5, 5)
	none := pricedVector()
	for i := range none.rows {
		none.rows[i].NetKg = trade.Absent(trade.Missing)
	}
	with := func(change func(*analysis.Arguments)) analysis.Arguments {
		args := pricesOf(t, 2019, 2020)
		change(&args)
		return args
	}
	for _, c := range []struct {
		name  string
		stand *stand
		args  analysis.Arguments
		kind  trade.Kind
		parts []string
	}{
		{"one year", one, pairOf(t, "BLR", "RUS"), trade.NoData, []string{"need two periods", "2020"}},
		{"no mass", none, pricesOf(t, 2019, 2020), trade.NoData, []string{"no good has a quantity in both periods", "exports, 2019 to 2020"}},
		{"not covered", pricedVector(), pricesOf(t, 2017, 2020), trade.NoData, []string{"2017", "ask for periods within 2019..2021"}},
		{"coverage", pricedVector(), with(func(a *analysis.Arguments) { a.Coverage = 1.5 }), trade.Usage, []string{"--coverage 0.6"}},
		{"quantity", pricedVector(), with(func(a *analysis.Arguments) { a.Quantity = cube.Rows }), trade.Usage, []string{"--quantity"}},
		{"dimension", pricedVector(), with(func(a *analysis.Arguments) { a.By = []string{"partner"} }), trade.Usage, []string{"--by product"}},
		{"level", pricedVector(), with(func(a *analysis.Arguments) { a.Digits = 8 }), trade.NoData, []string{"--level 6"}},
		{"nomenclature", pricedVector(), with(func(a *analysis.Arguments) { a.Nomenclature = "H4" }), trade.Usage, []string{"--nomenclature"}},
		{"lengths", pricedVector(), with(func(a *analysis.Arguments) {
			a.Periods = []trade.Period{trade.Year(2019), trade.Span(trade.MonthOf(2020, 1), trade.MonthOf(2020, 6))}
		}), trade.Usage, []string{"length"}},
		{"no such pair", pricedVector(), pairOf(t, "BLR", "JPN"), trade.NoData, []string{"JPN"}},
		{"one side", pricedVector(), pairOf(t, "BLR", ""), trade.Usage, []string{"two economies"}},
		{"empty lake", &stand{}, pairOf(t, "BLR", "RUS"), trade.NoData, []string{"import"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := c.stand.ask(pricesName, c.args)
			refused(t, err, c.kind, c.parts...)
		})
	}
}
