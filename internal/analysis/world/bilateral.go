package world

import (
	"cmp"
	"context"
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// pairing is two sides in one year, with what they trade with each other.
type pairing struct {
	b       *basis
	m       *market
	a, c    *trader // A and B of the question
	sold    between // from A to B
	bought  between // from B to A
	both    *indicator.TwoWayTrade
	rcaA    []float64
	rcaB    []float64
	defined [2][]bool
}

// pairSpecialisation answers what A and B trade with each other: measures of every
// year, or the products of the last.
func (b *basis) pairSpecialisation(ctx context.Context, measures bool) (*analysis.Result, error) {
	if overlaps(b.args.A, b.args.B) {
		return nil, trade.Errorf(trade.Usage, "%s and %s overlap: what they trade with each other has no meaning", b.args.A.Code, b.args.B.Code).
			WithHint("name two economies that lie apart, or ask `oborot compare` for their structures")
	}
	a, c := b.args.A.Name, b.args.B.Name
	table := pairTable{
		question: specialisationName, method: specialisationMethod,
		title: trade.Name{
			English: a.English + " with " + c.English + ": specialisation in mutual trade",
			Russian: a.Russian + " — " + c.Russian + ": специализация во взаимной торговле",
		},
		columns:  []analysis.Field{directed("a_to_b", a, c), directed("b_to_a", c, a), bothField},
		read:     b.exchange,
		measures: (*pairing).tradeMeasures, fields: (*pairing).fields, products: (*pairing).products,
	}
	return b.answerPair(ctx, table, measures)
}

// pairTable says how an answer about two sides is made.
type pairTable struct {
	question, method string
	title            trade.Name
	columns          []analysis.Field // of measures
	read             func(ctx context.Context, year int) (*pairing, error)
	measures         func(*pairing) (*measureTable, error)
	fields           func(*pairing) []analysis.Field
	products         func(*pairing) [][]analysis.Cell
}

// answerPair makes an answer: measures of every year, or the products of the last.
func (b *basis) answerPair(ctx context.Context, table pairTable, measures bool) (*analysis.Result, error) {
	b.arguments["a"], b.arguments["b"], b.arguments["by"] = b.args.A.Code, b.args.B.Code, byProduct
	if !measures {
		return b.pairProducts(ctx, table)
	}
	b.arguments["by"] = byMeasure
	var rows [][]analysis.Cell
	for _, year := range b.years {
		p, err := table.read(ctx, year)
		if err != nil {
			return nil, err
		}
		m, err := table.measures(p)
		if err != nil {
			return nil, err
		}
		rows = append(rows, m.rows(b.args.Language, year)...)
	}
	r := b.result(table.question, table.method, b.levelled(table.title))
	r.Fields, r.Rows = measureFields(table.columns...), rows
	return r, nil
}

func (b *basis) pairProducts(ctx context.Context, table pairTable) (*analysis.Result, error) {
	if last := b.years[len(b.years)-1:]; len(b.years) > 1 {
		b.years = last
		b.note(trade.Name{
			English: "Products are those of %d, the last of the years asked for; --by measure has every year.",
			Russian: "Товары — за %d год, последний из запрошенных; все годы — с --by measure.",
		}, last[0])
	}
	p, err := table.read(ctx, b.years[0])
	if err != nil {
		return nil, err
	}
	rows := table.products(p)
	r := b.result(table.question, table.method, b.levelled(table.title))
	r.Fields, r.Rows = table.fields(p), rows
	return r, nil
}

// exchange reads both sides with what they trade with each other.
func (b *basis) exchange(ctx context.Context, year int) (*pairing, error) {
	p, err := b.pairing(ctx, year)
	if err != nil {
		return nil, err
	}
	if p.sold, err = b.bilateral(ctx, p.m, p.a, p.c); err != nil {
		return nil, err
	}
	if p.bought, err = b.bilateral(ctx, p.m, p.c, p.a); err != nil {
		return nil, err
	}
	if !p.sold.known && !p.bought.known || p.sold.intensity.Flow+p.bought.intensity.Flow == 0 {
		return nil, trade.Errorf(trade.NoData, "%s holds no trade of %s with %s in %d", b.dataset, b.args.A.Name.English, b.args.B.Name.English, p.m.year).
			WithHint("see `oborot account %s %s` for what is held", b.args.A.Code, b.args.B.Code)
	}
	p.sayUnknown()
	if p.sold.known && p.bought.known {
		if p.both, err = indicator.NewTwoWayTrade(p.sold.goods, p.bought.goods); err != nil {
			return nil, b.unfit(err, p.m)
		}
	}
	return p, nil
}

// pairing reads both sides over the products of one market.
func (b *basis) pairing(ctx context.Context, year int) (*pairing, error) {
	p := &pairing{b: b}
	var err error
	if p.m, err = b.market(ctx, year); err != nil {
		return nil, err
	}
	if p.a, err = b.trader(ctx, p.m, b.args.A); err != nil {
		return nil, err
	}
	if p.c, err = b.trader(ctx, p.m, b.args.B); err != nil {
		return nil, err
	}
	p.rcaA, p.defined[0] = p.m.rca(p.a)
	p.rcaB, p.defined[1] = p.m.rca(p.c)
	b.sayReference(p.m)
	return p, nil
}

// sayUnknown notes a direction that nothing reports, and what of the others is in no
// good of the list.
func (p *pairing) sayUnknown() {
	for _, d := range []struct {
		flow     between
		from, to *trader
	}{{p.sold, p.a, p.c}, {p.bought, p.c, p.a}} {
		if !d.flow.known {
			p.b.note(trade.Name{
				English: "What %s sells to %s in %d is not held.",
				Russian: "Данных об экспорте %s → %s за %d год нет.",
			}, d.from.side.Name.In(p.b.args.Language), d.to.side.Name.In(p.b.args.Language), p.m.year)
		}
		if all, named := d.flow.intensity.Flow, sum(d.flow.goods); all > named {
			p.b.note(trade.Name{
				English: "%s of what %s sells to %s is in codes that are hidden or not specified: it is in the intensity, not among the goods.",
				Russian: "%s экспорта %s → %s — в скрытых или неуточнённых кодах: он входит в интенсивность, но не в товары.",
			}, p.b.percent(all-named, all), d.from.side.Name.In(p.b.args.Language), d.to.side.Name.In(p.b.args.Language))
		}
	}
}

var bothField = analysis.NewField("both", analysis.Index, "Both together", "Вместе")

// directed is a column of measures that have a direction.
func directed(name string, from, to trade.Name) analysis.Field {
	return analysis.NewField(name, analysis.Index, from.In(trade.English)+" to "+to.In(trade.English), from.In(trade.Russian)+" → "+to.In(trade.Russian))
}

// tradeMeasures are intensity and complementarity of each direction, and intra-industry
// trade and similarity of both.
func (p *pairing) tradeMeasures() (*measureTable, error) {
	t := &measureTable{columns: 3}
	simple, ok1 := p.sold.intensity.Simple()
	back, ok2 := p.bought.intensity.Simple()
	t.add("intensity", trade.Name{
		English: "trade intensity, simple (WITS): 1 where the partner matters as for the world",
		Russian: "интенсивность торговли, простая (WITS): 1, если партнёр важен как для мира",
	}, indexCell(simple, ok1 && p.sold.intense), indexCell(back, ok2 && p.bought.intense))
	kojima, ok1 := p.sold.intensity.Kojima()
	kojimaBack, ok2 := p.bought.intensity.Kojima()
	t.add("intensity_kojima", trade.Name{
		English: "trade intensity, Kojima: without the exporter's own imports",
		Russian: "интенсивность торговли, Кодзима: без собственного импорта экспортёра",
	}, indexCell(kojima, ok1 && p.sold.kojima), indexCell(kojimaBack, ok2 && p.bought.kojima))
	if p.both != nil {
		addTwoWay(t, p.both, p.b.digits, 2)
	}
	return t, p.likeness(t)
}

// likeness adds how alike the structures are: complementarity has a direction.
func (p *pairing) likeness(t *measureTable) error {
	x, err := p.compositions(p.a)
	if err != nil {
		return err
	}
	y, err := p.compositions(p.c)
	if err != nil {
		return err
	}
	complement := func(exports, imports *indicator.Composition) analysis.Cell {
		if imports == nil {
			return notApplicable
		}
		return indexCell(indicator.Complementarity(exports, imports))
	}
	t.add("complementarity", trade.Name{
		English: "complementarity of exports with the other's imports, Michaely: 0 to 100",
		Russian: "взаимодополняемость торговли (Михаэли): от 0 до 100",
	}, complement(x[0], y[1]), complement(y[0], x[1]))
	fk, ok := indicator.FingerKreinin(x[0], y[0])
	t.add("finger_kreinin", trade.Name{
		English: "similarity of exports, Finger-Kreinin: 0 to 1",
		Russian: "сходство экспорта, Фингер — Крейнин: от 0 до 1",
	}, notApplicable, notApplicable, indexCell(fk, ok))
	krugman, ok := indicator.Krugman(x[0], y[0])
	t.add("krugman", trade.Name{
		English: "difference of exports, Krugman: 0 to 2",
		Russian: "различие экспорта, Кругман: от 0 до 2",
	}, notApplicable, notApplicable, indexCell(krugman, ok))
	return nil
}

// compositions are the exports of a trader, and its imports or nil.
func (p *pairing) compositions(t *trader) (both [2]*indicator.Composition, err error) {
	if both[0], err = indicator.CompositionOf(t.exports, len(t.exports)); err != nil {
		return both, p.b.unfit(err, p.m)
	}
	if t.imports == nil {
		return both, nil
	}
	if both[1], err = indicator.CompositionOf(t.imports, len(t.imports)); err != nil {
		return both, p.b.unfit(err, p.m)
	}
	return both, nil
}

func (p *pairing) fields() []analysis.Field {
	a, c := p.b.args.A.Name, p.b.args.B.Name
	return []analysis.Field{
		yearField, productField, productNameField,
		analysis.NewField("exports_usd", analysis.Money, "Exports", "Экспорт"),
		analysis.NewField("imports_usd", analysis.Money, "Imports", "Импорт"),
		analysis.NewField("exports_share", analysis.Fraction, "Share of exports", "Доля экспорта"),
		analysis.NewField("imports_share", analysis.Fraction, "Share of imports", "Доля импорта"),
		analysis.NewField("grubel_lloyd", analysis.Index, "Grubel-Lloyd", "Грубель — Ллойд"),
		analysis.NewField("lafay", analysis.Index, "Lafay", "Индекс Лафея"),
		analysis.NewField("rca_a", analysis.Index, "RCA: "+a.In(trade.English), "RCA: "+a.In(trade.Russian)),
		analysis.NewField("rca_b", analysis.Index, "RCA: "+c.In(trade.English), "RCA: "+c.In(trade.Russian)),
	}
}

// products lists what is traded in either direction, by turnover, the largest first.
func (p *pairing) products() [][]analysis.Cell {
	sold, bought := p.sold.goods, p.bought.goods
	var listed []int
	for k := range p.m.products {
		if sold[k]+bought[k] > 0 {
			listed = append(listed, k)
		}
	}
	slices.SortStableFunc(listed, func(i, j int) int { return cmp.Compare(sold[j]+bought[j], sold[i]+bought[i]) })
	top := len(listed)
	if p.b.args.Top > 0 {
		top = min(top, p.b.args.Top)
	}
	var lafay []float64
	if p.both != nil {
		lafay, _ = p.both.Lafay()
	}
	var rows [][]analysis.Cell
	for _, k := range listed[:top] {
		code := p.m.products[k]
		gl := notApplicable
		if p.both != nil {
			gl = indexCell(indicator.GrubelLloyd(sold[k], bought[k]))
		}
		rows = append(rows, append(p.flows(string(code), p.b.goods(code), sold[k], bought[k]), gl, lafayOf(lafay, k),
			indexCell(p.rcaA[k], p.defined[0][k]), indexCell(p.rcaB[k], p.defined[1][k])))
	}
	if top == len(listed) {
		return rows
	}
	var x, m int64
	var rest float64
	for _, k := range listed[top:] {
		x, m = x+sold[k], m+bought[k]
		if lafay != nil {
			rest += lafay[k]
		}
	}
	cells := p.flows(otherProduct, otherWords.In(p.b.args.Language), x, m)
	return append(rows, append(cells, notApplicable, indexCell(rest, lafay != nil), notApplicable, notApplicable))
}

func lafayOf(lafay []float64, k int) analysis.Cell {
	if lafay == nil {
		return notApplicable
	}
	return indexCell(lafay[k], true)
}

// flows are the cells of what is sold and bought of one product.
func (p *pairing) flows(code, name string, sold, bought int64) []analysis.Cell {
	amount := func(known bool, value, whole int64) (analysis.Cell, analysis.Cell) {
		if !known {
			return analysis.Cell{Amount: trade.Absent(trade.Missing)}, ratioCell(trade.Ratio{Status: trade.StatusMissing})
		}
		return moneyCell(value), shareCell(value, whole)
	}
	exports, exportsShare := amount(p.sold.known, sold, sum(p.sold.goods))
	imports, importsShare := amount(p.bought.known, bought, sum(p.bought.goods))
	return []analysis.Cell{countCell(p.m.year), textCell(code), textCell(name), exports, imports, exportsShare, importsShare}
}
