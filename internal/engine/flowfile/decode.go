package flowfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unsafe"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
)

// page is a page of a column, decompressed.
type page struct {
	dictionary bool   // the words of the column, in PLAIN encoding
	indexed    bool   // data are places in the dictionary
	rows       int    // or words
	levels     []byte // of an optional column; nil where all rows have a value
	body       []byte
}

var errCut = errors.New("a page is cut short")

// newPage looks at what a page holds. Layouts that neither this package nor DuckDB
// writes are errors.
func newPage(p file.Page, optional bool) (page, error) {
	out := page{rows: int(p.NumValues()), body: p.Data()}
	if out.rows < 0 || out.rows > mostRows {
		return out, fmt.Errorf("a page of %d rows", out.rows)
	}
	encoding := parquet.Encoding(p.Encoding())
	switch {
	case p.Type() == file.PageTypeDictionaryPage:
		out.dictionary = true
		return out, nil
	case p.Type() != file.PageTypeDataPage:
		return out, fmt.Errorf("a page of type %v", p.Type())
	case encoding == parquet.Encodings.PlainDict || encoding == parquet.Encodings.RLEDict:
		out.indexed = true
	case encoding != parquet.Encodings.Plain:
		return out, fmt.Errorf("a page in %v", encoding)
	}
	if optional {
		return out, out.cutLevels()
	}
	return out, nil
}

// cutLevels takes the levels off the front of the body. One run over all rows, which
// is what most columns have, counts as none.
func (p *page) cutLevels() error {
	if len(p.body) < 4 {
		return errCut
	}
	size := uint64(binary.LittleEndian.Uint32(p.body))
	if size > uint64(len(p.body)-4) {
		return errCut
	}
	p.levels, p.body = p.body[4:4+size], p.body[4+size:]
	header, n := binary.Uvarint(p.levels)
	if n > 0 && n < len(p.levels) && header&1 == 0 && header>>1 >= uint64(p.rows) && p.levels[n] == 1 {
		p.levels = nil
	}
	return nil
}

// eachText shows so many texts in PLAIN encoding. A text is valid until each returns.
func eachText(body []byte, count int, each func(word []byte) error) error {
	for range count {
		if len(body) < 4 {
			return errCut
		}
		size := uint64(binary.LittleEndian.Uint32(body))
		if size > uint64(len(body)-4) {
			return errCut
		}
		if err := each(body[4 : 4+size]); err != nil {
			return err
		}
		body = body[4+size:]
	}
	return nil
}

// eachNumber shows so many whole numbers in PLAIN encoding, of four bytes each.
func eachNumber(body []byte, count int, each func(word []byte) error) error {
	if len(body)/4 < count {
		return errCut
	}
	for i := range count {
		if err := each(body[4*i : 4*i+4]); err != nil {
			return err
		}
	}
	return nil
}

// readPlain reads amounts of eight bytes each, the lowest first.
func readPlain(to []int64, body []byte) error {
	if len(body)/8 < len(to) {
		return errCut
	}
	if littleEndian && len(to) > 0 {
		// As in appendPlain: copying takes a tenth of the time of the loop below.
		copy(unsafe.Slice((*byte)(unsafe.Pointer(&to[0])), len(to)*8), body)
		return nil
	}
	for i := range to {
		to[i] = int64(binary.LittleEndian.Uint64(body[8*i:]))
	}
	return nil
}

// readHybrid reads the data of an indexed page, whose first byte is the width of the
// places, through a dictionary.
func readHybrid(to []uint16, body []byte, dictionary []uint16) error {
	if len(body) == 0 {
		if len(to) == 0 {
			return nil
		}
		return errCut
	}
	return readPacked(to, body[1:], int(body[0]), dictionary)
}

// readPacked decodes Parquet's mix of runs and packed bits of a width, through a
// dictionary.
func readPacked(to []uint16, body []byte, width int, dictionary []uint16) error {
	if width > 32 {
		return fmt.Errorf("places of %d bits", width)
	}
	for len(to) > 0 {
		header, n := binary.Uvarint(body)
		if n <= 0 {
			return errCut
		}
		body = body[n:]
		bytes, count := uint64(width+7)/8, header>>1
		if header&1 == 1 {
			bytes, count = count*uint64(width), count*8
		}
		if header > 1<<40 || bytes > uint64(len(body)) {
			return errCut
		}
		part := to[:min(count, uint64(len(to)))]
		to = to[len(part):]
		unpack := readRun
		if header&1 == 1 {
			unpack = readBits
		}
		if err := unpack(part, body[:bytes], width, dictionary); err != nil {
			return err
		}
		body = body[bytes:]
	}
	return nil
}

// readRun fills a run of one place.
func readRun(to []uint16, body []byte, _ int, dictionary []uint16) error {
	var whole [8]byte
	copy(whole[:], body)
	at := binary.LittleEndian.Uint64(whole[:])
	if at >= uint64(len(dictionary)) {
		return outside(at, dictionary)
	}
	code := dictionary[at]
	for i := range to {
		to[i] = code
	}
	return nil
}

// readBits reads packed places. All but the last few are cut out of eight bytes.
func readBits(to []uint16, body []byte, width int, dictionary []uint16) error {
	mask := uint64(1)<<width - 1
	i, bit := 0, 0
	for ; i < len(to) && bit>>3+8 <= len(body); i, bit = i+1, bit+width {
		at := binary.LittleEndian.Uint64(body[bit>>3:]) >> (bit & 7) & mask
		if at >= uint64(len(dictionary)) {
			return outside(at, dictionary)
		}
		to[i] = dictionary[at]
	}
	for ; i < len(to); i, bit = i+1, bit+width {
		var end [8]byte
		copy(end[:], body[bit>>3:])
		at := binary.LittleEndian.Uint64(end[:]) >> (bit & 7) & mask
		if at >= uint64(len(dictionary)) {
			return outside(at, dictionary)
		}
		to[i] = dictionary[at]
	}
	return nil
}

func outside(at uint64, dictionary []uint16) error {
	return fmt.Errorf("place %d in a dictionary of %d words", at, len(dictionary))
}
