package baci

import (
	"bytes"
	"context"
	"io"
	"math"
	"runtime"
	"strings"
	"sync"

	"github.com/oborot/oborot/trade"
)

const (
	// maxLine bounds one line. A row of BACI has some fifty bytes.
	maxLine = 1 << 20
	// pieceBytes is read and parsed at a time; it leaves room for the line that the
	// piece before has begun.
	pieceBytes = 4 << 20
)

// piece is a part of a file that ends with a line, on its way through a parser.
type piece struct {
	data   []byte
	line   int // of its first line
	lines  int
	open   bool // its last line is the last of the file and has no line end
	parsed chan *block
	err    error // reading failed, data is empty
}

// parse reads lines from input, the first of which has the number line, parses
// pieces of them in parallel and hands the blocks over in the order of the file.
// It returns the first error of the reading, of a block, or of each.
func (r *rules) parse(ctx context.Context, input io.Reader, line int, each func(*block) error) error {
	ctx, cancel := context.WithCancel(ctx)
	workers := max(2, runtime.GOMAXPROCS(0))
	cutter := &cutter{input: input, where: r.where, line: line, free: make(chan []byte, workers+2)}
	for range workers + 2 {
		cutter.free <- nil
	}
	jobs, inOrder := make(chan *piece), make(chan *piece, workers+2)
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	all.Go(func() {
		defer close(jobs)
		defer close(inOrder)
		cutter.run(ctx, jobs, inOrder)
	})
	for range workers {
		all.Go(func() {
			for p := range jobs {
				b := r.parseBlock(p.data, p.line, p.lines)
				if p.open && b.err == nil {
					b.err = r.checkEnd(p)
				}
				cutter.free <- p.data[:0]
				p.parsed <- b
			}
		})
	}
	for p := range inOrder {
		if err := p.deliver(ctx, each); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// deliver waits for the block of a piece and hands it over.
func (p *piece) deliver(ctx context.Context, each func(*block) error) error {
	if p.err != nil {
		return p.err
	}
	select {
	case b := <-p.parsed:
		if b.err != nil {
			return b.err
		}
		return each(b)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// cutter cuts a stream into pieces.
type cutter struct {
	input io.Reader
	where string
	line  int
	free  chan []byte // buffers not in use; their number bounds the memory
	tail  []byte      // the beginning of a line whose end is not read yet
}

func (c *cutter) run(ctx context.Context, jobs, inOrder chan<- *piece) {
	for more := true; more; {
		var p *piece
		var buffer []byte
		select {
		case buffer = <-c.free:
		case <-ctx.Done():
			return
		}
		if p, more = c.next(buffer); p == nil {
			return
		}
		select {
		case inOrder <- p:
		case <-ctx.Done():
			return
		}
		if p.err != nil {
			return
		}
		select {
		case jobs <- p:
		case <-ctx.Done():
			return
		}
	}
}

// next fills a buffer and cuts it behind its last line. It returns nil at the end
// of the input; more tells whether it makes sense to go on.
func (c *cutter) next(buffer []byte) (p *piece, more bool) {
	if cap(buffer) == 0 {
		buffer = make([]byte, 0, pieceBytes+1)
	}
	kept := copy(buffer[:cap(buffer)], c.tail)
	data, err := fill(buffer[:kept], c.input)
	ended := err == io.EOF
	if err != nil && !ended {
		return &piece{err: err}, false
	}
	open := ended && len(data) > 0 && data[len(data)-1] != '\n'
	if open {
		data = append(data, '\n')
	}
	cut := bytes.LastIndexByte(data, '\n') + 1
	if len(data)-cut > maxLine {
		lines := bytes.Count(data, []byte("\n"))
		return &piece{err: lineTooLong(c.where, c.line+lines)}, false
	}
	c.tail = append(c.tail[:0], data[cut:]...)
	if cut == 0 {
		return nil, false
	}
	lines := bytes.Count(data[:cut], []byte("\n"))
	p = &piece{data: data[:cut], line: c.line, lines: lines, open: open, parsed: make(chan *block, 1)}
	c.line += lines
	return p, !ended
}

// fill reads until a piece is whole. Unlike io.ReadFull it tells the end of the
// input (io.EOF) from an archive that breaks off (io.ErrUnexpectedEOF).
func fill(data []byte, input io.Reader) ([]byte, error) {
	for len(data) < pieceBytes {
		n, err := input.Read(data[len(data):pieceBytes])
		data = data[:len(data)+n]
		if err != nil {
			return data, err
		}
	}
	return data, nil
}

// checkEnd refuses a file whose last line breaks off: what came before it may be
// good, but nobody knows how much is lost. A last line that is whole may lack its
// line end, and one that is whole and wrong is set aside as any other. An absent
// mass at the very end cannot be told from one that was cut off.
func (r *rules) checkEnd(p *piece) error {
	text := p.data[bytes.LastIndexByte(p.data[:len(p.data)-1], '\n')+1 : len(p.data)-1]
	if len(bytes.Trim(text, padding)) == 0 {
		return nil
	}
	fields, problem := splitRow(text)
	mass := fields[len(fields)-1]
	if problem == "" && mass != "" && !strings.HasSuffix(mass, ".") && mass != "N" {
		return nil
	}
	return trade.Errorf(trade.BadInput, "the file ends in the middle of a row").At(r.where, p.line+p.lines-1).
		WithHint("download it again; if the file is your own and whole, put a line end behind its last row")
}

func lineTooLong(where string, line int) error {
	return trade.Errorf(trade.BadInput, "the line is longer than 1 MiB").At(where, line).
		WithHint("the file is damaged or of another format: look at it with head -c 300")
}

// maxTotal bounds the sum of one file, in thousandths of a dollar. World trade of
// a century stays below it, and the sum of several files fits into an int64.
const maxTotal = math.MaxInt64 / 8

func totalTooLarge(where string) error {
	return trade.Errorf(trade.BadInput, "the values add up to more than can be held").At(where, 0).
		WithHint("check the unit of v: BACI gives thousand dollars")
}
