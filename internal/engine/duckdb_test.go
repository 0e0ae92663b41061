package engine

import (
	"math/rand/v2"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/cube/cubetest"
)

func TestConformance(t *testing.T) {
	cubetest.Run(t, func(t *testing.T, rows []cube.Row) cube.Engine {
		d, _ := openRows(t, rows)
		return d
	})
}

// TestRandom compares the answers to random questions with those of the reference
// engine.
func TestRandom(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		random := rand.New(rand.NewPCG(seed, 1))
		rows := cubetest.World(random, 150*int(seed*seed)+1)
		d, f := openRows(t, rows)
		f.allYears = seed%2 == 0
		reference := cube.NewMemory(rows)
		full := 0
		for range 60 {
			full += compare(t, d, reference, cubetest.Query(random))
		}
		if seed > 0 && full < 20 {
			t.Errorf("seed %d: only %d of 60 questions have an answer: the questions test too little", seed, full)
		}
	}
}

// FuzzAggregate compares one random question to a random world.
func FuzzAggregate(f *testing.F) {
	f.Add(uint64(1), uint64(2))
	f.Fuzz(func(t *testing.T, world, question uint64) {
		rows := cubetest.World(rand.New(rand.NewPCG(world, 0)), int(world%200))
		d, _ := openRows(t, rows)
		compare(t, d, cube.NewMemory(rows), cubetest.Query(rand.New(rand.NewPCG(question, 0))))
	})
}

// compare returns 1 when the answer has rows.
func compare(t *testing.T, d *DuckDB, reference cube.Engine, q cube.Query) int {
	t.Helper()
	want, err := reference.Aggregate(t.Context(), q)
	if err != nil {
		t.Fatalf("%+v: %v", q, err)
	}
	got, err := d.Aggregate(t.Context(), q)
	if err != nil {
		t.Fatalf("%+v: %v", q, err)
	}
	if difference := cubetest.Equal(got, want); difference != "" {
		t.Errorf("%+v: %s", q, difference)
	}
	return min(want.Rows, 1)
}
