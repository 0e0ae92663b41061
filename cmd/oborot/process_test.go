package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// process prepares a call of the program as a process of its own.
func process(ctx context.Context, t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	name, err := exec.LookPath("oborot") // put on the path by testscript.Main
	if err != nil {
		t.Fatal(err)
	}
	return exec.CommandContext(ctx, name, args...)
}

// yearFile writes a BACI file of so many goods from Belarus to Russia, each worth
// thousand dollars, and returns its path and the sum in dollars.
func yearFile(t *testing.T, dir string, year, goods, each int) (path string, dollars int) {
	t.Helper()
	var text bytes.Buffer
	text.WriteString("t,i,j,k,v,q\n")
	for k := range goods {
		fmt.Fprintf(&text, "%d,112,643,%d,%d.000,  1.000\n", year, 10000+k, each)
	}
	path = filepath.Join(dir, fmt.Sprintf("BACI_HS17_Y%d_V2023%02d.csv", year, each))
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, goods * each * 1000
}

// exported returns what the lake says Belarus exported to Russia, by year.
func exported(t *testing.T, lake string) string {
	t.Helper()
	code, stdout, stderr := called(t, "--lake", lake, "flows", "--by", "year", "--format", "csv")
	switch code {
	case 0:
		_, rows, _ := strings.Cut(stdout, "\n")
		return strings.TrimSpace(rows)
	case 4:
		return "nothing"
	}
	t.Fatalf("exit code %d: %s", code, stderr)
	return ""
}

// TestInterrupted stops an import as Ctrl-C does: exit code 1, nothing stored.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, _ := yearFile(t, dir, 2021, 10, 1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	nothing := func(string) string { return "" }
	code := run(ctx, []string{"--lake", filepath.Join(dir, "lake"), "import", path}, streams{nil, &stdout, &stderr, nothing})
	if code != 1 || !strings.Contains(stderr.String(), "interrupted; nothing was stored") {
		t.Errorf("exit code %d: %s", code, stderr.String())
	}
	if state := exported(t, filepath.Join(dir, "lake")); state != "nothing" {
		t.Errorf("the lake holds %s", state)
	}
}

// TestImportersAndReaders runs four importers and four readers at once, each a
// process: nobody fails, every reader sees whole years only, all data are there.
func TestImportersAndReaders(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	lake := filepath.Join(dir, "lake")
	start, _ := yearFile(t, dir, 2017, 100, 1)
	if code, _, stderr := called(t, "--lake", lake, "import", start); code != 0 {
		t.Fatal(stderr)
	}
	var importers, readers sync.WaitGroup
	done, all := make(chan struct{}), []string{"2017,100000,"}
	for i := range 4 {
		path, dollars := yearFile(t, dir, 2018+i, 100, 2+i)
		all = append(all, fmt.Sprintf("%d,%d,", 2018+i, dollars))
		importers.Go(func() {
			if out, err := process(t.Context(), t, "--lake", lake, "import", path, "--release", "1").CombinedOutput(); err != nil {
				t.Errorf("importer %d: %v: %s", i, err, out)
			}
		})
		readers.Go(func() { readUntil(t, done, lake) })
	}
	importers.Wait()
	close(done)
	readers.Wait()
	if got, want := exported(t, lake), strings.Join(all, "\n"); got != want {
		t.Errorf("the lake says\n%s\nwant\n%s", got, want)
	}
}

func readUntil(t *testing.T, done <-chan struct{}, lake string) {
	for {
		select {
		case <-done:
			return
		default:
		}
		var stderr bytes.Buffer
		reader := process(t.Context(), t, "--lake", lake, "flows", "--by", "year", "--measure", "rows", "--format", "csv")
		reader.Stderr = &stderr
		out, err := reader.Output()
		if err != nil {
			t.Errorf("a reader: %v: %s", err, stderr.Bytes())
			return
		}
		for line := range strings.Lines(string(out)) {
			if line != "year,rows\n" && !strings.HasSuffix(line, ",100\n") {
				t.Errorf("a reader saw %q", line)
			}
		}
	}
}
