package indicator_test

import (
	"errors"
	"math"
	"testing"

	"github.com/oborot/oborot/indicator"
)

func chainOf(t *testing.T, periods [][]indicator.PricedFlow, rule indicator.PriceRule) []indicator.ChainedPrices {
	t.Helper()
	chain, err := indicator.ChainPrices(periods, rule)
	if err != nil {
		t.Fatal(err)
	}
	return chain
}

func TestChainOfVector(t *testing.T) {
	t.Parallel()
	chain := chainOf(t, pricePeriods(), indicator.StandardPriceRule())
	if len(chain) != 2 || !chain[1].HasChain || !chain[1].HasDrift {
		t.Fatalf("%+v", chain)
	}
	first, last := chain[0], chain[1]
	if first.Chained != first.Direct.Price || first.Drift != (indicator.PriceIndices{Laspeyres: 1, Paasche: 1, Fisher: 1, Tornqvist: 1}) {
		t.Errorf("the first link is not the direct comparison: %+v", first)
	}
	near(t, "chained Laspeyres", last.Chained.Laspeyres, 1.208333, printed)
	near(t, "chained Paasche", last.Chained.Paasche, 1.094595, printed)
	near(t, "chained Fisher", last.Chained.Fisher, 1.150059, printed)
	near(t, "direct Fisher", last.Direct.Price.Fisher, 1.161303, printed)
	near(t, "drift of Laspeyres", last.Drift.Laspeyres, 1.035714, printed)
	near(t, "drift of Paasche", last.Drift.Paasche, .946911, printed)
	near(t, "drift of Fisher", last.Drift.Fisher, .990318, printed)
	near(t, "chained volume", last.ChainedVolume.Fisher, 2520./2100/last.Chained.Fisher, 1e-14)
	links := first.Link.Volume.Fisher * last.Link.Volume.Fisher
	near(t, "product of volumes", last.ChainedVolume.Fisher, links, 1e-14)
}

// TestChainOfReturn comes back to where it began: the direct index is 1, the drift is
// all of the chain.
func TestChainOfReturn(t *testing.T) {
	t.Parallel()
	p := pricePeriods()
	chain := chainOf(t, [][]indicator.PricedFlow{p[0], p[1], p[2], p[0]}, indicator.PriceRule{})
	last := chain[2]
	nearIndices(t, "direct", last.Direct.Price, indicator.PriceIndices{Laspeyres: 1, Paasche: 1, Fisher: 1, Tornqvist: 1}, 1e-14)
	nearIndices(t, "drift", last.Drift, last.Chained, 1e-14)
	if math.Abs(last.Chained.Fisher-1) < 1e-4 {
		t.Errorf("no drift: %+v", last.Chained)
	}
}

// TestBrokenChain has a period in which the matched goods are a small part: the chain
// ends there, links and direct comparisons go on.
func TestBrokenChain(t *testing.T) {
	t.Parallel()
	p := pricePeriods()
	other := []indicator.PricedFlow{{Value: 10, Quantity: 1}, {}, {Value: 900, Quantity: 0}}
	chain := chainOf(t, [][]indicator.PricedFlow{p[0], p[1], other, p[2], p[1]}, indicator.StandardPriceRule())
	for i, want := range []struct{ link, direct, chain bool }{
		{true, true, true}, {false, false, false}, {false, true, false}, {true, true, false},
	} {
		c := chain[i]
		if c.Link.Defined() != want.link || c.Direct.Defined() != want.direct || c.HasChain != want.chain || c.HasDrift != want.chain {
			t.Errorf("period %d: link %q, direct %q, chain %v, drift %v", i+1, c.Link.Status, c.Direct.Status, c.HasChain, c.HasDrift)
		}
		if zero := (indicator.PriceIndices{}); !c.HasChain && (c.Chained != zero || c.ChainedVolume != zero || c.Drift != zero) {
			t.Errorf("period %d: a broken chain has figures: %+v", i+1, c)
		}
	}
}

// TestChainWithoutDirect: goods are replaced one by one, so that neighbours can be
// compared and the ends cannot.
func TestChainWithoutDirect(t *testing.T) {
	t.Parallel()
	none := indicator.PricedFlow{}
	at := func(price int64) indicator.PricedFlow {
		return indicator.PricedFlow{Value: 10 * price, Quantity: 10}
	}
	chain := chainOf(t, [][]indicator.PricedFlow{
		{at(10), at(10), none, none}, {none, at(12), at(12), none}, {none, none, at(15), at(15)},
	}, indicator.PriceRule{MinimumCoverage: .5})
	last := chain[1]
	if last.Direct.Status != indicator.PricesUnmatched || !last.HasChain || last.HasDrift || last.Drift != (indicator.PriceIndices{}) {
		t.Fatalf("%+v", last)
	}
	near(t, "chained", last.Chained.Fisher, 1.2*1.25, 1e-14)
	near(t, "volume", last.ChainedVolume.Fisher, 1.5/(1.2*1.25), 1e-14)
}

// TestChainOutOfRange multiplies relatives of 1e18 by value and by quantity in each
// link until no double holds the product.
func TestChainOutOfRange(t *testing.T) {
	t.Parallel()
	dear, cheap := indicator.PricedFlow{Value: 4e18, Quantity: 1}, indicator.PricedFlow{Value: 1, Quantity: 4e18}
	var periods [][]indicator.PricedFlow
	for i := range 40 {
		// Two goods change places; Laspeyres takes the one that grew dear.
		if i%2 == 0 {
			periods = append(periods, []indicator.PricedFlow{dear, cheap})
		} else {
			periods = append(periods, []indicator.PricedFlow{cheap, dear})
		}
	}
	chain := chainOf(t, periods, indicator.PriceRule{})
	broken := 0
	for _, c := range chain {
		for _, x := range []float64{
			c.Chained.Laspeyres, c.Chained.Paasche, c.Drift.Laspeyres, c.ChainedVolume.Laspeyres, c.ChainedVolume.Paasche,
		} {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				t.Fatalf("%+v", c)
			}
		}
		if !c.HasChain {
			broken++
		}
	}
	if broken == 0 || !chain[0].HasChain {
		t.Errorf("%d of %d periods have no chain", broken, len(chain))
	}
}

func TestChainRefuses(t *testing.T) {
	t.Parallel()
	p := pricePeriods()
	bad := []indicator.PricedFlow{{Value: 1, Quantity: 1}, {Value: 1, Quantity: 1}, {Value: -1, Quantity: 1}}
	for _, periods := range [][][]indicator.PricedFlow{
		nil, {p[0]}, {p[0], p[1][:2]}, {p[0], p[1], p[2][:2]}, {p[0], bad}, {p[0], p[1], bad},
	} {
		if chain, err := indicator.ChainPrices(periods, indicator.PriceRule{}); err == nil || chain != nil {
			t.Errorf("%v is taken", periods)
		}
	}
	var fault *indicator.ItemError
	_, err := indicator.ChainPrices([][]indicator.PricedFlow{p[0], bad}, indicator.PriceRule{})
	if !errors.As(err, &fault) || fault.Index != 2 {
		t.Errorf("%v", err)
	}
	if _, err := indicator.ChainPrices(p, indicator.PriceRule{MinimumCoverage: 2}); err == nil {
		t.Error("a coverage of 2 is taken")
	}
}
