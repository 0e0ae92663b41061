package indicator

import (
	"fmt"
	"math"
)

// World is a matrix of exports, economies by products, in whole thousandths of a
// unit of money, with its sums. The sums are exact.
type World struct {
	economies, products int
	values              []int64 // row-major
	byEconomy           []int64
	byProduct           []int64
	total               int64
}

// MatrixError says which entry of a matrix is at fault, by its indices counted from
// 0, so that a caller can name the economy and the product. An index is -1 where the
// fault is not of one economy or product.
type MatrixError struct {
	Economy, Product int
	Reason           string
}

// Error returns the place and the reason as one sentence.
func (e *MatrixError) Error() string {
	switch {
	case e.Economy >= 0 && e.Product >= 0:
		return fmt.Sprintf("economy %d, product %d: %s", e.Economy, e.Product, e.Reason)
	case e.Economy >= 0:
		return fmt.Sprintf("economy %d: %s", e.Economy, e.Reason)
	case e.Product >= 0:
		return fmt.Sprintf("product %d: %s", e.Product, e.Reason)
	}
	return e.Reason
}

func wholeMatrixError(format string, args ...any) error {
	return &MatrixError{Economy: -1, Product: -1, Reason: fmt.Sprintf(format, args...)}
}

// NewWorld takes exports in thousandths, row by row; the slice is kept, not copied.
// The error is a *MatrixError: no economy or product, a length that differs, a
// negative value, a sum above 9.2e18 thousandths.
func NewWorld(economies, products int, thousandths []int64) (*World, error) {
	if err := checkShape(economies, products, len(thousandths)); err != nil {
		return nil, err
	}
	w := &World{
		economies: economies, products: products, values: thousandths,
		byEconomy: make([]int64, economies), byProduct: make([]int64, products),
	}
	for e := range economies {
		for p, v := range w.row(e) {
			if v < 0 {
				return nil, &MatrixError{e, p, "the value is negative"}
			}
			w.byEconomy[e] += v
			w.byProduct[p] += v
			if w.total += v; w.total < 0 {
				return nil, &MatrixError{e, p, "the sum of all values is too large to be held"}
			}
		}
	}
	return w, nil
}

func checkShape(economies, products, length int) error {
	switch {
	case economies <= 0 || products <= 0:
		return wholeMatrixError("a matrix of %d economies and %d products is empty", economies, products)
	case length != economies*products:
		return wholeMatrixError("%d values for %d economies and %d products", length, economies, products)
	}
	return nil
}

// WorldOf is NewWorld for exports in whole units, which are rounded to thousandths.
// NaN, infinity and what does not fit are refused with their indices.
func WorldOf(economies, products int, values []float64) (*World, error) {
	if err := checkShape(economies, products, len(values)); err != nil {
		return nil, err
	}
	thousandths := make([]int64, len(values))
	for i, v := range values {
		if !(math.Abs(v) < math.MaxInt64/1000) {
			return nil, &MatrixError{i / products, i % products, "the value is no number or too large to be held"}
		}
		thousandths[i] = int64(math.Round(v * 1000))
		if v < 0 {
			thousandths[i] = -1
		}
	}
	return NewWorld(economies, products, thousandths)
}

func (w *World) row(economy int) []int64 {
	return w.values[economy*w.products : (economy+1)*w.products]
}

// RCA returns the revealed comparative advantage (Balassa, 1965) of an economy in a
// product,
//
//	(x_cp / x_c) / (x_p / x)
//
// 1 where the share of the product in the exports of the economy is that of the
// world, which includes the economy. It has no value where the economy or the world
// does not export the product's or the economy's whole at all (0/0).
func (w *World) RCA(economy, product int) (rca float64, ok bool) {
	return w.share(w.values[economy*w.products+product], w.byEconomy[economy], product)
}

// share returns the advantage of whoever exports value of a product out of a whole.
func (w *World) share(value, whole int64, product int) (float64, bool) {
	return AdvantageCell{Flow: value, Economy: whole, Product: w.byProduct[product], Reference: w.total}.RCA()
}

// RCAs returns RCA for the economies and products of a Presence of this world,
// economy by economy; none of them lacks a value where the Presence comes from the
// rule RCA.
func (w *World) RCAs(m *Presence) ([]float64, error) {
	if err := w.holds(m); err != nil {
		return nil, err
	}
	all := make([]float64, m.economies*m.products)
	complexityEach(m.economies, func(e int) {
		for p, product := range m.Products {
			all[e*m.products+p], _ = w.RCA(m.Economies[e], product)
		}
	})
	return all, nil
}

// holds checks that a presence was made from a matrix of the shape of this one.
func (w *World) holds(m *Presence) error {
	if m.inputEconomies != w.economies || m.inputProducts != w.products {
		return wholeMatrixError("the presence is of %d economies and %d products, the world of %d and %d",
			m.inputEconomies, m.inputProducts, w.economies, w.products)
	}
	return nil
}
