package tabular

import (
	"slices"
	"sync"
	"unsafe"
)

// dimension is a column of text of the table of facts.
type dimension int

// The first ones have a column each, the others are in the kind of a row.
const (
	exporter dimension = iota
	importer
	product
	enterprise
	flow
	reporter
	valuation
	currency
	unit
	dimensions // how many there are
)

// dictionary numbers the words of one import: the same word has the same number
// in whatever file, goroutine or dataset it occurs.
type dictionary struct {
	lock  sync.Mutex
	index [dimensions]map[string]uint32
	words [dimensions][]string

	kinds     []kind
	kindIndex map[kind]uint32
}

func newDictionary() *dictionary {
	d := &dictionary{kindIndex: map[kind]uint32{}}
	for i := range d.index {
		d.index[i] = map[string]uint32{}
	}
	return d
}

// number returns the number of a word.
func (d *dictionary) number(of dimension, word string) uint32 {
	d.lock.Lock()
	defer d.lock.Unlock()
	n, ok := d.index[of][word]
	if !ok {
		n = uint32(len(d.words[of]))
		d.index[of][word] = n
		d.words[of] = append(d.words[of], word)
	}
	return n
}

// listed returns the words by number, as many as there are now.
func (d *dictionary) listed(of dimension) []string {
	d.lock.Lock()
	defer d.lock.Unlock()
	return slices.Clip(d.words[of])
}

// count returns how many words there are now.
func (d *dictionary) count(of dimension) int { return len(d.listed(of)) }

// lookup is one goroutine's way into a dictionary: what it has met it need not ask
// for again. Decoders keep the words that they hand out, so that a word is mostly
// known by where it lies in memory, which takes a quarter of the time of a map: nine
// columns of millions of rows go through here.
type lookup struct {
	dictionary *dictionary
	met        [dimensions]map[string]uint32
	recent     [dimensions][][ways]numbered
	last       [dimensions]numbered
	kinds      [recentKinds]*numberedKind
	metKinds   map[kind]*numberedKind
	lastKind   *numberedKind
}

// numbered is a word, told by where it lies.
type numbered struct {
	letters *byte // which keeps the word where it is
	length  uint32
	number  uint32
}

// lies tells whether a word lies in the same place. Words are not changed, so they
// are the same.
func (n *numbered) lies(word string) bool {
	return n.letters == unsafe.StringData(word) && int(n.length) == len(word)
}

// ways are so many words that would take the place of each other otherwise; they fill
// one line of the cache.
const ways = 4

// How many words are looked up by place, in fours: of goods, of which a tariff has some
// thirteen thousand, and of any other column. Powers of two.
const (
	recentGoods = 1 << 13
	recentWords = 1 << 9
)

func newLookup(d *dictionary) *lookup {
	l := &lookup{dictionary: d, metKinds: map[kind]*numberedKind{}, lastKind: &numberedKind{}}
	for i := range l.met {
		l.met[i] = map[string]uint32{}
		l.recent[i] = make([][ways]numbered, recentWords)
		if dimension(i) == product {
			l.recent[i] = make([][ways]numbered, recentGoods)
		}
		l.last[i] = numbered{number: d.number(dimension(i), "")}
	}
	return l
}

// placeOf spreads words by where they lie.
func placeOf(word string, places int) int {
	address := uint64(uintptr(unsafe.Pointer(unsafe.StringData(word))))
	return int(address*hashFactor>>40) & (places - 1)
}

// number returns the number of a word. Tables are sorted by some of their columns,
// so a word is often the last one again.
func (l *lookup) number(of dimension, word string) uint32 {
	last := &l.last[of]
	if last.lies(word) {
		return last.number
	}
	recent := &l.recent[of][placeOf(word, len(l.recent[of]))]
	for i := range recent {
		if recent[i].lies(word) {
			*last = recent[i]
			return last.number
		}
	}
	n, ok := l.met[of][word]
	if !ok {
		n = l.dictionary.number(of, word)
		l.met[of][word] = n
	}
	*last = numbered{unsafe.StringData(word), uint32(len(word)), n}
	copy(recent[1:], recent[:ways-1])
	recent[0] = *last
	return n
}
