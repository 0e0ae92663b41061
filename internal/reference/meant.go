package reference

import (
	"slices"
	"strings"

	"github.com/oborot/oborot/trade"
)

// suggested is how many names a hint holds at most.
const suggested = 3

// guessSide finds the side whose whole name or alias the text is in another
// grammatical form.
func guessSide(text string, own []Side) (Side, error) {
	x := embeddedLexicon()
	if len(own) > 0 {
		x = newLexicon(append(ownThings(own), embeddedThings()...))
	}
	hit, err := x.meant(text, EconomyKind, RegionKind, GroupKind)
	if err != nil {
		return Side{}, err
	}
	if s, ok := findOwn(hit.Code, own); ok {
		return s, nil
	}
	return geography().side(hit.Code), nil
}

// ownThings are the person's own groups.
func ownThings(own []Side) []thing {
	var all []thing
	for _, s := range own {
		all = append(all, thing{entry: entry{s.Code, s.Name, nil}, kind: GroupKind})
	}
	return all
}

// meant returns the one thing of the kinds whose whole name or alias a text is, in
// any grammatical form. Less than that is never taken for meant: the error names
// what comes near, or says of what other kind the word is.
func (x *lexicon) meant(text string, kinds ...Kind) (Hit, error) {
	near := x.find(Search{Text: text, Kinds: kinds})
	sure := slices.DeleteFunc(slices.Clone(near), func(h Hit) bool { return !h.sure() })
	switch {
	case len(sure) == 1, len(sure) > 1 && sure[0].Matched != sure[1].Matched:
		return sure[0], nil
	case len(sure) > 1:
		return Hit{}, trade.Errorf(trade.Usage, "%q stands for several %s", text, plural(kinds)).
			WithHint("name one of them: %s", named(sure))
	}
	return Hit{}, trade.Errorf(trade.Usage, "%q is not a known %s", text, singular(kinds)).
		WithHint("%s", x.nearest(text, kinds, near))
}

// sure tells whether the text was a whole code, name or alias.
func (h Hit) sure() bool {
	return slices.Contains(matched[:byForm+1], h.Matched)
}

// nearest is the hint about a text that names nothing of the kinds.
func (x *lexicon) nearest(text string, kinds []Kind, near []Hit) string {
	others := slices.DeleteFunc(Kinds(), func(k Kind) bool { return k == SectionKind || slices.Contains(kinds, k) })
	if elsewhere := x.find(Search{Text: text, Kinds: others, Top: 1}); len(elsewhere) > 0 && elsewhere[0].sure() {
		return misplaced(elsewhere[0])
	}
	if len(near) > 0 {
		return "did you mean " + named(near) + "?"
	}
	if slices.Contains(kinds, ProductKind) {
		return "use digits of the nomenclature such as 8704, or the name of a heading; oborot find WORDS searches"
	}
	return "use an ISO code such as BLR, RU-PRI for a region, or a name; oborot find WORDS searches"
}

// misplaced says where a word belongs that stands where another kind is asked for.
func misplaced(h Hit) string {
	if h.Kind == ProductKind {
		return h.String() + " is a product: name an economy here, and the product with --where product=" + h.Code
	}
	article := "a "
	if h.Kind == EconomyKind {
		article = "an "
	}
	return h.String() + " is " + article + string(h.Kind) + ": name a product here, such as 8704"
}

// String returns the English name with the code.
func (h Hit) String() string {
	if h.Name.English == h.Code {
		return h.Code
	}
	return h.Name.English + " (" + h.Code + ")"
}

func named(hits []Hit) string {
	var names []string
	for _, h := range hits[:min(len(hits), suggested)] {
		names = append(names, h.String())
	}
	return strings.Join(names, " or ")
}

func singular(kinds []Kind) string {
	if slices.Contains(kinds, ProductKind) {
		return "product"
	}
	return "economy, region or group"
}

func plural(kinds []Kind) string {
	if slices.Contains(kinds, ProductKind) {
		return "products"
	}
	return "economies, regions or groups"
}
