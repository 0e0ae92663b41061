package audit

import (
	"slices"

	"github.com/oborot/oborot/trade"
)

// finding is a kind of thing that a check can say. found tells whether it is a
// finding, which makes the exit code 6; the others are said only.
type finding struct {
	code   string
	title  trade.Name
	found  bool
	advice trade.Name // what to do about it; empty: nothing
}

// outcome is what a check says of a dataset and a span.
type outcome struct {
	check   string
	finding finding
	dataset string
	against string // what it was compared with: WLD, TOTAL, a dataset; empty where that is plain
	years   []int
	tally
	cases int64
	value int64 // thousandths of a dollar that the cases concern
	worst []single
	keep  int // so many of the worst
}

// tally counts what a check looked at.
type tally struct {
	cells   int64 // compared
	skipped int64 // not comparable
	whole   int64 // value of the cells, thousandths of a dollar
}

// single is one case.
type single struct {
	weight   float64 // the larger the worse
	period   trade.Period
	exporter trade.Economy
	importer trade.Economy
	product  trade.Product
	value    trade.Amount // dollars: the parts, the exporter's report, the flow itself
	compared trade.Amount // dollars: the total, the importer's report, the year before
	score    trade.Ratio  // modified z of a unit value
	text     trade.Name
	args     []any
}

// wants tells whether a case would be kept, so that none is described in vain.
func (o *outcome) wants(weight float64) bool {
	return len(o.worst) < o.keep || weight > o.worst[len(o.worst)-1].weight
}

// count adds a case that concerns a value.
func (o *outcome) count(value int64) { o.cases, o.value = o.cases+1, o.value+value }

// remember keeps a case if it is among the worst; of equals the first stays.
func (o *outcome) remember(s single) {
	if !o.wants(s.weight) {
		return
	}
	at := slices.IndexFunc(o.worst, func(w single) bool { return w.weight < s.weight })
	if at < 0 {
		at = len(o.worst)
	}
	o.worst = slices.Insert(o.worst, at, s)
	o.worst = o.worst[:min(len(o.worst), o.keep)]
}

// open begins an outcome.
func (in *inspection) open(check string, f finding, d *dataset) *outcome {
	return &outcome{check: check, finding: f, dataset: d.name, years: d.years, keep: max(1, in.args.Top)}
}

// close enters the outcomes of one check on one dataset that have cases; if none has,
// one that says that nothing was found, or that nothing could be compared and why.
func (in *inspection) close(t tally, why trade.Name, all ...*outcome) {
	found := false
	for _, o := range all {
		if o.tally = t; o.cases > 0 {
			found = true
			in.outcomes = append(in.outcomes, o)
		}
	}
	if found {
		return
	}
	none := *all[0]
	none.tally, none.finding, none.worst = t, passed, nil
	if t.cells == 0 {
		none.finding = unchecked
		none.worst = []single{{text: why}}
	}
	in.outcomes = append(in.outcomes, &none)
}

// arrange brings the outcomes into the order of the checks, and makes one of those of
// several years that say the same: nothing found, or nothing to check.
func (in *inspection) arrange() {
	place := func(o *outcome) int { return slices.Index(Checks(), o.check) }
	slices.SortStableFunc(in.outcomes, func(a, b *outcome) int { return place(a) - place(b) })
	var all []*outcome
	for _, o := range in.outcomes {
		i := slices.IndexFunc(all, func(a *outcome) bool {
			return o.cases == 0 && a.cases == 0 && a.check == o.check && a.dataset == o.dataset && a.against == o.against &&
				a.finding.code == o.finding.code
		})
		if i < 0 {
			all = append(all, o)
			continue
		}
		a := all[i]
		a.cells, a.skipped, a.whole = a.cells+o.cells, a.skipped+o.skipped, a.whole+o.whole
		a.years = slices.Concat(a.years, o.years)
	}
	in.outcomes = all
}
