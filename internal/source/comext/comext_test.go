package comext_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/comext"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// euroRates are monthly means as the ECB publishes them, and one of a year.
func euroRates(context.Context, string) ([]trade.List, error) {
	return []trade.List{{
		Origin: trade.Origin{Dataset: "rates-ecb", Release: "2024-05-03"}, Table: trade.Rates,
		Columns: []trade.ListColumn{
			{Name: "currency", Text: []string{"EUR", "EUR", "EUR", "EUR"}},
			{Name: "period", Text: []string{"2024-03", "2024-02", "2015", "2023"}},
			{Name: "usd", Numbers: []float64{1.0872, 1.0795, 1.1095, 1.0813}},
		},
	}}, nil
}

func noRates(context.Context, string) ([]trade.List, error) { return nil, nil }

// load imports files with the rates above.
func load(t *testing.T, r source.Request, paths ...string) (*sourcetest.Sink, []trade.Account, error) {
	t.Helper()
	r.Paths, r.Progress = paths, func(source.Step) {}
	if r.Lists == nil {
		r.Lists = euroRates
	}
	sink := &sourcetest.Sink{}
	loads, err := comext.Format().Describe(context.Background(), r)
	if err != nil {
		return sink, nil, err
	}
	accounts, err := loads[0].Read(context.Background(), sink, nil)
	return sink, accounts, err
}

func mustLoad(t *testing.T, paths ...string) (*sourcetest.Sink, []trade.Account) {
	t.Helper()
	sink, accounts, err := load(t, source.Request{}, paths...)
	if err != nil {
		t.Fatalf("%v [%s]", err, trade.HintOf(err))
	}
	return sink, accounts
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := writeFile(path, text); err != nil {
		t.Fatal(err)
	}
	return path
}

func writeFile(path, text string) error { return os.WriteFile(path, []byte(text), 0o600) }

const (
	newHeader = "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_CPA21,PRODUCT_CPA22,PRODUCT_BEC,PRODUCT_BEC5," +
		"PRODUCT_SECTION,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,VALUE_NAC,QUANTITY_KG,QUANTITY_SUPPL_UNIT\n"
	oldHeader = "DECLARANT,DECLARANT_ISO,PARTNER,PARTNER_ISO,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_cpa2002,PRODUCT_cpa2008," +
		"PRODUCT_CPA2_1,PRODUCT_BEC,PRODUCT_SECTION,FLOW,STAT_REGIME,SUPP_UNIT,PERIOD,VALUE_IN_EUROS,QUANTITY_IN_KG,SUP_QUANTITY\n"
)

// dataset returns what was imported into a dataset.
func dataset(t *testing.T, sink *sourcetest.Sink, name string) sourcetest.Imported {
	t.Helper()
	for _, im := range sink.Imports {
		if im.Import.Dataset == name {
			return im
		}
	}
	t.Fatalf("no %s among %d imports", name, len(sink.Imports))
	return sourcetest.Imported{}
}

