package world

import (
	"slices"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// TestDependenceOfRegion takes a region's own rows, and the world's concentration.
func TestDependenceOfRegion(t *testing.T) {
	t.Parallel()
	s := dependent(2020, 2021, 2022)
	coverRegion(s, []int{2021, 2022}, trade.ByImporter, trade.ByExporter)
	for _, year := range []int{2021, 2022} {
		addRegion(s, year, "CHN", "RU-PRI", "8504", 70_000)
		addRegion(s, year, "KOR", "RU-PRI", "8504", 30_000)
		addRegion(s, year, "RU-PRI", "CHN", "8504", 50_000)
		addRegion(s, year, "CHN", "RU-PRI", "9999", 1_000)
		addRegion(s, year, "XNS", "RU-PRI", "8504", 2_000)
		addRegion(s, year, "BRA", "RU-PRI", "8504", -5_000)                                 // a correction of what is not held
		s.add("fts", year, "CHN", "RU-PRI", "8504", 900_000, 0).Reporter = trade.ByExporter // China's report of the same
	}
	a := s.answered(t, "dependence", of(t, "RU-PRI", 2022, analysis.DependenceTerms{Headroom: .1}))
	row := a.row("product", "8504")
	a.wants(row, "leading", "CHN", "criteria_2_back", "not observed", "criteria_1_back", "C1+C2+C3", "dependent_a", "yes", "dependent_b",
		"yes", "worst", "CHN")
	a.near(row, "hhi", .58)
	a.near(row, "world_hhi", .486570)
	a.near(row, "imports_over_exports", 2)
	a.near(row, "lost", .7*(1-.1*150/290))
	a.says("(C1, C3) are those of fts")
	a.says("of the value of Primorsky Krai has no place among the goods of the world, in 1 codes such as 9999")
	a.says("is with partners that are no economy and is left out: XNS")
	if !slices.ContainsFunc(a.Origins, func(o trade.Origin) bool { return o.Dataset == "fts" }) {
		t.Errorf("the region's own dataset is not among the origins %v", a.Origins)
	}
	_, err := s.ask("dependence", of(t, "RU-PRI", 2020, analysis.DependenceTerms{}))
	refused(t, err, trade.NoData, "Primorsky", "2020", "--period")
	_, err = s.ask("dependence", of(t, "RU-KHA", 2022, analysis.DependenceTerms{}))
	refused(t, err, trade.NoData, "RU-KHA")
}

// coverRegion adds a dataset of a region's own, of some reports.
func coverRegion(s *stand, years []int, reporters ...trade.Reporter) {
	partners := []trade.Economy{"CHN", "KOR", "RU-PRI"}
	for _, r := range reporters {
		s.cover("fts", partners, partners, years, func(c *trade.Coverage) { c.Regions, c.Reporter, c.AbsentIsZero = true, r, false })
	}
}

// addRegion adds a row as the region reports it.
func addRegion(s *stand, year int, from, to trade.Economy, product trade.Product, usd float64) {
	r := s.add("fts", year, from, to, product, usd, 0)
	if r.Reporter = trade.ByImporter; from.IsRegion() {
		r.Reporter = trade.ByExporter
	}
}

// TestDependenceOfRegionExports asks for a region's customers.
func TestDependenceOfRegionExports(t *testing.T) {
	t.Parallel()
	s := dependent(2020, 2021, 2022)
	coverRegion(s, []int{2021, 2022}, trade.ByImporter, trade.ByExporter)
	for _, year := range []int{2021, 2022} {
		addRegion(s, year, "RU-PRI", "CHN", "8504", 60_000)
		addRegion(s, year, "RU-PRI", "KOR", "8504", 40_000)
		addRegion(s, year, "CHN", "RU-PRI", "8504", 25_000)
	}
	a := s.answered(t, "dependence", of(t, "RU-PRI", 2022, analysis.DependenceTerms{Side: "exports", All: true}))
	row := a.row("product", "8504")
	a.wants(row, "leading", "CHN")
	a.money(row, "exports_usd", "100000")
	a.near(row, "hhi", .52)
	a.near(row, "exports_over_imports", 4)
}

// TestDependenceOfRegionByRules judges a region by the rules of one year.
func TestDependenceOfRegionByRules(t *testing.T) {
	t.Parallel()
	s := dependent(2020, 2021, 2022)
	coverRegion(s, []int{2021, 2022}, trade.ByImporter, trade.ByExporter)
	addRegion(s, 2022, "CHN", "RU-PRI", "8504", 70_000)
	addRegion(s, 2022, "KOR", "RU-PRI", "8504", 30_000)
	addRegion(s, 2022, "RU-PRI", "CHN", "8504", 49_000)
	a := s.answered(t, "dependence", of(t, "RU-PRI", 2022, analysis.DependenceTerms{Rule: "commission"}))
	row := a.row("product", "8504")
	a.wants(row, "criteria", "C1+C2+C3", "dependent", "yes")
	a.near(row, "hhi", .58)
	a.near(row, "outside_share", 1)
	for partner, want := range map[string][3]string{"CHN": {"C1+C2+C3", "yes", "70000"}, "KOR": {"C1+C2", "no", "30000"},
		"TUV": {"C1", "no", "0"}} {
		args := of(t, "RU-PRI", 2022, analysis.DependenceTerms{Rule: "merics", All: true, Few: new(3)})
		args.B = sideOf(t, partner)
		a := s.answered(t, "dependence", args)
		row := a.row("product", "8504")
		a.wants(row, "criteria", want[0], "dependent", want[1])
		a.money(row, "from_partner_usd", want[2])
	}
	args := of(t, "RU-PRI", 2022, analysis.DependenceTerms{Summary: true})
	args.B = sideOf(t, "CHN")
	a = s.answered(t, "dependence", args)
	a.near(a.row("rule", "commission"), "dependent_share", 1)
}

// TestDependenceOfRegionBothSides wants what a region sells before it compares.
func TestDependenceOfRegionBothSides(t *testing.T) {
	t.Parallel()
	s := dependent(2020, 2021, 2022)
	coverRegion(s, []int{2021, 2022}, trade.ByImporter)
	coverRegion(s, []int{2022}, trade.ByExporter)
	for _, year := range []int{2021, 2022} {
		addRegion(s, year, "CHN", "RU-PRI", "8504", 70_000)
	}
	a := s.answered(t, "dependence", of(t, "RU-PRI", 2022, analysis.DependenceTerms{All: true}))
	a.wants(a.row("product", "8504"), "criteria_1_back", "not observed", "criteria", "C1+C2+C3")
	a.says("2021: Primorsky Krai counts as not observed")
	_, err := s.ask("dependence", of(t, "RU-PRI", 2021, analysis.DependenceTerms{All: true}))
	refused(t, err, trade.NoData, "exports of Primorsky", "2021", "--period")
}

// TestDependenceOfFewReporters warns that those who report are not the world.
func TestDependenceOfFewReporters(t *testing.T) {
	t.Parallel()
	s := &stand{}
	s.cover("d", traders, []trade.Economy{"BLR", "JPN"}, []int{2021}, func(c *trade.Coverage) { c.Reporter = trade.ByImporter })
	s.add("d", 2021, "CHN", "BLR", "8504", 90_000, 0).Reporter = trade.ByImporter
	s.add("d", 2021, "CHN", "JPN", "8504", 90_000, 0).Reporter = trade.ByImporter
	a := s.answered(t, "dependence", of(t, "BLR", 2021, analysis.DependenceTerms{All: true}))
	a.says("2021: only 2 economies of d report; the concentration of the world, C3, and what others could replace " +
		"are by the imports of these alone")
	a = s.answered(t, "dependence", of(t, "CHN", 2021, analysis.DependenceTerms{All: true, Side: "exports"}))
	a.says("2021: only 2 economies of d report")
}

// TestDependenceOmits leaves out, on either side and among the goods, what has no place.
func TestDependenceOmits(t *testing.T) {
	t.Parallel()
	s := dependent(2020, 2021, 2022)
	s.add("d", 2022, "XNS", "BLR", "8504", 60_000, 0)
	s.add("d", 2022, "BLR", "XNS", "8504", 700_000, 0)
	s.add("d", 2022, "CHN", "BLR", "9999", 40_000, 0)
	a := s.answered(t, "dependence", of(t, "BLR", 2022, analysis.DependenceTerms{All: true}))
	row := a.row("product", "8504")
	a.money(row, "imports_usd", "100000")
	a.near(row, "imports_over_exports", 1.111111)
	if len(a.Rows) != 2 {
		t.Errorf("%d rows: a good without a place is listed", len(a.Rows))
	}
	a.says("left out: 1, 3.2% of the value")
	a.says("are left out: XNS, 61.3% of the value")
}

// TestDependenceBelowFloorByRules wants no dependence on what is too little to judge.
func TestDependenceBelowFloorByRules(t *testing.T) {
	t.Parallel()
	s := dependent(2021)
	s.add("d", 2021, "CHN", "BLR", "8704", 9_000, 0)
	for _, terms := range []analysis.DependenceTerms{{Rule: "commission", All: true}, {Rule: "merics", All: true}} {
		args := of(t, "BLR", 2021, terms)
		args.B = sideOf(t, "CHN")
		a := s.answered(t, "dependence", args)
		a.wants(a.row("product", "8704"), "criteria", "below floor", "dependent", "no")
		args.Dependence.Floor = floor(0)
		a = s.answered(t, "dependence", args)
		a.wants(a.row("product", "8704"), "criteria", "C1+C2+C3", "dependent", "yes")
	}
}
