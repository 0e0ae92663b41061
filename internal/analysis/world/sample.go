package world

import (
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// sample says which economies and products of a panel count: those at or above each
// floor. 0 is no floor. An economy without a population in the list is left out where
// there is a floor of it.
type sample struct {
	population     int64
	trade, product int64 // US dollars
	people         yearly[int64]
}

// newSample reads population>=1000000,trade>=1000000000,product>=1000000.
func newSample(c analysis.Conventions) (sample, error) {
	var s sample
	floors := map[string]*int64{"population": &s.population, "trade": &s.trade, "product": &s.product}
	for term := range strings.SplitSeq(c.Sample, ",") {
		if term = strings.Join(strings.Fields(term), ""); term == "" {
			continue
		}
		key, number, _ := strings.Cut(term, ">=")
		floor := floors[strings.ToLower(key)]
		n, err := strconv.ParseFloat(number, 64)
		if floor == nil || err != nil || !(n >= 0 && n < 9e15) {
			return s, trade.Errorf(trade.Usage, "%q is not a floor of a sample", term).
				WithHint("write --sample 'population>=1000000,trade>=1000000000,product>=1000000' with those of the three that you need")
		}
		*floor = int64(n)
	}
	if s.population > 0 && len(c.Population) == 0 {
		return s, trade.Errorf(trade.Usage, "the sample has a floor of population, and no population is given").
			WithHint("add --population FILE, a csv with the columns economy, year, population")
	}
	s.people = yearly[int64]{}
	for _, p := range c.Population {
		s.people.set(p.Economy, p.Year, p.People)
	}
	return s, nil
}

// String writes the floors, nothing where there is none.
func (s sample) String() string {
	var words []string
	for _, f := range []struct {
		name  string
		floor int64
	}{{"population", s.population}, {"trade", s.trade}, {"product", s.product}} {
		if f.floor > 0 {
			words = append(words, f.name+">="+strconv.FormatInt(f.floor, 10))
		}
	}
	return strings.Join(words, ",")
}

// inhabitants returns the population of the year, or of the nearest year in the list,
// the earlier of two.
func (s sample) inhabitants(e trade.Economy, year int) (people int64, known bool) {
	people, _, known = s.people.nearest(e, year)
	return people, known
}

// cut leaves out the economies, then the products, that are below a floor, and says so.
// The floor of trade is one of exports and does not apply to imports; that of a product is
// of its trade by the economies that remain.
func (b *basis) cut(p *panel) (*panel, error) {
	if b.sample.String() == "" {
		return p, nil
	}
	economies := make([]bool, len(p.Economies))
	for i, e := range p.Economies {
		people, _ := b.sample.inhabitants(e, p.Year)
		economies[i] = b.sample.population == 0 || people >= b.sample.population
		if p.Direction == trade.Exports {
			economies[i] = economies[i] && sum(p.row(i)) >= dollars(b.sample.trade)
		}
	}
	kept := p.only(economies, everything(len(p.Products)))
	products := make([]bool, len(p.Products))
	for j, total := range kept.productTotals() {
		products[j] = total > 0 && total >= dollars(b.sample.product)
	}
	kept = kept.only(everything(len(kept.Economies)), products)
	kept.uncut = p
	b.saySample(p, kept)
	if len(kept.Economies) == 0 || len(kept.Products) == 0 {
		return nil, trade.Errorf(trade.NoData, "nothing of %d is left in the sample %s", p.Year, b.sample).WithHint("lower its floors")
	}
	return kept, nil
}

// dollars turns whole US dollars into thousandths.
func dollars(whole int64) int64 { return whole * 1000 }

func sum(values []int64) int64 {
	var total int64
	for _, v := range values {
		total += v
	}
	return total
}

// productTotals adds up each product.
func (p *panel) productTotals() []int64 {
	totals := make([]int64, len(p.Products))
	for i := range p.Economies {
		for j, v := range p.row(i) {
			totals[j] += v
		}
	}
	return totals
}

// everything marks everything.
func everything(n int) []bool { return slices.Repeat([]bool{true}, n) }

// only returns the panel of the marked economies and products; economies that then
// have nothing left drop out.
func (p *panel) only(economies, products []bool) *panel {
	kept := &panel{Year: p.Year, Direction: p.Direction, notCounted: p.notCounted, elsewhere: p.elsewhere}
	for j, keep := range products {
		if keep {
			kept.Products = append(kept.Products, p.Products[j])
		}
	}
	for i, keep := range economies {
		if !keep {
			continue
		}
		start := len(kept.Thousandths)
		for j, v := range p.row(i) {
			if products[j] {
				kept.Thousandths = append(kept.Thousandths, v)
			}
		}
		if sum(kept.Thousandths[start:]) == 0 {
			kept.Thousandths = kept.Thousandths[:start]
			continue
		}
		kept.Economies = append(kept.Economies, p.Economies[i])
	}
	return kept
}

// saySample notes what the sample leaves out.
func (b *basis) saySample(all, kept *panel) {
	b.note(trade.Name{
		English: "%d: the sample %s leaves out %d of %d economies and %d of %d goods, %s of the value.",
		Russian: "%d: выборка %s исключает экономик: %d из %d, товаров: %d из %d; это %s стоимости.",
	}, all.Year, b.sample, len(all.Economies)-len(kept.Economies), len(all.Economies),
		len(all.Products)-len(kept.Products), len(all.Products), b.percent(all.total()-kept.total(), all.total()))
}
