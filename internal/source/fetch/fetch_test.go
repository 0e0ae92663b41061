package fetch

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oborot/oborot/trade"
)

// archive is a zip of some size that does not shrink.
func archive(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	m, err := w.CreateHeader(&zip.FileHeader{Name: "BACI_HS17_Y2020_V202501.csv", Method: zip.Store})
	if err != nil {
		t.Fatal(err)
	}
	block := sha256.Sum256([]byte("a"))
	for range 4000 {
		block = sha256.Sum256(block[:])
		if _, err := m.Write(block[:]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// server answers each request by the next of its tricks, and properly when there
// are none left.
type server struct {
	*httptest.Server
	lock    sync.Mutex
	tricks  []http.HandlerFunc
	ranges  []string
	content []byte
	tag     string
}

func serve(t *testing.T, content []byte, tricks ...func(s *server) http.HandlerFunc) *server {
	t.Helper()
	s := &server{content: content, tag: `"1"`}
	for _, trick := range tricks {
		s.tricks = append(s.tricks, trick(s))
	}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.lock.Lock()
	s.ranges = append(s.ranges, r.Header.Get("Range"))
	answer := s.whole
	if len(s.tricks) > 0 {
		answer, s.tricks = s.tricks[0], s.tricks[1:]
	}
	s.lock.Unlock()
	answer(w, r)
}

// whole is a server as it should be.
func (s *server) whole(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("ETag", s.tag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(s.content))
}

func status(code int, header ...string) func(*server) http.HandlerFunc {
	return func(*server) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i+1 < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(code)
		}
	}
}

// cut ends the connection after some bytes of what it announced.
func cut(bytes int) func(*server) http.HandlerFunc {
	return func(s *server) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			from := 0
			if text, ok := strings.CutPrefix(r.Header.Get("Range"), "bytes="); ok {
				from, _ = strconv.Atoi(strings.TrimSuffix(text, "-"))
				w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(s.content)-1, len(s.content)))
			}
			w.Header().Set("ETag", s.tag)
			w.Header().Set("Content-Length", strconv.Itoa(len(s.content)-from))
			if from > 0 {
				w.WriteHeader(http.StatusPartialContent)
			}
			send(w, s.content[from:from+bytes])
			panic(http.ErrAbortHandler)
		}
	}
}

// send brings bytes on their way before the handler ends the connection.
func send(w http.ResponseWriter, b []byte) {
	w.Write(b)
	w.(http.Flusher).Flush()
}

// stuck sends some bytes and then nothing.
func stuck(bytes int) func(*server) http.HandlerFunc {
	return func(s *server) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", s.tag)
			w.Header().Set("Content-Length", strconv.Itoa(len(s.content)))
			send(w, s.content[:bytes])
			<-r.Context().Done()
		}
	}
}

// changed is another file under the same address.
func changed(content []byte) func(*server) http.HandlerFunc {
	return func(s *server) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			s.lock.Lock()
			s.content, s.tag = content, `"2"`
			s.lock.Unlock()
			s.whole(w, r)
		}
	}
}

// wrongPart answers a range with bytes from elsewhere.
func wrongPart(s *server) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", s.tag)
		w.Header().Set("Content-Range", fmt.Sprintf("bytes 7-%d/%d", len(s.content)-1, len(s.content)))
		w.WriteHeader(http.StatusPartialContent)
		send(w, s.content[7:])
	}
}

// longer lies about the length of the whole file in its ranges.
func longer(s *server) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		from, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(r.Header.Get("Range"), "bytes="), "-"))
		w.Header().Set("ETag", s.tag)
		w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(s.content)-1, len(s.content)))
		w.WriteHeader(http.StatusPartialContent)
		send(w, append(slices.Clone(s.content[from:]), "more"...))
	}
}

func client(t *testing.T) *Client {
	return &Client{Dir: t.TempDir(), First: time.Millisecond, Every: time.Nanosecond, Idle: 300 * time.Millisecond, Tries: 4}
}

