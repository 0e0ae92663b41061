package analysis

import (
	"fmt"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// download is a world of UN-like datasets: of totals as Austria reports them for its
// exports and its imports, and of goods of so many chapters as Belarus reports its
// imports and exports.
func download(t *testing.T, chapters int, totals ...trade.Reporter) *world {
	t.Helper()
	w, year := &world{}, periods(t, "2021")
	one := func(r trade.Reporter, who trade.Economy, digits int) func(*trade.Coverage) {
		return func(c *trade.Coverage) {
			c.Months, c.AbsentIsZero, c.Reporter, c.Digits, c.TotalsOnly = 12, false, r, digits, digits == 0
			c.Origin.Publisher = "office"
			if r == trade.ByExporter {
				c.Exporters, c.Importers = []trade.Economy{who}, []trade.Economy{"AUT", "BLR"}
			} else {
				c.Exporters, c.Importers = []trade.Economy{"AUT", "BLR"}, []trade.Economy{who}
			}
		}
	}
	for _, r := range totals {
		w.cover("total", []trade.Economy{"AUT", "BLR"}, year, one(r, "AUT", 0))
		from, to := trade.Economy("AUT"), trade.Economy("BLR")
		if r == trade.ByImporter {
			from, to = to, from
		}
		w.add("total", year[0], from, to, trade.AllProducts, 900_000, reportedBy(r))
	}
	for _, r := range []trade.Reporter{trade.ByExporter, trade.ByImporter} {
		w.cover("goods", []trade.Economy{"AUT", "BLR"}, year, one(r, "BLR", 4))
		from, to := trade.Economy("BLR"), trade.Economy("AUT")
		if r == trade.ByImporter {
			from, to = to, from
		}
		for i := range chapters {
			w.add("goods", year[0], from, to, trade.Product(fmt.Sprintf("%02d01", i+1)), 1000, reportedBy(r))
		}
	}
	return w
}

// TestSomeGoodsAreNotTheTrade: a dataset of few goods gives way to published totals,
// also where these have one direction only, and is said to hold few goods where
// nothing else answers. One of many goods answers as ever.
func TestSomeGoodsAreNotTheTrade(t *testing.T) {
	t.Parallel()
	both := []trade.Reporter{trade.ByExporter, trade.ByImporter}
	for _, c := range []struct {
		name             string
		chapters         int
		totals           []trade.Reporter
		dataset          string
		exports, imports string
		note             string
	}{
		{"totals of both directions", 2, both, "", "900", "900", "Passed over"},
		{"totals of imports", 2, both[1:], "", "missing", "900", "Passed over"},
		{"no totals", 2, nil, "", "2", "2", "goods (2)"},
		{"named", 2, both, "goods", "2", "2", "If only some goods were loaded"},
		{"one below the limit", fewChapters - 1, both, "", "900", "900", "goods (47)"},
		{"many goods", fewChapters, both, "", "48", "48", ""},
		{"many goods, one total", fewChapters, both[1:], "", "48", "48", ""},
	} {
		w := download(t, c.chapters, c.totals...)
		r := answer(t, w, "account", Arguments{A: find(t, "AUT"), B: find(t, "BLR"), Periods: periods(t, "2021"), Dataset: c.dataset})
		x, m := at(t, r, 0, "exports_usd").Amount.String(), at(t, r, 0, "imports_usd").Amount.String()
		if x != c.exports || m != c.imports {
			t.Errorf("%s: exports %s, imports %s, want %s and %s", c.name, x, m, c.exports, c.imports)
		}
		said := false
		for _, n := range r.Notes {
			said = said || contains(n, "97 chapters")
			if c.note != "" && contains(n, "97 chapters") && !contains(n, c.note) {
				t.Errorf("%s: the note is %q, want %q", c.name, n, c.note)
			}
		}
		if said != (c.note != "") {
			t.Errorf("%s: the notes are %q", c.name, r.Notes)
		}
	}
}

// TestAChosenGoodNeedsNoOthers: a question about one good is answered by the dataset
// that holds it, with nothing said of others.
func TestAChosenGoodNeedsNoOthers(t *testing.T) {
	t.Parallel()
	w := download(t, 2, trade.ByExporter, trade.ByImporter)
	r := answer(t, w, "account", Arguments{A: find(t, "AUT"), B: find(t, "BLR"), Periods: periods(t, "2021"),
		Where: where(cube.Product, "0101")})
	wantAmount(t, r, 0, "imports_usd", "1")
	for _, n := range r.Notes {
		if contains(n, "97 chapters") {
			t.Errorf("the note is %q", n)
		}
	}
}

// TestOnlyTotalsAreHeld: where goods are asked for and only totals are held of a pair,
// the error says so and names the question that has an answer.
func TestOnlyTotalsAreHeld(t *testing.T) {
	t.Parallel()
	w := download(t, 2, trade.ByExporter)
	for i := range w.held {
		if c := &w.held[i]; !c.TotalsOnly { // goods of another pair
			c.Exporters, c.Importers = []trade.Economy{"BLR"}, []trade.Economy{"DEU"}
		}
	}
	_, err := ask(w.asker(), "structure", Arguments{A: find(t, "AUT"), B: find(t, "BLR")})
	wantError(t, err, trade.NoData, "only totals without goods are held of the trade of Austria with Belarus",
		"`oborot account AUT BLR` answers with total")
}

// TestFlowsOfSomeGoods: flows of a pair follow the same rule.
func TestFlowsOfSomeGoods(t *testing.T) {
	t.Parallel()
	w := download(t, 2, trade.ByExporter, trade.ByImporter)
	args := Arguments{A: find(t, "AUT"), B: find(t, "BLR"), Periods: periods(t, "2021")}
	r := answer(t, w, "flows", args)
	wantAmount(t, r, rowOf(t, r, "direction", "exports"), "value_usd", "900")
	wantNote(t, r, "Passed over")
	oneSided := answer(t, download(t, 2, trade.ByImporter), "flows", args)
	if len(oneSided.Rows) != 1 {
		t.Errorf("%d rows, want those of imports", len(oneSided.Rows))
	}
	wantNote(t, oneSided, "No dataset that answers here holds exports.")
	args.By = []string{"product"}
	r = answer(t, w, "flows", args)
	wantAmount(t, r, rowOf(t, r, "product", "0201"), "value_usd", "1")
	wantNote(t, r, "Goods of few of the 97 chapters are held for the side that reports: goods (2).")
}
