package indicator

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"
)

// Presence is the binary matrix M: which economies are present in which products.
// Economies and products without any entry are left out; what is computed from a
// Presence speaks of the remaining ones by their position, 0 to len(Economies)-1 and
// len(Products)-1. It is not changed once made, and safe for use by several goroutines.
type Presence struct {
	Economies, Products               []int // index in the input of each that remains
	DroppedEconomies, DroppedProducts []int // index in the input of each without an entry

	economies, products           int
	inputEconomies, inputProducts int
	diversity, ubiquity           []int
	byEconomy, byProduct          bitMatrix
	productsOf, economiesOf       [][]int32 // positions, ascending
}

// PresenceRule says when an economy is present in a product.
type PresenceRule struct {
	Threshold  float64 // present at or above it; 0 stands for 1
	Population []int64 // persons in each economy; if given, RCA per head takes the place of RCA
}

// Presence returns M_cp = 1 where RCA_cp >= threshold. Nothing is rounded: the
// comparison is x_cp * x * d >= n * x_c * x_p in 192 bits, with n/d the threshold as
// written in decimals. With populations n_c the advantage is per head,
//
//	(x_cp / n_c) / (x_p / n), n the sum of the populations given.
//
// With RCA and threshold 1 every economy and product that trades at all has an entry.
func (w *World) Presence(rule PresenceRule) (*Presence, error) {
	limit, err := newPresenceLimit(rule.Threshold)
	if err != nil {
		return nil, err
	}
	weights, sum := w.byEconomy, w.total
	if rule.Population != nil {
		if sum, err = w.checkPopulation(rule.Population); err != nil {
			return nil, err
		}
		weights = rule.Population
	}
	full := newBitMatrix(w.economies, w.products)
	complexityEach(w.economies, func(e int) {
		for p, v := range w.row(e) {
			if v > 0 && limit.reached(v, sum, weights[e], w.byProduct[p]) {
				full.set(e, p)
			}
		}
	})
	return newPresence(full), nil
}

func (w *World) checkPopulation(population []int64) (sum int64, err error) {
	if len(population) != w.economies {
		return 0, wholeMatrixError("%d populations for %d economies", len(population), w.economies)
	}
	for e, n := range population {
		if n < 0 || n == 0 && w.byEconomy[e] > 0 {
			return 0, &MatrixError{e, -1, "the population is not above zero"}
		}
		if sum += n; sum < 0 {
			return 0, &MatrixError{e, -1, "the sum of the populations is too large to be held"}
		}
	}
	return sum, nil
}

// PresenceOf takes M as it is, row by row.
func PresenceOf(economies, products int, present []bool) (*Presence, error) {
	if err := checkShape(economies, products, len(present)); err != nil {
		return nil, err
	}
	full := newBitMatrix(economies, products)
	for i, yes := range present {
		if yes {
			full.set(i/products, i%products)
		}
	}
	return newPresence(full), nil
}

// newPresence leaves out empty rows and columns. Once is enough: an empty row takes
// no entry from any column.
func newPresence(full bitMatrix) *Presence {
	m := &Presence{inputEconomies: full.rows, inputProducts: full.columns}
	across := full.transposed()
	m.Economies, m.DroppedEconomies = full.filled()
	m.Products, m.DroppedProducts = across.filled()
	m.economies, m.products = len(m.Economies), len(m.Products)
	m.byEconomy = full
	if m.economies < full.rows || m.products < full.columns {
		m.byEconomy = full.kept(m.Economies, m.Products)
		across = m.byEconomy.transposed()
	}
	m.byProduct = across
	m.productsOf, m.diversity = m.byEconomy.lists()
	m.economiesOf, m.ubiquity = m.byProduct.lists()
	return m
}

// Has tells whether the economy at a position is present in the product at another.
func (m *Presence) Has(economy, product int) bool { return m.byEconomy.has(economy, product) }

// Diversity returns k_c = sum_p M_cp, the number of products of each economy. The
// slice belongs to m.
func (m *Presence) Diversity() []int { return m.diversity }

// Ubiquity returns u_p = sum_c M_cp, the number of economies of each product. The
// slice belongs to m.
func (m *Presence) Ubiquity() []int { return m.ubiquity }

// economyMeans sets dst_c to the mean of x over the products of c.
func (m *Presence) economyMeans(dst, x []float64) []float64 { return meansOver(dst, m.productsOf, x) }

// productMeans sets dst_p to the mean of x over the economies of p.
func (m *Presence) productMeans(dst, x []float64) []float64 { return meansOver(dst, m.economiesOf, x) }

func meansOver(dst []float64, lists [][]int32, x []float64) []float64 {
	for i, list := range lists {
		sum := 0.0
		for _, j := range list {
			sum += x[j]
		}
		dst[i] = sum / float64(len(list))
	}
	return dst
}

// presenceLimit is a threshold: a decimal as a fraction of whole numbers.
type presenceLimit struct{ numerator, denominator uint64 }

func newPresenceLimit(t float64) (presenceLimit, error) {
	if t == 0 {
		t = 1
	}
	if !(t > 0) || math.IsInf(t, 0) {
		return presenceLimit{}, wholeMatrixError("the threshold %v is not above zero", t)
	}
	// The shortest decimal is what the person wrote: 0.1 is one tenth, not the double nearest to it.
	r, ok := new(big.Rat).SetString(strconv.FormatFloat(t, 'g', -1, 64))
	if !ok || !r.Num().IsUint64() || !r.Denom().IsUint64() {
		return presenceLimit{}, wholeMatrixError("the threshold %v has too many digits", t)
	}
	return presenceLimit{r.Num().Uint64(), r.Denom().Uint64()}, nil
}

// reached tells whether value/weight >= t * whole/sum, as
// value * sum * denominator >= weight * whole * numerator.
func (t presenceLimit) reached(value, sum, weight, whole int64) bool {
	left := product192(value, sum, t.denominator)
	right := product192(weight, whole, t.numerator)
	for i := range left {
		if left[i] != right[i] {
			return left[i] > right[i]
		}
	}
	return true
}

// product192 returns a*b*c, the highest word first; a and b are not negative.
func product192(a, b int64, c uint64) [3]uint64 {
	high, low := bits.Mul64(uint64(a), uint64(b))
	carried, lowest := bits.Mul64(low, c)
	highest, middle := bits.Mul64(high, c)
	middle, carry := bits.Add64(middle, carried, 0)
	return [3]uint64{highest + carry, middle, lowest}
}
