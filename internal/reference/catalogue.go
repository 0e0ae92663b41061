package reference

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/oborot/oborot/trade"
)

// Catalogue knows the names of goods in imported nomenclatures beside the embedded
// short names of chapters and headings. A nil Catalogue knows the embedded ones. It
// may be used by several goroutines.
type Catalogue struct {
	names map[trade.Nomenclature]map[trade.Product]trade.Name
	lists map[trade.Nomenclature][]trade.Origin // of the names
	once  sync.Once
	index *lexicon
}

// NewCatalogue reads the lists of trade.Nomenclatures; others are passed by. A list
// of another shape is an error of kind trade.Internal.
func NewCatalogue(lists []trade.List) (*Catalogue, error) {
	c := &Catalogue{names: map[trade.Nomenclature]map[trade.Product]trade.Name{}, lists: map[trade.Nomenclature][]trade.Origin{}}
	ordered := slices.Clone(lists)
	slices.SortStableFunc(ordered, func(a, b trade.List) int { return cmp.Compare(a.Origin.Dataset, b.Origin.Dataset) })
	for _, l := range ordered {
		if l.Table != trade.Nomenclatures {
			continue
		}
		if err := l.Check(); err != nil {
			return nil, trade.Errorf(trade.Internal, "the list %s cannot be read: %w", l.Origin.Dataset, err)
		}
		c.read(l)
		for _, n := range slices.Compact(slices.Sorted(slices.Values(l.Column("nomenclature").Text))) {
			c.lists[trade.Nomenclature(n)] = append(c.lists[trade.Nomenclature(n)], l.Origin)
		}
	}
	return c, nil
}

// read takes the names of a list. Where a code has several, as in a nomenclature
// with its history, the one that is valid longest holds. A text that says only
// "other" is read behind that of its parent.
func (c *Catalogue) read(l trade.List) {
	rows := l.Rows()
	order := make([]int, rows)
	for i := range order {
		order[i] = i
	}
	from, to := l.Column("valid_from").Text, l.Column("valid_to").Text
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Or(compareEnds(to[a], to[b]), cmp.Compare(from[a], from[b])) })
	nomenclature, code, parent := l.Column("nomenclature").Text, l.Column("code").Text, l.Column("parent").Text
	english, russian := l.Column("english").Text, l.Column("russian").Text
	parents := map[coded]trade.Product{}
	for _, i := range order {
		n := trade.Nomenclature(nomenclature[i])
		if c.names[n] == nil {
			c.names[n] = map[trade.Product]trade.Name{}
		}
		p := trade.Product(code[i])
		name := c.names[n][p]
		c.names[n][p] = trade.Name{English: cmp.Or(sentence(english[i]), name.English), Russian: cmp.Or(sentence(russian[i]), name.Russian)}
		parents[coded{n, p}] = trade.Product(parent[i])
	}
	for _, i := range order {
		n, p := trade.Nomenclature(nomenclature[i]), trade.Product(code[i])
		c.names[n][p] = c.whole(n, p, parents)
	}
}

// coded is a code in its nomenclature.
type coded struct {
	nomenclature trade.Nomenclature
	product      trade.Product
}

// compareEnds orders ends of validity; an open one is the last.
func compareEnds(a, b string) int {
	if a == "" || b == "" {
		return -cmp.Compare(a, b)
	}
	return cmp.Compare(a, b)
}

// sentence takes the dashes of a hierarchy off an official text and lowers one in
// capitals, but for its first letter.
func sentence(text string) string {
	text = strings.TrimLeft(strings.TrimSpace(text), "-–— ")
	if strings.IndexFunc(text, unicode.IsLower) >= 0 {
		return text
	}
	_, first := utf8.DecodeRuneInString(text)
	return text[:first] + strings.ToLower(text[first:])
}

// whole names a good whose own text says only that it is another one of its
// parent.
func (c *Catalogue) whole(n trade.Nomenclature, p trade.Product, parents map[coded]trade.Product) trade.Name {
	name, above := c.names[n][p], parents[coded{n, p}]
	if above == p {
		return name
	}
	parent := c.names[n][above]
	return trade.Name{English: behind(parent.English, name.English), Russian: behind(parent.Russian, name.Russian)}
}

