package tabular

import (
	"cmp"
	"context"
	"errors"
	"fmt"
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
	Hashed func() (trade.SourceFile, error) // waits for the hash; nil where File has it, not called where reading the only table gives it

	stop      func()       // ends the hashing of a file that is not imported
	unchanged func() error // that the file is the one that was hashed
}

// NewInput returns the input of a file without its tables. Hashing a large file
// takes as long as reading it, so that where a request is for one file, which the
// lake cannot hold yet, both happen at once.
func NewInput(ctx context.Context, r source.Request, file source.File) (Input, error) {
	check, err := untouched(file.Path)
	if err != nil {
		return Input{}, err
	}
	in := Input{File: trade.SourceFile{Name: file.Name, Bytes: file.Size}, unchanged: check}
	if len(r.Paths) == 1 && r.New != nil && r.New(ctx, file.Size) {
		ctx, stop := context.WithCancel(ctx)
		in.Hashed, in.stop = hashing(ctx, file), stop
		return in, nil
	}
	in.File, err = file.Hash(ctx)
	return in, err
}

// Add appends an input unless one of the inputs is the same file; then it returns a
// note that says so.
func Add(inputs []Input, in Input) (all []Input, note string) {
	for _, other := range inputs {
		if other.File.SHA256 == in.File.SHA256 {
			return inputs, fmt.Sprintf("%s is the same file as %s and is read once", in.File.Name, other.File.Name)
		}
	}
	return append(inputs, in), ""
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

	block int // rows that are held before some are handed over; 0: blockRows
}

// Read is a source.Load's Read. Rows of one series that share a key (all columns
// up to flow and reporter, and enterprise) are treated so: a row that is equal in
// all columns to an earlier one of another table, or of the same table where the
// import sets repeats aside, counts once and is accounted as "duplicate"; other
// repeats are set aside or summed as the import says, and summed within one table
// only: a row of another table with the same key and other figures is set aside.
// The members of an archive are tables of their own.
//
// A row that is not stored is in the account of its series, or of the first series
// where its own is not known or has no rows. Files without rows are no error; where
// no file has any, there is one account without a dataset. A file that changes
// while it is imported is a BadInput error.
//
// Memory: some 60 bytes for every row stored, for its key, and at most three million
// rows that wait to be handed over.
func (r *Reader) Read(ctx context.Context, sink source.Sink, only []int) (accounts []trade.Account, err error) {
	if only == nil {
		for i := range r.Inputs {
			only = append(only, i)
		}
	}
	g := &reading{Reader: r, sink: sink, only: only, words: newDictionary(), parcels: newParcels(), blocks: newBlocks(), lanes: map[Series]*lane{}}
	for _, i := range only {
		g.files, g.names = append(g.files, r.Inputs[i].File), append(g.names, r.Inputs[i].File.Name)
	}
	defer func() {
		_ = g.wait(0) // whose error, if it is not err, comes of ending
		for _, l := range g.lanes {
			if l.batch != nil {
				err = errors.Join(err, l.batch.Abort())
			}
		}
	}()
	hashed := g.hashInBackground(only)
	defer func() {
		if err != nil { // the rest of the file need not be read for its hash
			g.stopHashing(only)
			_ = hashed()
		}
	}()
	for at, i := range only {
		if err := g.readFile(ctx, at, r.Inputs[i].Tables); err != nil {
			return nil, err
		}
	}
	if err := hashed(); err != nil {
		return nil, err
	}
	if err := g.unchanged(only); err != nil {
		return nil, err
	}
	return g.commit(ctx)
}

// reading is one import under way.
type reading struct {
	*Reader
	sink    source.Sink
	only    []int              // which of the inputs are read
	files   []trade.SourceFile // their hashes may still be on their way
	names   []string           // of the files
	tables  []string           // names of the tables read so far, for messages
	words   *dictionary
	parcels *parcels
	order   []Series
	lanes   map[Series]*lane
	blocks  *blocks
	toCome  float64    // rows of the table that are not read yet, by its size
	held    int        // rows in the lanes
	copying []handover // blocks that are being handed over, of different lanes
	pending pending
}

// spot says where rows come from.
type spot struct {
	file   int
	table  int    // among all that were read
	member string // what the reasons of refused rows begin with where a file has several tables
}

