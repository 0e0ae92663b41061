package world

import (
	"fmt"
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

var contributionField = analysis.NewField("balance_contribution", analysis.Index, "Contribution to balance, ‰ of GDP",
	"Вклад в сальдо, ‰ ВВП")

// hasGDP tells whether a person gives GDP, for which an answer has a column more.
func (b *basis) hasGDP() bool { return len(b.args.Conventions.GDP) > 0 }

// contributions works out CEPII's contribution of each product to the trade balance.
func (s *special) contributions(both *indicator.TwoWayTrade) error {
	b := s.b
	if !b.hasGDP() {
		return nil
	}
	nameFile(b.arguments, "gdp", b.args.Conventions.GDPFile)
	whole := yearly[int64]{}
	for _, g := range b.args.Conventions.GDP {
		if g.Thousandths > 0 {
			whole.set(g.Economy, g.Year, g.Thousandths)
		}
	}
	if len(whole) == 0 {
		return trade.Errorf(trade.Usage, "the file of GDP has no gdp, of which the contribution to the trade balance is made").
			At(b.args.Conventions.GDPFile.Name, 0).WithHint("write a csv with the columns economy, year, gdp, in US dollars")
	}
	product, known := s.product(whole)
	if !known {
		return nil
	}
	s.contribution, _ = both.BalanceContribution(product)
	b.note(trade.Name{
		English: "The contribution to the trade balance (CEPII) is in thousandths of GDP and adds to 0 over all products; " +
			"its signs are those of Lafay's index.",
		Russian: "Вклад в сальдо торговли (CEPII) — в тысячных долях ВВП, в сумме по всем товарам 0; знаки — как у индекса Лафея.",
	})
	return nil
}

// product is the GDP of A, of the members of a group together; not known where that of
// one is not.
func (s *special) product(whole yearly[int64]) (product int64, known bool) {
	var lacking, other []string
	for _, e := range s.b.args.A.Members {
		value, year, known := whole.nearest(e, s.last.year)
		switch {
		case !known:
			lacking = append(lacking, string(e))
		case year != s.last.year:
			other = append(other, fmt.Sprintf("%s %d", e, year))
		}
		product += value
	}
	if len(lacking) > 0 {
		s.b.note(trade.Name{English: "Without the GDP of %s there is no contribution to the trade balance.",
			Russian: "Нет ВВП (%s), поэтому вклад в сальдо торговли не определён."}, fewOf(lacking))
		return 0, false
	}
	if len(other) > 0 {
		s.b.note(trade.Name{English: "GDP of the nearest year in the file: %s.", Russian: "ВВП за ближайший год в файле: %s."}, fewOf(other))
	}
	return product, true
}

// contributionCells is the contribution of products together, where there is a column.
func (s *special) contributionCells(products ...int) []analysis.Cell {
	if !s.b.hasGDP() {
		return nil
	}
	total := 0.0
	for _, k := range slices.DeleteFunc(slices.Clone(products), func(k int) bool { return k >= len(s.contribution) }) {
		total += s.contribution[k]
	}
	return []analysis.Cell{indexCell(total, s.contribution != nil)}
}
