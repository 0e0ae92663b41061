package cube

import (
	"context"
	"math"
	"slices"

	"github.com/oborot/oborot/trade"
)

// ScanQuery asks for the flows of a dataset in a year, or a part of one, row by row.
// Totals, re-exports and re-imports are left out.
type ScanQuery struct {
	Scope        trade.Scope        // names the dataset
	Period       trade.Period       // within a calendar year; rows wholly inside
	Reporter     trade.Reporter     // empty: every report
	Nomenclature trade.Nomenclature // empty: every one
	Digits       int                // product codes are cut to this length; 0: as published
	Without      Dimension          // Exporter or Importer: that side is not told, and rows may come added up over it
}

// Flows are rows in columns of equal length, for formulas over a whole world. Codes
// are places in sorted lists of words, each of which some row has. Several rows may
// share exporter, importer and product; their order means nothing, and is the same
// each time the same files are read.
type Flows struct {
	Economies []trade.Economy
	Products  []trade.Product
	Exporter  []uint16 // places in Economies; empty where the side is not told
	Importer  []uint16
	Product   []uint16 // places in Products
	ValueUSD  []int64  // thousandths
	Unknown   int      // rows without a published value, which are in no column; 0 where a side is not told
}

// MostCodes is how many different economies, or products, Flows can hold.
const MostCodes = math.MaxUint16 + 1

// Scanner gives flows row by row: for questions that look at every economy and
// product, adding up in a Table takes longer than all that follows.
type Scanner interface {
	// Scan fills into, using its memory again. It returns an error of kind trade.Usage
	// when the query does not pass Check, or has more codes than MostCodes. After an
	// error what into holds has no meaning.
	Scan(ctx context.Context, q ScanQuery, into *Flows) error
}

// Check returns what is wrong with the query.
func (q ScanQuery) Check() error {
	first, last := q.Period.First, q.Period.Last()
	switch {
	case q.Scope.Dataset == "":
		return trade.Errorf(trade.Usage, "a scan needs a dataset")
	case q.Period.Months < 1 || first.Year() != last.Year():
		return trade.Errorf(trade.Usage, "a scan reads within one calendar year, not %s", q.Period)
	case q.Digits < 0:
		return trade.Errorf(trade.Usage, "a product code cannot be cut to %d digits", q.Digits)
	case q.Without != "" && q.Without != Exporter && q.Without != Importer:
		return trade.Errorf(trade.Usage, "a scan cannot leave out the %s", q.Without)
	}
	return nil
}

// TooManyCodes is the error of rows with more codes than Flows can hold.
func TooManyCodes() error {
	return trade.Errorf(trade.Usage, "there are more than %d codes of goods or economies to tell apart", MostCodes).
		WithHint("ask for fewer digits of product codes")
}

// Tells tells whether the query asks for an economy on a side: Exporter or Importer.
func (q ScanQuery) Tells(side Dimension) bool { return q.Without != side }

// Rollup returns the rollup that answers the query, if one does.
func (q ScanQuery) Rollup() (r trade.Rollup, ok bool) {
	switch q.Without {
	case Importer:
		return trade.WithoutImporter, true
	case Exporter:
		return trade.WithoutExporter, true
	}
	return "", false
}

// aggregate is the question whose answer has the same rows, those of one exporter,
// importer and product added up.
func (q ScanQuery) aggregate() Query {
	a := Query{
		Scope: q.Scope, By: []Dimension{Exporter, Importer, Product}, Measures: []Measure{ValueUSD},
		Periods: []trade.Period{q.Period}, Digits: q.Digits,
	}
	a.By = slices.DeleteFunc(a.By, func(d Dimension) bool { return !q.Tells(d) })
	if q.Reporter != "" {
		a.Where = append(a.Where, Filter{Reporter, []string{string(q.Reporter)}})
	}
	if q.Nomenclature != "" {
		a.Where = append(a.Where, Filter{Nomenclature, []string{string(q.Nomenclature)}})
	}
	return a
}

