package mapped

import (
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// movement is a direction, as the reporter sees it, with the kind of the flow.
type movement struct {
	direction int
	flow      trade.Flow
}

var movements = map[string]movement{
	"export": {exports, trade.General}, "import": {imports, trade.General},
	"re-export": {exports, trade.ReExport}, "re-import": {imports, trade.ReImport},
}

// directionSpec says which way the goods went.
type directionSpec struct {
	given  bool
	column string
	fixed  movement
	words  map[string]movement
}

func (s section) direction() directionSpec {
	d, ok := s.below("direction", "fixed")
	d.only("column", "fixed", "export", "import", "re-export", "re-import")
	spec := directionSpec{given: ok, column: d.text("column"), words: map[string]movement{},
		fixed: movements[d.choice("fixed", "export", "import", "re-export", "re-import")]}
	for key, m := range movements {
		for _, word := range d.list(key) {
			if other, twice := spec.words[word]; twice && other != m {
				s.r.fail(d.lineOf(key), "direction: %q stands for two directions", word)
			}
			spec.words[word] = m
		}
	}
	switch {
	case ok && (spec.column == "") == (spec.fixed == movement{}):
		s.r.fail(d.line, "direction needs either a column or one fixed word: export or import")
	case spec.column != "" && len(spec.words) == 0:
		s.r.fail(d.line, "direction does not say what the column %s writes", spec.column).Hint =
			"add what stands for each, as in export: [ЭК, X] and import: [ИМ, M]"
	}
	return spec
}

// directions checks that the direction is said once.
func (s section) directions(m *mapping) {
	twoColumns := m.value.columns[exports] != "" || m.value.columns[imports] != ""
	switch {
	case s.r.err != nil:
	case twoColumns && m.direction.given:
		s.r.fail(s.lineOf("direction"), "the direction is said twice: by direction, and by the columns of value")
	case twoColumns && !m.sides.byDirection:
		s.r.fail(s.lineOf("value"), "columns for exports and for imports need a reporter and a partner, not exporter and importer")
	case m.sides.byDirection && !twoColumns && !m.direction.given:
		s.r.fail(s.line, "the mapping does not say the direction").Hint =
			"write direction: export, or name its column, or name a column for each in value"
	}
	for _, a := range []amountSpec{m.net, m.quantity} {
		if !twoColumns && (a.columns[exports] != "" || a.columns[imports] != "") && s.r.err == nil {
			s.r.fail(s.line, "net or quantity has columns for exports and imports, and value has not")
		}
	}
}

// view is what one reading of a table takes from each row.
type view struct {
	name      string // beside that of the table; empty for the only one
	direction int    // both: as the row says
	value     string // column
	period    trade.Period
}

// views returns the readings that a table needs: one, or one for each column of
// values.
func (m *mapping) views(h tabular.Header) []view {
	if m.period.header {
		return m.viewsByPeriod(h)
	}
	if m.value.columns[both] != "" || m.value.none {
		return []view{{value: m.value.columns[both]}}
	}
	var all []view
	for direction, name := range []string{exports: "exports", imports: "imports"} {
		if column := m.value.columns[direction]; column != "" && direction != both {
			all = append(all, view{name: name, direction: direction, value: column})
		}
	}
	return all
}

// viewsByPeriod makes a view of every column whose name is a period.
func (m *mapping) viewsByPeriod(h tabular.Header) []view {
	var all []view
	for _, column := range h {
		found := m.period.read(column, m.period.months, "")
		if column != "" && found.reason == "" && (m.period.months == 0 || found.period.Months == m.period.months) {
			all = append(all, view{name: column, value: column, period: found.period})
		}
	}
	return all
}
