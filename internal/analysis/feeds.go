package analysis

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// choose finds the feeds of a tabulation: by the rule of one source for a pair,
// else the dataset that covers most; all datasets where the question groups by
// them.
func (t *tabulation) choose(ctx context.Context) ([]feed, error) {
	w, err := t.wish()
	if err != nil {
		return nil, err
	}
	if err := t.held.check(w); err != nil {
		return nil, err
	}
	if t.paired {
		return t.pairFeeds(ctx, w)
	}
	return t.openFeeds(w)
}

// wish reads what is said about sources, also among the filters.
func (t *tabulation) wish() (wish, error) {
	w := wish{
		dataset: t.args.Dataset, reporter: t.args.Reporter, partial: t.args.Partial,
		products: t.byGoods() || t.filter(cube.Product) != nil,
	}
	if t.translating(t.byGoods()) {
		w.nomenclature = t.args.Nomenclature
	}
	for _, r := range t.asked {
		w.periods = append(w.periods, r.period)
		if len(t.args.Compare) > 0 {
			w.bases = append(w.bases, r.base)
		}
	}
	named := t.filter(cube.Dataset)
	if w.dataset == "" && len(named) == 1 {
		w.dataset = named[0]
	}
	for _, d := range []cube.Dimension{cube.Dataset, cube.Reporter} {
		if len(t.filter(d)) > 1 && !t.groups(d) {
			return w, trade.Errorf(trade.Usage, "figures of different %ss are not added", d).
				WithHint("add %s to --by", d)
		}
	}
	return w, nil
}

// pairFeeds applies the rule of one source to both directions.
func (t *tabulation) pairFeeds(ctx context.Context, w wish) ([]feed, error) {
	var err error
	if t.pair, err = newPair(t.args.A, t.args.B); err != nil {
		return nil, err
	}
	t.notePair()
	legs := t.pair.legs()
	if t.groups(cube.Dataset) && w.dataset == "" {
		return t.allOfPair(legs, w)
	}
	if err = t.chooseWhole(ctx, w); err != nil {
		return nil, err
	}
	t.noteChoice()
	t.noteWorld(t.chosen.sources)
	var feeds []feed
	for i, s := range t.chosen.sources {
		if s != nil {
			feeds = append(feeds, feed{direction: legs[i].direction, source: s})
			continue
		}
		t.note(trade.Name{
			English: "No dataset that answers here holds %s.",
			Russian: "В отвечающих наборах данных нет: %s.",
		}, t.args.word(legs[i].direction))
	}
	return feeds, nil
}

func (t *tabulation) allOfPair(legs [2]leg, w wish) ([]feed, error) {
	var feeds []feed
	named := t.filter(cube.Dataset)
	for _, l := range legs {
		for _, s := range t.held.candidates(l, t.pair, w) {
			if s.asked > 0 && (named == nil || slices.Contains(named, s.dataset)) {
				feeds = append(feeds, feed{direction: l.direction, source: &s})
			}
		}
	}
	return t.covering(feeds, t.held.reason(t.pair, w))
}

// covering leaves out feeds that do not cover what is asked, if others do, and
// says so.
func (t *tabulation) covering(feeds []feed, otherwise error) ([]feed, error) {
	if len(feeds) == 0 {
		return nil, otherwise
	}
	if t.args.Partial || len(t.asked) == 0 {
		return feeds, nil
	}
	var kept []feed
	for _, f := range feeds {
		lacks := slices.ContainsFunc(t.asked, func(r row) bool { return !whole(f.source.pieces, []trade.Period{r.period}) })
		if lacks {
			t.note(trade.Name{
				English: "Left out, because it does not cover what is asked: %s.",
				Russian: "Не учтён, так как не охватывает запрошенное: %s.",
			}, f.source.dataset)
			continue
		}
		kept = append(kept, f)
	}
	if len(kept) == 0 {
		return feeds[:1], nil
	}
	return kept, nil
}

// openFeeds finds the feeds of a question without a pair.
func (t *tabulation) openFeeds(w wish) ([]feed, error) {
	if w.reporter == "a" || w.reporter == "b" {
		return nil, trade.Errorf(trade.Usage, "--reporter %s needs a pair", w.reporter).
			WithHint("use --where reporter=exporter or reporter=importer")
	}
	best := t.best(w)
	if t.groups(cube.Dataset) {
		var feeds []feed
		for i := range best {
			feeds = append(feeds, feed{source: &best[i]})
		}
		return t.covering(feeds, t.nothing(w))
	}
	if len(best) == 0 || best[0].asked == 0 {
		return nil, t.nothing(w)
	}
	if names := leaders(best); len(names) > 1 {
		return nil, trade.Errorf(trade.Usage, "several datasets can answer: %s", strings.Join(names, ", ")).
			WithHint("name one with --dataset %s, or use --by dataset", names[0])
	}
	for _, s := range best[1:] {
		if s.asked > 0 {
			t.chosen.others = append(t.chosen.others, s.dataset)
		}
	}
	t.noteChoice()
	return []feed{{source: &best[0]}}, nil
}

// leaders lists the datasets that cover as much as the first.
func leaders(best []source) []string {
	var names []string
	for _, s := range best {
		if s.asked == best[0].asked && s.synthetic() == best[0].synthetic() && s.native == best[0].native {
			names = append(names, s.dataset)
		}
	}
	return names
}

