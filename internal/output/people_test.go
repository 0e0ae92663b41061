package output

import (
	"math"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

func TestPipedTable(t *testing.T) {
	t.Parallel()
	compare(t, written(t, Table, answer(), Options{Language: trade.English}), strings.TrimLeft(`
Belarus and Primorsky Krai, 2022-01..2022-09
Values in million US dollars.

Direction  Goods                  Value       Share      Growth  Contribution  Weight, kg   Rows
exports    Trucks | "heavy"        32.5       12.3%      +80.0%       +4.1~pp     1,234.5  1,234
exports    Transformers             1.6        4.9%   7.4~times        0.0~pp     missing      1
exports    Specific goods    suppressed  suppressed  suppressed    suppressed         n/a      0
imports                               0        0.0%      ceased           new           0     -5

demo-hs4: synthetic data, invented for demonstration; these are not real figures.
Note: Exports are as reported by Belarus.
Source: demo-hs4; release 1; oborot; values FOB; licence: CC0-1.0 (https://creativecommons.org/publicdomain/zero/1.0/)
Method: structure/1; snapshot 9007199254740993
`, "\n"))
}

func TestPipedTableInRussian(t *testing.T) {
	t.Parallel()
	got := written(t, Table, answer(), Options{Language: trade.Russian})
	for _, want := range []string{
		"\nСтоимость в млн долл. США.\n", "Масса, кг",
		"экспорт", "импорт", "32,5", "12,3~%", "+80,0~%", "+4,1~п.п.", "1~234,5", "1~234",
		"в~7,4~раза", "скрыто", "нет данных", "новое", "прекращено",
		"demo-hs4: искусственные данные", "Примечание: Exports", "Источник: demo-hs4; выпуск 1;", "стоимость FOB", "лицензия: CC0-1.0",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// TestTerminalTable checks that every line of a drawn table is equally wide and
// keeps within the terminal, in an alphabet of two-byte letters too.
func TestTerminalTable(t *testing.T) {
	t.Parallel()
	r := answer()
	r.Rows[0][1].Text = "Автомобили грузовые, включая автомобили с полной массой более пяти тонн и многие другие товары этого рода"
	got := written(t, Table, r, Options{Language: trade.Russian, Terminal: true, Width: 150})
	widths := map[int]bool{}
	for line := range strings.SplitSeq(got, "\n") {
		if strings.ContainsAny(line, "│┌├└") {
			widths[len([]rune(line))] = true
		}
	}
	if len(widths) != 1 {
		t.Errorf("lines of %v runes in\n%s", widths, got)
	}
	for width := range widths {
		if width > 150 {
			t.Errorf("%d columns on a terminal of 150:\n%s", width, got)
		}
	}
}

// TestNarrowTerminal checks that a table too wide for the terminal is laid on its
// side.
func TestNarrowTerminal(t *testing.T) {
	t.Parallel()
	r := answer()
	r.Title, r.Origins, r.Notes, r.Method = "", nil, nil, ""
	r.Rows = r.Rows[:2]
	compare(t, written(t, Table, without(r, named([]string{"name"})), Options{Language: trade.English, Terminal: true, Width: 60}), strings.TrimLeft(`
Values in million US dollars.

┌──────────────┬─────────┬───────────┐
│ Direction    │ exports │   exports │
├──────────────┼─────────┼───────────┤
│ Value        │    32.5 │       1.6 │
│ Share        │   12.3% │      4.9% │
│ Growth       │  +80.0% │ 7.4~times │
│ Contribution │ +4.1~pp │    0.0~pp │
│ Weight, kg   │ 1,234.5 │   missing │
│ Rows         │   1,234 │         1 │
└──────────────┴─────────┴───────────┘
`, "\n"))
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	compare(t, written(t, Markdown, answer(), Options{Language: trade.English}), strings.TrimLeft(`
### Belarus and Primorsky Krai, 2022-01..2022-09

Values in million US dollars.

| Direction | Goods | Value | Share | Growth | Contribution | Weight, kg | Rows |
|---|---|---:|---:|---:|---:|---:|---:|
| exports | Trucks \| "heavy" | 32.5 | 12.3% | +80.0% | +4.1~pp | 1,234.5 | 1,234 |
| exports | Transformers | 1.6 | 4.9% | 7.4~times | 0.0~pp | missing | 1 |
| exports | Specific goods | suppressed | suppressed | suppressed | suppressed | n/a | 0 |
| imports |  | 0 | 0.0% | ceased | new | 0 | -5 |

- demo-hs4: synthetic data, invented for demonstration; these are not real figures.
- Note: Exports are as reported by Belarus.
- Source: demo-hs4; release 1; oborot; values FOB; licence: CC0-1.0 (https://creativecommons.org/publicdomain/zero/1.0/)
- Method: structure/1; snapshot 9007199254740993
`, "\n"))
}

// TestHidden checks that a field is left out for people and for nobody else.
func TestHidden(t *testing.T) {
	t.Parallel()
	o := Options{Hidden: []string{"net_kg", "share"}}
	for _, f := range []Format{Table, Markdown} {
		if got := written(t, f, answer(), o); strings.Contains(got, "Weight") || !strings.Contains(got, "Growth") {
			t.Errorf("%s:\n%s", f, got)
		}
	}
	for _, f := range []Format{CSV, JSON} {
		if got := written(t, f, answer(), o); !strings.Contains(got, "net_kg") {
			t.Errorf("%s lacks a field:\n%s", f, got)
		}
	}
}

// TestUnit checks which unit amounts of a size are shown in.
func TestUnit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind        analysis.Kind
		thousandths int64
		want        string
	}{
		{analysis.Money, 999_999, "1,000.0; Values in US dollars."},
		{analysis.Money, 1_000_000, "1.0; Values in thousand US dollars."},
		{analysis.Money, 999_999_000, "1,000.0; Values in thousand US dollars."},
		{analysis.Money, 1_600_000_000, "1.6; Values in million US dollars."},
		{analysis.Money, -32_700_000_000, "-32.7; Values in million US dollars."},
		{analysis.Money, 99_999_000_000_000, "99,999.0; Values in million US dollars."},
		{analysis.Money, 24_000_000_000_000_000, "24,000.0; Values in billion US dollars."},
		{analysis.Mass, 9_999_000, "9,999.0, kg; "},
		{analysis.Mass, 10_000_000, "10.0, t; "},
		{analysis.Mass, 5_000_000_000_000, "5,000.0, thousand t; "},
	} {
		f := analysis.Field{Name: "value_usd", Title: trade.Name{English: "is"}, Kind: c.kind}
		cell := analysis.Cell{Amount: trade.Of(c.thousandths)}
		r := &analysis.Result{Fields: []analysis.Field{f}, Rows: [][]analysis.Cell{{cell}}}
		p := newPainter(r, trade.English)
		got := p.cell(f, cell) + strings.TrimPrefix(p.heading(f), "is") + "; " + p.unitLine()
		if got != c.want {
			t.Errorf("%d thousandths: %s, want %s", c.thousandths, got, c.want)
		}
	}
}

// TestSmallColumn checks that a column far below the unit of the others keeps its digits.
func TestSmallColumn(t *testing.T) {
	t.Parallel()
	fields := []analysis.Field{{Name: "value_usd", Kind: analysis.Money}, {Name: "exports_usd", Kind: analysis.Money}}
	row := []analysis.Cell{{Amount: trade.Of(728_500_000_000_000)}, {Amount: trade.Of(32_160_000_000)}}
	p := newPainter(&analysis.Result{Fields: fields, Rows: [][]analysis.Cell{row}}, trade.English)
	if world, own := p.cell(fields[0], row[0]), p.cell(fields[1], row[1]); world != "728.5" || own != "0.0322" {
		t.Errorf("%s and %s", world, own)
	}
}

// TestUnitsOfOtherMoney checks that headings keep the unit where not all money is
// in dollars.
func TestUnitsOfOtherMoney(t *testing.T) {
	t.Parallel()
	r := answer()
	r.Fields = append(r.Fields, analysis.Field{Name: "value", Title: trade.Name{English: "Published"}, Kind: analysis.Money})
	for i := range r.Rows {
		r.Rows[i] = append(r.Rows[i], analysis.Cell{Amount: trade.Of(1_000_000_000)})
	}
	got := written(t, Markdown, r, Options{Language: trade.English})
	if strings.Contains(got, "Values in") || !strings.Contains(got, "Value, million USD") || !strings.Contains(got, "Published, million") {
		t.Errorf("units in\n%s", got)
	}
}

// account is the head of an account: a year, and a part-year with gaps.
func account() *analysis.Result {
	r := &analysis.Result{Fields: []analysis.Field{
		{Name: "period", Title: trade.Name{English: "Period", Russian: "Период"}, Kind: analysis.Span},
		{Name: "base_period", Title: trade.Name{English: "Against", Russian: "К периоду"}, Kind: analysis.Span},
	}}
	for _, name := range []string{"Exports", "Imports", "Turnover", "Balance", "Coverage"} {
		r.Fields = append(r.Fields, analysis.Field{Name: strings.ToLower(name) + "_usd", Title: trade.Name{English: name}, Kind: analysis.Money})
	}
	for _, name := range []string{"Exports growth", "Imports growth", "Turnover growth"} {
		f := analysis.Field{Name: strings.ToLower(strings.ReplaceAll(name, " ", "_")), Title: trade.Name{English: name}, Kind: analysis.Fraction, Signed: true}
		r.Fields = append(r.Fields, f)
	}
	for _, spans := range [][2]string{{"2021", "2020"}, {"2022-01..2022-09", "2021-01..2021-09"}} {
		row := []analysis.Cell{{Text: spans[0]}, {Text: spans[1]}}
		for range 5 {
			row = append(row, analysis.Cell{Amount: trade.Of(40_000_000_000)})
		}
		for range 3 {
			row = append(row, analysis.Cell{Ratio: trade.Ratio{Number: 1.2}})
		}
		r.Rows = append(r.Rows, row)
	}
	return r
}

// TestPeriodsForPeople checks that people read words and programs the code.
func TestPeriodsForPeople(t *testing.T) {
	t.Parallel()
	r := account()
	r.Fields, r.Rows = r.Fields[:3], [][]analysis.Cell{r.Rows[1][:3]}
	for format, want := range map[Format]string{
		Table: "январь-сентябрь 2022  январь-сентябрь 2021", Markdown: "| январь-сентябрь 2022 | январь-сентябрь 2021 |",
		CSV: "2022-01..2022-09,2021-01..2021-09,40000000", JSON: `{"period":"2022-01..2022-09","base_period":"2021-01..2021-09"`,
	} {
		if got := written(t, format, r, Options{Language: trade.Russian}); !strings.Contains(got, want) {
			t.Errorf("no %q in %s:\n%s", want, format, got)
		}
	}
}

// TestWideTableKeepsWithin checks that an account is wrapped and shortened, not
// turned, where 120 columns are enough, and whole where there is room or a pipe.
func TestWideTableKeepsWithin(t *testing.T) {
	t.Parallel()
	got := written(t, Table, account(), Options{Language: trade.English, Terminal: true, Width: 120})
	for line := range strings.SplitSeq(got, "\n") {
		if n := len([]rune(line)); n > 120 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	if !strings.Contains(got, "Jan-Sep 2022") || strings.Contains(got, "Exports growth") {
		t.Errorf("got\n%s", got)
	}
	for _, o := range []Options{{Language: trade.English}, {Language: trade.English, Terminal: true, Width: 200}} {
		if got := written(t, Table, account(), o); !strings.Contains(got, "January-September 2022") {
			t.Errorf("shortened without need:\n%s", got)
		}
	}
}

// TestFieldsForPeople checks that programs do not get a name that stands beside a
// code for people.
func TestFieldsForPeople(t *testing.T) {
	t.Parallel()
	r := answer()
	r.Fields[1].ForPeople = true
	for _, f := range []Format{Table, Markdown, CSV, JSON} {
		if got := written(t, f, r, Options{}); strings.Contains(got, "Transformers") != (f == Table || f == Markdown) {
			t.Errorf("%s:\n%s", f, got)
		}
	}
}

// TestNothingIsSaidTwice checks what stands under an answer from several datasets.
func TestNothingIsSaidTwice(t *testing.T) {
	t.Parallel()
	r := &analysis.Result{
		Notes: []string{"Said."}, Reports: map[string]string{"a": "reconciled"}, Origins: []trade.Origin{
			{Dataset: "a", Synthetic: true, Valuation: "FOB", Notes: []string{"All.", "Only a."}, Licence: trade.Licence{Name: "CC0"}},
			{Dataset: "b", Synthetic: true, Notes: []string{"Said.", "All."}, Licence: trade.Licence{Name: "CC0"}},
			{Dataset: "b", Synthetic: true, Notes: []string{"All."}, Licence: trade.Licence{Name: "CC0"}},
			{Dataset: "c", Publisher: "UN"}, {Dataset: "d", Publisher: "UN"}, {Dataset: "e", Publisher: "UN", Valuation: "CIF"},
		},
	}
	compare(t, strings.Join(SourceLines(r, trade.English), "\n"), strings.Join([]string{
		"a, b: synthetic data, invented for demonstration; these are not real figures.", "Note: Said.",
		"About a, b: All.", "About a: Only a.",
		"Source: a; values FOB; reconciled; licence: CC0", "Source: b; licence: CC0",
		"Source: c, d; UN; licence: not stated", "Source: e; UN; values CIF; licence: not stated",
	}, "\n"))
}

func TestRatiosForPeople(t *testing.T) {
	t.Parallel()
	growth := analysis.Field{Kind: analysis.Fraction, Signed: true}
	share := analysis.Field{Kind: analysis.Fraction}
	multiple := analysis.Field{Kind: analysis.Multiple}
	points := analysis.Field{Kind: analysis.Points}
	for _, c := range []struct {
		field            analysis.Field
		ratio            trade.Ratio
		english, russian string
	}{
		{growth, trade.Ratio{Number: 0.89017}, "+89.0%", "+89,0~%"},
		{growth, trade.Ratio{Number: -0.125}, "-12.5%", "-12,5~%"},
		{growth, trade.Ratio{Number: 0}, "0.0%", "0,0~%"},
		{growth, trade.Ratio{Number: 0.9994}, "+99.9%", "+99,9~%"},
		{growth, trade.Ratio{Number: 1}, "2.0~times", "в~2,0~раза"},
		{growth, trade.Ratio{Number: 6.4}, "7.4~times", "в~7,4~раза"},
		{growth, trade.Ratio{Number: 0.5, Status: trade.SmallBase}, "1.5~times", "в~1,5~раза"},
		{growth, trade.Ratio{Number: -1, Status: trade.Ceased}, "ceased", "прекращено"},
		{growth, trade.Ratio{Status: trade.NegativeBase}, "negative base", "отрицательная база"},
		{growth, trade.Ratio{Status: trade.NotCompared}, "not compared", "не сравнивается"},
		{share, trade.Ratio{Number: 0.1234}, "12.3%", "12,3~%"},
		{share, trade.Ratio{Number: 4.333333}, "433.3%", "433,3~%"},
		{share, trade.Ratio{Number: 25}, "25.0~times", "в~25,0~раза"},
		{share, trade.Ratio{Number: 34_739_306.424}, "over 1,000~times", "более чем в~1000~раз"},
		{growth, trade.Ratio{Number: 2628}, "over 1,000~times", "более чем в~1000~раз"},
		{share, trade.Ratio{Status: trade.DividedByZero}, "no base", "нет базы"},
		{multiple, trade.Ratio{Number: 7.4}, "7.4~times", "в~7,4~раза"},
		{points, trade.Ratio{Number: 16.666667}, "+16.7~pp", "+16,7~п.п."},
		{points, trade.Ratio{Number: -5}, "-5.0~pp", "-5,0~п.п."},
		{share, trade.Ratio{Number: math.NaN()}, "n/a", "н/п"},
		{share, trade.Ratio{Number: math.Inf(1)}, "n/a", "н/п"},
	} {
		for language, want := range map[trade.Language]string{trade.English: c.english, trade.Russian: c.russian} {
			got := strings.ReplaceAll(painter{language: language}.ratio(c.field, c.ratio), noBreak, "~")
			if got != want {
				t.Errorf("%v in %s: got %s, want %s", c.ratio, language, got, want)
			}
		}
	}
}

// TestEveryWordIsTranslated fails when a state or status is added without a
// Russian word.
func TestEveryWordIsTranslated(t *testing.T) {
	t.Parallel()
	words := []string{string(trade.Exports), string(trade.Imports), "degenerate", "disconnected", "too few", "vanishing"}
	for s := trade.Suppressed; s <= trade.NotApplicable; s++ {
		words = append(words, s.String())
	}
	for _, s := range []trade.Status{trade.New, trade.Ceased, trade.SmallBase, trade.NegativeBase, trade.DividedByZero,
		trade.Undefined, trade.StatusMissing, trade.StatusHidden, trade.NotCompared} {
		words = append(words, string(s))
	}
	for _, s := range []trade.ImportStatus{trade.ImportStored, trade.ImportReplaced, trade.ImportMerged, trade.ImportUnchanged} {
		words = append(words, string(s))
	}
	for _, word := range words {
		if (painter{language: trade.Russian}).word(word) == word {
			t.Errorf("no Russian word for %q", word)
		}
	}
}

// TestCalendarNumbers checks that a year is not written as 2,022.
func TestCalendarNumbers(t *testing.T) {
	t.Parallel()
	p := painter{language: trade.English}
	if got := p.count("year", 2022); got != "2022" {
		t.Errorf("the year is shown as %s", got)
	}
	if got := p.count("rows", 2022); got != "2,022" {
		t.Errorf("the count is shown as %s", got)
	}
}

func TestRedistributionWarning(t *testing.T) {
	t.Parallel()
	r := answer()
	r.Origins = append(r.Origins, trade.Origin{Dataset: "comtrade-a-hs6", Notes: []string{"rates of 2023", r.Notes[0], "CIF."},
		Licence: trade.Licence{NoRedistrib: true, Attribution: "UN Comtrade"}})
	got := strings.Join(SourceLines(r, trade.English), "\n")
	for _, want := range []string{
		"Warning: comtrade-a-hs6: the publisher forbids passing these data on.", "About comtrade-a-hs6: Rates of 2023. CIF.",
		"Source: comtrade-a-hs6; licence: not stated; UN Comtrade",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if lines := SourceLines(answer(), trade.English); strings.Contains(strings.Join(lines, ""), "Warning") {
		t.Errorf("a warning where none belongs: %v", lines)
	}
}

// TestLongNames: names of goods are cut for people, at a whole letter and with nothing
// hanging before the ellipsis; other texts and answers for programs are whole.
func TestLongNames(t *testing.T) {
	t.Parallel()
	r := &analysis.Result{
		Fields: []analysis.Field{{Name: "name", Kind: analysis.Text}, {Name: "worst", Kind: analysis.Text}},
		Rows: [][]analysis.Cell{
			{{Text: "Сыры, творог и прочее"}, {Text: "a sentence that is longer than that"}},
			{{Text: "Сыры"}, {}},
		},
	}
	for _, f := range []Format{Table, Markdown} {
		got := written(t, f, r, Options{Longest: 6})
		if !strings.Contains(got, "Сыры… ") || strings.Contains(got, "творог") || !strings.Contains(got, "a sentence that is longer than that") {
			t.Errorf("%s:\n%s", f, got)
		}
		if got := written(t, f, r, Options{}); !strings.Contains(got, "Сыры, творог и прочее") {
			t.Errorf("%s without a limit:\n%s", f, got)
		}
	}
	for _, f := range []Format{CSV, JSON} {
		if got := written(t, f, r, Options{Longest: 6}); !strings.Contains(got, "Сыры, творог и прочее") {
			t.Errorf("%s:\n%s", f, got)
		}
	}
	for text, want := range map[string]string{"": "", "abcd": "abcd", "abcde": "abc…", "ab, cd": "ab…"} {
		if got := cut(text, 4); got != want {
			t.Errorf("cut(%q) = %q, want %q", text, got, want)
		}
	}
}
