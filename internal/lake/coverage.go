package lake

import (
	"cmp"
	"slices"
	"strings"

	"github.com/oborot/oborot/trade"
)

// cover is a set of economies that reported the same periods. For a reconciled
// dataset it is a set of periods in which the same economies are named.
type cover struct {
	reporter   trade.Reporter
	totalsOnly bool
	exporters  []trade.Economy
	importers  []trade.Economy
	periods    []trade.Period
}

// sighting is one economy on one side of the flows of one period.
type sighting struct {
	reporter trade.Reporter
	exporter bool // the side
	economy  trade.Economy
	period   trade.Period
}

// Bits of sightings: in flows, in totals.
const (
	inFlows  uint8 = 1
	inTotals uint8 = 2
)

// sightings tells for one year who was seen where.
type sightings map[sighting]uint8

// periodSlots is the room for a month of 1..12 and a length of 1..12 in one
// index.
const periodSlots = 13 * 13

// scan notes the economies of a block. It marks bytes in a table of small
// indexes, so that a block of millions of rows costs one pass.
func (s sightings) scan(b *trade.Bulk) {
	reporters := b.Reporter.Words
	if reporters == nil {
		reporters = []string{string(b.Common.Reporter)}
	}
	exporters := make([]uint8, len(reporters)*periodSlots*len(b.Exporter.Words))
	importers := make([]uint8, len(reporters)*periodSlots*len(b.Importer.Words))
	common := periodSlot(b.Common.Period.First.Month(), b.Common.Period.Months)
	for row := range b.Rows {
		slot := common
		if b.Month != nil {
			slot = periodSlot(int(b.Month[row]), int(b.Months[row]))
		}
		if b.Reporter.Words != nil {
			slot += int(b.Reporter.Index[row]) * periodSlots
		}
		bit := inFlows
		if flagsOf(b, row).Has(trade.FlagTotal) {
			bit = inTotals
		}
		exporters[slot*len(b.Exporter.Words)+int(b.Exporter.Index[row])] |= bit
		importers[slot*len(b.Importer.Words)+int(b.Importer.Index[row])] |= bit
	}
	s.note(b.Year, reporters, true, b.Exporter.Words, exporters)
	s.note(b.Year, reporters, false, b.Importer.Words, importers)
}

func periodSlot(month, months int) int { return month*13 + months }

func flagsOf(b *trade.Bulk, row int) trade.Flags {
	if b.Flags == nil {
		return b.Common.Flags
	}
	return trade.Flags(b.Flags[row])
}

func (s sightings) note(year int, reporters []string, exporter bool, words []string, marks []uint8) {
	for i, bits := range marks {
		if bits == 0 {
			continue
		}
		slot, word := i/len(words), i%len(words)
		span := slot % periodSlots
		s[sighting{
			reporter: trade.Reporter(reporters[slot/periodSlots]),
			exporter: exporter,
			economy:  trade.Economy(words[word]),
			period:   trade.Period{First: trade.MonthOf(year, span/13), Months: span % 13},
		}] |= bits
	}
}

// covers groups what was seen. Whoever is seen in flows of a period is covered
// there; those seen in its totals only make covers of their own. World is a
// partner, never covered.
func (s sightings) covers() []cover {
	var all []cover
	for _, reporter := range []trade.Reporter{trade.ByExporter, trade.ByImporter, trade.Reconciled} {
		for _, totalsOnly := range []bool{false, true} {
			seen := s.where(reporter, totalsOnly)
			if reporter == trade.Reconciled {
				all = append(all, seen.byPeriods(totalsOnly)...)
			} else {
				all = append(all, seen.byReporters(reporter, totalsOnly)...)
			}
		}
	}
	return all
}

// where keeps the sightings of one kind of reporter, in flows or in totals only.
// World stays where it is the partner of those who are seen in totals only; in a
// reconciled dataset it is that on either side.
func (s sightings) where(reporter trade.Reporter, totalsOnly bool) sightings {
	kept := sightings{}
	for k, bits := range s {
		reports := k.exporter == (reporter == trade.ByExporter)
		world := k.economy == trade.World && reports && reporter != trade.Reconciled
		if k.reporter == reporter && !world && totalsOnly == (bits == inTotals) {
			kept[k] = bits
		}
	}
	return kept
}

