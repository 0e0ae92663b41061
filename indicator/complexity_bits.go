package indicator

import "math/bits"

// bitMatrix is a binary matrix, each row a run of whole words.
type bitMatrix struct {
	rows, columns, words int
	bits                 []uint64
}

func newBitMatrix(rows, columns int) bitMatrix {
	words := (columns + 63) / 64
	return bitMatrix{rows, columns, words, make([]uint64, rows*words)}
}

func (b bitMatrix) set(row, column int) {
	b.bits[row*b.words+column/64] |= 1 << (column % 64)
}

func (b bitMatrix) has(row, column int) bool {
	return b.bits[row*b.words+column/64]>>(column%64)&1 == 1
}

func (b bitMatrix) row(i int) []uint64 { return b.bits[i*b.words : (i+1)*b.words] }

// octet returns the columns 8*at to 8*at+7 of a row, the first in the lowest bit.
func (b bitMatrix) octet(row, at int) uint8 {
	return uint8(b.bits[row*b.words+at/8] >> (8 * (at % 8)))
}

func (b bitMatrix) transposed() bitMatrix {
	t := newBitMatrix(b.columns, b.rows)
	for i := range b.rows {
		for w, word := range b.row(i) {
			for ; word != 0; word &= word - 1 {
				t.set(w*64+bits.TrailingZeros64(word), i)
			}
		}
	}
	return t
}

// filled returns the rows with an entry and those without.
func (b bitMatrix) filled() (with, without []int) {
	for i := range b.rows {
		if b.count(i) > 0 {
			with = append(with, i)
		} else {
			without = append(without, i)
		}
	}
	return with, without
}

func (b bitMatrix) count(row int) int {
	n := 0
	for _, word := range b.row(row) {
		n += bits.OnesCount64(word)
	}
	return n
}

// kept returns the matrix of some rows and columns.
func (b bitMatrix) kept(rows, columns []int) bitMatrix {
	k := newBitMatrix(len(rows), len(columns))
	for i, row := range rows {
		for j, column := range columns {
			if b.has(row, column) {
				k.set(i, j)
			}
		}
	}
	return k
}

// lists returns the columns of each row, ascending, and how many they are.
func (b bitMatrix) lists() ([][]int32, []int) {
	lists, counts := make([][]int32, b.rows), make([]int, b.rows)
	sum := 0
	for i := range b.rows {
		counts[i] = b.count(i)
		sum += counts[i]
	}
	room := make([]int32, 0, sum)
	for i := range b.rows {
		start := len(room)
		for w, word := range b.row(i) {
			for ; word != 0; word &= word - 1 {
				room = append(room, int32(w*64+bits.TrailingZeros64(word)))
			}
		}
		lists[i] = room[start:len(room):len(room)]
	}
	return lists, counts
}
