package world

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// mostDigits is the level at which goods are read where none is asked for, if the
// dataset has as many: beyond six digits nomenclatures are national.
const mostDigits = 6

// basis is what a question stands on: one dataset and its years.
type basis struct {
	asker        analysis.Asker
	args         analysis.Arguments
	held         []trade.Coverage // everything that the snapshot covers
	dataset      string
	records      []trade.Coverage // of the dataset
	nomenclature trade.Nomenclature
	digits       int   // of the goods of panels
	years        []int // in order
	sample       sample
	notes        []string
	arguments    map[string]any // what a question adds to those of result

	naming []trade.Origin   // of the lists that goods are named by
	others []trade.Coverage // records of further datasets that were read
	flows  cube.Flows       // memory for those of a year
}

// settle chooses the dataset and the years. The dataset is the one that is named,
// else the one in which most economies report whole years among those asked for;
// real data go before synthetic ones, ties to the first by name. args.Digits is the
// level of goods, 0 for all digits that the dataset has, six at most. Without periods
// the year is the last in which half as many economies report as in the fullest year.
func settle(ctx context.Context, asker analysis.Asker, args analysis.Arguments) (*basis, error) {
	b := &basis{asker: asker, args: args, arguments: map[string]any{}}
	var err error
	if b.sample, err = newSample(args.Conventions); err != nil {
		return nil, err
	}
	wanted, err := wholeYears(args.Periods)
	if err != nil {
		return nil, err
	}
	if d := args.Digits; d != 0 && (d < 2 || d > 10 || d%2 != 0) {
		return nil, trade.Errorf(trade.Usage, "there is no level of goods with %d digits", d).WithHint("use --level 2, 4 or 6")
	}
	if b.held, err = asker.Coverage.Covered(ctx, trade.Scope{Snapshot: asker.Snapshot}); err != nil {
		return nil, err
	}
	if len(b.held) == 0 {
		return nil, analysis.NoFlows()
	}
	return b, b.choose(wanted)
}

// wholeYears reads the years of periods.
func wholeYears(periods []trade.Period) ([]int, error) {
	var years []int
	for _, p := range periods {
		if p.First.Month() != 1 || p.Months%12 != 0 {
			return nil, trade.Errorf(trade.Usage, "%s is not a whole year, and this question compares whole years", p).
				WithHint("use --period %d, or a span of years such as %d..%d", p.First.Year(), p.First.Year()-1, p.First.Year())
		}
		years = append(years, p.Years()...)
	}
	slices.Sort(years)
	return slices.Compact(years), nil
}

// choose fixes dataset, level, nomenclature and years.
func (b *basis) choose(wanted []int) error {
	candidates := b.candidates(wanted)
	if err := b.refuse(candidates, wanted); err != nil {
		return err
	}
	best := candidates[0]
	b.dataset, b.records = best.dataset, best.records
	if b.digits = b.args.Digits; b.digits == 0 {
		b.digits = min(best.digits, mostDigits)
	}
	b.years = wanted
	if len(wanted) == 0 {
		b.years = []int{best.latest()}
	}
	b.nomenclature = b.records[len(b.records)-1].Nomenclature
	b.nomenclature = b.nomenclatureIn(b.years[len(b.years)-1])
	b.sayChoice(candidates)
	return nil
}

// refuse explains why no dataset answers.
func (b *basis) refuse(candidates []candidate, wanted []int) error {
	if name := b.args.Dataset; name != "" && !slices.Contains(b.names(), name) {
		return trade.Errorf(trade.Usage, "there is no dataset %q", name).WithHint("the lake holds %s", strings.Join(b.names(), ", "))
	}
	if totals := b.totalsOnly(); totals != "" && (len(candidates) == 0 || b.args.Dataset != "") {
		return trade.Errorf(trade.NoData, "%s: only totals are held, of all goods or with all partners together; "+
			"this question needs goods%s by partner", totals, b.ofDigits()).
			WithHint("import a world such as BACI; `oborot complexity --matrix FILE` measures a csv year,loc,prod,val as it is")
	}
	if len(candidates) == 0 {
		return trade.Errorf(trade.NoData, "no dataset of the trade of many economies knows goods%s", b.ofDigits()).
			WithHint("see `oborot datasets`; a world such as BACI can be imported")
	}
	best := candidates[0]
	if b.args.Digits > best.digits {
		return trade.Errorf(trade.NoData, "%s has goods of %d digits", best.dataset, best.digits).WithHint("use --level %d", best.digits)
	}
	if best.asked == 0 && len(wanted) == 0 {
		return trade.Errorf(trade.NoData, "%s covers no year as a whole", best.dataset).WithHint("see `oborot datasets` for what is loaded")
	}
	for _, year := range wanted {
		if best.reporting[year] == 0 {
			return trade.Errorf(trade.NoData, "%s does not cover %d as a whole", best.dataset, year).
				WithHint("it covers %s", orNothing(best.years()))
		}
	}
	return nil
}

