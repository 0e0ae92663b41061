package analysis

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// PricedTrade is the trade of a pair by good and period with its quantities, chosen by
// the rule of one source.
type PricedTrade struct {
	Periods []trade.Period  // in order; of one length, and at least two, where they are compared
	Goods   [2][]PricedGood // exports of A to B, imports of A from B; in the order of their fields
	Digits  int             // of the codes of goods, at most

	q *inquiry
}

// PricedGood is a good between two partners in one unit. What a publisher hides is a
// good too, without quantities.
type PricedGood struct {
	Exporter, Importer trade.Economy // empty for a side of one economy
	Product            trade.Product
	Unit               string       // kg, or that of the quantity; empty where none is published
	Periods            []PricedSpan // one for each period
}

// PricedSpan is a good in a period, in thousandths.
type PricedSpan struct {
	Value  int64
	Priced int64 // of Value, what has a quantity that its publisher did not estimate
	Amount int64 // the quantity of Priced
}

// ReadPriced reads the trade of a pair with quantities of a measure, NetKg or Quantity.
// A span of several years stands for each of them, a single period for itself and its
// base, and no period for the last two whole years that are covered. args.Digits 0
// stands for all digits there are.
func ReadPriced(ctx context.Context, asker Asker, args Arguments, measure cube.Measure) (*PricedTrade, error) {
	var err error
	if args.Periods, err = pricedPeriods(ctx, asker, args); err != nil {
		return nil, err
	}
	return readPriced(ctx, asker, args, measure)
}

// ReadTwoWay reads the same of periods that are not compared with each other. A span of
// several years stands for each of them, and no period for the last whole year that is
// covered. A direction that no dataset holds is an error.
func ReadTwoWay(ctx context.Context, asker Asker, args Arguments, measure cube.Measure) (*PricedTrade, error) {
	args.Periods = eachYear(args.Periods)
	if len(args.Periods) == 0 {
		years, err := coveredYears(ctx, asker, args)
		if err != nil {
			return nil, err
		}
		if len(years) == 0 {
			return nil, trade.Errorf(trade.NoData, "no year of this trade is covered as a whole").WithHint("name a span with --period")
		}
		args.Periods = years[len(years)-1:]
	}
	t, err := readPriced(ctx, asker, args, measure)
	if err != nil {
		return nil, err
	}
	for leg, s := range t.q.chosen.sources {
		if s == nil {
			return nil, trade.Errorf(trade.NoData, "no dataset that answers here holds %s, and two-way trade needs both directions",
				Arguments{}.word(t.q.pair.legs()[leg].direction)).WithHint("see `oborot datasets` for what is loaded")
		}
	}
	return t, nil
}

