package analysis

import (
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

func synthetic(c *trade.Coverage) { c.Origin.Synthetic = true }

func annual(c *trade.Coverage) { c.Months = 12 }

func where(column cube.Dimension, values ...string) []cube.Filter {
	return []cube.Filter{{Column: column, Values: values}}
}

// TestSyntheticAnswersLast: invented figures cover more, finer, and both
// directions, and still give way to real ones.
func TestSyntheticAnswersLast(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.cover("demo", []trade.Economy{"BLR", "AUT"}, months(t, "2018..2022"), synthetic)
	w.cover("real", []trade.Economy{"BLR"}, periods(t, "2020..2021"), func(c *trade.Coverage) {
		c.Months, c.AbsentIsZero, c.Reporter, c.Importers = 12, false, trade.ByExporter, []trade.Economy{"AUT"}
	})
	w.add("demo", months(t, "2021")[0], "BLR", "AUT", "8704", 1000, nil)
	w.add("real", periods(t, "2021")[0], "BLR", "AUT", "8704", 2000, reportedBy(trade.ByExporter))
	pair := Arguments{A: find(t, "BLR"), B: find(t, "AUT")}
	for name, c := range map[string]struct {
		periods, dataset string
		want             [2]string
	}{
		"open":                {"", "", [2]string{"real exporter", ""}},
		"period":              {"2021", "", [2]string{"real exporter", ""}},
		"real covers no part": {"2022", "", [2]string{"demo reconciled", "demo reconciled"}},
		"named":               {"2021", "demo", [2]string{"demo reconciled", "demo reconciled"}},
	} {
		args := pair
		args.Dataset = c.dataset
		if c.periods != "" {
			args.Periods = periods(t, c.periods)
		}
		if got := chosenFor(t, w, args); got != c.want {
			t.Errorf("%s: answered by %v, want %v", name, got, c.want)
		}
	}
	pair.Periods = periods(t, "2021..2022")
	_, err := ask(w.asker(), "account", pair)
	wantError(t, err, trade.NoData, "real does not cover 2022", "demo covers 2021..2022: ask with --dataset demo")
	if got := printed(answer(t, w, "flows", Arguments{})); got != "value_usd\n2" {
		t.Errorf("flows without a pair are\n%s", got)
	}
	got := printed(answer(t, w, "flows", Arguments{Dataset: "demo"}))
	if got != "value_usd\n1" {
		t.Errorf("flows of the named dataset are\n%s", got)
	}
	r := answer(t, w, "structure", Arguments{A: pair.A, B: pair.B})
	wantAmount(t, r, 0, "value_usd", "2")
}

// TestSyntheticIsNoTie: without a pair, invented figures of the same months leave
// no doubt which dataset is meant.
func TestSyntheticIsNoTie(t *testing.T) {
	t.Parallel()
	w := vector(t)
	w.cover("demo", []trade.Economy{"BLR", "AUT", "BEL", "CHE"}, periods(t, "2020..2021"), func(c *trade.Coverage) {
		c.Months, c.Origin.Synthetic = 12, true
	})
	r := answer(t, w, "flows", Arguments{Periods: periods(t, "2021")})
	wantAmount(t, r, 0, "value_usd", "160")
	wantNote(t, r, "Also able to answer: demo (--dataset).")
}

func TestTheLaterOfEqualsAnswers(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.cover("a", []trade.Economy{"BLR", "AUT"}, periods(t, "2018..2019"), annual)
	w.cover("b", []trade.Economy{"BLR", "AUT"}, periods(t, "2020..2021"), annual)
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT")}
	if got := chosenFor(t, w, args); got[0] != "b reconciled" {
		t.Errorf("answered by %v", got)
	}
	_, err := ask(w.asker(), "flows", Arguments{})
	wantError(t, err, trade.Usage, "a, b", "--by dataset")
}

// released is a dataset of two releases: 2020 is of the older one, 2021 and 2022 of the newer.
func released(t *testing.T) *world {
	w := &world{}
	for release, span := range map[string]string{"202301": "2020", "202401": "2021,2022"} {
		w.cover("toy", []trade.Economy{"BLR", "AUT"}, periods(t, span), func(c *trade.Coverage) {
			c.Months, c.Release, c.Origin.Release = 12, release, release
		})
		for i, p := range periods(t, span) {
			w.add("toy", p, "BLR", "AUT", "8704", int64(1000*(i+1)), func(r *cube.Row) { r.Release = release })
		}
	}
	return w
}

func TestWhereReleaseNarrowsTheCoverage(t *testing.T) {
	t.Parallel()
	w := released(t)
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Where: where(cube.Release, "202401")}
	r := answer(t, w, "account", args)
	if len(r.Rows) != 2 {
		t.Fatalf("%d rows, want those of 2021 and 2022", len(r.Rows))
	}
	wantAmount(t, r, 0, "exports_usd_base", "missing")
	wantStatus(t, r, 0, "exports_growth", trade.StatusMissing)
	wantRatio(t, r, 1, "exports_growth", 1)
	args.Periods = periods(t, "2020")
	for _, question := range []string{"account", "structure", "flows"} {
		_, err := ask(w.asker(), question, args)
		wantError(t, err, trade.NoData, "toy does not cover 2020")
	}
	args.Where = where(cube.Release, "2024")
	_, err := ask(w.asker(), "account", args)
	wantError(t, err, trade.NoData, "release 2024", "202301, 202401")
	alone := Arguments{Where: where(cube.Release, "202401"), Periods: periods(t, "2021"), Compare: periods(t, "2020"), By: words("product")}
	r = answer(t, w, "flows", alone)
	wantAmount(t, r, 0, "value_usd", "1")
	wantAmount(t, r, 0, "value_usd_base", "missing")
	wantStatus(t, r, 0, "growth", trade.StatusMissing)
}

