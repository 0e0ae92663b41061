package comtrade

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

const (
	// firstRecords tell which fields the records of an answer have.
	firstRecords = 20
	// maxRecord bounds one record; a longer one is no answer of the API.
	maxRecord = 4 << 20
)

// recogniseAnswer knows an answer of the API by its first bytes.
func recogniseAnswer(head []byte) string {
	has := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(n string) bool { return !bytes.Contains(head, []byte(`"`+n+`"`)) })
	}
	switch {
	case has("elapsedTime", "count", "data"):
		return "it is an answer of UN Comtrade's API: elapsedTime, count, data"
	case has("cmdCode", "primaryValue"):
		return "its records have the fields of UN Comtrade: cmdCode, primaryValue"
	case has("statusCode", "message") && len(head) < 1024:
		return "it is a refusal as UN Comtrade's API words it: statusCode, message"
	}
	return ""
}

// openAnswer makes a table of the records of an answer. An answer without records
// has no table.
func openAnswer(ctx context.Context, file source.File) ([]tabular.Table, error) {
	var header tabular.Header
	var records []map[string]string
	err := readAnswer(ctx, file.Path, func(_ int, names []string, values [][]byte) error {
		record := map[string]string{}
		for i, name := range names {
			record[name] = string(values[i])
			if !slices.Contains(header, name) {
				header = append(header, name)
			}
		}
		if records = append(records, record); len(records) == firstRecords {
			return io.EOF
		}
		return nil
	})
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(records) == 0 {
		return nil, nil
	}
	t := tabular.FromRecords(file.Path, file.Name, header, recordsOf(file.Path, header))
	for _, record := range records {
		row := make([]string, len(header))
		for i, name := range header {
			row[i] = record[name]
		}
		t.First = append(t.First, row)
	}
	t.Mark = '.'
	return []tabular.Table{t}, nil
}

// recordsOf brings the fields of every record into the order of the header.
func recordsOf(path string, header tabular.Header) func(context.Context, func(int, [][]byte) error) error {
	return func(ctx context.Context, each func(int, [][]byte) error) error {
		at := map[string]int{}
		for i, name := range header {
			at[name] = i
		}
		fields := make([][]byte, len(header))
		return readAnswer(ctx, path, func(number int, names []string, values [][]byte) error {
			clear(fields)
			for i, name := range names {
				column, known := at[name]
				if !known {
					return trade.Errorf(trade.BadInput, "a record has the field %q, which the first ones have not", name).
						At(path, number).WithHint("give the answer as the API gave it")
				}
				fields[column] = values[i]
			}
			return each(number, fields)
		})
	}
}

// record takes one record: its number counted from 1, its names and its values.
type record func(number int, names []string, values [][]byte) error

// readAnswer reads an answer from its beginning to its end, or until each returns an error.
func readAnswer(ctx context.Context, path string, each record) error {
	file, err := os.Open(path)
	if err != nil {
		return source.ReadError(path, err)
	}
	defer file.Close()
	if err := skipMark(file); err != nil {
		return source.ReadError(path, err)
	}
	a := &answer{ctx: ctx, path: path, each: each}
	a.json = json.NewDecoder(&boundedReader{answer: a, file: file})
	a.json.UseNumber()
	return a.read()
}

// skipMark goes behind the byte order mark that some programs put before UTF-8.
func skipMark(file *os.File) error {
	const mark = "\xef\xbb\xbf"
	begin := make([]byte, len(mark))
	if n, err := io.ReadFull(file, begin); err == nil && string(begin[:n]) == mark {
		return nil
	}
	_, err := file.Seek(0, io.SeekStart)
	return err
}

// answer is a document that is being read.
type answer struct {
	ctx    context.Context
	path   string
	each   record
	json   *json.Decoder
	number int // of the record at hand, from 1
	names  []string
	values [][]byte
}

// boundedReader ends a record without an end, which would fill the memory.
type boundedReader struct {
	answer *answer
	file   *os.File
	read   int64
}

// Read reads.
func (b *boundedReader) Read(p []byte) (int, error) {
	if b.read-b.answer.json.InputOffset() > maxRecord {
		return 0, trade.Errorf(trade.BadInput, "a record is longer than four million bytes").At(b.answer.path, b.answer.number).
			WithHint("this is no answer of UN Comtrade: download it again")
	}
	n, err := b.file.Read(p)
	b.read += int64(n)
	return n, err
}

