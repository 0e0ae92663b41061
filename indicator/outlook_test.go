package indicator_test

import (
	"testing"

	"github.com/oborot/oborot/indicator"
)

func outlookOf(t testing.TB, m *indicator.Presence, c *indicator.Complexity) *indicator.Outlook {
	t.Helper()
	o, err := m.Outlook(c, m.Density(false), 0)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestOutlookOfVector(t *testing.T) {
	t.Parallel()
	m := presenceOf(t, toyM...)
	c := complexityOf(t, m, indicator.ComplexityOptions{})
	o := outlookOf(t, m, c)
	nearAll(t, "raw COI", o.RawCOI, []float64{.346580, -.276627, .093869, .035913}, printed)
	nearAll(t, "COI", o.COI, []float64{1.337494, -1.472370, .198092, -.063217}, printed)
	nearAll(t, "COG", o.COG, []float64{
		0, 0, 0, 0, 2.131845, 0, 0, -1.115791, -1.039030, 0,
		0, 1.126387, 0, -.450902, 2.322456, 0, .728870, -.925180, -.848419, 2.322456,
	}, printed)
}

// TestOutlookWithNormalisedPCI puts normalised PCI in the place of the raw one, which is
// another index.
func TestOutlookWithNormalisedPCI(t *testing.T) {
	t.Parallel()
	m := presenceOf(t, toyM...)
	c := complexityOf(t, m, indicator.ComplexityOptions{})
	c.RawPCI = c.PCI
	nearAll(t, "COI", outlookOf(t, m, c).COI, []float64{1.331831, -1.475855, .209321, -.065297}, printed)
}

// TestOutlookEqualsTheNaiveOne computes COI and COG by their definitions.
func TestOutlookEqualsTheNaiveOne(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{9, 30}, {30, 70}} {
		w, _ := randomWorld(t, size[0], size[1], 9)
		m := presenceIn(t, w)
		c := complexityOf(t, m, indicator.ComplexityOptions{})
		d := m.Density(false)
		o := outlookOf(t, m, c)
		n := len(m.Products)
		phi := indicator.ProximityMatrix[float64](m, indicator.ProximitySymmetric)
		for e := range m.Economies {
			coi := 0.0
			for p := range n {
				gain := 0.0
				for q := range n {
					if !m.Has(e, q) && !m.Has(e, p) {
						gain += c.RawPCI[q] * phi[q*n+p] / d.Total[q] / c.Deviation
					}
				}
				near(t, "COG", o.COG[e*n+p], gain, 1e-12)
				if !m.Has(e, p) {
					coi += d.Values[e*n+p] * c.RawPCI[p]
				}
			}
			near(t, "COI", o.RawCOI[e], coi, 1e-13)
		}
	}
}

func TestOutlookRefuses(t *testing.T) {
	t.Parallel()
	m, other := presenceOf(t, toyM...), presenceOf(t, "1110", "1100", "0101")
	c, d := complexityOf(t, m, indicator.ComplexityOptions{}), m.Density(false)
	if _, err := m.Outlook(complexityOf(t, other, indicator.ComplexityOptions{}), d, 0); err == nil {
		t.Error("the complexity of another matrix is taken")
	}
	if _, err := m.Outlook(c, other.Density(false), 0); err == nil {
		t.Error("the density of another matrix is taken")
	}
	if _, err := m.Outlook(c, d, 3); err == nil {
		t.Error("ddof 3 is taken")
	}
	c.Deviation = 0
	if _, err := m.Outlook(c, d, 0); err == nil {
		t.Error("a deviation of 0 is taken")
	}
}
