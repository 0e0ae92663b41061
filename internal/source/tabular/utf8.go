package tabular

import (
	"encoding/binary"
	"unicode/utf8"
)

// plainWords tells whether there are letters of one byte only.
func plainWords(text *[32]byte) bool {
	four := binary.LittleEndian.Uint64(text[0:]) | binary.LittleEndian.Uint64(text[8:]) |
		binary.LittleEndian.Uint64(text[16:]) | binary.LittleEndian.Uint64(text[24:])
	return four&highBits == 0
}

// validUTF8 is utf8.Valid for text with many letters of two bytes, such as Cyrillic
// ones: it looks at eight bytes at a time, and leaves what is longer to the standard
// library.
func validUTF8(text []byte) bool {
	begun := uint64(0) // the last byte before began a letter of two bytes
	at := 0
	for ; at+8 <= len(text); at += 8 {
		for begun == 0 && at+40 <= len(text) && plainWords((*[32]byte)(text[at:])) {
			at += 32
		}
		word := binary.LittleEndian.Uint64(text[at:])
		high := word & highBits
		if high|begun == 0 {
			continue
		}
		begins := high & (word << 1)                                        // 11......
		more := begins & (word << 2)                                        // 111.....
		tooShort := begins &^ (word&(everyByte*0x1E) + lowBits - everyByte) // 1100000.: such a letter fits into one byte
		if more|tooShort != 0 || high&^begins != begins<<8|begun {
			break
		}
		begun = begins >> 56
	}
	if begun != 0 {
		at--
	}
	return utf8.Valid(text[at:])
}
