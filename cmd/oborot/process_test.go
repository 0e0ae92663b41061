package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
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

// TestInterruptSignal sends the signal of Ctrl-C to a running import: it ends by
// itself, in order, with everything stored or nothing.
func TestInterruptSignal(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	lake := filepath.Join(dir, "lake")
	path, dollars := yearFile(t, dir, 2021, 80_000, 1)
	for _, after := range []time.Duration{100 * time.Millisecond, 200 * time.Millisecond, 400 * time.Millisecond} {
		var stderr bytes.Buffer
		importer := process(t.Context(), t, "--lake", lake, "import", path)
		importer.Stderr = &stderr
		if err := importer.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(after)
		if err := importer.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Fatal(err)
		}
		importer.Wait()
		switch code := importer.ProcessState.ExitCode(); {
		case code == 0 && exported(t, lake) == fmt.Sprintf("2021,%d,", dollars):
			return // it was faster
		case code == 1 && strings.Contains(stderr.String(), "interrupted; nothing was stored") && exported(t, lake) == "nothing":
		case code == -1 && stderr.Len() == 0 && exported(t, lake) == "nothing":
			// the signal came before the program listened
		default:
			t.Fatalf("exit code %d: %s", code, stderr.String())
		}
	}
}
