package indicator_test

import (
	"math"
	"testing"

	"github.com/oborot/oborot/indicator"
)

// oneLargeExporter: 0 sells 60 to 3 and 20 to 4, 1 sells 15 to 3, 2 sells 25 to 3 and
// 4 sells 0.5 to 3. The world trades 120.5.
func oneLargeExporter() indicator.BilateralFlows {
	f := flowsOf(supplyFlow{0, 3, 0, 60}, supplyFlow{0, 4, 0, 20}, supplyFlow{1, 3, 0, 15}, supplyFlow{2, 3, 0, 25})
	return withFlow(f, 4, 3, 0, 500)
}

// TestWorstKnockout is worked by hand: with a headroom of 0.2 those other than 0 add
// 0.2*40.5 = 8.1 to replace 80, so 71.9/80 is lost; 2 and 1 are replaced entirely.
func TestWorstKnockout(t *testing.T) {
	t.Parallel()
	onProduct(t, oneLargeExporter(), nil, 5, func(p *indicator.ProductTrade) {
		for _, c := range []struct {
			headroom       float64
			importer       int
			lost, fromTwo  float64
			supplier       uint16
			others         int
			lostFromNobody bool
		}{
			{0, 3, 60 / 100.5, 25 / 100.5, 0, 2, false},
			{.2, 3, 60 / 100.5 * 71.9 / 80, 25 / 100.5 * (1 - .2*95.5/25), 0, 2, false},
			{0, 4, 1, 0, 0, 2, false},
			{2, 3, 0, 0, 0, 2, true},
		} {
			k, err := p.Knockouts(c.headroom)
			if err != nil {
				t.Fatal(err)
			}
			worst, ok := k.Worst(c.importer)
			if !ok || worst.Supplier != c.supplier || worst.Others != c.others {
				t.Errorf("headroom %v, importer %d: %+v, %v", c.headroom, c.importer, worst, ok)
			}
			near(t, "lost", worst.Lost, c.lost, 1e-15)
			if c.importer == 3 {
				two, ok := k.Lost(3, 2)
				near(t, "lost with the second", two, c.fromTwo, 1e-15)
				if !ok {
					t.Error("no loss with the second")
				}
			}
		}
	})
}

// TestWorstNeedNotLead: the leading supplier is small in the world and replaced, the
// second is not.
func TestWorstNeedNotLead(t *testing.T) {
	t.Parallel()
	f := flowsOf(supplyFlow{0, 2, 0, 6}, supplyFlow{1, 2, 0, 4}, supplyFlow{1, 3, 0, 96})
	onProduct(t, f, nil, 4, func(p *indicator.ProductTrade) {
		k, err := p.Knockouts(.1)
		if err != nil {
			t.Fatal(err)
		}
		worst, ok := k.Worst(2)
		if !ok || worst.Supplier != 1 || p.Supply(2).Leading != 0 || worst.Others != 1 {
			t.Errorf("%+v, %v; leading %d", worst, ok, p.Supply(2).Leading)
		}
		near(t, "lost", worst.Lost, .4*(1-.1*6/100), 1e-15)
	})
}

// TestOthersAtOnePercent: who has 1% of world exports counts, who has less does not.
func TestOthersAtOnePercent(t *testing.T) {
	t.Parallel()
	for world, want := range map[int64]int{1000: 1, 1001: 0} {
		f := flowsOf(supplyFlow{0, 2, 0, world - 10}, supplyFlow{1, 2, 0, 10})
		onProduct(t, f, nil, 3, func(p *indicator.ProductTrade) {
			k, err := p.Knockouts(0)
			if err != nil {
				t.Fatal(err)
			}
			if worst, ok := k.Worst(2); !ok || worst.Supplier != 0 || worst.Others != want {
				t.Errorf("10 of %d: %+v, %v; want %d others", world, worst, ok, want)
			}
		})
	}
}

