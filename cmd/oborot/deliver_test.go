//go:build unix

package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// An answer written with -o over a device or a pipe once replaced it by a
// regular file, and one over a link replaced the link.
func TestWritesIntoWhatIsThere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pipe, link, target := filepath.Join(dir, "pipe"), filepath.Join(dir, "link.csv"), filepath.Join(dir, "target.csv")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	read := make(chan []byte, 1)
	go func() {
		file, err := os.Open(pipe)
		if err != nil {
			t.Error(err)
		}
		text, err := io.ReadAll(file)
		if err != nil {
			t.Error(err)
		}
		file.Close()
		read <- text
	}()
	find := func(path string) {
		code, _, stderr := called(t, "--lake", t.TempDir(), "find", "BLR", "--format", "csv", "-o", path)
		if code != 0 {
			t.Fatalf("%s: exit %d: %s", path, code, stderr)
		}
	}
	find(pipe)
	piped := <-read
	if info, err := os.Lstat(pipe); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("the pipe has become %v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(target, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("target.csv", link); err != nil {
		t.Fatal(err)
	}
	find(link)
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link has become %v, %v", info.Mode(), err)
	}
	linked, err := os.ReadFile(target)
	if err != nil || !bytes.Equal(linked, piped) || !bytes.Contains(linked, []byte("BLR")) {
		t.Errorf("through the link %q, through the pipe %q, %v", linked, piped, err)
	}
}
