package world

import (
	"slices"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

func (s *special) earlier() *earlier {
	if s.before == nil {
		return nil
	}
	e := &earlier{products: slices.Clone(s.last.products), nomenclature: s.b.nomenclatureIn(s.first.year),
		totals: s.first.exportSums(s.before)}
	for _, code := range s.first.products {
		if _, found := slices.BinarySearch(s.last.products, code); !found {
			e.products = append(e.products, code)
		}
	}
	e.exports, e.world = make([]int64, len(e.products)), make([]int64, len(e.products))
	for k, code := range e.products {
		if i, found := slices.BinarySearch(s.first.products, code); found {
			e.exports[k], e.world[k] = s.before.exports[i], s.first.worldExports[i]
		}
	}
	return e
}

// ceased lists the products from a place on that were sold in the first year.
func (e *earlier) ceased(from int) []int {
	var listed []int
	for k := from; e != nil && k < len(e.products); k++ {
		if e.exports[k] > 0 {
			listed = append(listed, k)
		}
	}
	return listed
}

// ceasedRow is a product that A sold in the first year and nobody trades in the last.
func (s *special) ceasedRow(k int, earlier *earlier) []analysis.Cell {
	code, share := earlier.products[k], shareCell(0, s.totals.own)
	imports := analysis.Cell{Amount: trade.Absent(trade.Missing)}
	if s.now.imports != nil {
		imports = moneyCell(0)
	}
	cells := []analysis.Cell{
		countCell(s.last.year), textCell(string(code)), textCell(s.b.goodsIn(code, earlier.nomenclature)), moneyCell(0), share, shareCell(0, 0),
	}
	cells = append(cells, slices.Repeat([]analysis.Cell{notApplicable}, 8)...) // RCA to RC
	cells = append(cells, indexCell(0, s.hasLafay), imports, notApplicable)
	cells = append(cells, s.contributionCells()...)
	return append(cells, earlier.cells(s, k, share)...)
}
