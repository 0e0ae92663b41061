package indicator

import (
	"math/bits"
	"slices"
)

// laneCount is how many owners are summed at a time: their sums stay in registers, and a
// row of the table of pairs is one cache line.
const laneCount = 8

// ubiquityClasses returns the products in groups of equal ubiquity, rising; the
// products of a group in their own order.
func (m *Presence) ubiquityClasses() [][]int {
	order := make([]int, m.products)
	for p := range order {
		order[p] = p
	}
	slices.SortStableFunc(order, func(a, b int) int { return m.ubiquity[a] - m.ubiquity[b] })
	var classes [][]int
	for start := 0; start < len(order); {
		end := start
		for end < len(order) && m.ubiquity[order[end]] == m.ubiquity[order[start]] {
			end++
		}
		classes = append(classes, order[start:end])
		start = end
	}
	return classes
}

// proximitySums sets sums_cp, for all owners c and products p, to
//
//	sum_q O_cq w_q phi_pq,  phi_pq = (economies that have p and q) / max(u_p, u_q)
//
// with O what the owners have, a row for each product, and w 1 for all where nil. The
// order of summation does not depend on the owners, so with w = 1 no sum exceeds that
// of somebody who has every product, rounding included.
func (m *Presence) proximitySums(sums []float64, owned bitMatrix, owners int, w []float64) {
	classes := m.ubiquityClasses()
	complexityEach((owners+laneCount-1)/laneCount, func(block int) {
		k := laneKernel{
			m: m, owned: owned, weights: w, block: block,
			pairs: make([][laneCount]float64, m.economies),
			sums:  sums[block*laneCount*m.products:], used: min(laneCount, owners-block*laneCount),
		}
		k.rise(classes)
		clear(k.pairs)
		k.fall(classes)
	})
}

// proximityTotals returns sum_q w_q phi_pq for each product: the sums of an owner of
// everything.
func (m *Presence) proximityTotals(w []float64) []float64 {
	everything := newBitMatrix(m.products, 1)
	for p := range m.products {
		everything.set(p, 0)
	}
	totals := make([]float64, m.products)
	m.proximitySums(totals, everything, 1, w)
	return totals
}

// laneKernel computes proximity sums for eight owners. pairs holds, for each economy
// of the world, the sum over the products that it and the owner both have, of those
// seen so far.
type laneKernel struct {
	m       *Presence
	owned   bitMatrix
	weights []float64
	block   int
	pairs   [][laneCount]float64
	sums    []float64 // owner by owner
	used    int       // lanes in use
}

// rise goes from rare to common products: those seen are no more ubiquitous than p,
// and count 1/u_p.
func (k *laneKernel) rise(classes [][]int) {
	for _, class := range classes {
		for _, q := range class {
			k.add(q, k.weight(q))
		}
		for _, p := range class {
			sums, u := k.across(p), float64(k.m.ubiquity[p])
			for lane := range k.used {
				k.sums[lane*k.m.products+p] = sums[lane] / u
			}
		}
	}
}

// fall goes from common to rare products: those seen are more ubiquitous than p, and
// count 1/u_q.
func (k *laneKernel) fall(classes [][]int) {
	for _, class := range slices.Backward(classes) {
		for _, p := range class {
			sums := k.across(p)
			for lane := range k.used {
				k.sums[lane*k.m.products+p] += sums[lane]
			}
		}
		for _, q := range class {
			k.add(q, k.weight(q)/float64(k.m.ubiquity[q]))
		}
	}
}

func (k *laneKernel) weight(q int) float64 {
	if k.weights == nil {
		return 1
	}
	return k.weights[q]
}

// add counts product q for every pair of an economy and an owner that have it. Few
// owners are taken one by one: at a fill of 13% that takes a third of the time of adding
// to all lanes.
func (k *laneKernel) add(q int, weight float64) {
	const few = 4
	has := k.owned.octet(q, k.block)
	if bits.OnesCount8(has) > few {
		k.addToAll(q, has, weight)
		return
	}
	for ; has != 0; has &= has - 1 {
		lane := bits.TrailingZeros8(has) % laneCount
		for _, e := range k.m.economiesOf[q] {
			k.pairs[e][lane] += weight
		}
	}
}

// addToAll adds the weight or nothing to each lane, from registers.
func (k *laneKernel) addToAll(q int, has uint8, weight float64) {
	var by [laneCount]float64
	for lane := range by {
		if has>>lane&1 == 1 {
			by[lane] = weight
		}
	}
	a, b, c, d, e, f, g, h := by[0], by[1], by[2], by[3], by[4], by[5], by[6], by[7]
	for _, economy := range k.m.economiesOf[q] {
		to := &k.pairs[economy]
		to[0] += a
		to[1] += b
		to[2] += c
		to[3] += d
		to[4] += e
		to[5] += f
		to[6] += g
		to[7] += h
	}
}

// across sums the pairs over the economies that have p. The sums are variables of
// their own, which the compiler keeps in registers: twice as fast as an array.
func (k *laneKernel) across(p int) [laneCount]float64 {
	var a, b, c, d, e, f, g, h float64
	for _, economy := range k.m.economiesOf[p] {
		from := &k.pairs[economy]
		a += from[0]
		b += from[1]
		c += from[2]
		d += from[3]
		e += from[4]
		f += from[5]
		g += from[6]
		h += from[7]
	}
	return [laneCount]float64{a, b, c, d, e, f, g, h}
}