func TestRows(t *testing.T) {
	t.Parallel()
	const good = ",E,87041010,78219,2910,2910,521,411210,17,"
	for _, c := range []struct {
		name, row, dataset string
		exporter, importer trade.Economy
		product            trade.Product
		reporter           trade.Reporter
		value, usd         int64
		flags              trade.Flags
	}{
		{"an export", "LT,BY" + good + "2,1,p/st,202403,1250500,1,31250,2", "comext-m-cn8", "LTU", "BLR", "87041010", trade.ByExporter, 1_250_500_000, 1_359_543_600, 0},
		{"an import", "LT,BY" + good + "1,3,p/st,202403,65,65,3,0", "comext-m-cn8", "BLR", "LTU", "87041010", trade.ByImporter, 65_000, 70_668, 0},
		{"cents", "LT,BY" + good + "1,1,p/st,202402,0.01,1,0,0", "comext-m-cn8", "BLR", "LTU", "87041010", trade.ByImporter, 10, 11, 0},
		{"nothing", "LT,BY" + good + "1,1,p/st,202402,0,0,0,0", "comext-m-cn8", "BLR", "LTU", "87041010", trade.ByImporter, 0, 0, 0},
		{"within the union", "DE,FR,I,87041010,,,,,,17,1,1,p/st,202403,1000,1,1,1", "comext-m-cn8", "FRA", "DEU", "87041010", trade.ByImporter, 1_000_000, 1_087_200, 0},
		{"own goods, under both codes of Greece", "EL,GR,I,87041010,,,,,,17,1,1,p/st,202403,1000,1,1,1", "comext-m-cn8", "XOG", "GRC", "87041010", trade.ByImporter, 1_000_000, 1_087_200, 0},
		{"Greece of old", "EL,BY" + good + "2,1,p/st,202403,1000,1,1,1", "comext-m-cn8", "GRC", "BLR", "87041010", trade.ByExporter, 1_000_000, 1_087_200, 0},
		{"Greece by ISO", "GR,GB" + good + "2,1,p/st,202403,1000,1,1,1", "comext-m-cn8", "GRC", "GBR", "87041010", trade.ByExporter, 1_000_000, 1_087_200, 0},
		{"Kosovo", "DE,XK" + good + "2,1,p/st,202403,1000,1,1,1", "comext-m-cn8", "DEU", "XKX", "87041010", trade.ByExporter, 1_000_000, 1_087_200, 0},
		{"Serbia", "DE,XS" + good + "2,1,p/st,202403,1000,1,1,1", "comext-m-cn8", "DEU", "SRB", "87041010", trade.ByExporter, 1_000_000, 1_087_200, 0},
		{"Namibia", "DE,NA" + good + "2,1,p/st,202403,1000,1,1,1", "comext-m-cn8", "DEU", "NAM", "87041010", trade.ByExporter, 1_000_000, 1_087_200, 0},
		{"stores", "DE,QS" + good + "2,1,p/st,202403,1000,1,1,1", "comext-m-cn8", "DEU", "XBU", "87041010", trade.ByExporter, 1_000_000, 1_087_200, 0},
		{"not specified", "DE,QW" + good + "1,1,p/st,202403,1000,1,1,1", "comext-m-cn8", "XNS", "DEU", "87041010", trade.ByImporter, 1_000_000, 1_087_200, 0},
		{"secret partner", "DE,QZ" + good + "1,1,p/st,202403,1000,1,1,1", "comext-m-cn8", "XSC", "DEU", "87041010", trade.ByImporter, 1_000_000, 1_087_200, 0},
		{"hidden within a chapter", "AT,AD,E,39XXXXXX,582XX,XXXX,XXXX,700,31XXXX,07,2,1,NO_SU,202403,89,89,0,0", "comext-m-cn8", "AUT", "AND", "39XXXXXX", trade.ByExporter, 89_000, 96_761, trade.FlagSuppressed},
		{"hidden within a subheading", "AT,AD,E,010121XX,,,,,,01,2,1,NO_SU,202403,89,89,0,0", "comext-m-cn8", "AUT", "AND", "010121XX", trade.ByExporter, 89_000, 96_761, trade.FlagSuppressed},
		{"all hidden", "AT,AD,E,XXXXXXXX,,,,,,,2,1,NO_SU,202403,89,89,0,0", "comext-m-cn8", "AUT", "AND", "XXXXXXXX", trade.ByExporter, 89_000, 96_761, trade.FlagSuppressed},
		{"special code with letters", "AT,AD,E,99RRR100,,,,,,,2,1,NO_SU,202403,89,89,0,0", "comext-m-cn8", "AUT", "AND", "99XXX100", trade.ByExporter, 89_000, 96_761, trade.FlagSuppressed},
		{"a year", "LT,BY,E,0406,,,,,,,2,1,NO_SU,202352,1000,1,1,0", "comext-a-cn4", "LTU", "BLR", "0406", trade.ByExporter, 1_000_000, 1_081_300, 0},
		{"a chapter", "LT,BY,E,04,,,,,,,2,1,NO_SU,202403,1000,1,1,0", "comext-m-cn2", "LTU", "BLR", "04", trade.ByExporter, 1_000_000, 1_087_200, 0},
		{"a subheading", "LT,BY,E,040610,,,,,,,2,1,NO_SU,202403,1000,1,1,0", "comext-m-cn6", "LTU", "BLR", "040610", trade.ByExporter, 1_000_000, 1_087_200, 0},
		{"all goods", "LT,BY,E,TOTAL,,,,,,,2,1,NO_SU,202403,1000,1,1,0", "comext-m-cn8", "LTU", "BLR", "TOTAL", trade.ByExporter, 1_000_000, 1_087_200, trade.FlagTotal},
		{"all partners", "LT,WORLD,E,87041010,,,,,,,1,1,NO_SU,202403,1000,1,1,0", "comext-m-cn8", "WLD", "LTU", "87041010", trade.ByImporter, 1_000_000, 1_087_200, trade.FlagTotal},
	} {
		sink, _ := mustLoad(t, write(t, "x.csv", newHeader+c.row+"\n"))
		im := dataset(t, sink, c.dataset)
		if len(im.Observations) != 1 {
			t.Errorf("%s: %+v", c.name, im.Rejections)
			continue
		}
		o := im.Observations[0]
		if o.Exporter != c.exporter || o.Importer != c.importer || o.Product != c.product || o.Reporter != c.reporter ||
			o.Value != trade.Of(c.value) || o.ValueUSD != trade.Of(c.usd) || o.Flags != c.flags {
			t.Errorf("%s: %+v", c.name, o)
		}
		valuation := trade.FOB
		if c.reporter == trade.ByImporter {
			valuation = trade.CIF
		}
		if o.Currency != "EUR" || o.Nomenclature != trade.CN || o.Flow != trade.General || o.Valuation != valuation {
			t.Errorf("%s: %+v", c.name, o)
		}
	}
}

