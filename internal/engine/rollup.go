package engine

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// rollFrom is the least number of rows for which a file gets rollups.
const rollFrom = 250_000

// rollUp writes the rollups of the files that are large enough into dir and notes
// them in Rollups.
func (d *DuckDB) rollUp(ctx context.Context, dir string, files []trade.File) error {
	for i := range files {
		if files[i].Rows < cmp.Or(d.options.RollFrom, rollFrom) {
			continue
		}
		files[i].Rollups = map[trade.Rollup]string{}
		for _, r := range trade.Rollups() {
			path := filepath.Join(dir, fmt.Sprintf("%s.without-%s", filepath.Base(files[i].Path), r))
			if err := d.writeRollup(ctx, r, files[i].Path, path); err != nil {
				return explain(ctx, err, []string{files[i].Path})
			}
			files[i].Rollups[r] = path
		}
	}
	return nil
}

func (d *DuckDB) writeRollup(ctx context.Context, r trade.Rollup, from, to string) error {
	copied := "COPY (" + cube.SQLToRoll(r, readParquet([]string{from})) + ") TO " + quoted(to) +
		" (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
	if _, err := d.db.ExecContext(ctx, copied); err != nil {
		return err
	}
	_, err := syncFile(to)
	return err
}

// readRollup is the table expression over files of a rollup, joined by the files
// of flows that have none.
func readRollup(r trade.Rollup, rolled, facts []string) string {
	if len(facts) == 0 {
		return readParquet(rolled)
	}
	return "(FROM " + readParquet(rolled) + " UNION ALL BY NAME " + cube.SQLAsRolled(r, readParquet(facts)) + ")"
}
