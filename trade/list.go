package trade

import "fmt"

// List is an imported table that is not flows: the names of a nomenclature, a
// correlation of two nomenclatures, rates of exchange. Origin.Dataset names it,
// such as correlation-h4-h5; a list that comes again takes the place of the one
// of its name.
type List struct {
	Origin  Origin
	Table   string // Nomenclatures, Correlations or Rates: lists of one table have the same columns
	Columns []ListColumn
}

// ListColumn is a column of a list: either Text or Numbers is set.
type ListColumn struct {
	Name    string
	Text    []string
	Numbers []float64
}

// The tables of lists.
const (
	// Nomenclatures holds names of goods: nomenclature, code, parent, english,
	// russian, valid_from, valid_to (texts; dates as 2022-01-01, empty if open).
	Nomenclatures = "nomenclatures"
	// Correlations holds pairs of codes: from, to (nomenclatures), code_from,
	// code_to, relationship (such as n:1, empty if not said), weight (number: the
	// share of the value of code_from that goes to code_to; below 0 if not said).
	Correlations = "correlations"
	// Rates holds rates of exchange: currency, period (2021-03 or 2021), usd
	// (number: US dollars for one unit, the mean of the period).
	Rates = "rates"
)

// ListColumns returns the columns of a table of lists in order, with the names of
// those that hold numbers; nil for a table that is not known.
func ListColumns(table string) (names []string, numbers map[string]bool) {
	switch table {
	case Nomenclatures:
		return []string{"nomenclature", "code", "parent", "english", "russian", "valid_from", "valid_to"}, nil
	case Correlations:
		return []string{"from", "to", "code_from", "code_to", "relationship", "weight"}, map[string]bool{"weight": true}
	case Rates:
		return []string{"currency", "period", "usd"}, map[string]bool{"usd": true}
	}
	return nil, nil
}

// Rows returns the number of rows.
func (l List) Rows() int {
	if len(l.Columns) == 0 {
		return 0
	}
	return max(len(l.Columns[0].Text), len(l.Columns[0].Numbers))
}

// Column returns the column of that name, nil if there is none.
func (l List) Column(name string) *ListColumn {
	for i := range l.Columns {
		if l.Columns[i].Name == name {
			return &l.Columns[i]
		}
	}
	return nil
}

// Check returns what is wrong with the shape of the list, nil if nothing.
func (l List) Check() error {
	names, numbers := ListColumns(l.Table)
	if names == nil {
		return fmt.Errorf("%q is not a table of lists", l.Table)
	}
	if len(l.Columns) != len(names) {
		return fmt.Errorf("a list of %s has %d columns, not %d", l.Table, len(names), len(l.Columns))
	}
	for i, c := range l.Columns {
		if c.Name != names[i] {
			return fmt.Errorf("column %d of %s is %s, not %s", i+1, l.Table, names[i], c.Name)
		}
		length := len(c.Text)
		if numbers[c.Name] {
			length = len(c.Numbers)
		}
		if length != l.Rows() || len(c.Text) > 0 && len(c.Numbers) > 0 {
			return fmt.Errorf("the column %s has %d rows, the list %d", c.Name, length, l.Rows())
		}
	}
	return nil
}
