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

// Flows is the name of the table of facts. The other tables have the names of the
// tables of lists: trade.Rates.
const Flows = "flows"

// tables lists the names of all tables that a lake may have.
func tables() []string {
	return []string{Flows, trade.Nomenclatures, trade.Correlations, trade.Rates}
}

const (
	namespace = "oborot"
	// keptMetadata is how many earlier metadata files stay; a reader that is slower
	// than so many commits starts again.
	keptMetadata = 100
)

func identifier(name string) table.Identifier { return table.Identifier{namespace, name} }

func (l *Lake) tableFolder(name string) string { return l.path(namespace, name) }
func (l *Lake) metadataFolder(name string) string {
	return filepath.Join(l.tableFolder(name), "metadata")
}

func (l *Lake) metadataFile(name string, version int) string {
	return filepath.Join(l.metadataFolder(name), fmt.Sprintf("v%d.metadata.json", version))
}

// inWords is a table as messages name it.
func inWords(name string) string {
	if name == Flows {
		return "the table of facts"
	}
	return "the table of " + name
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

func (l *Lake) tableExists(name string) bool {
	ok, err := l.catalog.CheckTableExists(context.Background(), identifier(name))
	return err == nil && ok
}

// createTable makes a table unless it is there. The caller holds the lake lock.
func (l *Lake) createTable(ctx context.Context, name string) error {
	if l.tableExists(name) {
		return nil
	}
	if err := makeFolder(l.path(namespace)); err != nil {
		return err
	}
	if err := l.clearClaims(name); err != nil {
		return err
	}
	schema, spec, order, err := shapeOf(name)
	if err != nil {
		return trade.Errorf(trade.Internal, "%s cannot be described: %w", inWords(name), err)
	}
	_, err = l.catalog.CreateTable(ctx, identifier(name), schema,
		catalog.WithPartitionSpec(spec), catalog.WithSortOrder(order), catalog.WithProperties(l.tableProperties(name)))
	return diskError(inWords(name)+" cannot be made", err)
}

// tableProperties are fixed when a table is made. The path of the metadata is
// named as a URL because iceberg-go escapes blanks in a plain path and then writes
// to a folder of the escaped name.
func (l *Lake) tableProperties(name string) iceberg.Properties {
	return iceberg.Properties{
		table.PropertyFormatVersion:          "2",
		table.WriteMetadataPathKey:           fileURL(l.metadataFolder(name)),
		table.MetadataPreviousVersionsMaxKey: strconv.Itoa(keptMetadata),
		table.ManifestMergeEnabledKey:        "true",
		table.ManifestMinMergeCountKey:       "20", // a cold question reads every manifest
	}
}

func shapeOf(name string) (*iceberg.Schema, *iceberg.PartitionSpec, table.SortOrder, error) {
	if name == Flows {
		return flowsShape()
	}
	schema, spec := listShape(name)
	return schema, spec, table.UnsortedSortOrder, nil
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
	name    string // of the table
	table   *table.Table
	version int
	file    fs.FileInfo
}

// load returns the table of facts as it is now, nil if there is none. While the metadata
// file last read is still the newest, which two look-ups of names tell, nothing is
// read.
func (l *Lake) load(ctx context.Context) (*metadata, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.latest != nil && l.isNewest(l.latest) {
		return l.latest, nil
	}
	loaded, err := l.read(ctx, Flows)
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
	now, err := os.Stat(l.metadataFile(m.name, m.version))
	if err != nil || !os.SameFile(now, m.file) || !now.ModTime().Equal(m.file.ModTime()) {
		return false
	}
	_, err = os.Stat(l.metadataFile(m.name, m.version+1))
	return errors.Is(err, fs.ErrNotExist)
}

// read reads the newest metadata file of a table, nil if there is none. It starts again when a commit or upkeep
// removes the file under its hands.
func (l *Lake) read(ctx context.Context, name string) (*metadata, error) {
	var cause error
	for range 5 {
		t, err := l.catalog.LoadTable(ctx, identifier(name))
		if errors.Is(err, catalog.ErrNoSuchTable) {
			return nil, nil
		}
		if err == nil {
			m, err := l.describe(name, t)
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
	return nil, trade.Errorf(trade.Internal, "%s in %s cannot be read: %w", inWords(name), l.root, cause).
		WithHint("oborot doctor")
}

func (l *Lake) describe(name string, t *table.Table) (*metadata, error) {
	base := filepath.Base(t.MetadataLocation())
	version, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(base, "v"), ".metadata.json"))
	if err != nil {
		return nil, fmt.Errorf("the metadata file %s is not oborot's", base)
	}
	if here := l.tableFolder(name); t.Location() != here {
		return nil, trade.Errorf(trade.Usage, "the table of the lake %s lies at %s", l.root, t.Location()).
			WithHint("oborot lake relocate --lake %s", l.root)
	}
	file, err := os.Stat(l.metadataFile(name, version))
	if err != nil {
		return nil, err
	}
	return &metadata{name, t, version, file}, nil
}

// clearClaims removes what a commit leaves that was killed on its way: claims of
// metadata versions and metadata under temporary names. The catalog itself would
// honour a claim for a minute. The caller holds the lake lock, so no commit is
// under way.
func (l *Lake) clearClaims(name string) error {
	entries, err := os.ReadDir(l.metadataFolder(name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return diskError("the metadata cannot be listed", err)
	}
	for _, e := range entries {
		if !isLeftover(e.Name()) {
			continue
		}
		if err := removeFile(filepath.Join(l.metadataFolder(name), e.Name())); err != nil {
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
func (l *Lake) dropOldMetadata(name string, newest int) error {
	for version := newest - keptMetadata - 1; version > 0; version-- {
		err := os.Remove(l.metadataFile(name, version))
		if errors.Is(err, fs.ErrNotExist) {
			break
		}
		if err != nil {
			return diskError("an old metadata file cannot be removed", err)
		}
	}
	return nil
}
