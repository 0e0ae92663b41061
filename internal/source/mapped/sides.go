package mapped

import (
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// sideSpec says where one side of a flow stands and how it is written.
type sideSpec struct {
	key      string // in the mapping, for errors
	given    bool
	column   string
	fixed    trade.Economy
	written  string // how the column writes codes; empty: any code or name
	codes    map[string]trade.Economy
	leaveOut []string
}

// sidesSpec is the two sides: either exporter and importer, or reporter and
// partner, whom the direction puts in their places.
type sidesSpec struct {
	first, second sideSpec // exporter and importer, or reporter and partner
	region        sideSpec // takes the place of the reporter
	byDirection   bool     // they are reporter and partner
	by            string   // who reports: reporter, partner, exporter, importer, reconciled
}

// The ways to write the code of an economy. Without one of them a column may hold
// any code or name that reference.FindSide takes.
const (
	inAlpha2  = "alpha-2"
	inAlpha3  = "alpha-3"
	inNumeric = "numeric"
	inOKATO   = "okato"
	inOEC     = "oec" // two letters of the continent before alpha-3
)

func (s section) side(key string) sideSpec {
	b, ok := s.below(key, "fixed")
	b.only("column", "fixed", "as", "codes", "leave_out")
	spec := sideSpec{
		key: key, given: ok, column: b.text("column"), leaveOut: b.list("leave_out"),
		written: b.choice("as", inAlpha2, inAlpha3, inNumeric, inOKATO, inOEC, "name"),
		codes:   map[string]trade.Economy{},
	}
	if fixed := b.text("fixed"); fixed != "" {
		before := b.r.err
		spec.fixed = b.economy(fixed, b.lineOf("fixed"))
		if _, err := reference.FindSide(fixed); err != nil && before == nil {
			b.r.err.Hint = "to take it from a column write " + key + ": {column: " + fixed + "}"
		}
	}
	if codes, ok := b.below("codes", ""); ok {
		codes.each(func(word, means string, line int) { spec.codes[word] = codes.economy(means, line) })
	}
	if ok && (spec.column == "") == (spec.fixed == "") {
		s.r.fail(b.line, "%s needs either a column or one fixed economy", key)
	}
	return spec
}

// economy finds what a mapping names, which must be one economy or the world.
func (s section) economy(means string, line int) trade.Economy {
	side, err := reference.FindSide(means)
	if err != nil {
		s.r.fail(line, "%s: %q is not a known economy or region", s.name, means).Hint = trade.HintOf(err)
		return ""
	}
	if side.Group {
		s.r.fail(line, "%s: %s is a group of economies, and a flow has one on each side", s.name, means).Hint =
			"leave its rows out with leave_out, or take a code of the publisher's own such as EUN"
		return ""
	}
	return trade.Economy(side.Code)
}

func (s section) sides(d directionSpec) sidesSpec {
	exporter, importer := s.side("exporter"), s.side("importer")
	reporter, partner, region := s.side("reporter"), s.side("partner"), s.side("region")
	by := s.choice("reported_by", "reporter", "partner", "exporter", "importer", string(trade.Reconciled))
	pair, report := exporter.given || importer.given, reporter.given || partner.given || region.given
	switch {
	case pair && report:
		s.r.fail(s.line, "the sides are either exporter and importer, or reporter and partner")
	case pair && !(exporter.given && importer.given):
		s.r.fail(s.line, "exporter and importer are both needed").Hint = "a table without partners has World: importer: World"
	case pair && (by == "" || by == "reporter" || by == "partner"):
		s.r.fail(s.lineOf("reported_by"), "reported_by says whose figures these are: exporter, importer or reconciled")
	case pair:
		return sidesSpec{first: exporter, second: importer, by: by}
	case !partner.given || !(reporter.given || region.given):
		s.r.fail(s.line, "a mapping needs exporter and importer, or reporter and partner").Hint =
			"a table without partners has World: partner: World"
	}
	if by == "" {
		by = "reporter"
	}
	return sidesSpec{first: reporter, second: partner, region: region, byDirection: true, by: by}
}

// regional tells whether the mapping by itself leads to regions.
func (s sidesSpec) regional() bool {
	return slices.ContainsFunc([]sideSpec{s.first, s.second, s.region}, func(side sideSpec) bool {
		if side.written == inOKATO || side.fixed.IsRegion() {
			return true
		}
		for _, e := range side.codes {
			if e.IsRegion() {
				return true
			}
		}
		return false
	})
}

// known is what one written code stands for.
type known struct {
	economy trade.Economy
	reason  string // why it stands for none
	out     bool   // its rows are left out
}

// resolver finds what a column's words stand for and remembers them.
type resolver struct {
	spec   sideSpec
	column int
	name   string // of the column, as the table writes it
	seen   map[string]known
}

func newResolver(spec sideSpec, column int, name string) *resolver {
	return &resolver{spec: spec, column: column, name: name, seen: map[string]known{}}
}

// mostRemembered bounds the memory that columns of ever new words may take.
const mostRemembered = 100_000

// economy returns the side that a field means.
func (r *resolver) economy(field []byte) known {
	if r.column < 0 {
		return known{economy: r.spec.fixed}
	}
	if k, ok := r.seen[string(field)]; ok {
		return k
	}
	word := string(field)
	k := r.find(word)
	if len(r.seen) < mostRemembered {
		r.seen[word] = k
	}
	return k
}

func (r *resolver) find(word string) known {
	if slices.Contains(r.spec.leaveOut, word) {
		return known{out: true, reason: r.name + " " + quoted(word) + " is left out by the mapping"}
	}
	if e, ok := r.spec.codes[word]; ok {
		return known{economy: e}
	}
	if word == "" {
		return known{reason: "there is no " + r.name}
	}
	if e, ok := r.spec.read(word); ok {
		return known{economy: e}
	}
	if r.spec.written != "" && r.spec.written != "name" {
		return known{reason: r.name + " " + quoted(word) + " is not a known " + r.spec.written + " code"}
	}
	side, err := reference.FindSide(word)
	if err == nil {
		return known{reason: r.name + " " + quoted(word) + " is a group of economies"}
	}
	reason := r.name + " " + quoted(word) + " is not a known economy or region"
	if hint := trade.HintOf(err); hint != "" {
		reason += ": " + hint
	}
	return known{reason: reason, economy: trade.Economy(side.Code)}
}

// read finds an economy in the way that the mapping says it is written.
func (s sideSpec) read(word string) (trade.Economy, bool) {
	switch s.written {
	case inAlpha2:
		return reference.Alpha2(word)
	case inOKATO:
		return okato(word)
	case inNumeric:
		return numeric(word)
	case inAlpha3:
		return alpha3(word)
	case inOEC:
		if len(word) != 5 {
			return "", false
		}
		return alpha3(word[2:])
	}
	side, err := reference.FindSide(word)
	if err != nil || side.Group {
		return "", false
	}
	return trade.Economy(side.Code), true
}

// alpha3 finds the economy behind a publisher's three letters in either case.
func alpha3(word string) (trade.Economy, bool) {
	return reference.PublisherCode(strings.ToUpper(word))
}

func numeric(word string) (trade.Economy, bool) {
	n, err := strconv.Atoi(word)
	if err != nil {
		return "", false
	}
	return reference.Numeric(n)
}

// okato reads a code by itself or before a name, as in "05000 - ПРИМОРСКИЙ КРАЙ".
func okato(word string) (trade.Economy, bool) {
	code, _, _ := strings.Cut(word, " ")
	return reference.OKATO(strings.TrimRight(code, "-"))
}
