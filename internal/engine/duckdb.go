package engine

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// Files names the data files of a table that a scope needs; the lake implements
// it.
type Files interface {
	// DataFiles returns the paths of the Parquet files of the scope's snapshot,
	// fewer when the scope names a dataset or years.
	DataFiles(ctx context.Context, table string, s trade.Scope) ([]string, error)
	// Rollups returns the paths of one rollup of these files, and the paths of those
	// files that have none.
	Rollups(ctx context.Context, r trade.Rollup, s trade.Scope) (rolled, facts []string, err error)
}

// Options are the limits of the engine.
type Options struct {
	Threads     int    // 0: as many as the machine has processors
	MemoryLimit string // such as 1GiB; empty: four fifths of the machine's memory
	TempDir     string // where sorts larger than memory go; empty: the system's folder
	// RollFrom is how many rows a file needs for rollups to be written with it; 0
	// stands for 250,000. Smaller files are read as fast without.
	RollFrom int64
	// Trace, if not nil, sees the SQL of each question and the count of its files.
	Trace func(sql string, files int)
}

// DuckDB answers queries and writes files. It is safe for concurrent use.
type DuckDB struct {
	db      *sql.DB
	files   Files
	options Options
}

var _ cube.Engine = (*DuckDB)(nil)

// Open starts a DuckDB that holds no data of its own. It loads no extension beyond
// those linked in, and asks nothing of the network.
func Open(files Files, o Options) (*DuckDB, error) {
	db, err := openDatabase(o)
	if err != nil {
		return nil, err
	}
	return &DuckDB{db, files, o}, nil
}

// Close frees the memory. It waits for queries under way.
func (d *DuckDB) Close() error { return d.db.Close() }

// openDatabase starts a database in memory with the options and checks that it
// answers.
func openDatabase(o Options) (*sql.DB, error) {
	connector, err := duckdb.NewConnector(":memory:?"+o.settings().Encode(), keepFooters)
	if err != nil {
		return nil, trade.Errorf(trade.Usage, "the query engine does not start: %w", err).
			WithHint("check the memory limit %q and the number of threads %d", o.MemoryLimit, o.Threads)
	}
	return sql.OpenDB(connector), nil
}

// keepFooters has DuckDB remember the footers of files, which makes the second
// question to them fast: parsing them takes longer than reading one pair.
func keepFooters(c driver.ExecerContext) error {
	_, err := c.ExecContext(context.Background(), "SET parquet_metadata_cache = true", nil)
	return err
}

// settings are DuckDB's.
func (o Options) settings() url.Values {
	temp := o.TempDir
	if temp == "" {
		temp = filepath.Join(os.TempDir(), fmt.Sprintf("oborot-%d", os.Getpid()))
	}
	v := url.Values{
		"autoinstall_known_extensions": {"false"},
		"autoload_known_extensions":    {"false"},
		"allow_community_extensions":   {"false"},
		"temp_directory":               {temp},
	}
	if o.Threads > 0 {
		v.Set("threads", fmt.Sprint(o.Threads))
	}
	if o.MemoryLimit != "" {
		v.Set("memory_limit", o.MemoryLimit)
	}
	return v
}

// Aggregate implements cube.Engine.
func (d *DuckDB) Aggregate(ctx context.Context, q cube.Query) (*cube.Table, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	scope := q.Scope
	if len(scope.Years) == 0 {
		scope.Years = q.Years()
	}
	statement, files, err := d.statement(ctx, q, scope)
	if err != nil {
		return nil, err
	}
	if d.options.Trace != nil {
		d.options.Trace(statement.Text, len(files))
	}
	if len(files) > 0 {
		if err := d.fill(ctx, &statement); err != nil {
			return nil, explain(ctx, err, files)
		}
	}
	return statement.Table()
}

// statement writes the query over a rollup where that answers, else over the
// facts, and names the files that it reads.
func (d *DuckDB) statement(ctx context.Context, q cube.Query, s trade.Scope) (cube.Statement, []string, error) {
	if r, ok := q.Rollup(); ok {
		rolled, facts, err := d.files.Rollups(ctx, r, s)
		if err != nil {
			return cube.Statement{}, nil, err
		}
		if len(rolled) > 0 {
			statement, err := q.SQLOfRollup(readRollup(r, rolled, facts))
			return statement, append(rolled, facts...), err
		}
	}
	files, err := d.files.DataFiles(ctx, "flows", s)
	if err != nil {
		return cube.Statement{}, nil, err
	}
	statement, err := q.SQL(readParquet(files))
	return statement, files, err
}

// readParquet is the table expression over files. hive_partitioning is off
// because the columns of the partition are in the files.
func readParquet(files []string) string {
	var list []string
	for _, f := range files {
		list = append(list, quoted(f))
	}
	return "read_parquet([" + strings.Join(list, ", ") + "], hive_partitioning = false)"
}

// quoted writes a text as a literal of SQL.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// fill runs the statement and fills its columns.
func (d *DuckDB) fill(ctx context.Context, s *cube.Statement) error {
	conn, err := d.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	// The driver's own rows spare database/sql's conversion of every value, which
	// is most of the time of an answer with many groups.
	return conn.Raw(func(c any) error {
		rows, err := c.(driver.QueryerContext).QueryContext(ctx, s.Text, bound(s.Args))
		if err != nil {
			return err
		}
		defer rows.Close()
		return readRows(rows, s.Columns)
	})
}

func bound(args []any) []driver.NamedValue {
	values := make([]driver.NamedValue, len(args))
	for i, a := range args {
		values[i] = driver.NamedValue{Ordinal: i + 1, Value: a}
	}
	return values
}
