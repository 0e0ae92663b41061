//go:build unix

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	kills = 100 // imports that are killed at random moments
	// aimed is which of them are killed in the short time of their commit, counted
	// from the taking of the lake lock: every third.
	aimed      = 3
	commitTime = 60 * time.Millisecond
	makingTime = 15 * time.Millisecond // of a lake that is not there yet
)

// TestKilledAtRandomMoments kills imports that replace what the lake holds, at
// moments spread over the time that a whole import takes and a little beyond.
// After each the lake reads as before or as after, and the next import succeeds
// at once and clears what the dead one left.
func TestKilledAtRandomMoments(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	lake := filepath.Join(dir, "lake")
	held, next := writeEdition(t, dir, "202301", 60_000), writeEdition(t, dir, "202401", 60_000)
	imported(t, lake, held)
	marked(t, lake, kills)
	takes := timedImport(t, lake, next)
	held, next = next, held

	chance := rand.New(rand.NewPCG(1, 2))
	places := map[string]int{}
	for number, slot := range chance.Perm(kills) {
		moment := time.Duration((float64(slot) + chance.Float64()) / kills * 1.1 * float64(takes))
		place := ""
		if slot%aimed == 0 {
			place = killedImport(t, lake, next, filepath.Join(lake, holderName), time.Duration(chance.Int64N(int64(commitTime))))
		} else {
			place = killedImport(t, lake, next, "", moment)
		}
		switch now := stateOf(t, lake); now {
		case held.state():
			places[place]++
		case next.state():
			places["after the commit"]++
			held, next = next, held
		default:
			t.Fatalf("kill %d, %s: the lake says\n%swant\n%sor\n%s", number, place, now, held.state(), next.state())
		}
		marked(t, lake, number)
		if number%10 == 9 { // the whole import of what was killed succeeds too
			takes = timedImport(t, lake, next)
			held, next = next, held
		}
	}
	t.Logf("a whole import takes %v; killed %v", takes, places)
	if n := kills - places["before staging"] - places["after the commit"]; n < kills/10 {
		t.Errorf("only %d of %d kills hit an import at work: %v", n, kills, places)
	}
	wantNamed(t, lake)
	wantUpkeepToClear(t, lake, held)
}

// timedImport imports a whole edition and returns how long it took.
func timedImport(t *testing.T, lake string, e edition) time.Duration {
	t.Helper()
	begin := time.Now()
	imported(t, lake, e)
	takes := time.Since(begin)
	if now := stateOf(t, lake); now != e.state() {
		t.Fatalf("after the whole import of %s the lake says\n%swant\n%s", e.release, now, e.state())
	}
	return takes
}

// holderName is the file in a lake that tells who holds the lock.
const holderName = "oborot.lock.json"

// killedImport kills an import some time after it began or, where a file is
// named, after that file appeared. It tells how far the import had come.
func killedImport(t *testing.T, lake string, e edition, file string, after time.Duration) string {
	t.Helper()
	running, stderr := started(t, importing(lake, e)...)
	for deadline := time.Now().Add(10 * time.Second); file != "" && !exists(file) && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(after)
	kill(t, running.Process.Pid)
	if end := ended(t, running, stderr); end.code > 0 {
		t.Fatalf("an import failed before it was killed: exit code %d: %s", end.code, end.stderr)
	}
	place := "before staging"
	for _, path := range under(t, lake) {
		switch {
		case strings.HasPrefix(path, "staging/") && strings.HasSuffix(path, ".lock"):
			place = "while staging"
		case path == holderName:
			return "while committing"
		}
	}
	return place
}

// kill kills a process group, which may be gone already.
func kill(t *testing.T, group int) {
	t.Helper()
	if err := syscall.Kill(-group, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		t.Fatal(err)
	}
}

// wantUpkeepToClear makes all files old and checks that upkeep removes the
// manifests that killed commits have left, and nothing that is needed.
func wantUpkeepToClear(t *testing.T, lake string, held edition) {
	t.Helper()
	past := time.Now().Add(-2 * time.Hour)
	for _, path := range under(t, lake) {
		if err := os.Chtimes(filepath.Join(lake, path), past, past); err != nil {
			t.Fatal(err)
		}
	}
	var done []struct{ Files, Stagings int64 }
	answered(t, &done, "--lake", lake, "lake", "upkeep")
	t.Logf("upkeep: %+v", done)
	if code, stdout, stderr := called(t, "--lake", lake, "doctor"); code != 0 {
		t.Errorf("doctor after upkeep: exit code %d: %s%s", code, stdout, stderr)
	}
	if now := stateOf(t, lake); now != held.state() {
		t.Errorf("after upkeep the lake says\n%swant\n%s", now, held.state())
	}
	wantNamed(t, lake)
}

// TestKilledWhileMakingTheLake kills the first import of a lake, soon after its
// folder appeared: there is nothing in it, or all, and the next import succeeds.
func TestKilledWhileMakingTheLake(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e := writeEdition(t, dir, "202301", 300)
	chance, places := rand.New(rand.NewPCG(3, 4)), map[string]int{}
	for number := range 12 {
		lake := filepath.Join(dir, fmt.Sprintf("lake%d", number))
		place := killedImport(t, lake, e, lake, time.Duration(chance.Int64N(int64(makingTime))))
		switch code, _, stderr := called(t, "--lake", lake, "datasets"); code {
		case 4:
			places[place]++
		case 0:
			places["after the commit"]++
			if now := stateOf(t, lake); now != e.state() {
				t.Errorf("killed %s the lake says\n%swant\n%s", place, now, e.state())
			}
		default:
			t.Errorf("killed %s: datasets: exit code %d: %s", place, code, stderr)
		}
		imported(t, lake, e)
		if now := stateOf(t, lake); now != e.state() {
			t.Errorf("after the next import the lake says\n%swant\n%s", now, e.state())
		}
		marked(t, lake, number)
	}
	t.Logf("killed %v", places)
}

