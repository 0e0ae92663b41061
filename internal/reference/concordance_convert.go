package reference

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/oborot/oborot/trade"
)

// Converter converts amounts from one nomenclature to another. It is used by one
// goroutine.
type Converter struct {
	From, To   trade.Nomenclature
	Tables     []string // the names of the correlations it follows, sorted
	table      *Concordance
	steps      []*step
	between    []trade.Nomenclature // From, what is between, To
	prefer     Weighting
	routes     map[trade.Product]route
	own        map[trade.Product][]link
	subheading map[trade.Product][]trade.Product // of shorter codes, the codes below them
}

// route is what becomes of one code at full depth: its links are in order of their
// codes and their weights add up to one. A weight of zero is a code that it could
// become.
type route struct {
	links []link
	basis Weighting // of the weights, where there are several links
	ok    bool      // false: some part of it has no code in the other nomenclature
}

// Conversion is the outcome of a conversion. Its parts add up to what was
// converted, exactly.
type Conversion struct {
	Parts []Converted // sorted by code
	Basis Basis
	Kept  []trade.Product // codes that were not converted, as they came, sorted
}

// Converted is the amount of one code after a conversion with the bounds that the
// tables leave open: Low is what can go nowhere else, High adds all that could go
// here. Amounts that are not published are in none of the three unless nothing is
// known of the code.
type Converted struct {
	Product           trade.Product
	Amount, Low, High trade.Amount
	Kept              bool // not converted: the code is the one of before
}

// Basis says on what a conversion rests, in thousandths; amounts below zero count
// by their size.
type Basis struct {
	Value int64 // of all that was to be converted
	Split int64 // of codes that became several codes, or could have
	Own   int64 // of Split, by weights from the user's own data
	Table int64 // of Split, by weights of a table
	Equal int64 // of Split, by equal weights
	Kept  int64 // not converted: no code of the other nomenclature stands for it
}

// Plus returns the sum of two bases.
func (b Basis) Plus(o Basis) Basis {
	return Basis{b.Value + o.Value, b.Split + o.Split, b.Own + o.Own, b.Table + o.Table, b.Equal + o.Equal, b.Kept + o.Kept}
}

// Between returns what converts from one nomenclature to another. prefer is the
// best weighting to use; empty stands for OwnWeights, which needs Learn. Without a
// path of tables it is an error of kind trade.NoData.
func (c *Concordance) Between(from, to trade.Nomenclature, prefer Weighting) (*Converter, error) {
	path := c.path(from, to)
	if path == nil {
		return nil, trade.Errorf(trade.NoData, "no correlation table leads from %s to %s", from, to).
			WithHint("import one: `oborot import correlation FILE`, the UN's correlation tables or weights between %s and %s", from, to)
	}
	k := &Converter{From: from, To: to, table: c, between: path, prefer: cmp.Or(prefer, OwnWeights), routes: map[trade.Product]route{}}
	for i := range path[1:] {
		s := c.steps[passage{path[i], path[i+1]}]
		k.steps = append(k.steps, s)
		k.Tables = append(k.Tables, s.lists...)
	}
	slices.Sort(k.Tables)
	k.Tables = slices.Compact(k.Tables)
	return k, nil
}

// Convert converts the amounts of codes and cuts the codes to digits; 0 leaves them
// at full depth (six digits of the Harmonised System).
//
// The amount V of a code whose weights are w_j becomes the integers nearest to
// V*w_j that add up to V: the whole thousandths of each, and one more for those
// with the largest remainders, ties in the order of codes. Codes longer than the
// tables' are cut to their depth first. A shorter code is converted only if all
// codes below it become one code of its own length. A code that is partly hidden
// (8703XX) is the code before the X where no more digits are asked for, else it
// stays as it is. A code that has no code in the other nomenclature is Kept.
func (k *Converter) Convert(amounts map[trade.Product]trade.Amount, digits int) Conversion {
	depth := k.table.depth(k.From)
	if digits <= 0 {
		digits = max(depth, k.table.depth(k.To))
	}
	o := outcome{digits: digits, parts: map[trade.Product]*Converted{}}
	plain := map[trade.Product]trade.Amount{}
	for _, code := range slices.Sorted(maps.Keys(amounts)) {
		amount := amounts[code]
		cut, hidden := shown(code, digits)
		if hidden {
			o.stay(cut, amount)
			continue
		}
		cut = cut.At(depth)
		held, any := plain[cut]
		plain[cut] = known(held, any, amount)
	}
	for _, code := range slices.Sorted(maps.Keys(plain)) {
		o.convert(code, plain[code], k.routeOf(code, depth, digits))
	}
	return o.conversion()
}

