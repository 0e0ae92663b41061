package audit_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/analysis/audit"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// TestRefusals: what cannot be asked is said in one sentence with a hint.
func TestRefusals(t *testing.T) {
	t.Parallel()
	l := lake{rows: imports(150.003, 9.75)}
	for _, c := range []struct {
		name string
		lake lake
		args analysis.Arguments
		kind trade.Kind
		hint string
	}{
		{"unknown check", l, analysis.Arguments{Checks: []string{"total"}}, trade.Usage, "unit-values"},
		{"odd level", l, analysis.Arguments{Digits: 3}, trade.Usage, "--level 2"},
		{"unknown dataset", l, analysis.Arguments{Dataset: "e"}, trade.Usage, "the lake holds d"},
		{"empty lake", lake{}, analysis.Arguments{}, trade.NoData, "import"},
		{"no such period", l, analysis.Arguments{Periods: []trade.Period{trade.Year(2001)}}, trade.NoData, "datasets"},
		{"no such economy", l, analysis.Arguments{A: side(t, "JPN")}, trade.NoData, "datasets"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r, err := c.lake.ask(c.args)
			if r != nil || err == nil || trade.KindOf(err) != c.kind || !strings.Contains(trade.HintOf(err), c.hint) {
				t.Errorf("answer %v, error %v, hint %s", r, err, trade.HintOf(err))
			}
		})
	}
}

// TestEveryCheckSpeaks: each check has at least a row for each dataset, in the order
// of the list, also where it had nothing to look at.
func TestEveryCheckSpeaks(t *testing.T) {
	t.Parallel()
	l := lake{rows: imports(150.003, 9.75)}
	l.rows = append(l.rows, flow("e", 2020, trade.Reconciled, "DEU", "FRA", "0101", 1))
	answer := l.audited(t, false, analysis.Arguments{})
	var got []string
	for i := range answer.Rows {
		got = append(got, answer.cell(i, "check").Text+" "+answer.cell(i, "dataset").Text+" "+answer.cell(i, "finding").Text)
	}
	want := []string{
		"totals d none", "totals e unchecked", "mirrors d unchecked", "mirrors e unchecked", "partial d none", "partial e none",
		"duplicates d none", "duplicates e none", "unit-values d unchecked", "unit-values e unchecked",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the rows are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(answer.Origins) != 2 || answer.Snapshot != 1 || answer.Method != "audit/1" {
		t.Errorf("origins %v, snapshot %d, method %s", answer.Origins, answer.Snapshot, answer.Method)
	}
	if !slices.Equal(answer.Arguments["checks"].([]string), audit.Checks()) {
		t.Errorf("the arguments are %v", answer.Arguments)
	}
}

// TestFindingIsSaid: the error counts the cases, and a note says what to do, in the
// language of the answer, once.
func TestFindingIsSaid(t *testing.T) {
	t.Parallel()
	rows := imports(140.003, 9)
	l := lake{rows: append(slices.Clone(rows), rows[0])}
	r, err := l.ask(analysis.Arguments{Language: trade.Russian})
	if err == nil || err.Error() != "the audit found 3 cases by totals, duplicates" || trade.HintOf(err) == "" {
		t.Fatalf("the error is %v", err)
	}
	above := 0
	for _, note := range r.Notes {
		if strings.Contains(note, "загрузите этот файл заново") {
			above++
		}
	}
	if above != 1 || len(r.Notes) != 2 {
		t.Errorf("the notes are %q", r.Notes)
	}
}

// TestSentences: every sentence has as many places in Russian as in English, and a
// lake in which all checks find something is written without a fault in both.
func TestSentences(t *testing.T) {
	t.Parallel()
	l := monthly()
	l.rows = append(l.rows, vector("DEU")...)
	l.rows = append(l.rows, vector("DEU")[0])
	l.rows = append(l.rows, imports(140.003, 20)...)
	l.rows = append(l.rows, both(2020, "AUT", "DEU", 20e6, 30e6)...)
	l.rows = append(l.rows, flow("e", 2019, x, "DEU", "FRA", "01", 5), flow("e", 2020, x, "POL", "FRA", "01", 1),
		flow("e", 2023, x, "POL", "FRA", "01", 1))
	for _, language := range []trade.Language{trade.English, trade.Russian} {
		for _, top := range []int{0, 3} {
			r, err := l.ask(analysis.Arguments{Language: language, Top: top})
			if r == nil {
				t.Fatal(err)
			}
			for _, row := range r.Rows {
				for _, c := range row {
					if strings.Contains(c.Text, "%!") {
						t.Errorf("%s: %s", language, c.Text)
					}
				}
			}
		}
	}
}

// TestWithinAPeriod: a part of a year reads its months only.
func TestWithinAPeriod(t *testing.T) {
	t.Parallel()
	l := lake{months: map[string]int{"d": 1}}
	for number := 1; number <= 4; number++ {
		parts := 100.0
		if number == 4 {
			parts = 70
		}
		l.rows = append(l.rows, in(month(2020, number), flow("d", 2020, m, "FRA", "DEU", "0101", parts)),
			in(month(2020, number), flow("d", 2020, m, w, "DEU", "0101", 100)))
	}
	args := totals
	l.audited(t, true, args)
	args.Periods = []trade.Period{trade.Span(trade.MonthOf(2020, 1), trade.MonthOf(2020, 3))}
	if got := l.audited(t, false, args).cell(0, "cells").Number; got != 3 {
		t.Errorf("%d cells, want three months", got)
	}
}

var _ cube.Coverage = lake{}
