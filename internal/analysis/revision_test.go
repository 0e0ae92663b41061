package analysis

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// correlations is a list of pairs such as "870310 870321 0.25", without a weight
// where there is no third word.
func correlations(t *testing.T, name string, from, to trade.Nomenclature, pairs ...string) trade.List {
	t.Helper()
	l := trade.List{Origin: trade.Origin{Dataset: name, Release: "1", Publisher: "UN"}, Table: trade.Correlations}
	var text [5][]string
	var weights []float64
	for _, p := range pairs {
		f := strings.Fields(p)
		weight := -1.0
		if len(f) > 2 {
			n, err := trade.ParseThousandths(f[2])
			if err != nil {
				t.Fatal(err)
			}
			weight = float64(n) / 1000
		}
		for i, word := range []string{string(from), string(to), f[0], f[1], ""} {
			text[i] = append(text[i], word)
		}
		weights = append(weights, weight)
	}
	names, _ := trade.ListColumns(trade.Correlations)
	for i, n := range names[:5] {
		l.Columns = append(l.Columns, trade.ListColumn{Name: n, Text: text[i]})
	}
	l.Columns = append(l.Columns, trade.ListColumn{Name: names[5], Numbers: weights})
	return l
}

// revised is trade of Belarus with Austria: 2016 in HS 2012, 2017 in HS 2017.
func revised(t *testing.T) *world {
	w := &world{}
	for year, n := range map[string]trade.Nomenclature{"2016": trade.HS2012, "2017": trade.HS2017} {
		w.cover("national", []trade.Economy{"BLR", "AUT"}, periods(t, year), func(c *trade.Coverage) {
			c.Nomenclature, c.Digits, c.Months = n, 6, 12
			c.Origin.Publisher = "Office"
		})
	}
	in := func(n trade.Nomenclature) func(*cube.Row) { return func(r *cube.Row) { r.Nomenclature = n } }
	old, new := periods(t, "2016")[0], periods(t, "2017")[0]
	w.add("national", old, "BLR", "AUT", "870310", 100_000, in("H4")) // splits in two headings
	w.add("national", old, "BLR", "AUT", "870410", 30_000, in("H4"))  // joins 870420
	w.add("national", old, "BLR", "AUT", "870420", 20_000, in("H4"))
	w.add("national", old, "BLR", "AUT", "284800", 10_000, in("H4")) // gone
	w.add("national", old, "BLR", "AUT", "8703XX", 5_000, in("H4"))
	w.add("national", new, "BLR", "AUT", "870321", 50_000, in("H5"))
	w.add("national", new, "BLR", "AUT", "870510", 60_000, in("H5"))
	w.add("national", new, "AUT", "BLR", "870420", 7_000, in("H5"))
	return w
}

// revisedLists leads from HS 2012 to HS 2017 and, without weights, back.
func revisedLists(t *testing.T) []trade.List {
	return []trade.List{correlations(t, "correlation-h4-h5-weights", "H4", "H5",
		"870310 870321 0.25", "870310 870510 0.75", "870410 870420 1", "870420 870420 1",
		"010121 010121 1", "010129 010129 1", "010130 010130 1", "010190 010190 1", "010221 010221 1", "010229 010229 1")}
}

func (w *world) with(lists []trade.List) Asker {
	a := w.asker()
	a.Lists = func(_ context.Context, table string) ([]trade.List, error) {
		return slices.DeleteFunc(slices.Clone(lists), func(l trade.List) bool { return l.Table != table }), nil
	}
	return a
}

// in asks a question in both languages with lists.
func (w *world) in(t *testing.T, lists []trade.List, name string, args Arguments) *Result {
	t.Helper()
	r, err := ask(w.with(lists), name, args)
	if err != nil {
		t.Fatalf("%s: %v (hint: %s)", name, err, trade.HintOf(err))
	}
	args.Language = trade.Russian
	russian, err := ask(w.with(lists), name, args)
	if err != nil || len(russian.Notes) != len(r.Notes) {
		t.Fatalf("in Russian: %q, %v", russian.Notes, err)
	}
	for _, sentence := range append(slices.Clone(r.Notes), russian.Notes...) {
		if contains(sentence, "%!") {
			t.Errorf("a sentence is %q", sentence)
		}
	}
	for _, row := range r.Rows {
		if len(row) != len(r.Fields) {
			t.Fatalf("a row has %d cells for %d fields", len(row), len(r.Fields))
		}
	}
	return r
}

