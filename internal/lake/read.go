package lake

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/apache/iceberg-go"
	"github.com/apache/iceberg-go/table"

	"github.com/oborot/oborot/trade"
)

// held is what one snapshot holds. It never changes once read.
type held struct {
	files    []trade.File
	lists    map[string]trade.File // by name
	ledger   *ledger               // nil in an empty lake
	coverage []trade.Coverage
}

// current returns what the newest snapshot of the table holds.
func (l *Lake) current(ctx context.Context, m *metadata) (*held, error) {
	if m == nil || m.table.CurrentSnapshot() == nil {
		return &held{}, nil
	}
	return l.content(ctx, m, m.table.CurrentSnapshot().SnapshotID)
}

// at returns what a snapshot holds; 0 is an empty lake.
func (l *Lake) at(ctx context.Context, id int64) (*held, error) {
	if id == 0 {
		return &held{}, nil
	}
	l.mu.Lock()
	h := l.contents[id]
	l.mu.Unlock()
	if h != nil {
		return h, nil
	}
	m, err := l.load(ctx)
	if err != nil {
		return nil, err
	}
	return l.content(ctx, m, id)
}

// content reads a snapshot, or returns it from memory.
func (l *Lake) content(ctx context.Context, m *metadata, id int64) (*held, error) {
	l.mu.Lock()
	h := l.contents[id]
	l.mu.Unlock()
	if h != nil {
		return h, nil
	}
	if m == nil || m.table.SnapshotByID(id) == nil {
		return nil, unknownSnapshot(fmt.Sprint(id), m)
	}
	h, err := l.readContent(ctx, m, id)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	l.contents[id] = h
	l.mu.Unlock()
	return h, nil
}

func (l *Lake) readContent(ctx context.Context, m *metadata, id int64) (*held, error) {
	files, err := dataFiles(ctx, m.table, id)
	if err != nil {
		return nil, err
	}
	if err := l.findRollups(files); err != nil {
		return nil, err
	}
	h := &held{files: files}
	name := ledgerOf(*m.table.SnapshotByID(id))
	if name == "" {
		return nil, trade.Errorf(trade.Internal, "snapshot %d was not written by oborot: it names no ledger", id).
			WithHint("oborot snapshots rollback")
	}
	if h.ledger, err = readLedger(l.ledgerPath(name)); err != nil {
		return nil, err
	}
	h.lists = map[string]trade.File{}
	for _, f := range l.listFiles(h.ledger) {
		h.lists[f.Dataset] = f
	}
	for _, e := range h.ledger.Imports {
		h.coverage = append(h.coverage, e.coverage()...)
	}
	slices.SortStableFunc(h.coverage, func(a, b trade.Coverage) int { return cmp.Compare(a.Dataset, b.Dataset) })
	return h, nil
}

// dataFiles lists the files of a snapshot with their partition.
func dataFiles(ctx context.Context, t *table.Table, id int64) ([]trade.File, error) {
	if err := checkNoDeletes(ctx, t, id); err != nil {
		return nil, err
	}
	tasks, err := t.Scan(table.WithSnapshotID(id)).PlanFiles(ctx)
	if err != nil {
		return nil, trade.Errorf(trade.Internal, "the files of snapshot %d cannot be listed: %w", id, err).WithHint("oborot doctor")
	}
	var files []trade.File
	for _, task := range tasks {
		f := task.File
		dataset, _ := f.Partition()[datasetField].(string)
		year, ok := f.Partition()[yearField].(int32)
		if dataset == "" || !ok {
			return nil, trade.Errorf(trade.Internal, "the file %s has no partition", f.FilePath()).WithHint("oborot doctor")
		}
		files = append(files, trade.File{Path: localPath(f.FilePath()), Dataset: dataset, Year: int(year), Rows: f.Count(), Bytes: f.FileSizeBytes()})
	}
	slices.SortFunc(files, func(a, b trade.File) int {
		return cmp.Or(cmp.Compare(a.Dataset, b.Dataset), cmp.Compare(a.Year, b.Year), cmp.Compare(a.Path, b.Path))
	})
	return files, nil
}

// checkNoDeletes refuses snapshots with delete files, which readers of the data
// files alone would overlook.
func checkNoDeletes(ctx context.Context, t *table.Table, id int64) error {
	disk, err := t.FS(ctx)
	if err != nil {
		return diskError("the table of facts cannot be read", err)
	}
	manifests, err := t.SnapshotByID(id).Manifests(disk)
	if err != nil {
		return diskError(fmt.Sprintf("the manifests of snapshot %d cannot be read", id), err)
	}
	for _, m := range manifests {
		if m.ManifestContent() == iceberg.ManifestContentDeletes {
			return trade.Errorf(trade.Usage, "snapshot %d holds delete files of another program, which oborot does not read", id).
				WithHint("rewrite the table without them, or `oborot snapshots rollback`")
		}
	}
	return nil
}