// totalsOnly names the datasets that would answer if they held goods: the one that is
// named, else all that hold nothing else than totals.
func (b *basis) totalsOnly() string {
	var names []string
	for _, name := range b.names() {
		goods := func(c trade.Coverage) bool { return !c.TotalsOnly && c.Digits > 0 }
		if (b.args.Dataset == "" || b.args.Dataset == name) && !slices.ContainsFunc(b.of(name), goods) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

func (b *basis) ofDigits() string {
	if b.args.Digits == 0 {
		return ""
	}
	return " of " + strconv.Itoa(b.args.Digits) + " digits"
}

func orNothing(years []int) string {
	if len(years) == 0 {
		return "no year as a whole"
	}
	return trade.YearSpans(years)
}

// names lists the datasets held, sorted.
func (b *basis) names() []string {
	var names []string
	for _, c := range b.held {
		names = append(names, c.Dataset)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// of lists the records of a dataset, the latest last.
func (b *basis) of(dataset string) []trade.Coverage {
	var records []trade.Coverage
	for _, c := range b.held {
		if c.Dataset == dataset {
			records = append(records, c)
		}
	}
	slices.SortStableFunc(records, func(x, y trade.Coverage) int { return int(last(x) - last(y)) })
	return records
}

func last(c trade.Coverage) trade.Month {
	var m trade.Month
	for _, p := range c.Periods {
		m = max(m, p.Last())
	}
	return m
}

// sayChoice notes what was chosen where the person left it open.
func (b *basis) sayChoice(candidates []candidate) {
	var others []string
	for _, c := range candidates[1:] {
		if c.asked > 0 && !c.synthetic {
			others = append(others, c.dataset)
		}
	}
	if len(others) > 0 {
		b.note(trade.Name{English: "%s answers, in which most economies report; others: %s (--dataset).",
			Russian: "Отвечает %s: в нём отчитывается больше всего экономик; другие: %s (--dataset)."}, b.dataset, strings.Join(others, ", "))
	}
	newest := slices.Max(candidates[0].years())
	if len(b.args.Periods) == 0 && newest > b.years[0] {
		b.note(trade.Name{English: "%d is read: fewer than half as many economies have reported %d as the fullest year (--period).",
			Russian: "Взят %d год: за %d год отчиталось менее половины экономик самого полного года (--period)."}, b.years[0], newest)
	}
}

// say writes a sentence in the language of the answer.
func (b *basis) say(n trade.Name, args ...any) string {
	return fmt.Sprintf(n.In(b.args.Language), args...)
}

// note adds a sentence that a reader must see, once.
func (b *basis) note(n trade.Name, args ...any) {
	if text := b.say(n, args...); !slices.Contains(b.notes, text) {
		b.notes = append(b.notes, text)
	}
}

// goods names a product of the basis, and remembers the lists that the name is from.
func (b *basis) goods(p trade.Product) string { return b.goodsIn(p, b.nomenclature) }

// goodsIn names a product of another nomenclature.
func (b *basis) goodsIn(p trade.Product, n trade.Nomenclature) string {
	if b.asker.Names == nil {
		return reference.ProductName(p, n).In(b.args.Language)
	}
	name, origins := b.asker.Names(p, n)
	for _, o := range origins {
		if !slices.ContainsFunc(b.naming, func(held trade.Origin) bool { return held.Dataset == o.Dataset }) {
			b.naming = append(b.naming, o)
		}
	}
	return name.In(b.args.Language)
}

// economy names an economy.
func (b *basis) economy(e trade.Economy) string { return reference.EconomyName(e).In(b.args.Language) }

// query asks for the general flows of one year of a dataset.
func (b *basis) query(dataset string, year int) cube.Query {
	return cube.Query{
		Scope:    trade.Scope{Snapshot: b.asker.Snapshot, Dataset: dataset, Years: []int{year}},
		Measures: []cube.Measure{cube.ValueUSD},
		Periods:  []trade.Period{trade.Year(year)},
		Digits:   b.digits,
	}
}

// result begins an answer: all but its fields and rows. The title ends with the years.
func (b *basis) result(question, method string, title trade.Name) *analysis.Result {
	b.sayEditions()
	args := map[string]any{
		"dataset": b.dataset, "periods": trade.YearSpans(b.years), "level": b.digits, "nomenclature": string(b.nomenclature),
	}
	if s := b.sample.String(); s != "" {
		args["sample"] = s
	}
	c := b.args.Conventions
	if b.sample.population > 0 || c.Presence == presencePopulation {
		nameFile(args, "population", c.PopulationFile)
	}
	if b.args.Top > 0 {
		args["top"] = b.args.Top
	}
	maps.Copy(args, b.arguments)
	return &analysis.Result{
		Question: question, Method: method, Arguments: args, Snapshot: b.asker.Snapshot,
		Origins: append(analysis.OriginsOf(b.behind()), b.naming...),
		Title:   title.In(b.args.Language) + ", " + trade.PeriodsIn(trade.YearSpans(b.years), b.args.Language),
		Notes:   b.notes,
	}
}

// nameFile adds a person's file to the arguments of an answer.
func nameFile(args map[string]any, key string, f trade.SourceFile) {
	if f.SHA256 != "" {
		args[key] = map[string]any{"file": f.Name, "sha256": f.SHA256}
	}
}

// behind lists the records that the answer reads.
func (b *basis) behind() []trade.Coverage {
	touches := func(c trade.Coverage) bool {
		return slices.ContainsFunc(b.years, func(y int) bool { return covered(c.Periods, y) != 0 })
	}
	var kept []trade.Coverage
	for _, c := range slices.Concat(b.records, b.others) {
		if !c.TotalsOnly && touches(c) {
			kept = append(kept, c)
		}
	}
	return kept
}
