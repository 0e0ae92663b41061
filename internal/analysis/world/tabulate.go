package world

import (
	"slices"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// tabulate makes a panel of flows that tell one side. economies are those that count,
// sorted. Negative values, which corrections of earlier figures have, are netted; what
// is below zero after that counts as nothing.
func tabulate(f *cube.Flows, who told, isGood func(string) bool) *panel {
	t := tabulation{f, who, make([]bool, len(f.Economies)), make([]bool, len(f.Economies)), make([]bool, len(f.Products))}
	for i, e := range f.Economies {
		_, t.counts[i] = slices.BinarySearch(who.economies, e)
		_, t.reports[i] = slices.BinarySearch(who.partners, e)
	}
	for j, code := range f.Products {
		t.goods[j] = isGood(string(code))
	}
	p := t.panel()
	t.fill(p)
	return p.floored()
}

// told is who trades in flows, row by row, and who of them counts. Where partners report
// their side is told too, and those that count are listed.
type told struct {
	side      []uint16
	economies []trade.Economy // sorted
	partner   []uint16        // empty: any partner counts
	partners  []trade.Economy
}

// tabulation is flows on their way into a panel.
type tabulation struct {
	flows *cube.Flows
	told
	counts  []bool // economies
	reports []bool // economies, as partners
	goods   []bool // products
}

// stranger finds who of a row does not count.
func (t *tabulation) stranger(row int) (economy uint16, found bool) {
	if e := t.side[row]; !t.counts[e] {
		return e, true
	}
	if len(t.partner) > 0 && !t.reports[t.partner[row]] {
		return t.partner[row], true
	}
	return 0, false
}

// panel finds the economies and products that have something in the panel.
func (t *tabulation) panel() *panel {
	economies, products := make([]bool, len(t.counts)), make([]bool, len(t.goods))
	for row, value := range t.flows.ValueUSD {
		if _, strange := t.stranger(row); strange || value == 0 || !t.goods[t.flows.Product[row]] {
			continue
		}
		economies[t.side[row]], products[t.flows.Product[row]] = true, true
	}
	return &panel{Economies: marked(t.flows.Economies, economies), Products: marked(t.flows.Products, products)}
}

func marked[T any](all []T, keep []bool) []T {
	var kept []T
	for i, x := range all {
		if keep[i] {
			kept = append(kept, x)
		}
	}
	return kept
}

// fill adds up the rows of the panel, and those that have no place in it.
func (t *tabulation) fill(p *panel) {
	f := t.flows
	economies, products := placesIn(f.Economies, p.Economies), placesIn(f.Products, p.Products)
	p.Thousandths = make([]int64, len(p.Economies)*len(p.Products))
	elsewhere, notCounted := make([]int64, len(f.Economies)), make([]int64, len(f.Products))
	for row, value := range f.ValueUSD {
		e, k := t.side[row], f.Product[row]
		stranger, strange := t.stranger(row)
		switch {
		case strange:
			elsewhere[stranger] += value
		case !t.goods[k]:
			notCounted[k] += value
		default:
			p.Thousandths[economies[e]*len(p.Products)+products[k]] += value
		}
	}
	p.elsewhere, p.notCounted = omission(f.Economies, elsewhere), omission(f.Products, notCounted)
}

// floored takes what is below zero for nothing, and leaves out who has nothing then.
func (p *panel) floored() *panel {
	below := false
	for i, v := range p.Thousandths {
		if v < 0 {
			p.Thousandths[i], below = 0, true
		}
	}
	if !below {
		return p
	}
	products := make([]bool, len(p.Products))
	for j, total := range p.productTotals() {
		products[j] = total > 0
	}
	return p.only(everything(len(p.Economies)), products)
}

// placesIn returns the place of each word in a list that holds some of them, in order.
func placesIn[T ~string](words, kept []T) []int {
	places := make([]int, len(words))
	for i, w := range words {
		places[i], _ = slices.BinarySearch(kept, w)
	}
	return places
}

func omission[T ~string](words []T, values []int64) omitted {
	var o omitted
	for i, value := range values {
		if value > 0 {
			o.add(string(words[i]), value)
		}
	}
	return o
}
