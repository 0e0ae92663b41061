package lake

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/oborot/oborot/trade"
)

// plan is what a commit of one or several imports will do to the state that it
// found. The imports are planned one after the other: each finds what those before
// it do.
type plan struct {
	change  change
	batches []*batch
	found   []trade.File // held before the commit
	files   []trade.File // held after the imports planned so far; new ones are staged yet
	before  int64        // the snapshot that undoes the commit, 0 if there is none
	parts   []*importPlan
}

// importPlan is the part of one import.
type importPlan struct {
	*plan
	account trade.Account
	states  []fileState
	entry   entry
	status  map[int]trade.ImportStatus // by year
	over    takeover
}

// plan works out the change for the newest state, merging where need be.
func (l *Lake) plan(ctx context.Context, m *metadata, batches []*batch) (*plan, error) {
	now, err := l.current(ctx, m)
	if err != nil {
		return nil, err
	}
	storing := slices.DeleteFunc(slices.Clone(batches), func(b *batch) bool { return !b.stores() })
	names := namesOf(batches)
	p := &plan{
		change:  change{id: storing[0].stage.id, doing: "import " + strings.Join(names, ", "), tags: names},
		batches: batches, found: now.files, files: now.files,
	}
	p.change.ledger = now.ledger.next(p.change.id, l.version)
	for _, b := range batches {
		if b != storing[0] {
			p.change.joined = append(p.change.joined, b.stage.id)
		}
	}
	if s := m.table.CurrentSnapshot(); s != nil {
		p.before = s.SnapshotID
	}
	for _, b := range batches {
		if list := now.ledger.list(b.im.Dataset); list != nil {
			return nil, trade.Errorf(trade.Usage, "the lake holds a list %q, no dataset can have its name", b.im.Dataset).
				WithHint("name the dataset with --dataset, or take the list out with `oborot datasets remove %s`", b.im.Dataset)
		}
		if err := b.plan(ctx, p); err != nil {
			return nil, err
		}
	}
	return p, p.finish()
}

// plan adds one import to the plan of its commit.
func (b *batch) plan(ctx context.Context, joint *plan) error {
	p := &importPlan{
		plan:    joint,
		account: trade.Account{Dataset: b.im.Dataset, Release: b.im.Release},
		states:  slices.Clone(b.files),
		entry:   b.newEntry(),
		status:  map[int]trade.ImportStatus{},
		over:    takeover{before: joint.before},
	}
	for _, year := range b.sortedYears() {
		if err := b.planYear(ctx, p, year); err != nil {
			return err
		}
	}
	p.account.Notes = append(p.account.Notes, p.over.notes(b.im.Release)...)
	joint.parts = append(joint.parts, p)
	return b.enter(p)
}

// planYear decides what becomes of one dataset-year. An import that replaces whole
// dataset-years leaves what other imports of its own commit bring of the same one.
func (b *batch) planYear(ctx context.Context, p *importPlan, year int) error {
	y, ledger := b.years[year], p.change.ledger
	held, joined := p.filesOf(b.im.Dataset, year)
	under := joined
	if b.im.Mode == trade.Merge {
		under = slices.Concat(held, joined)
	}
	kept, total, files := trade.Tally{}, y.staged, y.files
	if len(under) > 0 || !y.distinct && (b.im.Mode == trade.Merge || y.writes > 1) {
		merged, err := b.merge(ctx, p, year, under)
		if err != nil {
			return err
		}
		files, kept, total = merged.Files, merged.Kept, merged.total(y.staged)
		p.noteMerge(year, merged)
		if merged.Replaced.Rows > 0 {
			ledger.markReplaced(b.im.Dataset, b.im.Nomenclature, year)
		}
	}
	if b.im.Mode == trade.Replace && len(held) > 0 {
		p.over.add(year, rowsOf(held), total.Rows-kept.Rows, ledger.releasesOf(b.im.Dataset, year))
	}
	if b.im.Mode == trade.Replace || kept.Rows == 0 {
		ledger.drop(b.im.Dataset, year, kept.Rows > 0)
	}
	p.swap(slices.Concat(held, joined), files)
	ledger.setYear(b.im.Dataset, year, total)
	p.entry.Years = append(p.entry.Years, heldYear{Year: year, Brought: y.staged, covers: y.seen.covers()})
	p.status[year] = b.statusOf(year, p.found)
	return nil
}

// filesOf lists the files of a dataset-year that the commit found, and those that
// its imports before this one bring.
func (p *plan) filesOf(dataset string, year int) (held, joined []trade.File) {
	for _, f := range p.files {
		switch {
		case f.Dataset != dataset || f.Year != year:
		case contains(p.change.add, f):
			joined = append(joined, f)
		default:
			held = append(held, f)
		}
	}
	return held, joined
}

