package comtrade_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

func TestBadFilesAreRefused(t *testing.T) {
	t.Parallel()
	corpus := sourcetest.BadComtrade()
	if len(corpus) < 40 {
		t.Fatalf("only %d bad files", len(corpus))
	}
	for _, bad := range corpus {
		t.Run(bad.Name, func(t *testing.T) {
			t.Parallel()
			path, err := bad.Make(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			sink, _, err := imported(source.Request{Paths: []string{path}})
			if err == nil {
				t.Fatalf("it is accepted: %v", accounted(sink))
			}
			if sink != nil && len(sink.Imports) > 0 {
				t.Errorf("something is stored: %v", accounted(sink))
			}
			judge(t, bad, err)
		})
	}
}

// judge checks an error against what a bad file expects.
func judge(t *testing.T, bad sourcetest.BadFile, err error) {
	t.Helper()
	if trade.KindOf(err) != trade.BadInput || trade.HintOf(err) == "" || strings.ContainsAny(err.Error(), "\n\r") {
		t.Errorf("kind %d, hint %q: %q", trade.KindOf(err), trade.HintOf(err), err)
	}
	if e, ok := errors.AsType[*trade.Error](err); !ok || e.Line != bad.Line || e.File == "" {
		t.Errorf("line %d is expected: %#v", bad.Line, err)
	}
	for _, word := range bad.Words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("the sentence lacks %q: %v", word, err)
		}
	}
}

// Each is taken for UN Comtrade's without being told, so that the sentence is the
// same.
func TestBadFilesAreRecognised(t *testing.T) {
	t.Parallel()
	for _, bad := range sourcetest.BadComtrade() {
		path, err := bad.Make(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := source.Recognise(formats(), path); err != nil && !strings.Contains(err.Error(), bad.Words[0]) {
			t.Errorf("%s: %v", bad.Name, err)
		}
	}
}
