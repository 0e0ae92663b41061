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
	kinds     map[trade.Economy]AreaKind        // of those outside ISO 3166-1
	present   []trade.Economy                   // ISO 3166-1, sorted
	countries map[string]trade.Economy          // by alpha-2 code
	regions   map[trade.Economy][]trade.Economy // of a country, sorted
	numeric   map[int]trade.Economy
	letters   map[string]trade.Economy // codes of publishers that are none of ours
	typed     map[string]trade.Economy // those of them that people type
	alpha2    map[string]trade.Economy
	okato     map[string]trade.Economy
	years     map[trade.Economy]years
	groups    map[string]Side
	entries   []entry
}

var geography = sync.OnceValue(func() *atlas {
	t := &atlas{
		names:     map[trade.Economy]trade.Name{},
		kinds:     map[trade.Economy]AreaKind{},
		countries: map[string]trade.Economy{},
		regions:   map[trade.Economy][]trade.Economy{},
		numeric:   map[int]trade.Economy{},
		letters:   map[string]trade.Economy{},
		typed:     map[string]trade.Economy{},
		alpha2:    map[string]trade.Economy{},
		okato:     map[string]trade.Economy{},
		years:     map[trade.Economy]years{},
		groups:    map[string]Side{},
	}
	t.readEconomies()
	t.readAreas()
	t.readRegions()
	t.readLetters()
	t.readYears()
	t.readSpellings()
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
		t.add(row[0], trade.Name{English: row[3], Russian: row[4]}, append(list(row[5]), row[1]))
	}
	slices.Sort(t.present)
}

// readAreas reads the areas that ISO 3166-1 lacks today, and publishers' further
// numeric codes of any economy.
func (t *atlas) readAreas() {
	for row := range rows("areas", 5) {
		t.kinds[trade.Economy(row[0])] = kindNamed(row[1])
		t.add(row[0], trade.Name{English: row[2], Russian: row[3]}, list(row[4]))
	}
	for row := range rows("numeric", 3) {
		t.number(row[0], trade.Economy(row[1]))
	}
}

// readRegions reads the regions that have a name here. Those whose code is no
// country's are oborot's own and belong to no list of regions.
func (t *atlas) readRegions() {
	for row := range rows("regions", 5) {
		e := trade.Economy(row[0])
		if country, ok := t.countries[e.CountryCode()]; ok {
			t.regions[country] = append(t.regions[country], e)
		}
		aliases := list(row[4])
		if row[1] != "" {
			t.okato[row[1]] = e
			aliases = append(aliases, row[1])
		}
		t.add(row[0], trade.Name{English: row[2], Russian: row[3]}, aliases)
	}
	for _, all := range t.regions {
		slices.Sort(all)
	}
}

func (t *atlas) readLetters() {
	for row := range rows("letters", 4) {
		t.letters[row[0]] = trade.Economy(row[1])
		if row[2] == "typed" {
			t.typed[row[0]] = trade.Economy(row[1])
		}
	}
	for row := range rows("alpha2", 3) {
		t.alpha2[row[0]] = trade.Economy(row[1])
	}
}

// readSpellings reads the names that publishers print and people do not say.
func (t *atlas) readSpellings() {
	spellings := map[string][]string{}
	for row := range rows("spellings", 2) {
		spellings[row[0]] = append(spellings[row[0]], row[1])
	}
	for i, e := range t.entries {
		t.entries[i].aliases = append(e.aliases, spellings[e.code]...)
	}
}

func (t *atlas) readGroups() {
	for row := range rows("groups", 5) {
		g := Side{Code: row[0], Name: trade.Name{English: row[1], Russian: row[2]}, Group: true}
		g.Members, g.Terms = members(list(row[4]))
		t.groups[g.Code] = g
		t.entries = append(t.entries, entry{g.Code, g.Name, list(row[3])})
	}
}

func (t *atlas) add(code string, name trade.Name, aliases []string) {
	t.names[trade.Economy(code)] = name
	t.entries = append(t.entries, entry{code, name, aliases})
}

func (t *atlas) number(digits string, e trade.Economy) { t.numeric[whole(digits)] = e }

// whole reads a number of an embedded table; an empty field is 0.
func whole(digits string) int {
	if digits == "" {
		return 0
	}
	n, err := strconv.Atoi(digits)
	if err != nil {
		panic("reference: " + err.Error())
	}
	return n
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
		g.Members, g.Terms = slices.Clone(g.Members), slices.Clone(g.Terms)
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
