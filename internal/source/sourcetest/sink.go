package sourcetest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// Sink keeps everything in memory and enforces the contract of trade.Batch: form
// of the rows, one year in a block, the tolerance, the balance of every file.
// What it holds is for the test to look at; only committed imports are there.
type Sink struct {
	Imports []Imported
	Lists   []Kept // in the order in which they came; the last of a name counts
}

// Kept is one list that was kept.
type Kept struct {
	List    trade.List
	Account trade.Account
}

// Imported is one committed import.
type Imported struct {
	Import       trade.Import
	Observations []trade.Observation // in the order in which they came
	Rejections   []Rejected
	Blocks       int // how many came by Copy
	Account      trade.Account
}

// Rejected is a row set aside, with the index of its file.
type Rejected struct {
	File int
	trade.Rejection
}

var _ source.Sink = (*Sink)(nil)

// Begin starts an import.
func (s *Sink) Begin(_ context.Context, im trade.Import) (trade.Batch, error) {
	if im.Dataset == "" || im.Release == "" || len(im.Files) == 0 {
		return nil, trade.Errorf(trade.Internal, "an import needs a dataset, a release and files")
	}
	im.Files = slices.Clone(im.Files)
	b := &batch{sink: s, got: Imported{Import: im}}
	for _, f := range im.Files {
		if f.Name == "" || f.Bytes <= 0 {
			return nil, trade.Errorf(trade.Internal, "a file of the import lacks name or size: %+v", f)
		}
		b.files = append(b.files, trade.FileAccount{SourceFile: f, Status: trade.ImportStored})
	}
	return b, nil
}

type batch struct {
	sink     *Sink
	got      Imported
	files    []trade.FileAccount
	distinct [][2]int // the runs of observations whose keys must be new
	done     bool
}

var errDone = errors.New("the batch is committed or aborted")

// usable returns an error when the batch is over or there is no such file.
func (b *batch) usable(ctx context.Context, file int) error {
	switch {
	case b.done:
		return errDone
	case file < 0 || file >= len(b.files):
		return fmt.Errorf("the import has %d files and no file %d", len(b.files), file)
	}
	return ctx.Err()
}

// Identify gives the hash of a file.
func (b *batch) Identify(file int, sha256 string) error {
	if err := b.usable(context.Background(), file); err != nil {
		return err
	}
	b.got.Import.Files[file].SHA256, b.files[file].SHA256 = sha256, sha256
	return nil
}

// Append stores observations.
func (b *batch) Append(ctx context.Context, file int, rows []trade.Observation) error {
	if err := b.usable(ctx, file); err != nil {
		return err
	}
	for _, o := range rows {
		if err := b.keep(file, o); err != nil {
			return err
		}
	}
	return nil
}

// Copy stores a block.
func (b *batch) Copy(ctx context.Context, file int, block *trade.Bulk) error {
	if err := b.usable(ctx, file); err != nil {
		return err
	}
	if err := block.Check(); err != nil {
		return err
	}
	b.got.Blocks++
	if first := len(b.got.Observations); block.Distinct {
		b.distinct = append(b.distinct, [2]int{first, first + block.Rows})
	}
	for i := range block.Rows {
		if err := b.keep(file, At(block, i)); err != nil {
			return fmt.Errorf("row %d of the block: %w", i, err)
		}
	}
	return nil
}

func (b *batch) keep(file int, o trade.Observation) error {
	if err := o.Check(); err != nil {
		return err
	}
	if o.Nomenclature != b.got.Import.Nomenclature || o.Flow == "" || o.Reporter == "" {
		return fmt.Errorf("the row lacks flow or reporter, or is not in %s: %+v", b.got.Import.Nomenclature, o)
	}
	value := int64(0)
	if o.Value.Known() {
		value = o.Value.Thousandths
	}
	if o.Flags.Has(trade.FlagTotal) {
		b.files[file].Totals.Add(value)
	} else {
		b.files[file].Stored.Add(value)
	}
	b.got.Observations = append(b.got.Observations, o)
	return nil
}

// SetAside keeps a row that is not stored.
func (b *batch) SetAside(file int, r trade.Rejection) error {
	if err := b.usable(context.Background(), file); err != nil {
		return err
	}
	if r.Reason == "" || len(r.Text) > 1000 {
		return fmt.Errorf("a row set aside needs a reason and at most 1,000 bytes of text: %+v", r)
	}
	b.got.Rejections = append(b.got.Rejections, Rejected{file, r})
	account := &b.files[file]
	if r.Format != "" {
		if account.Format == nil {
			account.Format = map[string]trade.Tally{}
		}
		tally := account.Format[r.Format]
		tally.Add(r.Value)
		account.Format[r.Format] = tally
		return nil
	}
	account.SetAside.Add(r.Value)
	return nil
}

// Commit checks the account and keeps the import.
func (b *batch) Commit(ctx context.Context, read []trade.Tally) (trade.Account, error) {
	accounts, err := b.sink.Commit(ctx, []trade.Batch{b}, [][]trade.Tally{read})
	if err != nil {
		return trade.Account{}, err
	}
	return accounts[0], nil
}

// close checks the account of a batch.
func (b *batch) close(ctx context.Context, read []trade.Tally) error {
	if err := b.usable(ctx, 0); err != nil {
		return err
	}
	if len(read) != len(b.files) {
		return fmt.Errorf("%d files were counted, the import has %d", len(read), len(b.files))
	}
	for i := range b.files {
		b.files[i].Read = read[i]
		if err := b.files[i].Balance(); err != nil {
			return err
		}
	}
	return b.checkDistinct()
}

// first returns the first row of a file that was set aside.
func (im Imported) first(file int) trade.Rejection {
	for _, r := range im.Rejections {
		if r.File == file && r.Format == "" {
			return r.Rejection
		}
	}
	return trade.Rejection{}
}

// Abort forgets the import.
func (b *batch) Abort() error {
	b.done = true
	return nil
}
