package comtrade

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/internal/source/tabular/tabulartest"
)

// What a row says does not depend on the rows before, although most of it is taken
// from them.
func TestRowsAreReadAsIfAlone(t *testing.T) {
	t.Parallel()
	choices := map[string][]string{
		"typeCode": {"C", "S"}, "freqCode": {"A", "M"}, "refMonth": {"52", "3"}, "period": {"2021", "2014", "202103", "x", " "},
		"reporterCode": {"112", "643", "97", "0", "999", " "}, "flowCode": {"M", "X", "RX", "FM", "q"}, "partnerCode": {"643", "0", "97", "112", "998"},
		"partner2Code": {"0", "7"}, "classificationCode": {"H5", "HS", "H3", "S3", "zz", " "}, "isOriginalClassification": {"True", "False"},
		"cmdCode": {"040610", "04", "TOTAL", "40610", "02499", "9999AA", "x!"}, "cmdDesc": {"Cheese", `"Cheese, fresh"`, `"""Cheese"""`},
		"customsCode": {"C00", "C01", " "}, "motCode": {"0", "1000"}, "qtyUnitCode": {"8", "-1", "99", "5", " "}, "qtyUnitAbbr": {"kg", "barn"},
		"qty": {"300.25", "0", " ", "x"}, "isQtyEstimated": {"False", "True"}, "netWgt": {"1", "0", " ", "-1"}, "isNetWgtEstimated": {"False", "True"},
		"cifvalue": {"1250.5", " "}, "fobvalue": {"1250.5", " "}, "primaryValue": {"1250.5", "0", "x", " "},
		"legacyEstimationFlag": {"0", "2", "4", "6"}, "isReported": {"True", "False"}, "isAggregate": {"True", "False"},
	}
	columns := strings.Split(columnsOfAPI, ",")
	columns = slices.DeleteFunc(columns, func(c string) bool { return choices[c] == nil })
	random := rand.New(rand.NewPCG(1, 2))
	now := map[string]string{}
	lines := []string{strings.Join(columns, ",")}
	for range 5_000 {
		for range random.IntN(3) {
			c := columns[random.IntN(len(columns))]
			now[c] = choices[c][random.IntN(len(choices[c]))]
		}
		if random.IntN(10) == 0 {
			clear(now) // or most rows would have a fault
		}
		var line []string
		for _, c := range columns {
			line = append(line, cmp.Or(now[c], choices[c][0]))
		}
		lines = append(lines, strings.Join(line, ","))
	}
	rows, good := tabulartest.ReadAsIfAlone(t, &sourcetest.Sink{}, strings.Join(lines, "\n")+"\n", func(table tabular.Table) (tabular.Decoder, error) {
		return newDecoder(table, "", &counts{}), nil
	})
	if rows < 4_000 || good < 500 || good > 4_000 {
		t.Errorf("%d of %d rows could be read: the table is of one sort", good, rows)
	}
}
