package tabular

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// charsets are the one-byte encodings of text that is not UTF-8.
var charsets = map[string]*charmap.Charmap{
	"": charmap.Windows1252, "ISO-8859-1": charmap.Windows1252,
	"windows-1251": charmap.Windows1251, "IBM866": charmap.CodePage866, koi8: charmap.KOI8R,
}

const koi8 = "KOI8-R"

// cyrillic are the encodings that text is tried in.
var cyrillic = []string{"windows-1251", "IBM866", koi8}

// replacement stands for a byte that is no letter in UTF-8.
const replacement = "\ufffd"

// decoded brings text that is not all UTF-8 to it. A few bad bytes among letters in
// UTF-8 are damage and leave the letters as they are. The charset is that of the
// person, else the one that was found; it is empty while none is.
func decoded(data []byte, charset string) (text []byte, found string) {
	if mostlyUTF8(data) {
		return bytes.ToValidUTF8(data, []byte(replacement)), charset
	}
	if charset == "" {
		charset = guessCharset(data)
	}
	text, err := charsets[charset].NewDecoder().Bytes(data)
	if err != nil {
		return bytes.ToValidUTF8(data, []byte(replacement)), charset
	}
	return text, charset
}

// CharsetOf names the encoding of a text by its beginning, as Options.Charset takes
// it: empty for UTF-8, and for text that needs no name to be read.
func CharsetOf(head []byte) string {
	if head = wholeLetters(head); utf8.Valid(head) || mostlyUTF8(head) {
		return ""
	}
	return guessCharset(head)
}

// mostlyUTF8 tells whether more letters of several bytes are whole than bytes are
// out of place.
func mostlyUTF8(data []byte) bool {
	whole, bad := 0, 0
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			whole++
		}
		data = data[size:]
	}
	return whole > bad
}

// guessCharset names the Cyrillic encoding of text that is not UTF-8, empty where it
// does not look Cyrillic. In Russian nearly all letters of a word are beyond ASCII,
// in the languages of western Europe seldom two in a row and hardly ever three. Which
// of the encodings it is, the commonest letters tell: read in another one they turn
// into rare ones, or into capitals amid words.
func guessCharset(data []byte) string {
	high, inWords := highBytes(data)
	if high == 0 || inWords*2 <= high {
		return ""
	}
	best, most := "", leastFit
	for _, name := range cyrillic {
		if score := fit(data, charsets[name], name == koi8); score > most {
			best, most = name, score
		}
	}
	return best
}

// highBytes counts bytes beyond ASCII, and those in runs of three or more.
func highBytes(data []byte) (all, inWords int) {
	run := 0
	for i := range len(data) + 1 {
		if i < len(data) && data[i] >= utf8.RuneSelf {
			run++
			continue
		}
		all += run
		if run >= 3 {
			inWords += run
		}
		run = 0
	}
	return all, inWords
}

const (
	// byFrequency are the letters of Russian, the commonest first.
	byFrequency = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
	// leastFit is below the mean of Russian text, which is near 58, and above that
	// of letters by chance.
	leastFit = 37
)

// perMille are the shares of those letters in Russian text.
var perMille = [...]int{110, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20, 19, 17, 17, 17, 16, 14, 12, 10, 9, 7, 6, 5, 4, 3, 3, 0, 0}

var frequencies = func() map[rune]int {
	all := map[rune]int{}
	for i, r := range []rune(byFrequency) {
		all[r] = perMille[i]
	}
	return all
}()

// fit is the mean frequency of the letters beyond ASCII, 0 where they are no
// Russian text. lower demands that small letters prevail: Greek text looks like
// Russian capitals in KOI8-R.
func fit(data []byte, charset *charmap.Charmap, lower bool) int {
	letters, others, odd, capitals, sum := 0, 0, 0, 0, 0
	small := false // the byte before is a small letter
	for _, c := range data {
		if c < utf8.RuneSelf {
			small = false
			continue
		}
		r := charset.DecodeByte(c)
		if !unicode.Is(unicode.Cyrillic, r) {
			if !strings.ContainsRune("№«»–—\u00a0", r) {
				others++
			}
			small = false
			continue
		}
		letters++
		sum += frequencies[unicode.ToLower(r)]
		if unicode.IsUpper(r) {
			capitals++
			if small {
				odd++
			}
		}
		small = unicode.IsLower(r)
	}
	if letters == 0 || others*5 > letters || odd*10 > letters || lower && capitals*2 > letters {
		return 0
	}
	return sum / (letters + others)
}

// wholeLetters leaves out a letter that the end of a head cuts in two.
func wholeLetters(head []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(head); i++ {
		last := head[len(head)-i:]
		if utf8.RuneStart(last[0]) {
			if !utf8.FullRune(last) {
				return head[:len(head)-i]
			}
			break
		}
	}
	return head
}