// bad is an error of the document in words.
func (a *answer) bad(format string, args ...any) error {
	return trade.Errorf(trade.BadInput, format, args...).At(a.path, a.number).
		WithHint("give the answer as the API gave it, or download it again")
}

// damage puts errors of the decoder into words; those of each stay as they are.
func (a *answer) damage(err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return a.bad("the JSON breaks off before its end")
	case errors.As(err, &syntax):
		return a.bad("the JSON is damaged: %s", strings.ReplaceAll(syntax.Error(), "\n", " "))
	}
	return source.ReadError(a.path, err)
}

// read reads {elapsedTime, count, data, error}, or data alone.
func (a *answer) read() error {
	start, err := a.json.Token()
	if err != nil {
		return a.damage(err)
	}
	if start == json.Delim('[') {
		if err := a.records(); err != nil {
			return err
		}
		return a.end()
	}
	if start != json.Delim('{') {
		return a.bad("the JSON is neither an answer nor a list of records")
	}
	said := map[string]string{}
	for a.json.More() {
		if err := a.member(said); err != nil {
			return err
		}
	}
	if _, err := a.json.Token(); err != nil {
		return a.damage(err)
	}
	if err := a.judge(said); err != nil {
		return err
	}
	return a.end()
}

// member reads one member of the document.
func (a *answer) member(said map[string]string) error {
	name, err := a.json.Token()
	if err != nil {
		return a.damage(err)
	}
	if name == "data" {
		said["data"] = "[]"
		start, err := a.json.Token()
		switch {
		case err != nil:
			return a.damage(err)
		case start == nil:
			return nil
		case start != json.Delim('['):
			return a.bad("data is no list of records")
		}
		return a.records()
	}
	var value json.RawMessage
	if err := a.json.Decode(&value); err != nil {
		return a.damage(err)
	}
	said[name.(string)] = words(value)
	return nil
}

// words is a value as text: a string without its quotes, nothing for null.
func words(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	return string(value)
}

// judge refuses an answer that says what went wrong, or holds fewer records than
// it says.
func (a *answer) judge(said map[string]string) error {
	read := a.number
	a.number = 0 // what follows is about the whole
	reason := said["error"]
	if _, any := said["data"]; !any && reason == "" {
		reason = said["message"]
	}
	if reason = strings.TrimSpace(strings.Join(strings.Fields(reason), " ")); reason != "" {
		return trade.Errorf(trade.BadInput, "UN Comtrade gave no data but said: %s", quote([]byte(reason))).At(a.path, 0).
			WithHint("wait or ask for less, and download it again")
	}
	if _, any := said["data"]; !any {
		return a.bad("the JSON has no list of records named data")
	}
	if count, err := strconv.Atoi(said["count"]); err == nil && count != read {
		return a.bad("the answer says that it has %d records, and it has %d", count, read)
	}
	return nil
}

// records reads the list of records, whose opening bracket is read.
func (a *answer) records() error {
	for a.json.More() {
		if err := a.ctx.Err(); err != nil {
			return err
		}
		a.number++
		if err := a.record(); err != nil {
			return err
		}
		if err := a.each(a.number, a.names, a.values); err != nil {
			return err
		}
	}
	if _, err := a.json.Token(); err != nil {
		return a.damage(err)
	}
	return nil
}

// record reads one record.
func (a *answer) record() error {
	start, err := a.json.Token()
	if err != nil {
		return a.damage(err)
	}
	if start != json.Delim('{') {
		return a.bad("a record is no object")
	}
	a.names, a.values = a.names[:0], a.values[:0]
	for a.json.More() {
		name, err := a.json.Token()
		if err != nil {
			return a.damage(err)
		}
		value, err := a.json.Token()
		if err != nil {
			return a.damage(err)
		}
		text, ok := plain(value)
		if !ok {
			return a.bad("the field %q is neither text nor a number", name)
		}
		a.names, a.values = append(a.names, name.(string)), append(a.values, text)
	}
	if _, err := a.json.Token(); err != nil {
		return a.damage(err)
	}
	return nil
}

// plain is a value as a table would have it.
func plain(value json.Token) ([]byte, bool) {
	switch v := value.(type) {
	case nil:
		return nil, true
	case string:
		return []byte(v), true
	case json.Number:
		return []byte(v), true
	case bool:
		return strconv.AppendBool(nil, v), true
	}
	return nil, false
}

// end refuses what follows the document.
func (a *answer) end() error {
	if _, err := a.json.Token(); !errors.Is(err, io.EOF) {
		return a.bad("something follows the end of the JSON")
	}
	return nil
}
