package lake

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/apache/iceberg-go"
	"github.com/apache/iceberg-go/catalog"
	"github.com/apache/iceberg-go/catalog/hadoop"
	"github.com/apache/iceberg-go/table"

	"github.com/oborot/oborot/trade"
)

// Flows is the name of the table of facts.
const Flows = "flows"

const (
	namespace = "oborot"
	// keptMetadata is how many earlier metadata files stay; a reader that is slower
	// than so many commits starts again.
	keptMetadata = 100
)

func flowsTable() table.Identifier { return table.Identifier{namespace, Flows} }

func (l *Lake) tableFolder() string    { return l.path(namespace, Flows) }
func (l *Lake) metadataFolder() string { return filepath.Join(l.tableFolder(), "metadata") }

func (l *Lake) metadataFile(version int) string {
	return filepath.Join(l.metadataFolder(), fmt.Sprintf("v%d.metadata.json", version))
}

func openCatalog(root string) (catalog.Catalog, error) {
	c, err := hadoop.NewCatalog("oborot", fileURL(root), iceberg.Properties{})
	if err != nil {
		return nil, trade.Errorf(trade.Internal, "the catalog of the lake %s cannot be opened: %w", root, err)
	}
	return c, nil
}

func fileURL(path string) string { return (&url.URL{Scheme: "file", Path: path}).String() }

// localPath undoes fileURL; a plain path stays as it is.
func localPath(location string) string {
	if !strings.HasPrefix(location, "file:") {
		return location
	}
	u, err := url.Parse(location)
	if err != nil {
		return location
	}
	return u.Path
}

func (l *Lake) tableExists() bool {
	ok, err := l.catalog.CheckTableExists(context.Background(), flowsTable())
	return err == nil && ok
}

// createTable makes the table of facts unless it is there. The caller holds the
// lake lock.
func (l *Lake) createTable(ctx context.Context) error {
	if l.tableExists() {
		return nil
	}
	if err := makeFolder(l.path(namespace)); err != nil {
		return err
	}
	if err := l.clearClaims(); err != nil {
		return err
	}
	schema, spec, order, err := flowsShape()
	if err != nil {
		return trade.Errorf(trade.Internal, "the table of facts cannot be described: %w", err)
	}
	_, err = l.catalog.CreateTable(ctx, flowsTable(), schema,
		catalog.WithPartitionSpec(spec), catalog.WithSortOrder(order), catalog.WithProperties(l.tableProperties()))
	return diskError("the table of facts cannot be made", err)
}

// tableProperties are fixed when the table is made. The path of the metadata is
// named as a URL because iceberg-go escapes blanks in a plain path and then writes
// to a folder of the escaped name.
func (l *Lake) tableProperties() iceberg.Properties {
	return iceberg.Properties{
		table.PropertyFormatVersion:          "2",
		table.WriteMetadataPathKey:           fileURL(l.metadataFolder()),
		table.MetadataPreviousVersionsMaxKey: strconv.Itoa(keptMetadata),
		table.ManifestMergeEnabledKey:        "true",
		table.ManifestMinMergeCountKey:       "20", // a cold question reads every manifest
	}
}

// flowsShape describes the table of facts: its columns, a partition for each
// dataset and year, and the order of rows in a file.
func flowsShape() (*iceberg.Schema, *iceberg.PartitionSpec, table.SortOrder, error) {
	var fields []iceberg.NestedField // none is required: DuckDB marks no column of Parquet so
	byName := map[string]int{}
	for _, c := range trade.FlowColumns() {
		fields = append(fields, iceberg.NestedField{ID: c.ID, Name: c.Name, Type: icebergType(c.Type)})
		byName[c.Name] = c.ID
	}
	schema := iceberg.NewSchema(0, fields...)
	spec := iceberg.NewPartitionSpec(
		iceberg.PartitionField{SourceIDs: []int{byName["dataset"]}, FieldID: datasetField, Name: "dataset", Transform: iceberg.IdentityTransform{}},
		iceberg.PartitionField{SourceIDs: []int{byName["year"]}, FieldID: yearField, Name: "year", Transform: iceberg.IdentityTransform{}})
	var sorted []table.SortField
	for _, name := range []string{"exporter", "importer", "product", "month"} {
		sorted = append(sorted, table.SortField{SourceIDs: []int{byName[name]},
			Transform: iceberg.IdentityTransform{}, Direction: table.SortASC, NullOrder: table.NullsFirst})
	}
	order, err := table.NewSortOrder(1, sorted)
	return schema, &spec, order, err
}

