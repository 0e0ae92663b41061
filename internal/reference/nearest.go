package reference

import (
	"github.com/oborot/oborot/trade"

	"cmp"
	"slices"
	"strings"
)

const (
	suggested  = 3   // names in a hint
	longestKey = 60  // runes of a typed text that are compared
	alike      = 0.4 // the largest distance worth suggesting
)

// nearest returns the entries most like the text, best first; none when nothing is
// alike.
func (x *index) nearest(text string) []entry {
	typed := []rune(key(text))
	typed = typed[:min(len(typed), longestKey)]
	type candidate struct {
		entry
		distance float64
	}
	var near []candidate
	for i, e := range x.entries {
		if d := distance(typed, x.keys[i]); d <= alike {
			near = append(near, candidate{e, d})
		}
	}
	slices.SortStableFunc(near, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	var best []entry
	for _, c := range near {
		named := slices.ContainsFunc(best, func(e entry) bool { return e.code == c.code })
		if len(best) < suggested && !named {
			best = append(best, c.entry)
		}
	}
	return best
}

// distance is how unlike the nearest of the keys is.
func distance(typed []rune, keys []string) float64 {
	least := 1.0
	for _, k := range keys {
		least = min(least, unlike(typed, k))
	}
	return least
}

// unlike is the distance of two keys from 0 (equal) to 1: edits in relation to the
// longer one, or less when the key begins with the typed text or contains it.
func unlike(typed []rune, k string) float64 {
	known := []rune(k)
	if len(typed) == 0 || len(known) == 0 {
		return 1
	}
	d := float64(trade.Edits(typed, known)) / float64(max(len(typed), len(known)))
	switch {
	case len(typed) >= 3 && strings.HasPrefix(k, string(typed)):
		return min(d, 0.2)
	case len(typed) >= 4 && strings.Contains(k, string(typed)):
		return min(d, 0.3)
	}
	return d
}
