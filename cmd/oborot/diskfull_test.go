//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

const (
	// diskVariable tells the test process that it is the child with mounts of its
	// own.
	diskVariable = "OBOROT_TEST_OWN_MOUNTS"
	noDisk       = "no small disk can be mounted"
)

// saidNoDisk makes the summary line appear once.
var saidNoDisk sync.Once

// TestDiskFull runs the tests of a full disk in a process that may mount a small
// one, seen by nobody else. Where that is not allowed it is skipped, and fails
// under OBOROT_TESTDATA_REQUIRED=1.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	if os.Getenv(diskVariable) != "" {
		t.Skip("the child runs TestOnSmallDisk")
	}
	var output []byte
	for _, flags := range []uintptr{0, syscall.CLONE_NEWUSER} {
		child := exec.Command("/proc/self/exe", "-test.run=^TestOnSmallDisk$", "-test.v")
		child.Env = append(os.Environ(), diskVariable+"=1")
		child.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS, Cloneflags: flags}
		if flags != 0 {
			child.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
			child.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
		}
		var err error
		output, err = child.CombinedOutput()
		_, failed := errors.AsType[*exec.ExitError](err)
		if err != nil && !failed || strings.Contains(string(output), noDisk) {
			output = fmt.Append(output, err)
			continue // not allowed in this way
		}
		if err != nil {
			t.Errorf("%v\n%s", err, output)
		}
		t.Logf("%s", output)
		return
	}
	if os.Getenv("OBOROT_TESTDATA_REQUIRED") == "1" {
		t.Fatalf("%s: %s", noDisk, output)
	}
	saidNoDisk.Do(func() { fmt.Fprintf(os.Stderr, "tests of a full disk are skipped: %s\n", noDisk) })
	t.Skip(noDisk)
}

// smallDisk is a file system in memory with a file on it that takes up room.
type smallDisk struct{ folder, ballast string }

// mountDisk mounts a disk of so many bytes.
func mountDisk(t *testing.T, bytes int) smallDisk {
	t.Helper()
	folder := t.TempDir()
	if err := unix.Mount("none", folder, "tmpfs", 0, fmt.Sprintf("size=%d,mode=0700", bytes)); err != nil {
		t.Fatalf("%s: %v", noDisk, err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(folder, 0); err != nil {
			t.Error(err)
		}
	})
	return smallDisk{folder, filepath.Join(folder, "ballast")}
}

// leave leaves so many pages free; below 0 all that there are.
func (d smallDisk) leave(t *testing.T, pages int) {
	t.Helper()
	if err := os.Remove(d.ballast); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	if pages < 0 {
		return
	}
	var s unix.Statfs_t
	if err := unix.Statfs(d.folder, &s); err != nil {
		t.Fatal(err)
	}
	room := (int64(s.Bavail) - int64(pages)) * s.Bsize
	if room < 0 {
		t.Fatalf("the disk has only %d pages free, not %d", s.Bavail, pages)
	}
	file, err := os.Create(d.ballast)
	if err == nil && room > 0 {
		err = unix.Fallocate(int(file.Fd()), 0, 0, room)
	}
	if err = errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestOnSmallDisk runs in a process of its own, see TestDiskFull.
func TestOnSmallDisk(t *testing.T) {
	if os.Getenv(diskVariable) == "" {
		t.Skip("run by TestDiskFull")
	}
	t.Run("import", importOnSmallDisk)
	t.Run("new lake", newLakeOnSmallDisk)
}

// importOnSmallDisk imports with one page more of room each time, from none until
// it succeeds: so the room ends once at each thing that an import writes. Each
// time the program says so in a sentence and leaves the lake as it was, and with
// room again the next import succeeds.
func importOnSmallDisk(t *testing.T) {
	disk := mountDisk(t, 16<<20)
	lake, dir := filepath.Join(disk.folder, "lake"), t.TempDir()
	held, next := writeEdition(t, dir, "202301", 1000), writeEdition(t, dir, "202401", 1000)
	imported(t, lake, held)
	marked(t, lake, 0)
	places, pages := map[string]int{}, 0
	for ; ; pages++ {
		before := contentsOf(t, lake)
		disk.leave(t, pages)
		end := ran(t, importing(lake, next)...)
		if end.code == 0 {
			break
		}
		places[judgeFull(t, pages, end)]++
		wantUntouched(t, lake, before, end.stderr)
		if now := stateOf(t, lake); now != held.state() {
			t.Fatalf("with %d pages free the lake says\n%swant\n%s", pages, now, held.state())
		}
		disk.leave(t, -1)
		marked(t, lake, pages+1)
		if t.Failed() {
			return
		}
	}
	t.Logf("an import needs %d pages; without them it ended %v", pages, places)
	if now := stateOf(t, lake); now != next.state() {
		t.Errorf("the lake says\n%swant\n%s", now, next.state())
	}
	for _, place := range []string{"staging", "ledger", "table of facts"} {
		if places[place] == 0 {
			t.Errorf("the room never ended at %s: %v", place, places)
		}
	}
	wantNamed(t, lake)
}

// judgeFull checks how the program said that the disk is full, and returns at
// what it ended.
func judgeFull(t *testing.T, pages int, end outcome) string {
	t.Helper()
	sentence, hint, _ := strings.Cut(strings.TrimSuffix(end.stderr, "\n"), "\n")
	if end.code != 1 || !strings.Contains(sentence, "the disk is full") || strings.Count(sentence, "the disk is full") > 1 {
		t.Errorf("%d pages free: exit code %d: %s", pages, end.code, end.stderr)
	}
	if !strings.HasPrefix(hint, "hint: free some space") || strings.Contains(hint, "\n") {
		t.Errorf("%d pages free: not one sentence and one hint: %q", pages, end.stderr)
	}
	t.Logf("%d pages free: %s", pages, sentence)
	for _, place := range []string{"table of facts", "ledger", "staging"} {
		if strings.Contains(sentence, place) {
			return place
		}
	}
	return "elsewhere"
}

// newLakeOnSmallDisk imports into a lake that is not there yet.
func newLakeOnSmallDisk(t *testing.T) {
	disk, dir := mountDisk(t, 4<<20), t.TempDir()
	e := writeEdition(t, dir, "202301", 300)
	pages := 0
	for ; ; pages++ {
		lake := filepath.Join(disk.folder, fmt.Sprintf("lake%d", pages))
		disk.leave(t, pages)
		if end := ran(t, importing(lake, e)...); end.code == 0 {
			break
		} else {
			judgeFull(t, pages, end)
		}
		if end := ran(t, "--lake", lake, "datasets"); end.code != 4 {
			t.Errorf("%d pages free: datasets: exit code %d: %s", pages, end.code, end.stderr)
		}
		disk.leave(t, -1)
		imported(t, lake, e)
		if now := stateOf(t, lake); now != e.state() {
			t.Errorf("the lake says\n%swant\n%s", now, e.state())
		}
		if left := leftovers(t, lake); len(left) > 0 {
			t.Errorf("%d pages free: the next import left over %v", pages, left)
		}
	}
	t.Logf("an import into a new lake needs %d pages", pages)
	if pages < 3 {
		t.Errorf("an import into a new lake needs only %d pages", pages)
	}
}
