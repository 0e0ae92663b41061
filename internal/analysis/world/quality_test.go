package world

import (
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// bothWays is what BLR and RUS sell each other, dollars and kilograms.
func bothWays() *stand {
	s := &stand{}
	sides := []trade.Economy{"BLR", "RUS"}
	s.cover("d", sides, sides, []int{2020, 2021}, func(c *trade.Coverage) { c.Digits = 6 })
	for _, f := range []struct {
		product            trade.Product
		sold, kg, back, by float64
	}{
		{"220421", 120, 40, 90, 45},    // 1.5
		{"401110", 200, 100, 260, 120}, // 0.923
		{"250100", 30, 300, 45, 150},   // 0.333
		{"720810", 80, 0, 60, 30},      // no mass one way
		{"030211", 70, 10, 0, 0},       // one way
		{"480210", 86, 10, 100, 10},    // 0.86
		{"090210", 5, 1, 100, 20},      // hardly two-way
	} {
		s.add("d", 2021, "BLR", "RUS", f.product, f.sold, f.kg)
		if f.back > 0 {
			s.add("d", 2021, "RUS", "BLR", f.product, f.back, f.by)
		}
	}
	s.add("d", 2020, "BLR", "RUS", "220421", 10, 10)
	s.add("d", 2020, "RUS", "BLR", "220421", 10, 10)
	return s
}

func qualityOf(t *testing.T, by ...string) analysis.Arguments {
	t.Helper()
	args := pairOf(t, "BLR", "RUS")
	args.By = by
	return args
}

// kinds compares goods, turnover and what is traded both ways of each kind.
func (a answered) kinds(period string, want map[string][3]string) {
	a.t.Helper()
	for kind, figures := range want {
		row := a.row("kind", kind, "period", period)
		if goods := row[a.field("goods")].Number; goods != int64(figures[0][0]-'0') {
			a.t.Errorf("%s: %d goods, want %s", kind, goods, figures[0])
		}
		a.money(row, "turnover_usd", figures[1])
		a.money(row, "both_ways_usd", figures[2])
	}
}

// TestKindsOfTrade: the last year by itself, sums by hand; shares add up to one and to
// Grubel and Lloyd's index.
func TestKindsOfTrade(t *testing.T) {
	t.Parallel()
	a := bothWays().answered(t, pricesName, qualityOf(t, "quality"))
	if a.Method != "quality/1" || len(a.Rows) != 6 || a.Arguments["band"] != "reciprocal" || a.Arguments["tolerance"] != .15 ||
		a.Arguments["overlap"] != .1 || a.Arguments["minimum_coverage"] != .6 {
		t.Fatalf("%s, %d rows, %v", a.Method, len(a.Rows), a.Arguments)
	}
	a.kinds("2021", map[string][3]string{
		"all": {"7", "1246", "942"}, "one_way": {"2", "175", "10"}, "horizontal": {"1", "460", "400"},
		"vertical_high": {"1", "210", "180"}, "vertical_low": {"2", "261", "232"}, "unpriced": {"1", "140", "120"},
	})
	all, low := a.row("kind", "all"), a.row("kind", "vertical_low")
	a.near(all, "share", 1)
	a.near(all, "both_ways_share", 942./1246)
	a.near(low, "share", 261./1246)
	a.near(low, "both_ways_share", 232./1246)
	a.money(low, "exports_usd", "116")
	a.money(low, "imports_usd", "145")
	a.says("from 0.87 to 1.15 (reciprocal band")
	a.says("Both directions are valued FOB")
	args := qualityOf(t, "quality")
	args.Quality = analysis.QualityTerms{Band: "symmetric", Overlap: new(0.)}
	a = bothWays().answered(t, pricesName, args)
	a.kinds("2021", map[string][3]string{
		"one_way": {"1", "70", "0"}, "horizontal": {"3", "751", "582"}, "vertical_low": {"1", "75", "60"}, "vertical_high": {"1", "210", "180"},
	})
	args.Quality = analysis.QualityTerms{Tolerance: new(.6)}
	args.Periods = []trade.Period{trade.Span(trade.MonthOf(2020, 1), trade.MonthOf(2021, 12))}
	a = bothWays().answered(t, pricesName, args)
	a.kinds("2020", map[string][3]string{"all": {"1", "20", "20"}, "horizontal": {"1", "20", "20"}})
	a.kinds("2021", map[string][3]string{"horizontal": {"3", "856", "752"}, "vertical_low": {"1", "75", "60"}})
}

// TestKindsOfGoods: unit values of both directions, their ratio and the kind.
func TestKindsOfGoods(t *testing.T) {
	t.Parallel()
	args := qualityOf(t, "quality", "product")
	a := bothWays().answered(t, pricesName, args)
	if len(a.Rows) != 7 || a.Rows[0][a.field("product")].Text != "401110" {
		t.Fatalf("%d rows, first %v", len(a.Rows), a.Rows[0])
	}
	wine := a.row("product", "220421")
	a.wants(wine, "kind", "vertical_high", "unit", "kg", "period", "2021")
	for name, want := range map[string]float64{
		"exports_unit_value": 3, "imports_unit_value": 2, "unit_value_ratio": 1.5, "grubel_lloyd": 180. / 210, "share": 210. / 1246,
	} {
		a.near(wine, name, want)
	}
	steel := a.row("product", "720810")
	a.wants(steel, "kind", "unpriced", "unit", "")
	a.status(steel, "unit_value_ratio", trade.Undefined)
	a.near(steel, "grubel_lloyd", 120./140)
	args.Top = 2
	a = bothWays().answered(t, pricesName, args)
	rest := a.row("product", "other")
	a.money(rest, "exports_usd", "271")
	a.money(rest, "imports_usd", "305")
	a.status(rest, "grubel_lloyd", trade.Undefined)
}

// TestKindsOfHiddenAndEstimated: what is hidden or not specified is of no kind, and an
// estimated mass is none; a unit value must rest on enough of the value.
func TestKindsOfHiddenAndEstimated(t *testing.T) {
	t.Parallel()
	s := bothWays()
	s.add("d", 2021, "BLR", "RUS", "8704XX", 50, 7)
	s.add("d", 2021, "RUS", "BLR", "8704XX", 50, 7)
	s.add("d", 2021, "RUS", "BLR", "999999", 30, 7)
	s.add("d", 2021, "BLR", "RUS", "401110", 300, 5).Flags |= trade.FlagNetEstimated
	a := s.answered(t, pricesName, qualityOf(t, "quality"))
	a.kinds("2021", map[string][3]string{
		"all": {"9", "1676", "1062"}, "unspecified": {"2", "130", "0"}, "unpriced": {"2", "900", "640"}, "horizontal": {"0", "0", "0"},
	})
	args := qualityOf(t, "quality")
	args.Coverage = .4 // 200 of 500
	s.answered(t, pricesName, args).kinds("2021", map[string][3]string{"horizontal": {"1", "760", "520"}})
}

// TestKindsByUnit: supplementary units are compared where both directions have the same.
func TestKindsByUnit(t *testing.T) {
	t.Parallel()
	s := bothWays()
	for i := range s.rows {
		s.rows[i].Quantity, s.rows[i].Unit = s.rows[i].NetKg, "u"
	}
	args := qualityOf(t, "quality", "product")
	args.Quantity = cube.Quantity
	a := s.answered(t, pricesName, args)
	a.wants(a.row("product", "220421"), "kind", "vertical_high", "unit", "u")
	s.rows[0].Unit = "l"
	a = s.answered(t, pricesName, args)
	a.wants(a.row("product", "220421"), "kind", "unpriced", "unit", "")
}

// TestKindsOfGroup: trade is two-way with one partner, not with a group together.
func TestKindsOfGroup(t *testing.T) {
	t.Parallel()
	s := &stand{}
	sides := []trade.Economy{"BLR", "RUS", "KAZ"}
	s.cover("d", sides, sides, []int{2021}, func(c *trade.Coverage) { c.Digits = 6 })
	s.add("d", 2021, "BLR", "RUS", "040100", 100, 10)
	s.add("d", 2021, "KAZ", "BLR", "040100", 100, 10)
	s.add("d", 2021, "BLR", "KAZ", "220421", 40, 10)
	s.add("d", 2021, "KAZ", "BLR", "220421", 40, 10)
	args := pairOf(t, "BLR", "RUS,KAZ")
	args.By = []string{"quality"}
	a := s.answered(t, pricesName, args)
	a.kinds("2021", map[string][3]string{"one_way": {"2", "200", "0"}, "horizontal": {"1", "80", "80"}})
	args.By = []string{"product", "quality"}
	a = s.answered(t, pricesName, args)
	a.wants(a.row("product", "220421"), "a", "BLR", "b", "KAZ", "kind", "horizontal")
}

// TestKindsValuedApart warns that freight moves the ratio.
func TestKindsValuedApart(t *testing.T) {
	t.Parallel()
	s := bothWays()
	s.held[0].Origin.Valuation = "imports CIF, exports FOB"
	s.answered(t, pricesName, qualityOf(t, "quality")).says("freight and insurance alone make imports dearer")
}

func TestKindsRefusals(t *testing.T) {
	t.Parallel()
	alone := &stand{}
	alone.cover("d", []trade.Economy{"BLR"}, []trade.Economy{"RUS"}, []int{2021}, func(c *trade.Coverage) { c.Reporter = trade.ByExporter })
	alone.add("d", 2021, "BLR", "RUS", "0402", 5, 5).Reporter = trade.ByExporter
	empty := bothWays()
	empty.rows = nil
	with := func(q analysis.QualityTerms) analysis.Arguments {
		args := qualityOf(t, "quality")
		args.Quality = q
		return args
	}
	stray := pairOf(t, "BLR", "RUS")
	stray.Quality.Band = "symmetric"
	for name, c := range map[string]struct {
		stand *stand
		args  analysis.Arguments
		kind  trade.Kind
		parts []string
	}{
		"one direction": {alone, qualityOf(t, "quality"), trade.NoData, []string{"imports", "both directions"}},
		"nothing":       {empty, qualityOf(t, "quality"), trade.NoData, []string{"nothing is held", "oborot account BLR RUS"}},
		"band":          {bothWays(), with(analysis.QualityTerms{Band: "wide"}), trade.Usage, []string{"wide", "--band reciprocal"}},
		"tolerance":     {bothWays(), with(analysis.QualityTerms{Tolerance: new(0.)}), trade.Usage, []string{"not above zero", "--tolerance"}},
		"overlap":       {bothWays(), with(analysis.QualityTerms{Overlap: new(1.)}), trade.Usage, []string{"overlap 1", "--overlap 0.1"}},
		"no quality":    {bothWays(), stray, trade.Usage, []string{"--by quality"}},
		"dimension":     {bothWays(), qualityOf(t, "quality", "month"), trade.Usage, []string{"--by quality,product"}},
	} {
		_, err := c.stand.ask(pricesName, c.args)
		if err == nil {
			t.Errorf("%s: an answer", name)
			continue
		}
		refused(t, err, c.kind, c.parts...)
	}
}
