package ftsrussia_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/ftsrussia"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// Every bad file ends in one sentence with file, line, reason and hint, or in rows
// set aside with that reason beyond what is tolerated.
func TestBadFiles(t *testing.T) {
	t.Parallel()
	corpus := sourcetest.BadFTSRussia()
	if len(corpus) < 30 {
		t.Errorf("only %d bad files", len(corpus))
	}
	for _, bad := range corpus {
		t.Run(bad.Name, func(t *testing.T) {
			t.Parallel()
			path, err := bad.Make(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			sink, _, err := load(source.Request{Paths: []string{path}})
			e, ok := errors.AsType[*trade.Error](err)
			if !ok {
				t.Fatalf("the error is %v", err)
			}
			t.Logf("%v [%s]", err, e.Hint)
			if e.Kind != trade.BadInput || e.File == "" || e.Hint == "" || e.Line != bad.Line || len(sink.Imports) != 0 {
				t.Errorf("kind %d, file %q, line %d (want %d), hint %q", e.Kind, e.File, e.Line, bad.Line, e.Hint)
			}
			for _, word := range bad.Words {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("the sentence lacks %q: %v", word, err)
				}
			}
			if strings.Contains(err.Error(), "\n") || strings.HasSuffix(e.Reason, ".") {
				t.Errorf("not one sentence without a full stop: %q", err.Error())
			}
			format, why, err := source.Recognise([]source.Format{ftsrussia.Format()}, path)
			if err == nil && (format.Kind != "ftsrussia" || why == "") || err != nil && trade.KindOf(err) != trade.BadInput {
				t.Errorf("recognised as %q because %q: %v", format.Kind, why, err)
			}
		})
	}
}
