package mapped

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// nowhere is a sink that keeps nothing.
type nowhere struct{ source.Sink }

type lost struct{ trade.Batch }

func (nowhere) Begin(context.Context, trade.Import) (trade.Batch, error) { return lost{}, nil }

func (nowhere) Commit(_ context.Context, b []trade.Batch, _ [][]trade.Tally) ([]trade.Account, error) {
	return make([]trade.Account, len(b)), nil
}

func (lost) Copy(context.Context, int, *trade.Bulk) error { return nil }
func (lost) SetAside(int, trade.Rejection) error          { return nil }
func (lost) Abort() error                                 { return nil }

// BenchmarkImport1M reads a million rows of names, months and six digits up to the
// blocks that a sink takes.
func BenchmarkImport1M(b *testing.B) {
	const rows = 1_000_000
	partners := []string{"RUS", "China", "Казахстан", "DEU", "United States", "France", "POL", "Литва", "Ukraine", "TUR"}
	var table strings.Builder
	table.WriteString("d,p,n,k,v\n")
	for i := range rows {
		fmt.Fprintf(&table, "20%02d,%s,%s,%06d,%d.%02d\n", i/100_000+10, partners[i%10], []string{"X", "M"}[i/10%2], 10_000+i/20%5000*17, i, i%100)
	}
	path := filepath.Join(b.TempDir(), "t.csv")
	for name, text := range map[string]string{path: table.String(), path + besides: whole} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		loads, err := Format().Describe(b.Context(), requestFor("", path))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := loads[0].Read(b.Context(), nowhere{}, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
