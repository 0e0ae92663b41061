package tabular

import (
	"bytes"
	"strings"
	"unicode"
)

// Header holds the names of the columns of a table, as written.
type Header []string

// FirstNames returns the names in the first line of a text, which is cut at the
// separator that parts it most: what a format looks at to recognise a file. Names of
// columns hold no separators.
func FirstNames(head []byte) Header {
	line, _, _ := bytes.Cut(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), []byte("\n"))
	most := separators[0]
	for _, sign := range separators[1:] {
		if bytes.Count(line, []byte{sign}) > bytes.Count(line, []byte{most}) {
			most = sign
		}
	}
	var h Header
	for name := range strings.SplitSeq(string(line), string(most)) {
		h = append(h, strings.Trim(name, "\" \r"))
	}
	return h
}

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
