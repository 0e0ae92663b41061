package analysis

import (
	"context"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// priced is trade of Belarus with Russia as Belarus reports it, by year, with published
// totals that are more than the goods.
func priced() *world {
	w := &world{}
	economies := []trade.Economy{"BLR", "RUS", trade.World}
	for _, d := range []trade.Reporter{trade.ByExporter, trade.ByImporter} {
		w.cover("d", economies, []trade.Period{trade.Year(2020), trade.Year(2021)}, func(c *trade.Coverage) {
			c.Reporter, c.AbsentIsZero, c.Months = d, false, 12
			if d == trade.ByExporter {
				c.Exporters = []trade.Economy{"BLR"}
			} else {
				c.Importers = []trade.Economy{"BLR"}
			}
		})
	}
	kilograms := func(kg int64) func(*cube.Row) {
		return func(row *cube.Row) { row.Reporter, row.NetKg = trade.ByExporter, trade.Of(kg) }
	}
	for _, year := range []int{2020, 2021} {
		p := trade.Year(year)
		w.add("d", p, "BLR", "RUS", "0402", 7001, kilograms(500))
		w.add("d", p, "BLR", "RUS", "8704", 3003, func(row *cube.Row) { row.Reporter, row.NetKg = trade.ByExporter, trade.Absent(trade.Missing) })
		w.add("d", p, "BLR", "RUS", trade.AllProducts, 15_007, kilograms(900))
	}
	return w
}

// TestReadPriced: goods with what has a quantity apart, the hidden part as a good, and a
// direction that was covered but in which nothing was traded.
func TestReadPriced(t *testing.T) {
	t.Parallel()
	got, err := ReadPriced(context.Background(), priced().asker(), Arguments{A: find(t, "BLR"), B: find(t, "RUS")}, cube.NetKg)
	if err != nil {
		t.Fatal(err, trade.HintOf(err))
	}
	if len(got.Periods) != 2 || got.Periods[0] != trade.Year(2020) || got.Digits != 4 {
		t.Fatalf("%+v", got)
	}
	want := []PricedGood{
		{Product: "0402", Unit: "kg", Periods: []PricedSpan{{7001, 7001, 500}, {7001, 7001, 500}}},
		{Product: "8704", Unit: "kg", Periods: []PricedSpan{{3003, 0, 0}, {3003, 0, 0}}},
		{Product: "hidden", Periods: []PricedSpan{{5003, 0, 0}, {5003, 0, 0}}},
	}
	if len(got.Goods[0]) != len(want) || len(got.Goods[1]) != 0 {
		t.Fatalf("goods are %+v", got.Goods)
	}
	for i, w := range want {
		g := got.Goods[0][i]
		if g.Product != w.Product || g.Unit != w.Unit || len(g.Periods) != 2 || g.Periods[0] != w.Periods[0] || g.Periods[1] != w.Periods[1] {
			t.Errorf("good %d is %+v, want %+v", i, g, w)
		}
	}
	r := got.Result("prices", "prices/1", goodsTrade)
	if name := got.Name("hidden", r); name != "hidden: published total minus what is named" ||
		r.Title != "Belarus with Russia: trade in goods" || len(r.Origins) != 1 {
		t.Errorf("%s, %s, %d origins", name, r.Title, len(r.Origins))
	}
}

// TestPricedPeriods: which spans are compared for what a person may ask.
func TestPricedPeriods(t *testing.T) {
	t.Parallel()
	for asked, want := range map[string]string{
		"2020": "2019,2020", "2019..2021": "2019,2020,2021", "2021,2019": "2019,2021", "2021H1": "2020H1,2021H1",
		"2021Q1,2021Q2": "2021Q1,2021Q2", "2020,2020": "2019,2020", "2021-11..2022-02": "2020-11..2021-02,2021-11..2022-02",
	} {
		got, err := pricedPeriods(context.Background(), Asker{}, Arguments{Periods: periods(t, asked)})
		if err != nil || listed(got) != want {
			t.Errorf("%s stands for %s (%v), want %s", asked, listed(got), err, want)
		}
	}
	_, err := pricedPeriods(context.Background(), Asker{}, Arguments{Periods: periods(t, "2020,2021Q1")})
	wantError(t, err, trade.Usage, "2020 and 2021Q1", "differ in length")
}
