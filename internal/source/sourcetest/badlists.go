package sourcetest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// RefusesLists checks that no list is kept of a bad file, and that the error names the
// file, the line and what to do.
func RefusesLists(t *testing.T, files []BadFile, describe func(context.Context, source.Request) ([]source.Load, error)) {
	t.Helper()
	for _, bad := range files {
		t.Run(bad.Name, func(t *testing.T) {
			t.Parallel()
			path, err := bad.Make(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			var sink Sink
			loads, err := describe(t.Context(), source.Request{Paths: []string{path}})
			for _, load := range loads {
				if err == nil {
					_, err = load.Read(t.Context(), &sink, nil)
				}
			}
			fault, ok := errors.AsType[*trade.Error](err)
			if !ok || fault.Kind != trade.BadInput || fault.Hint == "" || fault.Line != bad.Line || len(sink.Lists) > 0 {
				t.Fatalf("%v: %+v, %d lists", err, fault, len(sink.Lists))
			}
			for _, word := range bad.Words {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("%v lacks %q", err, word)
				}
			}
		})
	}
}
