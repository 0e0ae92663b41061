package analysis

import (
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

func contains(text, part string) bool { return strings.Contains(text, part) }

const million = 1_000_000_000 // thousandths of a dollar in a million dollars

// report is the pair of the news report: 17.3 in 2020, 32.7 in 2021, 40.0 in nine
// months of 2022 (32.5 out, 7.5 in) after 22.2 (15.2 out) in those of 2021, which
// makes +80.2% by these rounded figures; the demo world has 22.222222.
func report(t *testing.T) *world {
	w := &world{}
	w.cover("demo-region", []trade.Economy{"BLR", "RU-PRI", "RU-AMU"}, months(t, "2020-01..2022-09"),
		func(c *trade.Coverage) { c.Regions, c.Origin.Synthetic = true, true })
	put := func(month string, product trade.Product, exports, imports int64) {
		p := periods(t, month)[0]
		if exports > 0 {
			w.add("demo-region", p, "BLR", "RU-PRI", product, exports, nil)
		}
		if imports > 0 {
			w.add("demo-region", p, "RU-PRI", "BLR", product, imports, nil)
		}
	}
	put("2020-03", "8704", 6*million, 3*million)
	put("2020-11", "0406", 5_300_000_000, 3*million)
	put("2021-02", "8704", 15_200_000_000, 4_000_000_000)
	put("2021-09", "8708", 0, 3_022_222_222)
	put("2021-12", "0406", 6*million, 4_477_777_778)
	put("2022-01", "8704", 20*million, 0)
	put("2022-05", "0406", 8*million, 0)
	put("2022-09", "XXXX", 4_500_000_000, 0)
	put("2022-09", "8708", 0, 7_500_000_000)
	return w
}

func TestAccountOfTheReport(t *testing.T) {
	t.Parallel()
	r := answer(t, report(t), "account", Arguments{A: find(t, "BLR"), B: find(t, "RU-PRI")})
	for i, want := range []struct {
		period, base, exports, imports, turnover string
	}{
		{"2020", "2019", "11300000", "6000000", "17300000"},
		{"2021", "2020", "21200000", "11500000", "32700000"},
		{"2022-01..2022-09", "2021-01..2021-09", "32500000", "7500000", "40000000"},
	} {
		if got := at(t, r, i, "period").Text; got != want.period {
			t.Errorf("row %d is of %s, want %s", i, got, want.period)
		}
		if got := at(t, r, i, "base_period").Text; got != want.base {
			t.Errorf("row %d is against %s, want %s", i, got, want.base)
		}
		wantAmount(t, r, i, "exports_usd", want.exports)
		wantAmount(t, r, i, "imports_usd", want.imports)
		wantAmount(t, r, i, "turnover_usd", want.turnover)
	}
	wantStatus(t, r, 0, "turnover_growth", trade.StatusMissing)
	wantRatio(t, r, 1, "turnover_growth", 32.7/17.3-1) // +89.0%
	wantRatio(t, r, 2, "turnover_growth", 0.8)
	wantRatio(t, r, 2, "turnover_times", 1.8)
	wantRatio(t, r, 2, "exports_times", 32.5/15.2)
	wantAmount(t, r, 2, "balance_usd", "25000000")
	wantRatio(t, r, 2, "coverage", 32.5/7.5)
	if r.Title != "Belarus with Primorsky Krai: trade in goods" {
		t.Errorf("title %q", r.Title)
	}
	if r.Reports["demo-region"] != "reconciled" {
		t.Errorf("reports %v", r.Reports)
	}
	if r.Snapshot != 7 || len(r.Origins) != 1 || r.Origins[0].Dataset != "demo-region" {
		t.Errorf("snapshot %d, origins %v", r.Snapshot, r.Origins)
	}
}

func TestAccountInRussian(t *testing.T) {
	t.Parallel()
	args := Arguments{A: find(t, "BLR"), B: find(t, "RU-PRI"), Language: trade.Russian}
	r, err := ask(report(t).asker(), "account", args)
	if err != nil {
		t.Fatal(err)
	}
	if !contains(r.Title, "торговля товарами") || contains(r.Title, "trade") {
		t.Errorf("title %q", r.Title)
	}
	if r.Reports["demo-region"] != "согласованные данные" {
		t.Errorf("reports %v", r.Reports)
	}
}

// TestThePlant is the transformer plant of the report: 1.6 million in nine months,
// 7.4 times the year before.
func TestThePlant(t *testing.T) {
	t.Parallel()
	for _, reporter := range []trade.Reporter{trade.ByExporter, trade.Reconciled} {
		t.Run(string(reporter), func(t *testing.T) {
			t.Parallel()
			checkPlant(t, reporter)
		})
	}
}

// checkPlant asks a dataset that holds exports only: imports are missing, also
// where absence means zero.
func checkPlant(t *testing.T, reporter trade.Reporter) {
	w := report(t)
	w.cover("demo-enterprise", []trade.Economy{"BLR"}, months(t, "2021-01..2022-09"), func(c *trade.Coverage) {
		c.Enterprises, c.Regions, c.AbsentIsZero, c.Reporter = true, true, reporter == trade.Reconciled, reporter
		c.Importers = []trade.Economy{"RU-PRI"}
	})
	plant := func(name string) func(*cube.Row) {
		return func(r *cube.Row) { r.Enterprise, r.Reporter = name, reporter }
	}
	w.add("demo-enterprise", periods(t, "2021-05")[0], "BLR", "RU-PRI", "8504", 216_216_216, plant("kozlov"))
	w.add("demo-enterprise", periods(t, "2022-05")[0], "BLR", "RU-PRI", "8504", 1_600_000_000, plant("kozlov"))
	w.add("demo-enterprise", periods(t, "2022-05")[0], "BLR", "RU-PRI", "8504", 9_000_000_000, plant("another"))
	args := Arguments{
		A: find(t, "BLR"), B: find(t, "RU-PRI"), Dataset: "demo-enterprise", Periods: periods(t, "2022-01..2022-09"),
		Where: []cube.Filter{{Column: cube.Enterprise, Values: []string{"kozlov"}}},
	}
	r := answer(t, w, "account", args)
	wantAmount(t, r, 0, "exports_usd", "1600000")
	wantRatio(t, r, 0, "exports_times", 7.4)
	wantAmount(t, r, 0, "imports_usd", "missing")
	wantAmount(t, r, 0, "turnover_usd", "missing")
	wantAmount(t, r, 0, "balance_usd", "missing")
	wantNote(t, r, "by enterprise and covers a part of trade")

	s := answer(t, w, "structure", args)
	if len(s.Rows) != 1 || at(t, s, 0, "product").Text != "8504" {
		t.Errorf("the plant's structure has %d rows", len(s.Rows))
	}
	wantRatio(t, s, 0, "share", 1)
	args.Where[0].Values[0] = "koslov"
	for _, question := range []string{"account", "structure", "flows"} {
		_, err := ask(w.asker(), question, args)
		wantError(t, err, trade.Usage, `"koslov"`, "did you mean kozlov?")
	}
	if r = answer(t, w, "account", Arguments{A: args.A, B: args.B}); len(r.Origins) != 1 || r.Origins[0].Dataset != "demo-region" {
		t.Errorf("a dataset by enterprise answered unasked: %v", r.Origins)
	}
}

// vector is TV-A1: three partners of one economy in two years.
func vector(t *testing.T) *world {
	w := &world{}
	w.cover("toy", []trade.Economy{"BLR", "AUT", "BEL", "CHE"}, periods(t, "2020,2021"),
		func(c *trade.Coverage) { c.Months = 12 })
	for year, flows := range map[string][3][2]int64{
		"2020": {{40, 20}, {30, 15}, {10, 5}},
		"2021": {{50, 30}, {24, 15}, {26, 15}},
	} {
		for i, partner := range []trade.Economy{"AUT", "BEL", "CHE"} {
			p := periods(t, year)[0]
			w.add("toy", p, "BLR", partner, "8704", flows[i][0]*1000, nil)
			w.add("toy", p, partner, "BLR", "8708", flows[i][1]*1000, nil)
		}
	}
	return w
}

func TestVectorA1(t *testing.T) {
	t.Parallel()
	w := vector(t)
	args := Arguments{A: find(t, "BLR"), B: group3("ABC", "AUT", "BEL", "CHE"), Periods: periods(t, "2020,2021")}
	r := answer(t, w, "account", args)
	wantAmount(t, r, 0, "turnover_usd", "120")
	wantAmount(t, r, 1, "turnover_usd", "160")
	wantRatio(t, r, 1, "turnover_growth", 1.0/3)
	wantAmount(t, r, 0, "balance_usd", "40")
	wantAmount(t, r, 1, "balance_usd", "40")
	wantRatio(t, r, 0, "coverage", 2)
	wantRatio(t, r, 1, "coverage", 5.0/3)
	wantRatio(t, r, 1, "exports_contribution_pp", 50.0/3)
	wantRatio(t, r, 1, "imports_contribution_pp", 50.0/3)

	args.Periods, args.By = periods(t, "2021"), []string{"partner"}
	r = answer(t, w, "account", args)
	for partner, pp := range map[string]float64{"AUT": 50.0 / 3, "BEL": -5, "CHE": 65.0 / 3} {
		wantRatio(t, r, rowOf(t, r, "partner", partner), "contribution_pp", pp)
	}
	if name := at(t, r, 0, "partner_name").Text; name != "Austria" {
		t.Errorf("the first partner by value is %q", name)
	}
	args.By = []string{"direction"}
	r = answer(t, w, "account", args)
	for i, direction := range []string{"exports", "imports"} {
		if at(t, r, i, "direction").Text != direction {
			t.Errorf("row %d is not of %s", i, direction)
		}
		wantRatio(t, r, i, "contribution_pp", 50.0/3)
	}
}

// TestVectorA3 differences year-to-date figures: a third quarter of 12.3 after 8.
func TestVectorA3(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.cover("toy", []trade.Economy{"BLR", "AUT"}, months(t, "2021-01..2022-09"), nil)
	for month, value := range map[string]int64{"2021-02": 14_000, "2021-08": 8_000, "2022-02": 27_300, "2022-08": 12_300} {
		w.add("toy", periods(t, month)[0], "BLR", "AUT", "8704", value, nil)
	}
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2022H1,2022-01..2022-09,2022Q3")}
	r := answer(t, w, "account", args)
	wantRatio(t, r, 0, "exports_growth", 0.95)
	wantRatio(t, r, 1, "exports_growth", 0.8)
	wantAmount(t, r, 2, "exports_usd", "12.3")
	wantRatio(t, r, 2, "exports_growth", 0.5375)
}

func TestVectorA4(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before, now int64
		status      trade.Status
		times       float64
	}{
		"new":    {0, 5, trade.New, 0},
		"ceased": {5, 0, trade.Ceased, 0},
		"n/a":    {0, 0, trade.Undefined, 0},
		"times":  {10, 74, trade.OK, 7.4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &world{}
			w.cover("toy", []trade.Economy{"BLR", "AUT"}, months(t, "2020,2021"), nil)
			w.add("toy", periods(t, "2020-01")[0], "BLR", "AUT", "8704", c.before*1000, nil)
			w.add("toy", periods(t, "2021-01")[0], "BLR", "AUT", "8704", c.now*1000, nil)
			r := answer(t, w, "account", Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2021")})
			wantStatus(t, r, 0, "exports_growth", c.status)
			if c.status == trade.OK {
				wantRatio(t, r, 0, "exports_times", c.times)
				wantRatio(t, r, 0, "exports_growth", c.times-1)
			}
			wantStatus(t, r, 0, "imports_growth", trade.Undefined)
		})
	}
}

