package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// written puts files into a folder of the test and returns their paths.
func written(t *testing.T, files map[string]string) map[string]string {
	t.Helper()
	folder := t.TempDir()
	paths := map[string]string{}
	for name, text := range files {
		paths[name] = filepath.Join(folder, name)
		if err := os.WriteFile(paths[name], []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

// Files of several publishers in one command are one snapshot, and nothing of any
// is stored when one of them is refused.
func TestSeveralPublishersAtOnce(t *testing.T) {
	t.Parallel()
	paths := written(t, map[string]string{
		"BACI_HS17_Y2021_V202501.csv": "t,i,j,k,v,q\n2021,112,643,40610,32.5,1\n",
		"DATTSVT.csv":                 "napr\tperiod\tnastranapr\ttnved\tedizm\tStoim\tNetto\tKol\tRegion\tRegion_s\n\"ЭК\"\t\"01/2021\"\t\"BY\"\t\"8704210000\"\t\"\"\t\"7,5\"\t\"1\"\t\"\"\t\"05000 - X\"\t\"08-Y\"\n",
		"bad.csv":                     "napr\tperiod\tnastranapr\ttnved\tedizm\tStoim\tNetto\tKol\tRegion\tRegion_s\n\"ЭК\"\t\"13/2021\"\t\"BY\"\t\"8704210000\"\t\"\"\t\"7,5\"\t\"1\"\t\"\"\t\"05000 - X\"\t\"08-Y\"\n",
	})
	lake := filepath.Join(t.TempDir(), "lake")
	code, stdout, stderr := called(t, "--lake", lake, "import", paths["BACI_HS17_Y2021_V202501.csv"], paths["bad.csv"])
	if code != 3 || stdout != "" || !strings.Contains(stderr, "bad.csv, line 2") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
	if code, stdout, _ := called(t, "--lake", lake, "datasets"); code != 4 {
		t.Errorf("something is stored: %s", stdout)
	}
	if code, _, stderr := called(t, "--lake", lake, "import", paths["BACI_HS17_Y2021_V202501.csv"], paths["DATTSVT.csv"]); code != 0 {
		t.Fatal(stderr)
	}
	if code, stdout, stderr := called(t, "--lake", lake, "--format", "csv", "snapshots"); code != 0 || strings.Count(stdout, "\n") != 2 {
		t.Errorf("more than one snapshot: %s%s", stdout, stderr)
	}
}

// Two releases of a dataset in one command: the second takes the place of the
// first, and nothing is there twice.
func TestTwoReleasesInOneCommand(t *testing.T) {
	t.Parallel()
	paths := written(t, map[string]string{
		"BACI_HS17_Y2021_V202401.csv": "t,i,j,k,v,q\n2021,112,643,40610,30,1\n",
		"BACI_HS17_Y2021_V202501.csv": "t,i,j,k,v,q\n2021,112,643,40610,32.5,1\n",
	})
	lake := filepath.Join(t.TempDir(), "lake")
	if code, _, stderr := called(t, "--lake", lake, "import", paths["BACI_HS17_Y2021_V202401.csv"], paths["BACI_HS17_Y2021_V202501.csv"]); code != 0 {
		t.Fatal(stderr)
	}
	code, stdout, stderr := called(t, "--lake", lake, "--format", "csv", "flows", "--by", "year")
	if code != 0 || !strings.Contains(stdout, "\n2021,32500") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
	if _, stdout, _ := called(t, "--lake", lake, "--format", "csv", "flows", "--by", "year", "--as-of", "baci-hs17@202401"); !strings.Contains(stdout, "\n2021,30000") {
		t.Errorf("the earlier release: %s", stdout)
	}
}
