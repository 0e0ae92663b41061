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
}

// Includes tells whether trade of the economy is trade of the side: it is a
// member, or a region of a member. The world includes everybody.
func (s Side) Includes(e trade.Economy) bool {
	return s.Code == string(trade.World) || slices.Contains(s.Members, e) ||
		e.IsRegion() && slices.Contains(s.Members, CountryOf(e))
}

// FindSide finds the economy, region, group or the world that a person means: by
// ISO 3166-1 code of three or two letters (BLR, BY), by ISO 3166-2 code (RU-PRI),
// by one of oborot's own codes (S19), by a numeric code (112), or by English or Russian name, whatever the
// case, the hyphens and the dots of ё. A code of ISO 3166-2 form is taken for any
// existing country. Anything else is an error of kind trade.Usage whose hint names
// the nearest sides.
func FindSide(text string) (Side, error) {
	t := geography()
	if e, err := trade.ParseEconomy(text); err == nil {
		if t.known(e) {
			return sideOf(e), nil
		}
	}
	if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil {
		if e, ok := Numeric(n); ok {
			return sideOf(e), nil
		}
	}
	if code, ok := places().find(text); ok {
		return t.side(code), nil
	}
	return Side{}, trade.Errorf(trade.Usage, "%q is not a known economy, region or group", text).
		WithHint("%s", places().hint(text, "use an ISO code such as BLR, RU-PRI for a region, or a name"))
}

func sideOf(e trade.Economy) Side {
	s := Side{Code: string(e), Name: EconomyName(e)}
	if e != trade.World {
		s.Members = []trade.Economy{e}
	}
	return s
}
