package mapped

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// Guess writes a first mapping for a file that nobody has described, from the
// names of its columns and its first rows. It says beside each line why; what
// cannot be told is a comment that begins with TO FILL IN. The person
// looks it over before it is used.
func Guess(ctx context.Context, path string) (string, error) {
	file, err := source.Open(path)
	if err != nil {
		return "", err
	}
	options := tabular.Options{}
	if file.Content == source.Text {
		options.Charset = tabular.CharsetOf(file.Head)
	}
	tables, err := tabular.Open(ctx, file, options)
	if err != nil {
		return "", err
	}
	g := guesser{table: tables[0], charset: options.Charset, taken: map[int]bool{}}
	if len(tables) > 1 {
		g.note("the file holds %d tables, and this looks at the first, %s", len(tables), tables[0].Name)
	}
	return g.mapping(file.Name), nil
}

// guesser writes a mapping line by line.
type guesser struct {
	table   tabular.Table
	charset string
	taken   map[int]bool // columns that have a meaning already
	lines   []string
}

// put writes a line; signs that YAML does not take are lost in comments, and stand
// as escapes in the names of columns.
func (g *guesser) put(line string) {
	g.lines = append(g.lines, strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, strings.ToValidUTF8(line, "?")))
}

func (g *guesser) note(format string, args ...any) { g.put("# " + fmt.Sprintf(format, args...)) }

// open says what the person must fill in.
func (g *guesser) open(line, why string) { g.put("# TO FILL IN: " + line + "   # " + why) }

// line writes a key with the reason for it.
func (g *guesser) line(why, format string, args ...any) {
	g.put(fmt.Sprintf(format, args...) + "   # " + why)
}

var notInDataset = regexp.MustCompile(`[^a-z0-9]+`)

func (g *guesser) mapping(name string) string {
	g.note("A first mapping of %s, guessed from the names of its columns and its first rows.", name)
	g.note("Look every line over before you import: docs/mappings.md describes the keys.")
	g.note("The columns are: %s", columnsOf(g.table.Header))
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	stem = strings.Trim(notInDataset.ReplaceAllString(stem, "-"), "-")
	g.line("from the name of the file", "dataset: %s", cmp.Or(stem, "my-data"))
	g.put("publisher: # whose figures these are")
	g.put("licence: {name: unknown} # add no_redistribution: true if the figures may not be passed on")
	g.file()
	g.period()
	g.direction()
	g.product()
	g.region()
	g.sides()
	g.amounts()
	g.rest()
	return strings.Join(g.lines, "\n") + "\n"
}

func (g *guesser) file() {
	if g.charset != "" {
		g.line("the text is not UTF-8, and read so it makes sense", "file: {charset: %s}", g.charset)
	}
}

// column returns the values of a column in the first rows, without blanks.
func (g *guesser) column(i int) []string {
	var all []string
	for _, row := range g.table.First {
		if i < len(row) {
			if text := strings.TrimSpace(row[i]); text != "" {
				all = append(all, text)
			}
		}
	}
	return all
}

// all tells whether a column has values and all of them pass.
func (g *guesser) all(i int, pass func(string) bool) bool {
	values := g.column(i)
	return len(values) > 0 && !slices.ContainsFunc(values, func(v string) bool { return !pass(v) })
}

// take finds the first free column whose name has one of the words and whose values
// pass, and marks it as understood.
func (g *guesser) take(words []string, pass func(string) bool) (column int, why string) {
	for _, word := range words {
		for i, name := range g.table.Header {
			if !g.taken[i] && hasWord(name, word) && (pass == nil || len(g.column(i)) == 0 || g.all(i, pass)) {
				g.taken[i] = true
				return i, fmt.Sprintf("its name has %q", strings.TrimSuffix(word, "*"))
			}
		}
	}
	return -1, ""
}

// byValues finds the first free column whose values all pass.
func (g *guesser) byValues(pass func(string) bool) int {
	for i := range g.table.Header {
		if !g.taken[i] && g.all(i, pass) {
			g.taken[i] = true
			return i
		}
	}
	return -1
}

var wordBreaks = regexp.MustCompile(`[^\p{L}\p{N}]+|([a-z])([A-Z])`)

// hasWord tells whether a name has a word, or is it. A word that ends in * may go
// on: стоим* is in Стоимость.
func hasWord(name, word string) bool {
	spaced := strings.ToLower(wordBreaks.ReplaceAllString(name, "$1 $2"))
	stem, open := strings.CutSuffix(word, "*")
	for _, part := range strings.Fields(spaced) {
		if part == stem || open && strings.HasPrefix(part, stem) {
			return true
		}
	}
	return strings.Join(strings.Fields(spaced), "") == stem
}

// name writes the name of a column as YAML.
func (g *guesser) name(i int) string { return scalar(g.table.Header[i]) }

var plainScalar = regexp.MustCompile(`^[\p{L}][\p{L}\p{N}_./()-]*( [\p{L}\p{N}_./()-]+)*$`)

// scalar writes a text as YAML, in quotation marks where it is no plain word.
func scalar(text string) string {
	low := strings.ToLower(text)
	if plainScalar.MatchString(text) && !slices.Contains([]string{"null", "true", "false", "yes", "no", "on", "off", "y", "n"}, low) {
		return text
	}
	return fmt.Sprintf("%q", text)
}

func isEconomy(text string) bool {
	side, err := reference.FindSide(text)
	return err == nil && !side.Group
}

func isPeriod(text string) bool {
	return periodSpec{}.read(text, 1, "").reason == ""
}

func isYear(text string) bool {
	p, err := trade.ParsePeriod(text)
	return err == nil && p.IsYear()
}

// isRecent tells whether a text is a year of trade statistics in a column that no
// name says to be one.
func isRecent(text string) bool { return isYear(text) && text >= "1960" && text <= "2050" }

// isNamed tells whether a text is an economy by letters: small numbers are codes of
// economies too.
func isNamed(text string) bool {
	return isEconomy(text) && strings.IndexFunc(text, unicode.IsLetter) >= 0
}

func isMonth(text string) bool {
	_, ok := monthNumber(text)
	return ok
}

func (g *guesser) isAmount(text string) bool {
	_, ok := tabular.ParseNumber([]byte(text), cmp.Or(g.table.Mark, '.'))
	return ok
}
