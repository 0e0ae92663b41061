package sourcetest

import (
	"context"
	"strings"
	"testing"

	"github.com/oborot/oborot/trade"
)

// begun starts so many imports into a sink, each of the same file.
func begun(t *testing.T, sink *Sink, count int) []trade.Batch {
	t.Helper()
	var batches []trade.Batch
	for range count {
		b, err := sink.Begin(context.Background(), someImport())
		if err != nil {
			t.Fatal(err)
		}
		batches = append(batches, b)
	}
	return batches
}

func TestJointCommitKeepsAllOrNone(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	two, one, none := trade.Tally{Rows: 2, Value: 3000}, trade.Tally{Rows: 1}, trade.Tally{}
	for name, test := range map[string]struct {
		spoil func(sink *Sink, b []trade.Batch) []trade.Batch
		read  [][]trade.Tally
		kept  int
		want  string // of the error, empty for none
	}{
		"balanced":             {nil, [][]trade.Tally{{two}, {two}, {none}}, 2, ""},
		"one does not balance": {nil, [][]trade.Tally{{two}, {one}, {none}}, 0, "does not balance"},
		"too few counts":       {nil, [][]trade.Tally{{two}, {two}}, 0, "2 batches were counted, 3"},
		"given twice": {func(_ *Sink, b []trade.Batch) []trade.Batch { return []trade.Batch{b[0], b[1], b[1]} },
			[][]trade.Tally{{two}, {two}, {two}}, 0, "given twice"},
		"of another sink": {func(_ *Sink, b []trade.Batch) []trade.Batch { return append(b[:2], begun(t, &Sink{}, 1)...) },
			[][]trade.Tally{{two}, {two}, {none}}, 0, "not one of this sink"},
		"one is over": {func(_ *Sink, b []trade.Batch) []trade.Batch { return append(b[:2], aborted(b[2])) },
			[][]trade.Tally{{two}, {two}, {none}}, 0, "committed or aborted"},
		"a row of the file set aside": {func(_ *Sink, b []trade.Batch) []trade.Batch { return append(b[:2], setAside(b[2])) },
			[][]trade.Tally{{two}, {two}, {one}}, 0, "1 of 5 rows were set aside"},
	} {
		sink := &Sink{}
		batches := begun(t, sink, 3)
		for _, b := range batches[:2] {
			if err := b.Copy(ctx, 0, block(2021)); err != nil {
				t.Fatal(err)
			}
		}
		if test.spoil != nil {
			batches = test.spoil(sink, batches)
		}
		accounts, err := sink.Commit(ctx, batches, test.read)
		if len(sink.Imports) != test.kept || (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %d imports kept, %v; want %d and %q", name, len(sink.Imports), err, test.kept, test.want)
		}
		if err == nil && (len(accounts) != 3 || accounts[0].Files[0].Stored.Rows != 2) {
			t.Errorf("%s: the accounts are %+v", name, accounts)
		}
	}
}

func aborted(b trade.Batch) trade.Batch {
	_ = b.Abort() // it does nothing that can fail
	return b
}

func setAside(b trade.Batch) trade.Batch {
	if err := b.SetAside(0, trade.Rejection{Line: 4, Reason: "bad"}); err != nil {
		panic(err)
	}
	return b
}

// A block that says it is distinct is held to it; others are not.
func TestDistinctBlocksAreChecked(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, test := range map[string]struct {
		distinct [2]bool
		years    [2]int
		fails    bool
	}{
		"neither says so":   {[2]bool{false, false}, [2]int{2021, 2021}, false},
		"the first is":      {[2]bool{true, false}, [2]int{2021, 2021}, false},
		"the second is not": {[2]bool{false, true}, [2]int{2021, 2021}, true},
		"both are":          {[2]bool{true, true}, [2]int{2021, 2022}, false},
		"both say so":       {[2]bool{true, true}, [2]int{2021, 2021}, true},
	} {
		sink := &Sink{}
		b := begun(t, sink, 1)[0]
		for i, distinct := range test.distinct {
			bulk := block(test.years[i])
			bulk.Distinct = distinct
			if err := b.Copy(ctx, 0, bulk); err != nil {
				t.Fatal(err)
			}
		}
		_, err := b.Commit(ctx, []trade.Tally{{Rows: 4, Value: 6000}})
		if (err != nil) != test.fails || test.fails && !strings.Contains(err.Error(), "repeats the key") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestListsAreKept(t *testing.T) {
	t.Parallel()
	list := trade.List{Origin: trade.Origin{Dataset: "ecb", Release: "1", Files: someImport().Files}, Table: trade.Rates, Columns: []trade.ListColumn{
		{Name: "currency", Text: []string{"EUR"}}, {Name: "period", Text: []string{"2021"}}, {Name: "usd", Numbers: []float64{1.18}}}}
	row := trade.Tally{Rows: 1}
	good := []trade.FileAccount{{SourceFile: someImport().Files[0], Read: row, Stored: row}}
	for name, test := range map[string]struct {
		spoil func(l *trade.List)
		read  []trade.FileAccount
		want  string
	}{
		"good":       {func(*trade.List) {}, good, ""},
		"unbalanced": {func(*trade.List) {}, []trade.FileAccount{{Read: row}}, "does not balance"},
		"no name":    {func(l *trade.List) { l.Origin.Dataset = "" }, good, "needs a name"},
		"no table":   {func(l *trade.List) { l.Table = "x" }, good, "not a table"},
		"no rows": {func(l *trade.List) {
			l.Columns = []trade.ListColumn{{Name: "currency"}, {Name: "period"}, {Name: "usd"}}
		}, good, "and rows"},
	} {
		sink, spoiled := &Sink{}, list
		test.spoil(&spoiled)
		account, err := sink.Keep(context.Background(), spoiled, test.read)
		switch {
		case test.want == "" && (err != nil || len(sink.Lists) != 1 || account.Dataset != "ecb" || account.Files[0].Status != trade.ImportStored):
			t.Errorf("%s: %+v, %v", name, account, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want) || len(sink.Lists) != 0):
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
}
