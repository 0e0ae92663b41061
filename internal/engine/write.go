package engine

import (
	"context"

	"github.com/oborot/oborot/internal/engine/flowfile"
	"github.com/oborot/oborot/trade"
)

// Write writes the rows of a block as new files in dir, as the lake's Writer asks.
func (d *DuckDB) Write(ctx context.Context, dir string, p trade.Part, rows *trade.Bulk) ([]trade.File, error) {
	files, err := flowfile.Write(ctx, dir, p, rows, d.rollFrom())
	if err != nil {
		return nil, err
	}
	return files, d.rollUp(ctx, dir, files)
}
