package tabular

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// The masks say what a loop over bytes says, with any instructions of the processor.
func TestMasks(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for range 5_000 {
		data := make([]byte, blockBytes*random.IntN(5))
		for i := range data {
			data[i] = ",\n\"a\x00\xac\x8a\xa2-!"[random.IntN(10)]
		}
		want := make([]blockMasks, len(data)/blockBytes)
		for i, c := range data {
			bit := uint64(1) << (i % blockBytes)
			switch m := &want[i/blockBytes]; c {
			case ',':
				m.separators |= bit
			case '\n':
				m.feeds |= bit
			case '"':
				m.quotes |= bit
			}
		}
		got, portable := make([]blockMasks, len(want)), make([]blockMasks, len(want))
		masksOf(data, ',', got)
		masksPortable(data, ',', portable)
		if !slices.Equal(got, want) || !slices.Equal(portable, want) {
			t.Fatalf("%q: %x, %x, want %x", data, got, portable, want)
		}
	}
}

// readRows lists the rows of a text with their lines and problems.
func readRows(p textPiece, columns int, read func(p *textPiece, columns int, f func(*Row, string)) error) []string {
	var rows []string
	err := read(&p, columns, func(r *Row, problem string) {
		line := fmt.Sprintf("%d %q:", r.Line, problem)
		for c := range columns {
			if problem == "" {
				line += fmt.Sprintf(" %q", r.Field(c))
			}
		}
		rows = append(rows, line+" "+p.text(r))
	})
	return append(rows, fmt.Sprint(err))
}

// oneByOne reads every row by itself.
func oneByOne(p *textPiece, columns int, f func(*Row, string)) error {
	s, row := splitter{separator: p.separator}, Row{Line: p.line}
	for p.end < len(p.data) {
		if err := p.single(&s, &row, columns, f); err != nil {
			return err
		}
	}
	return nil
}

// Rows that are found many at a time are those that are read one by one, wherever
// blocks and stretches end and whatever is wrong with quotation marks.
func TestManyRowsAgreeWithSingleOnes(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	fields := []string{"", "a", "12,5", "\"b\"", "\"c,d\"", "\"\"", " e ", " \"f\" ", strings.Repeat("x", 70)}
	bad := []string{"\"g\"\"h\"", "\"i\nj\"", "k\"l", "\"m", "n\"\"", "o,p"}
	for round := range 400 {
		var text strings.Builder
		columns, end := []int{3, 1, 40}[round%3], []string{"\n", "\r\n"}[round/3%2]
		for range 1 + random.IntN(1800)/columns {
			for c := range columns {
				if field := fields[random.IntN(len(fields))]; c < columns-1 || random.IntN(40) > 0 {
					text.WriteString(strings.Replace(field, "12,5", "12.5", 1))
				}
				if round%2 == 0 && random.IntN(300) == 0 {
					text.WriteString(bad[random.IntN(len(bad))])
				}
				if c < columns-1 {
					text.WriteByte(',')
				}
			}
			if random.IntN(60) == 0 {
				text.WriteByte(',')
			}
			text.WriteString(end)
			if random.IntN(50) == 0 {
				text.WriteString([]string{"\n", "\r\n", ",,\r\n", "\"a\",\"b\",\"c\"\r\n"}[random.IntN(4)])
			}
		}
		p := textPiece{where: "a.csv", separator: ',', data: []byte(text.String()), line: 2, open: round%4 == 0}
		got := readRows(p, columns, (*textPiece).each)
		if want := readRows(p, columns, oneByOne); !slices.Equal(got, want) {
			for i := range want {
				if i >= len(got) || got[i] != want[i] {
					t.Fatalf("row %d of %d: %s\nwant %s", i, len(want), strings.Join(got[i:min(i+2, len(got))], "\n"), want[i])
				}
			}
		}
	}
}

