package correlation

import (
	"testing"

	"github.com/oborot/oborot/internal/source/sourcetest"
)

func TestBadFiles(t *testing.T) {
	t.Parallel()
	sourcetest.RefusesLists(t, sourcetest.BadCorrelation(), describe)
}