// goods writes the rows as direction product value [low high] base.
func goods(t *testing.T, r *Result) []string {
	t.Helper()
	var all []string
	for i := range r.Rows {
		words := []string{at(t, r, i, "direction").Text, at(t, r, i, "product").Text, at(t, r, i, "value_usd").Amount.String()}
		for _, f := range []string{"value_usd_low", "value_usd_high", "value_usd_base"} {
			if slices.ContainsFunc(r.Fields, func(x Field) bool { return x.Name == f }) {
				words = append(words, at(t, r, i, f).Amount.String())
			}
		}
		all = append(all, strings.Join(words, " "))
	}
	return all
}

func wantGoods(t *testing.T, r *Result, want ...string) {
	t.Helper()
	if got := goods(t, r); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestStructureConverted: worked out by hand. In 2016, 870310 gives 25 to 870321 and
// 75 to 870510; 870410 and 870420 make 50; 284800 has no code in HS 2017.
func TestStructureConverted(t *testing.T) {
	t.Parallel()
	w := revised(t)
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2017"), Digits: 6, Nomenclature: "H5"}
	r := w.in(t, revisedLists(t), "structure", args)
	wantGoods(t, r,
		"exports 870510 60 60 60 75", "exports 870321 50 50 50 25",
		"exports 284800 0 0 0 10", "exports 8703XX 0 0 0 5", "exports 870420 0 0 0 50",
		"imports 870420 7 7 7 0")
	wantRatio(t, r, 1, "growth", 1)
	wantNote(t, r, "Goods are converted from H4 to H5. Codes that became several hold 62.5% of the converted value; "+
		"they are divided by the weights of the table (62.5%)")
	wantNote(t, r, "left under the code they came with: 284800 (6.2% of the converted value)")
	if c := r.Arguments["conversion"].(map[string]any); c["split_share"] != 0.625 || c["table_share"] != 0.625 ||
		c["not_converted_share"] != 0.0625 || c["value_usd"] != 160.0 {
		t.Errorf("%v", c)
	}
	if !slices.ContainsFunc(r.Origins, func(o trade.Origin) bool { return o.Dataset == "correlation-h4-h5-weights" }) {
		t.Error("the table is not among the origins")
	}
	args.Periods, args.Digits = periods(t, "2016"), 4
	wantGoods(t, w.in(t, revisedLists(t), "structure", args),
		"exports 8705 75 0 100 missing", "exports 8704 50 50 50 missing", "exports 8703 30 5 105 missing", "exports 2848 10 10 10 missing")
}

// TestStructureBackwards: pairs lead back with equal weights, which the note says.
func TestStructureBackwards(t *testing.T) {
	t.Parallel()
	w := revised(t)
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2017"), Digits: 6, Nomenclature: "H4"}
	r := w.in(t, revisedLists(t), "structure", args)
	wantGoods(t, r,
		"exports 870310 110 110 110 100",
		"exports 284800 0 0 0 10", "exports 8703XX 0 0 0 5", "exports 870410 0 0 0 30", "exports 870420 0 0 0 20",
		"imports 870410 3.5 0 7 0", "imports 870420 3.5 0 7 0")
	wantNote(t, r, "divided by equal weights (6.0%)")
}

// TestRevisionIsTold: without a nomenclature goods across the revision are as
// published, and the note says what to type. The account is not affected.
func TestRevisionIsTold(t *testing.T) {
	t.Parallel()
	w := revised(t)
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2017")}
	wantNote(t, answer(t, w, "structure", args), "Goods are in different nomenclatures: H4 for 2016; H5 for 2017.")
	wantNote(t, answer(t, w, "structure", args), "--nomenclature H5")
	args.By = []string{"product", "year"}
	args.Periods = nil
	wantNote(t, answer(t, w, "flows", args), "different nomenclatures: H4 for 2016; H5 for 2017")
	for _, name := range []string{"account", "flows"} {
		args := Arguments{A: args.A, B: args.B, Periods: periods(t, "2017")}
		for _, n := range []trade.Nomenclature{"", "H5", "H4"} {
			args.Nomenclature = n
			if r := answer(t, w, name, args); slices.ContainsFunc(r.Notes,
				func(n string) bool { return contains(n, "nomenclature") || contains(n, "converted") }) {
				t.Errorf("%s: %q", name, r.Notes)
			}
		}
	}
	w.held = slices.DeleteFunc(w.held, func(c trade.Coverage) bool { return c.Nomenclature == "H4" })
	if r := answer(t, w, "structure", Arguments{A: args.A, B: args.B, Periods: periods(t, "2017")}); slices.ContainsFunc(r.Notes,
		func(n string) bool { return contains(n, "nomenclature") }) {
		t.Errorf("one edition is flagged: %q", r.Notes)
	}
}

// TestEnclosingNationalNomenclature: TN VED follows the edition of the year.
func TestEnclosingNationalNomenclature(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.cover("customs", []trade.Economy{"BLR", "AUT"}, months(t, "2016-12..2017-01"), func(c *trade.Coverage) {
		c.Nomenclature, c.Digits = trade.TNVED, 10
	})
	in := func(r *cube.Row) { r.Nomenclature = trade.TNVED }
	w.add("customs", periods(t, "2016-12")[0], "BLR", "AUT", "8703101100", 8_000, in)
	w.add("customs", periods(t, "2016-12")[0], "BLR", "AUT", "8703101900", 4_000, in)
	w.add("customs", periods(t, "2017-01")[0], "BLR", "AUT", "8703219000", 1_000, in)
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2016-12..2017-01"), Digits: 6}
	wantNote(t, answer(t, w, "structure", args), "H4 for December 2016; H5 for January 2017")
	args.Nomenclature = "H5"
	r := w.in(t, revisedLists(t), "structure", args)
	wantGoods(t, r, "exports 870510 9 0 12 missing", "exports 870321 4 1 13 missing")
}

// TestOwnWeights: where the lake holds the same trade in both nomenclatures, its
// values decide: 870310 became 870321 and 870510 as 1 to 4.
func TestOwnWeights(t *testing.T) {
	t.Parallel()
	w := revised(t)
	year := periods(t, "2015")[0]
	for dataset, n := range map[string]trade.Nomenclature{"other-h4": "H4", "other-h5": "H5"} {
		w.cover(dataset, []trade.Economy{"BLR", "AUT"}, periods(t, "2015"), func(c *trade.Coverage) {
			c.Nomenclature, c.Digits, c.Months = n, 6, 12
			c.Origin.Publisher = "Both"
		})
	}
	in := func(n trade.Nomenclature) func(*cube.Row) { return func(r *cube.Row) { r.Nomenclature = n } }
	w.add("other-h4", year, "BLR", "AUT", "870310", 5_000, in("H4"))
	w.add("other-h5", year, "BLR", "AUT", "870321", 1_000, in("H5"))
	w.add("other-h5", year, "BLR", "AUT", "870510", 4_000, in("H5"))
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2016"), Digits: 6, Nomenclature: "H5"}
	want := func(r *Result, small, large string) {
		t.Helper()
		wantAmount(t, r, rowOf(t, r, "product", "870321"), "value_usd", small)
		wantAmount(t, r, rowOf(t, r, "product", "870510"), "value_usd", large)
		wantAmount(t, r, rowOf(t, r, "product", "870510"), "value_usd_high", "100")
	}
	r := w.in(t, revisedLists(t), "structure", args)
	want(r, "20", "80")
	wantNote(t, r, "weights from own data (62.5%)")
	wantNote(t, r, "Weights from own data: other-h4 and other-h5 for 2015.")
	args.Weights = reference.TableWeights
	want(w.in(t, revisedLists(t), "structure", args), "25", "75")
	args.Weights = reference.EqualWeights
	want(w.in(t, revisedLists(t), "structure", args), "50", "50")
	// Another publisher's figures are not the same trade.
	w.held[len(w.held)-1].Origin.Publisher = "Someone"
	args.Weights = ""
	want(w.in(t, revisedLists(t), "structure", args), "25", "75")
}

// TestFlowsConverted: by goods, by section, under a filter by converted goods, and
// with a base.
func TestFlowsConverted(t *testing.T) {
	t.Parallel()
	w := revised(t)
	flows := func(change func(*Arguments)) *Result {
		args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Nomenclature: "H5", Digits: 4}
		change(&args)
		return w.in(t, revisedLists(t), "flows", args)
	}
	r := flows(func(a *Arguments) { a.By = []string{"year", "nomenclature", "product"} })
	i := rowOf(t, r, "product", "8705")
	wantAmount(t, r, i, "value_usd", "75")
	wantAmount(t, r, i, "value_usd_low", "0")
	wantAmount(t, r, i, "value_usd_high", "100")
	if got := at(t, r, i, "nomenclature").Text; got != "H5" {
		t.Errorf("a converted good is of %s", got)
	}
	if i = rowOf(t, r, "product", "2848"); at(t, r, i, "nomenclature").Text != "H4" {
		t.Error("a good that was not converted is of H5")
	}
	r = flows(func(a *Arguments) { a.By = []string{"section"}; a.Periods = periods(t, "2016") })
	wantAmount(t, r, rowOf(t, r, "section", "XVII"), "value_usd", "155")
	wantAmount(t, r, rowOf(t, r, "section", "XVII"), "value_usd_low", "155")
	r = flows(func(a *Arguments) {
		a.Where = []cube.Filter{{Column: cube.Product, Values: []string{"8705"}}}
		a.By, a.Periods, a.Compare = []string{"direction"}, periods(t, "2017"), periods(t, "2016")
	})
	wantAmount(t, r, 0, "value_usd", "60")
	wantAmount(t, r, 0, "value_usd_base", "75")
	wantRatio(t, r, 0, "growth", -0.2)
	_, err := ask(w.with(revisedLists(t)), "flows",
		Arguments{A: find(t, "BLR"), By: []string{"product"}, Nomenclature: "H5", Measures: []cube.Measure{cube.Rows}})
	wantError(t, err, trade.Usage, "rows is not converted", "value_usd")
}

