package reference

import (
	"context"

	"github.com/oborot/oborot/trade"
)

// Tables gives the lists that the person has imported: names of goods,
// correlations of nomenclatures, rates of exchange. The lake implements it.
type Tables interface {
	// Lists returns the lists of a table (trade.Correlations) that a snapshot of the
	// lake holds, ordered by name; 0 stands for the current one. There are none where
	// there is no lake.
	Lists(ctx context.Context, snapshot int64, table string) ([]trade.List, error)
}
