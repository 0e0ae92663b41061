// Package tabulartest checks decoders of tables.
package tabulartest

import (
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// ReadAsIfAlone reads a table into a sink and fails the test where a row is read otherwise by a
// decoder that has seen the rows before than by one that has seen none. It returns how many
// rows there were, and how many of them say a flow.
func ReadAsIfAlone(t *testing.T, sink source.Sink, text string, decoder func(tabular.Table) (tabular.Decoder, error)) (rows, flows int64) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := source.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := tabular.Open(t.Context(), f, tabular.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var read, good atomic.Int64
	reader := &tabular.Reader{
		Inputs: []tabular.Input{{File: trade.SourceFile{Name: "a.csv", SHA256: strings.Repeat("a", 64), Bytes: 1}, Tables: tables}},
		Decoder: func(table tabular.Table) (tabular.Decoder, error) {
			remembers, err := decoder(table)
			return &compared{t, func() (tabular.Decoder, error) { return decoder(table) }, remembers, &read, &good}, err
		},
		Import: func(s tabular.Series) (trade.Import, error) {
			return trade.Import{
				Origin: trade.Origin{Dataset: s.Dataset, Release: "1"}, Nomenclature: s.Nomenclature, Digits: s.Digits, Months: s.Months,
				Regions: s.Regions, Mode: trade.Merge, Repeats: trade.SetAsideRepeats, Tolerate: 1,
			}, nil
		},
	}
	if _, err := reader.Read(t.Context(), sink, nil); err != nil {
		t.Fatal(err)
	}
	return read.Load(), good.Load()
}

// compared decodes each row twice.
type compared struct {
	t           *testing.T
	fresh       func() (tabular.Decoder, error)
	remembers   tabular.Decoder
	rows, flows *atomic.Int64
}

// Decode implements tabular.Decoder.
func (c *compared) Decode(r *tabular.Row, o *trade.Observation) (tabular.Series, *tabular.Fault) {
	series, fault := c.remembers.Decode(r, o)
	alone, err := c.fresh()
	if err != nil {
		c.t.Error(err)
		return series, fault
	}
	var want trade.Observation
	wantSeries, wantFault := alone.Decode(r, &want)
	c.rows.Add(1)
	switch {
	case series != wantSeries || (fault == nil) != (wantFault == nil) || fault != nil && *fault != *wantFault:
		c.t.Errorf("line %d: %+v %+v, alone it is %+v %+v", r.Line, series, fault, wantSeries, wantFault)
	case fault == nil && *o != want:
		c.t.Errorf("line %d: %+v, alone it is %+v", r.Line, *o, want)
	case fault == nil:
		c.flows.Add(1)
	}
	return series, fault
}
