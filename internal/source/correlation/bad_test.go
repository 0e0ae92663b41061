package correlation

import (
	"context"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// TestBadFiles: no list is kept of a bad file, and the error names the file, the line
// and what to do.
func TestBadFiles(t *testing.T) {
	t.Parallel()
	for _, bad := range sourcetest.BadCorrelation() {
		t.Run(bad.Name, func(t *testing.T) {
			t.Parallel()
			path, err := bad.Make(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			var sink sourcetest.Sink
			loads, err := describe(context.Background(), source.Request{Paths: []string{path}})
			for _, load := range loads {
				if err == nil {
					_, err = load.Read(context.Background(), &sink, nil)
				}
			}
			fault, ok := err.(*trade.Error)
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
