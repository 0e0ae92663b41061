package comtrade

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
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
	table      tabular.Table
	remembers  *decoder
	rows, good *atomic.Int64
}

func (c compared) Decode(r *tabular.Row, o *trade.Observation) (tabular.Series, *tabular.Fault) {
	var want trade.Observation
	wantSeries, wantFault := newDecoder(c.table, "", &counts{}).Decode(r, &want)
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

// What a row says does not depend on the rows before, although most of it is taken
// from them.
func TestRowsAreReadAsIfAlone(t *testing.T) {
	t.Parallel()
	choices := map[string][]string{
		"typeCode": {"C", "S"}, "freqCode": {"A", "M"}, "refMonth": {"52", "3"}, "period": {"2021", "2014", "202103", "x", " "},
		"reporterCode": {"112", "643", "97", "0", "999", " "}, "flowCode": {"M", "X", "RX", "FM", "q"}, "partnerCode": {"643", "0", "97", "112", "998"},
		"partner2Code": {"0", "7"}, "classificationCode": {"H5", "HS", "H3", "S3", "zz", " "}, "isOriginalClassification": {"True", "False"},
		"cmdCode": {"040610", "04", "TOTAL", "40610", "02499", "9999AA", "x!"}, "cmdDesc": {"Cheese", `"Cheese, fresh"`, `"""Cheese"""`},
		"customsCode": {"C00", "C01", " "}, "motCode": {"0", "1000"}, "qtyUnitCode": {"8", "-1", "99", "5", " "}, "qtyUnitAbbr": {"kg", "barn"},
		"qty": {"300.25", "0", " ", "x"}, "isQtyEstimated": {"False", "True"}, "netWgt": {"1", "0", " ", "-1"}, "isNetWgtEstimated": {"False", "True"},
		"cifvalue": {"1250.5", " "}, "fobvalue": {"1250.5", " "}, "primaryValue": {"1250.5", "0", "x", " "},
		"legacyEstimationFlag": {"0", "2", "4", "6"}, "isReported": {"True", "False"}, "isAggregate": {"True", "False"},
	}
	columns := strings.Split(columnsOfAPI, ",")
	columns = slices.DeleteFunc(columns, func(c string) bool { return choices[c] == nil })
	random := rand.New(rand.NewPCG(1, 2))
	now := map[string]string{}
	lines := []string{strings.Join(columns, ",")}
	for range 5_000 {
		for range random.IntN(3) {
			c := columns[random.IntN(len(columns))]
			now[c] = choices[c][random.IntN(len(choices[c]))]
		}
		if random.IntN(10) == 0 {
			clear(now) // or most rows would have a fault
		}
		var line []string
		for _, c := range columns {
			line = append(line, cmp.Or(now[c], choices[c][0]))
		}
		lines = append(lines, strings.Join(line, ","))
	}
	rows, good := readCompared(t, strings.Join(lines, "\n")+"\n")
	if rows < 4_000 || good < 500 || good > 4_000 {
		t.Errorf("%d of %d rows could be read: the table is of one sort", good, rows)
	}
}

// readCompared reads a table with one worker's decoder beside fresh ones.
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
	hash := strings.Repeat("a", 64)
	reader := &tabular.Reader{
		Inputs: []tabular.Input{{File: trade.SourceFile{Name: "a.csv", SHA256: hash, Bytes: 1}, Tables: tables}},
		Decoder: func(table tabular.Table) (tabular.Decoder, error) {
			return &compared{t, table, newDecoder(table, "", &counts{}), &rows, &good}, nil
		},
		Import: func(s tabular.Series) (trade.Import, error) {
			return trade.Import{
				Origin: trade.Origin{Dataset: s.Dataset, Release: "1"}, Nomenclature: s.Nomenclature, Digits: s.Digits, Months: s.Months,
				Mode: trade.Merge, Repeats: trade.SetAsideRepeats, Tolerate: 1,
			}, nil
		},
	}
	if _, err := reader.Read(t.Context(), &sourcetest.Sink{}, nil); err != nil {
		t.Fatal(fmt.Errorf("reading the table: %w", err))
	}
	return rows.Load(), good.Load()
}
