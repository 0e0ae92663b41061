package source

import (
	"context"

	"github.com/oborot/oborot/trade"
)

// UnknownRelease is the release of files of which nothing says it.
const UnknownRelease = "unknown"

// Sink takes imports; the lake implements it.
type Sink interface {
	// Begin starts an import of all im.Files; none of their bytes is held already.
	Begin(ctx context.Context, im trade.Import) (trade.Batch, error)
	// Commit ends several batches of this sink as trade.Batch.Commit ends one, all
	// of them visible at once or none: what one file brings of several datasets.
	// read holds for each batch what trade.Batch.Commit takes. The accounts are in
	// the order of the batches.
	Commit(ctx context.Context, batches []trade.Batch, read [][]trade.Tally) ([]trade.Account, error)
	// Keep stores a list in the place of the one of its name. read is the balanced
	// account of the files but for the status.
	Keep(ctx context.Context, list trade.List, read []trade.FileAccount) (trade.Account, error)
}

// Format is one publisher's way of writing files.
type Format struct {
	Kind  string // the word on the command line: baci
	Title string // the publisher and product in words
	Lists bool   // its files hold lists, which the files of other formats may need
	// Recognise says why the file looks like one of this format, or an empty
	// string. head holds its first bytes, of a Parquet file its last ones too.
	Recognise func(name string, head []byte) string
	// Describe reads as little as it needs of the files to say what they bring:
	// dataset, release, nomenclature, licence, mode. The request's own words win.
	Describe func(ctx context.Context, r Request) ([]Load, error)
}

// Request is what the person asked to import.
type Request struct {
	Paths        []string
	Dataset      string             // empty: inferred
	Release      string             // empty: inferred, else "unknown" with a note
	Nomenclature trade.Nomenclature // empty: inferred
	Mode         trade.Mode         // empty: the format's own
	Tolerate     float64
	Unit         string     // empty: the format's own, such as thousand-usd
	Mapping      string     // path of the file that describes columns, for the format mapped
	Progress     func(Step) // never nil when Load.Read runs
	// Lists returns the lists of a table (trade.Rates) that the lake holds now, none
	// where there is no lake. It is never nil.
	Lists func(ctx context.Context, table string) ([]trade.List, error)
	// New tells for sure that the lake holds no file of so many bytes, so that its
	// hash need not be known before it is read; nil: not known.
	New func(ctx context.Context, size int64) bool
}

// Step is a message of progress.
type Step struct {
	File  string
	Bytes int64 // read so far
	Of    int64 // size, 0 if unknown
	Rows  int64
}

// Load is what a request leads to: files that are read together and become
// visible together. They bring one dataset in one release, several datasets (of
// different levels), or a list.
type Load struct {
	// Import has Files filled with names, sizes and hashes. A hash is empty where the
	// file is new to the lake by its size and Read works it out. Dataset is empty
	// where only the rows tell which datasets there are.
	Import trade.Import
	// Read imports the files at those indexes of Import.Files, in that order, and
	// commits them at once; nil stands for all. Nothing is stored when it returns an
	// error. There is an account for each dataset.
	Read func(ctx context.Context, sink Sink, only []int) ([]trade.Account, error)
}
