package tabular

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"hash"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// separated is a table of separated text.
func (p place) separated(o Options) (Table, error) {
	head, charset, marked, err := p.textHead(o.Charset)
	if err != nil {
		return Table{}, err
	}
	if head = belowLines(head, o.Skip); len(head) == 0 {
		return Table{}, noNames(p.where, o.Skip)
	}
	separator := cmp.Or(o.Separator, separatorOf(head))
	t := Table{Where: p.where, Name: p.name, Header: Header(o.Columns), size: p.size}
	skip := o.Skip
	if o.Columns == nil {
		size := 0
		if t.Header, size, err = names(head, separator, p.where, skip+1); err != nil {
			return Table{}, err
		}
		skip += bytes.Count(head[:size], []byte("\n"))
		head = head[size:]
	}
	if p.content == source.Gzip {
		t.size = 0
	}
	t.First = first(head, separator, len(t.Header))
	if t.Mark = decimalMark(t.First); separator == ',' && onlyThousands(t.First) {
		t.Mark = '.'
	}
	text := func() (*textRows, error) {
		s, err := p.stream()
		if err != nil {
			return nil, err
		}
		r := &textRows{input: s, closing: s.Close, where: p.where, separator: separator, charset: charset, skip: skip, size: pieceBytes}
		if marked && skip == 0 {
			r.mark = len(byteOrderMark)
		}
		return r, nil
	}
	t.open = func(context.Context) (rows, error) { return text() }
	if p.path != "" && p.content == source.Text {
		t.hashed = func() (rows, hash.Hash, error) {
			r, err := text()
			if err != nil {
				return nil, nil, err
			}
			sum := sha256.New()
			r.input = io.TeeReader(r.input, sum)
			return r, sum, nil
		}
	}
	return t, nil
}

// textHead returns the beginning of a text in UTF-8, without a byte order mark, and
// with a line feed at its end where it is all there is. charset is that of the
// person or the one that was found, empty if neither.
func (p place) textHead(charset string) (head []byte, found string, marked bool, err error) {
	if head, err = p.head(headBytes); err != nil {
		return nil, "", false, err
	}
	if content := source.ContentOf(head); content != source.Text {
		return nil, "", false, source.File{Path: p.where, Content: content}.Expect(source.Text)
	}
	whole := len(head) < headBytes
	head, marked = bytes.CutPrefix(head, []byte(byteOrderMark))
	if !whole {
		head = wholeLetters(head)
	}
	if !utf8.Valid(head) {
		head, charset = decoded(head, charset)
	}
	if bare := bytes.IndexByte(head, '\n') < 0; whole || bare {
		head = append(head, '\n')
	}
	if macLines(head) {
		return nil, "", false, trade.Errorf(trade.BadInput, "the lines end with a carriage return alone, as on old Macintoshes").At(p.where, 1).
			WithHint("write them with line feeds: tr '\\r' '\\n' < FILE > NEW")
	}
	return head, charset, marked, nil
}

// macLines tells whether carriage returns without line feeds end the lines: the
// first line holds some amid its text.
func macLines(head []byte) bool {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	return bytes.IndexByte(bytes.TrimRight(line, "\r"), '\r') >= 0
}

const byteOrderMark = "\xef\xbb\xbf"

func noNames(where string, skipped int) error {
	err := trade.Errorf(trade.BadInput, "the file ends before its line of column names").At(where, skipped+1)
	return err.WithHint("download the file again, or name a smaller number of lines to skip")
}

// names reads the line of names that text begins with; size is its length. A name in
// quotes may hold line feeds.
func names(text []byte, separator byte, where string, number int) (header Header, size int, err error) {
	s := splitter{separator: separator}
	size, problem := s.next(text)
	if problem != "" {
		return nil, 0, trade.Errorf(trade.BadInput, "the line of column names cannot be read: %s", problem).At(where, number).
			WithHint("look at the first line of the file")
	}
	if s.blankLine() {
		return nil, 0, trade.Errorf(trade.BadInput, "the line of column names is empty").At(where, number).
			WithHint("the first line must name the columns")
	}
	for _, f := range s.all() {
		header = append(header, lineFeeds.Replace(string(f)))
	}
	for len(header) > 1 && header[len(header)-1] == "" {
		header = header[:len(header)-1]
	}
	return header, size, nil
}

// lineFeeds make one line of a name.
var lineFeeds = strings.NewReplacer("\r\n", " ", "\n", " ")

// first reads rows for a format to look at. Those that are not whole are left out.
func first(text []byte, separator byte, columns int) [][]string {
	var rows [][]string
	s := splitter{separator: separator}
	for len(text) > 0 && len(rows) < firstRows {
		size, problem := s.next(text)
		if size == 0 {
			break
		}
		text = text[size:]
		if problem != "" || s.blankLine() || !s.fit(columns) {
			continue
		}
		row := make([]string, columns)
		for i, f := range s.all() {
			row[i] = string(f)
		}
		rows = append(rows, row)
	}
	return rows
}

var (
	withComma = regexp.MustCompile(`^-?\d+,\d+$`)
	withPoint = regexp.MustCompile(`^-?\d+\.\d+$`)
	millions  = regexp.MustCompile(`^-?\d{1,3}(,\d{3}){2,}$`)
	thousand  = regexp.MustCompile(`^-?[1-9]\d{0,2},\d{3}$`)
)

// decimalMark is the comma where fields hold numbers with commas, and none with
// points or with commas between thousands.
func decimalMark(rows [][]string) byte {
	commas := 0
	for _, row := range rows {
		for _, f := range row {
			f = strings.TrimSpace(f)
			if withPoint.MatchString(f) || millions.MatchString(f) {
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

// onlyThousands tells whether every number with a comma may be one of thousands,
// such as 12,345. In text whose fields commas part, that is likelier than three
// decimals everywhere, and a row that cannot be read is better than one read a
// thousand times too small.
func onlyThousands(rows [][]string) bool {
	for _, row := range rows {
		for _, f := range row {
			if withComma.MatchString(f) && !thousand.MatchString(f) {
				return false
			}
		}
	}
	return true
}
