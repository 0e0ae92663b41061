package world

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

var traders = []trade.Economy{"BLR", "BRA", "CHN", "DEU", "FRA", "JPN", "USA"}

// dependent is the vector of three years: E is BLR, its suppliers A, B and C are CHN, DEU
// and USA, and D, the rest of the world, is JPN. Values in thousand dollars.
func dependent(years ...int) *stand {
	s := &stand{}
	s.cover("d", traders, traders, years, nil)
	for _, f := range []struct {
		year     int
		from, to trade.Economy
		usd      float64
	}{
		{2020, "CHN", "BLR", 45}, {2020, "DEU", "BLR", 5}, {2020, "USA", "BLR", 3}, {2020, "CHN", "JPN", 150}, {2020, "BLR", "JPN", 20},
		{2021, "CHN", "BLR", 60}, {2021, "DEU", "BLR", 20}, {2021, "USA", "BLR", 20}, {2021, "CHN", "JPN", 150}, {2021, "BLR", "JPN", 80},
		{2022, "CHN", "BLR", 40}, {2022, "DEU", "BLR", 40}, {2022, "USA", "BLR", 20}, {2022, "CHN", "JPN", 250}, {2022, "BLR", "JPN", 90},
	} {
		if slices.Contains(years, f.year) {
			s.add("d", f.year, f.from, f.to, "8504", 1000*f.usd, 0)
		}
	}
	return s
}

func of(t *testing.T, who string, year int, terms analysis.DependenceTerms) analysis.Arguments {
	t.Helper()
	args := pairOf(t, who, "")
	args.Periods, args.Dependence = []trade.Period{trade.Year(year)}, terms
	return args
}

func floor(usd int64) *int64 { return &usd }

// wants compares texts of a row, given as field, text, field, text.
func (a answered) wants(row []analysis.Cell, texts ...string) {
	a.t.Helper()
	for i := 0; i < len(texts); i += 2 {
		if got := row[a.field(texts[i])].Text; got != texts[i+1] {
			a.t.Errorf("%s is %q, want %q", texts[i], got, texts[i+1])
		}
	}
}

// TestDependenceOfVector is TV-D1: the two readings differ in 2022.
func TestDependenceOfVector(t *testing.T) {
	t.Parallel()
	s := dependent(2020, 2021, 2022)
	a := s.answered(t, "dependence", of(t, "BLR", 2022, analysis.DependenceTerms{}))
	row := a.row("product", "8504")
	a.wants(row, "dependent_a", "yes", "dependent_b", "no", "criteria_2_back", "C1+C2+C3", "criteria_1_back", "C1+C2+C3", "criteria", "C2+C3",
		"leading", "CHN", "worst", "CHN", "single_point", "CHN")
	for name, want := range map[string]float64{
		"hhi": .36, "world_hhi": .486570, "imports_over_exports": 1.111111, "leading_share": .4, "share": 1, "lost": .4,
	} {
		a.near(row, name, want)
	}
	a.money(row, "imports_usd", "100000")
	together := a.row("product", "TOTAL")
	a.money(together, "imports_usd", "100000")
	a.near(together, "leading_share", .4)
	if partners := together[a.field("partners")].Amount.String(); partners != "3" {
		t.Errorf("%s partners of all goods together, want all who sell them", partners)
	}
	a.status(together, "hhi", trade.Undefined)
	a.says("dependent goods: 1 of 1, 100.0% of the goods and 100.0% of the value")
	if !strings.Contains(a.Notes[0], "dependent goods: 1 of 1") {
		t.Errorf("what is found is not said first: %q", a.Notes)
	}
	if a.Method != "dependence/1" || a.Arguments["reading"] != "a" || a.Arguments["floor_usd"] != int64(10_000) ||
		a.Arguments["rule"] != "geodep" {
		t.Errorf("%s %v", a.Method, a.Arguments)
	}

	b := s.answered(t, "dependence", of(t, "BLR", 2022, analysis.DependenceTerms{Reading: "b"}))
	if len(b.Rows) != 1 {
		t.Errorf("by reading b %d rows, want only that of all goods together", len(b.Rows))
	}
	all := s.answered(t, "dependence", of(t, "BLR", 2022, analysis.DependenceTerms{Reading: "b", All: true}))
	all.wants(all.row("product", "8504"), "dependent_b", "no")
}

// TestDependenceByScanner wants the same answer however the rows are read.
func TestDependenceByScanner(t *testing.T) {
	t.Parallel()
	s := dependent(2020, 2021, 2022)
	s.add("d", 2022, "CHN", "BLR", "8504", -1000, 0) // a correction of an earlier row
	s.add("d", 2022, "CHN", "BLR", "8504", 1000, 0)
	for _, args := range []analysis.Arguments{of(t, "BLR", 2022, analysis.DependenceTerms{}), {Periods: []trade.Period{trade.Year(2022)}}} {
		plain, err := s.ask("dependence", args)
		if err != nil {
			t.Fatal(err)
		}
		asker := s.asker()
		asker.Scanner = cube.NewMemory(s.rows)
		scanned, err := dependence(context.Background(), asker, args)
		if err != nil || !reflect.DeepEqual(plain, scanned) {
			t.Errorf("%v:\n%+v\nwant\n%+v", err, scanned, plain)
		}
	}
}

