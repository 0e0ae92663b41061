package analysis

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// holdings is what the lake covers in the snapshot of a question.
type holdings []trade.Coverage

// series groups the records by dataset, reporter and whether they are totals.
func (h holdings) series() []source {
	var all []source
	for _, c := range h {
		same := func(s source) bool {
			return s.dataset == c.Dataset && s.reporter == c.Reporter && s.totals == c.TotalsOnly
		}
		i := slices.IndexFunc(all, same)
		if i < 0 {
			all = append(all, source{dataset: c.Dataset, reporter: c.Reporter, totals: c.TotalsOnly})
			i = len(all) - 1
		}
		all[i].records = append(all[i].records, c)
	}
	for i := range all {
		slices.SortStableFunc(all[i].records, func(a, b trade.Coverage) int { return cmp.Compare(latest(a), latest(b)) })
	}
	return all
}

func latest(c trade.Coverage) trade.Month {
	var last trade.Month
	for _, p := range c.Periods {
		last = max(last, p.Last())
	}
	return last
}

// names tells whether a dataset has the code on either side of a flow.
func (h holdings) names(dataset string, e trade.Economy) bool {
	return slices.ContainsFunc(h, func(c trade.Coverage) bool {
		return c.Dataset == dataset && (slices.Contains(c.Exporters, e) || slices.Contains(c.Importers, e))
	})
}

// shown returns the code under which a dataset has an economy on either side of a
// flow: its own, else that of the area that stands in for it.
func (h holdings) shown(dataset string, e trade.Economy) (code trade.Economy, held bool) {
	if h.names(dataset, e) {
		return e, true
	}
	area, any := reference.StandIn(e)
	return area, any && h.names(dataset, area)
}

// outside lists the economies of a dataset that are not among the members.
func (h holdings) outside(dataset string, members []trade.Economy) []trade.Economy {
	var all []trade.Economy
	for _, c := range h {
		if c.Dataset == dataset {
			all = append(append(all, c.Exporters...), c.Importers...)
		}
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(e trade.Economy) bool {
		return e == trade.World || slices.Contains(members, e)
	})
}

