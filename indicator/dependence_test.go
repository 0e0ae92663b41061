package indicator_test

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/source/sourcetest"
)

const allConditions = indicator.ConcentratedImports | indicator.ConcentratedWorld | indicator.ImportsOverExports

// TestDependenceOfVector has the published vector: three years of suppliers, a world
// index of 0.45 and imports over exports as printed there. The two readings differ.
func TestDependenceOfVector(t *testing.T) {
	t.Parallel()
	rule := indicator.GeoDepRule()
	rule.Floor = 0
	var window []indicator.Criteria
	for _, year := range []struct {
		suppliers   []int64
		exports     int64
		hhi, ratio  float64
		concentrate bool
	}{{[]int64{45, 5, 3}, 20, .733001, 2.65, true}, {[]int64{60, 20, 20}, 80, .44, 1.25, true}, {[]int64{40, 40, 20}, 90, .36, 1.11, false}} {
		rows := []supplyFlow{{0, 4, 0, year.exports}}
		for i, d := range year.suppliers {
			rows = append(rows, supplyFlow{uint16(i + 1), 0, 0, d})
		}
		onProduct(t, flowsOf(rows...), nil, 5, func(p *indicator.ProductTrade) {
			s := p.Supply(0)
			ratio, ok := s.OverExports()
			near(t, "HHI", s.HHI, year.hhi, 5e-7)
			near(t, "imports over exports", ratio, year.ratio, 5e-3)
			c := rule.Judge(s, .45)
			if !ok || c.Hold() != year.concentrate || (c&indicator.ConcentratedImports != 0) != year.concentrate {
				t.Errorf("suppliers %v: conditions %b", year.suppliers, c)
			}
			window = append(window, c)
		})
	}
	want := indicator.Dependence{Observed: 3, Held: 2, InWindow: true}
	if d := rule.Persists(window); d != want {
		t.Errorf("%+v, want %+v", d, want)
	}
}

func TestPersists(t *testing.T) {
	t.Parallel()
	const (
		yes   = allConditions | indicator.Imported | indicator.ObservedYear
		no    = indicator.ObservedYear
		low   = yes | indicator.BelowFloor
		blank = indicator.Criteria(0)
	)
	type window = []indicator.Criteria
	for _, c := range []struct {
		name   string
		window window
		want   indicator.Dependence
	}{
		{"all", window{yes, yes, yes}, indicator.Dependence{Observed: 3, Held: 3, InWindow: true, InWindowAndLast: true}},
		{"the last two", window{no, yes, yes}, indicator.Dependence{Observed: 3, Held: 2, InWindow: true, InWindowAndLast: true}},
		{"not the last", window{yes, yes, no}, indicator.Dependence{Observed: 3, Held: 2, InWindow: true}},
		{"last below the floor", window{yes, yes, low}, indicator.Dependence{Observed: 3, Held: 2, InWindow: true}},
		{"one", window{no, no, yes}, indicator.Dependence{Observed: 3, Held: 1}},
		{"one year silent", window{blank, yes, yes}, indicator.Dependence{Observed: 2, Held: 2, InWindow: true, InWindowAndLast: true}},
		{"last year silent", window{yes, yes, blank}, indicator.Dependence{Observed: 2, Held: 2, InWindow: true}},
		{"two years silent", window{blank, blank, yes}, indicator.Dependence{Observed: 1, Held: 1, Status: indicator.DependenceInsufficient}},
		{"one year only", window{yes}, indicator.Dependence{Observed: 1, Held: 1, Status: indicator.DependenceInsufficient}},
		{"no year", nil, indicator.Dependence{Status: indicator.DependenceInsufficient}},
	} {
		if got := indicator.GeoDepRule().Persists(c.window); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// TestJudge holds each condition at its threshold, where it is not met, and just
// above.
func TestJudge(t *testing.T) {
	t.Parallel()
	rule := indicator.GeoDepRule()
	base := indicator.Supply{Imports: 20_000_000, Exports: 10_000_000, HHI: .5}
	with := func(change func(s *indicator.Supply)) indicator.Supply {
		s := base
		change(&s)
		return s
	}
	const seen = indicator.Imported | indicator.ObservedYear
	above := math.Nextafter(.4, 1)
	for _, c := range []struct {
		name  string
		s     indicator.Supply
		world float64
		want  indicator.Criteria
	}{
		{"all", base, .5, seen | allConditions},
		{"HHI at 0.4", with(func(s *indicator.Supply) { s.HHI = .4 }), .5, seen | indicator.ConcentratedWorld | indicator.ImportsOverExports},
		{"HHI above 0.4", with(func(s *indicator.Supply) { s.HHI = above }), above, seen | allConditions},
		{"world at 0.4", base, .4, seen | indicator.ConcentratedImports | indicator.ImportsOverExports},
		{"as many exports", with(func(s *indicator.Supply) { s.Exports = s.Imports }), .5,
			seen | indicator.ConcentratedImports | indicator.ConcentratedWorld},
		{"no exports", with(func(s *indicator.Supply) { s.Exports = 0 }), .5, seen | allConditions},
		{"no imports", indicator.Supply{Exports: 5}, .9, indicator.ObservedYear},
		{"nothing", indicator.Supply{}, .9, indicator.ObservedYear},
		{"at the floor", with(func(s *indicator.Supply) { s.Imports, s.Exports = 10_000_000, 0 }), .5, seen | allConditions},
		{"below the floor", with(func(s *indicator.Supply) { s.Imports, s.Exports = 9_999_999, 0 }), .5,
			seen | allConditions | indicator.BelowFloor},
	} {
		if got := rule.Judge(c.s, c.world); got != c.want {
			t.Errorf("%s: %06b, want %06b", c.name, got, c.want)
		}
		if got := rule.Judge(c.s, c.world).Hold(); got != (c.want == seen|allConditions) {
			t.Errorf("%s: hold %v", c.name, got)
		}
	}
}

func TestReliesOn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, imports int64
		want          bool
	}{{6, 10, true}, {5, 10, false}, {0, 0, false}, {0, 10, false}, {10, 10, true}} {
		if got := indicator.ReliesOn(c.from, c.imports, .5); got != c.want {
			t.Errorf("%d of %d: %v", c.from, c.imports, got)
		}
	}
}

