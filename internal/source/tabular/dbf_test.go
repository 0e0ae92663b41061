package tabular

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// openBytes writes a file and opens it as a table.
func openBytes(t testing.TB, name string, data []byte, o Options) ([]Table, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := source.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return Open(context.Background(), file, o)
}

// recordsOf reads all rows of a table.
func recordsOf(t Table) (all []string, err error) {
	r, err := t.open(context.Background())
	if err != nil {
		return nil, err
	}
	defer r.close()
	err = r.run(context.Background(), func(p piece) error {
		return p.each(len(t.Header), func(r *Row, problem string) {
			all = append(all, fmt.Sprintf("%d: %s%s", r.Line, bytes.Join(r.fields, []byte("|")), problem))
		})
	})
	return all, err
}

// The file was written by another program (the Python package dbf): CP866, named
// in the head, with a deleted record, empty numbers and dates.
func TestDBaseOfAnotherProgram(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/customs.dbf")
	if err != nil {
		t.Fatal(err)
	}
	tables, err := openBytes(t, "customs.dbf", data, Options{Charset: "windows-1251"})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(tables[0].Header, ","); got != "NAPR,PERIOD,STRANA,TNVED,EDIZM,STOIM,NETTO,KOL,REGION,DAY,OWN" {
		t.Errorf("the columns are %s", got)
	}
	want := []string{
		"1: ИМ|01/2021|BY|0406101000|КГ|1250,5|31,25|0.000|05000 - ПРИМОРСКИЙ КРАЙ|2021-01-31|T",
		"3: ЭК|02/2021|CN|ХХХХХХХХХХ||193128686,73|0,051005||45000 - ГОРОД МОСКВА|2021-02-28|?",
		"4: ИМ|02/2021|DE|4407109100|М3|1|2|-3.000|01000 - АЛТАЙСКИЙ КРАЙ ёЁ№|2020-02-29|T",
	}
	rows, err := recordsOf(tables[0])
	if err != nil || !slices.Equal(rows, want) {
		t.Errorf("the rows are\n%s\nwant\n%s\n%v", strings.Join(rows, "\n"), strings.Join(want, "\n"), err)
	}
	for i, first := range tables[0].First {
		if text := want[i][3:]; strings.Join(first, "|") != text {
			t.Errorf("first row %d is %q", i, first)
		}
	}
	if len(tables[0].First) != len(want) {
		t.Errorf("%d first rows", len(tables[0].First))
	}
}

// manyRecords is a table of so many records of two columns.
func manyRecords(count int) []byte {
	rows := make([][]string, count)
	for i := range rows {
		rows[i] = []string{fmt.Sprintf("%08d", i), strings.Repeat("Ж", i%7)}
	}
	return sourcetest.DBase([]string{"NUMBER", "TEXT"}, rows)
}

// Records keep their order and their text over the ends of pieces.
func TestDBaseInPieces(t *testing.T) {
	t.Parallel()
	const count = pieceBytes/15*2 + 11
	tables, err := openBytes(t, "a.dbf", manyRecords(count), Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := recordsOf(tables[0])
	if err != nil || len(rows) != count {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, row := range rows {
		if want := fmt.Sprintf("%d: %08d|%s", i+1, i, strings.Repeat("Ж", i%7)); row != want {
			t.Fatalf("row %d is %q, want %q", i, row, want)
		}
	}
}

// The code page is the head's, else the caller's, else CP866.
func TestDBaseCodePages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		head    byte
		charset string
		want    string
	}{
		{0, "", "ИМ"}, {0x65, "windows-1251", "ИМ"}, {0x26, "", "ИМ"}, {0, "IBM866", "ИМ"},
		{0, "windows-1251", "€Њ"}, {0xc9, "IBM866", "€Њ"},
	} {
		data := sourcetest.DBase([]string{"NAPR"}, [][]string{{"ИМ"}})
		data[29] = c.head
		tables, err := openBytes(t, "a.dbf", data, Options{Charset: c.charset})
		if err != nil || tables[0].First[0][0] != c.want {
			t.Errorf("code page %#x with %q: %v, %v", c.head, c.charset, tables, err)
		}
	}
}

func TestDBaseRefused(t *testing.T) {
	t.Parallel()
	whole := manyRecords(1000)
	changed := func(at int, with ...byte) []byte {
		data := bytes.Clone(whole)
		copy(data[at:], with)
		return data
	}
	for _, c := range []struct {
		name, words string
		data        []byte
	}{
		{"cut in a record", "it says that it has 1000 records, and only 500 are whole", whole[:97+500*15+3]},
		{"cut between records", "only 0 are whole", whole[:97]},
		{"more records than it says", "says that it has 999 records, and more follow", changed(4, 0xe7, 3)},
		{"memo column", `the type 'M'`, changed(32+11, 'M')},
		{"records of another width", "damaged or cut short", changed(10, 16)},
		{"no columns", "a binary file", changed(8, 33)},
	} {
		tables, err := openBytes(t, "a.dbf", c.data, Options{})
		if err == nil {
			_, err = recordsOf(tables[0])
		}
		if trade.KindOf(err) != trade.BadInput || !strings.Contains(err.Error(), c.words) || trade.HintOf(err) == "" {
			t.Errorf("%s: %v [%s]", c.name, err, trade.HintOf(err))
		}
	}
}

// Whatever a head says, reading ends without a panic.
func FuzzDBase(f *testing.F) {
	whole := manyRecords(3)
	f.Add(whole)
	f.Add(whole[:80])
	data, err := os.ReadFile("testdata/customs.dbf")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		layout, err := parseDBF("a.dbf", data, "")
		if err != nil {
			if trade.KindOf(err) != trade.BadInput || trade.HintOf(err) == "" {
				t.Fatal(err)
			}
			return
		}
		first := layout.first(data, firstRows)
		r := &dbfRows{layout: layout, input: bytes.NewReader(data), closing: func() error { return nil }}
		number, rows := 0, 0
		err = r.run(t.Context(), func(p piece) error {
			return p.each(len(layout.columns), func(r *Row, problem string) {
				if r.Line <= number || problem != "" || len(r.fields) != len(layout.names) {
					t.Fatalf("record %d after %d: %s", r.Line, number, problem)
				}
				number = r.Line
				rows++
			})
		})
		if err == nil && (rows > layout.count || rows < len(first) || number > (len(data)-layout.begin)/layout.record) {
			t.Fatalf("%d rows, %d first ones, the head says %d", rows, len(first), layout.count)
		}
	})
}

func BenchmarkDBase(b *testing.B) {
	rows := make([][]string, 100_000)
	for i := range rows {
		rows[i] = []string{"ИМ", "01/2021", "BY", fmt.Sprintf("%010d", i), "ШТ", "1250,5", "31,25", "12", "05000 - ПРИМОРСКИЙ КРАЙ", "08-ДАЛЬНЕВОСТОЧНЫЙ ФЕДЕРАЛЬНЫЙ ОКРУГ"}
	}
	data := sourcetest.DBase([]string{"NAPR", "PERIOD", "STRANA", "TNVED", "EDIZM", "STOIM", "NETTO", "KOL", "REGION", "REGION_S"}, rows)
	layout, err := parseDBF("a.dbf", data, "")
	if err != nil || binary.LittleEndian.Uint32(data[4:]) != 100_000 {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		r := &dbfRows{layout: layout, input: io.MultiReader(bytes.NewReader(data)), closing: func() error { return nil }}
		if err := r.run(b.Context(), func(p piece) error { return p.each(10, func(*Row, string) {}) }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(rows))*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
