package lake

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/oborot/oborot/trade"
)

// blockRows is how many appended rows are held in memory before the largest
// year among them is written out.
const blockRows = 2_000_000

// batch is one import that is under way. It implements trade.Batch.
type batch struct {
	lake       *Lake
	im         trade.Import
	stage      *staging
	quarantine quarantine
	files      []fileState
	years      map[int]*yearState
	buffered   int // rows appended and not yet written
	writes     int
	closed     bool
	refused    bool // the error names the quarantine file: it stays
}

// fileState is what is known so far of one file of the import.
type fileState struct {
	account trade.FileAccount
	years   map[int]bool
	first   *trade.Rejection // the first row set aside
}

// yearState is what is staged of one year.
type yearState struct {
	block    *block       // appended rows not yet written, nil if none
	files    []trade.File // staged
	writes   int          // each wrote one sorted set of files
	distinct bool         // no two of its rows share a key, by the word of the source
	staged   trade.Tally  // flows and totals
	seen     sightings
	noted    bool // its repeats are in the quarantine file
}

var _ trade.Batch = (*batch)(nil)

// Begin starts an import. It makes the lake if there is none yet.
func (l *Lake) Begin(ctx context.Context, im trade.Import) (trade.Batch, error) {
	if err := checkImport(im); err != nil {
		return nil, err
	}
	if err := l.requireWriter(); err != nil {
		return nil, err
	}
	if err := l.Create(ctx); err != nil {
		return nil, err
	}
	stage, err := l.stage()
	if err != nil {
		return nil, err
	}
	b := &batch{
		lake: l, im: owned(im), stage: stage, years: map[int]*yearState{}, files: make([]fileState, len(im.Files)),
		quarantine: quarantine{path: l.path(quarantineFolder, stage.id+".csv")},
	}
	for i, f := range im.Files {
		b.files[i] = fileState{account: trade.FileAccount{SourceFile: f}, years: map[int]bool{}}
	}
	return b, nil
}

// owned is an import that shares no files with the caller, which the batch completes.
func owned(im trade.Import) trade.Import {
	im.Files = slices.Clone(im.Files)
	return im
}

// checkImport refuses names that cannot stand in a path or a tag.
func checkImport(im trade.Import) error {
	for what, name := range map[string]string{"dataset": im.Dataset, "release": im.Release} {
		if !plainName(name) {
			return unfitName(what, name)
		}
	}
	if im.Mode != trade.Replace && im.Mode != trade.Merge {
		return trade.Errorf(trade.Internal, "%q is not a mode of import", im.Mode)
	}
	if len(im.Files) == 0 {
		return trade.Errorf(trade.Internal, "an import names no files")
	}
	return nil
}

func unfitName(what, name string) error {
	return trade.Errorf(trade.Usage, "%q cannot name a %s", name, what).
		WithHint("use letters, digits, hyphens, dots and underscores, at most 64")
}

func plainName(name string) bool {
	for i, c := range []byte(name) {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if !letter && (i == 0 || c != '-' && c != '.' && c != '_') {
			return false
		}
	}
	return name != "" && len(name) <= 64
}

