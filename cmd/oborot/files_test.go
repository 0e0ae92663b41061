package main

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"
	"github.com/oborot/oborot/internal/source/sourcetest"
)

// TestParquetInDuckDB reads an answer with another reader than the one that the
// format was written with: exact decimals, statuses, and the source in the metadata.
func TestParquetInDuckDB(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	lake, answer := filepath.Join(dir, "lake"), filepath.Join(dir, "a.parquet")
	path, _ := yearFile(t, dir, 2021, 3, 1)
	for _, args := range [][]string{{"import", path}, {"account", "BLR", "RUS", "--format", "parquet", "-o", answer}} {
		if code, _, stderr := called(t, append([]string{"--lake", lake}, args...)...); code != 0 {
			t.Fatal(stderr)
		}
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var exports, kind, status, head string
	err = db.QueryRow(`SELECT exports_usd::VARCHAR, typeof(exports_usd), exports_growth_status, decode(m.value)
		FROM read_parquet($1), parquet_kv_metadata($1) m WHERE m.key = 'oborot'`, answer).Scan(&exports, &kind, &status, &head)
	if err != nil {
		t.Fatal(err)
	}
	if exports != "3000.000" || kind != "DECIMAL(19,3)" || status != "missing" || !strings.Contains(head, `"dataset":"baci-hs17"`) {
		t.Errorf("read exports %s of type %s, growth %s, metadata %s", exports, kind, status, head)
	}
}

// TestRealBACI imports the publisher's real extracts: every row is stored, and
// the value is the sum of the file's column v, in dollars.
func TestRealBACI(t *testing.T) {
	t.Parallel()
	lake := filepath.Join(t.TempDir(), "lake")
	files := []string{
		sourcetest.RealFile(t, "baci-afg-zaf/baci_hs92_2021_afg_zaf.csv"),
		sourcetest.RealFile(t, "baci-afg-zaf/baci_hs17_2020_afg_zaf.csv"),
		sourcetest.RealFile(t, "baci-afg-zaf/country_codes_V202201.csv"),
	}
	code, stdout, stderr := called(t, append([]string{"--lake", lake, "--format", "csv", "import"}, files...)...)
	if code != 0 {
		t.Fatal(stderr)
	}
	for _, want := range []string{
		",baci-hs92,unknown,stored,71192,71192,0,0,0,69369988138,,69369988138,,0,,",
		",baci-hs17,unknown,stored,72097,72097,0,0,0,51605142675,,51605142675,,0,,",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("no %s in\n%s", want, stdout)
		}
	}
	_, stdout, _ = called(t, "--lake", lake, "--format", "csv", "flows", "--by", "dataset,year", "--measure", "value_usd,rows")
	for _, want := range []string{"\nbaci-hs17,2020,51605142675,,72097\n", "\nbaci-hs92,2021,69369988138,,71192\n"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("no %q in\n%s", want, stdout)
		}
	}
}
