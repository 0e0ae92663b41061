package fetch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"github.com/oborot/oborot/trade"
)

// A redirect to another server goes without the key, one to the same server with it.
func TestKeyStaysWithItsServer(t *testing.T) {
	t.Parallel()
	var lock sync.Mutex
	got := map[string]string{}
	note := func(where string, r *http.Request) {
		lock.Lock()
		defer lock.Unlock()
		got[where] = r.Header.Get(keyHeader)
	}
	answer := func(w http.ResponseWriter) { io.WriteString(w, `{"count":0,"data":[],"error":""}`) }
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { note("other", r); answer(w) }))
	defer other.Close()
	var own *httptest.Server
	own = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/away"):
			http.Redirect(w, r, other.URL, http.StatusFound)
		case strings.HasPrefix(r.URL.Path, "/near"):
			http.Redirect(w, r, own.URL+"/here", http.StatusFound)
		default:
			note("own", r)
			answer(w)
		}
	}))
	defer own.Close()
	for _, path := range []string{"/away", "/near"} {
		if _, err := client(t).Comtrade(context.Background(), someRequest(own.URL+path)); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	if got["other"] != "" || got["own"] != "secret" {
		t.Errorf("the keys that came: %q", got)
	}
}

// Neither key nor password is in any error, message or file.
func TestSecretsAreNotTold(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".zip") {
			w.Header().Set("Content-Length", "1000")
			w.Header().Set("ETag", `"1"`)
			send(w, []byte("PK"))
			panic(http.ErrAbortHandler)
		}
		io.WriteString(w, `{"error":"the key secret is not known"}`)
	}))
	defer s.Close()
	cl := client(t)
	var told strings.Builder
	cl.Said = func(sentence string) { told.WriteString(sentence) }
	host := strings.TrimPrefix(s.URL, "http://")
	for _, ask := range []func() error{
		func() error { _, err := cl.Comtrade(context.Background(), someRequest(s.URL)); return err },
		func() error {
			_, err := cl.Comtrade(context.Background(), someRequest("http://me:secret@bad host"))
			return err
		},
		func() error {
			r := someRequest(s.URL)
			r.Key = "secret\nX: y"
			_, err := cl.Comtrade(context.Background(), r)
			return err
		},
		func() error {
			_, err := cl.BACI(context.Background(), "http://me:secret@"+host, "HS17", "202501")
			return err
		},
		func() error {
			_, err := cl.BACI(context.Background(), "http://me:secret@bad host", "HS17", "202501")
			return err
		},
		func() error {
			_, err := cl.BACI(context.Background(), "http://me:secret@127.0.0.1:1", "HS17", "202501")
			return err
		},
	} {
		err := ask()
		if err == nil || trade.HintOf(err) == "" || strings.Contains(err.Error()+trade.HintOf(err), "secret") {
			t.Errorf("%v", err)
		}
	}
	err := filepath.WalkDir(cl.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		told.WriteString(path)
		told.Write(data)
		return err
	})
	if err != nil || strings.Contains(told.String(), "secret") || !strings.Contains(told.String(), `"validator":"\"1\""`) {
		t.Errorf("%v: %s", err, told.String())
	}
}

// Two processes do not write one file.
func TestOneDownloadAtATime(t *testing.T) {
	t.Parallel()
	content := archive(t)
	s := serve(t, content)
	cl := client(t)
	held := flock.New(filepath.Join(cl.Dir, "BACI_HS17_V202501.zip.part.lock"))
	if got, err := held.TryLock(); !got || err != nil {
		t.Fatal(err)
	}
	_, err := cl.BACI(context.Background(), s.URL, "HS17", "202501")
	if trade.KindOf(err) != trade.Conflict || len(s.ranges) > 0 {
		t.Errorf("%v, %d requests", err, len(s.ranges))
	}
	if err := held.Close(); err != nil {
		t.Fatal(err)
	}
	path, err := cl.BACI(context.Background(), s.URL, "HS17", "202501")
	if got, _ := os.ReadFile(path); err != nil || !bytes.Equal(got, content) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

// A server that knows no ranges and always breaks off at the same place is given up.
func TestNoProgressEnds(t *testing.T) {
	t.Parallel()
	whole := func(s *server) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			r.Header.Del("Range")
			cut(1000)(s)(w, r)
		}
	}
	var tricks []func(*server) http.HandlerFunc
	for range 50 {
		tricks = append(tricks, whole)
	}
	s := serve(t, archive(t), tricks...)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	_, err := client(t).BACI(ctx, s.URL, "HS17", "202501")
	if err == nil || errors.Is(err, context.DeadlineExceeded) || len(s.ranges) > 6 {
		t.Errorf("%v after %d requests", err, len(s.ranges))
	}
}

