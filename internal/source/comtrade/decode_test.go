package comtrade_test

import (
	"bytes"
	"compress/gzip"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/comtrade"
	"github.com/oborot/oborot/trade"
)

func formats() []source.Format { return []source.Format{comtrade.Format()} }

// names are the 47 columns of the API.
const names = "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,flowCode,flowDesc," +
	"partnerCode,partnerISO,partnerDesc,partner2Code,partner2ISO,partner2Desc,classificationCode,classificationSearchCode," +
	"isOriginalClassification,cmdCode,cmdDesc,aggrLevel,isLeaf,customsCode,customsDesc,mosCode,motCode,motDesc,qtyUnitCode," +
	"qtyUnitAbbr,qty,isQtyEstimated,altQtyUnitCode,altQtyUnitAbbr,altQty,isAltQtyEstimated,netWgt,isNetWgtEstimated,grossWgt," +
	"isGrossWgtEstimated,cifvalue,fobvalue,primaryValue,legacyEstimationFlag,isReported,isAggregate"

// fields are those of the row that all others are made from: Belarus imports cheese
// from Russia for 1,250.5 dollars.
func fields() map[string]string {
	return map[string]string{
		"typeCode": "C", "freqCode": "A", "refPeriodId": "20210101", "refYear": "2021", "refMonth": "52", "period": "2021",
		"reporterCode": "112", "reporterISO": "BLR", "reporterDesc": "Belarus", "flowCode": "M", "flowDesc": "Import",
		"partnerCode": "643", "partnerISO": "RUS", "partnerDesc": "Russian Federation", "partner2Code": "0", "partner2ISO": "W00",
		"partner2Desc": "World", "classificationCode": "H5", "classificationSearchCode": "HS", "isOriginalClassification": "True",
		"cmdCode": "040610", "cmdDesc": `"Cheese; fresh, unripened"`, "aggrLevel": "6", "isLeaf": "True", "customsCode": "C00",
		"customsDesc": "TOTAL CPC", "mosCode": "0", "motCode": "0", "motDesc": "TOTAL MOT", "qtyUnitCode": "8", "qtyUnitAbbr": "kg",
		"qty": "300.25", "isQtyEstimated": "False", "altQtyUnitCode": "-1", "altQtyUnitAbbr": "N/A", "altQty": "0",
		"isAltQtyEstimated": "False", "netWgt": "300.25", "isNetWgtEstimated": "False", "grossWgt": "0", "isGrossWgtEstimated": "False",
		"cifvalue": "1250.5", "fobvalue": "", "primaryValue": "1250.5", "legacyEstimationFlag": "0", "isReported": "False", "isAggregate": "True",
	}
}

// row is the usual row with some fields changed: "flowCode=X partnerCode=0".
func row(changes string) string {
	f := fields()
	for _, change := range strings.Fields(changes) {
		name, value, _ := strings.Cut(change, "=")
		if _, ok := f[name]; !ok {
			panic("no column " + name)
		}
		f[name] = value
	}
	var values []string
	for _, name := range strings.Split(names, ",") {
		values = append(values, f[name])
	}
	return strings.Join(values, ",")
}

// table is a table of the API with a row for each of the changes.
func table(changes ...string) string {
	lines := []string{names}
	for _, c := range changes {
		lines = append(lines, row(c))
	}
	return strings.Join(lines, "\n") + "\n"
}

// usual is what the usual row says.
func usual() trade.Observation {
	return trade.Observation{
		Period: trade.Year(2021), Exporter: "RUS", Importer: "BLR", Product: "040610", Nomenclature: trade.HS2017,
		Flow: trade.General, Reporter: trade.ByImporter, Valuation: trade.CIF,
		Value: trade.Of(1_250_500), Currency: "USD", ValueUSD: trade.Of(1_250_500),
		NetKg: trade.Of(300_250), Quantity: trade.Of(300_250), Unit: "kg",
	}
}

var missing = trade.Absent(trade.Missing)

