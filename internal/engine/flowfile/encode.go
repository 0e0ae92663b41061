package flowfile

import (
	"encoding/binary"
	"math/bits"
	"unsafe"

	"github.com/oborot/oborot/trade"
)

// appendHybrid appends values in Parquet's mix of runs and packed bits. A run of
// at least eight becomes a run; what lies between is packed in groups of eight,
// which must be full before a run may follow.
func appendHybrid(to []byte, values []uint32, width int) []byte {
	packed := make([]uint32, 0, len(values)+8)
	for i := 0; i < len(values); {
		v, end := values[i], i+1
		for end < len(values) && values[end] == v {
			end++
		}
		run := end - i
		i = end
		for run > 0 && (len(packed)%8 != 0 || run < 8) {
			packed, run = append(packed, v), run-1
		}
		if run > 0 {
			to = appendPacked(to, packed, width)
			packed = packed[:0]
			to = appendRun(to, v, run, width)
		}
	}
	return appendPacked(to, packed, width)
}

func appendRun(to []byte, value uint32, run, width int) []byte {
	to = binary.AppendUvarint(to, uint64(run)<<1)
	for ; width > 0; width -= 8 {
		to = append(to, byte(value))
		value >>= 8
	}
	return to
}

// appendPacked appends one run of packed bits, filled up with zeros to a multiple
// of eight values.
func appendPacked(to []byte, values []uint32, width int) []byte {
	if len(values) == 0 {
		return to
	}
	groups := (len(values) + 7) / 8
	to = binary.AppendUvarint(to, uint64(groups)<<1|1)
	end := len(to) + groups*width
	var held uint64
	count := 0
	for _, v := range values {
		held |= uint64(v) << count
		for count += width; count >= 32; count -= 32 {
			to = binary.LittleEndian.AppendUint32(to, uint32(held))
			held >>= 32
		}
	}
	for len(to) < end {
		to = append(to, byte(held))
		held >>= 8
	}
	return to[:end]
}

// widthOf returns the bits that hold numbers below n, at least one.
func widthOf(n int) int { return max(1, bits.Len(uint(n-1))) }

// appendLevels appends the definition levels that say which of the rows have a
// value, with their length before them. None is needed where all must have one.
func appendLevels(to []byte, present []uint32) []byte {
	start := len(to)
	to = appendHybrid(append(to, 0, 0, 0, 0), present, 1)
	binary.LittleEndian.PutUint32(to[start:], uint32(len(to)-start-4))
	return to
}

// appendPlain appends amounts as eight bytes each, the lowest first.
func appendPlain(to []byte, amounts []int64) []byte {
	if len(amounts) == 0 {
		return to
	}
	if littleEndian {
		// Copying the memory as it lies takes a tenth of the time of the loop below.
		return append(to, unsafe.Slice((*byte)(unsafe.Pointer(&amounts[0])), len(amounts)*8)...)
	}
	for _, a := range amounts {
		to = binary.LittleEndian.AppendUint64(to, uint64(a))
	}
	return to
}

var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// split marks which amounts are present and moves these to the front.
func split(amounts []int64, present []uint32) (kept []int64) {
	n := 0
	for i, a := range amounts {
		amounts[n] = a
		present[i] = 0
		if a != trade.Null {
			present[i] = 1
			n++
		}
	}
	return amounts[:n]
}
