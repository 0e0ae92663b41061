package mapped

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// line writes an observation in one line: period, sides, product, flow and value
// always, the rest where it is there.
func line(o trade.Observation) string {
	text := fmt.Sprintf("%s %s>%s %s %s %s %s %s", o.Period, o.Exporter, o.Importer, o.Product, o.Flow, o.Reporter, o.Valuation, o.Value)
	if o.Currency != "USD" {
		text += fmt.Sprintf(" %s=%s", o.Currency, o.ValueUSD)
	}
	if o.NetKg.Known() {
		text += " kg=" + o.NetKg.String()
	}
	if o.Quantity.Known() {
		text += " " + o.Unit + "=" + o.Quantity.String()
	}
	if o.Enterprise != "" {
		text += " by " + o.Enterprise
	}
	for i, word := range []string{" estimated", " suppressed", " absent", " total"} {
		if o.Flags.Has(trade.FlagEstimated << i) {
			text += word
		}
	}
	return text
}

// layouts are small tables with what they say, a line for each observation.
var layouts = map[string]struct {
	mapping, table string
	want           []string
	format         map[string]int64 // rows by kind
}{
	"exporter and importer": {
		mapping: "dataset: x\nperiod: {year: y}\nexporter: {column: from, as: alpha-2}\nimporter: {column: to, as: alpha-3}\n" +
			"reported_by: importer\nproduct: {column: hs, nomenclature: H5, digits: 6}\nvalue: {column: v, unit: thousand-usd}\n",
		table: "y,from,to,hs,v\n2021,NA,zaf,40610,1.5\n2021,BY,RUS,870410,2\n",
		want:  []string{"2021 NAM>ZAF 040610 general importer CIF 1500", "2021 BLR>RUS 870410 general importer CIF 2000"},
	},
	"reporter, partner and direction": {
		mapping: "dataset: x\nperiod: {column: когда}\nreporter: RUS\npartner: {column: страна, codes: {Всего: World}}\n" +
			"direction: {column: поток, export: [ЭК], import: [ИМ], re-import: [РИ]}\nproduct: {column: код, nomenclature: TNVED, digits: 10, hidden: [секрет]}\n" +
			"value: {column: стоимость, unit: млн долл.}\nnet: {column: вес, unit: тыс. т}\n",
		table: "когда;поток;страна;код;стоимость;вес\nянварь 2021;ЭК;Белоруссия;0406101000;1,25;0,5\n01.02.2021;ИМ;Всего;секрет;3;\n03/2021;РИ;Китай;8704101010;0,000001;\n",
		want: []string{"2021-01 RUS>BLR 0406101000 general exporter FOB 1250000 kg=500000",
			"2021-02 WLD>RUS XXXXXXXXXX general importer CIF 3000000 suppressed total",
			"2021-03 CHN>RUS 8704101010 re-import importer CIF 1"},
	},
	"regions by OKATO": {
		mapping: "dataset: x\nperiod: {column: p}\nregion: {column: r, as: okato}\nreporter: RUS\npartner: {column: c}\ndirection: {column: n, export: EXP, import: IMP}\n" +
			"product: TOTAL\nvalue: {column: v, unit: usd}\n",
		table: "p,r,c,n,v\n01/2021,05000 - ПРИМОРСКИЙ КРАЙ,BY,EXP,5\n01/2021,,BY,IMP,7\n",
		want:  []string{"2021-01 RU-PRI>BLR TOTAL general exporter FOB 5 total", "2021-01 BLR>RUS TOTAL general importer CIF 7 total"},
	},
	"two columns of values": {
		mapping: "dataset: x\nperiod: {year: y, month: m}\nreporter: Belarus\npartner: {column: p}\nproduct: TOTAL\n" +
			"value: {exports: ex, imports: im, unit: usd}\nnet: {exports: exkg, imports: imkg, unit: t}\nvaluation: {exports: FOB, imports: FOB}\n",
		table: "y,m,p,ex,im,exkg,imkg\n2021,май,RUS,10,20,1,2\n2021,6,RUS,,30,,3\n",
		want: []string{"2021-05 BLR>RUS TOTAL general exporter FOB 10 kg=1000 total", "2021-05 RUS>BLR TOTAL general importer FOB 20 kg=2000 total",
			"2021-06 RUS>BLR TOTAL general importer FOB 30 kg=3000 total"},
		format: map[string]int64{emptyCell: 1},
	},
	"a column for each year": {
		mapping: "dataset: x\nperiod: {header: true}\nreporter: BLR\npartner: {column: p}\ndirection: export\nproduct: TOTAL\nvalue: {unit: usd, missing: ['...']}\n",
		table:   "p,2020,2021\nRUS,1,...\nKAZ,,3\n",
		want: []string{"2020 BLR>RUS TOTAL general exporter FOB 1 total", "2021 BLR>RUS TOTAL general exporter FOB missing absent total",
			"2021 BLR>KAZ TOTAL general exporter FOB 3 total"},
		format: map[string]int64{emptyCell: 1},
	},
	"enterprises, quantities and marks": {
		mapping: "dataset: x\nperiod: 2021Q1\nexporter: BLR\nimporter: {column: куда}\nreported_by: exporter\nenterprise: Предприятие\n" +
			"product: {column: код, nomenclature: TNVED, digits: 4}\nvalue: {column: сумма, unit: usd, suppressed: [к]}\n" +
			"quantity: {column: кол, unit_column: ед}\nflags: {column: знак, estimated: [оц]}\n",
		table: "Предприятие,куда,код,сумма,кол,ед,знак\n\"Завод \"\"Нива\"\", ОАО\",RU-PRI,8504,5,2,шт,оц\nЗавод,RU-PRI,8504,к,,шт,\n",
		want: []string{`2021Q1 BLR>RU-PRI 8504 general exporter FOB 5 шт=2 by Завод "Нива", ОАО estimated`,
			"2021Q1 BLR>RU-PRI 8504 general exporter FOB missing by Завод suppressed"},
	},
	"what is left out": {
		mapping: "dataset: x\nperiod: 2021\nreporter: BLR\npartner: {column: p, leave_out: [Europe]}\ndirection: export\n" +
			"product: {column: g, nomenclature: OWN, digits: 2, codes: {Food: '01', All: TOTAL}, leave_out: [Capital goods]}\nvalue: {column: v, unit: usd}\nwhere: {kind: [value]}\n",
		table: "p,g,kind,v\nRUS,Food,value,1\nRUS,All,value,3\nRUS,Food,index,99\nEurope,Food,value,5\nRUS,Capital goods,value,7\n",
		want:  []string{"2021 BLR>RUS 01 general exporter FOB 1", "2021 BLR>RUS TOTAL general exporter FOB 3 total"},
		format: map[string]int64{
			leftOut: 3},
	},
	"masses only": {
		mapping: "dataset: x\nperiod: 2021\nreporter: BLR\npartner: RUS\ndirection: export\nproduct: {column: g, nomenclature: SECTION}\nvalue: none\nnet: {column: t, unit: t}\n",
		table:   "g,t\n1,2.5\n21,0\n",
		want:    []string{"2021 BLR>RUS 01 general exporter FOB missing kg=2500 absent", "2021 BLR>RUS 21 general exporter FOB missing kg=0 absent"},
	},
	"no line of names": {
		mapping: "dataset: x\nfile: {columns: [p, v], separator: pipe, skip: 1, decimal: comma}\nperiod: 2021\nreporter: BLR\npartner: {column: p}\ndirection: export\nproduct: TOTAL\nvalue: {column: v, unit: usd}\n",
		table:   "a table of the ministry\nRUS|1 234,5\nKAZ|2E3\n",
		want:    []string{"2021 BLR>RUS TOTAL general exporter FOB 1234.5 total", "2021 BLR>KAZ TOTAL general exporter FOB 2000 total"},
	},
	"the partner's report": {
		mapping: "dataset: x\nperiod: {column: d, length: quarter, format: MM/DD/YYYY}\nreporter: BLR\npartner: {column: p, as: numeric}\ndirection: import\nreported_by: partner\nproduct: TOTAL\nvalue: {column: v, unit: usd}\nvaluation: CIF\n",
		table:   "d,p,v\n05/02/2021,156,1\n",
		want:    []string{"2021Q2 CHN>BLR TOTAL general exporter CIF 1 total"},
	},
}

