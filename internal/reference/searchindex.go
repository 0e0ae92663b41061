package reference

import (
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/oborot/oborot/trade"
)

// thing is what a search finds, with the nomenclatures it belongs to.
type thing struct {
	entry
	kind Kind
	in   nomenclatures

	imported bool
}

// label is one of the names of a thing.
type label struct {
	thing int32
	words int32 // that mean something, each once
	name  bool  // not an alias
	text  string
}

// use says where a word stands: as which of the words of which label.
type use struct {
	label int32
	place uint8
}

// lexicon finds things by the words of their names and aliases.
type lexicon struct {
	things  []thing
	labels  []label
	known   map[string]int32   // words by their text
	words   []string           // by number
	letters []uint64           // which letters each word has, to compare it fast
	lengths []uint8            // of each word, in letters
	uses    [][]use            // of each word
	roots   map[string][]int32 // words by their root
	sorted  []int32            // words in the order of their texts
}

func newLexicon(things []thing) *lexicon {
	x := &lexicon{things: things, known: map[string]int32{}, roots: map[string][]int32{}}
	for i, t := range things {
		x.add(i, t.name.English, true)
		if t.name.Russian != t.name.English {
			x.add(i, t.name.Russian, true)
		}
		for _, alias := range t.aliases {
			x.add(i, alias, false)
		}
		if t.kind != ProductKind && t.kind != SectionKind {
			x.add(i, t.code, false)
		}
	}
	x.sorted = make([]int32, len(x.words))
	for i, w := range x.words {
		x.sorted[i] = int32(i)
		r := root(w)
		x.roots[r] = append(x.roots[r], int32(i))
	}
	slices.SortFunc(x.sorted, func(a, b int32) int { return strings.Compare(x.words[a], x.words[b]) })
	return x
}

func (x *lexicon) add(thing int, text string, name bool) {
	words := once(wordsOf(text))
	if len(words) == 0 {
		return
	}
	here := int32(len(x.labels))
	x.labels = append(x.labels, label{thing: int32(thing), words: int32(len(words)), name: name, text: text})
	for place, w := range words {
		number := x.number(w)
		x.uses[number] = append(x.uses[number], use{here, uint8(min(place, 255))})
	}
}

// number returns the number of a word, a new one if it is not known yet.
func (x *lexicon) number(w string) int32 {
	if n, ok := x.known[w]; ok {
		return n
	}
	n := int32(len(x.words))
	w = strings.Clone(w)
	x.known[w] = n
	x.words = append(x.words, w)
	x.letters = append(x.letters, lettersOf(w))
	x.lengths = append(x.lengths, uint8(min(utf8.RuneCountInString(w), 255)))
	x.uses = append(x.uses, nil)
	return n
}

// lettersOf marks the letters of a word, several of the alphabet to a bit.
func lettersOf(w string) uint64 {
	var set uint64
	for _, r := range w {
		set |= 1 << (uint(r) % 64)
	}
	return set
}

// The ways in which a typed word can be one of the lexicon, the worst first.
const (
	misspelt = iota + 1
	related  // both have one stem
	begun    // the word begins with what was typed
	inflected
	same
)

// like is a word of the lexicon that a typed word may stand for.
type like struct {
	word  int32
	way   uint8
	close float32 // 1 for the same word
}

// likes returns what a typed word may stand for. A word that is known is not taken
// for the beginning of another (лес of Лесото); spelling is doubted, and a root
// without a stem in common believed, only when nothing else is found.
func (x *lexicon) likes(typed string) []like {
	found, distant := x.kin(typed)
	if !slices.ContainsFunc(found, func(l like) bool { return l.way >= inflected }) {
		found = append(found, x.begun(typed)...)
	}
	if len(found) > 0 {
		return found
	}
	found = distant
	for slack := 0; len(found) == len(distant) && slack <= 1; slack++ {
		found = append(found, x.misspelt(typed, slack)...)
	}
	return found
}

// kin returns the words with the root of a typed one: its forms and those with the
// same stem, and apart from them those that are further away.
func (x *lexicon) kin(typed string) (near, distant []like) {
	of := stem(typed)
	for _, n := range x.roots[root(typed)] {
		switch {
		case x.words[n] == typed:
			near = append(near, like{n, same, 1})
		case formOf(typed, x.words[n]):
			near = append(near, like{n, inflected, 0.97})
		case stem(x.words[n]) == of && utf8.RuneCountInString(of) >= shortestStem:
			near = append(near, like{n, related, 0.9})
		default:
			distant = append(distant, like{n, misspelt, 0.6})
		}
	}
	return near, distant
}

// begun returns the words that are longer than what was typed and begin with it.
func (x *lexicon) begun(typed string) []like {
	length := utf8.RuneCountInString(typed)
	if length < shortestBeginning {
		return nil
	}
	var found []like
	from, _ := slices.BinarySearchFunc(x.sorted, typed, func(n int32, w string) int { return strings.Compare(x.words[n], w) })
	for _, n := range x.sorted[from:] {
		if !strings.HasPrefix(x.words[n], typed) {
			break
		}
		if x.words[n] != typed {
			found = append(found, like{n, begun, float32(length) / float32(x.lengths[n])})
		}
	}
	return found
}

// What is shorter, in letters, says too little: сыр is the stem of сырьё too.
const (
	shortestStem      = 4
	shortestBeginning = 3
	shortestMisspelt  = 4
)

// misspelt returns the words that a few slips turn into what was typed: one slip
// in a short word, two from eight letters, and slack more from six.
func (x *lexicon) misspelt(typed string, slack int) []like {
	letters := []rune(typed)
	if len(letters) < shortestMisspelt || unicode.IsDigit(letters[0]) {
		return nil
	}
	most := 1
	if len(letters) >= 6 {
		most += slack
	}
	if len(letters) >= 8 {
		most++
	}
	set := lettersOf(typed)
	var found []like
	for n := range x.words {
		apart := int(x.lengths[n]) - len(letters)
		if x.lengths[n] < shortestMisspelt-1 || apart > most || -apart > most || bits.OnesCount64(set^x.letters[n]) > 2*most {
			continue
		}
		if d := trade.Edits(letters, []rune(x.words[n])); d <= most {
			found = append(found, like{int32(n), misspelt, 1 - float32(d)/float32(max(len(letters), int(x.lengths[n])))})
		}
	}
	return found
}
