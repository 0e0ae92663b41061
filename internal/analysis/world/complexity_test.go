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
	all := s.answered(t, complexityName, analysis.Arguments{Periods: []trade.Period{trade.Span(trade.MonthOf(2019, 1), trade.MonthOf(2021, 12))}})
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
	if len(region.Origins) != 2 || !strings.Contains(strings.Join(region.Notes, " "), "regional") {
		t.Errorf("the origins are %v, the notes %q", region.Origins, region.Notes)
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
				t.Errorf("%s: row %d is %v by the question, %v by the method", method, i, row[all.field("rank")].Amount, row[all.field("rank_"+method)].Amount)
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

// small is a world of four-digit goods: a letter of each row is an exporter, each column
// a product, and all flows are of the sizes given.
func small(sizes [][]float64) *stand {
	s := &stand{}
	var economies []trade.Economy
	for i, row := range sizes {
		economies = append(economies, twenty[i])
		for j, usd := range row {
			if usd > 0 {
				s.add("world", 2021, twenty[i], "NZL", trade.Product(fmt.Sprintf("%04d", 101+j)), usd, 0)
			}
		}
	}
	s.cover("world", economies, []trade.Economy{"NZL"}, []int{2021}, nil)
	return s
}

// TestComplexityWithoutMeaning: where ECI is not defined there is no ranking, and the
// answer says why.
func TestComplexityWithoutMeaning(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		sizes  [][]float64
		status trade.Status
		says   string
	}{
		{"one economy", [][]float64{{1, 2, 3}}, "too few", "fewer than two economies"},
		{"one product", [][]float64{{1}, {2}, {3}}, "too few", "fewer than two economies or two products"},
		{"disconnected", [][]float64{{5, 5, 0, 0}, {5, 5, 0, 0}, {0, 0, 5, 5}, {0, 0, 5, 5}}, "disconnected", "{ARG, AUT: 0101, 0102}; {BEL, BLR: 0103, 0104}"},
		{"all alike", [][]float64{{1, 1, 1}, {1, 1, 1}, {1, 1, 1}}, "degenerate", "no ranking is better than another"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := small(c.sizes)
			all := s.answered(t, complexityName, analysis.Arguments{})
			for _, row := range all.Rows {
				if eci := row[all.field("eci")].Ratio; eci.HasNumber() || eci.Status != c.status {
					t.Errorf("ECI is %v", eci)
				}
				if row[all.field("rank")].Amount.Known() || row[all.field("rank_reflections")].Amount.Known() || row[all.field("coi")].Ratio.HasNumber() {
					t.Errorf("a rank or an outlook: %v", row)
				}
			}
			if notes := strings.Join(all.Notes, " "); !strings.Contains(notes, c.says) || !strings.Contains(notes, "2021: only ") {
				t.Errorf("the notes are %q", all.Notes)
			}
			one := s.answered(t, complexityName, analysis.Arguments{A: sideOf(t, "ARG")})
			for _, row := range one.Rows {
				if pci := row[one.field("pci")].Ratio; pci.HasNumber() || pci.Status != c.status {
					t.Errorf("PCI is %v", pci)
				}
			}
			s.answered(t, spaceName, analysis.Arguments{A: sideOf(t, "ARG")})
		})
	}
}

// TestComplexityRefusals: what cannot be asked is said in one sentence with a hint.
func TestComplexityRefusals(t *testing.T) {
	t.Parallel()
	s := small([][]float64{{5, 1, 2}, {1, 5, 2}, {1, 1, 5}})
	for _, c := range []struct {
		name string
		args analysis.Arguments
		kind trade.Kind
		says string
	}{
		{"part of a year", analysis.Arguments{Periods: []trade.Period{trade.Span(trade.MonthOf(2021, 1), trade.MonthOf(2021, 9))}}, trade.Usage, "not a whole year"},
		{"year not held", analysis.Arguments{Periods: []trade.Period{trade.Year(2019)}}, trade.NoData, "does not cover 2019"},
		{"unknown dataset", analysis.Arguments{Dataset: "none"}, trade.Usage, `no dataset "none"`},
		{"finer goods", analysis.Arguments{Digits: 6}, trade.NoData, "no dataset of the trade of many economies knows goods of 6 digits"},
		{"odd level", analysis.Arguments{Digits: 3}, trade.Usage, "3 digits"},
		{"the world", analysis.Arguments{A: sideOf(t, "world")}, trade.Usage, "the world has none"},
		{"economy without exports", analysis.Arguments{A: sideOf(t, "ZWE")}, trade.NoData, "no exports of Zimbabwe (ZWE) in 2021"},
		{"region", analysis.Arguments{A: sideOf(t, "RU-PRI")}, trade.NoData, "RU-PRI"},
		{"rows", analysis.Arguments{Top: -1}, trade.Usage, "-1"},
		{"by", analysis.Arguments{A: sideOf(t, "ARG"), By: []string{"partner"}}, trade.Usage, "by year or by product"},
		{"method", analysis.Arguments{Conventions: analysis.Conventions{Method: "magic"}}, trade.Usage, "magic"},
		{"odd reflections", analysis.Arguments{Conventions: analysis.Conventions{Method: "reflections", Iterations: 7}}, trade.Usage, "odd number"},
		{"iterations of eigen", analysis.Arguments{Conventions: analysis.Conventions{Iterations: 8}}, trade.Usage, "eigenvector"},
		{"ddof", analysis.Arguments{Conventions: analysis.Conventions{DDof: 2}}, trade.Usage, "degrees of freedom"},
		{"threshold", analysis.Arguments{Conventions: analysis.Conventions{Threshold: math.Inf(1)}}, trade.Usage, "threshold"},
		{"no threshold", analysis.Arguments{Conventions: analysis.Conventions{Threshold: math.NaN()}}, trade.Usage, "threshold"},
		{"empty sample", analysis.Arguments{Conventions: analysis.Conventions{Sample: "trade>=1e12"}}, trade.NoData, "nothing of 2021 is left"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r, err := s.ask(complexityName, c.args)
			if r != nil || trade.KindOf(err) != c.kind || err == nil || !strings.Contains(err.Error(), c.says) || trade.HintOf(err) == "" {
				t.Errorf("answer %v, error %v, hint %q", r, err, trade.HintOf(err))
			}
		})
	}
	if _, err := (&stand{}).ask(complexityName, analysis.Arguments{}); trade.KindOf(err) != trade.NoData || trade.HintOf(err) == "" {
		t.Errorf("an empty lake: %v", err)
	}
}

// TestComplexityThreshold: with a high threshold economies may have no advantage; they
// are named and have no indices.
func TestComplexityThreshold(t *testing.T) {
	t.Parallel()
	s := small([][]float64{{9, 1, 1, 3}, {1, 9, 1, 3}, {1, 1, 9, 3}, {3, 3, 3, 3}})
	all := s.answered(t, complexityName, analysis.Arguments{Conventions: analysis.Conventions{Threshold: 1.5}})
	row := all.row("economy", string(twenty[3]))
	if row[all.field("diversity")].Number != 0 || row[all.field("rank")].Amount.Known() || row[all.field("fitness")].Ratio.HasNumber() {
		t.Errorf("an economy without an advantage: %v", row)
	}
	if !strings.Contains(strings.Join(all.Notes, " "), "left out of the indices: 1 (BLR)") {
		t.Errorf("the notes are %q", all.Notes)
	}
}
