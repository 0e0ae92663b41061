//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"
)

// soakVariable sets for how many seconds importers and readers work at once.
const soakVariable = "OBOROT_SOAK_SECONDS"

// TestLockedLake holds the lock of a lake as another process would. An import that
// may not wait long is a conflict that names the holder, and leaves the lake as it
// was; one that may wait succeeds when the lock is freed. Readers do not wait.
func TestLockedLake(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	lake := filepath.Join(dir, "lake")
	held, next := writeEdition(t, dir, "202301", 300), writeEdition(t, dir, "202401", 300)
	imported(t, lake, held)
	before := contentsOf(t, lake)
	lock := flock.New(filepath.Join(lake, "oborot.lock"))
	if got, err := lock.TryLock(); !got || err != nil {
		t.Fatalf("the lock is not free: %v", err)
	}
	end := ran(t, append([]string{"--lake", lake, "import", "--wait", "200ms"}, next.files...)...)
	sentence, hint, _ := strings.Cut(end.stderr, "\n")
	if end.code != 5 || !strings.Contains(sentence, "is locked by") || !strings.HasPrefix(hint, "hint: try again later") {
		t.Errorf("exit code %d: %s", end.code, end.stderr)
	}
	wantUntouched(t, lake, before, end.stderr)
	if now := stateOf(t, lake); now != held.state() {
		t.Errorf("the lake says\n%swant\n%s", now, held.state())
	}
	waiting, stderr := started(t, append([]string{"--lake", lake, "import"}, next.files...)...)
	for deadline := time.Now().Add(10 * time.Second); len(under(t, filepath.Join(lake, "staging"))) < 2 && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond) // until it is at work
	}
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	if end := ended(t, waiting, stderr); end.code != 0 {
		t.Errorf("the import that waited: exit code %d: %s", end.code, end.stderr)
	}
	if now := stateOf(t, lake); now != next.state() {
		t.Errorf("the lake says\n%swant\n%s", now, next.state())
	}
}

// soak is what the importers and readers of one lake share.
type soak struct {
	dir, lake string
	until     time.Time

	mu       sync.Mutex
	editions map[string]edition  // by release, entered before its import begins
	last     map[string][]string // by dataset: the last release of each importer
	imports  int
	retries  int
	answers  int
}

// TestImportersAndReadersForLong runs four importers and four readers at once,
// each call a process, on a lake that is not there at first. Two importers have a
// dataset each, two take turns at a third, and each replaces both years of its
// dataset on and on. No import fails but for a conflict that its repetition
// settles, every reader sees both years of one release, and in the end the last
// release of each dataset is there and no commit was lost.
func TestImportersAndReadersForLong(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := &soak{
		dir: dir, lake: filepath.Join(dir, "lake"), until: time.Now().Add(soakTime(t)),
		editions: map[string]edition{}, last: map[string][]string{},
	}
	var all sync.WaitGroup
	for number, dataset := range []string{"own-1", "own-2", "shared", "shared"} {
		all.Go(func() { s.importOn(t, number+1, dataset) })
	}
	for _, dataset := range []string{"own-1", "shared", "", ""} {
		all.Go(func() { s.readOn(t, dataset) })
	}
	all.Wait()
	t.Logf("%d imports, %d of them repeated; %d answers", s.imports, s.retries, s.answers)
	if !t.Failed() {
		s.judge(t)
	}
}

func soakTime(t *testing.T) time.Duration {
	text := os.Getenv(soakVariable)
	if text == "" {
		return 8 * time.Second
	}
	seconds, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s=%s is not a number of seconds", soakVariable, text)
	}
	return time.Duration(seconds) * time.Second
}

// importOn imports one release after the other into a dataset until time is up.
func (s *soak) importOn(t *testing.T, number int, dataset string) {
	for round := 1; (round == 1 || time.Now().Before(s.until)) && !t.Failed(); round++ {
		release := fmt.Sprintf("%d%05d", number, round)
		e := writeEdition(t, s.dir, release, 400)
		s.mu.Lock()
		s.editions[release] = e
		s.mu.Unlock()
		if !s.importOnce(t, dataset, e) {
			return
		}
		for _, path := range e.files {
			if err := os.Remove(path); err != nil {
				t.Error(err)
			}
		}
	}
}

// importOnce imports a release, and again after a conflict, which help documents.
func (s *soak) importOnce(t *testing.T, dataset string, e edition) bool {
	args := append([]string{"--lake", s.lake, "import", "--dataset", dataset}, e.files...)
	end := ran(t, args...)
	for range 3 {
		if end.code == 5 {
			s.count(&s.retries)
			end = ran(t, args...)
		}
	}
	if end.code != 0 {
		t.Errorf("importing %s into %s: exit code %d: %s", e.release, dataset, end.code, end.stderr)
		return false
	}
	s.count(&s.imports)
	s.mu.Lock()
	defer s.mu.Unlock()
	mine := func(release string) bool { return release[0] == e.release[0] }
	s.last[dataset] = append(slices.DeleteFunc(s.last[dataset], mine), e.release)
	return true
}