func TestWhatARowSays(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, changes, dataset string
		want                   func(o *trade.Observation)
	}{
		{"as it is", "", "comtrade-a-hs6", func(*trade.Observation) {}},
		{"an export", "flowCode=X cifvalue= fobvalue=1250.5", "comtrade-a-hs6", func(o *trade.Observation) {
			o.Exporter, o.Importer, o.Reporter, o.Valuation = "BLR", "RUS", trade.ByExporter, trade.FOB
		}},
		{"a re-export", "flowCode=RX cifvalue=", "comtrade-a-hs6", func(o *trade.Observation) {
			o.Exporter, o.Importer, o.Reporter, o.Valuation, o.Flow = "BLR", "RUS", trade.ByExporter, trade.FOB, trade.ReExport
		}},
		{"a re-import", "flowCode=RM", "comtrade-a-hs6", func(o *trade.Observation) { o.Flow = trade.ReImport }},
		{"imports valued FOB", "cifvalue=0 fobvalue=1250.5", "comtrade-a-hs6", func(o *trade.Observation) { o.Valuation = trade.FOB }},
		{"imports with both values", "fobvalue=1200", "comtrade-a-hs6", func(*trade.Observation) {}},
		{"exports valued CIF", "flowCode=X", "comtrade-a-hs6", func(o *trade.Observation) {
			o.Exporter, o.Importer, o.Reporter = "BLR", "RUS", trade.ByExporter
		}},
		{"a month", "freqCode=M period=202103 refMonth=3", "comtrade-m-hs6", func(o *trade.Observation) {
			o.Period = trade.Period{First: trade.MonthOf(2021, 3), Months: 1}
		}},
		{"a heading", "cmdCode=0406", "comtrade-a-hs4", func(o *trade.Observation) { o.Product = "0406" }},
		{"a chapter", "cmdCode=04", "comtrade-a-hs2", func(o *trade.Observation) { o.Product = "04" }},
		{"a lost zero", "cmdCode=40610", "comtrade-a-hs6", func(*trade.Observation) {}},
		{"a lost zero of a chapter", "cmdCode=4", "comtrade-a-hs2", func(o *trade.Observation) { o.Product = "04" }},
		{"all goods", "cmdCode=TOTAL", "comtrade-a-total", func(o *trade.Observation) { o.Product, o.Flags = "TOTAL", trade.FlagTotal }},
		{"the world", "partnerCode=0 partnerISO=W00", "comtrade-a-hs6", func(o *trade.Observation) { o.Exporter, o.Flags = "WLD", trade.FlagTotal }},
		{"not specified", "cmdCode=9999AA", "comtrade-a-hs6", func(o *trade.Observation) { o.Product = "9999AA" }},
		{"SITC", "classificationCode=S3 cmdCode=02499", "comtrade-a-s3-5", func(o *trade.Observation) { o.Product, o.Nomenclature = "02499", "S3" }},
		{"SITC, a rest", "classificationCode=S1 cmdCode=0014X", "comtrade-a-s1-5", func(o *trade.Observation) { o.Product, o.Nomenclature = "0014X", "S1" }},
		{"SITC, a division", "classificationCode=S4 cmdCode=0", "comtrade-a-s4-1", func(o *trade.Observation) { o.Product, o.Nomenclature = "0", "S4" }},
		{"SITC, all goods", "classificationCode=S3 cmdCode=TOTAL", "comtrade-a-s3-total", func(o *trade.Observation) {
			o.Product, o.Nomenclature, o.Flags = "TOTAL", "S3", trade.FlagTotal
		}},
		{"converted by the UN", "classificationCode=H3 isOriginalClassification=FALSE", "comtrade-a-h3-6", func(o *trade.Observation) { o.Nomenclature = "H3" }},
		{"HS without edition", "classificationCode=HS", "comtrade-a-hs6", func(*trade.Observation) {}},
		{"HS without edition, 2014", "classificationCode=HS period=2014", "comtrade-a-hs6", func(o *trade.Observation) {
			o.Period, o.Nomenclature = trade.Year(2014), "H4"
		}},
		{"the USA", "partnerCode=842", "comtrade-a-hs6", func(o *trade.Observation) { o.Exporter = "USA" }},
		{"France", "partnerCode=251", "comtrade-a-hs6", func(o *trade.Observation) { o.Exporter = "FRA" }},
		{"other Asia", "partnerCode=490", "comtrade-a-hs6", func(o *trade.Observation) { o.Exporter = "S19" }},
		{"areas nes", "partnerCode=899", "comtrade-a-hs6", func(o *trade.Observation) { o.Exporter = "XNS" }},
		{"letters only", "partnerCode= partnerISO=_X", "comtrade-a-hs6", func(o *trade.Observation) { o.Exporter = "XNS" }},
		{"own goods", "partnerCode=112", "comtrade-a-hs6", func(o *trade.Observation) { o.Exporter = "XOG" }},
		{"a union reports", "reporterCode=97", "comtrade-a-hs6-unions", func(o *trade.Observation) { o.Importer = "EUN" }},
		{"a union is partner", "partnerCode=97", "comtrade-a-hs6-unions", func(o *trade.Observation) { o.Exporter = "EUN" }},
		{"no mass", "netWgt=", "comtrade-a-hs6", func(o *trade.Observation) { o.NetKg = missing }},
		{"a mass of nothing", "netWgt=0 isNetWgtEstimated=True", "comtrade-a-hs6", func(o *trade.Observation) { o.NetKg = missing }},
		{"an estimated mass", "isNetWgtEstimated=TRUE", "comtrade-a-hs6", func(o *trade.Observation) { o.Flags = trade.FlagNetEstimated }},
		{"an estimated quantity", "isQtyEstimated=1", "comtrade-a-hs6", func(o *trade.Observation) { o.Flags = trade.FlagQuantityEstimated }},
		{"no quantity", "qtyUnitCode=-1 qty=0 qtyUnitAbbr=N/A", "comtrade-a-hs6", func(o *trade.Observation) { o.Quantity, o.Unit = missing, "" }},
		{"a quantity of nothing", "qty=0", "comtrade-a-hs6", func(o *trade.Observation) { o.Quantity, o.Unit = missing, "" }},
		{"square metres", "qtyUnitCode=2", "comtrade-a-hs6", func(o *trade.Observation) { o.Unit = "m²" }},
		{"a new unit", "qtyUnitCode=99 qtyUnitAbbr=barn", "comtrade-a-hs6", func(o *trade.Observation) { o.Unit = "barn" }},
		{"a new unit without a name", "qtyUnitCode=99 qtyUnitAbbr=", "comtrade-a-hs6", func(o *trade.Observation) { o.Unit = "unit 99" }},
		{"nothing traded", "primaryValue=0 cifvalue=0 netWgt=0 qty=0", "comtrade-a-hs6", func(o *trade.Observation) {
			o.Value, o.ValueUSD, o.NetKg, o.Quantity = trade.Of(0), trade.Of(0), trade.Of(0), trade.Of(0)
		}},
		{"an estimated value", "isReported=False isAggregate=False", "comtrade-a-hs6", func(o *trade.Observation) { o.Flags = trade.FlagEstimated }},
		{"a reported value", "isReported=True isAggregate=False", "comtrade-a-hs6", func(*trade.Observation) {}},
		{"more than three decimals", "primaryValue=1250.50049 cifvalue=1250.50049", "comtrade-a-hs6", func(*trade.Observation) {}},
		{"an exponent", "primaryValue=1.2505E3 cifvalue=1.2505E3", "comtrade-a-hs6", func(*trade.Observation) {}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			sink, _ := mustImport(t, source.Request{Paths: []string{write(t, "data.csv", table(test.changes))}})
			want := usual()
			test.want(&want)
			if got := one(t, sink); got != want {
				t.Errorf("%s:\n  %+v, want\n  %+v", test.changes, got, want)
			}
			if got := sink.Imports[0].Import; got.Dataset != test.dataset || got.Digits != want.Product.Level() || got.Months != want.Period.Months {
				t.Errorf("%s, %d digits, %d months; want %s", got.Dataset, got.Digits, got.Months, test.dataset)
			}
		})
	}
}

