package rates

import (
	"archive/zip"
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// history is in the form of eurofxref-hist.csv, newest day first, with a comma at
// the end of each line: the last working days of 2019 are left as a month that is
// whole, February 2020 has a currency without a rate on its last day.
const history = `Date,USD,JPY,GBP,RUB,CHF,
2020-03-02,1.1122,120.35,0.87063,74.00,1.0658,
2020-02-28,1.0977,119.36,0.85315,N/A,1.0614,
2020-02-27,1.0964,120.47,0.84940,71.0,1.0641,
2020-02-03,1.1066,120.35,0.84845,70.5,1.0689,
2020-01-31,1.1052,120.35,0.84175,70.0,1.0694,
2020-01-02,1.1193,121.75,0.84828,69.0,1.0865,
2019-12-31,1.1234,121.94,0.8508,69.9,1.0854,
`

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// load imports one file into a sink.
func load(t *testing.T, path string, r source.Request) (sourcetest.Kept, error) {
	t.Helper()
	r.Paths = []string{path}
	loads, err := Format().Describe(context.Background(), r)
	if err != nil {
		return sourcetest.Kept{}, err
	}
	sink := &sourcetest.Sink{}
	if _, err := loads[0].Read(context.Background(), sink, nil); err != nil {
		return sourcetest.Kept{}, err
	}
	return sink.Lists[0], nil
}

func mustLoad(t *testing.T, path string) sourcetest.Kept {
	t.Helper()
	kept, err := load(t, path, source.Request{})
	if err != nil {
		t.Fatalf("%v; hint: %s", err, trade.HintOf(err))
	}
	return kept
}

// table is a list as currency, period -> dollars.
func table(list trade.List) map[string]float64 {
	all := map[string]float64{}
	for i, currency := range list.Column("currency").Text {
		all[currency+" "+list.Column("period").Text[i]] = list.Column("usd").Numbers[i]
	}
	return all
}

func want(t *testing.T, list trade.List, rates map[string]float64) {
	t.Helper()
	got := table(list)
	for k, usd := range rates {
		if got[k] != usd {
			t.Errorf("%s is %v, want %v", k, got[k], usd)
		}
	}
	if len(got) != len(rates) {
		t.Errorf("%d rates, want %d: %v", len(got), len(rates), got)
	}
}

// The means were taken with Python's fractions module.
func TestDaily(t *testing.T) {
	t.Parallel()
	kept := mustLoad(t, write(t, "eurofxref-hist.csv", history))
	want(t, kept.List, map[string]float64{
		"EUR 2020-01": 1.11225, "JPY 2020-01": 0.00918832239, "GBP 2020-01": 1.316236238, "RUB 2020-01": 0.01600515528, "CHF 2020-01": 1.031832698,
		"EUR 2020-02": 1.100233333, "JPY 2020-02": 0.009164139206, "GBP 2020-02": 1.293899276, "CHF 2020-02": 1.033274769,
	})
	o := kept.List.Origin
	if o.Dataset != "rates-ecb" || o.Release != "2020-03-02" || o.Publisher != "European Central Bank" {
		t.Errorf("%+v", o)
	}
	notes := strings.Join(o.Notes, "\n")
	for _, words := range []string{"2019-12 is not whole", "2020-03 is not whole", "RUB has rates for some days only in 2020-02"} {
		if !strings.Contains(notes, words) {
			t.Errorf("no note says %q: %q", words, notes)
		}
	}
	f := kept.Account.Files[0]
	if f.Read.Rows != 7 || f.Stored.Rows != 5 || f.Format[incompleteMonth].Rows != 2 {
		t.Errorf("account %+v", f)
	}
}

// A year is the mean of its days, and only made of twelve whole months.
func TestDailyYear(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("Date,USD,JPY,GBP,CHF,SEK\n")
	for _, day := range []string{"01-04", "02-01", "02-02", "03-01", "04-01", "05-03", "06-01", "07-01", "08-02", "09-01", "10-01", "11-01", "12-31"} {
		rate := "1.2"
		if day == "02-02" {
			rate = "1.46"
		}
		b.WriteString("2021-" + day + "," + rate + ",120,0.8,1.1,10\n")
	}
	kept := mustLoad(t, write(t, "x.csv", b.String()))
	got := table(kept.List)
	if got["EUR 2021"] != 1.22 || got["EUR 2021-02"] != 1.33 || got["EUR 2021-12"] != 1.2 {
		t.Errorf("%v", got)
	}
	short := strings.Replace(b.String(), "2021-12-31,1.2", "2021-12-30,1.2", 1)
	if got := table(mustLoad(t, write(t, "x.csv", short)).List); got["EUR 2021"] != 0 || got["EUR 2021-12"] != 0 || got["EUR 2021-11"] != 1.2 {
		t.Errorf("%v", got)
	}
}

func TestZip(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "eurofxref-hist.zip")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(file)
	member, _ := w.Create("eurofxref-hist.csv")
	_, _ = member.Write([]byte(history))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	file.Close()
	if kept := mustLoad(t, path); table(kept.List)["EUR 2020-01"] != 1.11225 {
		t.Errorf("%v", kept.List)
	}
	head, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if why := Format().Recognise("renamed.zip", head); !strings.Contains(why, "European Central Bank") {
		t.Errorf("%q", why)
	}
}

