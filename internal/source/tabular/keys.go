package tabular

import (
	"encoding/binary"
	"hash/maphash"
	"math"
)

// key is what tells rows of a series apart: period, flow, reporter, both sides,
// product and enterprise, as numbers of the dictionary. It is exact.
type key struct{ when, what uint64 }

// The limits of a key: the last year, and how many economies and kinds of flow or
// reporter it has room for.
const (
	lastYear      = 1<<12 - 1
	mostEconomies = 1 << 16
	mostKinds     = 1 << 6
)

// keyOf returns the key of a row.
func (c *columns) keyOf(row, year int) key {
	code := func(of dimension) uint64 { return uint64(c.codes[of][row]) }
	when := uint64(year)<<52 | uint64(c.month[row])<<48 | uint64(c.months[row])<<44 | code(flow)<<38 | code(reporter)<<32 |
		code(exporter)<<16 | code(importer)
	return key{when, code(product)<<32 | code(enterprise)}
}

// seed makes the fingerprints of one process; they are kept nowhere.
var seed = maphash.MakeSeed()

// fingerprint tells whether two rows of one key say the same.
func (c *columns) fingerprint(row int) uint64 {
	var b [56]byte
	for i, v := range [...]uint64{
		uint64(c.value[row]), uint64(c.valueUSD[row]), uint64(c.netKg[row]), uint64(c.quantity[row]),
		uint64(c.codes[valuation][row])<<32 | uint64(c.codes[currency][row]), uint64(c.codes[unit][row]), uint64(c.flags[row]),
	} {
		binary.LittleEndian.PutUint64(b[i*8:], v)
	}
	return maphash.Bytes(seed, b[:])
}

// sighting is where a key was met first.
type sighting struct {
	fingerprint uint64
	table       uint32
	line        uint32
}

// sightings remembers the keys of a series: an open hash table, because a map of
// Go takes twice the memory for so small entries.
type sightings struct {
	slots []uint64 // index into keys and first, plus one; above it half of the hash, which spares looking
	keys  []key
	first []sighting
}

const hashFactor = 0x9E3779B97F4A7C15

func hash(k key) uint64 {
	h := (k.when ^ k.what*hashFactor) * hashFactor
	h ^= h >> 29
	return h * hashFactor
}

// meet returns the number of a key, and its first sighting, nil when this is it.
func (s *sightings) meet(k key, now sighting) (number int, first *sighting) {
	if (len(s.keys)+1)*3 > len(s.slots)*2 {
		s.grow()
	}
	h := hash(k)
	at, mask := h>>32, uint64(len(s.slots)-1)
	for at &= mask; s.slots[at] != 0; at = (at + 1) & mask {
		if slot := s.slots[at]; slot>>32 == h&math.MaxUint32 && s.keys[uint32(slot)-1] == k {
			number = int(uint32(slot) - 1)
			return number, &s.first[number]
		}
	}
	s.keys, s.first = append(s.keys, k), append(s.first, now)
	s.slots[at] = h<<32 | uint64(len(s.keys))
	return len(s.keys) - 1, nil
}

func (s *sightings) grow() {
	s.slots = make([]uint64, max(1024, 2*len(s.slots)))
	mask := uint64(len(s.slots) - 1)
	for i, k := range s.keys {
		h := hash(k)
		at := h >> 32 & mask
		for s.slots[at] != 0 {
			at = (at + 1) & mask
		}
		s.slots[at] = h<<32 | uint64(i+1)
	}
}
