package world

import (
	"context"
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// standing is where an economy stands in a year. Values of products are at their
// positions in the presence of the world.
type standing struct {
	panel   *panel
	world   *measured
	exports []int64 // over the products of the panel
	at      int     // position in the presence, -1 for what is projected on the world

	diversity     int
	rca, density  []float64
	cog           []float64 // nil where the world has none
	eci, coi, fit trade.Ratio
	score         trade.Ratio // what the place is by
	income        *levels     // nil: no PRODY and EXPY
	has           func(product int) bool
}

// ofEconomy answers for one economy, region or group: with products, or with a row a
// year.
func (q *complexities) ofEconomy(ctx context.Context) (*analysis.Result, error) {
	byYear := len(q.years) > 1
	switch by := q.args.By; {
	case len(by) > 1 || len(by) == 1 && by[0] != "year" && by[0] != "product":
		return nil, trade.Errorf(trade.Usage, "complexity of an economy is by year or by product").WithHint("use --by year or --by product")
	case len(by) == 1:
		byYear = by[0] == "year"
	}
	var rows [][]analysis.Cell
	for _, year := range q.years {
		p, x, err := q.year(ctx, year)
		if err != nil {
			return nil, err
		}
		s, err := q.stand(ctx, p, x)
		if err != nil {
			return nil, err
		}
		if s.income, err = q.levels(p); err != nil {
			return nil, err
		}
		if !byYear {
			if err = q.sayPlace(s); err != nil {
				return nil, err
			}
			listed, err := q.opportunities(s)
			if err != nil {
				return nil, err
			}
			rows = append(rows, listed...)
			continue
		}
		row, err := q.yearRow(s)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	q.arguments["economy"] = q.args.A.Code
	title := trade.Name{English: "Products of %s by complexity", Russian: "%s: товары и их сложность"}
	fields := q.opportunityFields()
	if byYear {
		title = trade.Name{English: "Economic complexity of %s", Russian: "%s: экономическая сложность"}
		fields = slices.Concat([]analysis.Field{yearField, rankField, ofField, exportsField}, indexFields(), q.expyFields())
	} else {
		q.sayOrder()
	}
	q.sayLevel()
	name := q.sideName(q.args.A)
	said := trade.Name{English: q.sayAs(trade.English, title, name), Russian: q.sayAs(trade.Russian, title, name)}
	r := q.result(complexityName, complexityMethod, q.levelled(said))
	r.Fields, r.Rows = fields, rows
	return r, nil
}

// stand finds the economy in the world of a year. Regions, groups, and economies that
// the sample leaves out are projected on it.
func (q *complexities) stand(ctx context.Context, p *panel, x *measured) (*standing, error) {
	if err := q.settled(p, x); err != nil {
		return nil, err
	}
	side := q.args.A
	if isRegional(side) {
		values, err := q.region(ctx, side, p, trade.Exports)
		if err != nil {
			return nil, err
		}
		return q.project(p, x, values)
	}
	members := q.shown(side, p)
	if len(members) == 1 && !side.Group {
		if e, found := p.at(members[0]); found && x.economies[e] >= 0 {
			return ownStanding(p, x, e), nil
		}
	}
	values, err := q.exportsOf(side, members, p)
	if err != nil {
		return nil, err
	}
	return q.project(p, x, values)
}

// settled refuses a world in which nobody has an advantage: nothing can be measured
// against it.
func (q *complexities) settled(p *panel, x *measured) error {
	if len(x.m.Economies) > 0 {
		return nil
	}
	return trade.Errorf(trade.NoData, "in %s no economy has an RCA of %v or more in %d", q.dataset, q.rule.threshold, p.Year).
		WithHint("use a lower --threshold, or leave it out for 1")
}

// shown lists the codes under which a panel has the members of a side.
func (q *complexities) shown(side reference.Side, p *panel) []trade.Economy {
	full := p.full()
	var codes []trade.Economy
	for _, m := range side.Members {
		if _, found := full.at(m); !found {
			area, any := reference.StandIn(m)
			if !any {
				continue
			}
			if _, found = full.at(area); !found {
				continue
			}
			m = area
		}
		codes = append(codes, m)
	}
	return codes
}

// exportsOf adds up the exports of members over the products of the panel.
func (q *complexities) exportsOf(side reference.Side, members []trade.Economy, p *panel) ([]int64, error) {
	full := p.full()
	values := make([]int64, len(p.Products))
	for _, m := range members {
		e, _ := full.at(m)
		row := full.row(e)
		for j, code := range p.Products {
			k, _ := slices.BinarySearch(full.Products, code)
			values[j] += row[k]
		}
	}
	if sum(values) == 0 {
		return nil, trade.Errorf(trade.NoData, "%s holds no exports of %s (%s) in %d", q.dataset, side.Name.English, side.Code, p.Year).
			WithHint("see `oborot complexity` for the economies of that year; --period names another")
	}
	if side.Group {
		q.sayGroup(side, members)
	} else {
		q.note(trade.Name{English: "%d: %s is not among the economies that are compared; it is projected on their world.",
			Russian: "%d: %s не входит в число сравниваемых экономик и проецируется на их мир."}, p.Year, q.sideName(side))
	}
	return values, nil
}

func (q *complexities) sayGroup(side reference.Side, members []trade.Economy) {
	q.note(trade.Name{
		English: "%s is the sum of the exports of %d members, their trade with each other included, projected on the world they are part of.",
		Russian: "%s — сумма экспорта участников (%d), включая их взаимную торговлю, в проекции на мир, частью которого они остаются.",
	}, q.sideName(side), len(members))
	if lacking := len(side.Members) - len(members); lacking > 0 {
		q.note(trade.Name{English: "Members of %s without figures, left out: %d of %d.",
			Russian: "%s: участники без данных, не учтены: %d из %d."},
			q.sideName(side), lacking, len(side.Members))
	}
}

// ownStanding is that of an economy of the world.
func ownStanding(p *panel, x *measured, economy int) *standing {
	at, n := x.economies[economy], len(x.m.Products)
	s := &standing{
		panel: p, world: x, exports: p.row(economy), at: at, diversity: x.m.Diversity()[at],
		rca: make([]float64, n), density: x.density.Values[at*n : (at+1)*n],
		eci: x.cell(x.eci, at).Ratio, coi: x.cell(x.coi(), at).Ratio, fit: x.fitnessRatio(at),
		has: func(product int) bool { return x.m.Has(at, product) },
	}
	for k, product := range x.m.Products {
		s.rca[k], _ = x.world.RCA(economy, product)
	}
	if cog := x.cog(); cog != nil {
		s.cog = cog[at*n : (at+1)*n]
	}
	return s
}

// project measures exports that are not those of an economy of the world against it.
func (q *complexities) project(p *panel, x *measured, exports []int64) (*standing, error) {
	if err := q.refuseProjection(); err != nil {
		return nil, err
	}
	scale := indicator.WorldScale{
		World: x.world, Presence: x.m, Complexity: x.basis, Outlook: x.outlook, Threshold: q.rule.threshold,
	}
	j, err := scale.Project(1, exports)
	if err != nil {
		return nil, err
	}
	s := &standing{
		panel: p, world: x, exports: exports, at: -1, diversity: j.Diversity[0], rca: j.RCA, density: j.Density, cog: j.COG,
		has: func(product int) bool { return j.Has(0, product) },
	}
	s.eci, s.coi = x.ratio(x.projectedECI(j)), x.ratio(j.COI(0))
	s.fit = x.projectedFitness(s.has)
	if s.score = s.eci; q.rule.method == indicator.MethodFitness {
		s.score = s.fit
	}
	if x.vanishes(s.has) {
		s.fit = trade.Ratio{Status: vanishing}
	}
	return s, nil
}

// ratio is a value of something projected; where the world has none, its status says why.
func (x *measured) ratio(value float64, ok bool) trade.Ratio {
	if ok {
		return trade.Ratio{Number: value}
	}
	return trade.Ratio{Status: x.why(x.eci)}
}

// projectedECI is the score of something projected: with reflections the mean of k_p,N-1
// of its products, for which economies have k_c,N.
func (x *measured) projectedECI(j *indicator.Projection) (eci float64, ok bool) {
	if x.before == nil || j.Diversity[0] == 0 {
		return j.ECI(0)
	}
	for k, v := range x.before.RawPCI {
		if j.Has(0, k) {
			eci += v / float64(j.Diversity[0])
		}
	}
	return (eci - x.before.Mean) / x.before.Deviation, true
}

// projectedFitness is the sum of the complexity Q of own products over the mean of that
// sum over the economies of the world: what fitness is for those.
func (x *measured) projectedFitness(has func(product int) bool) trade.Ratio {
	own, all := 0.0, 0.0
	for k, q := range x.fitness.Products {
		all += q * float64(x.m.Ubiquity()[k])
		if has(k) {
			own += q
		}
	}
	if !(all > 0) {
		return trade.Ratio{Status: trade.Undefined}
	}
	return trade.Ratio{Number: own * float64(len(x.m.Economies)) / all}
}

// place is the rank of a standing among the economies of the world. What is projected
// has the place it would take, and none of theirs moves.
func (s *standing) place() (float64, error) {
	scores := s.world.scores()
	if s.at >= 0 {
		all, err := ranks(scores)
		return rankAt(all, s.at), err
	}
	if scores == nil || !s.score.HasNumber() {
		return 0, nil
	}
	rank := 1.0
	for _, other := range scores {
		if other > s.score.Number {
			rank++
		}
	}
	return rank, nil
}

// yearRow is the row of a year.
func (q *complexities) yearRow(s *standing) ([]analysis.Cell, error) {
	rank, err := s.place()
	if err != nil {
		return nil, err
	}
	stability, err := s.world.stability()
	if err != nil {
		return nil, err
	}
	row := []analysis.Cell{
		countCell(s.panel.Year), rankCell(rank), countCell(len(s.world.m.Economies)), moneyCell(sum(s.exports)), countCell(s.diversity),
		ratioCell(s.eci), ratioCell(s.coi), ratioCell(s.fit),
	}
	row = append(row, placeCells(stability, s.at)...)
	row = append(row, spreadCell(stability, s.at))
	expy, err := s.income.expyCells(s.exports)
	return append(row, expy...), err
}
