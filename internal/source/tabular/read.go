package tabular

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"sync"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// Input is one file that the person gave, with the tables in it.
type Input struct {
	File   trade.SourceFile // without hash where it is worked out while the file is read
	Tables []Table
	Hashed func() (trade.SourceFile, error) // waits for the hash; nil where File has it
}

// NewInput returns the input of a file without its tables. Hashing a large file
// takes as long as reading it, so that where a request is for one file, which the
// lake cannot hold yet, both happen at once.
func NewInput(ctx context.Context, r source.Request, file source.File) (Input, error) {
	if len(r.Paths) == 1 && r.New != nil && r.New(ctx, file.Size) {
		return Input{File: trade.SourceFile{Name: file.Name, Bytes: file.Size}, Hashed: hashing(ctx, file)}, nil
	}
	hashed, err := file.Hash(ctx)
	return Input{File: hashed}, err
}

// hashing begins when it is asked for the first time, which is when reading
// begins.
func hashing(ctx context.Context, file source.File) func() (trade.SourceFile, error) {
	return sync.OnceValues(func() (trade.SourceFile, error) { return file.Hash(ctx) })
}

// Reader imports files of one format together: all their datasets become visible
// at once.
type Reader struct {
	Inputs []Input
	// Decoder returns a new decoder for a table; there is one for each goroutine. An
	// error refuses the file.
	Decoder func(t Table) (Decoder, error)
	// Import completes what is known of a series; Files are filled in here. It is
	// called once for each series, when its first row is met.
	Import func(s Series) (trade.Import, error)
	// Notes returns what the reader of the accounts must know after all rows were
	// read, such as unknown codes; nil: nothing.
	Notes    func() []string
	Progress func(source.Step)
}

// Read is a source.Load's Read. Rows of one series that share a key (all columns
// up to flow and reporter, and enterprise) are treated so: a row that is equal in
// all columns to an earlier one of another file, or of the same file where the
// import sets repeats aside, counts once and is accounted as "duplicate"; other
// repeats are set aside or summed as the import says, and summed within one file
// only: a row of another file with the same key and other figures is set aside.
//
// Files without rows are no error; where no file has any, there is one account
// without a dataset.
func (r *Reader) Read(ctx context.Context, sink source.Sink, only []int) (accounts []trade.Account, err error) {
	if only == nil {
		for i := range r.Inputs {
			only = append(only, i)
		}
	}
	g := &reading{Reader: r, sink: sink, words: newDictionary()}
	for _, i := range only {
		g.files = append(g.files, r.Inputs[i].File)
	}
	g.waiting = make([][]trade.Rejection, len(g.files))
	defer func() {
		for _, l := range g.lanes {
			if l.batch != nil {
				err = errors.Join(err, l.batch.Abort())
			}
		}
	}()
	hashed := g.hash(only)
	defer hashed()
	for at, i := range only {
		if err := g.readFile(ctx, at, r.Inputs[i].Tables); err != nil {
			return nil, err
		}
	}
	if err := hashed(); err != nil {
		return nil, err
	}
	return g.commit(ctx)
}

// hash works out in the background the hashes that are not known, and returns a
// function that waits for them.
func (r *reading) hash(only []int) (wait func() error) {
	var all sync.WaitGroup
	errs := make([]error, len(only))
	for at, i := range only {
		if hashed := r.Inputs[i].Hashed; hashed != nil {
			all.Go(func() { r.files[at], errs[at] = hashed() })
		}
	}
	r.hashed = func() error {
		all.Wait()
		return errors.Join(errs...)
	}
	return r.hashed
}

// reading is one import under way.
type reading struct {
	*Reader
	sink    source.Sink
	files   []trade.SourceFile
	words   *dictionary
	order   []Series
	lanes   map[Series]*lane
	held    int                 // rows in the lanes
	hashed  func() error        // waits until files have their hashes
	waiting [][]trade.Rejection // by file: rows refused before there was a lane
}

// readFile reads the tables of one file. Blocks do not mix files, so that each row
// is in the account of its own.
func (g *reading) readFile(ctx context.Context, file int, tables []Table) error {
	for _, t := range tables {
		bytes, rows := int64(0), int64(0)
		err := g.parse(ctx, t, g.words, func(p *parsed) error {
			bytes, rows = bytes+p.bytes, rows+p.rows
			if g.Progress != nil {
				g.Progress(source.Step{File: filepath.Base(t.Where), Bytes: bytes, Of: t.size, Rows: rows})
			}
			return g.take(ctx, file, t, p)
		})
		if err != nil {
			return err
		}
	}
	return g.flushAll(ctx, file)
}

