package indicator_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/oborot/oborot/indicator"
)

func scaleOf(t testing.TB, w *indicator.World) indicator.WorldScale {
	t.Helper()
	m := presenceIn(t, w)
	s := indicator.WorldScale{World: w, Presence: m, Complexity: complexityOf(t, m, indicator.ComplexityOptions{})}
	if s.Complexity.Defined() {
		s.Outlook = outlookOf(t, m, s.Complexity)
	}
	return s
}

func project(t testing.TB, s indicator.WorldScale, regions int, values []int64) *indicator.Projection {
	t.Helper()
	j, err := s.Project(regions, values)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// TestProjectionOfEconomies projects the economies of the world on itself: each must
// come out as it is in the world, to the last bit where nothing is divided anew.
func TestProjectionOfEconomies(t *testing.T) {
	t.Parallel()
	w, values := randomWorld(t, 30, 70, 12)
	s := scaleOf(t, w)
	j := project(t, s, 30, values)
	if !slices.Equal(j.Density, s.Presence.Density(false).Values) || !slices.Equal(j.COG, s.Outlook.COG) ||
		!slices.Equal(j.Diversity, s.Presence.Diversity()) || slices.Max(j.OutsideShare) != 0 {
		t.Error("an economy differs from itself")
	}
	for e := range 30 {
		eci, ok := j.ECI(e)
		coi, also := j.COI(e)
		if !ok || !also {
			t.Fatalf("economy %d has no ECI or COI", e)
		}
		near(t, "ECI", eci, s.Complexity.ECI[e], 1e-12)
		near(t, "COI", coi, s.Outlook.COI[e], 1e-12)
		for p := range s.Presence.Products {
			if j.Has(e, p) != s.Presence.Has(e, p) {
				t.Fatalf("presence of %d in %d", e, p)
			}
		}
	}
}

// TestProjectionDensityIsAtMostOne: whatever a region exports, also more kinds of
// goods than any economy of the world. A region with all products has exactly 1.
func TestProjectionDensityIsAtMostOne(t *testing.T) {
	t.Parallel()
	w, values := randomWorld(t, 40, 150, 13)
	s := scaleOf(t, w)
	random := rand.New(rand.NewPCG(1, 1))
	const regions = 19
	exports := make([]int64, regions*150)
	for r := range regions {
		for p := range 150 {
			if random.IntN(regions) <= r {
				exports[r*150+p] = values[random.IntN(len(values))]
			}
		}
	}
	for p := range 150 { // the last region is the world in small: every RCA is 1
		exports[(regions-1)*150+p] = 0
		for e := range 40 {
			exports[(regions-1)*150+p] += values[e*150+p]
		}
	}
	j := project(t, s, regions, exports)
	checkDensity(t, j.Density)
	for i, d := range j.Density {
		if i >= (regions-1)*150 && (d != 1 || j.RCA[i] != 1) {
			t.Errorf("of the world in small density %d is %v, RCA %v", i, d, j.RCA[i])
		}
	}
	checkRegions(t, s, j, regions)
}

// checkRegions checks that ECI is the mean PCI of own products.
func checkRegions(t *testing.T, s indicator.WorldScale, j *indicator.Projection, regions int) {
	t.Helper()
	for r := range regions {
		sum := 0.0
		for p, pci := range s.Complexity.PCI {
			if j.Has(r, p) {
				sum += pci
			}
		}
		eci, ok := j.ECI(r)
		if ok != (j.Diversity[r] > 0) {
			t.Errorf("region %d of %d products has an ECI: %v", r, j.Diversity[r], ok)
		}
		if ok {
			near(t, "mean PCI", eci, sum/float64(j.Diversity[r]), 1e-9)
		}
	}
}

// TestProjectionByHand: world of the vector of exports; a region with 60 and 40 of 100
// thousand in products 0 and 2, where the world has 150, 220 and 130 of 500.
func TestProjectionByHand(t *testing.T) {
	t.Parallel()
	w := worldOf(t, 3, 3, toyExports)
	j := project(t, scaleOf(t, w), 2, []int64{60_000, 0, 40_000, 0, 0, 0})
	nearAll(t, "RCA", j.RCA, []float64{2, 0, 20. / 13, 0, 0, 0}, 1e-15)
	if !slices.Equal(j.Diversity, []int{2, 0}) {
		t.Errorf("diversity %v", j.Diversity)
	}
	if _, ok := j.ECI(1); ok {
		t.Error("a region without exports has an ECI")
	}
	checkFinite(t, "projection", j.Density, j.COG, j.RawCOI, j.OutsideShare)
}

func TestProjectionOutsideTheWorld(t *testing.T) {
	t.Parallel()
	w := worldOf(t, 3, 4, []int64{5, 3, 0, 1, 1, 4, 0, 0, 3, 0, 0, 4})
	j := project(t, scaleOf(t, w), 1, []int64{1, 1, 6, 0})
	near(t, "share outside", j.OutsideShare[0], .75, 0)
	if len(j.RCA) != 3 {
		t.Errorf("%d advantages", len(j.RCA))
	}
}

// TestProjectionWithoutComplexity: density needs no eigenvector.
func TestProjectionWithoutComplexity(t *testing.T) {
	t.Parallel()
	w := worldOf(t, 2, 2, []int64{5, 0, 0, 5})
	m := presenceIn(t, w)
	for _, c := range []*indicator.Complexity{nil, complexityOf(t, m, indicator.ComplexityOptions{})} {
		j := project(t, indicator.WorldScale{World: w, Presence: m, Complexity: c}, 1, []int64{1, 0})
		_, eci := j.ECI(0)
		_, coi := j.COI(0)
		if eci || coi || j.COG != nil || !slices.Equal(j.Density, []float64{1, 0}) {
			t.Errorf("%+v", j)
		}
	}
}

func TestProjectionRefuses(t *testing.T) {
	t.Parallel()
	w := worldOf(t, 3, 3, toyExports)
	s := scaleOf(t, w)
	_, err := s.Project(2, []int64{1, 2, 3, 4, 5, -6})
	faultAt(t, err, 1, 2, "negative")
	_, err = s.Project(2, []int64{1, 2, 3})
	faultAt(t, err, -1, -1, "3 values for 2 economies and 3 products")
	_, err = indicator.WorldScale{World: w}.Project(1, []int64{1, 2, 3})
	faultAt(t, err, -1, -1, "no world or no presence")
	bad := s
	bad.Threshold = math.NaN()
	_, err = bad.Project(1, []int64{1, 2, 3})
	faultAt(t, err, -1, -1, "threshold")
	bad = s
	bad.Complexity = complexityOf(t, presenceOf(t, toyM...), indicator.ComplexityOptions{})
	_, err = bad.Project(1, []int64{1, 2, 3})
	faultAt(t, err, -1, -1, "of 5 products")
	bad = s
	bad.World = worldOf(t, 1, 2, []int64{1, 2})
	_, err = bad.Project(1, []int64{1, 2})
	faultAt(t, err, -1, -1, "the presence is of 3 economies")
}
