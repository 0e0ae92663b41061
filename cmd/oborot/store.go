package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/oborot/oborot/internal/engine"
	"github.com/oborot/oborot/internal/lake"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// store is the lake with the engine that reads and writes its files.
type store struct {
	lake   *lake.Lake
	engine *engine.DuckDB
}

// files lets the engine ask the lake, which is opened with the engine in hand.
type files struct{ *lake.Lake }

// openStore opens lake and engine. The caller closes what it gets.
func (p *program) openStore(ctx context.Context) (*store, error) {
	if err := p.requireLakeDir(); err != nil {
		return nil, err
	}
	read := &files{}
	e, err := engine.Open(read, engine.Options{Trace: p.trace()})
	if err != nil {
		return nil, err
	}
	l, err := lake.Open(ctx, p.lakeDir, lake.Options{Writer: e, Wait: p.wait, Version: programVersion()})
	if err != nil {
		return nil, errors.Join(err, e.Close())
	}
	read.Lake = l
	return &store{l, e}, nil
}

func (s *store) close(err *error) { *err = errors.Join(*err, s.engine.Close()) }

// openLake opens the lake alone, for what needs no engine.
func (p *program) openLake(ctx context.Context) (*lake.Lake, error) {
	if err := p.requireLakeDir(); err != nil {
		return nil, err
	}
	return lake.Open(ctx, p.lakeDir, lake.Options{Wait: p.wait, Version: programVersion()})
}

// The lake is what an import fills, and it has the tables that were imported.
var (
	_ source.Sink      = (*lake.Lake)(nil)
	_ reference.Tables = (*lake.Lake)(nil)
)

// lists returns the lists of a table that the lake holds now. It opens the lake
// only when asked, for reading, and makes none: an import reads its files first.
func (p *program) lists(ctx context.Context, table string) ([]trade.List, error) {
	if p.lakeDir == "" {
		return nil, nil
	}
	l, err := p.openLake(ctx)
	if err != nil {
		return nil, err
	}
	return l.Lists(ctx, 0, table)
}

// isNew tells for sure that the lake holds no file of so many bytes.
func (p *program) isNew(ctx context.Context, size int64) bool {
	if p.lakeDir == "" {
		return false
	}
	l, err := p.openLake(ctx)
	if err != nil {
		return false
	}
	held, err := l.HoldsSize(ctx, size)
	return err == nil && !held
}

// nothingHeld is the error of a question to a lake without data: a folder that is
// not there is a slip of the path more often than a lake to be filled.
func nothingHeld(l *lake.Lake) error {
	err := trade.Errorf(trade.NoData, "the lake %s is empty", l.Dir())
	if _, gone := os.Stat(l.Dir()); gone != nil {
		err = trade.Errorf(trade.NoData, "there is no lake in %s", l.Dir())
	}
	return err.WithHint("name another folder with --lake, fill it with `oborot import FILE`, or with invented data by `oborot demo`")
}

func (p *program) requireLakeDir() error {
	if p.lakeDir == "" {
		return trade.Errorf(trade.Usage, "it is not known where the lake is").WithHint("name its folder with --lake DIR or OBOROT_LAKE")
	}
	return nil
}

// trace prints the SQL of each query for --explain.
func (p *program) trace() func(sql string, files int) {
	if !p.flags.explain {
		return nil
	}
	return func(sql string, files int) { fmt.Fprintf(p.err, "-- %d files\n%s;\n", files, sql) }
}
