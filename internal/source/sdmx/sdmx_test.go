package sdmx_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sdmx"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

func euroRates(context.Context, string) ([]trade.List, error) {
	return []trade.List{{
		Origin: trade.Origin{Dataset: "rates-ecb", Release: "2024-05-03"}, Table: trade.Rates,
		Columns: []trade.ListColumn{
			{Name: "currency", Text: []string{"EUR", "EUR"}}, {Name: "period", Text: []string{"2024", "2023-09"}},
			{Name: "usd", Numbers: []float64{1.0824, 1.0684}},
		},
	}}, nil
}

func load(t *testing.T, r source.Request, paths ...string) (*sourcetest.Sink, []trade.Account, error) {
	t.Helper()
	r.Paths, r.Progress = paths, func(source.Step) {}
	if r.Lists == nil {
		r.Lists = euroRates
	}
	sink := &sourcetest.Sink{}
	loads, err := sdmx.Format().Describe(context.Background(), r)
	if err != nil {
		return sink, nil, err
	}
	accounts, err := loads[0].Read(context.Background(), sink, nil)
	return sink, accounts, err
}

func mustLoad(t *testing.T, r source.Request, text string) (*sourcetest.Sink, []trade.Account) {
	t.Helper()
	sink, accounts, err := load(t, r, write(t, text))
	if err != nil {
		t.Fatalf("%v [%s]", err, trade.HintOf(err))
	}
	return sink, accounts
}

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "trade.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func dataset(t *testing.T, sink *sourcetest.Sink, name string) sourcetest.Imported {
	t.Helper()
	var have []string
	for _, im := range sink.Imports {
		if im.Import.Dataset == name {
			return im
		}
		have = append(have, im.Import.Dataset)
	}
	t.Fatalf("no %s among %q", name, have)
	return sourcetest.Imported{}
}

// flow is what a test looks at of an observation.
type flow struct {
	period             string
	exporter, importer trade.Economy
	product            trade.Product
	value, usd         string
	flags              trade.Flags
}

// absent is an amount that is not there; in columns only the flags say why.
const absent = "missing"

func flowsOf(im sourcetest.Imported) (all []flow) {
	for _, o := range im.Observations {
		all = append(all, flow{o.Period.String(), o.Exporter, o.Importer, o.Product, o.Value.String(), o.ValueUSD.String(), o.Flags})
	}
	slices.SortFunc(all, func(a, b flow) int {
		return strings.Compare(a.period+string(a.exporter+a.importer)+string(a.product), b.period+string(b.exporter+b.importer)+string(b.product))
	})
	return all
}

func wantFlows(t *testing.T, im sourcetest.Imported, want ...flow) {
	t.Helper()
	if got := flowsOf(im); !slices.Equal(got, want) {
		t.Errorf("%s holds\n%v, want\n%v", im.Import.Dataset, got, want)
	}
}

const eurostatHeader = "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\r\n"

func eurostatRow(rest string) string {
	return "ESTAT:DS-045409(1.0),16/07/26 11:00:00," + rest + "\r\n"
}

