package cube

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/trade"
)

// Table makes the answer of the filled columns. It returns an error of kind
// trade.Internal when a sum does not fit 64 bits.
func (s *Statement) Table() (*Table, error) {
	groups := s.read()
	if !s.direct {
		added, err := s.addUp(groups)
		if err != nil {
			return nil, err
		}
		groups = added.inOrder()
	}
	return s.query.tableOfSums(groups), nil
}

// sums are groups in columns: keys, then for each measure of amounts its sum and
// the count of rows in it.
type sums struct {
	keys        []Column
	rows, flags []int64
	sum, known  [][]int64
}

// read names the parts of the columns that SQL filled.
func (s *Statement) read() sums {
	n := len(s.Columns) - 2 - 2*len(s.query.amounts())
	g := sums{keys: s.Columns[:n], rows: s.Columns[n].Numbers, flags: s.Columns[n+1].Numbers}
	for i := n + 2; i < len(s.Columns); i += 2 {
		g.sum = append(g.sum, s.Columns[i].Numbers)
		g.known = append(g.known, s.Columns[i+1].Numbers)
	}
	return g
}

// addUp derives the dimensions of the answer and adds up what falls together.
func (s *Statement) addUp(in sums) (*sums, error) {
	out := &sums{sum: make([][]int64, len(in.sum)), known: make([][]int64, len(in.sum))}
	for _, d := range s.query.By {
		out.keys = append(out.keys, newColumn(string(d), !d.Numeric(), false))
	}
	index := map[string]int{}
	key := make([]cell, len(s.query.By))
	var name []byte
	for row := range in.rows {
		for _, period := range s.periodsOf(in, row) {
			s.query.derive(key, in, row, period)
			name = appendKey(name[:0], key)
			to, ok := index[string(name)]
			if !ok {
				to = out.grow(key)
				index[string(name)] = to
			}
			if m := out.add(to, in, row); m >= 0 {
				return nil, tooLarge(string(s.query.amounts()[m]))
			}
		}
	}
	return out, nil
}

// periodsOf returns the index of every period that a row of SQL counts in. SQL
// has left out what is in none, so one of no meaning remains when the question
// does not group by period.
func (s *Statement) periodsOf(in sums, row int) []int {
	if !slices.Contains(s.query.By, Period) {
		return []int{0}
	}
	return s.query.periodsOf(in.period(row))
}

// period returns the span of the rows behind a row of SQL: their year when
// nothing finer is needed to tell the periods apart.
func (g sums) period(row int) trade.Period {
	year, month, months := g.number(Year, row), g.number(Month, row), g.number(Months, row)
	if month == 0 || months == 0 {
		return trade.Year(int(year))
	}
	return trade.Period{First: trade.MonthOf(int(year), int(month)), Months: int(months)}
}

func (g sums) column(d Dimension) *Column {
	for i := range g.keys {
		if g.keys[i].Name == string(d) {
			return &g.keys[i]
		}
	}
	return nil
}

// number returns a numeric key, 0 when the rows are not grouped by it.
func (g sums) number(d Dimension, row int) int64 {
	if c := g.column(d); c != nil {
		return c.Numbers[row]
	}
	return 0
}

// derive fills the key of the group that a row of SQL adds to.
func (q Query) derive(key []cell, g sums, row, period int) {
	for i, d := range q.By {
		switch {
		case d == Period:
			key[i].number = int64(period)
		case d.Numeric():
			key[i].number = g.number(d, row)
		case d == Section:
			key[i].text = q.folded(Section, g.column(Product).Text[row])
		case d == Product:
			code := trade.Product(g.column(Product).Text[row])
			key[i].text = q.folded(Product, string(code.At(q.Digits)))
		default:
			key[i].text = q.folded(d, g.column(d).Text[row])
		}
	}
}

func appendKey(name []byte, key []cell) []byte {
	for _, c := range key {
		name = append(name, c.text...)
		name = append(name, 0)
		name = strconv.AppendInt(name, c.number, 10)
		name = append(name, 0)
	}
	return name
}

// grow adds an empty group and returns its place.
func (g *sums) grow(key []cell) int {
	for i := range g.keys {
		if c := &g.keys[i]; c.Text != nil {
			c.Text = append(c.Text, key[i].text)
		} else {
			c.Numbers = append(c.Numbers, key[i].number)
		}
	}
	g.rows, g.flags = append(g.rows, 0), append(g.flags, 0)
	for m := range g.sum {
		g.sum[m], g.known[m] = append(g.sum[m], 0), append(g.known[m], 0)
	}
	return len(g.rows) - 1
}

// add adds a row of SQL to a group. It returns the measure whose sum does not fit
// 64 bits, -1 if none.
func (g *sums) add(to int, in sums, row int) int {
	g.rows[to] += in.rows[row]
	g.flags[to] |= in.flags[row]
	for m := range g.sum {
		a, b := g.sum[m][to], in.sum[m][row]
		if b > 0 && a > math.MaxInt64-b || b < 0 && a < math.MinInt64-b {
			return m
		}
		g.sum[m][to] = a + b
		g.known[m][to] += in.known[m][row]
	}
	return -1
}

// inOrder sorts the groups by their keys.
func (g *sums) inOrder() sums {
	order := make([]int, len(g.rows))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		for i := range g.keys {
			c := &g.keys[i]
			if c.Text != nil {
				if by := strings.Compare(c.Text[a], c.Text[b]); by != 0 {
					return by
				}
			} else if by := cmp.Compare(c.Numbers[a], c.Numbers[b]); by != 0 {
				return by
			}
		}
		return 0
	})
	out := sums{keys: slices.Clone(g.keys), rows: picked(g.rows, order), flags: picked(g.flags, order)}
	for i := range out.keys {
		out.keys[i].Text, out.keys[i].Numbers = picked(g.keys[i].Text, order), picked(g.keys[i].Numbers, order)
	}
	for m := range g.sum {
		out.sum = append(out.sum, picked(g.sum[m], order))
		out.known = append(out.known, picked(g.known[m], order))
	}
	return out
}

// picked returns the values at those places, nil of nil.
func picked[T any](values []T, order []int) []T {
	if values == nil {
		return nil
	}
	out := make([]T, len(order))
	for to, from := range order {
		out[to] = values[from]
	}
	return out
}

// tableOfSums writes groups in order as the answer.
func (q Query) tableOfSums(g sums) *Table {
	if len(q.By) == 0 && len(g.rows) == 0 {
		g.grow(nil)
	}
	t := &Table{Rows: len(g.rows), Columns: slices.Clone(g.keys)}
	for _, m := range q.Measures {
		if m == Rows {
			t.Columns = append(t.Columns, Column{Name: string(Rows), Numbers: g.rows})
			continue
		}
		at := slices.Index(q.amounts(), m)
		c := newColumn(string(m), false, true)
		for i, rows := range g.rows {
			suppressed := trade.Flags(g.flags[i]).Has(trade.FlagSuppressed)
			c.append(g.sum[at][i], rows, rows-g.known[at][i], suppressed)
		}
		t.Columns = append(t.Columns, c)
	}
	return t
}
