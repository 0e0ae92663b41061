package engine

import (
	"fmt"
	"strings"

	"github.com/oborot/oborot/trade"
)

// sqlCopy writes the rows held that no staged row replaces, the staged rows whose
// key is their own, and of the others the first or the sum.
func (m *merge) sqlCopy() string {
	own := "SELECT " + columns() + " FROM staged ANTI JOIN later USING (file, file_row_number)"
	if m.repeats == trade.SumRepeats {
		own = "SELECT " + columns() + " FROM staged ANTI JOIN repeated USING (" + keys() + ") UNION ALL " +
			"SELECT " + strings.Join(summedColumns(), ", ") + " FROM staged SEMI JOIN repeated USING (" + keys() + ") GROUP BY " + keys()
	}
	all := own + " UNION ALL SELECT " + columns() + " FROM held ANTI JOIN staged USING (" + keys() + ")"
	return "COPY (SELECT " + strings.Join(typedColumns(""), ", ") + " FROM (" + all + ") " +
		"ORDER BY exporter, importer, product, month, months, flow, reporter, enterprise, nomenclature) " +
		"TO " + quoted(m.path) + " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880, FIELD_IDS {" + fieldIDs() + "})"
}

func columns() string {
	var list []string
	for _, c := range trade.FlowColumns() {
		list = append(list, c.Name)
	}
	return strings.Join(list, ", ")
}

// typedColumns casts each column, or an expression in its place, to the exact type
// of the schema: Iceberg refuses a wider one.
func typedColumns(instead string) []string {
	types := map[trade.ColumnType]string{
		trade.TextColumn: "VARCHAR", trade.IntegerColumn: "INTEGER", trade.AmountColumn: "DECIMAL(18, 3)",
	}
	var list []string
	for _, c := range trade.FlowColumns() {
		from := c.Name
		if instead != "" {
			from = instead
		}
		list = append(list, fmt.Sprintf("CAST(%s AS %s) AS %s", from, types[c.Type], c.Name))
	}
	return list
}

// summedColumns adds up the rows that share a key. A sum is absent only when the
// amount is absent in all of them.
func summedColumns() []string {
	var list []string
	for _, c := range trade.FlowColumns() {
		expression := fmt.Sprintf("arg_min_null(%s, (file, file_row_number))", c.Name)
		switch {
		case c.Name == "unit":
			expression = "CASE WHEN count(DISTINCT unit) <= 1 THEN any_value(unit) END"
		case c.Name == "quantity":
			expression = "CASE WHEN count(DISTINCT unit) <= 1 THEN sum(quantity) END"
		case c.Name == "flags":
			expression = "bit_or(flags)"
		case c.Type == trade.AmountColumn:
			expression = "sum(" + c.Name + ")"
		}
		list = append(list, expression+" AS "+c.Name)
	}
	return list
}

func fieldIDs() string {
	var list []string
	for _, c := range trade.FlowColumns() {
		list = append(list, fmt.Sprintf("%s: %d", c.Name, c.ID))
	}
	return strings.Join(list, ", ")
}
