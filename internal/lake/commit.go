package lake

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/apache/iceberg-go/table"

	"github.com/oborot/oborot/trade"
)

// commitAttempts is how often a commit starts again when another program that
// does not know the lake lock was faster.
const commitAttempts = 5

// Commit implements trade.Batch.
func (b *batch) Commit(ctx context.Context, read []trade.Tally) (trade.Account, error) {
	if err := b.open(0); err != nil {
		return trade.Account{}, err
	}
	account, err := b.commit(ctx, read)
	if err != nil {
		return trade.Account{}, errors.Join(err, b.Abort())
	}
	b.closed = true
	return account, b.stage.remove()
}

func (b *batch) commit(ctx context.Context, read []trade.Tally) (trade.Account, error) {
	if err := b.flushAll(ctx); err != nil {
		return trade.Account{}, err
	}
	if err := b.settle(read); err != nil {
		return trade.Account{}, err
	}
	var account trade.Account
	err := b.lake.changing(ctx, "importing "+b.im.Dataset+"@"+b.im.Release, func(m *metadata) error {
		p, err := b.plan(ctx, m)
		if err != nil {
			return err
		}
		account = p.account
		account.Snapshot, err = b.lake.commit(ctx, m, p.change)
		return err
	})
	return account, err
}

// changing runs a change of the table under the lake lock, on the newest state,
// cleared of what killed ones left. When another program commits in between, the
// change runs again.
func (l *Lake) changing(ctx context.Context, doing string, change func(*metadata) error) error {
	return l.locked(ctx, doing, func() error {
		if err := errors.Join(checkMarker(l.root, false), l.makeFolders()); err != nil {
			return err
		}
		var err error
		for range commitAttempts {
			var m *metadata
			if m, err = l.settled(ctx); err != nil {
				return err
			}
			if err = change(m); !errors.Is(err, table.ErrCommitFailed) {
				return err
			}
		}
		return trade.Errorf(trade.Conflict, "another program changed the lake %d times while this one was %s: %w", commitAttempts, doing, err).
			WithHint("try again")
	})
}

// settled returns the newest state after clearing what the dead left. The caller
// holds the lake lock.
func (l *Lake) settled(ctx context.Context) (*metadata, error) {
	if err := l.clearClaims(); err != nil {
		return nil, err
	}
	m, err := l.load(ctx)
	if err != nil {
		return nil, err
	}
	if m == nil {
		return nil, trade.Errorf(trade.Internal, "the lake %s has lost its table of facts", l.root).WithHint("oborot doctor")
	}
	return m, l.clearDead(m)
}

// importPlan is what an import will do to the state that it found.
type importPlan struct {
	change  change
	account trade.Account
	files   []fileState
	entry   entry
	status  map[int]trade.ImportStatus // by year
	over    takeover
}

// plan works out the change for the newest state, merging where need be.
func (b *batch) plan(ctx context.Context, m *metadata) (*importPlan, error) {
	now, err := b.lake.current(ctx, m)
	if err != nil {
		return nil, err
	}
	p := &importPlan{
		change: change{
			id: b.stage.id, doing: fmt.Sprintf("import %s@%s", b.im.Dataset, b.im.Release),
			ledger: now.ledger.next(b.stage.id, b.lake.version), tag: b.im.Dataset + "@" + b.im.Release,
		},
		account: trade.Account{Dataset: b.im.Dataset, Release: b.im.Release},
		files:   slices.Clone(b.files),
		entry:   b.newEntry(),
		status:  map[int]trade.ImportStatus{},
	}
	if s := m.table.CurrentSnapshot(); s != nil {
		p.over.before = s.SnapshotID
	}
	for _, year := range b.sortedYears() {
		if err := b.planYear(ctx, p, year, now.filesOf(b.im.Dataset, year)); err != nil {
			return nil, err
		}
	}
	p.account.Notes = append(p.account.Notes, p.over.notes(b.im.Release)...)
	return p, b.finish(p)
}

// planYear decides what becomes of one dataset-year.
func (b *batch) planYear(ctx context.Context, p *importPlan, year int, held []trade.File) error {
	y, c := b.years[year], &p.change
	c.remove = append(c.remove, held...)
	kept, total := trade.Tally{}, y.staged
	files := y.files
	if b.im.Mode == trade.Merge || y.writes > 1 {
		under := held
		if b.im.Mode == trade.Replace {
			under = nil
		}
		merged, err := b.merge(ctx, p, year, under)
		if err != nil {
			return err
		}
		files, kept = merged.Files, merged.Kept
		total = merged.total(y.staged)
		p.noteMerge(year, merged)
		if merged.Replaced.Rows > 0 {
			c.ledger.markReplaced(b.im.Dataset, year)
		}
	}
	if b.im.Mode == trade.Replace && len(held) > 0 {
		p.over.add(year, rowsOf(held), total.Rows, c.ledger.releasesOf(b.im.Dataset, year))
	}
	if kept.Rows == 0 {
		c.ledger.drop(b.im.Dataset, year)
	}
	c.add = append(c.add, files...)
	c.ledger.setYear(b.im.Dataset, year, total)
	p.entry.Years = append(p.entry.Years, heldYear{Year: year, Brought: y.staged, covers: y.seen.covers()})
	p.status[year] = b.statusOf(len(held) > 0)
	return nil
}

