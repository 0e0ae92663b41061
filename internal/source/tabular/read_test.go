package tabular

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// plainDecoder reads year,exporter,importer,product,value and, if there, note. A
// product of two digits is of another dataset; the note "skip" leaves a row out.
type plainDecoder struct{ year, exporter, importer, product, value, note int }

func newPlainDecoder(t Table) (Decoder, error) {
	h := t.Header
	return &plainDecoder{h.Column("year"), h.Column("exporter"), h.Column("importer"), h.Column("product"), h.Column("value"), h.Column("note")}, nil
}

func (d *plainDecoder) Decode(r *Row, o *trade.Observation) (Series, *Fault) {
	year, err := strconv.Atoi(string(r.Field(d.year)))
	if err != nil {
		return Series{}, &Fault{Column: "year", Reason: "the year is no number"}
	}
	n, ok := ParseNumber(r.Field(d.value), '.')
	if !ok {
		return Series{}, &Fault{Column: "value", Reason: "the value is no number"}
	}
	*o = trade.Observation{
		Period: trade.Year(year), Exporter: trade.Economy(r.Field(d.exporter)), Importer: trade.Economy(r.Field(d.importer)),
		Product: trade.Product(r.Field(d.product)), Reporter: trade.ByExporter, Value: trade.Of(n.Thousandths), ValueUSD: trade.Of(n.Thousandths),
		NetKg: trade.Absent(trade.Missing), Quantity: trade.Absent(trade.Missing), Currency: "USD",
	}
	s := Series{Dataset: fmt.Sprintf("test-hs%d", len(o.Product)), Nomenclature: trade.HS2017, Digits: len(o.Product), Months: 12}
	if string(r.Field(d.note)) == "skip" {
		return s, &Fault{Reason: "left out", Format: "skipped", Value: n.Thousandths}
	}
	return s, nil
}

// load makes a reader of files of text in a folder of the test.
func load(t *testing.T, repeats trade.Repeats, files map[string]string) *Reader {
	t.Helper()
	r := &Reader{Decoder: newPlainDecoder, Import: func(s Series) (trade.Import, error) {
		return trade.Import{
			Origin:       trade.Origin{Dataset: s.Dataset, Release: "1"},
			Nomenclature: s.Nomenclature, Digits: s.Digits, Months: s.Months, Mode: trade.Merge, Repeats: repeats, Tolerate: 0.99,
		}, nil
	}}
	for _, name := range slices.Sorted(mapsKeys(files)) {
		r.Inputs = append(r.Inputs, open(t, name, files[name]))
	}
	return r
}

func mapsKeys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func open(t *testing.T, name, content string) Input {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := source.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := Open(context.Background(), f, Options{})
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(content))
	return Input{File: trade.SourceFile{Name: name, SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(content))}, Tables: tables}
}

const head = "year,exporter,importer,product,value,note\n"