// best lists for each dataset the report that covers most, the dataset that covers
// most first. What counts is the asked months of each country, or of each economy
// that a filter names.
func (t *tabulation) best(w wish) []source {
	named := t.filter(cube.Dataset)
	var all []source
	for _, s := range t.held.series() {
		record := s.last()
		meant := w.dataset == s.dataset || slices.Contains(named, s.dataset)
		switch {
		case w.dataset != "" && w.dataset != s.dataset, named != nil && !slices.Contains(named, s.dataset):
			continue
		case !meant && (record.Enterprises || s.totals && !t.groups(cube.Dataset)), w.products && record.Digits == 0:
			continue
		case !t.admits(s.reporter):
			continue
		}
		if t.measure(&s, w) {
			all = append(all, s)
		}
	}
	slices.SortStableFunc(all, func(a, b source) int {
		return cmp.Or(cmp.Compare(a.dataset, b.dataset), compareBools(a.asked == 0, b.asked == 0),
			cmp.Compare(t.preference(a.reporter), t.preference(b.reporter)))
	})
	if t.groups(cube.Reporter) {
		all = oneForAll(all)
	} else if t.filter(cube.Reporter) == nil {
		all = oneCountry(all)
	}
	all = slices.CompactFunc(all, func(a, b source) bool { return a.dataset == b.dataset })
	slices.SortStableFunc(all, func(a, b source) int {
		return cmp.Or(compareReal(a, b), cmp.Compare(b.asked, a.asked), compareBools(!a.native, !b.native))
	})
	return all
}

// oneForAll joins the reports of each dataset: the question tells them apart.
func oneForAll(all []source) []source {
	var joint []source
	for _, s := range all {
		s.reporter = ""
		n := len(joint)
		if n == 0 || joint[n-1].dataset != s.dataset {
			joint = append(joint, s)
			continue
		}
		joint[n-1].records = slices.Concat(joint[n-1].records, s.records)
		joint[n-1].pieces = sorted(slices.Concat(joint[n-1].pieces, s.pieces))
		joint[n-1].asked = max(joint[n-1].asked, s.asked)
	}
	return joint
}

// admits tells whether a reporter is wanted.
func (t *tabulation) admits(r trade.Reporter) bool {
	if named := t.filter(cube.Reporter); named != nil {
		return slices.Contains(named, string(r))
	}
	return t.args.Reporter != "reconciled" || r == trade.Reconciled
}

// preference orders reporters: the side that a filter names, the reconciled
// figure, exporters, importers.
func (t *tabulation) preference(r trade.Reporter) int {
	exporter, importer := t.filter(cube.Exporter) != nil, t.filter(cube.Importer) != nil
	switch {
	case r == trade.ByExporter && exporter && !importer, r == trade.ByImporter && importer && !exporter:
		return 0
	case r == trade.Reconciled:
		return 1
	case r == trade.ByExporter:
		return 2
	}
	return 3
}

// measure fills in what a series covers of the question, and tells whether it
// knows everybody that the filters name.
func (t *tabulation) measure(s *source, w wish) bool {
	s.native = w.nomenclature != "" && s.last().Nomenclature == w.nomenclature
	var wanted []trade.Economy
	for _, d := range []cube.Dimension{cube.Exporter, cube.Importer} {
		for _, code := range t.filter(d) {
			if e := trade.Economy(code); t.held.names(s.dataset, e) {
				wanted = append(wanted, e)
			} else {
				return false
			}
		}
	}
	for _, c := range s.records {
		s.pieces = append(s.pieces, pieces(c)...)
	}
	s.pieces = sorted(s.pieces)
	if len(wanted) == 0 {
		wanted = countries(t.held, s.dataset)
	}
	for _, e := range wanted {
		reported := inside(s.pieces, joined(s.named(e)))
		if len(w.periods) > 0 {
			reported = inside(reported, joined(sorted(slices.Clone(w.periods))))
		}
		s.asked += length(reported)
	}
	return true
}

// named lists the pieces in which an economy is on either side.
func (s *source) named(e trade.Economy) []trade.Period {
	var all []trade.Period
	for _, c := range s.records {
		if slices.Contains(c.Exporters, e) || slices.Contains(c.Importers, e) {
			all = append(all, pieces(c)...)
		}
	}
	return sorted(all)
}

// countries lists the economies of a dataset that are no regions.
func countries(h holdings, dataset string) []trade.Economy {
	return slices.DeleteFunc(h.outside(dataset, nil), trade.Economy.IsRegion)
}

// nothing explains why no dataset answers a question without a pair.
func (t *tabulation) nothing(w wish) error {
	for _, d := range []cube.Dimension{cube.Exporter, cube.Importer} {
		for _, code := range t.filter(d) {
			side := reference.Side{Code: code, Name: reference.EconomyName(trade.Economy(code)), Members: []trade.Economy{trade.Economy(code)}}
			if len(t.held.naming(trade.Economy(code))) == 0 {
				return t.held.absent(side)
			}
		}
	}
	what := "no dataset answers this"
	if len(w.periods) > 0 {
		what = "no dataset covers " + listed(w.periods) + " for this question"
		if w.dataset != "" {
			what = w.dataset + " does not cover " + listed(w.periods) + " for this question"
		}
		if hint := t.elsewhere(w.periods[0], w.dataset); hint != "" {
			return trade.Errorf(trade.NoData, "%s", what).WithHint("%s", hint)
		}
	}
	return trade.Errorf(trade.NoData, "%s", what).WithHint("see `oborot datasets`; --dataset names one")
}
