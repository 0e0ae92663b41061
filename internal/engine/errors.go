package engine

import (
	"context"
	"errors"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/oborot/oborot/trade"
)

// faults are the errors of DuckDB and of the operating system that a person can
// do something about, told by a part of their text; the first that fits counts.
var faults = []struct {
	parts  []string
	reason string
	hint   string
}{
	{[]string{"No space left on device", "disk quota exceeded", "Could not write all bytes", "max_temp_directory_size"},
		"the disk is full", "free some space, or name another folder for temporary files, and try again"},
	{[]string{"No files found", "No such file or directory", "Cannot open file"},
		"a data file of the lake is missing or cannot be opened", "run oborot doctor"},
	{[]string{"No magic bytes", "not a Parquet file", "too small to be a Parquet file", "Footer length", "Decompression failure",
		"decompress", "TProtocolException", "Invalid Input Error: Invalid", "corrupt", "Corrupt", "out of buffer", "parquet file"},
		"a data file of the lake is damaged", "run oborot doctor; then import the release again"},
	{[]string{"Out of Memory Error", "failed to allocate", "could not allocate"},
		"there is not enough memory for this", "raise the memory limit, or ask for less at once"},
	{[]string{"Permission denied"},
		"a data file of the lake may not be read", "check the permissions of the lake's folder"},
}

// explain turns an error of DuckDB into a sentence for the person. Of the files
// that took part it names the one that the error names.
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
	for _, f := range faults {
		if containsAny(err.Error(), f.parts) {
			told.Reason, told.Hint = f.reason, f.hint
			break
		}
	}
	if e, ok := errors.AsType[*duckdb.Error](err); ok && e.Type == duckdb.ErrorTypeOutOfMemory && told.Hint == "" {
		told.Reason, told.Hint = faults[3].reason, faults[3].hint
	}
	for _, f := range files {
		if strings.Contains(err.Error(), f) {
			told.File = f
		}
	}
	return told
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

func containsAny(text string, parts []string) bool {
	for _, p := range parts {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}
