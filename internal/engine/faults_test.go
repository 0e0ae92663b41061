package engine

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

var rowsByYear = cube.Query{By: []cube.Dimension{cube.Year}, Measures: []cube.Measure{cube.ValueUSD}}

func someRows(count int) []cube.Row {
	rows := make([]cube.Row, count)
	for i := range rows {
		rows[i] = flow(1+i%12, "BLR", "RUS", "8704", int64(i))
	}
	return rows
}

// TestFaultyFiles breaks a data file in the ways that disks and people do.
func TestFaultyFiles(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, reason string
		spoil        func(path string, content []byte) error
	}{
		{"gone", "missing", func(path string, _ []byte) error { return os.Remove(path) }},
		{"empty", "damaged", func(path string, _ []byte) error { return os.WriteFile(path, nil, 0o644) }},
		{"cut short", "damaged", func(path string, b []byte) error { return os.WriteFile(path, b[:len(b)/2], 0o644) }},
		{"another format", "damaged", func(path string, _ []byte) error {
			return os.WriteFile(path, bytes.Repeat([]byte("t,i,j,k,v,q\n"), 100), 0o644)
		}},
		{"pages of zeros", "damaged", func(path string, b []byte) error {
			clear(b[4 : len(b)/2])
			return os.WriteFile(path, b, 0o644)
		}},
		{"footer of zeros", "damaged", func(path string, b []byte) error {
			clear(b[len(b)-200 : len(b)-8])
			return os.WriteFile(path, b, 0o644)
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d, f := openRows(t, someRows(5000))
			path := f.files[0].Path
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.spoil(path, content); err != nil {
				t.Fatal(err)
			}
			table, err := d.Aggregate(t.Context(), rowsByYear)
			if err == nil {
				t.Fatalf("an answer: %+v", table)
			}
			if !strings.Contains(err.Error(), c.reason) || strings.Contains(err.Error(), "\n") || trade.HintOf(err) == "" {
				t.Errorf("%q, hint %q, from %v", err, trade.HintOf(err), errors.Unwrap(err))
			}
			if c.name != "pages of zeros" && !strings.Contains(err.Error(), path) {
				t.Errorf("%q does not name the file", err)
			}
		})
	}
}

// TestExplain checks the sentences of faults that are hard to bring about.
func TestExplain(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"IO Error: Could not write file: No space left on device": "the disk is full",
		"Out of Memory Error: failed to allocate data of 1 GiB":   "there is not enough memory for this",
		"IO Error: Cannot open file \"x\": Permission denied":     "a data file of the lake may not be read",
		"Binder Error: no such column\n\nLINE 1: SELECT":          "the query engine failed: Binder Error: no such column",
	} {
		if got := explain(t.Context(), errors.New(text), nil); got.Error() != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	low := &duckdb.Error{Type: duckdb.ErrorTypeOutOfMemory, Msg: "no words for it"}
	if got := explain(t.Context(), low, nil); got.Error() != "there is not enough memory for this" {
		t.Errorf("%q", got)
	}
	if explain(t.Context(), nil, nil) != nil {
		t.Error("no error was explained")
	}
}

func TestOverflow(t *testing.T) {
	t.Parallel()
	rows := someRows(12)
	for i := range rows {
		rows[i].ValueUSD = trade.Of(999_999_999_999_999_999)
	}
	d, _ := openRows(t, rows)
	if _, err := d.Aggregate(t.Context(), rowsByYear); trade.KindOf(err) != trade.Internal || !strings.Contains(err.Error(), "64 bits") {
		t.Errorf("%v", err)
	}
	byMonth := rowsByYear
	byMonth.By = []cube.Dimension{cube.Month}
	if table, err := d.Aggregate(t.Context(), byMonth); err != nil || table.Column("value_usd").Numbers[11] != 999_999_999_999_999_999 {
		t.Errorf("%v %v", table, err)
	}
}

