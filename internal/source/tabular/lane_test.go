package tabular

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// Sums that a number does not hold are refused, also before anything was handed over
// and within one piece.
func TestSumTooLarge(t *testing.T) {
	t.Parallel()
	text := head
	for i := range 20 {
		text += fmt.Sprintf("2020,BLR,RUS,%06d,999999999999999,\n", 100000+i)
	}
	_, err := load(t, trade.SetAsideRepeats, map[string]string{"a.csv": text}).Read(t.Context(), &sourcetest.Sink{}, nil)
	if trade.KindOf(err) != trade.BadInput || !strings.Contains(err.Error(), "a.csv line 6") && !strings.Contains(err.Error(), "a.csv, line 6") {
		t.Errorf("%v", err)
	}
}

// A row that is not stored is in the account of its own series, even where the
// series begins later.
func TestRefusedRowsWaitForTheirSeries(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString(head + "2020,BLR,RUS,04,7,skip\n2020,BLR,RUS,0401,3,skip\nx,BLR,RUS,04,1,\n")
	for i := range 1000 {
		fmt.Fprintf(&text, "2020,BLR,RUS,%06d,1,\n", 100000+i)
	}
	text.WriteString("2020,BLR,RUS,04,20,\n")
	r := load(t, trade.SetAsideRepeats, map[string]string{"a.csv": text.String()})
	inPieces(r, 500)
	accounts, err := r.Read(t.Context(), &sourcetest.Sink{}, nil)
	if err != nil || len(accounts) != 2 {
		t.Fatalf("%+v, %v", accounts, err)
	}
	first, second := accounts[0].Files[0], accounts[1].Files[0]
	if first.Format["skipped"] != (trade.Tally{Rows: 1, Value: 3000}) || first.SetAside.Rows != 1 || first.Stored.Rows != 1000 {
		t.Errorf("six digits, with what has no dataset: %+v", first)
	}
	if second.Format["skipped"] != (trade.Tally{Rows: 1, Value: 7000}) || second.Stored != (trade.Tally{Rows: 1, Value: 20000}) {
		t.Errorf("two digits: %+v", second)
	}
}

// inPieces cuts the tables of a reader into pieces of so many bytes.
func inPieces(r *Reader, size int) {
	for _, in := range r.Inputs {
		for i := range in.Tables {
			whole := in.Tables[i].open
			in.Tables[i].open = func(ctx context.Context) (rows, error) {
				opened, err := whole(ctx)
				if err == nil {
					opened.(*textRows).size = size
				}
				return opened, err
			}
		}
	}
}

// Rows that wait beyond the limit are counted and come back as so many.
func TestPendingIsBounded(t *testing.T) {
	t.Parallel()
	var p pending
	const rows = 3 * mostWaiting
	s := Series{Dataset: "a"}
	for i := range rows {
		p.add(i%2, refusal{s, trade.Rejection{Line: i, Reason: "left out", Format: "skipped", Value: int64(i)}})
	}
	if len(p.rows) != mostWaiting || len(p.folded) != 2 {
		t.Fatalf("%d rows, %d sums", len(p.rows), len(p.folded))
	}
	var got [2]trade.Tally
	take := func(file int, r trade.Rejection) error { got[file].Add(r.Value); return nil }
	if err := p.release(func(of Series) bool { return of != s }, take); err != nil || got[0].Rows != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	if err := p.release(ofAny, take); err != nil {
		t.Fatal(err)
	}
	const half = rows / 2
	if got != [2]trade.Tally{{Rows: half, Value: half * (half - 1)}, {Rows: half, Value: half * half}} || len(p.rows)+len(p.folded) > 0 {
		t.Errorf("%+v, %d rows left", got, len(p.rows))
	}
}

// A large file in which nothing can be read is refused before its end.
func TestManyBadRowsEndTheReading(t *testing.T) {
	t.Parallel()
	r := load(t, trade.SetAsideRepeats, map[string]string{"a.csv": head + strings.Repeat("x,BLR,RUS,04,1,\n", 2*mostWaiting)})
	inPieces(r, 1<<16)
	read := int64(0)
	r.Progress = func(s source.Step) { read = s.Rows }
	_, err := r.Read(t.Context(), &sourcetest.Sink{}, nil)
	if trade.KindOf(err) != trade.BadInput || !strings.Contains(err.Error(), "line 2") || read > mostWaiting*3/2 {
		t.Errorf("%v after %d rows", err, read)
	}
	// Before the first good row they wait, behind it they are set aside.
	r = load(t, trade.SetAsideRepeats, map[string]string{"a.csv": head + "2020,BLR,RUS,040610,10,\n" + strings.Repeat("x,BLR,RUS,04,1,\n", 2*mostWaiting)})
	accounts, err := r.Read(t.Context(), &sourcetest.Sink{}, nil)
	if trade.KindOf(err) != trade.BadInput && (err != nil || accounts[0].Files[0].SetAside.Rows != 2*mostWaiting) {
		t.Errorf("%+v, %v", accounts, err)
	}
}

