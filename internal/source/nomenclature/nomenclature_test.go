package nomenclature

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
	"golang.org/x/text/encoding/charmap"
)

// keep imports a file and returns the list and its account.
func keep(t *testing.T, path string, r source.Request) (trade.List, trade.FileAccount, error) {
	t.Helper()
	r.Paths = []string{path}
	loads, err := describe(context.Background(), r)
	if err != nil {
		return trade.List{}, trade.FileAccount{}, err
	}
	var sink sourcetest.Sink
	accounts, err := loads[0].Read(context.Background(), &sink, nil)
	if err != nil {
		return trade.List{}, trade.FileAccount{}, err
	}
	if len(loads) != 1 || len(accounts) != 1 || accounts[0].Dataset != loads[0].Import.Dataset {
		t.Fatalf("%d loads, accounts %+v", len(loads), accounts)
	}
	return sink.Lists[0].List, accounts[0].Files[0], nil
}

// row returns the row of a code as code, parent, english, russian, from, to.
func row(l trade.List, code string) string {
	at := slices.Index(l.Column("code").Text, code)
	if at < 0 {
		return "none"
	}
	var words []string
	for _, c := range l.Columns {
		words = append(words, c.Text[at])
	}
	return strings.Join(words, "|")
}

// TestRealTables: rows and codes were counted by another route (wc and awk on the
// files).
func TestRealTables(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file, list   string
		stored, read int64
		code, want   string
	}{
		{"hs-nomenclature/baci_product_codes_HS17_V202201.csv", "nomenclature-h5-baci", 5384, 5385, "040610",
			"H5|040610|0406|Dairy produce: fresh cheese (including whey cheese), not fermented, and curd|||"},
		{"hs-nomenclature/harmonized-system.csv", "nomenclature-h6-table", 6939, 6941, "01", "H6|01||Animals; live|||"},
		{"comtrade-ref/cmd_h0.csv", "nomenclature-h0", 6381, 6383, "0101", "H0|0101|01|Live horses, asses, mules and hinnies.|||"},
		{"comtrade-ref/cmd_h5.csv", "nomenclature-h5", 6708, 6710, "010121", "H5|010121|0101|Horses; live, pure-bred breeding animals|||"},
		{"comtrade-ref/cmd_h6.csv", "nomenclature-h6", 6939, 6941, "010121", "H6|010121|0101|Horses; live, pure-bred breeding animals|||"},
		{"comtrade-ref/cmd_s3.csv", "nomenclature-s3", 5690, 5692, "0011X", "S3|0011X|0011|Memorandum Item|||"},
		{"tnved-ru/TNVED1.cp866.txt", "nomenclature-tnved-sections", 149, 150, "I",
			"TNVED|I||" + "|ЖИВЫЕ ЖИВОТНЫЕ; ПРОДУКТЫ ЖИВОТНОГО ПРОИСХОЖДЕНИЯ|2002-01-01|2006-12-31"},
		{"tnved-ru/TNVED2.cp866.txt.gz", "nomenclature-tnved-chapters", 722, 723, "01", "TNVED|01|I||ЖИВЫЕ ЖИВОТНЫЕ|2002-01-01|2006-12-31"},
		{"tnved-ru/TNVED3.cp866.txt", "nomenclature-tnved-headings", 6591, 6592, "0101",
			"TNVED|0101|01||ЛОШАДИ, ОСЛЫ, МУЛЫ И ЛОШАКИ ЖИВЫЕ|2002-01-01|2006-12-31"},
		{"tnved-ru/tnved_hs6_ru_hilogics.csv", "nomenclature-tnved-names", 5611, 5612, "010121",
			"TNVED|010121|0101||Лошади, ослы, мулы и лошаки живые:лошади:чистопородные племенные животные||"},
		{"tnved-ru/hs4_labels_mgimo.csv", "nomenclature-tnved-hs4", 1480, 1481, "0101",
			"TNVED|0101|01|Horses, asses, mules and hinnies; live|ЛОШАДИ, ОСЛЫ, МУЛЫ И ЛОШАКИ ЖИВЫЕ||"},
		{"tnved-ru/tnved4_fns_2022.csv", "nomenclature-tnved-now", 957, 958, "0101", "TNVED|0101|01||ЛОШАДИ, ОСЛЫ, МУЛЫ И ЛОШАКИ ЖИВЫЕ||"},
		{"tnved-ru/tnved4_fns_history.csv", "nomenclature-tnved-history", 6591, 6592, "0101",
			"TNVED|0101|01||ЛОШАДИ, ОСЛЫ, МУЛЫ И ЛОШАКИ ЖИВЫЕ|2002-01-01|2006-12-31"},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			l, account, err := keep(t, sourcetest.RealFile(t, c.file), source.Request{})
			if err != nil {
				t.Fatalf("%v (%s)", err, trade.HintOf(err))
			}
			if l.Origin.Dataset != c.list || account.Stored.Rows != c.stored || account.Read.Rows != c.read {
				t.Errorf("%s: %+v", l.Origin.Dataset, account)
			}
			if got := row(l, c.code); got != c.want {
				t.Errorf("got %s\nwant %s", got, c.want)
			}
		})
	}
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestCodesOfTenDigits: the fourth file of the tax service parts its codes in three,
// and has as many fields as that of chapters.
func TestCodesOfTenDigits(t *testing.T) {
	t.Parallel()
	text, err := charmap.CodePage866.NewEncoder().String("022|20220811|0000|\r\n" +
		"01|01|210000|- - чистопородные племенные животные|01.01.2012||\r\n" +
		"04|06|103001|- - - сыр Моцарелла|01.01.2012|31.12.2016|\r\n" +
		"04|06|103001|- - - сыр Моцарелла в рассоле|01.01.2017||\r\n")
	if err != nil {
		t.Fatal(err)
	}
	l, account, err := keep(t, write(t, "TNVED4.TXT", text), source.Request{})
	if err != nil {
		t.Fatal(err)
	}
	if l.Origin.Dataset != "nomenclature-tnved-codes" || l.Origin.Release != "20220811" || account.Stored.Rows != 3 || account.Read.Rows != 4 {
		t.Errorf("%+v %+v", l.Origin, account)
	}
	if got := row(l, "0101210000"); got != "TNVED|0101210000|0101||чистопородные племенные животные|2012-01-01|" {
		t.Error(got)
	}
	if got := row(l, "0406103001"); got != "TNVED|0406103001|0406||сыр Моцарелла|2012-01-01|2016-12-31" {
		t.Error(got)
	}
}

