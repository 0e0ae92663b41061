package tabular

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// zipOf packs files, given as name and content in turn.
func zipOf(t *testing.T, files ...string) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i+1 < len(files); i += 2 {
		m, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func gzipOf(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// tablesOf writes a file and opens it.
func tablesOf(t *testing.T, name, content string, o Options) ([]Table, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := source.Open(path)
	if err != nil {
		return nil, err
	}
	return Open(t.Context(), f, o)
}

// stored reads files and returns what became of the first account's first file.
func stored(t *testing.T, repeats trade.Repeats, name, content string) (trade.FileAccount, *sourcetest.Sink, error) {
	t.Helper()
	r := load(t, repeats, nil)
	r.Inputs = []Input{open(t, name, content)}
	sink := &sourcetest.Sink{}
	accounts, err := r.Read(t.Context(), sink, nil)
	if err != nil {
		return trade.FileAccount{}, sink, err
	}
	return accounts[0].Files[0], sink, nil
}

const (
	rowA = "2020,BLR,RUS,040610,10,\n"
	rowB = "2020,BLR,RUS,040620,5,\n"
)

func TestArchives(t *testing.T) {
	t.Parallel()
	bom := byteOrderMark
	for name, c := range map[string]struct {
		file, content string
		want          trade.Tally
	}{
		"a mark in each member":   {"a.zip", zipOf(t, "a.csv", bom+head+rowA, "b.csv", bom+head+rowB), trade.Tally{Rows: 2, Value: 15000}},
		"two members of one name": {"a.zip", zipOf(t, "a.csv", head+rowA, "a.csv", head+rowB), trade.Tally{Rows: 2, Value: 15000}},
		"gzip in zip":             {"a.zip", zipOf(t, "a.csv.gz", gzipOf(t, head+rowA)), trade.Tally{Rows: 1, Value: 10000}},
		"gzip of two parts":       {"a.csv.gz", gzipOf(t, head+rowA) + gzipOf(t, rowB), trade.Tally{Rows: 2, Value: 15000}},
		"other files beside":      {"a.zip", zipOf(t, "readme.pdf", "%PDF", "__MACOSX/._a.csv", "x", "a.csv", head+rowA), trade.Tally{Rows: 1, Value: 10000}},
		"no line feed at the end": {"a.csv", strings.TrimSuffix(head+rowA+rowB, "\n"), trade.Tally{Rows: 2, Value: 15000}},
		"carriage returns":        {"a.csv", strings.ReplaceAll(head+rowA+rowB, "\n", "\r\n"), trade.Tally{Rows: 2, Value: 15000}},
	} {
		got, _, err := stored(t, trade.SetAsideRepeats, c.file, c.content)
		if err != nil || got.Stored != c.want || got.SetAside.Rows > 0 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// Members of an archive are tables of their own: a copy beside the table counts
// nothing twice, and reasons name the member.
func TestMembersThatRepeat(t *testing.T) {
	t.Parallel()
	content := zipOf(t, "a.csv", head+rowA+rowA, "copy.csv", head+rowA+rowA+"2020,BLR,RUS,040610,11,\nx\n")
	got, sink, err := stored(t, trade.SumRepeats, "a.zip", content)
	if err != nil || got.Stored != (trade.Tally{Rows: 1, Value: 20000}) || got.Format[duplicate] != (trade.Tally{Rows: 2, Value: 20000}) || got.SetAside != (trade.Tally{Rows: 2, Value: 11000}) {
		t.Fatalf("%+v, %v", got, err)
	}
	var reasons []string
	for _, no := range sink.Imports[0].Rejections {
		if no.Format == "" {
			reasons = append(reasons, no.Reason)
		}
	}
	if !slices.Equal(reasons, []string{"copy.csv: line 2 of a.csv in a.zip has other figures for the same flow", "copy.csv: 1 fields instead of 6"}) {
		t.Errorf("%q", reasons)
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	t.Parallel()
	whole := gzipOf(t, head+strings.Repeat(rowA, 1000))
	for name, c := range map[string]struct{ file, content, words string }{
		"zip in zip":       {"a.zip", zipOf(t, "inner.zip", zipOf(t, "a.csv", head)), "holds inner.zip"},
		"gzip cut":         {"a.csv.gz", whole[:len(whole)-20], "truncated"},
		"gzip damaged":     {"a.csv.gz", whole[:len(whole)-8] + "12345678", "damaged"},
		"zip cut":          {"a.zip", zipOf(t, "a.csv", head+rowA)[:100], "truncated or damaged"},
		"7z cut":           {"a.7z", "7z\xbc\xaf\x27\x1c\x00\x04" + strings.Repeat("\x01", 60), "7z archive is truncated or damaged"},
		"old Mac":          {"a.csv", strings.ReplaceAll(head+rowA, "\n", "\r"), "carriage return alone"},
		"Parquet in gzip":  {"a.gz", gzipOf(t, "PAR1"+strings.Repeat("\x00", 100)), "a Parquet file"},
		"empty member":     {"a.zip", zipOf(t, "a.csv", ""), "the file is empty"},
		"header not ended": {"a.csv", "year,\"exporter,importer\n2020,BLR,RUS\n", "line of column names cannot be read"},
		"header blank":     {"a.csv", "\n" + head, "is empty"},
	} {
		_, err := tablesOf(t, c.file, c.content, Options{})
		if trade.KindOf(err) != trade.BadInput || !strings.Contains(err.Error(), c.words) || trade.HintOf(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := tablesOf(t, "a.csv", head, Options{Skip: 5}); err == nil || !strings.Contains(err.Error(), "ends before") {
		t.Errorf("%v", err)
	}
}

// The encoding of a head does not depend on where a file or a head ends.
func TestRussianText(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"", "а", "ва", "ква", "ква1", "ква12", "ква123"} {
		tables, err := tablesOf(t, "a.csv", "Год;Страна\n2020;Мос"+end, Options{})
		if err != nil || !slices.Equal(tables[0].Header, Header{"Год", "Страна"}) || tables[0].First[0][1] != "Мос"+end {
			t.Errorf("%q: %+v, %v", end, tables, err)
		}
	}
	long := "Год;Страна\n2020;" + strings.Repeat("Москва", 30) + "\n" // two bytes a letter
	for shift := range 3 {
		tables, err := tablesOf(t, "a.csv", strings.Repeat("x", shift)+strings.Repeat(long, headBytes/len(long)+2), Options{})
		if err != nil || !strings.HasSuffix(tables[0].Header[0], "Год") {
			t.Errorf("a head moved by %d bytes: %v, %v", shift, tables[0].Header, err)
		}
	}
}

func TestHeaderOverLines(t *testing.T) {
	t.Parallel()
	text := "above\nyear,exporter,importer,product,\"value\r\n(US dollars)\"\n" + "2020,BLR,RUS,040610,\"1\n\"\n2020,BLR,RUS,x\n"
	tables, err := tablesOf(t, "a.csv", text, Options{Skip: 1})
	if err != nil || tables[0].Header[4] != "value (US dollars)" || len(tables[0].First) != 1 || tables[0].First[0][4] != "1" {
		t.Fatalf("%+v, %v", tables, err)
	}
	var at []int
	opened, err := tables[0].open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer opened.close()
	err = opened.run(t.Context(), func(p piece) error {
		return p.each(5, func(r *Row, _ string) { at = append(at, r.Line) })
	})
	if err != nil || !slices.Equal(at, []int{4, 6}) {
		t.Errorf("rows at %v, %v", at, err)
	}
}

func TestDecimalMark(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]byte{
		"a;b\n1;10,5\n":                ',',
		"a;b\n1.5;10,5\n":              '.',
		"a;b\n1;12,345\n":              ',', // three decimals, where semicolons part the fields
		"a,b\n1,\"12,345\"\n":          '.', // thousands
		"a,b\n1,\"0,345\"\n":           ',',
		"a;b\n1;\"1,234,567\"\n":       '.',
		"a,b\n1,\"12,345\"\n2,\"1,5\"": ',',
		"a,b\n1,2\n":                   '.',
	} {
		tables, err := tablesOf(t, "a.csv", text, Options{})
		if err != nil || tables[0].Mark != want {
			t.Errorf("%q: %q, %v", text, tables[0].Mark, err)
		}
	}
}
