package source

import (
	"context"

	"github.com/oborot/oborot/trade"
)

// Sink takes imports; the lake implements it.
type Sink interface {
	// Begin starts an import of all im.Files; none of their bytes is held already.
	Begin(ctx context.Context, im trade.Import) (trade.Batch, error)
}

// Format is one publisher's way of writing files.
type Format struct {
	Kind  string // the word on the command line: baci
	Title string // the publisher and product in words
	// Recognise says why the file looks like one of this format, or an empty
	// string. head holds its first bytes, decompressed names are not looked into.
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
	Progress     func(Step) // never nil when Load.Read runs
}

// Step is a message of progress.
type Step struct {
	File  string
	Bytes int64 // read so far
	Of    int64 // size, 0 if unknown
	Rows  int64
}

// Load is one import that a request leads to: one dataset in one release.
type Load struct {
	Import trade.Import // Files is filled with names, sizes and hashes
	// Read imports the files at those indexes of Import.Files, in that order, and
	// commits them as one import of just these files; nil stands for all. Nothing
	// is stored when it returns an error.
	Read func(ctx context.Context, sink Sink, only []int) (trade.Account, error)
}