// TestEditionByHeadings: a table that says nothing of its edition is known by its
// headings.
func TestEditionByHeadings(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(sourcetest.RealFile(t, "comtrade-ref/cmd_h2.csv"))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		if !strings.Contains(line, `"TOTAL","Total`) {
			lines = append(lines, line)
		}
	}
	l, _, err := keep(t, write(t, "goods.csv", strings.Join(lines, "")), source.Request{})
	if err != nil || l.Origin.Dataset != "nomenclature-h2" {
		t.Errorf("%s, %v", l.Origin.Dataset, err)
	}
}

// TestRefused: what cannot be told apart or contradicts itself is not stored.
func TestRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		request    source.Request
		kind       trade.Kind
		want, hint string
		line       int
	}{
		{"a.csv", "code,description\n010121,Horses\n", source.Request{}, trade.Usage, "not clear which nomenclature", "--nomenclature", 0},
		{"a.csv", "code,text\n010121,Horses\n", source.Request{}, trade.BadInput, "those of no nomenclature", "code and description", 1},
		{"a_h5.csv", "code,description\n10121,Horses\n", source.Request{}, trade.BadInput, "lost its leading zero", "--tolerate", 2},
		{"a_h5.csv", "code,description\n010121,\n", source.Request{}, trade.BadInput, "has no name", "--tolerate", 2},
		{"a_h5.csv", "code,description\n010121,A\n010121,B\n", source.Request{}, trade.BadInput, "with another name", "--tolerate", 3},
		{"a_h5.csv", "code,description\nhorses,A\n", source.Request{}, trade.BadInput, "no code", "--tolerate", 2},
		{"a_h5.csv", "code,description\n240411,A\n", source.Request{}, trade.BadInput, "H5 has no heading 2404", "--tolerate", 2},
		{"a_h5.csv", "code,description\n010121,\"A\n", source.Request{}, trade.BadInput, "quotation marks", "publisher", 2},
		{"a_h5.csv", "code,description\n010121,A,B\n", source.Request{}, trade.BadInput, "3 fields, not 2", "--tolerate", 2},
		{"a_h5.csv", "code,description\n", source.Request{}, trade.BadInput, "no rows", "download", 1},
		{"a.json", `{"results": [`, source.Request{}, trade.BadInput, "JSON is damaged", "download", 0},
		{"a.txt", "015|20220113|0000|\r\nwhat|ever\r\n", source.Request{}, trade.BadInput, "neither of sections", "TNVED1", 2},
		{"a.txt", "020|20220811|0000|\r\n01|01|X|2002|31.12.2006|\r\n", source.Request{}, trade.BadInput, "not a date", "--tolerate", 2},
	} {
		_, _, err := keep(t, write(t, c.name, c.text), c.request)
		e, ok := err.(*trade.Error)
		if !ok || e.Kind != c.kind || !strings.Contains(e.Reason, c.want) || !strings.Contains(e.Hint, c.hint) || e.Line != c.line {
			t.Errorf("%q: %v, line %d [%s]", c.text, err, lineOf(e), trade.HintOf(err))
		}
	}
}

