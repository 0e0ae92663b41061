package indicator

import (
	"fmt"
	"math"
)

// The measures of this file compare two compositions over the same categories in the
// same order. They have no value where a total is zero; compositions of different
// length are a mistake of the caller and panic.

// FingerKreinin returns the similarity sum_k min(a_k, b_k) of two structures of
// exports, from 0 to 1 (Finger and Kreinin, 1979); it is often printed times 100.
func FingerKreinin(a, b *Composition) (similarity float64, ok bool) {
	mustCompare(a, b)
	var sum structureSum
	for k, s := range a.shares {
		sum.add(min(s, b.shares[k]))
	}
	if a.total == 0 || b.total == 0 {
		return 0, false
	}
	return min(1, sum.value()), true
}

// Krugman returns the index of dissimilarity sum_k |a_k - b_k|, from 0 to 2 (Krugman,
// 1991); it is 2 (1 - FingerKreinin).
func Krugman(a, b *Composition) (dissimilarity float64, ok bool) {
	mustCompare(a, b)
	if a.total == 0 || b.total == 0 {
		return 0, false
	}
	var sum structureSum
	for k, s := range a.shares {
		sum.add(math.Abs(s - b.shares[k]))
	}
	return min(2, sum.value()), true
}

// Complementarity returns Michaely's (1996) index of trade complementarity,
//
//	100 (1 - sum_k |m_k - x_k| / 2)
//
// of the exports of an exporter and the imports of an importer, from 0 to 100. It has
// a direction: from i to j compares the exports of i with the imports of j, and from j
// to i other figures.
func Complementarity(exportsOfExporter, importsOfImporter *Composition) (index float64, ok bool) {
	difference, ok := Krugman(exportsOfExporter, importsOfImporter)
	if !ok {
		return 0, false
	}
	return 100 * (1 - difference/2), true
}

// StructureChange returns the share of trade that changed its category between two
// periods, 1/2 sum_k |s_k,t - s_k,0|, from 0 to 1 (the dissimilarity of Michaely and
// of Lawrence).
func StructureChange(before, after *Composition) (change float64, ok bool) {
	difference, ok := Krugman(before, after)
	return difference / 2, ok
}

func mustCompare(a, b *Composition) {
	if len(a.shares) != len(b.shares) {
		panic(fmt.Sprintf("indicator: a composition of %d values is compared with one of %d", len(a.shares), len(b.shares)))
	}
}
