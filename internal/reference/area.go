package reference

import (
	"slices"

	"github.com/oborot/oborot/trade"
)

// AreaKind says what a code of an economy stands for. It follows the lists of ISO and
// of publishers and says nothing of anybody's status.
type AreaKind string

// The kinds.
const (
	Country      AreaKind = "country"        // in ISO 3166-1 today, be it a state or a territory
	Former       AreaKind = "former country" // no longer reported: USSR, Belgium-Luxembourg
	Territory    AreaKind = "territory"      // shown on its own by publishers, without a code of ISO 3166-1
	Region       AreaKind = "region"         // a part of a country
	Special      AreaKind = "special area"   // a rest or no place: areas not specified, bunkers, free zones
	Aggregate    AreaKind = "aggregate"      // a sum of economies that publishers list beside them
	WholeWorld   AreaKind = "world"          // the partner of totals
	UnknownPlace AreaKind = ""               // no code that oborot knows
)

// kindNamed is the kind behind a word of areas.tsv.
func kindNamed(word string) AreaKind {
	kinds := map[string]AreaKind{
		"former": Former, "territory": Territory, "region": Region, "special": Special, "aggregate": Aggregate, "world": WholeWorld,
	}
	kind, ok := kinds[word]
	if !ok {
		panic("reference: areas.tsv: no kind " + word)
	}
	return kind
}

// AreaKindOf returns what a code stands for. A source keeps the rows of aggregates and
// of the world out of the flows: their values are in other rows too.
func AreaKindOf(e trade.Economy) AreaKind {
	t := geography()
	if kind, ok := t.kinds[e]; ok {
		return kind
	}
	switch {
	case !t.known(e):
		return UnknownPlace
	case e.IsRegion():
		return Region
	}
	return Country
}

// years says when trade statistics show an economy on its own, and what follows it.
type years struct {
	from, to   int
	successors []trade.Economy
}

func (t *atlas) readYears() {
	for row := range rows("years", 4) {
		t.years[trade.Economy(row[0])] = years{whole(row[1]), whole(row[2]), economies(row[3])}
	}
}

// Validity returns the first and the last year in which trade statistics show an
// economy under its code, both included; 0 where there is no such bound. The years
// are those of UN Comtrade: SUN has none after 1991, SSD none before 2011. They may
// differ from the years in which ISO listed the letters: SCG stands for the Federal
// Republic of Yugoslavia from 1992, ISO had the letters from 2003 to 2006.
func Validity(e trade.Economy) (from, to int) {
	y := geography().years[e]
	return y.from, y.to
}

// Successors lists the economies under which the trade of a former one is shown
// afterwards, sorted; none for any other.
func Successors(e trade.Economy) []trade.Economy {
	return slices.Clone(geography().years[e].successors)
}

// Predecessors lists the former economies under which the trade of an economy was
// shown before it had figures of its own, sorted.
func Predecessors(e trade.Economy) []trade.Economy {
	var all []trade.Economy
	for former, y := range geography().years {
		if slices.Contains(y.successors, e) {
			all = append(all, former)
		}
	}
	slices.Sort(all)
	return all
}