func TestSplitter(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"a,b\n":                       {"a", "b"},
		" a , b \r\n":                 {"a", "b"},
		"\"a,b\",\"c \"\"d\"\"\"\r\n": {"a,b", `c "d"`},
		"\"a\nb\",c\nnext":            {"a\nb", "c"},
		"\"\",\"\"\"\"\n":             {"", `"`},
		"\"a\"b,c\n":                  nil,
		"a\"b,c\n":                    nil,
		"\"a,b\nc,d\n":                nil,
		",,\n":                        {"", "", ""},
	} {
		s := splitter{separator: ','}
		size, problem := s.next([]byte(text))
		if want == nil {
			if problem == "" || size != strings.IndexByte(text, '\n')+1 {
				t.Errorf("%q: %q, %d bytes", text, problem, size)
			}
			continue
		}
		var got []string
		for _, f := range s.all() {
			got = append(got, string(f))
		}
		if problem != "" || !slices.Equal(got, want) {
			t.Errorf("%q: %q, %s", text, got, problem)
		}
	}
}

// Many columns do not make a row cost memory.
func TestSplittingTakesNoMemory(t *testing.T) {
	for _, columns := range []int{9, 47, 1000} {
		line := []byte(strings.Repeat("12,", columns-1) + "3\n")
		s := splitter{separator: ','}
		s.next(line)
		s.all()
		if n := testing.AllocsPerRun(100, func() { s.next(line); s.all() }); n > 0 {
			t.Errorf("%d columns: %v pieces of memory in each row", columns, n)
		}
		if len(s.all()) != columns {
			t.Errorf("%d fields of %d", len(s.all()), columns)
		}
	}
}

func TestSeparatorOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]byte{
		"a,b,c\n": ',', "a;b;c\n": ';', "a\tb\n": '\t', "a|b\n": '|', "a\n": ',',
		"Год;Страна;Стоимость, долл.\n": ';', "\"a;b;c\",d\n": ',', "\"a\nb\";c\n1,2,3,4\n": ';',
	} {
		if got := separatorOf([]byte(text)); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// A quotation mark out of place spoils its row, not the file, wherever it lies in a
// piece of a large file.
func TestStrayQuotationMark(t *testing.T) {
	t.Parallel()
	line := "2020,BLR,RUS,040610,10,abcdefghijklmnopqrstuvwxyz\n"
	const rows = 60_000 // three times the longest line
	for _, at := range []int{0, 1, rows / 3, rows * 2 / 3, rows - 21_000, rows - 20_165, rows - 20_164, rows - 1} {
		text := strings.Repeat(line, at) + strings.Replace(line, "abc", "a\"c", 1) + strings.Repeat(line, rows-at-1)
		for _, size := range []int{1 << 19, len(text) - 30, 1 << 22} {
			r := &textRows{input: strings.NewReader(text), closing: func() error { return nil }, where: "a.csv", separator: ',', size: size}
			good, bad := 0, []int{}
			err := r.run(t.Context(), func(p piece) error {
				defer p.release()
				return p.each(6, func(r *Row, problem string) {
					if problem == "" {
						good++
					} else {
						bad = append(bad, r.Line)
					}
				})
			})
			if err != nil || good != rows-1 || !slices.Equal(bad, []int{at + 1}) {
				t.Errorf("row %d in pieces of %d: %d good rows, bad lines %v, %v", at, size, good, bad, err)
			}
		}
	}
}

func TestCutAt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"": 0, "abc": 0, "a\nb": 2, "a\n\"b\nc": 2, "a\n\"b\nc\"\nd": 8, "\"a\nb\nc": 5,
	} {
		if got := cutAt([]byte(text), true); got != want {
			t.Errorf("%q: %d", text, got)
		}
		if got := cutAt([]byte(text), false); got != len(text) {
			t.Errorf("%q at the end: %d", text, got)
		}
	}
	if _, err := (&textRows{input: bytes.NewReader(make([]byte, 3<<20)), where: "a.csv", line: 1, size: 2 << 20}).next(); err == nil || !strings.Contains(err.Error(), "longer than a million") {
		t.Errorf("%v", err)
	}
}
