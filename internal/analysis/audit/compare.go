package audit

import (
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/trade"
)

// The largest unit, in thousandths, that is taken for rounding. Publishers round to a
// thousand at most; that figures end in zeros says so only where there are many of
// them.
const (
	coarsest = 1_000_000
	dollar   = 1_000 // where there are fewer than many figures
	many     = 20
)

// The parts of a group are said to be incomplete rather than wrong where it has few
// cells or more, fewer than half of them agree, and the parts lack more than a
// hundredth of the totals.
const (
	few  = 4
	lack = 100
)

// relation compares totals with the sums of their parts.
type relation struct {
	tally
	above, below, partly *outcome
	anyTotals, anyParts  bool
}

func (in *inspection) relate(d *dataset, against string) *relation {
	r := &relation{
		above: in.open(checkTotals, aboveTotal, d), below: in.open(checkTotals, belowTotal, d), partly: in.open(checkTotals, incomplete, d),
	}
	for _, o := range r.all() {
		o.against = against
	}
	return r
}

func (r *relation) all() []*outcome { return []*outcome{r.above, r.below, r.partly} }

// group is a set of cells whose parts are loaded together: those of one reporting
// economy, or of one good at a coarser level.
type group struct {
	reporter trade.Reporter
	flow     trade.Flow
	economy  trade.Economy
	product  trade.Product
}

// byEconomy groups the totals over partners or over all goods.
func byEconomy(k key) group {
	return group{reporter: k.reporter, flow: k.flow, economy: k.reports()}
}

// byProduct groups the totals of goods at a coarser level. The parts of a chapter may
// be loaded for one good and not for others.
func byProduct(k key) group { return group{reporter: k.reporter, product: k.product} }

// cell is one comparison.
type cell struct {
	key
	total, parts sum
	units        units
}

// units are those of the values of one reporting economy, in thousandths.
type units struct{ part, total int64 }

func (c cell) gap() int64 { return c.total.value - c.parts.value }

func (c cell) agrees() bool {
	return indicator.WithinRounding(c.gap(), c.parts.rows, c.units.part, c.units.total)
}

// compare sets the totals of a year against their parts. A total is compared where
// its group and its economy have any part at all: what was never loaded says nothing.
func (in *inspection) compare(r *relation, totals, parts sums, groupOf func(key) group) {
	r.anyTotals, r.anyParts = r.anyTotals || len(totals) > 0, r.anyParts || len(parts) > 0
	type place struct {
		period trade.Period
		group  group
	}
	held := map[place]bool{}
	for k := range parts {
		held[place{k.period, groupOf(k)}], held[place{k.period, byEconomy(k)}] = true, true
	}
	scale := unitsOf(totals, parts)
	groups := map[group][]cell{}
	var order []group
	for _, k := range totals.keys() {
		total, g := totals[k], groupOf(k)
		switch {
		case !in.concerns(k.exporter, k.importer):
			continue
		case total.unknown > 0 || total.rows > 1 || !held[place{k.period, g}] || !held[place{k.period, byEconomy(k)}]:
			r.skipped++
			continue
		case len(groups[g]) == 0:
			order = append(order, g)
		}
		groups[g] = append(groups[g], cell{k, total, parts[k], scale[scaleOf(k)]})
	}
	for _, g := range order {
		r.judge(groups[g])
	}
}

// economySide is one economy as the reporter of one side in one currency.
type economySide struct {
	economy  trade.Economy
	reporter trade.Reporter
	currency string
}

func scaleOf(k key) economySide { return economySide{k.reports(), k.reporter, k.currency} }

// unitsOf finds out to what unit each economy's figures are rounded.
func unitsOf(totals, parts sums) map[economySide]units {
	values := func(all sums) map[economySide][]int64 {
		by := map[economySide][]int64{}
		for k, s := range all {
			by[scaleOf(k)] = append(by[scaleOf(k)], s.value)
		}
		return by
	}
	t, p := values(totals), values(parts)
	found := map[economySide]units{}
	for side := range t {
		found[side] = units{part: unitOf(p[side]), total: unitOf(t[side])}
	}
	return found
}

func unitOf(values []int64) int64 {
	if len(values) < many {
		return indicator.RoundingUnit(values, dollar)
	}
	return indicator.RoundingUnit(values, coarsest)
}

// judge sorts the cells of one group into what agrees, what is above and what is
// below its total. Where only some partners or goods were loaded, those below are
// taken as incomplete.
func (r *relation) judge(cells []cell) {
	low := r.below
	if isIncomplete(cells) {
		low = r.partly
	}
	for _, c := range cells {
		r.cells, r.whole = r.cells+1, r.whole+max(c.total.usd, 0)
		switch {
		case c.agrees():
		case c.gap() > 0:
			c.enter(low)
		default:
			c.enter(r.above)
		}
	}
}

func isIncomplete(cells []cell) bool {
	agree, total, lacking := 0, int64(0), int64(0)
	for _, c := range cells {
		total += c.total.value
		if c.agrees() {
			agree++
		} else {
			lacking += max(c.gap(), 0)
		}
	}
	return len(cells) >= few && 2*agree < len(cells) && lacking > total/lack
}

// enter counts the cell in an outcome, with the difference as the value concerned.
func (c cell) enter(o *outcome) {
	difference := c.total.usd - c.parts.usd
	difference = max(difference, -difference)
	o.count(difference)
	if weight := float64(difference); o.wants(weight) {
		o.remember(single{
			weight: weight, period: c.period, exporter: c.exporter, importer: c.importer, product: c.product,
			value: trade.Of(c.parts.usd), compared: trade.Of(c.total.usd), score: noRatio,
			text: partsText, args: []any{
				c.exporter, c.importer, c.product, c.period, amount(c.parts.value), c.parts.rows,
				amount(c.total.value), c.currency,
				amount(indicator.RoundingBound(c.parts.rows, c.units.part, c.units.total) / 2),
			},
		})
	}
}

// finish enters what a relation found. Where there are no totals at all nothing is
// entered: the caller says that once for the dataset.
func (in *inspection) finish(r *relation) bool {
	if !r.anyTotals {
		return false
	}
	why := noParts
	if r.anyParts {
		why = partsOfOthers
	}
	in.close(r.tally, why, slices.Clone(r.all())...)
	return true
}
