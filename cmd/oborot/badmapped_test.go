//go:build unix

package main

import (
	"path/filepath"
	"testing"

	"github.com/oborot/oborot/internal/source/sourcetest"
)

// TestBadMappedFilesThroughTheProgram imports each table of the corpus with the
// mapping beside it, which also tells the kind where nobody names it. A file of the corpus is refused as a bad file of any format is.
func TestBadMappedFilesThroughTheProgram(t *testing.T) {
	t.Parallel()
	corpus := sourcetest.BadMapped()
	if len(corpus) < 35 {
		t.Fatalf("only %d bad files", len(corpus))
	}
	lake := filepath.Join(t.TempDir(), "lake")
	held := writeEdition(t, t.TempDir(), "202301", 300)
	imported(t, lake, held)
	before := contentsOf(t, lake)
	for _, bad := range corpus { // one after the other, because each looks at the whole lake
		t.Run(bad.Name, func(t *testing.T) {
			path, err := bad.Make(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			for _, words := range [][]string{{mappedKind, path}, {path}} {
				end := ran(t, append([]string{"--lake", lake, "import"}, words...)...)
				judgeRefusal(t, bad, path, end)
				wantUntouched(t, lake, before, end.stderr)
			}
		})
	}
	if now := stateOf(t, lake); now != held.state() {
		t.Errorf("the lake says\n%swant\n%s", now, held.state())
	}
}
