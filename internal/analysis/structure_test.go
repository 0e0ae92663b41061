package analysis

import (
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

func TestStructureOfTheReport(t *testing.T) {
	t.Parallel()
	r := answer(t, report(t), "structure", Arguments{A: find(t, "BLR"), B: find(t, "RU-PRI")})
	type good struct{ direction, product, value string }
	want := []good{
		{"exports", "8704", "20000000"}, {"exports", "0406", "8000000"}, {"exports", "XXXX", "4500000"},
		{"imports", "8708", "7500000"}, {"imports", "8704", "0"},
	}
	if len(r.Rows) != len(want) {
		t.Fatalf("%d rows, want %d", len(r.Rows), len(want))
	}
	for i, w := range want {
		got := good{at(t, r, i, "direction").Text, at(t, r, i, "product").Text, at(t, r, i, "value_usd").Amount.String()}
		if got != w {
			t.Errorf("row %d is %v, want %v", i, got, w)
		}
		if got := at(t, r, i, "period").Text; got != "2022-01..2022-09" {
			t.Errorf("row %d is of %s, not of the latest part-year", i, got)
		}
	}
	wantRatio(t, r, 0, "share", 20/32.5)
	wantRatio(t, r, 0, "growth", 20/15.2-1)
	wantRatio(t, r, 0, "contribution_pp", 100*4.8/15.2)
	wantStatus(t, r, 1, "growth", trade.New)
	if got := at(t, r, 2, "name").Text; got != "hidden by the publisher" {
		t.Errorf("the hidden row is called %q", got)
	}
	wantStatus(t, r, 4, "growth", trade.Ceased)
	wantRatio(t, r, 4, "contribution_pp", -100*4_000_000_000.0/7_022_222_222)
	if len(r.Fields) < 8 || r.Fields[0].Name != "direction" || r.Fields[7].Name != "contribution_pp" {
		t.Errorf("the fields are %v", r.Fields)
	}
}

func TestTopKeepsTheWhole(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.cover("toy", []trade.Economy{"BLR", "AUT"}, months(t, "2021"), nil)
	jan := periods(t, "2021-01")[0]
	for product, value := range map[trade.Product]int64{"8704": 50_000, "0406": 30_000, "0405": 15_000, "3925": 4_000, "87XX": 1_000} {
		w.add("toy", jan, "BLR", "AUT", product, value, nil)
	}
	r := answer(t, w, "structure", Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Top: 2, Periods: periods(t, "2021")})
	want := []string{"8704", "0406", "87XX", "other"}
	for i, product := range want {
		if got := at(t, r, i, "product").Text; got != product {
			t.Errorf("row %d is %s, want %s", i, got, product)
		}
	}
	wantAmount(t, r, 3, "value_usd", "19")
	wantRatio(t, r, 3, "share", 0.19)
}

func TestLevels(t *testing.T) {
	t.Parallel()
	w := report(t)
	args := Arguments{A: find(t, "BLR"), B: find(t, "RU-PRI"), Digits: 2, Periods: periods(t, "2022-01..2022-09")}
	r := answer(t, w, "structure", args)
	wantAmount(t, r, rowOf(t, r, "product", "87"), "value_usd", "20000000")
	wantAmount(t, r, rowOf(t, r, "product", "XX"), "value_usd", "4500000")
	args.Digits = 6
	_, err := ask(w.asker(), "structure", args)
	wantError(t, err, trade.NoData, "holds goods at 4 digits, not 6", "--level 4")
}

// TestGrowthFromSmallBase: a base below a thousandth of the whole is marked
// (METHODS A2), one of exactly a thousandth is not.
func TestGrowthFromSmallBase(t *testing.T) {
	t.Parallel()
	for base, status := range map[int64]trade.Status{999: trade.SmallBase, 1000: trade.OK} {
		w := &world{}
		w.cover("toy", []trade.Economy{"BLR", "AUT"}, months(t, "2020,2021"), nil)
		w.add("toy", periods(t, "2020-01")[0], "BLR", "AUT", "8704", 1_000_000-base, nil)
		w.add("toy", periods(t, "2020-01")[0], "BLR", "AUT", "0406", base, nil)
		w.add("toy", periods(t, "2021-01")[0], "BLR", "AUT", "0406", 500_000, nil)
		r := answer(t, w, "structure", Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2021")})
		wantStatus(t, r, rowOf(t, r, "product", "0406"), "growth", status)
		wantRatio(t, r, rowOf(t, r, "product", "0406"), "growth", 500_000/float64(base)-1)
	}
}

// totalled is a merged dataset whose publisher hides goods: the total of exports
// in dollars is given for January and February of both years.
func totalled(t *testing.T, totals map[string]int64) *world {
	w := &world{}
	w.cover("national", []trade.Economy{"BLR"}, months(t, "2020-01..2020-02,2021-01..2021-02"), func(c *trade.Coverage) {
		c.AbsentIsZero, c.Reporter, c.Importers = false, trade.ByExporter, []trade.Economy{"AUT"}
	})
	for _, m := range []string{"2020-01", "2020-02", "2021-01", "2021-02"} {
		p := periods(t, m)[0]
		w.add("national", p, "BLR", "AUT", "8704", 5_000_123_000, reportedBy(trade.ByExporter))
		w.add("national", p, "BLR", "AUT", "0406", 1_000_456_000, reportedBy(trade.ByExporter))
		if total, ok := totals[m]; ok {
			w.add("national", p, "BLR", "AUT", trade.AllProducts, total, reportedBy(trade.ByExporter))
		}
	}
	return w
}

func TestHiddenRemainder(t *testing.T) {
	t.Parallel()
	const named = 6_000_579_000
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2021-01..2021-02")}
	for name, c := range map[string]struct {
		totals       map[string]int64
		exports      string
		hidden, base string // empty: no such row
		note         string
	}{
		"hidden": {
			map[string]int64{"2020-01": named, "2020-02": named + 111_000, "2021-01": named, "2021-02": named + 2_000_333_000},
			"14001491", "2000333", "111", "",
		},
		"rounding": { // totals in units of a thousand dollars, 2*4 rows and 2 totals
			map[string]int64{"2021-01": 6_001_000_000, "2021-02": 6_001_000_000}, "12001158", "", "", "",
		},
		"no totals":    {nil, "12001158", "", "", ""},
		"one is short": {map[string]int64{"2021-01": named + 2_000_333_000}, "12001158", "", "", "do not cover every period"},
		"too small":    {map[string]int64{"2021-01": named - 3_000_111_000, "2021-02": named}, "12001158", "", "", "below the sum of the goods"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := totalled(t, c.totals)
			s, a := answer(t, w, "structure", args), answer(t, w, "account", args)
			wantAmount(t, a, 0, "exports_usd", c.exports)
			var sum, hiddenRows int64
			for i := range s.Rows {
				sum += at(t, s, i, "value_usd").Amount.Thousandths
				if at(t, s, i, "product").Text == hidden {
					hiddenRows++
					wantAmount(t, s, i, "value_usd", c.hidden)
					wantAmount(t, s, i, "value_usd_base", c.base)
				}
			}
			if got := trade.FormatThousandths(sum); got != c.exports {
				t.Errorf("the rows add up to %s, the account says %s", got, c.exports)
			}
			if (hiddenRows == 1) != (c.hidden != "") {
				t.Errorf("%d hidden rows", hiddenRows)
			}
			if c.note != "" {
				wantNote(t, s, c.note)
			}
		})
	}
}

