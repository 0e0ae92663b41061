package flowfile

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/oborot/oborot/trade"
)

// group is a row of a rollup by another route: what it is of, and its sums.
type group struct {
	of                      string
	rows, usdKnown, kgKnown int64
	usd, kg                 int64
}

func (g group) String() string {
	amount := func(known, sum int64) string {
		if known == 0 {
			return "-"
		}
		return trade.FormatThousandths(sum)
	}
	return fmt.Sprintf("%s: %d rows, %s of %d, %s of %d", g.of, g.rows, amount(g.usdKnown, g.usd), g.usdKnown, amount(g.kgKnown, g.kg), g.kgKnown)
}

// told are the columns of codes and numbers of a row that a rollup keeps, but for what
// is the same everywhere.
func told(b *trade.Bulk, row int, r trade.Rollup) string {
	sides := map[string]trade.Codes{"exporter": b.Exporter, "importer": b.Importer, "product": b.Product}
	of := cmp.Or(word(sides[keptColumns[r][0]], row), "-") + " " + cmp.Or(word(sides[keptColumns[r][1]], row), "-")
	for _, c := range []trade.Codes{b.Flow, b.Reporter, b.Valuation, b.Currency, b.Unit, b.Enterprise} {
		if c.Words != nil {
			of += " " + cmp.Or(word(c, row), "-")
		}
	}
	if b.Month != nil {
		of += fmt.Sprintf(" %d %d", b.Month[row], b.Months[row])
	}
	if b.Flags != nil {
		of += fmt.Sprintf(" %d", b.Flags[row])
	}
	return of
}

// summed adds up the rows of a file one by one.
func summed(b *trade.Bulk, rows []uint32, r trade.Rollup) []string {
	sums := map[string]*group{}
	usd := b.Value
	if b.ValueUSD != nil {
		usd = b.ValueUSD
	}
	for _, row := range rows {
		of := told(b, int(row), r)
		if sums[of] == nil {
			sums[of] = &group{of: of}
		}
		g := sums[of]
		g.rows++
		if v := usd[row]; v != trade.Null {
			g.usd, g.usdKnown = g.usd+v, g.usdKnown+1
		}
		if b.NetKg != nil && b.NetKg[row] != trade.Null {
			g.kg, g.kgKnown = g.kg+b.NetKg[row], g.kgKnown+1
		}
	}
	var lines []string
	for _, g := range sums {
		lines = append(lines, g.String())
	}
	slices.Sort(lines)
	return lines
}

// readRollup reads a rollup back with arrow-go, as summed has it. Rows must be in the
// order of the columns that are kept.
func readRollup(t *testing.T, path string, b *trade.Bulk, r trade.Rollup) []string {
	t.Helper()
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	table, err := pqarrow.ReadTable(t.Context(), in, nil, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	columns := map[string][]string{}
	for c := range int(table.NumCols()) {
		cells := make([]string, table.NumRows())
		row := 0
		for _, chunk := range table.Column(c).Data().Chunks() {
			for i := range chunk.Len() {
				cells[row] = "-"
				if chunk.IsValid(i) {
					cells[row] = cmp.Or(chunk.ValueStr(i), "-")
				}
				row++
			}
		}
		columns[table.Column(c).Name()] = cells
	}
	kept := []string{keptColumns[r][0], keptColumns[r][1]}
	for name, c := range map[string]trade.Codes{
		"flow": b.Flow, "reporter": b.Reporter, "valuation": b.Valuation, "currency": b.Currency, "unit": b.Unit, "enterprise": b.Enterprise,
	} {
		if c.Words == nil {
			delete(columns, name)
		}
	}
	for _, name := range []string{"flow", "reporter", "valuation", "currency", "unit", "enterprise"} {
		if columns[name] != nil {
			kept = append(kept, name)
		}
	}
	if b.Month != nil {
		kept = append(kept, "month", "months")
	}
	if b.Flags != nil {
		kept = append(kept, "flags")
	}
	var lines []string
	last := ""
	for row := range int(table.NumRows()) {
		var of []string
		for _, name := range kept {
			of = append(of, columns[name][row])
		}
		if place := of[0] + "\x00" + of[1]; place < last {
			t.Fatalf("%s %s stands behind %q", of[0], of[1], last)
		} else {
			last = place
		}
		whole := func(name string) string { return strings.TrimSuffix(columns[name][row], ".000") }
		lines = append(lines, fmt.Sprintf("%s: %s rows, %s of %s, %s of %s", strings.Join(of, " "), whole("rows"),
			plain(columns["value_usd"][row]), whole("value_usd_known"), plain(columns["net_kg"][row]), whole("net_kg_known")))
	}
	slices.Sort(lines)
	return lines
}

// plain writes a decimal without zeros at its end, as trade.FormatThousandths does.
func plain(number string) string {
	if strings.Contains(number, ".") {
		number = strings.TrimRight(strings.TrimRight(number, "0"), ".")
	}
	return number
}

// TestRollupsAddUp compares rollups of blocks of all shapes with sums by maps: with
// the usual bounds and with bounds so low that every way of finding groups is taken.
func TestRollupsAddUp(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(11, 12))
	low := rolling{fewCells: 20, mostPairs: 4, mostSlots: 16}
	written, skipped := 0, 0
	for round := range 60 {
		b := randomBlock(random, []int{1, 40, 3000}[round%3], []int{1, 5, 200}[round/3%3], 0.2)
		smaller(random, b)
		l := layout{rowsInGroup: 64, rowsInFile: 700, rollFrom: 1, rolling: usual.rolling}
		if round%2 == 0 {
			l.rolling = low
		}
		files, err := l.write(t.Context(), t.TempDir(), part, b)
		if err != nil {
			t.Fatal(err)
		}
		places := order(b)
		if places == nil {
			places = sequence(0, b.Rows)
		}
		for _, f := range files {
			rows := places[:f.Rows]
			places = places[f.Rows:]
			for _, r := range trade.Rollups() {
				want := summed(b, rows, r)
				path, ok := f.Rollups[r]
				if ok != l.worthwhile(len(want), len(rows)) {
					t.Fatalf("round %d: a rollup without %s of %d rows for %d: %v", round, r, len(want), len(rows), ok)
				}
				if !ok {
					skipped++
					continue
				}
				written++
				if got := readRollup(t, path, b, r); !slices.Equal(got, want) {
					t.Fatalf("round %d, without %s:\n%s\nwant\n%s", round, r, strings.Join(got[:min(len(got), 5)], "\n"), strings.Join(want[:min(len(want), 5)], "\n"))
				}
			}
		}
	}
	if written < 50 || skipped < 25 {
		t.Errorf("%d rollups were compared, %d were not worth writing: the blocks are all alike", written, skipped)
	}
}

// smaller makes amounts that may be added up and, in half the blocks, few goods.
func smaller(random *rand.Rand, b *trade.Bulk) {
	for _, amounts := range [][]int64{b.Value, b.ValueUSD, b.NetKg} {
		for row, a := range amounts {
			if a != trade.Null {
				amounts[row] = a % 1_000_000_000
			}
		}
	}
	if random.IntN(2) == 0 {
		for row := range b.Product.Index {
			b.Product.Index[row] %= 7
		}
	}
}
