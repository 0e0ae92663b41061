package lake

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/apache/iceberg-go"

	"github.com/oborot/oborot/trade"
)

// listEntry is one list that is held. Its rows are one file of the table of lists
// that it belongs to, and stay as long as the snapshot of that table does.
type listEntry struct {
	ID       string              `json:"id"` // of its import
	Time     time.Time           `json:"time"`
	Program  string              `json:"program"`
	Table    string              `json:"table"`
	Origin   trade.Origin        `json:"origin"`
	Files    []trade.FileAccount `json:"files"`
	Rows     int64               `json:"rows"`
	File     string              `json:"file"` // path below the folder of the table
	Bytes    int64               `json:"bytes"`
	Snapshot int64               `json:"snapshot"` // of the table
}

// Keep stores a list in the place of the one of its name, in one commit with a
// ledger and the tag name@release, as an import of flows is. read is the balanced
// account of its files but for the status. It returns an error of kind
// trade.Usage for a name that a dataset or a list of another table has.
func (l *Lake) Keep(ctx context.Context, list trade.List, read []trade.FileAccount) (trade.Account, error) {
	if err := checkList(list, read); err != nil {
		return trade.Account{}, err
	}
	if err := l.Create(ctx); err != nil {
		return trade.Account{}, err
	}
	stage, err := l.stage()
	if err != nil {
		return trade.Account{}, err
	}
	account, err := l.keep(ctx, stage, list, read)
	if err != nil {
		return trade.Account{}, errors.Join(err, stage.remove())
	}
	return account, stage.remove()
}

// checkList refuses what a source must not hand over.
func checkList(list trade.List, read []trade.FileAccount) error {
	for what, name := range map[string]string{"list": list.Origin.Dataset, "release": list.Origin.Release} {
		if !plainName(name) {
			return unfitName(what, name)
		}
	}
	if err := list.Check(); err != nil {
		return trade.Errorf(trade.Internal, "a list was handed over that may not be stored: %w", err)
	}
	if len(read) == 0 {
		return trade.Errorf(trade.Internal, "a list names no files")
	}
	for _, f := range read {
		if err := f.Balance(); err != nil {
			return err
		}
	}
	if list.Rows() == 0 {
		return trade.Errorf(trade.BadInput, "the list holds no rows").At(read[0].Name, 0).
			WithHint("check that the file is complete and of the format named")
	}
	return checkCells(list)
}

func checkCells(list trade.List) error {
	for _, c := range list.Columns {
		if i := slices.IndexFunc(c.Numbers, func(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }); i >= 0 {
			return trade.Errorf(trade.Internal, "%s of row %d of the list is not a number", c.Name, i+1)
		}
		if i := slices.IndexFunc(c.Text, func(s string) bool { return !utf8.ValidString(s) }); i >= 0 {
			return trade.Errorf(trade.Internal, "%s of row %d of the list is not UTF-8", c.Name, i+1)
		}
	}
	return nil
}

// keep writes the list outside the lake lock and commits it under it.
func (l *Lake) keep(ctx context.Context, stage *staging, list trade.List, read []trade.FileAccount) (trade.Account, error) {
	name := list.Origin.Dataset + "@" + list.Origin.Release
	e := listEntry{
		ID: stage.id, Time: now(), Program: l.version, Table: list.Table, Origin: list.Origin,
		Files: slices.Clone(read), Rows: int64(list.Rows()),
	}
	e.Origin.Files = nil
	for _, f := range read {
		e.Origin.Files = append(e.Origin.Files, f.SourceFile)
	}
	staged := filepath.Join(stage.dir, "list.parquet")
	var err error
	if e.Bytes, err = writeList(staged, list); err != nil {
		return trade.Account{}, diskError("the list "+name+" cannot be written", err)
	}
	l.step("list staged")
	account := trade.Account{Dataset: list.Origin.Dataset, Release: list.Origin.Release}
	attempt := 0
	err = l.changing(ctx, "importing "+name, func(m *metadata) error {
		found, err := l.current(ctx, m)
		if err != nil {
			return err
		}
		attempt++ // a file that was named once is never written again
		e.File = filepath.Join("data", "list="+e.Origin.Dataset, fmt.Sprintf("%s-%d.parquet", stage.id, attempt))
		c := change{id: stage.id, doing: "import " + name, ledger: found.ledger.next(stage.id, l.version), tags: []string{name}}
		notes, err := c.enterList(&e, found, m)
		if err != nil {
			return err
		}
		account.Notes = slices.Concat(list.Origin.Notes, notes)
		if err := l.shelve(ctx, c, e, staged); err != nil {
			return err
		}
		account.Snapshot, err = l.commit(ctx, m, c)
		return err
	})
	account.Files = e.Files
	return account, err
}

