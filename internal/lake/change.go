package lake

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/apache/iceberg-go"
	"github.com/apache/iceberg-go/table"

	"github.com/oborot/oborot/trade"
)

// The properties of oborot in the summary of a snapshot.
const (
	ledgerProperty  = "oborot.ledger"
	doingProperty   = "oborot.change"
	versionProperty = "oborot.version"
	joinedProperty  = "oborot.joined" // ids of the imports of the commit but for the first, whose id is the ledger's
)

type snapshot = table.Snapshot

// ledgerOf returns the id of the ledger that a snapshot names.
func ledgerOf(s snapshot) string { return property(s, ledgerProperty) }

func property(s snapshot, key string) string {
	if s.Summary == nil {
		return ""
	}
	return s.Summary.Properties[key]
}

func now() time.Time { return time.Now().UTC().Truncate(time.Second) }

// change is one commit of the table: files out, files in, a new ledger.
type change struct {
	id     string
	joined []string // ids of further imports in the same commit
	doing  string
	ledger *ledger
	remove []trade.File
	add    []trade.File // staged; linked into the table's folder before the commit
	tags   []string
}

// commit makes a change visible at once, with its ledger and tags. When it fails
// nothing has changed, and what it prepared is removed. The caller holds the lake
// lock.
func (l *Lake) commit(ctx context.Context, m *metadata, c change) (int64, error) {
	added, err := l.link(c)
	if err == nil {
		err = c.ledger.write(l.ledgerPath(c.id))
	}
	var id int64
	if err == nil {
		l.step("files linked")
		id, err = l.swap(ctx, m, c, added)
	}
	if err != nil {
		return 0, errors.Join(err, l.undo(ctx, c.id))
	}
	return id, nil
}

// undo removes what a failed commit prepared, unless the commit is visible all
// the same: an error may come after it, or from a disk that did it nevertheless.
func (l *Lake) undo(ctx context.Context, id string) error {
	m, err := l.read(context.WithoutCancel(ctx), Flows)
	if err != nil || m.committed(id) {
		return err
	}
	return l.removeUncommitted(ctx, id)
}

// link gives the staged files their names in the table's folder, and their
// rollups theirs. They keep their staged names until the import is over, so that
// a commit can start again.
func (l *Lake) link(c change) ([]string, error) {
	var added []string
	folders := map[string]bool{}
	for i, f := range c.add {
		name := fmt.Sprintf("%s-%d.parquet", c.id, i+1)
		folder := filepath.Join(l.dataFolder(), "dataset="+f.Dataset, fmt.Sprintf("year=%d", f.Year))
		if err := linkInto(folder, name, f.Path); err != nil {
			return nil, err
		}
		added = append(added, filepath.Join(folder, name))
		folders[folder], folders[filepath.Dir(folder)] = true, true
		for r, path := range f.Rollups {
			if err := linkInto(l.rollupFolder(r), name, path); err != nil {
				return nil, err
			}
			folders[l.rollupFolder(r)] = true
		}
	}
	for folder := range folders {
		if err := syncPath(folder); err != nil {
			return nil, diskError("the folder "+folder+" cannot be synced", err)
		}
	}
	return added, nil
}

func linkInto(folder, name, staged string) error {
	if err := makeFolder(folder); err != nil {
		return err
	}
	return diskError("the staged file "+staged+" cannot be put in its place", os.Link(staged, filepath.Join(folder, name)))
}

// swap commits the files to the table of facts. The tags go into the same commit,
// which a Transaction of iceberg-go cannot do by itself.
func (l *Lake) swap(ctx context.Context, m *metadata, c change, added []string) (int64, error) {
	txn := m.table.NewTransaction()
	properties := iceberg.Properties{ledgerProperty: c.id, doingProperty: c.doing, versionProperty: l.version}
	if len(c.joined) > 0 {
		properties[joinedProperty] = strings.Join(c.joined, " ")
	}
	next, err := l.prepare(ctx, txn, pathsOf(c.remove), added, properties)
	if err != nil {
		return 0, diskError("the change of the table of facts cannot be prepared", err)
	}
	updates := []table.Update{}
	for _, tag := range c.tags {
		updates = append(updates, table.NewSetSnapshotRefUpdate(tag, next, table.TagRef, 0, 0, 0))
	}
	return next, l.publish(ctx, m, txn, updates)
}

// prepare writes the manifests of a new snapshot without and with some files, and
// returns its number. Without any, the snapshot holds what the one before does.
func (l *Lake) prepare(ctx context.Context, txn *table.Transaction, without, with []string, properties iceberg.Properties) (int64, error) {
	var err error
	if len(without)+len(with) == 0 {
		err = txn.AddFiles(ctx, nil, properties, true)
	} else {
		err = txn.ReplaceDataFiles(ctx, without, with, properties)
	}
	if err != nil {
		return 0, err
	}
	staged, err := txn.StagedTable()
	if err != nil {
		return 0, err
	}
	next := staged.CurrentSnapshot()
	return next.SnapshotID, syncManifests(next.ManifestList)
}

