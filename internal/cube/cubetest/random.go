package cubetest

import (
	"math/rand/v2"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// The words of random rows. They are few, so that filters and groups meet, and
// contain what is easily mishandled: an empty text, a code that is the beginning
// of another, hidden digits, a total.
var (
	economies   = []trade.Economy{"BLR", "RUS", "KAZ", "RU-PRI", "RU-KDA", "CHN", trade.World}
	products    = []trade.Product{"87", "8704", "870410", "870421", "0406", "040610", "04XX", "9999XX", trade.AllProducts}
	flowsOfRows = []trade.Flow{trade.General, trade.General, trade.General, trade.ReExport, trade.ReImport}
	spans       = []int{1, 1, 1, 2, 3, 3, 6, 9, 12, 12}
	texts       = []string{"", "USD", "it's", "ünit"}
)

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// World returns random rows, each valid by itself.
func World(r *rand.Rand, count int) []cube.Row {
	rows := make([]cube.Row, count)
	for i := range rows {
		months := pick(r, spans)
		first := trade.MonthOf(2019+r.IntN(4), 1+r.IntN(13-months))
		row := cube.Row{Dataset: pick(r, []string{"a", "b"}), Release: pick(r, []string{"1", "2"})}
		row.Observation = trade.Observation{
			Period: trade.Period{First: first, Months: months}, Exporter: pick(r, economies), Importer: pick(r, economies),
			Product: pick(r, products), Nomenclature: pick(r, []trade.Nomenclature{trade.HS2017, trade.TNVED}),
			Flow: pick(r, flowsOfRows), Reporter: pick(r, []trade.Reporter{trade.ByExporter, trade.ByImporter}),
			Valuation: pick(r, []trade.Valuation{trade.FOB, trade.CIF}), Currency: pick(r, texts), Unit: pick(r, texts),
			Enterprise: pick(r, texts), Flags: trade.Flags(r.IntN(4)) | trade.Flags(r.IntN(2))<<4,
			Value: anAmount(r), ValueUSD: anAmount(r), NetKg: anAmount(r), Quantity: anAmount(r),
		}
		if o := row.Observation; o.Product == trade.AllProducts || o.Exporter == trade.World || o.Importer == trade.World {
			row.Flags |= trade.FlagTotal
		}
		rows[i] = row
	}
	return rows
}

// anAmount is absent, zero, small, negative or near the limit of a column.
func anAmount(r *rand.Rand) trade.Amount {
	switch r.IntN(6) {
	case 0:
		return trade.Absent(trade.Missing)
	case 1:
		return trade.Of(0)
	case 2:
		return trade.Of(-r.Int64N(1_000_000))
	case 3:
		return trade.Of(r.Int64N(1_000_000_000_000_000))
	}
	return trade.Of(r.Int64N(1_000_000))
}

// Query returns a random query that passes Check.
func Query(r *rand.Rand) cube.Query {
	q := cube.Query{Totals: r.IntN(6) == 0, Digits: pick(r, []int{0, 0, 2, 4, 6})}
	if r.IntN(2) == 0 {
		q.Scope.Dataset = pick(r, []string{"a", "b", "c"})
	}
	for range r.IntN(3) {
		q.Periods = append(q.Periods, aPeriod(r))
	}
	for range r.IntN(3) {
		q.Folds = append(q.Folds, aFold(r))
	}
	known := append(cube.Columns(), cube.Quarter, cube.Period, cube.Section)
	for _, i := range r.Perm(len(known))[:r.IntN(5)] {
		q.By = append(q.By, known[i])
	}
	for _, i := range r.Perm(len(cube.Measures()))[:1+r.IntN(3)] {
		q.Measures = append(q.Measures, cube.Measures()[i])
	}
	for range r.IntN(3) {
		q.Where = append(q.Where, aFilter(r))
	}
	if q.Check() != nil {
		return Query(r)
	}
	return q
}

func aPeriod(r *rand.Rand) trade.Period {
	if r.IntN(2) == 0 {
		return trade.Span(trade.MonthOf(2019+r.IntN(2), 1), trade.MonthOf(2020+r.IntN(3), 12))
	}
	return trade.Period{First: trade.MonthOf(2019+r.IntN(4), 1+r.IntN(12)), Months: 1 + r.IntN(15)}
}

func aFold(r *rand.Rand) cube.Fold {
	side := cube.Fold{Codes: map[string]string{"RU-PRI": "RUS", "RU-KDA": "RUS", "RUS": "EAEU", "BLR": "EAEU"}}
	goods := cube.Fold{Of: cube.Product, Digits: pick(r, []int{0, 2, 4}), Codes: map[string]string{"87": "XVII", "04": "I", "0406": "cheese"}}
	side.Other, goods.Other = pick(r, []string{"", "rest"}), pick(r, []string{"", "?"})
	switch r.IntN(4) {
	case 0:
		side.Of, side.As = cube.Exporter, cube.Exporter
	case 1:
		side.Of, side.As = cube.Importer, cube.Importer
	case 2:
		goods.As = cube.Product
		return goods
	default:
		goods.As = cube.Section
		return goods
	}
	return side
}

func aFilter(r *rand.Rand) cube.Filter {
	values := map[cube.Dimension][]string{
		cube.Exporter: {"BLR", "RUS", "KAZ", "RU-PRI", "XXX", "O'B"}, cube.Importer: {"BLR", "RUS", "CHN", "WLD"},
		cube.Product: {"87", "8704", "04", "9", "", "TOTAL", "870421"}, cube.Year: {"2019", "2020", "2021", "1"},
		cube.Month: {"1", "2", "7", "12"}, cube.Months: {"1", "3", "12"}, cube.Unit: {"", "USD", "it's"},
		cube.Enterprise: {"", "ünit"}, cube.Flags: {"0", "1", "2", "8"}, cube.Flow: {"general", "re-export"},
		cube.Currency: {"USD", ""}, cube.Release: {"1"}, cube.Reporter: {"importer"},
	}
	columns := cube.Columns()
	f := cube.Filter{Column: columns[r.IntN(len(columns))]}
	for values[f.Column] == nil {
		f.Column = columns[r.IntN(len(columns))]
	}
	for range r.IntN(4) {
		f.Values = append(f.Values, pick(r, values[f.Column]))
	}
	return f
}
