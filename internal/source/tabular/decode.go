package tabular

import (
	"bytes"
	"unicode/utf8"

	"github.com/oborot/oborot/trade"
)

// Row is one row on its way through a decoder. Its fields are bytes of the file,
// without quotes and outer blanks, in UTF-8; they are gone with the next row.
type Row struct {
	Line   int      // in the file, counted from 1; the number of the row where there are no lines
	text   []byte   // whose fields are cut when they are asked for
	start  uint32   // of the row in text
	ends   []uint32 // of the fields in text
	quoted bool     // some of them are in quotes
	fields [][]byte // instead of text
}

// Field returns a field; nothing for column -1.
func (r *Row) Field(column int) []byte {
	if uint(column) >= uint(len(r.ends)) {
		return r.ready(column)
	}
	from := r.start
	if column > 0 {
		from = r.ends[column-1] + 1
	}
	field := r.text[from:r.ends[column]]
	if n := len(field); n == 0 || field[0] > '"' && field[n-1] > ' ' {
		return field
	}
	return r.bare(field)
}

// ready returns a field that is cut already, or nothing.
func (r *Row) ready(column int) []byte {
	if uint(column) >= uint(len(r.fields)) {
		return nil
	}
	return r.fields[column]
}

// bare takes blanks and quotes from a field.
func (r *Row) bare(field []byte) []byte {
	if field = trimmed(field); !r.quoted || len(field) < 2 || field[0] != '"' {
		return field
	}
	field = field[1 : len(field)-1]
	if n := len(field); n > 0 && (!letter(field[0]) || !letter(field[n-1])) {
		return bytes.TrimSpace(field)
	}
	return field
}

// letter tells a byte that begins or ends no blank.
func letter(b byte) bool { return ' ' < b && b < utf8.RuneSelf }

// Decoder says what the rows of one table mean. It is used by one goroutine;
// several decoders may read one table at once.
type Decoder interface {
	// Decode fills o, which is zero, with what the row says, and names the series
	// that it belongs to. A fault says why the row is not stored; the series is then
	// the best guess, or zero. Strings in o must not share memory with the row.
	Decode(r *Row, o *trade.Observation) (Series, *Fault)
}

// Series is what tells the datasets in a file apart. Rows of one series share one
// trade.Import.
type Series struct {
	Dataset      string
	Nomenclature trade.Nomenclature
	Digits       int // of the product codes; 0 if only totals
	Months       int // length of the periods
	Regions      bool
	Enterprises  bool
}

// Fault says why a row is not stored as an observation.
type Fault struct {
	Column string // as the table writes it, empty when the row is at fault
	Reason string
	Value  int64  // thousandths of the published currency, 0 when it cannot be read
	Format string // not empty: left out by the format's own rule, under this name
}
