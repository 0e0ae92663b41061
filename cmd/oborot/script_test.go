package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts and tests start the test binary as oborot itself.
func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"oborot": main}) }

// TestScripts runs the contract of the command line against the real program.
func TestScripts(t *testing.T) {
	t.Parallel()
	demo := filepath.Join(t.TempDir(), "lake")
	if code, _, stderr := called(t, "--lake", demo, "demo"); code != 0 {
		t.Fatalf("the demo lake cannot be made: %s", stderr)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("OBOROT_LAKE", filepath.Join(e.WorkDir, "lake"))
			e.Setenv("DEMO_LAKE", demo)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "names": names, "copytree": copyTree, "rmparquet": removeParquet,
		},
	})
}

// exits runs a command and checks its exit code: exits 2 oborot account.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		failed, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = failed.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// names checks what a folder holds: names out a.csv b.csv.
func names(ts *testscript.TestScript, _ bool, args []string) {
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, args[1:]) {
		ts.Fatalf("%s holds %v, want %v", args[0], got, args[1:])
	}
}

func copyTree(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(ts.MkAbs(args[0]))))
}

// removeParquet removes every data file under a folder.
func removeParquet(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(path string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".parquet") {
			return os.Remove(path)
		}
		return err
	}))
}

// called runs the program inside the test, without environment.
func called(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	code = run(t.Context(), args, streams{strings.NewReader(""), &out, &err, func(string) string { return "" }})
	return code, out.String(), err.String()
}