// Eurostat sends values and quantities as rows of one key, months and years,
// levels and all partners, in one answer.
func TestEurostat(t *testing.T) {
	t.Parallel()
	sink, accounts := mustLoad(t, source.Request{}, eurostatHeader+
		eurostatRow("A,DE,VN,030462,1,QUANTITY_IN_100KG,2024,90212.63,,")+
		eurostatRow("A,DE,VN,030462,1,VALUE_IN_EUROS,2024,32313884,,")+
		eurostatRow("A,DE,WORLD,030462,1,VALUE_IN_EUROS,2024,39919520,,")+
		eurostatRow("A,DE,EXT_EU27_2020,030462,1,VALUE_IN_EUROS,2024,39000000,,")+
		eurostatRow("A,DE,XI,030462,1,VALUE_IN_EUROS,2024,1,,")+
		eurostatRow("A,EU27_2020,VN,030462,1,VALUE_IN_EUROS,2024,2,,")+
		eurostatRow("A,EL,VN,39XXXXXX,2,VALUE_IN_EUROS,2024,89,,")+
		eurostatRow("A,DE,VN,TOTAL,2,VALUE_IN_EUROS,2024,100,,")+
		eurostatRow("M,DE,VN,030462,1,VALUE_IN_EUROS,2023-09,1000,e,")+
		eurostatRow("M,DE,FR,030462,1,VALUE_IN_EUROS,2023-09,,,C")+
		eurostatRow("M,DE,NA,030462,1,VALUE_IN_EUROS,2023-09,:c,,")+
		eurostatRow("M,DE,CZ,030462,1,VALUE_IN_EUROS,2023-09,,,")+
		eurostatRow("M,DE,DE,030462,1,VALUE_IN_EUROS,2023-09,3,,"))
	wantFlows(t, dataset(t, sink, "sdmx-ds-045409-a-cn6"),
		flow{"2024", "VNM", "DEU", "030462", "32313884", "34976548.042", 0},
		flow{"2024", "WLD", "DEU", "030462", "39919520", "43208888.448", trade.FlagTotal})
	wantFlows(t, dataset(t, sink, "sdmx-ds-045409-a-cn8"),
		flow{"2024", "DEU", "VNM", "TOTAL", "100", "108.24", trade.FlagTotal},
		flow{"2024", "GRC", "VNM", "39XXXXXX", "89", "96.334", trade.FlagSuppressed})
	wantFlows(t, dataset(t, sink, "sdmx-ds-045409-m-cn6"),
		flow{"2023-09", "CZE", "DEU", "030462", absent, absent, trade.FlagMissing},
		flow{"2023-09", "FRA", "DEU", "030462", absent, absent, trade.FlagSuppressed},
		flow{"2023-09", "NAM", "DEU", "030462", absent, absent, trade.FlagSuppressed},
		flow{"2023-09", "VNM", "DEU", "030462", "1000", "1068.4", trade.FlagEstimated},
		flow{"2023-09", "XOG", "DEU", "030462", "3", "3.205", 0})
	left := map[string]trade.Tally{}
	read := trade.Tally{}
	for _, a := range accounts {
		for _, f := range a.Files {
			read = read.Plus(f.Read)
			for why, tally := range f.Format {
				left[why] = left[why].Plus(tally)
			}
		}
	}
	for why, tally := range map[string]trade.Tally{"quantity": {Rows: 1}, "group of countries": {Rows: 2, Value: 39_000_002_000},
		"part of the United Kingdom": {Rows: 1, Value: 1_000}} {
		if left[why] != tally {
			t.Errorf("%s: %v, want %v", why, left[why], tally)
		}
	}
	if read.Rows != 13 {
		t.Errorf("%d rows were read", read.Rows)
	}
	im := dataset(t, sink, "sdmx-ds-045409-a-cn6").Import
	if im.Publisher != "Eurostat" || im.Release != "2026-07-16" || im.Nomenclature != trade.CN || im.Digits != 6 || im.Months != 12 ||
		im.Mode != trade.Merge || im.Repeats != trade.SetAsideRepeats || !strings.Contains(strings.Join(im.Notes, ";"), "rates-ecb (release 2024-05-03)") {
		t.Errorf("%+v", im)
	}
}

