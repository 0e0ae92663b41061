package tabular

import (
	"bytes"
	"context"
	"fmt"

	"github.com/oborot/oborot/trade"
)

// rows gives the rows of an opened table in pieces.
type rows interface {
	// run hands the pieces on in order until emit returns an error.
	run(ctx context.Context, emit func(piece) error) error
	close() error
}

// piece is a stretch of rows. Several pieces are read at once.
type piece interface {
	// each calls f for every row; problem says why a row has no fields. It returns an
	// error when the file must be refused.
	each(columns int, f func(r *Row, problem string)) error
	// text returns a row as it stands in the file, for the quarantine.
	text(r *Row) string
	// bytes returns how much of the file the piece was, 0 if unknown.
	bytes() int64
	// release ends the use of the piece and its memory.
	release()
}

// textPiece is a stretch of separated text that ends with a line feed.
type textPiece struct {
	where     string
	separator byte
	data      []byte
	line      int  // of its first line
	open      bool // its last line is the last of the file and had no line end
	size      int64
	start     int // of the row at hand
	end       int
	memory    []byte // behind data
	used      chan<- []byte
}

// each implements piece.
func (p *textPiece) each(columns int, f func(*Row, string)) error {
	c, s := cutter{separator: p.separator}, splitter{separator: p.separator}
	row := Row{Line: p.line}
	for p.end = 0; p.end < len(p.data); {
		if rest := p.data[p.end:]; c.find(rest) && p.alike(rest, &c, &row, columns, f) {
			continue
		}
		for stretch := min(p.end+stretchBytes, len(p.data)); p.end < stretch; {
			if err := p.single(&s, &row, columns, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// alike reads the rows that the cutter found up to the first that has not so many
// fields. It is false where that is the very first.
func (p *textPiece) alike(text []byte, c *cutter, row *Row, columns int, f func(*Row, string)) bool {
	base, first := p.end, 0
	row.text, row.start, row.quoted, row.fields = text, 0, true, nil
	for _, feed := range c.feeds {
		if int(feed)+1-first != columns || columns == 1 {
			return first > 0
		}
		row.ends = c.cuts[first : feed+1]
		p.start, p.end = base+int(row.start), base+int(c.cuts[feed])+1
		f(row, "")
		row.Line++
		first, row.start = int(feed)+1, c.cuts[feed]+1
	}
	return true
}

// single reads the next row by itself.
func (p *textPiece) single(s *splitter, row *Row, columns int, f func(*Row, string)) error {
	p.start = p.end
	size, problem := s.next(p.data[p.start:])
	lines := 1
	if problem == "" {
		if s.blankLine() {
			p.end = p.start + size
			row.Line += bytes.Count(p.data[p.start:p.end], []byte("\n"))
			return nil
		}
		if !s.fit(columns) {
			problem = fmt.Sprintf("%d fields instead of %d", len(s.ends), columns)
			size = bytes.IndexByte(p.data[p.start:], '\n') + 1
		}
		lines = bytes.Count(p.data[p.start:p.start+size], []byte("\n"))
	}
	p.end = p.start + size
	if problem != "" && p.open && p.end == len(p.data) {
		return brokenOff(p.where, row.Line)
	}
	s.into(row)
	f(row, problem)
	row.Line += lines
	return nil
}

func brokenOff(where string, line int) error {
	return trade.Errorf(trade.BadInput, "the file breaks off in the middle of a row").At(where, line).
		WithHint("download it again; its last line is not whole")
}

// text implements piece.
func (p *textPiece) text(*Row) string {
	return string(bytes.ToValidUTF8(bytes.TrimRight(p.data[p.start:min(p.end, p.start+maxText)], "\r\n"), []byte("?")))
}

// bytes implements piece.
func (p *textPiece) bytes() int64 { return p.size }

// release implements piece.
func (p *textPiece) release() {
	select {
	case p.used <- p.memory:
	default:
	}
}

// maxText is how much of a row is kept when it is set aside.
const maxText = 1000

// recordPiece is a stretch of rows whose fields were found by other means.
type recordPiece struct {
	numbers []int
	fields  [][][]byte
	size    int64
}

// each implements piece.
func (p *recordPiece) each(columns int, f func(*Row, string)) error {
	row := Row{}
	for i, fields := range p.fields {
		row.Line, row.fields = p.numbers[i], fields
		problem := ""
		if len(fields) != columns {
			problem = fmt.Sprintf("%d fields instead of %d", len(fields), columns)
		}
		f(&row, problem)
	}
	return nil
}

// text implements piece.
func (p *recordPiece) text(r *Row) string {
	line := bytes.Join(r.fields, []byte(", "))
	return string(bytes.ToValidUTF8(line[:min(len(line), maxText)], []byte("?")))
}

// bytes implements piece.
func (p *recordPiece) bytes() int64 { return p.size }

// release implements piece.
func (p *recordPiece) release() {}

// records are rows that a reader pushes, such as the objects of a document.
type records struct {
	read    func(ctx context.Context, each func(number int, fields [][]byte) error) error
	closing func() error
}

// recordsInPiece are few enough to spread and many enough to be worth it.
const recordsInPiece = 8192

// run implements rows. Fields are copied: readers use their memory again.
func (r *records) run(ctx context.Context, emit func(piece) error) error {
	p := &recordPiece{}
	var arena []byte
	flush := func() error {
		if len(p.fields) == 0 {
			return nil
		}
		full := p
		p, arena = &recordPiece{}, nil
		return emit(full)
	}
	err := r.read(ctx, func(number int, fields [][]byte) error {
		if len(p.fields) == recordsInPiece {
			if err := flush(); err != nil {
				return err
			}
		}
		kept := make([][]byte, len(fields))
		for i, f := range fields {
			from := len(arena)
			arena = append(arena, bytes.TrimSpace(f)...)
			kept[i] = arena[from:len(arena):len(arena)]
		}
		p.numbers, p.fields = append(p.numbers, number), append(p.fields, kept)
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// close implements rows.
func (r *records) close() error {
	if r.closing == nil {
		return nil
	}
	return r.closing()
}
