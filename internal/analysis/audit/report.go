package audit

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// heads are the fields that both tables begin with.
func heads() []analysis.Field {
	return []analysis.Field{
		analysis.NewField("check", analysis.Text, "Check", "Проверка"),
		analysis.NewFieldForPeople("check_title", "Check", "Проверка"),
		analysis.NewField("finding", analysis.Text, "Finding", "Результат"),
		analysis.NewFieldForPeople("finding_title", "Result", "Результат"),
		analysis.NewField("dataset", analysis.Text, "Dataset", "Набор данных"),
		analysis.NewField("against", analysis.Text, "Against", "С чем"),
		analysis.NewField("period", analysis.Span, "Period", "Период"),
	}
}

func (in *inspection) headCells(o *outcome, period string) []analysis.Cell {
	var cells []analysis.Cell
	for _, text := range []string{o.check, in.say(checkTitles[o.check]), o.finding.code, in.say(o.finding.title), o.dataset, o.against,
		period} {
		cells = append(cells, analysis.Cell{Text: text})
	}
	return cells
}

// result is the table of outcomes, or of single cases where so many were asked for.
func (in *inspection) result() *analysis.Result {
	r := &analysis.Result{
		Question: name, Method: method, Arguments: in.arguments(), Snapshot: in.asker.Snapshot,
		Title: in.say(trade.Name{English: "Checks on what was loaded", Russian: "Проверка загруженных данных"}),
	}
	var records []trade.Coverage
	for _, d := range in.datasets {
		records = append(records, d.records...)
	}
	r.Origins = analysis.OriginsOf(records)
	if in.args.Top > 0 {
		in.list(r)
	} else {
		in.summarise(r)
	}
	r.Notes = in.notes()
	return r
}

// summarise writes a row for each outcome.
func (in *inspection) summarise(r *analysis.Result) {
	r.Fields = append(heads(),
		analysis.NewField("cells", analysis.Count, "Checked", "Проверено"),
		analysis.NewField("not_checked", analysis.Count, "Not checked", "Не проверено"),
		analysis.NewField("cases", analysis.Count, "Cases", "Случаев"),
		analysis.NewField("value_usd", analysis.Money, "Value concerned", "Стоимость"),
		analysis.NewField("share", analysis.Fraction, "Share", "Доля"),
		analysis.NewField("worst", analysis.Text, "Worst case", "Худший случай"))
	for _, o := range in.outcomes {
		value, share := trade.Of(o.value), trade.Quotient(trade.Of(o.value), trade.Of(o.whole))
		if o.finding.code == unchecked.code {
			value, share = trade.Absent(trade.NotApplicable), trade.Ratio{Status: trade.Undefined}
		}
		worst := ""
		if len(o.worst) > 0 {
			worst = in.say(o.worst[0].text, o.worst[0].args...)
		}
		r.Rows = append(r.Rows, append(in.headCells(o, trade.YearSpans(o.years)),
			analysis.Cell{Number: o.cells}, analysis.Cell{Number: o.skipped}, analysis.Cell{Number: o.cases},
			analysis.Cell{Amount: value}, analysis.Cell{Ratio: share}, analysis.Cell{Text: worst}))
	}
}

// list writes a row for each of the worst cases of every finding, and one for an
// outcome without any.
func (in *inspection) list(r *analysis.Result) {
	score := analysis.NewField("score", analysis.Multiple, "Score", "Оценка z")
	gap := analysis.NewField("log_gap", analysis.Multiple, "Log gap", "Лог. разрыв")
	gap.Signed, score.Signed = true, true
	r.Fields = append(heads(),
		analysis.NewField("exporter", analysis.Text, "Exporter", "Экспортёр"),
		analysis.NewField("importer", analysis.Text, "Importer", "Импортёр"),
		analysis.NewField("product", analysis.Text, "Code", "Код"),
		analysis.NewField("value_usd", analysis.Money, "Value", "Стоимость"),
		analysis.NewField("compared_usd", analysis.Money, "Compared with", "Сравнение"),
		analysis.NewField("ratio", analysis.Multiple, "Ratio", "Отношение"),
		analysis.NewField("s", analysis.Fraction, "S", "S"), gap, score,
		analysis.NewField("case", analysis.Text, "Case", "Случай"))
	for _, o := range in.outcomes {
		if len(o.worst) == 0 {
			r.Rows = append(r.Rows, in.caseCells(o, single{value: absent, compared: absent, score: noRatio}))
		}
		for _, s := range o.worst {
			if !o.finding.found {
				s.value, s.compared, s.score = absent, absent, noRatio
			}
			r.Rows = append(r.Rows, in.caseCells(o, s))
		}
	}
}

