package engine

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"path/filepath"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// rollFrom is the least number of rows for which a file gets rollups.
const rollFrom = 250_000

func (d *DuckDB) rollFrom() int64 { return cmp.Or(d.options.RollFrom, rollFrom) }

// rollUp writes the rollups of the files that are large enough and have none yet
// into dir, and notes them in Rollups.
func (d *DuckDB) rollUp(ctx context.Context, dir string, files []trade.File) error {
	for i := range files {
		if files[i].Rows < d.rollFrom() || files[i].Rollups != nil {
			continue
		}
		constant, err := d.constants(ctx, files[i].Path)
		if err != nil {
			return explain(ctx, err, []string{files[i].Path})
		}
		files[i].Rollups = map[trade.Rollup]string{}
		for _, r := range trade.Rollups() {
			path := filepath.Join(dir, fmt.Sprintf("%s.without-%s", filepath.Base(files[i].Path), r))
			if err := d.copy(ctx, cube.SQLToRoll(r, readParquet([]string{files[i].Path}), constant), path); err != nil {
				return explain(ctx, err, []string{files[i].Path})
			}
			files[i].Rollups[r] = path
		}
	}
	return nil
}

// constants returns the columns of a file that are the same in every row, by its
// statistics, with their value as a literal. Statistics are text and may be cut
// short, so they are compared for equality only, and only where they are exact.
func (d *DuckDB) constants(ctx context.Context, path string) (map[string]string, error) {
	rows, err := d.db.QueryContext(ctx, "SELECT path_in_schema, min(stats_min_value) FROM parquet_metadata("+quoted(path)+") "+
		"GROUP BY path_in_schema HAVING bool_and(coalesce(stats_min_value = stats_max_value, false) "+
		"AND coalesce(min_is_exact, true) AND coalesce(max_is_exact, true)) "+
		"AND count(DISTINCT stats_min_value) = 1 AND sum(stats_null_count) = 0 OR sum(stats_null_count) = sum(num_values)")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	values := map[string]string{}
	for rows.Next() {
		var name string
		var value sql.NullString
		if err := rows.Scan(&name, &value); err != nil {
			return nil, err
		}
		values[name] = literal(value)
	}
	return typed(values), rows.Err()
}

func literal(value sql.NullString) string {
	if !value.Valid {
		return "NULL"
	}
	return quoted(value.String)
}

// typed casts the literals of columns to the types of the schema.
func typed(values map[string]string) map[string]string {
	types := map[trade.ColumnType]string{trade.TextColumn: "VARCHAR", trade.IntegerColumn: "INTEGER"}
	constant := map[string]string{}
	for _, c := range trade.FlowColumns() {
		if value, ok := values[c.Name]; ok && types[c.Type] != "" {
			constant[c.Name] = "CAST(" + value + " AS " + types[c.Type] + ")"
		}
	}
	return constant
}

// copy writes the rows of a query into a new file that survives a loss of power.
func (d *DuckDB) copy(ctx context.Context, query, path string) error {
	text := "COPY (" + query + ") TO " + quoted(path) + " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
	if _, err := d.db.ExecContext(ctx, text); err != nil {
		return err
	}
	_, err := syncFile(path)
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