// The table of all rows of one trade, at every level and broken down in every way.
// Whatever is summed over a dataset is that trade once.
func TestNestedLevelsAreCountedOnce(t *testing.T) {
	t.Parallel()
	nested := []string{
		"cmdCode=040610 primaryValue=100", "cmdCode=040620 primaryValue=50", "cmdCode=040510 primaryValue=30",
		"cmdCode=0406 primaryValue=150", "cmdCode=0405 primaryValue=30", "cmdCode=04 primaryValue=180", "cmdCode=TOTAL primaryValue=180",
		"cmdCode=040610 partnerCode=0 primaryValue=100", "cmdCode=04 partnerCode=0 primaryValue=180", "cmdCode=TOTAL partnerCode=0 primaryValue=180",
	}
	parts := []string{
		"primaryValue=60 partner2Code=276", "primaryValue=40 partner2Code=616", "primaryValue=100 customsCode=C01",
		"primaryValue=70 motCode=3200", "primaryValue=30 motCode=3100", "primaryValue=90 flowCode=FM", "primaryValue=10 flowCode=MIP",
	}
	sink, _ := mustImport(t, source.Request{Paths: []string{write(t, "nested.csv", table(slices.Concat(parts, nested)...))}})
	wantAccount(t, sink,
		"nested.csv comtrade-a-hs6 H5 flows 3 180000 totals 1 100000 [customs procedure] 1 100000 [mode of transport] 2 100000 "+
			"[part of a flow] 2 100000 [second partner] 2 100000",
		"nested.csv comtrade-a-hs4 H5 flows 2 180000",
		"nested.csv comtrade-a-hs2 H5 flows 1 180000 totals 1 180000",
		"nested.csv comtrade-a-total H5 totals 2 360000")
	for _, dataset := range []string{"comtrade-a-hs6", "comtrade-a-hs4", "comtrade-a-hs2"} {
		sum := int64(0)
		for _, o := range observations(sink, dataset) {
			if !o.Flags.Has(trade.FlagTotal) && o.Flow == trade.General {
				sum += o.Value.Thousandths
			}
		}
		if sum != 180_000 {
			t.Errorf("the flows of %s add up to %d", dataset, sum)
		}
	}
}

