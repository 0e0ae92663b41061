package tabular

import (
	"math"
	"math/bits"

	"github.com/oborot/oborot/trade"
)

// key is what tells rows of a series apart: both sides and the product; the year, what
// a kind says of flow, reporter and months, and the enterprise; as numbers of the
// dictionary. It is exact.
type key struct{ what, when uint64 }

// The limits of a key: the last year, and how many economies and kinds of rows it has
// room for.
const (
	lastYear      = 1<<12 - 1
	mostEconomies = 1 << 16
	mostKinds     = 1 << 20
)

// code is the number of a word.
func (k key) code(of dimension) uint32 {
	switch of {
	case exporter:
		return uint32(k.what >> 48)
	case importer:
		return uint32(k.what >> 32 & (mostEconomies - 1))
	case product:
		return uint32(k.what)
	}
	return uint32(k.when) // enterprise
}

func (k key) year() int { return int(k.when >> 52) }

// fingerprint tells whether two rows of one key say the same.
func (o *observed) fingerprint() uint64 {
	h := uint64(o.kind) * hashFactor // far from the values it is mixed with
	for _, v := range [...]uint64{uint64(o.value), uint64(o.valueUSD), uint64(o.netKg), uint64(o.quantity)} {
		high, low := bits.Mul64(h^v^hashFactor, hashFactor2)
		h = high ^ low
	}
	return h
}

// sighting is where a key was met first.
type sighting struct {
	fingerprint uint64
	table       uint32
	line        uint32
	place       place64 // in the block of its year
}

// sightings remembers the keys of a series: an open hash table, because a map of
// Go takes twice the memory for so small entries and cannot be asked ahead.
type sightings struct {
	slots []uint64 // number of the key plus one; above it its hash, which spares looking and makes growing cheap
	pages [][]entry
	count int
	// expected is how many keys there may be in the end; the table grows to it at once.
	expected int
	touched  uint64 // keeps the compiler from leaving out what ahead reads
}

type entry struct {
	key
	sighting
}

const (
	hashFactor  = 0x9E3779B97F4A7C15
	hashFactor2 = 0xD6E8FEB86659FD93
	pageRows    = 1 << 14
	// mostExpected bounds the memory that is taken on trust: 512 MiB.
	mostExpected = 40_000_000
)

func hashOf(k key) uint32 {
	h := (k.what ^ k.when*hashFactor) * hashFactor
	h ^= h >> 29
	return uint32(h * hashFactor >> 32)
}

// ahead brings the slots of rows into the cache, several at a time, which one
// lookup after the other cannot: they are all over the memory.
func (s *sightings) ahead(rows []observed) {
	for (s.count+len(rows)+1)*3 > len(s.slots)*2 {
		s.grow()
	}
	mask := uint32(len(s.slots) - 1)
	touched := uint64(0)
	for i := range rows {
		touched ^= s.slots[rows[i].hash&mask]
	}
	s.touched = touched
}

// meet returns the first sighting of a key, nil when this is it.
func (s *sightings) meet(k key, h uint32, now sighting) (first *sighting) {
	if (s.count+1)*3 > len(s.slots)*2 {
		s.grow()
	}
	mask := uint32(len(s.slots) - 1)
	at := h & mask
	for ; s.slots[at] != 0; at = (at + 1) & mask {
		if slot := s.slots[at]; uint32(slot>>32) == h {
			if e := s.entry(uint32(slot) - 1); e.key == k {
				return &e.sighting
			}
		}
	}
	if s.count%pageRows == 0 {
		s.pages = append(s.pages, make([]entry, 0, pageRows))
	}
	page := &s.pages[s.count/pageRows]
	*page = append(*page, entry{k, now})
	s.count++
	s.slots[at] = uint64(h)<<32 | uint64(s.count)
	return nil
}

func (s *sightings) entry(number uint32) *entry { return &s.pages[number/pageRows][number%pageRows] }

func (s *sightings) grow() {
	old := s.slots
	size := max(1024, 2*len(old))
	for size*2 < min(s.expected, mostExpected)*3 {
		size *= 2
	}
	s.slots = make([]uint64, size)
	mask := uint32(len(s.slots) - 1)
	for _, slot := range old {
		if slot == 0 {
			continue
		}
		at := uint32(slot>>32) & mask
		for s.slots[at] != 0 {
			at = (at + 1) & mask
		}
		s.slots[at] = slot
	}
}

// full tells whether so many rows more have no numbers left.
func (s *sightings) full(rows int) bool { return s.count+rows > math.MaxUint32 }

func orZero(thousandths int64) int64 {
	if thousandths == trade.Null {
		return 0
	}
	return thousandths
}