// datasets lists the datasets for which the test holds, sorted.
func (h holdings) datasets(test func(dataset string) bool) []string {
	var names []string
	for _, c := range h {
		if test(c.Dataset) {
			names = append(names, c.Dataset)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (h holdings) all() []string { return h.datasets(func(string) bool { return true }) }

// naming lists the datasets that have the code on either side of a flow.
func (h holdings) naming(e trade.Economy) []string {
	return h.datasets(func(d string) bool { return h.names(d, e) })
}

// holding lists the datasets that know a member of a side.
func (h holdings) holding(s reference.Side) []string {
	return h.datasets(func(d string) bool {
		return isWorld(s) || slices.ContainsFunc(s.Members, func(e trade.Economy) bool {
			_, held := h.shown(d, e)
			return held
		})
	})
}

// origins returns the origins of a source's records that touch the spans.
func (s *source) origins(spans []trade.Period) []trade.Origin {
	var all []trade.Origin
	for _, c := range s.behind(spans) {
		all = append(all, c.Origin)
	}
	return all
}

// merged joins origins of the same dataset and release, with the files of both.
func merged(all []trade.Origin) []trade.Origin {
	var out []trade.Origin
	for _, o := range all {
		i := slices.IndexFunc(out, func(p trade.Origin) bool { return p.Dataset == o.Dataset && p.Release == o.Release })
		if i < 0 {
			o.Files, o.Notes = slices.Clone(o.Files), slices.Clone(o.Notes)
			out = append(out, o)
			continue
		}
		out[i].Files = union(out[i].Files, o.Files)
		out[i].Notes = union(out[i].Notes, o.Notes)
	}
	return out
}

func union[T comparable](a, b []T) []T {
	for _, x := range b {
		if !slices.Contains(a, x) {
			a = append(a, x)
		}
	}
	return a
}

// check refuses wishes for what does not exist.
func (h holdings) check(w wish) error {
	if len(h) == 0 {
		return NoFlows()
	}
	if !slices.Contains([]string{"", "a", "b", "reconciled"}, w.reporter) {
		return trade.Errorf(trade.Usage, "%q is not a reporter", w.reporter).
			WithHint("use a, b or reconciled")
	}
	return h.checkDataset(w.dataset)
}

// NoFlows is the error, of kind trade.NoData, of a question to a lake without flows,
// which may hold lists.
func NoFlows() error {
	return trade.Errorf(trade.NoData, "the lake holds no flows").
		WithHint("import files with `oborot import FILE...`, or make a synthetic world with `oborot demo`; " +
			"`oborot datasets` lists what is loaded")
}

func (h holdings) checkDataset(name string) error {
	if name != "" && !slices.Contains(h.all(), name) {
		return trade.Errorf(trade.Usage, "there is no dataset %q", name).
			WithHint("%s", suggestion(name, h.all(), "the lake holds "))
	}
	return nil
}

// reason explains why nothing can answer for a pair.
func (h holdings) reason(p pair, w wish) error {
	for _, s := range []reference.Side{p.a, p.b} {
		where := h.holding(s)
		if len(where) == 0 {
			return h.absent(s)
		}
		if w.dataset != "" && !slices.Contains(where, w.dataset) {
			return trade.Errorf(trade.NoData, "%s does not hold %s", w.dataset, s.Name.English).
				WithHint("%s", held(s, where))
		}
	}
	return h.apart(p, w)
}

// absent explains that no dataset knows a side, and what comes near it.
func (h holdings) absent(s reference.Side) error {
	err := trade.Errorf(trade.NoData, "no dataset holds %s (%s)", s.Name.English, s.Code)
	for _, m := range s.Members {
		if area, any := reference.StandIn(m); any && len(h.naming(area)) > 0 {
			return err.WithHint("%s holds %s (%s), which is mostly its trade", h.naming(area)[0], area, reference.EconomyName(area).English)
		}
		for _, region := range reference.Regions(m) {
			if where := h.naming(region); len(where) > 0 {
				return err.WithHint("%s holds regions of it, such as %s; they are not summed unasked", where[0], region)
			}
		}
		if country := reference.CountryOf(m); country != m {
			if where := h.naming(country); len(where) > 0 {
				return err.WithHint("%s holds the whole country, %s", where[0], country)
			}
		}
	}
	if later := successors(s); later != "" {
		return err.WithHint("%s; ask for %s", lastShown(s), later)
	}
	return err.WithHint("see `oborot datasets` for what is loaded")
}

// apart explains why datasets that know both sides, or none that does, do not
// answer.
func (h holdings) apart(p pair, w wish) error {
	a, b := h.holding(p.a), h.holding(p.b)
	shared := slices.DeleteFunc(slices.Clone(a), func(d string) bool { return !slices.Contains(b, d) })
	if w.dataset != "" {
		shared = slices.DeleteFunc(shared, func(d string) bool { return d != w.dataset })
	}
	// A dataset by enterprise never answers unasked, so its word counts last.
	// One that covers the asked periods, though by another report, is named first.
	free := w
	free.reporter = ""
	able := h.answering(p, free)
	slices.SortStableFunc(shared, func(x, y string) int {
		return cmp.Or(compareBools(h.byEnterprise(x), h.byEnterprise(y)),
			compareBools(!slices.Contains(able, x), !slices.Contains(able, y)))
	})
	if err := h.withoutGoods(p, w); err != nil {
		return err
	}
	for _, d := range shared {
		if err := h.refusal(d, p, w); err != nil {
			return err
		}
	}
	return trade.Errorf(trade.NoData, "no dataset holds both %s and %s", p.a.Name.English, p.b.Name.English).
		WithHint("%s; %s", held(p.a, a), held(p.b, b))
}

// withoutGoods explains that goods are asked for where only totals of the pair are
// held; nil where that is not so.
func (h holdings) withoutGoods(p pair, w wish) error {
	if !w.products {
		return nil
	}
	w.products = false
	totals := h.answering(p, w)
	if len(totals) == 0 {
		return nil
	}
	return trade.Errorf(trade.NoData, "only totals without goods are held of the trade of %s with %s", p.a.Name.English, p.b.Name.English).
		WithHint("`oborot account %s %s` answers with %s", p.a.Code, p.b.Code, totals[0])
}

func (h holdings) byEnterprise(dataset string) bool {
	return slices.ContainsFunc(h, func(c trade.Coverage) bool { return c.Dataset == dataset && c.Enterprises })
}

// refusal explains why one dataset that knows both sides does not answer.
func (h holdings) refusal(dataset string, p pair, w wish) error {
	i := slices.IndexFunc(h, func(c trade.Coverage) bool { return c.Dataset == dataset })
	record := h[i]
	if record.Enterprises && w.dataset == "" {
		return trade.Errorf(trade.NoData, "only %s holds both sides, and it covers a part of trade, by enterprise", dataset).
			WithHint("ask it with --dataset %s", dataset)
	}
	if record.Digits == 0 && w.products {
		return trade.Errorf(trade.NoData, "%s holds totals without goods", dataset).
			WithHint("ask for the account instead")
	}
	lacking := append(h.lacking(dataset, p.a), h.lacking(dataset, p.b)...)
	if len(lacking) > 0 && !w.partial {
		return trade.Errorf(trade.NoData, "%s does not hold all members: %s is missing", dataset, codes(lacking)).
			WithHint("use --partial to answer without them")
	}
	open := wish{dataset: dataset, reporter: w.reporter, products: w.products, partial: w.partial}
	spans := h.covered(dataset, p)
	if w.reporter != "" && len(spans) > 0 && len(h.answering(p, open)) == 0 {
		return trade.Errorf(trade.NoData, "%s holds no such report of this pair", dataset).
			WithHint("its figures are by %s", h.reporters(dataset))
	}
	if len(spans) == 0 {
		return h.noTrade(p, w)
	}
	return trade.Errorf(trade.NoData, "%s does not cover %s for this pair", dataset, listed(w.periods)).
		WithHint("%s%s", h.instead(p, w), covers(dataset, spans, record.Months))
}

func (h holdings) lacking(dataset string, s reference.Side) []trade.Economy {
	return slices.DeleteFunc(slices.Clone(s.Members), func(e trade.Economy) bool {
		_, held := h.shown(dataset, e)
		return held
	})
}

// instead names a dataset that covers what the named one lacks, empty if none does.
func (h holdings) instead(p pair, w wish) string {
	w.dataset = ""
	if others := h.answering(p, w); len(others) > 0 {
		return askHint(others[0], listed(w.periods)) + "; "
	}
	return ""
}

func (h holdings) reporters(dataset string) string {
	var words []string
	for _, c := range h {
		if c.Dataset == dataset && !slices.Contains(words, string(c.Reporter)) {
			words = append(words, string(c.Reporter))
		}
	}
	return strings.Join(words, ", ")
}

// covers is the hint that says what a dataset covers.
func covers(dataset string, spans []trade.Period, months int) string {
	hint := fmt.Sprintf("%s covers %s", dataset, listed(spans))
	if months > 1 {
		hint += fmt.Sprintf(" in steps of %d months", months)
	}
	return hint
}

func held(s reference.Side, where []string) string {
	return fmt.Sprintf("%s is in %s", s.Name.English, strings.Join(where, ", "))
}

func codes(all []trade.Economy) string {
	words := make([]string, len(all))
	for i, e := range all {
		words[i] = string(e)
	}
	return strings.Join(words, ", ")
}
