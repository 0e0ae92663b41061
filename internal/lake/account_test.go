package lake

import (
	"context"
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/oborot/oborot/trade"
)

// setAside imports good rows of value 10 each and one bad row of a value.
func setAside(t *testing.T, l *Lake, good int, bad int64, tolerate float64) (trade.Account, error) {
	t.Helper()
	ctx := context.Background()
	im := baci("202401")
	im.Tolerate = tolerate
	b, err := l.Begin(ctx, im)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Abort()
	read := trade.Tally{}
	for i := range good {
		if err := b.Append(ctx, 0, []trade.Observation{flowOf(1990+i%9, "BLR", "RUS", trade.Product("87"+string(rune('0'+i%10))), 10)}); err != nil {
			t.Fatal(err)
		}
		read.Add(10)
	}
	for _, r := range []trade.Rejection{
		{Line: 7, Column: "k", Text: "2020,x,\"y\n", Reason: "the product code is text", Value: bad},
		{Line: 1, Format: "header"},
	} {
		if err := b.SetAside(0, r); err != nil {
			t.Fatal(err)
		}
		read.Add(r.Value)
	}
	return b.Commit(ctx, []trade.Tally{read})
}

func TestSetAsideWithinTolerance(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		good     int
		bad      int64
		tolerate float64
		refused  string
	}{
		{"one row in a thousand", 1000, 0, 0, ""},
		{"one row in five hundred", 499, 0, 0, "1 of 500 rows were set aside, more than 0.1% may be"},
		{"one row in five hundred, allowed", 499, 0, 0.02, ""},
		{"little of the rows, much of the value", 1000, 500, 0, "1 of 1001 rows"},
		{"the value allowed", 1000, 500, 0.05, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := open(t, newDir(t))
			a, err := setAside(t, l, c.good, c.bad, c.tolerate)
			if c.refused != "" {
				wantRefusal(t, l, err, c.refused)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			f := a.Files[0]
			if f.SetAside != (trade.Tally{Rows: 1, Value: c.bad}) || f.Format["header"].Rows != 1 || f.Stored.Rows != int64(c.good) {
				t.Errorf("the account is %+v", f)
			}
			text, err := os.ReadFile(a.Quarantine)
			if want := "file,line,column,reason,text\nbaci-202401.csv,7,k,the product code is text,\"2020,x,\"\"y\n\"\n"; err != nil || string(text) != want {
				t.Errorf("the quarantine file holds %q, %v; want %q", text, err, want)
			}
		})
	}
}

func wantRefusal(t *testing.T, l *Lake, err error, says string) {
	t.Helper()
	wantKind(t, err, trade.BadInput, says)
	if !strings.HasPrefix(err.Error(), "baci-202401.csv, line 7: the product code is text") {
		t.Errorf("the error does not begin with file, line and reason: %v", err)
	}
	if !strings.Contains(trade.HintOf(err), "--tolerate") {
		t.Errorf("the hint is %q", trade.HintOf(err))
	}
	wantLines(t, contents(t, l, ""))
	_, path, _ := strings.Cut(err.Error(), "they are in ")
	if _, err := os.Stat(path); err != nil {
		t.Errorf("the quarantine file that the error names: %v", err)
	}
	wantNoStaging(t, l)
}

func wantNoStaging(t *testing.T, l *Lake) {
	t.Helper()
	left, err := os.ReadDir(l.path(stagingFolder))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range left {
		if e.Name() != guardFile {
			t.Errorf("the staging folder still holds %s", e.Name())
		}
	}
}

func TestImportsThatMustNotBeStored(t *testing.T) {
	t.Parallel()
	good := flowOf(2020, "BLR", "RUS", "870421", 5)
	self := flowOf(2020, "BLR", "BLR", "870421", 5)
	foreign := good
	foreign.Nomenclature = trade.CN
	for _, c := range []struct {
		name string
		rows []trade.Observation
		read []trade.Tally
		kind trade.Kind
		says string
	}{
		{"no rows", nil, []trade.Tally{{}}, trade.BadInput, "holds no rows"},
		{"a row lost", []trade.Observation{good}, []trade.Tally{{Rows: 2, Value: 5}}, trade.Internal, "does not balance"},
		{"value lost", []trade.Observation{good}, []trade.Tally{{Rows: 1, Value: 6}}, trade.Internal, "does not balance"},
		{"too few tallies", []trade.Observation{good}, nil, trade.Internal, "0 files were read"},
		{"a row the source should have refused", []trade.Observation{self}, nil, trade.Internal, "trades with itself"},
		{"another nomenclature", []trade.Observation{foreign}, nil, trade.Internal, "nomenclature"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ctx, l := context.Background(), open(t, newDir(t))
			load(t, l, baci("202301"), flowOf(2019, "BLR", "RUS", "870421", 1))
			before := snapshotOf(t, l, "")
			b, err := l.Begin(ctx, baci("202401"))
			if err != nil {
				t.Fatal(err)
			}
			if err = b.Append(ctx, 0, c.rows); err == nil {
				_, err = b.Commit(ctx, c.read)
			}
			wantKind(t, err, c.kind, c.says)
			if err := b.Abort(); err != nil {
				t.Error(err)
			}
			if after := snapshotOf(t, l, ""); after.ID != before.ID {
				t.Errorf("the lake has changed to %v", after)
			}
			wantNoStaging(t, l)
			if _, err := b.Commit(ctx, nil); err == nil {
				t.Error("a batch that is over was committed")
			}
		})
	}
}

func TestNamesThatCannotStandInPathsAreRefused(t *testing.T) {
	t.Parallel()
	l := open(t, newDir(t))
	for _, name := range []string{"", "../up", "a@b", "a b", "-x", "а", strings.Repeat("x", 65)} {
		for _, im := range []trade.Import{{Origin: trade.Origin{Dataset: name, Release: "1"}}, {Origin: trade.Origin{Dataset: "a", Release: name}}} {
			im.Mode, im.Files = trade.Replace, []trade.SourceFile{{Name: "f"}}
			_, err := l.Begin(context.Background(), im)
			wantKind(t, err, trade.Usage, "cannot name")
		}
	}
}

func TestFullDiskLeavesTheLakeAsItWas(t *testing.T) {
	t.Parallel()
	l := open(t, newDir(t))
	load(t, l, baci("202301"), flowOf(2019, "BLR", "RUS", "870421", 1))
	l.writer.(*fakeWriter).fail = diskError("a file cannot be written", &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC})
	_, err := tryLoad(l, baci("202401"), flowOf(2019, "BLR", "RUS", "870421", 2))
	wantKind(t, err, trade.Internal, "the disk is full")
	if !errors.Is(err, syscall.ENOSPC) || trade.HintOf(err) == "" {
		t.Errorf("the error %v, hint %q", err, trade.HintOf(err))
	}
	l.writer.(*fakeWriter).fail = nil
	wantLines(t, contents(t, l, ""), "baci-hs17 2019 BLR RUS 870421 1")
	wantNoStaging(t, l)
}
