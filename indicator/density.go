package indicator

// Density says how near each product lies to what an economy already has.
type Density struct {
	Values   []float64 // economy by economy, 0 to 1
	Total    []float64 // sum_q phi_pq of each product, itself included
	Isolated []int     // products without a value, because they are near to no other and self is left out; 0 in Values
	Excluded bool      // the product itself was left out of both sums

	economies, products int
}

// Density returns
//
//	d_cp = sum_q M_cq phi_pq / sum_q phi_pq
//
// (Hidalgo, Klinger, Barabasi and Hausmann, 2007), phi the symmetric proximity. Both sums include q = p, as
// the packages in use do; with excludeSelf neither does. phi is not built: the products of an
// economy c that are no more ubiquitous than p count 1/u_p for every economy they
// share with p, the others 1/u_q, so sums over pairs of economies are enough.
func (m *Presence) Density(excludeSelf bool) *Density {
	d := m.densityOf(m.byProduct, m.economies)
	if excludeSelf {
		d.leaveOut(m.byProduct)
	}
	return d
}

// Distance returns 1 - density, economy by economy; it has no meaning for the
// products listed as isolated.
func (d *Density) Distance() []float64 {
	far := make([]float64, len(d.Values))
	for i, near := range d.Values {
		far[i] = 1 - near
	}
	return far
}

// densityOf returns the density of owners of products: the economies of m, or
// others, such as regions. owned has a row for each product of m.
func (m *Presence) densityOf(owned bitMatrix, owners int) *Density {
	d := &Density{
		Values: make([]float64, owners*m.products), Total: m.proximityTotals(nil),
		economies: owners, products: m.products,
	}
	m.proximitySums(d.Values, owned, owners, nil)
	for c := range owners {
		row := d.Values[c*m.products : (c+1)*m.products]
		for p := range row {
			row[p] /= d.Total[p]
		}
	}
	return d
}

// leaveOut takes phi_pp = 1 out of both sums.
func (d *Density) leaveOut(owned bitMatrix) {
	d.Excluded = true
	for p, total := range d.Total {
		if total <= 1 {
			d.Isolated = append(d.Isolated, p)
		}
		for c := range d.economies {
			at := &d.Values[c*d.products+p]
			if total <= 1 {
				*at = 0
				continue
			}
			sum := *at * total
			if owned.has(p, c) {
				sum--
			}
			*at = min(max(sum/(total-1), 0), 1)
		}
	}
}
