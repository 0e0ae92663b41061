package analysis

import (
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// printed writes an answer as lines of its cells, so that whole tables can be
// compared.
func printed(r *Result) string {
	var out strings.Builder
	for i, f := range r.Fields {
		if i > 0 {
			out.WriteString(" ")
		}
		out.WriteString(f.Name)
		if f.ForPeople {
			out.WriteString("*")
		}
	}
	for _, row := range r.Rows {
		out.WriteString("\n")
		for i, c := range row {
			if i > 0 {
				out.WriteString(" ")
			}
			switch r.Fields[i].Kind {
			case Text, Span:
				out.WriteString(c.Text)
			case Count:
				out.WriteString(trade.FormatThousandths(c.Number * 1000))
			case Money, Mass, Quantity:
				out.WriteString(c.Amount.String())
			default:
				if c.Ratio.HasNumber() {
					out.WriteString(trade.FormatThousandths(int64(c.Ratio.Number * 1000)))
				} else {
					out.WriteString(string(c.Ratio.Status))
				}
			}
		}
	}
	return out.String()
}

func words(s string) []string { return strings.Split(s, ",") }

func TestFlows(t *testing.T) {
	t.Parallel()
	w := vector(t)
	blr, aut, chapter := find(t, "BLR"), find(t, "AUT"), []cube.Filter{{Column: cube.Product, Values: []string{"8704"}}}
	for name, c := range map[string]struct {
		args Arguments
		want string
	}{
		"by exporter and year": {
			Arguments{By: words("exporter,year"), Where: chapter},
			"exporter year value_usd\nBLR 2020 80\nBLR 2021 100",
		},
		"by importer, with rows": {
			Arguments{By: words("importer"), Where: chapter, Measures: []cube.Measure{cube.Rows, cube.ValueUSD}, Periods: periods(t, "2021")},
			"importer rows value_usd\nAUT 1 50\nBEL 1 24\nCHE 1 26",
		},
		"without dimensions": {
			Arguments{Periods: periods(t, "2020")}, "value_usd\n120",
		},
		"by section": {
			Arguments{By: words("section"), Periods: periods(t, "2020")}, "section section_name* value_usd\nXVII Transport equipment 120",
		},
		"by chapter": {
			Arguments{By: words("product"), Digits: 2, Periods: periods(t, "2020")}, "product name* value_usd\n87 Motor vehicles 120",
		},
		"by period": {
			Arguments{By: words("period"), Where: chapter}, "period value_usd\n2020 80\n2021 100",
		},
		"pair": {
			Arguments{A: blr, B: aut, By: words("year")},
			"direction year value_usd\nexports 2020 40\nexports 2021 50\nimports 2020 20\nimports 2021 30",
		},
		"pair by exporter": {
			Arguments{A: blr, B: aut, By: words("exporter"), Periods: periods(t, "2021")},
			"exporter value_usd\nAUT 30\nBLR 50",
		},
		"one economy": {
			Arguments{A: blr, By: words("direction"), Periods: periods(t, "2021")},
			"direction value_usd\nexports 100\nimports 60",
		},
		"compared": {
			Arguments{A: blr, B: aut, By: words("period,product"), Periods: periods(t, "2021,2020"), Compare: periods(t, "2020,2021")},
			"direction period product name* value_usd value_usd_base growth\n" +
				"exports 2021 8704 Trucks 50 40 0.25\nexports 2020 8704 Trucks 40 50 -0.2\n" +
				"imports 2021 8708 Car and tractor parts 30 20 0.5\nimports 2020 8708 Car and tractor parts 20 30 -0.333",
		},
		"compared with what is not covered": {
			Arguments{By: words("importer"), Where: chapter, Periods: periods(t, "2020"), Compare: periods(t, "2019")},
			"importer value_usd value_usd_base growth\nAUT 40 missing missing\nBEL 30 missing missing\nCHE 10 missing missing",
		},
		"by dataset": {
			Arguments{By: words("dataset"), Periods: periods(t, "2021")}, "dataset value_usd\ntoy 160",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := printed(answer(t, w, "flows", c.args)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestFlowsThatAppearAndCease(t *testing.T) {
	t.Parallel()
	w := vector(t)
	w.add("toy", periods(t, "2020")[0], "BLR", "AUT", "0406", 7000, nil)
	w.add("toy", periods(t, "2021")[0], "BLR", "AUT", "0405", 9000, nil)
	args := Arguments{By: words("product"), Periods: periods(t, "2021"), Compare: periods(t, "2020"),
		Where: []cube.Filter{{Column: cube.Exporter, Values: []string{"BLR"}}, {Column: cube.Product, Values: []string{"04"}}}}
	want := "product name* value_usd value_usd_base growth\n0405 Butter and milk fats 9 0 new\n0406 Cheese and curd 0 7 -1"
	if got := printed(answer(t, w, "flows", args)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	w.held[0].AbsentIsZero = false
	want = "product name* value_usd value_usd_base growth\n0405 Butter and milk fats 9 missing missing\n0406 Cheese and curd missing 7 missing"
	if got := printed(answer(t, w, "flows", args)); got != want {
		t.Errorf("where absence is not zero: got\n%s\nwant\n%s", got, want)
	}
}

func TestFlowsRefuse(t *testing.T) {
	t.Parallel()
	w := vector(t)
	for name, c := range map[string]struct {
		args Arguments
		kind trade.Kind
		says []string
	}{
		"unknown dimension":  {Arguments{By: words("exportr")}, trade.Usage, []string{`"exportr"`, "did you mean exporter?"}},
		"direction alone":    {Arguments{By: words("direction")}, trade.Usage, []string{`"direction"`}},
		"twice":              {Arguments{By: words("year,year")}, trade.Usage, []string{"named twice"}},
		"unknown measure":    {Arguments{Measures: []cube.Measure{"value_us"}}, trade.Usage, []string{"did you mean value_usd?"}},
		"several units":      {Arguments{Measures: []cube.Measure{cube.Quantity}}, trade.Usage, []string{"--by", "unit"}},
		"several currencies": {Arguments{Measures: []cube.Measure{cube.Value}}, trade.Usage, []string{"currency"}},
		"level":              {Arguments{By: words("product"), Digits: 6}, trade.NoData, []string{"--level 4"}},
		"unknown exporter": {Arguments{Where: []cube.Filter{{Column: cube.Exporter, Values: []string{"FRA"}}}},
			trade.NoData, []string{"no dataset holds France"}},
		"period":           {Arguments{Periods: periods(t, "2015")}, trade.NoData, []string{"2015"}},
		"part of a period": {Arguments{Periods: periods(t, "2020..2022")}, trade.NoData, []string{"toy does not cover 2022", "--partial"}},
		"years compared": {Arguments{By: words("year"), Periods: periods(t, "2021"), Compare: periods(t, "2020")}, trade.Usage,
			[]string{"--by period"}},
		"report of a side": {Arguments{Reporter: "a"}, trade.Usage, []string{"needs a pair"}},
		"no such dataset":  {Arguments{Dataset: "tot"}, trade.Usage, []string{"did you mean toy?"}},
		"two datasets at once": {Arguments{Where: []cube.Filter{{Column: cube.Dataset, Values: []string{"toy", "toy"}}}},
			trade.Usage, []string{"not added", "--by"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ask(w.asker(), "flows", c.args)
			wantError(t, err, c.kind, c.says...)
		})
	}
}

func TestFlowsWithoutPairTakeTheDatasetThatCoversMost(t *testing.T) {
	t.Parallel()
	w := vector(t)
	w.cover("wider", []trade.Economy{"BLR", "AUT", "BEL", "CHE"}, periods(t, "2019..2021"), func(c *trade.Coverage) { c.Months = 12 })
	w.add("wider", periods(t, "2021")[0], "BLR", "AUT", "8704", 5000, nil)
	w.cover("plants", []trade.Economy{"BLR", "AUT", "BEL", "CHE"}, periods(t, "2010..2021"), func(c *trade.Coverage) { c.Enterprises = true })
	r := answer(t, w, "flows", Arguments{})
	if got := printed(r); got != "value_usd\n5" {
		t.Errorf("answered\n%s", got)
	}
	wantNote(t, r, "Also able to answer: toy")
	_, err := ask(w.asker(), "flows", Arguments{Periods: periods(t, "2021")})
	wantError(t, err, trade.Usage, "toy, wider", "--dataset toy", "--by dataset")
	for _, args := range []Arguments{
		{Dataset: "toy"}, {Where: []cube.Filter{{Column: cube.Dataset, Values: []string{"toy"}}}},
	} {
		args.Periods = periods(t, "2021")
		if got := printed(answer(t, w, "flows", args)); got != "value_usd\n160" {
			t.Errorf("the named dataset answers\n%s", got)
		}
	}
	r = answer(t, w, "flows", Arguments{By: words("dataset"), Periods: periods(t, "2021")})
	if got := printed(r); got != "dataset value_usd\ntoy 160\nwider 5" {
		t.Errorf("by dataset\n%s", got)
	}
}

func TestFlowsReadOneReport(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.reportsOf(t, "a", map[trade.Economy]string{"BLR": "2021", "AUT": "2021"})
	jan := months(t, "2021")[0]
	w.add("a", jan, "BLR", "AUT", "8704", 3000, reportedBy(trade.ByExporter))
	w.add("a", jan, "BLR", "AUT", "8704", 5000, reportedBy(trade.ByImporter))
	for name, c := range map[string]struct {
		args Arguments
		want string
	}{
		"exporters first": {Arguments{}, "value_usd\n3"},
		"importers for one importer": {Arguments{Where: []cube.Filter{{Column: cube.Importer, Values: []string{"AUT"}}}},
			"value_usd\n5"},
		"both side by side": {Arguments{By: words("reporter")}, "reporter value_usd\nexporter 3\nimporter 5"},
		"as named": {Arguments{Where: []cube.Filter{{Column: cube.Reporter, Values: []string{"importer"}}}},
			"value_usd\n5"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := printed(answer(t, w, "flows", c.args)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestSectionsInTheirOrder checks that sections stand by number, not by letter, and
// that what the publisher hides is not called inapplicable.
func TestSectionsInTheirOrder(t *testing.T) {
	t.Parallel()
	w := vector(t)
	year := periods(t, "2021")[0]
	for _, product := range []trade.Product{"4401", "2501", "XXXX", "0102", "84XX", "9999"} {
		w.add("toy", year, "BLR", "AUT", product, 1000, nil)
	}
	args := Arguments{By: words("section"), Periods: periods(t, "2021"),
		Where: []cube.Filter{{Column: cube.Exporter, Values: []string{"BLR"}}}}
	var got []string
	for i, r := 0, answer(t, w, "flows", args); i < len(r.Rows); i++ {
		got = append(got, at(t, r, i, "section").Text)
	}
	if want := "I V IX XVI XVII hidden n/a"; strings.Join(got, " ") != want {
		t.Errorf("sections %v, want %s", got, want)
	}
}

func TestFlowsPartial(t *testing.T) {
	t.Parallel()
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), By: words("period"), Periods: periods(t, "2022H1"),
		Compare: periods(t, "2021H1"), Partial: true}
	want := "direction period value_usd value_usd_base growth\nexports 2022Q1,2022-05 4 4 0\nimports 2022Q1,2022-05 11 11 0"
	r := answer(t, gaps(t), "flows", args)
	if got := printed(r); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	wantNote(t, r, "toy is read for Q1 2022, May 2022, not for April 2022, June 2022.")
}
