package world

import (
	"slices"
	"strings"
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
		a.says("dependent goods, whoever the partner: 1")
		a.says("(geodep): a dependent good of which more than half comes")
	}
	args := of(t, "BLR", 2021, analysis.DependenceTerms{Rule: "merics", All: true, Few: new(1)})
	args.B = sideOf(t, "CHN")
	a := s.answered(t, "dependence", args)
	row := a.row("product", "8504")
	a.wants(row, "criteria", "C2", "dependent", "no") // imports are 1.25 of exports, two others export
	a.near(row, "from_partner_share", .6)
	a.money(row, "from_partner_usd", "60000")
	args.Dependence.Few = new(2)
	a = s.answered(t, "dependence", args)
	a.wants(a.row("product", "8504"), "criteria", "C2+C3")
	a.says("China (merics): a dependent good of which at least 30%")
	if slices.ContainsFunc(a.Notes, func(n string) bool { return strings.Contains(n, "half comes") }) {
		t.Errorf("merics has another threshold: %q", a.Notes)
	}
	if a.Arguments["partner_from"] != .3 || a.Arguments["partner_above"] != nil {
		t.Errorf("thresholds: %v", a.Arguments)
	}
	args.Dependence = analysis.DependenceTerms{Summary: true}
	a = s.answered(t, "dependence", args)
	a.says("(geodep, commission): ")
	a.says("(merics): ")
}

// TestDependenceInWords says a list of economies as it was asked for.
func TestDependenceInWords(t *testing.T) {
	t.Parallel()
	list := sideOf(t, "EU27,USA")
	short := list
	short.Code, short.Name = "EU27,USA", trade.Name{English: "EU, USA", Russian: "ЕС, США"}
	a := dependent(2020, 2021, 2022).answered(t, "dependence",
		of(t, "BLR", 2022, analysis.DependenceTerms{Bloc: list, All: true, Lists: []reference.Side{short}}))
	a.wants(a.row("product", "8504"), "leading", "EU27,USA")
	a.says("EU, USA counts as one importer")
}

// TestDependenceBelowFloorNow depends by the years before on what is hardly bought now,
// and on what is not bought at all.
func TestDependenceBelowFloorNow(t *testing.T) {
	t.Parallel()
	s := dependent(2020, 2021, 2022)
	for year := 2020; year <= 2021; year++ {
		s.add("d", year, "CHN", "BLR", "8704", 50_000, 0)
		s.add("d", year, "CHN", "BLR", "8705", 50_000, 0)
	}
	s.add("d", 2022, "CHN", "BLR", "8704", 5_000, 0)
	s.add("d", 2022, "CHN", "JPN", "8705", 5_000, 0)
	a := s.answered(t, "dependence", of(t, "BLR", 2022, analysis.DependenceTerms{}))
	a.wants(a.row("product", "8704"), "criteria", "below floor", "dependent_a", "yes")
	a.says("not traded in this one, which are neither listed nor counted: 1")
	if slices.ContainsFunc(a.Notes, func(n string) bool { return strings.Contains(n, "not judged") }) {
		t.Errorf("a dependent good is not judged: %q", a.Notes)
	}
}

