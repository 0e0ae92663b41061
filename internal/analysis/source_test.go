package analysis

import (
	"slices"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// chosenFor returns dataset and reporter of both directions as the answer says
// them, such as "x exporter".
func chosenFor(t *testing.T, w *world, args Arguments) [2]string {
	t.Helper()
	r := answer(t, w, "account", args)
	var got [2]string
	for i, d := range []string{"exports", "imports"} {
		if s, ok := r.Arguments[d].(map[string]any); ok {
			got[i] = s["dataset"].(string) + " " + s["reporter"].(string)
		}
	}
	return got
}

// reportsOf adds a dataset of reports: each economy reports both directions in the
// periods; partners are all of them and those named.
func (w *world) reportsOf(t *testing.T, dataset string, reported map[trade.Economy]string, partners ...trade.Economy) {
	t.Helper()
	for e := range reported {
		partners = append(partners, e)
	}
	for e, span := range reported {
		w.cover(dataset, slices.Clone(partners), months(t, span), func(c *trade.Coverage) {
			c.AbsentIsZero, c.Reporter, c.Exporters = false, trade.ByExporter, []trade.Economy{e}
		})
		w.cover(dataset, slices.Clone(partners), months(t, span), func(c *trade.Coverage) {
			c.AbsentIsZero, c.Reporter, c.Importers = false, trade.ByImporter, []trade.Economy{e}
		})
	}
	slices.SortFunc(w.held, func(a, b trade.Coverage) int { return slices.Compare([]string{a.Dataset}, []string{b.Dataset}) })
}

func TestOneSource(t *testing.T) {
	t.Parallel()
	blr, aut := trade.Economy("BLR"), trade.Economy("AUT")
	all := func() []trade.Economy { return []trade.Economy{"BLR", "AUT"} }
	coarse := func(c *trade.Coverage) { c.Months = 12 }
	for name, c := range map[string]struct {
		fill func(w *world)
		args Arguments
		want [2]string
	}{
		"covers the period": {
			func(w *world) {
				w.cover("a", all(), months(t, "2020"), nil)
				w.cover("b", all(), months(t, "2021"), nil)
			}, Arguments{Periods: periods(t, "2021")}, [2]string{"b reconciled", "b reconciled"},
		},
		"covers the base too": {
			func(w *world) {
				w.cover("a", all(), months(t, "2021"), nil)
				w.cover("b", all(), periods(t, "2020,2021"), coarse)
			}, Arguments{Periods: periods(t, "2021")}, [2]string{"b reconciled", "b reconciled"},
		},
		"finer in month": {
			func(w *world) {
				w.cover("a", all(), periods(t, "2020,2021"), coarse)
				w.cover("b", all(), months(t, "2020,2021"), nil)
			}, Arguments{Periods: periods(t, "2021")}, [2]string{"b reconciled", "b reconciled"},
		},
		"finer in product": {
			func(w *world) {
				w.cover("a", all(), months(t, "2021"), nil)
				w.cover("b", all(), months(t, "2021"), func(c *trade.Coverage) { c.Digits = 6 })
			}, Arguments{Periods: periods(t, "2021")}, [2]string{"b reconciled", "b reconciled"},
		},
		"flows before totals": {
			func(w *world) {
				w.cover("a", all(), months(t, "2021"), func(c *trade.Coverage) { c.TotalsOnly = true })
				w.cover("b", all(), periods(t, "2021"), coarse)
			}, Arguments{Periods: periods(t, "2021")}, [2]string{"b reconciled", "b reconciled"},
		},
		"named": {
			func(w *world) {
				w.cover("a", all(), months(t, "2021"), nil)
				w.cover("b", all(), months(t, "2021"), nil)
			}, Arguments{Dataset: "b"}, [2]string{"b reconciled", "b reconciled"},
		},
		"own report": {
			func(w *world) { w.reportsOf(t, "a", map[trade.Economy]string{blr: "2021", aut: "2020..2021"}) },
			Arguments{Periods: periods(t, "2021")}, [2]string{"a exporter", "a importer"},
		},
		"mirror report where the own does not cover": {
			func(w *world) { w.reportsOf(t, "a", map[trade.Economy]string{blr: "2020", aut: "2020..2021"}) },
			Arguments{Periods: periods(t, "2021")}, [2]string{"a importer", "a exporter"},
		},
		"the other's report": {
			func(w *world) { w.reportsOf(t, "a", map[trade.Economy]string{blr: "2021", aut: "2021"}) },
			Arguments{Periods: periods(t, "2021"), Reporter: "b"}, [2]string{"a importer", "a exporter"},
		},
		"reconciled": {
			func(w *world) {
				w.reportsOf(t, "a", map[trade.Economy]string{blr: "2020..2021", aut: "2021"})
				w.cover("b", all(), periods(t, "2021"), coarse)
			}, Arguments{Periods: periods(t, "2021"), Reporter: "reconciled"}, [2]string{"b reconciled", "b reconciled"},
		},
		"a direction of its own": {
			func(w *world) {
				w.cover("a", []trade.Economy{aut}, months(t, "2020..2021"), func(c *trade.Coverage) {
					c.AbsentIsZero, c.Reporter, c.Exporters = false, trade.ByExporter, []trade.Economy{blr}
				})
				w.cover("b", []trade.Economy{aut}, periods(t, "2021"), func(c *trade.Coverage) {
					c.AbsentIsZero, c.Reporter, c.Importers, c.Months = false, trade.ByImporter, []trade.Economy{blr}, 12
				})
			}, Arguments{Periods: periods(t, "2021")}, [2]string{"a exporter", "b importer"},
		},
		"one direction only": {
			func(w *world) {
				w.cover("a", []trade.Economy{aut}, months(t, "2021"), func(c *trade.Coverage) {
					c.AbsentIsZero, c.Reporter, c.Exporters = false, trade.ByExporter, []trade.Economy{blr}
				})
			}, Arguments{Periods: periods(t, "2021")}, [2]string{"a exporter", ""},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &world{}
			c.fill(w)
			c.args.A, c.args.B = find(t, "BLR"), find(t, "AUT")
			if got := chosenFor(t, w, c.args); got != c.want {
				t.Errorf("answered by %v, want %v", got, c.want)
			}
		})
	}
}

