package ftsrussia

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// compared decodes each row twice: by a decoder that remembers the rows before, and by
// one that has seen none.
type compared struct {
	t          *testing.T
	fresh      func() *decoder
	remembers  *decoder
	rows, good *atomic.Int64
}

func (c compared) Decode(r *tabular.Row, o *trade.Observation) (tabular.Series, *tabular.Fault) {
	var want trade.Observation
	wantSeries, wantFault := c.fresh().Decode(r, &want)
	series, fault := c.remembers.Decode(r, o)
	c.rows.Add(1)
	switch {
	case series != wantSeries || (fault == nil) != (wantFault == nil) || fault != nil && *fault != *wantFault:
		c.t.Errorf("line %d: %+v %+v, alone it is %+v %+v", r.Line, series, fault, wantSeries, wantFault)
	case fault == nil && *o != want:
		c.t.Errorf("line %d: %+v, alone it is %+v", r.Line, *o, want)
	case fault == nil:
		c.good.Add(1)
	}
	return series, fault
}

// What a row says does not depend on the rows before, although direction, period and
// region are taken from them.
func TestRowsAreReadAsIfAlone(t *testing.T) {
	t.Parallel()
	choices := [][]string{
		{"ЭК", "ИМ", "эк", "x", ""}, {"01/2019", "02/2019", "13/2019", "2019", ""}, {"BY", "US", "RU", "??", ""},
		{"0406101000", "406101000", "XXXXXXXXXX", "04061", "77", ""}, {"166", "КГ", "", "ЭЛЕМ", "нечто"}, {"10,5", "0", "", "x", "-1"},
		{"1,25", "0", "", "y"}, {"1", "0", "", "z"}, {"45000 - МОСКВА", "05000 - ПРИМОРСКИЙ КРАЙ", "5000 - P", "край", ""}, {"01-ЦЕНТРАЛЬНЫЙ", "07-ДАЛЬНЕВОСТОЧНЫЙ"},
	}
	random := rand.New(rand.NewPCG(3, 4))
	now := make([]int, len(choices))
	lines := []string{"napr\tperiod\tnastranapr\ttnved\tedizm\tStoim\tNetto\tKol\tRegion\tRegion_s"}
	for n := range 8_000 {
		for range random.IntN(3) {
			c := random.IntN(len(choices))
			now[c] = random.IntN(len(choices[c]))
		}
		if n < 25 || random.IntN(8) == 0 {
			clear(now) // or most rows would have a fault
		}
		var line []string
		for c, choice := range now {
			field := choices[c][choice]
			if random.IntN(30) == 0 {
				field = `"` + field + `"`
			}
			line = append(line, field)
		}
		lines = append(lines, strings.Join(line, "\t"))
	}
	rows, good := readCompared(t, strings.Join(lines, "\n")+"\n")
	if rows < 7_900 || good < 1_000 || good > 7_000 {
		t.Errorf("%d of %d rows could be read: the table is of one sort", good, rows)
	}
}

// readCompared reads a table with decoders that remember beside fresh ones.
func readCompared(t *testing.T, text string) (read, readable int64) {
	t.Helper()
	var rows, good atomic.Int64
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
	reader := &tabular.Reader{
		Inputs: []tabular.Input{{File: trade.SourceFile{Name: "a.csv", SHA256: strings.Repeat("a", 64), Bytes: 1}, Tables: tables}},
		Decoder: func(table tabular.Table) (tabular.Decoder, error) {
			c, err := resolve(table)
			fresh := func() *decoder { return newDecoder(table, c, 1, trade.TNVED, &counts{}) }
			return &compared{t, fresh, fresh(), &rows, &good}, err
		},
		Import: func(s tabular.Series) (trade.Import, error) {
			return trade.Import{
				Origin: trade.Origin{Dataset: s.Dataset, Release: "1"}, Nomenclature: s.Nomenclature, Digits: s.Digits, Months: s.Months,
				Regions: s.Regions, Mode: trade.Merge, Repeats: trade.SumRepeats, Tolerate: 1,
			}, nil
		},
	}
	if _, err := reader.Read(t.Context(), &sourcetest.Sink{}, nil); err != nil {
		t.Fatal(err)
	}
	return rows.Load(), good.Load()
}
