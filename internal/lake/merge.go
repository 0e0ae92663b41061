package lake

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/oborot/oborot/trade"
)

// merged is what a merge did, with what follows for the account.
type merged struct{ trade.Merged }

// total is what the dataset-year holds afterwards.
func (m merged) total(staged trade.Tally) trade.Tally {
	t := m.Kept.Plus(staged)
	t.Rows -= int64(len(m.Repeats)) + m.Summed
	for _, r := range m.Repeats {
		t.Value -= r.Value
	}
	return t
}

// merge merges the staged files of a year with each other and with others, and
// checks that no row was lost.
func (b *batch) merge(ctx context.Context, p *importPlan, year int, held []trade.File) (merged, error) {
	y := b.years[year]
	b.writes++
	dir := filepath.Join(b.stage.dir, fmt.Sprintf("merged%d", b.writes))
	if err := makeFolder(dir); err != nil {
		return merged{}, err
	}
	result, err := b.lake.writer.Merge(ctx, dir, b.part(year), held, y.files, b.im.Repeats)
	if err != nil {
		return merged{}, err
	}
	m := merged{result}
	if written, want := rowsOf(m.Files), m.total(y.staged).Rows; written != want {
		return merged{}, trade.Errorf(trade.Internal, "merging %s %d wrote %d rows where %d were expected", b.im.Dataset, year, written, want)
	}
	if m.Kept.Rows+m.Replaced.Rows != rowsOf(held) {
		return merged{}, trade.Errorf(trade.Internal, "merging %s %d lost rows: %d held, %d kept, %d replaced",
			b.im.Dataset, year, rowsOf(held), m.Kept.Rows, m.Replaced.Rows)
	}
	setAsideRepeats(p.states, m.Repeats)
	setSummed(p.states, m.Summed)
	return m, b.noteRepeats(y, m.Repeats)
}

// noteRepeats puts the repeats of a year into the quarantine file, once.
func (b *batch) noteRepeats(y *yearState, repeats []trade.Rejection) error {
	if y.noted {
		return nil
	}
	y.noted = true
	name := ""
	if len(b.files) == 1 {
		name = b.im.Files[0].Name
	}
	for _, r := range repeats {
		if err := b.quarantine.add(name, r); err != nil {
			return err
		}
	}
	return nil
}

func (p *importPlan) noteMerge(year int, m merged) {
	if m.Replaced.Rows > 0 {
		p.account.Notes = append(p.account.Notes, fmt.Sprintf("%d rows of %d took the place of rows with the same key", m.Replaced.Rows, year))
	}
	if m.Summed > 0 {
		p.account.Notes = append(p.account.Notes, fmt.Sprintf("%d rows of %d were added to rows with the same key", m.Summed, year))
	}
	if n := len(m.Repeats); n > 0 {
		p.account.Notes = append(p.account.Notes, fmt.Sprintf("%d rows of %d repeat the key of an earlier row and were set aside", n, year))
	}
}
