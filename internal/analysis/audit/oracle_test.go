package audit_test

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/analysis/audit"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// random makes annual rows of two reporting sides in many goods: figures in
// thousandths, repeated keys, estimates, wild masses, and rows of partner World that
// are right but for a few.
func random(seed uint64) lake {
	r := rand.New(rand.NewPCG(seed, 1))
	var l lake
	goods := []trade.Product{"0101", "0102", "0201", "0301", "0302", "0401"}
	economies := []trade.Economy{"AUT", "BLR", "DEU", "FRA", "POL", "RUS", "KAZ", "ARM", "CHN", "USA"}
	for _, good := range goods {
		for _, exporter := range economies[:4] {
			total := int64(0)
			for _, importer := range economies[4:] {
				if r.IntN(10) == 0 {
					continue
				}
				for range 1 + r.IntN(12)/11 {
					row := flow("d", 2020, x, exporter, importer, good, float64(r.IntN(900_000)+1)+0.123)
					row.NetKg = trade.Of(int64(float64(row.ValueUSD.Thousandths) * math.Exp(r.NormFloat64()*0.3)))
					if r.IntN(15) == 0 {
						row.NetKg = trade.Of(row.NetKg.Thousandths*30 + 1)
					}
					if r.IntN(20) == 0 {
						row.Flags |= trade.FlagNetEstimated
					}
					total += row.Value.Thousandths
					l.rows = append(l.rows, row)
				}
			}
			if r.IntN(6) == 0 {
				total += int64(r.IntN(20_000)) - 10_000
			}
			row := flow("d", 2020, x, exporter, w, good, 0)
			row.Value, row.ValueUSD = trade.Of(total), trade.Of(total)
			l.rows = append(l.rows, row)
		}
	}
	r.Shuffle(len(l.rows), func(i, j int) { l.rows[i], l.rows[j] = l.rows[j], l.rows[i] })
	return l
}

// counts are the cases of each finding and the thousandths that they concern.
type counts map[string][2]int64

func (c counts) add(finding string, value int64) {
	c[finding] = [2]int64{c[finding][0] + 1, c[finding][1] + value}
}

// naive works the findings out by plain loops over all rows.
func naive(rows []cube.Row) counts {
	found := counts{}
	flows, groups := map[string][]cube.Row{}, map[string][]cube.Row{}
	parts, lines, totals := map[string]int64{}, map[string]int64{}, map[string]int64{}
	for _, r := range rows {
		cell := fmt.Sprint(r.Exporter, r.Product)
		if r.Importer == w {
			totals[cell] = r.Value.Thousandths
			continue
		}
		parts[cell], lines[cell] = parts[cell]+r.Value.Thousandths, lines[cell]+1
		name := fmt.Sprint(r.Exporter, r.Importer, r.Product)
		flows[name] = append(flows[name], r)
	}
	for cell, total := range totals {
		switch gap := total - parts[cell]; {
		case 2*gap > lines[cell]+1:
			found.add("below total", gap)
		case -2*gap > lines[cell]+1:
			found.add("above total", -gap)
		}
	}
	for _, same := range flows {
		value := int64(0)
		for _, r := range same {
			value += r.Value.Thousandths
		}
		if len(same) > 1 {
			found.add("same key", value)
		}
		// Rows of one key and the same flags are one flow.
		for _, flags := range []trade.Flags{0, trade.FlagNetEstimated} {
			sum := cube.Row{}
			for _, r := range same {
				if r.Flags == flags {
					usd, kg := sum.ValueUSD.Thousandths+r.ValueUSD.Thousandths, sum.NetKg.Thousandths+r.NetKg.Thousandths
					sum = r
					sum.ValueUSD, sum.NetKg = trade.Of(usd), trade.Of(kg)
				}
			}
			if sum.Exporter != "" && flags == 0 {
				groups["all "+string(sum.Product)] = append(groups["all "+string(sum.Product)], sum)
				groups[string(sum.Exporter+" ")+string(sum.Product)] = append(groups[string(sum.Exporter+" ")+string(sum.Product)], sum)
			}
		}
	}
	for name, group := range groups {
		if !strings.HasPrefix(name, "all ") {
			found.outliers(group, groups["all "+string(group[0].Product)])
		}
	}
	return found
}

// outliers scores a group by the definition of the modified z.
func (c counts) outliers(group, world []cube.Row) {
	logs := func(rows []cube.Row) (all []float64) {
		for _, r := range rows {
			all = append(all, math.Log(r.ValueUSD.Float()/r.NetKg.Float()))
		}
		return all
	}
	standard := group
	if len(group) < 7 {
		standard = world
	}
	sample := logs(standard)
	middle := median(sample)
	for i := range sample {
		sample[i] = math.Abs(sample[i] - middle)
	}
	deviation := median(sample)
	for i, l := range logs(group) {
		if math.Abs(0.6745*(l-middle)/deviation) > 3.5 {
			c.add("outlier", group[i].ValueUSD.Thousandths)
		}
	}
}

func median(values []float64) float64 {
	ordered := slices.Clone(values)
	slices.SortFunc(ordered, cmp.Compare[float64])
	n := len(ordered)
	return (ordered[(n-1)/2] + ordered[n/2]) / 2
}

// TestAgainstNaive compares the audit of random rows with the naive one, whatever the
// number of rows read at once.
func TestAgainstNaive(t *testing.T) {
	t.Parallel()
	all := counts{}
	for seed := range uint64(40) {
		l := random(seed)
		want := naive(l.rows)
		for _, rows := range []int64{1, 60, 1_000_000} {
			asker := analysis.Asker{Engine: cube.NewMemory(l.rows), Coverage: l, Snapshot: 1}
			r, err := audit.InSlices(context.Background(), asker, analysis.Arguments{Checks: []string{"totals", "duplicates", "unit-values"}}, rows)
			if r == nil {
				t.Fatal(err)
			}
			got, answer := counts{}, table{t, r}
			for i := range r.Rows {
				if cases := answer.cell(i, "cases").Number; cases > 0 {
					got[answer.cell(i, "finding").Text] = [2]int64{cases, answer.cell(i, "value_usd").Amount.Thousandths}
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("seed %d, %d rows at once: %v, want %v", seed, rows, got, want)
			}
		}
		for finding, n := range want {
			all[finding] = [2]int64{all[finding][0] + n[0]}
		}
	}
	if len(all) != 4 {
		t.Errorf("the rows do not have every finding: %v", all)
	}
}
