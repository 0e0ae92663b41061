package tabular

import (
	"slices"
	"sync"
)

// dimension is a column of text of the table of facts.
type dimension int

const (
	exporter dimension = iota
	importer
	product
	flow
	reporter
	valuation
	currency
	unit
	enterprise
	dimensions // how many there are
)

// dictionary numbers the words of one import: the same word has the same number
// in whatever file, goroutine or dataset it occurs.
type dictionary struct {
	lock  sync.Mutex
	index [dimensions]map[string]uint32
	words [dimensions][]string
}

func newDictionary() *dictionary {
	d := &dictionary{}
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
// for again. The words met last are looked up by place, which takes a quarter of the
// time of a map: nine columns of millions of rows go through here.
type lookup struct {
	dictionary *dictionary
	met        [dimensions]map[string]uint32
	recent     [dimensions][]numbered
	word       [dimensions]string // met last
	last       [dimensions]uint32
}

type numbered struct {
	word   string
	number uint32
}

// How many words are looked up by place: of goods, of which a tariff has some
// thirteen thousand, and of any other column. Powers of two.
const (
	recentGoods = 1 << 15
	recentWords = 1 << 11
)

func newLookup(d *dictionary) *lookup {
	l := &lookup{dictionary: d}
	for i := range l.met {
		l.met[i] = map[string]uint32{}
		l.recent[i] = make([]numbered, recentWords)
		if dimension(i) == product {
			l.recent[i] = make([]numbered, recentGoods)
		}
		l.last[i] = d.number(dimension(i), "")
	}
	return l
}

// placeOf spreads short words, whose ends differ most.
func placeOf(word string, places int) int {
	h := uint32(len(word))
	for i := max(0, len(word)-8); i < len(word); i++ {
		h = h*31 + uint32(word[i])
	}
	return int(h*0x9E3779B1>>16) & (places - 1)
}

// number returns the number of a word. Tables are sorted by some of their columns,
// so a word is often the last one again.
func (l *lookup) number(of dimension, word string) uint32 {
	if word == l.word[of] {
		return l.last[of]
	}
	recent := &l.recent[of][placeOf(word, len(l.recent[of]))]
	if recent.word != word || word == "" {
		n, ok := l.met[of][word]
		if !ok {
			n = l.dictionary.number(of, word)
			l.met[of][word] = n
		}
		*recent = numbered{word, n}
	}
	l.word[of], l.last[of] = word, recent.number
	return recent.number
}
