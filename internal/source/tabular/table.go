package tabular

import (
	"context"
	"hash"

	"github.com/oborot/oborot/internal/source"
)

// Table is one table in a file that the person gave: the file itself, or a member
// of an archive.
type Table struct {
	Where  string // the file, and the member in it, for errors
	Name   string // of the file or member, without folders
	Header Header
	First  [][]string // the first rows, at most 20, as text: what a format looks at to tell what the table holds
	Mark   byte       // the decimal mark: ',' where First has numbers with commas and none with points, else '.'

	size      int64 // bytes to read, 0 if unknown
	open      func(ctx context.Context) (rows, error)
	hashed    func() (rows, hash.Hash, error) // reads the file from its first to its last byte and hashes it; nil where reading does not
	unchanged func() error                    // that the file is the one that was opened; nil: not known
}

// Options say how to read tables where the file does not.
type Options struct {
	Separator byte                   // of text; 0: found from the first line among comma, tab, semicolon and |
	Charset   string                 // of text that is not UTF-8: "ISO-8859-1", "windows-1251", "IBM866", "KOI8-R"; "": a Cyrillic one if the letters tell, else ISO-8859-1
	Columns   []string               // names of the columns where the table has no line of names
	Sheet     string                 // of a workbook; empty: the first
	Skip      int                    // lines or rows above the line of names
	Members   func(name string) bool // tables to read in an archive; nil: all with the ending of a table
}

// Open finds the tables in a file, in the order of their names in an archive. It
// reads separated text, gzip of it, dBase, Excel (xlsx), Parquet, and zip and 7z
// archives with these. A file that holds no table is a BadInput error.
func Open(ctx context.Context, file source.File, o Options) ([]Table, error) {
	return openTables(ctx, file, o)
}

// FromRecords makes a table of records that the format reads by itself, such as
// the objects of a JSON document. read calls each for every record in order with its number
// counted from 1 and a field for each column of the header, until each returns an error.
func FromRecords(where, name string, header Header, read func(ctx context.Context, each func(number int, fields [][]byte) error) error) Table {
	return Table{Where: where, Name: name, Header: header, open: func(context.Context) (rows, error) { return &records{read: read}, nil }}
}