func TestDownloadFromServersThatMisbehave(t *testing.T) {
	t.Parallel()
	content := archive(t)
	other := append(bytes.Clone(content), content...)
	for name, c := range map[string]struct {
		tricks []func(*server) http.HandlerFunc
		want   []byte
		ranges []string
	}{
		"well":             {nil, content, []string{""}},
		"busy":             {[]func(*server) http.HandlerFunc{status(429, "Retry-After", "0"), status(500), status(503)}, content, []string{"", "", "", ""}},
		"cut":              {[]func(*server) http.HandlerFunc{cut(1000)}, content, []string{"", "bytes=1000-"}},
		"cut and cut":      {[]func(*server) http.HandlerFunc{cut(1000), cut(500), cut(1), cut(2), cut(3), cut(4)}, content, []string{"", "bytes=1000-", "bytes=1500-", "bytes=1501-", "bytes=1503-", "bytes=1506-", "bytes=1510-"}},
		"slow":             {[]func(*server) http.HandlerFunc{stuck(2000)}, content, []string{"", "bytes=2000-"}},
		"changed between":  {[]func(*server) http.HandlerFunc{cut(1000), changed(other)}, other, []string{"", "bytes=1000-"}},
		"another part":     {[]func(*server) http.HandlerFunc{cut(1000), wrongPart}, content, []string{"", "bytes=1000-", ""}},
		"longer than said": {[]func(*server) http.HandlerFunc{cut(1000), longer}, content, []string{"", "bytes=1000-", ""}},
		"range refused":    {[]func(*server) http.HandlerFunc{cut(1000), status(416)}, content, []string{"", "bytes=1000-", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, content, c.tricks...)
			cl := client(t)
			path, err := cl.BACI(context.Background(), s.URL, "HS17", "202501")
			if err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(path)
			if err != nil || !bytes.Equal(got, c.want) {
				t.Errorf("%d bytes of %d, %v", len(got), len(c.want), err)
			}
			if filepath.Base(path) != "BACI_HS17_V202501.zip" || !slices.Equal(s.ranges, c.ranges) {
				t.Errorf("%s, asked for %q", path, s.ranges)
			}
			if left, _ := filepath.Glob(filepath.Join(cl.Dir, "*.part*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// A program that is stopped goes on with the next call.
func TestResumeInAnotherProcess(t *testing.T) {
	t.Parallel()
	content := archive(t)
	s := serve(t, content, cut(1000), status(500), status(500), status(500))
	cl := client(t)
	_, err := cl.BACI(context.Background(), s.URL, "HS17", "202501")
	if err == nil || !strings.Contains(err.Error(), "500") || !strings.Contains(trade.HintOf(err), "goes on") {
		t.Fatalf("%v", err)
	}
	again := client(t)
	again.Dir = cl.Dir
	path, err := again.BACI(context.Background(), s.URL, "HS17", "202501")
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(path); !bytes.Equal(got, content) || s.ranges[len(s.ranges)-1] != "bytes=1000-" {
		t.Errorf("%d bytes, asked for %q", len(got), s.ranges)
	}
	before := len(s.ranges)
	if _, err := again.BACI(context.Background(), s.URL, "HS17", "202501"); err != nil || len(s.ranges) != before {
		t.Errorf("a whole file was downloaded again: %v", err)
	}
}

func TestServersThatRefuse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		trick func(*server) http.HandlerFunc
		kind  trade.Kind
		words string
	}{
		"no such release": {status(404), trade.NoData, "404"},
		"forbidden":       {status(403), trade.BadInput, "403"},
		"wait for hours":  {status(429, "Retry-After", "7200"), trade.Internal, "wait for 2h0m0s"},
		"a page instead": {func(*server) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) {
				io.WriteString(w, "<html><body>Maintenance</body></html>")
			}
		}, trade.BadInput, "web page"},
	} {
		s := serve(t, nil, c.trick)
		cl := client(t)
		_, err := cl.BACI(context.Background(), s.URL, "HS17", "202501")
		if trade.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.words) || trade.HintOf(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
		if files, _ := os.ReadDir(cl.Dir); len(files) > 0 && name == "a page instead" {
			t.Errorf("%s: it was kept", name)
		}
	}
	cl := client(t)
	for _, c := range [][2]string{{"HS23", "202501"}, {"HS17", "2025"}, {"../x", "202501"}} {
		if _, err := cl.BACI(context.Background(), "http://127.0.0.1:1", c[0], c[1]); trade.KindOf(err) != trade.Usage {
			t.Errorf("%v: %v", c, err)
		}
	}
	if _, err := cl.BACI(context.Background(), "http://127.0.0.1:1", "HS17", "202501"); err == nil || !strings.Contains(err.Error(), "cannot be reached") {
		t.Errorf("%v", err)
	}
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	s := serve(t, archive(t), stuck(10))
	cl := client(t)
	cl.Idle = time.Hour
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := cl.BACI(ctx, s.URL, "HS17", "202501"); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// answers is UN Comtrade with so many rows for each reporter, period, flow and
// partner.
type answers struct {
	lock     sync.Mutex
	requests []string
	keys     []string
	rows     int
	limit    int
}

func (a *answers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	count := a.rows
	for _, list := range []string{"reporterCode", "period", "flowCode", "partnerCode"} {
		count *= len(strings.Split(q.Get(list), ","))
	}
	a.lock.Lock()
	a.requests = append(a.requests, r.URL.Path+"?"+r.URL.RawQuery)
	a.keys = append(a.keys, r.Header.Get("Ocp-Apim-Subscription-Key"))
	a.lock.Unlock()
	data := make([]map[string]int, min(count, a.limit))
	json.NewEncoder(w).Encode(map[string]any{"elapsedTime": "1 s", "count": len(data), "data": data, "error": ""})
}

func someRequest(address string) ComtradeRequest {
	return ComtradeRequest{
		Address: address, Key: "secret", Frequency: "A", Reporters: []int{112}, Partners: []int{643, 842},
		Periods: []string{"2020", "2021"}, Flows: []string{"M", "X"}, Commodity: "AG6",
	}
}

func TestComtradeIsAskedInParts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ rows, files, requests int }{
		{10, 1, 1},       // 80 rows
		{15_000, 2, 3},   // 120,000: by period
		{30_000, 4, 7},   // by period, then by flow
		{60_000, 8, 15},  // and by partner
		{100_000, -1, 4}, // cannot be made smaller
	} {
		a := &answers{rows: c.rows, limit: mostRows}
		s := httptest.NewServer(a)
		cl := client(t)
		paths, err := cl.Comtrade(context.Background(), someRequest(s.URL))
		s.Close()
		if c.files < 0 {
			if trade.KindOf(err) != trade.NoData || len(a.requests) != c.requests {
				t.Errorf("%d rows: %v after %d requests", c.rows, err, len(a.requests))
			}
			continue
		}
		if err != nil || len(paths) != c.files || len(a.requests) != c.requests {
			t.Errorf("%d rows: %d files of %d requests, %v", c.rows, len(paths), len(a.requests), err)
		}
		for _, name := range paths {
			if strings.Contains(name, "secret") {
				t.Errorf("the key is in %s", name)
			}
		}
		if a.keys[0] != "secret" || strings.Contains(a.requests[0], "secret") || !strings.HasPrefix(a.requests[0], "/data/v1/get/C/A/HS?") {
			t.Errorf("%s with key %s", a.requests[0], a.keys[0])
		}
	}
}

