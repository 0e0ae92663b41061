package trade

import "strings"

// Rollup names a table that is made from the table of facts by adding up one of
// its columns, so that questions which do not look at that column read less. A
// rollup belongs to one data file, which never changes: it is right as long as
// that file is part of a snapshot, and it may be lost without harm.
//
// Its columns are those of FlowColumns but the one it lacks and the amounts;
// then rows, how many rows of the file each of its rows stands for; and the sums
// value_usd and net_kg, each with the count of rows in it: value_usd_known,
// net_kg_known.
type Rollup string

// The rollups, by the column that each lacks. The one without importer lies in two
// orders: questions about an economy and about a product each read a short run.
const (
	WithoutProduct           Rollup = "product"
	WithoutImporter          Rollup = "importer"            // by exporter, product
	WithoutImporterByProduct Rollup = "importer-by-product" // by product, exporter
	WithoutExporter          Rollup = "exporter"
)

// Rollups lists the rollups, the smallest first.
func Rollups() []Rollup {
	return []Rollup{WithoutProduct, WithoutImporter, WithoutImporterByProduct, WithoutExporter}
}

// Lacks returns the column of flows that the rollup lacks.
func (r Rollup) Lacks() string {
	column, _, _ := strings.Cut(string(r), "-")
	return column
}