// TestJudgeYearOfBloc: the members of a bloc are one importer and one exporter, what
// they trade among themselves is left out, and who imports nothing is not observed.
func TestJudgeYearOfBloc(t *testing.T) {
	t.Parallel()
	// Economies 0 and 1 are the bloc, 2 the supplier, 3 another importer, 4 is silent.
	f := flowsOf(
		supplyFlow{2, 0, 0, 60_000}, supplyFlow{2, 1, 0, 30_000}, supplyFlow{3, 1, 0, 10_000}, supplyFlow{0, 1, 0, 500_000},
		supplyFlow{1, 3, 0, 40_000}, supplyFlow{2, 3, 0, 5_000},
		supplyFlow{4, 0, 1, 900}, supplyFlow{0, 2, 1, 77_000},
	)
	g := indicator.Grouping{Economies: 5, Products: 3, Actor: []uint16{0, 0, 1, 2, 3}}
	y, err := indicator.JudgeYear(f, g, indicator.GeoDepRule())
	if err != nil || y.Importers != 4 || y.Products != 3 {
		t.Fatal(err, y)
	}
	s := y.Supply(0, 0)
	if s.Imports != 100_000_000 || s.Exports != 40_000_000 || s.Leading != 1 || s.LeadingValue != 90_000_000 || s.Suppliers != 2 {
		t.Errorf("the bloc buys %+v", s)
	}
	near(t, "HHI of the bloc", s.HHI, .82, 1e-15)
	near(t, "HHI of the world", y.WorldHHI[0], (95.*95+40*40+10*10)/(145*145), 1e-15)
	if !y.Criteria(0, 0).Hold() || y.Criteria(0, 1) != indicator.Imported|indicator.ObservedYear|indicator.BelowFloor|
		indicator.ConcentratedImports|indicator.ConcentratedWorld || y.Criteria(0, 2) != indicator.ObservedYear {
		t.Errorf("conditions of the bloc: %06b %06b %06b", y.Criteria(0, 0), y.Criteria(0, 1), y.Criteria(0, 2))
	}
	if y.Criteria(3, 0) != 0 || y.Criteria(3, 1) != 0 {
		t.Error("an economy without imports was observed")
	}
	e := y.Exposure(0, func(product int) bool { return y.Criteria(0, product).Hold() })
	want := indicator.Exposure{
		Products: 2, DependentProducts: 1, DroppedProducts: 1, Value: 100_900_000, DependentValue: 100_000_000, DroppedValue: 900_000,
	}
	if e != want {
		t.Errorf("exposure %+v, want %+v", e, want)
	}
	inValue, ok := e.InValue()
	inCount, also := e.InCount()
	if !ok || !also || inCount != .5 {
		t.Errorf("exposure in count %v, %v, %v", inCount, ok, also)
	}
	near(t, "exposure in value", inValue, .99108, 5e-6)
}

func TestExposureOfNothing(t *testing.T) {
	t.Parallel()
	var e indicator.Exposure
	if _, ok := e.InValue(); ok {
		t.Error("nothing is exposed in value")
	}
	if _, ok := e.InCount(); ok {
		t.Error("nothing is exposed in count")
	}
}

