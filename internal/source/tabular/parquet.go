package tabular

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/oborot/oborot/trade"
)

// batchRows are read from a Parquet file at a time.
const batchRows = 64 << 10

// parquet is a table in a Parquet file. Its fields become text as a person would
// write them: numbers in full, dates as 2021-03-31, nothing for null.
func (p place) parquet(ctx context.Context, _ Options) (Table, error) {
	t := Table{Where: p.where, Name: p.name, Mark: '.', size: 0}
	err := p.batches(ctx, firstRows, func(r arrow.RecordBatch) error {
		for _, field := range r.Schema().Fields() {
			t.Header = append(t.Header, field.Name)
		}
		columns, err := texts(r, p.where)
		if err != nil {
			return err
		}
		for row := range min(firstRows, int(r.NumRows())) {
			var fields []string
			for _, c := range columns {
				fields = append(fields, string(c(nil, row)))
			}
			t.First = append(t.First, fields)
		}
		return errEnough
	})
	if err != nil && err != errEnough {
		return Table{}, err
	}
	t.open = func(context.Context) (rows, error) {
		return &records{read: p.eachParquetRow}, nil
	}
	return t, nil
}

// eachParquetRow reads the rows, numbered from 1.
func (p place) eachParquetRow(ctx context.Context, each func(int, [][]byte) error) error {
	number := 0
	var arena []byte
	return p.batches(ctx, batchRows, func(r arrow.RecordBatch) error {
		columns, err := texts(r, p.where)
		if err != nil {
			return err
		}
		fields := make([][]byte, len(columns))
		for row := range int(r.NumRows()) {
			number++
			arena = arena[:0]
			for i, c := range columns {
				from := len(arena)
				arena = c(arena, row)
				fields[i] = arena[from:]
			}
			if err := each(number, fields); err != nil {
				return err
			}
		}
		return nil
	})
}

// batches calls f for each batch of rows. The schema comes with a batch, so a file
// without rows gives one of none.
func (p place) batches(ctx context.Context, size int64, f func(arrow.RecordBatch) error) (err error) {
	input, _, closing, err := p.random()
	if err != nil {
		return err
	}
	defer closing()
	var opened *file.Reader
	if err := guarded(func() (err error) { opened, err = file.NewParquetReader(input); return err }); err != nil {
		return damagedParquet(p.where, err)
	}
	defer opened.Close()
	reader, err := pqarrow.NewFileReader(opened, pqarrow.ArrowReadProperties{BatchSize: size}, memory.DefaultAllocator)
	if err != nil {
		return damagedParquet(p.where, err)
	}
	records, err := reader.GetRecordReader(ctx, nil, nil)
	if err != nil {
		return damagedParquet(p.where, err)
	}
	defer records.Release()
	if opened.NumRows() == 0 {
		empty := array.NewRecordBatch(records.Schema(), nil, 0)
		return f(empty)
	}
	for read, more := int64(0), false; ; {
		if err := guarded(func() error { more = records.Next(); return nil }); err != nil {
			return damagedParquet(p.where, err)
		}
		if !more {
			return p.parquetEnd(ctx, records.Err(), read, opened.NumRows())
		}
		read += records.RecordBatch().NumRows()
		if err := f(records.RecordBatch()); err != nil {
			return err
		}
	}
}

// parquetEnd judges whether all rows came.
func (p place) parquetEnd(ctx context.Context, err error, read, all int64) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && err != io.EOF:
		return damagedParquet(p.where, err)
	case read != all:
		return damagedParquet(p.where, fmt.Errorf("%d of %d rows came", read, all))
	}
	return nil
}

// guarded makes a panic an error: the reader of Parquet trusts the lengths in a
// file, which damage may have changed.
func guarded(read func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	return read()
}

func damagedParquet(where string, err error) error {
	return trade.Errorf(trade.BadInput, "the Parquet file is damaged or cut: %w", err).At(where, 0).WithHint("download it again")
}

// texts returns for each column how to append the text of a row.
func texts(r arrow.RecordBatch, where string) ([]func([]byte, int) []byte, error) {
	var list []func([]byte, int) []byte
	for i, c := range r.Columns() {
		text := textOf(c)
		if text == nil {
			return nil, trade.Errorf(trade.BadInput, "the column %s holds %s, which is no field of a table", r.ColumnName(i), c.DataType()).
				At(where, 0).WithHint("write the table with plain columns of text, numbers and dates")
		}
		list = append(list, func(b []byte, row int) []byte {
			if c.IsNull(row) {
				return b
			}
			return text(b, row)
		})
	}
	return list, nil
}

// textOf returns how to append the text of a value, nil for nested columns.
func textOf(c arrow.Array) func([]byte, int) []byte {
	switch c := c.(type) {
	case *array.String:
		return func(b []byte, i int) []byte { return append(b, c.Value(i)...) }
	case *array.LargeString:
		return func(b []byte, i int) []byte { return append(b, c.Value(i)...) }
	case *array.Binary:
		return func(b []byte, i int) []byte { return append(b, c.Value(i)...) }
	case *array.LargeBinary:
		return func(b []byte, i int) []byte { return append(b, c.Value(i)...) }
	case *array.Decimal128:
		scale := c.DataType().(arrow.DecimalType).GetScale()
		return func(b []byte, i int) []byte { return append(b, c.Value(i).ToString(scale)...) }
	case *array.Decimal256:
		scale := c.DataType().(arrow.DecimalType).GetScale()
		return func(b []byte, i int) []byte { return append(b, c.Value(i).ToString(scale)...) }
	case *array.Float64:
		return func(b []byte, i int) []byte { return strconv.AppendFloat(b, c.Value(i), 'f', -1, 64) }
	case *array.Float32:
		return func(b []byte, i int) []byte { return strconv.AppendFloat(b, float64(c.Value(i)), 'f', -1, 32) }
	case *array.Date32:
		return func(b []byte, i int) []byte { return c.Value(i).ToTime().AppendFormat(b, time.DateOnly) }
	case *array.Date64:
		return func(b []byte, i int) []byte { return c.Value(i).ToTime().AppendFormat(b, time.DateOnly) }
	case *array.Timestamp:
		return textOfTime(c)
	case *array.Dictionary:
		text := textOf(c.Dictionary())
		if text == nil {
			return nil
		}
		return func(b []byte, i int) []byte { return text(b, c.GetValueIndex(i)) }
	case *array.Null:
		return func(b []byte, _ int) []byte { return b }
	case array.ListLike, *array.Struct:
		return nil
	}
	return func(b []byte, i int) []byte { return append(b, c.ValueStr(i)...) }
}

// textOfTime writes moments in the zone of the column, in which midnight is a day.
func textOfTime(c *array.Timestamp) func([]byte, int) []byte {
	of := c.DataType().(*arrow.TimestampType)
	zone, err := of.GetZone()
	if err != nil || zone == nil {
		zone = time.UTC
	}
	return func(b []byte, i int) []byte {
		t := c.Value(i).ToTime(of.Unit).In(zone)
		if hour, minute, second := t.Clock(); hour+minute+second+t.Nanosecond() == 0 {
			return t.AppendFormat(b, time.DateOnly)
		}
		return t.AppendFormat(b, time.DateTime)
	}
}
