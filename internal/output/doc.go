// Package output turns an answer into something a person takes away: an aligned
// table, Markdown, csv, JSON, an Excel workbook or a Parquet file. Every one of
// them names its sources, releases and licences.
//
// Table and Markdown are for people: numbers are scaled, rounded and written as
// the language asks. The other formats are for programs: numbers are exact and
// never localised, an absent value is empty with its status beside it.
package output