func TestUnitOfTotals(t *testing.T) {
	t.Parallel()
	for total, want := range map[int64]int64{
		1: 1, 10: 10, 6_000_579_000: 1000, 6_000_570_000: 10_000, 6_001_000_000: 1_000_000, 6_000_000_000: 1_000_000, 0: 1,
	} {
		if got := unitOf(total); got != want {
			t.Errorf("the unit of %d is %d, want %d", total, got, want)
		}
	}
}

// TestWorldTotals asks about the world where only totals with partner World are
// held: goods at two digits and a total that exceeds them.
func TestWorldTotals(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.cover("totals", []trade.Economy{"BLR"}, periods(t, "2021"), func(c *trade.Coverage) {
		c.TotalsOnly, c.Months, c.Digits, c.Reporter, c.AbsentIsZero = true, 12, 2, trade.ByExporter, false
		c.Importers = []trade.Economy{trade.World}
	})
	y := periods(t, "2021")[0]
	for product, value := range map[trade.Product]int64{trade.AllProducts: 90_123, "87": 50_001, "04": 30_001} {
		w.add("totals", y, "BLR", trade.World, product, value, reportedBy(trade.ByExporter))
	}
	args := Arguments{A: find(t, "BLR"), B: find(t, "WLD"), Periods: periods(t, "2021")}
	r := answer(t, w, "account", args)
	wantAmount(t, r, 0, "exports_usd", "90.123")
	wantAmount(t, r, 0, "imports_usd", "missing")
	wantNote(t, r, "published totals")
	args.Digits = 2
	s := answer(t, w, "structure", args)
	wantAmount(t, s, rowOf(t, s, "product", hidden), "value_usd", "10.121")
	wantRatio(t, s, rowOf(t, s, "product", "87"), "share", 50.001/90.123)
	f := answer(t, w, "flows", args)
	wantAmount(t, f, 0, "value_usd", "90.123")
}

func TestWorldSumsPartners(t *testing.T) {
	t.Parallel()
	r := answer(t, vector(t), "account", Arguments{A: find(t, "BLR"), B: find(t, "WLD"), Periods: periods(t, "2021")})
	wantAmount(t, r, 0, "exports_usd", "100")
	wantAmount(t, r, 0, "imports_usd", "60")
	g := answer(t, vector(t), "account", Arguments{A: group3("BA", "AUT", "BLR"), B: find(t, "WLD"), Periods: periods(t, "2021")})
	wantAmount(t, g, 0, "exports_usd", "50") // 24 + 26: not what Belarus sends to Austria
	wantNote(t, g, "Trade among the members")
	b := answer(t, vector(t), "account", Arguments{A: find(t, "BLR"), B: find(t, "WLD"), Periods: periods(t, "2021"), By: []string{"partner"}})
	if len(b.Rows) != 3 {
		t.Errorf("%d partners", len(b.Rows))
	}
}

func TestHiddenPartners(t *testing.T) {
	t.Parallel()
	w := totalled(t, nil)
	for _, m := range months(t, "2021-01..2021-02") {
		w.add("national", m, "BLR", trade.World, trade.AllProducts, 7_000_579_000, func(r *cube.Row) { r.Reporter = trade.ByExporter })
	}
	args := Arguments{A: find(t, "BLR"), B: find(t, "WLD"), Periods: periods(t, "2021-01..2021-02")}
	a := answer(t, w, "account", args)
	wantAmount(t, a, 0, "exports_usd", "14001158")
	args.By = []string{"direction", "partner"}
	b := answer(t, w, "account", args)
	wantAmount(t, b, rowOf(t, b, "partner", hidden), "value_usd", "2000000")
	wantAmount(t, b, rowOf(t, b, "partner", "AUT"), "value_usd", "12001158")
}
