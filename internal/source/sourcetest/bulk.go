package sourcetest

import "github.com/oborot/oborot/trade"

// At returns one row of a block as an observation.
func At(b *trade.Bulk, i int) trade.Observation {
	o := b.Common
	if b.Month != nil {
		o.Period = trade.Period{First: trade.MonthOf(b.Year, int(b.Month[i])), Months: int(b.Months[i])}
	}
	o.Exporter = trade.Economy(word(b.Exporter, i, ""))
	o.Importer = trade.Economy(word(b.Importer, i, ""))
	o.Product = trade.Product(word(b.Product, i, ""))
	o.Flow = trade.Flow(word(b.Flow, i, string(o.Flow)))
	o.Reporter = trade.Reporter(word(b.Reporter, i, string(o.Reporter)))
	o.Valuation = trade.Valuation(word(b.Valuation, i, string(o.Valuation)))
	o.Currency = word(b.Currency, i, o.Currency)
	o.Unit = word(b.Unit, i, o.Unit)
	o.Enterprise = word(b.Enterprise, i, o.Enterprise)
	if b.Flags != nil {
		o.Flags = trade.Flags(b.Flags[i])
	}
	o.Value = amount(b.Value[i])
	o.ValueUSD = o.Value
	if b.ValueUSD != nil {
		o.ValueUSD = amount(b.ValueUSD[i])
	}
	o.NetKg, o.Quantity = optional(b.NetKg, i), optional(b.Quantity, i)
	return o
}

func word(c trade.Codes, i int, common string) string {
	if c.Words == nil {
		return common
	}
	return c.Words[c.Index[i]]
}

func amount(thousandths int64) trade.Amount {
	if thousandths == trade.Null {
		return trade.Absent(trade.Missing)
	}
	return trade.Of(thousandths)
}

func optional(column []int64, i int) trade.Amount {
	if column == nil {
		return trade.Absent(trade.Missing)
	}
	return amount(column[i])
}
