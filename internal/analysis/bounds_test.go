package analysis

import (
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// TestBoundsOfAFilter: the sum of goods that a filter keeps depends on the weights, so
// it narrows no bounds: of 100 in 870310 all or nothing may be 870321.
func TestBoundsOfAFilter(t *testing.T) {
	t.Parallel()
	w, lists := revised(t), revisedLists(t)
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2016"), Nomenclature: trade.HS2017, Digits: 6,
		Where: where(cube.Product, "870321")}
	for name, by := range map[string][]string{"structure": nil, "account": {"product"}} {
		args.By = by
		r := w.in(t, lists, name, args)
		if len(r.Rows) != 1 {
			t.Fatalf("%s: %d rows", name, len(r.Rows))
		}
		wantAmount(t, r, 0, "value_usd", "25")
		wantAmount(t, r, 0, "value_usd_low", "0")
		wantAmount(t, r, 0, "value_usd_high", "100")
	}
}

// TestOtherNomenclaturesLeadNowhere: between editions of the Harmonised System tables
// of SITC are left out, while goods asked for in SITC are converted by them.
func TestOtherNomenclaturesLeadNowhere(t *testing.T) {
	t.Parallel()
	w := revised(t)
	lists := []trade.List{
		correlations(t, "correlation-h4-s3", "H4", "S3", "870310 78120", "870410 78219", "870420 78219", "284800 52499"),
		correlations(t, "correlation-s3-h5", "S3", "H5", "78120 870321", "78219 870420", "52499 285300"),
	}
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2016"), Nomenclature: trade.HS2017, Digits: 6}
	_, err := ask(w.with(lists), "structure", args)
	wantError(t, err, trade.NoData, "no correlation table leads from H4 to H5")
	args.Nomenclature, args.Digits = trade.SITC3, 5
	r := w.in(t, lists, "structure", args)
	wantAmount(t, r, rowOf(t, r, "product", "78120"), "value_usd", "100")
	wantAmount(t, r, rowOf(t, r, "product", "78219"), "value_usd", "50")
}
