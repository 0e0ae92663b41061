package indicator

import (
	"fmt"
	"math"
)

// PriceRule says which items make a price index, and when there is none.
type PriceRule struct {
	MinimumCoverage float64 // 0 to 1; the items of the index have at least this share of value, in both periods
	OutlierScore    float64 // items whose log price relative scores above it are left out; 0 keeps all
}

// StandardPriceRule asks for 60% of the value and leaves out scores above 3.5.
func StandardPriceRule() PriceRule {
	return PriceRule{MinimumCoverage: 0.6, OutlierScore: UnitValueScore}
}

// check refuses what is no share or no score.
func (r PriceRule) check() error {
	switch {
	case !(r.MinimumCoverage >= 0 && r.MinimumCoverage <= 1):
		return fmt.Errorf("the minimum coverage %v is not from 0 to 1", r.MinimumCoverage)
	case !(r.OutlierScore >= 0) || math.IsInf(r.OutlierScore, 0):
		return fmt.Errorf("the outlier score %v is negative or no number", r.OutlierScore)
	}
	return nil
}

// PriceStatus says whether prices were compared.
type PriceStatus string

// The statuses of a comparison of prices.
const (
	PricesCompared    PriceStatus = ""                // an ordinary result
	PricesUnmatched   PriceStatus = "nothing matched" // no item has a unit value in both periods
	PricesLowCoverage PriceStatus = "low coverage"    // the items of the index have too small a share of value
)

// PriceComparison splits a change of value into prices and volume. Indices and effects
// are zero unless Status is PricesCompared.
type PriceComparison struct {
	Status                        PriceStatus
	BaseValue, CurrentValue       int64   // of all items
	BaseCoverage, CurrentCoverage float64 // share of the items of the index in value; 0 without value
	Matched, Trimmed, Unmatched   int     // items of the index, outliers left out, items with no unit value in a period
	Judged                        bool    // there were items enough, and spread, to look for outliers

	Price, Quantity PriceIndices // of the items of the index, by the formula named
	Volume          PriceIndices // value ratio of all items over the price index named: what was left out counts as volume
	Bennet, LMDI    PriceEffect  // of all items; items left out are all volume

	unitValues  float64
	hasUnitVals bool
}

// Defined tells whether there are indices.
func (c *PriceComparison) Defined() bool { return c.Status == PricesCompared }

// AggregateUnitValue returns (V1/Q1) / (V0/Q0) over all items with a quantity in the
// period. It is no price index: it moves with the mix of goods. It has no value where a
// period has no quantity; the caller sees to it that all items have one unit.
func (c *PriceComparison) AggregateUnitValue() (ratio float64, ok bool) {
	return c.unitValues, c.hasUnitVals
}

// ComparePrices computes price and volume indices by unit values (formulas in IMF and
// others, XMPI Manual, 2009). An item is matched where it has value and quantity in
// both periods; outliers among the matched log price relatives are left out
// (UnitValueOutliers); the rest must reach the minimum coverage of the rule in both
// periods. Of the items of the index
//
//	P_L = sum p1 q0 / sum p0 q0,  P_P = sum p1 q1 / sum p0 q1,  P_F = sqrt(P_L P_P)
//	ln P_T = sum (s0+s1)/2 ln(p1/p0)
//
// and value = P_L Q_P = P_P Q_L = P_F Q_F. Unit values are not survey prices: a change
// of quality or mix within an item reads as a price (Silver, 2010). The error is an
// *ItemError for a negative number or a sum above 9.2e18, and a plain one for a rule
// out of range.
func ComparePrices(items []PriceItem, rule PriceRule) (*PriceComparison, error) {
	if err := rule.check(); err != nil {
		return nil, err
	}
	c := &PriceComparison{}
	for i, item := range items {
		if err := c.enter(i, item); err != nil {
			return nil, err
		}
	}
	c.unitValues, c.hasUnitVals = aggregateUnitValue(items)
	kept := c.trim(items, rule.OutlierScore)
	base, current := keptValues(kept)
	c.BaseCoverage, _ = quotient(base, float64(c.BaseValue))
	c.CurrentCoverage, _ = quotient(current, float64(c.CurrentValue))
	switch {
	case len(kept) == 0:
		c.Status = PricesUnmatched
	case min(c.BaseCoverage, c.CurrentCoverage) < rule.MinimumCoverage:
		c.Status = PricesLowCoverage
	default:
		c.compute(kept, base, current)
	}
	return c, nil
}

// enter checks an item and adds its values.
func (c *PriceComparison) enter(index int, item PriceItem) error {
	if err := checkPriced(index, item.Base, item.Current); err != nil {
		return err
	}
	c.BaseValue += item.Base.Value
	c.CurrentValue += item.Current.Value
	if c.BaseValue < 0 || c.CurrentValue < 0 {
		return &ItemError{index, "the sum is too large to be held"}
	}
	return nil
}

// trim returns the items of the index and counts the others.
func (c *PriceComparison) trim(items []PriceItem, limit float64) (kept []PriceItem) {
	var matched []PriceItem
	var logs []float64
	for _, item := range items {
		if relative, ok := item.relative(); ok {
			matched, logs = append(matched, item), append(logs, math.Log(relative))
		}
	}
	c.Unmatched = len(items) - len(matched)
	if limit == 0 {
		c.Matched = len(matched)
		return matched
	}
	outlier, judged := UnitValueOutliers(logs, limit)
	c.Judged = judged
	for i, item := range matched {
		if !outlier[i] {
			kept = append(kept, item)
		}
	}
	c.Matched, c.Trimmed = len(kept), len(matched)-len(kept)
	return kept
}

// keptValues sums exactly, so that full coverage is 1 and not almost 1.
func keptValues(items []PriceItem) (base, current float64) {
	var v0, v1 int64
	for _, i := range items {
		v0, v1 = v0+i.Base.Value, v1+i.Current.Value
	}
	return float64(v0), float64(v1)
}

// compute sets indices and effects from the items of the index and their values.
func (c *PriceComparison) compute(kept []PriceItem, base, current float64) {
	c.Price, c.Quantity = indicesOf(kept, base, current)
	c.Volume = c.Price.priceDeflated(float64(c.CurrentValue) / float64(c.BaseValue))
	var bennet, lmdi structureSum
	for _, item := range kept {
		b, _ := item.Bennet()
		l, _ := item.LMDI()
		bennet.add(b.Price)
		lmdi.add(l.Price)
	}
	change := float64(c.CurrentValue - c.BaseValue)
	c.Bennet = PriceEffect{Price: bennet.value(), Volume: change - bennet.value()}
	c.LMDI = PriceEffect{Price: lmdi.value(), Volume: change - lmdi.value()}
}

func aggregateUnitValue(items []PriceItem) (float64, bool) {
	base, current := make([]PricedFlow, len(items)), make([]PricedFlow, len(items))
	for i, item := range items {
		base[i], current[i] = item.Base, item.Current
	}
	before, had := MeanUnitValue(base)
	now, has := MeanUnitValue(current)
	if !had || !has {
		return 0, false
	}
	return quotient(now, before)
}
