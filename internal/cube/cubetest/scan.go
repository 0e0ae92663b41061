package cubetest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// RunScan compares the scans of an engine with what the reference engine adds up by
// exporter, importer and product. open returns a scanner over the rows.
func RunScan(t *testing.T, open func(t *testing.T, rows []cube.Row) cube.Scanner) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 7))
			rows := World(random, 400*int(seed*seed)+1)
			scanner, reference := open(t, rows), cube.NewMemory(rows)
			full := 0
			var flows cube.Flows // the same for all: what an earlier scan left must not show
			for range 40 {
				full += compareScan(t, scanner, reference, scanQuery(random), &flows)
			}
			if seed > 0 && full < 10 {
				t.Errorf("only %d of 40 scans have rows: they test too little", full)
			}
		})
	}
}

// scanQuery returns a random query that passes Check.
func scanQuery(r *rand.Rand) cube.ScanQuery {
	q := cube.ScanQuery{
		Scope: trade.Scope{Dataset: pick(r, []string{"a", "b", "a", "b", "c"})}, Period: trade.Year(2019 + r.IntN(4)),
		Digits: pick(r, []int{0, 2, 4, 6}),
	}
	if r.IntN(2) == 0 {
		first := 1 + r.IntN(12)
		q.Period = trade.Period{First: trade.MonthOf(2019+r.IntN(4), first), Months: 1 + r.IntN(13-first)}
	}
	if r.IntN(2) == 0 {
		q.Reporter = pick(r, []trade.Reporter{trade.ByExporter, trade.ByImporter, trade.Reconciled})
	}
	if r.IntN(2) == 0 {
		q.Nomenclature = pick(r, []trade.Nomenclature{trade.HS2017, trade.TNVED, trade.CN})
	}
	if r.IntN(2) == 0 {
		q.Without = pick(r, []cube.Dimension{cube.Exporter, cube.Importer})
	}
	return q
}

// compareScan returns 1 when the scan has rows.
func compareScan(t *testing.T, s cube.Scanner, reference cube.Engine, q cube.ScanQuery, flows *cube.Flows) int {
	t.Helper()
	want, unknown := summed(t, reference, q)
	if err := s.Scan(t.Context(), q, flows); err != nil {
		t.Fatalf("%+v: %v", q, err)
	}
	if fault := checkTold(q, flows); fault != "" {
		t.Fatalf("%+v: %s", q, fault)
	}
	got := map[string]int64{}
	for row, value := range flows.ValueUSD {
		key := ""
		if q.Tells(cube.Exporter) {
			key += string(flows.Economies[flows.Exporter[row]]) + " "
		}
		if q.Tells(cube.Importer) {
			key += string(flows.Economies[flows.Importer[row]]) + " "
		}
		got[key+string(flows.Products[flows.Product[row]])] += value
	}
	if !maps.Equal(got, want) || flows.Unknown != unknown {
		t.Errorf("%+v:\n%v and %d without a value, want\n%v and %d", q, got, flows.Unknown, want, unknown)
	}
	return min(len(got), 1)
}

// summed adds up by exporter, importer and product, and counts rows without a value.
func summed(t *testing.T, e cube.Engine, q cube.ScanQuery) (values map[string]int64, unknown int) {
	t.Helper()
	sum := cube.Query{
		Scope: q.Scope, By: []cube.Dimension{cube.Exporter, cube.Importer, cube.Product}, Measures: []cube.Measure{cube.ValueUSD},
		Periods: []trade.Period{q.Period}, Digits: q.Digits,
	}
	sum.By = slices.DeleteFunc(sum.By, func(d cube.Dimension) bool { return d == q.Without })
	for column, value := range map[cube.Dimension]string{cube.Reporter: string(q.Reporter), cube.Nomenclature: string(q.Nomenclature)} {
		if value != "" {
			sum.Where = append(sum.Where, cube.Filter{Column: column, Values: []string{value}})
		}
	}
	table, err := e.Aggregate(t.Context(), sum)
	if err != nil {
		t.Fatal(err)
	}
	values = map[string]int64{}
	c := table.Columns
	for row := range table.Rows {
		if q.Without == "" {
			unknown += int(c[len(c)-1].Unknown[row])
		}
		key := ""
		for _, column := range c[:len(c)-1] {
			key += " " + column.Text[row]
		}
		if a := c[len(c)-1].Amount(row); a.Known() {
			values[key[1:]] = a.Thousandths
		}
	}
	return values, unknown
}

// checkTold is CheckFlows for a query that may leave out a side.
func checkTold(q cube.ScanQuery, f *cube.Flows) string {
	told := *f
	switch {
	case !q.Tells(cube.Exporter) && len(f.Exporter) > 0, !q.Tells(cube.Importer) && len(f.Importer) > 0:
		return "a side is told that was not asked for"
	case q.Without == cube.Exporter:
		told.Exporter = f.Importer
	case q.Without == cube.Importer:
		told.Importer = f.Exporter
	}
	return CheckFlows(&told)
}

// CheckFlows returns what is wrong with the shape of flows, empty if nothing.
func CheckFlows(f *cube.Flows) string {
	n := len(f.ValueUSD)
	if len(f.Exporter) != n || len(f.Importer) != n || len(f.Product) != n {
		return "columns of different lengths"
	}
	if !ascending(f.Economies) || !ascending(f.Products) {
		return fmt.Sprintf("words out of order: %v %v", f.Economies, f.Products)
	}
	economies, products := make([]bool, len(f.Economies)), make([]bool, len(f.Products))
	for row := range n {
		if max(int(f.Exporter[row]), int(f.Importer[row])) >= len(economies) || int(f.Product[row]) >= len(products) {
			return fmt.Sprintf("row %d points beyond the words", row)
		}
		economies[f.Exporter[row]], economies[f.Importer[row]], products[f.Product[row]] = true, true, true
	}
	if slices.Contains(economies, false) || slices.Contains(products, false) {
		return "a word that no row has"
	}
	return ""
}

func ascending[T ~string](words []T) bool {
	return slices.IsSorted(words) && len(slices.Compact(slices.Clone(words))) == len(words)
}
