package indicator

import "math"

// AdvantageMatrix is RCA of every economy in every product.
type AdvantageMatrix struct {
	Economies, Products int
	Values              []float64 // row by row; 0 where there is no value

	economy, product []bool // has trade, so that its cells have a value
}

// At returns the RCA of an economy in a product. It has no value where the economy
// exports nothing, or the reference set nothing of the product.
func (a *AdvantageMatrix) At(economy, product int) (rca float64, ok bool) {
	return a.Values[economy*a.Products+product], a.economy[economy] && a.product[product]
}

// Advantages returns RCA of the whole matrix. The reference set is given by its total
// of each product, in thousandths, so that regions can be set against the world; nil
// stands for the matrix itself. Each value is that of AdvantageCell.RCA to the last
// bit. The error is a *MatrixError: a reference of another length, a negative total of
// a product, a sum above 9.2e18 thousandths.
func (w *World) Advantages(reference []int64) (*AdvantageMatrix, error) {
	if reference == nil {
		reference = w.byProduct
	}
	total, err := w.referenceTotal(reference)
	if err != nil {
		return nil, err
	}
	a := &AdvantageMatrix{
		Economies: w.economies, Products: w.products, Values: make([]float64, len(w.values)),
		economy: make([]bool, w.economies), product: make([]bool, w.products),
	}
	for p, sum := range reference {
		a.product[p] = sum > 0
	}
	for e, whole := range w.byEconomy {
		a.economy[e] = whole > 0
		row := a.Values[e*w.products : (e+1)*w.products]
		for p, flow := range w.row(e) {
			row[p], _ = AdvantageCell{flow, whole, reference[p], total}.RCA()
		}
	}
	return a, nil
}

func (w *World) referenceTotal(reference []int64) (total int64, err error) {
	if len(reference) != w.products {
		return 0, wholeMatrixError("%d products in the reference set for %d in the matrix", len(reference), w.products)
	}
	for p, sum := range reference {
		switch {
		case sum < 0:
			return 0, &MatrixError{-1, p, "the total of the reference set is negative"}
		case sum > math.MaxInt64-total:
			return 0, &MatrixError{-1, p, "the sum of the reference set is too large to be held"}
		}
		total += sum
	}
	return total, nil
}
