package world

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

const (
	specialisationName   = "specialisation"
	specialisationMethod = "specialisation/1"
)

var questionSpecialisation = analysis.Question{
	Name: specialisationName,
	Title: trade.Name{English: "Specialisation of an economy, or of two in their mutual trade",
		Russian: "Специализация экономики или двух во взаимной торговле"},
	Method: specialisationMethod,
	Answer: specialisation,
}

// specialisation says in what A is special among the economies of the world, or, with
// B, what the two trade with each other and why (METHODS B). The rows are products or
// measures of all products together, as Arguments.By says; by default products of one
// economy, and measures of a pair. Of several years the last is shown and the structure
// is compared with the first.
func specialisation(ctx context.Context, asker analysis.Asker, args analysis.Arguments) (*analysis.Result, error) {
	paired := args.B.Code != ""
	byMeasure, err := byMeasures(args.By, paired)
	if err != nil {
		return nil, err
	}
	if args.A.Code == "" {
		return nil, trade.Errorf(trade.Usage, "the question needs an economy").WithHint("name one, such as BLR, or two")
	}
	b, err := settle(ctx, asker, args)
	if err != nil {
		return nil, err
	}
	if paired {
		return b.pairSpecialisation(ctx, byMeasure)
	}
	return b.ownSpecialisation(ctx, byMeasure)
}

// The dimensions of Arguments.By.
const (
	byProduct = "product"
	byMeasure = "measure"
)

// byMeasures reads what the rows are.
func byMeasures(by []string, otherwise bool) (bool, error) {
	switch {
	case len(by) == 0:
		return otherwise, nil
	case len(by) > 1 || by[0] != byProduct && by[0] != byMeasure:
		return false, trade.Errorf(trade.Usage, "%q is not what the rows may be", strings.Join(by, ",")).
			WithHint("use --by product or --by measure")
	}
	return by[0] == byMeasure, nil
}

// special is one economy in the years that are compared.
type special struct {
	b            *basis
	first, last  *market
	before, now  *trader // before nil for one year
	lafay        []float64
	hasLafay     bool
	contribution []float64 // to the trade balance, in thousandths of GDP; nil where that is not given
	totals, buys sums
}

// ownSpecialisation answers for one economy.
func (b *basis) ownSpecialisation(ctx context.Context, measures bool) (*analysis.Result, error) {
	s := &special{b: b}
	var err error
	if s.last, err = b.market(ctx, b.years[len(b.years)-1]); err != nil {
		return nil, err
	}
	if s.now, err = b.trader(ctx, s.last, b.args.A); err != nil {
		return nil, err
	}
	if len(b.years) > 1 {
		if s.first, err = b.market(ctx, b.years[0]); err != nil {
			return nil, err
		}
		if s.before, err = b.trader(ctx, s.first, b.args.A); err != nil {
			return nil, err
		}
	}
	s.totals, s.buys = s.last.exportSums(s.now), s.last.importSums(s.now)
	if s.now.imports != nil {
		both, err := indicator.NewTwoWayTrade(s.now.exports, s.now.imports)
		if err != nil {
			return nil, b.unfit(err, s.last)
		}
		s.lafay, s.hasLafay = both.Lafay()
		if err := s.contributions(both); err != nil {
			return nil, err
		}
	}
	b.sayReference(s.last)
	b.sayYears()
	return s.result(measures)
}

// sayYears notes which years are compared.
func (b *basis) sayYears() {
	if len(b.years) > 2 {
		b.note(trade.Name{
			English: "The structure is compared between %d and %d; the years between are not read.",
			Russian: "Структура сравнивается между %d и %d годами; промежуточные годы не читаются.",
		}, b.years[0], b.years[len(b.years)-1])
	}
}

// unfit names the product behind an error of a formula.
func (b *basis) unfit(err error, m *market) error {
	if item, ok := err.(*indicator.ItemError); ok && item.Index < len(m.products) {
		return trade.Errorf(trade.NoData, "%s, %d, %s: %s", b.dataset, m.year, m.products[item.Index], item.Reason)
	}
	return trade.Errorf(trade.Internal, "%s, %d: %w", b.dataset, m.year, err)
}

func (s *special) result(measures bool) (*analysis.Result, error) {
	b, side := s.b, s.b.args.A
	b.arguments["a"] = side.Code
	b.arguments["by"] = byProduct
	table, err := s.measures()
	if err != nil {
		return nil, err
	}
	if !measures {
		s.sayConcentration(table)
	}
	title := b.levelled(trade.Name{
		English: side.Name.English + ": specialisation",
		Russian: side.Name.Russian + ": специализация",
	})
	if measures {
		b.arguments["by"] = byMeasure
		r := b.result(specialisationName, specialisationMethod, title)
		r.Fields = measureFields(
			analysis.NewField("exports", analysis.Index, "Exports", "Экспорт"),
			analysis.NewField("imports", analysis.Index, "Imports", "Импорт"),
			analysis.NewField("both", analysis.Index, "Both directions", "Оба направления"))
		r.Rows = table.rows(b.args.Language, s.last.year)
		return r, nil
	}
	r := b.result(specialisationName, specialisationMethod, title)
	r.Fields = s.fields()
	r.Rows = s.products()
	r.Origins = append(analysis.OriginsOf(b.behind()), b.naming...)
	return r, nil
}

