package world

import (
	"slices"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// TestDependenceOnPartner keeps what relies on one partner.
func TestDependenceOnPartner(t *testing.T) {
	t.Parallel()
	s := dependent(2020, 2021, 2022)
	for partner, rows := range map[string]int{"CHN": 2, "DEU": 1} {
		args := of(t, "BLR", 2021, analysis.DependenceTerms{})
		args.B = sideOf(t, partner)
		a := s.answered(t, "dependence", args)
		if len(a.Rows) != rows {
			t.Errorf("on %s: %d rows, want %d", partner, len(a.Rows), rows)
		}
		a.says("1 goods are dependent, whoever the partner")
	}
	args := of(t, "BLR", 2021, analysis.DependenceTerms{Rule: "merics", All: true, Few: 1})
	args.B = sideOf(t, "CHN")
	a := s.answered(t, "dependence", args)
	row := a.row("product", "8504")
	a.wants(row, "criteria", "C2", "dependent", "no") // imports are 1.25 of exports, two others export
	a.near(row, "from_partner_share", .6)
	a.money(row, "from_partner_usd", "60000")
	args.Dependence.Few = 2
	a = s.answered(t, "dependence", args)
	a.wants(a.row("product", "8504"), "criteria", "C2+C3")
}

// TestDependenceThird counts suppliers together.
func TestDependenceThird(t *testing.T) {
	t.Parallel()
	third := reference.Side{Code: "THIRD", Name: trade.Name{English: "Third", Russian: "Третьи"}, Group: true, Members: []trade.Economy{"DEU", "USA"}}
	a := dependent(2020, 2021, 2022).answered(t, "dependence", of(t, "BLR", 2022, analysis.DependenceTerms{Third: third, All: true}))
	row := a.row("product", "8504")
	a.wants(row, "leading", "THIRD")
	a.near(row, "third_share", .6)
	a.near(row, "hhi", .52)
	a.wants(row, "dependent_b", "yes")
}

// TestDependenceGoods cuts the answer to a list of codes and their beginnings.
func TestDependenceGoods(t *testing.T) {
	t.Parallel()
	s := dependent(2020, 2021, 2022)
	for year := 2020; year <= 2022; year++ {
		s.add("d", year, "CHN", "BLR", "2709", 300_000, 0)
	}
	a := s.answered(t, "dependence", of(t, "BLR", 2022, analysis.DependenceTerms{Goods: []trade.Product{"85", "0101", "2710990000"}}))
	a.row("product", "8504")
	if len(a.Rows) != 2 {
		t.Errorf("%d rows", len(a.Rows))
	}
	a.near(a.row("product", "TOTAL"), "share", .25)
	a.says("codes of the list under which nothing is traded: 0101, 2710990000")
	a.says("1 codes of the list have more than 4 digits")
}

// TestDependenceLosses replaces a part of what a supplier sold.
func TestDependenceLosses(t *testing.T) {
	t.Parallel()
	s := &stand{}
	s.cover("d", traders, traders, []int{2021}, nil)
	for _, f := range []struct {
		from, to trade.Economy
		usd      float64
	}{{"CHN", "BLR", 60}, {"CHN", "BRA", 20}, {"DEU", "BLR", 15}, {"FRA", "BLR", 25}} {
		s.add("d", 2021, f.from, f.to, "8504", 1000*f.usd, 0)
	}
	for headroom, want := range map[float64]float64{0: .6, .2: .54, 3: 0} {
		a := s.answered(t, "dependence", of(t, "BLR", 2021, analysis.DependenceTerms{Headroom: headroom, All: true}))
		row := a.row("product", "8504")
		a.near(row, "lost", want)
		if got := row[a.field("others")].Amount.String(); got != "2" {
			t.Errorf("%s others", got)
		}
	}
}

// TestDependenceOfRegion takes a region's own rows, and the world's concentration.
func TestDependenceOfRegion(t *testing.T) {
	t.Parallel()
	s := dependent(2020, 2021, 2022)
	regional := func(c *trade.Coverage) { c.Regions, c.Reporter, c.AbsentIsZero = true, trade.ByImporter, false }
	partners := []trade.Economy{"CHN", "KOR", "RU-PRI"}
	s.cover("fts", partners, partners, []int{2021, 2022}, regional)
	for _, year := range []int{2021, 2022} {
		s.add("fts", year, "CHN", "RU-PRI", "8504", 70_000, 0)
		s.add("fts", year, "KOR", "RU-PRI", "8504", 30_000, 0)
		s.add("fts", year, "RU-PRI", "CHN", "8504", 50_000, 0)
		s.add("fts", year, "CHN", "RU-PRI", "9999", 1_000, 0)
	}
	a := s.answered(t, "dependence", of(t, "RU-PRI", 2022, analysis.DependenceTerms{Headroom: .1}))
	row := a.row("product", "8504")
	a.wants(row, "leading", "CHN", "criteria_2_back", "not observed", "criteria_1_back", "C1+C2+C3", "dependent_a", "yes", "dependent_b", "yes", "worst", "CHN")
	a.near(row, "hhi", .58)
	a.near(row, "world_hhi", .486570)
	a.near(row, "imports_over_exports", 2)
	a.near(row, "lost", .7*(1-.1*150/290))
	a.says("(C1, C3) are those of fts")
	a.says("has no place among the goods of the world")
	if !slices.ContainsFunc(a.Origins, func(o trade.Origin) bool { return o.Dataset == "fts" }) {
		t.Errorf("the region's own dataset is not among the origins %v", a.Origins)
	}
	_, err := s.ask("dependence", of(t, "RU-PRI", 2020, analysis.DependenceTerms{}))
	refused(t, err, trade.NoData, "Primorsky", "2020", "--period")
	_, err = s.ask("dependence", of(t, "RU-KHA", 2022, analysis.DependenceTerms{}))
	refused(t, err, trade.NoData, "RU-KHA")
}

// TestDependenceRanking lists everybody.
func TestDependenceRanking(t *testing.T) {
	t.Parallel()
	s := dependent(2020, 2021, 2022)
	s.add("d", 2022, "CHN", "XXX", "8504", 1_000, 0)
	args := analysis.Arguments{Periods: []trade.Period{trade.Year(2022)}}
	a := s.answered(t, "dependence", args)
	if len(a.Rows) != 2 || a.Rows[0][a.field("economy")].Text != "BLR" {
		t.Fatalf("%d rows: %v", len(a.Rows), a.Rows)
	}
	row := a.row("economy", "BLR")
	a.near(row, "dependent_share", 1)
	a.near(row, "dependent_products_share", 1)
	a.money(row, "dependent_usd", "100000")
	for rule, want := range map[string]float64{"commission": 0, "geodep": 1} {
		args.Dependence = analysis.DependenceTerms{Rule: rule}
		a := s.answered(t, "dependence", args)
		a.near(a.row("economy", "BLR"), "dependent_share", want)
	}
	args.Top = 1
	a = s.answered(t, "dependence", args)
	a.says("the first 1 of 2")
}

// TestDependenceByReports has two reports of each flow, of which the importers' own count,
// or on the side of exports the exporters'.
func TestDependenceByReports(t *testing.T) {
	t.Parallel()
	s := &stand{}
	for _, r := range []trade.Reporter{trade.ByExporter, trade.ByImporter} {
		s.cover("d", traders, traders, []int{2020, 2021}, func(c *trade.Coverage) { c.Reporter = r })
		for year := 2020; year <= 2021; year++ {
			usd := map[trade.Reporter]float64{trade.ByExporter: 90_000, trade.ByImporter: 100_000}[r]
			s.add("d", year, "CHN", "BLR", "8504", usd, 0).Reporter = r
			s.add("d", year, "BLR", "JPN", "8704", usd, 0).Reporter = r
		}
	}
	a := s.answered(t, "dependence", of(t, "BLR", 2021, analysis.DependenceTerms{}))
	a.money(a.row("product", "8504"), "imports_usd", "100000")
	a = s.answered(t, "dependence", of(t, "BLR", 2021, analysis.DependenceTerms{Side: "exports"}))
	a.money(a.row("product", "8704"), "exports_usd", "90000")
}

// TestDependenceRefusals wants a sentence and a hint for each bad question.
func TestDependenceRefusals(t *testing.T) {
	t.Parallel()
	s := dependent(2020, 2021, 2022)
	group := sideOf(t, "EU27")
	for name, c := range map[string]struct {
		change func(a *analysis.Arguments)
		kind   trade.Kind
		parts  []string
	}{
		"rule":            {func(a *analysis.Arguments) { a.Dependence.Rule = "guess" }, trade.Usage, []string{"--rule", "geodep"}},
		"reading":         {func(a *analysis.Arguments) { a.Dependence.Reading = "c" }, trade.Usage, []string{"--reading"}},
		"side":            {func(a *analysis.Arguments) { a.Dependence.Side = "left" }, trade.Usage, []string{"--side"}},
		"floor":           {func(a *analysis.Arguments) { a.Dependence.Floor = floor(-1) }, trade.Usage, []string{"--floor 0"}},
		"headroom":        {func(a *analysis.Arguments) { a.Dependence.Headroom = -.1 }, trade.Usage, []string{"--headroom"}},
		"few":             {func(a *analysis.Arguments) { a.Dependence.Few = -1 }, trade.Usage, []string{"--few"}},
		"top":             {func(a *analysis.Arguments) { a.Top = -1 }, trade.Usage, []string{"--top"}},
		"merics":          {func(a *analysis.Arguments) { a.Dependence.Rule = "merics" }, trade.Usage, []string{"--on"}},
		"exports":         {func(a *analysis.Arguments) { a.Dependence.Rule, a.Dependence.Side = "commission", "exports" }, trade.Usage, []string{"--side"}},
		"summary":         {func(a *analysis.Arguments) { a.A, a.Dependence.Summary = reference.Side{}, true }, trade.Usage, []string{"one economy"}},
		"world":           {func(a *analysis.Arguments) { a.A = sideOf(t, "WLD") }, trade.Usage, []string{"world"}},
		"itself":          {func(a *analysis.Arguments) { a.B = a.A }, trade.Usage, []string{"both sides"}},
		"member":          {func(a *analysis.Arguments) { a.A, a.Dependence.Bloc = sideOf(t, "DEU"), group }, trade.Usage, []string{"DEU is a part of EU27"}},
		"third":           {func(a *analysis.Arguments) { a.A, a.Dependence.Third = sideOf(t, "FRA"), sideOf(t, "G7") }, trade.Usage, []string{"FRA is a part of G7"}},
		"part of a year":  {func(a *analysis.Arguments) { a.Periods = []trade.Period{{First: trade.MonthOf(2021, 1), Months: 9}} }, trade.Usage, []string{"whole year"}},
		"no year":         {func(a *analysis.Arguments) { a.Periods = []trade.Period{trade.Year(2001)} }, trade.NoData, []string{"2001", "2020..2022"}},
		"no such economy": {func(a *analysis.Arguments) { a.A = sideOf(t, "TUV") }, trade.NoData, []string{"Tuvalu", "2021"}},
		"no dataset":      {func(a *analysis.Arguments) { a.Dataset = "x" }, trade.Usage, []string{"x"}},
	} {
		args := of(t, "BLR", 2021, analysis.DependenceTerms{})
		c.change(&args)
		r, err := s.ask("dependence", args)
		if r != nil {
			t.Errorf("%s: an answer", name)
		}
		refused(t, err, c.kind, c.parts...)
	}
	_, err := (&stand{}).ask("dependence", analysis.Arguments{})
	refused(t, err, trade.NoData)
}
