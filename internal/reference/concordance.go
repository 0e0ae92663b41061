package reference

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/oborot/oborot/trade"
)

// Weighting says where the weights of a conversion come from.
type Weighting string

// The weightings, the best first.
const (
	OwnWeights   Weighting = "own"   // estimated from the user's own data in both nomenclatures, see Converter.Learn
	TableWeights Weighting = "table" // published with a correlation table
	EqualWeights Weighting = "equal" // the same for every code that a code may become
)

// Concordance leads from one nomenclature to another along imported correlation
// tables: directly where a table exists, else through other nomenclatures.
//
// Pairs without weights lead both ways. Weights lead one way; the way back has
// equal weights over the pairs of a weight above zero, until a table of its own is
// imported.
type Concordance struct {
	steps  map[passage]*step
	listed map[trade.Nomenclature]codeSet // all codes of a nomenclature, where its list was imported
	codes  map[trade.Nomenclature]codeSet // all codes, as far as a table that names unchanged codes too knows them
	named  map[trade.Nomenclature]codeSet // named in some table
}

// passage is a step from one nomenclature to another.
type passage struct{ from, to trade.Nomenclature }

type codeSet map[trade.Product]bool

// step holds what each code of a nomenclature may become in another.
type step struct {
	links map[trade.Product][]link
	back  map[trade.Product][]link // pairs of weights that lead the other way
	zeros map[trade.Product][]link // pairs of weight zero
	lists []string                 // the names of the tables behind it, sorted
	other []string                 // the names of those behind back
}

// link is one pair of codes. The weight is the share of the value that goes this
// way, below 0 (notSaid) where no table says it; those of one code add up to one.
type link struct {
	to     trade.Product
	weight float64
	paired bool // named by a table of pairs
}

// NewConcordance reads correlations and, to know which codes exist, nomenclatures
// (see trade.Correlations, trade.Nomenclatures). The lists of the two tables may be
// mixed and in any order. A list of another shape is an error of kind
// trade.Internal.
func NewConcordance(lists []trade.List) (*Concordance, error) {
	c := &Concordance{
		steps:  map[passage]*step{},
		listed: map[trade.Nomenclature]codeSet{},
		codes:  map[trade.Nomenclature]codeSet{},
		named:  map[trade.Nomenclature]codeSet{},
	}
	ordered := slices.Clone(lists)
	slices.SortStableFunc(ordered, func(a, b trade.List) int { return cmp.Compare(a.Origin.Dataset, b.Origin.Dataset) })
	for _, l := range ordered {
		if err := l.Check(); err != nil {
			return nil, trade.Errorf(trade.Internal, "the list %s cannot be read: %w", l.Origin.Dataset, err)
		}
		switch l.Table {
		case trade.Correlations:
			if err := weighable(l); err != nil {
				return nil, err
			}
			c.correlate(l)
		case trade.Nomenclatures:
			c.enumerate(l)
		}
	}
	c.judgeLists()
	for p, s := range c.steps {
		s.finish(func(code trade.Product) bool { return c.listed[p.to] == nil || c.exists(p.to, code) })
	}
	return c, nil
}

// heaviest is the largest weight that can be a share, also one in thousandths.
const heaviest = 1000

// weighable refuses weights that are no shares of any kind.
func weighable(l trade.List) error {
	for i, w := range l.Column("weight").Numbers {
		if !(w <= heaviest) {
			return trade.Errorf(trade.Internal, "the list %s has no weight in row %d: %v", l.Origin.Dataset, i+1, w)
		}
	}
	return nil
}

// correlate adds the pairs of a table. A weight of zero is no pair: tables of
// weights name every code of a group beside every other.
func (c *Concordance) correlate(l trade.List) {
	from, to := l.Column("from").Text, l.Column("to").Text
	left, right := l.Column("code_from").Text, l.Column("code_to").Text
	weights := l.Column("weight").Numbers
	var n census
	for i := range from {
		p := passage{trade.Nomenclature(from[i]), trade.Nomenclature(to[i])}
		a, b := trade.Product(left[i]), trade.Product(right[i])
		n.count(p, a, b)
		if weights[i] == 0 {
			c.step(p).zeros[a] = append(c.step(p).zeros[a], link{to: b, weight: notSaid})
			continue
		}
		pairs := weights[i] < 0
		c.step(p).add(a, link{b, weights[i], pairs}, l.Origin.Dataset)
		back := c.step(passage{p.to, p.from})
		if pairs {
			back.add(b, link{a, notSaid, true}, l.Origin.Dataset)
		} else {
			back.addBack(b, a, l.Origin.Dataset)
		}
	}
	n.report(c)
}

