package tabular

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"github.com/oborot/oborot/trade"
)

// parcel is what a piece holds of one series and year.
type parcel struct {
	series Series
	year   int
	rows   []observed
}

// refusal is a row that is not stored as an observation.
type refusal struct {
	series Series
	trade.Rejection
}

// parsed is a piece after its rows were decoded.
type parsed struct {
	parcels []*parcel
	refused []refusal
	bytes   int64
	rows    int64
	err     error // the file must be refused
}

// worker decodes pieces in one goroutine.
type worker struct {
	table   Table
	decoder Decoder
	lookup  *lookup
	parcels *parcels
}

// decode reads the rows of a piece.
func (w *worker) decode(p piece) *parsed {
	defer p.release()
	out := &parsed{bytes: p.bytes()}
	var last *parcel
	var o trade.Observation
	out.err = p.each(len(w.table.Header), func(r *Row, problem string) {
		out.rows++
		if problem != "" {
			out.refuse(Series{}, r, p, Fault{Reason: problem})
			return
		}
		o = trade.Observation{}
		series, fault := w.decoder.Decode(r, &o)
		if fault == nil {
			fault = w.check(series, &o)
		}
		if fault != nil {
			out.refuse(series, r, p, *fault)
			return
		}
		if year := o.Period.First.Year(); last == nil || last.year != year || last.series != series {
			last = out.parcel(series, year, w.parcels)
		}
		last.rows = append(last.rows, w.lookup.observe(&o, r.Line))
	})
	return out
}

// check refuses what may not be stored, so that a row that its decoder did not
// expect is set aside and the others are not lost.
func (w *worker) check(s Series, o *trade.Observation) *Fault {
	if o.Nomenclature == "" {
		o.Nomenclature = s.Nomenclature
	}
	if o.Flow == "" {
		o.Flow = trade.General
	}
	err := o.Check()
	if year := o.Period.First.Year(); err == nil && (year < 1 || year > lastYear) {
		err = fmt.Errorf("%d is no year of trade", year)
	}
	if err != nil {
		return &Fault{Reason: err.Error(), Value: orZero(thousandths(o.Value))}
	}
	return nil
}

func (p *parsed) parcel(s Series, year int, used *parcels) *parcel {
	for _, have := range p.parcels {
		if have.series == s && have.year == year {
			return have
		}
	}
	added := &parcel{series: s, year: year, rows: used.get()}
	p.parcels = append(p.parcels, added)
	return added
}

// parcels keeps the memory of parcels that are taken for the next ones.
type parcels struct{ free chan []observed }

// freeParcels are kept at most.
const freeParcels = 16

func newParcels() *parcels { return &parcels{make(chan []observed, freeParcels)} }

func (p *parcels) get() []observed {
	select {
	case rows := <-p.free:
		return rows
	default:
		return nil
	}
}

func (p *parcels) put(rows []observed) {
	select {
	case p.free <- rows[:0]:
	default:
	}
}

// refuse keeps a row that is not stored; the text of rows that the format itself
// leaves out is not needed.
func (p *parsed) refuse(s Series, r *Row, from piece, f Fault) {
	no := refusal{s, trade.Rejection{Line: r.Line, Column: f.Column, Reason: f.Reason, Value: f.Value, Format: f.Format}}
	if f.Format == "" {
		no.Text = from.text(r)
	}
	p.refused = append(p.refused, no)
}

// job is a piece on its way through a worker.
type job struct {
	piece piece
	done  chan *parsed
}

// parse decodes the rows of a table in parallel and hands the pieces on in their
// order. It returns the first error of reading, of a piece or of each.
func (g *reading) parse(ctx context.Context, t Table, open func(context.Context) (rows, error), each func(*parsed) error) (err error) {
	count := max(2, runtime.GOMAXPROCS(0))
	workers := make([]*worker, count)
	for i := range workers {
		decoder, err := g.Decoder(t)
		if err != nil {
			return err
		}
		workers[i] = &worker{table: t, decoder: decoder, lookup: newLookup(g.words), parcels: g.parcels}
	}
	opened, err := open(ctx)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	jobs, inOrder := make(chan job), make(chan job, count+1)
	var all sync.WaitGroup
	failed := make(chan error, 1)
	all.Go(func() {
		defer close(jobs)
		defer close(inOrder)
		failed <- opened.run(ctx, func(p piece) error { return send(ctx, p, jobs, inOrder) })
	})
	for _, w := range workers {
		all.Go(func() {
			for j := range jobs {
				j.done <- w.decode(j.piece)
			}
		})
	}
	defer func() {
		cancel()
		all.Wait()
		if closing := opened.close(); err == nil {
			err = closing
		}
	}()
	return collect(ctx, inOrder, failed, each)
}

func send(ctx context.Context, p piece, jobs, inOrder chan<- job) error {
	j := job{p, make(chan *parsed, 1)}
	select {
	case inOrder <- j:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case jobs <- j:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// collect hands on what the workers did. What was read before reading failed is
// handed on first, so that the first fault in the file is the one that is told.
func collect(ctx context.Context, inOrder <-chan job, failed <-chan error, each func(*parsed) error) error {
	for j := range inOrder {
		select {
		case p := <-j.done:
			if err := each(p); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return <-failed
}
