package reference

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/oborot/oborot/trade"
)

// TestEstimateWeights: groups whose solution is known.
func TestEstimateWeights(t *testing.T) {
	t.Parallel()
	type sums = map[trade.Product]int64
	for name, c := range map[string]struct {
		pairs         []Pair
		before, after sums
		want          map[string]float64 // "from>to"; others must not be there
	}{
		"one becomes two": {
			[]Pair{{"a", "A", 0.9}, {"a", "B", 0.1}}, sums{"a": 50}, sums{"A": 30, "B": 10},
			map[string]float64{"a>A": 0.75, "a>B": 0.25},
		},
		"a triangle has one solution": {
			[]Pair{{"a", "A", 0.5}, {"a", "B", 0.5}, {"b", "B", 1}}, sums{"a": 10, "b": 20}, sums{"A": 4, "B": 26},
			map[string]float64{"a>A": 0.4, "a>B": 0.6, "b>B": 1},
		},
		"equal starts give independence": {
			[]Pair{{"a", "A", 0.5}, {"a", "B", 0.5}, {"b", "A", 0.5}, {"b", "B", 0.5}}, sums{"a": 10, "b": 20}, sums{"A": 10, "B": 20},
			map[string]float64{"a>A": 1. / 3, "a>B": 2. / 3, "b>A": 1. / 3, "b>B": 2. / 3},
		},
		"a table's zero is no veto": {
			[]Pair{{"a", "A", 1}, {"a", "B", 0}}, sums{"a": 10}, sums{"B": 10}, map[string]float64{"a>A": 0, "a>B": 1},
		},
		"no value before":    {[]Pair{{"a", "A", 1}}, sums{}, sums{"A": 1}, nil},
		"no value after":     {[]Pair{{"a", "A", 1}}, sums{"a": 1}, sums{"B": 5}, nil},
		"below zero is none": {[]Pair{{"a", "A", 0.5}, {"a", "B", 0.5}}, sums{"a": 1}, sums{"A": -5, "B": 5}, map[string]float64{"a>A": 0, "a>B": 1}},
		"a code without value has no weights": {
			[]Pair{{"a", "A", 0.5}, {"b", "A", 0.5}, {"b", "B", 0.5}}, sums{"a": 1}, sums{"A": 1}, map[string]float64{"a>A": 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := EstimateWeights(c.pairs, c.before, c.after)
			n := 0
			for from, weights := range got {
				for to, w := range weights {
					n++
					want, any := c.want[string(from)+">"+string(to)]
					if !any || math.Abs(w-want) > 1e-9 {
						t.Errorf("%s to %s is %v, want %v", from, to, w, want)
					}
				}
			}
			if n != len(c.want) {
				t.Errorf("%v", got)
			}
		})
	}
}

// TestFitMeetsTheSums: flows made at random along pairs are found again in sum, and
// the order of pairs does not matter.
func TestFitMeetsTheSums(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 1))
		var pairs []Pair
		before, after := map[trade.Product]int64{}, map[trade.Product]int64{}
		for from := 'a'; from < 'h'; from++ {
			for to := 'A'; to < 'H'; to++ {
				if r.IntN(3) == 0 {
					continue
				}
				value := 1000 + r.Int64N(100_000)
				pairs = append(pairs, Pair{trade.Product(from), trade.Product(to), r.Float64()})
				before[trade.Product(from)] += value
				after[trade.Product(to)] += value
			}
		}
		got := EstimateWeights(pairs, before, after)
		r.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
		again := EstimateWeights(pairs, before, after)
		sums := map[trade.Product]float64{}
		for from, weights := range got {
			for to, w := range weights {
				sums[to] += w * float64(before[from])
				if again[from][to] != w {
					t.Fatalf("seed %d: the order of pairs matters", seed)
				}
			}
		}
		for to, want := range after {
			if math.Abs(sums[to]/float64(want)-1) > 0.02 {
				t.Errorf("seed %d: %s is %v, want %d", seed, to, sums[to], want)
			}
		}
	}
}

// TestLearn: own weights take the place of the table's where there is a value, and
// the basis says so.
func TestLearn(t *testing.T) {
	t.Parallel()
	c := concordance(t, small())
	k := between(t, c, "H4", "H5", OwnWeights)
	n := k.Learn(map[trade.Product]int64{"870310": 900, "010121": 4}, map[trade.Product]int64{"870311": 1000, "870312": 1000, "010121": 4})
	in := values(t, "870310=10", "870610=10", "870810=2")
	got := k.Convert(in, 6)
	if n != 1 || written(got) != "870311=5[0,10] 870312=5[0,10] 870610=5[0,10] 870710=5[0,10] 870810=1[0,2] 870820=1[0,2]" {
		t.Errorf("%d: %s", n, written(got))
	}
	if want := (Basis{Value: 22000, Split: 22000, Own: 10000, Table: 10000, Equal: 2000}); got.Basis != want {
		t.Errorf("%+v", got.Basis)
	}
	k = between(t, c, "H4", "H5", TableWeights)
	k.Learn(map[trade.Product]int64{"870310": 900}, map[trade.Product]int64{"870311": 1000, "870312": 1000})
	if got := k.Convert(in, 6); got.Basis.Own != 0 || partOf(got, "870311").Amount != trade.Of(2500) {
		t.Errorf("the table's weights were asked for: %s", written(got))
	}
}

// TestLearnThroughAChain: data in the first and last nomenclature alone decide.
func TestLearnThroughAChain(t *testing.T) {
	t.Parallel()
	c := concordance(t, correlation("a", "H3", "H4", "870310 870310", "870310 870320"),
		correlation("b", "H4", "H5", "870310 870330", "870320 870340", "870320 870350"))
	k := between(t, c, "H3", "H5", "")
	k.Learn(map[trade.Product]int64{"870310": 10}, map[trade.Product]int64{"870330": 1, "870340": 3})
	if got := k.Convert(values(t, "870310=4"), 6); written(got) != "870330=1[0,4] 870340=3[0,4] 870350=0[0,4]" || got.Basis.Own != 4000 {
		t.Errorf("%s %+v", written(got), got.Basis)
	}
}