func (h *held) filesOf(dataset string, years ...int) []trade.File {
	var files []trade.File
	for _, f := range h.files {
		if (dataset == "" || f.Dataset == dataset) && (len(years) == 0 || slices.Contains(years, f.Year)) {
			files = append(files, f)
		}
	}
	return files
}

func (h *held) datasets() []string {
	var names []string
	for _, f := range h.files {
		if !slices.Contains(names, f.Dataset) {
			names = append(names, f.Dataset)
		}
	}
	return names
}

// names lists the datasets and the lists.
func (h *held) names() []string {
	names := h.datasets()
	if h.ledger != nil {
		for _, e := range h.ledger.Lists {
			names = append(names, e.Origin.Dataset)
		}
	}
	return names
}

// DataFiles lists the Parquet files of a table that hold the rows of a scope: of
// its snapshot, and of its dataset and years where it names them.
func (l *Lake) DataFiles(ctx context.Context, name string, s trade.Scope) ([]string, error) {
	if name != Flows {
		return nil, trade.Errorf(trade.Usage, "the lake has no table %q", name).WithHint("its table is %s", Flows)
	}
	h, err := l.at(ctx, s.Snapshot)
	if err != nil {
		return nil, err
	}
	return pathsOf(h.filesOf(s.Dataset, s.Years...)), nil
}

// Covered lists what is held in the scope's snapshot, of the scope's dataset if
// it names one, ordered by dataset. The list must not be changed.
func (l *Lake) Covered(ctx context.Context, s trade.Scope) ([]trade.Coverage, error) {
	h, err := l.at(ctx, s.Snapshot)
	if err != nil || s.Dataset == "" {
		return h.covered(), err
	}
	var some []trade.Coverage
	for _, c := range h.coverage {
		if c.Dataset == s.Dataset {
			some = append(some, c)
		}
	}
	return some, nil
}

func (h *held) covered() []trade.Coverage {
	if h == nil {
		return nil
	}
	return h.coverage
}

// Ledger lists the imports of which something is held in a snapshot, in the order
// of their commits.
func (l *Lake) Ledger(ctx context.Context, snapshot int64) ([]Entry, error) {
	h, err := l.at(ctx, snapshot)
	if err != nil || h.ledger == nil {
		return nil, err
	}
	var all []Entry
	for _, e := range h.ledger.Imports {
		all = append(all, e.view())
	}
	return all, nil
}

// Dataset is what a snapshot holds of one dataset, or a list.
type Dataset struct {
	Name     string
	Table    string   // Flows, or the table of the list: trade.Rates
	Releases []string // in the order of their imports
	Years    []int    // sorted; none of a list
	Rows     int64    // of a dataset flows and totals
	Value    int64    // of these rows, in thousandths of the published currency
	Bytes    int64    // of its Parquet files
	Origin   trade.Origin
	Imported time.Time // the last import
}

// Datasets lists what a snapshot holds, ordered by name.
func (l *Lake) Datasets(ctx context.Context, snapshot int64) ([]Dataset, error) {
	h, err := l.at(ctx, snapshot)
	if err != nil {
		return nil, err
	}
	var all []Dataset
	for _, name := range h.datasets() {
		all = append(all, h.dataset(name))
	}
	if h.ledger != nil {
		for _, e := range h.ledger.Lists {
			all = append(all, Dataset{Name: e.Origin.Dataset, Table: e.Table, Releases: []string{e.Origin.Release},
				Rows: e.Rows, Bytes: e.Bytes, Origin: e.Origin, Imported: e.Time})
		}
	}
	slices.SortFunc(all, func(a, b Dataset) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

func (h *held) dataset(name string) Dataset {
	d := Dataset{Name: name, Table: Flows}
	for _, f := range h.filesOf(name) {
		d.Rows, d.Bytes = d.Rows+f.Rows, d.Bytes+f.Bytes
		if !slices.Contains(d.Years, f.Year) {
			d.Years = append(d.Years, f.Year)
		}
	}
	for _, y := range h.ledger.Years {
		if y.Dataset == name {
			d.Value += y.Held.Value
		}
	}
	var files []trade.SourceFile
	for _, e := range h.ledger.Imports {
		if e.Origin.Dataset != name {
			continue
		}
		if !slices.Contains(d.Releases, e.Origin.Release) {
			d.Releases = append(d.Releases, e.Origin.Release)
		}
		d.Origin, d.Imported = e.Origin, e.Time
		files = append(files, e.origin().Files...)
	}
	d.Origin.Files = files
	return d
}
