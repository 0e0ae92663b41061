package sdmx

import (
	"testing"

	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

func TestPlaces(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]place{
		"BY": {economy: "BLR"}, "BLR": {economy: "BLR"}, "112": {economy: "BLR"}, "by": {economy: "BLR"}, "842": {economy: "USA"},
		"EL": {economy: "GRC"}, "NA": {economy: "NAM"}, "XK": {economy: "XKX"}, "GB": {economy: "GBR"}, "_X": {economy: "XNS"},
		"S19": {economy: "S19"}, "490": {economy: "S19"},
		"WORLD": {economy: trade.World}, "W0": {economy: trade.World}, "W00": {economy: trade.World}, "G001": {economy: trade.World},
		"_T": {economy: trade.World}, "0": {economy: trade.World}, "WLD": {economy: trade.World},
		"EU27_2020": {outside: groupRow}, "EU28": {outside: groupRow}, "EXT_EU27_2020": {outside: groupRow}, "EA20": {outside: groupRow},
		"G110": {outside: groupRow}, "W1": {outside: groupRow}, "EU": {outside: groupRow},
		"XI": {outside: kingdomRow}, "XU": {outside: kingdomRow},
		"": {}, "QQQ": {}, "Belarus": {}, "9999": {}, "1A": {}, "EUROPE": {},
	} {
		if got := placeOf(code); got != want {
			t.Errorf("%q: %+v, want %+v", code, got, want)
		}
	}
}

func TestGoods(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]trade.Product{
		"870410": "870410", "04": "04", "TOTAL": trade.AllProducts, "_T": trade.AllProducts, "total": trade.AllProducts,
		"HS17_8704": "8704", "HS2017_040610": "040610", "CN_87041010": "87041010", "H5-01": "01", "39XXXXXX": "39XXXXXX", "99RRR100": "99XXX100",
		"": "", "trucks": "", "87 04 trucks": "", "HS_": "", "AB123456": "", "8704.1.2.x": "", "87041010101": "",
	} {
		if got, ok := goodOf(code); got != want || ok != (want != "") {
			t.Errorf("%q: %q %v, want %q", code, got, ok, want)
		}
	}
}

func TestFlows(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]flowKind{
		"1": imports, "m": imports, "IMP": imports, "2": exports, "X": exports, "EXPORTS": exports,
		"RX": {exports: true, flow: trade.ReExport}, "RM": {imports: true, flow: trade.ReImport}, "BAL": {left: balanceRow},
		"XG_FOB_USD":        {exports: true, flow: trade.General, valuation: trade.FOB, currency: "USD"},
		"TXG_FOB_USD":       {exports: true, flow: trade.General, valuation: trade.FOB, currency: "USD"},
		"TMG_CIF_USD":       {imports: true, flow: trade.General, valuation: trade.CIF, currency: "USD"},
		"MG_FOB_XDC":        {imports: true, flow: trade.General, valuation: trade.FOB, currency: "XDC"},
		"XG":                {exports: true, flow: trade.General},
		"TBG_USD":           {left: balanceRow},
		"VALUE_IN_EUROS":    {currency: "EUR"},
		"QUANTITY_IN_100KG": {left: quantityRow}, "SUPPLEMENTARY_QUANTITY": {left: quantityRow},
	} {
		if got, ok := flowOf(code); got != want || !ok {
			t.Errorf("%q: %+v %v, want %+v", code, got, ok, want)
		}
	}
	for _, code := range []string{"", "3", "PRICE_INDEX", "XGS_USD", "MGX"} {
		if got, ok := flowOf(code); ok {
			t.Errorf("%q: %+v", code, got)
		}
	}
}

func TestUnits(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]flowKind{
		"USD": {currency: "USD"}, "usd": {currency: "USD"}, "USD_EXC": {currency: "USD"}, "MIO_EUR": {currency: "EUR", shift: 6},
		"THS_EUR": {currency: "EUR", shift: 3}, "thousand-usd": {currency: "USD", shift: 3}, "billion_rub": {currency: "RUB", shift: 9},
		"KG": {left: quantityRow}, "100KG": {left: quantityRow},
	} {
		if got, ok := unitOf(code); got != want || !ok {
			t.Errorf("%q: %+v %v", code, got, ok)
		}
	}
	for _, code := range []string{"", "US DOLLARS", "I2010", "DOZEN-USD"} {
		if got, ok := unitOf(code); ok {
			t.Errorf("%q: %+v", code, got)
		}
	}
	for code, want := range map[string]int{"": 0, "0": 0, "3": 3, "6": 6, "-2": -2, "Millions": 6, "units": 0} {
		if got, ok := powerOf(code); got != want || !ok {
			t.Errorf("power %q: %d %v", code, got, ok)
		}
	}
	for _, code := range []string{"many", "99", "-9", "1.5"} {
		if got, ok := powerOf(code); ok {
			t.Errorf("power %q: %d", code, got)
		}
	}
}

