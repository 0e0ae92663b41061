package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/rogpeppe/go-internal/txtar"
)

// kindsOfRealFiles are patterns of the real files that a format must recognise; no
// format may take any other file for its own.
var kindsOfRealFiles = map[string]string{
	"baci-afg-zaf/*.csv":                       "baci",
	"comtrade-api/*.csv":                       "comtrade",
	"comtrade-api/*.json":                      "comtrade",
	"comtrade-eu-imports-hs4/eu_*.csv":         "comtrade",
	"comtrade-legacy-csv/*.csv":                "comtrade",
	"fts-format-samples/*sv":                   "ftsrussia",
	"ru-mirror-mgimo/turkey_*":                 "ftsrussia",
	"concordances/*.csv":                       "correlation",
	"concordances/*.csv.gz":                    "correlation",
	"comtrade-ref/cmd_[bhs][0-6s].csv":         "nomenclature",
	"hs-nomenclature/baci_product_codes_*.csv": "nomenclature",
	"hs-nomenclature/harmonized-system.csv":    "nomenclature",
	"tnved-ru/TNVED[1-3].cp866.txt*":           "nomenclature",
	"tnved-ru/hs4_labels_mgimo.csv":            "nomenclature",
	"tnved-ru/tnved*.csv":                      "nomenclature",
}

func kindOfRealFile(t *testing.T, name string) string {
	t.Helper()
	for pattern, kind := range kindsOfRealFiles {
		if fits, err := path.Match(pattern, name); err != nil {
			t.Fatal(err)
		} else if fits {
			return kind
		}
	}
	return ""
}

// recognised is the kind that a file is taken for, empty if none; a file of two kinds
// fails the test.
func recognised(t *testing.T, file string) string {
	t.Helper()
	f, why, err := source.Recognise(formats(), file)
	switch {
	case err == nil && why == "":
		t.Errorf("%s is taken for %s without a reason", file, f.Kind)
	case err != nil && strings.Contains(err.Error(), "more than one format"):
		t.Error(err)
	}
	return f.Kind
}

// TestRealFilesAreRecognised looks at every file of all publishers at hand.
func TestRealFilesAreRecognised(t *testing.T) {
	t.Parallel()
	root := filepath.Dir(filepath.Dir(sourcetest.RealFile(t, "tnved-ru/TNVED1.cp866.txt")))
	found := map[string]int{}
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		kind, want := recognised(t, file), kindOfRealFile(t, name)
		if kind != want {
			t.Errorf("%s is taken for %q, want %q", name, kind, want)
		}
		found[kind]++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for kind, least := range map[string]int{"baci": 3, "comtrade": 8, "ftsrussia": 4, "correlation": 17, "nomenclature": 20, "": 50} {
		if found[kind] < least {
			t.Errorf("%d files of kind %q, want %d and more", found[kind], kind, least)
		}
	}
}

// TestBadFilesAreOfOneKind: a spoiled file is taken for its own kind or for none.
func TestBadFilesAreOfOneKind(t *testing.T) {
	t.Parallel()
	for kind, corpus := range corpora() {
		for _, bad := range corpus {
			file, err := bad.Make(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			if got := recognised(t, file); got != "" && got != kind {
				t.Errorf("%s of %s is taken for %s", bad.Name, kind, got)
			}
		}
	}
}

// TestFixturesAreOfOneKind looks at the files of all scripts, which stand for those of
// publishers.
func TestFixturesAreOfOneKind(t *testing.T) {
	t.Parallel()
	scripts, err := filepath.Glob(filepath.Join("testdata", "script", "*.txtar"))
	if err != nil || len(scripts) < 15 {
		t.Fatalf("%d scripts: %v", len(scripts), err)
	}
	known := 0
	for _, script := range scripts {
		archive, err := txtar.ParseFile(script)
		if err != nil {
			t.Fatal(err)
		}
		for _, fixture := range archive.Files {
			file := filepath.Join(t.TempDir(), path.Base(fixture.Name))
			if err := os.WriteFile(file, fixture.Data, 0o600); err != nil {
				t.Fatal(err)
			}
			if recognised(t, file) != "" {
				known++
			}
		}
	}
	if known < 10 {
		t.Errorf("%d fixtures are of a known kind only", known)
	}
}