func (s *special) fields() []analysis.Field {
	fields := []analysis.Field{
		yearField, productField, productNameField, valueField, shareField,
		analysis.NewField("world_share", analysis.Fraction, "Share of world", "Доля в мире"),
		analysis.NewField("rca", analysis.Index, "RCA", "RCA"),
		analysis.NewField("rsca", analysis.Index, "RSCA", "RSCA"),
		analysis.NewField("ln_rca", analysis.Index, "ln RCA", "ln RCA"),
		analysis.NewField("rxa", analysis.Index, "RXA", "RXA"),
		analysis.NewField("ln_rxa", analysis.Index, "ln RXA", "ln RXA"),
		analysis.NewField("rmp", analysis.Index, "RMP", "RMP"),
		analysis.NewField("rta", analysis.Index, "RTA", "RTA"),
		analysis.NewField("rc", analysis.Index, "RC", "RC"),
		analysis.NewField("lafay", analysis.Index, "Lafay", "Индекс Лафея"),
		analysis.NewField("imports_usd", analysis.Money, "Imports", "Импорт"),
		analysis.NewField("grubel_lloyd", analysis.Index, "Grubel-Lloyd", "Грубель — Ллойд"),
	}
	if s.b.hasGDP() {
		fields = append(fields, contributionField)
	}
	if s.before != nil {
		fields = append(fields,
			analysis.NewField("value_usd_base", analysis.Money, "Value before", "Стоимость ранее"),
			s.inEdition(analysis.NewField("share_base", analysis.Fraction, "Share before", "Доля ранее")),
			analysis.NewField("share_change_pp", analysis.Points, "Change of share", "Изменение доли"),
			s.inEdition(analysis.NewField("rca_base", analysis.Index, "RCA before", "RCA ранее")))
	}
	return fields
}

// inEdition adds to a title in which nomenclature the goods of the first year are, where
// it is another than that of the last.
func (s *special) inEdition(f analysis.Field) analysis.Field {
	if s.editionsDiffer() {
		in := " (" + editionNames(s.b.editionsIn(s.first.year)) + ")"
		f.Title = trade.Name{English: f.Title.English + in, Russian: f.Title.Russian + in}
	}
	return f
}

// editionsDiffer tells whether the codes of the two years may mean different goods.
func (s *special) editionsDiffer() bool {
	return s.before != nil && !slices.Equal(s.b.editionsIn(s.first.year), s.b.editionsIn(s.last.year))
}

// products lists what A trades or traded, by exports, the largest first; what is beyond
// --top is one row.
func (s *special) products() [][]analysis.Cell {
	earlier := s.earlier()
	var listed []int
	for k := range s.last.products {
		if s.now.exports[k] > 0 || s.imported(k) > 0 || earlier.value(k) > 0 {
			listed = append(listed, k)
		}
	}
	slices.SortStableFunc(listed, func(i, j int) int { return cmp.Compare(s.now.exports[j], s.now.exports[i]) })
	listed = append(listed, earlier.ceased(len(s.last.products))...)
	top := len(listed)
	if s.b.args.Top > 0 {
		top = min(top, s.b.args.Top)
	}
	var rows [][]analysis.Cell
	for _, k := range listed[:top] {
		rows = append(rows, s.row(k, earlier))
	}
	if top < len(listed) {
		rows = append(rows, s.rest(listed[top:], earlier))
	}
	return rows
}

func (s *special) imported(k int) int64 {
	if s.now.imports == nil {
		return 0
	}
	return s.now.imports[k]
}

func (s *special) row(k int, earlier *earlier) []analysis.Cell {
	if k >= len(s.last.products) {
		return s.ceasedRow(k, earlier)
	}
	code := s.last.products[k]
	cell := s.last.exportCell(s.now, k, s.totals)
	rca, ok := cell.RCA()
	rsca, log := status(rca, ok, indicator.SymmetricRCA), status(rca, ok, indicator.LogAdvantage)
	cells := []analysis.Cell{
		countCell(s.last.year), textCell(string(code)), textCell(s.b.goods(code)),
		moneyCell(s.now.exports[k]), shareCell(s.now.exports[k], s.totals.own), shareCell(s.now.exports[k], s.last.worldExports[k]),
		indexCell(rca, ok), rsca, log,
	}
	cells = append(cells, s.vollrath(k, cell)...)
	lafay, imports, gl := notApplicable, analysis.Cell{Amount: trade.Absent(trade.Missing)}, notApplicable
	if s.now.imports != nil {
		imports = moneyCell(s.now.imports[k])
		gl = indexCell(indicator.GrubelLloyd(s.now.exports[k], s.now.imports[k]))
		if s.hasLafay {
			lafay = indexCell(s.lafay[k], true)
		}
	}
	cells = append(cells, lafay, imports, gl)
	cells = append(cells, s.contributionCells(k)...)
	return append(cells, earlier.cells(s, k, shareCell(s.now.exports[k], s.totals.own))...)
}

