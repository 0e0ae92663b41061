package analysis

import (
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// Whoever asks may know more names than the embedded ones.
func TestGoodsAreNamedByTheAsker(t *testing.T) {
	t.Parallel()
	w := report(t)
	asker := w.asker()
	asker.Names = func(p trade.Product, n trade.Nomenclature) (trade.Name, []trade.Origin) {
		return trade.Name{English: "good " + string(p), Russian: "товар " + string(p)}, []trade.Origin{{Dataset: "nomenclature-h5"}}
	}
	pair := Arguments{A: find(t, "BLR"), B: find(t, "RU-PRI"), Language: trade.Russian}
	r, err := ask(asker, "structure", pair)
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.Rows {
		if product, name := at(t, r, i, "product").Text, at(t, r, i, "name").Text; name != "товар "+product {
			t.Errorf("%s is called %q", product, name)
		}
	}
	wantNamed(t, r)
	r, err = ask(asker, "flows", Arguments{By: []string{"product"}, Measures: []cube.Measure{cube.ValueUSD}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.Rows {
		if product, name := at(t, r, i, "product").Text, at(t, r, i, "name").Text; name != "good "+product {
			t.Errorf("%s is called %q", product, name)
		}
	}
	wantNamed(t, r)
}

// wantNamed checks that the list which named the goods is a source of the answer,
// once.
func wantNamed(t *testing.T, r *Result) {
	t.Helper()
	named := 0
	for _, o := range r.Origins {
		if o.Dataset == "nomenclature-h5" {
			named++
		}
	}
	if named != 1 {
		t.Errorf("%s names its nomenclature %d times among %v", r.Question, named, r.Origins)
	}
}
