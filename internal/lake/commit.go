package lake

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/apache/iceberg-go/table"

	"github.com/oborot/oborot/trade"
)

// commitAttempts is how often a commit starts again when another program that
// does not know the lake lock was faster.
const commitAttempts = 5

// Commit implements trade.Batch.
func (b *batch) Commit(ctx context.Context, read []trade.Tally) (trade.Account, error) {
	accounts, err := b.lake.Commit(ctx, []trade.Batch{b}, [][]trade.Tally{read})
	if len(accounts) == 0 {
		return trade.Account{}, err
	}
	return accounts[0], err
}

// Commit ends several batches of this lake as trade.Batch.Commit ends one: all of
// them are visible at once, in one snapshot with one ledger, or none. read holds
// for each batch what trade.Batch.Commit takes; the accounts are in the order of
// the batches. A file that is in several batches is judged as a whole: what is
// tolerated is a share of all its rows. When nothing is to be stored because the
// format explains all rows, there is no snapshot and no error.
func (l *Lake) Commit(ctx context.Context, batches []trade.Batch, read [][]trade.Tally) ([]trade.Account, error) {
	own, err := l.ownBatches(batches)
	if err != nil {
		return nil, err
	}
	if err = identified(own); err != nil {
		return nil, errors.Join(err, abortAll(own))
	}
	accounts, err := l.commitAll(ctx, own, read)
	if err != nil {
		return nil, errors.Join(err, abortAll(own))
	}
	for _, b := range own {
		b.closed = true
		err = errors.Join(err, b.stage.remove())
	}
	return accounts, err
}

// identified refuses files without a hash: nobody could tell later what was loaded.
func identified(batches []*batch) error {
	for _, b := range batches {
		for _, f := range b.im.Files {
			if f.SHA256 == "" {
				return trade.Errorf(trade.Internal, "the hash of the file is not known").At(f.Name, 0)
			}
		}
	}
	return nil
}

func abortAll(batches []*batch) error {
	var errs []error
	for _, b := range batches {
		errs = append(errs, b.Abort())
	}
	return errors.Join(errs...)
}

// ownBatches refuses batches of another sink, and those that are over.
func (l *Lake) ownBatches(batches []trade.Batch) ([]*batch, error) {
	var own []*batch
	for _, some := range batches {
		b, ok := some.(*batch)
		if !ok || b.lake != l || slices.Contains(own, b) {
			return nil, trade.Errorf(trade.Internal, "a batch is not one of this lake, or is given twice")
		}
		if err := b.open(0); err != nil {
			return nil, err
		}
		own = append(own, b)
	}
	return own, nil
}

func (l *Lake) commitAll(ctx context.Context, batches []*batch, read [][]trade.Tally) ([]trade.Account, error) {
	if err := settleAll(ctx, batches, read); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(batches, (*batch).stores) {
		return nothingStored(batches)
	}
	var accounts []trade.Account
	err := l.changing(ctx, "importing "+strings.Join(namesOf(batches), ", "), func(m *metadata) error {
		p, err := l.plan(ctx, m, batches)
		if err != nil {
			return err
		}
		id, err := l.commit(ctx, m, p.change)
		accounts = p.accounts(id)
		return err
	})
	return accounts, err
}

// settleAll stages the rest of every batch and checks the accounts.
func settleAll(ctx context.Context, batches []*batch, read [][]trade.Tally) error {
	if len(read) != len(batches) {
		return trade.Errorf(trade.Internal, "%d batches were read, %d are to be committed", len(read), len(batches))
	}
	files := make([][]fileState, len(batches))
	for i, b := range batches {
		if err := b.flushAll(ctx); err != nil {
			return err
		}
		if err := b.settle(read[i]); err != nil {
			return err
		}
		files[i] = b.files
	}
	return tolerated(batches, files)
}

// stores tells whether the batch has a row to store.
func (b *batch) stores() bool { return len(b.years) > 0 }

// namesOf lists dataset@release of the batches that have something to store, each
// once.
func namesOf(batches []*batch) []string {
	var names []string
	for _, b := range batches {
		if name := b.im.Dataset + "@" + b.im.Release; b.stores() && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// changing runs a change of the table under the lake lock, on the newest state,
// cleared of what killed ones left. When another program commits in between, the
// change runs again.
func (l *Lake) changing(ctx context.Context, doing string, change func(*metadata) error) error {
	return l.locked(ctx, doing, func() error {
		if err := errors.Join(checkMarker(l.root, false), l.makeFolders()); err != nil {
			return err
		}
		var err error
		for range commitAttempts {
			var m *metadata
			if m, err = l.settled(ctx); err != nil {
				return err
			}
			if err = change(m); !errors.Is(err, table.ErrCommitFailed) {
				return err
			}
		}
		return trade.Errorf(trade.Conflict, "another program changed the lake %d times while this one was %s: %w", commitAttempts, doing, err).
			WithHint("try again")
	})
}

// settled returns the newest state after clearing what the dead left. The caller
// holds the lake lock.
func (l *Lake) settled(ctx context.Context) (*metadata, error) {
	for _, name := range tables() {
		if err := l.clearClaims(name); err != nil {
			return nil, err
		}
	}
	m, err := l.load(ctx)
	if err != nil {
		return nil, err
	}
	if m == nil {
		return nil, trade.Errorf(trade.Internal, "the lake %s has lost its table of facts", l.root).WithHint("oborot doctor")
	}
	return m, l.clearDead(ctx, m)
}
