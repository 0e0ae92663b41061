package source_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

func zipped(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestUnpack(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("code,description\n", 100)
	whole := zipped(t, text)
	for name, c := range map[string]struct {
		bytes []byte
		want  string
		fails string
	}{
		"text":     {[]byte(text), text, ""},
		"gzip":     {whole, text, ""},
		"cut":      {whole[:len(whole)-9], "", "truncated or damaged"},
		"damaged":  {append([]byte("\x1f\x8b"), "nothing of the kind"...), "", "truncated or damaged"},
		"checksum": {append(whole[:len(whole)-8:len(whole)-8], "12345678"...), "", "truncated or damaged"},
	} {
		path := filepath.Join(t.TempDir(), "a")
		if err := os.WriteFile(path, c.bytes, 0o644); err != nil {
			t.Fatal(err)
		}
		file, err := source.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := file.Unpack(context.Background())
		if c.fails == "" && (err != nil || string(got) != c.want) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
		if c.fails != "" && (trade.KindOf(err) != trade.BadInput || !strings.Contains(err.Error(), c.fails) || trade.HintOf(err) == "") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBeginning(t *testing.T) {
	t.Parallel()
	text := "code,description\n"
	whole := zipped(t, text)
	for _, head := range [][]byte{[]byte(text), whole, whole[:len(whole)-6]} {
		if got := string(source.Beginning(head)); got != text {
			t.Errorf("%q", got)
		}
	}
	if got := source.Beginning([]byte("\x1f\x8b")); len(got) != 0 {
		t.Errorf("%q of a damaged archive", got)
	}
}

// TestKeepTolerates: one row in a thousand may be set aside unless more is allowed,
// and the notes of the list tell of it.
func TestKeepTolerates(t *testing.T) {
	t.Parallel()
	file := trade.SourceFile{Name: "a.csv", SHA256: strings.Repeat("0", 64), Bytes: 1}
	for _, c := range []struct {
		good, bad int
		tolerate  float64
		kept      bool
	}{{999, 1, 0, true}, {99, 1, 0, false}, {99, 1, 0.01, true}, {1, 0, 0, true}} {
		rows := source.NewListRows("folder/a.csv", file)
		for range c.good {
			rows.Store()
		}
		rows.Format("header")
		for range c.bad {
			rows.SetAside(7, "x\ty", "it is odd")
		}
		list := trade.List{Table: trade.Rates, Origin: trade.Origin{Dataset: "rates-x", Release: "1", Files: []trade.SourceFile{file}},
			Columns: []trade.ListColumn{{Name: "currency", Text: []string{"EUR"}}, {Name: "period", Text: []string{"2021"}}, {Name: "usd", Numbers: []float64{1.1}}}}
		var sink sourcetest.Sink
		_, err := source.Keep(context.Background(), &sink, list, c.tolerate, rows)
		if (err == nil) != c.kept || len(sink.Lists) == 1 != c.kept {
			t.Errorf("%+v: %v", c, err)
		}
		switch e, _ := err.(*trade.Error); {
		case !c.kept && (e == nil || e.Kind != trade.BadInput || e.Line != 7 || !strings.Contains(e.Reason, "it is odd; 1 of 101 rows")):
			t.Errorf("%+v: %v", c, err)
		case c.kept && c.bad > 0 && !strings.Contains(sink.Lists[0].List.Origin.Notes[0], "line 7: it is odd: x y"):
			t.Errorf("%q", sink.Lists[0].List.Origin.Notes)
		}
	}
}
