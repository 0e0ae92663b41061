package main

import (
	"fmt"
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
	fmt.Printf("  %-58s %9.1f ms\n", "the naive way: dense matrices, ECI given", milliseconds(time.Since(begin)))
	return nil
}
