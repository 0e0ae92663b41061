package reference

import (
	"cmp"
	"slices"
	"strings"

	"github.com/oborot/oborot/trade"
)

// members reads the members of an embedded group: ARM@2015-01, or
// GBR@1973-01..2020-01 for one that has left, with first and last month.
func members(words []string) ([]trade.Economy, []Term) {
	var all []trade.Economy
	var terms []Term
	for _, word := range words {
		code, span, dated := strings.Cut(word, "@")
		all = append(all, trade.Economy(code))
		if dated {
			terms = append(terms, term(trade.Economy(code), span))
		}
	}
	slices.Sort(all)
	return all, terms
}

func term(member trade.Economy, span string) Term {
	since, until, left := strings.Cut(span, "..")
	t := Term{Member: member, Since: month(since)}
	if left {
		t.Until = month(until)
	}
	return t
}

// month reads a month of an embedded table.
func month(text string) trade.Month {
	p, err := trade.ParsePeriod(text)
	if err != nil || p.Months != 1 {
		panic("reference: groups.tsv: " + text + " is not a month")
	}
	return p.First
}

// namedAll is how many members a list has at most whose name names them all.
const namedAll = 4

// findList reads several sides with commas between them as one group. Where none
// of them is known it finds nothing, where some are the others are errors.
func findList(text string, own []Side) (s Side, ok bool, err error) {
	words := parts(text, ",")
	if len(words) < 2 {
		return Side{}, false, nil
	}
	all, known, err := union(words, own)
	if known == 0 {
		return Side{}, false, nil
	}
	if err != nil {
		return Side{}, false, err
	}
	return listOf(all), true, nil
}

// listOf is the group of the members of a list; of one, the economy itself.
func listOf(all []trade.Economy) Side {
	if len(all) == 1 {
		return sideOf(all[0])
	}
	var codes, english, russian []string
	for _, e := range all {
		name := EconomyName(e)
		codes, english, russian = append(codes, string(e)), append(english, name.English), append(russian, name.Russian)
	}
	s := Side{Code: strings.Join(codes, ","), Members: all, Group: true}
	s.Name = trade.Name{English: strings.Join(english, ", "), Russian: strings.Join(russian, ", ")}
	if len(all) > namedAll {
		list := strings.Join(codes, ", ")
		s.Name = trade.Name{English: list, Russian: list}
	}
	return s
}

// parts splits a list at any of the separators and drops what is empty.
func parts(text, separators string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}

// findOne finds a side that a word of a list stands for.
func findOne(word string, own []Side) (Side, error) {
	if s, ok := findOwn(word, own); ok {
		return s, nil
	}
	if s, ok := findExactly(word); ok {
		return s, nil
	}
	return guessSide(word, own)
}

// patience is how many unknown words of a list are looked at: a text is soon known
// to be no list.
const patience = 3

// union finds the members that words stand for, each once, sorted, and how many of
// the words are known. A group stands for its members. A region beside its country
// would be counted twice.
func union(words []string, own []Side) (all []trade.Economy, known int, err error) {
	unknown := 0
	for _, word := range words {
		s, wrong := findOne(word, own)
		if wrong != nil {
			err = cmp.Or(err, wrong)
			unknown++
		}
		switch {
		case unknown > patience:
			return nil, known, err
		case wrong != nil:
		case s.Code == string(trade.World):
			return nil, len(words), trade.Errorf(trade.Usage, "the world cannot be a member of a group").
				WithHint("name economies, or %s alone", trade.World)
		default:
			known++
		}
		all = append(all, s.Members...)
	}
	if err != nil {
		return nil, known, err
	}
	slices.Sort(all)
	all = slices.Compact(all)
	return all, known, checkApart(all)
}

// checkApart refuses a region beside its country.
func checkApart(all []trade.Economy) error {
	for _, e := range all {
		if country := CountryOf(e); country != e && slices.Contains(all, country) {
			return trade.Errorf(trade.Usage, "%s is a part of %s and would be counted twice", e, country).
				WithHint("name one of them")
		}
	}
	return nil
}
