package baci

import (
	"bytes"
	"sort"

	"github.com/oborot/oborot/trade"
)

// block is what one piece of a file holds: its good rows in columns, in the order
// of the file, and its bad ones.
type block struct {
	where    string // the file, for errors
	line     int    // of the first line in the file, counted from 1
	product  []uint32
	value    []int64 // thousandths of a dollar
	mass     []int64 // thousandths of a kilogram or trade.Null
	runs     []run
	gaps     []int32 // for each line that gave no good row: the count of good rows before it
	rejected []trade.Rejection
	read     trade.Tally // rows and value, good and bad
	seen     codeSet     // numeric codes of good rows
	err      error       // the file must be refused
}

// run is a stretch of rows of one block with the same year and pair. Files come
// sorted by numeric code, so there are few runs, and putting them in order is
// putting the rows in order.
type run struct {
	pair       uint32 // exporter word << 16 | importer word
	start, end int32  // rows of the block
	block      int32
	year       int16
	ascending  bool // the products are strictly ascending
}

func pairOf(exporter, importer uint16) uint32 { return uint32(exporter)<<16 | uint32(importer) }

// parseBlock reads whole lines. data ends with a line feed.
func (r *rules) parseBlock(data []byte, firstLine, lines int) *block {
	b := &block{
		where: r.where, line: firstLine, product: make([]uint32, 0, lines),
		value: make([]int64, 0, lines), mass: make([]int64, 0, lines),
	}
	line := firstLine
	for len(data) > 0 && b.err == nil {
		one, size := r.fastRow(data)
		switch {
		case size > 0 && size <= maxLine:
			b.add(one)
		default:
			size = bytes.IndexByte(data, '\n') + 1
			r.slowRow(b, data[:size], line)
		}
		data = data[size:]
		line++
	}
	return b
}

// slowRow judges a line that is not of the usual form.
func (r *rules) slowRow(b *block, text []byte, line int) {
	if len(text) > maxLine {
		b.err = lineTooLong(r.where, line)
		return
	}
	if len(bytes.Trim(text, padding+"\n")) == 0 {
		b.gaps = append(b.gaps, int32(len(b.product)))
		return
	}
	one, wrong := r.parseRow(text[:len(text)-1])
	if wrong == nil {
		b.add(one)
		return
	}
	b.gaps = append(b.gaps, int32(len(b.product)))
	b.count(wrong.value)
	b.rejected = append(b.rejected, wrong.rejection(line, text))
}

// add appends a good row.
func (b *block) add(one row) {
	at := int32(len(b.product))
	pair := pairOf(one.exporter, one.importer)
	last := len(b.runs) - 1
	if last >= 0 && b.runs[last].pair == pair && b.runs[last].year == int16(one.year) {
		b.runs[last].end = at + 1
		if one.product <= b.product[at-1] {
			b.runs[last].ascending = false
		}
	} else {
		b.runs = append(b.runs, run{pair, at, at + 1, 0, int16(one.year), true})
		b.seen.add(int(one.codes[0]))
		b.seen.add(int(one.codes[1]))
	}
	b.product = append(b.product, one.product)
	b.value = append(b.value, one.value)
	b.mass = append(b.mass, one.mass)
	b.count(one.value)
}

// count takes a row into the account of what was read.
func (b *block) count(value int64) {
	if b.read.Value > maxTotal {
		b.err = totalTooLarge(b.where)
		return
	}
	b.read.Add(value)
}

// lineOf returns the line in the file of a good row.
func (b *block) lineOf(at int) int {
	skipped := sort.Search(len(b.gaps), func(i int) bool { return int(b.gaps[i]) > at })
	return b.line + at + skipped
}
