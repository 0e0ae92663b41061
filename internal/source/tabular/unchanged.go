package tabular

import (
	"os"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// untouched returns a check that a file still has the size and the time of its
// last change that it has now: what is read of it at different times, rows and
// hash, must be of the same bytes.
func untouched(path string) (check func() error, err error) {
	before, err := os.Stat(path)
	if err != nil {
		return nil, source.ReadError(path, err)
	}
	return func() error {
		after, err := os.Stat(path)
		if err != nil {
			return source.ReadError(path, err)
		}
		if before.Size() != after.Size() || !before.ModTime().Equal(after.ModTime()) {
			return trade.Errorf(trade.BadInput, "the file was changed while it was imported").At(path, 0).
				WithHint("import it again when nothing writes to it")
		}
		return nil
	}, nil
}
