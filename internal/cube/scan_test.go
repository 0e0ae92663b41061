package cube_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/cube/cubetest"
	"github.com/oborot/oborot/trade"
)

func TestScan(t *testing.T) {
	cubetest.RunScan(t, func(_ *testing.T, rows []cube.Row) cube.Scanner { return cube.NewMemory(rows) })
}

// byAggregate is an engine without a way of its own to scan.
type byAggregate struct{ cube.Engine }

func (b byAggregate) Scan(ctx context.Context, q cube.ScanQuery, into *cube.Flows) error {
	return cube.ScanByAggregate(ctx, b.Engine, q, into)
}

func TestScanByAggregate(t *testing.T) {
	cubetest.RunScan(t, func(_ *testing.T, rows []cube.Row) cube.Scanner { return byAggregate{cube.NewMemory(rows)} })
}

// goods returns a row for each of so many goods.
func goods(count int) []cube.Row {
	rows := make([]cube.Row, count)
	for i := range rows {
		rows[i] = cube.Row{Dataset: "a", Observation: trade.Observation{
			Period: trade.Year(2021), Exporter: "BLR", Importer: "RUS", Product: trade.Product(fmt.Sprintf("%06d", i)), Flow: trade.General,
			ValueUSD: trade.Of(1),
		}}
	}
	return rows
}

func TestScanManyCodes(t *testing.T) {
	t.Parallel()
	q := cube.ScanQuery{Scope: trade.Scope{Dataset: "a"}, Period: trade.Year(2021)}
	var flows cube.Flows
	if err := cube.NewMemory(goods(cube.MostCodes)).Scan(t.Context(), q, &flows); err != nil || len(flows.Products) != cube.MostCodes {
		t.Errorf("%d goods: %v", len(flows.Products), err)
	}
	if fault := cubetest.CheckFlows(&flows); fault != "" {
		t.Error(fault)
	}
	m := cube.NewMemory(goods(cube.MostCodes + 1))
	if err := m.Scan(t.Context(), q, &flows); trade.KindOf(err) != trade.Usage || trade.HintOf(err) == "" {
		t.Errorf("one good too many: %v", err)
	}
	q.Digits = 4
	if err := m.Scan(t.Context(), q, &flows); err != nil || len(flows.Products) != 656 {
		t.Errorf("%d headings: %v", len(flows.Products), err)
	}
}

func TestScanRefuses(t *testing.T) {
	t.Parallel()
	good := cube.ScanQuery{Scope: trade.Scope{Dataset: "a"}, Period: trade.Year(2021)}
	for part, spoil := range map[string]func(q *cube.ScanQuery){
		"dataset": func(q *cube.ScanQuery) { q.Scope.Dataset = "" },
		"not 2021..2022": func(q *cube.ScanQuery) {
			q.Period = trade.Span(trade.MonthOf(2021, 1), trade.MonthOf(2022, 12))
		},
		"one calendar year": func(q *cube.ScanQuery) { q.Period = trade.Period{} },
		"-1 digits":         func(q *cube.ScanQuery) { q.Digits = -1 },
		"the product":       func(q *cube.ScanQuery) { q.Without = cube.Product },
	} {
		q := good
		spoil(&q)
		m := cube.NewMemory(nil)
		for _, err := range []error{m.Scan(t.Context(), q, &cube.Flows{}), cube.ScanByAggregate(t.Context(), m, q, &cube.Flows{})} {
			if trade.KindOf(err) != trade.Usage || !strings.Contains(err.Error(), part) {
				t.Errorf("%v, want %q", err, part)
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := cube.NewMemory(goods(1)).Scan(ctx, good, &cube.Flows{}); err == nil {
		t.Error("an interrupted scan was answered")
	}
}
