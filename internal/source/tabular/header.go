package tabular

import (
	"strings"
	"unicode"
)

// Header holds the names of the columns of a table, as written.
type Header []string

// Column returns the index of the first column with one of the names, -1 if there
// is none. Names are the same whatever their case and whatever blanks, underscores
// or other signs part their words: refYear, ref_year and "Ref. year" are one.
func (h Header) Column(names ...string) int {
	for _, name := range names {
		want := plain(name)
		for i, have := range h {
			if plain(have) == want {
				return i
			}
		}
	}
	return -1
}

// Has tells whether the table has a column for each of the names.
func (h Header) Has(names ...string) bool {
	for _, name := range names {
		if h.Column(name) < 0 {
			return false
		}
	}
	return true
}

// Name returns the name of a column as the table writes it, empty for one that is
// not there.
func (h Header) Name(column int) string {
	if column < 0 || column >= len(h) {
		return ""
	}
	return h[column]
}

// plain leaves letters and digits, and signs that tell columns such as "%" and
// "$" apart where a name has nothing else.
func plain(name string) string {
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
	if letters == "" {
		return strings.TrimSpace(name)
	}
	return letters
}
