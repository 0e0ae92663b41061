// Package mapped reads any table of trade by a mapping: a small YAML file that
// names the columns, units, codes, direction and period of a CSV, TSV, Excel,
// dBase, Parquet or JSON file. docs/mappings.md describes the mapping; mappings
// for some publishers' layouts are shipped with the program; Guess writes a first
// one for a file that nobody has described.
//
// Glossary:
//
//	view     what one row says of one figure: a table that has a column for exports
//	         and one for imports is read once for each
//	fixed    the same in every row, said in the mapping instead of a column
//	codes    what the file writes, and what it stands for
package mapped
