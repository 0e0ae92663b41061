package indicator_test

import (
	"math"
	"slices"
	"testing"

	"github.com/oborot/oborot/indicator"
)

var toyExports = []int64{100_000, 50_000, 50_000, 20_000, 160_000, 20_000, 30_000, 10_000, 60_000}

func worldOf(t testing.TB, economies, products int, values []int64) *indicator.World {
	t.Helper()
	w, err := indicator.NewWorld(economies, products, values)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestWorldRCAOfVector(t *testing.T) {
	t.Parallel()
	w := worldOf(t, 3, 3, toyExports)
	want := []float64{1.666667, .568182, .961538, .333333, 1.818182, .384615, 1, .227273, 2.307692}
	m := presenceIn(t, w)
	rca, err := w.RCAs(m)
	if err != nil {
		t.Fatal(err)
	}
	nearAll(t, "RCA", rca, want, printed)
	for i, x := range want {
		got, ok := w.RCA(i/3, i%3)
		if !ok || got != rca[i] {
			t.Errorf("RCA %d is %v, %v", i, got, ok)
		}
		// Economy 2 has an advantage of exactly 1 in product 0.
		if m.Has(i/3, i%3) != (x >= 1) {
			t.Errorf("RCA %v: presence %v", x, m.Has(i/3, i%3))
		}
	}
}

func TestWorldRCAWithoutValue(t *testing.T) {
	t.Parallel()
	w := worldOf(t, 2, 3, []int64{5, 0, 2, 0, 0, 0})
	for _, c := range [][2]int{{1, 0}, {0, 1}, {1, 1}} {
		if x, ok := w.RCA(c[0], c[1]); ok || x != 0 {
			t.Errorf("RCA of %v is %v", c, x)
		}
	}
	m := presenceIn(t, w)
	if !slices.Equal(m.Economies, []int{0}) || !slices.Equal(m.DroppedEconomies, []int{1}) ||
		!slices.Equal(m.Products, []int{0, 2}) || !slices.Equal(m.DroppedProducts, []int{1}) {
		t.Errorf("%v without %v, %v without %v", m.Economies, m.DroppedEconomies, m.Products, m.DroppedProducts)
	}
	other := worldOf(t, 1, 1, []int64{1})
	if _, err := other.RCAs(m); err == nil {
		t.Error("a presence of another world is taken")
	}
}

// TestPresenceIsExact has advantages that differ from 1 by less than a double can
// tell: x_cp * x against x_c * x_p are numbers of 36 digits.
func TestPresenceIsExact(t *testing.T) {
	t.Parallel()
	const n = 1_000_000_000_000_000_000
	for _, c := range []struct {
		values []int64
		want   []bool
	}{
		{[]int64{n, n, n, n}, []bool{true, true, true, true}},
		{[]int64{n + 1, n, n, n}, []bool{true, false, false, true}},
		{[]int64{n, n, n, n - 1}, []bool{false, true, true, false}},
	} {
		m := presenceIn(t, worldOf(t, 2, 2, c.values))
		for i, want := range c.want {
			if m.Has(i/2, i%2) != want {
				t.Errorf("%v: entry %d is %v", c.values, i, !want)
			}
		}
	}
}

// TestPresenceThreshold has an advantage of exactly 1/10, which no double equals.
func TestPresenceThreshold(t *testing.T) {
	t.Parallel()
	// Economy 0: exports 1 of 100 in product 0, where the world has 10 in 100.
	w := worldOf(t, 2, 2, []int64{1, 99, 19, 81})
	for _, c := range []struct {
		threshold float64
		want      bool
	}{{0, false}, {1, false}, {.1, true}, {.1000001, false}, {.0999999, true}, {1e-9, true}} {
		m, err := w.Presence(indicator.PresenceRule{Threshold: c.threshold})
		if err != nil {
			t.Fatal(err)
		}
		if m.Has(0, 0) != c.want {
			t.Errorf("threshold %v: %v", c.threshold, m.Has(0, 0))
		}
	}
	for _, bad := range []float64{-1, math.NaN(), math.Inf(1), 1e-30} {
		if _, err := w.Presence(indicator.PresenceRule{Threshold: bad}); err == nil {
			t.Errorf("the threshold %v is taken", bad)
		}
	}
	m, err := w.Presence(indicator.PresenceRule{Threshold: 1.5})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(m.DroppedEconomies, []int{0}) || !slices.Equal(m.DroppedProducts, []int{1}) {
		t.Errorf("above the threshold: dropped %v and %v", m.DroppedEconomies, m.DroppedProducts)
	}
}

// TestPresencePerHead: 30 for 10 persons against 40 for 40 of the world is 3, and so on.
func TestPresencePerHead(t *testing.T) {
	t.Parallel()
	w := worldOf(t, 2, 2, []int64{30, 5, 10, 15})
	m, err := w.Presence(indicator.PresenceRule{Population: []int64{10, 30}})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{true, true, false, true} { // 3, exactly 1, 1/3, exactly 1
		if m.Has(i/2, i%2) != want {
			t.Errorf("entry %d is %v", i, !want)
		}
	}
	_, err = w.Presence(indicator.PresenceRule{Population: []int64{10, 0}})
	faultAt(t, err, 1, -1, "the population is not above zero")
	_, err = w.Presence(indicator.PresenceRule{Population: []int64{-1, 5}})
	faultAt(t, err, 0, -1, "the population is not above zero")
	_, err = w.Presence(indicator.PresenceRule{Population: []int64{10}})
	faultAt(t, err, -1, -1, "1 populations for 2 economies")
	_, err = w.Presence(indicator.PresenceRule{Population: []int64{math.MaxInt64, 5}})
	faultAt(t, err, 1, -1, "too large")
}

// TestEveryTraderIsPresentSomewhere: with RCA and threshold 1 the weighted mean of an
// economy's advantages is 1, so one of them is at least 1.
func TestEveryTraderIsPresentSomewhere(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		w, values := randomWorld(t, 15, 30, seed)
		m := presenceIn(t, w)
		for e := range 15 {
			trades := slices.Max(values[e*30:(e+1)*30]) > 0
			if trades == slices.Contains(m.DroppedEconomies, e) {
				t.Errorf("seed %d, economy %d trades: %v, dropped %v", seed, e, trades, m.DroppedEconomies)
			}
		}
		for p := range 30 {
			trades := false
			for e := range 15 {
				trades = trades || values[e*30+p] > 0
			}
			if trades == slices.Contains(m.DroppedProducts, p) {
				t.Errorf("seed %d, product %d trades: %v, dropped %v", seed, p, trades, m.DroppedProducts)
			}
		}
	}
}

