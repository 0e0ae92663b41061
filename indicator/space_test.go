package indicator_test

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"github.com/oborot/oborot/indicator"
)

func spaceOf(t testing.TB, m *indicator.Presence, rule indicator.SpaceRule) *indicator.Space {
	t.Helper()
	s, err := m.Space(rule)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// naiveBackbone sorts all links and takes those that join two parts (Kruskal, 1956).
func naiveBackbone(m *indicator.Presence) []indicator.SpaceLink {
	var all, tree []indicator.SpaceLink
	for p := range m.Products {
		for q := p + 1; q < len(m.Products); q++ {
			if phi := m.Proximity(p, q); phi > 0 {
				all = append(all, indicator.SpaceLink{First: p, Second: q, Proximity: phi, Backbone: true})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b indicator.SpaceLink) int { return cmp.Compare(b.Proximity, a.Proximity) })
	part := make([]int, len(m.Products))
	for p := range part {
		part[p] = p
	}
	for _, l := range all {
		from, to := part[l.First], part[l.Second]
		if from == to {
			continue
		}
		tree = append(tree, l)
		for p := range part {
			if part[p] == from {
				part[p] = to
			}
		}
	}
	return tree
}

func backboneOf(s *indicator.Space) (tree []indicator.SpaceLink) {
	for _, l := range s.Links {
		if l.Backbone {
			tree = append(tree, l)
		}
	}
	return tree
}

func TestSpaceOfVector(t *testing.T) {
	t.Parallel()
	s := spaceOf(t, presenceOf(t, toyM...), indicator.SpaceRule{Threshold: .5})
	// Ten pairs; six have 0.5, and the first that join something new are the tree.
	want := []indicator.SpaceLink{
		{First: 0, Second: 1, Proximity: .5, Backbone: true}, {First: 0, Second: 2, Proximity: .5, Backbone: true},
		{First: 1, Second: 2, Proximity: .5}, {First: 1, Second: 3, Proximity: .5, Backbone: true},
		{First: 1, Second: 4, Proximity: .5, Backbone: true}, {First: 2, Second: 3, Proximity: .5},
	}
	if !slices.Equal(s.Links, want) {
		t.Errorf("%v, want %v", s.Links, want)
	}
}

func TestSpaceBackboneEqualsTheNaiveOne(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		w, _ := randomWorld(t, 12, 90, seed)
		m := presenceIn(t, w)
		if got, want := backboneOf(spaceOf(t, m, indicator.SpaceRule{Rounds: 1})), naiveBackbone(m); !slices.Equal(got, want) {
			t.Errorf("seed %d: %d links, want %d; the first difference is among %v and %v", seed, len(got), len(want), got[:3], want[:3])
		}
	}
	apart := presenceOf(t, "110000", "011000", "000110", "000001")
	if got, want := backboneOf(spaceOf(t, apart, indicator.SpaceRule{})), naiveBackbone(apart); !slices.Equal(got, want) || len(got) != 3 {
		t.Errorf("three parts: %v, want %v", got, want)
	}
}

func TestSpaceKeepsTheStrongestLinks(t *testing.T) {
	t.Parallel()
	w, _ := randomWorld(t, 12, 90, 3)
	m := presenceIn(t, w)
	all := spaceOf(t, m, indicator.SpaceRule{Threshold: .4, Rounds: 1})
	want := map[[2]int]bool{}
	for p := range m.Products {
		for q := p + 1; q < len(m.Products); q++ {
			if m.Proximity(p, q) >= .4 {
				want[[2]int{p, q}] = true
			}
		}
	}
	beside := 0
	for i, l := range all.Links {
		delete(want, [2]int{l.First, l.Second})
		if !l.Backbone {
			beside++
		}
		if l.Proximity < .4 && !l.Backbone || i > 0 && l.Proximity > all.Links[i-1].Proximity || l.First >= l.Second {
			t.Errorf("link %d is %+v", i, l)
		}
	}
	if len(want) != 0 || beside < 20 {
		t.Errorf("%d links are lacking, %d beside the tree", len(want), beside)
	}
	few := spaceOf(t, m, indicator.SpaceRule{Threshold: .4, Most: 10, Rounds: 1})
	if len(few.Links) != len(backboneOf(all))+10 {
		t.Errorf("%d links with at most 10 beside the tree", len(few.Links))
	}
}

// TestSpaceLayout: places are in the square, apart from each other, linked ones nearer than
// others, and the same in the next run.
func TestSpaceLayout(t *testing.T) {
	t.Parallel()
	w, _ := randomWorld(t, 25, 200, 3)
	m := presenceIn(t, w)
	rule := indicator.SpaceRule{Threshold: .6, Most: 100}
	s, again := spaceOf(t, m, rule), spaceOf(t, m, rule)
	if !slices.Equal(s.X, again.X) || !slices.Equal(s.Y, again.Y) {
		t.Error("two runs differ")
	}
	between := func(p, q int) float64 { return math.Hypot(s.X[p]-s.X[q], s.Y[p]-s.Y[q]) }
	linked, all, closest := 0.0, 0.0, math.Inf(1)
	for _, l := range s.Links {
		linked += between(l.First, l.Second) / float64(len(s.Links))
	}
	n := len(m.Products)
	for p := range n {
		if math.Abs(s.X[p]) > 1 || math.Abs(s.Y[p]) > 1 {
			t.Errorf("product %d is at %v, %v", p, s.X[p], s.Y[p])
		}
		for q := range p {
			all += between(p, q) / float64(n*(n-1)/2)
			closest = min(closest, between(p, q))
		}
	}
	if linked > all/3 || closest < .005 {
		t.Errorf("linked places are %v apart, all %v, the closest %v", linked, all, closest)
	}
}

func TestSpaceOfFew(t *testing.T) {
	t.Parallel()
	for _, rows := range [][]string{{"1"}, {"0"}, {"10", "01"}, {"111"}} {
		s := spaceOf(t, presenceOf(t, rows...), indicator.SpaceRule{})
		checkFinite(t, "layout", s.X, s.Y)
	}
	for _, bad := range []indicator.SpaceRule{{Threshold: 2}, {Threshold: -1}, {Threshold: math.NaN()}, {Most: -1}, {Rounds: -1}} {
		if _, err := presenceOf(t, "11").Space(bad); err == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
}