func TestOnlyPartsAreExplained(t *testing.T) {
	t.Parallel()
	path := write(t, "road.csv", table("motCode=3200", "motCode=3200 customsCode=C01 partnerCode=276"))
	sink, accounts := mustImport(t, source.Request{Paths: []string{path}})
	if len(observations(sink, "")) != 0 {
		t.Errorf("%v", accounted(sink))
	}
	f := accounts[0].Files[0]
	if f.Read.Rows != 2 || f.Format["mode of transport"].Rows != 1 || f.Format["customs procedure"].Value != 1_250_500 {
		t.Errorf("%+v", f)
	}
	wantNote(t, accounts, "nothing was kept: all rows are broken down (by customs procedure, mode of transport)")
}

// The same row in every spelling of the publisher gives the same observation.
func TestSpellings(t *testing.T) {
	t.Parallel()
	plain := table("")
	semicolons := strings.NewReplacer("1250.5", "1250,5", "300.25", "300,25").Replace(strings.ReplaceAll(strings.ReplaceAll(plain, "Cheese; fresh, ", ""), ",", ";"))
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write([]byte(strings.ReplaceAll(plain, ",", "\t"))); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	snake := "type_code,freq_code,ref_year,ref_month,period,reporter_code,flow_code,partner_code,partner2code,classification_code,cmd_code," +
		"customs_code,mot_code,qty_unit_code,qty,net_wgt,cifvalue,primary_value\n" +
		`"C","A",2021,52,"2021",112,"M",643,0,"H5","040610","C00",0,8,300.25,300.25,1250.5,1250.5` + "\n"
	former := "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,Reporter Code,Reporter,Reporter ISO," +
		"Partner Code,Partner,Partner ISO,2nd Partner Code,2nd Partner,2nd Partner ISO,Customs Proc. Code,Customs,Mode of Transport Code," +
		"Mode of Transport,Commodity Code,Commodity,Qty Unit Code,Qty Unit,Qty,Alt Qty Unit Code,Alt Qty Unit,Alt Qty,Netweight (kg)," +
		"Gross weight (kg),Trade Value (US$),CIF Trade Value (US$),FOB Trade Value (US$),Flag\r\n" +
		"H5,2021,2021,2021,6,1,1,Import,112,Belarus,BLR,643,Russian Federation,RUS,,,,,,,,040610,Cheese,8,Weight in kilograms,300.25,,,,300.25,,1250.5,,,0\r\n"
	for name, text := range map[string]string{
		"camel.csv": plain, "semicolons.csv": semicolons, "snake.csv": snake, "former.csv": former,
		"latin.csv": strings.Replace(plain, "Russian Federation", "C\xf4te", 1), "mark.csv": "\xef\xbb\xbf" + plain,
		"COMTRADE-FINAL-CA112202100H5[2023-01-03].gz": packed.String(),
		"bare.csv":     "reporterISO,flowDesc,partnerISO,cmdCode,qtyUnitCode,qty,netWgt,primaryValue,refYear\nBLR,Import,RUS,040610,8,300.25,300.25,1250.5,2021\n",
		"answer.json":  `{"elapsedTime":"1 secs","count":1,"data":[` + object + `],"error":""}`,
		"records.json": `[` + object + `]`,
		"marked.json":  "\xef\xbb\xbf[" + object + "]\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := write(t, name, text)
			sink, _ := mustImport(t, source.Request{Paths: []string{path}})
			if got := one(t, sink); got != usual() {
				t.Errorf("%+v", got)
			}
			if f, _, err := source.Recognise(formats(), path); err != nil || f.Kind != "comtrade" {
				t.Errorf("it is not recognised: %v", err)
			}
		})
	}
}

