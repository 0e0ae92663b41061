package cube

import "github.com/oborot/oborot/trade"

// Column is one column of an answer. A dimension of codes fills Text, a numeric
// dimension and the measure Rows fill Numbers; the dimension Period holds the
// index into Query.Periods. A measure of amounts fills Numbers (thousandths),
// States and Unknown.
type Column struct {
	Name    string
	Text    []string
	Numbers []int64
	States  []trade.State
	Unknown []int64 // how many rows of the group have no published amount and are not in the sum
}

// Table is an answer in columns of equal length.
type Table struct {
	Rows    int
	Columns []Column
	Origins []trade.Origin
}

// Column returns the column of that name, nil if there is none.
func (t *Table) Column(name string) *Column {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return &t.Columns[i]
		}
	}
	return nil
}

// Amount returns a cell of a measure. A group all of whose rows lack the amount
// is Suppressed if one of them is flagged so, else Missing.
func (c *Column) Amount(row int) trade.Amount {
	if c.States != nil && c.States[row] > trade.Zero {
		return trade.Absent(c.States[row])
	}
	return trade.Of(c.Numbers[row])
}

// newColumn returns an empty column, none of whose lists is nil that will be
// filled.
func newColumn(name string, text, amounts bool) Column {
	c := Column{Name: name}
	if text {
		c.Text = []string{}
	} else {
		c.Numbers = []int64{}
	}
	if amounts {
		c.States, c.Unknown = []trade.State{}, []int64{}
	}
	return c
}

// append adds the sum of a group of rows, of which so many had no amount.
func (c *Column) append(sum, rows, unknown int64, suppressed bool) {
	state := trade.Of(sum).State
	switch {
	case unknown < rows:
	case suppressed:
		state = trade.Suppressed
	default:
		state = trade.Missing
	}
	c.Numbers = append(c.Numbers, sum)
	c.States = append(c.States, state)
	c.Unknown = append(c.Unknown, unknown)
}

// tooLarge is the error of a sum beyond 64 bits.
func tooLarge(measure string) error {
	return trade.Errorf(trade.Internal, "a sum of %s is larger than 64 bits of thousandths hold", measure).
		WithHint("ask for fewer rows at once, and run oborot audit to find the row that is out of scale")
}
