package output

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// SourceLines returns what people must be told under an answer: what is
// synthetic or may not be passed on, the notes, the sources with release,
// valuation and licence, the method and the snapshot.
func SourceLines(r *analysis.Result, l trade.Language) []string {
	var lines []string
	lines = append(lines, warnings(r.Origins, l)...)
	for _, note := range r.Notes {
		lines = append(lines, trade.Name{English: "Note: ", Russian: "Примечание: "}.In(l)+note)
	}
	lines = append(lines, aboutLines(r, l)...)
	lines = append(lines, sourceLines(r, l)...)
	if r.Method != "" {
		lines = append(lines, methodLine(r, l))
	}
	return unique(lines)
}

// warnings says which datasets are synthetic and which may not be passed on.
func warnings(origins []trade.Origin, l trade.Language) []string {
	var synthetic, kept []string
	for _, o := range origins {
		if o.Synthetic {
			synthetic = append(synthetic, o.Dataset)
		}
		if o.Licence.NoRedistrib {
			kept = append(kept, o.Dataset)
		}
	}
	var lines []string
	if len(synthetic) > 0 {
		lines = append(lines, datasets(synthetic)+": "+trade.Name{
			English: "synthetic data, invented for demonstration; these are not real figures.",
			Russian: "искусственные данные, придуманные для показа; это не настоящие числа.",
		}.In(l))
	}
	if len(kept) > 0 {
		lines = append(lines, trade.Name{English: "Warning: ", Russian: "Внимание: "}.In(l)+datasets(kept)+": "+trade.Name{
			English: "the publisher forbids passing these data on.",
			Russian: "издатель запрещает передавать эти данные другим.",
		}.In(l))
	}
	return lines
}

func datasets(names []string) string { return strings.Join(unique(names), ", ") }

// aboutLines gives what publishers say of their data, each sentence once, with
// the datasets that it is about.
func aboutLines(r *analysis.Result, l trade.Language) []string {
	var subjects []string // datasets with commas between them, in the order of their first sentence
	sentences := map[string][]string{}
	var said []string
	for _, o := range r.Origins {
		for _, n := range o.Notes {
			if slices.Contains(r.Notes, n) || slices.Contains(said, n) {
				continue
			}
			said = append(said, n)
			subject := datasets(sayers(r.Origins, n))
			if sentences[subject] == nil {
				subjects = append(subjects, subject)
			}
			sentences[subject] = append(sentences[subject], sentence(n))
		}
	}
	for i, s := range subjects {
		subjects[i] = trade.Name{English: "About ", Russian: "О данных "}.In(l) + s + ": " + strings.Join(sentences[s], " ")
	}
	return subjects
}

// sentence begins a note with a capital letter and ends it with a full stop.
func sentence(note string) string {
	first, size := utf8.DecodeRuneInString(note)
	return string(unicode.ToUpper(first)) + strings.TrimSuffix(note[size:], ".") + "."
}

// sayers lists the datasets that have a note.
func sayers(origins []trade.Origin, note string) []string {
	var names []string
	for _, o := range origins {
		if slices.Contains(o.Notes, note) {
			names = append(names, o.Dataset)
		}
	}
	return names
}

// sourceLines gives each source a line; tables that are no flows and differ in their
// name alone, such as those of a correlation, have one together.
func sourceLines(r *analysis.Result, l trade.Language) []string {
	var alike []trade.Origin // with their names joined
	var rests []string
	for _, o := range r.Origins {
		report, name := r.Reports[o.Dataset], o.Dataset
		o.Dataset = ""
		rest := sourceLine(o, report, l)
		if at := slices.Index(rests, rest); at >= 0 && o.Valuation == "" {
			alike[at].Dataset = datasets(append(strings.Split(alike[at].Dataset, ", "), name))
			continue
		}
		o.Dataset = name
		alike, rests = append(alike, o), append(rests, rest)
	}
	lines := make([]string, len(alike))
	for i, o := range alike {
		first, _, _ := strings.Cut(o.Dataset, ", ")
		lines[i] = sourceLine(o, r.Reports[first], l)
	}
	return lines
}

// sourceLine names dataset, release, publisher, valuation, whose report the
// figures are, licence and the way the publisher wants to be named.
func sourceLine(o trade.Origin, report string, l trade.Language) string {
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
		say("Source: ", "Источник: ", o.Dataset), say("release ", "выпуск ", painter{language: l}.word(o.Release)), o.Publisher,
		say("values ", "стоимость ", valuation(o.Valuation, l)), report, say("licence: ", "лицензия: ", licence), o.Licence.Attribution,
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, "; ")
}

var russianValuation = strings.NewReplacer("imports", "импорта", "exports", "экспорта")

// valuation says in the language how values are measured.
func valuation(words string, l trade.Language) string {
	if l == trade.Russian {
		return russianValuation.Replace(words)
	}
	return words
}

func methodLine(r *analysis.Result, l trade.Language) string {
	line := trade.Name{English: "Method: ", Russian: "Метод: "}.In(l) + r.Method
	if r.Snapshot != 0 {
		line += trade.Name{English: "; snapshot ", Russian: "; снимок "}.In(l) + strconv.FormatInt(r.Snapshot, 10)
	}
	return line
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