// The former site's months have no column of frequency; the year and month of
// reference stand in for a period that is not there.
func TestMonths(t *testing.T) {
	t.Parallel()
	march := trade.Period{First: trade.MonthOf(2021, 3), Months: 1}
	for text, want := range map[string]trade.Period{
		"Classification,Year,Period,Trade Flow Code,Reporter Code,Partner Code,Commodity Code,Trade Value (US$)\nH5,2021,202103,1,112,643,0406,5\n": march,
		"Classification,Year,Period,TradeFlow Code,Reporter Code,Partner Code,Commodity Code,TradeValueUS\nH5,2021,2021,4,112,643,0406,5\n":         trade.Year(2021),
		"reporter_code,flow_code,partner_code,cmd_code,primary_value,ref_year,ref_month,classification_code\n112,M,643,0406,5,2021,3,H5\n":          march,
		"reporter_code,flow_code,partner_code,cmd_code,primary_value,ref_year,ref_month,classification_code,period\n112,M,643,0406,5,2021,52,H5,\n": trade.Year(2021),
		"reporter_code,flow_code,partner_code,cmd_code,primary_value,period,classification_code,freq_code\n112,M,643,0406,5,202103,H5,M\n":          march,
	} {
		sink, _ := mustImport(t, source.Request{Paths: []string{write(t, "a.csv", text)}})
		o, series := one(t, sink), sink.Imports[0].Import
		if o.Period != want || o.Exporter != "RUS" || o.Importer != "BLR" || series.Months != want.Months {
			t.Errorf("%s: %+v in %s", text, o, series.Dataset)
		}
	}
}

func TestReleaseOfBulkFiles(t *testing.T) {
	t.Parallel()
	old := write(t, "COMTRADE-FINAL-CA112202100H5[2022-11-03].txt", strings.ReplaceAll(table(""), ",", "\t"))
	late := write(t, "COMTRADE-FINAL-CA643202100H5[2023-01-03].txt", strings.ReplaceAll(table("reporterCode=643 partnerCode=112"), ",", "\t"))
	sink, accounts := mustImport(t, source.Request{Paths: []string{late, old}})
	if im := sink.Imports[0].Import; im.Release != "2023-01-03" || len(observations(sink, "")) != 2 {
		t.Errorf("%+v", im)
	}
	wantNote(t, accounts, "released from 2022-11-03 to 2023-01-03")
	sink, _ = mustImport(t, source.Request{Paths: []string{old}, Release: "mine"})
	if im := sink.Imports[0].Import; im.Release != "mine" {
		t.Errorf("%+v", im)
	}
}

