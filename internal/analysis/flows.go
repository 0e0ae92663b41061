package analysis

import (
	"context"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// directionDimension tells the two directions of a pair apart.
const directionDimension cube.Dimension = "direction"

// flows is the cube as a question: measures summed by any dimensions. With a pair
// the rows hold both directions, told apart by a column unless the exporter or
// importer is one. Datasets and reporters are never added: one of each answers
// unless the question groups by them.
func flows(ctx context.Context, asker Asker, args Arguments) (*Result, error) {
	q, err := newTabulation(ctx, asker, args)
	if err != nil {
		return nil, err
	}
	if q.feeds, err = q.choose(ctx); err != nil {
		return nil, err
	}
	q.open()
	if q.translating(q.byGoods()) {
		q.translated()
	}
	var groups []group
	var editions []edited
	for i := range q.feeds {
		if err := q.checkEnterprise(ctx, q.feeds[i].source); err != nil {
			return nil, err
		}
		if err := q.settle(&q.feeds[i]); err != nil {
			return nil, err
		}
		editions = q.feeds[i].editions(editions)
		found, err := q.read(ctx, &q.feeds[i])
		if err != nil {
			return nil, err
		}
		groups = append(groups, found...)
	}
	q.noteEditions(q.byGoods(), editions)
	slices.SortStableFunc(groups, q.compareGroups)
	return q.table(groups), nil
}

// tabulation is one question of flows on its way to an answer.
type tabulation struct {
	inquiry
	by       []cube.Dimension
	measures []cube.Measure
	paired   bool
	asked    []row
	feeds    []feed
}

// feed is one dataset and reporter that gives a part of the rows.
type feed struct {
	direction trade.Direction // empty without a pair
	source    *source
	rows      []row // empty: all that is held
}

func newTabulation(ctx context.Context, asker Asker, args Arguments) (*tabulation, error) {
	t := &tabulation{inquiry: inquiry{asker: asker, args: args}, paired: args.A.Code != ""}
	if t.paired && args.B.Code == "" {
		world, err := reference.FindSide(string(trade.World))
		if err != nil {
			return nil, err
		}
		t.args.B = world
	}
	err := args.checkTranslation()
	if err != nil {
		return nil, err
	}
	if err = t.readDimensions(); err != nil {
		return nil, err
	}
	if err = t.readMeasures(); err != nil {
		return nil, err
	}
	if t.asked, err = asked(args); err != nil {
		return nil, err
	}
	if err = t.checkCompare(); err != nil {
		return nil, err
	}
	return t, t.hold(asker.Coverage.Covered(ctx, trade.Scope{Snapshot: asker.Snapshot}))
}

// readDimensions reads Arguments.By.
func (t *tabulation) readDimensions() error {
	known := append(cube.Columns(), cube.Quarter, cube.Section, cube.Period)
	if t.paired {
		known = append(known, directionDimension)
	}
	for _, word := range t.args.By {
		d := cube.Dimension(strings.ToLower(strings.TrimSpace(word)))
		if !slices.Contains(known, d) {
			return trade.Errorf(trade.Usage, "%q is not a dimension of flows", word).
				WithHint("%s", suggestion(word, texts(known), "use "))
		}
		if slices.Contains(t.by, d) {
			return trade.Errorf(trade.Usage, "the dimension %s is named twice", d).WithHint("name it once")
		}
		t.by = append(t.by, d)
	}
	told := t.groups(directionDimension) || t.groups(cube.Exporter) || t.groups(cube.Importer)
	if t.paired && !told {
		t.by = slices.Insert(t.by, 0, directionDimension)
	}
	return nil
}

func (t *tabulation) groups(d cube.Dimension) bool { return slices.Contains(t.by, d) }

// filter returns the values that a column is held to, nil if it is free.
func (t *tabulation) filter(d cube.Dimension) []string {
	return t.args.named(d)
}

// fixed tells whether a column is grouped by or held to one value.
func (t *tabulation) fixed(d cube.Dimension) bool { return t.groups(d) || len(t.filter(d)) == 1 }

// readMeasures reads Arguments.Measures and refuses sums over different units.
func (t *tabulation) readMeasures() error {
	for _, m := range t.args.Measures {
		if !slices.Contains(cube.Measures(), m) {
			return trade.Errorf(trade.Usage, "%q is not a measure", m).
				WithHint("%s", suggestion(string(m), texts(cube.Measures()), "use "))
		}
		if !slices.Contains(t.measures, m) {
			t.measures = append(t.measures, m)
		}
	}
	if len(t.measures) == 0 {
		t.measures = []cube.Measure{cube.ValueUSD}
	}
	for m, unit := range map[cube.Measure]cube.Dimension{cube.Value: cube.Currency, cube.Quantity: cube.Unit} {
		if slices.Contains(t.measures, m) && !t.fixed(unit) {
			return trade.Errorf(trade.Usage, "%s of different kinds is not added", m).
				WithHint("add %s to --by, or name one with --where %s=...", unit, unit)
		}
	}
	return nil
}

// checkCompare refuses to match rows by a dimension of time that differs between a
// period and its base.
func (t *tabulation) checkCompare() error {
	if len(t.args.Compare) == 0 {
		return nil
	}
	bad := cube.Dimension("")
	for _, r := range t.asked {
		if t.groups(cube.Year) {
			bad = cube.Year
		}
		for _, d := range []cube.Dimension{cube.Month, cube.Quarter} {
			if t.groups(d) && (r.period.First-r.base.First)%12 != 0 {
				bad = d
			}
		}
	}
	if bad == "" {
		return nil
	}
	return trade.Errorf(trade.Usage, "rows by %s cannot be matched with another period", bad).
		WithHint("use --by period")
}

// open fills in the periods where the question groups by them and names none: the
// calendar of all that the feeds cover.
func (t *tabulation) open() {
	if len(t.asked) > 0 || !t.groups(cube.Period) {
		return
	}
	var all []trade.Period
	for _, f := range t.feeds {
		all = append(all, f.source.pieces...)
	}
	for _, p := range calendar(joined(sorted(all))) {
		t.asked = append(t.asked, row{period: p, base: p.Base()})
	}
}

// settle decides which months a feed reads.
func (t *tabulation) settle(f *feed) error {
	f.rows = slices.Clone(t.asked)
	if err := cutRows(f.rows, [2]*source{f.source}, t.args, t.elsewhere); err != nil {
		return err
	}
	t.notePart(f)
	if len(t.args.Compare) > 0 {
		t.noteReleases(f.source, f.rows, 0)
	}
	t.noteSteps(f.source)
	return nil
}

func (t *tabulation) notePart(f *feed) {
	for _, r := range f.rows {
		if lacking := without(r.period, r.cuts[0].now); t.args.Partial && len(lacking) > 0 {
			t.note(trade.Name{
				English: "Partial (%s): %s is read for %s, not for %s.",
				Russian: "Неполные данные (%s): %s — учтено за %s; нет данных за %s.",
			}, r.period.In(t.args.Language), f.source.dataset, t.args.inWords(r.cuts[0].now), t.args.inWords(lacking))
		}
	}
}

// table makes the result of the groups.
func (t *tabulation) table(groups []group) *Result {
	r := &Result{
		Question: "flows", Method: "flows/1", Snapshot: t.asker.Snapshot,
		Arguments: t.arguments(), Title: t.heading(), Fields: t.fields(),
	}
	for _, f := range t.feeds {
		t.noteFeed(f)
		r.Origins = append(r.Origins, f.source.origins(f.spans())...)
	}
	t.noteUnknown()
	t.noteTranslation()
	r.Fields = append(r.Fields, t.boundFields()...)
	r.Notes, r.Reports = union(nil, t.notes), t.reports
	for _, g := range groups {
		r.Rows = append(r.Rows, t.cells(g))
	}
	r.Origins = merged(slices.Concat(r.Origins, t.tables(), t.naming))
	return r
}

func (f feed) spans() []trade.Period {
	var all []trade.Period
	for _, r := range f.rows {
		all = append(append(all, r.cuts[0].now...), r.cuts[0].base...)
	}
	return sorted(all)
}

func (t *tabulation) heading() string {
	if t.paired {
		return t.title(trade.Name{English: "flows", Russian: "потоки"})
	}
	return t.args.say(trade.Name{English: "Flows", Russian: "Потоки"})
}

// noteFeed says whose report a feed is, and what its dataset does not cover.
func (t *tabulation) noteFeed(f feed) {
	reporters := map[trade.Reporter]trade.Name{
		trade.ByExporter: {English: "as reported by exporters", Russian: "по отчётам экспортёров"},
		trade.ByImporter: {English: "as reported by importers", Russian: "по отчётам импортёров"},
		trade.Reconciled: reconciled,
	}
	if words := reporters[f.source.reporter].In(t.args.Language); words != "" {
		if f.direction != "" && !t.sameSource() {
			words = t.args.word(f.direction) + ": " + words
		}
		t.report(f.source.dataset, words)
	}
	if f.source.country != "" {
		t.report(f.source.dataset, t.args.say(trade.Name{English: "as reported by ", Russian: "отчитывается "})+
			reference.EconomyName(f.source.country).In(t.args.Language))
	}
	t.noteOtherReports(f)
	t.notePartYears(f)
	t.noteDataset(f.source)
}

// sameSource tells whether all feeds read one dataset by one reporter.
func (t *tabulation) sameSource() bool {
	first := t.feeds[0].source
	return len(t.feeds) > 1 && !slices.ContainsFunc(t.feeds, func(f feed) bool {
		return f.source.dataset != first.dataset || f.source.reporter != first.reporter || f.source.totals != first.totals
	})
}

// arguments says what was asked and what was chosen.
func (t *tabulation) arguments() map[string]any {
	args := map[string]any{"by": texts(t.by), "measures": texts(t.measures)}
	if t.paired {
		args["a"], args["b"] = t.args.A.Code, t.args.B.Code
	}
	if len(t.args.Periods) > 0 {
		args["periods"] = strings.Split(listed(t.args.Periods), ",")
	}
	if t.args.Digits > 0 {
		args["level"] = t.args.Digits
	}
	var sources []map[string]any
	for _, f := range t.feeds {
		s := map[string]any{
			"dataset": f.source.dataset, "release": f.source.releases(f.spans()),
			"reporter": string(f.source.reporter), "valuation": f.source.last().Origin.Valuation,
		}
		if f.direction != "" {
			s["direction"] = string(f.direction)
		}
		sources = append(sources, s)
	}
	args["sources"] = sources
	t.args.By, t.args.Measures = texts(t.by), t.measures
	t.args.describe(args)
	t.describeTranslation(args)
	return args
}
