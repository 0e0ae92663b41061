//go:build unix

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source/sourcetest"
)

// mostMemory is what a process may take to refuse a file, in KiB. Most of it is
// the program with its engine; a line of a gigabyte may not show.
const mostMemory = 700 << 10

// corpora are the files that no import may accept, by the kind that is named.
func corpora() map[string][]sourcetest.BadFile {
	return map[string][]sourcetest.BadFile{
		"baci":      sourcetest.BadBACI(),
		"ftsrussia": sourcetest.BadFTSRussia(),
		"comext":    sourcetest.BadComext(),
		"comtrade":  sourcetest.BadComtrade(),
		"sdmx":      sourcetest.BadSDMX(),
		"rates":     sourcetest.BadRates(),

		"correlation":  sourcetest.BadCorrelation(),
		"nomenclature": sourcetest.BadNomenclature(),
	}
}

// byColumns are the kinds whose files are known by nothing but the names of columns.
var byColumns = map[string]bool{"correlation": true, "nomenclature": true}

// TestBadFilesThroughTheProgram imports each file of the corpus, with its format
// named and with the format to be found out. Each ends with the exit code that
// help names for refused files, in one sentence and one hint, and leaves the lake
// as it was but for a quarantine file that the hint names.
func TestBadFilesThroughTheProgram(t *testing.T) {
	t.Parallel()
	lake := filepath.Join(t.TempDir(), "lake")
	held := writeEdition(t, t.TempDir(), "202301", 300)
	imported(t, lake, held)
	importRates(t, lake)
	before := contentsOf(t, lake)
	for kind, corpus := range corpora() {
		if len(corpus) < 25 {
			t.Errorf("only %d bad files of %s", len(corpus), kind)
		}
		for _, bad := range corpus { // one after the other, because each looks at the whole lake
			t.Run(bad.Name, func(t *testing.T) {
				path, err := bad.Make(t.TempDir())
				if err != nil {
					t.Fatal(err)
				}
				end := ran(t, "--lake", lake, "import", kind, path)
				judgeRefusal(t, bad, path, end)
				wantUntouched(t, lake, before, end.stderr)
				end = ran(t, "--lake", lake, "import", path)
				if byColumns[kind] && strings.Contains(end.stderr, "the format of the file is not recognised") {
					bad.Line, bad.Words = 0, nil
				}
				judgeRefusal(t, bad, path, end)
				wantUntouched(t, lake, before, end.stderr)
			})
		}
	}
	if now := stateOf(t, lake); now != held.state() {
		t.Errorf("the lake says\n%swant\n%s", now, held.state())
	}
}

// importRates holds the rates that files in euros need to be looked into.
func importRates(t *testing.T, lake string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rates.csv")
	if err := os.WriteFile(path, []byte(sourcetest.ComextRates), 0o600); err != nil {
		t.Fatal(err)
	}
	if end := ran(t, "--lake", lake, "import", "rates", path); end.code != 0 {
		t.Fatalf("exit code %d: %s", end.code, end.stderr)
	}
}

// judgeRefusal checks how the program refused a file.
func judgeRefusal(t *testing.T, bad sourcetest.BadFile, path string, end outcome) {
	t.Helper()
	if end.code != 3 {
		t.Errorf("exit code %d, want 3: %s", end.code, end.stderr)
	}
	sentence, hint, _ := strings.Cut(strings.TrimSuffix(end.stderr, "\n"), "\n")
	if !strings.HasPrefix(hint, "hint: ") || strings.Contains(hint, "\n") {
		t.Errorf("not one sentence and one hint: %q", end.stderr)
	}
	// The folder may be left out, and a member of an archive may follow.
	where := "(" + regexp.QuoteMeta(filepath.Dir(path)) + "/)?" + regexp.QuoteMeta(filepath.Base(path)) + `[^ ,]*`
	if bad.Line > 0 {
		where += fmt.Sprintf(", line %d: ", bad.Line)
	} else {
		where += ": "
	}
	if !regexp.MustCompile("^" + where).MatchString(sentence) {
		t.Errorf("the sentence does not begin with %s: %q", where, sentence)
	}
	for _, word := range bad.Words {
		if !strings.Contains(sentence, word) {
			t.Errorf("the sentence lacks %q: %q", word, sentence)
		}
	}
	if trace := regexp.MustCompile(`panic|goroutine|runtime error|\.go:\d`).FindString(end.stderr); trace != "" {
		t.Errorf("%q is nothing for a person: %q", trace, end.stderr)
	}
	if peak := peakMemory(end); peak > mostMemory {
		t.Errorf("the process took %d MiB", peak>>10)
	}
}

