package world

import (
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/trade"
)

// singlePoint is the exporter on which a good hangs in the whole world, if on one.
func (y *dependenceYear) singlePoint(p *indicator.ProductTrade) string {
	if largest := slices.Max(p.Exports); largest < p.World-largest {
		return "" // less than half of the exports: who leads in whom need not be counted
	}
	if s, ok := p.SinglePoint(); ok && s.Failure {
		return y.actors[s.Exporter]
	}
	return ""
}

// hangs tells whether what an importer buys of a good hangs on a single exporter in the
// whole world, other than itself.
func (y *dependenceYear) hangs(m *importerYear, product int) bool {
	return y.single[product] != "" && y.single[product] != m.Code
}

// hanging is what somebody trades in goods that hang on a single point in the whole
// world (METHODS D3): the share of it is a score of an economy weighted by its trade.
type hanging struct {
	products int
	value    int64
}

func hangingOf(y *dependenceYear, m *importerYear) (h hanging) {
	for k, v := range m.imports {
		if v > 0 && y.hangs(m, k) {
			h.products, h.value = h.products+1, h.value+v
		}
	}
	return h
}

// sayNetwork notes what the columns of the network of a good hold.
func (q *dependences) sayNetwork() {
	q.note(q.bySideName(
		trade.Name{
			English: "Of the world's trade in a good: centralisation of exporters (Freeman; 0: all alike, 1: one exports everything), the " +
				"standard deviation of their shares, and clustering (the part of pairs of partners that trade with each other).",
			Russian: "О мировой торговле товаром: централизация экспортёров (Фримен; 0 — все равны, 1 — экспортирует один), стандартное " +
				"отклонение их долей и кластеризация (доля пар партнёров, которые торгуют между собой).",
		},
		trade.Name{
			English: "Of the world's trade in a good: centralisation of importers (Freeman; 0: all alike, 1: one imports everything), the " +
				"standard deviation of their shares, and clustering (the part of pairs of partners that trade with each other).",
			Russian: "О мировой торговле товаром: централизация импортёров (Фримен; 0 — все равны, 1 — импортирует один), стандартное " +
				"отклонение их долей и кластеризация (доля пар партнёров, которые торгуют между собой).",
		}))
}

// saySinglePoints notes what a single point is where no goods are listed.
func (q *dependences) saySinglePoints() {
	q.note(q.bySideName(
		trade.Name{
			English: "On a single point: goods, whether dependent or not, of which another economy has half of world exports and leads in " +
				"half of the importers.",
			Russian: "От единственного: товары (и без зависимости), у которых другая экономика имеет половину мирового экспорта и первенство " +
				"в половине импортёров.",
		},
		trade.Name{
			English: "On a single point: goods, whether dependent or not, of which another economy has half of world imports and leads in " +
				"half of the exporters.",
			Russian: "От единственного: товары (и без зависимости), у которых другая экономика имеет половину мирового импорта и первенство " +
				"в половине экспортёров.",
		}))
}
