package indicator_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/oborot/oborot/indicator"
)

// dependenceTables returns the tables of the examples of the page, headings left out,
// in the order in which they stand.
func dependenceTables(t *testing.T) [][][]string {
	t.Helper()
	page, err := os.ReadFile("../docs/indicator/dependence.md")
	if err != nil {
		t.Fatal(err)
	}
	var tables [][][]string
	for _, example := range strings.Split(string(page), "### Example")[1:] {
		example, _, _ = strings.Cut(example, "\n## ")
		for _, block := range strings.Split(example, "\n\n") {
			lines := strings.Split(strings.TrimSpace(block), "\n")
			if !strings.HasPrefix(lines[0], "|") {
				continue
			}
			var rows [][]string
			for _, line := range lines[2:] {
				rows = append(rows, strings.Split(strings.Trim(line, "| "), " | "))
			}
			tables = append(tables, rows)
		}
	}
	if len(tables) != 8 {
		t.Fatalf("the page has %d tables in its examples", len(tables))
	}
	return tables
}

// dependenceNames numbers the economies of an example by their letters.
const dependenceNames = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

func dependenceLetter(actor int) string { return dependenceNames[actor : actor+1] }

// dependenceFlows reads rows of exporter, importer and value in thousand dollars.
func dependenceFlows(t *testing.T, rows [][]string) indicator.BilateralFlows {
	t.Helper()
	var flows []supplyFlow
	for _, r := range rows {
		thousand, err := strconv.ParseInt(r[2], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		number := func(name string) uint16 { return uint16(strings.Index(dependenceNames, name)) }
		flows = append(flows, supplyFlow{number(r[0]), number(r[1]), 0, thousand * 1000})
	}
	return flowsOf(flows...)
}

func dependenceSix(x float64) string { return fmt.Sprintf("%.6f", x) }

func dependenceYes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func sameDependenceTable(t *testing.T, got, page [][]string) {
	t.Helper()
	if !slices.EqualFunc(got, page, slices.Equal[[]string]) {
		t.Errorf("the page has\n%v\nthe code says\n%v", page, got)
	}
}

func TestDependencePageOfGeoDep(t *testing.T) {
	t.Parallel()
	tables := dependenceTables(t)
	years := map[string][][]string{}
	for _, r := range tables[0] {
		years[r[0]] = append(years[r[0]], r[1:])
	}
	var rows [][]string
	var window []indicator.Criteria
	const importer = 4
	for _, r := range tables[1] {
		y, err := indicator.JudgeYear(dependenceFlows(t, years[r[0]]), indicator.Grouping{Economies: 5, Products: 1}, indicator.GeoDepRule())
		if err != nil {
			t.Fatal(err)
		}
		s, c := y.Supply(importer, 0), y.Criteria(importer, 0)
		ratio, _ := s.OverExports()
		share, _ := s.LeadingShare()
		has := func(one indicator.Criteria) string { return dependenceYes(c&one != 0) }
		rows = append(rows, []string{r[0], fmt.Sprint(s.Imports / 1_000_000),
			dependenceSix(s.HHI), dependenceSix(y.WorldHHI[0]), dependenceSix(ratio),
			has(indicator.ConcentratedImports), has(indicator.ConcentratedWorld), has(indicator.ImportsOverExports),
			dependenceLetter(int(s.Leading)), dependenceSix(share)})
		window = append(window, c)
	}
	sameDependenceTable(t, rows, tables[1])
	d := indicator.GeoDepRule().Persists(window)
	persistence := []string{fmt.Sprint(d.Observed), fmt.Sprint(d.Held), dependenceYes(d.InWindow), dependenceYes(d.InWindowAndLast)}
	sameDependenceTable(t, [][]string{persistence}, tables[2])
}

func TestDependencePageOfCommission(t *testing.T) {
	t.Parallel()
	tables := dependenceTables(t)
	actor := make([]uint16, len(dependenceNames))
	for i := range actor {
		actor[i] = uint16(i)
	}
	bloc := strings.Index(dependenceNames, "P")
	actor[bloc+1] = uint16(bloc)
	onProduct(t, dependenceFlows(t, tables[3]), actor, len(actor), func(p *indicator.ProductTrade) {
		var rows [][]string
		for i, exports := range []string{"to the outside", "all"} {
			d := p.CoreDependency(bloc, i == 1)
			rows = append(rows, []string{exports,
				dependenceSix(d.Sources), dependenceSix(d.Outside), dependenceSix(d.OverExports), dependenceYes(d.Dependent())})
		}
		sameDependenceTable(t, rows, tables[4])
	})
}

func TestDependencePageOfLoss(t *testing.T) {
	t.Parallel()
	tables := dependenceTables(t)
	onProduct(t, dependenceFlows(t, tables[5]), nil, len(dependenceNames), func(p *indicator.ProductTrade) {
		var rows [][]string
		for _, r := range tables[6] {
			h, err := strconv.ParseFloat(r[1], 64)
			if err != nil {
				t.Fatal(err)
			}
			k, err := p.Knockouts(h)
			if err != nil {
				t.Fatal(err)
			}
			worst, _ := k.Worst(strings.Index(dependenceNames, r[0]))
			rows = append(rows, []string{r[0], r[1], dependenceLetter(int(worst.Supplier)), dependenceSix(worst.Lost), fmt.Sprint(worst.Others)})
		}
		sameDependenceTable(t, rows, tables[6])
		s, _ := p.SinglePoint()
		n, _ := p.Network()
		world := []string{dependenceLetter(s.Exporter), dependenceSix(s.Share), dependenceSix(s.Dominated), dependenceYes(s.Failure),
			dependenceSix(n.Centralisation), dependenceSix(n.Clustering)}
		sameDependenceTable(t, [][]string{world}, tables[7])
	})
}
