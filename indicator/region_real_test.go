package indicator_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/source/sourcetest"
)

// weighted is density as packages work it out that put the RCA of a region, which has no
// bound, in the place of M: sum_q RCA_rq phi_pq / sum_q phi_pq.
func weighted(j *indicator.Projection, m *indicator.Presence, regions int) []float64 {
	n := len(m.Products)
	phi := indicator.ProximityMatrix[float64](m, indicator.ProximitySymmetric)
	density := make([]float64, regions*n)
	for r := range regions {
		for p := range n {
			near, all := 0.0, 0.0
			for q := range n {
				near, all = near+j.RCA[r*n+q]*phi[p*n+q], all+phi[p*n+q]
			}
			density[r*n+p] = near / all
		}
	}
	return density
}

// above counts what is above 1.
func above(density []float64) int {
	n := 0
	for _, d := range density {
		if d > 1 {
			n++
		}
	}
	return n
}

// TestDensityOfARussianRegion takes the exports of regions from Russia's own customs file
// of January 2015, of which two rows are at hand, and sets them against the world of 2017.
// A region that sells one thing has an RCA of hundreds; with it in the place of M density
// goes far above 1. The figures were worked out from the same files with numpy, proximity
// from the golden file.
func TestDensityOfARussianRegion(t *testing.T) {
	t.Parallel()
	l, m := world2017(t)
	s := scaleOf(t, l.world)
	s.Presence = m
	own := map[string][]int64{}
	for _, row := range regionalRows(t) {
		if own[row.region] == nil {
			own[row.region] = make([]int64, len(l.products))
		}
		own[row.region][l.product(row.code[:4])] += row.thousandths
	}
	for _, want := range []struct {
		region            string
		rca, wrong, right float64
		above             int
	}{
		{"33000 - KIROV REGION", 586.1736317799316, 3.647389487545775, .006222370454417029, 52},
		{"45000 - MOSCOW, THE CAPITAL OF RUSSIAN FEDERATION", 381.0127682511447, 1.356325500530125, .0035597901528489004, 1},
	} {
		j := project(t, s, 1, own[want.region])
		near(t, "RCA of "+want.region, slices.Max(j.RCA), want.rca, 1e-9)
		wrong := weighted(j, m, 1)
		near(t, "density by RCA of "+want.region, slices.Max(wrong), want.wrong, 1e-12)
		if above(wrong) != want.above {
			t.Errorf("%s: %d densities by RCA are above 1, want %d", want.region, above(wrong), want.above)
		}
		near(t, "density of "+want.region, slices.Max(j.Density), want.right, 1e-15)
		checkDensity(t, j.Density)
		checkRegions(t, s, j, 1)
	}
}

// regionalRow is what a region exports.
type regionalRow struct {
	region, code string
	thousandths  int64
}

// regionalRows reads the exports of a file of Russia's customs by region.
func regionalRows(t *testing.T) []regionalRow {
	t.Helper()
	text, err := os.ReadFile(sourcetest.RealFile(t, "fts-format-samples/dattsvt_en_sample_2015.psv"))
	if err != nil {
		t.Fatal(err)
	}
	var rows []regionalRow
	for line := range strings.Lines(string(text)) {
		fields := strings.Split(strings.TrimSpace(line), "|")
		if fields[0] == "EXP" {
			rows = append(rows, regionalRow{fields[8], fields[3], int64(1000 * number(t, fields[5]))})
		}
	}
	if len(rows) != 2 {
		t.Fatalf("%d rows of exports", len(rows))
	}
	return rows
}

// TestDensityOfSpanishProvinces does the same with whole regions: 53 provinces by sections
// on the world of the same publisher.
func TestDensityOfSpanishProvinces(t *testing.T) {
	t.Parallel()
	l := labelledOf(t, recordsOf(t, "datawheel-subnational/global_exports.csv"), "Country ID", "Section ID", "Trade Value")
	rows := slices.DeleteFunc(recordsOf(t, "datawheel-subnational/subnat_exports.csv"), func(r map[string]string) bool {
		_, known := slices.BinarySearch(l.products, r["Section ID"])
		return !known
	})
	provinces := labelledOf(t, rows, "Subnat Geography ID", "Section ID", "Trade Value")
	s := scaleOf(t, l.world)
	j := project(t, s, len(provinces.economies), provinces.values)
	wrong := weighted(j, s.Presence, len(provinces.economies))
	near(t, "density by RCA", slices.Max(wrong), 10.230531147874267, 1e-7) // the values are rounded to a thousandth
	if len(wrong) != 1113 || above(wrong) != 806 {
		t.Errorf("%d of %d densities by RCA are above 1", above(wrong), len(wrong))
	}
	near(t, "density", slices.Max(j.Density), .6919184365449014, 1e-14)
	checkDensity(t, j.Density)
}
