package baci

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/oborot/oborot/trade"
)

// collect parses a text in whole and returns its blocks, numbered.
func collect(t *testing.T, r rules, input io.Reader) []*block {
	t.Helper()
	var blocks []*block
	err := r.parse(context.Background(), input, 2, func(b *block) error {
		for i := range b.runs {
			b.runs[i].block = int32(len(blocks))
		}
		blocks = append(blocks, b)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return blocks
}

// oracle sorts and takes out repeats in the plainest way: text by text.
func oracle(r *rules, text string) (rows []string, repeats []repeat) {
	type keyed struct {
		key, row string
		line     int
		value    int64
	}
	var all []keyed
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		one, wrong := r.parseRow([]byte(line))
		if wrong != nil {
			continue
		}
		key := fmt.Sprintf("%d %s %s %06d", one.year, r.economy[one.exporter], r.economy[one.importer], one.product)
		all = append(all, keyed{key, fmt.Sprintf("%s %d %d", key, one.value, one.mass), i + 2, one.value})
	}
	slices.SortStableFunc(all, func(a, b keyed) int { return cmp.Compare(a.key, b.key) })
	first := 0
	for i, k := range all {
		if i > 0 && k.key == all[first].key {
			repeats = append(repeats, repeat{k.line, all[first].line, k.value})
			continue
		}
		first = i
		rows = append(rows, k.row)
	}
	return rows, repeats
}

// arranged runs the fast way and writes its rows as the oracle does.
func arranged(t *testing.T, r rules, input io.Reader) (rows []string, repeats []repeat) {
	t.Helper()
	c := &csvReader{reader: &reader{load: &load{}, rules: r}, stream: &stream{}}
	c.blocks = collect(t, r, input)
	for _, year := range c.years() {
		b := c.assemble(year)
		if err := b.Check(); err != nil {
			t.Fatal(err)
		}
		for i := range b.Rows {
			rows = append(rows, fmt.Sprintf("%d %s %s %s %d %d", b.Year, b.Exporter.Words[b.Exporter.Index[i]],
				b.Importer.Words[b.Importer.Index[i]], b.Product.Words[b.Product.Index[i]], b.Value[i], b.NetKg[i]))
		}
		for _, words := range [][]string{b.Exporter.Words, b.Importer.Words, b.Product.Words} {
			if !slices.IsSorted(words) {
				t.Errorf("words out of order: %q", words)
			}
		}
	}
	return rows, c.repeats
}

// randomRows makes rows with repeats, faults and blank lines; sorted by numeric
// codes as CEPII writes, or in any order.
func randomRows(random *rand.Rand, count int, sorted bool) string {
	codes := []int{4, 24, 31, 56, 58, 112, 276, 380, 381, 643, 710, 842}
	type key struct{ t, i, j, k int }
	keys := make([]key, count)
	for n := range keys {
		keys[n] = key{2019 + random.IntN(3), codes[random.IntN(len(codes))], codes[random.IntN(len(codes))], 10_000 + random.IntN(40)*7919}
	}
	if sorted {
		slices.SortFunc(keys, func(a, b key) int {
			return cmp.Or(a.t-b.t, a.i-b.i, a.j-b.j, a.k-b.k)
		})
	}
	var text strings.Builder
	for _, k := range keys {
		switch random.IntN(40) {
		case 0:
			text.WriteString("\n")
		case 1:
			text.WriteString("2021,4,24,10000,bad,1\n")
		}
		fmt.Fprintf(&text, "%d,%d,%d,%d,%d.%d,%12.3f\n", k.t, k.i, k.j, k.k, random.IntN(1000), 1+random.IntN(999), float64(random.IntN(1e6))/1000)
	}
	return text.String()
}

// The fast way, in pieces and in parallel, gives what the plainest way gives:
// the same rows in the same order, the same repeats on the same lines.
func TestFastWayEqualsPlainWay(t *testing.T) {
	t.Parallel()
	r, made := testRules(0), 0
	for seed := range uint64(30) {
		random := rand.New(rand.NewPCG(seed, 1))
		text := randomRows(random, 1+random.IntN(3000), seed%2 == 0)
		rows, repeats := oracle(&r, text)
		gotRows, gotRepeats := arranged(t, r, strings.NewReader(text))
		if !slices.Equal(gotRows, rows) {
			t.Fatalf("seed %d: %d rows, want %d", seed, len(gotRows), len(rows))
		}
		if !slices.Equal(gotRepeats, repeats) {
			t.Fatalf("seed %d: the repeats are %v, want %v", seed, gotRepeats, repeats)
		}
		made += len(repeats)
	}
	if made < 1000 {
		t.Errorf("only %d repeats were made", made)
	}
}

// A file of several pieces: pairs go on across their borders.
func TestPiecesJoin(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	const count = 40_000
	for n := range count {
		fmt.Fprintf(&text, "2021,4,%d,%06d,1.5,%230.3f\n", []int{24, 112}[n*2/count], 10_000+n%(count/2), float64(n))
	}
	text.WriteString("2021,4,24,010000,2.5,1") // repeats the first row, without a line end
	if text.Len() < 2*pieceBytes {
		t.Fatalf("only %d bytes", text.Len())
	}
	for name, input := range map[string]io.Reader{
		"whole": bytes.NewReader(text.Bytes()),
		"split": iotest.HalfReader(bytes.NewReader(text.Bytes())),
		"late":  iotest.DataErrReader(bytes.NewReader(text.Bytes())),
	} {
		rows, repeats := arranged(t, testRules(2021), input)
		if len(rows) != count || !slices.IsSorted(rows) {
			t.Errorf("%s: %d rows, sorted %v", name, len(rows), slices.IsSorted(rows))
		}
		if !slices.Equal(repeats, []repeat{{line: count + 2, first: 2, value: 2_500_000}}) {
			t.Errorf("%s: the repeats are %v", name, repeats)
		}
	}
}

func TestLinesOfRowsAroundGaps(t *testing.T) {
	t.Parallel()
	r := testRules(0)
	good := "2021,4,24,10000,1,1\n"
	b := r.parseBlock([]byte("\n"+good+"bad\n\n"+good+good+"\n"+good), 10, 8)
	var got []int
	for at := range b.product {
		got = append(got, b.lineOf(at))
	}
	if !slices.Equal(got, []int{11, 14, 15, 17}) || len(b.rejected) != 1 || b.rejected[0].Line != 12 {
		t.Errorf("the lines are %v, rejected %+v", got, b.rejected)
	}
	if want := (trade.Tally{Rows: 5, Value: 4_000_000}); b.read != want {
		t.Errorf("read %v, want %v", b.read, want)
	}
}

func TestReadingFails(t *testing.T) {
	t.Parallel()
	r := testRules(0)
	row := "2021,4,24,10000,1,1\n"
	huge := strings.Repeat("2021,4,24,10000,999999999999.999999,1\n", 11)
	long := row + row + row[:18] + strings.Repeat(" ", maxLine) + "1\n"
	for name, test := range map[string]struct {
		input io.Reader
		want  string
	}{
		"device":      {io.MultiReader(strings.NewReader(row), iotest.ErrReader(io.ErrClosedPipe)), "closed pipe"},
		"cut archive": {io.MultiReader(strings.NewReader(row), iotest.ErrReader(io.ErrUnexpectedEOF)), "unexpected EOF"},
		"long line":   {strings.NewReader(long + row), "test.csv, line 4: the line is longer than 1 MiB"},
		"long end":    {strings.NewReader(strings.TrimSuffix(long, "1\n")), "test.csv, line 4: the line is longer than 1 MiB"},
		"endless":     {io.MultiReader(strings.NewReader(row), endless{}), "test.csv, line 3: the line is longer than 1 MiB"},
		"large sum":   {strings.NewReader(huge), "test.csv: the values add up to more than can be held"},
	} {
		err := r.parse(context.Background(), test.input, 2, func(*block) error { return nil })
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// endless never ends a line.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '7'
	}
	return len(p), nil
}
