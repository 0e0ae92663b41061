package main

import (
	"context"
	"os"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/lake"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
	"github.com/spf13/cobra"
)

// findFlags are the flags of find.
type findFlags struct {
	kinds        []string
	nomenclature string
	top          int
}

func (p *program) findCommand() *cobra.Command {
	var f findFlags
	c := &cobra.Command{
		Use:   "find WORDS...",
		Short: "Codes of goods, economies, regions and groups by their names",
		Long: "find looks for what is named by words, in English or Russian, in any grammatical form and with slips, or by the\n" +
			"beginning of a word or a code; the best comes first. It knows the short names of sections, chapters and headings of\n" +
			"the Harmonised System, the longer codes of nomenclatures that were imported, and your own groups. It needs no lake.",
		Example: "  oborot find сыр\n  oborot find \"water filter\"\n  oborot find примор --kind region\n  oborot find 8704 --lang ru",
		Args:    words(1, -1),
		RunE:    func(c *cobra.Command, args []string) error { return p.find(c.Context(), strings.Join(args, " "), f) },
	}
	c.Flags().StringSliceVar(&f.kinds, "kind", nil, "product, section, economy, region or group; several with commas (default: all)")
	c.Flags().StringVar(&f.nomenclature, "nomenclature", "", "goods of this nomenclature only, such as H6 or TNVED")
	c.Flags().IntVar(&f.top, "top", 20, "at most so many; 0 for all")
	placeholders(c.Flags(), map[string]string{"kind": "KIND,..", "nomenclature": "NOMENCLATURE", "top": "N"})
	return c
}

func (p *program) find(ctx context.Context, text string, f findFlags) error {
	s, err := f.search(text)
	if err != nil {
		return err
	}
	if s.Own, err = p.ownGroups(); err != nil {
		return err
	}
	names, lists, err := p.importedNames(ctx)
	if err != nil {
		return err
	}
	hits := names.Find(s)
	if len(hits) == 0 {
		return trade.Errorf(trade.Usage, "nothing is called %q", text).
			WithHint("use fewer or other words, the beginning of a word, or digits of a code; leave out --kind and --nomenclature")
	}
	r := findResult(hits, p.language)
	r.Arguments = map[string]any{"text": text, "kind": append([]string{}, f.kinds...), "nomenclature": f.nomenclature, "top": f.top}
	if slices.ContainsFunc(hits, func(h reference.Hit) bool { return h.Imported }) {
		for _, l := range lists {
			r.Origins = append(r.Origins, l.Origin)
		}
	}
	return p.deliver(r)
}

func (f findFlags) search(text string) (s reference.Search, err error) {
	s = reference.Search{Text: text, Top: f.top}
	if f.top < 0 {
		return s, trade.Errorf(trade.Usage, "--top %d is not a number of names", f.top).WithHint("write 0 for all")
	}
	var kinds []string
	for _, k := range reference.Kinds() {
		kinds = append(kinds, string(k))
	}
	for _, k := range f.kinds {
		k = strings.ToLower(strings.TrimSpace(k))
		if err := isOneOf("kind", k, kinds...); err != nil {
			return s, err
		}
		s.Kinds = append(s.Kinds, reference.Kind(k))
	}
	if f.nomenclature != "" {
		s.Nomenclature, err = trade.ParseNomenclature(f.nomenclature)
	}
	return s, err
}

// importedNames reads the nomenclatures of the lake, if there is one.
func (p *program) importedNames(ctx context.Context) (*reference.Catalogue, []trade.List, error) {
	if p.lakeDir == "" {
		return nil, nil, nil
	}
	if _, err := os.Stat(p.lakeDir); os.IsNotExist(err) {
		return nil, nil, nil
	}
	l, err := p.openLake(ctx)
	if err != nil {
		return nil, nil, err
	}
	snapshot, err := l.Snapshot(ctx, p.flags.asOf)
	if err != nil {
		return nil, nil, err
	}
	return catalogue(ctx, l, snapshot.ID)
}

// catalogue knows the names of goods that a snapshot holds, and the lists they are
// from.
func catalogue(ctx context.Context, l *lake.Lake, snapshot int64) (*reference.Catalogue, []trade.List, error) {
	lists, err := l.Lists(ctx, snapshot, trade.Nomenclatures)
	if err != nil {
		return nil, nil, err
	}
	names, err := reference.NewCatalogue(lists)
	return names, lists, err
}

// findResult puts the hits into a table. Programs get stable words for the kind and
// the reason, people get them in their language.
func findResult(hits []reference.Hit, l trade.Language) *analysis.Result {
	other := column("other_name", analysis.Text, "In Russian", "По-русски")
	if l == trade.Russian {
		other.Title = trade.Name{English: "In English", Russian: "По-английски"}
	}
	r := &analysis.Result{Question: "find", Method: "find/1", Fields: []analysis.Field{
		column("kind", analysis.Text, "Kind", "Вид"),
		forPeople("kind_name", "Kind", "Вид"),
		column("code", analysis.Text, "Code", "Код"),
		column("name", analysis.Text, "Name", "Название"),
		other,
		column("matched", analysis.Text, "Matched", "Совпало"),
		forPeople("matched_name", "Found by", "Найдено"),
		column("label", analysis.Text, "Label", "Слово"),
		forPeople("label_short", "Which is", "По слову"),
	}}
	for _, h := range hits {
		otherName := h.Name.Russian
		if l == trade.Russian {
			otherName = h.Name.English
		}
		r.Rows = append(r.Rows, []analysis.Cell{
			textCell(string(h.Kind)), textCell(kindNames[h.Kind].In(l)), textCell(h.Code), textCell(h.Name.In(l)), textCell(otherName),
			textCell(h.Matched), textCell(reasonNames[h.Matched].In(l)), textCell(h.Label), textCell(shortLabel(h)),
		})
	}
	return r
}

// shortLabel spares people what stands in the row already, and most of an official
// text.
func shortLabel(h reference.Hit) string {
	if h.Label == h.Code || h.Label == h.Name.English || h.Label == h.Name.Russian {
		return ""
	}
	if letters := []rune(h.Label); len(letters) > 60 {
		return string(letters[:59]) + "…"
	}
	return h.Label
}

func forPeople(name, english, russian string) analysis.Field {
	f := column(name, analysis.Text, english, russian)
	f.ForPeople = true
	return f
}

var kindNames = map[reference.Kind]trade.Name{
	reference.ProductKind: {English: "product", Russian: "товар"},
	reference.SectionKind: {English: "section", Russian: "раздел"},
	reference.EconomyKind: {English: "economy", Russian: "страна"},
	reference.RegionKind:  {English: "region", Russian: "регион"},
	reference.GroupKind:   {English: "group", Russian: "группа стран"},
}

// reasonNames are the reasons of reference.Hit.Matched in words.
var reasonNames = map[string]trade.Name{
	"code":        {English: "code", Russian: "код"},
	"name":        {English: "name", Russian: "название"},
	"alias":       {English: "other name", Russian: "другое название"},
	"form":        {English: "form of a name", Russian: "форма названия"},
	"code prefix": {English: "beginning of the code", Russian: "начало кода"},
	"larger code": {English: "larger code", Russian: "код крупнее"},
	"words":       {English: "words of a name", Russian: "слова названия"},
	"beginning":   {English: "beginning of a word", Russian: "начало слова"},
	"stem":        {English: "kindred word", Russian: "однокоренное слово"},
	"spelling":    {English: "like spelling", Russian: "похожее слово"},
	"part":        {English: "some of the words", Russian: "часть слов"},
}
