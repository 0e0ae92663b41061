package reference

import (
	"slices"
	"testing"

	"github.com/oborot/oborot/trade"
)

// A word with two codes would find one of them at random to the person. Only some
// words for goods stand for several, which the person is then asked about: "труба"
// is any of three headings of steel pipes. No name does.
func TestNoWordHasTwoCodes(t *testing.T) {
	t.Parallel()
	for kind, x := range map[string]*index{"place": places(), "good": wares()} {
		owner := map[string]string{}
		for i, e := range x.entries {
			for n, k := range x.keys[i] {
				alias := kind == "good" && n > 2
				if other, taken := owner[k]; taken && other != e.code && !alias {
					t.Errorf("%s: %q stands for %s and %s", kind, k, other, e.code)
				}
				if k == "" {
					t.Errorf("%s: %s has an alias without letters", kind, e.code)
				}
				owner[k] = e.code
			}
		}
	}
}

func TestNoEntryRepeatsAnAlias(t *testing.T) {
	t.Parallel()
	for _, e := range slices.Concat(places().entries, wares().entries) {
		keys := make([]string, 0, len(e.aliases))
		for _, alias := range e.aliases {
			keys = append(keys, key(alias))
		}
		slices.Sort(keys)
		if len(slices.Compact(keys)) != len(e.aliases) {
			t.Errorf("%s has an alias twice: %q", e.code, e.aliases)
		}
	}
}

func TestNoCodeIsListedTwice(t *testing.T) {
	t.Parallel()
	for table, fields := range map[string]int{"economies": 6, "areas": 5, "numeric": 3, "regions": 5, "groups": 5, "letters": 4, "alpha2": 3, "years": 4, "sections": 3, "chapters": 5} {
		seen := map[string]bool{}
		for row := range rows(table, fields) {
			if seen[row[0]] || row[0] == "" {
				t.Errorf("%s.tsv lists %q twice", table, row[0])
			}
			seen[row[0]] = true
		}
		if len(seen) == 0 {
			t.Errorf("%s.tsv is empty", table)
		}
	}
}

// Further codes stand for listed economies, and hide no code that is one already.
func TestFurtherCodesNameListedEconomiesOnly(t *testing.T) {
	t.Parallel()
	listed := func(table, code string) {
		if _, ok := geography().names[trade.Economy(code)]; !ok {
			t.Errorf("%s.tsv speaks of %s, which no table names", table, code)
		}
	}
	for row := range rows("letters", 4) {
		listed("letters", row[1])
		if _, hidden := geography().names[trade.Economy(row[0])]; hidden || row[2] != "typed" && row[2] != "file" {
			t.Errorf("letters.tsv: %q", row)
		}
	}
	for row := range rows("alpha2", 3) {
		listed("alpha2", row[1])
		if _, hidden := geography().countries[row[0]]; hidden || len(row[0]) != 2 {
			t.Errorf("alpha2.tsv: %q", row)
		}
	}
	for row := range rows("years", 4) {
		listed("years", row[0])
		for _, successor := range list(row[3]) {
			listed("years", successor)
		}
	}
	for row := range rows("spellings", 2) {
		listed("spellings", row[0])
	}
	for code, group := range geography().groups {
		if _, hidden := geography().names[trade.Economy(code)]; hidden {
			t.Errorf("the group %s hides an economy", code)
		}
		for _, m := range group.Members {
			listed("groups", string(m))
		}
	}
}

func TestNumericNamesListedEconomiesOnly(t *testing.T) {
	t.Parallel()
	for row := range rows("numeric", 3) {
		if _, ok := geography().names[trade.Economy(row[1])]; !ok {
			t.Errorf("numeric code %s is %s, which no table names", row[0], row[1])
		}
	}
}

func TestEditionsOfAHeadingDoNotOverlap(t *testing.T) {
	t.Parallel()
	for p, editions := range goods().names {
		for i, e := range editions {
			if e.first > e.last || e.first < '0' || e.last > '6' {
				t.Errorf("%s is used from H%c to H%c", p, e.first, e.last)
			}
			if i > 0 && editions[i-1].last >= e.first {
				t.Errorf("%s means two goods in H%c", p, e.first)
			}
		}
	}
}

func TestATableOfAnotherShapePanics(t *testing.T) {
	t.Parallel()
	for table, fields := range map[string]int{"groups": 4, "nothing": 1} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("reading %s.tsv as %d fields went well", table, fields)
				}
			}()
			for range rows(table, fields) {
			}
		}()
	}
}

func TestSuggestionsNameACodeOnce(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"aircraft part", "leather", "bela", "minsc"} {
		for _, kinds := range [][]Kind{{ProductKind}, {EconomyKind, RegionKind, GroupKind}} {
			var codes []string
			for _, h := range (*Catalogue)(nil).Find(Search{Text: text, Kinds: kinds}) {
				codes = append(codes, h.Code)
			}
			if slices.Sort(codes); len(slices.Compact(slices.Clone(codes))) != len(codes) {
				t.Errorf("nearest to %q are %v", text, codes)
			}
		}
	}
}

// BenchmarkLexicon is what the first search of a process costs beyond reading the
// tables.
func BenchmarkLexicon(b *testing.B) {
	things := embeddedThings()
	for b.Loop() {
		newLexicon(things)
	}
}
