package demo

import (
	"cmp"
	"slices"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// words gathers a column of codes.
type words struct {
	trade.Codes
	at map[string]uint32
}

func (w *words) add(word string) {
	i, ok := w.at[word]
	if !ok {
		if w.at == nil {
			w.at = map[string]uint32{}
		}
		i = uint32(len(w.Words))
		w.at[word] = i
		w.Words = append(w.Words, word)
	}
	w.Index = append(w.Index, i)
}

// blocks turns series into blocks of columns, one for each year, with the rows in the order
// of exporter, importer, product, enterprise and month. Months without trade
// have no row.
func blocks(flows []series) []*trade.Bulk {
	flows = slices.Clone(flows)
	slices.SortFunc(flows, func(a, b series) int {
		return cmp.Or(cmp.Compare(a.exporter, b.exporter), cmp.Compare(a.importer, b.importer),
			cmp.Compare(a.good.code, b.good.code), cmp.Compare(a.enterprise, b.enterprise))
	})
	masses := make([]mass, len(flows))
	for i := range flows {
		masses[i] = massOf(&flows[i])
	}
	var all []*trade.Bulk
	for year := firstMonth.Year(); year <= lastMonth.Year(); year++ {
		all = append(all, blockOf(flows, masses, year))
	}
	return all
}

func blockOf(flows []series, masses []mass, year int) *trade.Bulk {
	b := &trade.Bulk{Year: year, Common: trade.Observation{
		Period: trade.Period{First: trade.MonthOf(year, 1), Months: 1}, Nomenclature: trade.HS2022,
		Flow: trade.General, Reporter: trade.Reconciled, Valuation: trade.FOB, Currency: "USD", Flags: trade.FlagDemo,
	}}
	var exporter, importer, product, enterprise words
	first := int(trade.MonthOf(year, 1) - firstMonth)
	for i := range flows {
		s := &flows[i]
		for m := first; m < min(first+12, months); m++ {
			if s.values[m] == 0 {
				continue
			}
			exporter.add(string(s.exporter))
			importer.add(string(s.importer))
			product.add(string(s.good.code))
			enterprise.add(s.enterprise)
			b.Month, b.Months = append(b.Month, uint8(m-first+1)), append(b.Months, 1)
			b.Value = append(b.Value, s.values[m])
			b.NetKg = append(b.NetKg, masses[i].of(s.values[m], m))
			b.Flags = append(b.Flags, uint32(s.flags()))
		}
	}
	b.Rows = len(b.Value)
	b.Exporter, b.Importer, b.Product, b.Enterprise = exporter.Codes, importer.Codes, product.Codes, enterprise.Codes
	return b
}

// flags marks every row as invented, and that of hidden goods as suppressed.
func (s *series) flags() trade.Flags {
	if s.good.code == hidden {
		return trade.FlagDemo | trade.FlagSuppressed
	}
	return trade.FlagDemo
}

// mass turns the values of a series into kilograms. The price depends on the good,
// the two countries and the month, not on the region or enterprise.
type mass struct {
	good  *good
	price magnitude
}

func massOf(s *series) mass {
	from, to := letters(reference.CountryOf(s.exporter)), letters(reference.CountryOf(s.importer))
	return mass{s.good, s.good.price + bell(join(seedMass, from, to, s.good.number), doubling/3)}
}

// of returns thousandths of a kilogram, absent for hidden goods.
func (m mass) of(value int64, month int) int64 {
	if m.good.code == hidden {
		return trade.Null
	}
	const units = 20 // the price is counted in millionths of a dollar, nearly
	price := m.price + bell(join(seedMass, m.good.number, month), doubling/12)
	return mulDiv(value, 1<<units, (price + units*doubling).amount())
}