// The IMF's trade by partner has no products, and two valuations of imports.
func TestTradeByPartner(t *testing.T) {
	t.Parallel()
	sink, accounts := mustLoad(t, source.Request{Release: "2025-10"},
		"STRUCTURE,STRUCTURE_ID,ACTION,COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE,OBS_STATUS\n"+
			"dataflow,IMF.STA:IMTS(1.0.0),I,BLR,XG_FOB_USD,RUS,M,2021-M03,1364.2512345,6,A\n"+
			"dataflow,IMF.STA:IMTS(1.0.0),I,BLR,MG_CIF_USD,RUS,M,2021-M03,1.5e3,6,E\n"+
			"dataflow,IMF.STA:IMTS(1.0.0),I,BLR,MG_FOB_USD,RUS,M,2021-M03,1450,Millions,A\n"+
			"dataflow,IMF.STA:IMTS(1.0.0),I,BLR,XG_FOB_USD,G001,Q,2021-Q1,7000,6,A\n"+
			"dataflow,IMF.STA:IMTS(1.0.0),I,BLR,XG_FOB_USD,G110,Q,2021-Q1,900,6,A\n"+
			"dataflow,IMF.STA:IMTS(1.0.0),I,BLR,TBG_USD,RUS,M,2021-M03,-85,6,A\n"+
			",,,,,,,,,,\n")
	wantFlows(t, dataset(t, sink, "sdmx-imts-m-total"),
		flow{"2021-03", "BLR", "RUS", "TOTAL", "1364251234.5", "1364251234.5", trade.FlagTotal},
		flow{"2021-03", "RUS", "BLR", "TOTAL", "1500000000", "1500000000", trade.FlagTotal | trade.FlagEstimated})
	wantFlows(t, dataset(t, sink, "sdmx-imts-m-total-imports-fob"),
		flow{"2021-03", "RUS", "BLR", "TOTAL", "1450000000", "1450000000", trade.FlagTotal})
	wantFlows(t, dataset(t, sink, "sdmx-imts-q-total"),
		flow{"2021Q1", "BLR", "WLD", "TOTAL", "7000000000", "7000000000", trade.FlagTotal})
	for _, o := range dataset(t, sink, "sdmx-imts-m-total-imports-fob").Observations {
		if o.Valuation != trade.FOB || o.Reporter != trade.ByImporter {
			t.Errorf("%+v", o)
		}
	}
	im := dataset(t, sink, "sdmx-imts-m-total").Import
	if im.Digits != 0 || im.Publisher != "International Monetary Fund" || im.Release != "2025-10" {
		t.Errorf("%+v", im)
	}
	for _, a := range accounts {
		for _, f := range a.Files {
			if err := f.Balance(); err != nil {
				t.Error(err)
			}
		}
	}
}

// Semicolons with decimal commas, labels in the cells, re-exports, half-years.
func TestForms(t *testing.T) {
	t.Parallel()
	want := []flow{
		{"2021", "BLR", "RUS", "8704", "1585.754", "1585.754", 0},
		{"2021", "RUS", "BLR", "8704", "2000", "2000", 0},
	}
	for name, text := range map[string]string{
		"semicolons": "DATAFLOW;REF_AREA;COUNTERPART_AREA;COMMODITY;TRADE_FLOW;TIME_PERIOD;OBS_VALUE;UNIT_MEASURE\n" +
			"UNSD:DF_HS2017(1.0);BY;RU;8704;X;2021;1585,754;USD\nUNSD:DF_HS2017(1.0);BY;RU;8704;M;2021;2000;USD\n",
		"labels in cells": "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA: Reference area,COUNTERPART_AREA: Partner,COMMODITY: Good,TRADE_FLOW: Flow,FREQ: Frequency,TIME_PERIOD: Time,OBS_VALUE: Value,UNIT_MEASURE: Unit\n" +
			"dataflow,UNSD:DF_HS2017(1.0): Trade,I,112: Belarus,643: Russia,8704: Trucks,X: Exports,A: Annual,2021-12-31,1585.754,USD: US dollar\n" +
			"dataflow,UNSD:DF_HS2017(1.0): Trade,I,112: Belarus,643: Russia,8704: Trucks,M: Imports,A: Annual,2021-12-31,2E3,USD: US dollar\n",
		"labels in columns": "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,REF_AREA,Reference area,COUNTERPART_AREA,Counterpart,COMMODITY,Good,TRADE_FLOW,Flow,TIME_PERIOD,Time,OBS_VALUE,Observation value,UNIT_MEASURE,Unit\n" +
			"DATAFLOW,OECD:DF_HS2017(1.0),Trade,I,BLR,Belarus,RUS,Russia,8704,Trucks,X,Exports,2021,,1585.754,,USD_EXC,US dollars\n" +
			"DATAFLOW,OECD:DF_HS2017(1.0),Trade,I,BLR,Belarus,RUS,Russia,8704,Trucks,M,Imports,2021,,2000,,USD_EXC,US dollars\n",
		"sign between values of a cell": "STRUCTURE[;],STRUCTURE_ID,ACTION,REF_AREA,COUNTERPART_AREA,COMMODITY,TRADE_FLOW,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT\n" +
			"dataflow,UNSD:DF_HS2017(1.0),R,BLR,RUS,8704,X,2021,1.585754,USD,3\ndataflow,UNSD:DF_HS2017(1.0),R,BLR,RUS,8704,M,2021-A1,2,THS_USD,0\n",
		"products with a prefix": "DATAFLOW,REF_AREA,COUNTERPART_AREA,COMMODITY,TRADE_FLOW,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,OBS_COMMENT\n" +
			"UNSD:DF_HS2017(1.0),BLR,RUS,HS17_8704,EXPORTS,2021,1585.754,USD,one\nUNSD:DF_HS2017(1.0),BLR,RUS,HS17_8704,IMPORTS,2021,2000,USD,another\n",
	} {
		sink, _ := mustLoad(t, source.Request{}, text)
		im := dataset(t, sink, "sdmx-df-hs2017-a-hs4")
		wantFlows(t, im, want...)
		if im.Import.Nomenclature != trade.HS2017 || im.Import.Release != "unknown" || len(im.Import.Notes) != 1 {
			t.Errorf("%s: %+v", name, im.Import)
		}
	}
}