// TestDependenceWindow has years that are not held, and years without trade.
func TestDependenceWindow(t *testing.T) {
	t.Parallel()
	a := dependent(2021, 2022).answered(t, "dependence", of(t, "BLR", 2022, analysis.DependenceTerms{All: true}))
	a.wants(a.row("product", "8504"), "criteria_2_back", "not observed", "dependent_a", "no", "dependent_b", "no")
	a.says("2020 is not held")
	a = dependent(2020).answered(t, "dependence", of(t, "BLR", 2020, analysis.DependenceTerms{All: true}))
	a.wants(a.row("product", "8504"), "dependent_a", "insufficient", "dependent_b", "insufficient", "criteria", "C1+C2+C3")
	a.says("INSUFFICIENT")
	a.says("only 4 economies of d export")
	together := a.row("product", "TOTAL")
	for _, name := range []string{"imports_usd", "partners"} {
		if state := together[a.field(name)].Amount.State; state != trade.Missing {
			t.Errorf("%s of what cannot be judged is %v", name, state)
		}
	}
	a.status(together, "share", trade.StatusMissing)

	s := dependent(2020, 2021, 2022)
	s.add("d", 2022, "CHN", "BLR", "8704", 50_000, 0) // only of the last year
	a = s.answered(t, "dependence", of(t, "BLR", 2022, analysis.DependenceTerms{All: true}))
	a.wants(a.row("product", "8704"), "criteria_2_back", "no trade", "criteria_1_back", "no trade", "criteria", "C1+C2+C3", "dependent_a",
		"no")

}

// TestDependenceOfOneYear has nobody who can be judged, and then some who can.
func TestDependenceOfOneYear(t *testing.T) {
	t.Parallel()
	s := dependent(2022)
	words := []string{"two observed years of 2020..2022", "d covers 2022", "import 2020 and 2021, or use --rule commission"}
	_, err := s.ask("dependence", analysis.Arguments{})
	refused(t, err, trade.NoData, words...)
	_, err = s.ask("dependence", of(t, "BLR", 2022, analysis.DependenceTerms{}))
	refused(t, err, trade.NoData, words...)
	_, err = s.ask("dependence", of(t, "BLR", 2022, analysis.DependenceTerms{Side: "exports", Summary: true}))
	refused(t, err, trade.NoData, "import 2020 and 2021")
	if strings.Contains(trade.HintOf(err), "commission") {
		t.Errorf("the rule is one of imports: %s", trade.HintOf(err))
	}
	if a := s.answered(t, "dependence", of(t, "BLR", 2022, analysis.DependenceTerms{Rule: "commission"})); len(a.Rows) == 0 {
		t.Error("a rule of one year has no answer")
	}

	// KAZ reports the last year alone.
	s = dependent(2020, 2021)
	s.cover("d", append(slices.Clone(traders), "KAZ"), append(slices.Clone(traders), "KAZ"), []int{2022}, func(c *trade.Coverage) {
		c.Origin.Release, c.Nomenclature = "2", trade.HS2022
	})
	s.rows = dependent(2020, 2021, 2022).rows
	s.add("d", 2022, "CHN", "KAZ", "8504", 100_000, 0)
	a := s.answered(t, "dependence", analysis.Arguments{Periods: []trade.Period{trade.Year(2022)}})
	row := a.row("economy", "KAZ")
	a.wants(row, "status", "insufficient")
	a.status(row, "dependent_share", trade.StatusMissing)
	for _, name := range []string{"rank", "dependent_products", "dependent_usd"} {
		if state := row[a.field(name)].Amount.State; state != trade.Missing {
			t.Errorf("%s is %v", name, state)
		}
	}
	a.money(a.row("economy", "BLR"), "rank", "1")
	if len(a.Origins) != 2 {
		t.Errorf("the years before are not among the origins: %v", a.Origins)
	}
	a.says("Goods are in different nomenclatures")
}

