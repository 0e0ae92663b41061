package ftsrussia_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/ftsrussia"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// russian is a file by region as the customs service ships it: tabs, quotes, a
// decimal comma.
const russian = "napr\tperiod\tnastranapr\ttnved\tedizm\tStoim\tNetto\tKol\tRegion\tRegion_s\n" +
	"\"ЭК\"\t\"01/2021\"\t\"BY\"\t\"8704210000\"\t\"796\"\t\"1250,5\"\t\"31,25\"\t\"2\"\t\"05000 - ПРИМОРСКИЙ КРАЙ\"\t\"08-ДАЛЬНЕВОСТОЧНЫЙ ФЕДЕРАЛЬНЫЙ ОКРУГ\"\n" +
	"\"ИМ\"\t\"01/2021\"\t\"BY\"\t\"406101000\"\t\"\"\t\"7,25\"\t\"1500\"\t\"0\"\t\"05000 - ПРИМОРСКИЙ КРАЙ\"\t\"08-ДАЛЬНЕВОСТОЧНЫЙ ФЕДЕРАЛЬНЫЙ ОКРУГ\"\n" +
	"\"ИМ\"\t\"02/2021\"\t\"NA\"\t\"ХХХХХХХХХХ\"\t\"\"\t\"193128,73\"\t\"0\"\t\"0\"\t\"46000 - МОСКОВСКАЯ ОБЛАСТЬ\"\t\"01-ЦЕНТРАЛЬНЫЙ ФЕДЕРАЛЬНЫЙ ОКРУГ\"\n" +
	"\"ЭК\"\t\"02/2021\"\t\"KZ\"\t\"93XXXXXXXX\"\t\"\"\t\"12\"\t\"3\"\t\"0\"\t\"4000 - КРАСНОЯРСКИЙ КРАЙ\"\t\"06-СИБИРСКИЙ ФЕДЕРАЛЬНЫЙ ОКРУГ\"\n" +
	"\"ЭК\"\t\"02/2021\"\t\"FR\"\t\"2711210000\"\t\"113\"\t\"0\"\t\"0\"\t\"1172643429\"\t\"11100 - НЕНЕЦКИЙ АО\"\t\"02-СЕВЕРО-ЗАПАДНЫЙ ФЕДЕРАЛЬНЫЙ ОКРУГ\"\n"

// english is the same file from the English pages, its columns in another order,
// parted by bars, after a byte order mark, with Windows line ends.
const english = "\xef\xbb\xbfREGION_S|Direction|PERIOD|COUNTRY|HS|UM|VALUE|NETWEIGHT|QUANTITY|REGION\r\n" +
	"08-FAR EASTERN|EXP|01/2021|BY|8704210000|PCE  NMB|1250.5|31.25|2|05000 - PRIMORYE TERRITORY\r\n" +
	"08-FAR EASTERN|imp|2021-01|by|0406101000||7.25|1500|0|05000 - PRIMORYE TERRITORY\r\n" +
	"01-CENTRAL|IMP|2021-02-28|NA|XXXXXXXXXX||193128.73|0|0|46000 - MOSCOW REGION\r\n" +
	"06-SIBERIAN|EXP|02.2021|KZ|93xxxxxxxx|-|12|3|0|04000 - KRASNOYARSK TERRITORY\r\n" +
	"02-NORTH-WESTERN|EXP|202102|FR|2711210000|MTQ|0|0|1172643429|11100 - NENETS\r\n"

// Both files hold these flows: direction, month, sides, product, value, mass,
// quantity, flags.
var flows = []string{
	"exporter 2021-01 RU-PRI BLR 8704210000 FOB 1250.5 31.25 2 u 0",
	"importer 2021-01 BLR RU-PRI 0406101000 CIF 7.25 1500 missing  0",
	"importer 2021-02 NAM RU-MOS XXXXXXXXXX CIF 193128.73 0 missing  2",
	"exporter 2021-02 RU-KYA KAZ 93XXXXXXXX FOB 12 3 missing  2",
	"exporter 2021-02 RU-NEN FRA 2711210000 FOB missing missing 1172643429 m³ 2",
}