func TestFlowsAndPeriods(t *testing.T) {
	t.Parallel()
	sink, _ := mustLoad(t, source.Request{}, "DATAFLOW,REF_AREA,COUNTERPART_AREA,COMMODITY,TRADE_FLOW,S_ADJ,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n"+
		"X:HS2012(1.0),BLR,RUS,870410,RX,N,2021-S2,1,USD\nX:HS2012(1.0),BLR,RUS,870410,RM,N,2021-H2,2,USD\nX:HS2012(1.0),BLR,_X,870410,X,N,2021-S2,3,USD\n")
	im := dataset(t, sink, "sdmx-hs2012-s-hs6")
	want := map[int64]struct {
		flow     trade.Flow
		importer trade.Economy
		reporter trade.Reporter
	}{1000: {trade.ReExport, "RUS", trade.ByExporter}, 2000: {trade.ReImport, "BLR", trade.ByImporter}, 3000: {trade.General, "XNS", trade.ByExporter}}
	for _, o := range im.Observations {
		if w := want[o.Value.Thousandths]; o.Flow != w.flow || o.Importer != w.importer || o.Reporter != w.reporter || o.Period.String() != "2021H2" {
			t.Errorf("%+v", o)
		}
	}
	if im.Import.Months != 6 || !slices.Contains(im.Account.Notes, "the release is unknown: the file does not say it (--release names it)") {
		t.Errorf("%+v", im.Account)
	}
}

// A dimension with one value is named in a note.
func TestUnknownDimension(t *testing.T) {
	t.Parallel()
	_, accounts := mustLoad(t, source.Request{}, "DATAFLOW,REF_AREA,COUNTERPART_AREA,TRADE_FLOW,TRANSPORT,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n"+
		"X:F(1.0),BLR,RUS,X,_T,2021,1,USD\nX:F(1.0),BLR,KAZ,X,_T,2021,2,USD\n")
	if !slices.Contains(accounts[0].Notes, "TRANSPORT is _T in every row") {
		t.Errorf("%q", accounts[0].Notes)
	}
}

