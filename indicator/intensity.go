package indicator

// BilateralIntensity is a flow from an exporter i to a partner j with the sums that
// say how large it would be if geography and politics were of no account, in
// thousandths of a unit of money. All are of the same reports and valuation.
type BilateralIntensity struct {
	Flow           int64 // X_ij
	Exports        int64 // X_i., of i to all
	PartnerImports int64 // X_.j, of j from all
	World          int64 // X_.., of all from all
	OwnImports     int64 // M_i, of i from all; Kojima alone takes it
}

// Simple returns the trade intensity index with the world as its base, as WITS has it,
//
//	(X_ij / X_i.) / (X_.j / X_..)
//
// from 0; 1 where j is as important for i as for the world. It has no value where a
// sum is zero or a number is negative.
func (b BilateralIntensity) Simple() (intensity float64, ok bool) {
	return AdvantageCell{b.Flow, b.Exports, b.PartnerImports, b.World}.RCA()
}

// Kojima returns the trade intensity index whose base leaves out the exporter's own
// imports, since an economy does not import from itself (Kojima, 1964; Drysdale and
// Garnaut, 1982),
//
//	(X_ij / X_i.) / (M_j / (W - M_i))
//
// It has no value where a sum or the base is zero, or a number is negative.
func (b BilateralIntensity) Kojima() (intensity float64, ok bool) {
	if b.OwnImports < 0 {
		return 0, false
	}
	return AdvantageCell{b.Flow, b.Exports, b.PartnerImports, b.World - b.OwnImports}.RCA()
}
