package indicator

import "fmt"

// GrubelLloyd returns GL = 1 - |x-m| / (x+m) of one product, from 0 (one-way trade) to
// 1 (Grubel and Lloyd, 1971). It has no value without trade, or where a number is
// negative.
func GrubelLloyd(exports, imports int64) (gl float64, ok bool) {
	s, ok := Asymmetry(float64(exports), float64(imports))
	if !ok {
		return 0, false
	}
	return 1 - s, true
}

// GrubelLloyd returns the aggregate index 1 - sum|x-m| / sum(x+m), the mean of the
// products' GL weighted by their trade. It has no value without trade.
func (t *TwoWayTrade) GrubelLloyd() (gl float64, ok bool) {
	return quotient(2*float64(t.overlap()), t.turnover())
}

// AdjustedGrubelLloyd returns the aggregate index adjusted for the balance of trade
// (Grubel and Lloyd, 1975),
//
//	[sum(x+m) - sum|x-m|] / [sum(x+m) - |sum x - sum m|]
//
// It has no value where exports or imports are zero altogether.
func (t *TwoWayTrade) AdjustedGrubelLloyd() (gl float64, ok bool) {
	// Both sides halved: sum(x+m) - sum|x-m| is twice the overlap, exactly.
	return quotient(float64(t.overlap()), float64(min(t.totalExports, t.totalImports)))
}

// TwoWayItem is the exports and imports of one product with their quantities, both in
// one unit.
type TwoWayItem struct{ Exports, Imports PricedFlow }

// IntraIndustrySplit is intra-industry trade by quality (Greenaway, Hine and Milner,
// 1994, 1995), in thousandths of a unit of money. The intra-industry trade of a product
// is (x+m) - |x-m|; the parts add up to that of all products, and with one-way trade to
// Total.
type IntraIndustrySplit struct {
	Band         QualityBand
	Horizontal   int64 // export and import unit values lie within the band
	VerticalHigh int64 // exports are dearer than imports
	VerticalLow  int64 // exports are cheaper than imports
	Unpriced     int64 // one side has no quantity
	Total        int64 // sum(x+m)
}

// SplitIntraIndustry splits the trade of all items. The ratio of unit values is exports
// (mostly FOB) over imports (mostly CIF): freight alone makes it less than one. The
// error is an *ItemError for a negative number or a sum above 9.2e18.
func SplitIntraIndustry(items []TwoWayItem, band QualityBand) (IntraIndustrySplit, error) {
	s := IntraIndustrySplit{Band: band}
	for i, item := range items {
		if err := checkPriced(i, item.Exports, item.Imports); err != nil {
			return IntraIndustrySplit{}, err
		}
		for _, v := range []int64{item.Exports.Value, item.Imports.Value} {
			if s.Total += v; s.Total < 0 {
				return IntraIndustrySplit{}, &ItemError{i, "the sum is too large to be held"}
			}
		}
		*s.part(item) += 2 * min(item.Exports.Value, item.Imports.Value)
	}
	return s, nil
}

// part returns the place where the trade of an item belongs.
func (s *IntraIndustrySplit) part(item TwoWayItem) *int64 {
	ratio, ok := item.Exports.relativeTo(item.Imports)
	if !ok {
		return &s.Unpriced
	}
	switch s.Band.Segment(ratio) {
	case QualityHigh:
		return &s.VerticalHigh
	case QualityLow:
		return &s.VerticalLow
	default:
		return &s.Horizontal
	}
}

// GrubelLloyd returns the aggregate index of the items, of which the shares of the
// four parts are parts. It has no value without trade.
func (s IntraIndustrySplit) GrubelLloyd() (gl float64, ok bool) {
	return s.Share(s.Horizontal + s.VerticalHigh + s.VerticalLow + s.Unpriced)
}

// Share returns a part over Total. It has no value without trade.
func (s IntraIndustrySplit) Share(part int64) (share float64, ok bool) {
	return quotient(float64(part), float64(s.Total))
}

func checkPriced(index int, flows ...PricedFlow) error {
	for _, f := range flows {
		switch {
		case f.Value < 0:
			return &ItemError{index, fmt.Sprintf("the value %d is negative", f.Value)}
		case f.Quantity < 0:
			return &ItemError{index, fmt.Sprintf("the quantity %d is negative", f.Quantity)}
		}
	}
	return nil
}
