package indicator

// WorldScale is what regions are measured against: a world, its presence, and, for
// ECI, COI and COG, its complexity and outlook. The latter two may be nil.
type WorldScale struct {
	World      *World
	Presence   *Presence
	Complexity *Complexity
	Outlook    *Outlook
	Threshold  float64 // of RCA; 0 stands for 1
}

// Projection holds the indices of regions in the scale of the world: region by
// region, over the products of the world's Presence.
type Projection struct {
	RCA          []float64 // against the totals of the world
	Density      []float64 // 0 to 1, by the proximity of the world
	COG          []float64 // nil without an outlook
	RawCOI       []float64 // one of each region; nil without an outlook
	Diversity    []int     // products in which a region is present
	OutsideShare []float64 // of a region's exports in products that the world's Presence lacks

	products int
	present  bitMatrix // a row for each product
	scale    WorldScale
	rawECI   []float64
}

// Project measures sub-national economies by their own exports, thousandths, region
// by region over the products of the world. A region's advantage is
//
//	RCA_rp = (x_rp / x_r) / (X_p / X)
//
// with the totals of the world, its country included; the exports of the country
// are not reduced by those of the region. Regions do not enter ubiquity, proximity or PCI: so the density
//
//	d_rp = sum_q M_rq phi_pq / sum_q phi_pq
//
// is at most 1, ECI is the mean PCI of the products in which the region is present,
// and COI and COG are those of an economy of the world with the same M. The error names
// a region (as economy) and product with a negative value, or says which sizes differ.
func (s WorldScale) Project(regions int, thousandths []int64) (*Projection, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	own, err := NewWorld(regions, s.World.products, thousandths)
	if err != nil {
		return nil, err
	}
	limit, err := newPresenceLimit(s.Threshold)
	if err != nil {
		return nil, err
	}
	j := &Projection{
		scale: s, products: s.Presence.products,
		RCA:       make([]float64, regions*s.Presence.products),
		Diversity: make([]int, regions), OutsideShare: make([]float64, regions),
		present: newBitMatrix(s.Presence.products, regions),
	}
	for r := range regions {
		j.advantages(own, r, limit)
	}
	j.measure(regions)
	return j, nil
}

func (s WorldScale) check() error {
	if s.World == nil || s.Presence == nil {
		return wholeMatrixError("there is no world or no presence to project on")
	}
	if err := s.World.holds(s.Presence); err != nil {
		return err
	}
	if s.Complexity != nil && s.Complexity.Defined() && len(s.Complexity.RawPCI) != s.Presence.products {
		return wholeMatrixError("the complexity is of %d products, the presence of %d", len(s.Complexity.RawPCI), s.Presence.products)
	}
	return nil
}

// advantages fills RCA and presence of a region.
func (j *Projection) advantages(own *World, region int, limit presenceLimit) {
	world, whole := j.scale.World, own.byEconomy[region]
	exports, inside := own.row(region), int64(0)
	for p, product := range j.scale.Presence.Products {
		value := exports[product]
		inside += value
		j.RCA[region*j.products+p], _ = world.share(value, whole, product)
		if value > 0 && limit.reached(value, world.total, whole, world.byProduct[product]) {
			j.present.set(p, region)
			j.Diversity[region]++
		}
	}
	if whole > 0 {
		j.OutsideShare[region] = float64(whole-inside) / float64(whole)
	}
}

func (j *Projection) measure(regions int) {
	m, c := j.scale.Presence, j.scale.Complexity
	d := m.densityOf(j.present, regions)
	j.Density = d.Values
	if c == nil || !c.Defined() {
		return
	}
	j.rawECI = make([]float64, regions)
	for p, k := range c.RawPCI {
		for r := range regions {
			if j.present.has(p, r) {
				j.rawECI[r] += k / float64(j.Diversity[r])
			}
		}
	}
	if j.scale.Outlook != nil {
		o := m.outlookOf(c, d, j.present)
		j.COG, j.RawCOI = o.COG, o.RawCOI
	}
}

// Has tells whether a region is present in the product at a position.
func (j *Projection) Has(region, product int) bool { return j.present.has(product, region) }

// ECI returns the mean PCI of the products in which a region is present, in the scale
// of the world. It has no value where there is none, or where the world has no ECI.
func (j *Projection) ECI(region int) (eci float64, ok bool) {
	if j.rawECI == nil || j.Diversity[region] == 0 {
		return 0, false
	}
	return quotient(j.rawECI[region]-j.scale.Complexity.Mean, j.scale.Complexity.Deviation)
}

// COI returns the complexity outlook index of a region, in standard deviations of the
// economies of the world from their mean. It has no value without an outlook.
func (j *Projection) COI(region int) (coi float64, ok bool) {
	if j.RawCOI == nil || j.scale.Outlook.COI == nil {
		return 0, false
	}
	return quotient(j.RawCOI[region]-j.scale.Outlook.Mean, j.scale.Outlook.Deviation)
}
