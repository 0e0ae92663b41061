package main

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/analysis/audit"
	"github.com/oborot/oborot/internal/analysis/world"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
	"github.com/spf13/cobra"
)

// questionFlags are the words that questions share; each command adds those it
// knows.
type questionFlags struct {
	period, compare   []string
	partial           bool
	dataset, reporter string
	by, measure       []string
	checks            []string
	series            string
	top, level        int
	rank              bool
	where             []string

	nomenclature, weights string
	quantity              string  // prices
	coverage              float64 // prices
	quality               analysis.QualityTerms

	conventions    analysis.Conventions
	populationFile string
	gdpFile        string
	dependence     analysis.DependenceTerms
}

// addPeriods adds the flags about time and source.
func (q *questionFlags) addPeriods(c *cobra.Command) {
	f := c.Flags()
	f.StringSliceVar(&q.period, "period", nil, "2021, 2021-03, 2021Q3, 2021H1 or 2022-01..2022-09; several with commas (default: all that is covered)")
	f.StringSliceVar(&q.compare, "compare", nil, "what to compare with, a span for each period (default: the same span a year earlier)")
	f.BoolVar(&q.partial, "partial", false, "answer with the months that are covered where some are not, and say so")
	f.StringVar(&q.dataset, "dataset", "", "the dataset to read (default: the one that covers most)")
	f.StringVar(&q.reporter, "reporter", "", "whose report to read: a, b or reconciled (default: the first-named economy's, else the other's)")
	f.StringArrayVar(&q.where, "where", nil, "keep rows whose column of flows has one of the values")
	f.StringVar(&q.nomenclature, "nomenclature", "", "convert goods to H0 to H6 or S1 to S4 by imported correlation tables (default: as published)")
	f.StringVar(&q.weights, "weights", "", "best weights of a conversion: own, table or equal (default: own, where the lake has the same trade in both)")
	placeholders(f, map[string]string{"nomenclature": "CODE", "weights": "WHOSE"})
	placeholders(f, map[string]string{"period": "SPAN,..", "compare": "SPAN,..", "dataset": "DATASET", "reporter": "WHOSE", "where": "KEY=V|V,.."})
}

// ask answers a question and delivers it.
func (p *program) ask(ctx context.Context, name string, pair []string, q *questionFlags) error {
	question, err := questionNamed(name)
	if err != nil {
		return err
	}
	goods := name != "account" || slices.Contains(q.by, "product")
	return p.asking(ctx, pair, q, goods, func(asker analysis.Asker, args analysis.Arguments) error {
		result, err := question.Answer(ctx, asker, args)
		if err != nil && trade.KindOf(err) != trade.Finding {
			return err
		}
		return cmp.Or(p.deliver(result), err) // what a check found goes with its table
	})
}

// asking reads the words of a question and opens the lake for it.
func (p *program) asking(ctx context.Context, pair []string, q *questionFlags, goods bool,
	answer func(analysis.Asker, analysis.Arguments) error) (err error) {
	own, err := p.ownGroups()
	if err != nil {
		return err
	}
	if err := q.readStatistics(); err != nil {
		return err
	}
	args, err := q.arguments(pair, p.language, own...)
	if err != nil {
		return err
	}
	s, err := p.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.close(&err)
	snapshot, err := s.lake.Snapshot(ctx, p.flags.asOf)
	if err != nil {
		return err
	}
	if snapshot.ID == 0 {
		return nothingHeld(s.lake)
	}
	asker, err := s.asker(ctx, snapshot.ID, goods)
	if err != nil {
		return err
	}
	return answer(asker, args)
}

// asker asks a snapshot of the lake. The imported names of goods are read where an
// answer may have goods.
func (s *store) asker(ctx context.Context, snapshot int64, goods bool) (analysis.Asker, error) {
	a := analysis.Asker{Engine: s.engine, Scanner: s.engine, Coverage: s.lake, Snapshot: snapshot}
	a.Lists = func(ctx context.Context, table string) ([]trade.List, error) {
		return s.lake.Lists(ctx, snapshot, table)
	}
	if !goods {
		return a, nil
	}
	names, _, err := catalogue(ctx, s.lake, snapshot)
	a.Names = names.ProductName
	return a, err
}