func text(o trade.Observation) string {
	return strings.Join([]string{string(o.Reporter), o.Period.String(), string(o.Exporter), string(o.Importer), string(o.Product),
		string(o.Valuation), o.Value.String(), o.NetKg.String(), o.Quantity.String(), o.Unit, string('0' + byte(o.Flags))}, " ")
}

func texts(im sourcetest.Imported) []string {
	var all []string
	for _, o := range im.Observations {
		all = append(all, text(o))
	}
	return all
}

func write(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// zipped is an archive of members: names and contents in turn.
func zipped(t testing.TB, members ...string) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(members); i += 2 {
		m, err := w.Create(members[i])
		if err == nil {
			_, err = m.Write([]byte(members[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// dbase is a table of text as the customs service's dBase file.
func dbase(tabbed string) string {
	var rows [][]string
	for line := range strings.Lines(strings.ReplaceAll(tabbed, `"`, "")) {
		rows = append(rows, strings.Split(strings.TrimRight(line, "\n"), "\t"))
	}
	return string(sourcetest.DBase(rows[0], rows[1:]))
}

// load imports into an empty sink.
func load(r source.Request) (*sourcetest.Sink, []trade.Account, error) {
	sink := &sourcetest.Sink{}
	r.Progress = func(source.Step) {}
	loads, err := ftsrussia.Format().Describe(context.Background(), r)
	if err != nil {
		return sink, nil, err
	}
	accounts, err := loads[0].Read(context.Background(), sink, nil)
	return sink, accounts, err
}

// mustLoad imports files that bring one dataset.
func mustLoad(t testing.TB, r source.Request) sourcetest.Imported {
	t.Helper()
	sink, accounts, err := load(r)
	if err != nil {
		t.Fatal(err)
	}
	if len(sink.Imports) != 1 {
		t.Fatalf("%d datasets", len(sink.Imports))
	}
	im := sink.Imports[0]
	im.Account = accounts[0]
	return im
}

// However the file is written, it says the same.
func TestOneFileInAllItsForms(t *testing.T) {
	t.Parallel()
	in1251, err := charmap.Windows1251.NewEncoder().String(russian)
	if err != nil {
		t.Fatal(err)
	}
	var gz bytes.Buffer
	w := gzip.NewWriter(&gz)
	if _, err := w.Write([]byte(english)); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	for _, file := range []struct{ name, content string }{
		{"DATTSVT.csv", russian},
		{"regions.csv", english},
		{"DATTSVT_1251.csv", in1251},
		{"DATTSVT.dbf", dbase(russian)},
		{"regions.csv.gz", gz.String()},
		{"2021.zip", zipped(t, "DATTSVT.csv", russian)},
		{"2021.zip", zipped(t, "notes.txt", "Пояснения, без строк", "data/export.csv", english)},
		{"DATTSVT.dbf.zip", zipped(t, "readme.csv", "name,meaning\nnapr,direction\n", "DATTSVT.DBF", dbase(russian))},
		{"both.zip", zipped(t, "DATTSVT.dbf", dbase(russian), "DATTSVT.csv", russian)},
	} {
		path := write(t, file.name, file.content)
		im := mustLoad(t, source.Request{Paths: []string{path}})
		if got := texts(im); !slices.Equal(got, flows) {
			t.Errorf("%s holds\n%s\nwant\n%s", file.name, strings.Join(got, "\n"), strings.Join(flows, "\n"))
		}
		want := trade.Tally{Rows: 5, Value: 194_398_480}
		if account := im.Account.Files[0]; account.Read != want || account.Stored != want {
			t.Errorf("%s: the account is %+v", file.name, account)
		}
		if im.Import.Dataset != "fts-region-m-tnved10" || im.Import.Digits != 10 || im.Import.Months != 1 || !im.Import.Regions {
			t.Errorf("%s: the import is %+v", file.name, im.Import)
		}
		if _, why, err := source.Recognise([]source.Format{ftsrussia.Format()}, path); err != nil || why == "" {
			t.Errorf("%s is not recognised: %v", file.name, err)
		}
	}
}

// The Russian and the English file of a month are one report, not two.
func TestSameMonthTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	im := mustLoad(t, source.Request{Paths: []string{write(t, "ru.csv", russian), write(t, "en.csv", english)}})
	if got := texts(im); !slices.Equal(got, flows) {
		t.Errorf("together they hold %q", got)
	}
	if n := im.Account.Files[1].Format["duplicate"].Rows; n != 5 {
		t.Errorf("%d duplicates: %+v", n, im.Account.Files)
	}
	if _, _, err := load(source.Request{Paths: []string{write(t, "a.csv", russian), write(t, "b.csv", russian)}}); err != nil {
		t.Errorf("a copy is no error: %v", err)
	}
}

func TestOriginNamesPublisherAndTraps(t *testing.T) {
	t.Parallel()
	im := mustLoad(t, source.Request{Paths: []string{write(t, "DATTSVT.csv", russian)}})
	if im.Import.Publisher != "Federal Customs Service of Russia" || im.Import.Valuation != "imports CIF, exports FOB" ||
		im.Import.Licence.Name == "" || im.Import.Mode != trade.Merge || im.Import.Repeats != trade.SumRepeats ||
		im.Import.AbsentIsZero || im.Import.Nomenclature != trade.TNVED || im.Import.Release != "unknown" {
		t.Errorf("the import is %+v", im.Import)
	}
	notes := strings.Join(im.Account.Notes, "\n")
	for _, want := range []string{
		"stopped publishing this series in April 2022", "the release is unknown", "rows with a hidden product: 2",
		"rows with goods and a value of 0: 1", "lost their leading zero and were given it back: 1",
	} {
		if !strings.Contains(notes, want) {
			t.Errorf("no note %q in\n%s", want, notes)
		}
	}
}

func TestWordsOfTheRequest(t *testing.T) {
	t.Parallel()
	im := mustLoad(t, source.Request{Paths: []string{write(t, "DATTSVT.csv", russian)}, Dataset: "my-regions", Release: "2022-02",
		Mode: trade.Replace, Unit: "thousand-usd", Tolerate: 0.25, Nomenclature: trade.HS2017})
	if im.Import.Dataset != "my-regions" || im.Import.Release != "2022-02" || im.Import.Mode != trade.Replace ||
		im.Import.Tolerate != 0.25 || im.Import.Nomenclature != trade.HS2017 {
		t.Errorf("the import is %+v", im.Import)
	}
	if o := im.Observations[0]; o.Value != trade.Of(1_250_500_000) || o.ValueUSD != o.Value || o.NetKg != trade.Of(31_250) {
		t.Errorf("in thousands: %+v", o)
	}
	if !slices.Contains(im.Account.Notes, "the values were read as thousands of US dollars") {
		t.Errorf("the unit is not told: %q", im.Account.Notes)
	}
	for _, r := range []source.Request{
		{Paths: []string{write(t, "DATTSVT.csv", russian)}, Unit: "rubles"},
		{Paths: []string{write(t, "DATTSVT.csv", russian), write(t, "2021-01.csv", nationalFile)}, Dataset: "mine"},
		{Paths: []string{"/nowhere/DATTSVT.csv"}},
	} {
		sink, _, err := load(r)
		if trade.KindOf(err) != trade.Usage || trade.HintOf(err) == "" || len(sink.Imports) != 0 {
			t.Errorf("%q: %v [%s]", r.Unit, err, trade.HintOf(err))
		}
	}
}

// nationalFile has no regions, and names only the year in its rows.
const nationalFile = "NAPR,PERIOD,STRANA,TNVED,EDIZM,STOIM,NETTO,KOL\n" +
	"ЭК,2021,KZ,9504500002,796,38333.71,235.313,495\n" +
	"ИМ,2021,BY,9403903000,,1526541.73,1045093.246,27\n" +
	"ИМ,2021,RU,9403903000,,5.5,1,0\n" +
	"ЭК,2021,PL,XXXXXXXXXX,,193128686.73,0.051005,0\n"

func TestNationalFile(t *testing.T) {
	t.Parallel()
	want := []string{
		"exporter 2021-03 RUS KAZ 9504500002 FOB 38333.71 235.313 495 u 0",
		"importer 2021-03 BLR RUS 9403903000 CIF 1526541.73 1045093.246 27 unit not stated 0",
		"importer 2021-03 XOG RUS 9403903000 CIF 5.5 1 missing  0",
		"exporter 2021-03 RUS POL XXXXXXXXXX FOB 193128686.73 0.051 missing  2",
	}
	im := mustLoad(t, source.Request{Paths: []string{write(t, "2021-03.csv", nationalFile)}})
	if got := texts(im); !slices.Equal(got, want) || im.Import.Dataset != "fts-m-tnved10" || im.Import.Regions {
		t.Errorf("%s: %q", im.Import.Dataset, got)
	}
	account := im.Account.Files[0]
	if account.Stored.Rows != 4 || account.SetAside.Rows != 0 || len(account.Format) > 0 {
		t.Errorf("%+v", account)
	}
	notes := strings.Join(im.Account.Notes, "\n")
	if !strings.Contains(notes, "more than three decimals, which were rounded: 1") || !strings.Contains(notes, "quantities without a unit: 1") ||
		!strings.Contains(notes, tabular.OwnGoodsNote(1)) {
		t.Errorf("the notes are %q", im.Account.Notes)
	}
}

// Without a month in the name the rows are of a year; without a year in the name
// nothing tells which file is which, and the file is refused.
func TestNationalFileWithoutMonth(t *testing.T) {
	t.Parallel()
	im := mustLoad(t, source.Request{Paths: []string{write(t, "fts_2021.csv", nationalFile)}})
	if im.Import.Dataset != "fts-a-tnved10" || im.Import.Months != 12 || im.Observations[0].Period != trade.Year(2021) {
		t.Errorf("the import is %+v", im.Import)
	}
	if !strings.Contains(strings.Join(im.Import.Notes, "\n"), "known for the year only") {
		t.Errorf("the notes are %q", im.Import.Notes)
	}
	for _, name := range []string{"trade.csv", "2021_q1.csv", "2019-2021.csv"} {
		_, _, err := load(source.Request{Paths: []string{write(t, name, nationalFile)}})
		if trade.KindOf(err) != trade.BadInput || !strings.Contains(trade.HintOf(err), "rename it to 2021-01.csv") {
			t.Errorf("%s: %v [%s]", name, err, trade.HintOf(err))
		}
	}
	_, _, err := load(source.Request{Paths: []string{write(t, "2020-03.csv", nationalFile)}})
	if err == nil || !strings.Contains(err.Error(), "named for 2020-03, the row is of 2021") {
		t.Errorf("another year in the name: %v", err)
	}
}

// Mirror files are reports of the partner and never become Russian figures.
func TestMirrorFile(t *testing.T) {
	t.Parallel()
	const head = "NAPR,PERIOD,STRANA,TNVED,EDIZM,EDIZM_ISO,STOIM,NETTO,KOL,TNVED4,TNVED6,TNVED2"
	const row = "\nИМ,2025-01-01,TR,01064100,ШТ,796,102848,4626,7,0106,010641,01\nЭК,2025-01-01,TR,72083700,?,?,8.654495e+06,1.7607856e+07,0,7208,720837,72"
	want := []string{
		"exporter 2025-01 TUR RUS 01064100 FOB 102848 4626 7 u 0",
		"importer 2025-01 RUS TUR 72083700 CIF 8654495 17607856 missing  0",
	}
	wider := strings.NewReplacer(",01064100,", ",0106410000,", ",72083700,", ",7208370000,", ",01\n", ",01,01064100\n").Replace(head+",TNVED8"+row) + ",72083700"
	for _, content := range []string{head + row + "\n", wider + "\n"} {
		im := mustLoad(t, source.Request{Paths: []string{write(t, "tr.csv", content)}})
		if got := texts(im); !slices.Equal(got, want) || im.Import.Dataset != "ru-mirror-m-tnved8" || im.Import.Digits != 8 {
			t.Errorf("%s: %q", im.Import.Dataset, got)
		}
		if strings.HasPrefix(im.Import.Publisher, "Federal") || !strings.Contains(im.Import.Notes[0], "not figures of Russian customs") {
			t.Errorf("the origin is %+v", im.Import.Origin)
		}
	}
}