// notSaid stands for a weight that no table says.
const notSaid = -1

// step returns the step of a passage, a new one if there is none.
func (c *Concordance) step(p passage) *step {
	if c.steps[p] == nil {
		c.steps[p] = &step{links: map[trade.Product][]link{}, back: map[trade.Product][]link{}, zeros: map[trade.Product][]link{}}
	}
	return c.steps[p]
}

// add adds a pair, or its weight to the pair that is there: a table of weights
// says more than a table of pairs.
func (s *step) add(code trade.Product, l link, list string) {
	if !slices.Contains(s.lists, list) {
		s.lists = append(s.lists, list)
	}
	links := s.links[code]
	at := slices.IndexFunc(links, func(k link) bool { return k.to == l.to })
	switch {
	case at < 0:
		s.links[code] = append(links, l)
	case l.weight >= 0:
		links[at].weight = l.weight
	default:
		links[at].paired = true
	}
}

// addBack adds a pair of a table of weights that leads the other way.
func (s *step) addBack(code, to trade.Product, list string) {
	if !slices.Contains(s.other, list) {
		s.other = append(s.other, list)
	}
	s.back[code] = append(s.back[code], link{to: to, weight: notSaid})
}

// finish drops the links to codes that do not exist or that a table of pairs does not
// have for its code (weights of trade hold what was reported under wrong codes too),
// puts the links of every code in the order of codes and makes the weights
// of each add up to one: a pair of no weight beside one that has some gets zero,
// which says that it is possible and not met. A code all of whose weights are zero
// keeps its pairs without a weight. Weights that lead the other way count only where
// nothing leads this way.
func (s *step) finish(exists func(trade.Product) bool) {
	if len(s.links) == 0 && len(s.zeros) == 0 {
		s.links, s.lists = s.back, s.other
	}
	slices.Sort(s.lists)
	for code, links := range s.zeros {
		if s.links[code] == nil {
			s.links[code] = links
		}
	}
	for code, links := range s.links {
		paired := slices.ContainsFunc(links, func(l link) bool { return l.paired })
		links = slices.DeleteFunc(links, func(l link) bool { return !exists(l.to) || paired && !l.paired })
		if s.links[code] = links; len(links) == 0 {
			delete(s.links, code)
		}
		slices.SortFunc(links, func(a, b link) int { return cmp.Compare(a.to, b.to) })
		sum := 0.0
		for _, l := range links {
			sum += max(0, l.weight)
		}
		for i := range links {
			if sum > 0 {
				links[i].weight = max(0, links[i].weight) / sum
			}
		}
	}
}

// census counts the codes of one table on each side.
type census map[trade.Nomenclature]map[trade.Product]*mention

// mention counts the pairs that name a code, and those that pair it with itself.
type mention struct{ pairs, same int }

func (n *census) count(p passage, a, b trade.Product) {
	for _, m := range []*mention{n.at(p.from, a), n.at(p.to, b)} {
		m.pairs++
		if a == b {
			m.same++
		}
	}
}

func (n *census) at(of trade.Nomenclature, code trade.Product) *mention {
	if *n == nil {
		*n = census{}
	}
	if (*n)[of] == nil {
		(*n)[of] = map[trade.Product]*mention{}
	}
	if (*n)[of][code] == nil {
		(*n)[of][code] = &mention{}
	}
	return (*n)[of][code]
}

// report enters the codes that a table names. A table most of whose codes are
// paired with themselves alone names the whole nomenclature; one of changes names
// none of these.
func (n census) report(c *Concordance) {
	for of, codes := range n {
		alone := 0
		for code, m := range codes {
			enter(c.named, of, code)
			if m.pairs == 1 && m.same == 1 {
				alone++
			}
		}
		if alone*2 <= len(codes) {
			continue
		}
		for code := range codes {
			enter(c.codes, of, code)
		}
	}
}

func enter(sets map[trade.Nomenclature]codeSet, n trade.Nomenclature, code trade.Product) {
	if sets[n] == nil {
		sets[n] = codeSet{}
	}
	sets[n][code] = true
}

