package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"

	_ "github.com/duckdb/duckdb-go/v2"
)

// peer is the limit for an import: DuckDB alone sorting the six columns of a
// BACI year into zstd Parquet, on all processors. It runs in a process of its
// own, so that its memory can be measured.
func peer(csv, parquet string) error {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(fmt.Sprintf(`COPY (SELECT * FROM read_csv('%s', header = true, nullstr = '           NA',
		columns = {'t': 'INTEGER', 'i': 'INTEGER', 'j': 'INTEGER', 'k': 'INTEGER', 'v': 'DECIMAL(18,3)', 'q': 'VARCHAR'})
		ORDER BY i, j, k) TO '%s' (FORMAT parquet, COMPRESSION zstd)`, csv, parquet))
	return err
}

// benchImport compares one year's import with the peer, run in turns, and shows
// that memory does not grow with the number of years.
func benchImport(ctx context.Context, o options, files []string) error {
	if err := os.MkdirAll(o.work, 0o755); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	year := files[len(files)-1]
	if err := warm(year); err != nil {
		return err
	}
	var peers, ours []cost
	for range o.runs {
		c, err := measure(ctx, self, "peer", year, filepath.Join(o.work, "peer.parquet"))
		if err != nil {
			return err
		}
		peers = append(peers, c)
		if c, err = importYears(ctx, o, filepath.Join(o.work, "lake-import"), year); err != nil {
			return err
		}
		ours = append(ours, c)
	}
	theirs, mine := median(peers), median(ours)
	fmt.Printf("\nimport of one year, %s, median of %d\n", filepath.Base(year), o.runs)
	fmt.Printf("  DuckDB COPY, six columns sorted  %v\n", theirs)
	fmt.Printf("  oborot import, committed         %v\n", mine)
	fmt.Printf("  oborot / DuckDB                  %.2f (limit 1.3)\n", mine.wall.Seconds()/theirs.wall.Seconds())
	several := files[max(0, len(files)-5):]
	c, err := importYears(ctx, o, filepath.Join(o.work, "lake-import"), several...)
	if err != nil {
		return err
	}
	fmt.Printf("  oborot import of %d years         %v\n", len(several), c)
	return nil
}

// importYears imports into a fresh lake.
func importYears(ctx context.Context, o options, lake string, files ...string) (cost, error) {
	if err := os.RemoveAll(lake); err != nil {
		return cost{}, err
	}
	side, err := filepath.Glob(filepath.Join(filepath.Dir(files[0]), "country_codes_*.csv"))
	if err != nil {
		return cost{}, err
	}
	args := append([]string{"--lake", lake, "import", "baci"}, append(side, files...)...)
	return measure(ctx, o.oborot, args...)
}
