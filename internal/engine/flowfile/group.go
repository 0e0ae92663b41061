package flowfile

import (
	"encoding/binary"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/metadata"
	"github.com/klauspost/compress/zstd"
	"github.com/oborot/oborot/trade"
)

// chunk is one column of a group of rows, ready to be written: a dictionary, if
// the column has one, and a page.
type chunk struct {
	dictionary []byte
	words      int
	page       []byte // compressed
	size       int    // of the page before compression
	encoding   parquet.Encoding
	statistics metadata.EncodedStatistics
}

// encoder makes chunks. It keeps its buffers from one group to the next, so a
// chunk is valid until the next one is made.
type encoder struct {
	zstd    *zstd.Encoder
	order   []uint32
	codes   []uint32 // of a group of rows: indexes into the entries of the column
	present []uint32 // of a group of rows: 1 where there is a value
	amounts []int64
	place   []uint32 // of each entry: 1 + its index in the group's dictionary, 0 if not in it
	used    []entry  // the group's dictionary
	raw     []byte
	out     []byte
	last    chunk // of the column of amounts before
}

func newEncoder(order []uint32, rows int) (*encoder, error) {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1),
		zstd.WithEncoderCRC(false), zstd.WithAllLitEntropyCompression(true), zstd.WithZeroFrames(true))
	if err != nil {
		return nil, trade.Errorf(trade.Internal, "the compressor does not start: %w", err)
	}
	return &encoder{
		zstd: z, order: order, codes: make([]uint32, rows), present: make([]uint32, rows),
		amounts: make([]int64, rows),
	}, nil
}

// encode makes the chunk of a column for some rows.
func (e *encoder) encode(c *column, first, rows int) (chunk, error) {
	switch {
	case c.same:
		return e.last, nil
	case c.amounts != nil:
		return e.encodeAmounts(c, first, rows)
	case c.codes == nil:
		return e.encodeSame(c, rows), nil
	}
	return e.encodeCodes(c, first, rows), nil
}

// encodeSame makes the chunk of a column that is the same in every row.
func (e *encoder) encodeSame(c *column, rows int) chunk {
	word := c.entries[0]
	e.raw = e.raw[:0]
	if c.schema.Null {
		level := uint32(1)
		if word.absent {
			level = 0
		}
		run := appendRun(nil, level, rows, 1)
		e.raw = append(binary.LittleEndian.AppendUint32(e.raw, uint32(len(run))), run...)
	}
	if word.absent {
		return e.finish(nil, 0, parquet.Encodings.Plain, allAbsent(rows))
	}
	e.raw = appendRun(append(e.raw, 1), 0, rows, 1)
	return e.finish(word.plain, 1, parquet.Encodings.RLEDict, statistics(word.bound, word.bound, 0))
}

// encodeCodes makes the chunk of a column of codes, with a dictionary of those
// that occur in these rows.
func (e *encoder) encodeCodes(c *column, first, rows int) chunk {
	codes := e.codes[:rows]
	c.codes(codes, e.order, first)
	kept := e.useEntries(c, codes)
	e.raw = e.raw[:0]
	if c.schema.Null {
		e.raw = appendLevels(e.raw, e.present[:rows])
	}
	absent := rows - len(kept)
	if len(kept) == 0 {
		return e.finish(nil, 0, parquet.Encodings.Plain, allAbsent(rows))
	}
	width := widthOf(len(e.used))
	e.raw = appendHybrid(append(e.raw, byte(width)), kept, width)
	var dictionary []byte
	for _, word := range e.used {
		dictionary = append(dictionary, word.plain...)
	}
	least, greatest := bounds(e.used)
	return e.finish(dictionary, len(e.used), parquet.Encodings.RLEDict, statistics(least, greatest, absent))
}

// useEntries collects the group's dictionary and turns the codes of what is
// present into indexes into it.
func (e *encoder) useEntries(c *column, codes []uint32) (kept []uint32) {
	if len(e.place) < len(c.entries) {
		e.place = make([]uint32, len(c.entries))
	}
	clear(e.place)
	e.used = e.used[:0]
	kept = codes[:0]
	for i, code := range codes {
		if c.schema.Null {
			e.present[i] = 1
			if c.entries[code].absent {
				e.present[i] = 0
				continue
			}
		}
		if e.place[code] == 0 {
			e.used = append(e.used, c.entries[code])
			e.place[code] = uint32(len(e.used))
		}
		kept = append(kept, e.place[code]-1)
	}
	return kept
}

// encodeAmounts makes the chunk of a column of amounts.
func (e *encoder) encodeAmounts(c *column, first, rows int) (chunk, error) {
	amounts := e.amounts[:rows]
	for i := range amounts {
		amounts[i] = c.amounts[at(e.order, first+i)]
	}
	kept := split(amounts, e.present)
	least, greatest := int64(limit), int64(-limit)
	for _, a := range kept {
		least, greatest = min(least, a), max(greatest, a)
	}
	if len(kept) > 0 && greatest >= limit {
		return chunk{}, tooWide(c.schema.Name, greatest)
	}
	if len(kept) > 0 && least <= -limit {
		return chunk{}, tooWide(c.schema.Name, least)
	}
	e.raw = appendPlain(appendLevels(e.raw[:0], e.present[:rows]), kept)
	found := allAbsent(rows)
	if len(kept) > 0 {
		bound := func(n int64) []byte { return binary.LittleEndian.AppendUint64(nil, uint64(n)) }
		found = statistics(bound(least), bound(greatest), rows-len(kept))
	}
	e.last = e.finish(nil, 0, parquet.Encodings.Plain, found)
	if c.schema.Name == "value" {
		// The column after currency may take the same page again.
		e.last.page = append([]byte(nil), e.last.page...)
	}
	return e.last, nil
}

func (e *encoder) finish(dictionary []byte, words int, encoding parquet.Encoding, s metadata.EncodedStatistics) chunk {
	e.out = e.zstd.EncodeAll(e.raw, e.out[:0])
	return chunk{dictionary, words, e.out, len(e.raw), encoding, s}
}

func statistics(least, greatest []byte, absent int) metadata.EncodedStatistics {
	return metadata.EncodedStatistics{
		HasMin: true, Min: least, HasMax: true, Max: greatest, HasNullCount: true, NullCount: int64(absent), Signed: true,
	}
}

func allAbsent(rows int) metadata.EncodedStatistics {
	return metadata.EncodedStatistics{HasNullCount: true, NullCount: int64(rows), AllNullValue: true}
}
