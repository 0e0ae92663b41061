package reference

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/oborot/oborot/trade"
)

// Kind is what a name stands for.
type Kind string

// The kinds of things that have names.
const (
	ProductKind Kind = "product"
	SectionKind Kind = "section" // of the Harmonised System
	EconomyKind Kind = "economy"
	RegionKind  Kind = "region"
	GroupKind   Kind = "group"
)

// Kinds lists the kinds.
func Kinds() []Kind { return []Kind{ProductKind, SectionKind, EconomyKind, RegionKind, GroupKind} }

// Search is what to look for. Text is in English or Russian, in any case and
// grammatical form, or a code.
type Search struct {
	Text         string
	Kinds        []Kind             // none: all
	Nomenclature trade.Nomenclature // of goods; empty: every one that follows the Harmonised System
	Top          int                // at most so many; 0: all
	Own          []Side             // the person's own groups, which are found too
}

// Hit is something found. Matched says why, in the order of trust: code, name,
// alias, form (of a whole name or alias), code prefix, larger code (of which the
// typed one is a part), words (all of them, in any form), beginning, spelling (after
// correction), part (some of the words). Label is the code, name or alias that matched.
// What is imported has its name or the label from a nomenclature of NewCatalogue.
type Hit struct {
	Kind     Kind
	Code     string
	Name     trade.Name
	Matched  string
	Label    string
	Imported bool
}

// matched are the words for the ranks.
var matched = [...]string{
	byCode: "code", byName: "name", byAlias: "alias", byForm: "form", byCodePrefix: "code prefix", byLargerCode: "larger code",
	byWords: "words", byBeginning: "beginning", byStem: "stem", bySpelling: "spelling", byPart: "part",
}

// embeddedLexicon finds all that the embedded tables name.
var embeddedLexicon = sync.OnceValue(func() *lexicon { return newLexicon(embeddedThings()) })

func embeddedThings() []thing {
	var all []thing
	for _, e := range geography().entries {
		all = append(all, thing{entry: e, kind: geography().kind(e.code)})
	}
	for i, e := range goods().entries {
		all = append(all, thing{entry: e, kind: ProductKind, in: goods().within[i]})
	}
	all = append(all, thing{entry: entry{string(trade.AllProducts), allGoods, nil}, kind: ProductKind, in: everywhere})
	for _, code := range goods().sectionCodes {
		all = append(all, thing{entry: entry{code, SectionName(code), nil}, kind: SectionKind, in: everywhere})
	}
	return all
}

func (t *atlas) kind(code string) Kind {
	if _, ok := t.groups[code]; ok {
		return GroupKind
	}
	if trade.Economy(code).IsRegion() {
		return RegionKind
	}
	return EconomyKind
}

// Find returns what the text may mean, best first; the same text always gives the
// same answer. The person's own groups go before others that match as well. Nothing
// found is no error.
func (c *Catalogue) Find(s Search) []Hit {
	hits := c.lexicon().find(s)
	if len(s.Own) == 0 {
		return hits
	}
	hits = append(newLexicon(ownThings(s.Own)).find(s), hits...)
	trust := func(h Hit) int { return slices.Index(matched[:], h.Matched) }
	slices.SortStableFunc(hits, func(a, b Hit) int { return trust(a) - trust(b) })
	if s.Top > 0 {
		hits = hits[:min(s.Top, len(hits))]
	}
	return hits
}

func (x *lexicon) find(s Search) []Hit {
	wanted := func(t thing) bool {
		return (len(s.Kinds) == 0 || slices.Contains(s.Kinds, t.kind)) && (t.kind != ProductKind || t.in.has(s.Nomenclature))
	}
	found := x.coded(s.Text, wanted)
	if _, err := trade.ParseProduct(s.Text); err != nil || len(found) == 0 { // official texts refer to codes
		found = append(found, x.search(typedWords(s.Text), wanted)...)
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return int(a.match) - int(b.match) })
	return x.hits(found, s.Top)
}

// hits are the candidates with each code once.
func (x *lexicon) hits(found []candidate, top int) []Hit {
	var list []Hit
	named := map[string]bool{}
	for _, c := range found {
		t := x.things[c.thing]
		if id := string(t.kind) + t.code; !named[id] && (top == 0 || len(list) < top) {
			named[id] = true
			h := Hit{Kind: t.kind, Code: t.code, Name: t.name, Matched: matched[c.match], Label: t.code, Imported: t.imported}
			if c.label >= 0 {
				h.Label = x.labels[c.label].text
			}
			list = append(list, h)
		}
	}
	return list
}

const longestCode = 40 // bytes of a typed code

// coded returns what the text means as a code: of a good, an economy, a region or
// group, in letters or digits.
func (x *lexicon) coded(text string, wanted func(thing) bool) []candidate {
	text = strings.ToUpper(strings.TrimSpace(text))
	if len(text) > longestCode {
		return nil
	}
	product, err := trade.ParseProduct(text)
	if err != nil {
		product = ""
	}
	economy := numbered(text)
	var found []candidate
	exact := false
	for i, t := range x.things {
		if !wanted(t) {
			continue
		}
		switch {
		case t.code == text, t.kind == ProductKind && t.code == string(product), t.code == economy:
			found = append(found, candidate{thing: int32(i), label: -1, match: byCode})
			exact = exact || t.kind == ProductKind
		case begins(t, product, text):
			found = append(found, candidate{thing: int32(i), label: -1, match: byCodePrefix})
		}
	}
	if product != "" && !exact {
		found = append(found, x.larger(product, wanted)...)
	}
	slices.SortFunc(found, x.compare)
	return found
}

// numbered returns the economy behind a numeric code.
func numbered(text string) string {
	n, err := strconv.Atoi(text)
	if err != nil {
		return ""
	}
	e, _ := Numeric(n)
	return string(e)
}

// begins tells whether the code of a thing begins with the typed one.
func begins(t thing, product trade.Product, text string) bool {
	switch t.kind {
	case ProductKind:
		return product.Level() >= 2 && strings.HasPrefix(t.code, string(product))
	case RegionKind:
		return len(text) >= len("RU-") && strings.HasPrefix(t.code, text)
	}
	return false
}

// larger returns the heading and the chapter that a code without a name lies in.
func (x *lexicon) larger(p trade.Product, wanted func(thing) bool) []candidate {
	var found []candidate
	for i, t := range x.things {
		level := trade.Product(t.code).Level()
		if t.kind == ProductKind && level > 0 && level < p.Level() && strings.HasPrefix(string(p), t.code) && wanted(t) {
			found = append(found, candidate{thing: int32(i), label: -1, match: byLargerCode, close: float32(level)})
		}
	}
	return found
}
