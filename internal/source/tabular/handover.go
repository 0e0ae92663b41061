package tabular

import (
	"context"
	"errors"
	"slices"
)

// handover is a block on its way to its batch.
type handover struct {
	lane *lane
	done chan error
}

// wait ends when so many blocks at most are being handed over.
func (g *reading) wait(most int) error {
	var errs []error
	for len(g.copying) > most {
		errs = append(errs, <-g.copying[0].done)
		g.copying = g.copying[1:]
	}
	return errors.Join(errs...)
}

// begin starts the import of a lane, unless it is begun, and hands over the rows
// that are not stored. A batch is used by one goroutine at a time, so it is waited
// for where a block of the lane is still being handed over.
func (g *reading) begin(ctx context.Context, l *lane) error {
	if slices.ContainsFunc(g.copying, func(h handover) bool { return h.lane == l }) {
		if err := g.wait(0); err != nil {
			return err
		}
	}
	if l.batch == nil {
		l.im.Files = g.files
		var err error
		if l.batch, err = g.sink.Begin(ctx, l.im); err != nil {
			return err
		}
	}
	for _, no := range l.waiting {
		if err := l.batch.SetAside(no.file, no.Rejection); err != nil {
			return err
		}
	}
	l.waiting = l.waiting[:0]
	return nil
}

// spill begins to hand over the largest year of all lanes, with so many others at
// most; reading goes on meanwhile.
func (g *reading) spill(ctx context.Context, file, others int) error {
	var largest *lane
	year, rows := 0, 0
	for _, s := range g.order {
		for at, y := range g.lanes[s].years {
			if n := y.rows(); n > rows || n == rows && largest == g.lanes[s] && at < year {
				largest, year, rows = g.lanes[s], at, n
			}
		}
	}
	if largest == nil {
		g.held = 0
		return nil
	}
	if err := errors.Join(g.wait(others), g.begin(ctx, largest)); err != nil {
		return err
	}
	g.held -= rows
	hand, done := largest.detach(ctx, year, file), make(chan error, 1)
	g.copying = append(g.copying, handover{largest, done})
	go func() { done <- hand() }()
	return nil
}

// flushAll hands over what is held at the end of a file, where nothing is read
// meanwhile, two blocks at a time.
func (g *reading) flushAll(ctx context.Context, file int) error {
	for g.held > 0 {
		if err := g.spill(ctx, file, 1); err != nil {
			return err
		}
	}
	return nil
}