// TestDependenceThird counts suppliers together.
func TestDependenceThird(t *testing.T) {
	t.Parallel()
	third := reference.Side{Code: "THIRD", Name: trade.Name{English: "Third", Russian: "Третьи"}, Group: true,
		Members: []trade.Economy{"DEU", "USA"}}
	a := dependent(2020, 2021, 2022).answered(t, "dependence", of(t, "BLR", 2022, analysis.DependenceTerms{Third: third, All: true}))
	row := a.row("product", "8504")
	a.wants(row, "leading", "CHN", "dependent_b", "no")
	a.near(row, "third_share", .6)
	a.near(row, "hhi", .36) // the list tells a share and decides nothing
	a.says("customers together, who count each by itself in all else: DEU, USA")
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
	a.says("Codes of the list with more than 4 digits: 1")
	a.says("goods of the list that are traded: 1, dependent: 1")
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
	for headroom, want := range map[float64]float64{0: .6, .2: .54, 1: .3} {
		a := s.answered(t, "dependence", of(t, "BLR", 2021, analysis.DependenceTerms{Headroom: headroom, All: true}))
		row := a.row("product", "8504")
		a.near(row, "lost", want)
		if got := row[a.field("others")].Amount.String(); got != "2" {
			t.Errorf("%s others", got)
		}
	}
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
	args.Dependence.Goods = []trade.Product{"85"}
	a = s.answered(t, "dependence", args)
	a.says("the first 1 of 2")
	a.says("are the dependent goods alone")
	if !strings.HasPrefix(a.Notes[len(a.Notes)-1], "C1") && !strings.HasPrefix(a.Notes[len(a.Notes)-1], "Dependences are counted") {
		t.Errorf("what the words mean is not said last: %q", a.Notes)
	}
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
		"rule":     {func(a *analysis.Arguments) { a.Dependence.Rule = "guess" }, trade.Usage, []string{"--rule", "geodep"}},
		"reading":  {func(a *analysis.Arguments) { a.Dependence.Reading = "c" }, trade.Usage, []string{"--reading"}},
		"side":     {func(a *analysis.Arguments) { a.Dependence.Side = "left" }, trade.Usage, []string{"--side"}},
		"floor":    {func(a *analysis.Arguments) { a.Dependence.Floor = floor(-1) }, trade.Usage, []string{"--floor 0"}},
		"headroom": {func(a *analysis.Arguments) { a.Dependence.Headroom = -.1 }, trade.Usage, []string{"--headroom"}},
		"few": {func(a *analysis.Arguments) {
			a.Dependence.Rule, a.B, a.Dependence.Few = "merics", sideOf(t, "CHN"), new(0)
		}, trade.Usage, []string{"--few from 1"}},
		"top":    {func(a *analysis.Arguments) { a.Top = -1 }, trade.Usage, []string{"--top"}},
		"merics": {func(a *analysis.Arguments) { a.Dependence.Rule = "merics" }, trade.Usage, []string{"--on"}},
		"exports": {func(a *analysis.Arguments) { a.Dependence.Rule, a.Dependence.Side = "commission", "exports" }, trade.Usage,
			[]string{"--side"}},
		"summary": {func(a *analysis.Arguments) { a.A, a.Dependence.Summary = reference.Side{}, true }, trade.Usage,
			[]string{"one economy"}},
		"partner member": {func(a *analysis.Arguments) { a.A, a.B = group, sideOf(t, "DEU") }, trade.Usage,
			[]string{"Germany (--on) is a member of EU27"}},
		"overlap": {func(a *analysis.Arguments) { a.B, a.Dependence.Bloc = sideOf(t, "G7"), group }, trade.Usage,
			[]string{"Germany is in both G7 (--on) and EU27 (--bloc)"}},
		"few of geodep": {func(a *analysis.Arguments) { a.Dependence.Few = new(3) }, trade.Usage, []string{"--few", "merics"}},
		"reading of one": {func(a *analysis.Arguments) { a.Dependence.Rule, a.Dependence.Reading = "commission", "a" }, trade.Usage,
			[]string{"--reading"}},
		"summary by rule": {func(a *analysis.Arguments) { a.Dependence.Rule, a.Dependence.Summary = "commission", true }, trade.Usage,
			[]string{"--rule"}},
		"all of all":     {func(a *analysis.Arguments) { a.A, a.Dependence.All = reference.Side{}, true }, trade.Usage, []string{"--all"}},
		"members of one": {func(a *analysis.Arguments) { a.Dependence.Members = true }, trade.Usage, []string{"Belarus", "--members"}},
		"members of all": {func(a *analysis.Arguments) { a.A, a.Dependence.Members = reference.Side{}, true }, trade.Usage,
			[]string{"--members"}},
		"third of all": {func(a *analysis.Arguments) { a.A, a.Dependence.Third = reference.Side{}, group }, trade.Usage, []string{"--third"}},
		"headroom of all": {func(a *analysis.Arguments) { a.A, a.Dependence.Headroom = reference.Side{}, .2 }, trade.Usage,
			[]string{"--headroom"}},
		"much headroom": {func(a *analysis.Arguments) { a.Dependence.Headroom = 30 }, trade.Usage, []string{"0 to 1", "0.3 or 30% for 30%"}},
		"world":         {func(a *analysis.Arguments) { a.A = sideOf(t, "WLD") }, trade.Usage, []string{"world"}},
		"itself":        {func(a *analysis.Arguments) { a.B = a.A }, trade.Usage, []string{"both sides"}},
		"member": {func(a *analysis.Arguments) { a.A, a.Dependence.Bloc = sideOf(t, "DEU"), group }, trade.Usage,
			[]string{"Germany is a member of EU27 (--bloc)"}},
		"third": {func(a *analysis.Arguments) { a.A, a.Dependence.Third = sideOf(t, "FRA"), sideOf(t, "G7") }, trade.Usage,
			[]string{"France is a member of G7 (--third)"}},
		"part of a year": {func(a *analysis.Arguments) { a.Periods = []trade.Period{{First: trade.MonthOf(2021, 1), Months: 9}} }, trade.Usage,
			[]string{"whole year"}},
		"no year": {func(a *analysis.Arguments) { a.Periods = []trade.Period{trade.Year(2001)} }, trade.NoData,
			[]string{"2001", "2020..2022"}},
		"no such economy": {func(a *analysis.Arguments) { a.A = sideOf(t, "TUV") }, trade.NoData, []string{"Tuvalu", "2021"}},
		"on a region":     {func(a *analysis.Arguments) { a.B = sideOf(t, "RU-PRI") }, trade.Usage, []string{"RU-PRI is a region", "--on"}},
		"a third region": {func(a *analysis.Arguments) { a.Dependence.Third = sideOf(t, "RU-PRI") }, trade.Usage,
			[]string{"RU-PRI is a region", "--third"}},
		"no dataset": {func(a *analysis.Arguments) { a.Dataset = "x" }, trade.Usage, []string{"x"}},
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
