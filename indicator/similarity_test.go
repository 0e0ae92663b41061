package indicator_test

import (
	"math"
	"testing"

	"github.com/oborot/oborot/indicator"
)

func TestSimilarityOfVector(t *testing.T) {
	t.Parallel()
	var exports, imports []*indicator.Composition
	for e := range 3 {
		exports = append(exports, compositionOf(t, 3, structureExports[3*e:3*e+3]...))
		imports = append(imports, compositionOf(t, 3, structureImports[3*e:3*e+3]...))
	}
	for _, c := range []struct {
		a, b int
		want float64
	}{{0, 1, .45}, {0, 2, .65}, {1, 2, .30}} {
		fk, ok := indicator.FingerKreinin(exports[c.a], exports[c.b])
		back, also := indicator.FingerKreinin(exports[c.b], exports[c.a])
		k, has := indicator.Krugman(exports[c.a], exports[c.b])
		change, changed := indicator.StructureChange(exports[c.a], exports[c.b])
		if !ok || !also || !has || !changed || fk != back {
			t.Errorf("%d and %d: %v and %v", c.a, c.b, fk, back)
		}
		near(t, "FK", fk, c.want, 1e-14)
		near(t, "FK and Krugman", fk, 1-k/2, 1e-14)
		near(t, "structure change", change, 1-fk, 1e-14)
	}
	k, _ := indicator.Krugman(exports[0], exports[1])
	near(t, "Krugman", k, 1.1, 1e-14)
	want := []float64{80.555556, 72.727273, 75, 64.444444, 60.909091, 70, 62.222222, 69.090909, 50}
	for i, w := range want {
		index, ok := indicator.Complementarity(exports[i/3], imports[i%3])
		if !ok {
			t.Errorf("%d has no complementarity", i)
		}
		near(t, "complementarity", index, w, printed)
	}
}

func TestSimilarityEnds(t *testing.T) {
	t.Parallel()
	a, twice, other := compositionOf(t, 3, 1, 2, 4), compositionOf(t, 3, 2, 4, 8), compositionOf(t, 4, 0, 0, 0, 9)
	apart := compositionOf(t, 4, 1, 2, 4, 0)
	if fk, ok := indicator.FingerKreinin(a, twice); !ok || math.Abs(fk-1) > 1e-15 || fk > 1 {
		t.Errorf("FK of the same structure is %v, %v", fk, ok)
	}
	if c, ok := indicator.Complementarity(a, twice); !ok || c != 100 {
		t.Errorf("complementarity of the same structure is %v, %v", c, ok)
	}
	if k, ok := indicator.Krugman(apart, other); !ok || k > 2 || math.Abs(k-2) > 1e-15 {
		t.Errorf("Krugman of nothing in common is %v, %v", k, ok)
	}
	if fk, ok := indicator.FingerKreinin(apart, other); !ok || fk != 0 {
		t.Errorf("FK of nothing in common is %v, %v", fk, ok)
	}
}

func TestSimilarityWithoutValue(t *testing.T) {
	t.Parallel()
	some, nothing, longer := compositionOf(t, 2, 1, 2), compositionOf(t, 2, 0, 0), compositionOf(t, 3, 1, 2, 3)
	for name, measure := range map[string]func(a, b *indicator.Composition) (float64, bool){
		"Finger-Kreinin": indicator.FingerKreinin, "Krugman": indicator.Krugman,
		"complementarity": indicator.Complementarity, "structure change": indicator.StructureChange,
	} {
		for _, pair := range [][2]*indicator.Composition{{some, nothing}, {nothing, some}, {nothing, nothing}} {
			if x, ok := measure(pair[0], pair[1]); ok || x != 0 {
				t.Errorf("%s with nothing is %v, %v", name, x, ok)
			}
		}
		mustPanic(t, name+" of different lengths", func() { measure(some, longer) })
	}
}

func TestIntensityOfVector(t *testing.T) {
	t.Parallel()
	flows := [3][3]int64{{0, 120, 80}, {150, 0, 50}, {40, 60, 0}}
	exports, imports := [3]int64{200, 200, 100}, [3]int64{190, 180, 130}
	simple := []float64{0, 1.666667, 1.538462, 1.973684, 0, .961538, 1.052632, 1.666667, 0}
	kojima := []float64{0, 1.033333, .953846, 1.263158, 0, .615385, .778947, 1.233333, 0}
	for i := range 9 {
		b := indicator.BilateralIntensity{
			Flow: flows[i/3][i%3], Exports: exports[i/3], PartnerImports: imports[i%3], World: 500, OwnImports: imports[i/3],
		}
		s, ok := b.Simple()
		k, also := b.Kojima()
		if !ok || !also {
			t.Errorf("%d has no value", i)
		}
		near(t, "simple", s, simple[i], printed)
		near(t, "Kojima", k, kojima[i], printed)
	}
}

func TestIntensityWithoutValue(t *testing.T) {
	t.Parallel()
	type intensity = indicator.BilateralIntensity
	for _, c := range []struct {
		flow           intensity
		simple, kojima bool
	}{
		{intensity{1, 2, 3, 9, 4}, true, true},
		{intensity{1, 0, 3, 9, 4}, false, false},
		{intensity{1, 2, 0, 9, 4}, false, false},
		{intensity{1, 2, 3, 0, 0}, false, false},
		{intensity{1, 2, 3, 9, 9}, true, false},
		{intensity{1, 2, 3, 9, 10}, true, false},
		{intensity{1, 2, 3, 9, -1}, true, false},
		{intensity{-1, 2, 3, 9, 4}, false, false},
	} {
		if x, ok := c.flow.Simple(); ok != c.simple || !ok && x != 0 {
			t.Errorf("%+v: simple %v, %v", c.flow, x, ok)
		}
		if x, ok := c.flow.Kojima(); ok != c.kojima || !ok && x != 0 {
			t.Errorf("%+v: Kojima %v, %v", c.flow, x, ok)
		}
	}
}
