package tabular

import (
	"bytes"
	"context"
	"io"
	"math"

	"github.com/oborot/oborot/trade"
)

const (
	// pieceBytes is read and split at a time.
	pieceBytes = 4 << 20
	// freeBuffers are kept for the next pieces.
	freeBuffers = 4
	// maxLine bounds one line; a longer one is no table.
	maxLine = 1 << 20
)

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
	if t.line > math.MaxUint32 {
		return p, trade.Errorf(trade.BadInput, "the file has more than four billion lines").At(t.where, 0).WithHint("split it, by year for instance")
	}
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
	for cut := last; cut > 0 && len(data)-cut <= maxLine; {
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
	if validUTF8(data) {
		return data
	}
	data, t.charset = decoded(data, t.charset)
	return data
}

// belowLines returns what stands below so many lines, nothing where there are no
// more.
func belowLines(text []byte, count int) []byte {
	for range count {
		end := bytes.IndexByte(text, '\n') + 1
		if end == 0 {
			return nil
		}
		text = text[end:]
	}
	return text
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
