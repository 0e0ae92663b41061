package world

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// candidate is a dataset that knows goods, with the number of economies that report
// each year as a whole.
type candidate struct {
	dataset   string
	records   []trade.Coverage
	digits    int
	synthetic bool
	reporting map[int]int
	asked     int // economies that report, over the years asked for
}

// latest is the last year that is not just begun to be reported.
func (c candidate) latest() int {
	most, last := 0, 0
	for _, n := range c.reporting {
		most = max(most, n)
	}
	for year, n := range c.reporting {
		if 2*n >= most {
			last = max(last, year)
		}
	}
	return last
}

// candidates lists the datasets that can answer, the best first.
func (b *basis) candidates(years []int) []candidate {
	var all []candidate
	for _, name := range b.names() {
		c := candidate{dataset: name, records: b.of(name)}
		for _, r := range c.records {
			c.digits, c.synthetic = max(c.digits, r.Digits), r.Origin.Synthetic
		}
		if !b.admits(c) {
			continue
		}
		c.reporting = reporting(c.records)
		for year, n := range c.reporting {
			if len(years) == 0 || slices.Contains(years, year) {
				c.asked += n
			}
		}
		all = append(all, c)
	}
	slices.SortStableFunc(all, compareCandidates)
	return all
}

func (b *basis) admits(c candidate) bool {
	if b.args.Dataset != "" {
		return c.dataset == b.args.Dataset && c.digits > 0
	}
	kept := slices.ContainsFunc(c.records, func(r trade.Coverage) bool { return !r.Regions && !r.Enterprises && !r.TotalsOnly })
	return kept && c.digits > 0 && c.digits >= b.args.Digits
}

// compareCandidates puts the better dataset first.
func compareCandidates(a, b candidate) int {
	return cmp.Or(
		cmp.Compare(min(b.asked, 1), min(a.asked, 1)),
		cmp.Compare(oneIf(a.synthetic), oneIf(b.synthetic)),
		cmp.Compare(b.asked, a.asked),
		strings.Compare(a.dataset, b.dataset),
	)
}

// oneIf counts a fact: 1 or 0.
func oneIf(fact bool) int {
	if fact {
		return 1
	}
	return 0
}

// reporting counts the economies that report each year as a whole: exporters, or
// importers where only they report.
func reporting(records []trade.Coverage) map[int]int {
	counts := map[int]int{}
	for year := range yearsOf(records) {
		counts[year] = max(len(whole(records, year, trade.Exports)), len(whole(records, year, trade.Imports)))
		if counts[year] == 0 {
			delete(counts, year)
		}
	}
	return counts
}

func yearsOf(records []trade.Coverage) map[int]bool {
	years := map[int]bool{}
	for _, r := range records {
		for _, p := range r.Periods {
			for _, y := range p.Years() {
				years[y] = true
			}
		}
	}
	return years
}

// allMonths marks the twelve months of a year.
const allMonths uint16 = 1<<12 - 1

// whole lists the economies, sorted, whose exports (imports) of a year are reported for all
// twelve months, by themselves or by a publisher that reconciles. Where absence means
// zero, the months of all are those of each.
func whole(records []trade.Coverage, year int, d trade.Direction) []trade.Economy {
	months, zero, together := map[trade.Economy]uint16{}, map[trade.Economy]bool{}, uint16(0)
	for _, r := range records {
		mask := covered(r.Periods, year)
		if mask == 0 || r.TotalsOnly || r.Reporter != trade.Reconciled && r.Reporter != own(d) {
			continue
		}
		for _, e := range side(r, d) {
			if counts(e) {
				months[e] |= mask
				zero[e] = zero[e] || r.AbsentIsZero
			}
		}
		if r.AbsentIsZero {
			together |= mask
		}
	}
	var found []trade.Economy
	for e, mask := range months {
		if mask == allMonths || zero[e] && together == allMonths {
			found = append(found, e)
		}
	}
	slices.Sort(found)
	return found
}

// covered marks the months of a year that lie in periods of the year.
func covered(periods []trade.Period, year int) uint16 {
	var mask uint16
	for _, p := range periods {
		first, last := max(p.First, trade.MonthOf(year, 1)), min(p.Last(), trade.MonthOf(year, 12))
		for m := first; m <= last; m++ {
			mask |= 1 << (m.Month() - 1)
		}
	}
	return mask
}

// own is the side that reports a direction of its own trade.
func own(d trade.Direction) trade.Reporter {
	if d == trade.Imports {
		return trade.ByImporter
	}
	return trade.ByExporter
}

func side(r trade.Coverage, d trade.Direction) []trade.Economy {
	if d == trade.Imports {
		return r.Importers
	}
	return r.Exporters
}

// counts tells whether a code is an economy of its own: no region, no aggregate, no
// rest such as areas not specified. S19, which stands for Taiwan, is one.
func counts(e trade.Economy) bool {
	switch reference.AreaKindOf(e) {
	case reference.Region, reference.Special, reference.Aggregate, reference.WholeWorld:
		area, _ := reference.StandIn("TWN")
		return e == area
	}
	return true
}

// years lists the years that are reported as a whole.
func (c candidate) years() []int { return slices.Sorted(maps.Keys(c.reporting)) }
