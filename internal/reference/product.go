package reference

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/oborot/oborot/trade"
)

// commodities is all that the embedded tables know of goods.
type commodities struct {
	chapters     []trade.Product
	headings     []trade.Product
	names        map[trade.Product][]edition
	sections     map[trade.Product]string // by chapter
	sectionNames map[string]trade.Name
	sectionCodes []string // I to XXI
	entries      []entry
	within       []nomenclatures // that have each entry
}

// edition is the name of a code in the editions of the Harmonised System from
// first to last.
type edition struct {
	first, last byte
	name        trade.Name
}

var goods = sync.OnceValue(func() *commodities {
	c := &commodities{
		names:        map[trade.Product][]edition{},
		sections:     map[trade.Product]string{},
		sectionNames: map[string]trade.Name{},
	}
	c.readSections()
	c.readChapters()
	c.readHeadings()
	return c
})

// wares finds chapters and headings by their words.
var wares = sync.OnceValue(func() *index { return newIndex(goods().entries) })

func (c *commodities) readSections() {
	for row := range rows("sections", 3) {
		c.sectionCodes = append(c.sectionCodes, row[0])
		c.sectionNames[row[0]] = trade.Name{English: row[1], Russian: row[2]}
	}
}

func (c *commodities) readChapters() {
	for row := range rows("chapters", 5) {
		p := trade.Product(row[0])
		c.chapters = append(c.chapters, p)
		c.sections[p] = row[1]
		c.add(p, "", trade.Name{English: row[2], Russian: row[3]}, list(row[4]))
	}
	slices.Sort(c.chapters)
}

func (c *commodities) readHeadings() {
	for row := range rows("headings", 5) {
		p := trade.Product(row[0])
		if len(c.names[p]) == 0 {
			c.headings = append(c.headings, p)
		}
		c.add(p, row[1], trade.Name{English: row[2], Russian: row[3]}, list(row[4]))
	}
	slices.Sort(c.headings)
}

// add remembers a name; editions is empty for all, or "02" for HS 1992 to 2002.
func (c *commodities) add(p trade.Product, editions string, name trade.Name, aliases []string) {
	span := edition{first: '0', last: '6', name: name}
	if editions != "" {
		span.first, span.last = editions[0], editions[1]
	}
	c.names[p] = append(c.names[p], span)
	c.entries = append(c.entries, entry{string(p), name, aliases})
	c.within = append(c.within, span.within())
}

// FindProduct finds the good that a person means: by a code of any number of
// digits whose chapter is in the Harmonised System, by TOTAL, or by the whole
// English or Russian name of a chapter or heading in any grammatical form. Anything
// else, and a word for several goods, is an error of kind trade.Usage whose hint
// names the nearest.
func FindProduct(text string) (trade.Product, error) {
	p, err := trade.ParseProduct(text)
	if err == nil && goods().plausible(p) {
		return p, nil
	}
	if err == nil {
		return "", trade.Errorf(trade.Usage, "%q is in no chapter of the Harmonised System", text).
			WithHint("begin with one of the chapters 01 to 99, except 77, such as 87 or 8704")
	}
	if code, ok := wares().find(text); ok {
		return trade.Product(code), nil
	}
	hit, err := embeddedLexicon().meant(text, ProductKind)
	return trade.Product(hit.Code), err
}

func (c *commodities) plausible(p trade.Product) bool {
	if p == trade.AllProducts || strings.HasPrefix(string(p), "XX") {
		return true
	}
	_, ok := c.sections[p.Chapter()]
	return ok
}

var (
	allGoods    = trade.Name{English: "All goods", Russian: "Все товары"}
	hiddenGoods = trade.Name{English: "hidden by the publisher", Russian: "скрыто публикатором"}
)

// ProductName returns the short name of a good in a nomenclature: that of its
// code, else of its heading, else of its chapter. Some headings mean other goods in
// other editions of the Harmonised System (8524 was records, and is displays now);
// for TN VED, CN and an empty nomenclature it is the latest edition that has the
// heading. The name is empty when nothing is known, as for the codes of SITC.
func ProductName(p trade.Product, n trade.Nomenclature) trade.Name {
	switch {
	case p == trade.AllProducts:
		return allGoods
	case p.Hidden():
		return hiddenGoods
	case n == trade.Sections:
		return goods().numberedSection(p)
	case n != "" && !n.Harmonised():
		return trade.Name{}
	}
	return goods().name(p, editionOf(n))
}

// numberedSection returns the name of a section that is written as 01 to 21.
func (c *commodities) numberedSection(p trade.Product) trade.Name {
	n, err := strconv.Atoi(string(p))
	if err != nil || n < 1 || n > len(c.sectionCodes) {
		return trade.Name{}
	}
	return c.sectionNames[c.sectionCodes[n-1]]
}

// latest stands for the newest edition that has a code.
const latest = 'L'

func editionOf(n trade.Nomenclature) byte {
	if len(n) == 2 && n[0] == 'H' {
		return n[1]
	}
	return latest
}

func (c *commodities) name(p trade.Product, wanted byte) trade.Name {
	for _, digits := range []int{10, 4, 2} {
		for _, e := range slices.Backward(c.names[p.At(digits)]) {
			if wanted == latest || e.first <= wanted && wanted <= e.last {
				return e.name
			}
		}
	}
	return trade.Name{}
}

// SectionOf returns the section of the Harmonised System, I to XXI, that the
// chapter of a good belongs to. Chapters 98 and 99, hidden chapters and totals have none.
func SectionOf(p trade.Product) (code string, ok bool) {
	code = goods().sections[p.Chapter()]
	return code, code != ""
}

// SectionName returns the short name of a section, empty if there is no such one.
func SectionName(code string) trade.Name { return goods().sectionNames[code] }

// Chapters lists the chapters of the Harmonised System, sorted, with 98 and 99,
// which countries use for their own purposes.
func Chapters() []trade.Product { return slices.Clone(goods().chapters) }

// Headings lists the four-digit headings that have a name of their own, sorted.
func Headings() []trade.Product { return slices.Clone(goods().headings) }
