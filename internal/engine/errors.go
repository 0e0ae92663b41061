package engine

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/oborot/oborot/trade"
)

// fault is an error of DuckDB or of the operating system that a person can do
// something about.
type fault struct {
	parts  []string // any of them in the text of the error tells
	reason string
	hint   string
	ofFile bool // a data file is at fault
	kind   trade.Kind
}

var outOfMemory = fault{[]string{"Out of Memory Error", "failed to allocate", "could not allocate"},
	"there is not enough memory for this", "raise the memory limit, or ask for less at once", false, trade.Internal}

// faults are looked through in order; the first that fits counts.
var faults = []fault{
	{[]string{"No space left on device", "quota exceeded", "max_temp_directory_size"},
		"the disk is full", "free some space, or name another folder for temporary files, and try again", false, trade.Internal},
	{[]string{"Permission denied"},
		"a data file of the lake may not be read", "check the permissions of the lake's folder", true, trade.Internal},
	{[]string{"No files found", "No such file or directory", "Cannot open file"},
		"a data file of the lake is missing or cannot be opened", "oborot doctor says which; importing its release again repairs it", true, trade.Internal},
	outOfMemory,
	{[]string{"No magic bytes", "too small to be a Parquet file", "Footer length", "ecompress", "TProtocolException", "orrupt",
		"out of buffer", "arquet file", "Invalid Input Error"},
		"a data file of the lake is damaged", "oborot datasets remove DATASET, then import its release again", true, trade.Internal},
	{[]string{"Could not cast value", "Casting value"},
		"a sum of rows that share a key has more than 18 digits, three of them decimals", "check the unit of the column: no flow is that large",
		false, trade.BadInput},
}

// explain turns an error of DuckDB into a sentence for the person. Of the files
// that took part it names the one that the error names, or the only one.
func explain(ctx context.Context, err error, files []string) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return trade.Errorf(trade.Internal, "the query was interrupted: %w", context.Cause(ctx))
	}
	if e, ok := errors.AsType[*trade.Error](err); ok {
		return e
	}
	told := &trade.Error{Kind: trade.Internal, Reason: "the query engine failed: " + firstLine(err.Error()), Cause: err}
	f, found := faultOf(err)
	if found {
		told.Kind, told.Reason, told.Hint = f.kind, f.reason, f.hint
	}
	for _, path := range files {
		if strings.Contains(err.Error(), path) || f.ofFile && len(files) == 1 {
			told.File = path
		}
	}
	return told
}

func faultOf(err error) (fault, bool) {
	for _, f := range faults {
		if slices.ContainsFunc(f.parts, func(part string) bool { return strings.Contains(err.Error(), part) }) {
			return f, true
		}
	}
	if e, ok := errors.AsType[*duckdb.Error](err); ok && e.Type == duckdb.ErrorTypeOutOfMemory {
		return outOfMemory, true
	}
	return fault{}, false
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
