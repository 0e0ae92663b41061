package world

import (
	"cmp"
	"context"
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

const (
	compareName   = "compare"
	compareMethod = "compare/1"
)

var questionCompare = analysis.Question{
	Name:   compareName,
	Title:  trade.Name{English: "Export structures side by side", Russian: "Сравнение структуры экспорта"},
	Method: compareMethod,
	Answer: compare,
}

// compare sets the export structures of A and B side by side (METHODS B1, B5, C2):
// likeness, what both are strong in (RCA of 1 or more), what one of them is, and how
// diverse and complex their exports are. The rows are measures, or products if
// Arguments.By says so. Regions are of their own dataset, set against the world; what
// they trade is not taken out of their country.
func compare(ctx context.Context, asker analysis.Asker, args analysis.Arguments) (*analysis.Result, error) {
	measures, err := byMeasures(args.By, true)
	if err != nil {
		return nil, err
	}
	switch {
	case args.A.Code == "" || args.B.Code == "":
		return nil, trade.Errorf(trade.Usage, "the question needs two economies").WithHint("name both, such as BLR RU-PRI")
	case args.A.Code == args.B.Code:
		return nil, trade.Errorf(trade.Usage, "both sides are %s", args.A.Name.English).WithHint("name two different economies")
	}
	b, err := settle(ctx, asker, args)
	if err != nil {
		return nil, err
	}
	a, c := args.A.Name, args.B.Name
	b.arguments["threshold"] = 1
	return b.answerPair(ctx, pairTable{
		question: compareName, method: compareMethod,
		title: b.valued(trade.Name{
			English: a.English + " and " + c.English + ": export structures compared",
			Russian: a.Russian + " и " + c.Russian + ": сравнение структуры экспорта",
		}),
		columns:  []analysis.Field{sided("a", a), sided("b", c), bothField},
		read:     b.comparable,
		measures: (*pairing).structureMeasures, fields: (*pairing).comparedFields, products: (*pairing).comparedProducts,
	}, measures)
}

// valued adds to a title how the values behind it are valued, where all are alike; where
// they are not, the sources of the answer say how each is.
func (b *basis) valued(title trade.Name) trade.Name {
	var all []string
	for _, c := range b.behind() {
		if v := c.Origin.Valuation; v != "" && !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	if len(all) == 1 && (all[0] == string(trade.FOB) || all[0] == string(trade.CIF)) {
		title.English, title.Russian = title.English+", "+all[0], title.Russian+", "+all[0]
	}
	return title
}

// comparable reads both sides, which may overlap.
func (b *basis) comparable(ctx context.Context, year int) (*pairing, error) {
	p, err := b.pairing(ctx, year)
	if err != nil {
		return nil, err
	}
	p.sayOverlap()
	return p, nil
}

// sayOverlap notes that one side is a part of the other.
func (p *pairing) sayOverlap() {
	if overlaps(p.b.args.A, p.b.args.B) {
		p.b.note(trade.Name{
			English: "%s and %s overlap; the trade of the part is not taken out of the whole.",
			Russian: "%s и %s пересекаются; торговля части из целого не вычтена.",
		}, p.b.args.A.Name.In(p.b.args.Language), p.b.args.B.Name.In(p.b.args.Language))
	}
}

// strength says who has RCA of 1 or more in a product.
func (p *pairing) strength(k int) string {
	a, c := p.defined[0][k] && p.rcaA[k] >= 1, p.defined[1][k] && p.rcaB[k] >= 1
	switch {
	case a && c:
		return "both"
	case a:
		return "a"
	case c:
		return "b"
	}
	return "none"
}

// sided is a column of measures of one side.
func sided(name string, side trade.Name) analysis.Field {
	return analysis.NewField(name, analysis.Index, side.In(trade.English), side.In(trade.Russian))
}

// structureMeasures has columns of A, B, and both together.
func (p *pairing) structureMeasures() (*measureTable, error) {
	t := &measureTable{columns: 3}
	if err := p.likeness(t); err != nil {
		return nil, err
	}
	p.strengths(t)
	for i, side := range []*trader{p.a, p.c} {
		c, err := p.compositions(side)
		if err != nil {
			return nil, err
		}
		p.own(t, i, c[0])
	}
	return t, p.complexity(t)
}

// strengths counts the products in which both sides, or one alone, have RCA of 1 or more,
// and the share of exports in them.
func (p *pairing) strengths(t *measureTable) {
	var shared, strongA, strongB float64
	var valueA, valueB int64
	for k := range p.m.products {
		switch p.strength(k) {
		case "both":
			shared++
			valueA, valueB = valueA+p.a.exports[k], valueB+p.c.exports[k]
		case "a":
			strongA++
		case "b":
			strongB++
		}
	}
	t.add("diversity", trade.Name{
		English: "diversity: products with RCA of 1 or more", Russian: "диверсификация: товаров с RCA не ниже 1",
	}, indexCell(shared+strongA, true), indexCell(shared+strongB, true))
	t.add("strong", trade.Name{
		English: "of these, of this side alone, and of both", Russian: "из них только у этой стороны и у обеих",
	}, indexCell(strongA, true), indexCell(strongB, true), indexCell(shared, true))
	t.add("shared_share", trade.Name{
		English: "share of exports in products strong in both: 0 to 1", Russian: "доля экспорта в товарах, сильных у обеих: от 0 до 1",
	}, shareCell(valueA, sum(p.a.exports)), shareCell(valueB, sum(p.c.exports)))
}

// own adds measures of one side in its column; the first side makes the rows.
func (p *pairing) own(t *measureTable, column int, c *indicator.Composition) {
	for _, m := range concentration {
		if !slices.Contains([]string{"traded", "hhi", "effective_number"}, m.code) {
			continue
		}
		if column == 0 {
			t.add(m.code, m.title)
		}
		at := slices.IndexFunc(t.list, func(r measureRow) bool { return r.code == m.code })
		t.list[at].cells[column] = indexCell(m.of(c))
	}
}

// complexity adds ECI where the world has one; a group or a region is placed in the
// world by the products it is strong in.
func (p *pairing) complexity(t *measureTable) error {
	world, err := indicator.NewWorld(len(p.m.exports.Economies), len(p.m.exports.Products), p.m.exports.Thousandths)
	if err != nil {
		return trade.Errorf(trade.Internal, "compare: %w", err)
	}
	presence, err := world.Presence(indicator.PresenceRule{})
	if err != nil {
		return trade.Errorf(trade.Internal, "compare: %w", err)
	}
	complexity, err := presence.Complexity(indicator.ComplexityOptions{DDof: p.b.args.Conventions.DDof})
	if err != nil {
		return trade.Errorf(trade.Usage, "compare: %w", err)
	}
	if !complexity.Defined() {
		p.b.note(trade.Name{
			English: "%d: ECI has no value for the world of %d economies and %d products: %s.",
			Russian: "%d: ECI для мира из %d экономик и %d товаров не определён: %s.",
		}, p.m.year, len(presence.Economies), len(presence.Products), undefinedComplexity[complexity.Status].In(p.b.args.Language))
	}
	scale := indicator.WorldScale{World: world, Presence: presence, Complexity: complexity}
	placed, err := scale.Project(2, slices.Concat(p.gathered(p.a), p.gathered(p.c)))
	if err != nil {
		return trade.Errorf(trade.Internal, "compare: %w", err)
	}
	t.add("eci", trade.Name{
		English: "ECI: mean complexity of products with RCA of 1 or more, deviations from the mean economy",
		Russian: "ECI: средняя сложность товаров с RCA не ниже 1, отклонения от средней экономики",
	}, placedECI(complexity, placed, 0), placedECI(complexity, placed, 1))
	return nil
}

// placedECI is the ECI of a side; where the world has none, its status says why.
func placedECI(c *indicator.Complexity, placed *indicator.Projection, side int) analysis.Cell {
	if !c.Defined() {
		return statusCell(trade.Status(c.Status))
	}
	return indexCell(placed.ECI(side))
}

// undefinedComplexity says why a world has no ECI.
var undefinedComplexity = map[indicator.ComplexityStatus]trade.Name{
	indicator.ComplexityDegenerate: {English: "no ranking is better than another (degenerate)",
		Russian: "ни один порядок не лучше другого (вырожденность)"},
	indicator.ComplexityDisconnected: {English: "it falls into parts that share no product (disconnected)",
		Russian: "он распадается на части без общих товаров (несвязность)"},
	indicator.ComplexityTooFew: {English: "fewer than two economies or products have an advantage (too few)",
		Russian: "преимущества есть менее чем у двух экономик или товаров"},
}

// gathered are the exports of a trader over the products that the world exports.
func (p *pairing) gathered(t *trader) []int64 {
	values := make([]int64, len(p.m.exports.Products))
	for i, product := range p.m.exports.Products {
		k, _ := slices.BinarySearch(p.m.products, product)
		values[i] = t.exports[k]
	}
	return values
}

func (p *pairing) comparedFields() []analysis.Field {
	a, c := p.b.args.A.Name, p.b.args.B.Name
	of := func(name string, k analysis.Kind, english, russian string, side trade.Name) analysis.Field {
		return analysis.NewField(name, k, english+": "+side.In(trade.English), russian+": "+side.In(trade.Russian))
	}
	return []analysis.Field{
		yearField, productField, productNameField,
		of("value_a_usd", analysis.Money, "Exports", "Экспорт", a), of("value_b_usd", analysis.Money, "Exports", "Экспорт", c),
		of("share_a", analysis.Fraction, "Share", "Доля", a), of("share_b", analysis.Fraction, "Share", "Доля", c),
		of("rca_a", analysis.Index, "RCA", "RCA", a), of("rca_b", analysis.Index, "RCA", "RCA", c),
		analysis.NewField("strong", analysis.Text, "Code of strength", "Код силы"),
		analysis.NewFieldForPeople("strong_title", "Strong", "Преимущество у"),
	}
}

var strengthWords = map[string]trade.Name{
	"both": {English: "both", Russian: "обе стороны"},
	"none": {English: "none", Russian: "никто"},
}

// comparedProducts lists what either side exports, by the larger of both shares.
func (p *pairing) comparedProducts() [][]analysis.Cell {
	x, y := p.a.exports, p.c.exports
	wholeA, wholeB := sum(x), sum(y)
	share := func(v, whole int64) float64 { return trade.Quotient(trade.Of(v), trade.Of(whole)).Number }
	weight := make([]float64, len(p.m.products))
	var listed []int
	for k := range p.m.products {
		if weight[k] = max(share(x[k], wholeA), share(y[k], wholeB)); x[k] > 0 || y[k] > 0 {
			listed = append(listed, k)
		}
	}
	slices.SortStableFunc(listed, func(i, j int) int { return cmp.Compare(weight[j], weight[i]) })
	top := len(listed)
	if p.b.args.Top > 0 {
		top = min(top, p.b.args.Top)
	}
	var rows [][]analysis.Cell
	for _, k := range listed[:top] {
		code, strong := p.m.products[k], p.strength(k)
		rows = append(rows, []analysis.Cell{
			countCell(p.m.year), textCell(string(code)), textCell(p.b.goods(code)),
			moneyCell(x[k]), moneyCell(y[k]), shareCell(x[k], wholeA), shareCell(y[k], wholeB),
			indexCell(p.rcaA[k], p.defined[0][k]), indexCell(p.rcaB[k], p.defined[1][k]), textCell(strong), textCell(p.strongName(strong)),
		})
	}
	if top == len(listed) {
		return rows
	}
	var restA, restB int64
	for _, k := range listed[top:] {
		restA, restB = restA+x[k], restB+y[k]
	}
	return append(rows, []analysis.Cell{
		countCell(p.m.year), textCell(otherProduct), textCell(otherWords.In(p.b.args.Language)),
		moneyCell(restA), moneyCell(restB), shareCell(restA, wholeA), shareCell(restB, wholeB), notApplicable, notApplicable, textCell(""),
		textCell(""),
	})
}

// strongName says who is strong in a product.
func (p *pairing) strongName(strong string) string {
	switch strong {
	case "a":
		return p.b.args.A.Name.In(p.b.args.Language)
	case "b":
		return p.b.args.B.Name.In(p.b.args.Language)
	}
	return strengthWords[strong].In(p.b.args.Language)
}
