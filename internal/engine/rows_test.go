package engine

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// folder is a lake of plain files: it names those of the scope, or all when the
// years are taken as the mere hint that they are.
type folder struct {
	files    []trade.File
	mu       sync.Mutex
	asked    trade.Scope
	allYears bool
}

// DataFiles implements Files.
func (f *folder) DataFiles(_ context.Context, table string, s trade.Scope) ([]string, error) {
	if table != "flows" {
		return nil, trade.Errorf(trade.Internal, "no table %s", table)
	}
	f.mu.Lock()
	f.asked = s
	f.mu.Unlock()
	var paths []string
	for _, file := range f.files {
		if (s.Dataset == "" || s.Dataset == file.Dataset) && (f.allYears || len(s.Years) == 0 || slices.Contains(s.Years, file.Year)) {
			paths = append(paths, file.Path)
		}
	}
	return paths, nil
}

// Rollups implements Files.
func (f *folder) Rollups(_ context.Context, r trade.Rollup, s trade.Scope) (rolled, facts []string, err error) {
	for _, file := range f.files {
		if s.Dataset != "" && s.Dataset != file.Dataset || len(s.Years) > 0 && !slices.Contains(s.Years, file.Year) {
			continue
		}
		if path := file.Rollups[r]; path != "" {
			rolled = append(rolled, path)
		} else {
			facts = append(facts, file.Path)
		}
	}
	return rolled, facts, nil
}

// openRows writes rows into files, as an import does, and opens an engine on them.
func openRows(t testing.TB, rows []cube.Row) (*DuckDB, *folder) {
	t.Helper()
	return openRolled(t, rows, 0)
}

// openRolled is openRows with rollups for every file of at least so many rows.
func openRolled(t testing.TB, rows []cube.Row, from int64) (*DuckDB, *folder) {
	t.Helper()
	f := &folder{}
	d, err := Open(f, Options{Threads: 2, TempDir: t.TempDir(), RollFrom: from})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	dir := t.TempDir()
	for _, part := range parts(rows) {
		files, err := d.Write(t.Context(), dir, part, block(part, rows))
		if err != nil {
			t.Fatal(err)
		}
		f.files = append(f.files, files...)
	}
	return d, f
}

func partOf(r cube.Row) trade.Part {
	return trade.Part{Dataset: r.Dataset, Release: r.Release, Year: r.Period.First.Year(), Nomenclature: r.Nomenclature}
}

func parts(rows []cube.Row) []trade.Part {
	var list []trade.Part
	for _, r := range rows {
		if !slices.Contains(list, partOf(r)) {
			list = append(list, partOf(r))
		}
	}
	return list
}

// block holds the rows of a part, with every column spelled out.
func block(p trade.Part, rows []cube.Row) *trade.Bulk {
	b := &trade.Bulk{Year: p.Year, Common: trade.Observation{Period: trade.Year(p.Year)}}
	for _, r := range rows {
		if partOf(r) != p {
			continue
		}
		b.Rows++
		b.Month = append(b.Month, uint8(r.Period.First.Month()))
		b.Months = append(b.Months, uint8(r.Period.Months))
		b.Flags = append(b.Flags, uint32(r.Flags))
		for to, word := range map[*trade.Codes]string{
			&b.Exporter: string(r.Exporter), &b.Importer: string(r.Importer), &b.Product: string(r.Product),
			&b.Flow: string(r.Flow), &b.Reporter: string(r.Reporter), &b.Valuation: string(r.Valuation),
			&b.Currency: r.Currency, &b.Unit: r.Unit, &b.Enterprise: r.Enterprise,
		} {
			appendWord(to, word)
		}
		for to, a := range map[*[]int64]trade.Amount{
			&b.Value: r.Value, &b.ValueUSD: r.ValueUSD, &b.NetKg: r.NetKg, &b.Quantity: r.Quantity,
		} {
			if a.Known() {
				*to = append(*to, a.Thousandths)
			} else {
				*to = append(*to, trade.Null)
			}
		}
	}
	return b
}

func appendWord(c *trade.Codes, word string) {
	at := slices.Index(c.Words, word)
	if at < 0 {
		at = len(c.Words)
		c.Words = append(c.Words, word)
	}
	c.Index = append(c.Index, uint32(at))
}
