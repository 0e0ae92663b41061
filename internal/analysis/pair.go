package analysis

import (
	"slices"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// pair is the two sides of a question, without overlap.
type pair struct {
	a, b reference.Side
	left []trade.Economy // members taken out of a group because they are on both sides
	from reference.Side  // the group they were taken out of
}

// leg is one direction of a pair.
type leg struct {
	direction          trade.Direction
	exporter, importer reference.Side
}

func isWorld(s reference.Side) bool { return s.Code == string(trade.World) }

// newPair checks the sides and takes what they share out of a group: out of A if
// only A is one, else out of B.
func newPair(a, b reference.Side) (pair, error) {
	switch {
	case a.Code == "" || b.Code == "":
		return pair{}, trade.Errorf(trade.Usage, "the question needs two economies").
			WithHint("name both, such as BLR RU-PRI")
	case a.Code == b.Code:
		return pair{}, trade.Errorf(trade.Usage, "both sides are %s", a.Name.English).
			WithHint("name two different economies")
	}
	p := pair{a: a, b: b}
	reduce, other := &p.b, a
	if a.Group && !b.Group {
		reduce, other = &p.a, b
	}
	if isWorld(a) || isWorld(b) {
		return p, nil
	}
	kept, left := apart(reduce.Members, other)
	switch {
	case len(left) == 0:
		return p, nil
	case len(kept) == 0 && !reduce.Group:
		return pair{}, trade.Errorf(trade.Usage, "%s and %s overlap: one is a part of the other", a.Code, b.Code).
			WithHint("name two economies that lie apart")
	case len(kept) == 0:
		return pair{}, trade.Errorf(trade.Usage, "every member of %s is in %s", reduce.Code, other.Code).
			WithHint("name two economies that lie apart")
	}
	p.left, p.from = left, *reduce
	reduce.Members = kept
	return p, nil
}

// apart sorts members into those that have nothing in common with a side and
// those that are in it, hold it, or hold a part of it.
func apart(members []trade.Economy, other reference.Side) (kept, left []trade.Economy) {
	for _, m := range members {
		holds := slices.ContainsFunc(other.Members, func(o trade.Economy) bool { return reference.CountryOf(o) == m })
		if holds || other.Includes(m) {
			left = append(left, m)
			continue
		}
		kept = append(kept, m)
	}
	return kept, left
}

// legs returns exports of A to B and imports of A from B.
func (p pair) legs() [2]leg {
	return [2]leg{{trade.Exports, p.a, p.b}, {trade.Imports, p.b, p.a}}
}

// several tells whether a side stands for more than one economy.
func several(s reference.Side) bool { return isWorld(s) || len(s.Members) > 1 }

// partners returns the side whose members are the partners in a breakdown: B if
// it has several, else A.
func (p pair) partners() reference.Side {
	if several(p.b) || !several(p.a) {
		return p.b
	}
	return p.a
}