func TestComtradePreviewAndManyPeriods(t *testing.T) {
	t.Parallel()
	a := &answers{rows: 1, limit: mostPreviewRows}
	s := httptest.NewServer(a)
	defer s.Close()
	r := someRequest(s.URL)
	r.Key, r.Frequency, r.Periods = "", "M", nil
	for m := range 24 {
		r.Periods = append(r.Periods, fmt.Sprintf("%d%02d", 2020+m/12, m%12+1))
	}
	paths, err := client(t).Comtrade(context.Background(), r)
	if err != nil || len(paths) != 2 || len(a.requests) != 2 || !strings.HasPrefix(a.requests[0], "/public/v1/preview/C/M/HS?") {
		t.Errorf("%v, %v: %v", paths, a.requests, err)
	}
	if !strings.Contains(a.requests[0], "partner2Code=0") || !strings.Contains(a.requests[0], "motCode=0") || !strings.Contains(a.requests[0], "customsCode=C00") {
		t.Errorf("%s may count flows twice", a.requests[0])
	}
}

func TestComtradeErrors(t *testing.T) {
	t.Parallel()
	for body, words := range map[string]string{
		`{"elapsedTime":"0","count":0,"data":[],"error":"Invalid reporter"}`: "Invalid reporter",
		`{"elapsedTime":"0","count":0,"da`:                                   "not whole",
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, body) }))
		_, err := client(t).Comtrade(context.Background(), someRequest(s.URL))
		s.Close()
		if err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", body, err)
		}
	}
	for _, spoil := range []func(*ComtradeRequest){
		func(r *ComtradeRequest) { r.Reporters = nil }, func(r *ComtradeRequest) { r.Periods = nil }, func(r *ComtradeRequest) { r.Frequency = "Q" },
	} {
		r := someRequest("http://127.0.0.1:1")
		spoil(&r)
		if _, err := client(t).Comtrade(context.Background(), r); trade.KindOf(err) != trade.Usage {
			t.Errorf("%+v: %v", r, err)
		}
	}
}
