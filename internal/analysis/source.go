package analysis

import (
	"cmp"
	"slices"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// The rule of one source. A direction is answered by one dataset and one
// reporter. Synthetic data answer only where no real data can answer anything
// asked. The dataset is the one that covers the asked months of both directions
// best; ties go to the one that covers their bases, to the one in the nomenclature
// asked for, then to flows before
// published totals, the finer in region, in month, in product, to the one that ends
// later where the periods are left open, and then to the first by name. Within it answers the report of the first-named economy (or the
// reconciled figure), else that of the other. A dataset that lacks a direction
// leaves it to the next best. Datasets by enterprise hold a part of trade and
// answer only when named; one of few goods gives way to published totals where no
// goods are asked for (see chooseWhole).

// source is what answers one direction: one dataset as one side reported it.
type source struct {
	dataset   string
	reporter  trade.Reporter
	totals    bool // published totals, not flows
	mirror    bool // the report of the second-named economy
	records   []trade.Coverage
	pieces    []trade.Period  // covered for every member that reports
	exporters []trade.Economy // nil: everybody
	importers []trade.Economy // nil: everybody
	unknown   []trade.Economy // members that the dataset does not know, left out
	standing  []trade.Economy // members that the dataset shows under a stand-in
	asked     int             // months asked for and covered
	bases     int             // months of the bases covered
	country   trade.Economy   // whose customs alone publish both reports, which are then read as one; else empty
	native    bool            // publishes goods in the nomenclature asked for
	ends      trade.Month     // the last month covered, where the periods are left open
}

// last returns the latest record, which says how rows are published.
func (s *source) last() trade.Coverage { return s.records[len(s.records)-1] }

// wish is what the person said about sources, and what they need from one.
type wish struct {
	dataset  string
	reporter string // a, b, reconciled or empty
	periods  []trade.Period
	bases    []trade.Period
	partial  bool
	products bool // goods are needed, the total of a pair is not enough

	nomenclature trade.Nomenclature // that goods are asked for in, if any
}

// chosen is the outcome of the rule: a source for each leg, nil where there is none.
type chosen struct {
	sources [2]*source
	others  []string // datasets that could have answered
}

// choose applies the rule to both legs of a pair.
func choose(held holdings, p pair, w wish) (chosen, error) {
	if err := held.check(w); err != nil {
		return chosen{}, err
	}
	legs := p.legs()
	var best [2][]source // of each leg, at most one a dataset, best first
	for i, l := range legs {
		best[i] = held.candidates(l, p, w)
	}
	first := leading(best)
	if first == nil {
		return chosen{}, held.reason(p, w)
	}
	var c chosen
	var used []string
	for i := range legs {
		if c.sources[i] = pick(likewise(best[i], first), first); c.sources[i] != nil {
			used = append(used, c.sources[i].dataset)
		}
	}
	c.others = others(best, used)
	return c, nil
}

// leading returns a source of the dataset that is best for both legs together.
func leading(best [2][]source) *source {
	var sums []source
	for _, leg := range best {
		for _, s := range leg {
			same := func(t source) bool { return t.dataset == s.dataset && t.totals == s.totals }
			if i := slices.IndexFunc(sums, same); i >= 0 {
				sums[i].asked += s.asked
				sums[i].bases += s.bases
				sums[i].ends = max(sums[i].ends, s.ends)
				continue
			}
			sums = append(sums, s)
		}
	}
	slices.SortFunc(sums, compareSources)
	if len(sums) == 0 || sums[0].asked == 0 {
		return nil
	}
	return &sums[0]
}

// pick returns the leg's source of the leading dataset, else its own best.
func pick(best []source, first *source) *source {
	usable := func(s source) bool { return s.asked > 0 && s.dataset == first.dataset && s.totals == first.totals }
	i := slices.IndexFunc(best, usable)
	if i < 0 {
		i = slices.IndexFunc(best, func(s source) bool { return s.asked > 0 })
	}
	if i < 0 {
		return nil
	}
	return &best[i]
}

// likewise leaves out synthetic sources where real ones answer: the two are never
// set against each other.
func likewise(best []source, first *source) []source {
	return slices.DeleteFunc(slices.Clone(best), func(s source) bool { return s.synthetic() && !first.synthetic() })
}

// others names the datasets that could have answered a leg and do not.
func others(best [2][]source, used []string) []string {
	var names []string
	for _, leg := range best {
		for _, s := range leg {
			if s.asked > 0 && !slices.Contains(used, s.dataset) {
				names = append(names, s.dataset)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// compareSources puts the better source of two datasets first.
func compareSources(a, b source) int {
	x, y := a.last(), b.last()
	return cmp.Or(
		compareReal(a, b),
		cmp.Compare(b.asked, a.asked),
		cmp.Compare(b.bases, a.bases),
		compareBools(!a.native, !b.native),
		compareBools(a.totals, b.totals),
		compareBools(y.Regions, x.Regions),
		cmp.Compare(x.Months, y.Months),
		cmp.Compare(y.Digits, x.Digits),
		cmp.Compare(b.ends, a.ends),
		cmp.Compare(a.dataset, b.dataset),
	)
}

// compareReal puts what covers nothing asked last, and synthetic data behind real
// ones.
func compareReal(a, b source) int {
	return cmp.Or(compareBools(a.asked == 0, b.asked == 0), compareBools(a.synthetic(), b.synthetic()))
}

func (s *source) synthetic() bool { return s.last().Origin.Synthetic }

// compareBools puts false before true.
func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// candidates lists what can answer a leg, at most one source a dataset, the best
// first.
func (h holdings) candidates(l leg, p pair, w wish) []source {
	var all []source
	for _, s := range h.series() {
		if h.admits(s, l, w) && h.fit(&s, l, w) {
			s.mirror = side(s.reporter, l) == p.b.Code
			s.score(w)
			all = append(all, s)
		}
	}
	slices.SortStableFunc(all, func(a, b source) int {
		return cmp.Or(cmp.Compare(a.dataset, b.dataset), compareBools(a.totals, b.totals),
			cmp.Compare(b.asked, a.asked), compareBools(a.mirror, b.mirror))
	})
	all = slices.CompactFunc(all, func(a, b source) bool { return a.dataset == b.dataset && a.totals == b.totals })
	slices.SortStableFunc(all, compareSources)
	return all
}

// side returns the code of the side that reports a leg, empty if neither does.
func side(r trade.Reporter, l leg) string {
	switch r {
	case trade.ByExporter:
		return l.exporter.Code
	case trade.ByImporter:
		return l.importer.Code
	}
	return ""
}

func (s *source) score(w wish) {
	s.native = w.nomenclature != "" && s.last().Nomenclature == w.nomenclature
	if len(w.periods) == 0 {
		s.asked = length(joined(s.pieces))
		for _, p := range s.pieces {
			s.ends = max(s.ends, p.Last())
		}
		return
	}
	s.asked = length(inside(s.pieces, joined(sorted(slices.Clone(w.periods)))))
	s.bases = length(inside(s.pieces, joined(sorted(slices.Clone(w.bases)))))
}

// admits tells whether a series is of the right kind for a leg.
func (h holdings) admits(s source, l leg, w wish) bool {
	record := s.last()
	world := isWorld(l.exporter) || isWorld(l.importer)
	reporting := side(s.reporter, l)
	switch {
	case w.dataset != "" && s.dataset != w.dataset:
		return false
	case w.dataset == "" && record.Enterprises:
		return false
	case w.products && record.Digits == 0:
		return false
	case record.Regions && !ofRegions(l.exporter) && !ofRegions(l.importer):
		return world && w.dataset != ""
	case reporting == string(trade.World):
		return false
	}
	return w.reporter == "" || s.reporter == asReporter(w.reporter, l.direction)
}

// asReporter reads the word of --reporter for a direction.
func asReporter(word string, d trade.Direction) trade.Reporter {
	switch {
	case word == "reconciled":
		return trade.Reconciled
	case (word == "a") == (d == trade.Exports):
		return trade.ByExporter
	}
	return trade.ByImporter
}

// ofRegions tells whether a side is made of regions of countries.
func ofRegions(s reference.Side) bool {
	return len(s.Members) > 0 && !slices.ContainsFunc(s.Members, func(e trade.Economy) bool { return !e.IsRegion() })
}

// fit fills in who is read and which periods are covered for them, and tells
// whether the series can answer at all.
func (h holdings) fit(s *source, l leg, w wish) bool {
	known := func(side reference.Side) []trade.Economy {
		var members []trade.Economy
		for _, m := range side.Members {
			code, held := h.shown(s.dataset, m)
			switch {
			case !held:
				s.unknown = append(s.unknown, m)
				continue
			case code != m:
				s.standing = append(s.standing, m)
			}
			members = append(members, code)
		}
		return members
	}
	s.exporters, s.importers = known(l.exporter), known(l.importer)
	if len(s.exporters) == 0 && !isWorld(l.exporter) || len(s.importers) == 0 && !isWorld(l.importer) {
		return false
	}
	if !h.complete(s, l) && !w.partial {
		return false
	}
	if !s.world(h, l) {
		return false
	}
	s.pieces = s.covered(l)
	return len(s.pieces) > 0
}

// complete tells whether every member whose report is needed is known: a sum over
// a group must not lack one in silence.
func (h holdings) complete(s *source, l leg) bool {
	if s.last().AbsentIsZero {
		return true
	}
	exporters, importers := len(s.exporters) == len(l.exporter.Members), len(s.importers) == len(l.importer.Members)
	switch s.reporter {
	case trade.ByExporter:
		return exporters
	case trade.ByImporter:
		return importers
	}
	return exporters && importers
}

// world says who the world is: in totals the partner of that name, in flows
// everybody, or everybody but the members of a group on the other side.
func (s *source) world(h holdings, l leg) bool {
	set := func(members *[]trade.Economy, other []trade.Economy) bool {
		if s.totals {
			*members = []trade.Economy{trade.World}
			return h.names(s.dataset, trade.World)
		}
		if len(other) > 1 {
			*members = h.outside(s.dataset, other)
			return len(*members) > 0
		}
		return true
	}
	switch {
	case isWorld(l.exporter):
		return set(&s.exporters, s.importers)
	case isWorld(l.importer):
		return set(&s.importers, s.exporters)
	}
	return true
}

// covered returns the pieces that are covered for all members that report; in
// data where absence means zero, for some member of each side. A reconciled
// dataset covers who it names in that role: a file of one country's exports says
// nothing of its imports.
func (s *source) covered(l leg) []trade.Period {
	var sides [][]trade.Period
	if s.reporter != trade.ByImporter && !isWorld(l.exporter) {
		sides = append(sides, s.reported(s.exporters, func(c trade.Coverage) []trade.Economy { return c.Exporters }))
	}
	if s.reporter != trade.ByExporter && !isWorld(l.importer) {
		sides = append(sides, s.reported(s.importers, func(c trade.Coverage) []trade.Economy { return c.Importers }))
	}
	if len(sides) == 2 {
		return both(sides[0], sides[1])
	}
	return slices.Concat(sides...)
}

// reported returns the pieces in which all members (or some, where absence means
// zero) are among those a record names in their role.
func (s *source) reported(members []trade.Economy, role func(trade.Coverage) []trade.Economy) []trade.Period {
	var all []trade.Period
	for i, m := range members {
		var held []trade.Period
		for _, c := range s.records {
			if slices.Contains(role(c), m) {
				held = append(held, pieces(c)...)
			}
		}
		held = sorted(held)
		switch {
		case s.last().AbsentIsZero:
			all = sorted(append(all, held...))
		case i == 0:
			all = held
		default:
			all = both(all, held)
		}
	}
	return all
}
