package lake

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oborot/oborot/trade"
)

func TestFoldersThatAreNoLake(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		files map[string]string
		says  string
	}{
		{"other things", map[string]string{"thesis.doc": "x"}, "holds other things such as thesis.doc"},
		{"a newer lake", map[string]string{markerFile: `{"format":2,"created_by":"9.1","path":"/x"}`}, "written by a newer oborot (9.1, format 2)"},
		{"a marker that is none", map[string]string{markerFile: `[]`}, "not the marker of a lake"},
		{"a marker of nothing", map[string]string{markerFile: `{}`}, "not the marker of a lake"},
		{"a moved lake", map[string]string{markerFile: `{"format":1,"path":"/nowhere/else"}`}, "moved or copied from /nowhere/else"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for name, text := range c.files {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			_, err := Open(context.Background(), dir, Options{Writer: &fakeWriter{}})
			if err == nil || trade.KindOf(err) != trade.Usage {
				t.Fatalf("error %v", err)
			}
			if got := err.Error(); !strings.Contains(got, c.says) {
				t.Errorf("error %q, want %q", got, c.says)
			}
			left, err := os.ReadDir(dir)
			if err != nil || len(left) != len(c.files) {
				t.Errorf("the folder was changed: %v, %v", left, err)
			}
		})
	}
}

func TestPathsThatIcebergCannotName(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"50%", "a#b", "what?"} {
		_, err := Open(context.Background(), filepath.Join(t.TempDir(), name), Options{})
		wantKind(t, err, trade.Usage, "cannot lie in")
	}
	_, err := Open(context.Background(), "", Options{})
	wantKind(t, err, trade.Usage, "no folder is named")
}

func TestLakeBehindALinkIsTheSame(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	load(t, open(t, dir), baci("202401"), flowOf(2020, "BLR", "RUS", "870421", 1))
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Skip(err)
	}
	wantLines(t, contents(t, open(t, link), ""), "baci-hs17 2020 BLR RUS 870421 1")
}

func TestFolderThatFillsAfterOpening(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	l := open(t, dir)
	if err := os.WriteFile(filepath.Join(dir, "thesis.doc"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := l.Begin(context.Background(), baci("202401"))
	wantKind(t, err, trade.Usage, "not a lake")
}

func TestCreateTwice(t *testing.T) {
	t.Parallel()
	l := open(t, newDir(t))
	for range 2 {
		if err := l.Create(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	m, err := readMarker(l.root)
	if err != nil || m.Format != 1 || m.CreatedBy != "1.2.3" || m.Path != l.Dir() {
		t.Errorf("the marker is %+v, %v", m, err)
	}
}
