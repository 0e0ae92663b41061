package indicator

import "fmt"

// DependenceYear is a year judged for every importer and product. Importers are the
// actors of the grouping.
type DependenceYear struct {
	Importers, Products int
	WorldHHI            []float64 // of each product; 0 where it is not traded

	supply   []Supply   // of each product and importer
	criteria []Criteria // likewise
}

// JudgeYear measures and judges every importer and product of a year. Importers without
// any imports are not observed. It needs 41 bytes for each importer and product, and
// what EachProduct needs while it works. Errors are those of EachProduct, and
// thresholds that are negative or not numbers.
func JudgeYear(f BilateralFlows, g Grouping, r DependenceRule) (*DependenceYear, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	if g.Products < 0 {
		return nil, fmt.Errorf("%d products", g.Products)
	}
	y := &DependenceYear{Importers: g.Actors(), Products: g.Products, WorldHHI: make([]float64, g.Products)}
	y.supply = make([]Supply, y.Importers*y.Products)
	y.criteria = make([]Criteria, y.Importers*y.Products)
	if err := EachProduct(f, g, func(p *ProductTrade) { y.judge(p, r) }); err != nil {
		return nil, err
	}
	y.forgetUnobserved()
	return y, nil
}

func (y *DependenceYear) judge(p *ProductTrade, r DependenceRule) {
	y.WorldHHI[p.Product], _ = p.WorldHHI()
	first := p.Product * y.Importers
	for m := range y.Importers {
		s := p.Supply(m)
		y.supply[first+m] = s
		y.criteria[first+m] = r.Judge(s, y.WorldHHI[p.Product])
	}
}

// forgetUnobserved takes back what was judged of importers without figures.
func (y *DependenceYear) forgetUnobserved() {
	imports := make([]bool, y.Importers)
	for at, s := range y.supply {
		if s.Imports > 0 {
			imports[at%y.Importers] = true
		}
	}
	for at := range y.criteria {
		if !imports[at%y.Importers] {
			y.criteria[at] = 0
		}
	}
}

// Supply returns what an importer buys of a product.
func (y *DependenceYear) Supply(importer, product int) Supply {
	return y.supply[product*y.Importers+importer]
}

// Criteria returns which conditions hold.
func (y *DependenceYear) Criteria(importer, product int) Criteria {
	return y.criteria[product*y.Importers+importer]
}

// Exposure adds up what an importer buys of all products, and of those on which it is
// said to depend.
func (y *DependenceYear) Exposure(importer int, depends func(product int) bool) Exposure {
	var e Exposure
	for k := range y.Products {
		c, v := y.Criteria(importer, k), y.Supply(importer, k).Imports
		if c&Imported == 0 {
			continue
		}
		e.Products++
		e.Value += v
		if c&BelowFloor != 0 {
			e.DroppedProducts++
			e.DroppedValue += v
		}
		if depends(k) {
			e.DependentProducts++
			e.DependentValue += v
		}
	}
	return e
}
