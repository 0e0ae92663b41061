package audit_test

import (
	"cmp"
	"context"
	"slices"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/analysis/audit"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// lake is rows in memory with the coverage that follows from them.
type lake struct {
	rows      []cube.Row
	digits    map[string]int // of datasets, 6 where nothing is said
	months    map[string]int // 12 where nothing is said
	publisher string
}

// flow is a row of an annual dataset in dollars; r says who reports.
func flow(dataset string, year int, r trade.Reporter, exporter, importer trade.Economy, product trade.Product, usd float64) cube.Row {
	row := cube.Row{Dataset: dataset, Release: "1"}
	amount := trade.Of(int64(usd*1000 + 0.5))
	valuation := trade.FOB
	if r == trade.ByImporter {
		valuation = trade.CIF
	}
	row.Observation = trade.Observation{
		Period: trade.Year(year), Exporter: exporter, Importer: importer, Product: product, Nomenclature: trade.HS2017, Flow: trade.General,
		Reporter: r, Valuation: valuation, Value: amount, ValueUSD: amount, Currency: "USD",
		NetKg: trade.Absent(trade.Missing), Quantity: trade.Absent(trade.Missing),
	}
	if product == trade.AllProducts || exporter == trade.World || importer == trade.World {
		row.Flags |= trade.FlagTotal
	}
	return row
}

// in moves a row to a month, or any other period.
func in(p trade.Period, row cube.Row) cube.Row {
	row.Period = p
	return row
}

// weighing gives a row a net mass in kilograms.
func weighing(kg float64, row cube.Row) cube.Row {
	row.NetKg = trade.Of(int64(kg*1000 + 0.5))
	return row
}

// Covered makes a record for each economy that reports in a dataset.
func (l lake) Covered(context.Context, trade.Scope) ([]trade.Coverage, error) {
	var all []trade.Coverage
	for _, r := range l.rows {
		who := r.Exporter
		if r.Reporter == trade.ByImporter {
			who = r.Importer
		}
		i := slices.IndexFunc(all, func(c trade.Coverage) bool {
			reporters := c.Exporters
			if r.Reporter == trade.ByImporter {
				reporters = c.Importers
			}
			return c.Dataset == r.Dataset && c.Reporter == r.Reporter && (r.Reporter == trade.Reconciled || slices.Contains(reporters, who))
		})
		if i < 0 {
			i = len(all)
			all = append(all, trade.Coverage{
				Dataset: r.Dataset, Release: r.Release, Nomenclature: r.Nomenclature, Digits: l.digit(r.Dataset),
				Months: cmp.Or(l.months[r.Dataset], 12), Reporter: r.Reporter,
				Origin: trade.Origin{Dataset: r.Dataset, Release: r.Release, Publisher: cmp.Or(l.publisher, "publisher")},
			})
		}
		c := &all[i]
		c.Exporters, c.Importers, c.Periods = with(c.Exporters, r.Exporter), with(c.Importers, r.Importer), with(c.Periods, r.Period)
	}
	slices.SortStableFunc(all, func(a, b trade.Coverage) int { return cmp.Compare(a.Dataset, b.Dataset) })
	return all, nil
}

func (l lake) digit(dataset string) int {
	if d, any := l.digits[dataset]; any {
		return d
	}
	return 6
}

func with[T comparable](list []T, x T) []T {
	if slices.Contains(list, x) {
		return list
	}
	return append(list, x)
}

// ask runs the audit.
func (l lake) ask(args analysis.Arguments) (*analysis.Result, error) {
	asker := analysis.Asker{Engine: cube.NewMemory(l.rows), Coverage: l, Snapshot: 1}
	return audit.Questions()[0].Answer(context.Background(), asker, args)
}

// table is an answer by the names of its fields.
type table struct {
	t *testing.T
	*analysis.Result
}

// audited runs checks and wants an answer, with findings or without.
func (l lake) audited(t *testing.T, found bool, args analysis.Arguments) table {
	t.Helper()
	r, err := l.ask(args)
	if r == nil {
		t.Fatalf("no answer: %v", err)
	}
	if found != (err != nil && trade.KindOf(err) == trade.Finding) || !found && err != nil {
		t.Errorf("the error is %v, a finding is wanted: %v", err, found)
	}
	return table{t, r}
}

func (t table) cell(row int, field string) analysis.Cell {
	t.t.Helper()
	i := slices.IndexFunc(t.Fields, func(f analysis.Field) bool { return f.Name == field })
	if i < 0 || row >= len(t.Rows) {
		t.t.Fatalf("there is no field %s or no row %d of %d", field, row, len(t.Rows))
	}
	return t.Rows[row][i]
}

// expect is a row of the summary: money in dollars, share as text with 4 decimals.
type expect struct {
	finding, dataset, against, period string
	cells, skipped, cases             int64
	value                             string
	worst                             string
}

// wants compares all rows of a summary.
func (t table) wants(rows ...expect) {
	t.t.Helper()
	if len(t.Rows) != len(rows) {
		t.t.Errorf("%d rows, want %d", len(t.Rows), len(rows))
	}
	for i := range t.Rows {
		got := expect{
			t.cell(i, "finding").Text, t.cell(i, "dataset").Text, t.cell(i, "against").Text, t.cell(i, "period").Text,
			t.cell(i, "cells").Number, t.cell(i, "not_checked").Number, t.cell(i, "cases").Number,
			t.cell(i, "value_usd").Amount.String(), t.cell(i, "worst").Text,
		}
		if i >= len(rows) || got != rows[i] {
			t.t.Errorf("row %d is\n%+v", i, got)
			if i < len(rows) {
				t.t.Errorf("want\n%+v", rows[i])
			}
		}
	}
}

func side(t *testing.T, word string) reference.Side {
	t.Helper()
	s, err := reference.FindSide(word)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
