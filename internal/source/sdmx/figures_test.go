package sdmx_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// figureHeader has all that says how large a figure is and whether it is one.
const figureHeader = "DATAFLOW,REF_AREA,COUNTERPART_AREA,COMMODITY,TRADE_FLOW,TIME_PERIOD,UNIT_MEASURE,UNIT_MULT,OBS_VALUE,OBS_STATUS,CONF_STATUS\n"

// figureRow is a row with the last five cells.
func figureRow(cells string) string { return "X:HS2017(1.0),BLR,RUS,870410,X,2024," + cells + "\n" }

// Units and powers of ten put the point where it belongs, to the thousandth of a
// dollar, also where a figure is written with an exponent.
func TestScales(t *testing.T) {
	t.Parallel()
	for cells, want := range map[string][2]string{
		"USD,,1234.5,,":          {"1234.5", "1234.5"},
		"USD,0,1234.5,,":         {"1234.5", "1234.5"},
		"USD,3,1234.5,,":         {"1234500", "1234500"},
		"USD,6,1.2345678,,":      {"1234567.8", "1234567.8"},
		"USD,6,1.2345678912,,":   {"1234567.891", "1234567.891"},
		"USD,9,0.000000001,,":    {"1", "1"},
		"USD,-3,1500,,":          {"1.5", "1.5"},
		"USD,Millions,2,,":       {"2000000", "2000000"},
		"USD,3,1.5E2,,":          {"150000", "150000"},
		"USD,3,15E-1,,":          {"1500", "1500"},
		"THS_USD,,7,,":           {"7000", "7000"},
		"MIO_USD,0,7,,":          {"7000000", "7000000"},
		"MIO_EUR,,10,,":          {"10000000", "10824000"},
		"EUR,3,1,,":              {"1000", "1082.4"},
		"MRD_EUR,,0.000000001,,": {"1", "1.082"},
		"USD_EXC,0,3,,":          {"3", "3"},
		"USD,0,\"1234,5\",,":     {"1234.5", "1234.5"},
		"USD,0,0,,":              {"0", "0"},
		"USD,12,999.999999999,,": {"999999999999000", "999999999999000"},
	} {
		sink, _ := mustLoad(t, source.Request{}, figureHeader+figureRow(cells))
		o := dataset(t, sink, "sdmx-hs2017-a-hs6").Observations[0]
		if got := [2]string{o.Value.String(), o.ValueUSD.String()}; got != want {
			t.Errorf("%s: %v, want %v", cells, got, want)
		}
	}
}

// A figure that nobody can hold or read is at fault, with its column.
func TestFaultsOfFigures(t *testing.T) {
	t.Parallel()
	for cells, words := range map[string]string{
		"USD,12,1000,,":     `OBS_VALUE "1000" is not a plain decimal number`,
		"USD,3,1E,,":        `OBS_VALUE "1E" is not a plain decimal number`,
		"USD,3,-1,,":        `OBS_VALUE "-1" is negative`,
		"USD,99,1,,":        `UNIT_MULT "99" is not a power of ten`,
		"MIO_USD,6,1,,":     `both scale the value`,
		"dozen,0,1,,":       `UNIT_MEASURE "dozen" is neither a currency nor a unit of quantity`,
		"MIO_EUR,12,1,,":    `both scale the value`,
		"EUR,12,990,,":      `OBS_VALUE "990" is too large`,
		"USD,thousand,1,,":  `UNIT_MULT "thousand" is not a power of ten`,
		"USD,0,0x10,,":      `OBS_VALUE "0x10" is not a plain decimal number`,
		"USD,0,\"1,2,3\",,": `is not a plain decimal number`,
	} {
		sink, _, err := load(t, source.Request{}, write(t, figureHeader+figureRow("USD,0,1,,")+figureRow(cells)))
		if trade.KindOf(err) != trade.BadInput || !strings.Contains(err.Error(), words) || !strings.Contains(err.Error(), "line 3") || len(sink.Imports) > 0 {
			t.Errorf("%s: %v", cells, err)
		}
	}
}