// swap takes files out of the state and puts others in. What the commit itself
// would have added is not added.
func (p *plan) swap(out, in []trade.File) {
	c := &p.change
	for _, f := range out {
		if !contains(c.add, f) {
			c.remove = append(c.remove, f)
		}
	}
	gone := func(f trade.File) bool { return contains(out, f) }
	c.add = append(slices.DeleteFunc(slices.Clone(c.add), gone), in...)
	p.files = append(slices.DeleteFunc(slices.Clone(p.files), gone), in...)
}

func contains(files []trade.File, f trade.File) bool {
	return slices.ContainsFunc(files, func(o trade.File) bool { return o.Path == f.Path })
}

func (b *batch) statusOf(year int, found []trade.File) trade.ImportStatus {
	switch {
	case !slices.ContainsFunc(found, func(f trade.File) bool { return f.Dataset == b.im.Dataset && f.Year == year }):
		return trade.ImportStored
	case b.im.Mode == trade.Merge:
		return trade.ImportMerged
	}
	return trade.ImportReplaced
}

// newEntry is what the ledger will say of the import, but for its years.
func (b *batch) newEntry() entry {
	return entry{
		ID: b.stage.id, Time: now(), Program: b.lake.version, Origin: b.im.Origin, Nomenclature: b.im.Nomenclature,
		Digits: b.im.Digits, Months: b.im.Months, Mode: b.im.Mode, Repeats: b.im.Repeats,
		AbsentIsZero: b.im.AbsentIsZero, Regions: b.im.Regions, Enterprises: b.im.Enterprises, fresh: true,
	}
}

// enter closes the account of an import and enters it in the ledger, unless it
// brought nothing.
func (b *batch) enter(p *importPlan) error {
	if b.quarantine.used() {
		p.account.Quarantine, p.entry.Quarantine = b.quarantine.path, filepath.Base(b.quarantine.path)
		if err := b.quarantine.close(); err != nil {
			return err
		}
	}
	for _, f := range p.states {
		f.account.Status = f.status(p.status)
		if err := f.account.Balance(); err != nil {
			return err
		}
		if f.account.Read.Rows == 0 && isElsewhere(p.batches, b, f.account.SourceFile) {
			continue
		}
		p.account.Files = append(p.account.Files, f.account)
		p.entry.Files = append(p.entry.Files, loadedFile{f.account, sortedKeys(f.years), p.beside(b, f.account.SourceFile)})
	}
	if b.stores() {
		p.change.ledger.Imports = append(p.change.ledger.Imports, p.entry)
	}
	return nil
}

// isElsewhere tells whether the account of a file of which an import read nothing
// is given with another import of the commit: one that read rows of it, or else
// the first.
func isElsewhere(batches []*batch, b *batch, file trade.SourceFile) bool {
	before := true
	for _, other := range batches {
		if other == b {
			before = false
			continue
		}
		for _, f := range other.files {
			if f.account.SourceFile == file && (before || f.account.Read.Rows > 0) {
				return true
			}
		}
	}
	return false
}

// beside lists the other imports of the commit that store rows of a file, with
// their datasets.
func (p *plan) beside(b *batch, file trade.SourceFile) map[string]string {
	var others map[string]string
	for _, other := range p.batches {
		for _, f := range other.files {
			if other == b || f.account.SourceFile != file || len(f.years) == 0 {
				continue
			}
			if others == nil {
				others = map[string]string{}
			}
			others[other.stage.id] = other.im.Dataset
		}
	}
	return others
}

// finish checks what is tolerated again, now that merges have set rows aside too.
func (p *plan) finish() error {
	files := make([][]fileState, len(p.parts))
	for i, part := range p.parts {
		files[i] = part.states
	}
	return tolerated(p.batches, files)
}

// accounts returns the accounts of the imports, in their order.
func (p *plan) accounts(snapshot int64) []trade.Account {
	var all []trade.Account
	for _, part := range p.parts {
		part.account.Snapshot = snapshot
		all = append(all, part.account)
	}
	return all
}

// status is the gravest of what happened to the years of the file.
func (f fileState) status(of map[int]trade.ImportStatus) trade.ImportStatus {
	if len(f.years) == 0 {
		return trade.ImportUnchanged
	}
	status := trade.ImportStored
	for _, year := range sortedKeys(f.years) {
		if of[year] != trade.ImportStored {
			status = of[year]
		}
	}
	return status
}

func sortedKeys(set map[int]bool) []int {
	keys := []int{}
	for k := range set {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
