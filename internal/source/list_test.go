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

// TestCheckList: what means nothing for a list is named and refused.
func TestCheckList(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		request source.Request
		ofCodes bool
		want    string // the words that the error names, empty: none
	}{
		{source.Request{Dataset: "x", Release: "1", Tolerate: 0.5, Mode: trade.Replace}, false, ""},
		{source.Request{Nomenclature: trade.HS2017}, true, ""},
		{source.Request{Nomenclature: trade.HS2017}, false, "--nomenclature cannot"},
		{source.Request{Unit: "usd"}, true, "--unit cannot"},
		{source.Request{Mode: trade.Merge}, true, "--mode merge cannot"},
		{source.Request{Mapping: "m.yaml", Unit: "usd"}, false, "--unit and --mapping cannot"},
	} {
		err := source.CheckList(c.request, c.ofCodes)
		if (err == nil) != (c.want == "") || err != nil && (trade.KindOf(err) != trade.Usage || !strings.Contains(err.Error(), c.want) ||
			!strings.Contains(trade.HintOf(err), "leave --")) {
			t.Errorf("%+v: %v", c.request, err)
		}
	}
}

// TestDistinct: two files of one list are refused by both their names.
func TestDistinct(t *testing.T) {
	t.Parallel()
	load := func(file, list string) source.Load {
		return source.Load{Import: trade.Import{Origin: trade.Origin{Dataset: list, Files: []trade.SourceFile{{Name: file}}}}}
	}
	if err := source.Distinct([]source.Load{load("a.csv", "x"), load("b.csv", "y"), load("c.csv", "z")}); err != nil {
		t.Error(err)
	}
	err := source.Distinct([]source.Load{load("a.csv", "x"), load("b.csv", "y"), load("c.csv", "y")})
	if trade.KindOf(err) != trade.Usage || !strings.Contains(err.Error(), "b.csv and c.csv both bring the list y") {
		t.Error(err)
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
