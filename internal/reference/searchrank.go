package reference

import (
	"cmp"
	"slices"

	"github.com/oborot/oborot/trade"
)

const (
	mostWords   = 24 // of a typed text that are looked for
	longestWord = 40 // letters of a typed word that are looked at
)

// typedWords returns the words to look for, each once: a text of any length costs
// no more than a long sentence.
func typedWords(text string) []string {
	if limit := mostWords * longestWord; len(text) > limit {
		text = string([]rune(text[:limit]))
	}
	var words []string
	for _, w := range wordsOf(text) {
		if letters := []rune(w); len(letters) > longestWord {
			w = string(letters[:longestWord])
		}
		words = append(words, w)
	}
	words = once(words)
	return words[:min(len(words), mostWords)]
}

// once leaves each word at its first place.
func once(words []string) []string {
	first := words[:0]
	for _, w := range words {
		if !slices.Contains(first, w) {
			first = append(first, w)
		}
	}
	return first
}

// tally is what the typed words have in common with a label.
type tally struct {
	matched uint8 // typed words
	worst   uint8 // way of them
	place   uint8 // of the first of them in the label
	sum     float32
}

// meeting is the best that a label has for one typed word.
type meeting struct {
	place, way uint8
	close      float32
}

// tallies counts for each label that has one of the typed words.
type tallies struct {
	of     []tally
	listed []int32 // labels with a tally
}

// tallied matches the typed words with the labels.
func (x *lexicon) tallied(typed []string) tallies {
	t := tallies{of: make([]tally, len(x.labels))}
	now := make([]meeting, len(x.labels)) // for the word at hand
	var touched []int32
	for _, w := range typed {
		touched = touched[:0]
		for _, l := range x.likes(w) {
			for _, u := range x.uses[l.word] {
				best := &now[u.label]
				if best.way == 0 {
					touched = append(touched, u.label)
				}
				if l.way > best.way || l.way == best.way && l.close > best.close {
					*best = meeting{u.place, l.way, l.close}
				}
			}
		}
		for _, n := range touched {
			t.count(n, now[n])
			now[n] = meeting{}
		}
	}
	return t
}

func (t *tallies) count(label int32, m meeting) {
	c := &t.of[label]
	if c.matched == 0 {
		t.listed = append(t.listed, label)
		c.worst, c.place = m.way, m.place
	}
	c.matched++
	c.worst = min(c.worst, m.way)
	c.place = min(c.place, m.place)
	c.sum += m.close
}

// candidate is a thing with the best of its labels.
type candidate struct {
	thing int32
	label int32 // below 0 for a code
	match rank
	close float32
}

// rank orders the reasons for a hit, the best first.
type rank uint8

const (
	byCode rank = iota
	byName
	byAlias
	byForm
	byCodePrefix
	byLargerCode
	byWords
	byBeginning
	byStem
	bySpelling
	byPart
)

// rankOf judges a label by its tally; no rank when too little of it is meant.
func (x *lexicon) rankOf(l label, c tally, typed int) (r rank, ok bool) {
	whole := int(c.matched) == typed
	switch {
	case whole && c.worst == same && int(l.words) == typed && l.name:
		return byName, true
	case whole && c.worst == same && int(l.words) == typed:
		return byAlias, true
	case whole && c.worst >= inflected && int(l.words) == typed:
		return byForm, true
	case whole && c.worst >= inflected:
		return byWords, true
	case whole && c.worst == begun:
		return byBeginning, true
	case whole && c.worst == related:
		return byStem, true
	case whole:
		return bySpelling, true
	}
	return byPart, c.worst != misspelt && 2*int(c.matched) >= typed
}

// search returns the things that the typed words may mean, each once, best first.
func (x *lexicon) search(typed []string, wanted func(thing) bool) []candidate {
	t := x.tallied(typed)
	best := map[int32]candidate{}
	for _, n := range t.listed {
		l := x.labels[n]
		r, ok := x.rankOf(l, t.of[n], len(typed))
		if !ok || !wanted(x.things[l.thing]) {
			continue
		}
		c := candidate{l.thing, n, r, x.closeness(l, t.of[n])}
		if old, found := best[l.thing]; !found || c.before(old) {
			best[l.thing] = c
		}
	}
	var all []candidate
	for _, c := range best {
		all = append(all, c)
	}
	slices.SortFunc(all, x.compare)
	return all
}

// closeness is the share of the label that is meant; a name counts more than an
// alias, and a label that begins with what is meant more than one that does not.
func (x *lexicon) closeness(l label, c tally) float32 {
	close := c.sum / float32(max(l.words, int32(c.matched)))
	if !l.name {
		close *= 0.95
	}
	return close * (1 - 0.02*float32(min(c.place, 10)))
}

// before tells which label of a thing is the better reason for it.
func (c candidate) before(other candidate) bool {
	return c.match < other.match || c.match == other.match &&
		(c.close > other.close || c.close == other.close && c.label < other.label)
}

// compare orders candidates, with no two equal.
func (x *lexicon) compare(a, b candidate) int {
	s, t := x.things[a.thing], x.things[b.thing]
	return cmp.Or(
		cmp.Compare(a.match, b.match),
		-cmp.Compare(a.close, b.close),
		cmp.Compare(kindOrder[s.kind], kindOrder[t.kind]),
		cmp.Compare(levelOrder(s), levelOrder(t)),
		cmp.Compare(s.code, t.code),
		cmp.Compare(a.thing, b.thing),
	)
}

var kindOrder = map[Kind]int{EconomyKind: 0, RegionKind: 1, GroupKind: 2, ProductKind: 3, SectionKind: 4}

// levelOrder puts headings before chapters, and those before longer codes.
func levelOrder(t thing) int {
	if t.kind != ProductKind {
		return 0
	}
	switch level := trade.Product(t.code).Level(); level {
	case 4:
		return 0
	case 2:
		return 1
	default:
		return level
	}
}