// enumerate adds the codes of a nomenclature.
func (c *Concordance) enumerate(l trade.List) {
	names, codes := l.Column("nomenclature").Text, l.Column("code").Text
	for i := range names {
		enter(c.listed, trade.Nomenclature(names[i]), trade.Product(codes[i]))
	}
}

// judgeLists forgets lists of codes that are a part of their nomenclature only: they
// lack more than a tenth of the codes that tables name.
func (c *Concordance) judgeLists() {
	for n, list := range c.listed {
		lacking := 0
		for code := range c.named[n] {
			if !list[code] {
				lacking++
			}
		}
		if lacking*10 > len(c.named[n]) {
			delete(c.listed, n)
		}
	}
}

// path returns the nomenclatures from one to another by the fewest steps, among
// paths of one length the first by the order of their codes; nil if there is none.
func (c *Concordance) path(from, to trade.Nomenclature) []trade.Nomenclature {
	before := map[trade.Nomenclature]trade.Nomenclature{from: from}
	next := map[trade.Nomenclature][]trade.Nomenclature{}
	for _, p := range slices.SortedFunc(maps.Keys(c.steps), comparePassage) {
		next[p.from] = append(next[p.from], p.to)
	}
	for queue := []trade.Nomenclature{from}; len(queue) > 0; queue = queue[1:] {
		for _, n := range next[queue[0]] {
			if _, seen := before[n]; !seen {
				before[n] = queue[0]
				queue = append(queue, n)
			}
		}
	}
	if _, reached := before[to]; !reached {
		return nil
	}
	path := []trade.Nomenclature{to}
	for n := to; n != from; n = before[n] {
		path = append(path, before[n])
	}
	slices.Reverse(path)
	return path
}

func comparePassage(a, b passage) int {
	return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
}

// depth returns the number of digits at which tables name the codes of a
// nomenclature: 6 for the Harmonised System, 4 or 5 for SITC.
func (c *Concordance) depth(n trade.Nomenclature) int {
	if n.Harmonised() {
		return 6
	}
	digits := 0
	for code := range c.named[n] {
		digits = max(digits, len(code))
	}
	return digits
}

// notSpecified are the codes for goods that a reporter does not specify. They mean
// the same in all editions and are in few tables.
var notSpecified = []string{"99", "9999", "999999"}

// exists tells whether a code is one of a nomenclature: by the imported list of its
// codes, else by the tables that name it or all other codes, else by its heading.
func (c *Concordance) exists(n trade.Nomenclature, code trade.Product) bool {
	switch known := c.codes[n]; {
	case slices.Contains(notSpecified, string(code)):
		return true
	case c.listed[n] != nil:
		return c.listed[n][code]
	case c.named[n][code]:
		return true
	case known != nil:
		return known[code]
	}
	return HasHeading(code.At(4), n)
}

// HasHeading tells whether an edition of the Harmonised System has a heading, or a
// chapter; any edition for TN VED and CN.
func HasHeading(p trade.Product, n trade.Nomenclature) bool {
	return n.Harmonised() && goods().hasHeading(p, editionOf(n))
}

// hasHeading tells whether an edition of the Harmonised System has a heading, or a
// chapter.
func (c *commodities) hasHeading(p trade.Product, wanted byte) bool {
	return slices.ContainsFunc(c.names[p], func(e edition) bool {
		return wanted == latest || e.first <= wanted && wanted <= e.last
	})
}

// EditionOf returns the edition of the Harmonised System behind the codes of a
// nomenclature in a year. TN VED and CN follow the edition in force: HS 2022 since
// 2022, HS 2017 since 2017, HS 2012 since 2012, HS 2007 since 2007, HS 2002 since
// 2002, HS 1996 since 1996. Other nomenclatures are their own edition.
func EditionOf(n trade.Nomenclature, year int) trade.Nomenclature {
	if n != trade.TNVED && n != trade.CN {
		return n
	}
	editions := []trade.Nomenclature{trade.HS1996, trade.HS2002, trade.HS2007, trade.HS2012, trade.HS2017, trade.HS2022}
	for i, first := range []int{2002, 2007, 2012, 2017, 2022} {
		if year < first {
			return editions[i]
		}
	}
	return trade.HS2022
}

// digitsOnly tells whether a product is a plain code: no total, nothing hidden.
func digitsOnly(p trade.Product) bool {
	return p != "" && strings.Trim(string(p), "0123456789") == ""
}
