package world

import (
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// published lists the nomenclatures, sorted, that goods of a year are published in by
// those whose reports count. Records that cover nobody for the whole year do not.
func (b *basis) published(year int) []trade.Nomenclature {
	sides := map[trade.Direction][]trade.Economy{
		trade.Exports: whole(b.records, year, trade.Exports), trade.Imports: whole(b.records, year, trade.Imports),
	}
	var all []trade.Nomenclature
	for _, r := range b.records {
		if covered(r.Periods, year) == 0 || r.TotalsOnly || slices.Contains(all, r.Nomenclature) {
			continue
		}
		for d, reporting := range sides {
			if (r.Reporter == own(d) || r.Reporter == trade.Reconciled) && anyIn(side(r, d), reporting) {
				all = append(all, r.Nomenclature)
				break
			}
		}
	}
	slices.Sort(all)
	return all
}

// anyIn tells whether a sorted list holds any of the economies.
func anyIn(economies, sorted []trade.Economy) bool {
	return slices.ContainsFunc(economies, func(e trade.Economy) bool {
		_, found := slices.BinarySearch(sorted, e)
		return found
	})
}

// nomenclatureIn is the nomenclature that goods of a year are named by: the latest that
// they are published in, harmonised if there is one.
func (b *basis) nomenclatureIn(year int) trade.Nomenclature {
	latest := b.nomenclature
	for i, n := range b.published(year) {
		if i == 0 || n.Harmonised() {
			latest = n
		}
	}
	return latest
}

// editionsIn are the editions behind the nomenclatures of a year: TN VED and CN follow
// the Harmonised System of their time.
func (b *basis) editionsIn(year int) []trade.Nomenclature {
	var all []trade.Nomenclature
	for _, n := range b.published(year) {
		all = append(all, reference.EditionOf(n, year))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func editionNames(all []trade.Nomenclature) string {
	var words []string
	for _, n := range all {
		words = append(words, string(n))
	}
	return strings.Join(words, ", ")
}

// sayEditions warns where the goods of an answer are in several nomenclatures: codes are
// matched as they are, and a revision gave some of them other goods.
func (b *basis) sayEditions() {
	spans := map[trade.Nomenclature][]int{}
	for _, year := range b.years {
		for _, n := range b.editionsIn(year) {
			spans[n] = append(spans[n], year)
		}
	}
	if len(spans) < 2 {
		return
	}
	byYear := map[string]string{}
	for _, year := range b.years {
		byYear[strconv.Itoa(year)] = editionNames(b.editionsIn(year))
	}
	b.arguments["editions"] = byYear
	b.note(trade.Name{
		English: "Goods are in different nomenclatures: %s. They are matched by their codes, some of which mean other goods after a revision, " +
			"so that changes of single goods may be no changes of trade; compare years of one edition, or a coarser --level.",
		Russian: "Товары — в разных номенклатурах: %s. Они сопоставлены по кодам, часть которых после пересмотра означает другие товары, " +
			"и изменения отдельных товаров могут не означать изменений торговли; сравнивайте годы одной редакции или более крупный уровень " +
			"(--level).",
	}, b.spansIn(spans))
}

// spansIn names nomenclatures with their years.
func (b *basis) spansIn(spans map[trade.Nomenclature][]int) string {
	var all []trade.Nomenclature
	for n := range spans {
		all = append(all, n)
	}
	slices.Sort(all)
	var words []string
	for _, n := range all {
		words = append(words, b.say(trade.Name{English: "%s for %s", Russian: "%s за %s"}, n,
			trade.PeriodsIn(trade.YearSpans(spans[n]), b.args.Language)))
	}
	return strings.Join(words, "; ")
}