const portalHeader = "KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,TITLE\n"

func TestPortal(t *testing.T) {
	t.Parallel()
	text := portalHeader +
		"EXR.M.USD.EUR.SP00.A,M,USD,EUR,SP00,A,2021-03,1.1899,A,\"US dollar/Euro, average\"\n" +
		"EXR.M.CHF.EUR.SP00.A,M,CHF,EUR,SP00,A,2021-03,1.1065,A,Swiss franc/Euro\n" +
		"EXR.M.CHF.EUR.SP00.A,M,CHF,EUR,SP00,A,2021-04,1.1031,A,Swiss franc/Euro\n" +
		"EXR.A.USD.EUR.SP00.A,A,USD,EUR,SP00,A,2021,1.1827,A,US dollar/Euro\n" +
		"EXR.M.USD.EUR.SP00.E,M,USD,EUR,SP00,E,2021-03,1.1725,A,US dollar/Euro\n" +
		"EXR.Q.USD.EUR.SP00.A,Q,USD,EUR,SP00,A,2021-Q1,1.2048,A,US dollar/Euro\n" +
		"EXR.M.E7.EUR.NN00.A,M,E7,USD,NN00,A,2021-03,99,A,index\n" +
		"EXR.M.USD.EUR.SP00.A,M,USD,EUR,SP00,A,2021-05,,L,US dollar/Euro\n"
	kept := mustLoad(t, write(t, "data.csv", text))
	want(t, kept.List, map[string]float64{"EUR 2021-03": 1.1899, "EUR 2021": 1.1827, "CHF 2021-03": 1.075372797})
	f := kept.Account.Files[0]
	for why, rows := range map[string]int64{"end of period": 1, "other frequency": 1, "not against the euro": 1, "no rate": 1, "no dollar in the period": 1} {
		if f.Format[why].Rows != rows {
			t.Errorf("%s: %v", why, f.Format)
		}
	}
	if f.Stored.Rows != 3 || kept.List.Origin.Release != "2021-04" {
		t.Errorf("%+v %s", f, kept.List.Origin.Release)
	}
}

// Days of the portal give the same means as those of eurofxref.
func TestPortalDays(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(portalHeader)
	lines := strings.Split(strings.TrimSpace(history), "\n")
	names := strings.Split(lines[0], ",")
	for _, line := range lines[1:] {
		fields := strings.Split(line, ",")
		for i, name := range names[1:6] {
			if fields[i+1] != "N/A" {
				b.WriteString("K,D," + name + ",EUR,SP00,A," + fields[0] + "," + fields[i+1] + ",A,t\n")
			}
		}
	}
	days, whole := mustLoad(t, write(t, "d.csv", b.String())), mustLoad(t, write(t, "h.csv", history))
	want(t, days.List, table(whole.List))
	if f := days.Account.Files[0]; f.Read.Rows != 34 || f.Format[incompleteMonth].Rows != 10 {
		t.Errorf("%+v", f)
	}
}

