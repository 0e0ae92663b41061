package engine

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/oborot/oborot/trade"
)

// mergeMemory bounds a merge when the options name no limit: an import must not
// need more memory than the machine of a small office has.
const mergeMemory = "1GiB"

// keyColumns are what tells rows of the table of facts apart, with the expression
// that makes absent and empty the same.
var keyColumns = []string{"dataset", "year", "month", "months", "exporter", "importer", "product", "nomenclature",
	"flow", "reporter", "coalesce(enterprise, '')"}

// Merge writes one new file in dir from the rows held and those staged, as the
// lake's Writer asks. Rows summed take the other columns of the first of them and
// the flags of all; where their units differ there is no quantity and no unit, and
// rows in different currencies are refused with an error of kind trade.BadInput.
func (d *DuckDB) Merge(ctx context.Context, dir string, p trade.Part, held, staged []trade.File, repeats trade.Repeats) (merged trade.Merged, err error) {
	temp, err := os.MkdirTemp(dir, "sort-")
	if err != nil {
		return merged, trade.Errorf(trade.Internal, "cannot make a folder for sorting: %w", err).At(dir, 0)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	m := &merge{path: filepath.Join(dir, fmt.Sprintf("%d-%s.parquet", p.Year, rand.Text())), part: p, repeats: repeats}
	if err := m.open(ctx, d.options, temp); err != nil {
		return merged, explain(ctx, err, nil)
	}
	merged, err = m.run(ctx, held, staged)
	if err = errors.Join(err, m.conn.Close(), m.db.Close()); err != nil {
		return trade.Merged{}, errors.Join(explain(ctx, err, append(paths(held), paths(staged)...)), removeIfThere(m.path))
	}
	return merged, d.rollUp(ctx, dir, merged.Files)
}

// merge is one merge under way, in a database of its own, so that its temporary
// files lie in the folder of the import and are gone with it.
type merge struct {
	db      *sql.DB
	conn    *sql.Conn
	path    string
	part    trade.Part
	repeats trade.Repeats
}

func (m *merge) open(ctx context.Context, o Options, temp string) (err error) {
	o.TempDir = temp
	if o.MemoryLimit == "" {
		o.MemoryLimit = mergeMemory
	}
	if m.db, err = openDatabase(o); err != nil {
		return err
	}
	if m.conn, err = m.db.Conn(ctx); err != nil {
		return errors.Join(err, m.db.Close())
	}
	return nil
}

func (m *merge) run(ctx context.Context, held, staged []trade.File) (merged trade.Merged, err error) {
	for _, statement := range []string{
		"CREATE TEMP VIEW held AS " + rowsOf(held),
		"CREATE TEMP VIEW staged AS " + rowsOf(staged),
		sqlRepeated(),
		sqlLater(),
	} {
		if _, err := m.conn.ExecContext(ctx, statement); err != nil {
			return merged, err
		}
	}
	if m.repeats == trade.SumRepeats {
		err = m.checkCurrencies(ctx)
	} else {
		merged.Repeats, err = m.setAside(ctx)
	}
	if err != nil {
		return merged, err
	}
	if err := m.count(ctx, &merged); err != nil {
		return merged, err
	}
	merged.Files, err = m.write(ctx)
	return merged, err
}

// rowsOf selects the rows of files with their key and their place, which is that
// of the file in the list and of the row in the file.
func rowsOf(files []trade.File) string {
	var list []string
	for _, f := range files {
		list = append(list, quoted(f.Path))
	}
	from := "read_parquet([" + strings.Join(list, ", ") + "], hive_partitioning = false, filename = true, file_row_number = true)"
	if len(files) == 0 {
		from = "(SELECT " + strings.Join(typedColumns("NULL"), ", ") + ", '' AS filename, 0 AS file_row_number) WHERE false"
		list = []string{"''"}
	}
	selected := []string{"*", "list_position([" + strings.Join(list, ", ") + "], filename) AS file"}
	for i, c := range keyColumns {
		selected = append(selected, c+" AS "+keyName(i))
	}
	return "SELECT " + strings.Join(selected, ", ") + " FROM " + from
}

func keyName(i int) string { return fmt.Sprintf("key%d", i) }

// keys lists the columns of the key.
func keys() string {
	var list []string
	for i := range keyColumns {
		list = append(list, keyName(i))
	}
	return strings.Join(list, ", ")
}

// sqlRepeated keeps the keys that several staged rows have: usually none, so that
// all that follows from them is cheap.
func sqlRepeated() string {
	return "CREATE TEMP TABLE repeated AS SELECT " + keys() + " FROM staged GROUP BY ALL HAVING count(*) > 1"
}

// sqlLater keeps the places of all but the first of the staged rows with a key.
func sqlLater() string {
	return "CREATE TEMP TABLE later AS SELECT file, file_row_number FROM " +
		"(SELECT file, file_row_number, row_number() OVER (PARTITION BY " + keys() + " ORDER BY file, file_row_number) AS n " +
		"FROM staged SEMI JOIN repeated USING (" + keys() + ")) WHERE n > 1"
}

// checkCurrencies refuses to add euros to dollars.
func (m *merge) checkCurrencies(ctx context.Context) error {
	query := "SELECT " + keyText + " FROM staged SEMI JOIN repeated USING (" + keys() + ") " +
		"GROUP BY " + keys() + ", " + keyText + " HAVING count(DISTINCT currency) > 1 ORDER BY 1 LIMIT 1"
	var key string
	switch err := m.conn.QueryRowContext(ctx, query).Scan(&key); {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	}
	return trade.Errorf(trade.BadInput, "rows that are parts of one figure are in different currencies: %s", key).
		WithHint("convert the file to one currency first")
}

// keyText is the key as people read it, in the words of the columns.
const keyText = "concat_ws(' ', year || '-' || lpad(month::VARCHAR, 2, '0') || '+' || months, exporter, importer, product, " +
	"nomenclature, flow, reporter, enterprise)"

// setAside returns the staged rows that an earlier one keeps out.
func (m *merge) setAside(ctx context.Context) ([]trade.Rejection, error) {
	rows, err := m.conn.QueryContext(ctx, "SELECT "+keyText+", value FROM staged SEMI JOIN later USING (file, file_row_number) "+
		"ORDER BY file, file_row_number")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var rejections []trade.Rejection
	for rows.Next() {
		var value any
		r := trade.Rejection{Reason: "an earlier row of this import has the same key"}
		if err := rows.Scan(&r.Text, &value); err != nil {
			return nil, err
		}
		if r.Value, err = thousandths(value); err != nil {
			return nil, err
		}
		rejections = append(rejections, r)
	}
	return rejections, rows.Err()
}

// thousandths reads a decimal with three digits after the point, nothing as 0.
func thousandths(value any) (int64, error) {
	v, ok := value.(duckdb.Decimal)
	if !ok {
		return 0, nil
	}
	if !v.Value.IsInt64() {
		return 0, trade.Errorf(trade.Internal, "the sum of all values is larger than 64 bits of thousandths hold").
			WithHint("run oborot audit to find the row that is out of scale")
	}
	return v.Value.Int64(), nil
}

// count fills the tallies.
func (m *merge) count(ctx context.Context, merged *trade.Merged) error {
	var err error
	if merged.Replaced, err = m.tally(ctx, "held SEMI JOIN staged USING ("+keys()+")"); err != nil {
		return err
	}
	if merged.Kept, err = m.tally(ctx, "held ANTI JOIN staged USING ("+keys()+")"); err != nil {
		return err
	}
	if m.repeats != trade.SumRepeats {
		return nil
	}
	return m.conn.QueryRowContext(ctx, "SELECT count(*) FROM later").Scan(&merged.Summed)
}

func (m *merge) tally(ctx context.Context, from string) (trade.Tally, error) {
	var t trade.Tally
	var value any
	if err := m.conn.QueryRowContext(ctx, "SELECT count(*), sum(value) FROM "+from).Scan(&t.Rows, &value); err != nil {
		return t, err
	}
	var err error
	t.Value, err = thousandths(value)
	return t, err
}

// write writes the merged rows and syncs the file.
func (m *merge) write(ctx context.Context) ([]trade.File, error) {
	var rows int64
	if err := m.conn.QueryRowContext(ctx, m.sqlCopy()).Scan(&rows); err != nil {
		return nil, err
	}
	if rows == 0 {
		return nil, removeIfThere(m.path)
	}
	size, err := syncFile(m.path)
	if err != nil {
		return nil, err
	}
	return []trade.File{{Path: m.path, Dataset: m.part.Dataset, Year: m.part.Year, Rows: rows, Bytes: size}}, nil
}

// syncFile makes a file that DuckDB wrote survive a loss of power, and returns its
// size.
func syncFile(path string) (int64, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func paths(files []trade.File) []string {
	var list []string
	for _, f := range files {
		list = append(list, f.Path)
	}
	return list
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