// byPeriods makes one cover of all periods that name the same economies.
func (s sightings) byPeriods(totalsOnly bool) []cover {
	var all []cover
	for _, p := range s.periods() {
		one := cover{trade.Reconciled, totalsOnly, s.named(true, p), s.named(false, p), []trade.Period{p}}
		all = joinCover(all, one)
	}
	return all
}

// byReporters makes one cover of all economies that reported the same periods.
func (s sightings) byReporters(reporter trade.Reporter, totalsOnly bool) []cover {
	reported := map[trade.Economy][]trade.Period{}
	for k := range s {
		if k.exporter == (reporter == trade.ByExporter) {
			reported[k.economy] = append(reported[k.economy], k.period)
		}
	}
	groups := map[string]*cover{}
	for _, economy := range sortedEconomies(reported) {
		periods := reported[economy]
		slices.SortFunc(periods, trade.Period.Compare)
		key := strings.Join(periodTexts(periods), " ")
		if groups[key] == nil {
			groups[key] = &cover{reporter: reporter, totalsOnly: totalsOnly, periods: periods}
		}
		groups[key].add(economy)
	}
	var all []cover
	for _, g := range groups {
		g.setPartners(s.named(reporter != trade.ByExporter, g.periods...))
		all = append(all, *g)
	}
	slices.SortFunc(all, compareCovers)
	return all
}

func (c *cover) add(reporter trade.Economy) {
	if c.reporter == trade.ByExporter {
		c.exporters = append(c.exporters, reporter)
	} else {
		c.importers = append(c.importers, reporter)
	}
}

func (c *cover) setPartners(partners []trade.Economy) {
	if c.reporter == trade.ByExporter {
		c.importers = partners
	} else {
		c.exporters = partners
	}
}

func (s sightings) periods() []trade.Period {
	seen := map[trade.Period]bool{}
	for k := range s {
		seen[k.period] = true
	}
	var all []trade.Period
	for p := range seen {
		all = append(all, p)
	}
	slices.SortFunc(all, trade.Period.Compare)
	return all
}

// named returns the economies on one side in any of the periods, sorted.
func (s sightings) named(exporter bool, periods ...trade.Period) []trade.Economy {
	seen := map[trade.Economy]bool{}
	for k := range s {
		if k.exporter == exporter && slices.Contains(periods, k.period) {
			seen[k.economy] = true
		}
	}
	return sortedEconomies(seen)
}

func sortedEconomies[V any](m map[trade.Economy]V) []trade.Economy {
	var all []trade.Economy
	for e := range m {
		all = append(all, e)
	}
	slices.Sort(all)
	return all
}

func compareCovers(a, b cover) int {
	return cmp.Or(slices.CompareFunc(a.periods, b.periods, trade.Period.Compare), slices.Compare(a.exporters, b.exporters))
}

// joinCover adds a cover to a list: where one has the same economies, its periods
// grow.
func joinCover(all []cover, c cover) []cover {
	for i := range all {
		a := &all[i]
		if a.reporter == c.reporter && a.totalsOnly == c.totalsOnly &&
			slices.Equal(a.exporters, c.exporters) && slices.Equal(a.importers, c.importers) {
			a.periods = append(slices.Clone(a.periods), c.periods...)
			slices.SortFunc(a.periods, trade.Period.Compare)
			a.periods = slices.Compact(a.periods)
			return all
		}
	}
	return append(all, c)
}

// coverage returns what an import brought that is still held.
func (e entry) coverage() []trade.Coverage {
	var joined []cover
	for _, y := range e.Years {
		for _, c := range y.covers {
			joined = joinCover(joined, c)
		}
	}
	all, origin := make([]trade.Coverage, len(joined)), e.origin()
	for i, c := range joined {
		all[i] = trade.Coverage{
			Dataset: e.Origin.Dataset, Release: e.Origin.Release, Nomenclature: e.Nomenclature, Digits: e.Digits, Months: e.Months,
			Regions: e.Regions, Enterprises: e.Enterprises, TotalsOnly: c.totalsOnly, AbsentIsZero: e.AbsentIsZero,
			Reporter: c.reporter, Exporters: c.exporters, Importers: c.importers, Periods: c.periods, Origin: origin,
		}
	}
	return all
}
