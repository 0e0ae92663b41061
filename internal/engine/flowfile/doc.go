// Package flowfile writes rows of the table of facts as Parquet, fast enough for
// a world year. The pages are laid out here, because they are simple for this
// table and a general writer spends most of its time finding that out; headers,
// schema and footer are left to arrow-go.
//
// A column that is the same in every row costs a few bytes in each group of rows.
// Other codes are indexes into a dictionary of the group, in runs where they
// repeat. Amounts are whole numbers of thousandths as they lie in memory.
//
// Read is the way back for questions about a whole world-year: four columns of these
// files, or of those that DuckDB writes in a merge, as codes and amounts.
package flowfile
