package indicator

import "fmt"

// TwoWayTrade is the exports and imports of one economy, or of one pair, by product, in
// thousandths of a unit of money. It is not changed once made; the slices are kept, not
// copied.
type TwoWayTrade struct {
	exports, imports           []int64
	totalExports, totalImports int64
}

// NewTwoWayTrade takes exports and imports over the same products in the same order,
// at the most detailed level there is: what is summed before it gets here is netted.
// The error is an *ItemError for a negative value or a sum above 9.2e18, and a plain
// one where the lengths differ.
func NewTwoWayTrade(exports, imports []int64) (*TwoWayTrade, error) {
	if len(exports) != len(imports) {
		return nil, fmt.Errorf("exports of %d products and imports of %d", len(exports), len(imports))
	}
	t := &TwoWayTrade{exports: exports, imports: imports}
	var err error
	if t.totalExports, err = structureTotal(exports); err != nil {
		return nil, fmt.Errorf("exports: %w", err)
	}
	if t.totalImports, err = structureTotal(imports); err != nil {
		return nil, fmt.Errorf("imports: %w", err)
	}
	return t, nil
}

// turnover is a double because the sum of two large sums may not be held as a whole
// number.
func (t *TwoWayTrade) turnover() float64 { return float64(t.totalExports) + float64(t.totalImports) }

// overlap is what is both exported and imported, product by product.
func (t *TwoWayTrade) overlap() (sum int64) {
	for k, x := range t.exports {
		sum += min(x, t.imports[k])
	}
	return sum
}
