package indicator

import (
	"fmt"
	"math"
	"slices"
)

// sizableShare is the share of world exports from which an exporter counts as one that
// could take over.
const sizableShare = 0.01

// sizableExporters counts the exporters with at least 1% of world exports, some left
// out.
func (p *ProductTrade) sizableExporters(without ...int) int {
	count := 0
	for x := range p.Exports {
		if p.isSizable(x) && !slices.Contains(without, x) {
			count++
		}
	}
	return count
}

func (p *ProductTrade) isSizable(exporter int) bool { return p.worldShare(exporter) >= sizableShare }

// Knockout is the supplier whose loss costs an importer most.
type Knockout struct {
	Supplier uint16  // the lowest of equals
	Lost     float64 // share of the importer's imports that nobody replaces, 0 to 1
	Others   int     // exporters other than the supplier with 1% of world exports or more
}

// Knockouts says what is lost when one exporter of a product stops selling and the
// others can sell more: each a share h, the headroom, of what it sells now. What the
// others add is shared among the customers of the lost exporter a in proportion to what
// they lose, so all of them lose the same part of what they bought from it:
//
//	f_a = max(0, 1 - h (X - X_a) / X_a)
//
// with X world exports. An importer j loses s_aj f_a of its imports, s_aj the share of
// a among its suppliers. With h = 0 that is s_aj.
type Knockouts struct {
	trade   *ProductTrade
	lost    []float64 // of each exporter: f
	sizable int
}

// Knockouts prepares the product for a headroom. It is valid as long as the trade is. A
// headroom that is negative or not a number is an error.
func (p *ProductTrade) Knockouts(headroom float64) (*Knockouts, error) {
	if headroom < 0 || math.IsNaN(headroom) || math.IsInf(headroom, 0) {
		return nil, fmt.Errorf("the headroom is %v", headroom)
	}
	k := &Knockouts{trade: p, lost: make([]float64, len(p.Exports)), sizable: p.sizableExporters()}
	for a, x := range p.Exports {
		if others, ok := quotient(float64(p.World-x), float64(x)); ok {
			k.lost[a] = max(0, 1-headroom*others)
		}
	}
	return k, nil
}

// Lost returns the share of an importer's imports that it loses with a supplier. It has
// no value where nothing is imported.
func (k *Knockouts) Lost(importer, supplier int) (share float64, ok bool) {
	share, ok = quotient(float64(k.trade.From(importer, supplier)), float64(k.trade.Imports[importer]))
	return share * k.lost[supplier], ok
}

// Worst returns the supplier with whom an importer loses most. It has no value where
// nothing is imported. Where the others replace everybody, it is the first supplier,
// with nothing lost.
func (k *Knockouts) Worst(importer int) (worst Knockout, ok bool) {
	return k.WorstOf(k.trade.Suppliers(importer))
}

// WorstOf is Worst of an importer that is not among the actors, such as a region by
// figures of its own: its suppliers and what it buys from each, above zero. Suppliers
// with numbers beyond the actors sell nothing to the world, and nobody replaces them.
func (k *Knockouts) WorstOf(suppliers []uint16, values []int64) (worst Knockout, ok bool) {
	imports := int64(0)
	for _, v := range values {
		imports += v
	}
	for i, a := range suppliers {
		lost, _ := quotient(float64(values[i]), float64(imports))
		if known := int(a) < len(k.lost) && k.trade.Exports[a] > 0; known {
			lost *= k.lost[a]
		}
		if i == 0 || lost > worst.Lost {
			worst = Knockout{Supplier: a, Lost: lost}
		}
	}
	worst.Others = k.sizable
	if len(suppliers) > 0 && int(worst.Supplier) < len(k.lost) && k.trade.isSizable(int(worst.Supplier)) {
		worst.Others--
	}
	return worst, len(suppliers) > 0
}

// SinglePoint is the exporter on which a product hangs in the whole world, if on one.
type SinglePoint struct {
	Exporter  int     // with the largest world exports, the lowest of equals
	Share     float64 // of world exports
	Dominated float64 // share of the other importers whose leading supplier it is
	Failure   bool    // both shares are at least one half
}

// singlePointShare is the least share of exports, and of importers.
const singlePointShare = 0.5

// SinglePoint looks for a single point of failure: an exporter with at least half of
// world exports that is the leading supplier of at least half of all importers but
// itself. It has no value where nothing is traded.
func (p *ProductTrade) SinglePoint() (s SinglePoint, ok bool) {
	if p.World == 0 {
		return SinglePoint{}, false
	}
	for x, v := range p.Exports {
		if v > p.Exports[s.Exporter] {
			s.Exporter = x
		}
	}
	importers, dominated := 0, 0
	for m := range p.Imports {
		if m == s.Exporter || p.Imports[m] == 0 {
			continue
		}
		importers++
		if int(p.Supply(m).Leading) == s.Exporter {
			dominated++
		}
	}
	s.Share = p.worldShare(s.Exporter)
	s.Dominated, _ = quotient(float64(dominated), float64(importers))
	s.Failure = s.Share >= singlePointShare && s.Dominated >= singlePointShare
	return s, true
}
