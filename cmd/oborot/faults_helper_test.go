//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/oborot/oborot/internal/lake"
	"github.com/oborot/oborot/trade"
)

// faultYears are the years of an edition, faultDataset where it goes by its name.
var faultYears = []int{2020, 2021}

const faultDataset = "baci-hs17"

// flawedFrom is the number of rows from which a year holds one row more, which is
// set aside and is few enough to be tolerated.
const flawedFrom = 10_000

// edition is one release of a small dataset in BACI's format, with the sums that
// the test adds up itself while it writes the files.
type edition struct {
	release  string
	files    []string   // one for each year
	pair     [][2]int64 // by year: what Belarus exported to Russia and imported from it, dollars
	totals   []int64    // by year, dollars
	yearRows int
}

// writeEdition writes the files of a release. Its values are chosen by chance,
// the same on every run.
func writeEdition(t *testing.T, dir, release string, yearRows int) edition {
	t.Helper()
	e := edition{release: release, yearRows: yearRows}
	for _, year := range faultYears {
		path := filepath.Join(dir, fmt.Sprintf("BACI_HS17_Y%d_V%s.csv", year, release))
		if err := os.WriteFile(path, e.year(year), 0o600); err != nil {
			t.Fatal(err)
		}
		e.files = append(e.files, path)
	}
	return e
}

// year makes the text of one year and enters it in the sums.
func (e *edition) year(year int) []byte {
	codes := []int{112, 643, 156, 276, 380, 528, 616, 724, 752, 792, 804, 826, 842, 40, 56, 76}
	pairs := len(codes) * (len(codes) - 1)
	seed := fnv.New64()
	seed.Write([]byte(e.release))
	chance := rand.New(rand.NewPCG(uint64(year), seed.Sum64()))
	var text bytes.Buffer
	var pair [2]int64
	var total int64
	text.WriteString("t,i,j,k,v,q\n")
	for row := range e.yearRows {
		i, j := row%pairs/(len(codes)-1), row%(len(codes)-1)
		if j >= i {
			j++
		}
		dollars := 1 + chance.Int64N(99_999_999)
		fmt.Fprintf(&text, "%d,%d,%d,%d,%d.%03d,  1.000\n", year, codes[i], codes[j], 10000+row/pairs, dollars/1000, dollars%1000)
		total += dollars
		if i+j == 1 { // Belarus and Russia come first among the codes
			pair[i] += dollars
		}
	}
	if e.yearRows >= flawedFrom {
		fmt.Fprintf(&text, "%d,998,643,870421,1.000,1.000\n", year)
	}
	e.pair, e.totals = append(e.pair, pair), append(e.totals, total)
	return text.Bytes()
}

// state is what the lake must say while it holds the edition.
func (e edition) state() string {
	var text strings.Builder
	var all int64
	for at, year := range faultYears {
		fmt.Fprintf(&text, "%d: exports %d, imports %d\n", year, e.pair[at][0], e.pair[at][1])
		all += e.totals[at]
	}
	fmt.Fprintf(&text, "%s: release %s, %d rows, value %d\n", faultDataset, e.release, e.yearRows*len(faultYears), all)
	return text.String()
}

// stateOf is what the lake says of the account of Belarus with Russia and of the
// dataset.
func stateOf(t *testing.T, lake string) string {
	t.Helper()
	var text strings.Builder
	var account []struct {
		Period  string
		Exports int64 `json:"exports_usd"`
		Imports int64 `json:"imports_usd"`
	}
	answered(t, &account, "--lake", lake, "account", "BLR", "RUS", "--dataset", faultDataset)
	for _, row := range account {
		fmt.Fprintf(&text, "%s: exports %d, imports %d\n", row.Period, row.Exports, row.Imports)
	}
	var held []struct {
		Dataset, Releases string
		Rows, Value       int64
	}
	answered(t, &held, "--lake", lake, "datasets")
	for _, row := range held {
		if row.Dataset == faultDataset {
			fmt.Fprintf(&text, "%s: release %s, %d rows, value %d\n", row.Dataset, row.Releases, row.Rows, row.Value)
		}
	}
	return text.String()
}

// answered puts a question inside the test process and reads the rows of the
// answer.
func answered(t *testing.T, rows any, args ...string) {
	t.Helper()
	code, stdout, stderr := called(t, append(args, "--format", "json")...)
	if code != 0 {
		t.Fatalf("%v: exit code %d: %s", args, code, stderr)
	}
	answer := struct{ Rows any }{rows}
	if err := json.Unmarshal([]byte(stdout), &answer); err != nil {
		t.Fatalf("%v: %v in %s", args, err, stdout)
	}
}

// outcome is how a process of the program ended.
type outcome struct {
	code   int // -1: killed by a signal
	stderr string
	usage  *syscall.Rusage
}