// TestKilledBetweenRenames kills imports while the claim of the next version of
// the metadata lies in its folder: between the two renames by which the catalog
// publishes it. There the catalog lists the folder; a great many files in it make
// the moment last.
func TestKilledBetweenRenames(t *testing.T) {
	t.Parallel()
	const wanted, attempts = 3, 40
	dir := t.TempDir()
	lake := filepath.Join(dir, "lake")
	held, next := writeEdition(t, dir, "202301", 2000), writeEdition(t, dir, "202401", 2000)
	imported(t, lake, held)
	fill(t, metadataOf(lake), 5_000)
	hits, tries := 0, 0
	for ; hits < wanted && tries < attempts; tries++ {
		claimed := killedAtClaim(t, lake, next)
		switch now := stateOf(t, lake); {
		case now == next.state() && !claimed:
			held, next = next, held
		case now != held.state():
			t.Fatalf("the lake says\n%swant\n%s", now, held.state())
		}
		if claimed {
			hits++
		}
		imported(t, lake, next)
		if now := stateOf(t, lake); now != next.state() {
			t.Fatalf("after the next import the lake says\n%swant\n%s", now, next.state())
		}
		held, next = next, held
		wantUnclaimed(t, lake)
	}
	t.Logf("%d of %d imports were killed between the renames", hits, tries)
	if hits == 0 {
		t.Error("no import was killed between the renames")
	}
	wantNamed(t, lake)
}

func metadataOf(lake string) string { return filepath.Join(lake, "oborot", "flows", "metadata") }

// fill makes many empty files that mean nothing to the catalog.
func fill(t *testing.T, folder string, count int) {
	t.Helper()
	for i := range count {
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("filler-%06d", i)), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// killedAtClaim starts an import and kills it as soon as it has claimed the next
// version. It returns whether the claim was left and the version not published.
func killedAtClaim(t *testing.T, lake string, e edition) bool {
	t.Helper()
	version := nextVersion(t, lake)
	running, stderr := started(t, importing(lake, e)...)
	over := make(chan outcome, 1)
	go func() { over <- ended(t, running, stderr) }()
	for {
		select {
		case end := <-over:
			if end.code > 0 {
				t.Fatalf("exit code %d: %s", end.code, end.stderr)
			}
			return exists(version+".claim") && !exists(version)
		default:
		}
		if exists(version + ".claim") {
			kill(t, running.Process.Pid)
		}
		time.Sleep(100 * time.Microsecond)
	}
}

// nextVersion is the metadata file that the next commit will make.
func nextVersion(t *testing.T, lake string) string {
	t.Helper()
	for number := 1; ; number++ {
		if path := filepath.Join(metadataOf(lake), fmt.Sprintf("v%d.metadata.json", number)); !exists(path) {
			return path
		}
	}
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// wantUnclaimed checks that nothing of a killed commit lies about.
func wantUnclaimed(t *testing.T, lake string) {
	t.Helper()
	for _, path := range leftovers(t, lake) {
		t.Errorf("%s is left over", path)
	}
}

// TestStaleClaims leaves what a commit has on disk at each moment around its two
// renames, as fresh as a kill leaves it: reading goes on, and the next import
// succeeds at once.
func TestStaleClaims(t *testing.T) {
	t.Parallel()
	const (
		aside = "123e4567-e89b-12d3-a456-426614174000.metadata.json"
		hint  = "123e4567-e89b-12d3-a456-426614174000-version-hint.temp"
	)
	for name, leave := range map[string]func(now, next string) error{
		"metadata aside":         func(now, _ string) error { return copyTo(now, beside(now, aside)) },
		"claim and metadata":     func(now, next string) error { return linked(now, beside(now, aside), next+".claim") },
		"claim":                  func(now, next string) error { return copyTo(now, next+".claim") },
		"claim after publishing": func(now, _ string) error { return os.Link(now, now+".claim") },
		"claim cut short":        func(_, next string) error { return os.WriteFile(next+".claim", []byte("{"), 0o600) },
		"version hint aside":     func(now, _ string) error { return os.WriteFile(beside(now, hint), []byte("9"), 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			lake := filepath.Join(dir, "lake")
			held, next := writeEdition(t, dir, "202301", 300), writeEdition(t, dir, "202401", 300)
			imported(t, lake, held)
			if err := leave(newestVersion(t, lake), nextVersion(t, lake)); err != nil {
				t.Fatal(err)
			}
			if now := stateOf(t, lake); now != held.state() {
				t.Errorf("the lake says\n%swant\n%s", now, held.state())
			}
			imported(t, lake, next)
			if now := stateOf(t, lake); now != next.state() {
				t.Errorf("after the next import the lake says\n%swant\n%s", now, next.state())
			}
			wantUnclaimed(t, lake)
			wantNamed(t, lake)
		})
	}
}

// newestVersion is the current metadata file.
func newestVersion(t *testing.T, lake string) string {
	t.Helper()
	newest := ""
	for number := 1; ; number++ {
		path := filepath.Join(metadataOf(lake), fmt.Sprintf("v%d.metadata.json", number))
		if !exists(path) {
			return newest
		}
		newest = path
	}
}

func beside(path, name string) string { return filepath.Join(filepath.Dir(path), name) }

func copyTo(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o600)
}

// linked copies a file and links the copy under a second name.
func linked(from, to, second string) error {
	return errors.Join(copyTo(from, to), os.Link(to, second))
}
