package flowfile

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// Read reads the rows that a query asks for from files of the table of facts, as
// package flowfile and DuckDB write them, into the memory of flows. Groups of rows are
// read by as many goroutines as there are processors; the result does not depend on
// it. A file that is damaged, or laid out in another way, is an error that names it,
// never a panic.
func Read(ctx context.Context, paths []string, q cube.ScanQuery, into *cube.Flows) error {
	into.Empty()
	r := &reading{query: q, into: into, economies: newWordList(0), products: newWordList(q.Digits)}
	err := r.open(paths)
	if err == nil {
		err = r.readParts(ctx)
	}
	if err = errors.Join(err, r.close()); err != nil {
		return err
	}
	r.join()
	r.sortWords()
	return nil
}

// reading is one call of Read.
type reading struct {
	query               cube.ScanQuery
	into                *cube.Flows
	files               []*file.Reader
	parts               []rowGroup
	economies, products *wordList
	memory              recycler
}

// rowGroup is a group of rows, and the place of its rows in the columns.
type rowGroup struct {
	path        string
	group       *file.RowGroupReader
	first, rows int
	kept        int // of the rows, those that the query keeps, moved to the front
	unknown     int // rows kept but for their lack of a value
}

// mostRows is the largest group of rows that is taken for real, mostRowsInAll that of
// all groups together: the numbers of a damaged footer must not fill the memory.
const (
	mostRows      = 1 << 24
	mostRowsInAll = 1 << 28
)

// open opens the files and makes room for all their rows.
func (r *reading) open(paths []string) error {
	rows := 0
	for _, path := range paths {
		var err error
		if rows, err = r.openFile(path, rows); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	f := r.into
	for _, c := range r.codeColumns() {
		*c.to = room(*c.to, rows)
	}
	f.ValueUSD = room(f.ValueUSD, rows)
	return nil
}

// room returns a column of so many rows, in the memory of the one before if it is enough.
// New memory is a little more than is asked for: the next year is often a little longer,
// and pages that nobody writes to are none.
func room[T uint16 | int64](column []T, rows int) []T {
	if cap(column) < rows {
		column = make([]T, rows, rows+rows/16)
	}
	return column[:rows]
}

// codeColumn is a column of codes that the query asks for.
type codeColumn struct {
	name string
	list *wordList
	to   *[]uint16
}

func (r *reading) codeColumns() []codeColumn {
	f := r.into
	columns := []codeColumn{{"product", r.products, &f.Product}}
	if r.query.Tells(cube.Exporter) {
		columns = append(columns, codeColumn{"exporter", r.economies, &f.Exporter})
	}
	if r.query.Tells(cube.Importer) {
		columns = append(columns, codeColumn{"importer", r.economies, &f.Importer})
	}
	return columns
}

// openFile takes down the groups of a file, whose rows follow those of files before.
func (r *reading) openFile(path string, rows int) (end int, err error) {
	defer noPanic(&err)
	properties := parquet.NewReaderProperties(&r.memory)
	// Without it every column of a group is read into memory of its own.
	properties.BufferedStreamEnabled = true
	f, err := file.OpenParquetFile(path, false, file.WithReadProps(properties))
	if err != nil {
		return rows, err
	}
	r.files = append(r.files, f)
	for i := range f.NumRowGroups() {
		n := f.MetaData().RowGroup(i).NumRows()
		if n < 0 || n > mostRows || n > int64(mostRowsInAll-rows) {
			return rows, fmt.Errorf("a group of %d rows after %d", n, rows)
		}
		r.parts = append(r.parts, rowGroup{path: path, group: f.RowGroup(i), first: rows, rows: int(n)})
		rows += int(n)
	}
	return rows, nil
}

// noPanic turns a panic into an error. The library that reads footers and headers
// checks most of what it is given, and a damaged file must not end the program.
func noPanic(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("cannot be decoded: %v", p)
	}
}

func (r *reading) close() error {
	var errs []error
	for _, f := range r.files {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}

// readParts reads every group of rows. Of several errors the first by place counts.
func (r *reading) readParts(ctx context.Context) error {
	failures := make([]error, len(r.parts))
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(len(r.parts), runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			w := newWorker(r)
			for i := next.Add(1) - 1; i < int64(len(r.parts)) && ctx.Err() == nil; i = next.Add(1) - 1 {
				failures[i] = w.read(&r.parts[i])
			}
		})
	}
	group.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	for i, err := range failures {
		if err != nil {
			return fmt.Errorf("%s: %w", r.parts[i].path, err)
		}
	}
	return nil
}

// join moves the rows of all parts together.
func (r *reading) join() {
	f, end := r.into, 0
	for i := range r.parts {
		p := &r.parts[i]
		if p.first != end {
			for _, c := range r.codeColumns() {
				column := *c.to
				copy(column[end:], column[p.first:p.first+p.kept])
			}
			copy(f.ValueUSD[end:], f.ValueUSD[p.first:p.first+p.kept])
		}
		p.first = end
		end += p.kept
		if r.query.Without == "" {
			f.Unknown += p.unknown
		}
	}
	for _, c := range r.codeColumns() {
		*c.to = (*c.to)[:end]
	}
	f.ValueUSD = f.ValueUSD[:end]
}

// sortWords forgets words that no row has, and numbers the others in their order.
func (r *reading) sortWords() {
	f := r.into
	var group sync.WaitGroup
	group.Go(func() {
		f.Products = appendWords(f.Products, r.products, f.Product)
	})
	f.Economies = appendWords(f.Economies, r.economies, f.Exporter, f.Importer)
	group.Wait()
}

func appendWords[T ~string](to []T, list *wordList, columns ...[]uint16) []T {
	words, place := list.sorted(columns...)
	for _, column := range columns {
		for row, n := range column {
			column[row] = place[n]
		}
	}
	for _, w := range words {
		to = append(to, T(w))
	}
	return to
}

// wordList numbers words as they come, cut to a number of digits unless that is 0.
type wordList struct {
	digits int
	mu     sync.Mutex
	place  map[string]uint16
	words  []string
}

func newWordList(digits int) *wordList { return &wordList{digits: digits, place: map[string]uint16{}} }

// number returns the numbers of words as Parquet's PLAIN encoding has them.
func (l *wordList) number(body []byte, count int) ([]uint16, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	numbers := make([]uint16, 0, min(count, len(body)))
	err := eachText(body, count, func(word []byte) error {
		if l.digits > 0 && len(word) > l.digits && string(word) != string(trade.AllProducts) {
			word = word[:l.digits]
		}
		n, known := l.place[string(word)]
		if !known {
			if len(l.words) == cube.MostCodes {
				return cube.TooManyCodes()
			}
			n = uint16(len(l.words))
			l.words = append(l.words, string(word))
			l.place[l.words[n]] = n
		}
		numbers = append(numbers, n)
		return nil
	})
	return numbers, err
}

// sorted returns the words that columns have, in order, and the place of each number
// among them.
func (l *wordList) sorted(columns ...[]uint16) (words []string, place *[cube.MostCodes]uint16) {
	var used [cube.MostCodes]bool
	for _, column := range columns {
		for _, n := range column {
			used[n] = true
		}
	}
	for n, w := range l.words {
		if used[n] {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	place = new([cube.MostCodes]uint16)
	for i, w := range words {
		place[l.place[w]] = uint16(i)
	}
	return words, place
}
