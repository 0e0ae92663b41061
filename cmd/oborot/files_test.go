package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source/sourcetest"
)

// TestBadFiles imports every file of the corpus: exit code 3, one sentence and a
// hint, and the lake as it was.
func TestBadFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	lake := filepath.Join(dir, "lake")
	good, _ := yearFile(t, dir, 2019, 3, 1)
	if code, _, stderr := called(t, "--lake", lake, "import", good); code != 0 {
		t.Fatal(stderr)
	}
	_, before, _ := called(t, "--lake", lake, "snapshots", "--format", "csv")
	for _, bad := range sourcetest.BadBACI() {
		path, err := bad.Make(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		code, stdout, stderr := called(t, "--lake", lake, "import", path)
		sentence, hint, _ := strings.Cut(strings.TrimSuffix(stderr, "\n"), "\n")
		if code != 3 || stdout != "" || !strings.HasPrefix(hint, "hint: ") || strings.Contains(hint, "\n") {
			t.Errorf("%s: exit code %d, stdout %q, stderr %q", bad.Name, code, stdout, stderr)
		}
		if !strings.Contains(sentence, filepath.Base(path)) && !strings.Contains(sentence, "BACI_HS17") {
			t.Errorf("%s: the file is not named: %s", bad.Name, sentence)
		}
	}
	if _, after, _ := called(t, "--lake", lake, "snapshots", "--format", "csv"); after != before || before == "" {
		t.Errorf("the lake has changed from\n%s\nto\n%s", before, after)
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