func (b *batch) statusOf(held bool) trade.ImportStatus {
	switch {
	case !held:
		return trade.ImportStored
	case b.im.Mode == trade.Merge:
		return trade.ImportMerged
	}
	return trade.ImportReplaced
}

// merged is what a merge did, with what follows for the account.
type merged struct{ trade.Merged }

// total is what the dataset-year holds afterwards.
func (m merged) total(staged trade.Tally) trade.Tally {
	t := m.Kept.Plus(staged)
	t.Rows -= int64(len(m.Repeats)) + m.Summed
	for _, r := range m.Repeats {
		t.Value -= r.Value
	}
	return t
}

// merge merges the staged files of a year with each other and with those held,
// and checks that no row was lost.
func (b *batch) merge(ctx context.Context, p *importPlan, year int, held []trade.File) (merged, error) {
	y := b.years[year]
	b.writes++
	dir := filepath.Join(b.stage.dir, fmt.Sprintf("merged%d", b.writes))
	if err := makeFolder(dir); err != nil {
		return merged{}, err
	}
	result, err := b.lake.writer.Merge(ctx, dir, b.part(year), held, y.files, b.im.Repeats)
	if err != nil {
		return merged{}, err
	}
	m := merged{result}
	if written, want := rowsOf(m.Files), m.total(y.staged).Rows; written != want {
		return merged{}, trade.Errorf(trade.Internal, "merging %s %d wrote %d rows where %d were expected", b.im.Dataset, year, written, want)
	}
	if m.Kept.Rows+m.Replaced.Rows != rowsOf(held) {
		return merged{}, trade.Errorf(trade.Internal, "merging %s %d lost rows: %d held, %d kept, %d replaced",
			b.im.Dataset, year, rowsOf(held), m.Kept.Rows, m.Replaced.Rows)
	}
	setAsideRepeats(p.files, m.Repeats)
	setSummed(p.files, m.Summed)
	return m, b.noteRepeats(y, m.Repeats)
}

// noteRepeats puts the repeats of a year into the quarantine file, once.
func (b *batch) noteRepeats(y *yearState, repeats []trade.Rejection) error {
	if y.noted {
		return nil
	}
	y.noted = true
	name := ""
	if len(b.files) == 1 {
		name = b.im.Files[0].Name
	}
	for _, r := range repeats {
		if err := b.quarantine.add(name, r); err != nil {
			return err
		}
	}
	return nil
}

func (p *importPlan) noteMerge(year int, m merged) {
	if m.Replaced.Rows > 0 {
		p.account.Notes = append(p.account.Notes, fmt.Sprintf("%d rows of %d took the place of rows with the same key", m.Replaced.Rows, year))
	}
	if m.Summed > 0 {
		p.account.Notes = append(p.account.Notes, fmt.Sprintf("%d rows of %d were added to rows with the same key", m.Summed, year))
	}
	if n := len(m.Repeats); n > 0 {
		p.account.Notes = append(p.account.Notes, fmt.Sprintf("%d rows of %d repeat the key of an earlier row and were set aside", n, year))
	}
}

// newEntry is what the ledger will say of the import, but for its years.
func (b *batch) newEntry() entry {
	return entry{
		ID: b.stage.id, Time: now(), Program: b.lake.version, Origin: b.im.Origin, Nomenclature: b.im.Nomenclature,
		Digits: b.im.Digits, Months: b.im.Months, Mode: b.im.Mode, Repeats: b.im.Repeats,
		AbsentIsZero: b.im.AbsentIsZero, Regions: b.im.Regions, Enterprises: b.im.Enterprises,
	}
}

// finish closes the accounts and enters the import in the ledger.
func (b *batch) finish(p *importPlan) error {
	before := b.files
	b.files = p.files
	err := b.tolerated()
	b.files = before
	if err != nil {
		return err
	}
	if b.quarantine.used() {
		p.account.Quarantine, p.entry.Quarantine = b.quarantine.path, filepath.Base(b.quarantine.path)
		if err := b.quarantine.close(); err != nil {
			return err
		}
	}
	for _, f := range p.files {
		f.account.Status = f.status(p.status)
		if err := f.account.Balance(); err != nil {
			return err
		}
		p.account.Files = append(p.account.Files, f.account)
		p.entry.Files = append(p.entry.Files, loadedFile{f.account, sortedKeys(f.years)})
	}
	p.change.ledger.Imports = append(p.change.ledger.Imports, p.entry)
	return nil
}

// status is the gravest of what happened to the years of the file.
func (f fileState) status(of map[int]trade.ImportStatus) trade.ImportStatus {
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
