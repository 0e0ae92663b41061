package world

import (
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// TestSpecialisationOfVector: all indices of products in the vector, as printed.
func TestSpecialisationOfVector(t *testing.T) {
	t.Parallel()
	type row = [3]float64
	want := map[string][3]row{
		"rca":   {{1.666667, .568182, .961538}, {.333333, 1.818182, .384615}, {1, .227273, 2.307692}},
		"rsca":  {{.25, -.275362, -.019608}, {-.5, .290323, -.444444}, {0, -.629630, .395349}},
		"rxa":   {{5, .254902, .916667}, {.145299, 16, .191919}, {1, .100529, 7.071429}},
		"rmp":   {{1.277778, 1.028571, .730159}, {.529412, .798817, 2.628571}, {1.757576, 1.352941, .259259}},
		"rta":   {{3.722222, -.773669, .186508}, {-.384113, 15.201183, -2.436652}, {-.757576, -1.252412, 6.812169}},
		"lafay": {{8.310249, -9.695291, 1.385042}, {-6.349206, 19.501134, -13.151927}, {-5, -20, 25}},

		"grubel_lloyd": {{.75, .769231, .888889}, {.571429, .72, .4}, {.857143, .333333, .285714}},
	}
	s := toyWorld(2020)
	for i, e := range vectorEconomies {
		a := s.answered(t, specialisationName, pairOf(t, string(e), ""))
		if len(a.Rows) != 3 || a.Method != "specialisation/1" || a.Arguments["dataset"] != "d" || a.Arguments["level"] != 4 {
			t.Fatalf("%d rows, %s, %v", len(a.Rows), a.Method, a.Arguments)
		}
		for k, good := range vectorGoods {
			r := a.row("product", string(good))
			for name, values := range want {
				a.near(r, name, values[i][k])
			}
		}
		a.says("The world is the 3 economies of d in 2020")
	}
	a := s.answered(t, specialisationName, pairOf(t, "BLR", ""))
	for k, want := range [][2]float64{{.510826, 1.364315}, {-.565314, -1.395047}, {-.039221, .227482}} {
		r := a.row("product", string(vectorGoods[k]))
		a.near(r, "ln_rca", want[0])
		a.near(r, "rc", want[1])
	}
	first := a.Rows[0]
	a.money(first, "value_usd", "100000")
	a.money(first, "imports_usd", "60000")
	a.near(first, "share", .5)
	a.near(first, "world_share", 2./3)
	a.says("HHI 0.3750 (raw, 0 to 1) over 3 products, as many as 2.7 equal ones")
}

// TestConcentrationOfVector: every form of concentration in the vector.
func TestConcentrationOfVector(t *testing.T) {
	t.Parallel()
	want := map[string][3]float64{
		"hhi": {.375, .66, .46}, "hhi_normalised": {.0625, .49, .19}, "hhi_unctad": {.082863, .556143, .238691},
		"effective_number": {2.666667, 1.515152, 2.173913}, "entropy": {1.039721, .639032, .897946},
		"entropy_normalised": {.946395, .581672, .817345}, "theil": {.058892, .459580, .200667},
		"entropy_number": {2.828427, 1.894646, 2.454556}, "gini": {.166667, .466667, .333333},
		"gini_small_sample": {.25, .7, .5}, "hhi_points": {3750, 6600, 4600}, "categories": {3, 3, 3}, "traded": {3, 3, 3},
		"theil_extensive": {0, 0, 0}, "theil_intensive": {.058892, .459580, .200667}, "hirschman": {.612372, .812404, .678233},
	}
	both := map[string][3]float64{"grubel_lloyd": {.789474, .619048, .5}, "grubel_lloyd_adjusted": {.833333, .65, .5}}
	s := toyWorld(2020)
	for i, e := range vectorEconomies {
		args := pairOf(t, string(e), "")
		args.By = []string{"measure"}
		a := s.answered(t, specialisationName, args)
		for code, values := range want {
			a.near(a.row("measure", code), "exports", values[i])
		}
		for code, values := range both {
			r := a.row("measure", code)
			a.near(r, "both", values[i])
			a.status(r, "exports", trade.Undefined)
		}
	}
}

// TestMutualTradeOfVector: intensity in both forms, complementarity both ways and
// similarity in the vector.
func TestMutualTradeOfVector(t *testing.T) {
	t.Parallel()
	simple := [3][3]float64{{0, 1.666667, 1.538462}, {1.973684, 0, .961538}, {1.052632, 1.666667, 0}}
	kojima := [3][3]float64{{0, 1.033333, .953846}, {1.263158, 0, .615385}, {.778947, 1.233333, 0}}
	complementarity := [3][3]float64{{80.555556, 72.727273, 75}, {64.444444, 60.909091, 70}, {62.222222, 69.090909, 50}}
	similar := map[[2]int]float64{{0, 1}: .45, {0, 2}: .65, {1, 2}: .30}
	s := toyWorld(2020)
	for pair, fk := range similar {
		i, j := pair[0], pair[1]
		a := s.answered(t, specialisationName, pairOf(t, string(vectorEconomies[i]), string(vectorEconomies[j])))
		for code, want := range map[string][3][3]float64{"intensity": simple, "intensity_kojima": kojima, "complementarity": complementarity} {
			r := a.row("measure", code)
			a.near(r, "a_to_b", want[i][j])
			a.near(r, "b_to_a", want[j][i])
		}
		a.near(a.row("measure", "finger_kreinin"), "both", fk)
		a.near(a.row("measure", "krugman"), "both", 2*(1-fk))
	}
}

// TestMutualTradeByProduct: the goods that two economies trade, with Grubel-Lloyd of
// each, and the rest in one row.
func TestMutualTradeByProduct(t *testing.T) {
	t.Parallel()
	args := pairOf(t, "BLR", "KAZ")
	args.By, args.Top = []string{"product"}, 1
	a := toyWorld(2020).answered(t, specialisationName, args)
	if len(a.Rows) != 2 {
		t.Fatalf("%d rows", len(a.Rows))
	}
	r := a.row("product", "2709") // 30 sold, 120 bought
	a.money(r, "exports_usd", "30000")
	a.money(r, "imports_usd", "120000")
	a.near(r, "grubel_lloyd", .4)
	a.near(r, "exports_share", .25)
	a.near(r, "rca_b", 1.818182)
	rest := a.row("product", "other")
	a.money(rest, "exports_usd", "90000")
	a.money(rest, "imports_usd", "30000")
	a.near(rest, "lafay", -r[a.field("lafay")].Ratio.Number)
	a.status(rest, "rca_a", trade.Undefined)
}

// TestStructureChange: of several years the shares of the last stand beside those of the first.
func TestStructureChange(t *testing.T) {
	t.Parallel()
	s := toyWorld(2019, 2020, 2021)
	s.add("d", 2021, "BLR", "RUS", "8703", 100_000, 0).Reporter = trade.ByExporter
	args := pairOf(t, "BLR", "")
	args.Periods = []trade.Period{trade.Span(trade.MonthOf(2019, 1), trade.MonthOf(2021, 12))}
	a := s.answered(t, specialisationName, args)
	r := a.row("product", "8703")
	a.near(r, "share", 1./3)
	a.near(r, "share_change_pp", 100./3)
	a.near(r, "share_base", 0)
	a.status(r, "rca_base", trade.Undefined)
	a.money(a.row("product", "0402"), "value_usd_base", "100000")
	a.says("the years between are not read")
	a.says("Between 2019 and 2021, 33.3% of exports changed their product.")
	args.By = []string{"measure"}
	a = s.answered(t, specialisationName, args)
	a.near(a.row("measure", "structure_change"), "exports", 1./3)
	a.near(a.row("measure", "hhi_base"), "exports", .375)
}

// TestRestOfProducts: what is beyond --top is one row whose sums close the columns.
func TestRestOfProducts(t *testing.T) {
	t.Parallel()
	args := pairOf(t, "BLR", "")
	args.Top = 1
	a := toyWorld(2020).answered(t, specialisationName, args)
	rest := a.row("product", "other")
	a.money(rest, "value_usd", "100000")
	a.near(rest, "share", .5)
	a.near(rest, "lafay", -8.310249)
	a.status(rest, "rca", trade.Undefined)
}

// TestSpecialisationWithoutImports: a file of exports alone still has RCA.
func TestSpecialisationWithoutImports(t *testing.T) {
	t.Parallel()
	s := &stand{}
	s.cover("d", vectorEconomies, []trade.Economy{"CHN"}, []int{2020}, func(c *trade.Coverage) { c.Reporter = trade.ByExporter })
	for i, e := range vectorEconomies {
		for k, good := range vectorGoods {
			s.add("d", 2020, e, "CHN", good, vectorExports[i][k], 0).Reporter = trade.ByExporter
		}
	}
	a := s.answered(t, specialisationName, pairOf(t, "BLR", ""))
	r := a.row("product", "0402")
	a.near(r, "rca", 1.666667)
	for _, name := range []string{"rta", "rmp", "rc", "lafay", "grubel_lloyd"} {
		a.status(r, name, trade.Undefined)
	}
	if r[a.field("imports_usd")].Amount.State != trade.Missing {
		t.Error("imports are not missing")
	}
	a.says("The imports of Belarus in 2020 are not held")
}

// TestSpecialisationOfGroup: a group is the sum of its members, and says who lacks.
func TestSpecialisationOfGroup(t *testing.T) {
	t.Parallel()
	a := toyWorld(2020).answered(t, specialisationName, pairOf(t, "BLR,KAZ,ARM", ""))
	a.money(a.row("product", "2709"), "value_usd", "210000")
	a.says("is without ARM")
	a.says("that among themselves included")
}

// TestMutualTradeOfImporters: where importers alone report, what a silent economy buys is
// not known, which is not zero.
func TestMutualTradeOfImporters(t *testing.T) {
	t.Parallel()
	s := &stand{}
	economies := []trade.Economy{"BLR", "KAZ", "RUS"}
	s.cover("d", economies, []trade.Economy{"RUS"}, []int{2020},
		func(c *trade.Coverage) { c.Reporter, c.AbsentIsZero = trade.ByImporter, false })
	s.add("d", 2020, "BLR", "RUS", "0402", 60, 0).Reporter = trade.ByImporter
	s.add("d", 2020, "KAZ", "RUS", "2709", 40, 0).Reporter = trade.ByImporter
	s.add("d", 2020, "RUS", "RUS", "2709", 1, 0).Reporter = trade.ByImporter
	a := s.answered(t, specialisationName, pairOf(t, "BLR", "RUS"))
	r := a.row("measure", "intensity")
	a.near(r, "a_to_b", 1)
	a.status(r, "b_to_a", trade.Undefined)
	a.status(a.row("measure", "intensity_kojima"), "a_to_b", trade.Undefined)
	a.says("What Russia sells to Belarus in 2020 is not held")
	args := pairOf(t, "BLR", "RUS")
	args.By = []string{"product"}
	a = s.answered(t, specialisationName, args)
	r = a.row("product", "0402")
	a.money(r, "exports_usd", "60")
	if r[a.field("imports_usd")].Amount.State != trade.Missing {
		t.Error("what is not reported reads as zero")
	}
}

// TestHiddenExports: what a publisher hides is said, since shares are without it.
func TestHiddenExports(t *testing.T) {
	t.Parallel()
	s := toyWorld(2020)
	s.add("d", 2020, "BLR", "RUS", "XXXX", 50_000, 0).Reporter = trade.ByExporter
	a := s.answered(t, specialisationName, pairOf(t, "BLR", ""))
	a.near(a.row("product", "0402"), "share", .5)
	a.says("2020: 20.0% of the exports of Belarus is in codes that are hidden")
	a = s.answered(t, specialisationName, pairOf(t, "BLR", "RUS"))
	a.says("38.5% of what Belarus sells to Russia is in codes that are hidden")
}

// TestSpecialisationRefusals: what cannot be asked is one sentence that names economy,
// year and what is held.
func TestSpecialisationRefusals(t *testing.T) {
	t.Parallel()
	by := func(a analysis.Arguments, by ...string) analysis.Arguments { a.By = by; return a }
	sampled := func(a analysis.Arguments, floors string) analysis.Arguments { a.Conventions.Sample = floors; return a }
	in := func(a analysis.Arguments, p trade.Period) analysis.Arguments { a.Periods = []trade.Period{p}; return a }
	for _, c := range []struct {
		name  string
		stand *stand
		args  analysis.Arguments
		kind  trade.Kind
		parts []string
	}{
		{"no economy", toyWorld(2020), analysis.Arguments{}, trade.Usage, []string{"name one"}},
		{"the world", toyWorld(2020), pairOf(t, "WLD", ""), trade.Usage, []string{"the world"}},
		{"not held", toyWorld(2020), pairOf(t, "JPN", ""), trade.NoData, []string{"Japan", "2020", "3 economies"}},
		{"overlap", toyWorld(2020), pairOf(t, "RUS", "RU-PRI"), trade.Usage, []string{"overlap", "compare"}},
		{"no region", toyWorld(2020), pairOf(t, "RU-PRI", ""), trade.NoData, []string{"RU-PRI", "2020"}},
		{"year", toyWorld(2020), in(pairOf(t, "BLR", ""), trade.Year(2011)), trade.NoData, []string{"2011", "2020"}},
		{"part of a year", toyWorld(2020), in(pairOf(t, "BLR", ""), trade.Span(trade.MonthOf(2020, 1), trade.MonthOf(2020, 3))), trade.Usage,
			[]string{"whole year"}},
		{"dimension", toyWorld(2020), by(pairOf(t, "BLR", ""), "partner"), trade.Usage, []string{"--by product"}},
		{"sample", toyWorld(2020), sampled(pairOf(t, "RUS", ""), "trade>=150000"), trade.NoData, []string{"RUS", "may leave it out"}},
		{"empty lake", &stand{}, pairOf(t, "BLR", ""), trade.NoData, []string{"import"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r, err := c.stand.ask(specialisationName, c.args)
			if r != nil {
				t.Errorf("there is an answer")
			}
			refused(t, err, c.kind, c.parts...)
		})
	}
}

// TestOneProductOneEconomy: where nothing can be compared indices have a status.
func TestOneProductOneEconomy(t *testing.T) {
	t.Parallel()
	s := &stand{}
	s.cover("d", []trade.Economy{"BLR"}, []trade.Economy{"RUS"}, []int{2020}, nil)
	s.add("d", 2020, "BLR", "RUS", "0402", 5, 0)
	a := s.answered(t, specialisationName, pairOf(t, "BLR", ""))
	r := a.row("product", "0402")
	a.near(r, "rca", 1)
	a.status(r, "rxa", trade.Undefined)
	args := pairOf(t, "BLR", "")
	args.By = []string{"measure"}
	a = s.answered(t, specialisationName, args)
	a.near(a.row("measure", "hhi"), "exports", 1)
	a.status(a.row("measure", "hhi_normalised"), "exports", trade.Undefined)
}

var _ cube.Coverage = (*stand)(nil)
