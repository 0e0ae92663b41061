package reference

import (
	"slices"
	"testing"

	"github.com/oborot/oborot/trade"
)

// A word with two codes would find one of them at random to the person.
func TestNoWordHasTwoCodes(t *testing.T) {
	t.Parallel()
	for kind, x := range map[string]*index{"place": places(), "good": wares()} {
		owner := map[string]string{}
		for i, e := range x.entries {
			for _, k := range x.keys[i] {
				if other, taken := owner[k]; taken && other != e.code {
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
	for table, fields := range map[string]int{"economies": 6, "areas": 4, "numeric": 3, "regions": 4, "groups": 5, "sections": 3, "chapters": 5} {
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
		var codes []string
		for _, e := range slices.Concat(wares().nearest(text), places().nearest(text)) {
			codes = append(codes, e.code)
		}
		if slices.Sort(codes); len(slices.Compact(slices.Clone(codes))) != len(codes) || len(codes) > 2*suggested {
			t.Errorf("nearest to %q are %v", text, codes)
		}
	}
}
