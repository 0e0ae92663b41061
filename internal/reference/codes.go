package reference

import "github.com/oborot/oborot/trade"

// Numeric returns the economy behind a numeric code as BACI and UN Comtrade use
// it. Those are the codes of ISO 3166-1 and further ones: 842 is the USA, 490 is
// "Other Asia, nes". An area of the past has a code of its own, so that 58
// (Belgium-Luxembourg) is not 56 (Belgium).
func Numeric(code int) (e trade.Economy, ok bool) {
	e, ok = geography().numeric[code]
	return e, ok
}

// PublisherCode returns the economy behind a code of letters as a publisher's file
// has it, in capitals and exactly: ISO 3166-1 alpha-3 (BLR), one of oborot's own codes
// (S19), the letters of UN Comtrade (W00, _X, X1), those that ISO has withdrawn
// and CEPII, WITS and the World Bank still use (ROM, ZAR, TMP), and Eurostat's
// aggregates (EXT_EU27_2020). Where a file has numeric codes too, Numeric is to be
// preferred: publishers give one code of letters to several areas, DEU to today's
// Germany and to the western one, YUG (CEPII) to Serbia and Montenegro.
func PublisherCode(code string) (e trade.Economy, ok bool) {
	t := geography()
	if e, ok := t.letters[code]; ok {
		return e, true
	}
	e = trade.Economy(code)
	if _, ok := t.names[e]; ok && !e.IsRegion() {
		return e, true
	}
	return "", false
}

// Alpha2 returns the economy behind a code of two letters as customs files have
// it, in capitals and exactly: ISO 3166-1 alpha-2 (BY; NA is Namibia), the codes
// that ISO has withdrawn, those of Russian customs (AB, OS) and those of
// Eurostat's geonomenclature (EL, XS, XI, QU...), some of which are special areas and
// aggregates: see AreaKindOf. CS is Serbia and Montenegro; files of the years before
// 1993 mean Czechoslovakia by it.
func Alpha2(code string) (e trade.Economy, ok bool) {
	t := geography()
	if e, ok := t.countries[code]; ok {
		return e, true
	}
	e, ok = t.alpha2[code]
	return e, ok
}

// OKATO returns the region behind the five digits that Russian customs put before
// its name (05000 is RU-PRI), leading zero included. Two of the codes stand for
// regions that ISO 3166-2 does not list for Russia; they are XR-35 and XR-67, see
// data/README.md.
func OKATO(code string) (e trade.Economy, ok bool) {
	e, ok = geography().okato[code]
	return e, ok
}

// StandIn returns the area under which publishers that have no code for an economy
// show its trade: S19 (Other Asia, nes) for TWN.
func StandIn(e trade.Economy) (area trade.Economy, ok bool) {
	if e == "TWN" {
		return "S19", true
	}
	return "", false
}
