package flowfile

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/oborot/oborot/trade"
)

// layout says how rows are cut. A group is what DuckDB skips or reads at once, and
// this is its own size: half of it made a pair no faster to read. A file has at least
// so many rows for each processor to write one, and with rollFrom rows it gets
// rollups; with 0 there are none.
type layout struct {
	rowsInGroup, rowsInFile int
	rollFrom                int64
	rolling
}

var usual = layout{
	rowsInGroup: 122_880, rowsInFile: 1_000_000,
	rolling: rolling{fewCells: 50_000, mostPairs: 1 << 20, mostSlots: 1 << 24},
}

// Write writes the rows of a block into new files in dir, sorted by exporter,
// importer, product and month; rows equal in these keep their order. Large blocks
// are cut between two exporters into a file for each processor. No file remains
// when it returns an error.
//
// A file of at least rollFrom rows gets its rollups beside it.
func Write(ctx context.Context, dir string, p trade.Part, b *trade.Bulk, rollFrom int64) ([]trade.File, error) {
	l := usual
	l.rollFrom = rollFrom
	return l.write(ctx, dir, p, b)
}

func (l layout) write(ctx context.Context, dir string, p trade.Part, b *trade.Bulk) ([]trade.File, error) {
	if err := check(p, b); err != nil {
		return nil, err
	}
	t := &table{layout: l, block: b, order: order(b), columns: columnsOf(p, b)}
	if l.rollFrom > 0 && int64(b.Rows) >= l.rollFrom && !dense(b) {
		t.findVariants()
	}
	cuts := l.cut(b, t.order)
	files := make([]trade.File, len(cuts)-1)
	failures := make([]error, len(files))
	var group sync.WaitGroup
	for i := range files {
		name := fmt.Sprintf("%d-%s.parquet", b.Year, rand.Text())
		files[i] = trade.File{Path: filepath.Join(dir, name), Dataset: p.Dataset, Year: b.Year}
		group.Go(func() { failures[i] = t.writeRolled(ctx, &files[i], cuts[i], cuts[i+1]) })
	}
	group.Wait()
	err := errors.Join(failures...)
	if err == nil {
		err = syncDir(dir)
	}
	if err != nil {
		return nil, errors.Join(err, remove(files))
	}
	return files, nil
}

// writeRolled writes one file and its rollups, at once: blocks of less than two files
// would leave a processor idle.
func (t *table) writeRolled(ctx context.Context, f *trade.File, first, end int) error {
	if t.rollFrom == 0 || int64(end-first) < t.rollFrom {
		return t.writeFile(ctx, f, first, end)
	}
	var rolled error
	var group sync.WaitGroup
	group.Go(func() { rolled = t.rollUp(ctx, f, first, end) })
	err := t.writeFile(ctx, f, first, end)
	group.Wait()
	return errors.Join(err, rolled)
}

// check refuses a block that would make a file that no reader can trust.
func check(p trade.Part, b *trade.Bulk) error {
	if err := b.Check(); err != nil {
		return trade.Errorf(trade.Internal, "the block of rows is malformed: %w", err)
	}
	if p.Year != b.Year {
		return trade.Errorf(trade.Internal, "a block of %d cannot be a part of %d", b.Year, p.Year)
	}
	for name, c := range map[string]trade.Codes{
		"exporter": b.Exporter, "importer": b.Importer, "product": b.Product, "flow": b.Flow, "reporter": b.Reporter,
		"valuation": b.Valuation, "currency": b.Currency, "unit": b.Unit, "enterprise": b.Enterprise,
	} {
		if err := checkCodes(name, c, b.Rows); err != nil {
			return err
		}
	}
	return checkLengths(b)
}

func checkCodes(name string, c trade.Codes, rows int) error {
	if c.Words == nil {
		return nil
	}
	if len(c.Index) != rows {
		return malformed(name, len(c.Index), rows)
	}
	var last uint32
	for _, i := range c.Index {
		last = max(last, i)
	}
	if rows > 0 && int(last) >= len(c.Words) {
		return trade.Errorf(trade.Internal, "the column %s points at word %d of %d", name, last, len(c.Words))
	}
	return nil
}

func checkLengths(b *trade.Bulk) error {
	for name, n := range map[string]int{
		"month": len(b.Month), "months": len(b.Months), "flags": len(b.Flags),
		"value_usd": len(b.ValueUSD), "net_kg": len(b.NetKg), "quantity": len(b.Quantity),
	} {
		if n != 0 && n != b.Rows {
			return malformed(name, n, b.Rows)
		}
	}
	if len(b.Month) != len(b.Months) {
		return malformed("months", len(b.Months), len(b.Month))
	}
	return nil
}

func malformed(name string, have, want int) error {
	return trade.Errorf(trade.Internal, "the column %s has %d rows, the block %d", name, have, want)
}

// cut returns the rows at which each file begins, and the end.
func (l layout) cut(b *trade.Bulk, order []uint32) []int {
	if b.Rows == 0 {
		return []int{0}
	}
	exporter := func(row int) uint32 { return b.Exporter.Index[at(order, row)] }
	files := max(1, min(runtime.GOMAXPROCS(0), b.Rows/l.rowsInFile))
	cuts := []int{0}
	for i := 1; i < files; i++ {
		row := b.Rows * i / files
		for row < b.Rows && exporter(row) == exporter(row-1) {
			row++
		}
		if row < b.Rows && row > cuts[len(cuts)-1] {
			cuts = append(cuts, row)
		}
	}
	return append(cuts, b.Rows)
}

// at returns which row of the block is at a place; no order is the order given.
func at(order []uint32, place int) int {
	if order == nil {
		return place
	}
	return int(order[place])
}

// syncDir makes the names of new files last. Windows has no such call.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return failed(err, dir)
	}
	return failed(errors.Join(d.Sync(), d.Close()), dir)
}

func remove(files []trade.File) error {
	var errs []error
	for _, f := range files {
		for _, path := range append(slices.Collect(maps.Values(f.Rollups)), f.Path) {
			if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
				errs = append(errs, err)
			}
		}
	}
	return errors.Join(errs...)
}