// peakMemory is the largest memory that a process held, in KiB.
func peakMemory(end outcome) int64 {
	if runtime.GOOS == "darwin" {
		return int64(end.usage.Maxrss) >> 10
	}
	return int64(end.usage.Maxrss)
}

// contentsOf reads all files below a folder.
func contentsOf(t *testing.T, root string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, path := range under(t, root) {
		data, err := os.ReadFile(filepath.Join(root, path))
		if err != nil {
			t.Fatal(err)
		}
		all[path] = string(data)
	}
	return all
}

// wantUntouched checks that a lake holds the files that it held, and no more than
// quarantine files that were told of, which it enters in the list, and manifests
// that no snapshot names, which upkeep removes.
func wantUntouched(t *testing.T, lake string, before map[string]string, told string) {
	t.Helper()
	now := contentsOf(t, lake)
	for path, data := range before {
		if now[path] != data {
			t.Errorf("%s has changed or gone", path)
		}
	}
	for path := range now {
		_, held := before[path]
		switch {
		case held, filepath.Ext(path) == ".avro":
		case !strings.HasPrefix(path, "quarantine/"):
			t.Errorf("%s was added", path)
		case !strings.Contains(told, filepath.Base(path)):
			t.Errorf("%s was left and not told of: %q", path, told)
		}
		before[path] = now[path]
	}
}

// TestBadFileMakesNoDataset imports a bad file where no lake is yet: afterwards
// there is no dataset, whether or not the folder was made.
func TestBadFileMakesNoDataset(t *testing.T) {
	t.Parallel()
	for _, bad := range sourcetest.BadBACI() {
		if bad.Name != "negative value" && bad.Name != "PNG image" && bad.Name != "header only" {
			continue
		}
		t.Run(bad.Name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			lake := filepath.Join(dir, "lake")
			path, err := bad.Make(dir)
			if err != nil {
				t.Fatal(err)
			}
			judgeRefusal(t, bad, path, ran(t, "--lake", lake, "import", path))
			if end := ran(t, "--lake", lake, "datasets"); end.code != 4 || !strings.Contains(end.stderr, "lake") {
				t.Errorf("datasets: exit code %d: %s", end.code, end.stderr)
			}
			held := writeEdition(t, dir, "202301", 300)
			imported(t, lake, held)
			if now := stateOf(t, lake); now != held.state() {
				t.Errorf("the lake says\n%swant\n%s", now, held.state())
			}
		})
	}
}

// TestGoodAmongBad imports a good year together with a bad one: nothing of either
// is stored.
func TestGoodAmongBad(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	lake := filepath.Join(dir, "lake")
	held, next := writeEdition(t, dir, "202301", 300), writeEdition(t, dir, "202401", 300)
	imported(t, lake, held)
	row := "t,i,j,k,v,q\n2021,112,643,870421,-1.000,1.000\n"
	if err := os.WriteFile(next.files[1], []byte(row), 0o600); err != nil {
		t.Fatal(err)
	}
	end := ran(t, importing(lake, next)...)
	if end.code != 3 || !strings.Contains(end.stderr, filepath.Base(next.files[1])+", line 2: ") {
		t.Errorf("exit code %d: %s", end.code, end.stderr)
	}
	if now := stateOf(t, lake); now != held.state() {
		t.Errorf("the lake says\n%swant\n%s", now, held.state())
	}
}
