package world

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// fiveExports are those of the worked example of complexity, fiveIncomes what its
// economies have a head.
var (
	fiveExports = [][]float64{
		{0, 80, 0, 100, 80, 60}, {0, 10, 120, 120, 80, 120}, {100, 0, 80, 100, 10, 40}, {100, 120, 12, 12, 12, 0}, {12, 120, 0, 10, 10, 10},
	}
	fiveIncomes = []float64{30000, 42000, 24000, 6000, 3000}
)

func incomesOf(year int, incomes []float64) analysis.Conventions {
	c := analysis.Conventions{GDPFile: trade.SourceFile{Name: "gdp.csv", SHA256: strings.Repeat("b", 64)}}
	for i, y := range incomes {
		c.GDP = append(c.GDP, analysis.GDP{Economy: twenty[i], Year: year, PerHead: y})
	}
	return c
}

func (a answered) about(row []analysis.Cell, name string, want, tolerance float64) {
	a.t.Helper()
	if got := row[a.field(name)].Ratio; !got.HasNumber() || math.Abs(got.Number-want) > tolerance {
		a.t.Errorf("%s is %v, want %v", name, got, want)
	}
}

// TestIncomeLevels has the numbers of the worked example of complexity.
func TestIncomeLevels(t *testing.T) {
	t.Parallel()
	s := small(fiveExports)
	c := incomesOf(2019, fiveIncomes)
	ranking := s.answered(t, complexityName, analysis.Arguments{Conventions: c})
	for i, want := range []float64{24194.3, 29527.3, 24740.3, 13401.6, 13136.6} {
		row := ranking.row("economy", string(twenty[i]))
		ranking.about(row, "expy", want, .05)
	}
	if file, _ := ranking.Arguments["gdp"].(map[string]any); file["file"] != "gdp.csv" {
		t.Errorf("the arguments are %v", ranking.Arguments)
	}
	ranking.says("2021: GDP per head is that of 2019, the nearest year in the file, for 5 economies.")
	one := s.answered(t, complexityName, analysis.Arguments{A: sideOf(t, string(twenty[1])), Conventions: c})
	for k, want := range []float64{12815.3, 9089.5, 31116.0, 28577.1, 28517.4, 31265.2} {
		one.about(one.row("product", []string{"0101", "0102", "0103", "0104", "0105", "0106"}[k]), "prody", want, .05)
	}
	one.says("EXPY of Austria is 29527.")
	years := s.answered(t, complexityName, analysis.Arguments{A: sideOf(t, string(twenty[1])), By: []string{"year"}, Conventions: c})
	years.about(years.Rows[0], "expy", 29527.3, .05)
	without := s.answered(t, complexityName, analysis.Arguments{})
	if slices.ContainsFunc(without.Fields, func(f analysis.Field) bool { return f.Name == "expy" || f.Name == "prody" }) {
		t.Error("without a file there is a column of EXPY or PRODY")
	}
}

// TestIncomeUnknown: an economy whose income is not known counts in nobody's PRODY; a
// product that only such economies export has none, and EXPY is over the others.
func TestIncomeUnknown(t *testing.T) {
	t.Parallel()
	s := small([][]float64{{30, 70, 0}, {60, 20, 20}, {10, 10, 80}})
	a := s.answered(t, complexityName, analysis.Arguments{A: sideOf(t, "AUT"), Conventions: incomesOf(2021, []float64{1000})})
	a.about(a.row("product", "0101"), "prody", 1000, 1e-9)
	a.status(a.row("product", "0103"), "prody", trade.Undefined)
	a.says("EXPY of Austria is 1000.000 US dollars a head")
	a.says("2021: without GDP per head, and so not in PRODY: AUT, BEL, 66.7% of the exports.")

	_, err := s.ask(complexityName, analysis.Arguments{Conventions: analysis.Conventions{GDP: []analysis.GDP{{Economy: "ARG", Year: 2021,
		Thousandths: 5}}}})
	refused(t, err, trade.Usage, "no gdp_per_capita")
	_, err = s.ask(complexityName, analysis.Arguments{Conventions: analysis.Conventions{GDP: []analysis.GDP{{Economy: "USA", Year: 2021,
		PerHead: 5}}}})
	refused(t, err, trade.NoData, "none of the economies compared in 2021")
}

// TestIncomeOfRegion: EXPY of a region that exports what an economy does is that of the
// economy.
func TestIncomeOfRegion(t *testing.T) {
	t.Parallel()
	s := withRegion(golden(t), "SWE", 2021)
	var incomes []float64
	for i := range twenty {
		incomes = append(incomes, float64(1000+777*i))
	}
	expy := func(who string) float64 {
		a := s.answered(t, complexityName, analysis.Arguments{
			A: sideOf(t, who), Periods: []trade.Period{trade.Year(2021)}, By: []string{"year"}, Conventions: incomesOf(2021, incomes),
		})
		return a.Rows[0][a.field("expy")].Ratio.Number
	}
	if own, like := expy("SWE"), expy("RU-PRI"); !(own > 0) || math.Abs(own-like) > 1e-6 {
		t.Errorf("%v and %v", own, like)
	}
}

