package output

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strconv"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// head is all of an answer but its rows. The order of the fields is that of the
// contract. Snapshot is text because JavaScript reads numbers as doubles and a
// snapshot needs all 63 bits; it is null when no lake was read.
type head struct {
	Question  string         `json:"question"`
	Method    string         `json:"method"`
	Arguments map[string]any `json:"args"`
	Snapshot  *string        `json:"snapshot"`
	Origins   []trade.Origin `json:"origins"`
	Notes     []string       `json:"notes"`
}

func headOf(r *analysis.Result) head {
	h := head{Question: r.Question, Method: r.Method, Arguments: r.Arguments, Notes: r.Notes}
	if r.Snapshot != 0 {
		text := strconv.FormatInt(r.Snapshot, 10)
		h.Snapshot = &text
	}
	if h.Arguments == nil {
		h.Arguments = map[string]any{}
	}
	h.Origins = make([]trade.Origin, len(r.Origins))
	for i, origin := range r.Origins {
		if origin.Files == nil {
			origin.Files = []trade.SourceFile{}
		}
		h.Origins[i] = origin
	}
	if h.Notes == nil {
		h.Notes = []string{}
	}
	return h
}

// encoded returns a value as JSON with letters as they are, not escaped for HTML.
func encoded(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

// writeJSON writes one object, a row a line. Rows are written by hand: they keep
// the order of the fields, and an answer of millions of rows is never held twice.
func writeJSON(w io.Writer, r *analysis.Result) error {
	top, err := encoded(headOf(r))
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	out.Write(bytes.TrimSuffix(top, []byte("}")))
	out.WriteString(`,"rows":[`)
	var line []byte
	for i, row := range r.Rows {
		if line, err = appendRow(line[:0], r.Fields, row); err != nil {
			return err
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
		out.Write(line)
	}
	out.WriteString("]}\n")
	return out.Flush()
}

func appendRow(line []byte, fields []analysis.Field, row []analysis.Cell) ([]byte, error) {
	line = append(line, '{')
	for i, f := range fields {
		if i > 0 {
			line = append(line, ',')
		}
		v := valueOf(f.Kind, row[i])
		line = append(strconv.AppendQuote(line, f.Name), ':')
		switch {
		case !v.present:
			line = append(line, "null"...)
		case isText(f.Kind):
			text, err := encoded(v.text)
			if err != nil {
				return nil, err
			}
			line = append(line, text...)
		default:
			line = append(line, v.text...)
		}
		if v.status != "" {
			line = append(line, ',')
			line = append(strconv.AppendQuote(line, f.Name+statusSuffix), ':')
			line = strconv.AppendQuote(line, v.status)
		}
	}
	return append(line, '}'), nil
}

// WriteSources writes where an answer comes from, as the JSON format does but
// without the rows: what belongs beside a file that cannot say it itself.
func WriteSources(w io.Writer, r *analysis.Result) error {
	out, err := json.MarshalIndent(headOf(r), "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(out, '\n'))
	return err
}