func lineOf(e *trade.Error) int {
	if e == nil {
		return -1
	}
	return e.Line
}

// TestCombinedIsRefused: the combined list of all editions calls itself H6, under
// its own name and under another.
func TestCombinedIsRefused(t *testing.T) {
	t.Parallel()
	path := sourcetest.RealFile(t, "comtrade-ref/cmd_hs.csv")
	_, _, err := keep(t, path, source.Request{})
	if trade.KindOf(err) != trade.BadInput || !strings.Contains(err.Error(), "all editions together") {
		t.Error(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = keep(t, write(t, "codes.csv", string(text)), source.Request{})
	if trade.KindOf(err) != trade.BadInput || !strings.Contains(err.Error(), "H6 has no heading") {
		t.Error(err)
	}
}

func TestOthers(t *testing.T) {
	t.Parallel()
	reference := `{"more":false,"results":[{"id":"TOTAL","text":"Total - All H5 commodities","parent":"#","isLeaf":"0"},` +
		`{"id":"01","text":"01 - Animals; live","parent":"TOTAL","isLeaf":"0"}]}`
	l, account, err := keep(t, write(t, "reference.json", reference), source.Request{})
	if err != nil || row(l, "01") != "H5|01||Animals; live|||" || account.Format["total"].Rows != 1 {
		t.Errorf("%v: %s %+v", err, row(l, "01"), account)
	}
	l, account, err = keep(t, write(t, "mine.csv", "code,description\n010121,Horses\n010121,Horses\n,\n"),
		source.Request{Dataset: "mine", Release: "3", Nomenclature: trade.HS2012, Tolerate: 0.5})
	if err != nil || l.Origin.Dataset != "mine" || l.Origin.Release != "3" || account.Format["duplicate"].Rows != 1 || account.SetAside.Rows != 1 {
		t.Errorf("%v: %+v %+v", err, l.Origin, account)
	}
	if len(l.Origin.Notes) != 1 || !strings.Contains(l.Origin.Notes[0], "1 of 4 rows were set aside: line 4: the row has no code") {
		t.Errorf("%q", l.Origin.Notes)
	}
	_, err = describe(context.Background(), source.Request{Nomenclature: trade.HS2017,
		Paths: []string{write(t, "a.csv", "code,description\n0101,A\n"), write(t, "b.csv", "code,description\n0101,A\n")}})
	if trade.KindOf(err) != trade.Usage || !strings.Contains(err.Error(), "a.csv and b.csv both bring") {
		t.Error(err)
	}
}

func TestRecognise(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"\ufeffcode,description,bec\n":                             "code, description",
		`"id","text","parent","isLeaf","aggrlevel"` + "\r\n":       "reference table of Comtrade",
		"020|20220811|0000|\r\n01|01|":                             "tax service",
		`{"more":false,"results":[{"id":"1","parent":"#","isLeaf"`: "JSON",
		"t,i,j,k,v,q\n":              "",
		"HS 2017,BEC,Relationship\n": "",
		`{"elapsedTime": "0.21 secs", "count": 4, "data": [`: "",
		"\x89PNG\r\n\x1a\n": "",
	} {
		got := Format().Recognise("a", []byte(text))
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%q is recognised because %q", text, got)
		}
	}
	compressed, err := os.ReadFile(sourcetest.RealFile(t, "tnved-ru/TNVED2.cp866.txt.gz"))
	if err != nil || recognise("x.gz", compressed[:4096]) == "" {
		t.Errorf("a gzip archive is not recognised: %v", err)
	}
}

// FuzzRead: no text makes the reader panic, lose a row, or keep a list of another
// shape.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"code,description\n010121,Horses\n", "section,hscode,description,parent,level\nI,01,Animals,TOTAL,2\n",
		"020|20220811|0000|\r\n01|01|X|01.01.2002||\r\n", "036|20220811|0000|\r\n01|01|X|notes|01.01.2002||\r\n",
		`{"results":[{"id":"01","text":"01 - A","parent":"#","isLeaf":"0"}]}`, "\"",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "f_h5.csv")
		if os.WriteFile(path, []byte(text), 0o644) != nil {
			t.Skip()
		}
		_, account, err := keep(t, path, source.Request{Tolerate: 1})
		if err != nil && (trade.KindOf(err) == trade.Internal || trade.HintOf(err) == "") && !strings.Contains(err.Error(), "a list needs") {
			t.Errorf("%v [%s]", err, trade.HintOf(err))
		}
		if err == nil && account.Balance() != nil {
			t.Error(account.Balance())
		}
	})
}
