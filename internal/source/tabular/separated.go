package tabular

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// separated is a table of separated text.
func (p place) separated(o Options) (Table, error) {
	head, err := p.head(headBytes)
	if err != nil {
		return Table{}, err
	}
	if content := source.ContentOf(head); content != source.Text {
		return Table{}, source.File{Path: p.where, Content: content}.Expect(source.Text)
	}
	head, marked := bytes.CutPrefix(head, []byte(byteOrderMark))
	if !utf8.Valid(head[:max(0, len(head)-utf8.UTFMax)]) {
		head = toUTF8(head, o.Charset)
	}
	all := lines(head, o.Skip+1+firstRows)
	if len(all) <= o.Skip {
		return Table{}, noNames(p.where, o.Skip)
	}
	separator := o.Separator
	if separator == 0 {
		separator = separatorOf(all[o.Skip])
	}
	t := Table{Where: p.where, Name: p.name, Header: Header(o.Columns), Mark: '.', size: p.size}
	skip := o.Skip
	if o.Columns == nil {
		if t.Header, err = names(all[skip], separator, p.where, skip+1); err != nil {
			return Table{}, err
		}
		skip++
	}
	if p.content == source.Gzip {
		t.size = 0
	}
	t.First = first(all[skip:], separator, len(t.Header))
	t.Mark = decimalMark(t.First)
	t.open = func(context.Context) (rows, error) {
		s, err := p.stream()
		if err != nil {
			return nil, err
		}
		r := &textRows{input: s, closing: s.Close, where: p.where, separator: separator, charset: o.Charset, skip: skip, size: pieceBytes}
		if marked && skip == 0 {
			r.mark = len(byteOrderMark)
		}
		return r, nil
	}
	return t, nil
}

const byteOrderMark = "\xef\xbb\xbf"

func noNames(where string, skipped int) error {
	err := trade.Errorf(trade.BadInput, "the file ends before its line of column names").At(where, skipped+1)
	return err.WithHint("download the file again, or name a smaller number of lines to skip")
}

// names reads the line of names.
func names(line []byte, separator byte, where string, number int) (Header, error) {
	if bytes.IndexByte(bytes.TrimRight(line, "\r\n"), '\r') >= 0 {
		return nil, trade.Errorf(trade.BadInput, "the lines end with a carriage return alone, as on old Macintoshes").At(where, number).
			WithHint("write them with line feeds: tr '\\r' '\\n' < FILE > NEW")
	}
	s := splitter{separator: separator}
	if _, problem := s.next(line); problem != "" {
		return nil, trade.Errorf(trade.BadInput, "the line of column names cannot be read: %s", problem).At(where, number).
			WithHint("look at the first line of the file")
	}
	if s.blankLine() {
		return nil, trade.Errorf(trade.BadInput, "the line of column names is empty").At(where, number).
			WithHint("the first line must name the columns")
	}
	var header Header
	for _, f := range s.fields {
		header = append(header, string(f))
	}
	for len(header) > 1 && header[len(header)-1] == "" {
		header = header[:len(header)-1]
	}
	return header, nil
}

// first reads rows for a format to look at. Those that are not whole are left out.
func first(all [][]byte, separator byte, columns int) [][]string {
	var rows [][]string
	s := splitter{separator: separator}
	for _, line := range all {
		if _, problem := s.next(line); problem != "" || !s.fit(columns) {
			continue
		}
		row := make([]string, columns)
		for i, f := range s.fields {
			row[i] = string(f)
		}
		rows = append(rows, row)
	}
	return rows
}

var (
	withComma = regexp.MustCompile(`^-?\d+,\d+$`)
	withPoint = regexp.MustCompile(`^-?\d+\.\d+$`)
)

// decimalMark is the comma where fields hold numbers with commas and none with
// points.
func decimalMark(rows [][]string) byte {
	commas := 0
	for _, row := range rows {
		for _, f := range row {
			f = strings.TrimSpace(f)
			if withPoint.MatchString(f) {
				return '.'
			}
			if withComma.MatchString(f) {
				commas++
			}
		}
	}
	if commas == 0 {
		return '.'
	}
	return ','
}