func TestAccountAsksOnceForEachDirection(t *testing.T) {
	t.Parallel()
	w := report(t)
	engine := &counted{Engine: cube.NewMemory(w.rows)}
	args := Arguments{A: find(t, "BLR"), B: find(t, "RU-PRI")}
	if _, err := ask(Asker{Engine: engine, Coverage: w}, "account", args); err != nil {
		t.Fatal(err)
	}
	if engine.queries != 2 {
		t.Errorf("the account took %d queries", engine.queries)
	}
}

func TestRank(t *testing.T) {
	t.Parallel()
	r := answer(t, vector(t), "account", Arguments{A: find(t, "BLR"), B: find(t, "CHE"), Periods: periods(t, "2020,2021"), Rank: true})
	for field, want := range map[string][2]string{
		"rank_exports": {"3", "2"}, "rank_imports": {"3", "2"}, "rank_turnover": {"3", "2"}, "partners": {"3", "3"},
	} {
		wantAmount(t, r, 0, field, want[0])
		wantAmount(t, r, 1, field, want[1])
	}
}

func TestUnpublishedValuesAreCounted(t *testing.T) {
	t.Parallel()
	w := vector(t)
	w.add("toy", periods(t, "2021")[0], "BLR", "AUT", "0406", 0, func(r *cube.Row) {
		r.ValueUSD, r.Value, r.Flags = trade.Absent(trade.Suppressed), trade.Absent(trade.Suppressed), trade.FlagSuppressed
	})
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2021")}
	r := answer(t, w, "account", args)
	wantAmount(t, r, 0, "exports_usd", "50")
	wantNote(t, r, "not in the sums: 1.")
	s := answer(t, w, "structure", args)
	wantAmount(t, s, rowOf(t, s, "product", "0406"), "value_usd", "suppressed")
	wantStatus(t, s, rowOf(t, s, "product", "0406"), "share", trade.StatusHidden)
}
