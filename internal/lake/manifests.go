package lake

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/apache/iceberg-go"
	"github.com/apache/iceberg-go/table"
)

// tableVersion is the version of the Iceberg format of the table of facts.
const tableVersion = 2

// manifests rewrites the manifest lists and manifests of every snapshot.
func (mv move) manifests(t *table.Table) error {
	done := map[string]int64{} // length of the new manifest by its new path
	for _, s := range t.Metadata().Snapshots() {
		if err := mv.list(s, done); err != nil {
			return diskError("the manifests of a snapshot cannot be rewritten", err)
		}
	}
	return nil
}

func (mv move) list(s snapshot, done map[string]int64) error {
	data, err := os.ReadFile(localPath(mv.path(s.ManifestList)))
	if err != nil {
		return err
	}
	manifests, err := iceberg.ReadManifestList(bytes.NewReader(data))
	if err != nil {
		return err
	}
	var moved []iceberg.ManifestFile
	for _, m := range manifests {
		path := mv.path(m.FilePath())
		if _, ok := done[path]; !ok {
			if done[path], err = mv.manifest(m); err != nil {
				return err
			}
		}
		moved = append(moved, listed(m, path, done[path]))
	}
	var out bytes.Buffer
	if err := iceberg.WriteManifestList(tableVersion, &out, s.SnapshotID, s.ParentSnapshotID, &s.SequenceNumber, 0, moved); err != nil {
		return err
	}
	return writeSynced(filepath.Join(mv.into, filepath.Base(localPath(s.ManifestList))), out.Bytes())
}

// listed describes a rewritten manifest as its list did before.
func listed(m iceberg.ManifestFile, path string, length int64) iceberg.ManifestFile {
	return iceberg.NewManifestFile(tableVersion, path, length, m.PartitionSpecID(), m.SnapshotID()).
		SequenceNum(m.SequenceNum(), m.MinSequenceNum()).Content(m.ManifestContent()).
		AddedFiles(m.AddedDataFiles()).ExistingFiles(m.ExistingDataFiles()).DeletedFiles(m.DeletedDataFiles()).
		AddedRows(m.AddedRows()).ExistingRows(m.ExistingRows()).DeletedRows(m.DeletedRows()).
		Partitions(m.Partitions()).KeyMetadata(m.KeyMetadata()).Build()
}

// manifest rewrites one manifest and returns its new length.
func (mv move) manifest(m iceberg.ManifestFile) (int64, error) {
	data, err := os.ReadFile(localPath(mv.path(m.FilePath())))
	if err != nil {
		return 0, err
	}
	reader, err := iceberg.NewManifestReader(m, bytes.NewReader(data))
	if err != nil {
		return 0, err
	}
	schema, err := reader.Schema()
	if err != nil {
		return 0, err
	}
	spec, err := reader.PartitionSpec()
	if err != nil {
		return 0, err
	}
	var out bytes.Buffer
	writer, err := iceberg.NewManifestWriter(tableVersion, &out, *spec, schema, m.SnapshotID(),
		iceberg.WithManifestWriterContent(m.ManifestContent()))
	if err != nil {
		return 0, err
	}
	if err := errors.Join(mv.entries(reader, writer, *spec), writer.Close(), reader.Close()); err != nil {
		return 0, err
	}
	return int64(out.Len()), writeSynced(filepath.Join(mv.into, filepath.Base(localPath(m.FilePath()))), out.Bytes())
}

func (mv move) entries(reader *iceberg.ManifestReader, writer *iceberg.ManifestWriter, spec iceberg.PartitionSpec) error {
	for {
		e, err := reader.ReadEntry()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		file, err := mv.dataFile(e.DataFile(), spec)
		if err != nil {
			return err
		}
		id, sequence := e.SnapshotID(), e.SequenceNum()
		moved := iceberg.NewManifestEntry(e.Status(), &id, &sequence, e.FileSequenceNum(), file)
		add := map[iceberg.ManifestEntryStatus]func(iceberg.ManifestEntry) error{
			iceberg.EntryStatusADDED: writer.Add, iceberg.EntryStatusEXISTING: writer.Existing, iceberg.EntryStatusDELETED: writer.Delete,
		}[e.Status()]
		if err := add(moved); err != nil {
			return err
		}
	}
}

// dataFile describes a data file at its new path, with its statistics.
func (mv move) dataFile(f iceberg.DataFile, spec iceberg.PartitionSpec) (iceberg.DataFile, error) {
	b, err := iceberg.NewDataFileBuilder(spec, f.ContentType(), mv.path(f.FilePath()), f.FileFormat(),
		f.Partition(), nil, nil, f.Count(), f.FileSizeBytes())
	if err != nil {
		return nil, err
	}
	b.ColumnSizes(f.ColumnSizes()).ValueCounts(f.ValueCounts()).NullValueCounts(f.NullValueCounts()).
		NaNValueCounts(f.NaNValueCounts()).LowerBoundValues(f.LowerBoundValues()).UpperBoundValues(f.UpperBoundValues())
	if offsets := f.SplitOffsets(); offsets != nil {
		b.SplitOffsets(offsets)
	}
	if order := f.SortOrderID(); order != nil {
		b.SortOrderID(*order)
	}
	return b.Build(), nil
}
