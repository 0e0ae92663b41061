package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	worlds "github.com/oborot/oborot/internal/analysis/world"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// warmRuns is how often an indicator is measured in a warm process.
const warmRuns = 9

// benchIndicators measures the indices of complexity of HS6, from the matrix in memory
// and from the lake, with the naive way and the peers beside them.
func benchIndicators(ctx context.Context, o options, files []string) error {
	years := min(5, len(files))
	folder := filepath.Join(o.work, fmt.Sprintf("lake-%d", years))
	if _, err := os.Stat(folder); err != nil {
		if _, err := importYears(ctx, o, folder, files[len(files)-years:]...); err != nil {
			return err
		}
	}
	// First, because a process begins with the memory of the one that starts it.
	own, err := ownProcesses(ctx, o, folder)
	if err != nil {
		return err
	}
	w, err := openWorld(ctx, folder)
	if err != nil {
		return err
	}
	defer w.engine.Close()
	m, err := w.matrix(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("\ncomplexity of %d economies and %d products, median of %d in a warm process\n", len(m.economies), len(m.products), warmRuns)
	if own.memory, err = m.inMemory(); err != nil {
		return err
	}
	if err := w.fromLake(ctx, years); err != nil {
		return err
	}
	fmt.Printf("  %-58s %v\n", "fresh process, products of one economy", own.lake)
	debug.FreeOSMemory()
	return benchComplexityPeers(ctx, o, m, own)
}

// ownProcesses measures fresh processes that ask the lake of the latest year.
func ownProcesses(ctx context.Context, o options, folder string) (own ownCosts, err error) {
	ask := func(words ...string) (cost, error) {
		var took []cost
		for range o.runs {
			c, err := measure(ctx, o.oborot, append([]string{"--lake", folder, "complexity", "--level", "6"}, words...)...)
			if err != nil {
				return cost{}, err
			}
			took = append(took, c)
		}
		return median(took), nil
	}
	if own.lake, err = ask("BLR", "--top", "10", "--format", "json"); err != nil {
		return own, err
	}
	own.lakeFiles, err = ask("-o", filepath.Join(o.work, "complexity-lake")+"/")
	return own, err
}

// matrix is the exports of a year.
type matrix struct {
	economies, products []string
	thousandths         []int64
}

// matrix reads the exports of the latest year.
func (w *world) matrix(ctx context.Context) (*matrix, error) {
	t, err := w.engine.Aggregate(ctx, cube.Query{
		Scope: w.scope(), By: []cube.Dimension{cube.Year, cube.Exporter, cube.Product}, Measures: []cube.Measure{cube.ValueUSD},
	})
	if err != nil {
		return nil, err
	}
	year, economy, product := t.Columns[0].Numbers, t.Columns[1].Text, t.Columns[2].Text
	m := &matrix{economies: w.economies, products: w.products, thousandths: make([]int64, len(w.economies)*len(w.products))}
	for row, value := range t.Column(string(cube.ValueUSD)).Numbers {
		if year[row] != year[t.Rows-1] {
			continue
		}
		e, _ := slices.BinarySearch(m.economies, economy[row])
		p, _ := slices.BinarySearch(m.products, product[row])
		m.thousandths[e*len(m.products)+p] = value
	}
	return m, nil
}

// inMemory measures from the matrix.
func (m *matrix) inMemory() (time.Duration, error) {
	indices, err := medianOf(warmRuns, func() error {
		_, err := m.indices()
		return err
	})
	if err != nil {
		return 0, err
	}
	row("M, ECI, PCI, density, COI, COG from the matrix", indices, 200*time.Millisecond)
	w, err := indicator.NewWorld(len(m.economies), len(m.products), m.thousandths)
	if err != nil {
		return 0, err
	}
	p, err := w.Presence(indicator.PresenceRule{})
	if err != nil {
		return 0, err
	}
	took, err := medianOf(warmRuns, func() error {
		indicator.ProximityMatrix[float32](p, indicator.ProximitySymmetric)
		return nil
	})
	row("the matrix of proximity", took, 200*time.Millisecond)
	if err != nil {
		return 0, err
	}
	return indices, m.naive(p)
}

// indices are what complexity needs of a year.
func (m *matrix) indices() (*indicator.Outlook, error) {
	w, err := indicator.NewWorld(len(m.economies), len(m.products), m.thousandths)
	if err != nil {
		return nil, err
	}
	p, err := w.Presence(indicator.PresenceRule{})
	if err != nil {
		return nil, err
	}
	c, err := p.Complexity(indicator.ComplexityOptions{})
	if err != nil {
		return nil, err
	}
	return p.Outlook(c, p.Density(false), 0)
}

// fromLake measures the question for one economy, of which a reader sees everything that
// is worked out for all.
func (w *world) fromLake(ctx context.Context, years int) error {
	for _, span := range []struct {
		years int
		aim   time.Duration
	}{{1, 600 * time.Millisecond}, {years, 2500 * time.Millisecond}} {
		args := analysis.Arguments{A: side("BLR"), Digits: 6, Language: trade.English, By: []string{"product"}, Top: 10}
		if span.years > 1 {
			last, err := w.lastYear(ctx)
			if err != nil {
				return err
			}
			args.Periods = []trade.Period{trade.Span(trade.MonthOf(last-span.years+1, 1), trade.MonthOf(last, 12))}
		}
		took, err := medianOf(warmRuns, func() error { return w.world(ctx, "complexity", args) })
		if err != nil {
			return err
		}
		row(fmt.Sprintf("the same from the lake, with RCA of one economy, years: %d", span.years), took, span.aim)
	}
	return nil
}

func (w *world) lastYear(ctx context.Context) (int, error) {
	t, err := w.engine.Aggregate(ctx, cube.Query{Scope: w.scope(), By: []cube.Dimension{cube.Year}, Measures: []cube.Measure{cube.Rows}})
	if err != nil {
		return 0, err
	}
	return int(t.Columns[0].Numbers[t.Rows-1]), nil
}

// world asks a question about many economies.
func (w *world) world(ctx context.Context, name string, args analysis.Arguments) error {
	questions := worlds.Questions()
	i := slices.IndexFunc(questions, func(q analysis.Question) bool { return q.Name == name })
	_, err := questions[i].Answer(ctx, analysis.Asker{Engine: w.engine, Scanner: w.engine, Coverage: w.lake, Snapshot: w.snapshot}, args)
	return err
}

// medianOf runs something once to warm up, then so many times.
func medianOf(runs int, run func() error) (time.Duration, error) {
	var took []time.Duration
	for i := range runs + 1 {
		begin := time.Now()
		if err := run(); err != nil {
			return 0, err
		}
		if i > 0 {
			took = append(took, time.Since(begin))
		}
	}
	slices.Sort(took)
	return took[len(took)/2], nil
}

func row(name string, took, aim time.Duration) {
	fmt.Printf("  %-58s %9.1f ms, aim %6.0f\n", name, milliseconds(took), milliseconds(aim))
}
