package world

import (
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// peopleOf is a population for a sample world.
func peopleOf(people ...int64) analysis.Conventions {
	c := analysis.Conventions{Presence: "population", PopulationFile: trade.SourceFile{Name: "people.csv", SHA256: strings.Repeat("d", 64)}}
	for i, n := range people {
		c.Population = append(c.Population, analysis.Population{Economy: twenty[i], Year: 2020, People: n})
	}
	return c
}

// TestPresencePerHead by hand: with 10, 20 and 70 persons the exports a head of ARG in
// 0101 are 10/10, those of all 100/100; its RCA there is .56.
func TestPresencePerHead(t *testing.T) {
	t.Parallel()
	s := small([][]float64{{10, 30, 5}, {20, 10, 5}, {70, 10, 90}})
	want := map[string][3]int64{"ARG": {1, 1, 0}, "AUT": {1, 1, 0}, "BEL": {1, 0, 1}}
	for who, m := range want {
		a := s.answered(t, complexityName, analysis.Arguments{A: sideOf(t, who), Conventions: peopleOf(10, 20, 70)})
		for k, product := range []string{"0101", "0102", "0103"} {
			if got := a.row("product", product)[a.field("mcp")].Number; got != m[k] {
				t.Errorf("M of %s in %s is %d, want %d", who, product, got, m[k])
			}
		}
		if who == "ARG" {
			a.near(a.row("product", "0101"), "rca", .555556)
			a.says("1 where they are at least 1 times those of all economies compared together")
		}
		file, _ := a.Arguments["population"].(map[string]any)
		if a.Arguments["presence"] != "population" || file["file"] != "people.csv" {
			t.Errorf("the arguments are %v", a.Arguments)
		}
	}
	byRCA := s.answered(t, complexityName, analysis.Arguments{A: sideOf(t, "ARG")})
	if byRCA.row("product", "0101")[byRCA.field("mcp")].Number != 0 || byRCA.Arguments["presence"] != "rca" {
		t.Errorf("by RCA %v", byRCA.Arguments)
	}
}

// TestPresencePerHeadWithoutPopulation: whose population is not known is not compared, and
// neither is what would be projected.
func TestPresencePerHeadWithoutPopulation(t *testing.T) {
	t.Parallel()
	s := small([][]float64{{10, 30, 5}, {20, 10, 5}, {70, 10, 90}, {100, 100, 100}})
	three := analysis.Arguments{Conventions: peopleOf(10, 20, 70)}
	a := s.answered(t, complexityName, three)
	if len(a.Rows) != 3 {
		t.Errorf("%d rows", len(a.Rows))
	}
	a.says("2021: economies without a population in the file, left out: 1 (BLR), 54.5% of the exports.")
	for _, who := range []string{"BLR", "EAEU"} {
		three.A = sideOf(t, who)
		_, err := s.ask(complexityName, three)
		refused(t, err, trade.Usage, "("+who+")", "by RCA", "--presence")
	}
	three.A, three.Conventions.Population = sideOf(t, "ARG"), []analysis.Population{{Economy: "USA", Year: 2021, People: 5}}
	_, err := s.ask(complexityName, three)
	refused(t, err, trade.NoData, "none of the economies compared in 2021")
	_, err = s.ask(complexityName, analysis.Arguments{Conventions: analysis.Conventions{Presence: "population"}})
	refused(t, err, trade.Usage, "--population FILE")
	_, err = s.ask(complexityName, analysis.Arguments{Conventions: analysis.Conventions{Presence: "wealth"}})
	refused(t, err, trade.Usage, `"wealth"`, "rca or population")
}

// TestNearestYear takes the nearest year, the earlier of two, and for an area that stands
// for Taiwan the figure of Taiwan.
func TestNearestYear(t *testing.T) {
	t.Parallel()
	y := yearly[int64]{}
	y.set("BLR", 2015, 15)
	y.set("BLR", 2019, 19)
	y.set("TWN", 2020, 23)
	for _, c := range []struct {
		economy     trade.Economy
		year, found int
		value       int64
	}{{"BLR", 2014, 2015, 15}, {"BLR", 2017, 2015, 15}, {"BLR", 2018, 2019, 19}, {"BLR", 2030, 2019, 19}, {"S19", 2021, 2020, 23},
		{"TWN", 2020, 2020, 23}} {
		if value, found, known := y.nearest(c.economy, c.year); value != c.value || found != c.found || !known {
			t.Errorf("%s in %d: %d of %d, %v", c.economy, c.year, value, found, known)
		}
	}
	if _, _, known := y.nearest("KAZ", 2020); known {
		t.Error("what is not in the list is known")
	}
}

// TestRegionBuysFromTaiwan: a region's partner stands for the same one in the world,
// whichever of the two codes either has.
func TestRegionBuysFromTaiwan(t *testing.T) {
	t.Parallel()
	for _, codes := range [][2]trade.Economy{{"TWN", "S19"}, {"S19", "TWN"}, {"S19", "S19"}, {"TWN", "TWN"}} {
		s := dependent(2020, 2021, 2022)
		for i, row := range s.rows {
			if row.Exporter == "USA" {
				s.rows[i].Exporter = codes[1]
			}
		}
		s.held[0].Exporters = append(s.held[0].Exporters, codes[1])
		coverRegion(s, []int{2021, 2022}, trade.ByImporter, trade.ByExporter)
		for _, year := range []int{2021, 2022} {
			addRegion(s, year, codes[0], "RU-PRI", "8504", 70_000)
			addRegion(s, year, "CHN", "RU-PRI", "8504", 30_000)
			addRegion(s, year, "RU-PRI", "CHN", "8504", 50_000)
		}
		a := s.answered(t, "dependence", of(t, "RU-PRI", 2022, analysis.DependenceTerms{}))
		a.wants(a.row("product", "8504"), "leading", string(codes[1]))
	}
}
