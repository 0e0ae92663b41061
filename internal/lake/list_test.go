package lake

import (
	"context"
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/oborot/oborot/trade"
)

// ratesOf is a list of two rates; the second is told apart by the first.
func ratesOf(name, release string, usd float64) trade.List {
	return trade.List{
		Origin: trade.Origin{Dataset: name, Release: release, Publisher: "ECB", Licence: trade.Licence{Name: "free"}},
		Table:  trade.Rates,
		Columns: []trade.ListColumn{
			{Name: "currency", Text: []string{"EUR", "RUB"}}, {Name: "period", Text: []string{"2021", "2021-03"}}, {Name: "usd", Numbers: []float64{usd, 0.0135}}},
	}
}

// readOf is the account of one file of two rows; its bytes are named by it.
func readOf(file string) []trade.FileAccount {
	two := trade.Tally{Rows: 2}
	return []trade.FileAccount{{SourceFile: trade.SourceFile{Name: file, SHA256: "sha-" + file, Bytes: 1}, Read: two, Stored: two}}
}

func keep(t *testing.T, l *Lake, list trade.List, file string) trade.Account {
	t.Helper()
	account, err := l.Keep(context.Background(), list, readOf(file))
	if err != nil {
		t.Fatalf("keeping %s: %v (%s)", list.Origin.Dataset, err, trade.HintOf(err))
	}
	return account
}

// rates lists name@release and the first rate of the lists of a state.
func rates(t *testing.T, l *Lake, asOf string) string {
	t.Helper()
	lists, err := l.Lists(context.Background(), snapshotOf(t, l, asOf).ID, trade.Rates)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, list := range lists {
		all = append(all, fmt.Sprintf("%s@%s %g", list.Origin.Dataset, list.Origin.Release, list.Columns[2].Numbers[0]))
	}
	return strings.Join(all, ", ")
}

func wantRates(t *testing.T, l *Lake, asOf, want string) {
	t.Helper()
	if got := rates(t, l, asOf); got != want {
		t.Errorf("%q has the rates %s, want %s", asOf, got, want)
	}
}

func TestListsComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	if lists, err := l.Lists(ctx, 0, trade.Rates); err != nil || lists != nil {
		t.Errorf("no lake has the lists %v, %v", lists, err)
	}
	if l.exists() {
		t.Error("asking for lists has made the lake")
	}
	many := trade.List{Origin: trade.Origin{Dataset: "names", Release: "2022", Notes: []string{"abridged"}}, Table: trade.Nomenclatures}
	columns, _ := trade.ListColumns(trade.Nomenclatures)
	for i, name := range columns {
		c := trade.ListColumn{Name: name}
		for row := range 2*listRows + 7 {
			c.Text = append(c.Text, []string{"H6", fmt.Sprintf("%06d", row), "", "Cheese, \"curd\"\n", "Сыры и творог", "2022-01-01", ""}[i])
		}
		many.Columns = append(many.Columns, c)
	}
	weighted := trade.List{Origin: trade.Origin{Dataset: "correlation-h4-h5", Release: "1"}, Table: trade.Correlations, Columns: []trade.ListColumn{
		{Name: "from", Text: []string{"H4", "H4"}}, {Name: "to", Text: []string{"H5", "H5"}}, {Name: "code_from", Text: []string{"010101", "010101"}},
		{Name: "code_to", Text: []string{"010121", "010129"}}, {Name: "relationship", Text: []string{"1:n", ""}},
		{Name: "weight", Numbers: []float64{1.0 / 3, -1}}}}
	for i, list := range []trade.List{many, weighted, ratesOf("ecb", "1", 1.18)} {
		account := keep(t, l, list, fmt.Sprintf("%d.csv", i))
		if account.Dataset != list.Origin.Dataset || account.Files[0].Status != trade.ImportStored || !slices.Equal(account.Notes, list.Origin.Notes) {
			t.Errorf("the account is %+v", account)
		}
		got, err := l.Lists(ctx, account.Snapshot, list.Table)
		if err != nil || len(got) != 1 || !reflect.DeepEqual(got[0].Columns, list.Columns) {
			t.Fatalf("%s did not come back: %v", list.Origin.Dataset, err)
		}
		if err := got[0].Check(); err != nil {
			t.Error(err)
		}
	}
	if current, err := l.Lists(ctx, 0, trade.Rates); err != nil || len(current) != 1 || len(current[0].Origin.Files) != 1 {
		t.Errorf("the current rates are %+v, %v", current, err)
	}
}