// The ids of the partition fields.
const (
	datasetField = 1000
	yearField    = 1001
)

func icebergType(t trade.ColumnType) iceberg.Type {
	switch t {
	case trade.IntegerColumn:
		return iceberg.PrimitiveTypes.Int32
	case trade.AmountColumn:
		return iceberg.DecimalTypeOf(18, 3)
	}
	return iceberg.PrimitiveTypes.String
}

// metadata is the table as one metadata file describes it.
type metadata struct {
	table   *table.Table
	version int
	file    fs.FileInfo
}

// load returns the table as it is now, nil if there is none. While the metadata
// file last read is still the newest, which two look-ups of names tell, nothing is
// read.
func (l *Lake) load(ctx context.Context) (*metadata, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.latest != nil && l.isNewest(l.latest) {
		return l.latest, nil
	}
	loaded, err := l.read(ctx)
	if err != nil {
		return nil, err
	}
	if l.latest != nil && loaded != nil && loaded.table.Metadata().TableUUID() != l.latest.table.Metadata().TableUUID() {
		l.contents = map[int64]*held{}
	}
	l.latest = loaded
	return loaded, nil
}

func (l *Lake) isNewest(m *metadata) bool {
	now, err := os.Stat(l.metadataFile(m.version))
	if err != nil || !os.SameFile(now, m.file) || !now.ModTime().Equal(m.file.ModTime()) {
		return false
	}
	_, err = os.Stat(l.metadataFile(m.version + 1))
	return errors.Is(err, fs.ErrNotExist)
}

// read reads the newest metadata file. It starts again when a commit or upkeep
// removes the file under its hands.
func (l *Lake) read(ctx context.Context) (*metadata, error) {
	var cause error
	for range 5 {
		t, err := l.catalog.LoadTable(ctx, flowsTable())
		if errors.Is(err, catalog.ErrNoSuchTable) {
			return nil, nil
		}
		if err == nil {
			m, err := l.describe(t)
			if err == nil {
				return m, nil
			}
			cause = err
			continue
		}
		if cause = err; !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	return nil, trade.Errorf(trade.Internal, "the table of facts in %s cannot be read: %w", l.root, cause).
		WithHint("oborot doctor")
}

func (l *Lake) describe(t *table.Table) (*metadata, error) {
	name := filepath.Base(t.MetadataLocation())
	version, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(name, "v"), ".metadata.json"))
	if err != nil {
		return nil, fmt.Errorf("the metadata file %s is not oborot's", name)
	}
	if here := l.tableFolder(); t.Location() != here {
		return nil, trade.Errorf(trade.Usage, "the table of the lake %s lies at %s", l.root, t.Location()).
			WithHint("oborot lake relocate --lake %s", l.root)
	}
	file, err := os.Stat(l.metadataFile(version))
	if err != nil {
		return nil, err
	}
	return &metadata{t, version, file}, nil
}

// clearClaims removes what a commit leaves that was killed on its way: claims of
// metadata versions and metadata under temporary names. The catalog itself would
// honour a claim for a minute. The caller holds the lake lock, so no commit is
// under way.
func (l *Lake) clearClaims() error {
	entries, err := os.ReadDir(l.metadataFolder())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return diskError("the metadata cannot be listed", err)
	}
	for _, e := range entries {
		if !isLeftover(e.Name()) {
			continue
		}
		if err := removeFile(filepath.Join(l.metadataFolder(), e.Name())); err != nil {
			return diskError("a claim left by a killed commit cannot be removed", err)
		}
	}
	return nil
}

const lengthOfUUID = 36

// isLeftover recognises v7.metadata.json.claim, UUID.metadata.json and
// UUID-version-hint.temp.
func isLeftover(name string) bool {
	return strings.HasSuffix(name, ".claim") || strings.HasSuffix(name, "-version-hint.temp") ||
		strings.HasSuffix(name, ".metadata.json") && len(name) == lengthOfUUID+len(".metadata.json")
}

// dropOldMetadata removes the metadata files that the newest no longer lists.
func (l *Lake) dropOldMetadata(newest int) error {
	for version := newest - keptMetadata - 1; version > 0; version-- {
		err := os.Remove(l.metadataFile(version))
		if errors.Is(err, fs.ErrNotExist) {
			break
		}
		if err != nil {
			return diskError("an old metadata file cannot be removed", err)
		}
	}
	return nil
}