func questionNamed(name string) (analysis.Question, error) {
	all := slices.Concat(analysis.Questions(), audit.Questions(), world.Questions())
	at := slices.IndexFunc(all, func(q analysis.Question) bool { return q.Name == name })
	if at < 0 {
		return analysis.Question{}, trade.Errorf(trade.Internal, "there is no question %q", name)
	}
	return all[at], nil
}

// arguments turns the words of the command line into those of a question. Sides may
// be the person's own groups.
func (q *questionFlags) arguments(pair []string, l trade.Language, own ...reference.Side) (a analysis.Arguments, err error) {
	a = analysis.Arguments{
		Partial: q.partial, Dataset: q.dataset, Reporter: q.reporter, Digits: q.level, Top: q.top,
		Series: q.series, By: q.by, Rank: q.rank, Language: l, Weights: reference.Weighting(q.weights),
		Checks: q.checks, Conventions: q.conventions, Dependence: q.dependence, Coverage: q.coverage, Quality: q.quality,
	}
	if err := q.check(); err != nil {
		return a, err
	}
	for i, side := range []*reference.Side{&a.A, &a.B} {
		if i < len(pair) && pair[i] != "" {
			if *side, err = reference.FindSide(pair[i], own...); err != nil {
				return a, err
			}
		}
	}
	if q.nomenclature != "" {
		if a.Nomenclature, err = trade.ParseNomenclature(q.nomenclature); err != nil {
			return a, err
		}
	}
	if a.Periods, err = periods(q.period); err != nil {
		return a, err
	}
	if a.Compare, err = periods(q.compare); err != nil {
		return a, err
	}
	for _, m := range q.measure {
		a.Measures = append(a.Measures, cube.Measure(strings.TrimSpace(m)))
	}
	if a.Quantity, err = quantityOf(q.quantity); err != nil {
		return a, err
	}
	a.Where, err = filters(q.where, own...)
	return a, err
}

func (q *questionFlags) check() error {
	if q.top < 0 {
		return trade.Errorf(trade.Usage, "--top %d is not a number of rows to show", q.top).WithHint("leave it out for all")
	}
	if err := isOneOf("reporter", q.reporter, "a", "b", string(trade.Reconciled)); err != nil {
		return err
	}
	return isOneOf("series", q.series, "month", "quarter", "year")
}

func periods(words []string) ([]trade.Period, error) {
	if len(words) == 0 {
		return nil, nil
	}
	return trade.ParsePeriods(strings.Join(words, ","))
}

// filters reads KEY=V|V,KEY=V. What follows a comma and has no key belongs to the
// value before it: names of enterprises hold commas, and quotation marks.
func filters(words []string, own ...reference.Side) ([]cube.Filter, error) {
	if len(words) == 0 {
		return nil, nil
	}
	var joined []string
	for w := range strings.SplitSeq(strings.Join(words, ","), ",") {
		if !strings.Contains(w, "=") && len(joined) > 0 {
			joined[len(joined)-1] += "," + w
			continue
		}
		joined = append(joined, w)
	}
	var all []cube.Filter
	for _, w := range joined {
		f, err := filter(w, own)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

func filter(word string, own []reference.Side) (cube.Filter, error) {
	key, list, found := strings.Cut(word, "=")
	f := cube.Filter{Column: cube.Dimension(strings.ToLower(strings.TrimSpace(key)))}
	if !found || !slices.Contains(cube.Columns(), f.Column) {
		return f, trade.Errorf(trade.Usage, "%q does not filter a column of flows", word).
			WithHint("write KEY=V|V with a KEY of %s", columnWords())
	}
	for value := range strings.SplitSeq(list, "|") {
		codes, err := filterValues(f.Column, strings.TrimSpace(value), own)
		if err != nil {
			return f, err
		}
		f.Values = append(f.Values, codes...)
	}
	return f, nil
}

// filterValues finds the codes that a person means: those of the members for a
// group of economies.
func filterValues(column cube.Dimension, value string, own []reference.Side) ([]string, error) {
	switch column {
	case cube.Exporter, cube.Importer:
		side, err := reference.FindSide(value, own...)
		if !side.Group {
			return []string{side.Code}, err
		}
		var members []string
		for _, m := range side.Members {
			members = append(members, string(m))
		}
		return members, err
	case cube.Product:
		product, err := reference.FindProduct(value)
		return []string{string(product)}, err
	}
	return []string{value}, nil
}

func columnWords() string {
	var list []string
	for _, c := range cube.Columns() {
		list = append(list, string(c))
	}
	return strings.Join(list, ", ")
}