func behind(parent, own string) string {
	if parent == "" || len(own) > longestOther {
		return own
	}
	words := wordsOf(own)
	if len(words) == 0 || len(words) > 2 || !other[words[0]] {
		return own
	}
	return strings.TrimSuffix(parent, ":") + ": " + own
}

const longestOther = 40 // bytes of a text that may name nothing

// other are the words of official texts that name nothing.
var other = map[string]bool{"other": true, "прочие": true, "прочий": true, "прочая": true, "прочее": true}

// ProductName returns the name of a good in a nomenclature: the short embedded name
// of a chapter or heading; for longer codes the imported name of the code, else of
// the subheading of the Harmonised System that it lies in, else the embedded name of
// its heading (see the function ProductName). Origins are those of the lists that an
// imported name is from.
func (c *Catalogue) ProductName(p trade.Product, n trade.Nomenclature) (name trade.Name, origins []trade.Origin) {
	if c == nil || p.Level() <= 4 && (n == "" || n.Harmonised()) || p.Hidden() {
		return ProductName(p, n), nil
	}
	for _, code := range []trade.Product{p, p.At(8), p.At(6)} {
		if name, origins = c.imported(code, n); name != (trade.Name{}) && code.Level() > 4 {
			return name, origins
		}
	}
	if name, ok := c.names[n][p]; ok {
		return name, c.lists[n]
	}
	return ProductName(p, n), nil
}

// imported looks a code up in its own nomenclature, and a subheading of TN VED or
// CN, whose first six digits are those of the Harmonised System, in the editions
// of that too, the latest first.
func (c *Catalogue) imported(p trade.Product, n trade.Nomenclature) (name trade.Name, origins []trade.Origin) {
	from := []trade.Nomenclature{n}
	if n == trade.TNVED || n == trade.CN || n == "" {
		from = append(from, latestFirst...)
	}
	for _, edition := range from {
		before, found := name, c.names[edition][p]
		name.English, name.Russian = cmp.Or(name.English, found.English), cmp.Or(name.Russian, found.Russian)
		if name != before {
			origins = append(origins, c.lists[edition]...)
		}
	}
	return name, origins
}

// lexicon finds the names of the catalogue; it is made at the first search.
func (c *Catalogue) lexicon() *lexicon {
	if c == nil || len(c.names) == 0 {
		return embeddedLexicon()
	}
	c.once.Do(func() { c.index = newLexicon(append(embeddedThings(), c.things()...)) })
	return c.index
}

// things are the imported names. Editions that say the same of a code are one
// thing; the latest come first.
func (c *Catalogue) things() []thing {
	var all []thing
	seen := map[entryID]int{}
	for _, n := range latestFirst {
		for _, p := range sortedCodes(c.names[n]) {
			name := c.names[n][p]
			id := entryID{p, name}
			if at, ok := seen[id]; ok {
				all[at].in |= only(n)
				continue
			}
			seen[id] = len(all)
			all = append(all, thing{entry: c.entry(p, n, name), kind: ProductKind, in: only(n), imported: true})
		}
	}
	return all
}

// entryID tells things of a catalogue apart.
type entryID struct {
	code trade.Product
	name trade.Name
}

// entry shows the short name of a heading and finds it by the official text too.
func (c *Catalogue) entry(p trade.Product, n trade.Nomenclature, official trade.Name) entry {
	short := ProductName(p, n)
	if p.Level() > 4 || short == (trade.Name{}) {
		return entry{code: string(p), name: official}
	}
	e := entry{code: string(p), name: short}
	for _, text := range []string{official.English, official.Russian} {
		if text != "" {
			e.aliases = append(e.aliases, text)
		}
	}
	return e
}

func sortedCodes(names map[trade.Product]trade.Name) []trade.Product {
	codes := make([]trade.Product, 0, len(names))
	for p := range names {
		codes = append(codes, p)
	}
	slices.Sort(codes)
	return codes
}