func TestWordsOfThePerson(t *testing.T) {
	t.Parallel()
	path := write(t, "a.csv", table("", "cmdCode=TOTAL"))
	sink, _ := mustImport(t, source.Request{Paths: []string{path}, Dataset: "mine", Nomenclature: trade.HS2012, Mode: trade.Replace})
	wantAccount(t, sink, "a.csv mine H4 flows 1 1250500", "a.csv mine H4 totals 1 1250500")
	if im := sink.Imports[0].Import; im.Mode != trade.Replace {
		t.Errorf("%+v", im)
	}
	for name, r := range map[string]source.Request{
		"comtrade-a-hs4 and comtrade-a-hs6": {Dataset: "mine", Paths: []string{write(t, "b.csv", table("", "cmdCode=0406"))}},
		"not in TNVED":                      {Nomenclature: trade.TNVED, Paths: []string{path}},
		`the unit "thousand-usd"`:           {Unit: "thousand-usd", Paths: []string{path}},
	} {
		_, _, err := imported(r)
		if trade.KindOf(err) != trade.Usage || !strings.Contains(err.Error(), name) || trade.HintOf(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSameFileTwice(t *testing.T) {
	t.Parallel()
	a, b := write(t, "a.csv", table("")), write(t, "b.csv", table(""))
	sink, accounts := mustImport(t, source.Request{Paths: []string{a, b}})
	wantAccount(t, sink, "a.csv comtrade-a-hs6 H5 flows 1 1250500")
	wantNote(t, accounts, "b.csv is the same file as a.csv")
}

// Rows of a key with other figures are not taken for the same.
func TestOtherFiguresAreSetAside(t *testing.T) {
	t.Parallel()
	path := write(t, "a.csv", table("", "", "primaryValue=7"))
	sink, _ := mustImport(t, source.Request{Paths: []string{path}, Tolerate: 0.5})
	wantAccount(t, sink, "a.csv comtrade-a-hs6 H5 flows 1 1250500 aside 1 7000 [duplicate] 1 1250500")
}

func TestRowsAtFaultKeepTheirValue(t *testing.T) {
	t.Parallel()
	for changes, reason := range map[string]string{
		"partnerCode=998":             `the code "998" in partnerCode is of no economy that is known`,
		"reporterCode=0":              "the world is no reporter",
		"reporterCode=BLR":            `the code "BLR" in reporterCode`,
		"flowCode=Z":                  `the flow "Z" is unknown`,
		"period=20210":                `period "20210" is neither a year`,
		"period=202113":               `period "202113"`,
		"period=1850":                 `period "1850"`,
		"freqCode=M":                  `freqCode "M" does not fit the period "2021"`,
		"period=202103":               `freqCode "A" does not fit the period "202103"`,
		"cmdCode=cheese":              `cmdCode "cheese" is not the code of a good`,
		"cmdCode=04061011":            "is a national tariff line",
		"cmdCode=00610":               "no chapter 00",
		"cmdCode=":                    "is empty",
		"netWgt=heavy":                `netWgt "heavy" is not a number`,
		"netWgt=-1":                   `netWgt "-1" is negative`,
		"qty=-0.001":                  `qty "-0.001" is negative`,
		"typeCode=X":                  `typeCode "X" is not goods`,
		"netWgt=12345678901234567890": "is too large to be held",
		"netWgt=1.2.3":                `netWgt "1.2.3" is not a number`,
		"netWgt=.":                    `netWgt "." is not a number`,
	} {
		path := write(t, "a.csv", table("cmdCode=010101", changes))
		sink, _ := mustImport(t, source.Request{Paths: []string{path}, Tolerate: 0.6})
		r := sink.Imports[0].Rejections
		if len(r) != 1 || !strings.Contains(r[0].Reason, reason) || r[0].Value != 1_250_500 || r[0].Line != 3 {
			t.Errorf("%s: %+v", changes, r)
		}
	}
}