func (s *soak) count(what *int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*what++
}

// readOn asks until time is up: for the account of a dataset, or for all the lake
// holds. Before the first import there may be no answer, afterwards there must.
func (s *soak) readOn(t *testing.T, dataset string) {
	seen := map[string]string{}
	for first := true; time.Now().Before(s.until) && !t.Failed(); {
		answer, code, stderr := s.ask(t, dataset)
		if first && (code == 4 || code == 2) {
			continue
		}
		if code != 0 {
			t.Errorf("a reader of %q: exit code %d: %s", dataset, code, stderr)
			return
		}
		first = false
		s.count(&s.answers)
		if err := s.check(answer, dataset, seen); err != nil {
			t.Errorf("a reader of %q: %v in %s", dataset, err, answer)
			return
		}
	}
}

func (s *soak) ask(t *testing.T, dataset string) (answer []byte, code int, stderr string) {
	args := []string{"--lake", s.lake, "--format", "json", "flows", "--by", "dataset,release,year", "--measure", "value_usd,rows"}
	if dataset != "" {
		args = []string{"--lake", s.lake, "--format", "json", "account", "BLR", "RUS", "--dataset", dataset}
	}
	name, err := exec.LookPath("oborot")
	if err != nil {
		t.Error(err)
	}
	var errors strings.Builder
	reader := exec.Command(name, args...)
	reader.Stderr = &errors
	answer, err = reader.Output()
	if err != nil && reader.ProcessState == nil {
		t.Error(err)
		return nil, 0, ""
	}
	return answer, reader.ProcessState.ExitCode(), errors.String()
}

// check compares an answer with what was written into the files of the release
// that it names. seen holds the release last seen of each dataset: of one with a
// single importer it may not go back.
func (s *soak) check(answer []byte, dataset string, seen map[string]string) error {
	var a struct {
		Args struct{ Exports, Imports struct{ Release string } }
		Rows []struct {
			Dataset, Release, Period string
			Year                     int
			Rows                     int
			Value                    int64 `json:"value_usd"`
			Exports                  int64 `json:"exports_usd"`
			Imports                  int64 `json:"imports_usd"`
		}
	}
	if err := json.Unmarshal(answer, &a); err != nil {
		return err
	}
	years := map[string][]string{}
	for _, row := range a.Rows {
		if dataset != "" {
			row.Dataset, row.Release = dataset, a.Args.Exports.Release
			row.Year, _ = strconv.Atoi(row.Period)
		}
		e := s.edition(row.Release)
		at := slices.Index(faultYears, row.Year)
		switch {
		case at < 0 || e.release == "":
			return fmt.Errorf("release %q of %d was never imported", row.Release, row.Year)
		case dataset != "" && [2]int64{row.Exports, row.Imports} != e.pair[at]:
			return fmt.Errorf("%d of %s is not %v", row.Year, e.release, e.pair[at])
		case dataset == "" && (row.Value != e.totals[at] || row.Rows != e.yearRows):
			return fmt.Errorf("%d of %s is not %d", row.Year, e.release, e.totals[at])
		case row.Dataset != "shared" && row.Release < seen[row.Dataset]:
			return fmt.Errorf("%s was seen before", seen[row.Dataset])
		}
		seen[row.Dataset] = row.Release
		years[row.Dataset] = append(years[row.Dataset], row.Release)
	}
	return whole(years)
}

// whole checks that both years of each dataset are of one release.
func whole(years map[string][]string) error {
	for dataset, releases := range years {
		if len(releases) != len(faultYears) || releases[0] != releases[1] {
			return fmt.Errorf("%s is seen in part: %v", dataset, releases)
		}
	}
	return nil
}

func (s *soak) edition(release string) edition {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.editions[release]
}

// judge looks at the lake when all is quiet.
func (s *soak) judge(t *testing.T) {
	answer, code, stderr := s.ask(t, "")
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	seen := map[string]string{}
	if err := s.check(answer, "", seen); err != nil {
		t.Errorf("in the end: %v in %s", err, answer)
	}
	for dataset, last := range s.last {
		if !slices.Contains(last, seen[dataset]) {
			t.Errorf("%s holds %q in the end, its importers brought %v last", dataset, seen[dataset], last)
		}
	}
	var snapshots []struct{ Snapshot string }
	if answered(t, &snapshots, "--lake", s.lake, "snapshots"); len(snapshots) != s.imports {
		t.Errorf("%d imports left %d snapshots", s.imports, len(snapshots))
	}
	if len(s.last) != 3 || s.answers == 0 {
		t.Errorf("%d datasets and %d answers", len(s.last), s.answers)
	}
	for _, path := range leftovers(t, s.lake) {
		t.Errorf("%s is left over", path)
	}
	wantNamed(t, s.lake)
}
