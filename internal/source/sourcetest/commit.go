package sourcetest

import (
	"context"
	"fmt"
	"slices"

	"github.com/oborot/oborot/trade"
)

// Commit checks the accounts of all batches and keeps their imports, or none. A
// batch among others that brought nothing is not kept.
func (s *Sink) Commit(ctx context.Context, batches []trade.Batch, read [][]trade.Tally) ([]trade.Account, error) {
	own := make([]*batch, len(batches))
	for i, some := range batches {
		b, ok := some.(*batch)
		if !ok || b.sink != s || slices.Contains(own, b) {
			return nil, fmt.Errorf("batch %d is not one of this sink, or is given twice", i)
		}
		own[i] = b
	}
	if err := closeAll(ctx, own, read); err != nil {
		return nil, err
	}
	var accounts []trade.Account
	for _, b := range own {
		im := b.got.Import
		b.done = true
		b.got.Account = trade.Account{Dataset: im.Dataset, Release: im.Release, Snapshot: 1, Files: b.files, Notes: im.Notes}
		accounts = append(accounts, b.got.Account)
		if len(own) == 1 || len(b.got.Observations)+len(b.got.Rejections) > 0 {
			s.Imports = append(s.Imports, b.got)
		}
	}
	return accounts, nil
}

func closeAll(ctx context.Context, batches []*batch, read [][]trade.Tally) error {
	for _, b := range batches {
		for _, f := range b.files {
			if len(f.SHA256) != 64 {
				return fmt.Errorf("the file %s has no hash", f.Name)
			}
		}
	}
	if len(read) != len(batches) {
		return fmt.Errorf("%d batches were counted, %d are to be committed", len(read), len(batches))
	}
	for i, b := range batches {
		if err := b.close(ctx, read[i]); err != nil {
			return err
		}
	}
	return tolerable(batches)
}

// tolerable is the rule of the lake: nothing is stored when more than the
// tolerated fraction of the rows or of the value of a file was set aside. A file
// that brings several datasets is judged as a whole.
func tolerable(batches []*batch) error {
	whole := map[trade.SourceFile]trade.FileAccount{}
	for _, b := range batches {
		for _, f := range b.files {
			sum := whole[f.SourceFile]
			sum.Read, sum.SetAside = sum.Read.Plus(f.Read), sum.SetAside.Plus(f.SetAside)
			whole[f.SourceFile] = sum
		}
	}
	for _, b := range batches {
		limit := b.got.Import.Tolerate
		if limit == 0 {
			limit = 0.001
		}
		for i, f := range b.files {
			read, aside := whole[f.SourceFile].Read, whole[f.SourceFile].SetAside
			if f.SetAside.Rows == 0 || float64(aside.Rows) <= limit*float64(read.Rows) && float64(aside.Value) <= limit*float64(read.Value) {
				continue
			}
			first := b.got.first(i)
			return trade.Errorf(trade.BadInput, "%s; %d of %d rows were set aside, more than is tolerated", first.Reason,
				aside.Rows, read.Rows).At(f.Name, first.Line).WithHint("look at the rows, or allow more with --tolerate 2%%")
		}
	}
	return nil
}

// key is what tells rows apart in the lake.
type key struct {
	period             trade.Period
	exporter, importer trade.Economy
	product            trade.Product
	flow               trade.Flow
	reporter           trade.Reporter
	enterprise         string
}

func keyOf(o trade.Observation) key {
	return key{o.Period, o.Exporter, o.Importer, o.Product, o.Flow, o.Reporter, o.Enterprise}
}

// checkDistinct holds the blocks that say they are distinct to it.
func (b *batch) checkDistinct() error {
	seen := map[key]bool{}
	at := 0
	for _, run := range b.distinct {
		for ; at < run[1]; at++ {
			k := keyOf(b.got.Observations[at])
			if at >= run[0] && seen[k] {
				return fmt.Errorf("a block is said to be distinct and repeats the key of a row: %+v", k)
			}
			seen[k] = true
		}
	}
	return nil
}

// Keep checks the shape of a list and the account of its files, and keeps it.
func (s *Sink) Keep(ctx context.Context, list trade.List, read []trade.FileAccount) (trade.Account, error) {
	if err := ctx.Err(); err != nil {
		return trade.Account{}, err
	}
	if err := list.Check(); err != nil {
		return trade.Account{}, err
	}
	if list.Origin.Dataset == "" || list.Origin.Release == "" || len(list.Origin.Files) == 0 || list.Rows() == 0 {
		return trade.Account{}, trade.Errorf(trade.Internal, "a list needs a name, a release, files and rows")
	}
	for _, f := range read {
		if err := f.Balance(); err != nil {
			return trade.Account{}, err
		}
	}
	account := trade.Account{Dataset: list.Origin.Dataset, Release: list.Origin.Release, Snapshot: 1, Files: slices.Clone(read), Notes: list.Origin.Notes}
	for i := range account.Files {
		account.Files[i].Status = trade.ImportStored
	}
	s.Lists = append(s.Lists, Kept{list, account})
	return account, nil
}
