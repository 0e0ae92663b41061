package analysis

import (
	"context"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// inquiry is one question about a pair on its way to an answer.
type inquiry struct {
	asker   Asker
	args    Arguments
	pair    pair
	held    holdings
	chosen  chosen
	rows    []row
	notes   []string
	reports map[string]string // by dataset, see Result
	unknown int64             // rows read for the asked periods that have no published value

	translation *translation   // nil while no goods are converted
	naming      []trade.Origin // of the lists that goods are named by
}

// need is what a question needs of its plan.
type need struct {
	products bool // goods, not only totals
	latest   bool // where the periods are left open, the latest row alone
	matched  bool // goods are compared by their codes as published
}

// inquire settles what is common to all questions about a pair: the sides, the
// sources, and the months read for each row.
func inquire(ctx context.Context, asker Asker, args Arguments, n need) (*inquiry, error) {
	q := &inquiry{asker: asker, args: args}
	err := args.checkFilters()
	if err != nil {
		return nil, err
	}
	if err = args.checkTranslation(); err != nil {
		return nil, err
	}
	if q.pair, err = newPair(args.A, args.B); err != nil {
		return nil, err
	}
	if err = q.hold(asker.Coverage.Covered(ctx, trade.Scope{Snapshot: asker.Snapshot})); err != nil {
		return nil, err
	}
	if q.rows, err = asked(args); err != nil {
		return nil, err
	}
	if err = q.chooseWhole(ctx, q.wish(n.products)); err != nil {
		return nil, err
	}
	if q.translating(n.products) {
		q.translated()
	}
	if err = q.checkEnterprise(ctx, q.chosen.sources[:]...); err != nil {
		return nil, err
	}
	return q, q.settle(n)
}

func (q *inquiry) wish(products bool) wish {
	w := wish{dataset: q.args.Dataset, reporter: q.args.Reporter, partial: q.args.Partial, products: products}
	if q.translating(products) {
		w.nomenclature = q.args.Nomenclature
	}
	if named := q.args.named(cube.Dataset); w.dataset == "" && len(named) == 1 {
		w.dataset = named[0]
	}
	for _, r := range q.rows {
		w.periods = append(w.periods, r.period)
		w.bases = append(w.bases, r.base)
	}
	return w
}

// settle fixes the rows and says what a reader must know about them.
func (q *inquiry) settle(n need) error {
	if len(q.rows) == 0 {
		var err error
		if q.rows, err = open(q.chosen.sources, q.args); err != nil {
			return err
		}
		if n.latest && q.args.Series == "" {
			q.rows = q.rows[len(q.rows)-1:]
		}
	}
	if err := cutRows(q.rows, q.chosen.sources, q.args, q.elsewhere); err != nil {
		if n.matched {
			return q.wholeOnly(err)
		}
		return err
	}
	q.noteSources()
	q.notePair()
	q.noteTerms()
	q.noteYears()
	q.notePartial()
	q.noteWorld(q.chosen.sources)
	var editions []edited
	for leg, s := range q.chosen.sources {
		q.noteReleases(s, q.rows, leg)
		if s != nil {
			editions = s.editions(q.spans(leg), editions)
		}
	}
	if n.matched {
		q.noteMatched(editions)
		return nil
	}
	q.noteEditions(n.products, editions)
	return nil
}

// spans lists what a direction reads, each span once.
func (q *inquiry) spans(leg int) []trade.Period {
	var all []trade.Period
	for _, r := range q.rows {
		all = append(append(all, r.cuts[leg].now...), r.cuts[leg].base...)
	}
	return sorted(all)
}

// result begins the answer: all but its fields and rows.
func (q *inquiry) result(question, method string, subject trade.Name) *Result {
	r := &Result{
		Question:  question,
		Method:    method,
		Arguments: q.arguments(),
		Snapshot:  q.asker.Snapshot,
		Title:     q.title(subject),
	}
	q.noteUnknown()
	q.noteTranslation()
	r.Notes, r.Reports = union(nil, q.notes), q.reports
	for leg, s := range q.chosen.sources {
		if s != nil {
			r.Origins = append(r.Origins, s.origins(q.spans(leg))...)
		}
	}
	r.Origins = merged(append(r.Origins, q.tables()...))
	return r
}

// arguments says what was asked and what was chosen.
func (q *inquiry) arguments() map[string]any {
	args := map[string]any{"a": q.pair.a.Code, "b": q.pair.b.Code}
	var periods []string
	for _, r := range q.rows {
		now, _ := r.read()
		periods = append(periods, now)
	}
	args["periods"] = periods
	for i, l := range q.pair.legs() {
		if s := q.chosen.sources[i]; s != nil {
			args[string(l.direction)] = map[string]any{
				"dataset": s.dataset, "release": s.releases(q.spans(i)), "reporter": string(s.reporter),
				"valuation": s.last().Origin.Valuation,
			}
		}
	}
	q.args.describe(args)
	q.describeTranslation(args)
	return args
}

// describe adds what the person set, and only that.
func (a Arguments) describe(args map[string]any) {
	set := func(name string, value any, given bool) {
		if given {
			args[name] = value
		}
	}
	set("compare", listed(a.Compare), len(a.Compare) > 0)
	set("partial", a.Partial, a.Partial)
	set("dataset", a.Dataset, a.Dataset != "")
	set("reporter", a.Reporter, a.Reporter != "")
	set("top", a.Top, a.Top > 0)
	set("series", a.Series, a.Series != "")
	set("by", a.By, len(a.By) > 0)
	set("rank", a.Rank, a.Rank)
	set("measures", a.Measures, len(a.Measures) > 0)
	set("nomenclature", a.Nomenclature, a.Nomenclature != "")
	set("weights", a.Weights, a.Weights != "")
	if len(a.Where) > 0 {
		where := map[string][]string{}
		for _, f := range a.Where {
			where[string(f.Column)] = f.Values
		}
		args["where"] = where
	}
}