func TestWorldRefuses(t *testing.T) {
	t.Parallel()
	_, err := indicator.NewWorld(2, 2, []int64{1, 2, -3, 4})
	faultAt(t, err, 1, 0, "economy 1, product 0: the value is negative")
	_, err = indicator.NewWorld(1, 2, []int64{math.MaxInt64, 1})
	faultAt(t, err, 0, 1, "too large")
	_, err = indicator.NewWorld(0, 2, nil)
	faultAt(t, err, -1, -1, "is empty")
	_, err = indicator.NewWorld(2, 2, []int64{1})
	faultAt(t, err, -1, -1, "1 values for 2 economies and 2 products")
	_, err = indicator.PresenceOf(2, 2, []bool{true})
	faultAt(t, err, -1, -1, "1 values")
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e17} {
		_, err = indicator.WorldOf(2, 2, []float64{1, 2, 3, bad})
		faultAt(t, err, 1, 1, "no number or too large")
	}
	_, err = indicator.WorldOf(2, 2, []float64{1, -1e-9, 3, 4})
	faultAt(t, err, 0, 1, "negative")
	_, err = indicator.WorldOf(2, 0, nil)
	faultAt(t, err, -1, -1, "is empty")
}

func TestWorldOfRounds(t *testing.T) {
	t.Parallel()
	w, err := indicator.WorldOf(2, 2, []float64{.0014, .0016, .001, .002})
	if err != nil {
		t.Fatal(err)
	}
	rca, ok := w.RCA(0, 0) // (1/3) / (2/6)
	if !ok {
		t.Error("no RCA")
	}
	near(t, "RCA", rca, 1, 1e-15)
}

func TestAllZero(t *testing.T) {
	t.Parallel()
	m := presenceIn(t, worldOf(t, 2, 3, make([]int64, 6)))
	if len(m.Economies) != 0 || len(m.DroppedEconomies) != 2 || len(m.DroppedProducts) != 3 {
		t.Errorf("%+v", m)
	}
	if d := m.Density(true); len(d.Values) != 0 {
		t.Errorf("density %v", d.Values)
	}
	if s, err := m.RankStability(); err != nil || len(s.Rankings) != 0 || len(s.Absent) != 4 {
		t.Errorf("%+v, %v", s, err)
	}
}
