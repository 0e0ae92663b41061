package reference

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/russian"
	"golang.org/x/text/unicode/norm"
)

// wordsOf returns the words of a text that mean something, in order: in lower case,
// ё as е, Latin letters without marks. Single letters that an apostrophe leaves
// and words such as "of" are left out unless there is nothing else.
func wordsOf(text string) []string {
	all := strings.FieldsFunc(plain(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	telling := make([]string, 0, len(all))
	for _, w := range all {
		if !idle[w] && (len(w) > 1 || unicode.IsDigit(rune(w[0]))) {
			telling = append(telling, w)
		}
	}
	if len(telling) == 0 {
		return all
	}
	return telling
}

// idle words join others and are not looked for.
var idle = map[string]bool{
	"of": true, "and": true, "the": true, "for": true, "with": true, "or": true, "in": true, "to": true, "from": true,
	"и": true, "из": true, "для": true, "с": true, "со": true, "в": true, "во": true, "на": true, "по": true, "от": true, "или": true, "к": true,
}

// plain lowers the case, writes ё as е and takes the marks off Latin letters; й
// stays, since it is a letter of its own that stemming needs.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < utf8.RuneSelf:
			return unicode.ToLower(r)
		case r == 'ё' || r == 'Ё':
			return 'е'
		case unicode.Is(unicode.Latin, r):
			base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
			return unicode.ToLower(base)
		}
		return unicode.ToLower(r)
	}, norm.NFC.String(text))
}

// stem cuts a word to what its forms have in common by the Snowball algorithms.
func stem(word string) string {
	first, _ := utf8.DecodeRuneInString(word)
	env := snowballstem.NewEnv(word)
	switch {
	case unicode.Is(unicode.Latin, first):
		english.Stem(env)
	case unicode.Is(unicode.Cyrillic, first):
		russian.Stem(env)
	}
	return env.Current()
}

// root cuts further: a Russian word loses a soft sign first and is stemmed until
// it stays as it is, for the algorithm takes the ends of some nouns for those of
// verbs and leaves Казахстан another stem than Казахстаном.
func root(word string) string {
	word = strings.TrimSuffix(word, "ь")
	for {
		cut := stem(word)
		if cut == word || utf8.RuneCountInString(cut) < shortestRoot {
			return word
		}
		word = cut
	}
}

// shortestRoot is how many letters are left of a word.
const shortestRoot = 3

// paradigm is a way in which words change: the ends that a word has in a list of
// names (nominative, singular or plural) and those that it has in a sentence.
type paradigm struct {
	listed, spoken []string
}

// paradigms are the common declensions. They are narrower than stemming: сырьём
// has the stem of сыр and is no form of it.
var paradigms = map[*unicode.RangeTable][]paradigm{
	unicode.Cyrillic: {
		declension("", "а у ом е ы и ов ам ами ах"),
		declension("а", "ы и е у ой ей ою о ом ам ами ах", ""),
		declension("ы и", "а о у ом е ов ам ами ах", ""),
		declension("ь й", "я ю ем е и ей ев ям ями ях"),
		declension("ь", "и ью ей ям ями ях"),
		declension("я", "и ю ей ею е ем ь й ям ями ях", ""),
		declension("и", "ь й я ю ем е ей ев ью ям ями ях"),
		declension("о", "а у ом е ам ами ах", ""),
		declension("е", "я ю ем и ей й ям ями ях"),
		declension("ый ий ой ая яя ое ее ые ие", "ого его ому ему ым им ом ем ую юю ой ей ых их ыми ими"),
	},
	unicode.Latin: {
		declension("", "s es", ""),
		declension("s es", "", ""),
		declension("y ies", "y ies"),
	},
}

// declension reads ends with spaces between them; what is listed is spoken too.
func declension(listed, spoken string, more ...string) paradigm {
	ends := strings.Fields(listed)
	if listed == "" {
		ends = []string{""}
	}
	return paradigm{listed: ends, spoken: slices.Concat(ends, strings.Fields(spoken), more)}
}

// formOf tells whether a typed word is a form of a listed one: both have the same
// beginning and ends of one paradigm.
func formOf(typed, listed string) bool {
	if typed == listed {
		return true
	}
	a, b := []rune(typed), []rune(listed)
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	if same == 0 {
		return false
	}
	ways := paradigms[unicode.Latin]
	if unicode.Is(unicode.Cyrillic, a[0]) {
		ways = paradigms[unicode.Cyrillic]
	}
	for cut := same; cut >= max(2, same-2); cut-- {
		end, end2 := string(a[cut:]), string(b[cut:])
		if slices.ContainsFunc(ways, func(p paradigm) bool {
			return slices.Contains(p.spoken, end) && slices.Contains(p.listed, end2)
		}) {
			return true
		}
	}
	return false
}
