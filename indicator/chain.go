package indicator

import "fmt"

// ChainedPrices is one period of a chain, from the second on. Chained and direct
// indices both stay, because they differ: each link has its own items and weights.
type ChainedPrices struct {
	Link   *PriceComparison // with the period before
	Direct *PriceComparison // with the first period

	// Zero unless HasChain: every link so far has indices.
	Chained       PriceIndices // prices, the product of the links
	ChainedVolume PriceIndices // value ratio to the first period over the chained price index named
	HasChain      bool

	// Zero unless HasDrift: there is a chain, and the direct comparison has indices.
	Drift    PriceIndices // chained over direct; 1 where the way makes no difference
	HasDrift bool
}

// ChainPrices compares periods by annual or other links, index_t = index_t-1 * link_t.
// Periods hold the same items in the same order; an item that was not traded has no
// value. A link that is refused (its Status) breaks the chain: later periods have
// links and direct comparisons only. The error names the period from 0 and wraps the
// *ItemError of ComparePrices.
func ChainPrices(periods [][]PricedFlow, rule PriceRule) ([]ChainedPrices, error) {
	if len(periods) < 2 {
		return nil, fmt.Errorf("a chain needs two periods, not %d", len(periods))
	}
	var chain []ChainedPrices
	last := ChainedPrices{Chained: PriceIndices{1, 1, 1, 1}, HasChain: true}
	for t := 1; t < len(periods); t++ {
		next := ChainedPrices{}
		var err error
		if next.Link, err = comparePeriods(periods, t-1, t, rule); err != nil {
			return nil, err
		}
		if next.Direct, err = comparePeriods(periods, 0, t, rule); err != nil {
			return nil, err
		}
		next.extend(last)
		chain = append(chain, next)
		last = next
	}
	return chain, nil
}

// extend adds the link to the chain before it.
func (c *ChainedPrices) extend(before ChainedPrices) {
	if !before.HasChain || !c.Link.Defined() {
		return
	}
	chained := before.Chained.times(c.Link.Price)
	volume := chained.priceDeflated(float64(c.Direct.CurrentValue) / float64(c.Direct.BaseValue))
	if !chained.finite() || !volume.finite() {
		return // absurd relatives over many links leave the range of a double
	}
	c.Chained, c.ChainedVolume, c.HasChain = chained, volume, true
	if !c.Direct.Defined() {
		return
	}
	if drift := chained.over(c.Direct.Price); drift.finite() {
		c.Drift, c.HasDrift = drift, true
	}
}

func comparePeriods(periods [][]PricedFlow, base, current int, rule PriceRule) (*PriceComparison, error) {
	before, now := periods[base], periods[current]
	if len(before) != len(now) {
		return nil, fmt.Errorf("period %d has %d items, period %d has %d", base, len(before), current, len(now))
	}
	items := make([]PriceItem, len(now))
	for i := range now {
		items[i] = PriceItem{Base: before[i], Current: now[i]}
	}
	c, err := ComparePrices(items, rule)
	if err != nil {
		return nil, fmt.Errorf("periods %d and %d: %w", base, current, err)
	}
	return c, nil
}