// Another program that reads Iceberg sees the rows by the name of their list.
func TestTablesOfListsAreIceberg(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	keep(t, l, ratesOf("ecb", "1", 1.18), "a.csv")
	keep(t, l, ratesOf("cbr", "1", 1.19), "b.csv")
	keep(t, l, ratesOf("ecb", "2", 1.2), "c.csv")
	m, err := l.read(ctx, trade.Rates)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := m.table.Scan().ToArrowTable(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Release()
	reader := array.NewTableReader(rows, 0)
	defer reader.Release()
	var got []string
	for reader.Next() {
		batch := reader.RecordBatch()
		for row := range int(batch.NumRows()) {
			var cells []string
			for _, column := range batch.Columns() {
				cells = append(cells, column.ValueStr(row))
			}
			got = append(got, strings.Join(cells, " "))
		}
	}
	slices.Sort(got)
	want := []string{"cbr 1 EUR 2021 1.19", "cbr 1 RUB 2021-03 0.0135", "ecb 2 EUR 2021 1.2", "ecb 2 RUB 2021-03 0.0135"}
	if !slices.Equal(got, want) {
		t.Errorf("the table holds %q, want %q", got, want)
	}
	tasks, err := m.table.Scan().PlanFiles(ctx)
	if err != nil || len(tasks) != 2 {
		t.Fatalf("%d files, %v", len(tasks), err)
	}
	for _, task := range tasks {
		if name, ok := task.File.Partition()[1000].(string); !ok || !strings.Contains(task.File.FilePath(), "list="+name+"/") {
			t.Errorf("the file %s is of the partition %v", task.File.FilePath(), task.File.Partition())
		}
	}
}

func TestListsAreVersionedWithTheFlows(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	keep(t, l, ratesOf("ecb", "202401", 1.18), "a.csv")
	load(t, l, baci("202401"), flowOf(2020, "BLR", "RUS", "870421", 1))
	before := snapshotOf(t, l, "")
	again := keep(t, l, ratesOf("ecb", "202301", 1.25), "b.csv")
	want := []string{fmt.Sprintf("2 rows take the place of 2; undo with `oborot snapshots rollback %d`", before.ID),
		"release 202301 took the place of the newer 202401"}
	if again.Files[0].Status != trade.ImportReplaced || !slices.Equal(again.Notes, want) {
		t.Errorf("the account is %+v, want the notes %q", again, want)
	}
	keep(t, l, ratesOf("cbr", "1", 1.3), "c.csv")
	wantRates(t, l, "", "cbr@1 1.3, ecb@202301 1.25")
	wantRates(t, l, "ecb@202301", "ecb@202301 1.25")
	wantRates(t, l, "baci-hs17@202401", "ecb@202401 1.18")
	wantLines(t, contents(t, l, "ecb@202401")) // before the flows
	wantLines(t, contents(t, l, ""), "baci-hs17 2020 BLR RUS 870421 1")
	if s := snapshotOf(t, l, ""); s.Change != "import cbr@1" || !slices.Equal(s.Tags, []string{"cbr@1"}) || s.Rows != 1 {
		t.Errorf("the snapshot is %+v", s)
	}

	if err := l.Rollback(ctx, before.ID); err != nil {
		t.Fatal(err)
	}
	wantRates(t, l, "", "ecb@202401 1.18")
	keep(t, l, ratesOf("imf", "1", 1.4), "d.csv") // the table must not bring back what was rolled back
	wantRates(t, l, "", "ecb@202401 1.18, imf@1 1.4")
	m, err := l.read(ctx, trade.Rates)
	if err != nil {
		t.Fatal(err)
	}
	if paths, err := listPaths(ctx, m); err != nil || len(paths) != 2 {
		t.Errorf("the table of rates holds %v, %v", paths, err)
	}
	wantRates(t, l, "cbr@1", "cbr@1 1.3, ecb@202301 1.25")
}

func TestDatasetsNameLists(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	load(t, l, baci("202401"), flowOf(2020, "BLR", "RUS", "870421", 1))
	keep(t, l, ratesOf("ecb", "1", 1.18), "a.csv")
	keep(t, l, ratesOf("a-first", "1", 1.18), "b.csv")
	all, err := l.Datasets(ctx, snapshotOf(t, l, "").ID)
	if err != nil || len(all) != 3 {
		t.Fatalf("%+v, %v", all, err)
	}
	var names []string
	for _, d := range all {
		names = append(names, d.Name+" "+d.Table)
	}
	if want := []string{"a-first rates", "baci-hs17 flows", "ecb rates"}; !slices.Equal(names, want) {
		t.Errorf("the datasets are %q, want %q", names, want)
	}
	if d := all[2]; d.Rows != 2 || d.Bytes == 0 || len(d.Years) != 0 || !slices.Equal(d.Releases, []string{"1"}) || d.Origin.Publisher != "ECB" || d.Imported.IsZero() {
		t.Errorf("the list is %+v", d)
	}
	if covered, err := l.Covered(ctx, trade.Scope{Snapshot: snapshotOf(t, l, "").ID}); err != nil || len(covered) != 1 {
		t.Errorf("covered is %+v, %v; lists cover nothing", covered, err)
	}
}

func TestListsAreHeldByTheirBytes(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	keep(t, l, ratesOf("ecb", "1", 1.18), "a.csv")
	for _, c := range []struct {
		dataset, release string
		held             bool
	}{{"", "", true}, {"ecb", "1", true}, {"ecb", "2", false}, {"other", "", false}} {
		origins, err := l.Held(ctx, "sha-a.csv", c.dataset, c.release)
		if err != nil || (len(origins) == 1) != c.held {
			t.Errorf("%+v: held as %v, %v", c, origins, err)
		}
	}
	facts, err := l.Inspect(ctx)
	if err != nil || facts.Files != 1 || facts.Rows != 2 || len(facts.Missing) != 0 {
		t.Errorf("the facts are %+v, %v", facts, err)
	}
	path := l.listFiles(currentLedger(t, l))[0].Path
	if err := os.Truncate(path, 3); err != nil {
		t.Fatal(err)
	}
	wantHeld(t, l, map[string]bool{"sha-a.csv": false})
	if facts, err = l.Inspect(ctx); err != nil || len(facts.Missing) != 1 || facts.Missing[0].Dataset != "ecb" || facts.Missing[0].Year != 0 {
		t.Errorf("the facts are %+v, %v", facts, err)
	}
	_, err = l.Lists(ctx, 0, trade.Rates)
	wantKind(t, err, trade.Internal, "the list ecb cannot be read")
	keep(t, l, ratesOf("ecb", "1", 1.18), "a.csv")
	wantHeld(t, l, map[string]bool{"sha-a.csv": true})
	wantRates(t, l, "", "ecb@1 1.18")
	keep(t, l, ratesOf("ecb", "2", 1.19), "b.csv")
	wantHeld(t, l, map[string]bool{"sha-a.csv": false, "sha-b.csv": true})
}

func currentLedger(t *testing.T, l *Lake) *ledger {
	t.Helper()
	m, err := l.load(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	h, err := l.current(context.Background(), m)
	if err != nil {
		t.Fatal(err)
	}
	return h.ledger
}

func TestRemovedListsCanBeBroughtBack(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), open(t, newDir(t))
	keep(t, l, ratesOf("ecb", "1", 1.18), "a.csv")
	keep(t, l, ratesOf("cbr", "1", 1.19), "b.csv")
	before := snapshotOf(t, l, "")
	if err := l.Remove(ctx, "ecb"); err != nil {
		t.Fatal(err)
	}
	wantRates(t, l, "", "cbr@1 1.19")
	wantHeld(t, l, map[string]bool{"sha-a.csv": false, "sha-b.csv": true})
	err := l.Remove(ctx, "ecb")
	wantKind(t, err, trade.Usage, `no dataset "ecb"`)
	if hint := trade.HintOf(err); hint != "it holds cbr" {
		t.Errorf("the hint is %q", hint)
	}
	if err := l.Rollback(ctx, before.ID); err != nil {
		t.Fatal(err)
	}
	wantRates(t, l, "", "cbr@1 1.19, ecb@1 1.18")
	for _, name := range []string{"ecb", "cbr"} {
		if err := l.Remove(ctx, name); err != nil {
			t.Fatal(err)
		}
	}
	wantRates(t, l, "", "")
	load(t, l, baci("202401"), flowOf(2020, "BLR", "RUS", "870421", 1))
	wantRates(t, l, "cbr@1", "cbr@1 1.19, ecb@1 1.18")
}

func TestListsThatMustNotBeStored(t *testing.T) {
	t.Parallel()
	unbalanced := readOf("a.csv")
	unbalanced[0].Read.Rows++
	spoiled := func(spoil func(*trade.List)) trade.List {
		list := ratesOf("ecb", "1", 1)
		spoil(&list)
		return list
	}
	for name, c := range map[string]struct {
		list trade.List
		read []trade.FileAccount
		kind trade.Kind
		says string
	}{
		"a path":           {ratesOf("../up", "1", 1), readOf("a.csv"), trade.Usage, "cannot name a list"},
		"a release":        {ratesOf("ecb", "a@b", 1), readOf("a.csv"), trade.Usage, "cannot name a release"},
		"unbalanced":       {ratesOf("ecb", "1", 1), unbalanced, trade.Internal, "does not balance"},
		"no file":          {ratesOf("ecb", "1", 1), nil, trade.Internal, "names no files"},
		"not a number":     {ratesOf("ecb", "1", math.NaN()), readOf("a.csv"), trade.Internal, "usd of row 1"},
		"infinite":         {ratesOf("ecb", "1", math.Inf(1)), readOf("a.csv"), trade.Internal, "not a number"},
		"not UTF-8":        {spoiled(func(l *trade.List) { l.Columns[0].Text[1] = "\xff" }), readOf("a.csv"), trade.Internal, "currency of row 2"},
		"an unknown table": {spoiled(func(l *trade.List) { l.Table = "flows" }), readOf("a.csv"), trade.Internal, "not a table of lists"},
		"no rows": {spoiled(func(l *trade.List) {
			l.Columns[0].Text, l.Columns[1].Text, l.Columns[2].Numbers = nil, nil, nil
		}), readOf("a.csv"), trade.BadInput, "holds no rows"},
		"the name of a dataset":     {ratesOf("baci-hs17", "1", 1), readOf("a.csv"), trade.Usage, "holds a dataset"},
		"the name of another table": {ratesOf("names", "1", 1), readOf("a.csv"), trade.Usage, `holds a list "names" of correlations`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := open(t, newDir(t))
			load(t, l, baci("202401"), flowOf(2020, "BLR", "RUS", "870421", 1))
			keep(t, l, trade.List{Origin: trade.Origin{Dataset: "names", Release: "1"}, Table: trade.Correlations, Columns: []trade.ListColumn{
				{Name: "from", Text: []string{""}}, {Name: "to", Text: []string{""}}, {Name: "code_from", Text: []string{""}},
				{Name: "code_to", Text: []string{""}}, {Name: "relationship", Text: []string{""}}, {Name: "weight", Numbers: []float64{1}}}}, "n.csv")
			before := snapshotOf(t, l, "")
			_, err := l.Keep(context.Background(), c.list, c.read)
			wantKind(t, err, c.kind, c.says)
			if after := snapshotOf(t, l, ""); after.ID != before.ID {
				t.Errorf("the lake has changed to %v", after)
			}
			wantNoStaging(t, l)
		})
	}
	l := open(t, newDir(t))
	keep(t, l, ratesOf("baci-hs17", "1", 1), "a.csv")
	_, err := tryLoad(l, baci("1"), flowOf(2020, "BLR", "RUS", "870421", 1))
	wantKind(t, err, trade.Usage, "holds a list")
	_, err = l.Lists(context.Background(), 0, Flows)
	wantKind(t, err, trade.Internal, "not a table of lists")
}
