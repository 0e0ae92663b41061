package analysis

import (
	"fmt"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// answering lists the datasets that cover a period of the wish for a pair, the best
// first; any period where the wish leaves them open.
func (h holdings) answering(p pair, w wish) []string {
	var best []source
	for _, l := range p.legs() {
		best = append(best, h.candidates(l, p, w)...)
	}
	slices.SortStableFunc(best, compareSources)
	var names []string
	for _, s := range best {
		if s.asked > 0 {
			names = union(names, []string{s.dataset})
		}
	}
	return names
}

// covered returns what a dataset covers of a pair, whoever reports it.
func (h holdings) covered(dataset string, p pair) []trade.Period {
	var all []trade.Period
	for _, l := range p.legs() {
		for _, s := range h.candidates(l, p, wish{dataset: dataset, partial: true}) {
			all = append(all, s.pieces...)
		}
	}
	return joined(sorted(all))
}

// elsewhere is a hint that names a dataset which covers a period that the chosen
// one lacks, empty if there is none.
func (q *inquiry) elsewhere(p trade.Period, not string) string {
	w := wish{reporter: q.args.Reporter, partial: q.args.Partial, periods: []trade.Period{p}}
	var able []source
	for _, l := range q.pair.legs() {
		able = append(able, q.held.candidates(l, q.pair, w)...)
	}
	return whoCovers(able, p, not)
}

// elsewhere is the hint for a question with a pair or without.
func (t *tabulation) elsewhere(p trade.Period, not string) string {
	if t.paired {
		return t.inquiry.elsewhere(p, not)
	}
	w := wish{periods: []trade.Period{p}, products: t.groups(cube.Product) || t.groups(cube.Section)}
	return whoCovers(t.best(w), p, not)
}

func whoCovers(able []source, p trade.Period, not string) string {
	slices.SortStableFunc(able, compareSources)
	for _, s := range able {
		if s.dataset != not && whole(s.pieces, []trade.Period{p}) {
			return askHint(s.dataset, listed([]trade.Period{p}))
		}
	}
	return ""
}

func askHint(dataset, covered string) string {
	return fmt.Sprintf("%s covers %s: ask with --dataset %s", dataset, covered, dataset)
}

// noTrade explains that no dataset, or not the named one, holds trade of a pair
// that it knows.
func (h holdings) noTrade(p pair, w wish) error {
	who := "no dataset holds trade"
	if w.dataset != "" {
		who = w.dataset + " holds no trade"
	}
	err := trade.Errorf(trade.NoData, "%s of %s with %s", who, p.a.Name.English, p.b.Name.English)
	w.dataset = ""
	if others := h.answering(p, w); len(others) > 0 {
		return err.WithHint("%s", askHint(others[0], "it"))
	}
	return err.WithHint("%s; %s", held(p.a, h.holding(p.a)), held(p.b, h.holding(p.b)))
}

// noteWorld says of how many partners the world is made in each direction.
func (q *inquiry) noteWorld(sources [2]*source) {
	var counts, datasets []string
	for i, l := range q.pair.legs() {
		s := sources[i]
		if s == nil || s.totals || !isWorld(l.exporter) && !isWorld(l.importer) {
			continue
		}
		words := trade.Name{English: "%d exporters", Russian: "экспортёры — %d"}
		role := func(c trade.Coverage) []trade.Economy { return c.Exporters }
		if isWorld(l.importer) {
			words = trade.Name{English: "%d importers", Russian: "импортёры — %d"}
			role = func(c trade.Coverage) []trade.Economy { return c.Importers }
		}
		var partners []trade.Economy
		for _, c := range s.records {
			partners = append(partners, role(c)...)
		}
		slices.Sort(partners)
		partners = slices.DeleteFunc(slices.Compact(partners), func(e trade.Economy) bool { return e == trade.World })
		counts, datasets = append(counts, q.args.say(words, len(partners))), union(datasets, []string{s.dataset})
	}
	if len(counts) > 0 {
		slices.Sort(counts)
		q.note(trade.Name{
			English: "The world is the sum of the %s that %s names.",
			Russian: "Мир — сумма партнёров: %s (по %s).",
		}, strings.Join(counts, q.args.say(trade.Name{English: " and ", Russian: ", "})), strings.Join(datasets, ", "))
	}
}

// noteSteps warns where rows are longer than the step of time they are told apart
// by.
func (t *tabulation) noteSteps(s *source) {
	months := 0
	for _, c := range s.records {
		months = max(months, c.Months)
	}
	length, any := map[int]trade.Name{
		3: {English: "quarter", Russian: "кварталам"}, 6: {English: "half-year", Russian: "полугодиям"}, 12: {English: "year", Russian: "годам"},
	}[months]
	if any && t.groups(cube.Month) {
		t.note(trade.Name{
			English: "The rows of %s are by %s: month is the first month of a row.",
			Russian: "Строки %s — по %s: месяц — первый месяц строки.",
		}, s.dataset, length.In(t.args.Language))
	}
	if any && months > 3 && t.groups(cube.Quarter) {
		t.note(trade.Name{
			English: "The rows of %s are by %s: quarter is 0 for rows longer than a quarter.",
			Russian: "Строки %s — по %s: квартал 0 — строки длиннее квартала.",
		}, s.dataset, length.In(t.args.Language))
	}
}
