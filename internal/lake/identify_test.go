package lake

import (
	"strings"
	"testing"

	"github.com/oborot/oborot/trade"
)

// A file whose hash is worked out while it is read has it in the account and in the
// ledger, and none without is stored.
func TestIdentify(t *testing.T) {
	t.Parallel()
	l := open(t, t.TempDir())
	im := baci("202501")
	hash := strings.Repeat("c", 64)
	given := im.Files
	given[0].SHA256 = ""
	row := flowOf(2020, "BLR", "RUS", "870421", 2)
	begin := func() trade.Batch {
		b, err := l.Begin(t.Context(), im)
		if err == nil {
			err = b.Append(t.Context(), 0, []trade.Observation{row})
		}
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	read := []trade.Tally{{Rows: 1, Value: 2}}
	if _, err := begin().Commit(t.Context(), read); trade.KindOf(err) != trade.Internal || !strings.Contains(err.Error(), "hash") {
		t.Errorf("a file without a hash: %v", err)
	}
	wantLines(t, contents(t, l, ""))
	b := begin()
	if err := b.Identify(1, hash); err == nil {
		t.Error("there is one file only")
	}
	if err := b.Identify(0, hash); err != nil {
		t.Fatal(err)
	}
	account, err := b.Commit(t.Context(), read)
	if err != nil || account.Files[0].SHA256 != hash || given[0].SHA256 != "" {
		t.Errorf("%v: the account has %q, the caller %q", err, account.Files[0].SHA256, given[0].SHA256)
	}
	if err := b.Identify(0, hash); err == nil {
		t.Error("the import is over")
	}
	held, err := l.Held(t.Context(), hash, im.Dataset, im.Release)
	if err != nil || len(held) != 1 {
		t.Errorf("the ledger knows %d files of that hash: %v", len(held), err)
	}
}
