package output

import (
	"io"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// Format is a way of writing an answer.
type Format string

// The formats.
const (
	Table    Format = "table"   // aligned, for people
	CSV      Format = "csv"     // UTF-8, comma, a heading line
	JSON     Format = "json"    // one object, see docs/formats.md
	XLSX     Format = "xlsx"    // Excel, with a sheet of sources
	Parquet  Format = "parquet" // sources in the key-value metadata
	Markdown Format = "md"      // GitHub table, for people
)

// Formats lists the formats in the order shown to people.
func Formats() []Format { return []Format{Table, CSV, JSON, XLSX, Parquet, Markdown} }

// ParseFormat finds a format by its word, in either case. An unknown word is an
// error of kind trade.Usage that names the choices.
func ParseFormat(text string) (Format, error) {
	f := Format(strings.ToLower(strings.TrimSpace(text)))
	if slices.Contains(Formats(), f) {
		return f, nil
	}
	return "", trade.Errorf(trade.Usage, "%q is not a format", text).
		WithHint("choose one of %s", strings.Join(words(), ", "))
}

func words() []string {
	var list []string
	for _, f := range Formats() {
		list = append(list, string(f))
	}
	return list
}

// Binary tells whether the bytes would spoil a terminal.
func (f Format) Binary() bool { return f == XLSX || f == Parquet }

// NamesSources tells whether a file of the format holds its sources and licences
// itself. Beside one that does not belongs what WriteSources writes.
func (f Format) NamesSources() bool { return f != CSV }

// Options are what the reader prefers.
type Options struct {
	Language trade.Language // of headings and words for people
	Terminal bool           // table: draw lines; otherwise aligned text that pipes well
	Width    int            // table on a terminal: columns to keep within; 0: unknown
	BOM      bool           // csv: begin with the byte order mark that Excel wants
	Hidden   []string       // table and md: names of fields that are left out
	Longest  int            // table and md: letters of a name of goods or of an economy before it is cut; 0: never
}

// Write writes the answer. It returns errors of w, and one of kind trade.Usage
// when the answer does not fit into the format.
func Write(w io.Writer, f Format, r *analysis.Result, o Options) error {
	switch f {
	case Table:
		return writeTable(w, without(r, named(o.Hidden)), o)
	case CSV:
		return writeCSV(w, forPrograms(r), o)
	case JSON:
		return writeJSON(w, forPrograms(r))
	case XLSX:
		return writeXLSX(w, r, o)
	case Parquet:
		return writeParquet(w, forPrograms(r))
	case Markdown:
		return writeMarkdown(w, without(r, named(o.Hidden)), o)
	}
	_, err := ParseFormat(string(f))
	return err
}

// forPrograms returns the answer without the fields that are for people only.
func forPrograms(r *analysis.Result) *analysis.Result {
	return without(r, func(f analysis.Field) bool { return f.ForPeople })
}

// named tells whether a field is among those named.
func named(names []string) func(analysis.Field) bool {
	return func(f analysis.Field) bool { return slices.Contains(names, f.Name) }
}

// without returns the answer without some of its fields.
func without(r *analysis.Result, unwanted func(analysis.Field) bool) *analysis.Result {
	if !slices.ContainsFunc(r.Fields, unwanted) {
		return r
	}
	less := *r
	less.Fields, less.Rows = nil, make([][]analysis.Cell, len(r.Rows))
	for i, f := range r.Fields {
		if unwanted(f) {
			continue
		}
		less.Fields = append(less.Fields, f)
		for j, row := range r.Rows {
			less.Rows[j] = append(less.Rows[j], row[i])
		}
	}
	return &less
}
