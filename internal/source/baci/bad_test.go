package baci_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/baci"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// Every bad file ends in one sentence with file, line, reason and hint, and
// nothing is stored: with the format named, and with the format to be recognised.
func TestBadFiles(t *testing.T) {
	t.Parallel()
	corpus := sourcetest.BadBACI()
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
			sink, err := load(source.Request{Paths: []string{path}})
			judge(t, bad, err)
			if len(sink.Imports) != 0 {
				t.Error("something was stored")
			}
			format, why, err := source.Recognise([]source.Format{baci.Format()}, path)
			if err != nil {
				judge(t, bad, err)
			} else if format.Kind != "baci" || why == "" {
				t.Errorf("recognised as %q because %q", format.Kind, why)
			}
		})
	}
}

func judge(t *testing.T, bad sourcetest.BadFile, err error) {
	t.Helper()
	e, ok := errors.AsType[*trade.Error](err)
	if !ok {
		t.Fatalf("the error is %v", err)
	}
	t.Logf("%v [%s]", err, e.Hint)
	if e.Kind != trade.BadInput || e.File == "" || e.Hint == "" || e.Line != bad.Line {
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
}
