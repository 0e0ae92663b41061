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

// TestScanOtherLayout has files that only DuckDB can read.
func TestScanOtherLayout(t *testing.T) {
	cubetest.RunScan(t, func(t *testing.T, rows []cube.Row) cube.Scanner {
		d, f := openRows(t, rows)
		for i := range f.files {
			path := filepath.Join(t.TempDir(), "other.parquet")
			text := "COPY (FROM " + readParquet([]string{f.files[i].Path}) + ") TO " + quoted(path) + " (FORMAT parquet, PARQUET_VERSION v2)"
			if _, err := d.db.ExecContext(t.Context(), text); err != nil {
				t.Fatal(err)
			}
			f.files[i].Path = path
		}
		return d
	})
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