// What a status says of a figure that is there, and of one that is not.
func TestStatus(t *testing.T) {
	t.Parallel()
	const missing, hidden, estimated = trade.FlagMissing, trade.FlagSuppressed, trade.FlagEstimated
	for cells, want := range map[string]struct {
		flags trade.Flags
		known bool
	}{
		"USD,0,5,A,F":     {0, true},
		"USD,0,5,,":       {0, true},
		"USD,0,5,P,F":     {0, true},
		"USD,0,5,E,F":     {estimated, true},
		"USD,0,5,I,":      {estimated, true},
		"USD,0,5,bep,":    {estimated, true},
		"USD,0,5,M,F":     {0, true},
		"USD,0,5,A,C":     {hidden, true},
		"USD,0,5,,_Z":     {0, true},
		"USD,0,,A,F":      {missing, false},
		"USD,0,NaN,M,F":   {missing, false},
		"USD,0,NaN,A,F":   {missing, false},
		"USD,0,:,,":       {missing, false},
		"USD,0,: c,,":     {hidden, false},
		"USD,0,,Q,":       {hidden, false},
		"USD,0,,A,N":      {hidden, false},
		"USD,0,,c,":       {hidden, false},
		"USD,0,NaN,L,C":   {missing | hidden, false},
		"USD,0,..,E,F":    {missing | estimated, false},
		"EUR,0,NaN,O,F":   {missing, false},
		"MIO_USD,,-,H,F":  {missing, false},
		"USD,0,#N/A,,":    {missing, false},
		"THS_USD,0,5,f,F": {estimated, true},
	} {
		sink, _ := mustLoad(t, source.Request{}, figureHeader+figureRow(cells))
		o := dataset(t, sink, "sdmx-hs2017-a-hs6").Observations[0]
		if o.Flags != want.flags || o.Value.Known() != want.known || o.ValueUSD.Known() != want.known {
			t.Errorf("%s: flags %d, value %s; want %d, %v", cells, o.Flags, o.Value, want.flags, want.known)
		}
	}
}

