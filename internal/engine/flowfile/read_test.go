package flowfile

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

var scan = cube.ScanQuery{Scope: trade.Scope{Dataset: part.Dataset}, Period: trade.Year(2021)}

// scanned lists the rows of a block that scan keeps, in the order of the file.
func scanned(b *trade.Bulk) (lines []string, unknown int) {
	for _, l := range expected(b) {
		if !strings.Contains(l, " flow=general ") || slices.Contains(strings.Fields(l), "flags=8") {
			continue
		}
		fields := map[string]string{}
		for _, f := range strings.Fields(l) {
			name, value, _ := strings.Cut(f, "=")
			fields[name] = value
		}
		value, known := fields["value_usd"]
		if !known {
			unknown++
			continue
		}
		lines = append(lines, strings.Join([]string{fields["exporter"], fields["importer"], fields["product"], value}, " "))
	}
	return lines, unknown
}

func linesOf(f *cube.Flows) (lines []string) {
	for row, v := range f.ValueUSD {
		lines = append(lines, strings.Join([]string{string(f.Economies[f.Exporter[row]]), string(f.Economies[f.Importer[row]]),
			string(f.Products[f.Product[row]]), trade.FormatThousandths(v)}, " "))
	}
	return lines
}

// TestRead reads awkward shapes back, across the bounds of groups and files, into
// memory that held others.
func TestRead(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(8, 4))
	small := layout{rowsInGroup: 64, rowsInFile: 500}
	var flows cube.Flows
	for _, rows := range []int{1, 63, 64, 65, 1000, 1517} {
		for _, run := range []int{1, 9, 100_000} {
			for _, absent := range []float64{0, 0.1, 1} {
				b := randomBlock(random, rows, run, absent)
				if random.IntN(2) == 0 { // totals among flows
					b.Flags = make([]uint32, rows)
					for row := range b.Flags {
						b.Flags[row] = uint32(trade.FlagTotal) * uint32(random.IntN(2))
					}
				}
				files, err := small.write(t.Context(), t.TempDir(), part, b)
				if err != nil {
					t.Fatal(err)
				}
				if err := Read(t.Context(), paths(files), scan, &flows); err != nil {
					t.Fatal(err)
				}
				want, unknown := scanned(b)
				if !slices.Equal(linesOf(&flows), want) || flows.Unknown != unknown {
					t.Fatalf("%d rows, run %d: %d lines and %d unknown, want %d and %d", rows, run, len(flows.ValueUSD), flows.Unknown, len(want), unknown)
				}
			}
		}
	}
}

func paths(files []trade.File) (list []string) {
	for _, f := range files {
		list = append(list, f.Path)
	}
	return list
}

func TestReadNothing(t *testing.T) {
	t.Parallel()
	flows := cube.Flows{ValueUSD: []int64{1}, Unknown: 3}
	if err := Read(t.Context(), nil, scan, &flows); err != nil || len(flows.ValueUSD) != 0 || flows.Unknown != 0 || len(flows.Economies) != 0 {
		t.Errorf("%v %+v", err, flows)
	}
}

