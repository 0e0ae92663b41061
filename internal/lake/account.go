package lake

import (
	"fmt"
	"math"
	"slices"

	"github.com/oborot/oborot/trade"
)

// defaultTolerance is the part of the rows, or of the value, of a file that may
// be set aside unless the import says otherwise.
const defaultTolerance = 0.001

// settle enters what was read and checks that every file balances.
func (b *batch) settle(read []trade.Tally) error {
	if len(read) != len(b.files) {
		return trade.Errorf(trade.Internal, "%d files were read, the import names %d", len(read), len(b.files))
	}
	for i := range b.files {
		a := &b.files[i].account
		a.Read = read[i]
		if err := a.Balance(); err != nil {
			return err
		}
	}
	return nil
}

// nothingStored is the end of imports that have no row to store. That is no
// mistake where the format explains every row that was read, nor where files have
// rows for none of several datasets.
func nothingStored(batches []*batch) ([]trade.Account, error) {
	var accounts []trade.Account
	for _, b := range batches {
		account := trade.Account{Dataset: b.im.Dataset, Release: b.im.Release}
		read, explained := int64(0), true
		for _, f := range b.files {
			read, explained = read+f.account.Read.Rows, explained && f.account.SetAside.Rows == 0
			f.account.Status = trade.ImportUnchanged
			if f.account.Read.Rows > 0 || !isElsewhere(batches, b, f.account.SourceFile) {
				account.Files = append(account.Files, f.account)
			}
		}
		if !explained || read == 0 && len(batches) == 1 {
			return nil, trade.Errorf(trade.BadInput, "the import holds no rows").At(b.im.Files[0].Name, 0).
				WithHint("check that the file is complete and of the format named")
		}
		if err := b.quarantine.discard(); err != nil {
			return nil, err
		}
		accounts = append(accounts, account)
	}
	return accounts, nil
}

// tolerated refuses imports when too much of a file was set aside. files are
// those of the batches. A file that is in several batches is judged as a whole: a
// row that cannot be read belongs to none of its datasets.
func tolerated(batches []*batch, files [][]fileState) error {
	whole := map[trade.SourceFile]trade.FileAccount{}
	for _, list := range files {
		for _, f := range list {
			sum := whole[f.account.SourceFile]
			sum.Stored = sum.Stored.Plus(f.account.Stored).Plus(f.account.Totals)
			sum.SetAside = sum.SetAside.Plus(f.account.SetAside)
			whole[f.account.SourceFile] = sum
		}
	}
	for i, b := range batches {
		limit := b.im.Tolerate
		if limit <= 0 {
			limit = defaultTolerance
		}
		for _, f := range files[i] {
			all := whole[f.account.SourceFile]
			if share := setAsideShare(all); f.account.SetAside.Rows > 0 && share > limit {
				b.refused = b.quarantine.used()
				return f.refusal(all, limit, b.quarantine.path)
			}
		}
	}
	return nil
}

// setAsideShare is the larger of the parts of rows and of value set aside. Rows
// that the format explains are not counted.
func setAsideShare(a trade.FileAccount) float64 {
	whole := a.Stored.Plus(a.SetAside)
	if a.SetAside.Rows == 0 {
		return 0
	}
	share := float64(a.SetAside.Rows) / float64(whole.Rows)
	if whole.Value != 0 {
		share = max(share, math.Abs(float64(a.SetAside.Value)/float64(whole.Value)))
	}
	return share
}

// refusal names the first row set aside. all is the account of the whole file, its
// totals among what is stored.
func (f fileState) refusal(all trade.FileAccount, limit float64, quarantine string) error {
	line, reason := 0, "a row repeats the key of an earlier one"
	if f.first != nil {
		line, reason = f.first.Line, f.first.Reason
	}
	return trade.Errorf(trade.BadInput, "%s; %d of %d rows were set aside, more than %s may be: nothing was stored, they are in %s",
		reason, all.SetAside.Rows, all.Stored.Rows+all.SetAside.Rows, percent(limit), quarantine).At(f.account.Name, line).
		WithHint("look at them; to import the rest, --tolerate %s", percent(max(0.02, math.Ceil(setAsideShare(all)*100)/100)))
}

func percent(share float64) string { return fmt.Sprintf("%.4g%%", share*100) }

// setAsideRepeats moves rows that the merge set aside from stored to set aside.
// The merge does not know their files: the last files give first, as theirs are
// the later rows.
func setAsideRepeats(files []fileState, repeats []trade.Rejection) {
	for _, r := range repeats {
		for i := range slices.Backward(files) {
			if a := &files[i].account; take(a, 1, r.Value) {
				a.SetAside.Add(r.Value)
				break
			}
		}
	}
}

// setSummed moves rows that were added into another from stored to the format's
// account. Their value stays.
func setSummed(files []fileState, summed int64) {
	for i := range slices.Backward(files) {
		a := &files[i].account
		rows := min(summed, a.Stored.Rows)
		if rows == 0 {
			continue
		}
		take(a, rows, 0)
		format := map[string]trade.Tally{}
		for k, v := range a.Format {
			format[k] = v
		}
		t := format["summed"]
		t.Rows += rows
		format["summed"] = t
		a.Format = format
		summed -= rows
	}
}

// take takes rows off those stored, else off the totals.
func take(a *trade.FileAccount, rows, value int64) bool {
	from := &a.Stored
	if from.Rows < rows {
		from = &a.Totals
	}
	if from.Rows < rows {
		return false
	}
	from.Rows, from.Value = from.Rows-rows, from.Value-value
	return true
}
