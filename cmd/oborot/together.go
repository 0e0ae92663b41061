package main

import (
	"context"
	"errors"

	"github.com/oborot/oborot/internal/lake"
	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// together makes several loads visible at once or none. Each load runs until it
// commits and waits there; when all wait, one commit is made of them. Lists have no
// part in it: each is kept when its load comes.
type together struct {
	lake    *lake.Lake
	arrived chan *committing
}

// committing is a load that waits with its batches.
type committing struct {
	batches []trade.Batch
	read    [][]trade.Tally
	done    chan committed
}

type committed struct {
	accounts []trade.Account
	err      error
}

var _ source.Sink = (*together)(nil)

// errOther ends the loads that wait when another one fails.
var errOther = errors.New("another file was refused")

// waitingBatch commits by waiting too.
type waitingBatch struct {
	trade.Batch
	all *together
}

// Begin implements source.Sink.
func (t *together) Begin(ctx context.Context, im trade.Import) (trade.Batch, error) {
	b, err := t.lake.Begin(ctx, im)
	if err != nil {
		return nil, err
	}
	return &waitingBatch{b, t}, nil
}

// Keep implements source.Sink.
func (t *together) Keep(ctx context.Context, list trade.List, read []trade.FileAccount) (trade.Account, error) {
	return t.lake.Keep(ctx, list, read)
}

// Commit waits for the other loads.
func (t *together) Commit(_ context.Context, batches []trade.Batch, read [][]trade.Tally) ([]trade.Account, error) {
	c := &committing{read: read, done: make(chan committed, 1)}
	for _, b := range batches {
		c.batches = append(c.batches, b.(*waitingBatch).Batch)
	}
	t.arrived <- c
	result := <-c.done
	return result.accounts, result.err
}

// Commit waits for the other loads.
func (b *waitingBatch) Commit(ctx context.Context, read []trade.Tally) (trade.Account, error) {
	accounts, err := b.all.Commit(ctx, []trade.Batch{b}, [][]trade.Tally{read})
	if err != nil {
		return trade.Account{}, err
	}
	return accounts[0], nil
}

// finished is what became of one load.
type finished struct {
	accounts []trade.Account
	err      error
}

// read runs the loads one after the other up to their commits, commits all, and
// returns the accounts of each. When one fails, nothing of any is stored.
func (t *together) read(ctx context.Context, loads []pendingLoad) ([][]trade.Account, error) {
	t.arrived = make(chan *committing)
	var waiting []*committing
	ends := make([]chan finished, len(loads))
	var failed error
	for i, load := range loads {
		ends[i] = make(chan finished, 1)
		go func() {
			accounts, err := load.Read(ctx, t, load.only)
			ends[i] <- finished{accounts, err}
		}()
		select {
		case c := <-t.arrived:
			waiting = append(waiting, c)
		case end := <-ends[i]:
			failed = end.err
			ends[i] <- end
		}
		if failed != nil {
			ends = ends[:i+1]
			break
		}
	}
	t.settle(ctx, waiting, failed)
	var all [][]trade.Account
	for _, end := range ends {
		e := <-end
		if failed == nil || errors.Is(failed, errOther) {
			failed = e.err
		}
		all = append(all, e.accounts)
	}
	if failed != nil {
		return nil, failed
	}
	return all, nil
}

// settle commits what waits, or ends it when another load has failed.
func (t *together) settle(ctx context.Context, waiting []*committing, failed error) {
	if failed != nil || len(waiting) == 0 {
		for _, c := range waiting {
			c.done <- committed{err: errOther}
		}
		return
	}
	var batches []trade.Batch
	var read [][]trade.Tally
	for _, c := range waiting {
		batches, read = append(batches, c.batches...), append(read, c.read...)
	}
	accounts, err := t.lake.Commit(ctx, batches, read)
	for _, c := range waiting {
		if err != nil {
			c.done <- committed{err: err}
			continue
		}
		c.done <- committed{accounts: accounts[:len(c.batches):len(c.batches)]}
		accounts = accounts[len(c.batches):]
	}
}
