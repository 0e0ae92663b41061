package lake

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/oborot/oborot/trade"
)

// rollupsFolder holds the rollups beside the table: they are no part of it, and
// another program that reads the table does not see them. A rollup has the name
// of its data file, which never changes, so it is right for every snapshot that
// holds the file.
const rollupsFolder = "rollups"

func (l *Lake) rollupFolder(r trade.Rollup) string {
	return l.path(rollupsFolder, "without-"+string(r))
}

// findRollups notes with each file the rollups that are there.
func (l *Lake) findRollups(files []trade.File) error {
	for _, r := range trade.Rollups() {
		names, err := namesIn(l.rollupFolder(r))
		if err != nil {
			return err
		}
		for i, f := range files {
			name := filepath.Base(f.Path)
			if !names[name] {
				continue
			}
			if files[i].Rollups == nil {
				files[i].Rollups = map[trade.Rollup]string{}
			}
			files[i].Rollups[r] = filepath.Join(l.rollupFolder(r), name)
		}
	}
	return nil
}

// namesIn returns the names in a folder, none if it is not there.
func namesIn(folder string) (map[string]bool, error) {
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, diskError("the folder "+folder+" cannot be listed", err)
	}
	names := make(map[string]bool, len(entries))
	for _, e := range entries {
		names[e.Name()] = true
	}
	return names, nil
}

// Rollups lists the files of one rollup that stand for data files of a scope, and
// the data files of the scope that have none.
func (l *Lake) Rollups(ctx context.Context, r trade.Rollup, s trade.Scope) (rolled, facts []string, err error) {
	h, err := l.at(ctx, s.Snapshot)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range h.filesOf(s.Dataset, s.Years...) {
		if path := f.Rollups[r]; path != "" {
			rolled = append(rolled, path)
		} else {
			facts = append(facts, f.Path)
		}
	}
	return rolled, facts, nil
}

// removeRollups removes the rollups whose data file is gone.
func (l *Lake) removeRollups(report *UpkeepReport) error {
	data, err := filepath.Glob(filepath.Join(globQuote(l.dataFolder()), "*", "*", "*.parquet"))
	if err != nil {
		return err
	}
	there := map[string]bool{}
	for _, path := range data {
		there[filepath.Base(path)] = true
	}
	for _, r := range trade.Rollups() {
		n, err := removeOld(l.rollupFolder(r), orphanAge, func(name string) bool { return there[name] })
		if report.Rollups += n; err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