func TestPeriods(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, frequency, want string }{
		{"2021", "", "2021"}, {"2021-03", "M", "2021-03"}, {"2021-M03", "", "2021-03"}, {"2021M3", "", "2021-03"}, {"2021-Q1", "", "2021Q1"},
		{"2021Q4", "", "2021Q4"}, {"2021-S2", "", "2021H2"}, {"2021-H1", "", "2021H1"}, {"2021-A1", "", "2021"},
		{"2021-03-31", "M", "2021-03"}, {"2021-12-31", "A", "2021"}, {"2021-06-30", "Q", "2021Q2"}, {"2021-01-01", "S", "2021H1"},
		{"2021-03-31", "D", ""}, {"2021-03-31", "", ""}, {"2021-13", "", ""}, {"2021-00", "", ""}, {"2021-Q5", "", ""}, {"2021-Q0", "", ""},
		{"2021-W05", "", ""}, {"2021-A2", "", ""}, {"21", "", ""}, {"", "", ""}, {"3021", "", ""}, {"2021-03-31T00:00:00", "M", ""},
	} {
		p, ok := periodOf(c.text, c.frequency)
		if ok != (c.want != "") || ok && p.String() != c.want {
			t.Errorf("%q %q: %v %v, want %q", c.text, c.frequency, p, ok, c.want)
		}
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]trade.Flags{
		"": 0, "A": 0, "P": 0, "p": 0, "E": trade.FlagEstimated, "e": trade.FlagEstimated, "I": trade.FlagEstimated, "M": trade.FlagMissing,
		"L": trade.FlagMissing, "O": trade.FlagMissing, "Q": trade.FlagSuppressed, "c": trade.FlagSuppressed, "bep": trade.FlagEstimated, "S": 0, "s": trade.FlagEstimated,
	} {
		if got := statusOf([]byte(code)); got != want {
			t.Errorf("%q: %d, want %d", code, got, want)
		}
	}
	for code, want := range map[string]bool{"": false, "F": false, "_Z": false, "C": true, "N": true, "D": true} {
		if isSecret([]byte(code)) != want {
			t.Errorf("%q is secret: %v", code, !want)
		}
	}
	for text, want := range map[string]bool{"": true, ":": true, ":c": true, "NaN": true, "0": false, "-1": false, "c": false} {
		if isAbsent([]byte(text)) != want {
			t.Errorf("%q is absent: %v", text, !want)
		}
	}
}

func TestDataflow(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string][2]string{
		"ESTAT:DS-045409(1.0)": {"ESTAT", "DS-045409"}, "IMF.STA:IMTS(1.0.0): Trade": {"IMF.STA", "IMTS"}, "DF_X": {"", "DF_X"}, "": {"", ""},
		"OECD.SDD:DSD_BTD@DF_BTD(1.0)": {"OECD.SDD", "DSD_BTD@DF_BTD"},
	} {
		if agency, id := dataflowOf(cell); agency != want[0] || id != want[1] {
			t.Errorf("%q: %q %q", cell, agency, id)
		}
	}
	for cell, want := range map[string]string{"16/07/26 11:00:00": "2026-07-16", "2026-07-16": "", "": ""} {
		if got := dateOf(cell); got != want {
			t.Errorf("%q: %q", cell, got)
		}
	}
}

func TestNomenclature(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		agency, dataflow string
		product          int
		want             trade.Nomenclature
	}{
		{"UNSD", "DF_HS2017", 3, trade.HS2017}, {"UNSD", "TRADE_H4_A", 3, trade.HS2012}, {"X", "HS22", 3, trade.HS2022}, {"X", "TRADE_CN8", 3, trade.CN},
		{"ESTAT", "DS-045409", 3, trade.CN}, {"ESTAT", "DS-018995", 3, ""}, {"X", "F", 3, ""}, {"X", "CNTRY", 3, ""}, {"IMF", "IMTS", -1, trade.HS2022},
	} {
		g := &importing{}
		if got := nomenclatureOf(g.request, &layout{agency: c.agency, dataflow: c.dataflow, product: c.product}); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

// Figures in thousands and millions keep all their decimals.
func TestNumbers(t *testing.T) {
	t.Parallel()
	d := newDecoder(&importing{}, &layout{product: -1})
	for _, c := range []struct {
		text  string
		shift int
		want  int64
		ok    bool
	}{
		{"1250.5", 0, 1_250_500, true}, {"1.2345678", 6, 1_234_567_800, true}, {"1,2345678", 6, 1_234_567_800, true}, {"1.5e3", 3, 1_500_000_000, true},
		{"5", -2, 50, true}, {"0", 6, 0, true}, {"-2", 3, -2_000_000, true}, {"", 3, 0, false}, {"1e", 3, 0, false}, {"many", 3, 0, false}, {"1.2.3", 0, 0, false},
		{"9e18", 3, 0, false}, {"1e99999999999999999999", 3, 0, false},
	} {
		if got, ok := d.number([]byte(c.text), c.shift); ok != c.ok || ok && got != c.want {
			t.Errorf("%q by %d: %d %v, want %d", c.text, c.shift, got, ok, c.want)
		}
	}
}

func TestLabelsAreDropped(t *testing.T) {
	t.Parallel()
	l, err := layoutOf(tabular.Table{
		Header: tabular.Header{"STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "REF_AREA", "Flow", "COUNTERPART_AREA", "Partner", "TRADE_FLOW", "Product",
			"TIME_PERIOD", "Time", "OBS_VALUE", "Value"},
		First: [][]string{{"dataflow", "X:F(1.0)", "Trade", "I", "BLR", "Belarus", "RUS", "Russia", "X", "Exports", "2021", "", "1", ""}},
	})
	if err != nil || l.direction != 8 || l.partner != 6 || l.product != -1 || len(l.fixed) != 1 {
		t.Errorf("%+v %v", l, err)
	}
}