func TestWhereContradictsNoPair(t *testing.T) {
	t.Parallel()
	w := released(t)
	for _, question := range []string{"account", "structure"} {
		_, err := ask(w.asker(), question, Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Where: where(cube.Year, "2021")})
		wantError(t, err, trade.Usage, "year", "--period")
		_, err = ask(w.asker(), question, Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Where: where(cube.Exporter, "CHN")})
		wantError(t, err, trade.Usage, "exporter", "A and B")
	}
}

func TestWhereDatasetIsTheDataset(t *testing.T) {
	t.Parallel()
	w := released(t)
	w.cover("other", []trade.Economy{"BLR", "AUT"}, periods(t, "2010..2022"), annual)
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Where: where(cube.Dataset, "toy")}
	if got := chosenFor(t, w, args); got[0] != "toy reconciled" {
		t.Errorf("answered by %v", got)
	}
	args.Dataset = "other"
	_, err := ask(w.asker(), "account", args)
	wantError(t, err, trade.Usage, "exclude each other")
	args.Where = where(cube.Dataset, "toi")
	_, err = ask(w.asker(), "account", args)
	wantError(t, err, trade.Usage, "did you mean toy?")
}

func TestMixedReleasesAreSaid(t *testing.T) {
	t.Parallel()
	w := released(t)
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2021,2022")}
	for _, question := range []string{"account", "structure", "flows"} {
		if question == "flows" {
			args.By, args.Compare = words("period"), periods(t, "2020,2021")
		}
		r := answer(t, w, question, args)
		wantNote(t, r, "2021 is of release 202401, its base 2020 of 202301: part of the growth may be revision")
		if slices.ContainsFunc(r.Notes, func(n string) bool { return contains(n, "2022 is of release") }) {
			t.Errorf("%s warns of a year whose base is of the same release: %q", question, r.Notes)
		}
		if len(r.Origins) != 2 {
			t.Errorf("%s names %d origins", question, len(r.Origins))
		}
		var release string
		if question == "flows" {
			release = r.Arguments["sources"].([]map[string]any)[0]["release"].(string)
		} else {
			release = r.Arguments["exports"].(map[string]any)["release"].(string)
		}
		if release != "202301, 202401" {
			t.Errorf("%s: release %q", question, release)
		}
	}
}

