package indicator_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/oborot/oborot/indicator"
)

func compositionOf(t testing.TB, n int, values ...int64) *indicator.Composition {
	t.Helper()
	c, err := indicator.CompositionOf(values, n)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

type compositionIndex struct {
	name string
	of   func(c *indicator.Composition) (float64, bool)
}

// compositionIndices are all indices of one composition; those of alone have no value
// for one category.
func compositionIndices() (all []compositionIndex, alone []string) {
	type composition = indicator.Composition
	return []compositionIndex{
		{"HHI", (*composition).HHI},
		{"normalised HHI", (*composition).NormalisedHHI},
		{"UNCTAD", (*composition).UNCTADConcentration},
		{"Hirschman", (*composition).SectoralHirschman},
		{"effective number", (*composition).EffectiveNumber},
		{"entropy", (*composition).Entropy},
		{"normalised entropy", (*composition).NormalisedEntropy},
		{"exp of entropy", (*composition).EntropyNumber},
		{"Theil", (*composition).Theil},
		{"Gini", (*composition).Gini},
		{"Gini of a small sample", (*composition).SmallSampleGini},
	}, []string{"normalised HHI", "UNCTAD", "normalised entropy", "Gini of a small sample"}
}

func TestCompositionOfVector(t *testing.T) {
	t.Parallel()
	want := map[string][]float64{
		"HHI":                    {.375, .66, .46},
		"normalised HHI":         {.0625, .49, .19},
		"UNCTAD":                 {.082863, .556143, .238691},
		"Hirschman":              {math.Sqrt(.375), math.Sqrt(.66), math.Sqrt(.46)},
		"effective number":       {2.666667, 1.515152, 2.173913},
		"entropy":                {1.039721, .639032, .897946},
		"normalised entropy":     {.946395, .581672, .817345},
		"exp of entropy":         {2.828427, 1.894646, 2.454556},
		"Theil":                  {.058892, .459580, .200667},
		"Gini":                   {.166667, .466667, .333333},
		"Gini of a small sample": {.25, .7, .5},
	}
	all, _ := compositionIndices()
	for _, index := range all {
		var got []float64
		for e := range 3 {
			x, ok := index.of(compositionOf(t, 3, structureExports[3*e:3*e+3]...))
			if !ok {
				t.Errorf("%s of economy %d has no value", index.name, e)
			}
			got = append(got, x)
		}
		nearAll(t, index.name, got, want[index.name], printed)
	}
	if len(want) != len(all) {
		t.Errorf("%d of %d indices are tested", len(want), len(all))
	}
}

// TestCompositionCountsCategories: zeros that are listed and zeros that are not are
// the same, and more of them change what depends on n.
func TestCompositionCountsCategories(t *testing.T) {
	t.Parallel()
	listed, unlisted := compositionOf(t, 5, 0, 60, 0, 30, 10), compositionOf(t, 5, 60, 30, 10)
	three := compositionOf(t, 3, 60, 30, 10)
	if listed.Categories() != 5 || listed.Traded() != 3 || unlisted.Traded() != 3 {
		t.Errorf("%d categories, %d and %d traded", listed.Categories(), listed.Traded(), unlisted.Traded())
	}
	free := []string{"HHI", "Hirschman", "effective number", "entropy", "exp of entropy"}
	all, _ := compositionIndices()
	for _, index := range all {
		a, _ := index.of(listed)
		b, _ := index.of(unlisted)
		c, _ := index.of(three)
		if math.Abs(a-b) > 1e-15 {
			t.Errorf("%s is %v with zeros listed, %v without", index.name, a, b)
		}
		if slices.Contains(free, index.name) != (math.Abs(b-c) < 1e-12) {
			t.Errorf("%s is %v of 5 categories, %v of 3", index.name, b, c)
		}
	}
}

func TestCompositionWithoutValue(t *testing.T) {
	t.Parallel()
	all, alone := compositionIndices()
	for _, index := range all {
		for _, empty := range []*indicator.Composition{compositionOf(t, 3, 0, 0, 0), compositionOf(t, 3)} {
			if x, ok := index.of(empty); ok || math.IsNaN(x) || math.IsInf(x, 0) {
				t.Errorf("%s of nothing is %v, %v", index.name, x, ok)
			}
		}
		x, ok := index.of(compositionOf(t, 1, 7))
		if ok == slices.Contains(alone, index.name) {
			t.Errorf("%s of one category is %v, %v", index.name, x, ok)
		}
	}
	if _, _, ok := compositionOf(t, 3).TheilMargins(); ok {
		t.Error("nothing has margins")
	}
	if _, _, ok := compositionOf(t, 2, 0, 0).TheilGroups([]int{0, 1}); ok {
		t.Error("nothing has groups")
	}
}

func TestCompositionRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		values []int64
		n, at  int
	}{{[]int64{1, -2}, 2, 1}, {[]int64{math.MaxInt64, 5, 1}, 3, 1}} {
		var fault *indicator.ItemError
		if _, err := indicator.CompositionOf(c.values, c.n); !errors.As(err, &fault) || fault.Index != c.at || fault.Error() == "" {
			t.Errorf("%v: %v", c.values, err)
		}
	}
	for _, n := range []int{-1, 0, 1} {
		if _, err := indicator.CompositionOf([]int64{1, 2}, n); err == nil {
			t.Errorf("two values in %d categories are taken", n)
		}
	}
	if _, err := indicator.CompositionOf(nil, 0); err == nil {
		t.Error("no categories are taken")
	}
}