// Rows inside other rows are in the account, and not among the flows.
func TestRowsLeftOut(t *testing.T) {
	t.Parallel()
	_, accounts := mustLoad(t, write(t, "x.csv", newHeader+
		"LT,BY,E,87041010,,,,,,,2,1,p/st,202403,1,1,1,1\n"+
		"IE,XI,L,87041010,,,,,,,2,1,p/st,202403,10,1,1,1\n"+
		"IE,XU,M,87041010,,,,,,,2,1,p/st,202403,100,1,1,1\n"+
		"IE,XI,E,87041010,,,,,,,2,1,p/st,202403,1000,1,1,1\n"+
		"XI,BY,E,87041010,,,,,,,2,1,p/st,202403,10000,1,1,1\n"+
		"EU27_2020,BY,E,87041010,,,,,,,2,1,p/st,202403,2,1,1,1\n"+
		"LT,EXT_EU27_2020,E,87041010,,,,,,,2,1,p/st,202403,20,1,1,1\n"+
		"LT,INTRA,I,87041010,,,,,,,2,1,p/st,202403,200,1,1,1\n"+
		"EA20,BY,E,87041010,,,,,,,2,1,p/st,202403,2000,1,1,1\n"+
		"LT,LT,E,87041010,,,,,,,1,1,p/st,202403,5,1,1,1\n"))
	f := accounts[0].Files[0]
	want := map[string]trade.Tally{
		"part of the United Kingdom": {Rows: 4, Value: 11_110_000}, "group of countries": {Rows: 4, Value: 2_222_000},
	}
	for why, tally := range want {
		if f.Format[why] != tally {
			t.Errorf("%s: %v, want %v", why, f.Format[why], tally)
		}
	}
	if len(f.Format) != len(want) || f.Stored != (trade.Tally{Rows: 2, Value: 6_000}) || f.SetAside.Rows != 0 || f.Balance() != nil {
		t.Errorf("%+v", f)
	}
	if notes := accounts[0].Notes; !slices.Contains(notes, tabular.OwnGoodsNote(1)) {
		t.Errorf("nothing tells of own goods: %q", notes)
	}
}

// Parts of one figure, by statistical procedure, are for the lake to sum.
func TestArchive(t *testing.T) {
	t.Parallel()
	sink, accounts := mustLoad(t, write(t, "full_v2_202403.7z", sourcetest.ComextArchive()))
	im := dataset(t, sink, "comext-m-cn8")
	sum := int64(0)
	for _, o := range im.Observations {
		if o.Exporter == "LTU" {
			sum += o.Value.Thousandths
		}
	}
	if sum != 1_251_000_000 || im.Import.Repeats != trade.SumRepeats || im.Import.Mode != trade.Merge {
		t.Errorf("%d %+v", sum, im.Import)
	}
	f := accounts[0].Files[0]
	if f.Read != (trade.Tally{Rows: 3, Value: 1_251_089_000}) || f.Name != "full_v2_202403.7z" {
		t.Errorf("%+v", f)
	}
	o := im.Import.Origin
	notes := strings.Join(o.Notes, "\n")
	if o.Release != "unknown" || o.Valuation != "imports CIF, exports FOB" || o.Licence.Name != "CC BY 4.0" ||
		!strings.Contains(notes, "rates-ecb (release 2024-05-03)") || !strings.Contains(notes, "--release") {
		t.Errorf("%+v", o)
	}
	if im.Import.Digits != 8 || im.Import.Months != 1 || im.Import.Nomenclature != trade.CN || im.Import.AbsentIsZero {
		t.Errorf("%+v", im.Import)
	}
}

