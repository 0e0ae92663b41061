package comext

import (
	"testing"

	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

func TestPlaces(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]place{
		"BY": {economy: "BLR"}, "RU": {economy: "RUS"}, "EL": {economy: "GRC"}, "GR": {economy: "GRC"}, "GB": {economy: "GBR"}, "NA": {economy: "NAM"},
		"XK": {economy: "XKX"}, "XS": {economy: "SRB"}, "XC": {economy: "ES-CE"}, "XL": {economy: "ES-ML"}, "QP": {economy: "XHS"},
		"QQ": {economy: "XBU"}, "QR": {economy: "XBU"}, "QS": {economy: "XBU"}, "QU": {economy: "XNS"}, "QV": {economy: "XNS"}, "QW": {economy: "XNS"},
		"QX": {economy: "XSC"}, "QY": {economy: "XSC"}, "QZ": {economy: "XSC"}, "WORLD": {economy: trade.World},
		"XI": {outside: kingdomRow}, "XU": {outside: kingdomRow}, "EU": {outside: unionRow}, "EU27_2020": {outside: unionRow},
		"EU28": {outside: unionRow}, "EU27_2020_EXTRA": {outside: unionRow}, "EXT_EU27_2020": {outside: unionRow}, "INT_EU28": {outside: unionRow},
		"EA": {outside: unionRow}, "EA20": {outside: unionRow}, "INTRA": {outside: unionRow}, "EXTRA": {outside: unionRow},
		"": {}, "Q1": {}, "BLR": {}, "by": {}, "Belarus": {}, "0073": {},
	} {
		if got := placeOf(code); got != want {
			t.Errorf("%q: %+v, want %+v", code, got, want)
		}
	}
}

func TestGoods(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]good{
		"87041010": {"87041010", 8, false}, "010121": {"010121", 6, false}, "0101": {"0101", 4, false}, "01": {"01", 2, false},
		"TOTAL": {trade.AllProducts, 8, false}, "39XXXXXX": {"39XXXXXX", 8, true}, "010121XX": {"010121XX", 8, true}, "XXXXXXXX": {"XXXXXXXX", 8, true},
		"99RRR100": {"99XXX100", 8, true}, "99SSS999": {"99XXX999", 8, true},
		"": {}, "1": {}, "101": {}, "4061030": {}, "39XX": {}, "8704101000": {}, "8704.1010": {}, "trucks": {}, "ГОСТ": {}, "39xxxxxx": {},
	} {
		if got := goodOf(code); got != want {
			t.Errorf("%q: %+v, want %+v", code, got, want)
		}
	}
}

func TestPeriods(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"202403": "2024-03", "199912": "1999-12", "202352": "2023", "202400": "", "202413": "", "202453": "", "2024": "", "20240301": "", "2024-3": "", "": "", "300001": "",
	} {
		p, ok := periodOf([]byte(text))
		if ok != (want != "") || ok && p.String() != want {
			t.Errorf("%q: %v %v, want %q", text, p, ok, want)
		}
	}
}

func TestUnits(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{"": "", "NO_SU": "", "p/st": "u", "NAR": "u", "PA": "2u", "m2": "m²", "GFS": "GFS", "A": "A"} {
		if got := unitOf(code); got != want {
			t.Errorf("%q: %q, want %q", code, got, want)
		}
	}
}

func TestHeader(t *testing.T) {
	t.Parallel()
	old := tabular.Header{"DECLARANT", "DECLARANT_ISO", "PARTNER", "PARTNER_ISO", "TRADE_TYPE", "PRODUCT_NC", "FLOW", "STAT_REGIME", "SUPP_UNIT", "PERIOD",
		"VALUE_IN_EUROS", "QUANTITY_IN_KG", "SUP_QUANTITY"}
	c := columnsOf(old)
	if c.reporter != 1 || c.partner != 3 || c.value != 10 || c.mass != 11 || c.quantity != 12 || c.unit != 8 {
		t.Errorf("%+v", c)
	}
	if err := checkHeader(tabular.Table{Where: "x", Header: old}); err != nil {
		t.Error(err)
	}
	least := tabular.Header{"REPORTER", "PARTNER", "PRODUCT_NC", "FLOW", "PERIOD", "VALUE_EUR"}
	if err := checkHeader(tabular.Table{Where: "x", Header: least}); err != nil {
		t.Error(err)
	}
	for i := range least {
		short := append(append(tabular.Header{}, least[:i]...), least[i+1:]...)
		if err := checkHeader(tabular.Table{Where: "x", Header: short}); err == nil {
			t.Errorf("%s may be missing", least[i])
		}
	}
}