// TestAccountOfGoods: a filter by goods means goods of the nomenclature asked for.
func TestAccountOfGoods(t *testing.T) {
	t.Parallel()
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2017"), Nomenclature: "H5",
		Where: []cube.Filter{{Column: cube.Product, Values: []string{"870510"}}}}
	r := revised(t).in(t, revisedLists(t), "account", args)
	wantAmount(t, r, 0, "exports_usd", "60")
	wantAmount(t, r, 0, "exports_usd_base", "75")
	args.By = []string{"product"}
	b := revised(t).in(t, revisedLists(t), "account", args)
	wantAmount(t, b, 0, "value_usd_base", "75")
	wantAmount(t, b, 0, "value_usd_low", "60")
}

// TestNativeDatasetIsPreferred: of two datasets that cover the same, the one in the
// nomenclature asked for answers, and nothing is converted.
func TestNativeDatasetIsPreferred(t *testing.T) {
	t.Parallel()
	w := &world{}
	for dataset, n := range map[string]trade.Nomenclature{"a": "H4", "b": "H5"} {
		w.cover(dataset, []trade.Economy{"BLR", "AUT"}, periods(t, "2016,2017"),
			func(c *trade.Coverage) { c.Nomenclature, c.Digits, c.Months = n, 6, 12 })
		w.add(dataset, periods(t, "2017")[0], "BLR", "AUT", "870321", 1_000, func(r *cube.Row) { r.Nomenclature = n })
	}
	for _, n := range []trade.Nomenclature{"H4", "H5"} {
		args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2017"), Nomenclature: n, Digits: 6, By: []string{"product"}}
		for _, name := range []string{"structure", "flows"} {
			args.By = nil
			if name == "flows" {
				args.By = []string{"product"}
			}
			r := w.in(t, nil, name, args)
			wantNote(t, r, "All goods are published in "+string(n))
			if want := map[trade.Nomenclature]string{"H4": "a", "H5": "b"}[n]; r.Origins[0].Dataset != want {
				t.Errorf("%s in %s: %s answers", name, n, r.Origins[0].Dataset)
			}
		}
	}
	open := Arguments{By: []string{"product"}, Nomenclature: "H5", Digits: 6}
	if r := w.in(t, nil, "flows", open); r.Origins[0].Dataset != "b" {
		t.Errorf("%s answers", r.Origins[0].Dataset)
	}
}