// A server that ignores If-Range sends the end of another file.
func TestPartOfAnotherFile(t *testing.T) {
	t.Parallel()
	content := archive(t)
	other := bytes.Repeat([]byte("x"), len(content))
	strange := func(s *server) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			r.Header.Del("If-Range")
			w.Header().Set("ETag", `"2"`)
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(other))
		}
	}
	s := serve(t, content, cut(1000), strange)
	path, err := client(t).BACI(context.Background(), s.URL, "HS17", "202501")
	if got, _ := os.ReadFile(path); err != nil || !bytes.Equal(got, content) {
		t.Errorf("%v, asked for %q", err, s.ranges)
	}
}

// What is here is not taken for the beginning of a file that came in between.
func TestOldBytesGoBeforeTheNewMark(t *testing.T) {
	t.Parallel()
	cl := client(t)
	p := &part{client: cl, address: "http://127.0.0.1/a", path: filepath.Join(cl.Dir, "a"), mark: mark{Validator: `"1"`}}
	if err := os.WriteFile(p.partPath(), []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	answer := &http.Response{StatusCode: http.StatusOK, ContentLength: 10, Header: http.Header{"Etag": {`"2"`}}}
	if _, _, err := p.begin(answer, 3); err != nil {
		t.Fatal(err)
	}
	again := &part{client: cl, address: p.address, path: p.path}
	again.readMark()
	if again.mark.Validator != `"2"` || again.have() != 0 {
		t.Errorf("%+v, %d bytes", again.mark, again.have())
	}
}

// Without a length a cut is seen only in the archive itself; it is not kept.
func TestCutWithoutLength(t *testing.T) {
	t.Parallel()
	content := archive(t)
	short := func(s *server) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { send(w, content[:5000]) }
	}
	s := serve(t, content, short)
	cl := client(t)
	if _, err := cl.BACI(context.Background(), s.URL, "HS17", "202501"); trade.KindOf(err) != trade.BadInput || !strings.Contains(err.Error(), "truncated") {
		t.Fatalf("%v", err)
	}
	if _, err := cl.BACI(context.Background(), s.URL, "HS17", "202501"); err != nil {
		t.Errorf("the next try: %v", err)
	}
}

func TestWhatCannotBeAsked(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*ComtradeRequest){
		"no flow":   func(r *ComtradeRequest) { r.Flows = nil },
		"odd flow":  func(r *ComtradeRequest) { r.Flows = []string{"M", "../X"} },
		"a path":    func(r *ComtradeRequest) { r.Commodity = "../../AG6" },
		"no goods":  func(r *ComtradeRequest) { r.Commodity = "" },
		"quoted":    func(r *ComtradeRequest) { r.Key = "ключ" },
		"two words": func(r *ComtradeRequest) { r.Key = "a b" },
	} {
		r := someRequest("http://127.0.0.1:1")
		spoil(&r)
		if _, err := client(t).Comtrade(context.Background(), r); trade.KindOf(err) != trade.Usage || trade.HintOf(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	r := someRequest("")
	r.Commodity = strings.Repeat("040610,", 200) + "040620"
	if name := r.fileName(); len(name) > 200 {
		t.Errorf("%d letters in %s", len(name), name)
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"": 0, "3": 3 * time.Second, "0": 0, "-5": 0, "soon": 0, "7200": 2 * time.Hour,
		"99999999999999": 365 * 24 * time.Hour, "Mon, 02 Jan 2006 15:04:05 GMT": 0,
	} {
		if got := retryAfter(&http.Response{Header: http.Header{"Retry-After": {text}}}); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
