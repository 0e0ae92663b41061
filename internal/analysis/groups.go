package analysis

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// group is one row of flows: the values of its dimensions, numbers or texts, and
// its measures. A period and a section have both, their place and their name.
type group struct {
	text    []string
	number  []int64
	now     []trade.Amount
	base    trade.Amount
	status  trade.Status // of the growth, where the base does not allow one
	unknown int64
	within  bounds // of the first measure, where goods were converted

	nomenclature trade.Nomenclature // of the product
}

func (g group) key() string { return fmt.Sprint(g.text, g.number) }

// read asks a feed for its groups, and for their bases if they are compared.
func (t *tabulation) read(ctx context.Context, f *feed) ([]group, error) {
	now, err := t.ask(ctx, f, false)
	if err != nil || len(t.args.Compare) == 0 {
		return now, err
	}
	before, err := t.ask(ctx, f, true)
	if err != nil {
		return nil, err
	}
	return t.match(f, now, before), nil
}

// match puts the bases beside the groups; a group of the base alone is a row of
// nothing.
func (t *tabulation) match(f *feed, now, before []group) []group {
	index := map[string]int{}
	for i := range now {
		index[now[i].key()] = i
		now[i].base = t.absent(f)
	}
	for _, b := range before {
		i, found := index[b.key()]
		if !found {
			gone := group{text: b.text, number: b.number, nomenclature: b.nomenclature, now: make([]trade.Amount, len(b.now))}
			for m := range gone.now {
				gone.now[m] = t.absent(f)
			}
			gone.within = bounds{t.absent(f), t.absent(f)}
			now = append(now, gone)
			i = len(now) - 1
		}
		now[i].base = b.now[0]
	}
	for i := range now {
		now[i].status = t.obstacle(f, now[i])
		if now[i].status == trade.StatusMissing {
			now[i].base = trade.Absent(trade.Missing)
		}
	}
	return now
}

// absent is what a group without rows is worth.
func (t *tabulation) absent(f *feed) trade.Amount {
	if t.paired || f.source.last().AbsentIsZero {
		return trade.Of(0)
	}
	return trade.Absent(trade.Missing)
}

// obstacle says why a group cannot be compared: spans of different length, or a
// base that is not covered.
func (t *tabulation) obstacle(f *feed, g group) trade.Status {
	for i, r := range f.rows {
		if at := slices.Index(t.by, cube.Period); at >= 0 && g.number[at] != int64(i) {
			continue
		}
		if r.cuts[0].base == nil {
			return trade.StatusMissing
		}
		if !r.comparable() {
			return trade.NotCompared
		}
	}
	return trade.OK
}

// ask reads the groups of a feed, or of its bases.
func (t *tabulation) ask(ctx context.Context, f *feed, base bool) ([]group, error) {
	var spans []trade.Period
	var owner []int // of each span, the row it belongs to
	for i, r := range f.rows {
		cut := r.cuts[0].now
		if base {
			cut = r.cuts[0].base
		}
		for _, s := range cut {
			spans, owner = append(spans, s), append(owner, i)
		}
	}
	if len(f.rows) > 0 && len(spans) == 0 {
		return nil, nil
	}
	query, err := t.query(f, spans)
	if err != nil {
		return nil, err
	}
	table, err := t.aggregate(ctx, f, query)
	if err != nil {
		return nil, err
	}
	if t.translating(t.byGoods()) {
		if table, err = t.translateTable(ctx, f, table); err != nil {
			return nil, err
		}
	}
	groups := t.groupsOf(table, f, owner)
	for _, g := range groups {
		if !base {
			t.unknown += g.unknown
		}
	}
	return groups, nil
}