func TestTheWorldIsCounted(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.cover("toy", []trade.Economy{"BLR"}, periods(t, "2021"), func(c *trade.Coverage) {
		c.Months, c.Exporters, c.Importers = 12, []trade.Economy{"AUT", "BLR"}, []trade.Economy{"AUT", "BEL", "BLR", "CHE"}
	})
	for _, question := range []string{"account", "structure", "flows"} {
		r := answer(t, w, question, Arguments{A: find(t, "BLR"), B: find(t, "WLD")})
		wantNote(t, r, "The world is the sum of the 2 exporters and 4 importers that toy names")
	}
	r := answer(t, w, "account", Arguments{A: find(t, "BLR"), B: find(t, "AUT")})
	if len(r.Notes) > 0 {
		t.Errorf("a pair has notes %q", r.Notes)
	}
}

func TestRowsLongerThanTheStep(t *testing.T) {
	t.Parallel()
	w := vector(t)
	for by, note := range map[string]string{
		"month":   "The rows of toy are by year: month is the first month of a row.",
		"quarter": "The rows of toy are by year: quarter is 0",
	} {
		wantNote(t, answer(t, w, "flows", Arguments{By: words(by)}), note)
	}
	if r := answer(t, w, "flows", Arguments{By: words("year")}); len(r.Notes) > 0 {
		t.Errorf("by year there is a note: %q", r.Notes)
	}
	monthly := Arguments{By: words("month,quarter"), A: find(t, "BLR"), B: find(t, "AUT")}
	if r := answer(t, gaps(t), "flows", monthly); len(r.Notes) > 0 {
		t.Errorf("monthly rows by month have a note: %q", r.Notes)
	}
}

func TestErrorsNameTheDatasetThatCan(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.cover("a", []trade.Economy{"BLR", "AUT"}, periods(t, "2018"), annual)
	w.cover("b", []trade.Economy{"BLR", "AUT"}, periods(t, "2018..2021"), annual)
	w.cover("c", []trade.Economy{"BLR"}, periods(t, "2021"), func(c *trade.Coverage) {
		c.Months, c.Importers = 12, []trade.Economy{"CHE", "AUT"}
	})
	w.cover("c", []trade.Economy{"CHE"}, periods(t, "2020"), func(c *trade.Coverage) { c.Months, c.Importers = 12, []trade.Economy{"BEL"} })
	blr, aut := find(t, "BLR"), find(t, "AUT")
	hint := "b covers 2021: ask with --dataset b"
	for name, c := range map[string]struct {
		args Arguments
		kind trade.Kind
		says []string
	}{
		"other period": {Arguments{A: find(t, "BEL"), B: find(t, "CHE"), Dataset: "c", Periods: periods(t, "2021")},
			trade.NoData, []string{"c does not cover 2021", "c covers 2020"}},
		"none anywhere": {Arguments{A: aut, B: find(t, "CHE")}, trade.NoData, []string{"no dataset holds trade of Austria with Switzerland"}},
		"named": {Arguments{A: aut, B: find(t, "CHE"), Dataset: "c"}, trade.NoData,
			[]string{"c holds no trade of Austria with Switzerland"}},
		"named, period": {Arguments{A: blr, B: aut, Dataset: "a", Periods: periods(t, "2021")}, trade.NoData,
			[]string{"a does not cover 2021", hint}},
		"part": {Arguments{A: blr, B: aut, Dataset: "a", Periods: periods(t, "2018,2021")}, trade.NoData,
			[]string{"a does not cover 2021", hint}},
		"report": {Arguments{A: blr, B: aut, Reporter: "a", Periods: periods(t, "2021")}, trade.NoData,
			[]string{"b holds no such report of this pair"}},
		"no period held": {Arguments{A: blr, B: aut, Dataset: "a", Periods: periods(t, "2015")}, trade.NoData, []string{"a covers 2018"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ask(w.asker(), "account", c.args)
			wantError(t, err, c.kind, c.says...)
			if strings.Contains(err.Error(), "  ") || strings.Contains(trade.HintOf(err), "covers it; ") {
				t.Errorf("error %v (%s)", err, trade.HintOf(err))
			}
		})
	}
	_, err := ask(w.asker(), "flows", Arguments{Dataset: "a", Periods: periods(t, "2018,2021")})
	wantError(t, err, trade.NoData, "a does not cover 2021", "covers 2021: ask with --dataset")
	_, err = ask(w.asker(), "flows", Arguments{Dataset: "a", Periods: periods(t, "2021")})
	wantError(t, err, trade.NoData, "a does not cover 2021", "covers 2021: ask with --dataset")
}

