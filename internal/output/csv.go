package output

import (
	"encoding/csv"
	"io"

	"github.com/oborot/oborot/internal/analysis"
)

// byteOrderMark makes Excel read the file as UTF-8.
const byteOrderMark = "\ufeff"

// writeCSV writes a heading line and the rows. A field that can be absent is
// followed by the column of its status, so that the columns of a question do not
// depend on the data.
func writeCSV(w io.Writer, r *analysis.Result, o Options) error {
	if o.BOM {
		if _, err := io.WriteString(w, byteOrderMark); err != nil {
			return err
		}
	}
	out := csv.NewWriter(w)
	if err := out.Write(columnNames(r)); err != nil {
		return err
	}
	var record []string
	for _, row := range r.Rows {
		record = record[:0]
		for i, f := range r.Fields {
			v := valueOf(f.Kind, row[i])
			record = append(record, v.text)
			if hasStatus(f.Kind) {
				record = append(record, v.status)
			}
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// columnNames lists the columns of csv and parquet.
func columnNames(r *analysis.Result) []string {
	var names []string
	for _, f := range r.Fields {
		names = append(names, f.Name)
		if hasStatus(f.Kind) {
			names = append(names, f.Name+statusSuffix)
		}
	}
	return names
}