// A file without rows is in the report, whatever the others hold.
func TestFilesWithoutRowsAreTold(t *testing.T) {
	t.Parallel()
	r := load(t, trade.SetAsideRepeats, map[string]string{
		"a.csv": head + "2020,BLR,RUS,040610,10,\n", "b.csv": head, "c.csv": head + "2020,BLR,RUS,04,10,\n",
	})
	accounts, err := r.Read(t.Context(), &sourcetest.Sink{}, nil)
	if err != nil || len(accounts) != 2 {
		t.Fatalf("%+v, %v", accounts, err)
	}
	if f := accounts[0].Files; len(f) != 2 || f[0].Name != "a.csv" || f[1].Name != "b.csv" {
		t.Errorf("%+v", f)
	}
	if f := accounts[1].Files; len(f) != 1 || f[0].Name != "c.csv" {
		t.Errorf("%+v", f)
	}
}

func TestYearsOutOfRange(t *testing.T) {
	t.Parallel()
	text := head + "2020,BLR,RUS,040610,10,\n6116,BLR,RUS,040610,11,\n0,BLR,RUS,040610,12,\n-5,BLR,RUS,040610,13,\n"
	accounts, err := load(t, trade.SetAsideRepeats, map[string]string{"a.csv": text}).Read(t.Context(), &sourcetest.Sink{}, nil)
	if err != nil || accounts[0].Files[0].Stored.Rows != 1 || accounts[0].Files[0].SetAside != (trade.Tally{Rows: 3, Value: 36000}) {
		t.Errorf("%+v, %v", accounts, err)
	}
}

// A file that is written to while it is read is not stored.
func TestChangedFile(t *testing.T) {
	t.Parallel()
	for _, fresh := range []bool{true, false} {
		path := filepath.Join(t.TempDir(), "a.csv")
		text := head + "2020,BLR,RUS,040610,10,\n"
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		f, err := source.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		in, err := NewInput(t.Context(), source.Request{Paths: []string{path}, New: func(context.Context, int64) bool { return fresh }}, f)
		if err != nil {
			t.Fatal(err)
		}
		if in.Tables, err = Open(t.Context(), f, Options{}); err != nil {
			t.Fatal(err)
		}
		r := load(t, trade.SetAsideRepeats, nil)
		r.Inputs = []Input{in}
		r.Progress = func(source.Step) {
			if err := os.WriteFile(path, []byte(text+"2020,BLR,RUS,040620,1,\n"), 0o644); err != nil {
				t.Error(err)
			}
		}
		sink := &sourcetest.Sink{}
		if _, err := r.Read(t.Context(), sink, nil); trade.KindOf(err) != trade.BadInput || !strings.Contains(err.Error(), "changed while") || len(sink.Imports) > 0 {
			t.Errorf("%v", err)
		}
	}
}

// stuckDecoder fails or cancels at some row.
type stuckDecoder struct {
	Decoder
	at   int
	then func()
}

func (d *stuckDecoder) Decode(r *Row, o *trade.Observation) (Series, *Fault) {
	if r.Line == d.at {
		d.then()
	}
	return d.Decoder.Decode(r, o)
}

// Wherever reading ends, no goroutine stays behind and nothing is stored.
func TestEveryEndLeavesNothingBehind(t *testing.T) {
	var text strings.Builder
	text.WriteString(head)
	for i := range 20_000 {
		fmt.Fprintf(&text, "2020,BLR,RUS,%06d,1,\n", 100000+i)
	}
	before := runtime.NumGoroutine()
	ended := errors.New("no such import")
	for name, spoil := range map[string]func(*Reader, context.CancelFunc){
		"cancelled": func(r *Reader, cancel context.CancelFunc) {
			r.Decoder = func(t Table) (Decoder, error) {
				d, err := newPlainDecoder(t)
				return &stuckDecoder{d, 5000, cancel}, err
			}
		},
		"cancelled before": func(_ *Reader, cancel context.CancelFunc) { cancel() },
		"import fails": func(r *Reader, _ context.CancelFunc) {
			r.Import = func(Series) (trade.Import, error) { return trade.Import{}, ended }
		},
		"decoder fails": func(r *Reader, _ context.CancelFunc) { r.Decoder = func(Table) (Decoder, error) { return nil, ended } },
		"reading fails": func(r *Reader, _ context.CancelFunc) {
			r.Inputs[0].Tables[0].open = func(context.Context) (rows, error) {
				return &records{read: func(context.Context, func(int, [][]byte) error) error { return ended }, closing: func() error { return nil }}, nil
			}
		},
		"hash fails": func(r *Reader, _ context.CancelFunc) {
			r.Inputs[0].Tables[0].hashed = nil
			r.Inputs[0].Hashed = func() (trade.SourceFile, error) { return trade.SourceFile{}, ended }
		},
	} {
		r := load(t, trade.SetAsideRepeats, map[string]string{"a.csv": text.String()})
		inPieces(r, 1000)
		ctx, cancel := context.WithCancel(context.Background())
		spoil(r, cancel)
		sink := &sourcetest.Sink{}
		if _, err := r.Read(ctx, sink, nil); !errors.Is(err, ended) && !errors.Is(err, context.Canceled) || len(sink.Imports) > 0 {
			t.Errorf("%s: %v, %d imports", name, err, len(sink.Imports))
		}
		cancel()
	}
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}