// TestExposureAddsUp: when all depends, all is exposed.
func TestExposureAddsUp(t *testing.T) {
	t.Parallel()
	f := randomFlows(21, 20, 30, 4000)
	y, err := indicator.JudgeYear(f, indicator.Grouping{Economies: 20, Products: 30}, indicator.GeoDepRule())
	if err != nil {
		t.Fatal(err)
	}
	imports, internal := int64(0), int64(0)
	for m := range 20 {
		e := y.Exposure(m, func(int) bool { return true })
		imports += e.Value
		if e.DependentValue != e.Value || e.DependentProducts != e.Products || e.Products > 30 || e.DroppedValue > e.Value {
			t.Errorf("importer %d: %+v", m, e)
		}
	}
	for row, v := range f.Value {
		if f.Exporter[row] == f.Importer[row] {
			internal += v
		}
	}
	if imports+internal != supplyTotal(f.Value) {
		t.Errorf("imports of %d and %d internal, want %d in all", imports, internal, supplyTotal(f.Value))
	}
}

func TestBadRules(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(r *indicator.DependenceRule){
		"HHI of imports":       func(r *indicator.DependenceRule) { r.ImportHHI = math.NaN() },
		"HHI of the world":     func(r *indicator.DependenceRule) { r.WorldHHI = -.1 },
		"imports over exports": func(r *indicator.DependenceRule) { r.OverExports = math.Inf(1) },
		"a floor of -1":        func(r *indicator.DependenceRule) { r.Floor = -1 },
		"0 years":              func(r *indicator.DependenceRule) { r.Years = 0 },
	} {
		rule := indicator.GeoDepRule()
		spoil(&rule)
		_, err := indicator.JudgeYear(indicator.BilateralFlows{}, indicator.Grouping{}, rule)
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	y, err := indicator.JudgeYear(indicator.BilateralFlows{}, indicator.Grouping{}, indicator.GeoDepRule())
	if err != nil || y.Importers != 0 || y.Products != 0 {
		t.Errorf("an empty world: %+v, %v", y, err)
	}
}

// TestMirrorOfRealExports counts the products of which Afghanistan and South Africa sell
// more than the floor to concentrated destinations, in files that hold all of their
// exports. The counts and sums were made by a script with exact fractions.
func TestMirrorOfRealExports(t *testing.T) {
	t.Parallel()
	type golden struct {
		products, dropped, concentrated int
		value, droppedValue, held       int64
		meanHHI                         float64
	}
	for _, c := range []struct {
		file string
		want map[string]golden
	}{
		{"baci_hs17_2020_afg_zaf.csv", map[string]golden{
			"4":   {1072, 821, 218, 513_844_299_000, 1_236_417_000, 486_841_181_000, .8512256944774355},
			"710": {5071, 728, 1897, 51_091_298_376_000, 2_179_689_000, 19_176_201_041_000, .4709516015058513},
		}},
		{"baci_hs92_2021_afg_zaf.csv", map[string]golden{
			"4":   {1177, 851, 290, 678_189_124_000, 1_438_146_000, 653_333_178_000, .8239559570915357},
			"710": {4419, 484, 1622, 68_691_799_014_000, 1_510_421_000, 16_775_817_480_000, .446452995535318},
		}},
	} {
		f, economies, products := readBACI(t, sourcetest.RealFile(t, "baci-afg-zaf/"+c.file))
		g := indicator.Grouping{Economies: len(economies), Products: products}
		y, err := indicator.JudgeYear(f.Mirror(), g, indicator.GeoDepRule())
		if err != nil {
			t.Fatal(err)
		}
		for code, want := range c.want {
			seller := int(economies[code])
			concentrated := func(k int) bool {
				return y.Criteria(seller, k)&(indicator.ConcentratedImports|indicator.BelowFloor) == indicator.ConcentratedImports
			}
			e := y.Exposure(seller, concentrated)
			got := golden{e.Products, e.DroppedProducts, e.DependentProducts, e.Value, e.DroppedValue, e.DependentValue, want.meanHHI}
			if got != want {
				t.Errorf("%s, %s: %+v, want %+v", c.file, code, got, want)
			}
			sum := 0.0
			for k := range products {
				sum += y.Supply(seller, k).HHI
			}
			near(t, "mean HHI of destinations", sum/float64(e.Products), want.meanHHI, 1e-12)
		}
	}
}

// readBACI reads the columns that flows have, and numbers codes as they come.
func readBACI(t *testing.T, path string) (f indicator.BilateralFlows, economies map[string]uint16, products int) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	economies = map[string]uint16{}
	goods := map[string]uint16{}
	number := func(codes map[string]uint16, code string) uint16 {
		if _, ok := codes[code]; !ok {
			codes[code] = uint16(len(codes))
		}
		return codes[code]
	}
	for _, row := range rows[1:] {
		thousand, err := strconv.ParseFloat(strings.TrimSpace(row[4]), 64)
		if err != nil {
			t.Fatal(err)
		}
		f = withFlow(f, number(economies, row[1]), number(economies, row[2]), number(goods, row[3]), int64(math.Round(thousand*1e6)))
	}
	return f, economies, len(goods)
}
