package tabular

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// What is remembered of codes is bounded, stays right when it is forgotten, and is
// worked out once.
func TestLooked(t *testing.T) {
	t.Parallel()
	remembered, found := map[string]int{}, 0
	length := func(s string) int { found++; return len(s) }
	for i := range mostCodes + 10 {
		code := strconv.Itoa(i)
		for range 2 {
			if got := Looked(remembered, []byte(code), length); got != len(code) {
				t.Fatalf("%q: %d", code, got)
			}
		}
	}
	if len(remembered) > mostCodes || found != mostCodes+10 {
		t.Errorf("%d codes are remembered, %d were worked out", len(remembered), found)
	}
}

// A code that is remembered shares no memory with the row, which changes.
func TestLookedKeepsItsOwnText(t *testing.T) {
	t.Parallel()
	remembered, row := map[string]string{}, []byte("RU")
	text := Looked(remembered, row, func(s string) string { return s })
	copy(row, "XX")
	if text != "RU" || Looked(remembered, []byte("RU"), func(string) string { return "again" }) != "RU" {
		t.Errorf("%q, and remembered is %v", text, remembered)
	}
}

// Codes of all forms keep their meanings apart, however many there are.
func TestCodes(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(9, 9))
	asked := 0
	codes := NewCodes(100, func(text string) string { asked++; return "<" + text + ">" })
	var all []string
	for length := range 19 {
		for _, letters := range []string{"0123456789", "01", "9", "XKM", "Ы", "\x00\x01\xff"} {
			for range 40 {
				var text strings.Builder
				for range length {
					text.WriteByte(letters[random.IntN(len(letters))])
				}
				all = append(all, text.String())
			}
		}
	}
	for range 2 {
		for _, text := range all {
			if got := *codes.Look([]byte(text)); got != "<"+text+">" {
				t.Fatalf("%q means %q", text, got)
			}
		}
	}
	slices.Sort(all)
	if distinct := len(slices.Compact(all)); asked != distinct {
		t.Errorf("%d codes were worked out, %d are there", asked, distinct)
	}
}

// Nonsense does not fill the memory.
func TestCodesAreBounded(t *testing.T) {
	t.Parallel()
	codes := NewCodes(10, func(text string) string { return text })
	for i := range 3 * mostCodes {
		text := strconv.Itoa(i)
		if got := *codes.Look([]byte(text)); got != text {
			t.Fatalf("%s means %s", text, got)
		}
	}
	if len(codes.meanings) > mostCodes || len(codes.known) > mostCodes {
		t.Errorf("%d meanings of %d codes are held", len(codes.meanings), len(codes.known))
	}
}