// ScanByAggregate answers a scan with an engine that has no faster way.
func ScanByAggregate(ctx context.Context, e Engine, q ScanQuery, into *Flows) error {
	if err := q.Check(); err != nil {
		return err
	}
	t, err := e.Aggregate(ctx, q.aggregate())
	if err != nil {
		return err
	}
	c := newCollector(q, into)
	value, text := t.Column(string(ValueUSD)), func(d Dimension, row int) string {
		if !q.Tells(d) {
			return ""
		}
		return t.Column(string(d)).Text[row]
	}
	for row := range t.Rows {
		c.unknown(int(value.Unknown[row]))
		if a := value.Amount(row); a.Known() {
			c.add(text(Exporter, row), text(Importer, row), text(Product, row), a.Thousandths)
		}
	}
	return c.finish()
}

// Scan implements Scanner. Scope.Years and Scope.Snapshot change nothing.
func (m *Memory) Scan(ctx context.Context, q ScanQuery, into *Flows) error {
	if err := q.Check(); err != nil {
		return err
	}
	c, same := newCollector(q, into), q.aggregate()
	for _, r := range m.rows {
		if err := ctx.Err(); err != nil {
			return trade.Errorf(trade.Internal, "the question was interrupted: %w", err)
		}
		if !same.keeps(r) || !q.Period.Contains(r.Period) {
			continue
		}
		if !r.ValueUSD.Known() {
			c.unknown(1)
			continue
		}
		c.add(string(r.Exporter), string(r.Importer), string(r.Product.At(q.Digits)), r.ValueUSD.Thousandths)
	}
	return c.finish()
}

// Empty forgets the rows and keeps the memory.
func (f *Flows) Empty() {
	*f = Flows{
		Economies: f.Economies[:0], Products: f.Products[:0], Exporter: f.Exporter[:0], Importer: f.Importer[:0],
		Product: f.Product[:0], ValueUSD: f.ValueUSD[:0],
	}
}

// collector fills flows row by row. Words are numbered as they come and sorted at the
// end.
type collector struct {
	query               ScanQuery
	into                *Flows
	economies, products map[string]int
}

func newCollector(q ScanQuery, into *Flows) *collector {
	into.Empty()
	return &collector{q, into, map[string]int{}, map[string]int{}}
}

func (c *collector) unknown(rows int) {
	if c.query.Without == "" {
		c.into.Unknown += rows
	}
}

func (c *collector) add(exporter, importer, product string, value int64) {
	f := c.into
	if c.query.Tells(Exporter) {
		f.Exporter = append(f.Exporter, uint16(numberOf(c.economies, exporter)))
	}
	if c.query.Tells(Importer) {
		f.Importer = append(f.Importer, uint16(numberOf(c.economies, importer)))
	}
	f.Product = append(f.Product, uint16(numberOf(c.products, product)))
	f.ValueUSD = append(f.ValueUSD, value)
}

func numberOf(numbers map[string]int, word string) int {
	n, known := numbers[word]
	if !known {
		n = len(numbers)
		numbers[word] = n
	}
	return n
}

func (c *collector) finish() error {
	if max(len(c.economies), len(c.products)) > MostCodes {
		return TooManyCodes()
	}
	f := c.into
	f.Economies = rename[trade.Economy](c.economies, f.Exporter, f.Importer)
	f.Products = rename[trade.Product](c.products, f.Product)
	return nil
}

// rename turns the numbers of words in columns into their places in the sorted list,
// which it returns.
func rename[T ~string](numbers map[string]int, columns ...[]uint16) []T {
	words := make([]T, 0, len(numbers))
	for w := range numbers {
		words = append(words, T(w))
	}
	slices.Sort(words)
	place := make([]uint16, len(words))
	for i, w := range words {
		place[numbers[string(w)]] = uint16(i)
	}
	for _, column := range columns {
		for row, n := range column {
			column[row] = place[n]
		}
	}
	return words
}
