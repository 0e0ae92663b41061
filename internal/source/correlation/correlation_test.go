package correlation

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
	"github.com/xuri/excelize/v2"
)

// keep imports files and returns the lists and their accounts by name.
func keep(t *testing.T, r source.Request, paths ...string) (map[string]sourcetest.Kept, error) {
	t.Helper()
	r.Paths = paths
	loads, err := describe(context.Background(), r)
	if err != nil {
		return nil, err
	}
	var sink sourcetest.Sink
	for _, l := range loads {
		if _, err := l.Read(context.Background(), &sink, nil); err != nil {
			return nil, err
		}
	}
	lists := map[string]sourcetest.Kept{}
	for _, k := range sink.Lists {
		lists[k.List.Origin.Dataset] = k
	}
	return lists, nil
}

// weights sums the weights of each source and counts its rows.
func weights(l trade.List) (sums map[string]float64, rows map[string]int) {
	sums, rows = map[string]float64{}, map[string]int{}
	for i, code := range l.Column("code_from").Text {
		sums[code] += l.Column("weight").Numbers[i]
		rows[code]++
	}
	return sums, rows
}

// TestRealWeights: rows and sources were counted by another route (a csv reader of
// another language on the files); every source adds up to one.
func TestRealWeights(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file, list    string
		rows, sources int
		from, to      string // a pair, with its weight
		weight        float64
	}{
		{"conversion_weights_H0_to_H1.csv", "correlation-h0-h1-weights", 7425, 5039, "290490", "290549", 0.1237302310439725},
		{"conversion_weights_H1_to_H0.csv", "correlation-h1-h0-weights", 7425, 5133, "060290", "060291", 0.099054532414116},
		{"conversion_weights_H4_to_H5.csv", "correlation-h4-h5-weights", 40057, 5206, "871190", "871160", 0.7387386181041665},
		{"conversion_weights_H5_to_H4.csv", "correlation-h5-h4-weights", 40057, 5388, "441231", "441232", 0.132214526984356},
		{"conversion_weights_S1_to_S2.csv", "correlation-s1-s2-weights", 1570, 625, "6119", "6115", 0.2782745584063816},
		{"conversion_weights_S2_to_S1.csv", "correlation-s2-s1-weights", 514, 514, "0011", "0011", 1},
		{"conversion_weights_H0_to_S3.csv.gz", "correlation-h0-s3-weights", 103925, 5038, "970600", "8966", 1},
		{"conversion_weights_S3_to_H0.csv.gz", "correlation-s3-h0-weights", 103925, 1033, "8447", "610610", 0.3739467041047128},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			lists, err := keep(t, source.Request{}, sourcetest.RealFile(t, "concordances/"+c.file))
			kept, any := lists[c.list]
			if err != nil || !any || len(lists) != 1 {
				t.Fatalf("%d lists, %v", len(lists), err)
			}
			sums, _ := weights(kept.List)
			if kept.List.Rows() != c.rows || len(sums) != c.sources || kept.Account.Files[0].SetAside.Rows != 0 {
				t.Errorf("%d rows of %d sources: %+v", kept.List.Rows(), len(sums), kept.Account.Files[0])
			}
			for code, sum := range sums {
				if math.Abs(sum-1) > 1e-6 {
					t.Errorf("the weights of %s add up to %v", code, sum)
				}
			}
			checkPair(t, kept.List, c.from, c.to, c.weight)
		})
	}
}

func checkPair(t *testing.T, l trade.List, from, to string, weight float64) {
	t.Helper()
	for i, code := range l.Column("code_from").Text {
		if code == from && l.Column("code_to").Text[i] == to {
			if got := l.Column("weight").Numbers[i]; got != weight {
				t.Errorf("the weight of %s to %s is %v, want %v", from, to, got, weight)
			}
			return
		}
	}
	if weight != 0 {
		t.Errorf("%s to %s is not in the list", from, to)
	}
}