func TestConversionRefused(t *testing.T) {
	t.Parallel()
	w := revised(t)
	for _, c := range []struct {
		change func(*Arguments)
		kind   trade.Kind
		words  []string
	}{
		{func(a *Arguments) {}, trade.NoData, []string{"no correlation table leads from H4 to H5", "oborot import correlation FILE"}},
		{func(a *Arguments) { a.Digits = 8 }, trade.Usage, []string{"at most 6 digits", "--level 6"}},
		{func(a *Arguments) { a.Weights = "best" }, trade.Usage, []string{"no kind of weights", "own, table or equal"}},
		{func(a *Arguments) { a.Where = []cube.Filter{{Column: cube.Product, Values: []string{"8703101100"}}} }, trade.Usage,
			[]string{"has more", "name 870310"}},
	} {
		args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2017"), Nomenclature: "H5", Digits: 6}
		c.change(&args)
		_, err := ask(w.asker(), "structure", args)
		wantError(t, err, c.kind, c.words...)
	}
}

// TestConvertedRowsAddUp: at any level the rows of a direction add up to the account,
// with what the publisher hides beside them.
func TestConvertedRowsAddUp(t *testing.T) {
	t.Parallel()
	w := totalled(t, map[string]int64{"2020-01": 6_000_579_000, "2020-02": 6_000_579_000, "2021-01": 6_000_579_000, "2021-02": 8_000_912_000})
	for i := range w.held {
		w.held[i].Nomenclature, w.held[i].Digits = "H4", 6
	}
	for i, r := range w.rows {
		if r.Product != trade.AllProducts {
			w.rows[i].Product += "10"
			w.rows[i].Nomenclature = "H4"
		}
	}
	lists := []trade.List{correlations(t, "x", "H4", "H5", "870410 870421", "870410 870422", "870410 870510", "040610 040610")}
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2021-01..2021-02"), Nomenclature: "H5"}
	account := answer(t, w, "account", args)
	for _, digits := range []int{2, 4, 6} {
		args.Digits = digits
		r := w.in(t, lists, "structure", args)
		sum := trade.Of(0)
		for i := range r.Rows {
			sum = sum.Plus(at(t, r, i, "value_usd").Amount)
		}
		if want := at(t, account, 0, "exports_usd").Amount; sum != want {
			t.Errorf("%d digits: the rows add up to %v, the account says %v", digits, sum, want)
		}
		wantAmount(t, r, rowOf(t, r, "product", hidden), "value_usd", "2000333")
	}
}

// TestBoundsOfTheOthers: what is beyond --top cannot hold more than the rows above
// leave.
func TestBoundsOfTheOthers(t *testing.T) {
	t.Parallel()
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2016"), Digits: 4, Nomenclature: "H5", Top: 1}
	// 165 in all; 8705 has 0 to 100, the others 65 to 165.
	wantGoods(t, revised(t).in(t, revisedLists(t), "structure", args), "exports 8705 75 0 100 missing", "exports other 90 65 165 missing")
}

// TestShareOfAFilter: the note speaks of the goods that were asked for.
func TestShareOfAFilter(t *testing.T) {
	t.Parallel()
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2016"), Digits: 6, Nomenclature: "H5",
		Where: []cube.Filter{{Column: cube.Product, Values: []string{"8704"}}}}
	r := revised(t).in(t, revisedLists(t), "structure", args)
	wantGoods(t, r, "exports 870420 50 50 50 missing")
	wantNote(t, r, "no value rests on a code that became several")
}
