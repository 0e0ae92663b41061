package analysis

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// Where absence does not mean zero, a dataset may have been loaded for some goods
// alone, and their sum is no trade of a country. It is taken for such where the
// economies that report have goods of fewer than fewChapters chapters of the
// Harmonised System, which has 97: most countries report in more than 90.
const fewChapters = 48

// assortment is a dataset of few goods.
type assortment struct {
	dataset  string
	chapters int
}

// String returns the dataset with the number of its chapters.
func (a assortment) String() string { return fmt.Sprintf("%s (%d)", a.dataset, a.chapters) }

// chooseWhole applies the rule of one source. Where what it chooses holds few goods,
// and their sum alone is asked about, real data of more goods or published totals
// answer instead if there are any that cover as much: a sum of some goods is neither
// the trade of a pair nor to be set against a total.
func (q *inquiry) chooseWhole(ctx context.Context, w wish) error {
	var err error
	if q.chosen, err = choose(q.held, q.pair, w); err != nil || q.args.named(cube.Product) != nil {
		return err
	}
	few, err := q.fewGoods(ctx, q.chosen)
	if err != nil || len(few) == 0 {
		return err
	}
	if w.products || w.dataset != "" {
		q.noteFewGoods(few)
		return nil
	}
	return q.passOver(ctx, w, few)
}

// passOver looks for a choice without the flows of datasets of few goods. Where there
// is none that covers as much, the first choice stays, and the note says what it is.
func (q *inquiry) passOver(ctx context.Context, w wish, few []assortment) error {
	held, passed := q.held, few
	for {
		held = slices.DeleteFunc(slices.Clone(held), func(c trade.Coverage) bool {
			return c.Origin.Synthetic || !c.TotalsOnly && slices.ContainsFunc(passed, func(a assortment) bool { return a.dataset == c.Dataset })
		})
		better, err := choose(held, q.pair, w)
		if err != nil || better.months() < q.chosen.months() {
			q.noteFewGoods(few)
			return nil // the error says that nothing else answers
		}
		more, err := q.fewGoods(ctx, better)
		if err != nil {
			return err
		}
		if len(more) == 0 {
			q.chosen = better
			q.noteAside(passed)
			return nil
		}
		passed = union(passed, more)
	}
}

// months is the most that a source of the choice covers of what is asked for.
func (c chosen) months() int {
	most := 0
	for _, s := range c.sources {
		if s != nil {
			most = max(most, s.asked)
		}
	}
	return most
}

// fewGoods lists the datasets of few goods among the sources.
func (q *inquiry) fewGoods(ctx context.Context, c chosen) ([]assortment, error) {
	var few []assortment
	for leg, s := range c.sources {
		if s == nil || !s.mayLackGoods() {
			continue
		}
		chapters, err := q.chapters(ctx, leg, s)
		if err != nil {
			return nil, err
		}
		known := slices.ContainsFunc(few, func(a assortment) bool { return a.dataset == s.dataset })
		if 0 < chapters && chapters < fewChapters && !known {
			few = append(few, assortment{s.dataset, chapters})
		}
	}
	return few, nil
}

// mayLackGoods tells whether the goods of a source may be some of all. By enterprise
// they always are, which is said anyway.
func (s *source) mayLackGoods() bool {
	record := s.last()
	return !s.totals && !record.AbsentIsZero && !record.Enterprises && !s.synthetic() && record.Digits > 0 && record.Nomenclature.Harmonised()
}

// chapters counts the chapters of the goods that the reporting side of a direction
// has in all its trade.
func (q *inquiry) chapters(ctx context.Context, leg int, s *source) (int, error) {
	spans := joined(s.pieces)
	if len(q.rows) > 0 {
		var asked []trade.Period
		for _, r := range q.rows {
			asked = append(asked, r.period)
		}
		spans = joined(inside(s.pieces, joined(sorted(asked))))
	}
	if len(spans) == 0 {
		return 0, nil
	}
	exporters, importers := s.exporters, s.importers
	switch s.reporter {
	case trade.ByExporter:
		importers = nil
	case trade.ByImporter:
		exporters = nil
	}
	a := asking{q: q, source: s, leg: leg, spans: spans}
	table, err := q.asker.Engine.Aggregate(ctx, cube.Query{
		Scope: a.scope(), By: []cube.Dimension{cube.Product}, Digits: 2, Measures: []cube.Measure{cube.Rows},
		Where: a.where(exporters, importers), Periods: spans,
	})
	if err != nil {
		return 0, err
	}
	return table.Rows, nil
}

// noteAside says what was passed over for published totals.
func (q *inquiry) noteAside(few []assortment) {
	q.note(trade.Name{
		English: "Passed over, since they hold goods of few of the 97 chapters for the side that reports: %s. Their sums are not all trade; " +
			"--dataset shows them.",
		Russian: "Не использованы, так как по отчитывающейся стороне содержат товары лишь немногих из 97 групп: %s. Их суммы — не вся " +
			"торговля; их покажет --dataset.",
	}, assortments(few))
}

// noteFewGoods warns where sums may be of some goods alone.
func (q *inquiry) noteFewGoods(few []assortment) {
	if len(few) == 0 {
		return
	}
	q.note(trade.Name{
		English: "Goods of few of the 97 chapters are held for the side that reports: %s. If only some goods were loaded, sums and shares " +
			"are of these goods, not of all trade.",
		Russian: "По отчитывающейся стороне есть товары лишь немногих из 97 групп: %s. Если загружены не все товары, суммы и доли относятся " +
			"к ним, а не ко всей торговле.",
	}, assortments(few))
}

func assortments(few []assortment) string {
	words := make([]string, len(few))
	for i, a := range few {
		words[i] = a.String()
	}
	return strings.Join(words, ", ")
}