// TestRealJointTable: the pairs of each step were counted by another route.
func TestRealJointTable(t *testing.T) {
	t.Parallel()
	lists, err := keep(t, source.Request{}, sourcetest.RealFile(t, "concordances/HS_consolidated_comtrade_concordances.csv"))
	if err != nil {
		t.Fatal(err)
	}
	const lines, sitc = 63729, 19865
	for name, pairs := range map[string]int64{
		"correlation-h0-h1": 5426, "correlation-h1-h2": 5611, "correlation-h2-h3": 5664,
		"correlation-h3-h4": 5364, "correlation-h4-h5": 6141, "correlation-h5-h6": 15657,
	} {
		kept, any := lists[name]
		if !any {
			t.Errorf("there is no list %s", name)
			continue
		}
		account := kept.Account.Files[0]
		if account.Read.Rows != lines || account.Format["step to SITC"].Rows != sitc || account.Format["header"].Rows != 1 {
			t.Errorf("%s: %+v", name, account)
		}
		if got := account.Stored.Rows + account.Format["duplicate"].Rows; got != pairs {
			t.Errorf("%s has %d pairs, want %d", name, got, pairs)
		}
		for i := range kept.List.Rows() {
			from, to := kept.List.Column("code_from").Text[i], kept.List.Column("code_to").Text[i]
			if len(from) != 6 || len(to) != 6 || kept.List.Column("weight").Numbers[i] != notSaid {
				t.Fatalf("%s: %s to %s", name, from, to)
			}
		}
	}
	if len(lists) != 6 {
		t.Errorf("%d lists", len(lists))
	}
	// The table has 2017 before 2012 and n:1 for what was joined; kept from the
	// older side it is 1:n.
	h := lists["correlation-h4-h5"].List
	at := slices.Index(h.Column("code_from").Text, "010111")
	if at >= 0 {
		t.Errorf("010111 is no code of 2012")
	}
	relations := map[string]int{}
	for _, r := range h.Column("relationship").Text {
		relations[r]++
	}
	if relations["1:1"] != 4744 || relations["1:n"] != 578 || relations["n:1"] != 44 || relations["n:n"] != 775 {
		t.Errorf("%v", relations)
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

// lines returns a list as from>to relationship weight.
func lines(l trade.List) []string {
	var all []string
	for i := range l.Rows() {
		all = append(all, l.Column("from").Text[i]+l.Column("code_from").Text[i]+">"+l.Column("to").Text[i]+l.Column("code_to").Text[i]+
			" "+l.Column("relationship").Text[i])
	}
	return all
}

// TestTwoColumns: the layouts of the UN's own tables, as text and as a workbook
// with remarks above the names and a sheet of notes before.
func TestTwoColumns(t *testing.T) {
	t.Parallel()
	want := []string{"H4010121>H5010121 1:1", "H4030119>H5030119 n:n"}
	book := excelize.NewFile()
	if _, err := book.NewSheet("HS2017-HS2012"); err != nil {
		t.Fatal(err)
	}
	for at, row := range map[string][]any{
		"A1": {"Correlation of HS 2017 and HS 2012"}, "A3": {"HS 2017", "HS 2012", "Relationship"},
		"A4": {"010121", "010121", "1:1"}, "A5": {30119, 30119, "n:n"},
	} {
		if err := book.SetSheetRow("HS2017-HS2012", at, &row); err != nil {
			t.Fatal(err)
		}
	}
	workbook := filepath.Join(t.TempDir(), "HS2017toHS2012ConversionAndCorrelationTables.xlsx")
	if err := book.SaveAs(workbook); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		write(t, "a.csv", "HS 2017,HS 2012,Relationship\n010121,010121,1:1\n30119,30119,n:n\n"),
		write(t, "b.csv", "\ufeffFrom HS 2017;To HS 2012;Relationship\r\n0101.21;010121;1:1\r\n030119;030119;n:n\r\n;;\r\n"),
		workbook,
	} {
		lists, err := keep(t, source.Request{}, path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		if got := lines(lists["correlation-h4-h5"].List); !slices.Equal(got, want) {
			t.Errorf("%s: %q", path, got)
		}
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	joint := "code.after,code.before,Relationship,adjustment\n"
	for _, c := range []struct {
		text       string
		request    source.Request
		kind       trade.Kind
		want, hint string
		line       int
	}{
		{"a,b\n1,2\n", source.Request{}, trade.BadInput, "no line names two nomenclatures", "head the columns", 1},
		{"HS 2017,BEC,Relationship\n010121,41,n:1\n", source.Request{}, trade.BadInput, "no line names two nomenclatures", "head the columns", 1},
		{"H4,H5,weight\n", source.Request{}, trade.BadInput, "no rows", "download", 1},
		{"H4,H5,weight\n010121,010121,1\n010129,horse,1\n", source.Request{}, trade.BadInput, `"horse" is not a code of H5`, "--tolerate", 3},
		{"H4,H5,weight\n1012,010121,1\n", source.Request{}, trade.BadInput, `"1012" is not a code of H4`, "--tolerate", 2},
		{"H4,H5,weight\n010121,010121,NaN\n", source.Request{}, trade.BadInput, `"NaN" is not a weight`, "--tolerate", 2},
		{"H4,H5,weight\n010121,010121,-1\n", source.Request{}, trade.BadInput, `"-1" is not a weight`, "--tolerate", 2},
		{"H4,H5,weight\n010121,010121,1\n010121,010121,0.5\n", source.Request{}, trade.BadInput, "with another weight", "--tolerate", 3},
		{"H4,H5,weight\n010121,\"010121,1\n", source.Request{}, trade.BadInput, "quotation marks", "publisher", 2},
		{joint + "111,11,n:1,1976 to 1962\n", source.Request{}, trade.BadInput, "no row names a step", "2017 to 2012", 2},
		{joint + "10121,10121,1:1,2017 to 2012\n10121,10121,1:1,2022 to 2017\n", source.Request{Dataset: "x"}, trade.Usage, "brings 2 lists", "leave --dataset out", 0},
	} {
		_, err := keep(t, c.request, write(t, "a.csv", c.text))
		e, ok := err.(*trade.Error)
		if !ok || e.Kind != c.kind || !strings.Contains(e.Reason, c.want) || !strings.Contains(e.Hint, c.hint) || e.Line != c.line {
			t.Errorf("%q: %v [%s]", c.text, err, trade.HintOf(err))
		}
	}
	both := []string{write(t, "a.csv", "H4,H5,weight\n010121,010121,1\n"), write(t, "b.csv", "H4,H5,weight\n010121,010121,1\n")}
	if _, err := keep(t, source.Request{}, both...); trade.KindOf(err) != trade.Usage || !strings.Contains(err.Error(), "both bring the list") {
		t.Error(err)
	}
}

// TestAccount: duplicates and empty lines are the format's own, what is tolerated
// is told in the notes.
func TestAccount(t *testing.T) {
	t.Parallel()
	text := "H4,H5,weight,group_id\n10121,10121,1,\n010121,010121,1,\n,,,\nx,010121,1,3\n"
	lists, err := keep(t, source.Request{Release: "7", Tolerate: 0.5}, write(t, "a.csv", text))
	if err != nil {
		t.Fatal(err)
	}
	kept := lists["correlation-h4-h5-weights"]
	a := kept.Account.Files[0]
	if a.Stored.Rows != 1 || a.SetAside.Rows != 1 || a.Format["duplicate"].Rows != 1 || a.Format["empty line"].Rows != 1 || a.Read.Rows != 5 {
		t.Errorf("%+v", a)
	}
	if n := kept.List.Origin.Notes; kept.List.Origin.Release != "7" || len(n) != 1 || !strings.Contains(n[0], `line 5: "x" is not a code of H4`) {
		t.Errorf("%q", n)
	}
}

func TestRecognise(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"H4,H5,weight,group_id\n":                            "codes in H4, one in H5, and weights",
		"group_id,SITC2,SITC1,weight\n":                      "codes in S2, one in S1",
		"code.after,code.before,Relationship,adjustment\r\n": "joined in one",
		"\ufeffFrom HS 2017;To HS 2012\r\n":                  "codes in H5 and one in H4",
		"HS 2017,BEC,Relationship\n":                         "",
		"code,description\n":                                 "",
		"t,i,j,k,v,q\n":                                      "",
	} {
		got := Format().Recognise("a", []byte(text))
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%q is recognised because %q", text, got)
		}
	}
	for name, known := range map[string]bool{
		"HS2017toHS2012ConversionAndCorrelationTables.xlsx": true, "Correlation HS 2022-2017.xlsx": true, "report.xlsx": false,
	} {
		if got := recognise(name, []byte("PK\x03\x04"+strings.Repeat("\x00", 26)+"xl/workbook.xml")); (got != "") != known {
			t.Errorf("%s is recognised because %q", name, got)
		}
	}
}

// FuzzRead: no text makes the reader panic or lose a row.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"H4,H5,weight\n010121,010121,1\n", "code.after,code.before,Relationship,adjustment\n10121,10121,1:1,2017 to 2012\n",
		"From HS 2017;To HS 2012\n0101.21;010121\n", "title\n\nSITC Rev 3\tHS 1992\n0011\t10111\n", "\"",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "f.csv")
		if os.WriteFile(path, []byte(text), 0o644) != nil {
			t.Skip()
		}
		lists, err := keep(t, source.Request{Tolerate: 1}, path)
		if err != nil && (trade.KindOf(err) == trade.Internal || trade.HintOf(err) == "") && !strings.Contains(err.Error(), "a list needs") {
			t.Errorf("%v [%s]", err, trade.HintOf(err))
		}
		for _, k := range lists {
			if k.Account.Files[0].Balance() != nil || k.List.Check() != nil {
				t.Error(k.Account.Files[0].Balance(), k.List.Check())
			}
		}
	})
}
