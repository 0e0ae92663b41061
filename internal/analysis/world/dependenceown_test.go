package world

import (
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// eachSide has imports by importers and exports by exporters, of 2021; KAZ, to whom BLR
// sells more than it buys, reports nothing.
func eachSide() *stand {
	s := &stand{}
	s.cover("d", []trade.Economy{"BLR", "CHN"}, traders, []int{2021}, func(c *trade.Coverage) { c.Reporter = trade.ByExporter })
	s.cover("d", traders, []trade.Economy{"BLR", "DEU"}, []int{2021}, func(c *trade.Coverage) { c.Reporter = trade.ByImporter })
	for _, f := range []struct {
		by       trade.Reporter
		from, to trade.Economy
		usd      float64
	}{
		{trade.ByImporter, "CHN", "BLR", 100_000}, {trade.ByImporter, "CHN", "DEU", 50_000}, {trade.ByImporter, "BLR", "DEU", 10_000},
		{trade.ByExporter, "BLR", "KAZ", 190_000}, {trade.ByExporter, "BLR", "DEU", 10_000}, {trade.ByExporter, "BLR", "XOG", 700_000},
		{trade.ByExporter, "CHN", "BLR", 80_000},
	} {
		s.add("d", 2021, f.from, f.to, "8504", f.usd, 0).Reporter = f.by
	}
	return s
}

// TestDependenceByOwnExports: C3 sets imports against the exports that the importer
// reports itself, where it does.
func TestDependenceByOwnExports(t *testing.T) {
	t.Parallel()
	terms := analysis.DependenceTerms{All: true}
	a := eachSide().answered(t, "dependence", of(t, "BLR", 2021, terms))
	row := a.row("product", "8504")
	a.money(row, "imports_usd", "100000")
	a.near(row, "imports_over_exports", .5)
	a.wants(row, "criteria", "C1+C2")
	a.says("for C3 the exports are those that each economy reports itself")
	a.says("the concentration of the world and what others could replace are by the imports of these alone")
	// Germany reports no exports: C3 has what others say that they buy from it.
	a = eachSide().answered(t, "dependence", of(t, "DEU", 2021, terms))
	a.wants(a.row("product", "8504"), "criteria", "C1+C2+C3")
	a.says("C3 has what their partners report: DEU")
	// The Commission's third indicator and the ranking rest on the same exports.
	terms.Rule = "commission"
	a = eachSide().answered(t, "dependence", of(t, "BLR", 2021, terms))
	a.wants(a.row("product", "8504"), "criteria", "C1+C2")
	args := analysis.Arguments{Periods: []trade.Period{trade.Year(2021)}, Dependence: analysis.DependenceTerms{Rule: "commission"}}
	a = eachSide().answered(t, "dependence", args)
	a.near(a.row("economy", "BLR"), "dependent_share", 0)
	a.near(a.row("economy", "DEU"), "dependent_share", 1)
}

// TestDependenceByOwnImports is the same on the side of exports.
func TestDependenceByOwnImports(t *testing.T) {
	t.Parallel()
	a := eachSide().answered(t, "dependence", of(t, "BLR", 2021, analysis.DependenceTerms{All: true, Side: "exports"}))
	row := a.row("product", "8504")
	a.money(row, "exports_usd", "200000") // not to XOG, which is no economy
	a.near(row, "exports_over_imports", 2)
	a.says("for C3 the imports are those that each economy reports itself")
}

// TestDependenceOfBlocByOwnExports: what members sell each other is not exported, and all
// who report imports must report exports.
func TestDependenceOfBlocByOwnExports(t *testing.T) {
	t.Parallel()
	s := eachSide()
	s.add("d", 2021, "BLR", "CHN", "8504", 5_000_000, 0).Reporter = trade.ByExporter
	s.add("d", 2021, "JPN", "BLR", "8504", 20_000, 0).Reporter = trade.ByImporter
	a := s.answered(t, "dependence", of(t, "BLR,CHN", 2021, analysis.DependenceTerms{All: true}))
	a.near(a.row("product", "8504"), "imports_over_exports", .1) // 20 of 200: to Kazakhstan and Germany
	a = s.answered(t, "dependence", of(t, "BLR,DEU", 2021, analysis.DependenceTerms{All: true}))
	a.says("C3 has what their partners report: BLR,DEU")
	row := a.row("product", "8504")
	a.money(row, "imports_usd", "170000") // not from each other
	a.wants(row, "criteria", "C1+C2+C3")
}

// TestDependenceLeavesOut: goods hidden by their code and partners that are no economy
// are left out, and said with their share; a year without a report is not observed.
func TestDependenceLeavesOut(t *testing.T) {
	t.Parallel()
	s := dependent(2020, 2021, 2022)
	s.add("d", 2022, "CHN", "BLR", "85XX", 30_000, 0)
	s.add("d", 2022, "CHN", "BLR", "9999", 10_000, 0)
	s.add("d", 2022, "XOG", "BLR", "8504", 60_000, 0)
	a := s.answered(t, "dependence", of(t, "BLR", 2022, analysis.DependenceTerms{All: true}))
	if len(a.Rows) != 2 {
		t.Errorf("%d rows, want all goods and 8504", len(a.Rows))
	}
	row := a.row("product", "8504")
	a.money(row, "imports_usd", "100000")
	a.near(row, "hhi", .36)
	a.near(row, "share", 1)
	a.says("hidden, not specified or of another level are left out: 2, 7.4% of the value") // 40 of 540
	a.says("XOG, 11.1% of the value")                                                      // 60 of 540
}

// TestDependenceOfUnreportedYear: one year of the window without a report leaves two, which
// are enough; two without leave nothing to say.
func TestDependenceOfUnreportedYear(t *testing.T) {
	t.Parallel()
	s := &stand{}
	byImporter := func(c *trade.Coverage) { c.Reporter, c.AbsentIsZero = trade.ByImporter, false }
	s.cover("d", traders, []trade.Economy{"BLR", "JPN"}, []int{2020, 2022}, byImporter)
	s.cover("d", traders, []trade.Economy{"JPN"}, []int{2021, 2023}, byImporter)
	for year := 2020; year <= 2023; year++ {
		s.add("d", year, "CHN", "JPN", "8504", 90_000, 0).Reporter = trade.ByImporter
		if year%2 == 0 {
			s.add("d", year, "CHN", "BLR", "8504", 90_000, 0).Reporter = trade.ByImporter
		}
	}
	a := s.answered(t, "dependence", of(t, "BLR", 2022, analysis.DependenceTerms{}))
	a.wants(a.row("product", "8504"), "criteria_2_back", "C1+C2+C3", "criteria_1_back", "not observed", "criteria", "C1+C2+C3",
		"dependent_a", "yes", "dependent_b", "yes")
	_, err := s.ask("dependence", of(t, "BLR", 2023, analysis.DependenceTerms{}))
	refused(t, err, trade.NoData, "Belarus", "2023", "oborot datasets")
	a = s.answered(t, "dependence", analysis.Arguments{Periods: []trade.Period{trade.Year(2023)}})
	if len(a.Rows) != 1 || a.Rows[0][a.field("economy")].Text != "JPN" {
		t.Errorf("who reports nothing is ranked: %v", a.Rows)
	}
	a = s.answered(t, "dependence", of(t, "BLR,JPN", 2023, analysis.DependenceTerms{Members: true, All: true}))
	a.wants(a.row("economy", "BLR", "product", "TOTAL"), "name", "Too few observed years")
	a.says("INSUFFICIENT: fewer than two observed years of three for BLR")
}

// TestDependenceNetwork is the network of TV-D1 in 2022, by hand: shares of exports are
// 290, 90, 40, 20 and 0 of 440, and five pairs trade.
func TestDependenceNetwork(t *testing.T) {
	t.Parallel()
	s := dependent(2020, 2021, 2022)
	a := s.answered(t, "dependence", of(t, "BLR", 2022, analysis.DependenceTerms{}))
	row := a.row("product", "8504")
	for name, want := range map[string]float64{"centralisation": .573864, "spread": .239404, "clustering": .722222} {
		a.near(row, name, want)
	}
	a.says("centralisation of exporters (Freeman")
	a = s.answered(t, "dependence", of(t, "BLR", 2022, analysis.DependenceTerms{Side: "exports", All: true}))
	a.says("centralisation of importers (Freeman")
}

// TestDependenceOnSinglePoints: of everybody's imports the share in goods that hang on one
// other exporter; that exporter itself hangs on nobody.
func TestDependenceOnSinglePoints(t *testing.T) {
	t.Parallel()
	s := dependent(2020, 2021, 2022)
	s.add("d", 2022, "DEU", "BLR", "8704", 300_000, 0) // three sellers, none with half
	s.add("d", 2022, "USA", "CHN", "8704", 310_000, 0)
	s.add("d", 2022, "FRA", "JPN", "8704", 100_000, 0)
	s.add("d", 2022, "DEU", "CHN", "8504", 1_000, 0)
	a := s.answered(t, "dependence", analysis.Arguments{Periods: []trade.Period{trade.Year(2022)}})
	blr := a.row("economy", "BLR")
	a.near(blr, "single_point_share", .25) // 100 of 400
	a.money(blr, "single_point_usd", "100000")
	if n := blr[a.field("single_point_products")].Number; n != 1 {
		t.Errorf("%d goods of Belarus hang on a single point, want 1", n)
	}
	a.near(a.row("economy", "CHN"), "single_point_share", 0)
	a.says("another economy has half of world exports")
}
