package cube_test

import (
	"context"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/cube/cubetest"
	"github.com/oborot/oborot/trade"
)

func TestConformance(t *testing.T) {
	cubetest.Run(t, func(_ *testing.T, rows []cube.Row) cube.Engine { return cube.NewMemory(rows) })
}

func TestMemoryRefusesOverflow(t *testing.T) {
	t.Parallel()
	row := cube.Row{Observation: trade.Observation{Flow: trade.General, ValueUSD: trade.Of(1 << 62), Period: trade.Year(2021)}}
	query := cube.Query{Measures: []cube.Measure{cube.ValueUSD}}
	if _, err := cube.NewMemory([]cube.Row{row}).Aggregate(t.Context(), query); err != nil {
		t.Errorf("one row: %v", err)
	}
	if _, err := cube.NewMemory([]cube.Row{row, row}).Aggregate(t.Context(), query); trade.KindOf(err) != trade.Internal || trade.HintOf(err) == "" {
		t.Errorf("two rows: %v", err)
	}
}

func TestMemoryStops(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	query := cube.Query{Measures: []cube.Measure{cube.Rows}}
	if _, err := cube.NewMemory(make([]cube.Row, 1)).Aggregate(ctx, query); err == nil {
		t.Error("an interrupted question was answered")
	}
}