// TestLayouts reads one small table of each layout.
func TestLayouts(t *testing.T) {
	t.Parallel()
	for name, c := range layouts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := importedAs(t, "x", written(t, "table.csv", c.mapping, c.table))
			var lines []string
			for _, o := range got.Observations {
				lines = append(lines, line(o))
			}
			slices.Sort(lines)
			slices.Sort(c.want)
			if !slices.Equal(lines, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(c.want, "\n"))
			}
			for _, kind := range []string{leftOut, emptyCell} {
				if n := got.Account.Files[0].Format[kind].Rows; n != c.format[kind] {
					t.Errorf("%d rows are %s, want %d", n, kind, c.format[kind])
				}
			}
			for _, r := range got.Rejections {
				if r.Format == "" {
					t.Errorf("line %d: %s", r.Line, r.Reason)
				}
			}
		})
	}
}

// TestLevels: a table that mixes lengths of codes becomes a dataset for each.
func TestLevels(t *testing.T) {
	t.Parallel()
	r := written(t, "t.csv", "dataset: x\nperiod: 2021\nreporter: BLR\npartner: RUS\ndirection: export\n"+
		"product: {column: k, nomenclature: HS2017, digits: [4, 2]}\nvalue: {column: v, unit: usd}\n", "k,v\n04,5\n0406,3\n0405,2\n")
	for dataset, rows := range map[string]int{"x-hs2": 1, "x-hs4": 2} {
		got := importedAs(t, dataset, r)
		if len(got.Observations) != rows || got.Import.Nomenclature != trade.HS2017 {
			t.Errorf("%s: %v", dataset, got.Observations)
		}
	}
}

