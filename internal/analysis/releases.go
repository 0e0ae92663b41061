package analysis

import (
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// named returns the values that filters hold a column to, nil if it is free.
func (a Arguments) named(d cube.Dimension) []string {
	for _, f := range a.Where {
		if f.Column == d {
			return f.Values
		}
	}
	return nil
}

// checkFilters refuses filters that contradict what a pair is asked about: rows that
// they keep out would read as zero.
func (a Arguments) checkFilters() error {
	for _, d := range []cube.Dimension{cube.Year, cube.Month, cube.Months} {
		if a.named(d) != nil {
			return trade.Errorf(trade.Usage, "the %s cannot be a filter where spans are compared", d).
				WithHint("name the span with --period")
		}
	}
	for _, d := range []cube.Dimension{cube.Exporter, cube.Importer} {
		if a.named(d) != nil {
			return trade.Errorf(trade.Usage, "the %s cannot be a filter where a pair is asked about", d).
				WithHint("name both economies as A and B, or ask `oborot flows`")
		}
	}
	return nil
}

// check refuses arguments that no question can follow.
func (a Arguments) check(h holdings) error {
	if a.Top < 0 {
		return trade.Errorf(trade.Usage, "the number of parts to show is %d", a.Top).
			WithHint("use --top with a number from 1, or leave it out to see all")
	}
	own := slices.ContainsFunc(h, func(c trade.Coverage) bool { return c.Digits == a.Digits })
	if d := a.Digits; a.Nomenclature != "" && !a.Nomenclature.Harmonised() && d >= 0 && d <= 5 {
		return nil // SITC has a level for each digit
	} else if d != 0 && !own && (d < 2 || d > 10 || d%2 != 0) {
		return trade.Errorf(trade.Usage, "there is no level of goods with %d digits", d).
			WithHint("use --level 2, 4 or 6")
	}
	return nil
}

// hold asks what the lake covers, narrowed to what filters name, and checks the
// arguments against it. What only another release holds is not covered: its
// absence from the rows is no zero.
func (q *inquiry) hold(all []trade.Coverage, err error) error {
	if err != nil {
		return err
	}
	q.held = all
	if err = q.args.check(q.held); err != nil {
		return err
	}
	if err = q.nameDataset(); err != nil {
		return err
	}
	for _, f := range q.args.Where {
		if f.Column == cube.Release && len(q.held) > 0 {
			if err = q.narrow(f.Values); err != nil {
				return err
			}
		}
	}
	return nil
}

// nameDataset reads a filter by dataset: one is as good as --dataset.
func (q *inquiry) nameDataset() error {
	named := q.args.named(cube.Dataset)
	for _, name := range named {
		if err := q.held.checkDataset(name); err != nil {
			return err
		}
	}
	if chosen := q.args.Dataset; chosen != "" && named != nil && !slices.Contains(named, chosen) {
		return trade.Errorf(trade.Usage, "--dataset %s and --where dataset=%s exclude each other", chosen, strings.Join(named, ",")).
			WithHint("use one of them")
	}
	if len(named) > 0 {
		q.held = slices.DeleteFunc(slices.Clone(q.held), func(c trade.Coverage) bool {
			return !slices.Contains(named, c.Dataset) && len(named) > 1
		})
	}
	return nil
}

// narrow keeps the records of releases.
func (q *inquiry) narrow(releases []string) error {
	var kept holdings
	var known []string
	for _, c := range q.held {
		known = union(known, []string{c.Release})
		if slices.Contains(releases, c.Release) {
			kept = append(kept, c)
		}
	}
	if len(kept) == 0 {
		slices.Sort(known)
		return trade.Errorf(trade.NoData, "nothing is held of release %s", strings.Join(releases, ",")).
			WithHint("the releases held are %s", strings.Join(known, ", "))
	}
	q.held = kept
	return nil
}

// behind lists the records that the figures of the spans come from: those that
// name both sides, in all spans if there are none.
func (s *source) behind(spans []trade.Period) []trade.Coverage {
	meets := func(members, named []trade.Economy) bool {
		return members == nil || slices.ContainsFunc(members, func(e trade.Economy) bool { return slices.Contains(named, e) })
	}
	var touching, both []trade.Coverage
	for _, c := range s.records {
		if len(spans) > 0 && len(inside(pieces(c), spans)) == 0 {
			continue
		}
		touching = append(touching, c)
		if meets(s.exporters, c.Exporters) && meets(s.importers, c.Importers) {
			both = append(both, c)
		}
	}
	if len(both) == 0 {
		return touching
	}
	return both
}

// releases lists the releases that the figures of the spans come from, with commas
// between them.
func (s *source) releases(spans []trade.Period) string {
	var all []string
	for _, c := range s.behind(spans) {
		all = union(all, []string{c.Release})
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// noteReleases warns where a period and its base come from different releases.
func (q *inquiry) noteReleases(s *source, rows []row, leg int) {
	for _, r := range rows {
		c := r.cuts[leg]
		if s == nil || len(c.now) == 0 || len(c.base) == 0 {
			continue
		}
		if now, base := s.releases(c.now), s.releases(c.base); now != base {
			q.note(trade.Name{
				English: "%s: %s is of release %s, its base %s of %s: part of the growth may be revision.",
				Russian: "%s: %s — выпуск %s, база %s — выпуск %s: часть роста может быть пересмотром данных.",
			}, s.dataset, q.args.inWords(c.now), now, q.args.inWords(c.base), base)
		}
	}
}
