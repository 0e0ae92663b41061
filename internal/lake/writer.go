package lake

import (
	"context"

	"github.com/oborot/oborot/trade"
)

// Writer writes and merges the Parquet files of the table of facts; the engine
// implements it. Every file holds one dataset and one year, all columns of the
// schema in Columns order with their Iceberg field ids, sorted by exporter,
// importer, product and month, and is closed and synced when a method returns.
type Writer interface {
	// Write writes the rows of a block as one or more files in dir. The rows may
	// come in any order; equal keys are kept as they are.
	Write(ctx context.Context, dir string, p trade.Part, rows *trade.Bulk) ([]trade.File, error)

	// Merge writes a new set of files in dir from those held and those staged for
	// one part. A staged row takes the place of a held row with the same key (all
	// columns up to flow and reporter, and enterprise; not release). Staged rows
	// that share a key follow repeats. The counts tell what happened.
	Merge(ctx context.Context, dir string, p trade.Part, held, staged []trade.File, repeats trade.Repeats) (trade.Merged, error)
}