// TestImport checks what a mapping says of the dataset as a whole.
func TestImport(t *testing.T) {
	t.Parallel()
	r := written(t, "t.csv", "dataset: mine\nrelease: '2024-06'\npublisher: Ministry\nlicence: {name: internal, no_redistribution: true}\n"+
		"notes: [First., Second.]\nperiod: {column: d, length: month}\nregion: {column: r}\npartner: {column: p}\ndirection: export\nenterprise: who\n"+
		"product: {column: k, nomenclature: TNVED, digits: 4}\nvalue: {column: v, unit: usd}\nmode: replace\nrepeats: sum\nabsent_is_zero: true\n",
		"d,r,p,who,k,v\n2021-01-01,Приморский край,BLR,Plant,8504,1\n2021-01-01,Приморский край,BLR,Plant,8504,2\n")
	im := importedAs(t, "mine", r).Import
	if im.Release != "2024-06" || im.Publisher != "Ministry" || !im.Licence.NoRedistrib || im.Months != 1 || im.Digits != 4 || !im.Regions ||
		!im.Enterprises || im.Mode != trade.Replace || im.Repeats != trade.SumRepeats || !im.AbsentIsZero || im.Valuation != "exports FOB, imports CIF" {
		t.Errorf("%+v", im)
	}
	if !slices.Equal(im.Notes[:2], []string{"First.", "Second."}) || !strings.Contains(ReadBy(im.Notes), "t.csv.mapping.yaml (sha256 ") {
		t.Errorf("%q", im.Notes)
	}
	r.Dataset, r.Release, r.Mode, r.Unit = "other", "7", trade.Merge, "thousand-usd"
	other := importedAs(t, "other", r)
	if im := other.Import; im.Release != "7" || im.Mode != trade.Merge || other.Account.Files[0].Read.Value != 3_000_000 {
		t.Errorf("%+v %+v", im, other.Account)
	}
}

// TestConversion converts euros by the list of rates that the lake holds, and says
// what to do where there is none.
func TestConversion(t *testing.T) {
	t.Parallel()
	mapping := "dataset: x\nperiod: {column: d, length: month}\nreporter: DEU\npartner: RUS\ndirection: export\nproduct: TOTAL\nvalue: {column: v, unit: million-eur}\n"
	r := written(t, "t.csv", mapping, "d,v\n2021-03,2.5\n")
	r.Lists = func(_ context.Context, table string) ([]trade.List, error) {
		return []trade.List{{Origin: trade.Origin{Dataset: "rates-mine", Release: "1"}, Table: trade.Rates, Columns: []trade.ListColumn{
			{Name: "currency", Text: []string{"EUR"}}, {Name: "period", Text: []string{"2021-03"}}, {Name: "usd", Numbers: []float64{1.1899}}}}}, nil
	}
	got := importedAs(t, "x", r)
	if want := "2021-03 DEU>RUS TOTAL general exporter FOB 2500000 EUR=2974750 total"; line(got.Observations[0]) != want {
		t.Errorf("got %s, want %s", line(got.Observations[0]), want)
	}
	if !slices.ContainsFunc(got.Import.Notes, func(n string) bool { return strings.Contains(n, "rates-mine") }) {
		t.Errorf("the notes do not name the rates: %q", got.Import.Notes)
	}
	err := refused(t, written(t, "t.csv", mapping, "d,v\n2021-03,2.5\n"))
	if !strings.Contains(err.Error(), "no rate of exchange of EUR for 2021-03") || !strings.Contains(err.Error(), "oborot import rates") {
		t.Errorf("%v", err)
	}
}

