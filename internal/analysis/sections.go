package analysis

import (
	"slices"
	"sync"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// noSection stands for goods that belong to no section, such as chapters 98 and 99.
const noSection = "n/a"

// hiddenChapter is what is left of a good whose chapter the publisher masks.
const hiddenChapter = "XX"

// sectionFold maps chapters onto sections. What the publisher hides is a section
// of its own.
func sectionFold() cube.Fold {
	fold := cube.Fold{
		Of: cube.Product, As: cube.Section, Digits: 2, Other: noSection,
		Codes: map[string]string{hiddenChapter: hidden, hidden: hidden},
	}
	for _, chapter := range reference.Chapters() {
		if section, ok := reference.SectionOf(chapter); ok {
			fold.Codes[string(chapter)] = section
		}
	}
	return fold
}

// sectionPlace is the place of a section among all, as the Harmonised System
// numbers them; what has no number comes last.
func sectionPlace(section string) int64 {
	if at := slices.Index(sections(), section); at >= 0 {
		return int64(at)
	}
	return int64(len(sections()))
}

// sections lists the sections by their chapters, I to XXI.
var sections = sync.OnceValue(func() []string {
	var all []string
	for _, chapter := range reference.Chapters() {
		if s, ok := reference.SectionOf(chapter); ok {
			all = append(all, s)
		}
	}
	return slices.Compact(all)
})

// namesOf are the fields that name the codes of a dimension to people.
var namesOf = map[cube.Dimension]Field{
	cube.Section: {Name: "section_name", Title: trade.Name{English: "Name of section", Russian: "Название раздела"}, ForPeople: true},
	cube.Product: {Name: "name", Title: nameField.Title, ForPeople: true},
}

// nameOf names the code that a group has in a dimension, such as a section.
func (t *tabulation) nameOf(d cube.Dimension, g group, i int) string {
	if d == cube.Section {
		return reference.SectionName(g.text[i]).In(t.args.Language)
	}
	return t.goodsName(trade.Product(g.text[i]), g.nomenclature)
}
