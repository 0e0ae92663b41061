package indicator

// Lafay returns the index of Lafay (1992) of each product, in percent of turnover,
//
//	100 [(x-m)/(x+m) - (X-M)/(X+M)] (x+m)/(X+M)
//
// above 0 where the product does better than the whole balance. The sum over all
// products is 0; a product without trade has 0. It has no value without any trade.
func (t *TwoWayTrade) Lafay() (index []float64, ok bool) {
	whole := t.turnover()
	if whole == 0 {
		return nil, false
	}
	return t.contributions(100 / whole), true
}

// BalanceContribution returns CEPII's contribution of each product to the trade
// balance, in thousandths of the gross domestic product Y,
//
//	(1000/Y) [(x-m) - (X-M) (x+m)/(X+M)]
//
// with Y in the same unit as the flows. Within an economy its signs and ranks are those
// of Lafay. It has no value without any trade, and unless Y is above zero.
func (t *TwoWayTrade) BalanceContribution(product int64) (index []float64, ok bool) {
	if t.turnover() == 0 || product <= 0 {
		return nil, false
	}
	return t.contributions(1000 / float64(product)), true
}

// contributions returns how much each balance is above its part of the whole balance.
func (t *TwoWayTrade) contributions(scale float64) []float64 {
	balance := float64(t.totalExports - t.totalImports)
	whole := t.turnover()
	all := make([]float64, len(t.exports))
	for k, x := range t.exports {
		m := t.imports[k]
		all[k] = scale * (float64(x-m) - balance*((float64(x)+float64(m))/whole))
	}
	return all
}
