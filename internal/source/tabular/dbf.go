package tabular

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"github.com/oborot/oborot/trade"
)

// A dBase file is a head that describes the columns and then records of one
// length: a mark, a blank or an asterisk for a deleted record, and the fields,
// each as wide as its column. Text is in the code page that the head names; where
// it names none it is CP866, in which Russian publishers write.
const (
	dbfBegin       = 32 // bytes before the columns, and bytes of each
	dbfHeadEnd     = '\r'
	dbfFileEnd     = 0x1a
	dbfCodePage    = 29 // where the head names the code page
	dbfDeleted     = '*'
	dbfNullFlags   = '0' // a column that FoxPro adds for itself
	dbfMostColumns = 2046
)

// dbfCodePages are the numbers that heads use.
var dbfCodePages = map[byte]*charmap.Charmap{
	0x01: charmap.CodePage437, 0x02: charmap.CodePage850, 0x03: charmap.Windows1252, 0x26: charmap.CodePage866,
	0x57: charmap.Windows1252, 0x64: charmap.CodePage852, 0x65: charmap.CodePage866, 0xc8: charmap.Windows1250, 0xc9: charmap.Windows1251,
}

// dbfLayout is what the head of a dBase file says.
type dbfLayout struct {
	where   string
	names   Header
	columns []dbfColumn
	begin   int // of the first record
	record  int // bytes of one
	count   int // of records
	letters *[256]string
}

// dbfColumn is the place of a column in a record.
type dbfColumn struct {
	from, to int
	kind     byte // C, N, F, D, L
}

// parseDBF reads the head of a dBase file. charset names the code page where the
// file does not.
func parseDBF(where string, head []byte, charset string) (dbfLayout, error) {
	l := dbfLayout{where: where}
	damaged := trade.Errorf(trade.BadInput, "the head of the dBase file is damaged or cut short").At(where, 0).
		WithHint("download it again")
	if len(head) < 2*dbfBegin {
		return l, damaged
	}
	l.count, l.begin = int(binary.LittleEndian.Uint32(head[4:])), int(binary.LittleEndian.Uint16(head[8:]))
	l.record = int(binary.LittleEndian.Uint16(head[10:]))
	if l.begin < 2*dbfBegin || l.begin > len(head) {
		return l, damaged
	}
	l.letters = lettersOf(codePage(head[dbfCodePage], charset))
	width := 1
	for at := dbfBegin; at+dbfBegin <= l.begin && head[at] != dbfHeadEnd; at += dbfBegin {
		if err := l.column(head[at:at+dbfBegin], &width); err != nil {
			return l, err
		}
	}
	if width != l.record || len(l.columns) == 0 || len(l.columns) > dbfMostColumns {
		return l, damaged
	}
	return l, nil
}

// column reads the description of one column. Text may be wider than 255 bytes:
// the byte of the decimals is then the higher part of its width.
func (l *dbfLayout) column(head []byte, width *int) error {
	name, _, _ := bytes.Cut(head[:11], []byte{0})
	kind, from := head[11], *width
	*width += int(head[16])
	switch kind {
	case 'C':
		*width += int(head[17]) << 8
	case 'N', 'F', 'D', 'L':
	case dbfNullFlags:
		return nil
	default:
		return trade.Errorf(trade.BadInput, "the column %s of the dBase file is of the type %q, which is not read", name, kind).
			At(l.where, 0).WithHint("save the table as CSV and import that")
	}
	l.names = append(l.names, strings.TrimSpace(string(l.utf8(nil, name))))
	l.columns = append(l.columns, dbfColumn{from, *width, kind})
	return nil
}

// codePage is what the head names, else what the caller says, else CP866.
func codePage(number byte, charset string) *charmap.Charmap {
	if page := dbfCodePages[number]; page != nil {
		return page
	}
	if page := charsets[charset]; page != nil && charset != "" {
		return page
	}
	return charmap.CodePage866
}

// lettersOf is the text of every byte in a code page.
func lettersOf(page *charmap.Charmap) *[256]string {
	var letters [256]string
	for b := range letters {
		letters[b] = string(page.DecodeByte(byte(b)))
	}
	return &letters
}

// utf8 appends a text of the file's code page.
func (l *dbfLayout) utf8(to, text []byte) []byte {
	for _, b := range text {
		to = append(to, l.letters[b]...)
	}
	return to
}

// first returns the first records as text, as many as are in the head of the file.
func (l *dbfLayout) first(head []byte, most int) [][]string {
	whole := min((len(head)-l.begin)/l.record, l.count, most)
	p := dbfPiece{layout: l, data: head[l.begin : l.begin+whole*l.record]}
	var list [][]string
	p.records(func(r *Row) {
		fields := make([]string, len(r.fields))
		for i, f := range r.fields {
			fields[i] = string(f)
		}
		list = append(list, fields)
	})
	return list
}

