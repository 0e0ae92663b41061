package analysis

import "strings"

// listedWords is how many words a hint lists.
const listedWords = 30

// suggestion is a hint that names the word most like what was typed, or else the
// words there are.
func suggestion(typed string, words []string, otherwise string) string {
	best, least := "", len(typed)/2+1
	for _, w := range words {
		if d := edits(strings.ToLower(typed), strings.ToLower(w)); d < least {
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

// edits counts the letters to insert, delete or replace to turn a into b.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
