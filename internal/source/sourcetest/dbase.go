package sourcetest

import (
	"bytes"
	"encoding/binary"

	"golang.org/x/text/encoding/charmap"
)

// DBase makes a dBase table whose columns all hold text, as wide as the widest
// field, in the code page CP866. The head does not name the code page.
func DBase(names []string, rows [][]string) []byte {
	encoder := charmap.CodePage866.NewEncoder()
	encoded := make([][][]byte, len(rows))
	width := make([]int, len(names))
	record := 1
	for i := range names {
		width[i] = 1
		for at, row := range rows {
			field, err := encoder.Bytes([]byte(row[i]))
			if err != nil {
				panic(err) // a test names letters that CP866 lacks
			}
			encoded[at] = append(encoded[at], field)
			width[i] = max(width[i], len(field))
		}
		record += width[i]
	}
	out := make([]byte, 32)
	copy(out, []byte{3, 122, 2, 15})
	binary.LittleEndian.PutUint32(out[4:], uint32(len(rows)))
	binary.LittleEndian.PutUint16(out[8:], uint16(32*len(names)+33))
	binary.LittleEndian.PutUint16(out[10:], uint16(record))
	for i, name := range names {
		column := make([]byte, 32)
		copy(column, name)
		column[11], column[16] = 'C', byte(width[i])
		out = append(out, column...)
	}
	out = append(out, '\r')
	for _, fields := range encoded {
		out = append(out, ' ')
		for i, field := range fields {
			out = append(out, field...)
			out = append(out, bytes.Repeat([]byte{' '}, width[i]-len(field))...)
		}
	}
	return append(out, 0x1a)
}
