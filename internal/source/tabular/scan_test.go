package tabular

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// naive finds separators and the end of a row byte by byte.
func naive(data []byte, separator byte) (ends []int32, end, quotes int) {
	inQuotes := false
	for i, c := range data {
		switch {
		case c == '"':
			inQuotes = !inQuotes
			quotes++
		case inQuotes:
		case c == separator:
			ends = append(ends, int32(i))
		case c == '\n':
			return ends, i, quotes
		}
	}
	return ends, -1, quotes
}

// The masks find what a loop over bytes finds, whatever lies where in a block.
func TestScanAgreesWithTheNaiveLoop(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for _, letters := range []string{"ab,\n", "a,\"\n", "abcdefghijk,\"\n\r\x00\xff", "\"\"\"\n,", strings.Repeat("x", 60) + "\",\n\n"} {
		for range 20_000 {
			data := make([]byte, random.IntN(200))
			for i := range data {
				data[i] = letters[random.IntN(len(letters))]
			}
			s := splitter{separator: ','}
			end, quotes := s.scan(data)
			wantEnds, wantEnd, wantQuotes := naive(data, ',')
			if end != wantEnd {
				t.Fatalf("%q: end %d, want %d", data, end, wantEnd)
			}
			if end >= 0 && (!slices.Equal(s.ends, wantEnds) || quotes != wantQuotes) {
				t.Fatalf("%q: separators at %v, want %v; %d quotation marks, want %d", data, s.ends, wantEnds, quotes, wantQuotes)
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