// TestReadManyCodes has one good more than the columns can tell apart.
func TestReadManyCodes(t *testing.T) {
	t.Parallel()
	b := randomBlock(rand.New(rand.NewPCG(1, 1)), cube.MostCodes+1, 1, 0)
	b.Flow, b.Product.Words = trade.Codes{}, nil
	for row := range b.Rows {
		b.Product.Words = append(b.Product.Words, string(rune('A'+row>>12))+string(rune(0x1000+row&0xfff)))
		b.Product.Index[row] = uint32(row)
	}
	files, err := Write(t.Context(), t.TempDir(), part, b, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := Read(t.Context(), paths(files), scan, &cube.Flows{}); trade.KindOf(err) != trade.Usage || trade.HintOf(err) == "" {
		t.Errorf("%v", err)
	}
}

// written is the content of a small file.
func written(t testing.TB) []byte {
	b := randomBlock(rand.New(rand.NewPCG(2, 2)), 300, 5, 0.1)
	files, err := layout{rowsInGroup: 100, rowsInFile: 500}.write(t.Context(), t.TempDir(), part, b)
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(files[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// readContent reads a file of some content; it must not panic, and an error names it.
func readContent(t testing.TB, content []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "spoilt.parquet")
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	var flows cube.Flows
	if err := Read(t.Context(), []string{path}, scan, &flows); err != nil {
		if !strings.Contains(err.Error(), path) && trade.KindOf(err) != trade.Usage {
			t.Errorf("%v does not name the file", err)
		}
		return
	}
	for _, n := range []int{len(flows.Exporter), len(flows.Importer), len(flows.Product)} {
		if n != len(flows.ValueUSD) {
			t.Errorf("%d rows, %d values", n, len(flows.ValueUSD))
		}
	}
}

// TestReadSpoilt changes a good file in one place after another.
func TestReadSpoilt(t *testing.T) {
	t.Parallel()
	good := written(t)
	for _, content := range [][]byte{nil, []byte("PAR1"), good[:len(good)/2], bytes.Repeat([]byte("PAR1"), 100)} {
		readContent(t, content)
	}
	random := rand.New(rand.NewPCG(3, 3))
	for range 400 {
		content := slices.Clone(good)
		for range 1 + random.IntN(4) {
			content[random.IntN(len(content))] = byte(random.IntN(256))
		}
		readContent(t, content)
	}
}

// TestOpenMostRows has footers that promise more rows than are taken for real.
func TestOpenMostRows(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.parquet")
	if err := os.WriteFile(path, written(t), 0o644); err != nil {
		t.Fatal(err)
	}
	for before, want := range map[int]bool{0: true, mostRowsInAll - 300: true, mostRowsInAll - 299: false, mostRowsInAll: false} {
		r := &reading{}
		end, err := r.openFile(path, before)
		if got := err == nil && end == before+300; got != want {
			t.Errorf("after %d rows: %d, %v", before, end, err)
		}
		if err := r.close(); err != nil {
			t.Error(err)
		}
	}
}

// FuzzRead spoils one byte of a good file.
func FuzzRead(f *testing.F) {
	good := written(f)
	f.Add(uint32(10), byte(7), uint32(90))
	f.Fuzz(func(t *testing.T, at uint32, to byte, cut uint32) {
		content := slices.Clone(good)
		content[int(at)%len(content)] = to
		if cut%16 == 0 {
			content = content[:int(cut)%len(content)]
		}
		readContent(t, content)
	})
}

// FuzzPages decodes arbitrary pages of every layout.
func FuzzPages(f *testing.F) {
	f.Add([]byte{3, 2, 0, 0, 0, 4, 1, 1, 9}, uint16(5), uint8(3))
	f.Add(appendHybrid([]byte{4}, []uint32{1, 2, 3, 4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 1}, 4), uint16(15), uint8(9))
	f.Fuzz(func(_ *testing.T, body []byte, rows uint16, words uint8) {
		to, dictionary := make([]uint16, rows), make([]uint16, words)
		_ = readHybrid(to, body, dictionary)
		_ = readPacked(to, body, 1, dictionary)
		_ = readPlain(make([]int64, rows), body)
		ignore := func([]byte) error { return nil }
		_ = eachText(body, int(rows), ignore)
		_ = eachNumber(body, int(rows), ignore)
		p := page{rows: int(rows), body: body}
		_ = p.cutLevels()
	})
}

// TestReadHybrid reads back what the writer packs, at every width.
func TestReadHybrid(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(4, 4))
	for width := 1; width <= 16; width++ {
		words := 1 << width
		dictionary := make([]uint16, words)
		for i := range dictionary {
			dictionary[i] = uint16(words - 1 - i)
		}
		values := make([]uint32, 1000+width)
		want := make([]uint16, len(values))
		for i := range values {
			values[i] = uint32(random.IntN(words))
			if i > 0 && random.IntN(3) > 0 {
				values[i] = values[i-1]
			}
			want[i] = dictionary[values[i]]
		}
		body, got := appendHybrid([]byte{byte(width)}, values, width), make([]uint16, len(values))
		if err := readHybrid(got, body, dictionary); err != nil || !slices.Equal(got, want) {
			t.Errorf("width %d: %v", width, err)
		}
		// A word less, and the largest place lies outside.
		if err := readHybrid(got, body, dictionary[:slices.Max(values)]); err == nil {
			t.Errorf("width %d: a place outside the dictionary was read", width)
		}
		if err := readHybrid(got, body[:len(body)-1], dictionary); err == nil {
			t.Errorf("width %d: a page without its end was read", width)
		}
	}
}
