package engine

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/cube/cubetest"
	"github.com/oborot/oborot/trade"
)

// TestRollupsAgree: the answers do not depend on whether every file has rollups,
// some have, or none.
func TestRollupsAgree(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		random := rand.New(rand.NewPCG(seed, 3))
		rows := cubetest.World(random, 400)
		reference := cube.NewMemory(rows)
		for _, from := range []int64{1, 15} {
			d, f := openRolled(t, rows, from)
			if n := rolledFiles(f); n == 0 || from > 1 && n == len(f.files) {
				t.Fatalf("seed %d: %d of %d files have rollups", seed, n, len(f.files))
			}
			answered := 0
			d.options.Trace = func(text string, _ int) {
				if strings.Contains(text, ".without-") {
					answered++
				}
			}
			for range 60 {
				compare(t, d, reference, cubetest.Query(random))
			}
			if answered < 10 {
				t.Errorf("seed %d: only %d of 60 questions were answered by rollups", seed, answered)
			}
		}
	}
}

func rolledFiles(f *folder) int {
	n := 0
	for _, file := range f.files {
		if len(file.Rollups) > 0 {
			n++
		}
	}
	return n
}

// TestConformanceOfRollups asks the written questions of files that all have
// rollups.
func TestConformanceOfRollups(t *testing.T) {
	t.Parallel()
	cubetest.Run(t, func(t *testing.T, rows []cube.Row) cube.Engine {
		d, _ := openRolled(t, rows, 1)
		return d
	})
}

// TestMergeRollsUp: the files that a merge makes have rollups too.
func TestMergeRollsUp(t *testing.T) {
	t.Parallel()
	rows := someRows(50)
	d, f := openRolled(t, rows, 1)
	merged, err := d.Merge(t.Context(), t.TempDir(), partOf(rows[0]), nil, f.files, trade.SumRepeats)
	if err != nil {
		t.Fatal(err)
	}
	f.files = merged.Files
	if n := len(f.files[0].Rollups); n != len(trade.Rollups()) {
		t.Fatalf("%d rollups", n)
	}
	compare(t, d, cube.NewMemory(rows), cube.Query{By: []cube.Dimension{cube.Exporter}, Measures: []cube.Measure{cube.ValueUSD}})
}
