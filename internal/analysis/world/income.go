package world

import (
	"maps"
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// The fields that a file of GDP adds, in dollars a head.
var (
	expyField  = analysis.NewField("expy", analysis.Index, "EXPY", "EXPY")
	prodyField = analysis.NewField("prody", analysis.Index, "PRODY", "PRODY")
)

// incomes are what economies have a head, in dollars.
type incomes yearly[float64]

// newIncomes reads the GDP that a person gives; nil without any.
func newIncomes(c analysis.Conventions) (incomes, error) {
	if len(c.GDP) == 0 {
		return nil, nil
	}
	all := yearly[float64]{}
	for _, g := range c.GDP {
		if g.PerHead > 0 {
			all.set(g.Economy, g.Year, g.PerHead)
		}
	}
	if len(all) == 0 {
		return nil, trade.Errorf(trade.Usage, "the file of GDP has no gdp_per_capita, of which PRODY and EXPY are made").At(c.GDPFile.Name, 0).
			WithHint("write a csv with the columns economy, year, gdp_per_capita")
	}
	return incomes(all), nil
}

// levels are the income levels of products and exports in a year.
type levels struct {
	prody []float64 // over the products of the panel
	known []bool    // products that somebody with a known income exports
}

// levels works out PRODY from the economies of a panel whose income is known; nil where
// no incomes are given.
func (q *complexities) levels(p *panel) (*levels, error) {
	if q.incomes == nil {
		return nil, nil
	}
	rich, income := q.withIncome(p)
	if len(income) == 0 {
		return nil, trade.Errorf(trade.NoData, "the file of GDP has none of the economies compared in %d", p.Year).
			WithHint("write a csv with the columns economy, year, gdp_per_capita; economies are codes or names")
	}
	w, err := indicator.NewWorld(len(rich.Economies), len(rich.Products), rich.Thousandths)
	if err != nil {
		return nil, err
	}
	l := &levels{known: everything(len(p.Products))}
	var without []int
	if l.prody, without, err = w.Prody(income); err != nil {
		return nil, err
	}
	for _, k := range without {
		l.known[k] = false
	}
	q.sayLevels(p, rich)
	return l, nil
}

// withIncome keeps the economies of a panel whose income is known, and says whose is of
// another year.
func (q *complexities) withIncome(p *panel) (*panel, []float64) {
	keep, income := make([]bool, len(p.Economies)), []float64(nil)
	other := map[int]int{}
	for i, e := range p.Economies {
		value, year, known := yearly[float64](q.incomes).nearest(e, p.Year)
		if keep[i] = known; !known {
			continue
		}
		income = append(income, value)
		if year != p.Year {
			other[year]++
		}
	}
	for _, year := range slices.Sorted(maps.Keys(other)) {
		q.note(trade.Name{English: "%d: GDP per head is that of %d, the nearest year in the file, for %d economies.",
			Russian: "%d: ВВП на душу взят за %d, ближайший год в файле; экономик: %d."}, p.Year, year, other[year])
	}
	return p.only(keep, everything(len(p.Products))), income
}

func (q *complexities) sayLevels(all, rich *panel) {
	q.note(trade.Name{
		English: "PRODY and EXPY are in US dollars a head of the file given by --gdp: " +
			"the income level of those who export a product, and of what an economy exports.",
		Russian: "PRODY и EXPY — в долларах на душу по файлу --gdp: уровень дохода тех, кто вывозит товар, и уровень дохода корзины экспорта.",
	})
	if len(rich.Economies) == len(all.Economies) {
		return
	}
	lacking := slices.DeleteFunc(slices.Clone(all.Economies), func(e trade.Economy) bool { return slices.Contains(rich.Economies, e) })
	q.note(trade.Name{
		English: "%d: without GDP per head, and so not in PRODY: %s, %s of the exports.",
		Russian: "%d: нет ВВП на душу, в PRODY не входят: %s; это %s экспорта.",
	}, all.Year, fewOf(textsOf(lacking)), q.percent(all.total()-rich.total(), all.total()))
}

// cell is the level of a product of the panel.
func (l *levels) cell(product int) analysis.Cell {
	return indexCell(l.prody[product], l.known[product])
}

// expy is the level of exports over the products of the panel: of those that have a PRODY.
func (l *levels) expy(exports []int64) (analysis.Cell, error) {
	var values []int64
	var prody []float64
	for k, v := range exports {
		if l.known[k] {
			values, prody = append(values, v), append(prody, l.prody[k])
		}
	}
	w, err := indicator.NewWorld(1, len(values), values)
	if err != nil {
		return analysis.Cell{}, err
	}
	expy, without, err := w.Expy(prody)
	if err != nil {
		return analysis.Cell{}, err
	}
	return indexCell(expy[0], len(without) == 0), nil
}

// expyCells is the cell that a file of GDP adds to a row of an economy, none without one.
func (l *levels) expyCells(exports []int64) ([]analysis.Cell, error) {
	if l == nil {
		return nil, nil
	}
	cell, err := l.expy(exports)
	return []analysis.Cell{cell}, err
}
