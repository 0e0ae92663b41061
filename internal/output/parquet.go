package output

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/oborot/oborot/internal/analysis"
)

// groupRows is the size of a row group, metadataKey the key under which the head
// of the JSON format is kept.
const (
	groupRows   = 100_000
	metadataKey = "oborot"
)

// amountType holds every amount: 19 digits are those of 64 bits.
var amountType = &arrow.Decimal128Type{Precision: 19, Scale: 3}

// writeParquet writes decimals for amounts, doubles for ratios and a column of
// status after each of them, compressed by zstd.
func writeParquet(w io.Writer, r *analysis.Result) error {
	properties := parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Zstd))
	schema := arrow.NewSchema(arrowFields(r.Fields), nil)
	// The writer closes what it is given, and the caller may still need it.
	out, err := pqarrow.NewFileWriter(schema, struct{ io.Writer }{w}, properties, pqarrow.DefaultWriterProps())
	if err != nil {
		return fmt.Errorf("cannot begin the Parquet file: %w", err)
	}
	top, err := encoded(headOf(r))
	if err != nil {
		return err
	}
	if err := out.AppendKeyValueMetadata(metadataKey, string(top)); err != nil {
		return err
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer builder.Release()
	for rows := range slices.Chunk(r.Rows, groupRows) {
		for _, row := range rows {
			appendCells(builder, r.Fields, row)
		}
		record := builder.NewRecordBatch()
		err := out.Write(record)
		record.Release()
		if err != nil {
			return fmt.Errorf("cannot write the Parquet file: %w", err)
		}
	}
	return out.Close()
}

func arrowFields(fields []analysis.Field) []arrow.Field {
	var list []arrow.Field
	for _, f := range fields {
		var t arrow.DataType = arrow.BinaryTypes.String
		switch {
		case f.Kind == analysis.Count:
			t = arrow.PrimitiveTypes.Int64
		case isAmount(f.Kind):
			t = amountType
		case isRatio(f.Kind):
			t = arrow.PrimitiveTypes.Float64
		}
		list = append(list, arrow.Field{Name: f.Name, Type: t, Nullable: true})
		if hasStatus(f.Kind) {
			list = append(list, arrow.Field{Name: f.Name + statusSuffix, Type: arrow.BinaryTypes.String, Nullable: true})
		}
	}
	return list
}

func appendCells(b *array.RecordBuilder, fields []analysis.Field, row []analysis.Cell) {
	column := 0
	for i, f := range fields {
		v := valueOf(f.Kind, row[i])
		appendCell(b.Field(column), row[i], v)
		column++
		if hasStatus(f.Kind) {
			appendCell(b.Field(column), analysis.Cell{}, value{text: v.status, present: v.status != ""})
			column++
		}
	}
}

func appendCell(b array.Builder, c analysis.Cell, v value) {
	if !v.present {
		b.AppendNull()
		return
	}
	switch b := b.(type) {
	case *array.StringBuilder:
		b.Append(v.text)
	case *array.Int64Builder:
		b.Append(c.Number)
	case *array.Float64Builder:
		b.Append(c.Ratio.Number)
	case *array.Decimal128Builder:
		b.Append(decimal128.FromI64(c.Amount.Thousandths))
	}
}

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
