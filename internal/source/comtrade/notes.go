package comtrade

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// counts is what one decoder met.
type counts struct {
	flows, own                      trade.Tally
	left                            map[string]int64 // rows inside others, by kind
	rounded, edition, restored      int64
	netEstimated, quantityEstimated int64
	totals                          int64
}

// keep counts a row that is stored.
func (c *counts) keep(o *trade.Observation, value int64) {
	switch {
	case o.Flags.Has(trade.FlagTotal):
		c.totals++
	case o.Exporter == tabular.OwnGoods || o.Importer == tabular.OwnGoods:
		c.own.Add(value)
		fallthrough
	default:
		c.flows.Add(value)
	}
	if o.Flags.Has(trade.FlagNetEstimated) {
		c.netEstimated++
	}
	if o.Flags.Has(trade.FlagQuantityEstimated) {
		c.quantityEstimated++
	}
}

// leave counts a row that is not.
func (c *counts) leave(f *tabular.Fault) {
	if f.Format == "" {
		return
	}
	if c.left == nil {
		c.left = map[string]int64{}
	}
	c.left[f.Format]++
}

// tallies collects the counts of all decoders.
type tallies struct {
	mu  sync.Mutex
	all []*counts
}

func (t *tallies) add() *counts {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := &counts{}
	t.all = append(t.all, c)
	return c
}

// sum adds up what the decoders met. It may be called when all are done.
func (t *tallies) sum() counts {
	t.mu.Lock()
	defer t.mu.Unlock()
	sum := counts{left: map[string]int64{}}
	for _, c := range t.all {
		sum.flows, sum.own = sum.flows.Plus(c.flows), sum.own.Plus(c.own)
		sum.rounded += c.rounded
		sum.edition += c.edition
		sum.restored += c.restored
		sum.netEstimated += c.netEstimated
		sum.quantityEstimated += c.quantityEstimated
		sum.totals += c.totals
		for kind, rows := range c.left {
			sum.left[kind] += rows
		}
	}
	return sum
}

// notes says what a reader of the account must know of the rows.
func (t *tallies) notes() []string {
	c := t.sum()
	var notes []string
	note := func(rows int64, format string, args ...any) {
		if rows > 0 {
			notes = append(notes, fmt.Sprintf(format, args...))
		}
	}
	note(c.edition, "the edition of the Harmonised System is not said in %d rows: the one in force in their year was taken (--nomenclature H5 says another)", c.edition)
	note(c.own.Rows, "%d rows of %s US dollars (%.2f%% of the value of all flows) are own goods that came back to the reporter: they are kept with %s as the partner",
		c.own.Rows, trade.FormatThousandths(c.own.Value), 100*float64(c.own.Value)/float64(max(c.flows.Value, 1)), tabular.OwnGoods)
	note(c.restored, "a leading zero was put back to the code of the good in %d rows", c.restored)
	note(c.rounded, "%d numbers had more than three decimals and were rounded", c.rounded)
	note(c.netEstimated, "the net mass of %d rows is estimated by the publisher", c.netEstimated)
	note(c.quantityEstimated, "the quantity of %d rows is estimated by the publisher", c.quantityEstimated)
	if c.totals > 0 && c.flows.Rows == 0 {
		notes = append(notes, "all rows that were kept are totals (partner World or product TOTAL): they show no flow of a good between two economies")
	}
	return notes
}

// why explains an import that stored nothing.
func (t *tallies) why() []string {
	c := t.sum()
	if len(c.left) == 0 {
		return []string{"an answer without rows means that UN Comtrade holds nothing of what was asked"}
	}
	return c.onlyParts()
}

// onlyParts explains why nothing of a file was kept.
func (c *counts) onlyParts() []string {
	var kinds []string
	for kind := range c.left {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return []string{"nothing was kept: all rows are broken down (by " + strings.Join(kinds, ", ") +
		"), and the rows over all of it are not in the files; download them with flows M and X, partner2Code=0, customsCode=C00, motCode=0"}
}
