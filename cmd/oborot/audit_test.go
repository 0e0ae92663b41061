package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source/sourcetest"
)

// checked is the answer of an audit as JSON.
type checked struct {
	Question, Method string
	Snapshot         string
	Args             map[string]any
	Origins          []map[string]any
	Notes            []string
	Rows             []struct {
		Check, Finding, Dataset, Against, Period string
		Cells, Cases                             int64
		NotChecked                               int64    `json:"not_checked"`
		Value                                    *float64 `json:"value_usd"`
		Worst                                    string
	}
}

// audits runs audit on a lake and wants an exit code.
func audits(t *testing.T, want int, lake string, args ...string) (checked, string) {
	t.Helper()
	code, stdout, stderr := called(t, append([]string{"--lake", lake, "--format", "json", "audit"}, args...)...)
	if code != want {
		t.Fatalf("exit code %d, want %d: %s\n%s", code, want, stderr, stdout)
	}
	var answer checked
	if err := json.Unmarshal([]byte(stdout), &answer); err != nil {
		t.Fatal(err)
	}
	return answer, stderr
}

// TestAuditOfPartners: in a real download of the imports of 27 countries the partners
// agree with World in all 5,004 cells within rounding; the largest difference, which
// the file's own decimals give, is 0.011 dollars over 152 partners.
func TestAuditOfPartners(t *testing.T) {
	t.Parallel()
	lake := filepath.Join(t.TempDir(), "lake")
	loaded(t, lake, "import", "comtrade", sourcetest.RealFile(t, "comtrade-eu-imports-hs4/eu_imports_hs4_by_partner.csv"),
		sourcetest.RealFile(t, "comtrade-eu-imports-hs4/eu_imports_total_raw47.csv"))
	answer, stderr := audits(t, 0, lake)
	cells := map[string]int64{}
	for _, row := range answer.Rows {
		if row.Check == "totals" && row.Against == "WLD" {
			cells[row.Dataset] += row.Cells
			if row.Finding != "none" || row.NotChecked != 0 {
				t.Errorf("%+v", row)
			}
		}
	}
	if cells["comtrade-a-hs2"] != 270 || cells["comtrade-a-hs4"] != 3571 || cells["comtrade-a-hs6"] != 1163 {
		t.Errorf("checked %v, want 5,004 cells", cells)
	}
	if answer.Question != "audit" || answer.Snapshot == "" || len(answer.Origins) != 3 || strings.Contains(stderr, "found") {
		t.Errorf("%s, snapshot %s, %d origins; %s", answer.Question, answer.Snapshot, len(answer.Origins), stderr)
	}
}

// TestAuditFindsASpoiledCell changes one figure of the same download, of a partner or of
// World, and imports the copy.
func TestAuditFindsASpoiledCell(t *testing.T) {
	t.Parallel()
	parts, totals := "comtrade-eu-imports-hs4/eu_imports_hs4_by_partner.csv", "comtrade-eu-imports-hs4/eu_imports_total_raw47.csv"
	for _, c := range []struct {
		name, file, from, to string
		finding, worst       string
		value                float64
	}{
		{"a partner's figure a dollar too high", parts, `"4401",248162.321,2018`, `"4401",248163.321,2018`, "above total", "WLD to AUT, 4401, 2018", 1},
		{"a partner's figure too low", parts, `"4401",248162.321,2018`, `"4401",8162.321,2018`, "below total", "WLD to AUT, 4401, 2018", 240_000},
		{"a figure of World", totals, `290042456.785,0,290042456.785,6`, `290042956.785,0,290042956.785,6`, "below total", "WLD to BEL, 4401, 2018", 500},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			lake, spoiled := filepath.Join(dir, "lake"), filepath.Join(dir, "spoiled.csv")
			text, err := os.ReadFile(sourcetest.RealFile(t, c.file))
			if err != nil {
				t.Fatal(err)
			}
			changed := strings.Replace(string(text), c.from, c.to, 1)
			if changed == string(text) {
				t.Fatal("the figure is not in the file")
			}
			if err := os.WriteFile(spoiled, []byte(changed), 0o644); err != nil {
				t.Fatal(err)
			}
			other := parts
			if c.file == parts {
				other = totals
			}
			loaded(t, lake, "import", "comtrade", spoiled, sourcetest.RealFile(t, other))
			answer, stderr := audits(t, 6, lake, "--check", "totals")
			found := 0
			for _, row := range answer.Rows {
				if row.Finding != c.finding {
					continue
				}
				found++
				if row.Cases != 1 || row.Value == nil || *row.Value < c.value-0.01 || *row.Value > c.value+0.01 || !strings.HasPrefix(row.Worst, c.worst) {
					t.Errorf("%+v", row)
				}
			}
			if found != 1 || !strings.Contains(stderr, "the audit found 1 case by totals") {
				t.Errorf("%d rows of the finding; %s", found, stderr)
			}
		})
	}
}

// TestAuditOfBACI: the publisher's real extracts have no repeated keys, and their share
// of flows with an unusual unit value is that of any real customs file, a few
// percent.
func TestAuditOfBACI(t *testing.T) {
	t.Parallel()
	lake := filepath.Join(t.TempDir(), "lake")
	loaded(t, lake, "import", sourcetest.RealFile(t, "baci-afg-zaf/baci_hs17_2020_afg_zaf.csv"))
	answer, _ := audits(t, 0, lake, "--check", "duplicates,partial,totals,mirrors")
	if rows := answer.Rows; len(rows) != 4 || rows[3].Check != "duplicates" || rows[3].Cells != 72_097 {
		t.Errorf("%+v", rows)
	}
	answer, _ = audits(t, 6, lake, "--check", "unit-values")
	row := answer.Rows[0]
	if row.Finding != "outlier" || row.Cells+row.NotChecked != 72_097 || row.Cases*100 < row.Cells || row.Cases*10 > row.Cells {
		t.Errorf("%+v", row)
	}
}

// loaded runs an import that must succeed.
func loaded(t *testing.T, lake string, args ...string) {
	t.Helper()
	if code, _, stderr := called(t, append([]string{"--lake", lake}, args...)...); code != 0 {
		t.Fatal(stderr)
	}
}
