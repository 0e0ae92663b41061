package world

import (
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// TestChoiceOfDataset: the dataset with most reporting economies answers; invented data
// only where nothing real does; the year is the last that is not just begun.
func TestChoiceOfDataset(t *testing.T) {
	t.Parallel()
	s := &stand{}
	s.cover("big", twenty, twenty, []int{2019, 2020}, nil)
	s.cover("big-start", twenty[:3], twenty[:3], []int{2021}, func(c *trade.Coverage) { c.Dataset = "big" })
	s.cover("small", twenty[:10], twenty[:10], []int{2020, 2021}, nil)
	s.cover("invented", append(slices.Clone(twenty), "NZL", "MNG"), twenty, []int{2018, 2019, 2020, 2021},
		func(c *trade.Coverage) { c.Origin.Synthetic = true })
	s.cover("regional", append(slices.Clone(twenty), "NZL", "MNG"), twenty, []int{2019, 2020, 2021},
		func(c *trade.Coverage) { c.Regions = true })
	s.cover("totals", append(slices.Clone(twenty), "NZL", "MNG"), twenty, []int{2019, 2020, 2021},
		func(c *trade.Coverage) { c.TotalsOnly = true })
	for _, c := range []struct {
		args    analysis.Arguments
		dataset string
		years   string
		says    string
	}{
		{analysis.Arguments{}, "big", "2019..2020", ""},
		{analysis.Arguments{}, "big", "", "fewer than half as many economies have reported 2021"},
		{analysis.Arguments{Periods: []trade.Period{trade.Year(2021)}}, "small", "2021", "others: big"},
		{analysis.Arguments{Periods: []trade.Period{trade.Year(2018)}}, "invented", "2018", ""},
		{analysis.Arguments{Dataset: "invented"}, "invented", "2021", ""},
	} {
		b, err := settle(t.Context(), s.asker(), c.args)
		if err != nil {
			t.Fatalf("%+v: %v", c.args, err)
		}
		if b.dataset != c.dataset || !strings.Contains(strings.Join(b.notes, " "), c.says) {
			t.Errorf("%+v: %s, notes %q", c.args, b.dataset, b.notes)
		}
		if c.years == "2021" && !slices.Equal(b.years, []int{2021}) || c.says != "" && c.dataset == "big" && !slices.Equal(b.years, []int{2020}) {
			t.Errorf("%+v: the years are %v", c.args, b.years)
		}
	}
}

// TestMonthsMakeYears: a year of months counts only where all twelve are reported.
func TestMonthsMakeYears(t *testing.T) {
	t.Parallel()
	s := &stand{}
	monthly := func(who trade.Economy, first, last int) {
		s.cover("monthly", []trade.Economy{who}, twenty, nil, func(c *trade.Coverage) {
			c.Months, c.Reporter, c.AbsentIsZero = 1, trade.ByExporter, false
			c.Periods = []trade.Period{trade.Span(trade.MonthOf(2021, first), trade.MonthOf(2021, last))}
		})
		for m := first; m <= last; m++ {
			row := s.add("monthly", 2021, who, "NZL", "0101", 10, 0)
			row.Period, row.Reporter = trade.Period{First: trade.MonthOf(2021, m), Months: 1}, trade.ByExporter
		}
	}
	monthly("BLR", 1, 7)
	monthly("BLR", 8, 12)
	monthly("KAZ", 1, 11)
	b, err := settle(t.Context(), s.asker(), analysis.Arguments{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := b.exports(t.Context(), 2021)
	if err != nil || !slices.Equal(p.Economies, []trade.Economy{"BLR"}) || p.Thousandths[0] != 120_000 {
		t.Errorf("the panel is %+v, %v", p, err)
	}
	if notes := strings.Join(b.notes, " "); !strings.Contains(notes, "report a part of the year, are left out: KAZ, 47.8% of the value") {
		t.Errorf("the notes are %q", b.notes)
	}
}

// TestMonthsWithoutTrade: where absence means zero, an economy that trades in some months
// only is covered for the year.
func TestMonthsWithoutTrade(t *testing.T) {
	t.Parallel()
	s := &stand{}
	for i, last := range []int{12, 2} {
		s.add("monthly", 2021, twenty[i], "NZL", "0101", 10, 0).Period = trade.Period{First: trade.MonthOf(2021, 1), Months: 1}
		s.cover("monthly", twenty[i:i+1], []trade.Economy{"NZL"}, nil, func(c *trade.Coverage) {
			c.Months, c.Periods = 1, []trade.Period{trade.Span(trade.MonthOf(2021, 1), trade.MonthOf(2021, last))}
		})
	}
	b, err := settle(t.Context(), s.asker(), analysis.Arguments{})
	if err != nil {
		t.Fatal(err)
	}
	if p, err := b.exports(t.Context(), 2021); err != nil || !slices.Equal(p.Economies, twenty[:2]) {
		t.Errorf("the panel is %+v, %v", p, err)
	}
}

// TestPanelLeavesOut: only goods of economies are in a panel, and the rest is said with
// its share.
func TestPanelLeavesOut(t *testing.T) {
	t.Parallel()
	s := &stand{}
	for _, f := range []struct {
		from    trade.Economy
		product trade.Product
		usd     float64
	}{
		{"BLR", "0101", 50}, {"BLR", "0102", 10}, {"S19", "0101", 10}, {"BLR", "01XX", 5}, {"BLR", "9999", 5}, {"BLR", "01", 5},
		{"E19", "0101", 4}, {"RU-PRI", "0101", 3}, {"XOG", "0101", 3},
	} {
		s.add("world", 2021, f.from, "NZL", f.product, f.usd, 0)
	}
	s.add("world", 2021, "BLR", "NZL", "0102", -4, 0)
	s.add("world", 2021, "BLR", "NZL", "0103", -4, 0)
	s.add("world", 2021, "BLR", "NZL", "0101", 1000, 0).Flow = trade.ReExport
	s.add("world", 2021, "BLR", "WLD", "0101", 1000, 0).Flags = trade.FlagTotal
	s.cover("world", []trade.Economy{"BLR", "S19", "E19", "RU-PRI", "XOG"}, []trade.Economy{"NZL"}, []int{2021}, nil)
	b, err := settle(t.Context(), s.asker(), analysis.Arguments{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := b.exports(t.Context(), 2021)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(p.Economies, []trade.Economy{"BLR", "S19"}) || !slices.Equal(p.Products, []trade.Product{"0101", "0102"}) ||
		!slices.Equal(p.Thousandths, []int64{50_000, 6_000, 10_000, 0}) {
		t.Errorf("the panel is %+v", p)
	}
	notes := strings.Join(b.notes, " ")
	for _, part := range []string{"hidden, not specified or of another level are left out: 3, 16.5% of the value",
		"E19, RU-PRI, XOG, 11.0% of the value"} {
		if !strings.Contains(notes, part) {
			t.Errorf("no note says %q: %q", part, b.notes)
		}
	}
	imports, err := b.imports(t.Context(), 2021)
	if err != nil || !slices.Equal(imports.Economies, []trade.Economy{"NZL"}) || imports.total() != 76_000 {
		t.Errorf("imports are %+v, %v", imports, err)
	}
}

// TestMirroredPanel: where only importers report, exports are theirs, and this is said.
func TestMirroredPanel(t *testing.T) {
	t.Parallel()
	s := &stand{}
	s.add("world", 2021, "BLR", "NZL", "0101", 50, 0).Reporter = trade.ByImporter
	s.cover("world", []trade.Economy{"BLR"}, []trade.Economy{"NZL"}, []int{2021}, func(c *trade.Coverage) { c.Reporter = trade.ByImporter })
	b, err := settle(t.Context(), s.asker(), analysis.Arguments{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := b.exports(t.Context(), 2021)
	if err != nil || !slices.Equal(p.Economies, []trade.Economy{"BLR"}) ||
		!strings.Contains(strings.Join(b.notes, " "), "that their partners report") {
		t.Errorf("%+v, %v, %q", p, err, b.notes)
	}
}

// TestOneReport: of two reports of the same flow one is read.
func TestOneReport(t *testing.T) {
	t.Parallel()
	s := &stand{}
	for _, r := range []trade.Reporter{trade.ByExporter, trade.ByImporter} {
		s.add("world", 2021, "BLR", "NZL", "0101", map[trade.Reporter]float64{trade.ByExporter: 50, trade.ByImporter: 60}[r], 0).Reporter = r
		s.cover("world", []trade.Economy{"BLR"}, []trade.Economy{"NZL"}, []int{2021}, func(c *trade.Coverage) { c.Reporter = r })
	}
	b, err := settle(t.Context(), s.asker(), analysis.Arguments{})
	if err != nil {
		t.Fatal(err)
	}
	exports, err := b.exports(t.Context(), 2021)
	if err != nil || exports.total() != 50_000 {
		t.Errorf("exports are %+v, %v", exports, err)
	}
	imports, err := b.imports(t.Context(), 2021)
	if err != nil || imports.total() != 60_000 {
		t.Errorf("imports are %+v, %v", imports, err)
	}
}

// TestSample: floors leave out economies, then products, and say how many.
func TestSample(t *testing.T) {
	t.Parallel()
	s := small([][]float64{{5, 1, 2}, {1, 5, 2}, {1, 1, 0.5}, {1, 1, 3}})
	people := []analysis.Population{
		{Economy: "ARG", Year: 2021, People: 45_000_000}, {Economy: "AUT", Year: 2019, People: 9_000_000},
		{Economy: "AUT", Year: 2030, People: 1},
		{Economy: "BEL", Year: 2021, People: 11_000_000},
	}
	conventions := analysis.Conventions{Sample: "population >= 1000000, trade>=3,product>=5", Population: people}
	conventions.PopulationFile = trade.SourceFile{Name: "people.csv", SHA256: strings.Repeat("a", 64)}
	b, err := settle(t.Context(), s.asker(), analysis.Arguments{Conventions: conventions})
	if err != nil {
		t.Fatal(err)
	}
	p, err := b.exports(t.Context(), 2021)
	if err != nil {
		t.Fatal(err)
	}
	// BLR has no population, BEL exports too little; then 0103 has 4 dollars.
	if !slices.Equal(p.Economies, []trade.Economy{"ARG", "AUT"}) || !slices.Equal(p.Products, []trade.Product{"0101", "0102"}) {
		t.Errorf("left are %v %v", p.Economies, p.Products)
	}
	if len(p.full().Economies) != 4 || !strings.Contains(strings.Join(b.notes, " "),
		"leaves out 2 of 4 economies and 1 of 3 goods, 48.9% of the value") {
		t.Errorf("the notes are %q", b.notes)
	}
	args := b.result("q", "q/1", trade.Name{English: "Q", Russian: "Q"}).Arguments
	if got := args["sample"]; got != "population>=1000000,trade>=3,product>=5" {
		t.Errorf("the sample is %v", got)
	}
	if got, _ := args["population"].(map[string]any); got["file"] != "people.csv" || got["sha256"] != strings.Repeat("a", 64) {
		t.Errorf("the population is of %v", got)
	}
	for _, bad := range []string{"people>=5", "trade>5", "trade>=-1", "trade>=NaN", "trade>=many", "population>=5"} {
		_, err := newSample(analysis.Conventions{Sample: bad})
		if trade.KindOf(err) != trade.Usage || trade.HintOf(err) == "" {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestReadPopulation(t *testing.T) {
	t.Parallel()
	const text = "\ufeffYear,Economy,source,Population\n2021,BLR,UN,9302585\n2021,Казахстан,UN,1.9e7\n"
	got, err := ReadPopulation("p.csv", strings.NewReader(text))
	want := []analysis.Population{{Economy: "BLR", Year: 2021, People: 9302585}, {Economy: "KAZ", Year: 2021, People: 19_000_000}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	for _, c := range []struct{ text, says string }{
		{"", "p.csv, line 1: the file has no header"},
		{"economy,year\n", "p.csv, line 1: there is no column population"},
		{"economy,year,population\nBLR,2021,9\nBLR,2021,9\n", "p.csv, line 3: BLR in 2021 is given twice, first in line 2"},
		{"economy,year,population\nNowhere,2021,9\n", `line 2: "Nowhere" is not an economy`},
		{"economy,year,population\nEAEU,2021,9\n", `line 2: "EAEU" is not an economy`},
		{"economy,year,population\nBLR,21,9\n", `line 2: "21" is not a year`},
		{"economy,year,population\nBLR,2021,-9\n", `line 2: "-9" is not a number of persons`},
		{"economy,year,population\nBLR,2021,NaN\n", `line 2: "NaN" is not a number of persons`},
		{"economy,year,population\nBLR,2021\n", "line 2: the line is no csv"},
		{"economy,year,population\n\"BLR,2021,9\n", "the line is no csv"},
	} {
		if _, err := ReadPopulation("p.csv", strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.says) ||
			trade.HintOf(err) == "" {
			t.Errorf("%q: %v, want %q", c.text, err, c.says)
		}
	}
}

// TestRegionLosses: what has no place among the goods of the world is said by value.
func TestRegionLosses(t *testing.T) {
	t.Parallel()
	s := small([][]float64{{5, 1, 2}, {1, 5, 2}, {1, 1, 5}})
	for product, usd := range map[trade.Product]float64{"0101100000": 30, "0102100000": 60, "8704100000": 10} {
		row := s.add("regional", 2021, "RU-PRI", "CHN", product, usd, 0)
		row.Reporter = trade.ByExporter
	}
	s.cover("regional", []trade.Economy{"RU-PRI"}, []trade.Economy{"CHN"}, []int{2021}, func(c *trade.Coverage) {
		c.Regions, c.Digits, c.Reporter = true, 10, trade.ByExporter
	})
	b, err := settle(t.Context(), s.asker(), analysis.Arguments{Digits: 4})
	if err != nil {
		t.Fatal(err)
	}
	p, err := b.exports(t.Context(), 2021)
	if err != nil {
		t.Fatal(err)
	}
	values, err := b.region(t.Context(), sideOf(t, "RU-PRI"), p, trade.Exports)
	if err != nil || !slices.Equal(values, []int64{30_000, 60_000, 0}) {
		t.Errorf("%v, %v", values, err)
	}
	if !strings.Contains(strings.Join(b.notes, " "),
		"10.0% of the value of Primorsky Krai has no place among the goods of the world, in 1 codes such as 8704") {
		t.Errorf("the notes are %q", b.notes)
	}
	p.Year = 2020
	if _, err = b.region(t.Context(), sideOf(t, "RU-PRI"), p, trade.Exports); trade.KindOf(err) != trade.NoData ||
		!strings.Contains(trade.HintOf(err), "regional covers 2021") {
		t.Errorf("a year that is not held: %v, %s", err, trade.HintOf(err))
	}
}

// TestScannedPanel: a scanner and an engine give the same panel.
func TestScannedPanel(t *testing.T) {
	t.Parallel()
	s := golden(t)
	answer := func(scanner cube.Scanner) *panel {
		a := s.asker()
		a.Scanner = scanner
		b, err := settle(t.Context(), a, analysis.Arguments{Digits: 4})
		if err != nil {
			t.Fatal(err)
		}
		p, err := b.exports(t.Context(), 2020)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	a, b := answer(nil), answer(cube.NewMemory(s.rows))
	if !slices.Equal(a.Thousandths, b.Thousandths) || !slices.Equal(a.Economies, b.Economies) || !slices.Equal(a.Products, b.Products) {
		t.Error("the panels differ")
	}
}
