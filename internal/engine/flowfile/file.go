package flowfile

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"syscall"

	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/metadata"
	"github.com/apache/arrow-go/v18/parquet/schema"
	"github.com/oborot/oborot/trade"
)

// table is a block on its way into files.
type table struct {
	layout
	block   *trade.Bulk // nil in a rollup
	columns []column
	order   []uint32

	variant  []uint32 // of each row, where rollups need it: see findVariants
	variants int      // how many there are
}

// sink is a file that knows how much was written to it.
type sink struct {
	*bufio.Writer
	written int64
}

// Write implements io.Writer.
func (s *sink) Write(b []byte) (int, error) {
	n, err := s.Writer.Write(b)
	s.written += int64(n)
	return n, err
}

// Tell returns the place of the next byte.
func (s *sink) Tell() int64 { return s.written }

// writeFile writes the rows of the block from first to end as one file, and syncs
// it.
func (t *table) writeFile(ctx context.Context, f *trade.File, first, end int) error {
	out, err := os.OpenFile(f.Path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return failed(err, f.Path)
	}
	s := &sink{Writer: bufio.NewWriterSize(out, 1<<20)}
	err = t.writeGroups(ctx, s, first, end)
	if err == nil {
		err = errors.Join(s.Flush(), out.Sync())
	}
	f.Rows, f.Bytes = int64(end-first), s.written
	return failed(errors.Join(err, out.Close()), f.Path)
}

func (t *table) writeGroups(ctx context.Context, s *sink, first, end int) error {
	root, err := schemaOf(t.columns)
	if err != nil {
		return err
	}
	properties := parquet.NewWriterProperties(parquet.WithVersion(parquet.V2_LATEST),
		parquet.WithCompression(compress.Codecs.Zstd), parquet.WithCompressionLevel(1), parquet.WithCreatedBy("oborot"))
	builder := metadata.NewFileMetadataBuilder(root, properties, nil)
	encoder, err := newEncoder(t.order, t.rowsInGroup)
	if err != nil {
		return err
	}
	if _, err := s.WriteString("PAR1"); err != nil {
		return err
	}
	s.written = 4
	for ordinal := int16(0); first < end; ordinal++ {
		if err := ctx.Err(); err != nil {
			return trade.Errorf(trade.Internal, "writing was interrupted: %w", err)
		}
		rows := min(t.rowsInGroup, end-first)
		group := &groupWriter{sink: s, meta: builder.AppendRowGroup(), ordinal: ordinal, rows: rows}
		if err := group.write(t.columns, encoder, first); err != nil {
			return err
		}
		first += rows
	}
	return writeFooter(s, builder)
}

func writeFooter(s *sink, builder *metadata.FileMetaDataBuilder) error {
	footer, err := builder.Finish()
	if err != nil {
		return err
	}
	n, err := footer.WriteTo(s, nil)
	if err != nil {
		return err
	}
	_, err = s.Write(append(binary.LittleEndian.AppendUint32(nil, uint32(n)), "PAR1"...))
	return err
}

// groupWriter writes one group of rows.
type groupWriter struct {
	sink    *sink
	meta    *metadata.RowGroupMetaDataBuilder
	ordinal int16
	rows    int
}

func (g *groupWriter) write(columns []column, e *encoder, first int) error {
	for i := range columns {
		c, err := e.encode(&columns[i], first, g.rows)
		if err != nil {
			return err
		}
		if err := g.writeChunk(c, int16(i)); err != nil {
			return err
		}
	}
	g.meta.SetNumRows(g.rows)
	return g.meta.Finish(0, g.ordinal)
}

func (g *groupWriter) writeChunk(c chunk, ordinal int16) error {
	meta := g.meta.NextColumnChunk()
	pages, err := file.NewPageWriter(g.sink, compress.Codecs.Zstd, 1, meta, g.ordinal, ordinal, memory.DefaultAllocator, false, nil, nil)
	if err != nil {
		return err
	}
	if c.dictionary != nil {
		words := memory.NewBufferBytes(c.dictionary)
		if _, err := pages.WriteDictionaryPage(file.NewDictionaryPage(words, int32(c.words), parquet.Encodings.Plain)); err != nil {
			return err
		}
	}
	page := file.NewDataPageV1WithConfig(memory.NewBufferBytes(c.page), parquet.Encodings.RLE, parquet.Encodings.RLE,
		file.DataPageConfig{Num: int32(g.rows), Encoding: c.encoding, UncompressedSize: int32(c.size)})
	defer page.Release()
	if _, err := pages.WriteDataPage(page); err != nil {
		return err
	}
	meta.SetStats(c.statistics)
	return pages.Close(c.dictionary != nil, false)
}

// schemaOf returns the schema with the field ids of Iceberg.
func schemaOf(columns []column) (*schema.Schema, error) {
	var fields schema.FieldList
	for _, c := range columns {
		repetition := parquet.Repetitions.Required
		if c.schema.Null {
			repetition = parquet.Repetitions.Optional
		}
		var logical schema.LogicalType = schema.StringLogicalType{}
		physical := parquet.Types.ByteArray
		switch c.schema.Type {
		case trade.IntegerColumn:
			logical, physical = schema.NewIntLogicalType(32, true), parquet.Types.Int32
		case trade.AmountColumn:
			logical, physical = schema.NewDecimalLogicalType(18, 3), parquet.Types.Int64
		}
		field, err := schema.NewPrimitiveNodeLogical(c.schema.Name, repetition, logical, physical, -1, int32(c.schema.ID))
		if err != nil {
			return nil, err
		}
		fields = append(fields, field)
	}
	root, err := schema.NewGroupNode("schema", parquet.Repetitions.Required, fields, -1)
	if err != nil {
		return nil, err
	}
	return schema.NewSchema(root), nil
}

// failed turns an error of writing into a sentence for the person.
func failed(err error, path string) error {
	if told, ok := errors.AsType[*trade.Error](err); ok {
		return told
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return trade.Errorf(trade.Internal, "the disk is full: %w", err).At(path, 0).WithHint("free some space and import again")
	}
	return trade.Errorf(trade.Internal, "cannot write: %w", err).At(path, 0)
}
