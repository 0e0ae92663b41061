package engine

import (
	"context"
	"errors"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/engine/flowfile"
	"github.com/oborot/oborot/trade"
)

var _ cube.Scanner = (*DuckDB)(nil)

// Scan implements cube.Scanner. It reads the data files itself, without SQL. What it
// cannot read DuckDB is asked for: that reads files of another layout, and says of a
// damaged file what is wrong in the words of every other question.
func (d *DuckDB) Scan(ctx context.Context, q cube.ScanQuery, into *cube.Flows) error {
	if err := q.Check(); err != nil {
		return err
	}
	scope := q.Scope
	scope.Years = q.Period.Years()
	files, err := d.scanned(ctx, q, scope)
	if err != nil {
		return err
	}
	err = flowfile.Read(ctx, files, q, into)
	if err == nil {
		return nil
	}
	if _, told := errors.AsType[*trade.Error](err); told || ctx.Err() != nil {
		return explain(ctx, err, files)
	}
	return cube.ScanByAggregate(ctx, d, q, into)
}

// scanned names the files that a scan reads: rollups where one has what is asked for,
// facts where a file has none.
func (d *DuckDB) scanned(ctx context.Context, q cube.ScanQuery, s trade.Scope) ([]string, error) {
	r, ok := q.Rollup()
	if !ok {
		return d.files.DataFiles(ctx, "flows", s)
	}
	rolled, facts, err := d.files.Rollups(ctx, r, s)
	return append(rolled, facts...), err
}