// Append implements trade.Batch.
func (b *batch) Append(ctx context.Context, file int, rows []trade.Observation) error {
	if err := b.open(file); err != nil {
		return err
	}
	for _, o := range rows {
		if err := b.appendOne(file, o); err != nil {
			return err
		}
		if b.buffered >= blockRows {
			if err := b.spill(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *batch) appendOne(file int, o trade.Observation) error {
	if o.Nomenclature == "" {
		o.Nomenclature = b.im.Nomenclature
	}
	err := o.Check()
	if err == nil && o.Nomenclature != b.im.Nomenclature {
		err = fmt.Errorf("the nomenclature is %s, that of the import %s", o.Nomenclature, b.im.Nomenclature)
	}
	if err != nil {
		return trade.Errorf(trade.Internal, "a row was handed over that may not be stored: %w", err).At(b.im.Files[file].Name, 0)
	}
	y := b.year(o.Period.First.Year())
	if y.block == nil {
		y.block = newBlock(o.Period.First.Year(), b.im.Nomenclature)
	}
	y.block.add(o)
	b.buffered++
	b.count(file, y, o.Period.First.Year(), oneRow(orZero(thousandths(o.Value)), o.Flags.Has(trade.FlagTotal)))
	return nil
}

// orZero is the weight of an amount in the account of values.
func orZero(value int64) int64 {
	if value == trade.Null {
		return 0
	}
	return value
}

func (b *batch) year(year int) *yearState {
	if b.years[year] == nil {
		b.years[year] = &yearState{seen: sightings{}, distinct: true}
	}
	return b.years[year]
}

// stored counts flows and totals apart.
type stored struct{ flows, totals trade.Tally }

func oneRow(value int64, total bool) stored {
	if total {
		return stored{totals: trade.Tally{Rows: 1, Value: value}}
	}
	return stored{flows: trade.Tally{Rows: 1, Value: value}}
}

func countRows(rows *trade.Bulk) stored {
	var s stored
	for i, value := range rows.Value {
		if flagsOf(rows, i).Has(trade.FlagTotal) {
			s.totals.Add(orZero(value))
		} else {
			s.flows.Add(orZero(value))
		}
	}
	return s
}

// count enters stored rows in the account of their file.
func (b *batch) count(file int, y *yearState, year int, s stored) {
	f := &b.files[file]
	f.years[year] = true
	y.staged = y.staged.Plus(s.flows).Plus(s.totals)
	f.account.Stored = f.account.Stored.Plus(s.flows)
	f.account.Totals = f.account.Totals.Plus(s.totals)
}

// Copy implements trade.Batch.
func (b *batch) Copy(ctx context.Context, file int, rows *trade.Bulk) error {
	if err := b.open(file); err != nil {
		return err
	}
	rows.Common.Nomenclature = cmp.Or(rows.Common.Nomenclature, b.im.Nomenclature)
	err := rows.Check()
	if err == nil && rows.Common.Nomenclature != b.im.Nomenclature {
		err = fmt.Errorf("the nomenclature is %s, that of the import %s", rows.Common.Nomenclature, b.im.Nomenclature)
	}
	if err != nil {
		return trade.Errorf(trade.Internal, "a block was handed over that may not be stored: %w", err).At(b.im.Files[file].Name, 0)
	}
	if rows.Rows == 0 {
		return nil
	}
	b.count(file, b.year(rows.Year), rows.Year, countRows(rows))
	return b.write(ctx, rows)
}

// Identify implements trade.Batch.
func (b *batch) Identify(file int, sha256 string) error {
	if err := b.open(file); err != nil {
		return err
	}
	b.im.Files[file].SHA256, b.files[file].account.SHA256 = sha256, sha256
	return nil
}

// open refuses calls that a batch does not expect.
func (b *batch) open(file int) error {
	if b.closed {
		return trade.Errorf(trade.Internal, "the import is over")
	}
	if file < 0 || file >= len(b.files) {
		return trade.Errorf(trade.Internal, "the import has no file %d", file)
	}
	return nil
}

// spill writes the largest year that is in memory.
func (b *batch) spill(ctx context.Context) error {
	largest := 0
	for year, y := range b.years {
		if y.block != nil && (largest == 0 || y.block.bulk.Rows > b.years[largest].block.bulk.Rows) {
			largest = year
		}
	}
	return b.flush(ctx, largest)
}

func (b *batch) flush(ctx context.Context, year int) error {
	y := b.years[year]
	rows := y.block.columns()
	y.block = nil
	b.buffered -= rows.Rows
	return b.write(ctx, rows)
}

func (b *batch) flushAll(ctx context.Context) error {
	for _, year := range b.sortedYears() {
		if b.years[year].block != nil {
			if err := b.flush(ctx, year); err != nil {
				return err
			}
		}
	}
	return nil
}

// write stages one block. Each has a folder of its own, so that the writer may
// choose the names of its files.
func (b *batch) write(ctx context.Context, rows *trade.Bulk) error {
	y := b.years[rows.Year]
	y.seen.scan(rows)
	y.distinct = y.distinct && rows.Distinct
	b.writes++
	dir := filepath.Join(b.stage.dir, fmt.Sprintf("block%d", b.writes))
	if err := makeFolder(dir); err != nil {
		return err
	}
	count := rows.Rows
	files, err := b.lake.writer.Write(ctx, dir, b.part(rows.Year), rows)
	if err != nil {
		return err
	}
	if written := rowsOf(files); written != int64(count) {
		return trade.Errorf(trade.Internal, "%d of %d rows were written", written, count)
	}
	y.files = append(y.files, files...)
	y.writes++
	return nil
}

func rowsOf(files []trade.File) int64 {
	var n int64
	for _, f := range files {
		n += f.Rows
	}
	return n
}

func (b *batch) part(year int) trade.Part {
	return trade.Part{Dataset: b.im.Dataset, Release: b.im.Release, Year: year, Nomenclature: b.im.Nomenclature}
}

func (b *batch) sortedYears() []int {
	var years []int
	for year := range b.years {
		years = append(years, year)
	}
	slices.Sort(years)
	return years
}

// SetAside implements trade.Batch.
func (b *batch) SetAside(file int, r trade.Rejection) error {
	if err := b.open(file); err != nil {
		return err
	}
	f := &b.files[file]
	if r.Format != "" {
		if f.account.Format == nil {
			f.account.Format = map[string]trade.Tally{}
		}
		t := f.account.Format[r.Format]
		t.Add(r.Value)
		f.account.Format[r.Format] = t
		return nil
	}
	f.account.SetAside.Add(r.Value)
	if f.first == nil {
		f.first = &r
	}
	return b.quarantine.add(b.im.Files[file].Name, r)
}

// Abort implements trade.Batch.
func (b *batch) Abort() error {
	if b.closed {
		return nil
	}
	b.closed = true
	var err error
	if b.refused {
		err = b.quarantine.close()
	} else {
		err = b.quarantine.discard()
	}
	return errors.Join(err, b.stage.remove())
}
