package main

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

// calledIn runs oborot with an environment of the test's own.
func calledIn(t *testing.T, environment map[string]string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	code = run(t.Context(), args, streams{strings.NewReader(""), &out, &err, func(name string) string { return environment[name] }})
	return code, out.String(), err.String()
}

// fetchServer keeps one release of BACI and the answer to one question of UN
// Comtrade.
func fetchServer(t *testing.T) *httptest.Server {
	t.Helper()
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	m, err := w.Create("BACI_HS17_Y2021_V202501.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(m, "t,i,j,k,v,q\n2021,112,643,40610,32500,10\n2021,643,112,870899,7500.5,NA\n"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/BACI_HS17_V202501.zip", func(w http.ResponseWriter, _ *http.Request) { w.Write(archive.Bytes()) })
	mux.HandleFunc("/public/v1/preview/C/A/HS", func(w http.ResponseWriter, r *http.Request) {
		if q := r.URL.Query(); q.Get("reporterCode") != "112" || q.Get("partnerCode") != "643" || q.Get("period") != "2021" {
			http.Error(w, "what?", http.StatusBadRequest)
			return
		}
		io.WriteString(w, `{"elapsedTime":"0.1 secs","count":1,"data":[{"typeCode":"C","freqCode":"A","refPeriodId":20210101,"refYear":2021,"refMonth":52,`+
			`"period":"2021","reporterCode":112,"reporterISO":"BLR","flowCode":"X","partnerCode":643,"partnerISO":"RUS","partner2Code":0,`+
			`"classificationCode":"H5","isOriginalClassification":true,"cmdCode":"040610","aggrLevel":6,"isLeaf":true,"customsCode":"C00","mosCode":"0","motCode":0,`+
			`"qtyUnitCode":8,"qty":5,"isQtyEstimated":false,"netWgt":5,"isNetWgtEstimated":false,"cifvalue":null,"fobvalue":16.4,"primaryValue":16.4,`+
			`"legacyEstimationFlag":0,"isReported":true,"isAggregate":false}],"error":""}`)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func TestFetchAndAsk(t *testing.T) {
	t.Parallel()
	s := fetchServer(t)
	folder := t.TempDir()
	environment := map[string]string{"OBOROT_LAKE": filepath.Join(folder, "lake"), "OBOROT_BACI_URL": s.URL, "OBOROT_COMTRADE_URL": s.URL}
	for _, args := range [][]string{
		{"fetch", "baci", "--release", "202501"},
		{"fetch", "comtrade", "--reporter", "Belarus", "--partner", "RU", "--period", "2021"},
	} {
		if code, _, stderr := calledIn(t, environment, args...); code != 0 {
			t.Fatalf("%v: exit %d, %s", args, code, stderr)
		}
	}
	for args, want := range map[string]string{
		"account BY RU --format csv --dataset baci-hs17":                                       "32500000",
		"flows --by product --where dataset=comtrade-a-hs6 --format csv":                       "16.4",
		"fetch baci --release 202501 --format csv":                                             "unchanged",
		"fetch comtrade --reporter BLR --partner RUS --period 2021 --no-import --format table": "downloads",
	} {
		code, stdout, stderr := calledIn(t, environment, strings.Fields(args)...)
		if code != 0 || !strings.Contains(stdout, want) {
			t.Errorf("%s: exit %d, %s%s", args, code, stdout, stderr)
		}
	}
}

func TestFetchRefusesWhatIsUnknown(t *testing.T) {
	t.Parallel()
	environment := map[string]string{"OBOROT_LAKE": filepath.Join(t.TempDir(), "lake"), "OBOROT_BACI_URL": "http://127.0.0.1:1"}
	for args, want := range map[string]string{
		"fetch baci": "not a release",
		"fetch baci --edition HS1 --release 202501":                 "not an edition",
		"fetch comtrade --period 2021":                              "no reporter",
		"fetch comtrade --reporter BLR":                             "no period",
		"fetch comtrade --reporter RU-PRI --period 2021":            "no figures of RU-PRI",
		"fetch comtrade --reporter Atlantis --period 2021":          "Atlantis",
		"fetch comtrade --reporter BLR --period soon":               "soon",
		"fetch comtrade --reporter BLR --period 2021-03":            "not whole years",
		"fetch comtrade --reporter BLR --period 2021 --frequency Q": "not a frequency",
		"fetch nothing": "not a command",
	} {
		code, _, stderr := calledIn(t, environment, strings.Fields(args)...)
		if code != 2 || !strings.Contains(stderr, want) {
			t.Errorf("%s: exit %d, %s", args, code, stderr)
		}
	}
}
