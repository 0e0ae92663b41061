package tabular

import (
	"math/rand/v2"
	"testing"
	"unicode/utf8"
)

func FuzzValidUTF8(f *testing.F) {
	for _, text := range []string{"", "abc", "Сыры и творог", "a\xc1\x81", "\xd0", "1234567\xd0", "1234567\xd0\xa1", "12345678\xa1", "日本語 €", "Ы\xff"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if got, want := validUTF8(text), utf8.Valid(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	})
}

// Whatever two or three bytes stand wherever in a word.
func TestValidUTF8EveryPair(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 8))
	for a := range 256 {
		for b := range 256 {
			text := []byte("ГОРОД of МОСКВА 12345")
			at := random.IntN(len(text) - 3)
			text[at], text[at+1], text[at+2] = byte(a), byte(b), byte(random.IntN(256))
			if got, want := validUTF8(text), utf8.Valid(text); got != want {
				t.Fatalf("%q: %v", text, got)
			}
		}
	}
}