// status applies a transform to a value that may not be defined.
func status(x float64, ok bool, transform func(float64) (float64, bool)) analysis.Cell {
	if !ok {
		return notApplicable
	}
	return indexCell(transform(x))
}

// vollrath are RXA and ln RXA, and where imports are known RMP, RTA and RC.
func (s *special) vollrath(k int, exports indicator.AdvantageCell) []analysis.Cell {
	rxa, ok := exports.RelativeAdvantage()
	cells := []analysis.Cell{indexCell(rxa, ok), status(rxa, ok, indicator.LogAdvantage), notApplicable, notApplicable, notApplicable}
	if s.now.imports == nil {
		return cells
	}
	imports := s.last.importCell(s.now, k, s.buys)
	cells[2] = indexCell(imports.RelativeAdvantage())
	cells[3] = indexCell(indicator.RelativeTradeAdvantage(exports, imports))
	cells[4] = indexCell(indicator.RevealedCompetitiveness(exports, imports))
	return cells
}

// rest is the row of the products beyond --top: sums have a meaning, advantages do not.
func (s *special) rest(products []int, earlier *earlier) []analysis.Cell {
	var exports, world, imports, before int64
	var lafay float64
	for _, k := range products {
		before += earlier.value(k)
		if k >= len(s.last.products) {
			continue
		}
		exports, world, imports = exports+s.now.exports[k], world+s.last.worldExports[k], imports+s.imported(k)
		if s.hasLafay {
			lafay += s.lafay[k]
		}
	}
	bought := analysis.Cell{Amount: trade.Absent(trade.Missing)}
	if s.now.imports != nil {
		bought = moneyCell(imports)
	}
	share := shareCell(exports, s.totals.own)
	cells := []analysis.Cell{
		countCell(s.last.year), textCell(otherProduct), textCell(otherWords.In(s.b.args.Language)),
		moneyCell(exports), share, shareCell(exports, world),
	}
	cells = append(cells, slices.Repeat([]analysis.Cell{notApplicable}, 8)...) // RCA to RC
	cells = append(cells, indexCell(lafay, s.hasLafay), bought, notApplicable)
	cells = append(cells, s.contributionCells(products...)...)
	if s.before == nil {
		return cells
	}
	base := shareCell(before, earlier.totals.own)
	return append(cells, moneyCell(before), base, pointsBetween(base, share), notApplicable)
}

var otherWords = trade.Name{English: "other goods", Russian: "прочие товары"}

// earlier is the first year over the products of the last, then those that ceased.
type earlier struct {
	products       []trade.Product
	nomenclature   trade.Nomenclature // of those that ceased
	exports, world []int64
	totals         sums
}

// value is the exports of a product in the first year, nothing without one.
func (e *earlier) value(k int) int64 {
	if e == nil {
		return 0
	}
	return e.exports[k]
}

func (e *earlier) cells(s *special, k int, share analysis.Cell) []analysis.Cell {
	if e == nil {
		return nil
	}
	base := shareCell(e.exports[k], e.totals.own)
	cell := indicator.AdvantageCell{Flow: e.exports[k], Economy: e.totals.own, Product: e.world[k], Reference: e.totals.world}
	return []analysis.Cell{moneyCell(e.exports[k]), base, pointsBetween(base, share), indexCell(cell.RCA())}
}

// pointsBetween is the change of a share in percentage points.
func pointsBetween(before, now analysis.Cell) analysis.Cell {
	if !before.Ratio.HasNumber() || !now.Ratio.HasNumber() {
		return notApplicable
	}
	return indexCell(100*(now.Ratio.Number-before.Ratio.Number), true)
}

// structures are the exports of both years over all products of either.
func (s *special) structures() (before, now []int64) {
	products := slices.Concat(s.first.products, s.last.products)
	slices.Sort(products)
	products = slices.Compact(products)
	return laid(products, s.first.products, s.before.exports), laid(products, s.last.products, s.now.exports)
}

// laid lays values of products out over more products; both sorted.
func laid(all, products []trade.Product, values []int64) []int64 {
	out := make([]int64, len(all))
	for i, p := range products {
		at, _ := slices.BinarySearch(all, p)
		out[at] = values[i]
	}
	return out
}

// overlaps tells whether two sides have trade in common.
func overlaps(x, y reference.Side) bool {
	return slices.ContainsFunc(x.Members, y.Includes) || slices.ContainsFunc(y.Members, x.Includes)
}
