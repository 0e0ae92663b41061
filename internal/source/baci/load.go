package baci

import (
	"context"
	"errors"
	"path/filepath"
	"slices"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// load is one import: files of one dataset and release.
type load struct {
	im       trade.Import
	inputs   []*input // one for each of im.Files
	codes    *codeTable
	progress func(source.Step)
}

// read imports the files at those indexes; nil stands for all.
func (l *load) read(ctx context.Context, sink source.Sink, only []int) (accounts []trade.Account, err error) {
	if only == nil {
		for i := range l.inputs {
			only = append(only, i)
		}
	}
	im := l.im
	im.Files = nil
	for _, i := range only {
		im.Files = append(im.Files, l.im.Files[i])
	}
	batch, err := sink.Begin(ctx, im)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, batch.Abort()) }()
	r := &reader{load: l, batch: batch, rules: l.codes.rules(), most: manyRows}
	var read []trade.Tally
	for at, i := range only {
		tally, err := r.readFile(ctx, l.inputs[i], at)
		if err != nil {
			return nil, err
		}
		read = append(read, tally)
	}
	account, err := batch.Commit(ctx, read)
	if err != nil {
		return nil, err
	}
	account.Notes = l.notes(account.Notes, &r.seen)
	return []trade.Account{account}, nil
}

// notes adds what the reader of the account must know about codes.
func (l *load) notes(notes []string, seen *codeSet) []string {
	for _, n := range slices.Concat(l.im.Notes, l.codes.differences(), l.codes.absentNotes(seen)) {
		if !slices.Contains(notes, n) {
			notes = append(notes, n)
		}
	}
	return notes
}

// rules numbers the economies in the order of their codes.
func (t *codeTable) rules() rules {
	var r rules
	for _, e := range t.economy {
		if e != "" {
			r.economy = append(r.economy, e)
		}
	}
	slices.Sort(r.economy)
	r.economy = slices.Compact(r.economy)
	for code, e := range t.economy {
		r.words[code] = -1
		if at, found := slices.BinarySearch(r.economy, e); found {
			r.words[code] = int16(at)
		}
	}
	return r
}

// reader takes the files of one import to its batch.
type reader struct {
	load  *load
	batch trade.Batch
	rules rules
	most  int     // good rows of one file held at a time, if its years are sorted
	seen  codeSet // numeric codes of all good rows
}

// readFile reads one given file and returns what was in it.
func (r *reader) readFile(ctx context.Context, in *input, index int) (trade.Tally, error) {
	var sum trade.Tally
	before := int64(0)
	for _, s := range in.csvFiles(index) {
		s.done.Store(before)
		c := &csvReader{reader: r, stream: s, before: sum}
		if err := c.read(ctx); err != nil {
			return sum, err
		}
		sum, before = sum.Plus(c.sum), s.done.Load()
		if sum.Value > maxTotal {
			return sum, totalTooLarge(in.file.Path)
		}
	}
	if in.members == nil && before != in.size {
		return sum, trade.Errorf(trade.BadInput, "the file changed while it was imported").At(in.file.Path, 0).
			WithHint("import it again when nothing writes to it")
	}
	return sum, nil
}

// step reports progress.
func (r *reader) step(s *stream, rows int64) {
	if r.load.progress != nil {
		r.load.progress(source.Step{File: filepath.Base(s.where), Bytes: s.done.Load(), Of: s.of, Rows: rows})
	}
}
