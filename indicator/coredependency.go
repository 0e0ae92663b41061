package indicator

// CoreDependency holds the three core dependency indicators of the European Commission
// (SWD(2021)352) for a bloc and a product, and which of them are above their
// thresholds.
type CoreDependency struct {
	Sources     float64 // CDI1: HHI of imports from outside over suppliers; 0 without imports
	Outside     float64 // CDI2: imports from outside over all imports, those among members included; 0 without imports
	OverExports float64 // CDI3: imports from outside over exports; 0 where NoExports
	NoExports   bool    // nothing is exported: any imports from outside exceed it
	// Concentrated, MostlyOutside and Exceeding: the indicators are above 0.4, 0.5 and 1.
	Concentrated, MostlyOutside, Exceeding bool
}

// Dependent tells whether all three are above their thresholds.
func (c CoreDependency) Dependent() bool { return c.Concentrated && c.MostlyOutside && c.Exceeding }

// The thresholds of the Commission; a value must be above them.
const (
	coreSources     = 0.4
	coreOutside     = 0.5
	coreOverExports = 1
)

// CoreDependency measures a bloc: an actor with more than one member. Exports are those
// to the outside; with internalExports those among members count as exports too, which
// is the other reading of the Commission's text. For a single economy nothing is
// internal, and the second indicator is 1.
func (p *ProductTrade) CoreDependency(bloc int, internalExports bool) CoreDependency {
	s := p.Supply(bloc)
	if internalExports {
		s.Exports += p.Internal[bloc]
	}
	return CoreDependencyOf(s, p.Internal[bloc])
}

// CoreDependencyOf measures a supply, of which the imports among members are no part.
// For those who have figures of their own, such as a region, none are internal.
func CoreDependencyOf(s Supply, internal int64) CoreDependency {
	c := CoreDependency{Sources: s.HHI, NoExports: s.Exports == 0}
	c.Outside, _ = quotient(float64(s.Imports), float64(s.Imports)+float64(internal))
	c.OverExports, _ = s.OverExports()
	c.Concentrated = c.Sources > coreSources
	c.MostlyOutside = c.Outside > coreOutside
	c.Exceeding = c.OverExports > coreOverExports || c.NoExports && s.Imports > 0
	return c
}

// Imbalance holds the three conditions of the MERICS Trade Dependency Database for an
// importer, a partner and a product.
type Imbalance struct {
	OverExports bool // imports are above twice the exports
	FromPartner bool // at least 30% of imports come from the partner
	FewOthers   bool // few others export the product
	Others      int  // exporters other than importer and partner with 1% of world exports or more
}

// Dependent tells whether the three conditions hold.
func (i Imbalance) Dependent() bool { return i.OverExports && i.FromPartner && i.FewOthers }

// The thresholds of MERICS (2024): above the first, at or above the second.
const (
	imbalanceOverExports = 2
	imbalanceFromPartner = 0.3
)

// Imbalance judges what an importer buys from a partner. How few other exporters are
// few is for the caller to say: at most so many.
func (p *ProductTrade) Imbalance(importer, partner, few int) Imbalance {
	return p.ImbalanceOf(p.Supply(importer), p.From(importer, partner), few, importer, partner)
}

// ImbalanceOf judges a supply, of which so much is from the partner, against the world's
// exporters. Not counted among the others are those given: partner and importer, as far
// as they are actors of the world; a number below zero is nobody.
func (p *ProductTrade) ImbalanceOf(s Supply, fromPartner int64, few int, without ...int) Imbalance {
	i := Imbalance{Others: p.sizableExporters(without...)}
	ratio, ok := s.OverExports()
	share, _ := quotient(float64(fromPartner), float64(s.Imports))
	i.OverExports = ratio > imbalanceOverExports || !ok && s.Imports > 0
	i.FromPartner = share >= imbalanceFromPartner
	i.FewOthers = i.Others <= few
	return i
}