// TestKnockoutAddsUp: what all customers of an exporter lose is what it sold less what
// the others add, and nobody loses more than all. Without headroom the worst supplier
// is the leading one.
func TestKnockoutAddsUp(t *testing.T) {
	t.Parallel()
	f := randomFlows(31, 15, 1, 120)
	for _, headroom := range []float64{0, .05, .5, 3} {
		onProduct(t, f, nil, 15, func(p *indicator.ProductTrade) {
			k, err := p.Knockouts(headroom)
			if err != nil {
				t.Fatal(err)
			}
			for a, sold := range p.Exports {
				sum := 0.0
				for m := range p.Imports {
					share, _ := k.Lost(m, a)
					sum += share * float64(p.Imports[m])
					if share < 0 || share > 1 {
						t.Errorf("importer %d loses %v with %d", m, share, a)
					}
				}
				want := max(0, float64(sold)-headroom*float64(p.World-sold))
				near(t, "shortfall over sales", sum/float64(sold), want/float64(sold), 1e-12)
			}
			for m := range p.Imports {
				worst, ok := k.Worst(m)
				s := p.Supply(m)
				if headroom == 0 && ok && (worst.Supplier != s.Leading || worst.Lost != float64(s.LeadingValue)/float64(s.Imports)) {
					t.Errorf("importer %d: %+v, want the leading supplier of %+v", m, worst, s)
				}
			}
		})
	}
}

func TestKnockoutWithoutValue(t *testing.T) {
	t.Parallel()
	onProduct(t, oneLargeExporter(), nil, 5, func(p *indicator.ProductTrade) {
		for _, h := range []float64{-.1, math.NaN(), math.Inf(1)} {
			if k, err := p.Knockouts(h); err == nil {
				t.Errorf("a headroom of %v: %v", h, k)
			}
		}
		k, err := p.Knockouts(0)
		if err != nil {
			t.Fatal(err)
		}
		if worst, ok := k.Worst(0); ok {
			t.Errorf("who imports nothing loses %+v", worst)
		}
		if share, ok := k.Lost(0, 1); ok {
			t.Errorf("who imports nothing loses %v", share)
		}
	})
}

func TestSinglePoint(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		rows []supplyFlow
		want indicator.SinglePoint
	}{
		{"half of exports, leads half of importers", []supplyFlow{{0, 1, 0, 5}, {0, 2, 0, 5}, {3, 4, 0, 5}, {3, 5, 0, 5}},
			indicator.SinglePoint{Exporter: 0, Share: .5, Dominated: .5, Failure: true}},
		{"less than half of exports", []supplyFlow{{0, 1, 0, 49}, {2, 3, 0, 48}, {4, 5, 0, 3}},
			indicator.SinglePoint{Exporter: 0, Share: .49, Dominated: 1. / 3}},
		{"leads in most, and sells less than half", []supplyFlow{{0, 1, 0, 20}, {0, 2, 0, 20}, {3, 4, 0, 30}, {5, 4, 0, 30}},
			indicator.SinglePoint{Exporter: 0, Share: .4, Dominated: 2. / 3}},
		{"one large customer", []supplyFlow{{0, 1, 0, 90}, {2, 3, 0, 5}, {2, 4, 0, 5}},
			indicator.SinglePoint{Exporter: 0, Share: .9, Dominated: 1. / 3}},
		{"its own imports do not count", []supplyFlow{{5, 1, 0, 50}, {5, 2, 0, 40}, {0, 5, 0, 10}},
			indicator.SinglePoint{Exporter: 5, Share: .9, Dominated: 1, Failure: true}},
	} {
		onProduct(t, flowsOf(c.rows...), nil, 6, func(p *indicator.ProductTrade) {
			if s, ok := p.SinglePoint(); !ok || s != c.want {
				t.Errorf("%s: %+v, %v; want %+v", c.name, s, ok, c.want)
			}
		})
	}
	onProduct(t, indicator.BilateralFlows{}, nil, 6, func(p *indicator.ProductTrade) {
		if s, ok := p.SinglePoint(); ok {
			t.Errorf("of nothing: %+v", s)
		}
	})
}

// TestWorstKnockoutOfOthers asks for an importer with figures of its own: 0 sells it 30, 2
// sells 10, and 7, whom the world does not know, 60.
func TestWorstKnockoutOfOthers(t *testing.T) {
	t.Parallel()
	onProduct(t, oneLargeExporter(), nil, 5, func(p *indicator.ProductTrade) {
		k, err := p.Knockouts(.2)
		if err != nil {
			t.Fatal(err)
		}
		worst, ok := k.WorstOf([]uint16{0, 2, 7}, []int64{30, 10, 60})
		if !ok || worst.Supplier != 7 || worst.Lost != .6 || worst.Others != 3 {
			t.Errorf("%+v", worst)
		}
		worst, _ = k.WorstOf([]uint16{0, 2}, []int64{30, 10})
		if worst.Supplier != 0 || math.Abs(worst.Lost-.75*71.9/80) > 1e-12 || worst.Others != 2 {
			t.Errorf("%+v", worst)
		}
		if _, ok := k.WorstOf(nil, nil); ok {
			t.Error("a loss without suppliers")
		}
	})
}
