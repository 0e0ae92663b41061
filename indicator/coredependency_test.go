package indicator_test

import (
	"testing"

	"github.com/oborot/oborot/indicator"
)

// union has economies 0 and 1 as members, 2 to 4 as outside suppliers, 5 as a customer.
func union(outside [3]int64, inside, exports int64) indicator.BilateralFlows {
	return flowsOf(
		supplyFlow{2, 0, 0, outside[0] - 5}, supplyFlow{2, 1, 0, 5}, supplyFlow{3, 1, 0, outside[1]}, supplyFlow{4, 0, 0, outside[2]},
		supplyFlow{0, 1, 0, inside}, supplyFlow{0, 5, 0, exports},
	)
}

var unionActors = []uint16{0, 0, 1, 2, 3, 4}

// TestCoreDependencyOfVector has the published vector, and what changes it.
func TestCoreDependencyOfVector(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name             string
		inside, exports  int64
		internal         bool
		outside, over    float64
		noExports        bool
		mostly, exceeds  bool
		dependentOverall bool
	}{
		{"vector", 60, 80, false, .625, 1.25, false, true, true, true},
		{"exports as large as imports", 60, 100, false, .625, 1, false, true, false, false},
		{"exports among members count", 60, 80, true, .625, .714286, false, true, false, false},
		{"as much from inside", 100, 80, false, .5, 1.25, false, false, true, false},
		{"no exports", 60, 0, false, .625, 0, true, true, true, true},
		{"no trade inside", 0, 80, false, 1, 1.25, false, true, true, true},
	} {
		onProduct(t, union([3]int64{70, 20, 10}, c.inside, c.exports), unionActors, 6, func(p *indicator.ProductTrade) {
			d := p.CoreDependency(0, c.internal)
			near(t, c.name+": CDI1", d.Sources, .54, 1e-15)
			near(t, c.name+": CDI2", d.Outside, c.outside, 5e-7)
			near(t, c.name+": CDI3", d.OverExports, c.over, 5e-7)
			if !d.Concentrated || d.MostlyOutside != c.mostly || d.Exceeding != c.exceeds || d.NoExports != c.noExports ||
				d.Dependent() != c.dependentOverall {
				t.Errorf("%s: %+v", c.name, d)
			}
		})
	}
}

func TestCoreDependencyWithoutImports(t *testing.T) {
	t.Parallel()
	onProduct(t, flowsOf(supplyFlow{0, 1, 0, 9}, supplyFlow{2, 3, 0, 4}), unionActors, 6, func(p *indicator.ProductTrade) {
		d := p.CoreDependency(0, false)
		if d != (indicator.CoreDependency{NoExports: true}) {
			t.Errorf("a bloc that imports nothing: %+v", d)
		}
	})
}

// TestImbalance: importer 0 buys 100 and sells 40; partner 1 sells it 60 of these.
func TestImbalance(t *testing.T) {
	t.Parallel()
	rows := []supplyFlow{{1, 0, 0, 60}, {2, 0, 0, 40}, {0, 3, 0, 40}, {3, 2, 0, 800}, {4, 2, 0, 9}, {5, 2, 0, 10}}
	const importer, partner = 0, 1
	for _, c := range []struct {
		name          string
		extra         []supplyFlow
		few           int
		over, from    bool
		fewOthers, is bool
		others        int
	}{
		{"all", nil, 3, true, true, true, true, 3}, // 2, 3 and 5 sell 1% of 959 or more, 4 does not
		{"many others", nil, 2, true, true, false, false, 3},
		{"exports are half of imports", []supplyFlow{{0, 4, 0, 10}}, 3, false, true, true, false, 3},
		{"less from the partner", []supplyFlow{{2, 0, 0, 101}}, 9, true, false, true, false, 2},
		{"exactly 30% from the partner", []supplyFlow{{2, 0, 0, 100}}, 9, true, true, true, true, 2},
	} {
		onProduct(t, flowsOf(append(c.extra, rows...)...), nil, 6, func(p *indicator.ProductTrade) {
			i := p.Imbalance(importer, partner, c.few)
			want := indicator.Imbalance{OverExports: c.over, FromPartner: c.from, FewOthers: c.fewOthers, Others: c.others}
			if i != want || i.Dependent() != c.is {
				t.Errorf("%s: %+v, want %+v", c.name, i, want)
			}
		})
	}
	onProduct(t, flowsOf(rows...), nil, 6, func(p *indicator.ProductTrade) {
		if i := p.Imbalance(1, 0, 9); i.OverExports || i.FromPartner {
			t.Errorf("who imports nothing: %+v", i)
		}
	})
}

// TestImbalanceOf has an importer with figures of its own, who is nobody in the world.
func TestImbalanceOf(t *testing.T) {
	t.Parallel()
	const partner, nobody = 1, -1
	own := indicator.Supply{Imports: 100, Exports: 50}
	onProduct(t, flowsOf(supplyFlow{1, 0, 0, 60}, supplyFlow{2, 0, 0, 40}, supplyFlow{0, 2, 0, 5}), nil, 6, func(p *indicator.ProductTrade) {
		want := indicator.Imbalance{FromPartner: true, FewOthers: true, Others: 2}
		if i := p.ImbalanceOf(own, 30, 2, nobody, partner); i != want {
			t.Errorf("%+v, want %+v", i, want)
		}
		own.Exports, want = 49, indicator.Imbalance{OverExports: true, Others: 3}
		if i := p.ImbalanceOf(own, 29, 2, nobody, nobody); i != want {
			t.Errorf("%+v, want %+v", i, want)
		}
	})
	d := indicator.CoreDependencyOf(indicator.Supply{Imports: 10, Exports: 5, HHI: .5}, 0)
	if want := (indicator.CoreDependency{Sources: .5, Outside: 1, OverExports: 2, Concentrated: true, MostlyOutside: true, Exceeding: true}); d != want {
		t.Errorf("%+v, want %+v", d, want)
	}
}