var (
	absent  = trade.Absent(trade.NotApplicable)
	noRatio = trade.Ratio{Status: trade.Undefined}
)

func (in *inspection) caseCells(o *outcome, s single) []analysis.Cell {
	period := trade.YearSpans(o.years)
	if s.period.Months > 0 {
		period = s.period.String()
	}
	ratio, asymmetry, gap := compared(o.check, s)
	return append(in.headCells(o, period),
		analysis.Cell{Text: string(s.exporter)}, analysis.Cell{Text: string(s.importer)}, analysis.Cell{Text: string(s.product)},
		analysis.Cell{Amount: s.value}, analysis.Cell{Amount: s.compared},
		analysis.Cell{Ratio: ratio}, analysis.Cell{Ratio: asymmetry}, analysis.Cell{Ratio: gap}, analysis.Cell{Ratio: s.score},
		analysis.Cell{Text: in.say(s.text, s.args...)})
}

// arguments says what was asked.
func (in *inspection) arguments() map[string]any {
	args := map[string]any{"checks": in.checks}
	set := func(key string, value any, given bool) {
		if given {
			args[key] = value
		}
	}
	var periods []string
	for _, p := range in.args.Periods {
		periods = append(periods, p.String())
	}
	set("a", in.args.A.Code, in.args.A.Code != "")
	set("b", in.args.B.Code, in.args.B.Code != "")
	set("dataset", in.args.Dataset, in.args.Dataset != "")
	set("periods", periods, len(periods) > 0)
	set("top", in.args.Top, in.args.Top > 0)
	set("level", in.args.Digits, in.args.Digits > 0)
	return args
}

// notes says what to do about each kind of finding, once, and names the datasets in
// which nothing could be compared.
func (in *inspection) notes() []string {
	var notes []string
	for _, o := range in.outcomes {
		if note := in.say(o.finding.advice); note != "" && !slices.Contains(notes, note) {
			notes = append(notes, note)
		}
	}
	if !slices.ContainsFunc(in.outcomes, func(o *outcome) bool { return o.finding.found }) {
		notes = append(notes, in.say(trade.Name{
			English: "Nothing was found by these checks: %s.",
			Russian: "Этими проверками ничего не найдено: %s.",
		}, strings.Join(in.checks, ", ")))
	}
	return notes
}

// say writes a sentence in the language of the answer. An argument that has a name in
// both languages is said in the one.
func (in *inspection) say(n trade.Name, args ...any) string {
	said := slices.Clone(args)
	for i, a := range said {
		switch v := a.(type) {
		case trade.Name:
			said[i] = v.In(in.args.Language)
		case trade.Period:
			said[i] = v.In(in.args.Language)
		case plainNumber:
			said[i] = in.decimals(string(v))
		case float64:
			said[i] = ratioWords{in, v}
		}
	}
	return fmt.Sprintf(n.In(in.args.Language), said...)
}

// plainNumber is a number in digits with a decimal point.
type plainNumber string

// amount writes thousandths as a number.
func amount(thousandths int64) plainNumber { return plainNumber(trade.FormatThousandths(thousandths)) }

// decimals puts the decimal sign of the language into a number.
func (in *inspection) decimals(number string) string {
	if in.args.Language == trade.Russian {
		return strings.Replace(number, ".", ",", 1)
	}
	return number
}

// ratioWords is a ratio in a sentence, which says how many decimals it has.
type ratioWords struct {
	in    *inspection
	ratio float64
}

// Format writes the ratio as the verb says, with the decimal sign of the language.
func (w ratioWords) Format(s fmt.State, verb rune) {
	io.WriteString(s, w.in.decimals(fmt.Sprintf(fmt.FormatString(s, verb), w.ratio)))
}
