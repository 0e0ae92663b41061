package indicator_test

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/source/sourcetest"
)

// recordsOf reads a real file with a header; each record is by column name.
func recordsOf(t *testing.T, name string) []map[string]string {
	t.Helper()
	file, err := os.Open(sourcetest.RealFile(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var text io.Reader = file
	if strings.HasSuffix(name, ".gz") {
		if text, err = gzip.NewReader(file); err != nil {
			t.Fatal(err)
		}
	}
	content := bufio.NewReader(text)
	if mark, _ := content.Peek(3); string(mark) == "\ufeff" {
		if _, err := content.Discard(3); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := csv.NewReader(content).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	records := make([]map[string]string, 0, len(rows))
	for _, row := range rows[1:] {
		record := map[string]string{}
		for i, field := range row {
			record[rows[0][i]] = field
		}
		records = append(records, record)
	}
	return records
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// labelled is a world of which each economy and product has a label.
type labelled struct {
	world               *indicator.World
	economies, products []string
	values              []int64
}

// labelledOf makes a world of records; all labels are taken in alphabetical order.
func labelledOf(t *testing.T, records []map[string]string, economy, product, value string) labelled {
	t.Helper()
	var l labelled
	for _, r := range records {
		l.economies, l.products = append(l.economies, r[economy]), append(l.products, r[product])
	}
	for _, labels := range []*[]string{&l.economies, &l.products} {
		slices.Sort(*labels)
		*labels = slices.Compact(*labels)
	}
	values := make([]float64, len(l.economies)*len(l.products))
	for _, r := range records {
		values[l.economy(r[economy])*len(l.products)+l.product(r[product])] += number(t, r[value])
	}
	var err error
	if l.world, err = indicator.WorldOf(len(l.economies), len(l.products), values); err != nil {
		t.Fatal(err)
	}
	for _, v := range values {
		l.values = append(l.values, int64(math.Round(v*1000)))
	}
	return l
}

func (l labelled) economy(label string) int { return position(l.economies, label) }
func (l labelled) product(label string) int { return position(l.products, label) }

func position(labels []string, label string) int {
	i, ok := slices.BinarySearch(labels, label)
	if !ok {
		panic(fmt.Sprintf("there is no %q", label))
	}
	return i
}

// TestComplexityOfPyEcomplexity compares every number that py-ecomplexity gives for
// its synthetic worlds, one of three years.
func TestComplexityOfPyEcomplexity(t *testing.T) {
	t.Parallel()
	for _, world := range []string{"w20x50", "w20x50_3y"} {
		folder := "complexity-golden-small/" + world
		input, golden := recordsOf(t, folder+"_input.csv"), recordsOf(t, folder+"_ecomplexity.csv")
		near := recordsOf(t, folder+"_proximity.csv")
		for _, year := range []string{"2019", "2020", "2021"} {
			of := func(all []map[string]string) []map[string]string {
				return slices.DeleteFunc(slices.Clone(all), func(r map[string]string) bool { return r["year"] != year })
			}
			if len(of(input)) > 0 {
				comparePython(t, of(input), of(golden), of(near))
			}
		}
	}
}

func comparePython(t *testing.T, input, golden, proximity []map[string]string) {
	t.Helper()
	l := labelledOf(t, input, "loc", "prod", "val")
	m := presenceIn(t, l.world)
	if len(m.Economies) != 20 || len(m.Products) != 50 || len(golden) != 1000 || len(proximity) != 50*49 {
		t.Fatalf("%d economies, %d products, %d and %d rows", len(m.Economies), len(m.Products), len(golden), len(proximity))
	}
	c := complexityOf(t, m, indicator.ComplexityOptions{})
	d, o := m.Density(false), outlookOf(t, m, c)
	for _, r := range golden {
		e, p := l.economy(r["loc"]), l.product(r["prod"])
		rca, _ := l.world.RCA(e, p)
		if m.Has(e, p) != (number(t, r["mcp"]) == 1) || float64(m.Diversity()[e]) != number(t, r["diversity"]) ||
			float64(m.Ubiquity()[p]) != number(t, r["ubiquity"]) {
			t.Errorf("M, diversity or ubiquity of %v", r)
		}
		near(t, "RCA", rca, number(t, r["rca"]), 1e-12*(1+rca))
		near(t, "ECI", c.ECI[e], number(t, r["eci"]), 1e-10)
		near(t, "PCI", c.PCI[p], number(t, r["pci"]), 1e-10)
		near(t, "density", d.Values[e*50+p], number(t, r["density"]), 1e-13)
		near(t, "COI", o.COI[e], number(t, r["coi"]), 1e-10)
		near(t, "COG", o.COG[e*50+p], number(t, r["cog"]), 1e-10)
	}
	for _, r := range proximity {
		near(t, "proximity", m.Proximity(l.product(r["prod_1"]), l.product(r["prod_2"])), number(t, r["proximity"]), 1e-13)
	}
}

// column returns the values of a file of labels k and values v, which are in
// alphabetical order.
func column(t *testing.T, name string) []float64 {
	t.Helper()
	var values []float64
	for _, r := range recordsOf(t, "complexity-golden-small/w20x50_R_"+name+".csv") {
		values = append(values, number(t, r["v"]))
	}
	return values
}

// TestComplexityOfR compares with the R package economiccomplexity under its own
// conventions: sample deviation, PCI normalised by itself, 20 columns of steps.
func TestComplexityOfR(t *testing.T) {
	t.Parallel()
	l := labelledOf(t, recordsOf(t, "complexity-golden-small/w20x50_input.csv"), "loc", "prod", "val")
	m := presenceIn(t, l.world)
	c := complexityOf(t, m, indicator.ComplexityOptions{DDof: 1, OwnPCI: true})
	nearAll(t, "ECI", c.ECI, column(t, "eci_eigen"), 1e-10)
	nearAll(t, "PCI", c.PCI, column(t, "pci_eigen"), 1e-10)

	// R does not subtract the mean, and so loses digits in 19 steps.
	const lost = 1e-9
	r := reflect(t, m, indicator.ReflectionsRule{DDof: 1})
	nearAll(t, "ECI by reflections", r.EconomyScores, column(t, "eci_refl20"), lost)
	nearAll(t, "PCI by reflections", r.ProductScores, column(t, "pci_refl20"), lost)

	f := fitnessOf(t, m, indicator.FitnessRule{Updates: 19})
	nearAll(t, "F", f.Economies, column(t, "fitness_country20"), 1e-10)
	nearAll(t, "Q", f.Products, column(t, "fitness_product20"), 1e-10)

	// R's outlook is the raw one, with the PCI it is given.
	own := &indicator.Complexity{RawPCI: r.ProductScores, Deviation: 1}
	nearAll(t, "COI", outlookOf(t, m, own).RawCOI, column(t, "coi_refl20"), 2*lost)

	d := m.Density(false)
	for e, record := range recordsOf(t, "complexity-golden-small/w20x50_R_density.csv") {
		for p, label := range l.products {
			near(t, "density", d.Values[e*50+p], number(t, record[label]), 1e-13)
		}
	}
}

const year2017 = "ecomplexity-golden-2017/"

func world2017(t *testing.T) (labelled, *indicator.Presence) {
	t.Helper()
	l := labelledOf(t, recordsOf(t, year2017+"world_trade_2017_hs4.csv.gz"), "reporter_iso", "product_code", "export_value_usd")
	m := presenceIn(t, l.world)
	if len(m.Economies) != 224 || len(m.Products) != 1222 {
		t.Fatalf("%d economies, %d products", len(m.Economies), len(m.Products))
	}
	return l, m
}

func TestComplexityOfRealYear(t *testing.T) {
	t.Parallel()
	l, m := world2017(t)
	ones := map[[2]int]bool{}
	for _, r := range recordsOf(t, year2017+"golden_rca_binary_2017_ones.csv.gz") {
		ones[[2]int{l.economy(r["country"]), l.product(r["product"])}] = true
	}
	if len(ones) != 28_688 {
		t.Errorf("%d entries of M", len(ones))
	}
	for e := range 224 {
		for p := range 1222 {
			if m.Has(e, p) != ones[[2]int{e, p}] {
				t.Errorf("M of %s in %s is %v", l.economies[e], l.products[p], m.Has(e, p))
			}
		}
	}
	compareReflections(t, l, m)
	compareProximity(t, l, m)
}

// compareReflections takes the golden indices, which are reflections of 18 and 19
// steps with the sample deviation; they lie within 0.026 of the eigenvector.
func compareReflections(t *testing.T, l labelled, m *indicator.Presence) {
	t.Helper()
	r := reflect(t, m, indicator.ReflectionsRule{DDof: 1})
	c := complexityOf(t, m, indicator.ComplexityOptions{DDof: 1})
	for _, golden := range recordsOf(t, year2017+"golden_country_2017.csv") {
		e := l.economy(golden["country"])
		near(t, "k_c,18 of "+golden["country"], r.EconomyScores[e], number(t, golden["eci"]), 1e-9)
		near(t, "eigenvector ECI of "+golden["country"], c.ECI[e], number(t, golden["eci"]), .027)
		if float64(m.Diversity()[e]) != number(t, golden["diversity"]) {
			t.Errorf("diversity of %v is %d", golden, m.Diversity()[e])
		}
	}
	for _, golden := range recordsOf(t, year2017+"golden_product_2017.csv") {
		p := l.product(golden["product"])
		near(t, "k_p,19 of "+golden["product"], r.ProductScores[p], number(t, golden["pci"]), 1e-9)
		if float64(m.Ubiquity()[p]) != number(t, golden["ubiquity"]) {
			t.Errorf("ubiquity of %v is %d", golden, m.Ubiquity()[p])
		}
	}
	checkMeans(t, m, c)
	checkEigen(t, m, c)
	s, err := indicator.CompareRankings([]indicator.Ranking{{Scores: r.EconomyScores}, {Scores: c.ECI}})
	if err != nil || s.Agreements[0].Spearman < .9999 {
		t.Errorf("reflections and eigenvector agree by %+v, %v", s.Agreements, err)
	}
}

func compareProximity(t *testing.T, l labelled, m *indicator.Presence) {
	t.Helper()
	phi := indicator.ProximityMatrix[float64](m, indicator.ProximitySymmetric)
	linked := 0
	for p := range 1222 {
		for q := range p {
			if phi[p*1222+q] > 0 {
				linked++
			}
		}
	}
	golden := recordsOf(t, year2017+"golden_proximity_products_2017_upper.csv.gz")
	if linked != len(golden) {
		t.Errorf("%d pairs have a proximity, want %d", linked, len(golden))
	}
	for _, r := range golden {
		p, q := l.product(r["a"]), l.product(r["b"])
		if math.Abs(phi[p*1222+q]-number(t, r["value"])) > 1e-14 {
			t.Fatalf("proximity of %v is %.17g", r, phi[p*1222+q])
		}
	}
}

// russianRegions are exports of Russia in a few chapters, in part, as regions.
func russianRegions(l labelled) (exports []int64, regions int) {
	russia := l.values[l.economy("rus")*1222 : (l.economy("rus")+1)*1222]
	chapters := [][]string{{"03", "44", "26", "16"}, {"27"}, {"10", "12", "15", "31", "72", "84", "85", "87", "90"}}
	exports = make([]int64, len(chapters)*1222)
	for r, own := range chapters {
		for p, code := range l.products {
			if slices.Contains(own, code[:2]) {
				exports[r*1222+p] = russia[p] / 3
			}
		}
	}
	return exports, len(chapters)
}

func checkDensity(t *testing.T, density []float64) {
	t.Helper()
	for i, d := range density {
		if !(d >= 0 && d <= 1) {
			t.Errorf("density %d is %v", i, d)
		}
	}
}

// TestRussianRegionOnTheRealWorld projects regions of Russia on the world: density is
// at most 1, and ECI tells their goods apart.
func TestRussianRegionOnTheRealWorld(t *testing.T) {
	t.Parallel()
	l, m := world2017(t)
	s := scaleOf(t, l.world)
	s.Presence = m
	exports, regions := russianRegions(l)
	j := project(t, s, regions, exports)
	checkDensity(t, j.Density)
	checkRegions(t, s, j, regions)
	fish, _ := j.ECI(0)
	machines, _ := j.ECI(2)
	if !(fish < machines) {
		t.Errorf("ECI of fish, wood and ores is %v, of grain, metals and machines %v", fish, machines)
	}
}

// TestRussianRegionAsACountry repeats what gave a user of another package densities
// above 1: the region as a country, its exports taken off Russia's, the rest of the
// world as one. Where the region's own figures exceed Russia's, the entry is named.
func TestRussianRegionAsACountry(t *testing.T) {
	t.Parallel()
	l, _ := world2017(t)
	exports, _ := russianRegions(l)
	three := slices.Concat(exports[:1222], make([]int64, 2*1222))
	for i, v := range l.values {
		economy := 2
		if i/1222 == l.economy("rus") {
			economy, v = 1, v-exports[i%1222]
		}
		three[economy*1222+i%1222] += v
	}
	m := presenceIn(t, worldOf(t, 3, 1222, three))
	checkDensity(t, m.Density(false).Values)
	checkDensity(t, m.Density(true).Values)

	fish := l.product("0303")
	three[1222+fish] = -1
	_, err := indicator.NewWorld(3, 1222, three)
	faultAt(t, err, 1, fish, "negative")
}

// TestSpanishProvincesOnTheRealWorld projects real sub-national exports, 53 provinces
// by 21 sections, on the world of the same publisher.
func TestSpanishProvincesOnTheRealWorld(t *testing.T) {
	t.Parallel()
	l := labelledOf(t, recordsOf(t, "datawheel-subnational/global_exports.csv"), "Country ID", "Section ID", "Trade Value")
	var rows []map[string]string
	for _, r := range recordsOf(t, "datawheel-subnational/subnat_exports.csv") {
		if _, known := slices.BinarySearch(l.products, r["Section ID"]); known {
			rows = append(rows, r)
		}
	}
	provinces := labelledOf(t, rows, "Subnat Geography ID", "Section ID", "Trade Value")
	if !slices.Equal(provinces.products, l.products) {
		t.Fatalf("sections %v and %v", provinces.products, l.products)
	}
	s := scaleOf(t, l.world)
	j := project(t, s, len(provinces.economies), provinces.values)
	checkDensity(t, j.Density)
	checkRegions(t, s, j, len(provinces.economies))
	checkFinite(t, "projection", j.RCA, j.COG, j.RawCOI)
}

// TestAdvantageOfDatawheel compares the distribution of RCA of two sections with that
// of Datawheel's own tests.
func TestAdvantageOfDatawheel(t *testing.T) {
	t.Parallel()
	records := recordsOf(t, "datawheel-subnational/fixture_exports.csv")
	l := labelledOf(t, records, "Exporter Country ID", "Section ID", "Trade Value")
	for section, want := range map[string][3]float64{"1": {3.484895, 8.261088, 47.724923}, "9": {1.959028, 6.469812, 75.963223}} {
		var all []float64
		for e := range l.economies {
			rca, ok := l.world.RCA(e, l.product(section))
			if !ok {
				t.Errorf("%s has no RCA", l.economies[e])
			}
			all = append(all, rca)
		}
		mean, squares := 0.0, 0.0
		for _, x := range all {
			mean += x / float64(len(all))
		}
		for _, x := range all {
			squares += (x - mean) * (x - mean)
		}
		near(t, "mean RCA of section "+section, mean, want[0], 5e-7)
		near(t, "deviation", math.Sqrt(squares/float64(len(all)-1)), want[1], 5e-7)
		near(t, "maximum", slices.Max(all), want[2], 5e-7)
		if len(all) != 226 {
			t.Errorf("%d economies", len(all))
		}
	}
}