// readFile reads the tables of one file. Blocks do not mix files, so that each row
// is in the account of its own.
func (g *reading) readFile(ctx context.Context, file int, tables []Table) error {
	for _, t := range tables {
		at := spot{file: file, table: len(g.tables)}
		g.tables = append(g.tables, g.names[file])
		if len(tables) > 1 {
			at.member = t.Name + ": "
			g.tables[at.table] = t.Name + " in " + g.names[file]
		}
		bytes, rows := int64(0), int64(0)
		open, done := t.open, func() {}
		if g.hashedByReading(file) {
			open, done = g.openHashing(file, t)
		}
		err := g.parse(ctx, t, open, func(p *parsed) error {
			bytes, rows = bytes+p.bytes, rows+p.rows
			if g.Progress != nil {
				g.Progress(source.Step{File: filepath.Base(t.Where), Bytes: bytes, Of: t.size, Rows: rows})
			}
			g.toCome = 0
			if bytes > 0 && t.size > bytes {
				g.toCome = float64(t.size-bytes) / float64(bytes) * float64(rows)
			}
			return g.take(ctx, at, p)
		})
		if err != nil {
			return err
		}
		done()
	}
	return g.flushAll(ctx, file)
}

// take brings a piece to the lanes.
func (g *reading) take(ctx context.Context, at spot, p *parsed) error {
	if p.err != nil {
		return p.err
	}
	for _, part := range p.parcels {
		l, err := g.lane(ctx, part.series)
		if err != nil {
			return err
		}
		l.seen.expected = l.seen.count + len(part.rows) + int(g.toCome*float64(len(part.rows))/float64(p.rows))
		n, err := l.take(part, at)
		if err != nil {
			return err
		}
		g.parcels.put(part.rows)
		g.held += n
		if err := g.relieve(ctx, l); err != nil {
			return err
		}
		for g.held >= cmp.Or(g.block, blockRows) {
			if err := g.spill(ctx, at.file, 0); err != nil {
				return err
			}
		}
	}
	for _, no := range p.refused {
		no.Reason = at.member + no.Reason
		if err := g.refuse(ctx, at.file, no); err != nil {
			return err
		}
	}
	return nil
}

// lane returns the lane of a series, which begins with its first row.
func (g *reading) lane(ctx context.Context, s Series) (*lane, error) {
	if l := g.lanes[s]; l != nil {
		return l, nil
	}
	im, err := g.Import(s)
	if err != nil {
		return nil, err
	}
	l := &lane{im: im, words: g.words, blocks: g.blocks, names: g.names, tables: &g.tables, read: make([]trade.Tally, len(g.files)), years: map[int]*laneYear{}}
	g.lanes[s], g.order = l, append(g.order, s)
	return l, g.settle(ctx, func(of Series) bool { return of == s || of == (Series{}) }, l)
}

// commit makes all datasets visible at once.
func (g *reading) commit(ctx context.Context) ([]trade.Account, error) {
	if len(g.order) == 0 {
		return g.nothing()
	}
	err := errors.Join(g.wait(0), g.settle(ctx, ofAny, g.lanes[g.order[0]]))
	if err != nil {
		return nil, err
	}
	var batches []trade.Batch
	var read [][]trade.Tally
	for _, s := range g.order {
		if err = g.begin(ctx, g.lanes[s]); err != nil {
			return nil, err
		}
		batches, read = append(batches, g.lanes[s].batch), append(read, g.lanes[s].read)
		for file, f := range g.files {
			if err = g.lanes[s].batch.Identify(file, f.SHA256); err != nil {
				return nil, err
			}
		}
	}
	accounts, err := g.sink.Commit(ctx, batches, read)
	if err != nil {
		return nil, err
	}
	g.complete(accounts)
	return accounts, nil
}

// complete adds the notes to the accounts, and leaves out of each the files that
// have no rows of its series; a file without any rows stays in the first.
func (g *reading) complete(accounts []trade.Account) {
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
		var files []trade.FileAccount
		for file, f := range a.Files {
			if f.Read.Rows > 0 || i == 0 && g.rows(file) == 0 {
				files = append(files, f)
			}
		}
		a.Files = files
	}
}

// rows counts what was read of a file in all series.
func (g *reading) rows(file int) int64 {
	sum := int64(0)
	for _, l := range g.lanes {
		sum += l.read[file].Rows
	}
	return sum
}
