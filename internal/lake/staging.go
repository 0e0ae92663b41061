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

	"github.com/gofrs/flock"
	"github.com/google/uuid"

	"github.com/oborot/oborot/trade"
)

// staging is the folder of one import that is under way. Its lock, freed by the
// kernel on death, tells the living from the dead.
type staging struct {
	id   string
	dir  string
	lock *flock.Flock
}

// guardFile is locked for the moment in which a staging folder is made or judged,
// so that none is taken for dead between its making and its locking.
const guardFile = "guard"

// newID names an import or a change: sortable by time, unique.
func newID() string {
	return time.Now().UTC().Format("20060102T150405") + "-" + uuid.NewString()[:8]
}

func (l *Lake) guarded(run func() error) (err error) {
	guard := flock.New(l.path(stagingFolder, guardFile), flock.SetPermissions(0o644))
	if err := guard.Lock(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, guard.Unlock()) }()
	return run()
}

// stage makes a staging folder and locks it.
func (l *Lake) stage() (*staging, error) {
	id := newID()
	s := &staging{id: id, dir: l.path(stagingFolder, id), lock: flock.New(l.path(stagingFolder, id+".lock"), flock.SetPermissions(0o644))}
	err := l.guarded(func() error {
		got, err := s.lock.TryLock()
		if err != nil || !got {
			return errors.Join(err, trade.Errorf(trade.Internal, "the staging folder %s is in use", s.dir))
		}
		return os.Mkdir(s.dir, 0o755)
	})
	if err != nil {
		return nil, diskError("the staging folder "+s.dir+" cannot be made", err)
	}
	return s, nil
}

// remove deletes the folder and gives up its lock.
func (s *staging) remove() error {
	err := errors.Join(os.RemoveAll(s.dir), removeFile(s.lock.Path()), s.lock.Unlock())
	return diskError("the staging folder "+s.dir+" cannot be removed", err)
}

// deadStaging returns the ids of imports that died: those whose lock can be
// taken. Their ids never come back.
func (l *Lake) deadStaging() ([]string, error) {
	var dead []string
	err := l.guarded(func() error {
		entries, err := os.ReadDir(l.path(stagingFolder))
		if err != nil {
			return err
		}
		var ids []string
		for _, e := range entries {
			if id := strings.TrimSuffix(e.Name(), ".lock"); id != guardFile && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		for _, id := range ids {
			lock := flock.New(l.path(stagingFolder, id+".lock"), flock.SetPermissions(0o644))
			got, err := lock.TryLock()
			if err != nil {
				return err
			}
			if !got {
				continue
			}
			dead = append(dead, id)
			if err := lock.Unlock(); err != nil {
				return err
			}
		}
		return nil
	})
	return dead, diskError("the staging folder cannot be searched", err)
}

// clearDead removes what killed imports and changes left: their staging, and
// where they were not committed their data files, ledger and quarantine file. The
// caller holds the lake lock.
func (l *Lake) clearDead(ctx context.Context, m *metadata) error {
	dead, err := l.deadStaging()
	if err != nil {
		return err
	}
	for _, id := range dead {
		if !m.committed(id) {
			if err := l.removeUncommitted(ctx, id); err != nil {
				return err
			}
			if err := removeFile(l.path(quarantineFolder, id+".csv")); err != nil {
				return diskError("the quarantine file of a killed import cannot be removed", err)
			}
		}
		err := errors.Join(os.RemoveAll(l.path(stagingFolder, id)), removeFile(l.path(stagingFolder, id+".lock")))
		if err != nil {
			return diskError("what a killed import left in "+l.path(stagingFolder)+" cannot be removed", err)
		}
	}
	return nil
}

// removeUncommitted removes the data files, their rollups, the file of a list and
// the ledger of a commit that did not happen.
func (l *Lake) removeUncommitted(ctx context.Context, id string) error {
	files, err := filepath.Glob(filepath.Join(globQuote(l.dataFolder()), "*", "*", id+"-*.parquet"))
	if err != nil {
		return err
	}
	rolled, err := filepath.Glob(filepath.Join(globQuote(l.path(rollupsFolder)), "*", id+"-*.parquet"))
	if err != nil {
		return err
	}
	files = append(files, rolled...)
	for _, path := range append(files, l.ledgerPath(id), l.ledgerPath(id)+".new") {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return diskError("what a killed import left cannot be removed", err)
		}
	}
	return l.removeUnnamedLists(ctx, id)
}

func (l *Lake) dataFolder() string          { return filepath.Join(l.tableFolder(Flows), "data") }
func (l *Lake) ledgerPath(id string) string { return l.path(ledgerFolder, id+".json") }

// committed tells whether a snapshot names the ledger of that id, or the import of
// that id as one that was committed with it.
func (m *metadata) committed(id string) bool {
	if m == nil {
		return false
	}
	return slices.ContainsFunc(m.table.Metadata().Snapshots(), func(s snapshot) bool {
		return ledgerOf(s) == id || slices.Contains(strings.Fields(property(s, joinedProperty)), id)
	})
}
