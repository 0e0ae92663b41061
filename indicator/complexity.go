package indicator

import (
	"errors"
	"fmt"
	"math"
)

// ComplexityStatus says whether the complexity indices of a matrix have a meaning.
// The empty status is the ordinary case.
type ComplexityStatus string

// The statuses of complexity. Indices exist with ComplexityDefined and
// ComplexityUnsigned only.
const (
	ComplexityDefined      ComplexityStatus = ""               // an ordinary result
	ComplexityUnsigned     ComplexityStatus = "sign uncertain" // |corr(diversity, ECI)| < 0.05: high and low may be exchanged
	ComplexityDegenerate   ComplexityStatus = "degenerate"     // the second and third eigenvalue are one: no ranking is better than another
	ComplexityDisconnected ComplexityStatus = "disconnected"   // M falls into parts that share no product
	ComplexityTooFew       ComplexityStatus = "too few"        // fewer than two economies or two products have an entry
)

// ComplexityOptions chooses among the conventions in use. The zero value is the
// convention of the Growth Lab.
type ComplexityOptions struct {
	DDof   int  // of the standard deviation: 0 population (Growth Lab), 1 sample (R economiccomplexity)
	OwnPCI bool // normalise PCI by its own mean and deviation instead of those of ECI; ECI is then no mean of PCI
}

// Complexity holds the economic complexity index (ECI) of economies and the product
// complexity index (PCI) of products, in the order of the Presence they come from.
type Complexity struct {
	Status          ComplexityStatus
	ECI, PCI        []float64 // normalised; nil where the status has none
	RawECI, RawPCI  []float64 // the eigenvector with its sign, |RawPCI| = 1; RawECI is the mean RawPCI of own products
	Mean, Deviation float64   // of RawECI over economies
	SignCorrelation float64   // corr(diversity, RawECI), at least 0
	Second, Third   float64   // eigenvalues; the largest is 1
	Components      []PresenceComponent
}

// Defined tells whether there are indices.
func (c *Complexity) Defined() bool {
	return c.Status == ComplexityDefined || c.Status == ComplexityUnsigned
}

const (
	sameEigenvalue = 1e-9
	weakSign       = 0.05
)

// Complexity computes ECI and PCI (Hidalgo and Hausmann, 2009; Hausmann, Hidalgo et
// al., 2014). K, the raw PCI, is the eigenvector for the second largest eigenvalue of
//
//	sum_c M_cp M_cp' / (k_c u_p)
//
// and raw ECI_c the mean of K over the products of c. The sign makes the correlation of raw ECI
// with diversity positive. With m and s the mean and standard deviation of raw ECI
// over economies, ECI = (raw ECI - m)/s and PCI = (K - m)/s, so ECI stays the mean PCI
// of own products. Both are without unit and depend on the sample of economies.
//
// The eigenvector comes from the symmetric problem on the smaller side. A status
// tells where the indices have no meaning; the error is for a wrong option only.
func (m *Presence) Complexity(o ComplexityOptions) (*Complexity, error) {
	if o.DDof != 0 && o.DDof != 1 {
		return nil, fmt.Errorf("ddof is %d; it is 0 or 1", o.DDof)
	}
	c := &Complexity{Components: m.Components()}
	switch {
	case m.economies < 2 || m.products < 2:
		c.Status = ComplexityTooFew
		return c, nil
	case len(c.Components) > 1:
		c.Status, c.Second = ComplexityDisconnected, 1
		return c, nil
	}
	economySide, err := c.secondEigenvector(m)
	if err != nil {
		return nil, err
	}
	if c.Second-c.Third < sameEigenvalue {
		c.Status = ComplexityDegenerate
		return c, nil
	}
	c.scaleRaw(m, economySide)
	c.normalise(o)
	return c, nil
}

// scaleRaw turns an eigenvector of the economy side into raw PCI of length 1 and raw
// ECI, and fixes their sign.
func (c *Complexity) scaleRaw(m *Presence, economySide []float64) {
	c.RawPCI = m.productMeans(make([]float64, m.products), economySide)
	length := 0.0
	for _, k := range c.RawPCI {
		length += k * k
	}
	complexityScale(c.RawPCI, 1/math.Sqrt(length))
	c.RawECI = m.economyMeans(make([]float64, m.economies), c.RawPCI)
	correlation, _ := complexityCorrelation(complexityFloats(m.diversity), c.RawECI)
	if correlation < 0 {
		complexityScale(c.RawPCI, -1)
		complexityScale(c.RawECI, -1)
	}
	if c.SignCorrelation = math.Abs(correlation); c.SignCorrelation < weakSign {
		c.Status = ComplexityUnsigned
	}
}

func (c *Complexity) normalise(o ComplexityOptions) {
	c.Mean, c.Deviation = complexityMoments(c.RawECI, o.DDof)
	c.ECI = complexityStandard(c.RawECI, c.Mean, c.Deviation)
	if !o.OwnPCI {
		c.PCI = complexityStandard(c.RawPCI, c.Mean, c.Deviation)
		return
	}
	mean, deviation := complexityMoments(c.RawPCI, o.DDof)
	c.PCI = complexityStandard(c.RawPCI, mean, deviation)
}

var errNoComplexity = errors.New("the complexity has no indices; see its status")
