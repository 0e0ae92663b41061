package engine

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/cube/cubetest"
	"github.com/oborot/oborot/internal/engine/flowfile"
	"github.com/oborot/oborot/trade"
)

func TestScan(t *testing.T) {
	cubetest.RunScan(t, func(t *testing.T, rows []cube.Row) cube.Scanner {
		d, f := openRows(t, rows)
		f.allYears = len(rows)%2 == 1
		return d
	})
}

// reader scans the files of a folder and has nobody to ask where it cannot.
type reader struct{ *folder }

func (r reader) Scan(ctx context.Context, q cube.ScanQuery, into *cube.Flows) error {
	files, err := r.DataFiles(ctx, "flows", q.Scope)
	if err != nil {
		return err
	}
	return flowfile.Read(ctx, files, q, into)
}

// TestScanOwnFiles reads files that an import wrote.
func TestScanOwnFiles(t *testing.T) {
	cubetest.RunScan(t, func(t *testing.T, rows []cube.Row) cube.Scanner {
		_, f := openRows(t, rows)
		return reader{f}
	})
}

// rolledReader scans as the engine does, and has nobody to ask where it cannot read.
type rolledReader struct{ *DuckDB }

func (r rolledReader) Scan(ctx context.Context, q cube.ScanQuery, into *cube.Flows) error {
	scope := q.Scope
	scope.Years = q.Period.Years()
	files, err := r.scanned(ctx, q, scope)
	if err != nil {
		return err
	}
	return flowfile.Read(ctx, files, q, into)
}

// TestScanRollups leaves out a side where every file has rollups, and where some have.
func TestScanRollups(t *testing.T) {
	for _, from := range []int64{1, 15} {
		cubetest.RunScan(t, func(t *testing.T, rows []cube.Row) cube.Scanner {
			d, f := openRolled(t, rows, from)
			if from == 1 && rolledFiles(f) != len(f.files) {
				t.Fatalf("%d of %d files have rollups", rolledFiles(f), len(f.files))
			}
			return rolledReader{d}
		})
	}
}

// TestScanFilesOfDuckDB reads files that DuckDB wrote, as a merge does.
func TestScanFilesOfDuckDB(t *testing.T) {
	cubetest.RunScan(t, func(t *testing.T, rows []cube.Row) cube.Scanner {
		d, f := openRows(t, rows)
		for i := range f.files {
			path := filepath.Join(t.TempDir(), "copied.parquet")
			if err := d.copy(t.Context(), "FROM "+readParquet([]string{f.files[i].Path}), path); err != nil {
				t.Fatal(err)
			}
			f.files[i].Path = path
		}
		return reader{f}
	})
}

// TestScanOtherLayout has files that only DuckDB can read: in another encoding, or with
// a column of another type, whose bytes would be other numbers.
func TestScanOtherLayout(t *testing.T) {
	for name, c := range map[string][2]string{
		"encoding":     {"*", ", PARQUET_VERSION v2"},
		"wide decimal": {"* REPLACE (value_usd::DECIMAL(38,3) AS value_usd)", ""},
		"wide flags":   {"* REPLACE (flags::BIGINT AS flags)", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cubetest.RunScan(t, func(t *testing.T, rows []cube.Row) cube.Scanner {
				d, f := openRows(t, rows)
				copyAs(t, d, f, c[0], c[1])
				return d
			})
		})
	}
}

// copyAs puts copies of the files in their place, of other columns or in another way.
func copyAs(t *testing.T, d *DuckDB, f *folder, columns, options string) {
	t.Helper()
	for i := range f.files {
		path := filepath.Join(t.TempDir(), "other.parquet")
		text := "COPY (SELECT " + columns + " FROM " + readParquet([]string{f.files[i].Path}) + ") TO " + quoted(path) + " (FORMAT parquet" + options + ")"
		if _, err := d.db.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
		f.files[i].Path = path
	}
}

// TestScanOtherAmounts has amounts that are no thousandths: they are refused, not read as
// other numbers.
func TestScanOtherAmounts(t *testing.T) {
	t.Parallel()
	for name, columns := range map[string]string{
		"Double":  "* REPLACE (value_usd::DOUBLE AS value_usd)",
		"scale=2": "* REPLACE (value_usd::DECIMAL(18,2) AS value_usd)",
		"Int64":   "* REPLACE (value_usd::BIGINT AS value_usd)",
	} {
		rows := someRows(100)
		d, f := openRows(t, rows)
		copyAs(t, d, f, columns, "")
		q := cube.ScanQuery{Scope: trade.Scope{Dataset: rows[0].Dataset}, Period: trade.Year(rows[0].Period.First.Year())}
		err := d.Scan(t.Context(), q, &cube.Flows{})
		if trade.KindOf(err) != trade.BadInput || !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(name)) ||
			!strings.Contains(err.Error(), f.files[0].Path) || trade.HintOf(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestScanFaultyFiles wants the error of every other question.
func TestScanFaultyFiles(t *testing.T) {
	t.Parallel()
	q := cube.ScanQuery{Scope: trade.Scope{Dataset: "a"}, Period: trade.Year(2021)}
	for name, spoil := range map[string]func(path string, content []byte) error{
		"missing": func(path string, _ []byte) error { return os.Remove(path) },
		"damaged": func(path string, b []byte) error { return os.WriteFile(path, b[:len(b)/2], 0o644) },
	} {
		rows := cubetest.World(rand.New(rand.NewPCG(1, 1)), 300)
		for i := range rows {
			rows[i].Dataset, rows[i].Release, rows[i].Nomenclature, rows[i].Period = "a", "1", trade.HS2017, trade.Year(2021)
		}
		d, f := openRows(t, rows)
		path := f.files[0].Path
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := spoil(path, content); err != nil {
			t.Fatal(err)
		}
		err = d.Scan(t.Context(), q, &cube.Flows{})
		if err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), path) || trade.HintOf(err) == "" {
			t.Errorf("%v, want %q", err, name)
		}
	}
}

func TestScanStops(t *testing.T) {
	t.Parallel()
	d, _ := openRows(t, someRows(100))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	q := cube.ScanQuery{Scope: trade.Scope{Dataset: "d"}, Period: trade.Year(2021)}
	if err := d.Scan(ctx, q, &cube.Flows{}); err == nil || !strings.Contains(err.Error(), "interrupted") {
		t.Errorf("%v", err)
	}
	if err := d.Scan(t.Context(), cube.ScanQuery{}, &cube.Flows{}); trade.KindOf(err) != trade.Usage {
		t.Errorf("%v", err)
	}
}

// BenchmarkScan reads one year.
func BenchmarkScan(b *testing.B) {
	d, _ := benchEngine(b)
	q := cube.ScanQuery{Scope: trade.Scope{Dataset: "baci-hs17"}, Period: trade.Year(2021)}
	var flows cube.Flows
	for b.Loop() {
		if err := d.Scan(b.Context(), q, &flows); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(flows.ValueUSD)), "rows")
	}
}
