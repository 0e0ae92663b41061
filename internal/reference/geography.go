package reference

import (
	"slices"
	"strconv"
	"sync"

	"github.com/oborot/oborot/trade"
)

// atlas is all that is known of economies, regions and groups.
type atlas struct {
	names     map[trade.Economy]trade.Name
	present   []trade.Economy                   // ISO 3166-1, sorted
	countries map[string]trade.Economy          // by alpha-2 code
	regions   map[trade.Economy][]trade.Economy // of a country, sorted
	numeric   map[int]trade.Economy
	groups    map[string]Side
	entries   []entry
}

var geography = sync.OnceValue(func() *atlas {
	t := &atlas{
		names:     map[trade.Economy]trade.Name{},
		countries: map[string]trade.Economy{},
		regions:   map[trade.Economy][]trade.Economy{},
		numeric:   map[int]trade.Economy{},
		groups:    map[string]Side{},
	}
	t.readEconomies()
	t.readAreas()
	t.readRegions()
	t.readGroups()
	return t
})

// places finds economies, regions and groups by their words.
var places = sync.OnceValue(func() *index { return newIndex(geography().entries) })

func (t *atlas) readEconomies() {
	for row := range rows("economies", 6) {
		e := trade.Economy(row[0])
		t.present = append(t.present, e)
		t.countries[row[1]] = e
		t.number(row[2], e)
		t.add(string(e), trade.Name{English: row[3], Russian: row[4]}, append(list(row[5]), row[1]))
	}
	slices.Sort(t.present)
}

// readAreas reads the areas that ISO 3166-1 lacks today, and publishers' further
// numeric codes of any economy.
func (t *atlas) readAreas() {
	for row := range rows("areas", 4) {
		t.add(row[0], trade.Name{English: row[1], Russian: row[2]}, list(row[3]))
	}
	for row := range rows("numeric", 3) {
		t.number(row[0], trade.Economy(row[1]))
	}
}

func (t *atlas) readRegions() {
	for row := range rows("regions", 4) {
		e := trade.Economy(row[0])
		country := t.countries[e.CountryCode()]
		t.regions[country] = append(t.regions[country], e)
		t.add(row[0], trade.Name{English: row[1], Russian: row[2]}, list(row[3]))
	}
	for _, all := range t.regions {
		slices.Sort(all)
	}
}

func (t *atlas) readGroups() {
	for row := range rows("groups", 5) {
		name := trade.Name{English: row[1], Russian: row[2]}
		t.groups[row[0]] = Side{Code: row[0], Name: name, Members: economies(row[4]), Group: true}
		t.entries = append(t.entries, entry{row[0], name, list(row[3])})
	}
}

func (t *atlas) add(code string, name trade.Name, aliases []string) {
	t.names[trade.Economy(code)] = name
	t.entries = append(t.entries, entry{code, name, aliases})
}

func (t *atlas) number(digits string, e trade.Economy) {
	n, err := strconv.Atoi(digits)
	if err != nil {
		panic("reference: " + err.Error())
	}
	t.numeric[n] = e
}

// known tells whether a code exists. Where the regions of a country are listed,
// the list is complete and another code a slip; of other countries any region
// of the right form is taken.
func (t *atlas) known(e trade.Economy) bool {
	if _, ok := t.names[e]; ok {
		return true
	}
	country, ok := t.countries[e.CountryCode()]
	return ok && len(t.regions[country]) == 0
}

func (t *atlas) side(code string) Side {
	if g, ok := t.groups[code]; ok {
		g.Members = slices.Clone(g.Members)
		return g
	}
	return sideOf(trade.Economy(code))
}

// EconomyName returns the short name of an economy or region. A code without a
// name, such as that of a region outside the embedded tables, is its own name.
func EconomyName(e trade.Economy) trade.Name {
	if name, ok := geography().names[e]; ok {
		return name
	}
	return trade.Name{English: string(e), Russian: string(e)}
}

// Numeric returns the economy behind a numeric code as BACI and UN Comtrade use
// it. Those are the codes of ISO 3166-1 and further ones: 842 is the USA, 490 is
// "Other Asia, nes". An area of the past has a code of its own, so that 58
// (Belgium-Luxembourg) is not 56 (Belgium).
func Numeric(code int) (e trade.Economy, ok bool) {
	e, ok = geography().numeric[code]
	return e, ok
}

// CountryOf returns the country of a region (RUS for RU-PRI), and any other economy as
// it is. A region of no existing country is returned as it is too.
func CountryOf(region trade.Economy) trade.Economy {
	if country, ok := geography().countries[region.CountryCode()]; ok {
		return country
	}
	return region
}

// Regions lists the ISO 3166-2 regions of a country that have a name here, sorted
// by code; those of Russia and Belarus do.
func Regions(country trade.Economy) []trade.Economy {
	return slices.Clone(geography().regions[country])
}

// Economies lists the economies of ISO 3166-1 as it is today, sorted by code.
func Economies() []trade.Economy { return slices.Clone(geography().present) }