func TestRowsGoToTheirDatasets(t *testing.T) {
	t.Parallel()
	r := load(t, trade.SetAsideRepeats, map[string]string{
		"a.csv": head + "2020,BLR,RUS,040610,10.5,\n2021,BLR,RUS,040610,11,\n2020,BLR,RUS,04,10.5,skip\n2020,BLR,RUS,04,20,\n" +
			"2020,BLR,RUS,0406,x,\n2020,BLR,RUS\n",
		"b.csv": head + "2020,BLR,RUS,040610,10.5,\n2020,BLR,RUS,040690,1,\n2021,BLR,RUS,040610,12,\n",
	})
	sink := &sourcetest.Sink{}
	accounts, err := r.Read(context.Background(), sink, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(accounts) != 2 || accounts[0].Dataset != "test-hs6" || accounts[1].Dataset != "test-hs2" {
		t.Fatalf("%+v", accounts)
	}
	a, b := accounts[0].Files[0], accounts[0].Files[1]
	if a.Stored != (trade.Tally{Rows: 2, Value: 21500}) || a.SetAside != (trade.Tally{Rows: 2}) {
		t.Errorf("a.csv of six digits: %+v", a)
	}
	if b.Stored != (trade.Tally{Rows: 1, Value: 1000}) || b.Format["duplicate"] != (trade.Tally{Rows: 1, Value: 10500}) ||
		b.SetAside != (trade.Tally{Rows: 1, Value: 12000}) {
		t.Errorf("b.csv: %+v", b)
	}
	if chapters := accounts[1].Files; len(chapters) != 1 || chapters[0].Stored != (trade.Tally{Rows: 1, Value: 20000}) ||
		chapters[0].Format["skipped"] != (trade.Tally{Rows: 1, Value: 10500}) {
		t.Errorf("chapters: %+v", chapters)
	}
	for _, im := range sink.Imports {
		for _, no := range im.Rejections {
			if no.Format == "" && no.Line == 0 {
				t.Errorf("a row set aside has no line: %+v", no)
			}
		}
	}
}

func TestOtherFiguresNameTheEarlierRow(t *testing.T) {
	t.Parallel()
	r := load(t, trade.SetAsideRepeats, map[string]string{
		"a.csv": head + "2020,BLR,RUS,040610,10,\n", "b.csv": head + "\n2020,BLR,RUS,040620,1,\n2020,BLR,RUS,040610,11,\n",
	})
	sink := &sourcetest.Sink{}
	if _, err := r.Read(context.Background(), sink, nil); err != nil {
		t.Fatal(err)
	}
	no := sink.Imports[0].Rejections[0]
	if no.File != 1 || no.Line != 4 || !strings.Contains(no.Reason, "line 2 of a.csv") || no.Value != 11000 {
		t.Errorf("%+v", no)
	}
}

// Rows of one file that share a key are parts; a second file with the same rows
// brings nothing, with other rows it is in doubt.
func TestSummedRepeats(t *testing.T) {
	t.Parallel()
	one := head + "2020,BLR,RUS,040610,10,\n2020,BLR,RUS,040610,10,\n2020,BLR,RUS,040610,7,\n"
	r := load(t, trade.SumRepeats, map[string]string{
		"a.csv": one, "b.csv": one, "c.csv": head + "2020,BLR,RUS,040610,8,\n2020,BLR,RUS,040620,9,\n",
	})
	sink := &sourcetest.Sink{}
	accounts, err := r.Read(context.Background(), sink, nil)
	if err != nil {
		t.Fatal(err)
	}
	f := accounts[0].Files
	if f[0].Stored != (trade.Tally{Rows: 1, Value: 27000}) || f[0].Format["summed"] != (trade.Tally{Rows: 2}) || f[1].Format["duplicate"] != (trade.Tally{Rows: 3, Value: 27000}) ||
		f[2].SetAside != (trade.Tally{Rows: 1, Value: 8000}) || f[2].Stored != (trade.Tally{Rows: 1, Value: 9000}) {
		t.Errorf("%+v", f)
	}
}

func TestQuotedLines(t *testing.T) {
	t.Parallel()
	var text []string
	want := int64(0)
	for i := range 2000 {
		note := fmt.Sprintf("\"a \"\"note\"\", over\ntwo lines %d\"", i)
		text = append(text, fmt.Sprintf("2020,BLR,RUS,%06d,%d, %s \r\n", 100000+i, i, note))
		want += int64(i) * 1000
	}
	input := open(t, "a.csv", head+strings.Join(text, ""))
	whole := input.Tables[0].open
	for _, size := range []int{256, 1000, 4096, pieceBytes} {
		input.Tables[0].open = func(ctx context.Context) (rows, error) {
			r, err := whole(ctx)
			if err == nil {
				r.(*textRows).size = size
			}
			return r, err
		}
		r := load(t, trade.SetAsideRepeats, nil)
		r.Inputs = []Input{input}
		sink := &sourcetest.Sink{}
		accounts, err := r.Read(context.Background(), sink, nil)
		if err != nil {
			t.Fatalf("pieces of %d bytes: %v", size, err)
		}
		if got := accounts[0].Files[0].Stored; got != (trade.Tally{Rows: 2000, Value: want}) {
			t.Errorf("pieces of %d bytes: %+v", size, got)
		}
	}
}

func TestBrokenOff(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"2020,BLR,RU", "2020,BLR,RUS,\"04", "2020,BLR,RUS,040610"} {
		r := load(t, trade.SetAsideRepeats, map[string]string{"a.csv": head + "2020,BLR,RUS,040610,10,\n" + end})
		sink := &sourcetest.Sink{}
		_, err := r.Read(context.Background(), sink, nil)
		if err == nil || !strings.Contains(err.Error(), "breaks off") || !strings.Contains(err.Error(), "line 3") || len(sink.Imports) > 0 {
			t.Errorf("%q: %v", end, err)
		}
	}
}

// A file that is hashed while it is read has its hash in the account.
func TestHashWhileReading(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.csv")
	text := head + "2020,BLR,RUS,040610,10,\n2020,BLR,RUS,x\n"
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := source.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, fresh := range []bool{true, false} {
		request := source.Request{Paths: []string{path}, New: func(context.Context, int64) bool { return fresh }}
		in, err := NewInput(context.Background(), request, f)
		if err != nil || (in.File.SHA256 == "") != fresh {
			t.Fatalf("%+v, %v", in.File, err)
		}
		if in.Tables, err = Open(context.Background(), f, Options{}); err != nil {
			t.Fatal(err)
		}
		r := load(t, trade.SetAsideRepeats, nil)
		r.Inputs = []Input{in}
		accounts, err := r.Read(context.Background(), &sourcetest.Sink{}, nil)
		sum := sha256.Sum256([]byte(text))
		if err != nil || accounts[0].Files[0].SHA256 != hex.EncodeToString(sum[:]) || accounts[0].Files[0].SetAside.Rows != 1 {
			t.Errorf("%+v, %v", accounts, err)
		}
	}
}

