package world

import (
	"cmp"
	"slices"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// opportunityFields are those of the products of an economy.
func (q *complexities) opportunityFields() []analysis.Field {
	fields := []analysis.Field{
		yearField, productField, productNameField, exportsField,
		analysis.NewField("rca", analysis.Index, "RCA", "RCA"),
		analysis.NewField("mcp", analysis.Count, "M", "M"),
		analysis.NewField("density", analysis.Index, "Density", "Плотность"),
		analysis.NewField("distance", analysis.Index, "Distance", "Расстояние"),
		analysis.NewField("pci", analysis.Index, "PCI", "PCI"),
		analysis.NewField("cog", analysis.Index, "COG", "COG"),
		analysis.NewField("opportunity", analysis.Index, "Opportunity", "Возможность"),
	}
	if q.incomes != nil {
		fields = append(fields, prodyField)
	}
	return fields
}

// sayOrder notes what the order of products means.
func (q *complexities) sayOrder() {
	q.note(trade.Name{
		English: "Products without an advantage (M 0) come first, the best opportunities on top: " +
			"opportunity is the mean of a product's standing, 0 to 1, among them by density, PCI and COG. " +
			"Then those with one (M 1), the largest first.",
		Russian: "Сначала товары без преимущества (M 0), лучшие возможности сверху: " +
			"возможность — среднее положение товара среди них, от 0 до 1, по плотности, PCI и COG. " +
			"Затем товары с преимуществом (M 1), крупнейшие сверху.",
	})
}

// opportunities makes the rows of products.
func (q *complexities) opportunities(s *standing) ([][]analysis.Cell, error) {
	if err := q.sayEXPY(s); err != nil {
		return nil, err
	}
	merit := s.merits()
	var rows [][]analysis.Cell
	for _, k := range q.inOrder(s, merit) {
		row := q.opportunity(s, k, merit)
		if s.income != nil {
			row = append(row, s.income.cell(s.world.m.Products[k]))
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// sayEXPY notes the income level of the exports, where it is known.
func (q *complexities) sayEXPY(s *standing) error {
	if s.income == nil {
		return nil
	}
	expy, err := s.income.expy(s.exports)
	if err == nil && expy.Ratio.HasNumber() {
		q.note(trade.Name{English: "%d: EXPY of %s is %s US dollars a head.", Russian: "%d: EXPY (%s) — %s долл. США на душу."},
			s.panel.Year, q.sideName(q.args.A), q.decimal(expy.Ratio.Number))
	}
	return err
}

// inOrder lists products as they are shown, --top of them.
func (q *complexities) inOrder(s *standing, merit []float64) []int {
	order := make([]int, len(s.world.m.Products))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if s.has(a) != s.has(b) {
			return oneIf(s.has(a)) - oneIf(s.has(b))
		}
		if s.has(a) || merit == nil {
			return cmp.Compare(s.worth(b), s.worth(a))
		}
		return cmp.Compare(merit[b], merit[a])
	})
	if top := q.args.Top; top > 0 {
		order = order[:min(top, len(order))]
	}
	return order
}

// opportunity is the row of a product.
func (q *complexities) opportunity(s *standing, k int, merit []float64) []analysis.Cell {
	x := s.world
	code := s.panel.Products[x.m.Products[k]]
	return []analysis.Cell{
		countCell(s.panel.Year), textCell(string(code)), textCell(q.goods(code)), moneyCell(s.worth(k)),
		indexCell(s.rca[k], true), countCell(oneIf(s.has(k))), indexCell(s.density[k], true), indexCell(1-s.density[k], true),
		x.cell(x.pci, k), x.cell(s.cog, k), s.meritCell(merit, k),
	}
}

// worth is the exports of the product at a position.
func (s *standing) worth(k int) int64 { return s.exports[s.world.m.Products[k]] }

func (s *standing) meritCell(merit []float64, k int) analysis.Cell {
	switch {
	case merit == nil:
		return statusCell(s.world.why(nil))
	case s.has(k):
		return statusCell(trade.Undefined)
	}
	return indexCell(merit[k], true)
}

// merits is the mean standing of each absent product, 0 to 1, by density, PCI and COG;
// nil where the world has no PCI.
func (s *standing) merits() []float64 {
	if s.world.pci == nil || s.cog == nil {
		return nil
	}
	var absent []int
	for k := range s.world.pci {
		if !s.has(k) {
			absent = append(absent, k)
		}
	}
	merit := make([]float64, len(s.world.pci))
	for _, values := range [][]float64{s.density, s.world.pci, s.cog} {
		for i, standing := range standings(values, absent) {
			merit[absent[i]] += standing / 3
		}
	}
	return merit
}

// standings places the values of some products between the lowest, 0, and the highest,
// 1, by their order; equal values share the mean of theirs.
func standings(values []float64, of []int) []float64 {
	order := make([]int, len(of))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[of[a]], values[of[b]]) })
	places := make([]float64, len(of))
	for from := 0; from < len(order); {
		to := from
		for to < len(order) && values[of[order[to]]] == values[of[order[from]]] {
			to++
		}
		for _, i := range order[from:to] {
			places[i] = float64(from+to-1) / 2 / float64(max(1, len(order)-1))
		}
		from = to
	}
	return places
}

// sayPlace notes where the economy stands.
func (q *complexities) sayPlace(s *standing) error {
	rank, err := s.place()
	if err != nil {
		return err
	}
	if rank == 0 {
		q.note(trade.Name{English: "%d: %s has an advantage in %d of %d products; it has no place.",
			Russian: "%d: %s имеет преимущество в %d товарах из %d; места нет."}, s.panel.Year, q.sideName(q.args.A), s.diversity,
			len(s.world.m.Products))
		return nil
	}
	words := trade.Name{English: "%d: place %s of %d economies; advantage in %d of %d products; ECI %s, COI %s, fitness %s.",
		Russian: "%d: место %s из %d экономик; преимущество в %d товарах из %d; ECI %s, COI %s, фитнес %s."}
	if s.at < 0 {
		words = trade.Name{English: "%d: would take place %s among %d economies; advantage in %d of %d products; ECI %s, COI %s, fitness %s.",
			Russian: "%d: занял бы место %s среди %d экономик; преимущество в %d товарах из %d; ECI %s, COI %s, фитнес %s."}
	}
	q.note(words, s.panel.Year, q.plain(rank), len(s.world.m.Economies), s.diversity, len(s.world.m.Products),
		q.ratioText(s.eci), q.ratioText(s.coi), q.ratioText(s.fit))
	return nil
}