func TestEnterpriseHintNamesItsDataset(t *testing.T) {
	t.Parallel()
	w := vector(t)
	w.cover("plants", []trade.Economy{"BLR", "AUT"}, periods(t, "2021"), func(c *trade.Coverage) { c.Enterprises = true })
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Where: where(cube.Enterprise, "BelAZ")}
	for _, question := range []string{"account", "flows"} {
		_, err := ask(w.asker(), question, args)
		wantError(t, err, trade.Usage, "not by enterprise", "--dataset plants")
	}
	_, err := ask(w.asker(), "flows", Arguments{Where: args.Where})
	wantError(t, err, trade.Usage, "--dataset plants")
}

func TestTopPartners(t *testing.T) {
	t.Parallel()
	args := Arguments{A: find(t, "BLR"), B: group3("ABC", "AUT", "BEL", "CHE"), By: words("partner"), Top: 1, Periods: periods(t, "2021")}
	whole, all := vector(t), args
	all.Top = 0
	full, cut := answer(t, whole, "account", all), answer(t, whole, "account", args)
	if len(full.Rows) != 3 || len(cut.Rows) != 2 {
		t.Fatalf("%d partners, the first with the others are %d rows", len(full.Rows), len(cut.Rows))
	}
	first, rest := at(t, cut, 0, "value_usd").Amount.Thousandths, at(t, cut, 1, "value_usd").Amount.Thousandths
	var sum int64
	for i := range full.Rows {
		sum += at(t, full, i, "value_usd").Amount.Thousandths
	}
	if first != at(t, full, 0, "value_usd").Amount.Thousandths || first+rest != sum {
		t.Errorf("%d and %d are not %d", first, rest, sum)
	}
	if at(t, cut, 1, "partner").Text != "other" || at(t, cut, 1, "partner_name").Text != "other partners" {
		t.Errorf("the rest is %v", cut.Rows[1])
	}
}

func TestTopAndLevelAreChecked(t *testing.T) {
	t.Parallel()
	w := vector(t)
	w.cover("odd", []trade.Economy{"BLR", "AUT"}, periods(t, "2021"), func(c *trade.Coverage) { c.Months, c.Digits = 12, 5 })
	pair := Arguments{A: find(t, "BLR"), B: find(t, "AUT")}
	for _, question := range []string{"account", "structure", "flows"} {
		for _, bad := range []Arguments{{Top: -1}, {Digits: 3}, {Digits: -2}, {Digits: 12}} {
			args := pair
			args.Top, args.Digits = bad.Top, bad.Digits
			_, err := ask(w.asker(), question, args)
			wantError(t, err, trade.Usage, "--")
		}
	}
	pair.Digits, pair.Dataset = 5, "odd"
	answer(t, w, "structure", pair)
	pair.Digits, pair.Dataset = 2, "toy"
	answer(t, w, "structure", pair)
}