// TestJSON reads lists of objects at any place of a document.
func TestJSON(t *testing.T) {
	t.Parallel()
	mapping := "dataset: x\nfile: {json: PLACE}\nperiod: {column: год}\nreporter: BLR\npartner: {column: p}\ndirection: export\nproduct: TOTAL\nvalue: {column: v, unit: usd}\n"
	for place, document := range map[string]string{
		"data.rows": `{"about": {"rows": [1]}, "data": {"skipped": [{}, null], "rows": [{"год": 2021, "p": "RUS", "v": 1.5e3, "other": null}, {"v": "7", "p": " KAZ ", "год": "2021"}]}}`,
		".":         `[{"год": 2021, "p": "RUS", "v": 1500}, {"год": 2021, "p": "Казахстан", "v": 7, "late": 1}]`,
	} {
		got := importedAs(t, "x", written(t, "t.json", strings.ReplaceAll(mapping, "PLACE", place), document))
		var lines []string
		for _, o := range got.Observations {
			lines = append(lines, line(o))
		}
		if want := "2021 BLR>RUS TOTAL general exporter FOB 1500 total; 2021 BLR>KAZ TOTAL general exporter FOB 7 total"; strings.Join(lines, "; ") != want {
			t.Errorf("%s: %q", place, lines)
		}
	}
	for place, c := range map[string][2]string{
		"data.rosw": {`{"data": {"rows": []}}`, "has no key rosw"},
		"rows":      {`{"rows": []}`, "is empty"},
		"list":      {`{"list": {"a": 1}}`, "no list at list"},
		"cut":       {`{"cut": [{"год": 2021`, "record 1 of cut is not an object"},
		"text":      {`{"text": ["a"]}`, "record 1 of text is not an object"},
		"deep.er":   {`{"deep": 5}`, "no object that has er"},
	} {
		err := refused(t, written(t, "t.json", strings.ReplaceAll(mapping, "PLACE", place), c[0]))
		if !strings.Contains(err.Error(), c[1]) || trade.HintOf(err) == "" || trade.KindOf(err) != trade.BadInput {
			t.Errorf("%s: %v (%s)", place, err, trade.HintOf(err))
		}
	}
}

// TestOwnGoods: a reporter that is its own partner has goods that came back, in either
// direction, and a note counts them.
func TestOwnGoods(t *testing.T) {
	t.Parallel()
	r := written(t, "t.csv", "dataset: x\nreporter: {column: who}\npartner: {column: whom}\ndirection: {column: way, export: X, import: M}\n"+
		"period: 2021\nproduct: TOTAL\nvalue: {column: usd, unit: usd}\n", "who,whom,way,usd\nCHN,China,M,5\nCHN,China,X,7\nCHN,BLR,M,1\nCHN,World,M,6\n")
	loads, err := Format().Describe(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	sink := &sourcetest.Sink{}
	accounts, err := loads[0].Read(t.Context(), sink, nil)
	if err != nil || !slices.Contains(accounts[0].Notes, tabular.OwnGoodsNote(2)) {
		t.Fatalf("%v: %+v", err, accounts)
	}
	var got []string
	for _, o := range sink.Imports[0].Observations {
		got = append(got, fmt.Sprintf("%s %s %s %d", o.Exporter, o.Importer, o.Reporter, o.Value.Thousandths))
	}
	slices.Sort(got)
	want := []string{"BLR CHN importer 1000", "CHN XOG exporter 7000", "WLD CHN importer 6000", "XOG CHN importer 5000"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
