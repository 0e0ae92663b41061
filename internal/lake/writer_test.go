package lake

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/oborot/oborot/trade"
)

// row is one row of the table of facts as text, by column; an absent cell has no
// key. Amounts are in thousandths.
type row map[string]string

// keyColumns are all columns up to flow and reporter, and enterprise, but for the
// release.
var keyColumns = []string{"dataset", "year", "month", "months", "exporter", "importer", "product", "nomenclature", "flow", "reporter", "enterprise"}

func (r row) key() string {
	var parts []string
	for _, c := range keyColumns {
		parts = append(parts, r[c])
	}
	return strings.Join(parts, "|")
}

func (r row) value() int64 {
	n, err := strconv.ParseInt(cmp.Or(r["value"], "0"), 10, 64)
	if err != nil {
		panic(err)
	}
	return n
}

// fakeWriter writes tiny Parquet files without DuckDB. It keeps rows in the order
// of their keys.
type fakeWriter struct {
	merges atomic.Int64
	fail   error // returned by Write and Merge if set
}

func (w *fakeWriter) Write(_ context.Context, dir string, p trade.Part, rows *trade.Bulk) ([]trade.File, error) {
	if w.fail != nil {
		return nil, w.fail
	}
	var all []row
	for i := range rows.Rows {
		all = append(all, bulkRow(p, rows, i))
	}
	return writeRows(dir, p, all)
}

func bulkRow(p trade.Part, b *trade.Bulk, i int) row {
	r := row{
		"dataset": p.Dataset, "release": p.Release, "year": strconv.Itoa(b.Year), "nomenclature": string(p.Nomenclature),
		"exporter": b.Exporter.Words[b.Exporter.Index[i]], "importer": b.Importer.Words[b.Importer.Index[i]],
		"product": b.Product.Words[b.Product.Index[i]],
		"month":   strconv.Itoa(b.Common.Period.First.Month()), "months": strconv.Itoa(b.Common.Period.Months),
		"flags": strconv.Itoa(int(flagsOf(b, i))),
	}
	if b.Month != nil {
		r["month"], r["months"] = strconv.Itoa(int(b.Month[i])), strconv.Itoa(int(b.Months[i]))
	}
	for name, c := range map[string]struct {
		codes  trade.Codes
		common string
	}{
		"flow": {b.Flow, string(b.Common.Flow)}, "reporter": {b.Reporter, string(b.Common.Reporter)},
		"valuation": {b.Valuation, string(b.Common.Valuation)}, "currency": {b.Currency, b.Common.Currency},
		"unit": {b.Unit, b.Common.Unit}, "enterprise": {b.Enterprise, b.Common.Enterprise},
	} {
		text := c.common
		if c.codes.Words != nil {
			text = c.codes.Words[c.codes.Index[i]]
		}
		if text != "" || name != "unit" && name != "enterprise" {
			r[name] = text
		}
	}
	usd := b.ValueUSD
	if usd == nil {
		usd = b.Value
	}
	for name, column := range map[string][]int64{"value": b.Value, "value_usd": usd, "net_kg": b.NetKg, "quantity": b.Quantity} {
		if column != nil && column[i] != trade.Null {
			r[name] = strconv.FormatInt(column[i], 10)
		}
	}
	return r
}

func (w *fakeWriter) Merge(_ context.Context, dir string, p trade.Part, held, staged []trade.File, repeats trade.Repeats) (trade.Merged, error) {
	w.merges.Add(1)
	if w.fail != nil {
		return trade.Merged{}, w.fail
	}
	var result trade.Merged
	rows := map[string]row{}
	for _, r := range readRows(staged) {
		before, repeated := rows[r.key()]
		switch {
		case !repeated:
			rows[r.key()] = r
		case repeats == trade.SumRepeats:
			before["value"] = strconv.FormatInt(before.value()+r.value(), 10)
			result.Summed++
		default:
			result.Repeats = append(result.Repeats, trade.Rejection{Reason: "the key is that of an earlier row", Text: r.key(), Value: r.value()})
		}
	}
	for _, r := range readRows(held) {
		if _, replaced := rows[r.key()]; replaced {
			result.Replaced.Add(r.value())
			continue
		}
		rows[r.key()] = r
		result.Kept.Add(r.value())
	}
	var err error
	result.Files, err = writeRows(dir, p, slices.Collect(maps.Values(rows)))
	return result, err
}