// Becomes lists the codes at full depth that a code may become, in their order; the
// code itself where it is not converted.
func (k *Converter) Becomes(code trade.Product) []trade.Product {
	depth := k.table.depth(k.From)
	cut, hidden := shown(code, depth)
	if hidden {
		cut = code[:len(code)-len(strings.TrimLeft(string(code), "0123456789"))]
	}
	r := k.routeOf(cut.At(depth), depth, depth)
	if !r.ok {
		return []trade.Product{code}
	}
	var all []trade.Product
	for _, l := range r.links {
		all = append(all, l.to)
	}
	return all
}

// shown returns the digits of a code that its publisher shows, if they are all that
// is asked for; hidden tells that they are not, or that it is no code at all.
func shown(code trade.Product, digits int) (cut trade.Product, hidden bool) {
	if digitsOnly(code) {
		return code, false
	}
	plain := code[:len(code)-len(strings.TrimLeft(string(code), "0123456789"))]
	switch {
	case len(plain) >= digits:
		return plain.At(digits), false
	case code.Hidden():
		return code.At(digits), true
	}
	return code, true
}

// routeOf returns what becomes of a code at full depth, or of a shorter one.
func (k *Converter) routeOf(code trade.Product, depth, digits int) route {
	if len(code) < depth {
		return k.shorter(code, depth, min(digits, len(code)))
	}
	return k.route(code)
}

// route returns what becomes of a code at full depth.
func (k *Converter) route(code trade.Product) route {
	if r, done := k.routes[code]; done {
		return r
	}
	r := k.follow(code)
	if own := k.own[code]; own != nil && r.ok && k.prefer == OwnWeights {
		r.links, r.basis = own, OwnWeights
	}
	k.routes[code] = r
	return r
}

// follow walks the steps from a code. Weights along a path are multiplied and
// summed over paths in the order of codes.
func (k *Converter) follow(code trade.Product) route {
	r := route{links: []link{{to: code, weight: 1}}, basis: TableWeights, ok: true}
	for i, s := range k.steps {
		next := map[trade.Product]float64{}
		for _, at := range r.links {
			links, basis := s.from(at.to, k.prefer)
			if links == nil && k.table.exists(k.between[i+1], at.to) && k.sameFamily(i) {
				links = []link{{to: at.to, weight: 1}}
			}
			if links == nil {
				return route{}
			}
			if basis == EqualWeights && at.weight > 0 {
				r.basis = EqualWeights
			}
			for _, l := range links {
				next[l.to] += float64(at.weight * l.weight)
			}
		}
		r.links = r.links[:0:0]
		for _, to := range slices.Sorted(maps.Keys(next)) {
			r.links = append(r.links, link{to: to, weight: next[to]})
		}
	}
	return r
}

// sameFamily tells whether a step is between editions of one nomenclature, where a
// code may stay as it is.
func (k *Converter) sameFamily(i int) bool { return k.between[i][0] == k.between[i+1][0] }

// from returns the links of a code with weights that add up to one, nil if no table
// names it, and EqualWeights if equal weights split it.
func (s *step) from(code trade.Product, prefer Weighting) ([]link, Weighting) {
	links := s.links[code]
	if len(links) == 0 || links[0].weight >= 0 && prefer != EqualWeights {
		return links, TableWeights
	}
	equal := make([]link, len(links))
	for i, l := range links {
		equal[i] = link{to: l.to, weight: 1 / float64(len(links))}
	}
	if len(links) == 1 {
		return equal, TableWeights
	}
	return equal, EqualWeights
}

// shorter returns what becomes of a code of fewer digits: one code of its length,
// cut to digits, or nothing.
func (k *Converter) shorter(code trade.Product, depth, digits int) route {
	var whole trade.Product
	for _, below := range k.below(code, depth) {
		r := k.route(below)
		if !r.ok {
			return route{}
		}
		for _, l := range r.links {
			to := l.to.At(digits)
			if whole != "" && to != whole {
				return route{}
			}
			whole = to
		}
	}
	if whole == "" && k.table.exists(k.To, code) && k.From[0] == k.To[0] {
		whole = code.At(digits)
	}
	return route{links: []link{{to: whole, weight: 1}}, ok: whole != ""}
}

// below lists the codes at full depth that begin with a code.
func (k *Converter) below(code trade.Product, depth int) []trade.Product {
	if k.subheading == nil {
		k.subheading = map[trade.Product][]trade.Product{}
		all := codeSet{}
		maps.Copy(all, k.table.named[k.From])
		if listed := k.table.listed[k.From]; listed != nil {
			all = listed
		}
		for _, full := range slices.Sorted(maps.Keys(all)) {
			for n := 1; n < len(full) && len(full) == depth; n++ {
				k.subheading[full.At(n)] = append(k.subheading[full.At(n)], full)
			}
		}
	}
	return k.subheading[code]
}
