package comtrade_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// object is the usual row as the API writes it.
const object = `{"typeCode":"C","freqCode":"A","refYear":2021,"refMonth":52,"period":"2021","reporterCode":112,"flowCode":"M",` +
	`"partnerCode":643,"partner2Code":0,"classificationCode":"H5","isOriginalClassification":true,"cmdCode":"040610","cmdDesc":"a \"b\", c",` +
	`"customsCode":"C00","motCode":0,"qtyUnitCode":8,"qty":300.25,"isQtyEstimated":false,"netWgt":300.25,"cifvalue":1250.5,"fobvalue":null,` +
	`"primaryValue":1250.5,"isReported":false,"isAggregate":true}`

func TestAnswersThatAreNone(t *testing.T) {
	t.Parallel()
	other := strings.Replace(object, `"flowCode"`, `"flow"`, 1)
	for name, test := range map[string]struct {
		text, want string
	}{
		"an error":            {`{"elapsedTime":"0.1 secs","count":0,"data":[],"error":"maximum 250000 records"}`, `said: "maximum 250000 records"`},
		"an error after data": {`{"count":1,"data":[` + object + `],"error":"timeout"}`, `said: "timeout"`},
		"rate limit":          {`{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 2 seconds." }`, "Rate limit is exceeded"},
		"no key":              {`{"statusCode":401,"message":"Access denied due to missing subscription key"}`, "Access denied"},
		"an object as error":  {`{"data":null,"error":{"code":7}}`, "code"},
		"fewer than it says":  {`{"count":2,"data":[` + object + `],"error":""}`, "says that it has 2 records, and it has 1"},
		"cut":                 {`{"count":1,"data":[` + object[:200], "breaks off"},
		"cut behind a record": {`{"count":1,"data":[` + object, "breaks off"},
		"damaged":             {`{"count":1,"data":[` + object + `;]}`, "damaged"},
		"other records":       {`{"data":[{"a":1}]}`, "the column period (or refYear) is missing"},
		"another list":        {`{"rows":[]}`, "no list of records named data"},
		"data in data":        {`{"data":{"a":1}}`, "data is no list"},
		"numbers":             {`{"data":[1,2]}`, "a record is no object"},
		"nested":              {`{"data":[{"cmdCode":{"a":1}}]}`, "neither text nor a number"},
		"two documents":       {`{"count":1,"data":[` + object + `]}{}`, "something follows"},
		"a field that comes":  {`[` + strings.Repeat(object+",", 30) + strings.Replace(object, `"flowCode"`, `"new":1,"flowCode"`, 1) + `]`, `the field "new"`},
		"a column is missing": {`[` + other + `]`, "the column flowCode (or flowDesc) is missing"},
		"services":            {`[` + strings.Replace(object, `"C"`, `"S"`, 1) + `]`, "trade in services"},
		"endless record":      {`[{"cmdDesc":"` + strings.Repeat("x", 9<<20) + `"}]`, "longer than four million bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sink, _, err := imported(source.Request{Paths: []string{write(t, "answer.json", test.text)}})
			if err == nil || trade.KindOf(err) != trade.BadInput || trade.HintOf(err) == "" || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v", err)
			}
			if sink != nil && len(sink.Imports) > 0 {
				t.Error("something is stored")
			}
		})
	}
}

// Records at fault are named by their number.
func TestRecordAtFault(t *testing.T) {
	t.Parallel()
	bad := strings.Replace(object, "643", `"Mars"`, 1)
	text := fmt.Sprintf(`{"count":3,"data":[%s,%s,%s],"error":null}`, object, strings.Replace(object, "040610", "040620", 1), bad)
	path := write(t, "answer.json", text)
	_, _, err := imported(source.Request{Paths: []string{path}})
	if err == nil || !strings.Contains(err.Error(), `answer.json, line 3: the code "Mars" in partnerCode`) {
		t.Errorf("%v", err)
	}
	sink, _ := mustImport(t, source.Request{Paths: []string{path}, Tolerate: 0.5})
	wantAccount(t, sink, "answer.json comtrade-a-hs6 H5 flows 2 2501000 aside 1 1250500")
}

func TestEmptyAnswers(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`{"elapsedTime":"0.58 secs","count":0,"data":[],"error":""}`, `{"count":0,"data":null,"error":null}`, "[]\n"} {
		_, accounts := mustImport(t, source.Request{Paths: []string{write(t, "answer.json", text)}})
		if len(accounts) != 1 || accounts[0].Files[0].Status != trade.ImportUnchanged {
			t.Errorf("%s: %+v", text, accounts)
		}
	}
}