// TestCancel stops a query that would take minutes.
func TestCancel(t *testing.T) {
	t.Parallel()
	d, _ := openRows(t, nil)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	q := cube.Query{Measures: []cube.Measure{cube.Rows}}
	s, err := q.SQL("(SELECT 0 AS flags, 'general' AS flow FROM range(1000000) a, range(1000000) b WHERE hash(a.range + b.range) = 1)")
	if err != nil {
		t.Fatal(err)
	}
	if err := explain(ctx, d.fill(ctx, &s), nil); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "interrupted") {
		t.Errorf("%v", err)
	}
}

// TestScope shows what the engine asks the lake for.
func TestScope(t *testing.T) {
	t.Parallel()
	rows := someRows(3)
	for i := range rows {
		rows[i].Period = trade.Year(2019 + i)
	}
	d, f := openRows(t, rows)
	seen := -1
	d.options.Trace = func(sql string, files int) {
		if !strings.Contains(sql, "hive_partitioning = false") {
			t.Error(sql)
		}
		seen = files
	}
	q := rowsByYear
	q.Scope, q.Periods = trade.Scope{Snapshot: 7, Dataset: "d"}, []trade.Period{trade.Span(trade.MonthOf(2019, 12), trade.MonthOf(2020, 12))}
	table, err := d.Aggregate(t.Context(), q)
	if err != nil || table.Rows != 1 || table.Columns[0].Numbers[0] != 2020 {
		t.Errorf("%+v %v", table, err)
	}
	if f.asked.Snapshot != 7 || f.asked.Dataset != "d" || !slices.Equal(f.asked.Years, []int{2019, 2020}) || seen != 2 {
		t.Errorf("asked for %+v, %d files", f.asked, seen)
	}
	q.Scope.Years = []int{2020}
	if _, err := d.Aggregate(t.Context(), q); err != nil || seen != 1 {
		t.Errorf("%d files, %v", seen, err)
	}
	q.Scope.Dataset = "none"
	if table, err = d.Aggregate(t.Context(), q); err != nil || table.Rows != 0 || seen != 0 {
		t.Errorf("%d files, %+v, %v", seen, table, err)
	}
}

// TestPaths reads files whose names are awkward in SQL.
func TestPaths(t *testing.T) {
	t.Parallel()
	d, f := openRows(t, someRows(2))
	for _, name := range []string{"it's.parquet", "a*b?[c].parquet", "year=1999.parquet", "ёж $1 ?.parquet"} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.Rename(f.files[0].Path, path); err != nil {
			t.Fatal(err)
		}
		f.files[0].Path = path
		table, err := d.Aggregate(t.Context(), rowsByYear)
		if err != nil || table.Rows != 1 || table.Columns[0].Numbers[0] != 2021 {
			t.Errorf("%s: %+v %v", name, table, err)
		}
	}
}

// TestConcurrent asks from several goroutines at once.
func TestConcurrent(t *testing.T) {
	t.Parallel()
	d, _ := openRows(t, someRows(2000))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 5 {
				table, err := d.Aggregate(t.Context(), rowsByYear)
				// 0 + 1 + ... + 1999
				if err != nil || table.Column("value_usd").Numbers[0] != 1_999_000 {
					t.Errorf("%+v %v", table, err)
				}
			}
		})
	}
	group.Wait()
}

func TestOptions(t *testing.T) {
	t.Parallel()
	if _, err := Open(&folder{}, Options{MemoryLimit: "plenty"}); trade.KindOf(err) != trade.Usage || !strings.Contains(trade.HintOf(err), "plenty") {
		t.Errorf("%v", err)
	}
	d, err := Open(&folder{}, Options{Threads: 1, MemoryLimit: "64MiB", TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for setting, want := range map[string]string{
		"threads": "1", "memory_limit": "64.0 MiB", "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
		"allow_community_extensions": "false", "parquet_metadata_cache": "true",
	} {
		var got string
		if err := d.db.QueryRow("SELECT current_setting('" + setting + "')::VARCHAR").Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q, want %q: %v", setting, got, want, err)
		}
	}
	if _, err := d.db.Exec("SELECT * FROM read_parquet('https://localhost:1/x.parquet')"); err == nil {
		t.Error("the network was asked")
	}
}
