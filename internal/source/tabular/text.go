package tabular

import (
	"bytes"
	"context"
	"io"
	"unicode/utf8"

	"github.com/oborot/oborot/trade"
	"golang.org/x/text/encoding/charmap"
)

const (
	// pieceBytes is read and split at a time.
	pieceBytes = 4 << 20
	// freeBuffers are kept for the next pieces.
	freeBuffers = 4
	// maxLine bounds one line; a longer one is no table.
	maxLine = 1 << 20
)

// charsets are the one-byte encodings of text that is not UTF-8.
var charsets = map[string]*charmap.Charmap{
	"": charmap.Windows1252, "ISO-8859-1": charmap.Windows1252, "windows-1251": charmap.Windows1251, "IBM866": charmap.CodePage866,
}

// textRows cuts separated text into pieces that end between two rows.
type textRows struct {
	input     io.Reader
	closing   func() error
	where     string
	separator byte
	charset   string
	line      int // of the first line that is not read yet
	skip      int // lines that are no rows
	mark      int // bytes of a byte order mark that stands before the first row
	size      int // bytes read at a time
	used      chan []byte
	tail      []byte
}

// close implements rows.
func (t *textRows) close() error { return t.closing() }

// run implements rows.
func (t *textRows) run(ctx context.Context, emit func(piece) error) error {
	t.line, t.used = 1, make(chan []byte, freeBuffers)
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		p, err := t.next()
		if err != nil {
			return err
		}
		more = p.more
		if len(p.data) == 0 {
			continue
		}
		if err := emit(&p.textPiece); err != nil {
			return err
		}
	}
	return nil
}

type cutPiece struct {
	textPiece
	more bool
}

// next reads the next piece. The first begins behind the lines to skip.
func (t *textRows) next() (cutPiece, error) {
	data := t.buffer()
	kept := copy(data, t.tail)
	data, err := t.fill(data)
	if err != nil && err != io.EOF {
		return cutPiece{}, err
	}
	p := cutPiece{textPiece{where: t.where, separator: t.separator, size: int64(len(data) - kept), memory: data, used: t.used}, err == nil}
	if !p.more && len(data) > 0 && data[len(data)-1] != '\n' {
		data, p.open = append(data, '\n'), true
	}
	cut := cutAt(data, p.more)
	if len(data)-cut > maxLine {
		return p, trade.Errorf(trade.BadInput, "a row is longer than a million bytes: this is no table, or a quotation mark is not closed").
			At(t.where, t.line+bytes.Count(data[:cut], []byte("\n"))).WithHint("look at that line; the separator or the quotation marks may be wrong")
	}
	t.tail = append(t.tail[:0], data[cut:]...)
	from := min(t.mark, cut)
	t.mark = 0
	p.data = t.converted(t.skipped(data[from:cut]))
	p.line = t.line
	t.line += bytes.Count(p.data, []byte("\n"))
	return p, nil
}

// buffer returns memory for a piece, with room for the tail of the one before.
// Pieces give theirs back, because clearing new memory for each takes a tenth of the time.
func (t *textRows) buffer() []byte {
	room := t.size + len(t.tail) + 1
	select {
	case b := <-t.used:
		if cap(b) >= room {
			return b[:len(t.tail):room]
		}
	default:
	}
	return make([]byte, len(t.tail), room)
}

// fill reads a piece. It returns io.EOF with the last one.
func (t *textRows) fill(data []byte) ([]byte, error) {
	room := cap(data) - 1
	for len(data) < room {
		n, err := t.input.Read(data[len(data):room])
		data = data[:len(data)+n]
		if err != nil {
			return data, err
		}
	}
	return data, nil
}

// cutAt returns where the last row ends: behind a line feed that has an even
// number of quotation marks before it. Where no such one is near, a quotation mark
// is out of place, and any line feed will do.
func cutAt(data []byte, more bool) int {
	if !more {
		return len(data)
	}
	last := bytes.LastIndexByte(data, '\n') + 1
	odd := bytes.Count(data[:last], []byte{'"'})%2 == 1
	for cut := last; cut > 0 && last-cut <= maxLine; {
		if !odd {
			return cut
		}
		before := bytes.LastIndexByte(data[:cut-1], '\n') + 1
		odd = odd != (bytes.Count(data[before:cut], []byte{'"'})%2 == 1)
		cut = before
	}
	return last
}

// skipped leaves out the lines above the rows.
func (t *textRows) skipped(data []byte) []byte {
	for t.skip > 0 && len(data) > 0 {
		end := bytes.IndexByte(data, '\n') + 1
		data = data[end:]
		t.skip--
		t.line++
	}
	return data
}

// converted brings text to UTF-8. Whole pieces are checked, because a file may
// hold its first foreign letter anywhere.
func (t *textRows) converted(data []byte) []byte {
	if utf8.Valid(data) {
		return data
	}
	return toUTF8(data, t.charset)
}

func toUTF8(data []byte, charset string) []byte {
	text, err := charsets[charset].NewDecoder().Bytes(data)
	if err != nil {
		return bytes.ToValidUTF8(data, []byte("?"))
	}
	return text
}

// lines returns the first so many lines of text, each with its line feed; the last
// may lack the rest of a long file.
func lines(head []byte, most int) [][]byte {
	var list [][]byte
	for len(head) > 0 && len(list) < most {
		end := bytes.IndexByte(head, '\n') + 1
		if end == 0 {
			head = append(bytes.Clone(head), '\n')
			end = len(head)
		}
		list, head = append(list, head[:end]), head[end:]
	}
	return list
}

// readHead reads up to so many bytes.
func readHead(r io.Reader, size int) ([]byte, error) {
	head := make([]byte, size)
	n, err := io.ReadFull(r, head)
	if err == io.EOF || err == io.ErrUnexpectedEOF { // of the copy; a damaged input wraps its own
		err = nil
	}
	return head[:n], err
}
