package indicator

import "math"

// AdvantageCell is one flow with the sums around it, in thousandths of a unit of
// money: exports for RCA and RXA, imports for RMP. The caller chooses the reference
// set, and names it beside the result: whether re-exports, gold or confidential goods
// are in, and whether the economy itself is.
type AdvantageCell struct {
	Flow      int64 // X_ik, of the economy in the product
	Economy   int64 // X_i., of the economy in all products
	Product   int64 // X_.k, of the reference set in the product
	Reference int64 // X_.., of the reference set in all products
}

// Cell returns a flow of the world with its sums; the reference set is the world,
// which includes the economy.
func (w *World) Cell(economy, product int) AdvantageCell {
	return AdvantageCell{
		Flow: w.row(economy)[product], Economy: w.byEconomy[economy],
		Product: w.byProduct[product], Reference: w.total,
	}
}

// RCA returns the revealed comparative advantage (Balassa, 1965),
//
//	(X_ik / X_i.) / (X_.k / X_..)
//
// from 0 without a bound of its own; 1 where the share of the product is that of the
// reference set. It compares with 1, and neither across products nor over time. It has
// no value where a sum is zero or a number is negative.
func (c AdvantageCell) RCA() (rca float64, ok bool) {
	if c.Flow < 0 || c.Economy <= 0 || c.Product <= 0 || c.Reference <= 0 {
		return 0, false
	}
	return quotient(float64(c.Flow)/float64(c.Economy), float64(c.Product)/float64(c.Reference))
}

// RelativeAdvantage returns Vollrath's (1991) relative export advantage RXA, or, of a
// cell of imports, his relative import penetration RMP,
//
//	[X_ik / (X_i. - X_ik)] / [(X_.k - X_ik) / (X_.. - X_i. - X_.k + X_ik)]
//
// in which neither the product nor the economy counts twice. The reference set must
// include the economy. It has no value for an economy of one product, a sole supplier,
// a rest of the world without other products, and where a difference is negative.
func (c AdvantageCell) RelativeAdvantage() (advantage float64, ok bool) {
	others, elsewhere := c.Economy-c.Flow, c.Product-c.Flow
	rest := c.Reference - c.Economy - elsewhere
	if c.Flow < 0 || others <= 0 || elsewhere <= 0 || rest <= 0 {
		return 0, false
	}
	return quotient(float64(c.Flow)/float64(others), float64(elsewhere)/float64(rest))
}

// RelativeTradeAdvantage returns RTA = RXA - RMP (Vollrath, 1991) of the exports and
// the imports of one economy in one product. It has no value where one of the two has
// none.
func RelativeTradeAdvantage(exports, imports AdvantageCell) (rta float64, ok bool) {
	rxa, hasExports := exports.RelativeAdvantage()
	rmp, hasImports := imports.RelativeAdvantage()
	if !hasExports || !hasImports {
		return 0, false
	}
	return rxa - rmp, true
}

// RevealedCompetitiveness returns RC = ln RXA - ln RMP (Vollrath, 1991). It has no
// value where RXA or RMP has none or is zero.
func RevealedCompetitiveness(exports, imports AdvantageCell) (rc float64, ok bool) {
	rxa, hasExports := exports.RelativeAdvantage()
	rmp, hasImports := imports.RelativeAdvantage()
	if !hasExports || !hasImports {
		return 0, false
	}
	return LogGap(rmp, rxa)
}

// SymmetricRCA returns RSCA = (RCA - 1) / (RCA + 1), from -1 to below 1 (Dalum,
// Laursen and Villumsen, 1998). It has no value for a negative number, NaN and
// infinity.
func SymmetricRCA(rca float64) (rsca float64, ok bool) {
	if !(rca >= 0) || math.IsInf(rca, 0) {
		return 0, false
	}
	return quotient(rca-1, rca+1)
}

// LogAdvantage returns ln RCA, or ln RXA or ln RMP: symmetric around 0 (Vollrath,
// 1991). An advantage of 0 has none: nothing is added to make it one.
func LogAdvantage(advantage float64) (log float64, ok bool) {
	if !(advantage > 0) || math.IsInf(advantage, 0) {
		return 0, false
	}
	return math.Log(advantage), true
}