func TestQuantities(t *testing.T) {
	t.Parallel()
	sink, _ := mustLoad(t, write(t, "x.csv", newHeader+
		"LT,BY,E,87041010,,,,,,,2,1,p/st,202403,1,1,31250,2\n"+
		"LT,BY,E,87041011,,,,,,,2,1,NO_SU,202403,1,1,0,0\n"+
		"LT,BY,E,87041012,,,,,,,2,1,GFS,202403,1,1,,\n"+
		"LT,BY,E,87041013,,,,,,,2,1,NO_SU,202403,,,,\n"))
	want := map[trade.Product][3]string{
		"87041010": {"31250", "2", "u"}, "87041011": {"0", "missing", ""}, "87041012": {"missing", "missing", "GFS"}, "87041013": {"missing", "missing", ""},
	}
	for _, o := range dataset(t, sink, "comext-m-cn8").Observations {
		if got := [3]string{o.NetKg.String(), o.Quantity.String(), o.Unit}; got != want[o.Product] {
			t.Errorf("%s: %q, want %q", o.Product, got, want[o.Product])
		}
		if missing := o.Product == "87041013"; o.Flags.Has(trade.FlagMissing) != missing || o.ValueUSD.Known() == missing {
			t.Errorf("%s: %+v", o.Product, o)
		}
	}
}

func TestFormerLayout(t *testing.T) {
	t.Parallel()
	sink, accounts := mustLoad(t, write(t, "full201552.dat", oldHeader+
		"001,FR,0003,NL,I,99RRR100,00151,0122,0143,.....,111,01,1,1,A,201552,2580,600,1\n"+
		"055,LT,0073,BY,E,87041010,78219,34,29,2910,521,17,2,1,,201552,1000,1,0\n"))
	im := dataset(t, sink, "comext-a-cn8")
	if len(im.Observations) != 2 || im.Import.Months != 12 || accounts[0].Files[0].Stored.Value != 3_580_000 {
		t.Fatalf("%+v", im)
	}
	for _, o := range im.Observations {
		if o.Importer == "FRA" && (o.Exporter != "NLD" || o.Product != "99XXX100" || o.ValueUSD != trade.Of(2_862_510)) ||
			o.Exporter == "LTU" && (o.Importer != "BLR" || o.ValueUSD != trade.Of(1_109_500)) {
			t.Errorf("%+v", o)
		}
	}
}

