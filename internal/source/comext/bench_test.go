package comext_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/comext"
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

// BenchmarkRead reads rows in the layout of a month of Comext, which has some five
// million: reporters and partners in order, 13,000 products.
func BenchmarkRead(b *testing.B) {
	for _, rows := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			text := generated(rows)
			path := b.TempDir() + "/full_v2_202403.dat"
			if err := writeFile(path, text); err != nil {
				b.Fatal(err)
			}
			r := source.Request{Paths: []string{path}, Lists: euroRates, Progress: func(source.Step) {}}
			loads, err := comext.Format().Describe(context.Background(), r)
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
	reporters := strings.Fields("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK")
	partners := strings.Fields("AD AE AF AG AL AM AO AR AU AZ BA BD BY BR CA CH CL CN CO EG GB GE IN IQ IR JP KR KZ MA MD MX NO NZ RS RU TN TR UA US UZ VN ZA")
	random := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	b.WriteString(newHeader)
	for i := range rows {
		value, mass := random.Int64N(10_000_000), random.Int64N(1_000_000)
		fmt.Fprintf(&b, "%s,%s,E,%02d%06d,78219,2910,2910,521,411210,17,%d,%d,NO_SU,202403,%d,%d,%d,0\n",
			reporters[i*len(reporters)/rows], partners[i*len(partners)*len(reporters)/rows%len(partners)],
			1+random.IntN(97), random.IntN(140)*7_000, 1+i%2, 1+random.IntN(3), value, value, mass)
	}
	return b.String()
}
