package sdmx_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sdmx"
	"github.com/oborot/oborot/trade"
)

// discard is a sink that forgets.
type discard struct {
	source.Sink
	rows int
}

func (d *discard) Begin(context.Context, trade.Import) (trade.Batch, error) {
	return discarded{nil, d}, nil
}

func (d *discard) Commit(_ context.Context, b []trade.Batch, _ [][]trade.Tally) ([]trade.Account, error) {
	return make([]trade.Account, len(b)), nil
}

// discarded is a batch of it.
type discarded struct {
	trade.Batch
	sink *discard
}

func (d discarded) SetAside(int, trade.Rejection) error { return nil }
func (d discarded) Abort() error                        { return nil }
func (d discarded) Copy(_ context.Context, _ int, b *trade.Bulk) error {
	d.sink.rows += b.Rows
	return nil
}

// BenchmarkRead reads values in the layout of Eurostat's answers, a key a row.
func BenchmarkRead(b *testing.B) {
	for _, rows := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			text := generated(rows)
			path := b.TempDir() + "/trade.csv"
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				b.Fatal(err)
			}
			r := source.Request{Paths: []string{path}, Lists: euroRates, Progress: func(source.Step) {}}
			loads, err := sdmx.Format().Describe(context.Background(), r)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				sink := &discard{}
				if _, err := loads[0].Read(context.Background(), sink, nil); err != nil {
					b.Fatal(err)
				}
				if sink.rows != rows {
					b.Fatalf("%d rows of %d", sink.rows, rows)
				}
			}
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func generated(rows int) string {
	partners := strings.Fields("AD AE AF AG AL AM AO AR AU AZ BA BD BY BR CA CH CL CN CO EG GB GE IN IQ IR JP KR KZ MA MD MX NO NZ RS RU TN TR UA US UZ VN ZA")
	random := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	b.WriteString(eurostatHeader)
	for i := range rows {
		b.WriteString(eurostatRow(fmt.Sprintf("A,DE,%s,%08d,%d,VALUE_IN_EUROS,2024,%d,,", partners[i%len(partners)],
			1_000_000+i/len(partners)/2*41, 1+i/len(partners)%2, random.Int64N(10_000_000))))
	}
	return b.String()
}
