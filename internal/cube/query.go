package cube

import (
	"context"
	"slices"
	"strconv"

	"github.com/oborot/oborot/trade"
)

// Dimension names what an answer is grouped by: a column of the table of facts,
// or something derived from one.
type Dimension string

// The dimensions. The first sixteen are columns of flows.
const (
	Dataset      Dimension = "dataset"
	Release      Dimension = "release"
	Year         Dimension = "year"
	Month        Dimension = "month"
	Months       Dimension = "months"
	Exporter     Dimension = "exporter"
	Importer     Dimension = "importer"
	Product      Dimension = "product"
	Nomenclature Dimension = "nomenclature"
	Flow         Dimension = "flow"
	Reporter     Dimension = "reporter"
	Valuation    Dimension = "valuation"
	Currency     Dimension = "currency"
	Unit         Dimension = "unit"
	Enterprise   Dimension = "enterprise"
	Flags        Dimension = "flags"

	Quarter Dimension = "quarter" // 1..4; rows longer than a quarter are in 0
	Period  Dimension = "period"  // each of Query.Periods; a row counts in every one that contains it
	Section Dimension = "section" // by a Fold of product
)

// Measure names what is summed.
type Measure string

// The measures. All but Rows are sums of amounts in thousandths.
const (
	ValueUSD Measure = "value_usd"
	Value    Measure = "value"
	NetKg    Measure = "net_kg"
	Quantity Measure = "quantity"
	Rows     Measure = "rows" // how many rows were summed, plain count
)

// Columns lists the dimensions that are columns of flows.
func Columns() []Dimension {
	return []Dimension{Dataset, Release, Year, Month, Months, Exporter, Importer, Product, Nomenclature,
		Flow, Reporter, Valuation, Currency, Unit, Enterprise, Flags}
}

// Measures lists the measures.
func Measures() []Measure { return []Measure{ValueUSD, Value, NetKg, Quantity, Rows} }

// Numeric tells whether the dimension holds whole numbers rather than codes.
func (d Dimension) Numeric() bool {
	return slices.Contains([]Dimension{Year, Month, Months, Flags, Quarter, Period}, d)
}

// Filter keeps the rows whose column has one of the values; numbers are written
// in decimal. Column is a column of flows. On product, a value keeps the codes
// that begin with it. An empty list of values keeps nothing.
type Filter struct {
	Column Dimension
	Values []string
}

// Fold maps the codes of a column onto others before grouping: regions onto
// their country, members onto a group, chapters onto sections. Folds with the
// same As apply one after another. A section is folded from the product as
// published, a product after it was cut to Query.Digits.
type Fold struct {
	Of     Dimension         // Exporter, Importer or Product
	As     Dimension         // the dimension that appears in By: Of itself, or Section
	Digits int               // product codes are cut to this length before the look-up; 0: as they are
	Codes  map[string]string // from code to code
	Other  string            // what a code outside Codes becomes; empty: it stays as it was looked up
}

// Query is one question to the table of facts: sums of measures over the rows
// that pass every filter, grouped by dimensions. Rows flagged total are left out
// unless Totals is set, which leaves out all others; re-exports and re-imports are
// left out unless Where or By names the flow.
type Query struct {
	Scope    trade.Scope
	By       []Dimension
	Measures []Measure
	Where    []Filter
	Periods  []trade.Period // rows wholly inside at least one; empty: all rows
	Digits   int            // product codes are cut to this length; 0: as published
	Folds    []Fold
	Totals   bool
}

// Engine answers queries. Implementations give equal tables for equal rows.
type Engine interface {
	// Aggregate returns the groups that hold at least one row, ordered by the
	// dimensions as listed in By, codes by bytes and numbers by size. Without
	// dimensions the answer is one row, also when nothing was summed: its amounts
	// are then Missing. It returns an error of kind trade.Usage when the query does
	// not pass Check.
	Aggregate(ctx context.Context, q Query) (*Table, error)
}

// Coverage tells what is held; the lake implements it.
type Coverage interface {
	// Covered lists what is held in the scope's snapshot, narrowed to the scope's
	// dataset if it names one. The list is ordered by dataset.
	Covered(ctx context.Context, s trade.Scope) ([]trade.Coverage, error)
}

// Check returns what is wrong with the query.
func (q Query) Check() error {
	if len(q.Measures) == 0 {
		return trade.Errorf(trade.Usage, "nothing is measured").WithHint("name at least value_usd")
	}
	for _, m := range q.Measures {
		if !slices.Contains(Measures(), m) {
			return trade.Errorf(trade.Usage, "%q is not a measure", m).WithHint("the measures are %v", Measures())
		}
	}
	known := append(Columns(), Quarter, Period, Section)
	for i, d := range q.By {
		if !slices.Contains(known, d) {
			return trade.Errorf(trade.Usage, "%q is not a dimension", d).WithHint("the dimensions are %v", known)
		}
		if slices.Contains(q.By[:i], d) {
			return trade.Errorf(trade.Usage, "the dimension %s is named twice", d)
		}
	}
	for _, f := range q.Where {
		if err := f.check(); err != nil {
			return err
		}
	}
	if slices.Contains(q.By, Period) && len(q.Periods) == 0 {
		return trade.Errorf(trade.Usage, "grouping by period needs periods")
	}
	if q.Digits < 0 {
		return trade.Errorf(trade.Usage, "a product code cannot be cut to %d digits", q.Digits)
	}
	return q.checkFolds()
}

func (f Filter) check() error {
	if !slices.Contains(Columns(), f.Column) {
		return trade.Errorf(trade.Usage, "%q is not a column of flows", f.Column).WithHint("the columns are %v", Columns())
	}
	if !f.Column.Numeric() {
		return nil
	}
	for _, v := range f.Values {
		if _, err := number(v); err != nil {
			return trade.Errorf(trade.Usage, "%q is not a whole number, which %s is", v, f.Column).
				WithHint("write %s as digits, such as 2021", f.Column)
		}
	}
	return nil
}

// number reads the value of a filter on a numeric column, which holds 32 bits.
func number(value string) (int64, error) { return strconv.ParseInt(value, 10, 32) }

func (q Query) checkFolds() error {
	section := false
	for _, f := range q.Folds {
		possible := []Dimension{Exporter, Importer, Product}
		if !slices.Contains(possible, f.Of) || f.As != f.Of && (f.As != Section || f.Of != Product) {
			return trade.Errorf(trade.Usage, "a fold of %s as %s is not possible", f.Of, f.As).
				WithHint("fold exporter, importer or product as itself, or product as section")
		}
		section = section || f.As == Section
	}
	if slices.Contains(q.By, Section) && !section {
		return trade.Errorf(trade.Usage, "grouping by section needs a fold of product")
	}
	return nil
}
