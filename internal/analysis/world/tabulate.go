package world

import (
	"slices"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// tabulate makes a panel of flows that tell one side. economies are those that count,
// sorted. Negative values, which corrections of earlier figures have, are netted; what
// is below zero after that counts as nothing.
func tabulate(f *cube.Flows, side []uint16, economies []trade.Economy, isGood func(string) bool) *panel {
	t := tabulation{f, side, make([]bool, len(f.Economies)), make([]bool, len(f.Products))}
	for i, e := range f.Economies {
		_, t.counts[i] = slices.BinarySearch(economies, e)
	}
	for j, code := range f.Products {
		t.goods[j] = isGood(string(code))
	}
	p := t.panel()
	t.fill(p)
	return p.floored()
}

// tabulation is flows on their way into a panel.
type tabulation struct {
	flows  *cube.Flows
	side   []uint16 // the economy of each row
	counts []bool   // economies
	goods  []bool   // products
}

// panel finds the economies and products that have something in the panel.
func (t *tabulation) panel() *panel {
	economies, products := make([]bool, len(t.counts)), make([]bool, len(t.goods))
	for row, value := range t.flows.ValueUSD {
		if e, p := t.side[row], t.flows.Product[row]; value != 0 && t.counts[e] && t.goods[p] {
			economies[e], products[p] = true, true
		}
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
		switch {
		case !t.counts[e]:
			elsewhere[e] += value
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