// started starts the program as a process and a process group of its own.
func started(t *testing.T, args ...string) (running *exec.Cmd, stderr *bytes.Buffer) {
	t.Helper()
	name, err := exec.LookPath("oborot") // put on the path by TestMain
	if err != nil {
		t.Fatal(err)
	}
	stderr = &bytes.Buffer{}
	running = exec.Command(name, args...)
	running.Stderr = stderr
	running.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := running.Start(); err != nil {
		t.Fatal(err)
	}
	return running, stderr
}

// ended waits for a process.
func ended(t *testing.T, running *exec.Cmd, stderr *bytes.Buffer) outcome {
	t.Helper()
	err := running.Wait()
	if _, failed := errors.AsType[*exec.ExitError](err); err != nil && !failed {
		t.Error(err)
	}
	usage, _ := running.ProcessState.SysUsage().(*syscall.Rusage)
	return outcome{running.ProcessState.ExitCode(), stderr.String(), usage}
}

// ran runs the program as a process to its end.
func ran(t *testing.T, args ...string) outcome {
	t.Helper()
	running, stderr := started(t, args...)
	return ended(t, running, stderr)
}

// imported imports the files of an edition in a process, which must succeed.
func imported(t *testing.T, lake string, e edition) {
	t.Helper()
	if got := ran(t, importing(lake, e)...); got.code != 0 {
		t.Fatalf("importing %s: exit code %d: %s", e.release, got.code, got.stderr)
	}
}

func importing(lake string, e edition) []string {
	return append([]string{"--lake", lake, "import", "--wait", "5s"}, e.files...)
}

// marked imports a file of one row into a dataset of its own: the next import
// after a fault. It must succeed at once, and it cleans up.
func marked(t *testing.T, lake string, number int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "BACI_HS17_mark.csv")
	row := fmt.Sprintf("t,i,j,k,v,q\n2019,112,643,870421,%d.000,1.000\n", number+1)
	if err := os.WriteFile(path, []byte(row), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, stderr := called(t, "--lake", lake, "import", path, "--dataset", "mark", "--release", "1", "--wait", "5s")
	if code != 0 {
		t.Fatalf("the next import: exit code %d: %s", code, stderr)
	}
	if left := leftovers(t, lake); len(left) > 0 {
		t.Fatalf("the next import left over %v", left)
	}
}

// leftovers lists what a fault may leave in a lake and the next import must
// clear: staging, claims and metadata under temporary names, ledgers that no
// snapshot names, data and quarantine files of no ledger.
func leftovers(t *testing.T, root string) []string {
	t.Helper()
	var left []string
	ledgers := map[string]bool{}
	for _, path := range under(t, root) {
		folder, name := filepath.Split(path)
		id, ledger := strings.CutSuffix(name, ".json")
		switch {
		case folder == "ledger/" && ledger:
			ledgers[id] = true
		case folder == "staging/" && name == "guard", name == "oborot.lock", name == "oborot-lake.json":
		case folder == "oborot/flows/metadata/" && !temporary(name):
		case strings.HasSuffix(name, ".parquet") && strings.HasPrefix(folder, "oborot/flows/data/"):
			if id := name[:strings.LastIndex(name, "-")]; !ledgers[id] { // "ledger" sorts before "oborot"
				left = append(left, path)
			}
		case folder == "quarantine/" && ledgers[strings.TrimSuffix(name, ".csv")]:
		default:
			left = append(left, path)
		}
	}
	var snapshots []struct{ Snapshot string }
	if answered(t, &snapshots, "--lake", root, "snapshots"); len(ledgers) != len(snapshots) {
		left = append(left, fmt.Sprintf("%d ledgers of %d snapshots", len(ledgers), len(snapshots)))
	}
	return left
}

// temporary tells the names of metadata that is not published: a version has a
// short name, v12.metadata.json; a claim or a file aside has not.
func temporary(name string) bool {
	return strings.HasSuffix(name, ".claim") || strings.HasSuffix(name, ".temp") ||
		strings.HasSuffix(name, ".metadata.json") && !strings.HasPrefix(name, "v")
}

// under lists the files below a folder by their relative paths, sorted.
func under(t *testing.T, root string) []string {
	t.Helper()
	var list []string
	err := fs.WalkDir(os.DirFS(root), ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			list = append(list, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(list)
	return list
}

// wantNamed checks that the snapshots of the lake name all its data files, and
// that all they name are there.
func wantNamed(t *testing.T, root string) {
	t.Helper()
	l, err := lake.Open(t.Context(), root, lake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	all, err := l.Snapshots(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, s := range all {
		files, err := l.DataFiles(t.Context(), lake.Flows, trade.Scope{Snapshot: s.ID})
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			named[path] = true
			if _, err := os.Stat(path); err != nil {
				t.Errorf("a snapshot names a file that is not there: %v", err)
			}
		}
	}
	for _, path := range under(t, l.Dir()) {
		if strings.HasSuffix(path, ".parquet") && !named[filepath.Join(l.Dir(), path)] {
			t.Errorf("no snapshot names %s", path)
		}
	}
}