func TestRequest(t *testing.T) {
	t.Parallel()
	bare := "DATAFLOW,REF_AREA,COUNTERPART_AREA,COMMODITY,TRADE_FLOW,TIME_PERIOD,OBS_VALUE\nX:F(1.0),BLR,RUS,8704,X,2021,1.5\n"
	two := bare + "X:F(1.0),BLR,RUS,87,X,2021,1.5\n"
	for name, c := range map[string]struct {
		request source.Request
		text    string
		words   string
	}{
		"no nomenclature":  {source.Request{Unit: "usd"}, bare, "to which nomenclature"},
		"no currency":      {source.Request{Nomenclature: trade.HS2017}, bare, "in which currency"},
		"unknown unit":     {source.Request{Unit: "sacks of rice"}, bare, "sacks of rice"},
		"mass for a value": {source.Request{Unit: "kg"}, bare, `"kg"`},
		"two levels":       {source.Request{Unit: "usd", Nomenclature: trade.HS2017, Dataset: "mine"}, two, "cannot be one dataset mine"},
	} {
		_, _, err := load(t, c.request, write(t, c.text))
		if trade.KindOf(err) != trade.Usage || !strings.Contains(err.Error(), c.words) || trade.HintOf(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	sink, _ := mustLoad(t, source.Request{Unit: "thousand-usd", Nomenclature: trade.TNVED, Dataset: "mine", Release: "3", Mode: trade.Replace}, bare)
	im := dataset(t, sink, "mine")
	wantFlows(t, im, flow{"2021", "BLR", "RUS", "8704", "1500", "1500", 0})
	if im.Import.Nomenclature != trade.TNVED || im.Import.Mode != trade.Replace || im.Import.Release != "3" {
		t.Errorf("%+v", im.Import)
	}
}

// An answer without rows is no error.
func TestNoRows(t *testing.T) {
	t.Parallel()
	for _, text := range []string{eurostatHeader, eurostatHeader + ",,,,,,,,,,,\r\n"} {
		sink, accounts := mustLoad(t, source.Request{}, text)
		if len(sink.Imports) != 0 || len(accounts) != 1 || accounts[0].Dataset != "" {
			t.Errorf("%+v", accounts)
		}
	}
}

// The same figure twice in one file is counted once.
func TestRepeats(t *testing.T) {
	t.Parallel()
	row := eurostatRow("A,DE,VN,030462,1,VALUE_IN_EUROS,2024,100,,")
	_, accounts := mustLoad(t, source.Request{}, eurostatHeader+row+row)
	if f := accounts[0].Files[0]; f.Stored.Rows != 1 || f.Format["duplicate"].Rows != 1 {
		t.Errorf("%+v", f)
	}
}

func TestRecognise(t *testing.T) {
	t.Parallel()
	for head, words := range map[string]string{
		eurostatHeader: "SDMX-CSV 1.0",
		"STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA\n":                                          "SDMX-CSV 2.0",
		"STRUCTURE[;];STRUCTURE_ID;ACTION;REF_AREA\n":                                       "SDMX-CSV 2.0",
		"\xef\xbb\xbf\"DATAFLOW\";\"FREQ\"\n":                                               "SDMX-CSV 1.0",
		"STRUCTURE,STRUCTURE_ID: Structure,ACTION,FREQ: Frequency\n":                        "SDMX-CSV 2.0",
		"DATAFLOW,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE\n": "",
		"KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE\n":      "",
		"REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,FLOW,PERIOD,VALUE_EUR\n":                    "",
		"t,i,j,k,v,q\n": "",
		"":              "",
	} {
		why := sdmx.Format().Recognise("x.csv", []byte(head))
		if words == "" && why != "" || !strings.Contains(why, words) {
			t.Errorf("%.40q: %q, want %q", head, why, words)
		}
	}
}

func TestBadFiles(t *testing.T) {
	t.Parallel()
	corpus := sourcetest.BadSDMX()
	if len(corpus) < 25 {
		t.Errorf("only %d bad files", len(corpus))
	}
	none := func(context.Context, string) ([]trade.List, error) { return nil, nil }
	for _, bad := range corpus {
		path, err := bad.Make(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		sink, _, err := load(t, source.Request{Lists: none}, path)
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
	f.Add(eurostatRow("A,DE,VN,030462,1,VALUE_IN_EUROS,2024,32313884,e,F"))
	f.Add(eurostatRow("M,DE,WORLD,TOTAL,2,QUANTITY_IN_100KG,2024-M01,:,bc,") + "\"a\nb\",,,,\n")
	f.Add("ESTAT:X(1.0),,A,_T,EXT_X,99RRR100,BAL,XG_FOB_EUR,2024-12-31,1e-3,,\n")
	f.Fuzz(func(t *testing.T, rows string) {
		_, accounts, err := load(t, source.Request{Tolerate: 1, Nomenclature: trade.CN, Unit: "million-eur"}, write(t, eurostatHeader+rows))
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