func readPriced(ctx context.Context, asker Asker, args Arguments, measure cube.Measure) (*PricedTrade, error) {
	if args.Nomenclature != "" {
		return nil, trade.Errorf(trade.Usage, "quantities are not converted between nomenclatures").WithHint("leave --nomenclature out")
	}
	q, err := inquire(ctx, asker, args, need{products: true, matched: true})
	if err != nil {
		return nil, err
	}
	t := &PricedTrade{Periods: args.Periods, q: q}
	for leg, s := range q.chosen.sources {
		if s == nil {
			continue
		}
		if args.Digits > s.last().Digits {
			return nil, trade.Errorf(trade.NoData, "%s holds goods at %d digits, not %d", s.dataset, s.last().Digits, args.Digits).
				WithHint("use --level %d", s.last().Digits)
		}
		t.Digits = max(t.Digits, cmp.Or(args.Digits, s.last().Digits))
		for i := range q.rows {
			q.rows[i].cuts[leg].base = nil
		}
		if t.Goods[leg], err = q.priced(ctx, leg, measure); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// Result begins an answer about the trade: all but its fields and rows.
func (t *PricedTrade) Result(question, method string, subject trade.Name) *Result {
	return t.q.result(question, method, subject)
}

// Name names a good in the language of the answer, and adds the lists that the name is
// from to the origins of the answer.
func (t *PricedTrade) Name(p trade.Product, r *Result) string {
	name := t.q.productName(p)
	r.Origins = merged(append(r.Origins, t.q.naming...))
	return name
}

// Valuations are how exports and imports are valued, FOB or CIF, as their publishers say;
// empty where they do not, or nothing is read.
func (t *PricedTrade) Valuations() (all [2]string) {
	for leg, s := range t.q.chosen.sources {
		if s != nil {
			all[leg] = s.last().Origin.Valuation
		}
	}
	return all
}

// Specified tells whether the good is one: not what a publisher hides, and not a code of
// chapters 98 and 99, which hold what is not specified.
func (t *PricedTrade) Specified(g PricedGood) bool {
	if g.Product == hidden || g.Product.Hidden() {
		return false
	}
	s := either(t.q.chosen.sources)
	return len(g.Product) < 2 || !s.last().Nomenclature.Harmonised() || g.Product[:2] < "98"
}

// pricedPeriods returns the periods to compare, in order.
func pricedPeriods(ctx context.Context, asker Asker, args Arguments) ([]trade.Period, error) {
	all := eachYear(args.Periods)
	if len(all) == 0 {
		return lastYears(ctx, asker, args)
	}
	if len(all) == 1 {
		all = []trade.Period{all[0].Base(), all[0]}
	}
	for _, p := range all {
		if p.Months != all[0].Months {
			return nil, trade.Errorf(trade.Usage, "prices of %v and %v cannot be compared: the spans differ in length", all[0], p).
				WithHint("name years, or the same months of several years")
		}
	}
	return all, nil
}

// eachYear puts periods in order, each once, the years of a span for the span.
func eachYear(periods []trade.Period) []trade.Period {
	var all []trade.Period
	for _, p := range periods {
		if p.Months > 12 && p.Months%12 == 0 {
			all = append(all, units(p, 12)...)
			continue
		}
		all = append(all, p)
	}
	slices.SortFunc(all, trade.Period.Compare)
	return slices.Compact(all)
}

// lastYears returns the last two calendar years that are covered.
func lastYears(ctx context.Context, asker Asker, args Arguments) ([]trade.Period, error) {
	q, err := inquire(ctx, asker, args, need{products: true, matched: true})
	if err != nil {
		return nil, err
	}
	years := yearsAmong(q.rows)
	if len(years) < 2 {
		return nil, trade.Errorf(trade.NoData, "prices need two periods, and %s covers %s of this trade",
			either(q.chosen.sources).dataset, listed(spansOf(q.rows))).
			WithHint("import another year, or name two spans of one length with --period")
	}
	return years[len(years)-2:], nil
}

// coveredYears returns the calendar years that are covered, in order.
func coveredYears(ctx context.Context, asker Asker, args Arguments) ([]trade.Period, error) {
	q, err := inquire(ctx, asker, args, need{products: true, matched: true})
	if err != nil {
		return nil, err
	}
	return yearsAmong(q.rows), nil
}

func yearsAmong(rows []row) []trade.Period {
	var years []trade.Period
	for _, r := range rows {
		if r.period.IsYear() {
			years = append(years, r.period)
		}
	}
	return years
}

// wholeOnly is the error of periods that are not covered where a part of them is no
// answer.
func (q *inquiry) wholeOnly(err error) error {
	var e *trade.Error
	if s := either(q.chosen.sources); s != nil && errors.As(err, &e) {
		return e.WithHint("ask for periods within %s", listed(joined(s.pieces)))
	}
	return err
}

func spansOf(rows []row) []trade.Period {
	var all []trade.Period
	for _, r := range rows {
		all = append(all, r.period)
	}
	return all
}

// priced reads one direction.
func (q *inquiry) priced(ctx context.Context, leg int, measure cube.Measure) ([]PricedGood, error) {
	a := asking{q: q, source: q.chosen.sources[leg], leg: leg, spans: q.spans(leg), by: split{product: true, digits: q.args.Digits}}
	query := a.query()
	query.By = a.pricedDimensions(measure)
	query.Measures = []cube.Measure{cube.ValueUSD, cube.Rows, measure}
	query.Totals = a.source.totals
	table, err := q.asker.Engine.Aggregate(ctx, query)
	if err != nil {
		return nil, err
	}
	book := pricedBook{measure: measure, spans: len(a.spans), goods: map[pricedKey]int{}}
	lines := linesOf(table)
	for i, l := range lines {
		if l.product != trade.AllProducts {
			book.enter(l, table, i)
			q.unknown += l.unknown
		}
	}
	hidden, err := a.pricedHidden(ctx, lines)
	if err != nil {
		return nil, err
	}
	for _, l := range hidden {
		book.enter(l, nil, 0)
	}
	return book.ordered(), nil
}

// pricedDimensions tell apart what has a quantity and what has none.
func (a *asking) pricedDimensions(measure cube.Measure) []cube.Dimension {
	who := a.q.pair.legs()[a.leg]
	by := []cube.Dimension{cube.Period}
	if several(who.exporter) {
		by = append(by, cube.Exporter)
	}
	if several(who.importer) {
		by = append(by, cube.Importer)
	}
	by = append(by, cube.Product, cube.Flags)
	if measure == cube.Quantity {
		by = append(by, cube.Unit)
	}
	if a.source.last().Months < 12 {
		by = append(by, cube.Year, cube.Month)
	}
	return by
}

// pricedHidden returns what the publisher's totals have beyond the goods.
func (a *asking) pricedHidden(ctx context.Context, lines []line) ([]line, error) {
	if a.source.totals || !a.mayHide() {
		return nil, nil
	}
	table, err := a.q.asker.Engine.Aggregate(ctx, a.totals())
	if err != nil {
		return nil, err
	}
	return a.hidden(lines, linesOf(table)), nil
}

// pricedKey tells goods apart.
type pricedKey struct {
	exporter, importer trade.Economy
	product            trade.Product
	unit               string
}

// pricedBook collects goods.
type pricedBook struct {
	measure cube.Measure
	spans   int
	goods   map[pricedKey]int
	list    []PricedGood
}

// enter adds a line. Its quantity counts only where it is one of all its rows, and its
// publisher did not estimate it; a code that is partly hidden is a mix of goods.
func (b *pricedBook) enter(l line, table *cube.Table, row int) {
	if !l.amount.Known() {
		return
	}
	good := PricedGood{Exporter: l.exporter, Importer: l.importer, Product: l.product}
	var amount int64
	if table != nil {
		good.Unit, amount = b.quantity(l, table, row)
	}
	key := pricedKey{good.Exporter, good.Importer, good.Product, good.Unit}
	at, any := b.goods[key]
	if !any {
		at = len(b.list)
		b.goods[key], good.Periods = at, make([]PricedSpan, b.spans)
		b.list = append(b.list, good)
	}
	span := &b.list[at].Periods[l.span]
	span.Value += l.amount.Thousandths
	if amount > 0 && l.amount.Thousandths > 0 {
		span.Priced += l.amount.Thousandths
		span.Amount += amount
	}
}

// quantity returns the unit of a row, and its quantity, 0 where that says nothing.
func (b *pricedBook) quantity(l line, table *cube.Table, row int) (unit string, amount int64) {
	estimated := trade.FlagNetEstimated
	unit = "kg"
	if b.measure == cube.Quantity {
		unit, estimated = table.Column(string(cube.Unit)).Text[row], trade.FlagQuantityEstimated
	}
	column := table.Column(string(b.measure))
	flags := trade.Flags(table.Column(string(cube.Flags)).Numbers[row])
	held := column.Amount(row)
	if !held.Known() || column.Unknown[row] > 0 || l.unknown > 0 || flags.Has(estimated) || l.product.Hidden() || l.product == hidden {
		return unit, 0
	}
	return unit, held.Thousandths
}

func (b *pricedBook) ordered() []PricedGood {
	slices.SortFunc(b.list, func(x, y PricedGood) int {
		return cmp.Or(cmp.Compare(x.Exporter, y.Exporter), cmp.Compare(x.Importer, y.Importer),
			cmp.Compare(x.Product, y.Product), cmp.Compare(x.Unit, y.Unit))
	})
	return b.list
}