// Without rates nothing is read: the error says what to do.
func TestNoRates(t *testing.T) {
	t.Parallel()
	path := write(t, "full_v2_202403.7z", sourcetest.ComextArchive())
	sink, _, err := load(t, source.Request{Lists: noRates}, path)
	if err == nil || !strings.Contains(err.Error(), "no rate of exchange of EUR for 2024-03") ||
		!strings.Contains(trade.HintOf(err), "oborot import rates FILE") || len(sink.Imports) != 0 {
		t.Errorf("%v", err)
	}
	broken := errors.New("the lake is gone")
	if _, _, err := load(t, source.Request{Lists: func(context.Context, string) ([]trade.List, error) { return nil, broken }}, path); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

// Where a month has no rate the mean of the year stands in, and a note says so.
func TestRateOfTheYear(t *testing.T) {
	t.Parallel()
	sink, accounts := mustLoad(t, write(t, "x.csv", newHeader+"LT,BY,E,87041010,,,,,,,2,1,p/st,202307,1000,1,1,1\n"))
	if o := dataset(t, sink, "comext-m-cn8").Observations[0]; o.ValueUSD != trade.Of(1_081_300) {
		t.Errorf("%+v", o)
	}
	if !slices.ContainsFunc(accounts[0].Notes, func(n string) bool { return strings.Contains(n, "July 2023") }) {
		t.Errorf("%q", accounts[0].Notes)
	}
}

func TestRequest(t *testing.T) {
	t.Parallel()
	one := write(t, "full_v2_202403.7z", sourcetest.ComextArchive())
	two := write(t, "x.csv", newHeader+"LT,BY,E,04,,,,,,,2,1,NO_SU,202403,1,1,1,0\nLT,BY,E,04061030,,,,,,,2,1,NO_SU,202403,1,1,1,0\n")
	for name, c := range map[string]struct {
		request source.Request
		path    string
		words   string
	}{
		"nomenclature":         {source.Request{Nomenclature: trade.HS2017}, one, "Combined Nomenclature"},
		"unit":                 {source.Request{Unit: "usd"}, one, "euros"},
		"two levels, one name": {source.Request{Dataset: "mine"}, two, "comext-m-cn2 and comext-m-cn8"},
	} {
		_, _, err := load(t, c.request, c.path)
		if trade.KindOf(err) != trade.Usage || !strings.Contains(err.Error(), c.words) || trade.HintOf(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	sink, _, err := load(t, source.Request{Dataset: "mine", Release: "2024-05", Mode: trade.Replace, Nomenclature: trade.CN}, one)
	if err != nil {
		t.Fatal(err)
	}
	if im := dataset(t, sink, "mine").Import; im.Release != "2024-05" || im.Mode != trade.Replace || len(im.Notes) != 1 {
		t.Errorf("%+v", im)
	}
}

// The same file given twice is read once.
func TestSameFileTwice(t *testing.T) {
	t.Parallel()
	a, b := write(t, "full_v2_202403.7z", sourcetest.ComextArchive()), write(t, "copy.7z", sourcetest.ComextArchive())
	sink, accounts := mustLoad(t, a, b)
	if n := len(dataset(t, sink, "comext-m-cn8").Observations); n > 3 || len(accounts[0].Files) != 1 ||
		!slices.ContainsFunc(accounts[0].Notes, func(n string) bool { return strings.Contains(n, "is read once") }) {
		t.Errorf("%d rows, %+v", n, accounts)
	}
}

func TestRecognise(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, head, words string }{
		{"full_v2_202403.7z", sourcetest.ComextArchive(), "bulk file"},
		{"full_partxixu_v2_202403.7z", sourcetest.ComextArchive(), "bulk file"},
		{"nc201501.7z", "7z\xbc\xaf\x27\x1c", "bulk file"},
		{"data.csv", newHeader, "VALUE_EUR"},
		{"data.csv", "\xef\xbb\xbf" + oldHeader, "VALUE_IN_EUROS"},
		{"data.csv", strings.ReplaceAll(newHeader, ",", ";"), "VALUE_EUR"},
		{"archive.7z", sourcetest.ComextArchive(), ""},
		{"BACI_HS17_Y2021_V202501.csv", "t,i,j,k,v,q\n", ""},
		{"x.csv", "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\n", ""},
		{"full_of_data.csv", "a,b\n", ""},
		{"full_v2_202413.csv", "a,b\n", ""},
	} {
		why := comext.Format().Recognise(c.name, []byte(c.head))
		if c.words == "" && why != "" || !strings.Contains(why, c.words) {
			t.Errorf("%s: %q, want %q", c.name, why, c.words)
		}
	}
}

func TestBadFiles(t *testing.T) {
	t.Parallel()
	corpus := sourcetest.BadComext()
	if len(corpus) < 25 {
		t.Errorf("only %d bad files", len(corpus))
	}
	march := func(ctx context.Context, table string) ([]trade.List, error) {
		lists, err := euroRates(ctx, table)
		for i := range lists[0].Columns {
			c := &lists[0].Columns[i]
			c.Text, c.Numbers = c.Text[:min(len(c.Text), 1)], c.Numbers[:min(len(c.Numbers), 1)]
		}
		return lists, err
	}
	for _, bad := range corpus {
		path, err := bad.Make(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		sink, _, err := load(t, source.Request{Lists: march}, path)
		e, ok := errors.AsType[*trade.Error](err)
		if !ok || len(sink.Imports) != 0 {
			t.Errorf("%s: %v, %d imports", bad.Name, err, len(sink.Imports))
			continue
		}
		if e.Kind != trade.BadInput || e.File == "" || e.Line != bad.Line || e.Hint == "" || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: kind %d, line %d (want %d): %v [%s]", bad.Name, e.Kind, e.Line, bad.Line, err, e.Hint)
		}
		for _, word := range bad.Words {
			if !strings.Contains(err.Error(), word) {
				t.Errorf("%s: the sentence lacks %q: %v", bad.Name, word, err)
			}
		}
	}
}

// FuzzDecode reads any text below good names: it never panics, and what is stored
// balances, which the sink checks.
func FuzzDecode(f *testing.F) {
	f.Add("LT,BY,E,87041010,78219,2910,2910,521,411210,17,2,1,p/st,202403,1250500,1250500,31250,2\n")
	f.Add("AT,AD,E,39XXXXXX,582XX,XXXX,XXXX,700,31XXXX,07,2,1,NO_SU,202403,89,89,0,0\nLT,LT,E,99RRR100,,,,,,,1,1,,202352,1e3,,,\n")
	f.Add("\"LT\",\"BY\",E,TOTAL,,,,,,,2,1,,202402,-0.5,,:,:\r\n")
	f.Fuzz(func(t *testing.T, rows string) {
		_, accounts, err := load(t, source.Request{Tolerate: 1}, write(t, "x.csv", newHeader+rows))
		if err != nil && trade.HintOf(err) == "" {
			t.Errorf("no hint: %v", err)
		}
		for _, a := range accounts {
			for _, f := range a.Files {
				if err := f.Balance(); err != nil {
					t.Error(err)
				}
			}
		}
	})
}
