package indicator

import (
	"fmt"
	"math"
)

// HHIPoints turns an HHI from 0..1 into the scale of antitrust practice, 0 to 10,000.
const HHIPoints = 10_000

// Composition is how a total is spread over categories: products, partners,
// suppliers. It is not changed once made. Where the total is zero nothing about it has
// a value.
type Composition struct {
	shares     []float64
	categories int
	traded     int // categories above zero
	total      int64
}

// CompositionOf takes the values of the categories in thousandths. The number n of
// possible categories is the caller's to say, because most forms depend on it: the
// lines of the classification, or those with trade only. Values that are not listed
// are zero. The error is an *ItemError for a negative value or a sum above 9.2e18, and
// a plain one where n is below the number of values or below 1.
func CompositionOf(values []int64, n int) (*Composition, error) {
	if n < 1 || n < len(values) {
		return nil, fmt.Errorf("%d values cannot lie in %d categories", len(values), n)
	}
	total, err := structureTotal(values)
	if err != nil {
		return nil, err
	}
	c := &Composition{shares: make([]float64, len(values)), categories: n, total: total}
	for i, v := range values {
		if v > 0 {
			c.traded++
			c.shares[i] = float64(v) / float64(total)
		}
	}
	return c, nil
}

// Categories returns n, the number of possible categories.
func (c *Composition) Categories() int { return c.categories }

// Traded returns how many categories are above zero.
func (c *Composition) Traded() int { return c.traded }

// HHI returns the Herfindahl-Hirschman index sum s_k^2 of the shares, from 1/n to 1;
// HHIPoints times it is the antitrust scale. This is the raw form; it does not depend
// on n.
func (c *Composition) HHI() (hhi float64, ok bool) {
	var sum structureSum
	for _, s := range c.shares {
		sum.add(s * s)
	}
	return sum.value(), c.total > 0
}

// NormalisedHHI returns (HHI - 1/n) / (1 - 1/n), from 0 to 1. It has no value for
// n = 1.
func (c *Composition) NormalisedHHI() (hhi float64, ok bool) {
	raw, ok := c.HHI()
	return c.fromEqual(raw, 1/float64(c.categories), ok)
}

// UNCTADConcentration returns the concentration index of UNCTADstat,
//
//	(sqrt(HHI) - sqrt(1/n)) / (1 - sqrt(1/n))
//
// from 0 to 1; UNCTAD takes n as the number of SITC groups of three digits. It has no
// value for n = 1.
func (c *Composition) UNCTADConcentration() (index float64, ok bool) {
	raw, ok := c.HHI()
	return c.fromEqual(math.Sqrt(raw), math.Sqrt(1/float64(c.categories)), ok)
}

// fromEqual moves an index so that equal shares give 0.
func (c *Composition) fromEqual(index, equal float64, ok bool) (float64, bool) {
	if !ok || c.categories == 1 {
		return 0, false
	}
	return max(0, (index-equal)/(1-equal)), true
}

// SectoralHirschman returns sqrt(HHI), which the World Bank calls the sectoral
// Hirschman index.
func (c *Composition) SectoralHirschman() (index float64, ok bool) {
	raw, ok := c.HHI()
	return math.Sqrt(raw), ok
}

// EffectiveNumber returns 1/HHI: how many categories of equal size have the same HHI.
func (c *Composition) EffectiveNumber() (number float64, ok bool) {
	raw, _ := c.HHI()
	return quotient(1, raw)
}