// take brings a piece to the lanes.
func (g *reading) take(ctx context.Context, file int, t Table, p *parsed) error {
	if p.err != nil {
		return p.err
	}
	for _, part := range p.parcels {
		l, err := g.lane(part.series)
		if err != nil {
			return err
		}
		n, err := l.take(part, g.words, file)
		if err != nil {
			return err
		}
		g.held += n
		for g.held >= blockRows {
			if err := g.spill(ctx, file); err != nil {
				return err
			}
		}
	}
	for _, no := range p.refused {
		if err := g.refuse(file, no); err != nil {
			return err
		}
	}
	return nil
}

// refuse accounts a row in the lane of its series, else in the first one; before
// there is any it waits.
func (g *reading) refuse(file int, no refusal) error {
	if l := g.lanes[no.series]; l != nil {
		return l.refuse(file, no.Rejection)
	}
	if len(g.order) > 0 {
		return g.lanes[g.order[0]].refuse(file, no.Rejection)
	}
	g.waiting[file] = append(g.waiting[file], no.Rejection)
	return nil
}

// lane returns the lane of a series, which begins with its first row.
func (g *reading) lane(s Series) (*lane, error) {
	if l := g.lanes[s]; l != nil {
		return l, nil
	}
	im, err := g.Import(s)
	if err != nil {
		return nil, err
	}
	l := &lane{im: im, read: make([]trade.Tally, len(g.files)), years: map[int]*laneYear{}}
	if g.lanes == nil {
		g.lanes = map[Series]*lane{}
	}
	g.lanes[s], g.order = l, append(g.order, s)
	for file, all := range g.waiting {
		for _, no := range all {
			if err := l.refuse(file, no); err != nil {
				return nil, err
			}
		}
		g.waiting[file] = nil
	}
	return l, nil
}

// begin starts the import of a lane, unless it is begun.
func (g *reading) begin(ctx context.Context, l *lane) error {
	if l.batch != nil {
		return nil
	}
	err := g.hashed()
	if err != nil {
		return err
	}
	l.im.Files = slices.Clone(g.files)
	if l.batch, err = g.sink.Begin(ctx, l.im); err != nil {
		return err
	}
	for _, no := range l.waiting {
		if err := l.batch.SetAside(no.file, no.Rejection); err != nil {
			return err
		}
	}
	l.waiting = nil
	return nil
}

// spill hands over the largest year of all lanes.
func (g *reading) spill(ctx context.Context, file int) error {
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
	if err := g.begin(ctx, largest); err != nil {
		return err
	}
	g.held -= rows
	return largest.flush(ctx, g.words, year, file)
}

func (g *reading) flushAll(ctx context.Context, file int) error {
	for g.held > 0 {
		if err := g.spill(ctx, file); err != nil {
			return err
		}
	}
	return nil
}

// commit makes all datasets visible at once.
func (g *reading) commit(ctx context.Context) ([]trade.Account, error) {
	if len(g.order) == 0 {
		return g.nothing()
	}
	var batches []trade.Batch
	var read [][]trade.Tally
	for _, s := range g.order {
		if err := g.begin(ctx, g.lanes[s]); err != nil {
			return nil, err
		}
		batches, read = append(batches, g.lanes[s].batch), append(read, g.lanes[s].read)
	}
	accounts, err := g.sink.Commit(ctx, batches, read)
	if err != nil {
		return nil, err
	}
	var notes []string
	if g.Notes != nil {
		notes = g.Notes()
	}
	for i, s := range g.order {
		a := &accounts[i]
		for _, n := range slices.Concat(g.lanes[s].im.Notes, notes) {
			if !slices.Contains(a.Notes, n) {
				a.Notes = append(a.Notes, n)
			}
		}
		if len(g.order) > 1 {
			a.Files = slices.DeleteFunc(a.Files, func(f trade.FileAccount) bool { return f.Read.Rows == 0 })
		}
	}
	return accounts, nil
}

// nothing is the end of an import without a single observation: files without
// rows are no error, files all of whose rows are bad are.
func (g *reading) nothing() ([]trade.Account, error) {
	a := trade.Account{Notes: []string{"there were no rows to store"}}
	for file, all := range g.waiting {
		f := trade.FileAccount{SourceFile: g.files[file], Status: trade.ImportUnchanged, Format: map[string]trade.Tally{}}
		for _, no := range all {
			if no.Format == "" {
				return nil, trade.Errorf(trade.BadInput, "%s; no row of the file could be read", no.Reason).At(g.files[file].Name, no.Line).
					WithHint("look at that line; the file may be of another format, see oborot import --help")
			}
			f.Read.Add(no.Value)
			t := f.Format[no.Format]
			t.Add(no.Value)
			f.Format[no.Format] = t
		}
		a.Files = append(a.Files, f)
	}
	return []trade.Account{a}, nil
}
