package tabular

import (
	"strconv"
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