func TestOtherSourcesAreSaid(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.cover("a", []trade.Economy{"BLR", "AUT"}, periods(t, "2021"), func(c *trade.Coverage) { c.Months = 12 })
	w.reportsOf(t, "b", map[trade.Economy]string{"AUT": "2021"}, "BLR")
	r := answer(t, w, "account", Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2021")})
	wantNote(t, r, "Also able to answer: a (--dataset).")
	wantNote(t, r, "Exports and imports are taken from the report of the other side, Austria")
	both := &world{}
	both.reportsOf(t, "b", map[trade.Economy]string{"AUT": "2021", "BLR": "2021"}, "BLR", "AUT")
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2021"), Reporter: "a"}
	if got := answer(t, both, "account", args).Reports["b"]; got != "as reported by Belarus" {
		t.Errorf("the report is %q", got)
	}
	if r.Reports["b"] != "as reported by Austria" {
		t.Errorf("reports %v", r.Reports)
	}
}

// TestGroupsNeedEveryReport: the report of a group covers what all its members
// cover, and members that a dataset lacks are not left out in silence.
func TestGroupsNeedEveryReport(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.reportsOf(t, "a", map[trade.Economy]string{"BLR": "2021", "KAZ": "2021-01..2021-06"}, "AUT")
	args := Arguments{A: group3("BK", "BLR", "KAZ"), B: find(t, "AUT")}
	r := answer(t, w, "account", args)
	if got := at(t, r, 0, "period").Text; got != "2021H1" {
		t.Errorf("the group is covered in %s", got)
	}
	args.A = group3("BKA", "BLR", "KAZ", "ARM")
	_, err := ask(w.asker(), "account", args)
	wantError(t, err, trade.NoData, "ARM", "--partial")
	args.Partial = true
	wantNote(t, answer(t, w, "account", args), "left out: ARM")
}

func TestSourceErrors(t *testing.T) {
	t.Parallel()
	regional := report(t)
	regional.cover("plants", []trade.Economy{"BLR", "KAZ"}, months(t, "2021"), func(c *trade.Coverage) { c.Enterprises = true })
	regional.cover("world", []trade.Economy{"AUT", "CHE", "BLR"}, months(t, "2021"), nil)
	for name, c := range map[string]struct {
		a, b string
		args Arguments
		kind trade.Kind
		says []string
	}{
		"country of regions": {"RUS", "BLR", Arguments{}, trade.NoData, []string{"no dataset holds", "RU-AMU", "not summed unasked"}},
		"region of country":  {"AT-9", "BLR", Arguments{}, trade.NoData, []string{"the whole country, AUT"}},
		"unknown":            {"FRA", "BLR", Arguments{}, trade.NoData, []string{"no dataset holds France (FRA)", "oborot datasets"}},
		"not in the dataset": {"BLR", "AUT", Arguments{Dataset: "demo-region"}, trade.NoData,
			[]string{"demo-region does not hold Austria", "is in world"}},
		"no such dataset": {"BLR", "RU-PRI", Arguments{Dataset: "demo-regoin"}, trade.Usage,
			[]string{"demo-regoin", "did you mean demo-region?"}},
		"no common dataset":  {"RU-PRI", "AUT", Arguments{}, trade.NoData, []string{"no dataset holds both", "demo-region", "world"}},
		"only by enterprise": {"KAZ", "BLR", Arguments{}, trade.NoData, []string{"by enterprise", "--dataset plants"}},
		"no such report":     {"AUT", "CHE", Arguments{Reporter: "a"}, trade.NoData, []string{"reconciled"}},
		"no such reporter":   {"AUT", "CHE", Arguments{Reporter: "c"}, trade.Usage, []string{"a, b or reconciled"}},
		"period":             {"AUT", "CHE", Arguments{Periods: periods(t, "2015")}, trade.NoData, []string{"2015", "world covers 2021"}},
		"itself":             {"AUT", "AUT", Arguments{}, trade.Usage, []string{"both sides are Austria"}},
		"its own region":     {"RUS", "RU-PRI", Arguments{}, trade.Usage, []string{"overlap"}},
		"its own country":    {"RU-PRI", "RUS", Arguments{}, trade.Usage, []string{"overlap"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.args.A, c.args.B = find(t, c.a), find(t, c.b)
			for _, question := range []string{"account", "structure", "flows"} {
				_, err := ask(regional.asker(), question, c.args)
				wantError(t, err, c.kind, c.says...)
			}
		})
	}
	_, err := ask((&world{}).asker(), "account", Arguments{A: find(t, "BLR"), B: find(t, "AUT")})
	wantError(t, err, trade.NoData, "the lake holds no flows", "oborot import")
	_, err = ask(regional.asker(), "account", Arguments{A: find(t, "BLR")})
	wantError(t, err, trade.Usage, "needs two economies")
}

func TestRegionsAreNotTheWorld(t *testing.T) {
	t.Parallel()
	w := report(t)
	args := Arguments{A: find(t, "BLR"), B: find(t, "WLD")}
	_, err := ask(w.asker(), "account", args)
	wantError(t, err, trade.NoData)
	args.Dataset = "demo-region"
	wantNote(t, answer(t, w, "account", args), "trade with regions only")
	args.A, args.Dataset = find(t, "RU-PRI"), ""
	wantAmount(t, answer(t, w, "account", args), 2, "imports_usd", "32500000")
}

func TestOverlap(t *testing.T) {
	t.Parallel()
	eaeu := group3("EAEU", "ARM", "BLR", "KAZ", "KGZ", "RUS")
	for name, c := range map[string]struct {
		a, b        reference.Side
		left        trade.Economy
		members     int // of the group that is left
		reducedSide func(pair) reference.Side
	}{
		"member of A":       {eaeu, find(t, "BLR"), "BLR", 4, func(p pair) reference.Side { return p.a }},
		"member of B":       {find(t, "BLR"), eaeu, "BLR", 4, func(p pair) reference.Side { return p.b }},
		"region of member":  {eaeu, find(t, "RU-PRI"), "RUS", 4, func(p pair) reference.Side { return p.a }},
		"groups that share": {eaeu, group3("XY", "RUS", "CHN"), "RUS", 1, func(p pair) reference.Side { return p.b }},
	} {
		p, err := newPair(c.a, c.b)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := len(c.reducedSide(p).Members); got != c.members || !slices.Equal(p.left, []trade.Economy{c.left}) {
			t.Errorf("%s: %d members are left, %v is taken out", name, got, p.left)
		}
	}
	_, err := newPair(eaeu, group3("BK", "BLR", "KAZ"))
	wantError(t, err, trade.Usage, "every member of BK is in EAEU")

	w := &world{}
	w.cover("toy", slices.Clone(eaeu.Members), months(t, "2021"), nil)
	w.add("toy", months(t, "2021")[0], "KAZ", "BLR", "8704", 3000, nil)
	r := answer(t, w, "account", Arguments{A: eaeu, B: find(t, "BLR")})
	wantAmount(t, r, 0, "exports_usd", "3")
	wantNote(t, r, "EAEU is counted without BLR")
}

// TestReporterIsRead: figures of the other report are not in the sums.
func TestReporterIsRead(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.reportsOf(t, "a", map[trade.Economy]string{"BLR": "2021", "AUT": "2021"})
	jan := months(t, "2021")[0]
	w.add("a", jan, "BLR", "AUT", "8704", 3000, reportedBy(trade.ByExporter))
	w.add("a", jan, "BLR", "AUT", "8704", 5000, reportedBy(trade.ByImporter))
	w.add("b", jan, "BLR", "AUT", "8704", 7000, nil)
	w.add("a", jan, "BLR", "AUT", "8704", 11000, func(r *cube.Row) { r.Flow, r.Reporter = trade.ReExport, trade.ByExporter })
	for reporter, want := range map[string]string{"": "3", "a": "3", "b": "5"} {
		r := answer(t, w, "account", Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Reporter: reporter})
		wantAmount(t, r, 0, "exports_usd", want)
		wantAmount(t, r, 0, "imports_usd", "missing") // absence is not zero here
		wantAmount(t, r, 0, "turnover_usd", "missing")
	}
}
