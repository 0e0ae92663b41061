package indicator

import "math"

// PriceItem is one elementary item, such as a product with one partner, in a base and a
// current period: value and quantity, the same unit of quantity in both.
type PriceItem struct{ Base, Current PricedFlow }

// PriceEffect splits a change of value into what prices and what quantities did, in the
// unit of the values, thousandths of a unit of money.
type PriceEffect struct{ Price, Volume float64 }

// relative returns p1/p0 where the item has a unit value in both periods.
func (i PriceItem) relative() (float64, bool) { return i.Current.relativeTo(i.Base) }

// Bennet splits the change of value by the means of both periods (Bennet, 1920),
//
//	price = (p1-p0) (q0+q1)/2,  volume = (q1-q0) (p0+p1)/2
//
// which add to it exactly. It has no value where a unit value is lacking: the price of
// what was not traded is not known.
func (i PriceItem) Bennet() (effect PriceEffect, ok bool) {
	p0, had := i.Base.UnitValue()
	p1, has := i.Current.UnitValue()
	if !had || !has {
		return PriceEffect{}, false
	}
	q0, q1 := float64(i.Base.Quantity), float64(i.Current.Quantity)
	return PriceEffect{Price: (p1 - p0) * (q0 + q1) / 2, Volume: (q1 - q0) * (p0 + p1) / 2}, true
}

// LMDI splits the change of value by the logarithmic mean of both values (LMDI-I; Ang
// and Liu, 2001),
//
//	price = w ln(p1/p0),  volume = w ln(q1/q0),  w = (v1-v0) / ln(v1/v0), or v where equal
//
// which add to it exactly. It has no value where a unit value is lacking.
func (i PriceItem) LMDI() (effect PriceEffect, ok bool) {
	relative, ok := i.relative()
	if !ok {
		return PriceEffect{}, false
	}
	weight := logarithmicMean(i.Base.Value, i.Current.Value)
	quantities := float64(i.Current.Quantity) / float64(i.Base.Quantity)
	return PriceEffect{Price: weight * math.Log(relative), Volume: weight * math.Log(quantities)}, true
}

// logarithmicMean returns (b-a) / ln(b/a) of two amounts above zero.
func logarithmicMean(a, b int64) float64 {
	if a == b {
		return float64(a)
	}
	growth := float64(b-a) / float64(a)
	if math.Abs(growth) > 0.5 {
		return float64(b-a) / math.Log(float64(b)/float64(a))
	}
	// log1p keeps its digits where the two are almost equal; ln(b/a) would not.
	return float64(a) * growth / math.Log1p(growth)
}
