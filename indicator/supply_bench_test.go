package indicator_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/oborot/oborot/indicator"
)

// supplyWorld has the size of a year of the world in six digits of the Harmonised
// System: 226 economies, 5,018 products and 11 million flows, sorted by exporter,
// importer and product. Each product has one large exporter.
var supplyWorld = sync.OnceValue(func() indicator.BilateralFlows {
	const economies, products, rows = 226, 5018, 11_000_000
	random := rand.New(rand.NewPCG(4, 226))
	var f indicator.BilateralFlows
	for x := range uint16(economies) {
		for m := range uint16(economies) {
			density := 4.2 * rows / (economies * economies * products) * random.Float64() * random.Float64()
			for k := uint16(0); k < products && x != m; k++ {
				if random.Float64() < density {
					value := 1 + int64(random.ExpFloat64()*100_000_000)
					if x == k%economies {
						value *= 200
					}
					f = withFlow(f, x, m, k, value)
				}
			}
		}
	}
	return f
})

func withFlow(f indicator.BilateralFlows, exporter, importer, product uint16, value int64) indicator.BilateralFlows {
	f.Exporter, f.Importer = append(f.Exporter, exporter), append(f.Importer, importer)
	f.Product, f.Value = append(f.Product, product), append(f.Value, value)
	return f
}

// shuffledFlows returns flows in no order.
func shuffledFlows(f indicator.BilateralFlows) indicator.BilateralFlows {
	var mixed indicator.BilateralFlows
	for _, row := range rand.New(rand.NewPCG(7, 7)).Perm(len(f.Value)) {
		mixed = withFlow(mixed, f.Exporter[row], f.Importer[row], f.Product[row], f.Value[row])
	}
	return mixed
}

// BenchmarkJudgeYear judges every importer and product of a year.
func BenchmarkJudgeYear(b *testing.B) {
	bloc := make([]uint16, 226)
	for i := range bloc {
		bloc[i] = uint16(max(0, i-26))
	}
	sorted := supplyWorld()
	mixed := shuffledFlows(sorted)
	for _, c := range []struct {
		name  string
		flows indicator.BilateralFlows
		actor []uint16
	}{{"sorted", sorted, nil}, {"sorted with a bloc", sorted, bloc}, {"in no order", mixed, nil}} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/%d workers", c.name, workers), func(b *testing.B) {
				g := indicator.Grouping{Economies: 226, Products: 5018, Actor: c.actor, Workers: workers}
				b.ReportAllocs()
				for b.Loop() {
					if _, err := indicator.JudgeYear(c.flows, g, indicator.GeoDepRule()); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(len(c.flows.Value)), "flows")
			})
		}
	}
}

// BenchmarkJudgeYearByMaps does as little as the conditions need, in the obvious way:
// maps of pairs of an economy and a product, and squares of doubles.
func BenchmarkJudgeYearByMaps(b *testing.B) {
	f := supplyWorld()
	b.ReportAllocs()
	for b.Loop() {
		held := 0
		imports, exports, squares := map[[2]uint16]int64{}, map[[2]uint16]int64{}, map[[2]uint16]float64{}
		world, worldSquares := map[uint16]float64{}, map[uint16]float64{}
		for row, v := range f.Value {
			importer := [2]uint16{f.Importer[row], f.Product[row]}
			imports[importer] += v
			squares[importer] += float64(v) * float64(v)
			exports[[2]uint16{f.Exporter[row], f.Product[row]}] += v
		}
		for key, v := range exports {
			world[key[1]] += float64(v)
			worldSquares[key[1]] += float64(v) * float64(v)
		}
		for key, v := range imports {
			total := float64(v)
			if squares[key]/(total*total) > .4 && worldSquares[key[1]]/(world[key[1]]*world[key[1]]) > .4 && v > exports[key] {
				held++
			}
		}
		b.ReportMetric(float64(held), "held")
	}
}
