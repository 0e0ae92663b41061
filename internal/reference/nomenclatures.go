package reference

import (
	"slices"

	"github.com/oborot/oborot/trade"
)

// latestFirst lists the nomenclatures, those that are used now before others.
var latestFirst = []trade.Nomenclature{
	trade.TNVED, trade.CN, trade.HS2022, trade.HS2017, trade.HS2012, trade.HS2007, trade.HS2002, trade.HS1996, trade.HS1992,
	trade.SITC4, trade.SITC3, trade.SITC2, trade.SITC1,
}

// nomenclatures is a set, a bit for each of latestFirst.
type nomenclatures uint16

const everywhere = ^nomenclatures(0)

func only(n trade.Nomenclature) nomenclatures {
	return 1 << max(0, slices.Index(latestFirst, n))
}

// has tells whether a nomenclature is in the set, or, for an empty one, any that
// follows the Harmonised System.
func (s nomenclatures) has(n trade.Nomenclature) bool {
	if n == "" {
		return s&harmonised != 0
	}
	return s&only(n) != 0
}

var harmonised = func() (s nomenclatures) {
	for _, n := range latestFirst {
		if n.Harmonised() {
			s |= only(n)
		}
	}
	return s
}()

// within are the nomenclatures that use the name of an edition; TN VED and CN
// follow the latest edition.
func (e edition) within() (s nomenclatures) {
	for digit := e.first; digit <= e.last; digit++ {
		s |= only(trade.Nomenclature("H" + string(rune(digit))))
	}
	if s.has(trade.HS2022) {
		s |= only(trade.TNVED) | only(trade.CN)
	}
	return s
}