// Levels of each nomenclature are datasets of their own, named as those of other
// publishers are; codes of a length that it lacks are at fault.
func TestLevelsOfNomenclatures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n       trade.Nomenclature
		product string
		dataset string // empty: the code is at fault
	}{
		{trade.SITC3, "0", "sdmx-f-a-s3-1"}, {trade.SITC3, "00111", "sdmx-f-a-s3-5"}, {trade.SITC3, "001111", ""},
		{trade.SITC4, "333", "sdmx-f-a-s4-3"}, {trade.TNVED, "8704210000", "sdmx-f-a-tnved10"}, {trade.TNVED, "870421000", ""},
		{trade.CN, "87042100", "sdmx-f-a-cn8"}, {trade.CN, "8704210000", ""}, {trade.HS2022, "87", "sdmx-f-a-hs2"},
		{trade.HS2022, "87042100", ""}, {trade.HS1992, "TOTAL", "sdmx-f-a-hs6"}, {trade.SITC3, "TOTAL", "sdmx-f-a-s3-5"},
	} {
		text := strings.ReplaceAll(figureHeader+figureRow("USD,0,5,A,F"), "X:HS2017(1.0),BLR,RUS,870410", "X:F(1.0),BLR,RUS,"+c.product)
		sink, _, err := load(t, source.Request{Nomenclature: c.n}, write(t, text))
		if c.dataset == "" {
			if trade.KindOf(err) != trade.BadInput || !strings.Contains(err.Error(), c.product+`" is not a product code of `+string(c.n)) {
				t.Errorf("%s %s: %v", c.n, c.product, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s %s: %v", c.n, c.product, err)
			continue
		}
		if im := dataset(t, sink, c.dataset).Import; im.Nomenclature != c.n {
			t.Errorf("%s %s: %+v", c.n, c.product, im)
		}
	}
}

// Eurostat publishes goods by SITC under codes that look like those of chapters and
// headings: the person says what they are.
func TestEurostatBySITC(t *testing.T) {
	t.Parallel()
	text := strings.ReplaceAll(eurostatHeader+eurostatRow("A,DE,VN,33,1,VALUE_IN_EUROS,2024,100,,"), "DS-045409", "DS-018995")
	_, _, err := load(t, source.Request{}, write(t, text))
	if trade.KindOf(err) != trade.Usage || !strings.Contains(err.Error(), "to which nomenclature") {
		t.Error(err)
	}
	sink, _ := mustLoad(t, source.Request{Nomenclature: trade.SITC4}, text)
	wantFlows(t, dataset(t, sink, "sdmx-ds-018995-a-s4-2"), flow{"2024", "VNM", "DEU", "33", "100", "108.24", 0})
}

// The same file under two names is read once, and a note tells of it.
func TestSameFileTwice(t *testing.T) {
	t.Parallel()
	text := figureHeader + figureRow("USD,0,5,A,F")
	_, accounts, err := load(t, source.Request{}, write(t, text), write(t, text))
	if err != nil || len(accounts) != 1 || len(accounts[0].Files) != 1 || accounts[0].Files[0].Stored.Rows != 1 ||
		!slices.ContainsFunc(accounts[0].Notes, func(n string) bool { return strings.Contains(n, "is the same file as") }) {
		t.Errorf("%v: %+v", err, accounts)
	}
}

// Goods of the reporter's own that came back are kept under their own partner; sums
// and parts of countries are in the rows of others.
func TestSides(t *testing.T) {
	t.Parallel()
	header := "DATAFLOW,REF_AREA,COUNTERPART_AREA,COMMODITY,TRADE_FLOW,TIME_PERIOD,UNIT_MEASURE,OBS_VALUE\n"
	for sides, want := range map[string]string{
		"BLR,RUS": "RUS>BLR", "112,643": "RUS>BLR", "by,ru": "RUS>BLR", "BLR,BY": "XOG>BLR", "BLR,W0": "WLD>BLR", "BLR,WLD": "WLD>BLR",
		"BLR,EU27_2020": "group of countries", "EA20,BLR": "group of countries", "W0,BLR": "group of countries", "GBR,XI": "part of the United Kingdom",
		"BLR,W0,": "",
	} {
		sink, accounts, err := load(t, source.Request{}, write(t, header+"X:HS2017(1.0),"+sides+",870410,M,2024,USD,5\n"))
		got := ""
		switch {
		case err != nil:
		case len(sink.Imports) > 0 && len(sink.Imports[0].Observations) > 0:
			o := sink.Imports[0].Observations[0]
			got = fmt.Sprintf("%s>%s", o.Exporter, o.Importer)
		default:
			for why := range accounts[0].Files[0].Format {
				got = why
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q (%v)", sides, got, want, err)
		}
		if want == "XOG>BLR" && !slices.Contains(accounts[0].Notes, tabular.OwnGoodsNote(1)) {
			t.Errorf("no note tells of own goods: %q", accounts[0].Notes)
		}
	}
}

// Rows of a second dataflow, or of a second value of a dimension that nobody knows,
// would be counted together with the first.
func TestSecondValues(t *testing.T) {
	t.Parallel()
	header := "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,COUNTERPART_AREA,COMMODITY,TRADE_FLOW,TRANSPORT,TIME_PERIOD,UNIT_MEASURE,OBS_VALUE\n"
	good := "dataflow,X:HS2017(1.0),I,BLR,RUS,870410,X,0,2024,USD,5\n"
	for row, words := range map[string]string{
		"dataflow,X:HS2012(1.0),I,BLR,KAZ,870410,X,0,2024,USD,5\n": `another dataflow, "X:HS2012(1.0)", than the first`,
		"dataflow,X:HS2017(1.0),I,BLR,KAZ,870410,X,1,2024,USD,5\n": `TRANSPORT is "1" here and "0" in the first row`,
		"dataflow,X:HS2017(1.0),D,BLR,KAZ,870410,X,0,2024,USD,5\n": `ACTION "D" deletes what was sent before`,
		"dataflow,X:HS2017(1.0),Z,BLR,KAZ,870410,X,0,2024,USD,5\n": `ACTION "Z" is not an action`,
		"dataflow,X:HS2017(1.0),I,BLR,KAZ,870410,Q,0,2024,USD,5\n": `TRADE_FLOW "Q" is not a flow`,
	} {
		_, _, err := load(t, source.Request{}, write(t, header+good+row))
		if trade.KindOf(err) != trade.BadInput || !strings.Contains(err.Error(), words) || !strings.Contains(err.Error(), "line 3") {
			t.Errorf("%s: %v", row, err)
		}
	}
}