// publish commits a transaction and further updates as one new version of the
// metadata.
func (l *Lake) publish(ctx context.Context, m *metadata, txn *table.Transaction, more []table.Update) error {
	commit, err := txn.TableCommit()
	if err != nil {
		return diskError("the change of "+inWords(m.name)+" cannot be prepared", err)
	}
	requirements := commit.Requirements
	if len(requirements) == 0 {
		requirements = []table.Requirement{table.AssertTableUUID(m.table.Metadata().TableUUID())}
	}
	l.step(stepOf("before commit", m.name))
	_, location, err := l.catalog.CommitTable(ctx, identifier(m.name), requirements, append(commit.Updates, more...))
	if err != nil {
		return commitError(m.name, err)
	}
	l.step(stepOf("after commit", m.name))
	err = errors.Join(syncPath(localPath(location)), syncPath(l.metadataFolder(m.name)))
	if err != nil {
		return diskError("the change was made, but may be lost with the power: it cannot be synced", err)
	}
	return l.dropOldMetadata(m.name, m.version+1)
}

func stepOf(step, name string) string {
	if name == Flows {
		return step
	}
	return step + " of a list"
}

// commitError keeps the mark of a conflict and explains the rest. Requirements
// that no longer hold are a conflict too.
func commitError(name string, err error) error {
	if strings.Contains(err.Error(), "requirement failed") {
		err = fmt.Errorf("%w: %w", table.ErrCommitFailed, err)
	}
	return diskError("the change of "+inWords(name)+" cannot be committed", err)
}

// syncManifests makes the manifests of a snapshot that is about to be committed
// survive a loss of power. Their names hold the identity of the commit, as that
// of their list does: snap-ID-0-UUID.avro, UUID-m1.avro.
func syncManifests(list string) error {
	name := strings.TrimSuffix(filepath.Base(list), ".avro")
	commit := name[max(0, len(name)-lengthOfUUID):]
	paths, err := filepath.Glob(filepath.Join(globQuote(filepath.Dir(localPath(list))), "*"+commit+"*.avro"))
	if err != nil || len(paths) == 0 {
		return diskError("the manifests of the commit cannot be found", errors.Join(err, fs.ErrNotExist))
	}
	for _, path := range paths {
		if err := syncPath(path); err != nil {
			return diskError("the manifest "+path+" cannot be synced", err)
		}
	}
	return nil
}

// globQuote takes their meaning from the signs of a pattern in a path.
func globQuote(path string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}

func pathsOf(files []trade.File) []string {
	paths := make([]string, len(files))
	for i, f := range files {
		paths[i] = f.Path
	}
	return paths
}

// Remove takes a dataset or a list out of the lake, in one commit that `snapshots
// rollback` undoes. It returns an error of kind trade.Usage, with the nearest
// name, for a dataset that is not held.
func (l *Lake) Remove(ctx context.Context, dataset string) error {
	if !l.exists() {
		return unknownDataset(dataset, nil)
	}
	return l.changing(ctx, "removing "+dataset, func(m *metadata) error {
		now, err := l.current(ctx, m)
		if err != nil {
			return err
		}
		c := change{id: newID(), doing: "remove " + dataset}
		c.ledger = now.ledger.next(c.id, l.version)
		for _, f := range now.files {
			if f.Dataset == dataset {
				c.remove = append(c.remove, f)
				c.ledger.drop(dataset, f.Year, false)
			}
		}
		if list := c.ledger.list(dataset); list != nil {
			name := list.Table
			c.ledger.dropList(dataset)
			if err := l.pin(ctx, c, name); err != nil {
				return err
			}
		} else if len(c.remove) == 0 {
			return unknownDataset(dataset, now.names())
		}
		_, err = l.commit(ctx, m, c)
		return err
	})
}

func unknownDataset(name string, held []string) error {
	err := trade.Errorf(trade.Usage, "the lake holds no dataset %q", name)
	if len(held) == 0 {
		return err.WithHint("the lake is empty")
	}
	return err.WithHint("it holds %s", strings.Join(held, ", "))
}

// Rollback makes an earlier snapshot the current one. The snapshots after it stay
// and can be rolled back to in turn. It returns an error of kind trade.Usage for
// a snapshot that is not there.
func (l *Lake) Rollback(ctx context.Context, id int64) error {
	if !l.exists() {
		return unknownSnapshot(fmt.Sprint(id), nil)
	}
	return l.changing(ctx, "rolling back", func(m *metadata) error {
		known := m.table.Metadata().Snapshots()
		if !slices.ContainsFunc(known, func(s snapshot) bool { return s.SnapshotID == id }) {
			return unknownSnapshot(fmt.Sprint(id), m)
		}
		update := table.NewSetSnapshotRefUpdate(table.MainBranch, id, table.BranchRef, 0, 0, 0)
		return l.publish(ctx, m, m.table.NewTransaction(), []table.Update{update})
	})
}