func TestNothingToStore(t *testing.T) {
	t.Parallel()
	r := load(t, trade.SetAsideRepeats, map[string]string{"a.csv": head})
	accounts, err := r.Read(context.Background(), &sourcetest.Sink{}, nil)
	if err != nil || len(accounts) != 1 || accounts[0].Dataset != "" || accounts[0].Files[0].Read.Rows != 0 {
		t.Errorf("%+v, %v", accounts, err)
	}
	r = load(t, trade.SetAsideRepeats, map[string]string{"a.csv": head + "2020\n"})
	if _, err := r.Read(context.Background(), &sourcetest.Sink{}, nil); err == nil || !strings.Contains(err.Error(), "line 2: 1 fields instead of 6") {
		t.Errorf("%v", err)
	}
}

// FuzzRows cuts any bytes into pieces of any size. Where every row is whole, the
// fields are those that encoding/csv reads.
func FuzzRows(f *testing.F) {
	f.Add("2020,BLR,RUS,040610,10,\n", 64)
	f.Add("2020,BLR,RUS,040610,10,\"a\nb\"\n2020,BLR,RUS,040620,\"1\",\n", 10)
	f.Add("\"\n\"\n\"\"\"\n,,,,,\n", 3)
	f.Add("2020,\"BLR\"x,RUS\n2020,BLR,RUS,04,1,\r\n", 7)
	f.Fuzz(func(t *testing.T, text string, size int) {
		if size < 1 || size > 1<<16 {
			return
		}
		got, whole := cutRows(text, size)
		want, err := csvRows(text)
		if err != nil || !whole || strings.ContainsAny(text, " \r\t\v\f\u0085\u00a0") || !utf8.ValidString(text) {
			return
		}
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Fatalf("%q, encoding/csv reads %q", got, want)
		}
	})
}

// cutRows returns the rows of six fields, and whether all were such.
func cutRows(text string, size int) (got [][]string, whole bool) {
	r := &textRows{input: strings.NewReader(text), closing: func() error { return nil }, where: "a.csv", separator: ',', size: size}
	whole = true
	err := r.run(context.Background(), func(p piece) error {
		return p.each(6, func(r *Row, problem string) {
			whole = whole && problem == ""
			var fields []string
			for i := range 6 {
				fields = append(fields, string(r.Field(i)))
			}
			got = append(got, fields)
		})
	})
	return got, whole && err == nil
}

func csvRows(text string) ([][]string, error) {
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord = -1
	all, err := reader.ReadAll()
	for i, row := range all {
		if len(row) == 7 && row[6] == "" {
			all[i] = row[:6]
		}
		for j := range row {
			row[j] = strings.TrimSpace(row[j])
		}
	}
	return slices.DeleteFunc(all, func(row []string) bool { return len(row) == 1 && row[0] == "" }), err
}

func TestKindsOfFiles(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	text := "\xef\xbb\xbf" + "Year;Exporter;Importer;Product;Value;Note\r\n2020;BLR;RUS;040610;10,5;\xd1\xfb\xf0\r\n"
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	in := open(t, "a.csv.gz", packed.String())
	table := in.Tables[0]
	if !slices.Equal(table.Header, Header{"Year", "Exporter", "Importer", "Product", "Value", "Note"}) || table.Mark != ',' {
		t.Errorf("%q, decimal mark %q", table.Header, table.Mark)
	}
	if len(table.First) != 1 || table.First[0][4] != "10,5" || table.First[0][5] != "Сыр" {
		t.Errorf("%q", table.First)
	}
}

// The table of keys agrees with a map of Go.
func TestManyKeys(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	s := &sightings{}
	first := map[key]uint32{}
	for i := range 200_000 {
		k := key{uint64(random.IntN(300)), uint64(random.IntN(1000)) << 32}
		now := sighting{line: uint32(i)}
		had := s.meet(k, hashOf(k), now)
		want, seen := first[k]
		if seen != (had != nil) || seen && had.line != want {
			t.Fatalf("key %v at %d: %v, first at %d", k, i, had, want)
		}
		if !seen {
			first[k] = uint32(i)
		}
	}
}