// TestCompositionBounds: equal shares and a single share are the ends of each scale.
func TestCompositionBounds(t *testing.T) {
	t.Parallel()
	equal, single := compositionOf(t, 7, 3, 3, 3, 3, 3, 3, 3), compositionOf(t, 7, 0, 0, 9)
	log := math.Log(7)
	want := map[string][2]float64{
		"HHI": {1. / 7, 1}, "normalised HHI": {0, 1}, "UNCTAD": {0, 1}, "Hirschman": {math.Sqrt(1. / 7), 1},
		"effective number": {7, 1}, "entropy": {log, 0}, "normalised entropy": {1, 0}, "exp of entropy": {7, 1},
		"Theil": {0, log}, "Gini": {0, 6. / 7}, "Gini of a small sample": {0, 1},
	}
	all, _ := compositionIndices()
	for _, index := range all {
		low, _ := index.of(equal)
		high, _ := index.of(single)
		near(t, index.name+" of equal shares", low, want[index.name][0], 1e-14)
		near(t, index.name+" of one share", high, want[index.name][1], 1e-14)
	}
	if indicator.HHIPoints*.25 != 2500 {
		t.Error("the antitrust scale does not end at 10,000")
	}
}

// naiveIndices are the definitions as they are written, without sharing any step.
func naiveIndices(x []float64) map[string]float64 {
	n, total := float64(len(x)), 0.0
	for _, v := range x {
		total += v
	}
	mean, theil, differences := total/n, 0.0, 0.0
	for _, v := range x {
		if v > 0 {
			theil += v / mean * math.Log(v/mean) / n
		}
		for _, other := range x {
			differences += math.Abs(v - other)
		}
	}
	return map[string]float64{"Theil": theil, "entropy": math.Log(n) - theil, "Gini": differences / (2 * n * n * mean)}
}

// TestCompositionEqualsTheNaiveOne also turns the order and multiplies the money.
func TestCompositionEqualsTheNaiveOne(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		n := 2 + random.IntN(60)
		values, plain := make([]int64, n), make([]float64, n)
		for i := range values {
			values[i] = random.Int64N(1_000_000) * int64(random.IntN(3))
			plain[i] = float64(values[i])
		}
		values[0], plain[0] = 5, 5
		c := compositionOf(t, n, values...)
		naive := naiveIndices(plain)
		for i := range values {
			values[i] *= 3
		}
		slices.Reverse(values)
		other := compositionOf(t, n, values...)
		all, _ := compositionIndices()
		for _, index := range all {
			x, _ := index.of(c)
			y, _ := index.of(other)
			near(t, index.name+" in another order", y, x, 1e-13*math.Max(1, x))
			if want, has := naive[index.name]; has {
				near(t, index.name, x, want, 1e-12)
			}
		}
	}
}

// TestTheilMarginsByHand has two traded of four categories: half of the lines are
// missing (ln 2), and the two have shares 3/4 and 1/4.
func TestTheilMarginsByHand(t *testing.T) {
	t.Parallel()
	c := compositionOf(t, 4, 30, 0, 10)
	extensive, intensive, ok := c.TheilMargins()
	if !ok {
		t.Fatal("no margins")
	}
	near(t, "extensive", extensive, math.Ln2, 1e-15)
	near(t, "intensive", intensive, .75*math.Log(1.5)+.25*math.Log(.5), 1e-15)
	whole, _ := c.Theil()
	near(t, "sum of margins", extensive+intensive, whole, 1e-15)
	// Traded and other categories as groups are the same split.
	between, within, _ := c.TheilGroups([]int{1, 0, 1, 0})
	near(t, "between", between, extensive, 1e-15)
	near(t, "within", within, intensive, 1e-15)
}

func TestTheilGroups(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	values, group := make([]int64, 200), make([]int, 200)
	for i := range values {
		values[i], group[i] = random.Int64N(1000)*int64(random.IntN(2)), random.IntN(9)
	}
	c := compositionOf(t, 200, values...)
	whole, _ := c.Theil()
	between, within, ok := c.TheilGroups(group)
	if !ok || between <= 0 || within <= between {
		t.Errorf("between %v, within %v, %v", between, within, ok)
	}
	near(t, "sum of groups", between+within, whole, 1e-13)
	one, all, _ := c.TheilGroups(make([]int, 200))
	near(t, "between one group", one, 0, 1e-14)
	near(t, "within one group", all, whole, 1e-13)
	for i := range group {
		group[i] = i
	}
	all, one, _ = c.TheilGroups(group)
	near(t, "between as many groups", all, whole, 1e-13)
	near(t, "within them", one, 0, 1e-14)
	mustPanic(t, "groups of another length", func() { c.TheilGroups(group[1:]) })
	group[7] = -1
	mustPanic(t, "a negative group", func() { c.TheilGroups(group) })
}

func mustPanic(t *testing.T, what string, do func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s is taken", what)
		}
	}()
	do()
}

func FuzzComposition(f *testing.F) {
	f.Add([]byte{1, 2, 3}, uint8(0))
	f.Add([]byte{0, 0, 255}, uint8(9))
	f.Fuzz(func(t *testing.T, raw []byte, more uint8) {
		values := make([]int64, len(raw))
		for i, b := range raw {
			values[i] = int64(b) * int64(b) * int64(b) * 7919
		}
		if len(raw)+int(more) == 0 {
			return
		}
		c := compositionOf(t, len(raw)+int(more), values...)
		all, _ := compositionIndices()
		for _, index := range all {
			if x, _ := index.of(c); math.IsNaN(x) || math.IsInf(x, 0) || x < 0 {
				t.Fatalf("%s of %v is %v", index.name, values, x)
			}
		}
		extensive, intensive, ok := c.TheilMargins()
		if whole, has := c.Theil(); ok != has || math.Abs(extensive+intensive-whole) > 1e-12 {
			t.Fatalf("margins %v and %v of %v", extensive, intensive, whole)
		}
	})
}
