package mapped

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// productSpec says where the good stands and how it is written.
type productSpec struct {
	column       string
	fixed        trade.Product
	nomenclature trade.Nomenclature
	digits       []int // lengths of the codes; several lead to a dataset for each
	pad          bool  // zeros in front are lost in any number
	codes        map[string]trade.Product
	order        []string // the keys of codes in the order of the mapping
	hidden       []string // what stands for a good that the publisher hides
	leaveOut     []string
}

func (s section) product() productSpec {
	p, ok := s.below("product", "fixed")
	p.only("column", "fixed", "nomenclature", "digits", "pad", "codes", "hidden", "leave_out")
	if !ok {
		s.r.fail(s.line, "a mapping needs a product").Hint = "a table without goods has the total: product: TOTAL"
		return productSpec{}
	}
	spec := productSpec{
		column: p.text("column"), pad: p.yes("pad"), hidden: p.list("hidden"), leaveOut: p.list("leave_out"),
		codes: map[string]trade.Product{},
	}
	if fixed := p.text("fixed"); fixed != "" {
		spec.fixed = p.good(fixed, p.lineOf("fixed"))
	}
	if (spec.column == "") == (spec.fixed == "") {
		s.r.fail(p.line, "product needs either a column or one fixed code")
	}
	p.classify(&spec)
	if codes, ok := p.below("codes", ""); ok {
		codes.each(func(word, code string, line int) {
			spec.codes[word] = codes.good(code, line)
			spec.order = append(spec.order, word)
		})
	}
	return spec
}

// classify reads nomenclature and digits.
func (s section) classify(spec *productSpec) {
	if text := s.text("nomenclature"); text != "" {
		n, err := trade.ParseNomenclature(text)
		if err != nil {
			s.r.fail(s.lineOf("nomenclature"), "%q is not a known nomenclature", text).Hint =
				"use H0 to H6 (or HS92 to HS22), TNVED, CN, S1 to S4, SECTION for sections of the HS, or OWN for groups of the publisher's own"
		}
		spec.nomenclature = n
	}
	for _, word := range s.list("digits") {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || n > 10 {
			s.r.fail(s.lineOf("digits"), "digits are 1 to 10, not %q", word)
		}
		spec.digits = append(spec.digits, n)
	}
	slices.Sort(spec.digits)
	if spec.nomenclature == trade.Sections && len(spec.digits) == 0 {
		spec.digits, spec.pad = []int{2}, true
	}
	if spec.fixed != "" && spec.fixed != trade.AllProducts && len(spec.digits) == 0 {
		spec.digits = []int{spec.fixed.Level()}
	}
	if spec.fixed != trade.AllProducts && len(spec.digits) == 0 && s.r.err == nil {
		s.r.fail(s.line, "product needs digits, the length of its codes").Hint =
			"write digits: 6, or a list such as [2, 4, 6] where the table mixes levels"
	}
}

func (s section) good(code string, line int) trade.Product {
	p, err := trade.ParseProduct(code)
	if err != nil {
		s.r.fail(line, "%s: %q is not a product code", s.name, code).Hint = trade.HintOf(err)
	}
	return p
}

// goods finds what the words of a column stand for and remembers them.
type goods struct {
	spec         productSpec
	nomenclature trade.Nomenclature
	column       int
	name         string
	seen         map[string]good
}

type good struct {
	product trade.Product
	level   int // index in digits
	reason  string
	out     bool
}

func newGoods(m *mapping, n trade.Nomenclature, column int, name string) *goods {
	return &goods{spec: m.product, nomenclature: n, column: column, name: name, seen: map[string]good{}}
}

func (g *goods) product(field []byte) good {
	if g.column < 0 {
		return good{product: g.spec.fixed}
	}
	if known, ok := g.seen[string(field)]; ok {
		return known
	}
	word := string(field)
	found := g.find(word)
	if len(g.seen) < mostRemembered {
		g.seen[word] = found
	}
	return found
}

func (g *goods) find(word string) good {
	if slices.Contains(g.spec.leaveOut, word) {
		return good{out: true, reason: g.name + " " + quoted(word) + " is left out by the mapping"}
	}
	if slices.Contains(g.spec.hidden, word) {
		return g.level(word, trade.Product(strings.Repeat("X", g.spec.digits[len(g.spec.digits)-1])))
	}
	if p, ok := g.spec.codes[word]; ok {
		return g.level(word, p)
	}
	p, err := trade.ParseProduct(word)
	switch {
	case word == "":
		return good{reason: "there is no " + g.name}
	case err != nil:
		return good{reason: g.name + " " + quoted(word) + " is not a product code; the mapping's codes may say what it stands for"}
	}
	return g.level(word, g.padded(p))
}

// padded puts zeros back that a spreadsheet took for needless. Codes of the
// Harmonised System have an even number of digits, so that one is sure to be lost
// where the number is odd.
func (g *goods) padded(p trade.Product) trade.Product {
	if p == trade.AllProducts || slices.Contains(g.spec.digits, len(p)) {
		return p
	}
	for _, digits := range g.spec.digits {
		lost := digits - len(p)
		if lost == 1 && g.nomenclature.Harmonised() && len(p)%2 == 1 || lost > 0 && g.spec.pad {
			return trade.Product(strings.Repeat("0", lost)) + p
		}
	}
	return p
}

// level checks that a code has a length that the mapping names, and exists as far
// as the tables know.
func (g *goods) level(word string, p trade.Product) good {
	if p == trade.AllProducts {
		return good{product: p}
	}
	at := slices.Index(g.spec.digits, len(p))
	if at < 0 {
		return good{reason: fmt.Sprintf("%s %s has %d digits, and the mapping names %s", g.name, quoted(word), len(p), lengths(g.spec.digits))}
	}
	switch chapter := p.Chapter(); {
	case p.Hidden() || len(p) < 2:
	case g.nomenclature.Harmonised() && !slices.Contains(reference.Chapters(), chapter):
		return good{reason: fmt.Sprintf("%s %s: the Harmonised System has no chapter %s", g.name, quoted(word), chapter)}
	}
	return good{product: p, level: at}
}

func lengths(digits []int) string {
	words := make([]string, len(digits))
	for i, n := range digits {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, ", ")
}

// legend says what the codes of the publisher's own groups mean, for the notes.
func (p productSpec) legend(n trade.Nomenclature) string {
	if n != trade.OwnGroups || len(p.order) == 0 {
		return ""
	}
	var parts []string
	for _, word := range p.order {
		parts = append(parts, string(p.codes[word])+" "+word)
	}
	return "the codes of goods are the publisher's own groups: " + strings.Join(parts, "; ")
}
