package output

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
	"github.com/xuri/excelize/v2"
)

func TestCSV(t *testing.T) {
	t.Parallel()
	want := strings.TrimLeft(`
direction,name,value_usd,value_usd_status,share,share_status,growth,growth_status,contribution_pp,contribution_pp_status,net_kg,net_kg_status,rows
exports,"Trucks | ""heavy""",32500000,,0.123,,0.8,,4.06,,1234.5,,1234
exports,Transformers,1600000,,0.0492,,6.4,,-0.04,,,missing,1
exports,Specific goods,,suppressed,,suppressed,,suppressed,,suppressed,,n/a,0
imports,,0,,0,,-1,ceased,,new,0,,-5
`, "\n")
	compare(t, written(t, CSV, answer(), Options{Language: trade.Russian}), want)
	compare(t, written(t, CSV, answer(), Options{BOM: true}), "\ufeff"+want)
}

func TestJSON(t *testing.T) {
	t.Parallel()
	compare(t, written(t, JSON, answer(), Options{Language: trade.Russian}), strings.TrimLeft(`
{"question":"structure","method":"structure/1","args":{"a":"BLR","b":"RU-PRI","level":4},"snapshot":"9007199254740993",`+
		`"origins":[{"dataset":"demo-hs4","release":"1","publisher":"oborot","licence":{"name":"CC0-1.0","url":"https://creativecommons.org/publicdomain/zero/1.0/"},`+
		`"valuation":"FOB","synthetic":true,"files":[]}],"notes":["Exports are as reported by Belarus."],"rows":[
{"direction":"exports","name":"Trucks | \"heavy\"","value_usd":32500000,"share":0.123,"growth":0.8,"contribution_pp":4.06,"net_kg":1234.5,"rows":1234},
{"direction":"exports","name":"Transformers","value_usd":1600000,"share":0.0492,"growth":6.4,"contribution_pp":-0.04,"net_kg":null,"net_kg_status":"missing","rows":1},
{"direction":"exports","name":"Specific goods","value_usd":null,"value_usd_status":"suppressed","share":null,"share_status":"suppressed","growth":null,"growth_status":"suppressed","contribution_pp":null,"contribution_pp_status":"suppressed","net_kg":null,"net_kg_status":"n/a","rows":0},
{"direction":"imports","name":null,"value_usd":0,"share":0,"growth":-1,"growth_status":"ceased","contribution_pp":null,"contribution_pp_status":"new","net_kg":0,"rows":-5}]}
`, "\n"))
}

// TestJSONOfNothing checks that lists are there and empty, not null.
func TestJSONOfNothing(t *testing.T) {
	t.Parallel()
	compare(t, written(t, JSON, &analysis.Result{Question: "flows"}, Options{}),
		`{"question":"flows","method":"","args":{},"snapshot":null,"origins":[],"notes":[],"rows":[]}`+"\n")
}

// FuzzJSON checks that any text and any double make an object that a JSON reader
// reads back as given.
func FuzzJSON(f *testing.F) {
	f.Add("plain", 0.8, int64(1))
	f.Add("<b> & \"quote\" \\ \u2028 \x00 ё", math.NaN(), int64(math.MaxInt64))
	f.Add("\xff", math.Inf(-1), int64(math.MinInt64))
	f.Add("", math.SmallestNonzeroFloat64, int64(-1))
	f.Fuzz(func(t *testing.T, text string, x float64, n int64) {
		r := answer()
		r.Rows = r.Rows[:1]
		r.Title, r.Notes, r.Rows[0][1].Text = text, []string{text}, text
		r.Rows[0][4].Ratio.Number, r.Rows[0][2].Amount = x, trade.Of(n)
		var out bytes.Buffer
		if err := Write(&out, JSON, r, Options{}); err != nil {
			t.Fatal(err)
		}
		var read struct{ Rows []map[string]any }
		if err := json.Unmarshal(out.Bytes(), &read); err != nil {
			t.Fatalf("%v in %s", err, out.Bytes())
		}
		growth, isNumber := read.Rows[0]["growth"].(float64)
		if isFinite(x) != isNumber || isNumber && growth != x {
			t.Errorf("growth %v was read as %v", x, read.Rows[0]["growth"])
		}
	})
}

