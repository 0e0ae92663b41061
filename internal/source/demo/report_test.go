package demo

import (
	"fmt"
	"slices"
	"sort"
	"testing"

	"github.com/oborot/oborot/trade"
)

var (
	year2020 = trade.Year(2020)
	year2021 = trade.Year(2021)
	part2021 = trade.Span(trade.MonthOf(2021, 1), trade.MonthOf(2021, 9))
	part2022 = trade.Span(trade.MonthOf(2022, 1), trade.MonthOf(2022, 9))
)

// sold and bought between Belarus and Primorsky Krai, by adding up rows.
func totals(t *testing.T, p trade.Period) (exports, imports int64) {
	t.Helper()
	for _, o := range take(t, "demo-region").Observations {
		if !p.Contains(o.Period) {
			continue
		}
		if o.Exporter == "BLR" && o.Importer == "RU-PRI" {
			exports += o.ValueUSD.Thousandths
		}
		if o.Exporter == "RU-PRI" && o.Importer == "BLR" {
			imports += o.ValueUSD.Thousandths
		}
	}
	return exports, imports
}

func TestPublishedTurnover(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		period   trade.Period
		turnover string
	}{
		{year2020, "17300000"}, {year2021, "32700000"}, {part2021, "22222222.222"}, {part2022, "40000000"},
	} {
		exports, imports := totals(t, c.period)
		if got := trade.FormatThousandths(exports + imports); got != c.turnover {
			t.Errorf("turnover in %v is %s, want %s", c.period, got, c.turnover)
		}
	}
}

func TestPublishedDirections(t *testing.T) {
	t.Parallel()
	exports, imports := totals(t, part2022)
	if exports != 32_500_000_000 || imports != 7_500_000_000 {
		t.Errorf("exports %d, imports %d", exports, imports)
	}
	before, _ := totals(t, part2021)
	if exports <= 2*before {
		t.Errorf("exports grew from %d to %d and did not more than double", before, exports)
	}
}

func TestPublishedGrowth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		now, base trade.Period
		want      string
	}{{year2021, year2020, "+89.0%"}, {part2022, part2021, "+80.0%"}} {
		x, m := totals(t, c.now)
		x0, m0 := totals(t, c.base)
		if got := fmt.Sprintf("%+.1f%%", 100*(float64(x+m)/float64(x0+m0)-1)); got != c.want {
			t.Errorf("growth in %v is %s, want %s", c.now, got, c.want)
		}
	}
	x, m := totals(t, part2022)
	x0, m0 := totals(t, part2021)
	if 10*(x+m)/18 != x0+m0 {
		t.Errorf("%d is not 1.8 times %d", x+m, x0+m0)
	}
}

func TestMonthsArePlausible(t *testing.T) {
	t.Parallel()
	for m := trade.MonthOf(2019, 1); m <= trade.MonthOf(2022, 9); m++ {
		exports, imports := totals(t, trade.Period{First: m, Months: 1})
		year, _ := totals(t, trade.Year(m.Year()))
		months := 12
		if m.Year() == 2022 {
			months = 9
		}
		if mean := year / int64(months); exports < mean/3 || exports > mean*3 {
			t.Errorf("exports in %v are %d, %d in a usual month of the year", m, exports, mean)
		}
		if imports < 200_000_000 || imports > 2_000_000_000 {
			t.Errorf("imports in %v are %d", m, imports)
		}
	}
}

func TestNamedGoodsLead(t *testing.T) {
	t.Parallel()
	out := []trade.Product{"8704", "XXXX", "8421", "0406", "0405", "3925"}
	in := []trade.Product{"8708", "3004", "2301", "8507"}
	for _, p := range []trade.Period{part2021, year2021, part2022} {
		for _, c := range []struct {
			from, to trade.Economy
			lead     []trade.Product
		}{{"BLR", "RU-PRI", out}, {"RU-PRI", "BLR", in}} {
			order := ranked(t, p, c.from, c.to)
			if len(order) < len(c.lead)+4 || !slices.Equal(order[:len(c.lead)], c.lead) {
				t.Errorf("%v, %s to %s: %v, want %v first", p, c.from, c.to, order, c.lead)
			}
		}
	}
}

// ranked returns the goods of a flow, largest first.
func ranked(t *testing.T, p trade.Period, from, to trade.Economy) []trade.Product {
	t.Helper()
	sums := map[trade.Product]int64{}
	for _, o := range take(t, "demo-region").Observations {
		if o.Exporter == from && o.Importer == to && p.Contains(o.Period) {
			sums[o.Product] += o.ValueUSD.Thousandths
		}
	}
	var order []trade.Product
	for product := range sums {
		order = append(order, product)
	}
	sort.Slice(order, func(i, j int) bool { return sums[order[i]] > sums[order[j]] })
	return order
}

func TestPlant(t *testing.T) {
	t.Parallel()
	plant, region := map[trade.Month]int64{}, map[trade.Month]int64{}
	var now, before int64
	for _, o := range take(t, "demo-enterprise").Observations {
		if o.Exporter != "BLR" || o.Importer != "RU-PRI" {
			t.Fatalf("a flow by enterprise from %s to %s", o.Exporter, o.Importer)
		}
		if o.Enterprise != "Minsk Electrotechnical Plant named after V. Kozlov" {
			continue
		}
		if o.Product != "8504" {
			t.Fatalf("the plant exports %s", o.Product)
		}
		plant[o.Period.First] += o.ValueUSD.Thousandths
		if part2022.Contains(o.Period) {
			now += o.ValueUSD.Thousandths
		}
		if part2021.Contains(o.Period) {
			before += o.ValueUSD.Thousandths
		}
	}
	if now != 1_600_000_000 || fmt.Sprintf("%.1f", float64(now)/float64(before)) != "7.4" || 10*now/74 != before {
		t.Errorf("the plant exported %d and %d a year before", now, before)
	}
	for _, o := range take(t, "demo-region").Observations {
		if o.Exporter == "BLR" && o.Importer == "RU-PRI" && o.Product == "8504" {
			region[o.Period.First] += o.ValueUSD.Thousandths
		}
	}
	for m := trade.MonthOf(2019, 1); m <= trade.MonthOf(2022, 9); m++ {
		if plant[m] <= 0 || region[m] <= plant[m] {
			t.Errorf("in %v the plant exports %d, all makers %d", m, plant[m], region[m])
		}
	}
}
