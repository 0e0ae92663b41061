package main

import (
	"encoding/json"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source/sourcetest"
)

// rowsOf asks a question as JSON and returns its rows.
func rowsOf(t *testing.T, lake string, words ...string) []map[string]any {
	t.Helper()
	code, stdout, stderr := called(t, append([]string{"--lake", lake, "--format", "json"}, words...)...)
	if code != 0 {
		t.Fatalf("%v: exit %d: %s", words, code, stderr)
	}
	var answer struct{ Rows []map[string]any }
	if err := json.Unmarshal([]byte(stdout), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Rows
}

// TestPricesOfTurkey compares two quarters of Turkey's trade with Russia, 45,573 rows by
// month and good of eight digits. The figures were worked out from the same file by a
// few lines of Python: goods with mass in both quarters, those with a modified z above
// 3.5 left out, and the indices from their definitions.
func TestPricesOfTurkey(t *testing.T) {
	t.Parallel()
	path := sourcetest.RealFile(t, "ru-mirror-mgimo/turkey_2025_processed.csv.gz")
	lake := filepath.Join(t.TempDir(), "lake")
	if code, _, stderr := called(t, "--lake", lake, "import", path); code != 0 {
		t.Fatal(stderr)
	}
	rows := rowsOf(t, lake, "prices", "TUR", "RUS", "--period", "2025Q1,2025Q2")
	if len(rows) != 2 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, want := range []map[string]float64{
		{"value_usd_base": 1436802659, "value_usd": 1405869229, "matched": 3001, "outliers": 315, "price_laspeyres": 1.0606595945362232,
			"price_paasche": 1.0101656803711647, "price_fisher": 1.0351047874282524, "coverage_base": .9718194194962163, "coverage": .8982104102941426},
		{"value_usd_base": 11297732424, "value_usd": 9675170828, "matched": 686, "outliers": 156, "coverage_base": .5353841220518536, "coverage": .6310148636685137},
	} {
		for name, value := range want {
			if got, ok := rows[i][name].(float64); !ok || math.Abs(got/value-1) > 1e-12 {
				t.Errorf("row %d: %s is %v, want %v", i, name, rows[i][name], value)
			}
		}
	}
	if got := rows[1]["price_fisher_status"]; got != "low coverage" || rows[1]["price_fisher"] != nil {
		t.Errorf("53.5%% of the value has an index, %v", rows[1])
	}
	rows = rowsOf(t, lake, "prices", "TUR", "RUS", "--period", "2025Q1,2025Q2", "--coverage", "0.5")
	if got := rows[1]["price_laspeyres"].(float64); math.Abs(got/.9541216738164834-1) > 1e-12 {
		t.Errorf("Laspeyres of imports is %v", got)
	}
}

// TestSpecialisationOfExtract: an extract of BACI with the trade of two economies is no
// world, and the answer says so.
func TestSpecialisationOfExtract(t *testing.T) {
	t.Parallel()
	path := sourcetest.RealFile(t, "baci-afg-zaf/baci_hs17_2020_afg_zaf.csv")
	lake := filepath.Join(t.TempDir(), "lake")
	if code, _, stderr := called(t, "--lake", lake, "import", path); code != 0 {
		t.Fatal(stderr)
	}
	code, stdout, stderr := called(t, "--lake", lake, "specialisation", "ZAF", "--level", "2", "--top", "3")
	if code != 0 || !strings.Contains(stdout, "The world is the 2 economies of baci-hs17 in 2020") || !strings.Contains(stdout, "do not stand for the world") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
	rows := rowsOf(t, lake, "specialisation", "ZAF", "--level", "2")
	sum := 0.
	for _, r := range rows {
		sum += r["share"].(float64)
	}
	if math.Abs(sum-1) > 1e-12 {
		t.Errorf("the shares add up to %v", sum)
	}
	code, _, stderr = called(t, "--lake", lake, "specialisation", "CHN")
	if code != 4 || !strings.Contains(stderr, "baci-hs17 holds no exports of China (CHN) in 2020") {
		t.Errorf("exit %d: %s", code, stderr)
	}
}