// dbase is a table in a dBase file.
func (p place) dbase(o Options) (Table, error) {
	head, err := p.head(headBytes)
	if err != nil {
		return Table{}, err
	}
	layout, err := parseDBF(p.where, head, o.Charset)
	if err != nil {
		return Table{}, err
	}
	t := Table{Where: p.where, Name: p.name, Header: layout.names, First: layout.first(head, firstRows), size: p.size}
	t.Mark = decimalMark(t.First)
	t.open = func(context.Context) (rows, error) {
		s, err := p.stream()
		if err != nil {
			return nil, err
		}
		return &dbfRows{layout: layout, input: s, closing: s.Close}, nil
	}
	return t, nil
}

// dbfRows cuts a dBase file into pieces of whole records.
type dbfRows struct {
	layout  dbfLayout
	input   io.Reader // from the first byte of the file
	closing func() error
}

// close implements rows.
func (d *dbfRows) close() error { return d.closing() }

// run implements rows.
func (d *dbfRows) run(ctx context.Context, emit func(piece) error) error {
	if _, err := io.CopyN(io.Discard, d.input, int64(d.layout.begin)); err != nil {
		return d.short(err, 0)
	}
	each := max(1, pieceBytes/d.layout.record)
	for done := 0; done < d.layout.count; done += each {
		if err := ctx.Err(); err != nil {
			return err
		}
		data := make([]byte, min(each, d.layout.count-done)*d.layout.record)
		if n, err := io.ReadFull(d.input, data); err != nil {
			return d.short(err, done+n/d.layout.record)
		}
		if err := emit(&dbfPiece{layout: &d.layout, data: data, number: done + 1}); err != nil {
			return err
		}
	}
	return d.end()
}

// short is the error of a file with fewer records than its head says.
func (d *dbfRows) short(err error, records int) error {
	if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	return trade.Errorf(trade.BadInput, "the dBase file is cut short: it says that it has %d records, and only %d are whole",
		d.layout.count, records).At(d.layout.where, 0).WithHint("download it again")
}

// end checks that nothing but a mark and padding follows the last record.
func (d *dbfRows) end() error {
	rest := make([]byte, d.layout.record+1)
	n, err := io.ReadFull(d.input, rest)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if n > 0 && rest[0] != dbfFileEnd && len(bytes.Trim(rest[:n], "\x00\x1a\r\n ")) > 0 {
		return trade.Errorf(trade.BadInput, "the dBase file says that it has %d records, and more follow", d.layout.count).
			At(d.layout.where, 0).WithHint("download it again, or save the table as CSV and import that")
	}
	return nil
}

// dbfPiece is a stretch of whole records.
type dbfPiece struct {
	layout *dbfLayout
	data   []byte
	number int    // of its first record
	arena  []byte // the text of the record at hand where it is not as in the file
}

// each implements piece. Deleted records are no rows of a dBase table.
func (p *dbfPiece) each(columns int, f func(*Row, string)) error {
	problem := ""
	if columns != len(p.layout.columns) {
		problem = fmt.Sprintf("%d fields instead of %d", len(p.layout.columns), columns)
	}
	p.records(func(r *Row) { f(r, problem) })
	return nil
}

func (p *dbfPiece) records(f func(*Row)) {
	row := Row{fields: make([][]byte, len(p.layout.columns))}
	for at, number := 0, p.number; at < len(p.data); at, number = at+p.layout.record, number+1 {
		record := p.data[at : at+p.layout.record]
		if record[0] == dbfDeleted {
			continue
		}
		p.arena = p.arena[:0]
		for i, c := range p.layout.columns {
			row.fields[i] = p.field(c, record[c.from:c.to])
		}
		row.Line = number
		f(&row)
	}
}

// field trims a field and brings it to UTF-8. The memory of earlier fields stays
// valid when the arena has to grow.
func (p *dbfPiece) field(c dbfColumn, field []byte) []byte {
	for len(field) > 0 && (field[len(field)-1] == ' ' || field[len(field)-1] == 0) {
		field = field[:len(field)-1]
	}
	for len(field) > 0 && field[0] == ' ' {
		field = field[1:]
	}
	from := len(p.arena)
	switch {
	case c.kind == 'D' && len(field) == 8:
		p.arena = append(append(append(append(append(p.arena, field[:4]...), '-'), field[4:6]...), '-'), field[6:]...)
	case plainASCII(field):
		return field
	default:
		p.arena = p.layout.utf8(p.arena, field)
	}
	return p.arena[from:len(p.arena):len(p.arena)]
}

func plainASCII(field []byte) bool {
	for _, b := range field {
		if b >= 0x80 {
			return false
		}
	}
	return true
}

// text implements piece.
func (p *dbfPiece) text(r *Row) string {
	line := bytes.Join(r.fields, []byte(", "))
	return string(bytes.ToValidUTF8(line[:min(len(line), maxText)], []byte("?")))
}

// bytes implements piece.
func (p *dbfPiece) bytes() int64 { return int64(len(p.data)) }

// release implements piece.
func (p *dbfPiece) release() {}