func TestWriteSources(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := WriteSources(&out, answer()); err != nil {
		t.Fatal(err)
	}
	var read map[string]any
	if err := json.Unmarshal(out.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	if _, has := read["rows"]; has || read["snapshot"] != "9007199254740993" || len(read["origins"].([]any)) != 1 {
		t.Errorf("the side file holds %v", read)
	}
}

func TestXLSX(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	r := answer()
	r.Origins[0].Files = []trade.SourceFile{{Name: "a.csv", SHA256: "abc"}}
	if err := Write(&out, XLSX, r, Options{Language: trade.English}); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	raw := func(cell string) string {
		text, err := book.GetCellValue("data", cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for cell, want := range map[string]string{
		"A1": "Direction", "C1": "Value, USD", "G1": "Weight, kg",
		"C2": "32500000", "D2": "0.123", "E2": "0.8", "G2": "1234.5", "H2": "1234",
		"C4": "suppressed", "G3": "missing", "E5": "-1", "F5": "new", "C5": "0",
	} {
		if got := raw(cell); got != want {
			t.Errorf("%s holds %q, want %q", cell, got, want)
		}
	}
	if shown, _ := book.GetCellValue("data", "E2"); shown != "+80.0%" {
		t.Errorf("E2 is shown as %q", shown)
	}
	source, err := book.GetRows("source")
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprint(source)
	for _, want := range []string{"CC0-1.0", "synthetic", "as reported by Belarus", "structure/1", "RU-PRI", "a.csv abc demo-hs4 1"} {
		if !strings.Contains(text, want) {
			t.Errorf("the sheet of sources lacks %q: %s", want, text)
		}
	}
}

func TestTooLargeForExcel(t *testing.T) {
	t.Parallel()
	err := Write(io.Discard, XLSX, &analysis.Result{Rows: make([][]analysis.Cell, excelRows)}, Options{})
	if trade.KindOf(err) != trade.Usage || !strings.Contains(trade.HintOf(err), "csv") {
		t.Errorf("got %v", err)
	}
}

func TestParquet(t *testing.T) {
	t.Parallel()
	table := readParquet(t, answer())
	defer table.Release()
	read := arrayOf(table)
	want, err := csv.NewReader(strings.NewReader(written(t, CSV, answer(), Options{}))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(read) != len(want) {
		t.Fatalf("%d lines, want %d", len(read), len(want))
	}
	for i := range want {
		if got, want := strings.Join(read[i], ";"), strings.Join(want[i], ";"); got != want {
			t.Errorf("row %d: got %s, want %s", i, got, want)
		}
	}
	if kind := table.Schema().Field(2).Type.String(); kind != "decimal(19, 3)" {
		t.Errorf("value_usd is of type %s", kind)
	}
}

func readParquet(t *testing.T, r *analysis.Result) arrow.Table {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, Parquet, r, Options{}); err != nil {
		t.Fatal(err)
	}
	in, err := file.NewParquetReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	head := in.MetaData().KeyValueMetadata().FindValue("oborot")
	if head == nil || !strings.Contains(*head, `"dataset":"demo-hs4"`) {
		t.Errorf("the metadata do not name the source: %v", head)
	}
	reader, err := pqarrow.NewFileReader(in, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	table, err := reader.ReadTable(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// arrayOf returns the table as csv would have it, the names first.
func arrayOf(table arrow.Table) [][]string {
	lines := make([][]string, table.NumRows()+1)
	for c := range int(table.NumCols()) {
		column := table.Column(c)
		lines[0] = append(lines[0], column.Name())
		row := 1
		for _, chunk := range column.Data().Chunks() {
			for i := range chunk.Len() {
				lines[row] = append(lines[row], cellOf(chunk, i))
				row++
			}
		}
	}
	return lines
}

func cellOf(a arrow.Array, i int) string {
	if a.IsNull(i) {
		return ""
	}
	switch a := a.(type) {
	case *array.Float64:
		return fmt.Sprint(a.Value(i))
	case *array.Decimal128:
		return trade.FormatThousandths(int64(a.Value(i).LowBits()))
	}
	return a.ValueStr(i)
}

func TestParseFormat(t *testing.T) {
	t.Parallel()
	for _, f := range Formats() {
		if got, err := ParseFormat(" " + strings.ToUpper(string(f))); got != f || err != nil {
			t.Errorf("%s: got %s, %v", f, got, err)
		}
	}
	_, err := ParseFormat("yaml")
	if trade.KindOf(err) != trade.Usage || trade.HintOf(err) != "choose one of table, csv, json, xlsx, parquet, md" {
		t.Errorf("got %v, hint %q", err, trade.HintOf(err))
	}
	if err := Write(io.Discard, "yaml", answer(), Options{}); trade.KindOf(err) != trade.Usage {
		t.Errorf("writing yaml: %v", err)
	}
}

// fullDisk refuses everything.
type fullDisk struct{}

var errFull = errors.New("no space left on device")

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

// TestFullDisk checks that no format swallows the error of its writer.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	for _, f := range Formats() {
		if err := Write(fullDisk{}, f, answer(), Options{}); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", f, err)
		}
	}
}
