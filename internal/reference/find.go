package reference

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/oborot/oborot/trade"
)

// entry is one thing that can be found: by its code, its names and its aliases.
type entry struct {
	code    string
	name    trade.Name
	aliases []string
}

// index finds entries by a whole code, name or alias. It is built when somebody
// first looks for a word; looking up a code does without.
type index struct {
	found   map[string][]string // from key to codes; only an alias has several
	entries []entry
	keys    [][]string // of each entry
}

func newIndex(entries []entry) *index {
	x := &index{found: make(map[string][]string, 4*len(entries)), entries: entries}
	for _, e := range entries {
		keys := e.keys()
		for _, k := range keys {
			if !slices.Contains(x.found[k], e.code) {
				x.found[k] = append(x.found[k], e.code)
			}
		}
		x.keys = append(x.keys, keys)
	}
	return x
}

func (e entry) keys() []string {
	words := append([]string{e.code, e.name.English, e.name.Russian}, e.aliases...)
	for i, word := range words {
		words[i] = key(word)
	}
	return words
}

// find returns the one code that has the text among its words.
func (x *index) find(text string) (code string, ok bool) {
	codes := x.found[key(text)]
	if len(codes) != 1 {
		return "", false
	}
	return codes[0], true
}

// key reduces a name to its letters and digits in lower case without marks, so
// that "Кот-д’Ивуар" and "кот д'ивуар" are the same, and ё is е.
func key(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFD.String(text))
}
