package lake

import (
	"github.com/oborot/oborot/trade"
)

// words builds a column of codes.
type words struct {
	index map[string]uint32
	codes trade.Codes
}

func (w *words) add(word string) {
	i, ok := w.index[word]
	if !ok {
		if w.index == nil {
			w.index = map[string]uint32{}
		}
		i = uint32(len(w.codes.Words))
		w.index[word] = i
		w.codes.Words = append(w.codes.Words, word)
	}
	w.codes.Index = append(w.codes.Index, i)
}

// block gathers observations of one year in columns.
type block struct {
	bulk                                           trade.Bulk
	exporter, importer, product                    words
	flow, reporter, valuation, currency, unit, ent words
}

func newBlock(year int, n trade.Nomenclature) *block {
	return &block{bulk: trade.Bulk{Year: year, Common: trade.Observation{Period: trade.Year(year), Nomenclature: n}}}
}

func (b *block) add(o trade.Observation) {
	c := &b.bulk
	c.Rows++
	c.Month = append(c.Month, uint8(o.Period.First.Month()))
	c.Months = append(c.Months, uint8(o.Period.Months))
	b.exporter.add(string(o.Exporter))
	b.importer.add(string(o.Importer))
	b.product.add(string(o.Product))
	b.flow.add(string(o.Flow))
	b.reporter.add(string(o.Reporter))
	b.valuation.add(string(o.Valuation))
	b.currency.add(o.Currency)
	b.unit.add(o.Unit)
	b.ent.add(o.Enterprise)
	c.Value = append(c.Value, thousandths(o.Value))
	c.ValueUSD = append(c.ValueUSD, thousandths(o.ValueUSD))
	c.NetKg = append(c.NetKg, thousandths(o.NetKg))
	c.Quantity = append(c.Quantity, thousandths(o.Quantity))
	c.Flags = append(c.Flags, uint32(o.Flags))
}

func thousandths(a trade.Amount) int64 {
	if !a.Known() {
		return trade.Null
	}
	return a.Thousandths
}

// columns returns the block as the writer wants it.
func (b *block) columns() *trade.Bulk {
	c := &b.bulk
	c.Exporter, c.Importer, c.Product = b.exporter.codes, b.importer.codes, b.product.codes
	c.Flow, c.Reporter, c.Valuation = b.flow.codes, b.reporter.codes, b.valuation.codes
	c.Currency, c.Unit, c.Enterprise = b.currency.codes, b.unit.codes, b.ent.codes
	return c
}
