package reference

import (
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/trade"
)

// Side is what a person names as one side of a question: an economy, a region of
// a country, a group of economies, or the world.
type Side struct {
	Code    string          // of the economy, or of the group such as EAEU
	Name    trade.Name      // short and customary
	Members []trade.Economy // sorted; one for an economy, none for the world
	Group   bool            // Members are summed
	Terms   []Term          // of the members of a group whose dates are known
}

// Term says from when to when an economy was a member of a group.
type Term struct {
	Member trade.Economy
	Since  trade.Month
	Until  trade.Month // the last month; 0 for a member of today
}

// Includes tells whether trade of the economy is trade of the side: it is a
// member, or a region of a member. The world includes everybody.
func (s Side) Includes(e trade.Economy) bool {
	return s.Code == string(trade.World) || slices.Contains(s.Members, e) ||
		e.IsRegion() && slices.Contains(s.Members, CountryOf(e))
}

// FindSide finds the economy, region, group or the world that a person means: by
// ISO 3166-1 code of three or two letters (BLR, BY), by ISO 3166-2 code (RU-PRI),
// by one of oborot's own codes (S19), by letters that ISO has withdrawn (ZAR), by a
// numeric code (112), by the OKATO code of a region (05000), or by English or Russian
// name, whatever the case, the hyphens, the dots of ё and the grammatical form. A code of ISO 3166-2 form
// is taken for any existing country. Several with commas between them are a group.
// The person's own groups go before those of oborot. Anything else is an error of
// kind trade.Usage whose hint names the nearest sides.
func FindSide(text string, own ...Side) (Side, error) {
	if s, ok := findOwn(text, own); ok {
		return s, nil
	}
	if s, ok := findExactly(text); ok {
		return s, nil
	}
	if s, ok, err := findList(text, own); ok || err != nil {
		return s, err
	}
	return guessSide(text, own)
}

// findExactly finds a side by one of its codes or whole names.
func findExactly(text string) (Side, bool) {
	t := geography()
	if e, err := trade.ParseEconomy(text); err == nil && t.known(e) {
		return sideOf(e), true
	}
	code := strings.TrimSpace(text)
	if e, ok := t.typed[strings.ToUpper(code)]; ok {
		return sideOf(e), true
	}
	if n, err := strconv.Atoi(code); err == nil {
		if e, ok := Numeric(n); ok {
			return sideOf(e), true
		}
	}
	if found, ok := places().find(text); ok {
		return t.side(found), true
	}
	return Side{}, false
}

// findOwn finds one of the person's own groups by its code or names.
func findOwn(text string, own []Side) (Side, bool) {
	k := key(text)
	for _, s := range own {
		if k != "" && (k == key(s.Code) || k == key(s.Name.English) || k == key(s.Name.Russian)) {
			s.Members, s.Terms = slices.Clone(s.Members), slices.Clone(s.Terms)
			return s, true
		}
	}
	return Side{}, false
}

func sideOf(e trade.Economy) Side {
	s := Side{Code: string(e), Name: EconomyName(e)}
	if e != trade.World {
		s.Members = []trade.Economy{e}
	}
	return s
}
