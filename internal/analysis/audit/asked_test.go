package audit_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// TestReportersOfThoseAsked: who is gone and whose reports end early is said of the
// sides that were asked for, of a pair too, and of nobody else.
func TestReportersOfThoseAsked(t *testing.T) {
	t.Parallel()
	gone := lake{rows: []cube.Row{
		flow("d", 2019, x, "DEU", "FRA", "0101", 100), flow("d", 2020, x, "DEU", "FRA", "0101", 120),
		flow("d", 2020, x, "DEU", "POL", "0101", 10), flow("d", 2019, x, "POL", "FRA", "0101", 20),
	}}
	late := lake{months: map[string]int{"d": 1}}
	for number := 1; number <= 12; number++ {
		late.rows = append(late.rows, in(month(2025, number), flow("d", 2025, x, "DEU", "FRA", "0101", 100)))
	}
	late.rows = append(late.rows, in(month(2025, 1), flow("d", 2025, m, "DEU", "POL", "0101", 40)))
	for _, c := range []struct {
		name  string
		lake  lake
		a, b  string
		found bool
	}{
		{"gone", gone, "", "", true},
		{"gone, of the one", gone, "POL", "", true},
		{"gone, of another", gone, "DEU", "", false},
		{"gone, of a pair", gone, "POL", "DEU", true},
		{"gone, of another pair", gone, "FRA", "DEU", false},
		{"gone, with the world", gone, "POL", "WLD", true},
		{"late, of the one", late, "POL", "", true},
		{"late, of another", late, "FRA", "", false},
		{"late, of a pair", late, "DEU", "POL", true},
	} {
		args := partial
		if c.a != "" {
			args.A = side(t, c.a)
		}
		if c.b != "" {
			args.B = side(t, c.b)
		}
		r, err := c.lake.ask(args)
		if r == nil || c.found != (trade.KindOf(err) == trade.Finding && err != nil) {
			t.Errorf("%s: %v, want a finding: %v", c.name, err, c.found)
		}
	}
}

// TestEitherSideMustBeHeld: a side of which nothing is held is an error, not a clean
// answer about nothing.
func TestEitherSideMustBeHeld(t *testing.T) {
	t.Parallel()
	l := lake{rows: imports(150.003, 9.75)}
	for _, pair := range [][2]string{{"DEU", "JPN"}, {"JPN", "DEU"}} {
		_, err := l.ask(analysis.Arguments{A: side(t, pair[0]), B: side(t, pair[1])})
		if err == nil || trade.KindOf(err) != trade.NoData || err.Error() != "no dataset holds Japan" {
			t.Errorf("%v: the error is %v", pair, err)
		}
	}
}

// TestNumbersInSentences: a sentence has the decimal sign of its language in every
// number, and its percentages too.
func TestNumbersInSentences(t *testing.T) {
	t.Parallel()
	l := lake{rows: append(both(2020, "AUT", "DEU", 20_000_000.5, 30e6), vector("DEU")...)}
	l.rows = append(l.rows, imports(140.003, 9.75)...)
	point, comma := regexp.MustCompile(`\d\.\d`), regexp.MustCompile(`\d,\d`)
	for language, c := range map[trade.Language]struct {
		wanted, unwanted *regexp.Regexp
		mirror           string
	}{
		trade.English: {point, comma, "exporter 20000000.5, importer 30000000; ratio 1.50, S 0.200 (40%), log gap +0.405"},
		trade.Russian: {comma, point, "экспортёр 20000000,5, импортёр 30000000; отношение 1,50, S 0,200 (40\u00a0%), логарифм +0,405"},
	} {
		r, err := l.ask(analysis.Arguments{Language: language, Top: 5})
		if r == nil {
			t.Fatal(err)
		}
		said, mirror := 0, false
		answer := table{t, r}
		for i := range r.Rows {
			text := answer.cell(i, "case").Text
			if c.unwanted.MatchString(text) {
				t.Errorf("%s: %s", language, text)
			}
			if c.wanted.MatchString(text) {
				said++
			}
			mirror = mirror || strings.Contains(text, c.mirror)
		}
		if said < 3 || !mirror {
			t.Errorf("%s: %d sentences with decimals, the mirror among them: %v", language, said, mirror)
		}
	}
}
