package cube

import (
	"cmp"
	"context"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/trade"
)

// Row is one row of the table of facts.
type Row struct {
	Dataset string
	Release string
	trade.Observation
}

// Memory answers queries from rows in memory by the plainest possible code. It
// is the reference that every other engine must agree with.
type Memory struct{ rows []Row }

var _ Engine = (*Memory)(nil)

// NewMemory returns an engine over the rows, which must not change afterwards.
func NewMemory(rows []Row) *Memory { return &Memory{rows} }

// cell is one part of the key of a group.
type cell struct {
	text   string
	number int64
}

// group is one row of the answer while it grows.
type group struct {
	key        []cell
	rows       int64
	suppressed bool
	sums       map[Measure]*big.Int
	unknown    map[Measure]int64
}

// Aggregate implements Engine. Scope.Years and Scope.Snapshot change nothing.
func (m *Memory) Aggregate(ctx context.Context, q Query) (*Table, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	groups := map[string]*group{}
	if len(q.By) == 0 {
		groups[""] = newGroup(nil)
	}
	for _, r := range m.rows {
		if err := ctx.Err(); err != nil {
			return nil, trade.Errorf(trade.Internal, "the question was interrupted: %w", err)
		}
		if !q.keeps(r) {
			continue
		}
		for _, period := range q.periodsOf(r.Period) {
			key, name := q.keyOf(r, period)
			if groups[name] == nil {
				groups[name] = newGroup(key)
			}
			groups[name].add(r)
		}
	}
	return q.tableOf(inOrder(groups))
}

// keeps tells whether the row passes every filter but that of periods.
func (q Query) keeps(r Row) bool {
	if q.Scope.Dataset != "" && r.Dataset != q.Scope.Dataset {
		return false
	}
	if r.Flags.Has(trade.FlagTotal) != q.Totals {
		return false
	}
	if !q.namesFlow() && r.Flow != trade.General {
		return false
	}
	for _, f := range q.Where {
		if !f.keeps(r) {
			return false
		}
	}
	return true
}

// namesFlow tells whether the question itself says which kinds of flow it wants.
func (q Query) namesFlow() bool {
	isFlow := func(f Filter) bool { return f.Column == Flow }
	return slices.Contains(q.By, Flow) || slices.ContainsFunc(q.Where, isFlow)
}

func (f Filter) keeps(r Row) bool {
	for _, value := range f.Values {
		switch n, _ := number(value); {
		case f.Column.Numeric() && r.number(f.Column) == n,
			f.Column == Product && strings.HasPrefix(r.text(Product), value),
			!f.Column.Numeric() && f.Column != Product && r.text(f.Column) == value:
			return true
		}
	}
	return false
}

// periodsOf returns the index of every period that the row counts in, which is
// one of no meaning when the question does not group by period.
func (q Query) periodsOf(p trade.Period) []int {
	if len(q.Periods) == 0 {
		return []int{0}
	}
	var in []int
	for i := range q.Periods {
		if q.Periods[i].Contains(p) {
			in = append(in, i)
		}
	}
	if len(in) > 1 && !slices.Contains(q.By, Period) {
		in = in[:1]
	}
	return in
}

// keyOf returns the key of the row's group, also as one text.
func (q Query) keyOf(r Row, period int) (key []cell, name string) {
	for _, d := range q.By {
		var c cell
		switch {
		case d == Period:
			c.number = int64(period)
		case d.Numeric():
			c.number = r.number(d)
		case d == Section:
			c.text = q.folded(Section, r.text(Product))
		case d == Product:
			c.text = q.folded(Product, string(r.Product.At(q.Digits)))
		default:
			c.text = q.folded(d, r.text(d))
		}
		key = append(key, c)
		name += c.text + "\x00" + strconv.FormatInt(c.number, 10) + "\x00"
	}
	return key, name
}

func newGroup(key []cell) *group {
	g := &group{key: key, sums: map[Measure]*big.Int{}, unknown: map[Measure]int64{}}
	for _, m := range Measures() {
		g.sums[m] = new(big.Int)
	}
	return g
}

func (g *group) add(r Row) {
	g.rows++
	g.suppressed = g.suppressed || r.Flags.Has(trade.FlagSuppressed)
	for m, sum := range g.sums {
		switch a := r.amount(m); {
		case a.Known():
			sum.Add(sum, big.NewInt(a.Thousandths))
		default:
			g.unknown[m]++
		}
	}
}

func inOrder(groups map[string]*group) []*group {
	var list []*group
	for _, g := range groups {
		list = append(list, g)
	}
	slices.SortFunc(list, func(a, b *group) int {
		return slices.CompareFunc(a.key, b.key, func(x, y cell) int {
			return cmp.Or(strings.Compare(x.text, y.text), cmp.Compare(x.number, y.number))
		})
	})
	return list
}

func (q Query) tableOf(groups []*group) (*Table, error) {
	t := &Table{Rows: len(groups)}
	for i, d := range q.By {
		c := newColumn(string(d), !d.Numeric(), false)
		for _, g := range groups {
			if d.Numeric() {
				c.Numbers = append(c.Numbers, g.key[i].number)
			} else {
				c.Text = append(c.Text, g.key[i].text)
			}
		}
		t.Columns = append(t.Columns, c)
	}
	for _, m := range q.Measures {
		c := newColumn(string(m), false, m != Rows)
		for _, g := range groups {
			if err := g.measure(m, &c); err != nil {
				return nil, err
			}
		}
		t.Columns = append(t.Columns, c)
	}
	return t, nil
}

func (g *group) measure(m Measure, c *Column) error {
	if m == Rows {
		c.Numbers = append(c.Numbers, g.rows)
		return nil
	}
	if !g.sums[m].IsInt64() {
		return tooLarge(string(m))
	}
	c.append(g.sums[m].Int64(), g.rows, g.unknown[m], g.suppressed)
	return nil
}

// amount returns what the row adds to a measure; Rows needs none.
func (r Row) amount(m Measure) trade.Amount {
	switch m {
	case ValueUSD:
		return r.ValueUSD
	case Value:
		return r.Value
	case NetKg:
		return r.NetKg
	case Quantity:
		return r.Quantity
	}
	return trade.Amount{State: trade.Zero}
}

// text returns a column of codes.
func (r Row) text(d Dimension) string {
	return map[Dimension]string{
		Dataset: r.Dataset, Release: r.Release, Exporter: string(r.Exporter), Importer: string(r.Importer),
		Product: string(r.Product), Nomenclature: string(r.Nomenclature), Flow: string(r.Flow),
		Reporter: string(r.Reporter), Valuation: string(r.Valuation), Currency: r.Currency, Unit: r.Unit,
		Enterprise: r.Enterprise,
	}[d]
}

// number returns a numeric column, or the quarter.
func (r Row) number(d Dimension) int64 {
	first, last := r.Period.First, r.Period.Last()
	switch d {
	case Year:
		return int64(first.Year())
	case Month:
		return int64(first.Month())
	case Months:
		return int64(r.Period.Months)
	case Flags:
		return int64(r.Flags)
	case Quarter:
		if (first.Month()-1)/3 == (last.Month()-1)/3 {
			return int64(first.Month()-1)/3 + 1
		}
	}
	return 0
}
