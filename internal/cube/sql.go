package cube

import (
	"fmt"
	"slices"
	"strings"

	"github.com/oborot/oborot/trade"
)

// Statement is a query as SQL. The engine runs Text with Args, fills Columns with
// the rows it gets, in any number and in the order of the select list, and hands
// them to Table.
//
// The sums that SQL returns are grouped by columns of flows only: what is derived
// from them (folds, periods, sections) is added up by Table. So the text needs no
// join, and the filters remain plain enough to skip parts of files by statistics.
type Statement struct {
	Text    string
	Args    []any    // string or int64, one for each placeholder ?
	Columns []Column // the select list; a column of codes has Text, the others Numbers

	query  Query
	direct bool // the rows are the answer as they come
}

// SQL writes the query in the dialect of DuckDB over a table expression with the
// columns of flows. It returns an error of kind trade.Usage when the query does
// not pass Check.
//
// The columns are the keys, then rows (a count) and flags (all bits set in the
// group), then for each measure of amounts its sum in whole units with exactly
// three decimals, or null, and the count of rows in it.
func (q Query) SQL(from string) (Statement, error) {
	return q.statement(from, func(m Measure) string {
		if m == Rows {
			return "count(*)"
		}
		return fmt.Sprintf("count(%s)", m)
	})
}

// statement writes the query over a table in which count tells how to count the
// rows with a measure.
func (q Query) statement(from string, count func(Measure) string) (Statement, error) {
	if err := q.Check(); err != nil {
		return Statement{}, err
	}
	s := Statement{query: q, direct: q.direct()}
	var list []string
	keys := q.keys()
	for _, d := range keys {
		list = append(list, q.expression(d))
		s.Columns = append(s.Columns, newColumn(string(d), !d.Numeric(), false))
	}
	list = append(list, count(Rows), "bit_or(flags)")
	s.Columns = append(s.Columns, newColumn(string(Rows), false, false), newColumn(string(Flags), false, false))
	for _, m := range q.amounts() {
		list = append(list, fmt.Sprintf("sum(%s)", m), count(m))
		s.Columns = append(s.Columns, newColumn(string(m), false, false), newColumn("known", false, false))
	}
	where := q.conditions()
	s.Args = where.args
	s.Text = "SELECT " + strings.Join(list, ", ") + " FROM " + from + " WHERE " + strings.Join(where.parts, " AND ")
	if len(keys) > 0 {
		places := ordinals(len(keys))
		s.Text += " GROUP BY " + places
		if s.direct {
			s.Text += " ORDER BY " + places
		}
	}
	return s, nil
}

func ordinals(n int) string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprint(i+1))
	}
	return strings.Join(list, ", ")
}

// amounts lists the measures that are sums, each once.
func (q Query) amounts() []Measure {
	var list []Measure
	for _, m := range q.Measures {
		if m != Rows && !slices.Contains(list, m) {
			list = append(list, m)
		}
	}
	return list
}

// keys lists what SQL groups by: the columns from which every dimension of the
// answer can be derived.
func (q Query) keys() []Dimension {
	var keys []Dimension
	add := func(more ...Dimension) {
		for _, d := range more {
			if !slices.Contains(keys, d) {
				keys = append(keys, d)
			}
		}
	}
	for _, d := range q.By {
		switch {
		case d == Section:
			add(Product)
		case d == Period && wholeYears(q.Periods):
			add(Year)
		case d == Period:
			add(Year, Month, Months)
		default:
			add(d)
		}
	}
	return keys
}

// direct tells whether the rows that SQL returns need no adding up.
func (q Query) direct() bool {
	for _, d := range q.By {
		if d == Period || d == Section || q.folds(d) {
			return false
		}
	}
	return true
}

// wholeYears tells whether every period begins with a January and ends with a
// December. Then the year alone decides, because no row crosses the end of one.
func wholeYears(periods []trade.Period) bool {
	for _, p := range periods {
		if p.First.Month() != 1 || p.Last().Month() != 12 {
			return false
		}
	}
	return true
}

// expression returns the SQL of a key.
func (q Query) expression(d Dimension) string {
	switch d {
	case Unit, Enterprise:
		return "coalesce(" + string(d) + ", '')"
	case Quarter:
		return "CASE WHEN (month - 1) // 3 = (month + months - 2) // 3 THEN (month - 1) // 3 + 1 ELSE 0 END"
	case Product:
		if n := q.productDigits(); n > 0 {
			return fmt.Sprintf("CASE WHEN product = '%s' THEN product ELSE left(product, %d) END", trade.AllProducts, n)
		}
	}
	return string(d)
}

// productDigits is how much of the product code SQL must keep, 0 for all.
func (q Query) productDigits() int {
	var needs []int
	if slices.Contains(q.By, Product) {
		needs = append(needs, q.Digits)
	}
	if i := slices.IndexFunc(q.Folds, func(f Fold) bool { return f.As == Section }); i >= 0 && slices.Contains(q.By, Section) {
		needs = append(needs, q.Folds[i].Digits)
	}
	if len(needs) == 0 || slices.Min(needs) <= 0 {
		return 0
	}
	return slices.Max(needs)
}
