package output

import (
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// SourceLines returns what people must be told under an answer: what is
// synthetic or may not be passed on, the notes, the sources with release,
// valuation and licence, the method and the snapshot.
func SourceLines(r *analysis.Result, l trade.Language) []string {
	var lines []string
	for _, origin := range r.Origins {
		lines = append(lines, warnings(origin, l)...)
	}
	for _, note := range r.Notes {
		lines = append(lines, trade.Name{English: "Note: ", Russian: "Примечание: "}.In(l)+note)
	}
	for _, origin := range r.Origins {
		if notes := unsaid(origin.Notes, r.Notes); len(notes) > 0 {
			lines = append(lines, trade.Name{English: "About ", Russian: "О наборе "}.In(l)+origin.Dataset+": "+strings.Join(notes, "; "))
		}
	}
	for _, origin := range r.Origins {
		lines = append(lines, sourceLine(origin, l))
	}
	if r.Method != "" {
		lines = append(lines, methodLine(r, l))
	}
	return unique(lines)
}

func warnings(o trade.Origin, l trade.Language) []string {
	var lines []string
	if o.Synthetic {
		lines = append(lines, o.Dataset+": "+trade.Name{
			English: "synthetic data, invented for demonstration; these are not real figures.",
			Russian: "искусственные данные, придуманные для показа; это не настоящие числа.",
		}.In(l))
	}
	if o.Licence.NoRedistrib {
		lines = append(lines, trade.Name{English: "Warning: ", Russian: "Внимание: "}.In(l)+o.Dataset+": "+trade.Name{
			English: "the publisher forbids passing these data on.",
			Russian: "издатель запрещает передавать эти данные другим.",
		}.In(l))
	}
	return lines
}

// sourceLine names publisher, dataset, release, valuation, licence and the way
// the publisher wants to be named.
func sourceLine(o trade.Origin, l trade.Language) string {
	say := func(english, russian, value string) string {
		if value == "" {
			return ""
		}
		return trade.Name{English: english, Russian: russian}.In(l) + value
	}
	licence := o.Licence.Name
	if licence == "" {
		licence = trade.Name{English: "not stated", Russian: "не указана"}.In(l)
	}
	if o.Licence.URL != "" {
		licence += " (" + o.Licence.URL + ")"
	}
	parts := []string{
		say("Source: ", "Источник: ", o.Dataset), say("release ", "выпуск ", o.Release), o.Publisher,
		say("values ", "стоимость ", o.Valuation), say("licence: ", "лицензия: ", licence), o.Licence.Attribution,
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, "; ")
}

func methodLine(r *analysis.Result, l trade.Language) string {
	line := trade.Name{English: "Method: ", Russian: "Метод: "}.In(l) + r.Method
	if r.Snapshot != 0 {
		line += trade.Name{English: "; snapshot ", Russian: "; снимок "}.In(l) + strconv.FormatInt(r.Snapshot, 10)
	}
	return line
}

// unsaid returns the notes that are not among those said before, without their
// full stops.
func unsaid(notes, said []string) []string {
	var list []string
	for _, n := range notes {
		if !slices.Contains(said, n) {
			list = append(list, strings.TrimSuffix(n, "."))
		}
	}
	return list
}

func unique(lines []string) []string {
	var kept []string
	for _, line := range lines {
		if !slices.Contains(kept, line) {
			kept = append(kept, line)
		}
	}
	return kept
}
