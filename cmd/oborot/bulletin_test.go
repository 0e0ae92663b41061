package main

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// bulletin is a published table of levels and of the growth that its publisher
// worked out from them, by direction and month.
type bulletin map[[2]string]map[string]string

func readBulletin(t *testing.T, path string) bulletin {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	all := bulletin{}
	for _, row := range rows[1:] {
		cells := map[string]string{}
		for i, name := range rows[0] {
			cells[name] = row[i]
		}
		direction := map[string]string{"ЭК": "exports", "ИМ": "imports"}[cells["NAPR"]]
		all[[2]string{direction, cells["PERIOD"][:7]}] = cells
	}
	return all
}

// TestGrowthOfTheBulletin imports the monthly levels of Russia's trade, which are
// totals in billions of dollars, and asks for the account by month. The growth
// against the same month of the last year and against the month before is what
// the publisher has beside the levels, falls included; where the publisher has none
// the account says that it is missing.
func TestGrowthOfTheBulletin(t *testing.T) {
	t.Parallel()
	path := sourcetest.RealFile(t, "ru-mirror-mgimo/bulletin_headline.csv")
	published := readBulletin(t, path)
	lake := filepath.Join(t.TempDir(), "lake")
	if code, _, stderr := called(t, "--lake", lake, "import", path, "--mapping", "ru-mirror"); code != 0 {
		t.Fatal(stderr)
	}
	for _, c := range []struct {
		column    string
		arguments []string
		rows      int // that the publisher has
	}{
		{"stoim_yoy", []string{"--series", "month"}, 154},
		{"stoim_mom", []string{"--series", "month", "--period", "2019-02..2026-05", "--compare", "2019-01..2026-04"}, 176},
	} {
		code, stdout, stderr := called(t, append([]string{"--lake", lake, "account", "RUS", "WLD", "--format", "json"}, c.arguments...)...)
		if code != 0 {
			t.Fatal(stderr)
		}
		var answer struct{ Rows []map[string]any }
		if err := json.Unmarshal([]byte(stdout), &answer); err != nil {
			t.Fatal(err)
		}
		same, falls := 0, 0
		for _, row := range answer.Rows {
			for _, direction := range []string{"exports", "imports"} {
				want := published[[2]string{direction, row["period"].(string)}][c.column]
				growth := row[direction+"_growth"]
				if want == "" {
					if growth != nil || row[direction+"_growth_status"] != "missing" {
						t.Errorf("%s of %s in %v: %v, and the publisher has none", c.column, direction, row["period"], growth)
					}
					continue
				}
				number, err := strconv.ParseFloat(want, 64)
				got, ok := growth.(float64)
				if err != nil || !ok || math.Abs(got-number) > 1e-9 {
					t.Errorf("%s of %s in %v: %v, the publisher has %s", c.column, direction, row["period"], growth, want)
					continue
				}
				same++
				if got < 0 {
					falls++
				}
			}
		}
		if same != c.rows || falls == 0 {
			t.Errorf("%s: %d rows are reproduced, %d of them falls; want %d", c.column, same, falls, c.rows)
		}
	}
}

// TestGrowthOfMassInTheBulletin does the same for net mass, which flows compares by
// the same formula: 77 months against the year before, 88 against the month before,
// each for both directions.
func TestGrowthOfMassInTheBulletin(t *testing.T) {
	t.Parallel()
	path := sourcetest.RealFile(t, "ru-mirror-mgimo/bulletin_headline.csv")
	published := readBulletin(t, path)
	lake := filepath.Join(t.TempDir(), "lake")
	if code, _, stderr := called(t, "--lake", lake, "import", path, "--mapping", "ru-mirror"); code != 0 {
		t.Fatal(stderr)
	}
	last := trade.MonthOf(2026, 5)
	for column, c := range map[string]struct {
		first trade.Month
		back  trade.Month
	}{"netto_yoy": {trade.MonthOf(2020, 1), 12}, "netto_mom": {trade.MonthOf(2019, 2), 1}} {
		var months, bases []string
		for m := c.first; m <= last; m++ {
			months, bases = append(months, m.String()), append(bases, (m-c.back).String())
		}
		code, stdout, stderr := called(t, "--lake", lake, "flows", "RUS", "WLD", "--by", "period", "--measure", "net_kg", "--format", "json",
			"--period", strings.Join(months, ","), "--compare", strings.Join(bases, ","))
		if code != 0 {
			t.Fatal(stderr)
		}
		var answer struct{ Rows []map[string]any }
		if err := json.Unmarshal([]byte(stdout), &answer); err != nil {
			t.Fatal(err)
		}
		for _, row := range answer.Rows {
			text := published[[2]string{row["direction"].(string), row["period"].(string)}][column]
			want, err := strconv.ParseFloat(text, 64)
			if got, ok := row["growth"].(float64); err != nil || !ok || math.Abs(got-want) > 1e-9 {
				t.Errorf("%s of %v: %v, the publisher has %q", column, row["period"], row["growth"], text)
			}
		}
		if len(answer.Rows) != 2*len(months) {
			t.Errorf("%s: %d rows for %d months", column, len(answer.Rows), len(months))
		}
	}
}
