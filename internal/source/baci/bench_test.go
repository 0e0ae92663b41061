package baci_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// discard is a sink that forgets.
type discard struct {
	source.Sink
	rows int
}

func (d *discard) Begin(context.Context, trade.Import) (trade.Batch, error) {
	return discarded{d}, nil
}

// discarded is a batch of it.
type discarded struct{ sink *discard }

func (d discarded) Identify(int, string) error                                       { return nil }
func (d discarded) Append(context.Context, int, []trade.Observation) error           { return nil }
func (d discarded) SetAside(int, trade.Rejection) error                              { return nil }
func (d discarded) Abort() error                                                     { return nil }
func (d discarded) Commit(context.Context, []trade.Tally) (a trade.Account, _ error) { return a, nil }
func (d discarded) Copy(_ context.Context, _ int, b *trade.Bulk) error {
	d.sink.rows += b.Rows
	return nil
}

// BenchmarkParse reads a file in BACI's padded layout, sorted by numeric codes as
// CEPII writes it: parsing, validation, order of the lake, without a lake. Eleven
// million rows are one real year. Each size is measured without and with the
// hashing that Describe does.
func BenchmarkParse(b *testing.B) {
	for _, rows := range []int{100_000, 1_000_000, 11_000_000} {
		path, size := generate(b, rows)
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			loads, err := describe(source.Request{Paths: []string{path}})
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(size)
			for b.Loop() {
				benchRead(b, loads[0], rows)
			}
		})
		b.Run(fmt.Sprintf("hashed/rows=%d", rows), func(b *testing.B) {
			b.SetBytes(size)
			for b.Loop() {
				loads, err := describe(source.Request{Paths: []string{path}})
				if err != nil {
					b.Fatal(err)
				}
				benchRead(b, loads[0], rows)
			}
		})
		if err := os.Remove(path); err != nil {
			b.Fatal(err)
		}
	}
}

func benchRead(b *testing.B, l source.Load, rows int) {
	sink := &discard{}
	if _, err := l.Read(context.Background(), sink, nil); err != nil {
		b.Fatal(err)
	}
	if sink.rows != rows {
		b.Fatalf("%d rows of %d", sink.rows, rows)
	}
}

// generate writes so many rows of random pairs and products.
func generate(b *testing.B, rows int) (path string, size int64) {
	path = filepath.Join(b.TempDir(), "BACI_HS17_Y2021_V202501.csv")
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	w := bufio.NewWriterSize(file, 1<<20)
	w.WriteString(header)
	writeRows(w, rows)
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	info, err := file.Stat()
	if err != nil {
		b.Fatal(err)
	}
	return path, info.Size()
}

func writeRows(w *bufio.Writer, rows int) {
	random := rand.New(rand.NewPCG(1, 2))
	codes := oneCodeEach(226)
	const products = 5018
	perPair := rows/(len(codes)*(len(codes)-1)) + 1
	var line []byte
	for _, i := range codes {
		for _, j := range codes {
			for n := 0; i != j && n < perPair && rows > 0; n++ {
				k := 10_000 + (n*products/perPair+random.IntN(max(1, products/perPair)))*170
				line = strconv.AppendInt(line[:0], 2021, 10)
				for _, field := range []int{i, j, k, random.IntN(90_000)} {
					line = strconv.AppendInt(append(line, ','), int64(field), 10)
				}
				line = fmt.Appendf(line, ".%03d,%13.3f\n", 1+random.IntN(999), float64(random.IntN(1e8))/1000)
				w.Write(line)
				rows--
			}
		}
	}
}

// oneCodeEach returns numeric codes, each of another economy.
func oneCodeEach(count int) []int {
	var codes []int
	taken := map[trade.Economy]bool{trade.World: true}
	for code := 0; code < 1000 && len(codes) < count; code++ {
		if economy, ok := reference.Numeric(code); ok && !taken[economy] {
			taken[economy] = true
			codes = append(codes, code)
		}
	}
	return codes
}
