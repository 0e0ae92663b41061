package world

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// twenty are the economies that stand for C00 to C19 of the golden worlds.
var twenty = []trade.Economy{
	"ARG", "AUT", "BEL", "BLR", "BRA", "CAN", "CHE", "CHN", "DEU", "ESP", "FIN", "FRA", "GBR", "ITA", "JPN", "KAZ", "POL", "RUS", "SWE", "USA",
}

// goldenRecords reads a file of complexity-golden-small, each line by column name.
func goldenRecords(t *testing.T, name string) []map[string]string {
	t.Helper()
	file, err := os.Open(sourcetest.RealFile(t, "complexity-golden-small/"+name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var records []map[string]string
	for _, line := range lines[1:] {
		record := map[string]string{}
		for i, name := range lines[0] {
			record[name] = line[i]
		}
		records = append(records, record)
	}
	return records
}

// goldenCodes are the economy and the heading that stand for labels such as C07, P012.
func goldenCodes(t *testing.T, loc, prod string) (trade.Economy, trade.Product) {
	t.Helper()
	c, err := strconv.Atoi(loc[1:])
	if err != nil {
		t.Fatal(err)
	}
	p, err := strconv.Atoi(prod[1:])
	if err != nil {
		t.Fatal(err)
	}
	return twenty[c], trade.Product(fmt.Sprintf("%04d", 101+p))
}

// golden is a golden world as a dataset, half of each flow to either of two partners.
func golden(t *testing.T) *stand {
	t.Helper()
	s := &stand{}
	for _, r := range goldenRecords(t, "w20x50_3y_input.csv") {
		year, _ := strconv.Atoi(r["year"])
		from, product := goldenCodes(t, r["loc"], r["prod"])
		thousandths, err := trade.ParseThousandths(r["val"])
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []int64{thousandths / 2, thousandths - thousandths/2} {
			to := trade.Economy("MNG")
			if part != thousandths/2 {
				to = "NZL"
			}
			row := s.add("world", year, from, to, product, 0, 0)
			row.ValueUSD = trade.Of(part)
		}
	}
	s.cover("world", twenty, []trade.Economy{"MNG", "NZL"}, []int{2019, 2020, 2021}, nil)
	return s
}

// close compares a cell with a golden number.
func (a answered) close(row []analysis.Cell, name, want string) {
	a.t.Helper()
	number, err := strconv.ParseFloat(want, 64)
	if err != nil {
		a.t.Fatal(err)
	}
	got := row[a.field(name)].Ratio
	if !got.HasNumber() || math.Abs(got.Number-number) > 1e-10 {
		a.t.Errorf("%s is %v, want %v", name, got, number)
	}
}

// TestComplexityOfGolden: the ranking, and the products of an economy, have the numbers
// of py-ecomplexity.
func TestComplexityOfGolden(t *testing.T) {
	t.Parallel()
	s := golden(t)
	all := s.answered(t, complexityName, analysis.Arguments{Periods: []trade.Period{trade.Span(trade.MonthOf(2019, 1),
		trade.MonthOf(2021, 12))}})
	if len(all.Rows) != 60 || all.Method != "complexity/1" || all.Arguments["method"] != "eigen" || all.Arguments["threshold"] != 1.0 {
		t.Fatalf("%d rows, %s, %v", len(all.Rows), all.Method, all.Arguments)
	}
	for _, r := range goldenRecords(t, "w20x50_3y_country.csv") {
		code, _ := goldenCodes(t, r["loc"], "P000")
		year, _ := strconv.Atoi(r["year"])
		i := slices.IndexFunc(all.Rows, func(row []analysis.Cell) bool {
			return row[all.field("economy")].Text == string(code) && row[all.field("year")].Number == int64(year)
		})
		row := all.Rows[i]
		if strconv.FormatInt(row[all.field("diversity")].Number, 10) != r["diversity"] {
			t.Errorf("the diversity of %v is %v", r, row[all.field("diversity")])
		}
		all.close(row, "eci", r["eci"])
		all.close(row, "coi", r["coi"])
	}
	for i, row := range all.Rows {
		if rank := row[all.field("rank")].Amount; rank != trade.Of(int64(i%20+1)*1000) || rank != row[all.field("rank_eigen")].Amount {
			t.Errorf("row %d has rank %v and %v", i, rank, row[all.field("rank_eigen")].Amount)
		}
		if i%20 > 0 && row[all.field("eci")].Ratio.Number > all.Rows[i-1][all.field("eci")].Ratio.Number {
			t.Errorf("row %d is out of order", i)
		}
	}
	goldenProducts(t, s)
}

func goldenProducts(t *testing.T, s *stand) {
	t.Helper()
	args := analysis.Arguments{A: sideOf(t, "BLR"), Periods: []trade.Period{trade.Year(2021)}}
	one := s.answered(t, complexityName, args)
	if len(one.Rows) != 50 {
		t.Fatalf("%d products", len(one.Rows))
	}
	for _, r := range goldenRecords(t, "w20x50_3y_ecomplexity.csv") {
		if r["year"] != "2021" || r["loc"] != "C03" {
			continue
		}
		_, product := goldenCodes(t, r["loc"], r["prod"])
		row := one.row("product", string(product))
		for _, name := range []string{"rca", "density", "pci", "cog"} {
			one.close(row, name, r[name])
		}
		if strconv.FormatInt(row[one.field("mcp")].Number, 10) != r["mcp"] {
			t.Errorf("M of %s is %v", product, row[one.field("mcp")])
		}
	}
	absent := true
	for i, row := range one.Rows {
		merit := row[one.field("opportunity")].Ratio
		if has := row[one.field("mcp")].Number == 1; has == absent {
			if absent = false; !has {
				t.Errorf("row %d: a product without an advantage comes after one with it", i)
			}
		}
		if merit.HasNumber() != absent || absent && (merit.Number < 0 || merit.Number > 1) {
			t.Errorf("row %d: opportunity %v", i, merit)
		}
		if i > 0 && absent && merit.Number > one.Rows[i-1][one.field("opportunity")].Ratio.Number {
			t.Errorf("row %d is a better opportunity than the one before", i)
		}
	}
}

// withRegion adds a dataset in which a region exports what an economy of the world does,
// in longer codes.
func withRegion(s *stand, e trade.Economy, year int) *stand {
	for _, r := range slices.Clone(s.rows) {
		if r.Exporter != e || r.Period != trade.Year(year) {
			continue
		}
		row := s.add("regional", year, "RU-PRI", "CHN", r.Product+"100000", 0, 0)
		row.ValueUSD, row.Nomenclature, row.Reporter = r.ValueUSD, trade.TNVED, trade.ByExporter
	}
	s.cover("regional", []trade.Economy{"RU-PRI"}, []trade.Economy{"CHN"}, []int{year}, func(c *trade.Coverage) {
		c.Regions, c.Digits, c.Nomenclature, c.Reporter, c.AbsentIsZero = true, 10, trade.TNVED, trade.ByExporter, false
	})
	return s
}

// TestComplexityOfRegion: a region that exports what an economy does has all indices of
// that economy, and density is at most 1: the world is not changed by it.
func TestComplexityOfRegion(t *testing.T) {
	t.Parallel()
	s := withRegion(golden(t), "SWE", 2021)
	at := []trade.Period{trade.Year(2021)}
	region := s.answered(t, complexityName, analysis.Arguments{A: sideOf(t, "RU-PRI"), Periods: at})
	country := s.answered(t, complexityName, analysis.Arguments{A: sideOf(t, "SWE"), Periods: at})
	for _, row := range country.Rows {
		other := region.row("product", row[country.field("product")].Text)
		for _, name := range []string{"rca", "density", "distance", "pci", "cog", "opportunity"} {
			a, b := row[country.field(name)].Ratio, other[region.field(name)].Ratio
			if a.Status != b.Status || math.Abs(a.Number-b.Number) > 1e-12 {
				t.Errorf("%s of %s: %v and %v", name, row[country.field("product")].Text, a, b)
			}
		}
		if d := other[region.field("density")].Ratio.Number; d < 0 || d > 1 {
			t.Errorf("density %v", d)
		}
	}
	row := func(who string) []analysis.Cell {
		return s.answered(t, complexityName, analysis.Arguments{A: sideOf(t, who), Periods: at, By: []string{"year"}}).Rows[0]
	}
	a, b := row("SWE"), row("RU-PRI")
	for _, i := range []int{5, 6, 7} { // eci, coi, fitness
		if math.Abs(a[i].Ratio.Number-b[i].Ratio.Number) > 1e-8 || !b[i].Ratio.HasNumber() {
			t.Errorf("column %d: %v and %v", i, a[i].Ratio, b[i].Ratio)
		}
	}
	sameByReflections(t, s)
	if len(region.Origins) != 2 || !strings.Contains(strings.Join(region.Notes, " "), "regional") {
		t.Errorf("the origins are %v, the notes %q", region.Origins, region.Notes)
	}
}

// sameByReflections: a region is scored by reflections as the economy that it is like, and
// takes its place. After few steps the scores of economies and products are far apart.
func sameByReflections(t *testing.T, s *stand) {
	t.Helper()
	for _, steps := range []int{2, 18} {
		row := func(who string) (answered, []analysis.Cell) {
			a := s.answered(t, complexityName, analysis.Arguments{
				A: sideOf(t, who), Periods: []trade.Period{trade.Year(2021)}, By: []string{"year"},
				Conventions: analysis.Conventions{Method: "reflections", Iterations: steps},
			})
			return a, a.Rows[0]
		}
		a, own := row("SWE")
		_, like := row("RU-PRI")
		for _, name := range []string{"eci", "coi"} {
			x, y := own[a.field(name)].Ratio, like[a.field(name)].Ratio
			if !x.HasNumber() || !y.HasNumber() || math.Abs(x.Number-y.Number) > 1e-10 {
				t.Errorf("%d reflections: %s is %v of the economy, %v of the region", steps, name, x, y)
			}
		}
	}
}

// TestDensityOfRegionWithEverything: a region with an advantage in more products than any
// economy of the world has a density of at most 1, and of 1 where it has all.
func TestDensityOfRegionWithEverything(t *testing.T) {
	t.Parallel()
	s := golden(t)
	totals := map[trade.Product]int64{}
	for _, r := range s.rows {
		if r.Period == trade.Year(2021) {
			totals[r.Product] += r.ValueUSD.Thousandths
		}
	}
	for product, total := range totals {
		s.add("regional", 2021, "RU-PRI", "CHN", product+"100000", 0, 0).ValueUSD = trade.Of(total)
	}
	s.cover("regional", []trade.Economy{"RU-PRI"}, []trade.Economy{"CHN"}, []int{2021},
		func(c *trade.Coverage) { c.Regions, c.Digits = true, 10 })
	args := analysis.Arguments{A: sideOf(t, "RU-PRI"), Periods: []trade.Period{trade.Year(2021)},
		Conventions: analysis.Conventions{Threshold: .999}}
	a := s.answered(t, complexityName, args)
	if len(a.Rows) != len(totals) {
		t.Fatalf("%d rows for %d products", len(a.Rows), len(totals))
	}
	for _, row := range a.Rows {
		if d := row[a.field("density")].Ratio.Number; row[a.field("mcp")].Number != 1 || d > 1+1e-12 || d < 1-1e-12 {
			t.Errorf("%s: M %d, density %v", row[a.field("product")].Text, row[a.field("mcp")].Number, d)
		}
	}
}

// TestComplexityOfGroup: the exports of the members are summed, and a group of one is
// that one.
func TestComplexityOfGroup(t *testing.T) {
	t.Parallel()
	s := golden(t)
	group := sideOf(t, "EAEU")
	args := analysis.Arguments{A: group, Periods: []trade.Period{trade.Year(2021)}, By: []string{"year"}}
	all := s.answered(t, complexityName, args)
	whole := int64(0)
	for _, r := range s.rows {
		if slices.Contains(group.Members, r.Exporter) && r.Period == trade.Year(2021) {
			whole += r.ValueUSD.Thousandths
		}
	}
	if got := all.Rows[0][all.field("exports_usd")].Amount; got != trade.Of(whole) {
		t.Errorf("the exports are %v, want %d", got, whole)
	}
	notes := strings.Join(all.Notes, " ")
	if !strings.Contains(notes, "sum of the exports of 3 members") || !strings.Contains(notes, "left out: 2 of 5") {
		t.Errorf("the notes are %q", all.Notes)
	}
	args.A.Members = []trade.Economy{"KAZ"}
	one := s.answered(t, complexityName, args)
	args.A = sideOf(t, "KAZ")
	own := s.answered(t, complexityName, args)
	if a, b := one.Rows[0][one.field("eci")].Ratio.Number, own.Rows[0][own.field("eci")].Ratio.Number; math.Abs(a-b) > 1e-10 {
		t.Errorf("ECI of a group of one is %v, of its member %v", a, b)
	}
}

// TestComplexityByMethod: each method ranks by its own scores.
func TestComplexityByMethod(t *testing.T) {
	t.Parallel()
	s := golden(t)
	for _, method := range []string{"eigen", "reflections", "fitness"} {
		args := analysis.Arguments{Periods: []trade.Period{trade.Year(2021)}, Conventions: analysis.Conventions{Method: method}}
		all := s.answered(t, complexityName, args)
		for i, row := range all.Rows {
			if row[all.field("rank")].Amount != trade.Of(int64(i+1)*1000) || row[all.field("rank")].Amount != row[all.field("rank_"+method)].Amount {
				t.Errorf("%s: row %d is %v by the question, %v by the method", method, i, row[all.field("rank")].Amount,
					row[all.field("rank_"+method)].Amount)
			}
		}
		args.A = sideOf(t, "BLR")
		args.By = []string{"year"}
		own := s.answered(t, complexityName, args).Rows[0]
		place := all.row("economy", "BLR")
		for _, name := range []string{"rank", "rank_eigen", "rank_spread"} {
			if got := own[answered{t, s.answered(t, complexityName, args).Result}.field(name)].Amount; got != place[all.field(name)].Amount {
				t.Errorf("%s: %s of BLR alone is %v, in the ranking %v", method, name, got, place[all.field(name)].Amount)
			}
		}
	}
}
