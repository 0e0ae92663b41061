package tabular

import (
	"context"

	"github.com/oborot/oborot/trade"
)

// mostWaiting bounds the refused rows that are held because there is no batch yet
// to account them.
const mostWaiting = 100_000

// pending are refused rows whose series has no lane yet.
type pending struct {
	rows   []pendingRow
	folded map[foldedRows]*trade.Tally // of rows that a format leaves out, beyond the limit
	aside  int                         // rows that no format leaves out
}

type pendingRow struct {
	file int
	refusal
}

// foldedRows is what rows have in common that are only counted.
type foldedRows struct {
	file           int
	series         Series
	format, reason string
}

func (p *pending) add(file int, no refusal) {
	if no.Format == "" {
		p.aside++
	} else if len(p.rows) >= mostWaiting {
		key := foldedRows{file, no.series, no.Format, no.Reason}
		if p.folded == nil {
			p.folded = map[foldedRows]*trade.Tally{}
		}
		if p.folded[key] == nil {
			p.folded[key] = &trade.Tally{}
		}
		p.folded[key].Add(no.Value)
		return
	}
	p.rows = append(p.rows, pendingRow{file, no})
}

// release hands on the rows of the series that are wanted, in their order, and
// forgets them. Rows that were only counted come as so many, the first with the
// value of all.
func (p *pending) release(want func(Series) bool, take func(file int, r trade.Rejection) error) error {
	var kept []pendingRow
	for _, row := range p.rows {
		if !want(row.series) {
			kept = append(kept, row)
			continue
		}
		if row.Format == "" {
			p.aside--
		}
		if err := take(row.file, row.Rejection); err != nil {
			return err
		}
	}
	p.rows = kept
	for key, sum := range p.folded {
		if !want(key.series) {
			continue
		}
		r := trade.Rejection{Reason: key.reason, Format: key.format, Value: sum.Value}
		for range sum.Rows {
			if err := take(key.file, r); err != nil {
				return err
			}
			r.Value = 0
		}
		delete(p.folded, key)
	}
	return nil
}

func ofAny(Series) bool { return true }

// refuse accounts a row in the lane of its series, a row of an unknown series in
// the first one. While there is no such lane it waits.
func (g *reading) refuse(ctx context.Context, file int, no refusal) error {
	l := g.lanes[no.series]
	if l == nil && no.series == (Series{}) && len(g.order) > 0 {
		l = g.lanes[g.order[0]]
	}
	if l != nil {
		l.refuse(file, no.Rejection)
		return g.relieve(ctx, l)
	}
	g.pending.add(file, no)
	if g.pending.aside < mostWaiting {
		return nil
	}
	if len(g.order) == 0 {
		return g.unreadable()
	}
	return g.settle(ctx, ofAny, g.lanes[g.order[0]])
}

// settle accounts the waiting rows of some series in a lane.
func (g *reading) settle(ctx context.Context, want func(Series) bool, l *lane) error {
	return g.pending.release(want, func(file int, r trade.Rejection) error {
		l.refuse(file, r)
		return g.relieve(ctx, l)
	})
}

// relieve hands over the rows of a lane that are not stored when many wait.
func (g *reading) relieve(ctx context.Context, l *lane) error {
	if len(l.waiting) < mostWaiting {
		return nil
	}
	return g.begin(ctx, l)
}

// unreadable is the error of files without a single row that can be stored or is
// left out by the format.
func (g *reading) unreadable() error {
	for _, row := range g.pending.rows {
		if row.Format == "" {
			return trade.Errorf(trade.BadInput, "%s; no row of the file could be read", row.Reason).At(g.names[row.file], row.Line).
				WithHint("look at that line; the file may be of another format, see oborot import --help")
		}
	}
	return nil
}

// nothing is the end of an import without a single observation: files without
// rows are no error, files with bad rows are.
func (g *reading) nothing() ([]trade.Account, error) {
	if err := g.unreadable(); err != nil {
		return nil, err
	}
	a := trade.Account{Notes: []string{"there were no rows to store"}}
	for _, file := range g.files {
		a.Files = append(a.Files, trade.FileAccount{SourceFile: file, Status: trade.ImportUnchanged, Format: map[string]trade.Tally{}})
	}
	err := g.pending.release(ofAny, func(file int, r trade.Rejection) error {
		f := &a.Files[file]
		f.Read.Add(r.Value)
		t := f.Format[r.Format]
		t.Add(r.Value)
		f.Format[r.Format] = t
		return nil
	})
	return []trade.Account{a}, err
}
