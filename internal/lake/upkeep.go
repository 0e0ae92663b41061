package lake

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/apache/iceberg-go/table"

	"github.com/oborot/oborot/trade"
)

// Upkeep spares what is younger, because somebody may still be at work with it.
const (
	orphanAge     = time.Hour
	quarantineAge = 30 * 24 * time.Hour
)

// UpkeepReport says what upkeep did.
type UpkeepReport struct {
	Snapshots   int   // forgotten
	Files       int   // of the table, removed because no snapshot names them
	Bytes       int64 // of these files
	Rollups     int   // removed because their data file is gone
	Ledgers     int   // removed because no snapshot names them
	Stagings    int   // of killed imports, removed
	Quarantines int   // removed: older than 30 days, and no import that is held names them
}

// Upkeep forgets the snapshots older than an age, but never the current nor a
// tagged one, and removes the files that no snapshot names any more. It takes the
// lake lock, and spares files younger than an hour.
func (l *Lake) Upkeep(ctx context.Context, olderThan time.Duration) (UpkeepReport, error) {
	var report UpkeepReport
	if !l.exists() {
		return report, nil
	}
	dead, err := l.deadStaging()
	if err != nil {
		return report, err
	}
	err = l.changing(ctx, "upkeep", func(m *metadata) error {
		report = UpkeepReport{Stagings: len(dead)}
		if err := l.expire(ctx, m, olderThan, &report); err != nil {
			return err
		}
		m, err := l.load(ctx)
		if err != nil {
			return err
		}
		return errors.Join(l.upkeepLists(ctx, m, &report), l.removeOrphans(ctx, m, &report), l.removeRollups(&report),
			l.removeLedgers(m, &report), l.removeQuarantines(ctx, m, &report))
	})
	return report, err
}

func (l *Lake) expire(ctx context.Context, m *metadata, olderThan time.Duration, report *UpkeepReport) error {
	txn := m.table.NewTransaction()
	err := txn.ExpireSnapshots(table.WithOlderThan(max(0, olderThan)), table.WithRetainLast(1), table.WithPostCommit(false))
	if err != nil {
		return diskError("old snapshots cannot be forgotten", err)
	}
	staged, err := txn.StagedTable()
	if err != nil {
		return diskError("old snapshots cannot be forgotten", err)
	}
	report.Snapshots = len(m.table.Metadata().Snapshots()) - len(staged.Metadata().Snapshots())
	if report.Snapshots == 0 {
		return nil
	}
	return l.publish(ctx, m, txn, nil)
}

func (l *Lake) removeOrphans(ctx context.Context, m *metadata, report *UpkeepReport) error {
	plan, err := orphans(ctx, m)
	if err != nil {
		return err
	}
	done, err := m.table.ExecuteOrphanCleanup(ctx, plan)
	report.Files, report.Bytes = report.Files+len(done.DeletedFiles), report.Bytes+done.TotalSizeBytes
	return diskError("the files that no snapshot names cannot be removed", err)
}

// orphans finds the files of a table that none of its snapshots names.
func orphans(ctx context.Context, m *metadata) (table.OrphanCleanupPlan, error) {
	plan, err := m.table.PlanOrphanFiles(ctx, table.WithFilesOlderThan(orphanAge))
	return plan, diskError("the files that no snapshot names cannot be found", err)
}

// removeLedgers removes the ledgers that no snapshot names.
func (l *Lake) removeLedgers(m *metadata, report *UpkeepReport) error {
	n, err := removeOld(l.path(ledgerFolder), orphanAge, func(name string) bool {
		return m.committed(strings.TrimSuffix(name, ".json"))
	})
	report.Ledgers = n
	return err
}

// removeQuarantines removes the quarantine files of imports that are not held.
func (l *Lake) removeQuarantines(ctx context.Context, m *metadata, report *UpkeepReport) error {
	now, err := l.current(ctx, m)
	if err != nil {
		return err
	}
	report.Quarantines, err = removeOld(l.path(quarantineFolder), quarantineAge, func(name string) bool {
		return now.ledger != nil && slices.ContainsFunc(now.ledger.Imports, func(e entry) bool { return e.Quarantine == name })
	})
	return err
}

// removeOld removes the files of a folder that are older than an age and not to
// be kept.
func removeOld(folder string, age time.Duration, keep func(name string) bool) (int, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return 0, diskError("the folder "+folder+" cannot be listed", err)
	}
	removed := 0
	for _, e := range entries {
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) || err == nil && (time.Since(info.ModTime()) < age || keep(e.Name())) {
			continue
		}
		if err == nil {
			err = os.Remove(filepath.Join(folder, e.Name()))
		}
		if err != nil {
			return removed, diskError("the file "+e.Name()+" cannot be removed", err)
		}
		removed++
	}
	return removed, nil
}

// Facts are what `oborot doctor` says of a lake.
type Facts struct {
	Exists    bool
	Format    int
	CreatedBy string // version of the program
	Created   time.Time
	WrittenBy string // version of the program that made the current snapshot
	Snapshots int
	Files     int // of the current snapshot, those of lists among them
	Rows      int64
	Bytes     int64
	Missing   []trade.File // files of the current snapshot that are not there, or not whole; Year is 0 for that of a list
	Orphans   int          // files of the table older than an hour that no snapshot names
	Orphaned  int64        // their bytes
	Stagings  int          // imports that are under way, or were killed
	Holder    string       // who holds the lake lock, as far as is known; empty if nobody
}

// Inspect looks at the state of the lake without changing it.
func (l *Lake) Inspect(ctx context.Context) (Facts, error) {
	m, err := readMarker(l.root)
	if err != nil || m == nil {
		return Facts{}, err
	}
	facts := Facts{Exists: true, Format: m.Format, CreatedBy: m.CreatedBy, Created: m.Created}
	if _, err := os.Stat(l.path(holderFile)); err == nil {
		facts.Holder = l.readHolder()
	}
	folders, err := filepath.Glob(filepath.Join(globQuote(l.path(stagingFolder)), "*.lock"))
	if err != nil {
		return facts, err
	}
	facts.Stagings = len(folders)
	return facts, l.inspectTable(ctx, &facts)
}

func (l *Lake) inspectTable(ctx context.Context, facts *Facts) error {
	m, err := l.load(ctx)
	if err != nil || m == nil {
		return err
	}
	now, err := l.current(ctx, m)
	if err != nil {
		return err
	}
	facts.Snapshots = len(m.table.Metadata().Snapshots())
	if s := m.table.CurrentSnapshot(); s != nil {
		facts.WrittenBy = property(*s, versionProperty)
	}
	for _, f := range slices.Concat(now.files, l.listFiles(now.ledger)) {
		facts.Files, facts.Rows, facts.Bytes = facts.Files+1, facts.Rows+f.Rows, facts.Bytes+f.Bytes
		if !whole(f) {
			facts.Missing = append(facts.Missing, f)
		}
	}
	lists, err := l.listTables(ctx)
	if err != nil {
		return err
	}
	for _, m := range append(lists, m) {
		plan, err := orphans(ctx, m)
		if err != nil {
			return err
		}
		facts.Orphans, facts.Orphaned = facts.Orphans+len(plan.Files()), facts.Orphaned+plan.TotalSizeBytes()
	}
	return nil
}
