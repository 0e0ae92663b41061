package indicator

import "math"

// Prody returns the income level of each product (Hausmann, Hwang and Rodrik, 2007),
//
//	PRODY_k = sum_c w_ck Y_c,  w_ck = (x_ck/X_c) / sum_c (x_ck/X_c)
//
// in the unit of Y, the income per head of each economy. Products that nobody exports
// have no value: they are listed, and stand as 0. The error names an economy that exports
// and has no positive, finite income.
func (w *World) Prody(income []float64) (prody []float64, without []int, err error) {
	if len(income) != w.economies {
		return nil, nil, wholeMatrixError("%d incomes for %d economies", len(income), w.economies)
	}
	prody = make([]float64, w.products)
	shares := make([]float64, w.products)
	for e, y := range income {
		if w.byEconomy[e] == 0 {
			continue
		}
		if !(y > 0) || math.IsInf(y, 0) {
			return nil, nil, &MatrixError{e, -1, "the income is not above zero or no finite number"}
		}
		for p, v := range w.row(e) {
			share := float64(v) / float64(w.byEconomy[e])
			shares[p] += share
			prody[p] += share * y
		}
	}
	for p, share := range shares {
		if share == 0 {
			without = append(without, p)
			continue
		}
		prody[p] /= share
	}
	return prody, without, nil
}

// Expy returns the income level of the exports of each economy,
//
//	EXPY_c = sum_k (x_ck/X_c) PRODY_k
//
// in the unit of PRODY, which may come from another world over the same products.
// Economies without exports have no value: they are listed, and stand as 0. The error
// names a product whose PRODY is negative or not finite.
func (w *World) Expy(prody []float64) (expy []float64, without []int, err error) {
	if len(prody) != w.products {
		return nil, nil, wholeMatrixError("%d levels for %d products", len(prody), w.products)
	}
	for p, level := range prody {
		if !(level >= 0) || math.IsInf(level, 0) {
			return nil, nil, &MatrixError{-1, p, "the level is negative or no finite number"}
		}
	}
	expy = make([]float64, w.economies)
	for e, whole := range w.byEconomy {
		if whole == 0 {
			without = append(without, e)
			continue
		}
		for p, v := range w.row(e) {
			expy[e] += float64(v) / float64(whole) * prody[p]
		}
	}
	return expy, without, nil
}
