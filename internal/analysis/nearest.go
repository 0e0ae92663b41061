package analysis

import (
	"strings"

	"github.com/oborot/oborot/trade"
)

// listedWords is how many words a hint lists.
const listedWords = 30

// suggestion is a hint that names the word most like what was typed, or else the
// words there are.
func suggestion(typed string, words []string, otherwise string) string {
	best, least := "", len(typed)/2+1
	for _, w := range words {
		if d := trade.Edits([]rune(strings.ToLower(typed)), []rune(strings.ToLower(w))); d < least {
			best, least = w, d
		}
	}
	if best != "" {
		return "did you mean " + best + "?"
	}
	if len(words) > listedWords {
		return otherwise + strings.Join(words[:listedWords], ", ") + " and more"
	}
	return otherwise + strings.Join(words, ", ")
}
