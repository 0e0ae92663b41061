package trade

// ColumnType is the type of a column of the table of facts.
type ColumnType string

// The types. Integers have 32 bits; amounts are decimals of 18 digits, three of
// them after the point.
const (
	TextColumn    ColumnType = "string"
	IntegerColumn ColumnType = "int"
	AmountColumn  ColumnType = "decimal(18, 3)"
)

// SchemaColumn describes one column of the table of facts.
type SchemaColumn struct {
	Name string
	Type ColumnType
	ID   int  // the field id in Iceberg and Parquet, never reused
	Null bool // whether a cell may be absent
}

// FlowColumns lists the columns of the table of facts in the order of its files.
func FlowColumns() []SchemaColumn {
	columns := []SchemaColumn{
		{Name: "dataset", Type: TextColumn},
		{Name: "release", Type: TextColumn},
		{Name: "year", Type: IntegerColumn},
		{Name: "month", Type: IntegerColumn},
		{Name: "months", Type: IntegerColumn},
		{Name: "exporter", Type: TextColumn},
		{Name: "importer", Type: TextColumn},
		{Name: "product", Type: TextColumn},
		{Name: "nomenclature", Type: TextColumn},
		{Name: "flow", Type: TextColumn},
		{Name: "reporter", Type: TextColumn},
		{Name: "valuation", Type: TextColumn},
		{Name: "value", Type: AmountColumn, Null: true},
		{Name: "currency", Type: TextColumn},
		{Name: "value_usd", Type: AmountColumn, Null: true},
		{Name: "net_kg", Type: AmountColumn, Null: true},
		{Name: "quantity", Type: AmountColumn, Null: true},
		{Name: "unit", Type: TextColumn, Null: true},
		{Name: "enterprise", Type: TextColumn, Null: true},
		{Name: "flags", Type: IntegerColumn},
	}
	for i := range columns {
		columns[i].ID = i + 1
	}
	return columns
}
