package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	worlds "github.com/oborot/oborot/internal/analysis/world"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// dependenceSQL judges every importer and product of a year, as JudgeYear does, in one
// question to DuckDB over the same files: how many there are, and for how many GeoDep's
// three criteria hold.
const dependenceSQL = `WITH f AS (SELECT exporter, importer, product, sum(value_usd) v FROM read_parquet([%s])
	WHERE flags & 8 = 0 AND flow = 'general' GROUP BY ALL),
m AS (SELECT importer, product, sum(v) imports, sum(v::DOUBLE * v::DOUBLE) squares, arg_max(exporter, v) supplier, count(*) suppliers FROM f GROUP BY ALL),
x AS (SELECT exporter, product, sum(v) exports FROM f GROUP BY ALL),
w AS (SELECT product, sum(exports::DOUBLE * exports::DOUBLE) / power(sum(exports)::DOUBLE, 2) hhi FROM x GROUP BY ALL)
SELECT count(*), sum((squares / power(imports::DOUBLE, 2) > 0.4 AND w.hhi > 0.4 AND imports > coalesce(exports, 0) AND imports >= 10000)::INT)
FROM m JOIN w USING (product) LEFT JOIN x ON x.exporter = m.importer AND x.product = m.product`

// dependencePeak is the aim for the memory of the question, in GiB.
const dependencePeak = 0.33

// judgement is what both ways count.
type judgement struct{ pairs, hold int64 }

// benchDependence compares the judgement of all importers and products, from the lake in
// a warm process, with DuckDB's SQL over the same files, in turns: one year and five.
func benchDependence(ctx context.Context, o options, files []string) error {
	years := min(5, len(files))
	folder, err := lakeOf(ctx, o, files, years)
	if err != nil {
		return err
	}
	w, err := openWorld(ctx, folder)
	if err != nil {
		return err
	}
	defer w.engine.Close()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return err
	}
	defer db.Close()
	held, err := w.years(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("\ndependence of all importers and products from the lake, warm, median of %d\n", o.runs)
	fmt.Printf("  %-22s %9s %9s %9s %12s\n", "", "oborot s", "SQL s", "aim s", "pairs, hold")
	for _, part := range []struct {
		years []int
		aim   float64
	}{{held[len(held)-1:], 0.7}, {held, 3.5}} {
		if err := w.compareDependence(ctx, db, o.runs, part.years, part.aim); err != nil {
			return err
		}
	}
	if err := w.timeRanking(ctx, o.runs, held); err != nil {
		return err
	}
	cold, err := measure(ctx, o.oborot, "--lake", folder, "dependence", "--top", "10", "--format", "json")
	if err != nil {
		return err
	}
	fmt.Printf("  fresh process, the question: %v (aim: a peak under %.2f GiB)\n", cold, dependencePeak)
	return nil
}

// lakeOf imports the newest years into a lake of the benchmarks, once.
func lakeOf(ctx context.Context, o options, files []string, years int) (string, error) {
	folder := filepath.Join(o.work, fmt.Sprintf("lake-%d", years))
	if found, _ := filepath.Glob(filepath.Join(folder, "oborot-lake.json")); len(found) > 0 {
		return folder, nil
	}
	_, err := importYears(ctx, o, folder, files[len(files)-years:]...)
	return folder, err
}

// years lists the years that the lake holds.
func (w *world) years(ctx context.Context) ([]int, error) {
	t, err := w.engine.Aggregate(ctx, cube.Query{Scope: w.scope(), By: []cube.Dimension{cube.Year}, Measures: []cube.Measure{cube.Rows}})
	if err != nil {
		return nil, err
	}
	var years []int
	for _, y := range t.Columns[0].Numbers {
		years = append(years, int(y))
	}
	return years, nil
}

func (w *world) compareDependence(ctx context.Context, db *sql.DB, runs int, years []int, aim float64) error {
	var ours, theirs []time.Duration
	var mine, sqls judgement
	var flows cube.Flows
	for run := range runs + 1 {
		begin := time.Now()
		var err error
		if mine, err = w.judge(ctx, years, &flows); err != nil {
			return err
		}
		half := time.Now()
		if sqls, err = w.judgeBySQL(ctx, db, years); err != nil {
			return err
		}
		if run > 0 { // the first warms both
			ours, theirs = append(ours, half.Sub(begin)), append(theirs, time.Since(half))
		}
	}
	if mine != sqls {
		return fmt.Errorf("dependence: %+v, by SQL %+v", mine, sqls)
	}
	fmt.Printf("  %-22s %9.2f %9.2f %9.1f %7d, %d\n", fmt.Sprintf("%d years", len(years)), middle(ours), middle(theirs), aim, mine.pairs, mine.hold)
	return nil
}

// middle is the median in seconds.
func middle(times []time.Duration) float64 {
	sorted := slices.Sorted(slices.Values(times))
	return sorted[len(sorted)/2].Seconds()
}

func (w *world) judge(ctx context.Context, years []int, flows *cube.Flows) (judgement, error) {
	var j judgement
	for _, year := range years {
		if err := w.engine.Scan(ctx, cube.ScanQuery{Scope: w.scope(), Period: trade.Year(year)}, flows); err != nil {
			return j, err
		}
		g := indicator.Grouping{Economies: len(flows.Economies), Products: len(flows.Products)}
		f := indicator.BilateralFlows{Exporter: flows.Exporter, Importer: flows.Importer, Product: flows.Product, Value: flows.ValueUSD}
		y, err := indicator.JudgeYear(f, g, indicator.GeoDepRule())
		if err != nil {
			return j, err
		}
		for k := range y.Products {
			for m := range y.Importers {
				c := y.Criteria(m, k)
				if c&indicator.Imported != 0 {
					j.pairs++
				}
				if c.Hold() {
					j.hold++
				}
			}
		}
	}
	return j, nil
}

func (w *world) judgeBySQL(ctx context.Context, db *sql.DB, years []int) (judgement, error) {
	var j judgement
	for _, year := range years {
		scope := w.scope()
		scope.Years = []int{year}
		files, err := w.lake.DataFiles(ctx, "flows", scope)
		if err != nil {
			return j, err
		}
		var one judgement
		text := fmt.Sprintf(dependenceSQL, "'"+strings.Join(files, "', '")+"'")
		if err := db.QueryRowContext(ctx, text).Scan(&one.pairs, &one.hold); err != nil {
			return j, err
		}
		j.pairs, j.hold = j.pairs+one.pairs, j.hold+one.hold
	}
	return j, nil
}

// timeRanking asks the question itself: the last year with the two before it.
func (w *world) timeRanking(ctx context.Context, runs int, held []int) error {
	at := slices.IndexFunc(worlds.Questions(), func(q analysis.Question) bool { return q.Name == "dependence" })
	asker := analysis.Asker{Engine: w.engine, Scanner: w.engine, Coverage: w.lake, Snapshot: w.snapshot}
	args := analysis.Arguments{Language: trade.English, Periods: []trade.Period{trade.Year(held[len(held)-1])}}
	var took []time.Duration
	for run := range runs + 1 {
		begin := time.Now()
		if _, err := worlds.Questions()[at].Answer(ctx, asker, args); err != nil {
			return err
		}
		if run > 0 {
			took = append(took, time.Since(begin))
		}
	}
	fmt.Printf("  %-22s %9.2f   (three years of the window, persistence, ranking)\n", "the question", middle(took))
	return nil
}
