package indicator

import "fmt"

// TradeKind is what the trade of one pair in one product is.
type TradeKind string

// The kinds of trade. A product that is not traded has none.
const (
	TradeOneWay       TradeKind = "one_way"       // the smaller flow is nothing, or little beside the larger
	TradeHorizontal   TradeKind = "horizontal"    // two-way, unit values within the band
	TradeVerticalHigh TradeKind = "vertical_high" // two-way, exports dearer than imports
	TradeVerticalLow  TradeKind = "vertical_low"  // two-way, exports cheaper than imports
	TradeUnpriced     TradeKind = "unpriced"      // two-way, without unit values to compare
)

// TradeKindRule says which trade is two-way, and which unit values count as equal.
type TradeKindRule struct {
	Band QualityBand
	// Overlap is the part of the larger flow above which the smaller one makes trade
	// two-way: 0.1 with Fontagné and Freudenberg (1997), from 0 to below 1. With 0 any
	// trade in both directions is.
	Overlap float64
}

// Check returns what is wrong with the rule.
func (r TradeKindRule) Check() error {
	if !(r.Overlap >= 0 && r.Overlap < 1) {
		return fmt.Errorf("the overlap %v of two-way trade is not from 0 to below one", r.Overlap)
	}
	return nil
}

// KindOf returns the kind of trade in a product (Abd-el-Rahman, 1991; Fontagné and
// Freudenberg, 1997): all of its trade is of one kind, unlike in an IntraIndustrySplit.
// Values are thousandths of a unit of money; ratio is the unit value of exports over
// that of imports, priced whether there is one. There is no kind without trade, or where
// a value is negative.
func (r TradeKindRule) KindOf(exports, imports int64, ratio float64, priced bool) (kind TradeKind, ok bool) {
	small, large := min(exports, imports), max(exports, imports)
	switch {
	case small < 0 || large == 0:
		return "", false
	case float64(small) <= r.Overlap*float64(large):
		return TradeOneWay, true
	case !priced:
		return TradeUnpriced, true
	}
	switch r.Band.Segment(ratio) {
	case QualityHigh:
		return TradeVerticalHigh, true
	case QualityLow:
		return TradeVerticalLow, true
	}
	return TradeHorizontal, true
}
