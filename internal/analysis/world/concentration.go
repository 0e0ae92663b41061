package world

import (
	"fmt"
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// measureTable is measures of all products together, each with a value in some columns.
type measureTable struct {
	columns int
	list    []measureRow
}

type measureRow struct {
	code  string
	title trade.Name
	cells []analysis.Cell
}

// add adds a measure; columns that are not given have no value.
func (t *measureTable) add(code string, title trade.Name, cells ...analysis.Cell) {
	for len(cells) < t.columns {
		cells = append(cells, notApplicable)
	}
	t.list = append(t.list, measureRow{code, title, cells})
}

// get returns the value of a measure in a column.
func (t *measureTable) get(code string, column int) trade.Ratio {
	i := slices.IndexFunc(t.list, func(r measureRow) bool { return r.code == code })
	if i < 0 {
		return trade.Ratio{Status: trade.Undefined}
	}
	return t.list[i].cells[column].Ratio
}

func (t *measureTable) rows(l trade.Language, year int) [][]analysis.Cell {
	var rows [][]analysis.Cell
	for _, r := range t.list {
		rows = append(rows, append([]analysis.Cell{countCell(year), textCell(r.code), textCell(r.title.In(l))}, r.cells...))
	}
	return rows
}

func measureFields(columns ...analysis.Field) []analysis.Field {
	return append([]analysis.Field{yearField, analysis.NewField("measure", analysis.Text, "Code", "Код"),
		analysis.NewFieldForPeople("measure_title", "Measure", "Показатель")}, columns...)
}

// concentration are the forms of concentration, with what they are called and how far
// they go. Three indices are called HHI, and most depend on the number of categories.
var concentration = []struct {
	code  string
	title trade.Name
	of    func(*indicator.Composition) (float64, bool)
}{
	{"categories", trade.Name{English: "n: products that could be traded", Russian: "n: товаров, которыми можно торговать"},
		func(c *indicator.Composition) (float64, bool) { return float64(c.Categories()), true }},
	{"traded", trade.Name{English: "products traded", Russian: "торгуемых товаров"},
		func(c *indicator.Composition) (float64, bool) { return float64(c.Traded()), true }},
	{"hhi", trade.Name{English: "HHI, raw: sum of squared shares, 1/n to 1", Russian: "HHI, исходный: сумма квадратов долей, от 1/n до 1"},
		(*indicator.Composition).HHI},
	{"hhi_points", trade.Name{English: "HHI, raw, in points: 0 to 10,000", Russian: "HHI, исходный, в пунктах: от 0 до 10 000"}, hhiPoints},
	{"hhi_normalised", trade.Name{English: "HHI, normalised: (HHI-1/n)/(1-1/n), 0 to 1",
		Russian: "HHI, нормированный: (HHI-1/n)/(1-1/n), от 0 до 1"}, (*indicator.Composition).NormalisedHHI},
	{"hhi_unctad", trade.Name{English: "concentration, UNCTAD: (√HHI-√(1/n))/(1-√(1/n)), 0 to 1",
		Russian: "концентрация, ЮНКТАД: (√HHI-√(1/n))/(1-√(1/n)), от 0 до 1"}, (*indicator.Composition).UNCTADConcentration},
	{"hirschman", trade.Name{English: "sectoral Hirschman: √HHI", Russian: "отраслевой индекс Хиршмана: √HHI"},
		(*indicator.Composition).SectoralHirschman},
	{"effective_number", trade.Name{English: "effective number of products: 1/HHI", Russian: "эффективное число товаров: 1/HHI"},
		(*indicator.Composition).EffectiveNumber},
	{"entropy", trade.Name{English: "entropy, Shannon: 0 to ln n", Russian: "энтропия Шеннона: от 0 до ln n"},
		(*indicator.Composition).Entropy},
	{"entropy_normalised", trade.Name{English: "entropy over ln n: 0 to 1", Russian: "энтропия / ln n: от 0 до 1"},
		(*indicator.Composition).NormalisedEntropy},
	{"entropy_number", trade.Name{English: "effective number by entropy", Russian: "эффективное число по энтропии"},
		(*indicator.Composition).EntropyNumber},
	{"theil", trade.Name{English: "Theil: 0 to ln n", Russian: "индекс Тейла: от 0 до ln n"}, (*indicator.Composition).Theil},
	{"theil_extensive", trade.Name{English: "Theil, extensive margin: products not traded",
		Russian: "индекс Тейла, экстенсивная часть: неторгуемые товары"},
		func(c *indicator.Composition) (float64, bool) { x, _, ok := c.TheilMargins(); return x, ok }},
	{"theil_intensive", trade.Name{English: "Theil, intensive margin: among products traded",
		Russian: "индекс Тейла, интенсивная часть: среди торгуемых товаров"},
		func(c *indicator.Composition) (float64, bool) { _, x, ok := c.TheilMargins(); return x, ok }},
	{"gini", trade.Name{English: "Gini: 0 to 1-1/n", Russian: "коэффициент Джини: от 0 до 1-1/n"}, (*indicator.Composition).Gini},
	{"gini_small_sample", trade.Name{English: "Gini times n/(n-1): 0 to 1", Russian: "коэффициент Джини × n/(n-1): от 0 до 1"},
		(*indicator.Composition).SmallSampleGini},
}

func hhiPoints(c *indicator.Composition) (float64, bool) {
	hhi, ok := c.HHI()
	return indicator.HHIPoints * hhi, ok
}

// measures are those of an economy: columns exports, imports, both.
func (s *special) measures() (*measureTable, error) {
	t := &measureTable{columns: 3}
	exports, err := indicator.CompositionOf(s.now.exports, len(s.last.products))
	if err != nil {
		return nil, s.b.unfit(err, s.last)
	}
	compositions := []*indicator.Composition{exports}
	if s.now.imports != nil {
		imports, err := indicator.CompositionOf(s.now.imports, len(s.last.products))
		if err != nil {
			return nil, s.b.unfit(err, s.last)
		}
		compositions = append(compositions, imports)
	}
	for _, m := range concentration {
		var cells []analysis.Cell
		for _, c := range compositions {
			cells = append(cells, indexCell(m.of(c)))
		}
		t.add(m.code, m.title, cells...)
	}
	if err := s.intraIndustry(t); err != nil {
		return nil, err
	}
	strengths := 0
	for k := range s.last.products {
		if rca, ok := s.last.exportCell(s.now, k, s.totals).RCA(); ok && rca >= 1 {
			strengths++
		}
	}
	t.add("strengths", trade.Name{English: "products with RCA of 1 or more", Russian: "товаров с RCA не ниже 1"},
		indexCell(float64(strengths), true))
	return t, s.change(t)
}

// intraIndustry adds the aggregate indices of trade in both directions.
func (s *special) intraIndustry(t *measureTable) error {
	if s.now.imports == nil {
		return nil
	}
	both, err := indicator.NewTwoWayTrade(s.now.exports, s.now.imports)
	if err != nil {
		return s.b.unfit(err, s.last)
	}
	addTwoWay(t, both, s.b.digits, 2)
	return nil
}

// addTwoWay adds Grubel-Lloyd at the level of products it is made of.
func addTwoWay(t *measureTable, both *indicator.TwoWayTrade, digits, column int) {
	at := func(c analysis.Cell) []analysis.Cell {
		cells := slices.Repeat([]analysis.Cell{notApplicable}, t.columns)
		cells[column] = c
		return cells
	}
	t.add("grubel_lloyd", trade.Name{
		English: fmt.Sprintf("Grubel-Lloyd over goods of %d digits: 0 to 1", digits),
		Russian: fmt.Sprintf("индекс Грубеля — Ллойда на уровне %d знаков: от 0 до 1", digits),
	}, at(indexCell(both.GrubelLloyd()))...)
	t.add("grubel_lloyd_adjusted", trade.Name{
		English: "Grubel-Lloyd adjusted for the balance: 0 to 1",
		Russian: "Грубель — Ллойд с поправкой на сальдо: от 0 до 1",
	}, at(indexCell(both.AdjustedGrubelLloyd()))...)
}

// change adds the change of the structure of exports between the years.
func (s *special) change(t *measureTable) error {
	if s.before == nil {
		return nil
	}
	before, now := s.structures()
	x, err := indicator.CompositionOf(before, len(before))
	if err != nil {
		return s.b.unfit(err, s.first)
	}
	y, err := indicator.CompositionOf(now, len(now))
	if err != nil {
		return s.b.unfit(err, s.last)
	}
	first, last := s.first.year, s.last.year
	title := trade.Name{
		English: fmt.Sprintf("share of exports that changed its product, %d to %d: 0 to 1", first, last),
		Russian: fmt.Sprintf("доля экспорта, сменившая товар, %d — %d: от 0 до 1", first, last),
	}
	if s.editionsDiffer() {
		title.English += "; codes changed too: " + s.editionStep()
		title.Russian += "; менялись и коды: " + s.editionStep()
	}
	t.add("structure_change", title, indexCell(indicator.StructureChange(x, y)))
	hhi, ok := x.HHI()
	t.add("hhi_base", trade.Name{
		English: fmt.Sprintf("HHI, raw, in %d", first),
		Russian: fmt.Sprintf("HHI, исходный, %d год", first),
	}, indexCell(hhi, ok))
	return nil
}

// editionStep names the nomenclatures of the first and of the last year.
func (s *special) editionStep() string {
	return editionNames(s.b.editionsIn(s.first.year)) + " → " + editionNames(s.b.editionsIn(s.last.year))
}

// sayConcentration notes the measures that a table of products does not show.
func (s *special) sayConcentration(t *measureTable) {
	hhi, number, n := t.get("hhi", 0), t.get("effective_number", 0), t.get("categories", 0)
	if !hhi.HasNumber() {
		return
	}
	l := s.b.args.Language
	s.b.note(trade.Name{
		English: "Concentration of exports: HHI %s (raw, 0 to 1) over %.0f products, as many as %s equal ones; --by measure has imports and " +
			"the other forms.",
		Russian: "Концентрация экспорта: HHI %s (исходный, от 0 до 1) по %.0f товарам, что равносильно %s равным товарам; импорт и другие " +
			"формы — с --by measure.",
	}, decimals(l, fmt.Sprintf("%.4f", hhi.Number)), n.Number, decimals(l, fmt.Sprintf("%.1f", number.Number)))
	if changed := t.get("structure_change", 0); changed.HasNumber() {
		s.b.note(trade.Name{
			English: "Between %d and %d, %s of exports changed their product.",
			Russian: "Между %d и %d годами товар сменили %s экспорта.",
		}, s.first.year, s.last.year, percent(l, changed.Number))
		if s.editionsDiffer() {
			s.b.note(trade.Name{
				English: "Goods that only changed their code (%s) are in that share.",
				Russian: "В эту долю входят и товары, сменившие только код (%s).",
			}, s.editionStep())
		}
	}
}
