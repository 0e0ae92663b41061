package mapped

import (
	"errors"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// TestBadFiles: nothing of a bad file is stored, and the error names the file, the
// line and what to do.
func TestBadFiles(t *testing.T) {
	t.Parallel()
	for _, bad := range sourcetest.BadMapped() {
		t.Run(bad.Name, func(t *testing.T) {
			t.Parallel()
			path, err := bad.Make(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			err = refused(t, requestFor("", path))
			fault, ok := errors.AsType[*trade.Error](err)
			if !ok || fault.Kind != trade.BadInput || fault.Hint == "" || bad.Line > 0 && fault.Line != bad.Line {
				t.Errorf("%#v", err)
			}
			for _, word := range bad.Words {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("%v lacks %q", err, word)
				}
			}
		})
	}
}
