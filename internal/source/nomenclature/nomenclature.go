// Package nomenclature reads tables of the codes of a nomenclature with their
// names, and keeps them as lists of the table trade.Nomenclatures:
//
//   - CEPII's product codes that come with BACI (code, description);
//   - the UN's reference tables of Comtrade (id, text, parent, isLeaf, aggrlevel), in
//     text or JSON;
//   - the Harmonised System as a table (section, hscode, description, parent, level);
//   - the TN VED as the Russian Federal Tax Service ships it: TNVED1 (sections),
//     TNVED2 (chapters), TNVED3 (headings) and TNVED4 (codes of ten digits), text in
//     CP866 with | between the fields and the date of the version in the first line,
//     and the first three as CSV;
//   - tables of headings and subheadings with Russian names (tnved4, hs4,
//     name_ru_full, name_en; or code, description with codes such as "0101 21").
//
// A code may have several rows with different spans of validity.
package nomenclature

import (
	"regexp"
	"strings"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// Format returns the description of nomenclatures for the list of formats.
func Format() source.Format {
	return source.Format{
		Kind:      "nomenclature",
		Title:     "names of goods: product codes of BACI, reference tables of Comtrade, the Harmonised System, TN VED",
		Lists:     true,
		Recognise: recognise,
		Describe:  describe,
	}
}

// recognise says why a file looks like a nomenclature.
func recognise(name string, head []byte) string {
	head = source.Beginning(head)
	if content := source.ContentOf(head); content == source.JSON {
		if jsonReference(head) {
			return "it is a reference table of Comtrade in JSON"
		}
		return ""
	}
	line, _, _ := strings.Cut(strings.TrimPrefix(string(head), "\ufeff"), "\n")
	line = strings.TrimRight(line, "\r")
	if taxHeader.MatchString(line) {
		return "its first line is that of the tax service's TN VED: number, date of the version, zeros"
	}
	l := layoutOf(strings.Split(strings.ReplaceAll(line, `"`, ""), ","))
	if l == nil {
		return ""
	}
	return "it has the columns of " + l.title
}

// taxHeader is the first line of TNVED1 to TNVED4.
var taxHeader = regexp.MustCompile(`^\d{3}\|(\d{8})\|\d{4}\|$`)

// layout describes the columns of one kind of table.
type layout struct {
	title     string
	needs     []string // names of columns, in small letters
	code      []string // columns that make up the code, one after the other
	parent    string   // column, empty: the code less two digits
	english   string
	russian   string
	from, to  string
	name      string // the end of the list's name, such as hs4 in nomenclature-tnved-hs4
	tnved     bool   // whether the codes are of TN VED
	publisher trade.Origin
}

// layouts lists the tables in text, the most particular first.
var layouts = []layout{
	{
		title: "a reference table of Comtrade: id, text, parent, isLeaf", needs: []string{"id", "text", "parent", "isleaf"},
		code: []string{"id"}, parent: "parent", english: "text",
		publisher: trade.Origin{Publisher: "United Nations Statistics Division", Licence: trade.Licence{Name: "terms of UN Comtrade",
			URL: "https://comtrade.un.org/licenseagreement.html", Attribution: "UN Comtrade, reference tables"}},
	},
	{
		title: "the Harmonised System as a table: section, hscode, description, parent, level",
		needs: []string{"section", "hscode", "description", "parent", "level"},
		code:  []string{"hscode"}, parent: "parent", english: "description", name: "table",
		publisher: trade.Origin{Publisher: "datasets/harmonized-system", Licence: trade.Licence{Name: "PDDL 1.0",
			URL: "https://opendatacommons.org/licenses/pddl/1-0/", Attribution: "datasets/harmonized-system"}},
	},
	{
		title: "headings with Russian and English names: tnved4, hs4, name_ru_full, name_en",
		needs: []string{"tnved4", "hs4", "name_ru_full", "name_en"},
		code:  []string{"tnved4"}, english: "name_en", russian: "name_ru_full", name: "hs4", tnved: true,
	},
	{
		title: "headings of TN VED by sections: section, group2, tnved4, name_ru", needs: []string{"section", "group2", "tnved4", "name_ru"},
		code: []string{"tnved4"}, russian: "name_ru", name: "now", tnved: true, publisher: taxService,
	},
	{
		title: "headings of TN VED with their validity: group2, heading2, name_ru, valid_from, valid_to",
		needs: []string{"group2", "heading2", "name_ru", "valid_from", "valid_to"},
		code:  []string{"group2", "heading2"}, russian: "name_ru", from: "valid_from", to: "valid_to", name: "history", tnved: true, publisher: taxService,
	},
	{
		title: "codes and their names: code, description", needs: []string{"code", "description"},
		code: []string{"code"}, english: "description", name: "names",
	},
}

var taxService = trade.Origin{Publisher: "Federal Tax Service of Russia", Licence: trade.Licence{
	Name: "public reference", URL: "https://www.nalog.gov.ru/", Attribution: "Federal Tax Service of Russia, reference of TN VED"}}

// layoutOf returns the layout that has all its columns among the names, nil if
// there is none.
func layoutOf(names []string) *layout {
	have := map[string]bool{}
	for _, n := range names {
		have[strings.ToLower(strings.TrimSpace(n))] = true
	}
	for i, l := range layouts {
		all := true
		for _, n := range l.needs {
			all = all && have[n]
		}
		if all {
			return &layouts[i]
		}
	}
	return nil
}
