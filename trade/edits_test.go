package trade_test

import (
	"testing"

	"github.com/oborot/oborot/trade"
)

func TestEdits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "abc", 3}, {"kitten", "sitting", 3}, {"belraus", "belarus", 1},
		{"сыр", "сыры", 1}, {"сир", "сыр", 1}, {"ca", "abc", 3},
	} {
		if got := trade.Edits([]rune(c.a), []rune(c.b)); got != c.want {
			t.Errorf("edits(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if back := trade.Edits([]rune(c.b), []rune(c.a)); back != c.want {
			t.Errorf("edits(%q, %q) = %d, want %d", c.b, c.a, back, c.want)
		}
	}
}
