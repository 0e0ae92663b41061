package main

import (
	"fmt"
	"math"
	"time"

	"github.com/oborot/oborot/indicator"
	"gonum.org/v1/gonum/mat"
)

// naive measures the same indices by their definitions as products of dense matrices,
// the way of packages that build the matrix of proximity first.
func (m *matrix) naive(p *indicator.Presence) error {
	c, err := p.Complexity(indicator.ComplexityOptions{})
	if err != nil {
		return err
	}
	economies, products := len(p.Economies), len(p.Products)
	begin := time.Now()
	present := mat.NewDense(economies, products, nil)
	for e := range economies {
		for k := range products {
			if p.Has(e, k) {
				present.Set(e, k, 1)
			}
		}
	}
	phi := mat.NewDense(products, products, nil)
	phi.Mul(present.T(), present)
	ubiquity := p.Ubiquity()
	total := make([]float64, products)
	for a := range products {
		line := phi.RawRowView(a)
		for b := range line {
			line[b] /= float64(max(ubiquity[a], ubiquity[b]))
			total[a] += line[b]
		}
	}
	density := mat.NewDense(economies, products, nil)
	density.Mul(present, phi)
	worth := mat.NewDense(economies, products, nil)
	for e := range economies {
		for k := range products {
			density.Set(e, k, density.At(e, k)/total[k])
			worth.Set(e, k, (1-present.At(e, k))*c.RawPCI[k]/total[k])
		}
	}
	gain := mat.NewDense(economies, products, nil)
	gain.Mul(worth, phi)
	took := time.Since(begin)
	for e := range economies {
		for k := range products {
			gain.Set(e, k, (1-present.At(e, k))*gain.At(e, k)/c.Deviation)
		}
	}
	if err := sameIndices(p, c, density.RawMatrix().Data, gain.RawMatrix().Data); err != nil {
		return err
	}
	fmt.Printf("  %-58s %9.1f ms; the same density and COG\n", "the naive way: dense matrices, ECI given", milliseconds(took))
	return nil
}

// sameIndices fails where density or COG are not those of the fast way: a comparison of
// speed says nothing where the results differ.
func sameIndices(p *indicator.Presence, c *indicator.Complexity, density, gain []float64) error {
	const tolerance = 1e-9
	fast := p.Density(false)
	o, err := p.Outlook(c, fast, 0)
	if err != nil {
		return err
	}
	for _, index := range []struct {
		name        string
		naive, fast []float64
	}{{"density", density, fast.Values}, {"COG", gain, o.COG}} {
		if len(index.naive) != len(index.fast) {
			return fmt.Errorf("%s: the naive way has %d values, oborot %d", index.name, len(index.naive), len(index.fast))
		}
		for i, want := range index.naive {
			if !(math.Abs(index.fast[i]-want) <= tolerance*(1+math.Abs(want))) {
				return fmt.Errorf("%s: value %d is %v in the naive way, %v in oborot's", index.name, i, want, index.fast[i])
			}
		}
	}
	return nil
}
