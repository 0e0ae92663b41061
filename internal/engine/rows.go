package engine

import (
	"database/sql/driver"
	"errors"
	"io"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// decimals are those of amounts in the table of facts.
const decimals = 3

// readRows appends every row to the columns.
func readRows(rows driver.Rows, columns []cube.Column) error {
	values := make([]driver.Value, len(columns))
	for {
		switch err := rows.Next(values); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		for i := range columns {
			if err := appendValue(&columns[i], values[i]); err != nil {
				return err
			}
		}
	}
}

// appendValue appends one value as DuckDB's driver gives it. The sum of a decimal
// is a decimal of 38 digits with the same three after the point: its unscaled
// number is thousandths.
func appendValue(c *cube.Column, value driver.Value) error {
	switch v := value.(type) {
	case string:
		c.Text = append(c.Text, v)
	case int64:
		c.Numbers = append(c.Numbers, v)
	case int32:
		c.Numbers = append(c.Numbers, int64(v))
	case nil:
		c.Numbers = append(c.Numbers, 0)
	case duckdb.Decimal:
		if v.Scale != decimals {
			return trade.Errorf(trade.Internal, "the column %s of an answer has %d decimals instead of %d", c.Name, v.Scale, decimals)
		}
		if !v.Value.IsInt64() {
			return trade.Errorf(trade.Internal, "a sum of %s is larger than 64 bits of thousandths hold", c.Name).
				WithHint("ask for fewer rows at once, and run oborot audit to find the row that is out of scale")
		}
		c.Numbers = append(c.Numbers, v.Value.Int64())
	default:
		return trade.Errorf(trade.Internal, "the column %s of an answer holds a %T", c.Name, value)
	}
	return nil
}
