package reference

import (
	"cmp"
	"maps"
	"slices"

	"github.com/oborot/oborot/trade"
)

// Pair is two codes of which the first may become the second.
type Pair struct {
	From, To trade.Product
	Weight   float64 // the share of From that a table sends to To, 0 to 1
}

// rounds is how often the rows and columns are fitted: groups of codes are small
// and the fit is done to a few digits long before.
const rounds = 50

// possible is the least weight from which a possible pair starts, so that data may
// contradict a table that met no trade on it.
const possible = 1e-4

// EstimateWeights estimates weights from the same trade known in two
// nomenclatures, as values by code (thousandths; those below zero count as none).
// Codes connected by pairs make a group; in each group, with r_i and c_j the values
// of its codes before and after, c_j scaled so that both sums agree, iterative
// proportional fitting (RAS) starts from the table's weights
//
//	x_ij = r_i * max(w_ij, 0.0001)
//
// and 50 times scales the columns to c_j and then the rows to r_i. The weights are
// w_ij = x_ij/sum_j x_ij. Where one code becomes several this is the share of their
// values: w_j = c_j/sum c. A code that is absent from the result has no estimate:
// neither it nor what it becomes was traded.
//
// Source: Deming and Stephan (1940), On a least squares adjustment of a sampled
// frequency table when the expected marginal totals are known.
func EstimateWeights(pairs []Pair, before, after map[trade.Product]int64) map[trade.Product]map[trade.Product]float64 {
	estimates := map[trade.Product]map[trade.Product]float64{}
	for _, g := range groupPairs(pairs) {
		if f := newFit(g, before, after); f != nil {
			for range rounds {
				f.scaleColumns()
				f.scaleRows()
			}
			f.report(estimates)
		}
	}
	return estimates
}

// groupPairs sorts pairs into groups of connected codes, all in the order of codes.
func groupPairs(pairs []Pair) [][]Pair {
	ordered := slices.Clone(pairs)
	slices.SortFunc(ordered, func(a, b Pair) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	ordered = slices.CompactFunc(ordered, func(a, b Pair) bool { return a.From == b.From && a.To == b.To })
	leader := make([]int, len(ordered)) // of each pair, an earlier pair of its group, or itself
	find := func(i int) int {
		for leader[i] != i {
			leader[i] = leader[leader[i]]
			i = leader[i]
		}
		return i
	}
	first := map[trade.Product]int{} // of codes before, and behind a letter of codes after
	for i, p := range ordered {
		leader[i] = i
		for _, code := range []trade.Product{p.From, ">" + p.To} {
			at, met := first[code]
			if !met {
				first[code] = i
				continue
			}
			a, b := find(at), find(i)
			leader[max(a, b)] = min(a, b)
		}
	}
	groups := map[int][]Pair{}
	for i, p := range ordered {
		groups[find(i)] = append(groups[find(i)], p)
	}
	var all [][]Pair
	for _, i := range slices.Sorted(maps.Keys(groups)) {
		all = append(all, groups[i])
	}
	return all
}

// fit is one group while it is fitted. Cells are in the order of pairs, rows and
// columns in that of codes: every sum has a fixed order.
type fit struct {
	pairs      []Pair
	row, col   []int // of each pair
	cells      []float64
	rows, cols []float64 // wanted sums
	sums       []float64 // scratch
}

// newFit returns nil where one side of the group has no value.
func newFit(pairs []Pair, before, after map[trade.Product]int64) *fit {
	f := &fit{pairs: pairs, row: make([]int, len(pairs)), col: make([]int, len(pairs)), cells: make([]float64, len(pairs))}
	rows, cols := map[trade.Product]int{}, map[trade.Product]int{}
	for i, p := range pairs {
		if _, met := rows[p.From]; !met {
			rows[p.From] = len(f.rows)
			f.rows = append(f.rows, float64(max(0, before[p.From])))
		}
		if _, met := cols[p.To]; !met {
			cols[p.To] = len(f.cols)
			f.cols = append(f.cols, float64(max(0, after[p.To])))
		}
		f.row[i], f.col[i] = rows[p.From], cols[p.To]
		f.cells[i] = f.rows[f.row[i]] * max(p.Weight, possible)
	}
	f.sums = make([]float64, max(len(f.rows), len(f.cols)))
	r, c := sumOf(f.rows), sumOf(f.cols)
	if r == 0 || c == 0 {
		return nil
	}
	for i := range f.cols {
		f.cols[i] *= r / c
	}
	return f
}

func sumOf(all []float64) float64 {
	sum := 0.0
	for _, x := range all {
		sum += x
	}
	return sum
}

func (f *fit) scaleRows()    { f.scale(f.row, f.rows) }
func (f *fit) scaleColumns() { f.scale(f.col, f.cols) }

// scale makes the cells of each line add up to what is wanted; a line of nothing
// stays so.
func (f *fit) scale(line []int, wanted []float64) {
	sums := f.sums[:len(wanted)]
	clear(sums)
	for i, x := range f.cells {
		sums[line[i]] += x
	}
	for i := range f.cells {
		if s := sums[line[i]]; s > 0 {
			f.cells[i] *= wanted[line[i]] / s
		}
	}
}

// report writes the weights of each code that has a value.
func (f *fit) report(estimates map[trade.Product]map[trade.Product]float64) {
	sums := make([]float64, len(f.rows))
	for i, x := range f.cells {
		sums[f.row[i]] += x
	}
	for i, p := range f.pairs {
		if sums[f.row[i]] <= 0 {
			continue
		}
		if estimates[p.From] == nil {
			estimates[p.From] = map[trade.Product]float64{}
		}
		estimates[p.From][p.To] = f.cells[i] / sums[f.row[i]]
	}
}

// Learn takes weights from the user's own data: the values of the same trade by
// code in both nomenclatures, as in EstimateWeights. They take the place of the
// tables' weights for the codes they have an estimate for; which code may become
// which stays as the tables say. It returns the number of codes with several
// possible codes that got weights.
func (k *Converter) Learn(before, after map[trade.Product]int64) int {
	from, to := k.cut(before, k.From), k.cut(after, k.To)
	var pairs []Pair
	routes := map[trade.Product]route{}
	for _, code := range k.sources(from) {
		r := k.follow(code)
		if !r.ok {
			continue
		}
		routes[code] = r
		for _, l := range r.links {
			pairs = append(pairs, Pair{code, l.to, l.weight})
		}
	}
	k.own, k.routes = map[trade.Product][]link{}, map[trade.Product]route{}
	for code, weights := range EstimateWeights(pairs, from, to) {
		if len(routes[code].links) < 2 {
			continue
		}
		for _, l := range routes[code].links {
			k.own[code] = append(k.own[code], link{to: l.to, weight: weights[l.to]})
		}
	}
	return len(k.own)
}

// cut sums values by codes at the depth of the tables.
func (k *Converter) cut(values map[trade.Product]int64, n trade.Nomenclature) map[trade.Product]int64 {
	depth := k.table.depth(n)
	sums := map[trade.Product]int64{}
	for code, v := range values {
		if digitsOnly(code) {
			sums[code.At(depth)] += v
		}
	}
	return sums
}

// sources lists the codes with values and all that tables name, in order.
func (k *Converter) sources(values map[trade.Product]int64) []trade.Product {
	all := codeSet{}
	maps.Copy(all, k.table.named[k.From])
	for code := range values {
		all[code] = true
	}
	return slices.Sorted(maps.Keys(all))
}