// aggregate asks the engine. Published totals of all goods and of single goods are
// never added: without goods in the question, the total answers if there is one.
func (t *tabulation) aggregate(ctx context.Context, f *feed, query cube.Query) (*cube.Table, error) {
	if f.source.totals && !slices.Contains(query.By, cube.Product) && t.filter(cube.Product) == nil {
		total := query
		total.Where = append(slices.Clone(query.Where),
			cube.Filter{Column: cube.Product, Values: []string{string(trade.AllProducts)}})
		table, err := t.asker.Engine.Aggregate(ctx, total)
		if err != nil || table.Rows > 1 || table.Rows == 1 && table.Column(string(t.measures[0])).Amount(0).Known() {
			return table, err
		}
	}
	return t.asker.Engine.Aggregate(ctx, query)
}

func (t *tabulation) query(f *feed, spans []trade.Period) (cube.Query, error) {
	a := asking{q: &t.inquiry, source: f.source, spans: spans}
	query := cube.Query{
		Scope:    a.scope(),
		Measures: t.measures,
		Where:    a.where(f.source.exporters, f.source.importers),
		Periods:  spans,
		Totals:   f.source.totals,
	}
	if f.source.reporter == "" {
		query.Where = slices.Clone(t.args.Where)
	}
	for _, d := range t.by {
		if d != directionDimension {
			query.By = append(query.By, d)
		}
	}
	if t.groups(cube.Product) {
		query.Digits = t.args.Digits
		if held := f.source.last().Digits; t.args.Digits > held {
			return query, trade.Errorf(trade.NoData, "%s holds goods at %d digits, not %d", f.source.dataset, held, t.args.Digits).
				WithHint("use --level %d", held)
		}
	}
	if t.groups(cube.Section) {
		query.Folds = []cube.Fold{sectionFold()}
	}
	if t.translating(t.byGoods()) {
		return t.translatable(query)
	}
	return query, nil
}

// groupsOf reads a table; spans of one row of the plan are added up.
func (t *tabulation) groupsOf(table *cube.Table, f *feed, owner []int) []group {
	var groups []group
	index := map[string]int{}
	for row := range table.Rows {
		g := group{text: make([]string, len(t.by)), number: make([]int64, len(t.by)), nomenclature: f.source.last().Nomenclature}
		for i, d := range t.by {
			switch c := table.Column(string(d)); {
			case d == directionDimension:
				g.text[i] = string(f.direction)
			case d == cube.Period:
				g.number[i] = int64(owner[c.Numbers[row]])
				g.text[i], _ = f.rows[g.number[i]].read()
			case d.Numeric():
				g.number[i] = c.Numbers[row]
			default:
				g.text[i] = c.Text[row]
			}
			if d == cube.Section {
				g.number[i] = sectionPlace(g.text[i])
			}
		}
		t.fill(&g, table, row)
		key := g.key()
		if i, any := index[key]; any {
			groups[i].add(g)
			continue
		}
		index[key] = len(groups)
		groups = append(groups, g)
	}
	return groups
}

// fill reads the measures of a row.
func (t *tabulation) fill(g *group, table *cube.Table, row int) {
	for _, m := range t.measures {
		c := table.Column(string(m))
		g.now = append(g.now, c.Amount(row))
		if m == cube.ValueUSD {
			g.unknown = c.Unknown[row]
		}
	}
	if low := table.Column(lowField.Name); low != nil {
		g.within = bounds{low.Amount(row), table.Column(highField.Name).Amount(row)}
	}
}

func (g *group) add(o group) {
	for i := range g.now {
		g.now[i] = together(g.now[i], true, o.now[i])
	}
	g.unknown += o.unknown
	g.within.low, g.within.high = together(g.within.low, true, o.within.low), together(g.within.high, true, o.within.high)
}

// compareGroups orders by the dimensions as they are listed, exports first.
func (t *tabulation) compareGroups(a, b group) int {
	for i := range t.by {
		if c := cmp.Or(cmp.Compare(a.number[i], b.number[i]), strings.Compare(a.text[i], b.text[i])); c != 0 {
			return c
		}
	}
	return 0
}

