package indicator

// Outlook says what the products an economy lacks are worth to it.
type Outlook struct {
	COI    []float64 // complexity outlook index, z score over economies; nil where RawCOI is the same for all
	RawCOI []float64
	COG    []float64 // complexity outlook gain, economy by economy, in standard deviations of raw ECI; 0 where M is 1
	Mean   float64   // of RawCOI
	// Deviation is that of RawCOI over economies, with the ddof that was asked for.
	Deviation float64
}

// Outlook returns, with K the raw PCI and S_q = sum_r phi_qr,
//
//	raw COI_c = sum_p d_cp (1 - M_cp) K_p
//	COG_cp = (1 - M_cp) sum_q (1 - M_cq) K_q phi_qp / S_q / sd(raw ECI)
//
// (Hausmann, Hidalgo et al., 2014, in the form of the Growth Lab's packages, which do not
// subtract d_cp PCI_p from COG). COI is the z score of raw COI over economies with the given ddof. The
// density must be of m. The error is for indices that have no meaning and for a density of another size.
func (m *Presence) Outlook(c *Complexity, d *Density, ddof int) (*Outlook, error) {
	if err := m.checkOutlook(c, d, ddof); err != nil {
		return nil, err
	}
	o := m.outlookOf(c, d, m.byProduct)
	o.Mean, o.Deviation = complexityMoments(o.RawCOI, ddof)
	o.COI = complexityScores(o.RawCOI, ddof)
	return o, nil
}

func (m *Presence) checkOutlook(c *Complexity, d *Density, ddof int) error {
	switch {
	case !c.Defined():
		return errNoComplexity
	case len(c.RawPCI) != m.products || !(c.Deviation > 0):
		return wholeMatrixError("the complexity is of %d products with a deviation of %v, the presence of %d",
			len(c.RawPCI), c.Deviation, m.products)
	case d.economies != m.economies || d.products != m.products:
		return wholeMatrixError("the density is of %d economies and %d products, the presence of %d and %d",
			d.economies, d.products, m.economies, m.products)
	case ddof != 0 && ddof != 1:
		return wholeMatrixError("ddof is %d; it is 0 or 1", ddof)
	}
	return nil
}

// outlookOf computes raw COI and COG for the owners of a density. The sum of COG over
// q that the owner lacks is that over all q less that over those it has.
func (m *Presence) outlookOf(c *Complexity, d *Density, owned bitMatrix) *Outlook {
	worth := make([]float64, m.products)
	for q, k := range c.RawPCI {
		worth[q] = k / d.Total[q]
	}
	all := m.proximityTotals(worth)
	o := &Outlook{RawCOI: make([]float64, d.economies), COG: make([]float64, len(d.Values))}
	m.proximitySums(o.COG, owned, d.economies, worth)
	complexityEach(d.economies, func(e int) {
		gains := o.COG[e*m.products : (e+1)*m.products]
		near := d.Values[e*m.products : (e+1)*m.products]
		for p := range gains {
			if owned.has(p, e) {
				gains[p] = 0
				continue
			}
			gains[p] = (all[p] - gains[p]) / c.Deviation
			o.RawCOI[e] += near[p] * c.RawPCI[p]
		}
	})
	return o
}