func TestReadGDP(t *testing.T) {
	t.Parallel()
	const text = "gdp,Year,Economy,gdp_per_capita\n69673745846.4,2021,BLR,7490.5\n,2021,Казахстан,10055\n1e9,2021,TUV,\n"
	got, err := ReadGDP("g.csv", strings.NewReader(text))
	want := []analysis.GDP{
		{Economy: "BLR", Year: 2021, PerHead: 7490.5, Thousandths: 69_673_745_846_400}, {Economy: "KAZ", Year: 2021, PerHead: 10055},
		{Economy: "TUV", Year: 2021, Thousandths: 1_000_000_000_000},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	if got, err = ReadGDP("g.csv", strings.NewReader("economy,year,gdp_per_capita\nBLR,2021,5\n")); err != nil || got[0].PerHead != 5 {
		t.Errorf("%v, %v", got, err)
	}
	for _, c := range []struct{ text, says string }{
		{"economy,year\n", "g.csv, line 1: there is no column gdp_per_capita or gdp"},
		{"economy,gdp\n", "g.csv, line 1: there is no column year"},
		{"economy,year,gdp\nBLR,2021,-1\n", `line 2: "-1" is not a number of dollars`},
		{"economy,year,gdp_per_capita\nBLR,2021,Inf\n", `line 2: "Inf" is not a number of dollars a head`},
		{"economy,year,gdp\nBLR,2021,1e16\n", `"1e16" is not a number of dollars`},
	} {
		_, err := ReadGDP("g.csv", strings.NewReader(c.text))
		refused(t, err, trade.Usage, c.says, "gdp_per_capita")
	}
}

// FuzzReadGDP: whatever a file holds, figures are positive or absent.
func FuzzReadGDP(f *testing.F) {
	for _, seed := range []string{"economy,year,gdp\nBLR,2021,5\n", "economy,year,gdp_per_capita,gdp\nRUS,2020,1e3,\n", "\ufeff",
		"economy,year,gdp\nBLR,2021,1e-320\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		all, err := ReadGDP("g.csv", strings.NewReader(text))
		if err != nil && (trade.KindOf(err) != trade.Usage || trade.HintOf(err) == "") {
			t.Errorf("%q: %v", text, err)
		}
		for _, g := range all {
			if !(g.PerHead >= 0 && g.PerHead < 1e9) || g.Thousandths < 0 {
				t.Errorf("%q: %+v", text, g)
			}
		}
	})
}

// TestBalanceContribution by hand: with x 100 and m 60 of one product, 200 and 180 of all,
// and a GDP of 1,000, 40 less 20 times 160/380 is 31.578947 thousandths of it.
func TestBalanceContribution(t *testing.T) {
	t.Parallel()
	s := toyWorld(2020)
	args := pairOf(t, "BLR", "")
	args.Conventions = analysis.Conventions{
		GDP: []analysis.GDP{{Economy: "BLR", Year: 2020, Thousandths: 1_000_000_000},
			{Economy: "KAZ", Year: 2019, Thousandths: 1_000_000_000}},
		GDPFile: trade.SourceFile{Name: "gdp.csv", SHA256: strings.Repeat("c", 64)},
	}
	a := s.answered(t, specialisationName, args)
	total := 0.0
	for k, good := range vectorGoods {
		row := a.row("product", string(good))
		a.near(row, "balance_contribution", []float64{31.578947, -36.842105, 5.263158}[k])
		total += row[a.field("balance_contribution")].Ratio.Number
		a.near(row, "ln_rxa", []float64{1.609438, -1.366876, -.087011}[k])
	}
	if math.Abs(total) > 1e-9 || a.Arguments["gdp"] == nil {
		t.Errorf("the sum is %v, the arguments %v", total, a.Arguments)
	}
	args.Top = 1
	a = s.answered(t, specialisationName, args)
	a.near(a.row("product", "other"), "balance_contribution", -31.578947)
	args.A = sideOf(t, "KAZ")
	s.answered(t, specialisationName, args).says("GDP of the nearest year in the file: KAZ 2019.")
	args.A = sideOf(t, "RUS")
	a = s.answered(t, specialisationName, args)
	a.status(a.Rows[0], "balance_contribution", trade.Undefined)
	a.says("Without the GDP of RUS there is no contribution")
	args.Conventions.GDP = []analysis.GDP{{Economy: "RUS", Year: 2020, PerHead: 5}}
	_, err := s.ask(specialisationName, args)
	refused(t, err, trade.Usage, "the file of GDP has no gdp,")
}
