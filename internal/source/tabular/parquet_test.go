package tabular

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/oborot/oborot/trade"
)

// parquetOf writes rows given as JSON, in row groups of two.
func parquetOf(t *testing.T, schema *arrow.Schema, rows string) string {
	t.Helper()
	record, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(rows))
	if err != nil {
		t.Fatal(err)
	}
	defer record.Release()
	var out bytes.Buffer
	w, err := pqarrow.NewFileWriter(schema, &out, parquet.NewWriterProperties(parquet.WithMaxRowGroupLength(2)), pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(record); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func column(name string, of arrow.DataType) arrow.Field {
	return arrow.Field{Name: name, Type: of, Nullable: true}
}

// Fields are what a person would write, in the zone of the column.
func TestParquetTypes(t *testing.T) {
	t.Parallel()
	moment := func(zone string) arrow.DataType { return &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: zone} }
	for name, c := range map[string]struct {
		of   arrow.DataType
		json string
		want string
	}{
		"whole":        {arrow.PrimitiveTypes.Int64, `9007199254740993`, "9007199254740993"},
		"unsigned":     {arrow.PrimitiveTypes.Uint64, `18446744073709551615`, "18446744073709551615"},
		"float":        {arrow.PrimitiveTypes.Float64, `12345678901.25`, "12345678901.25"},
		"large float":  {arrow.PrimitiveTypes.Float64, `1e15`, "1000000000000000"},
		"single":       {arrow.PrimitiveTypes.Float32, `0.1`, "0.1"},
		"decimal":      {&arrow.Decimal128Type{Precision: 18, Scale: 3}, `"123456789012345.678"`, "123456789012345.678"},
		"small":        {&arrow.Decimal128Type{Precision: 18, Scale: 3}, `"-0.001"`, "-0.001"},
		"many zeros":   {&arrow.Decimal128Type{Precision: 18, Scale: 0}, `"120000000000000000"`, "120000000000000000"},
		"text":         {arrow.BinaryTypes.String, `"сыр"`, "сыр"},
		"long text":    {arrow.BinaryTypes.LargeString, `"0406"`, "0406"},
		"yes":          {arrow.FixedWidthTypes.Boolean, `true`, "true"},
		"day":          {arrow.FixedWidthTypes.Date32, `"2021-03-31"`, "2021-03-31"},
		"moment":       {moment(""), `"2021-03-31 12:30:00"`, "2021-03-31 12:30:00"},
		"midnight":     {moment(""), `"2021-03-31"`, "2021-03-31"},
		"in Moscow":    {moment("Europe/Moscow"), `"2021-03-30T21:00:00Z"`, "2021-03-31"},
		"in Greenwich": {moment("UTC"), `"2021-03-31T00:00:00Z"`, "2021-03-31"},
		"nothing":      {arrow.PrimitiveTypes.Float64, `null`, ""},
		"category":     {&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}, `"RUS"`, "RUS"},
	} {
		schema := arrow.NewSchema([]arrow.Field{column("n", arrow.PrimitiveTypes.Int32), column("x", c.of)}, nil)
		content := parquetOf(t, schema, `[{"n":1,"x":`+c.json+`},{"n":2,"x":null},{"n":3,"x":`+c.json+`}]`)
		tables, err := tablesOf(t, "a.parquet", content, Options{})
		if err != nil || !slices.Equal(tables[0].Header, Header{"n", "x"}) {
			t.Errorf("%s: %+v, %v", name, tables, err)
			continue
		}
		if got := allRows(t, tables[0]); !slices.Equal(got, []string{"1:1|" + c.want, "2:2|", "3:3|" + c.want}) || tables[0].First[0][1] != c.want {
			t.Errorf("%s: %q, first %q", name, got, tables[0].First)
		}
	}
	if zone, err := time.LoadLocation("Europe/Moscow"); err != nil || zone == nil {
		t.Errorf("%v", err)
	}
}

func TestParquetRefused(t *testing.T) {
	t.Parallel()
	nested := arrow.NewSchema([]arrow.Field{column("partners", arrow.ListOf(arrow.BinaryTypes.String))}, nil)
	_, err := tablesOf(t, "a.parquet", parquetOf(t, nested, `[{"partners":["RUS"]}]`), Options{})
	if trade.KindOf(err) != trade.BadInput || !strings.Contains(err.Error(), "the column partners holds") || trade.HintOf(err) == "" {
		t.Errorf("%v", err)
	}
	empty := arrow.NewSchema([]arrow.Field{column("a", arrow.BinaryTypes.String)}, nil)
	tables, err := tablesOf(t, "a.parquet", parquetOf(t, empty, `[]`), Options{})
	if err != nil || len(tables[0].Header) != 1 || len(allRows(t, tables[0])) != 0 {
		t.Errorf("%+v, %v", tables, err)
	}
}

// A cut or damaged file is refused in words; it never ends the program, and what it
// brings where damage is not seen is as many rows as it says.
func TestParquetDamaged(t *testing.T) {
	t.Parallel()
	schema := arrow.NewSchema([]arrow.Field{column("n", arrow.PrimitiveTypes.Int32), column("x", arrow.BinaryTypes.String)}, nil)
	content := parquetOf(t, schema, `[{"n":1,"x":"a"},{"n":2,"x":"b"},{"n":3,"x":"c"}]`)
	read := func(content string) (rows int, err error) {
		tables, err := tablesOf(t, "a.parquet", content, Options{})
		if err != nil {
			return 0, err
		}
		opened, err := tables[0].open(t.Context())
		if err != nil {
			return 0, err
		}
		err = opened.run(t.Context(), func(p piece) error {
			return p.each(2, func(*Row, string) { rows++ })
		})
		return rows, err
	}
	for _, size := range []int{8, 40, len(content) / 2, len(content) - 9, len(content) - 1} {
		if _, err := read(content[:size]); trade.KindOf(err) != trade.BadInput || trade.HintOf(err) == "" {
			t.Errorf("%d of %d bytes: %v", size, len(content), err)
		}
	}
	for at := 4; at < len(content); at += 3 {
		damaged := []byte(content)
		damaged[at] ^= 0x5a
		if _, err := read(string(damaged)); err != nil && (trade.KindOf(err) != trade.BadInput || trade.HintOf(err) == "") {
			t.Errorf("byte %d: %v", at, err)
		}
	}
}