// fields lists the columns: dimensions, measures, and the base of the first
// measure if there is one to compare with.
func (t *tabulation) fields() []Field {
	var fields []Field
	for _, d := range t.by {
		f := Field{Name: string(d), Kind: Text, Title: dimensionNames[d]}
		switch {
		case d == cube.Period:
			f.Kind = Span
		case d.Numeric():
			f.Kind = Count
		}
		fields = append(fields, f)
		if name, any := namesOf[d]; any {
			fields = append(fields, name)
		}
	}
	for _, m := range t.measures {
		fields = append(fields, measureFields[m])
	}
	if len(t.args.Compare) > 0 {
		base := measureFields[t.measures[0]]
		base.Name += "_base"
		base.Title = trade.Name{English: "Base", Russian: "База"}
		fields = append(fields, base, growth)
	}
	return fields
}

func (t *tabulation) cells(g group) []Cell {
	var cells []Cell
	for i, d := range t.by {
		if d.Numeric() && d != cube.Period {
			cells = append(cells, Cell{Number: g.number[i]})
		} else {
			cells = append(cells, textCell(g.text[i]))
		}
		if _, any := namesOf[d]; any {
			cells = append(cells, textCell(t.nameOf(d, g, i)))
		}
	}
	for i, m := range t.measures {
		if m == cube.Rows {
			cells = append(cells, Cell{Number: g.now[i].Thousandths})
			continue
		}
		cells = append(cells, amountCell(g.now[i]))
	}
	if len(t.args.Compare) == 0 {
		return append(cells, t.boundCells(g.within)...)
	}
	change := trade.Ratio{Status: g.status}
	if g.status == trade.OK {
		change = trade.Growth(g.now[0], g.base)
	}
	cells = append(cells, baseCell(t.measures[0], g.base), ratioCell(change))
	return append(cells, t.boundCells(g.within)...)
}

// baseCell is the base of a measure; counts are plain numbers.
func baseCell(m cube.Measure, base trade.Amount) Cell {
	if m == cube.Rows {
		return Cell{Number: base.Thousandths}
	}
	return amountCell(base)
}

var measureFields = map[cube.Measure]Field{
	cube.ValueUSD: valueField,
	cube.Value:    NewField("value", Money, "Value as published", "Стоимость как опубликована"),
	cube.NetKg:    NewField("net_kg", Mass, "Net mass", "Масса нетто"),
	cube.Quantity: NewField("quantity", Quantity, "Quantity", "Количество"),
	cube.Rows:     NewField("rows", Count, "Rows", "Строк"),
}

var dimensionNames = map[cube.Dimension]trade.Name{
	directionDimension: {English: "Direction", Russian: "Направление"},
	cube.Dataset:       {English: "Dataset", Russian: "Набор данных"},
	cube.Release:       {English: "Release", Russian: "Выпуск"},
	cube.Year:          {English: "Year", Russian: "Год"},
	cube.Month:         {English: "Month", Russian: "Месяц"},
	cube.Months:        {English: "Months", Russian: "Месяцев"},
	cube.Exporter:      {English: "Exporter", Russian: "Экспортёр"},
	cube.Importer:      {English: "Importer", Russian: "Импортёр"},
	cube.Product:       {English: "Code", Russian: "Код"},
	cube.Nomenclature:  {English: "Nomenclature", Russian: "Номенклатура"},
	cube.Flow:          {English: "Flow", Russian: "Поток"},
	cube.Reporter:      {English: "Reporter", Russian: "Источник отчёта"},
	cube.Valuation:     {English: "Valuation", Russian: "Базис цен"},
	cube.Currency:      {English: "Currency", Russian: "Валюта"},
	cube.Unit:          {English: "Unit", Russian: "Единица"},
	cube.Enterprise:    {English: "Enterprise", Russian: "Предприятие"},
	cube.Flags:         {English: "Flags", Russian: "Отметки"},
	cube.Quarter:       {English: "Quarter", Russian: "Квартал"},
	cube.Section:       {English: "Section", Russian: "Раздел"},
	cube.Period:        {English: "Period", Russian: "Период"},
}
