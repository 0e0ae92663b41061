package lake

import (
	"context"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/apache/iceberg-go"

	"github.com/oborot/oborot/trade"
)

// listRows is how many rows of a list are in memory twice while it is written.
const listRows = 65_536

// The first columns of a table of lists, before those of trade.ListColumns.
const (
	listColumn    = "list" // the name of the list, and the partition
	releaseColumn = "release"
	ownColumns    = 2
)

// listShape describes a table of lists. The ids of its columns are their places,
// counted from 1.
func listShape(name string) (*iceberg.Schema, *iceberg.PartitionSpec) {
	fields := []iceberg.NestedField{
		{ID: 1, Name: listColumn, Type: iceberg.PrimitiveTypes.String},
		{ID: 2, Name: releaseColumn, Type: iceberg.PrimitiveTypes.String},
	}
	names, numbers := trade.ListColumns(name)
	for _, column := range names {
		f := iceberg.NestedField{ID: len(fields) + 1, Name: column, Type: iceberg.PrimitiveTypes.String}
		if numbers[column] {
			f.Type = iceberg.PrimitiveTypes.Float64
		}
		fields = append(fields, f)
	}
	spec := iceberg.NewPartitionSpec(
		iceberg.PartitionField{SourceIDs: []int{1}, FieldID: 1000, Name: listColumn, Transform: iceberg.IdentityTransform{}})
	return iceberg.NewSchema(0, fields...), &spec
}

// listSchema is the same for the writer of Parquet.
func listSchema(name string) *arrow.Schema {
	shape, _ := listShape(name)
	var fields []arrow.Field
	for _, f := range shape.Fields() {
		field := arrow.Field{Name: f.Name, Type: arrow.BinaryTypes.String, Nullable: true,
			Metadata: arrow.NewMetadata([]string{"PARQUET:field_id"}, []string{strconv.Itoa(f.ID)})}
		if f.Type == iceberg.PrimitiveTypes.Float64 {
			field.Type = arrow.PrimitiveTypes.Float64
		}
		fields = append(fields, field)
	}
	return arrow.NewSchema(fields, nil)
}

// writeList writes a list into a new file, synced, and returns its length.
func writeList(path string, list trade.List) (int64, error) {
	out, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	err = errors.Join(writeListRows(out, list), out.Sync())
	info, statErr := out.Stat()
	if err = errors.Join(err, statErr, out.Close()); err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func writeListRows(out io.Writer, list trade.List) error {
	schema := listSchema(list.Table)
	// The writer closes what it can close; the file is closed when it is synced.
	w, err := pqarrow.NewFileWriter(schema, struct{ io.Writer }{out},
		parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Zstd)), pqarrow.DefaultWriterProps())
	if err != nil {
		return err
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer builder.Release()
	for first := 0; first < list.Rows(); first += listRows {
		fillList(builder, list, first, min(first+listRows, list.Rows()))
		batch := builder.NewRecordBatch()
		err := w.WriteBuffered(batch)
		batch.Release()
		if err != nil {
			return errors.Join(err, w.Close())
		}
	}
	return w.Close()
}

// fillList gives the rows from first to end to a builder.
func fillList(builder *array.RecordBuilder, list trade.List, first, end int) {
	for range end - first {
		builder.Field(0).(*array.StringBuilder).Append(list.Origin.Dataset)
		builder.Field(1).(*array.StringBuilder).Append(list.Origin.Release)
	}
	for i, c := range list.Columns {
		switch to := builder.Field(ownColumns + i).(type) {
		case *array.Float64Builder:
			to.AppendValues(c.Numbers[first:end], nil)
		case *array.StringBuilder:
			to.AppendValues(c.Text[first:end], nil)
		}
	}
}

// readList reads the columns of a list from its file.
func readList(ctx context.Context, path, name string) ([]trade.ListColumn, error) {
	in, err := file.OpenParquetFile(path, false)
	if err != nil {
		return nil, err
	}
	columns, err := readListColumns(ctx, in, name)
	return columns, errors.Join(err, in.Close())
}

func readListColumns(ctx context.Context, in *file.Reader, name string) ([]trade.ListColumn, error) {
	reader, err := pqarrow.NewFileReader(in, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		return nil, err
	}
	t, err := reader.ReadTable(ctx)
	if err != nil {
		return nil, err
	}
	defer t.Release()
	names, numbers := trade.ListColumns(name)
	columns := make([]trade.ListColumn, len(names))
	for i, column := range names {
		at := t.Schema().FieldIndices(column)
		if len(at) != 1 {
			return nil, errors.New("the column " + column + " is missing")
		}
		columns[i].Name = column
		for _, chunk := range t.Column(at[0]).Data().Chunks() {
			if err := readChunk(&columns[i], chunk, numbers[column]); err != nil {
				return nil, err
			}
		}
	}
	return columns, nil
}

// readChunk adds a run of values to a column. Equal texts that follow each other
// share their memory, and none keeps that of the file.
func readChunk(c *trade.ListColumn, chunk arrow.Array, number bool) error {
	switch from := chunk.(type) {
	case *array.Float64:
		if number {
			c.Numbers = append(c.Numbers, from.Float64Values()...)
			return nil
		}
	case *array.String:
		if number {
			break
		}
		last := ""
		for i := range from.Len() {
			if text := from.Value(i); text != last || i == 0 {
				last = strings.Clone(text)
			}
			c.Text = append(c.Text, last)
		}
		return nil
	}
	return errors.New("the column " + c.Name + " holds " + chunk.DataType().Name())
}
