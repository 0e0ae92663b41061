// Package correlation reads tables that say which codes of one nomenclature become
// which of another, and keeps them as lists of the table trade.Correlations:
//
//   - the UN's correlation and conversion tables, in Excel or text: two columns
//     such as "From HS 2017" and "To HS 2012", or "HS 2017" and "HS 2012", and often
//     a column Relationship (1:1, 1:n, n:1, n:n);
//   - the UN's tables joined in one file with the columns code.after, code.before,
//     Relationship, adjustment ("2017 to 2012"): one list for each step between
//     editions of the Harmonised System;
//   - weights of the Growth Lab (Lukaszuk and Torun, Harmonizing the Harmonized
//     System, 2022), a file each way with the columns H4, H5, weight, group_id.
//
// A pair without weight is kept once under the older edition and serves both ways
// (correlation-h4-h5); weights serve one way (correlation-h4-h5-weights).
package correlation

import (
	"regexp"
	"strings"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// Format returns the description of correlation tables for the list of formats.
func Format() source.Format {
	return source.Format{
		Kind:      "correlation",
		Title:     "correlation tables: which codes of a nomenclature become which of another, with or without weights",
		Lists:     true,
		Recognise: recognise,
		Describe:  describe,
	}
}

// recognise says why a file looks like a correlation table.
func recognise(name string, head []byte) string {
	if source.ContentOf(head) == source.Workbook {
		if workbookName.MatchString(name) {
			return "it is a workbook named like the UN's correlation tables"
		}
		return ""
	}
	l, ok := layoutOf(tabular.FirstNames(source.Beginning(head)))
	switch {
	case !ok:
		return ""
	case l.steps >= 0:
		return "it has the columns code.after, code.before and adjustment of the UN's tables joined in one"
	case l.weight >= 0:
		return "it has a column of codes in " + string(l.from) + ", one in " + string(l.to) + ", and weights"
	}
	return "it has a column of codes in " + string(l.from) + " and one in " + string(l.to)
}

var workbookName = regexp.MustCompile(`(?i)(correlation|conversion|concordance).*(hs|sitc)|(hs|sitc).*(correlation|conversion|concordance)|hs ?-?(19|20)\d\d.*hs ?-?(19|20)\d\d`)

func separatorOf(line string) rune {
	best := ','
	for _, r := range []rune{';', '\t'} {
		if strings.Count(line, string(r)) > strings.Count(line, string(best)) {
			best = r
		}
	}
	return best
}

// layout is where the columns of a table are; -1 where there is none.
type layout struct {
	from, to         trade.Nomenclature // empty where a column names the step
	left, right      int
	weight, relation int
	steps            int // the column adjustment; left is the newer edition then
}

// layoutOf reads the names of columns, false if they are not those of a
// correlation.
func layoutOf(names []string) (layout, bool) {
	l := layout{left: -1, right: -1, weight: -1, relation: -1, steps: -1}
	for i, name := range names {
		switch word := strings.ToLower(strings.TrimSpace(name)); word {
		case "weight":
			l.weight = i
		case "relationship":
			l.relation = i
		case "adjustment":
			l.steps = i
		case "code.after":
			l.left = i
		case "code.before":
			l.right = i
		default:
			l.side(i, word)
		}
	}
	if l.steps >= 0 {
		return l, l.left >= 0 && l.right >= 0 && l.from == ""
	}
	return l, l.from != "" && l.to != "" && l.from != l.to
}

var sidePattern = regexp.MustCompile(`^(from|to)?[ _]*((?:hs|h|sitc|s)[ -]*(?:rev\.? ?)?\d+)$`)

// side takes a column that is named after a nomenclature: the first is from, the
// second to, unless they say otherwise.
func (l *layout) side(column int, word string) {
	m := sidePattern.FindStringSubmatch(word)
	if m == nil {
		return
	}
	n, err := trade.ParseNomenclature(m[2])
	switch {
	case err != nil:
	case m[1] == "to" || m[1] == "" && l.from != "" && l.to == "":
		l.to, l.right = n, column
	case l.from == "":
		l.from, l.left = n, column
	}
}