// enterList puts a list in the place of the one of its name in the ledger of a
// change, and returns what is to be told of that one.
func (c *change) enterList(e *listEntry, found *held, m *metadata) ([]string, error) {
	name := e.Origin.Dataset
	if slices.Contains(found.datasets(), name) {
		return nil, trade.Errorf(trade.Usage, "the lake holds a dataset %q, no list can have its name", name).
			WithHint("name the list with --dataset, or take the dataset out with `oborot datasets remove %s`", name)
	}
	status := trade.ImportStored
	var over takeover
	if before := c.ledger.list(name); before != nil {
		if before.Table != e.Table {
			return nil, trade.Errorf(trade.Usage, "the lake holds a list %q of %s, this one is of %s", name, before.Table, e.Table).
				WithHint("name the list with --dataset, or take the other out with `oborot datasets remove %s`", name)
		}
		status = trade.ImportReplaced
		over = takeover{before: m.table.CurrentSnapshot().SnapshotID, releases: []string{before.Origin.Release},
			years: []string{fmt.Sprintf("%s the place of %s", rowsTake(e.Rows), grouped(before.Rows))}}
	}
	for i := range e.Files {
		e.Files[i].Status = status
	}
	c.ledger.dropList(name)
	c.ledger.Lists = append(c.ledger.Lists, *e)
	slices.SortFunc(c.ledger.Lists, func(a, b listEntry) int { return cmp.Compare(a.Origin.Dataset, b.Origin.Dataset) })
	return over.notes(e.Origin.Release), nil
}

// list returns the list of a name, nil if there is none.
func (l *ledger) list(name string) *listEntry {
	if l == nil {
		return nil
	}
	at := slices.IndexFunc(l.Lists, func(e listEntry) bool { return e.Origin.Dataset == name })
	if at < 0 {
		return nil
	}
	return &l.Lists[at]
}

func (l *ledger) dropList(name string) {
	l.Lists = slices.DeleteFunc(l.Lists, func(e listEntry) bool { return e.Origin.Dataset == name })
}

// shelve gives the file of a list its place and commits it to the table of lists.
// Nobody sees it before the ledger of the change is committed.
func (l *Lake) shelve(ctx context.Context, c change, e listEntry, staged string) error {
	path := l.listPath(e)
	err := linkInto(filepath.Dir(path), filepath.Base(path), staged)
	if err == nil {
		err = diskError("the folder of a list cannot be synced", errors.Join(syncPath(filepath.Dir(path)), syncPath(filepath.Dir(filepath.Dir(path)))))
	}
	if err == nil {
		l.step("list linked")
		err = l.pin(ctx, c, e.Table)
	}
	if err != nil {
		return errors.Join(err, l.removeUnnamedLists(ctx, c.id))
	}
	return nil
}

// removeUnnamedLists removes the files of lists of a commit that did not happen,
// but for those that a table names already: upkeep forgets them with the snapshot.
func (l *Lake) removeUnnamedLists(ctx context.Context, id string) error {
	paths, err := filepath.Glob(filepath.Join(globQuote(l.path(namespace)), "*", "data", "list=*", id+"-*.parquet"))
	if err != nil || len(paths) == 0 {
		return err
	}
	lists, err := l.listTables(context.WithoutCancel(ctx))
	if err != nil {
		return err
	}
	var named []string
	for _, m := range lists {
		held, err := listPaths(context.WithoutCancel(ctx), m)
		if err != nil {
			return err
		}
		named = append(named, held...)
	}
	for _, path := range paths {
		if !slices.Contains(named, path) {
			err = errors.Join(err, removeFile(path))
		}
	}
	return diskError("the file of a list that was not stored cannot be removed", err)
}