func TestPlain(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"commas":     "currency,period,usd\nEUR,2021-03,1.1899\nrub,2021,0.013571\nKZT,2021-12,2.29e-3\n",
		"semicolons": "Currency;Period;USD\nEUR;2021-03;1,1899\nRUB;2021;0,013571\nKZT;2021-12;0,00229\n",
		"order, BOM": "\xef\xbb\xbfusd,currency,period\r\n1.1899,EUR,2021-03\r\n0.013571,RUB,2021\r\n0.00229,KZT,12/2021\r\n",
	} {
		kept := mustLoad(t, write(t, "Rates of Bank.csv", text))
		want(t, kept.List, map[string]float64{"EUR 2021-03": 1.1899, "RUB 2021": 0.013571, "KZT 2021-12": 0.00229})
		o := kept.List.Origin
		if o.Dataset != "rates-of-bank" || o.Release != "unknown" || len(o.Notes) != 1 {
			t.Errorf("%s: %+v", name, o)
		}
	}
	kept, err := load(t, write(t, "x.csv", "currency,period,usd\nEUR,2021,1.2\n"), source.Request{Dataset: "rates-mine", Release: "7"})
	if err != nil || kept.List.Origin.Dataset != "rates-mine" || kept.List.Origin.Release != "7" {
		t.Errorf("%v %+v", err, kept.List.Origin)
	}
}

func TestListName(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{"Bank.csv": "rates-bank", "rates_bank.csv": "rates-bank", "rates.csv": "rates", "курсы ЦБ.csv": "rates-курсы-цб"} {
		if got := listName(file); got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
	}
}

func TestRecognise(t *testing.T) {
	t.Parallel()
	for head, words := range map[string]string{
		history:                      "daily reference rates",
		portalHeader:                 "CURRENCY_DENOM",
		"currency;period;usd\n":      "currency, period and usd",
		"t,i,j,k,v,q\n":              "",
		"Date,Open,High,Low,Close,V": "",
		"DATAFLOW,FREQ,REF_AREA,COUNTERPART_AREA,TIME_PERIOD,OBS_VALUE\n": "",
		"currency,period,usd,note\n":                                      "",
		"":                                                                "",
		"PK\x03\x04 some other zip archive with a long beginning": "",
	} {
		if why := Format().Recognise("x", []byte(head)); words == "" && why != "" || !strings.Contains(why, words) {
			t.Errorf("%.30q: %q, want %q", head, why, words)
		}
	}
	if why := Format().Recognise("eurofxref-hist (1).csv", []byte("a,b\n")); !strings.Contains(why, "named like") {
		t.Errorf("%q", why)
	}
}

func TestUsage(t *testing.T) {
	t.Parallel()
	a, b := write(t, "a.csv", history), write(t, "b.csv", history)
	for name, r := range map[string]source.Request{
		"two of one name": {Paths: []string{a, b}},
		"one dataset":     {Paths: []string{a, b}, Dataset: "rates-x"},
		"unit":            {Paths: []string{a}, Unit: "usd"},
		"nomenclature":    {Paths: []string{a}, Nomenclature: trade.HS2017},
	} {
		if _, err := Format().Describe(context.Background(), r); trade.KindOf(err) != trade.Usage || trade.HintOf(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBadFiles(t *testing.T) {
	t.Parallel()
	for _, bad := range sourcetest.BadRates() {
		path, err := bad.Make(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		_, err = load(t, path, source.Request{})
		e, ok := err.(*trade.Error)
		if !ok || e.Kind != trade.BadInput || e.Hint == "" || e.Line != bad.Line {
			t.Errorf("%s: %v", bad.Name, err)
			continue
		}
		for _, word := range bad.Words {
			if !strings.Contains(e.Error(), word) {
				t.Errorf("%s: %q lacks %q", bad.Name, e.Error(), word)
			}
		}
	}
}

// FuzzRates reads any text: it is refused with a sentence, or every rate is a
// positive number that a decimal of so many digits stands for.
func FuzzRates(f *testing.F) {
	for _, seed := range []string{history, portalHeader + "K,M,USD,EUR,SP00,A,2021-03,1.1899,A,t\n", "currency,period,usd\nEUR,2021,1.2\n",
		"Date,USD,JPY,GBP,CHF,SEK\n2021-01-04,1e9,1,1,1,1\n", "currency;period;usd\nEUR;2021;1,2e-9\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := &records{where: "f.csv", mark: '.'}
		err := r.cut([]byte(text))
		var m *means
		if err == nil {
			m, err = shapeOf(r.header).means(r)
		}
		if err != nil {
			if trade.HintOf(err) == "" {
				t.Errorf("no hint: %v", err)
			}
			return
		}
		for k, usd := range m.usd {
			if !(usd > 0) || math.IsInf(usd, 0) {
				t.Errorf("%s is %v", k, usd)
			}
		}
	})
}