// TestDependenceYears judges several years, each with the two before it.
func TestDependenceYears(t *testing.T) {
	t.Parallel()
	s := dependent(2020, 2021, 2022)
	args := of(t, "BLR", 2022, analysis.DependenceTerms{All: true})
	args.Periods = []trade.Period{trade.Span(trade.MonthOf(2020, 1), trade.MonthOf(2022, 12))}
	a := s.answered(t, "dependence", args)
	var got []string
	for _, row := range a.Rows {
		if row[a.field("product")].Text == "8504" {
			got = append(got, fmt.Sprint(row[a.field("year")].Number, " ", row[a.field("dependent_a")].Text, " ", row[a.field("dependent_b")].Text))
		}
	}
	if want := []string{"2020 insufficient insufficient", "2021 yes yes", "2022 yes no"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	args.Dependence = analysis.DependenceTerms{Summary: true}
	a = s.answered(t, "dependence", args)
	if len(a.Rows) != 9 {
		t.Errorf("%d rows of three years by three rules", len(a.Rows))
	}
	a.near(a.row("rule", "geodep a", "status", ""), "dependent_share", 1)
	a.wants(a.row("rule", "geodep a"), "status", "insufficient")
}

// blocTrade is TV-D2: the members DEU and FRA buy 100 from outside, 60 from each other, and
// sell so much to BRA.
func blocTrade(exports float64) *stand {
	s := &stand{}
	s.cover("d", traders, traders, []int{2021}, nil)
	for _, f := range []struct {
		from, to trade.Economy
		usd      float64
	}{{"CHN", "DEU", 65}, {"CHN", "FRA", 5}, {"USA", "FRA", 20}, {"JPN", "DEU", 10}, {"DEU", "FRA", 60}, {"DEU", "BRA", exports}} {
		s.add("d", 2021, f.from, f.to, "8504", 1000*f.usd, 0)
	}
	return s
}

// TestDependenceOfBloc has the EU as one importer, by the Commission's rule.
func TestDependenceOfBloc(t *testing.T) {
	t.Parallel()
	commission := analysis.DependenceTerms{Rule: "commission"}
	a := blocTrade(80).answered(t, "dependence", of(t, "EU27", 2021, commission))
	row := a.row("product", "8504")
	a.wants(row, "dependent", "yes", "criteria", "C1+C2+C3", "leading", "CHN")
	a.near(row, "hhi", .54)
	a.near(row, "outside_share", .625)
	a.near(row, "imports_over_exports", 1.25)
	a.money(row, "imports_usd", "100000")
	a.says("counts as one importer")

	commission.All = true
	a = blocTrade(100).answered(t, "dependence", of(t, "EU27", 2021, commission))
	a.wants(a.row("product", "8504"), "dependent", "no", "criteria", "C1+C2")

	a = blocTrade(80).answered(t, "dependence", of(t, "EU27", 2021, analysis.DependenceTerms{Rule: "commission", Members: true, All: true}))
	a.wants(a.row("economy", "FRA", "product", "8504"), "leading", "DEU")
	a.money(a.row("economy", "DEU", "product", "8504"), "imports_usd", "75000")
}

// TestDependenceByDate leaves those out of a bloc who are no members yet.
func TestDependenceByDate(t *testing.T) {
	t.Parallel()
	s := &stand{}
	s.cover("d", []trade.Economy{"CHN", "DEU", "HRV"}, []trade.Economy{"CHN", "DEU", "HRV"}, []int{2012, 2013}, nil)
	for _, year := range []int{2012, 2013} {
		s.add("d", year, "HRV", "DEU", "8504", 60_000, 0)
		s.add("d", year, "CHN", "DEU", "8504", 40_000, 0)
	}
	for year, imports := range map[int]string{2012: "100000", 2013: "40000"} {
		a := s.answered(t, "dependence", of(t, "EU27", year, analysis.DependenceTerms{Rule: "commission", All: true}))
		a.money(a.row("product", "8504"), "imports_usd", imports)
	}
	a := s.answered(t, "dependence", of(t, "EU27", 2013, analysis.DependenceTerms{All: true}))
	a.says("Croatia")
}

// TestDependenceWithoutExports is TV-D3.
func TestDependenceWithoutExports(t *testing.T) {
	t.Parallel()
	s := &stand{}
	s.cover("d", traders, traders, []int{2020, 2021}, nil)
	for _, year := range []int{2020, 2021} {
		s.add("d", year, "CHN", "BLR", "8504", 5, 0)
		s.add("d", year, "CHN", "JPN", "8704", 20_000, 0)
	}
	a := s.answered(t, "dependence", of(t, "BLR", 2021, analysis.DependenceTerms{Floor: floor(0)}))
	row := a.row("product", "8504")
	a.status(row, "imports_over_exports", trade.DividedByZero)
	a.wants(row, "criteria", "C1+C2+C3", "dependent_a", "yes")
	if len(a.Rows) != 2 {
		t.Errorf("%d rows: a good that is not imported is listed", len(a.Rows))
	}
	// With the floor the good is not judged, and that is said.
	a = s.answered(t, "dependence", of(t, "BLR", 2021, analysis.DependenceTerms{All: true}))
	a.wants(a.row("product", "8504"), "criteria", "below floor", "dependent_a", "no")
	a.says("goods traded for less than 10,000 US dollars and not judged: 1, for 5 US dollars, 100.0%")
}

// TestDependenceMirror asks for customers: what was bought is sold.
func TestDependenceMirror(t *testing.T) {
	t.Parallel()
	s := dependent(2020, 2021, 2022)
	for i := range s.rows {
		s.rows[i].Exporter, s.rows[i].Importer = s.rows[i].Importer, s.rows[i].Exporter
	}
	a := s.answered(t, "dependence", of(t, "BLR", 2022, analysis.DependenceTerms{Side: "exports"}))
	row := a.row("product", "8504")
	a.wants(row, "dependent_a", "yes", "dependent_b", "no", "leading", "CHN")
	a.near(row, "exports_over_imports", 1.111111)
	a.money(row, "exports_usd", "100000")
}