func (l *Lake) listPath(e listEntry) string { return filepath.Join(l.tableFolder(e.Table), e.File) }

// pin makes a snapshot of a table of lists that holds just the lists in the ledger
// of a change, and notes its number with each of them. What killed imports and
// states rolled back have left in the table is not in it.
func (l *Lake) pin(ctx context.Context, c change, name string) error {
	if err := l.createTable(ctx, name); err != nil {
		return err
	}
	m, err := l.read(ctx, name)
	if err != nil {
		return err
	}
	held, err := listPaths(ctx, m)
	if err != nil {
		return err
	}
	var wanted, without, with []string
	for _, e := range c.ledger.Lists {
		if path := l.listPath(e); e.Table == name {
			wanted = append(wanted, path)
			if !slices.Contains(held, path) {
				with = append(with, path)
			}
		}
	}
	for _, path := range held {
		if !slices.Contains(wanted, path) {
			without = append(without, path)
		}
	}
	txn := m.table.NewTransaction()
	next, err := l.prepare(ctx, txn, without, with, iceberg.Properties{doingProperty: c.doing, versionProperty: l.version})
	if err != nil {
		return diskError("the change of "+inWords(name)+" cannot be prepared", err)
	}
	for i := range c.ledger.Lists {
		if e := &c.ledger.Lists[i]; e.Table == name {
			e.Snapshot = next
		}
	}
	return l.publish(ctx, m, txn, nil)
}

// listPaths lists the files of the newest snapshot of a table of lists.
func listPaths(ctx context.Context, m *metadata) ([]string, error) {
	if m.table.CurrentSnapshot() == nil {
		return nil, nil
	}
	tasks, err := m.table.Scan().PlanFiles(ctx)
	if err != nil {
		return nil, trade.Errorf(trade.Internal, "the files of %s cannot be listed: %w", inWords(m.name), err).WithHint("oborot doctor")
	}
	var paths []string
	for _, task := range tasks {
		paths = append(paths, localPath(task.File.FilePath()))
	}
	return paths, nil
}

// Lists returns the lists of a table (trade.Rates) that a snapshot holds, ordered
// by name; 0 stands for the current one. There are none where there is no lake.
func (l *Lake) Lists(ctx context.Context, snapshot int64, name string) ([]trade.List, error) {
	if columns, _ := trade.ListColumns(name); columns == nil {
		return nil, trade.Errorf(trade.Internal, "%q is not a table of lists", name)
	}
	h, err := l.atOrCurrent(ctx, snapshot)
	if err != nil || h.ledger == nil {
		return nil, err
	}
	var lists []trade.List
	for _, e := range h.ledger.Lists {
		if e.Table != name {
			continue
		}
		columns, err := readList(ctx, l.listPath(e), name)
		if err != nil {
			return nil, trade.Errorf(trade.Internal, "the list %s cannot be read: %w", e.Origin.Dataset, err).At(l.listPath(e), 0).
				WithHint("import it again; `oborot doctor` names the files that are damaged")
		}
		lists = append(lists, trade.List{Origin: e.Origin, Table: name, Columns: columns})
	}
	return lists, nil
}

func (l *Lake) atOrCurrent(ctx context.Context, snapshot int64) (*held, error) {
	if snapshot != 0 {
		return l.at(ctx, snapshot)
	}
	m, err := l.load(ctx)
	if err != nil {
		return nil, err
	}
	return l.current(ctx, m)
}

// listFiles lists the files of the lists in a ledger.
func (l *Lake) listFiles(of *ledger) []trade.File {
	if of == nil {
		return nil
	}
	var files []trade.File
	for _, e := range of.Lists {
		files = append(files, trade.File{Path: l.listPath(e), Dataset: e.Origin.Dataset, Rows: e.Rows, Bytes: e.Bytes})
	}
	return files
}

// listTables returns the tables of lists that there are.
func (l *Lake) listTables(ctx context.Context) ([]*metadata, error) {
	var all []*metadata
	for _, name := range tables() {
		if name == Flows {
			continue
		}
		m, err := l.read(ctx, name)
		if err != nil {
			return nil, err
		}
		if m != nil {
			all = append(all, m)
		}
	}
	return all, nil
}
