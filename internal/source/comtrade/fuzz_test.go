package comtrade_test

import (
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// sound checks what may come of any file: an error in one sentence with a hint, or
// accounts that balance (the sink sees to that) and whose rows may be stored.
func sound(t *testing.T, path string) {
	sink, accounts, err := imported(source.Request{Paths: []string{path}, Tolerate: 1})
	if err != nil {
		if trade.KindOf(err) == trade.Internal || trade.HintOf(err) == "" || strings.ContainsAny(err.Error(), "\n\r") {
			t.Errorf("%q", err)
		}
		return
	}
	if len(accounts) == 0 {
		t.Error("there is no account")
	}
	for _, im := range sink.Imports {
		for _, o := range im.Observations {
			if o.Value.Thousandths < 0 || o.NetKg.Thousandths < 0 || o.Quantity.Thousandths < 0 || o.Product.Level() != im.Import.Digits {
				t.Errorf("%s: %+v", im.Import.Dataset, o)
			}
		}
	}
}

func FuzzTable(f *testing.F) {
	for _, text := range []string{
		table(""), table("cmdCode=TOTAL", "cmdCode=04", "flowCode=RX"), table("partner2Code=7", "primaryValue=-1", "netWgt=1e30"),
		strings.ReplaceAll(table(""), ",", "\t"), table("")[:800], names, "a,b\n1,2\n", "\xef\xbb\xbf" + table("cmdDesc=\xe9"),
		"reporterISO,flowDesc,partnerISO,cmdCode,primaryValue,refYear\nBLR,Import,_X,40610,1,2021\n\nBLR,Import,\"R\"\"S\",1,,x\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { sound(t, write(t, "fuzz.csv", text)) })
}

func FuzzAnswer(f *testing.F) {
	for _, text := range []string{
		`{"count":1,"data":[` + object + `],"error":""}`, `[` + object + `,{}]`, `{"data":null}`, `{"statusCode":429,"message":"x"}`,
		`{"data":[{"period":"2021","reporterCode":1e2,"flowCode":null,"partnerCode":true,"cmdCode":[],"primaryValue":-1}]}`, `[[[`, `"`, `{"data":[{}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { sound(t, write(t, "fuzz.json", "["+strings.TrimPrefix(text, "["))) })
}