func arrowSchema() *arrow.Schema {
	var fields []arrow.Field
	for _, c := range trade.FlowColumns() {
		f := arrow.Field{Name: c.Name, Nullable: true, Metadata: arrow.NewMetadata([]string{"PARQUET:field_id"}, []string{strconv.Itoa(c.ID)})}
		switch c.Type {
		case trade.IntegerColumn:
			f.Type = arrow.PrimitiveTypes.Int32
		case trade.AmountColumn:
			f.Type = &arrow.Decimal128Type{Precision: 18, Scale: 3}
		default:
			f.Type = arrow.BinaryTypes.String
		}
		fields = append(fields, f)
	}
	return arrow.NewSchema(fields, nil)
}

func writeRows(dir string, p trade.Part, rows []row) ([]trade.File, error) {
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.key(), b.key()) })
	schema := arrowSchema()
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer builder.Release()
	for _, r := range rows {
		for i, f := range schema.Fields() {
			appendCell(builder.Field(i), r, f.Name)
		}
	}
	batch := builder.NewRecordBatch()
	defer batch.Release()
	path := filepath.Join(dir, "part.parquet")
	out, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	w, err := pqarrow.NewFileWriter(schema, out, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps())
	if err != nil {
		return nil, err
	}
	if err := w.Write(batch); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	return []trade.File{{Path: path, Dataset: p.Dataset, Year: p.Year, Rows: int64(len(rows)), Bytes: info.Size()}}, nil
}

func appendCell(b array.Builder, r row, name string) {
	text, ok := r[name]
	if !ok {
		b.AppendNull()
		return
	}
	switch b := b.(type) {
	case *array.StringBuilder:
		b.Append(text)
	case *array.Int32Builder:
		n, err := strconv.Atoi(text)
		if err != nil {
			panic(err)
		}
		b.Append(int32(n))
	case *array.Decimal128Builder:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			panic(err)
		}
		b.Append(decimal128.FromI64(n))
	}
}

// readRows reads Parquet files back. It panics, because the files are the
// test's own.
func readRows(files []trade.File) []row {
	var all []row
	for _, f := range files {
		rows, err := readFile(f.Path)
		if err != nil {
			panic(fmt.Sprintf("%s: %v", f.Path, err))
		}
		all = append(all, rows...)
	}
	return all
}

func readFile(path string) ([]row, error) {
	pf, err := file.OpenParquetFile(path, false)
	if err != nil {
		return nil, err
	}
	defer pf.Close()
	reader, err := pqarrow.NewFileReader(pf, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		return nil, err
	}
	t, err := reader.ReadTable(context.Background())
	if err != nil {
		return nil, err
	}
	defer t.Release()
	rows := make([]row, t.NumRows())
	for i := range rows {
		rows[i] = row{}
	}
	for c := range int(t.NumCols()) {
		i := 0
		for _, chunk := range t.Column(c).Data().Chunks() {
			for k := range chunk.Len() {
				if !chunk.IsNull(k) {
					rows[i][t.Schema().Field(c).Name] = cellText(chunk, k)
				}
				i++
			}
		}
	}
	return rows, nil
}

func cellText(chunk arrow.Array, i int) string {
	if d, ok := chunk.(*array.Decimal128); ok {
		return strconv.FormatUint(d.Value(i).LowBits(), 10)
	}
	return chunk.ValueStr(i)
}
