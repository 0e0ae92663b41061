package indicator

import "math"

// PriceIndices are an index by each formula, of prices or of quantities, as ratios: 1 is
// no change. Base weights make Laspeyres, current weights Paasche; Fisher is their
// geometric mean, Törnqvist the mean of log relatives weighted by both shares.
type PriceIndices struct{ Laspeyres, Paasche, Fisher, Tornqvist float64 }

func (p PriceIndices) times(o PriceIndices) PriceIndices {
	return PriceIndices{p.Laspeyres * o.Laspeyres, p.Paasche * o.Paasche, p.Fisher * o.Fisher, p.Tornqvist * o.Tornqvist}
}

func (p PriceIndices) over(o PriceIndices) PriceIndices {
	return PriceIndices{p.Laspeyres / o.Laspeyres, p.Paasche / o.Paasche, p.Fisher / o.Fisher, p.Tornqvist / o.Tornqvist}
}

// priceDeflated returns a ratio of values over each of the indices.
func (p PriceIndices) priceDeflated(ratio float64) PriceIndices {
	return PriceIndices{ratio, ratio, ratio, ratio}.over(p)
}

// finite tells whether every index is a number above zero.
func (p PriceIndices) finite() bool {
	for _, x := range []float64{p.Laspeyres, p.Paasche, p.Fisher, p.Tornqvist} {
		if !(x > 0) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}

// priceSums are the sums over matched items of which the indices are made; the values
// are summed as whole numbers elsewhere.
type priceSums struct {
	atCurrent, atBase        structureSum // p1 q0 and p0 q1
	logPrices, logQuantities structureSum
}

// indicesOf returns the indices of prices and of quantities of matched items with the
// sums of their values.
func indicesOf(items []PriceItem, base, current float64) (prices, quantities PriceIndices) {
	var s priceSums
	for _, i := range items {
		s.add(i, base, current)
	}
	atCurrent, atBase := s.atCurrent.value(), s.atBase.value()
	prices = newPriceIndices(atCurrent/base, current/atBase, s.logPrices.value())
	quantities = newPriceIndices(atBase/base, current/atCurrent, s.logQuantities.value())
	return prices, quantities
}

func (s *priceSums) add(i PriceItem, base, current float64) {
	relative, _ := i.relative()
	quantities := float64(i.Current.Quantity) / float64(i.Base.Quantity)
	v0, v1 := float64(i.Base.Value), float64(i.Current.Value)
	share := (v0/base + v1/current) / 2
	s.atCurrent.add(v0 * relative)
	s.atBase.add(v0 * quantities)
	s.logPrices.add(share * math.Log(relative))
	s.logQuantities.add(share * math.Log(quantities))
}

func newPriceIndices(laspeyres, paasche, logarithm float64) PriceIndices {
	return PriceIndices{laspeyres, paasche, math.Sqrt(laspeyres * paasche), math.Exp(logarithm)}
}
