package indicator

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
)

// PresenceComponent is a part of M that shares no product with the rest: the positions
// of its economies and products, ascending.
type PresenceComponent struct{ Economies, Products []int }

// Components returns the connected parts of M, in the order of their first economy.
// One part is the ordinary case; ECI exists only then.
func (m *Presence) Components() []PresenceComponent {
	var parts []PresenceComponent
	ofEconomy, ofProduct := make([]int, m.economies), make([]int, m.products)
	for e := range m.economies {
		if ofEconomy[e] == 0 {
			parts = append(parts, PresenceComponent{})
			m.mark(e, len(parts), ofEconomy, ofProduct)
		}
		part := &parts[ofEconomy[e]-1]
		part.Economies = append(part.Economies, e)
	}
	for p, part := range ofProduct {
		parts[part-1].Products = append(parts[part-1].Products, p)
	}
	return parts
}

// mark writes the number of a part to all that is connected with an economy.
func (m *Presence) mark(economy, part int, ofEconomy, ofProduct []int) {
	ofEconomy[economy] = part
	for open := []int{economy}; len(open) > 0; {
		e := open[len(open)-1]
		open = open[:len(open)-1]
		for _, p := range m.productsOf[e] {
			if ofProduct[p] != 0 {
				continue
			}
			ofProduct[p] = part
			for _, other := range m.economiesOf[p] {
				if ofEconomy[other] == 0 {
					ofEconomy[other] = part
					open = append(open, int(other))
				}
			}
		}
	}
}

// secondEigenvector sets the second and third eigenvalue and returns the eigenvector
// of the second on the side of economies, up to scale and sign. With rows r_i of the
// smaller side, of n_i entries, and the other side's n_j, it solves
//
//	S_ik = sum_j M_ij M_kj / n_j / sqrt(n_i n_k)
//
// which has the eigenvalues of the matrix that defines PCI; its eigenvector divided
// by sqrt(n_i) is one of the side it is on.
func (c *Complexity) secondEigenvector(m *Presence) ([]float64, error) {
	lists, counts := m.economiesOf, m.diversity
	economySide := m.economies <= m.products
	if !economySide {
		lists, counts = m.productsOf, m.ubiquity
	}
	vector, err := c.solve(sharedEntries(lists, counts), counts)
	if err != nil || economySide {
		return vector, err
	}
	return m.economyMeans(make([]float64, m.economies), vector), nil
}

// sharedEntries returns S; lists holds the members of each column of M on the smaller
// side.
func sharedEntries(lists [][]int32, counts []int) *mat.SymDense {
	n := len(counts)
	sums := make([]float64, n*n)
	for _, members := range lists {
		weight := 1 / float64(len(members))
		for i, a := range members {
			row := sums[int(a)*n : (int(a)+1)*n]
			for _, b := range members[i:] {
				row[b] += weight
			}
		}
	}
	for i := range n {
		for j := i; j < n; j++ {
			sums[i*n+j] /= math.Sqrt(float64(counts[i]) * float64(counts[j]))
		}
	}
	return mat.NewSymDense(n, sums)
}

func (c *Complexity) solve(s *mat.SymDense, counts []int) ([]float64, error) {
	var eigen mat.EigenSym
	if !eigen.Factorize(s, true) {
		return nil, errors.New("the eigenvalues of the matrix were not found")
	}
	values := eigen.Values(nil)
	n := len(values)
	c.Second = max(values[n-2], 0)
	if n > 2 {
		c.Third = max(values[n-3], 0)
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	vector := mat.Col(nil, n-2, &vectors)
	for i := range vector {
		vector[i] /= math.Sqrt(float64(counts[i]))
	}
	return vector, nil
}
