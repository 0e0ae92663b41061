package mapped

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// firstRecords are looked at for the names of columns.
const firstRecords = 20

// openJSON makes a table of the list of objects at a place in a JSON document:
// keys parted by points, or "." for the document itself.
func openJSON(ctx context.Context, file source.File, place string) ([]tabular.Table, error) {
	if err := file.Expect(source.JSON); err != nil {
		return nil, err
	}
	t := tabular.Table{Where: file.Path, Name: file.Name}
	var first []map[string]json.RawMessage
	err := eachRecord(ctx, file.Path, place, func(_ int, record map[string]json.RawMessage) error {
		for name := range record {
			if !slices.Contains(t.Header, name) {
				t.Header = append(t.Header, name)
			}
		}
		if first = append(first, record); len(first) == firstRecords {
			return io.EOF
		}
		return nil
	})
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(first) == 0 {
		return nil, trade.Errorf(trade.BadInput, "the list %s of the document is empty", place).At(file.Path, 0).WithHint("look at file.json in the mapping")
	}
	slices.Sort(t.Header)
	table := tabular.FromRecords(file.Path, file.Name, t.Header, func(ctx context.Context, each func(int, [][]byte) error) error {
		fields := make([][]byte, len(t.Header))
		return eachRecord(ctx, file.Path, place, func(number int, record map[string]json.RawMessage) error {
			return each(number, cells(t.Header, record, fields))
		})
	})
	for _, record := range first {
		var row []string
		for _, cell := range cells(t.Header, record, make([][]byte, len(t.Header))) {
			row = append(row, string(cell))
		}
		table.First = append(table.First, row)
	}
	return []tabular.Table{table}, nil
}

// cells puts the values of a record into the order of the columns. Texts lose
// their quotation marks, null is nothing.
func cells(h tabular.Header, record map[string]json.RawMessage, fields [][]byte) [][]byte {
	for i, name := range h {
		raw := record[name]
		var text string
		switch {
		case bytes.Equal(raw, []byte("null")):
			raw = nil
		case len(raw) > 0 && raw[0] == '"' && json.Unmarshal(raw, &text) == nil:
			raw = []byte(strings.TrimSpace(text))
		}
		fields[i] = raw
	}
	return fields
}

// eachRecord reads the objects of a list one after the other.
func eachRecord(ctx context.Context, path, place string, each func(int, map[string]json.RawMessage) error) error {
	file, err := os.Open(path)
	if err != nil {
		return source.ReadError(path, err)
	}
	defer file.Close()
	d := json.NewDecoder(file)
	for _, key := range strings.FieldsFunc(place, func(r rune) bool { return r == '.' }) {
		if err := descend(d, path, key); err != nil {
			return err
		}
	}
	if token, err := d.Token(); err != nil || token != json.Delim('[') {
		return notJSON(path, err, "there is no list at %s", place)
	}
	for number := 1; d.More(); number++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		var record map[string]json.RawMessage
		if err := d.Decode(&record); err != nil {
			return notJSON(path, err, "record %d of %s is not an object", number, place)
		}
		if err := each(number, record); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return notJSON(path, err, "the list %s does not end", place)
	}
	return nil
}

// descend goes to what stands behind a key of an object.
func descend(d *json.Decoder, path, key string) error {
	if token, err := d.Token(); err != nil || token != json.Delim('{') {
		return notJSON(path, err, "there is no object that has %s", key)
	}
	var keys []string
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return notJSON(path, err, "the document ends too soon")
		}
		if token == key {
			return nil
		}
		keys = append(keys, token.(string))
		var skipped json.RawMessage
		if err := d.Decode(&skipped); err != nil {
			return notJSON(path, err, "the document ends too soon")
		}
	}
	fault := notJSON(path, nil, "the document has no key %s", key)
	fault.Hint = "file.json in the mapping names it; " + asked(key, keys)
	return fault
}

func notJSON(path string, cause error, format string, args ...any) *trade.Error {
	err := trade.Errorf(trade.BadInput, format, args...).At(path, 0).WithHint("look at file.json in the mapping, and whether the download is whole")
	err.Cause = cause
	return err
}
