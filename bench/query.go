package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/engine"
	"github.com/oborot/oborot/internal/lake"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// calls is how many mixed questions a warm process is asked.
const calls = 200

// kind is one of the questions measured, with the 95th percentile aimed at.
type kind struct {
	name string
	aim  time.Duration
	ask  func(ctx context.Context, w *world, r *rand.Rand) error
}

// kinds are the questions of a bilateral analyst (pairs) and of an economist
// (an economy, a product, the world).
func kinds() []kind {
	return []kind{
		{"account of a pair", 50 * time.Millisecond, func(ctx context.Context, w *world, r *rand.Rand) error {
			return w.question(ctx, "account", w.pair(r))
		}},
		{"structure of a pair", 50 * time.Millisecond, func(ctx context.Context, w *world, r *rand.Rand) error {
			return w.question(ctx, "structure", w.pair(r))
		}},
		{"one economy's exports by product and year", 150 * time.Millisecond, func(ctx context.Context, w *world, r *rand.Rand) error {
			return w.query(ctx, []cube.Dimension{cube.Product, cube.Year}, cube.Filter{Column: cube.Exporter, Values: []string{w.economy(r)}})
		}},
		{"one product's exporters by year", 150 * time.Millisecond, func(ctx context.Context, w *world, r *rand.Rand) error {
			return w.query(ctx, []cube.Dimension{cube.Exporter, cube.Year}, cube.Filter{Column: cube.Product, Values: []string{w.product(r)}})
		}},
		{"world totals by year", 150 * time.Millisecond, func(ctx context.Context, w *world, _ *rand.Rand) error {
			return w.query(ctx, []cube.Dimension{cube.Year})
		}},
	}
}

// world is an open lake with what the questions draw from.
type world struct {
	lake      *lake.Lake
	engine    *engine.DuckDB
	snapshot  int64
	dataset   string
	economies []string
	products  []string
}

// benchQuery measures 200 mixed calls at one, five and all years, and a fresh
// process.
func benchQuery(ctx context.Context, o options, files []string) error {
	for _, years := range []int{1, 5, len(files)} {
		if years > len(files) {
			continue
		}
		folder := filepath.Join(o.work, fmt.Sprintf("lake-%d", years))
		if _, err := os.Stat(folder); err != nil {
			if _, err := importYears(ctx, o, folder, files[len(files)-years:]...); err != nil {
				return err
			}
		}
		if err := benchLake(ctx, o, folder, years); err != nil {
			return err
		}
	}
	return nil
}

func benchLake(ctx context.Context, o options, folder string, years int) error {
	cold, err := measure(ctx, o.oborot, "--lake", folder, "account", "DEU", "CHN", "--format", "json")
	if err != nil {
		return err
	}
	w, err := openWorld(ctx, folder)
	if err != nil {
		return err
	}
	defer w.engine.Close()
	fmt.Printf("\nquestions over %d years (%d million rows), %d mixed calls in a warm process\n", years, 11*years, calls)
	fmt.Printf("  %-45s %9s %9s %9s\n", "", "p50 ms", "p95 ms", "aim p95")
	took, err := w.mixed(ctx)
	if err != nil {
		return err
	}
	for i, k := range kinds() {
		fmt.Printf("  %-45s %9.1f %9.1f %9.0f\n", k.name, percentile(took[i], 50), percentile(took[i], 95), milliseconds(k.aim))
	}
	fmt.Printf("  fresh process, first account: %v\n", cold)
	return nil
}

// mixed asks every kind in turn, so that none profits from its own last call.
// One call of each is not counted: the process is warm.
func (w *world) mixed(ctx context.Context) ([][]time.Duration, error) {
	random := rand.New(rand.NewPCG(1, 2))
	took := make([][]time.Duration, len(kinds()))
	for call := range calls + len(kinds()) {
		k := call % len(kinds())
		begin := time.Now()
		if err := kinds()[k].ask(ctx, w, random); err != nil {
			return nil, fmt.Errorf("%s: %w", kinds()[k].name, err)
		}
		if call >= len(kinds()) {
			took[k] = append(took[k], time.Since(begin))
		}
	}
	return took, nil
}

func openWorld(ctx context.Context, folder string) (*world, error) {
	l, err := lake.Open(ctx, folder, lake.Options{})
	if err != nil {
		return nil, err
	}
	e, err := engine.Open(l, engine.Options{})
	if err != nil {
		return nil, err
	}
	s, err := l.Snapshot(ctx, "")
	if err != nil {
		return nil, err
	}
	w := &world{lake: l, engine: e, snapshot: s.ID, dataset: "baci-hs17"}
	for dimension, into := range map[cube.Dimension]*[]string{cube.Exporter: &w.economies, cube.Product: &w.products} {
		t, err := e.Aggregate(ctx, cube.Query{Scope: w.scope(), By: []cube.Dimension{dimension}, Measures: []cube.Measure{cube.Rows}})
		if err != nil {
			return nil, err
		}
		*into = t.Column(string(dimension)).Text
	}
	return w, nil
}

func (w *world) scope() trade.Scope { return trade.Scope{Snapshot: w.snapshot, Dataset: w.dataset} }

func (w *world) economy(r *rand.Rand) string { return w.economies[r.IntN(len(w.economies))] }

func (w *world) product(r *rand.Rand) string { return w.products[r.IntN(len(w.products))] }

func (w *world) pair(r *rand.Rand) analysis.Arguments {
	a, b := w.economy(r), w.economy(r)
	for a == b {
		b = w.economy(r)
	}
	return analysis.Arguments{A: side(a), B: side(b), Language: trade.English}
}

func side(code string) reference.Side {
	return reference.Side{Code: code, Name: reference.EconomyName(trade.Economy(code)), Members: []trade.Economy{trade.Economy(code)}}
}

func (w *world) question(ctx context.Context, name string, args analysis.Arguments) error {
	questions := analysis.Questions()
	i := slices.IndexFunc(questions, func(q analysis.Question) bool { return q.Name == name })
	_, err := questions[i].Answer(ctx, analysis.Asker{Engine: w.engine, Coverage: w.lake, Snapshot: w.snapshot}, args)
	if trade.KindOf(err) == trade.NoData {
		return nil // two small economies that never traded
	}
	return err
}

func (w *world) query(ctx context.Context, by []cube.Dimension, where ...cube.Filter) error {
	_, err := w.engine.Aggregate(ctx, cube.Query{Scope: w.scope(), By: by, Measures: []cube.Measure{cube.ValueUSD}, Where: where})
	return err
}

func percentile(d []time.Duration, p int) float64 {
	sorted := slices.Sorted(slices.Values(d))
	return milliseconds(sorted[min(len(sorted)-1, len(sorted)*p/100)])
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
