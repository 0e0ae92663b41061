package baci_test

import (
	"archive/zip"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/baci"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// describe asks for the loads of a request.
func describe(r source.Request) ([]source.Load, error) {
	if r.Progress == nil {
		r.Progress = func(source.Step) {}
	}
	return baci.Format().Describe(context.Background(), r)
}

// load imports all loads of a request into a new sink.
func load(r source.Request) (*sourcetest.Sink, error) {
	sink := &sourcetest.Sink{}
	loads, err := describe(r)
	if err != nil {
		return sink, err
	}
	for _, l := range loads {
		accounts, err := l.Read(context.Background(), sink, nil)
		if err != nil {
			return sink, err
		}
		sink.Imports[len(sink.Imports)-1].Account = accounts[0] // with the source's own notes
	}
	return sink, nil
}

func mustLoad(t *testing.T, r source.Request) sourcetest.Imported {
	t.Helper()
	sink, err := load(r)
	if err != nil {
		t.Fatalf("%v (hint: %s)", err, trade.HintOf(err))
	}
	if len(sink.Imports) != 1 {
		t.Fatalf("%d imports, want 1", len(sink.Imports))
	}
	return sink.Imports[0]
}

// write makes a file in a folder of the test.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func writeZip(t *testing.T, name string, members map[string]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := zip.NewWriter(file)
	for member, text := range members {
		entry, err := w.Create(member)
		if err == nil {
			_, err = entry.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// line writes an observation as exporter importer product value mass.
func line(o trade.Observation) string {
	return strings.Join([]string{o.Period.String(), string(o.Exporter), string(o.Importer), string(o.Product),
		o.Value.String(), o.NetKg.String()}, " ")
}

func lines(im sourcetest.Imported) []string {
	var all []string
	for _, o := range im.Observations {
		all = append(all, line(o))
	}
	return all
}

func equal(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

const header = "t,i,j,k,v,q\n"

// The rows are in the order of their numeric codes: 112 BLR, 276 DEU, 4 AFG come
// in another order by their letters.
const year2023 = header +
	"2023,4,276,570110,0.198,        0.001\n" +
	"2023,112,4,40610,1250.5,           NA\n" +
	"2023,112,643,40610,7,       12\n" +
	"2023,112,643,870410,0.000001,        1.5\n" +
	"2023,276,112,300431,10.25,        0.000\n"

func TestRowsBecomeObservationsInTheOrderOfTheLake(t *testing.T) {
	t.Parallel()
	im := mustLoad(t, source.Request{Paths: []string{write(t, "BACI_HS17_Y2023_V202501.csv", year2023)}})
	equal(t, lines(im), []string{
		"2023 AFG DEU 570110 198 1",
		"2023 BLR AFG 040610 1250500 missing",
		"2023 BLR RUS 040610 7000 12000",
		"2023 BLR RUS 870410 0.001 1500",
		"2023 DEU BLR 300431 10250 0",
	})
	o := im.Observations[0]
	if o.Valuation != trade.FOB || o.Reporter != trade.Reconciled || o.Currency != "USD" || o.Flow != trade.General ||
		o.Nomenclature != trade.HS2017 || o.ValueUSD != o.Value || o.Period != trade.Year(2023) || o.Flags != 0 {
		t.Errorf("the observation says %+v", o)
	}
	account := im.Account.Files[0]
	if want := (trade.Tally{Rows: 5, Value: 1_267_948_001}); account.Read != want || account.Stored != want {
		t.Errorf("the account is %+v, want %v read and stored", account, want)
	}
}

func TestTheImportSaysWhatItBrings(t *testing.T) {
	t.Parallel()
	im := mustLoad(t, source.Request{Paths: []string{write(t, "BACI_HS17_Y2023_V202501.csv", year2023)}}).Import
	if im.Dataset != "baci-hs17" || im.Release != "202501" || im.Publisher != "CEPII" || im.Valuation != "FOB" ||
		im.Licence.Name != "Etalab Open Licence 2.0" || im.Licence.NoRedistrib {
		t.Errorf("the origin is %+v", im.Origin)
	}
	if im.Nomenclature != trade.HS2017 || im.Digits != 6 || im.Months != 12 || im.Mode != trade.Replace ||
		im.Repeats != trade.SetAsideRepeats || !im.AbsentIsZero || im.Regions || im.Enterprises {
		t.Errorf("the import is %+v", im)
	}
	// By sha256sum of the same bytes.
	const sum = "319e28343fb5fb3e22b1ea80d43784e58992d5c032f2892f93c99aee9907abd7"
	if f := im.Files[0]; f.Name != "BACI_HS17_Y2023_V202501.csv" || f.Bytes != int64(len(year2023)) || f.SHA256 != sum {
		t.Errorf("the file is %+v", f)
	}
}

func TestDatasetReleaseAndNomenclature(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		file              string
		request           source.Request
		dataset, release  string
		nomenclature      trade.Nomenclature
		hint, noteOrError string
	}{
		{file: "BACI_HS92_Y2021_V202301.csv", dataset: "baci-hs92", release: "202301", nomenclature: "H0"},
		{file: "BACI_HS96_Y2021_V202301.csv", dataset: "baci-hs96", release: "202301", nomenclature: "H1"},
		{file: "BACI_HS02_Y2021_V202301.csv", dataset: "baci-hs02", release: "202301", nomenclature: "H2"},
		{file: "BACI_HS07_Y2021_V202301.csv", dataset: "baci-hs07", release: "202301", nomenclature: "H3"},
		{file: "BACI_HS12_Y2021_V202301.csv", dataset: "baci-hs12", release: "202301", nomenclature: "H4"},
		{file: "BACI_HS22_Y2021_V202401b.csv", dataset: "baci-hs22", release: "202401b", nomenclature: "H6"},
		{file: "baci_hs92_2021_afg_zaf.csv", dataset: "baci-hs92", release: "unknown", nomenclature: "H0", noteOrError: "the release is unknown"},
		{file: "extract.csv", request: source.Request{Nomenclature: "H5", Release: "202501"}, dataset: "baci-hs17", release: "202501", nomenclature: "H5"},
		{file: "extract.csv", request: source.Request{Dataset: "my-hs12"}, dataset: "my-hs12", release: "unknown", nomenclature: "H4"},
		{file: "BACI_HS92_Y2021_V202301.csv", request: source.Request{Dataset: "own", Release: "r1", Nomenclature: "H1"}, dataset: "own", release: "r1", nomenclature: "H1"},
		{file: "extract.csv", hint: "--nomenclature HS17", noteOrError: "of which revision"},
		{file: "BACI_HS99_Y2021_V202301.csv", hint: "--nomenclature", noteOrError: "no revision 99"},
		{file: "extract.csv", request: source.Request{Nomenclature: "S3"}, hint: "--nomenclature", noteOrError: "not in S3"},
		{file: "BACI_HS92_Y2021_V202301.csv", request: source.Request{Unit: "usd"}, hint: "--unit thousand-usd", noteOrError: `unit "usd"`},
	} {
		r := test.request
		r.Paths = []string{write(t, test.file, header+"2021,4,276,570110,1,1\n")}
		loads, err := describe(r)
		if test.hint != "" {
			if trade.KindOf(err) != trade.Usage || !strings.Contains(trade.HintOf(err), test.hint) || !strings.Contains(err.Error(), test.noteOrError) {
				t.Errorf("%s: error %v with hint %q", test.file, err, trade.HintOf(err))
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", test.file, err)
			continue
		}
		im := loads[0].Import
		if im.Dataset != test.dataset || im.Release != test.release || im.Nomenclature != test.nomenclature {
			t.Errorf("%s: %s %s %s", test.file, im.Dataset, im.Release, im.Nomenclature)
		}
		if !strings.Contains(strings.Join(im.Notes, "\n"), test.noteOrError) {
			t.Errorf("%s: the notes are %q", test.file, im.Notes)
		}
	}
}

// All spellings of the same rows that publishers and their users produce.
func TestFormsOfTheSameRows(t *testing.T) {
	t.Parallel()
	want := []string{"2021 AFG AGO 040610 52051 13235", "2021 AFG AGO 382390 41 missing"}
	for name, text := range map[string]string{
		"plain":            header + "2021,4,24,40610,52.051,13.235\n2021,4,24,382390,0.041,NA\n",
		"as shipped":       header + "2021,4,24,040610,52.051,       13.235\n2021,4,24,382390,0.041,           NA\n",
		"quoted":           `"t","i","j","k","v","q"` + "\n" + `2021,4,24,40610,52.051,"       13.235"` + "\n" + `2021,4,24,382390,0.041,"           NA"` + "\n",
		"all quoted":       header + `"2021","4","24","040610","52.051","13.235"` + "\n" + `"2021","4","24","382390","  0.041",""` + "\n",
		"padded":           header + "2021,  4, 24, 40610,   52.051 ,13.235 \n2021, 4,24,382390,     0.041,  \n",
		"Windows":          "\xef\xbb\xbf" + strings.ReplaceAll(header+"2021,4,24,40610,52.051,13.235\n2021,4,24,382390,0.041,NA\n", "\n", "\r\n"),
		"mixed line ends":  header + "2021,4,24,40610,52.051,13.235\r\n2021,4,24,382390,0.041,NA\n",
		"no last line end": header + "2021,4,24,40610,52.051,13.235\n2021,4,24,382390,0.041,NA",
		"blank lines":      header + "2021,4,24,40610,52.051,13.235\n2021,4,24,382390,0.041,NA\n\n \r\n\n",
		"upper-case names": "T,I,J,K,V,Q\n2021,4,24,40610,52.051,13.235\n2021,4,24,382390,0.041,NA\n",
		"longer decimals":  header + "2021,4,24,40610,52.051000000,13.23500\n2021,4,24,382390,.041,NA\n",
		"other order":      header + "2021,4,24,382390,0.041,NA\n2021,4,24,40610,52.051,13.235\n",
	} {
		im := mustLoad(t, source.Request{Paths: []string{write(t, "baci_hs92_2021.csv", text)}})
		t.Log(name)
		equal(t, lines(im), want)
		if im.Account.Files[0].Read.Rows != 2 {
			t.Errorf("%s: %d rows read", name, im.Account.Files[0].Read.Rows)
		}
	}
}

func TestZipAsShipped(t *testing.T) {
	t.Parallel()
	path := writeZip(t, "BACI_HS17_V202501.zip", map[string]string{
		"BACI_HS17_Y2022_V202501.csv":      strings.ReplaceAll(year2023, "2023,", "2022,"),
		"BACI_HS17_Y2023_V202501.csv":      year2023,
		"country_codes_V202501.csv":        "country_code,country_name,country_iso2,country_iso3\n4,Afghanistan,AF,AFG\n112,Belarus,BY,BLR\n276,Germany,DE,DEU\n643,Russian Federation,RU,RUS\n",
		"product_codes_HS17_V202501.csv":   "code,description\n040610,Cheese\n",
		"Readme.txt":                       "BACI",
		"__MACOSX/._BACI_HS17_Y2022_V.csv": "\x00\x05\x16\x07",
	})
	im := mustLoad(t, source.Request{Paths: []string{path}})
	if im.Import.Dataset != "baci-hs17" || im.Import.Release != "202501" || len(im.Import.Files) != 1 {
		t.Errorf("the import is %+v", im.Import)
	}
	if len(im.Observations) != 10 || im.Blocks != 2 || im.Observations[0].Period != trade.Year(2022) ||
		im.Observations[9].Period != trade.Year(2023) {
		t.Errorf("%d rows in %d blocks:\n%s", len(im.Observations), im.Blocks, strings.Join(lines(im), "\n"))
	}
	if f := im.Account.Files[0]; f.Name != "BACI_HS17_V202501.zip" || f.Read != (trade.Tally{Rows: 10, Value: 2 * 1_267_948_001}) {
		t.Errorf("the account is %+v", f)
	}
	if !strings.Contains(strings.Join(im.Account.Notes, "\n"), "country codes are read by country_codes_V202501.csv") {
		t.Errorf("the notes are %q", im.Account.Notes)
	}
}

func TestFilesAreGroupedByRevisionAndRelease(t *testing.T) {
	t.Parallel()
	row := header + "2021,4,276,570110,1,1\n"
	a := write(t, "BACI_HS17_Y2021_V202501.csv", row)
	b := write(t, "BACI_HS17_Y2022_V202501.csv", strings.ReplaceAll(row, "2021,", "2022,"))
	c := write(t, "BACI_HS22_Y2021_V202501.csv", row)
	d := write(t, "BACI_HS17_Y2021_V202401.csv", row)
	codes := write(t, "country_codes_V202501.csv", "country_code,country_iso3\n4,AFG\n276,DEU\n")
	loads, err := describe(source.Request{Paths: []string{a, codes, c, b, d}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range loads {
		text := l.Import.Dataset + " " + l.Import.Release
		for _, f := range l.Import.Files {
			text += " " + f.Name
		}
		got = append(got, text)
	}
	equal(t, got, []string{
		"baci-hs17 202501 BACI_HS17_Y2021_V202501.csv BACI_HS17_Y2022_V202501.csv",
		"baci-hs22 202501 BACI_HS22_Y2021_V202501.csv",
		"baci-hs17 202401 BACI_HS17_Y2021_V202401.csv",
	})
	if _, err := describe(source.Request{Paths: []string{a, c}, Dataset: "one"}); trade.KindOf(err) != trade.Usage {
		t.Errorf("two revisions in one dataset: %v", err)
	}
	sink := &sourcetest.Sink{}
	if _, err := loads[0].Read(context.Background(), sink, []int{1}); err != nil {
		t.Fatal(err)
	}
	only := sink.Imports[0]
	if len(only.Import.Files) != 1 || only.Import.Files[0].Name != "BACI_HS17_Y2022_V202501.csv" || len(only.Observations) != 1 {
		t.Errorf("only the second file: %+v", only)
	}
	if len(loads[0].Import.Files) != 2 {
		t.Error("reading some files changed the load")
	}
}

func TestTheSameFileTwiceIsReadOnce(t *testing.T) {
	t.Parallel()
	a, b := write(t, "BACI_HS17_Y2023_V202501.csv", year2023), write(t, "BACI_HS17_Y2023_V202501.csv", year2023)
	im := mustLoad(t, source.Request{Paths: []string{a, b}})
	if len(im.Observations) != 5 || len(im.Import.Files) != 1 || !strings.Contains(strings.Join(im.Account.Notes, "\n"), "is the same file as") {
		t.Errorf("%d rows of %d files, notes %q", len(im.Observations), len(im.Import.Files), im.Account.Notes)
	}
}

func TestOnlyCodeTables(t *testing.T) {
	t.Parallel()
	_, err := describe(source.Request{Paths: []string{
		write(t, "country_codes_V202501.csv", "country_code,country_iso3\n4,AFG\n"),
		write(t, "product_codes_HS17_V202501.csv", "code,description\n"),
	}})
	if trade.KindOf(err) != trade.Usage || !strings.Contains(err.Error(), "only code tables") || trade.HintOf(err) == "" {
		t.Errorf("error %v", err)
	}
}

func TestSeveralYearsInOneFile(t *testing.T) {
	t.Parallel()
	text := header + "2021,4,276,570110,1,1\n2019,4,276,570110,2,1\n2020,4,276,570110,3,1\n2019,4,112,570110,4,1\n"
	im := mustLoad(t, source.Request{Paths: []string{write(t, "baci_hs17.csv", text)}})
	equal(t, lines(im), []string{
		"2019 AFG BLR 570110 4000 1000", "2019 AFG DEU 570110 2000 1000",
		"2020 AFG DEU 570110 3000 1000", "2021 AFG DEU 570110 1000 1000",
	})
}

func TestProgressEndsAtTheWholeFile(t *testing.T) {
	t.Parallel()
	var last source.Step
	path := write(t, "BACI_HS17_Y2023_V202501.csv", year2023)
	mustLoad(t, source.Request{Paths: []string{path}, Progress: func(s source.Step) { last = s }})
	want := source.Step{File: "BACI_HS17_Y2023_V202501.csv", Bytes: int64(len(year2023)), Of: int64(len(year2023)), Rows: 5}
	if last != want {
		t.Errorf("the last step is %+v, want %+v", last, want)
	}
}

func TestCancelling(t *testing.T) {
	t.Parallel()
	path := write(t, "BACI_HS17_Y2023_V202501.csv", year2023)
	loads, err := describe(source.Request{Paths: []string{path}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	sink := &sourcetest.Sink{}
	if _, err := loads[0].Read(ctx, sink, nil); err == nil || len(sink.Imports) != 0 {
		t.Errorf("error %v, %d imports", err, len(sink.Imports))
	}
}
