package rates

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// most is how large a table of rates may be: 25 years of daily rates of 40
// currencies are one hundredth of it.
const most = 64 << 20

// records is a table of rates in memory.
type records struct {
	file   source.File
	where  string // the file, and the member in it
	header tabular.Header
	rows   [][]string
	lines  []int
	mark   byte // the decimal mark
}

// read opens a file and cuts the table in it into records.
func read(path string) (*records, error) {
	file, err := source.Open(path)
	if err != nil {
		return nil, err
	}
	if err := file.Expect(source.Text, source.Zip); err != nil {
		return nil, err
	}
	r := &records{file: file, where: path, mark: '.'}
	text, err := r.text()
	if err != nil {
		return nil, err
	}
	return r, r.cut(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
}

// text is the table: the file itself, or the only member of a zip.
func (r *records) text() ([]byte, error) {
	if r.file.Content == source.Text {
		file, err := os.Open(r.where)
		if err != nil {
			return nil, source.ReadError(r.where, err)
		}
		defer file.Close()
		return r.all(file)
	}
	archive, err := source.OpenZip(r.where)
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	members := source.Members(&archive.Reader)
	if len(members) != 1 {
		return nil, r.fault(0, "the zip archive holds %d files, not one table of rates", len(members)).
			WithHint("unpack it and import the table")
	}
	member, err := source.OpenMember(r.where, members[0])
	if err != nil {
		return nil, err
	}
	defer member.Close()
	r.where += "/" + members[0].Name
	text, err := r.all(member)
	if err == nil && source.ContentOf(text) != source.Text {
		err = source.File{Path: r.where, Content: source.ContentOf(text)}.Expect(source.Text)
	}
	return text, err
}

func (r *records) all(from io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(from, most+1))
	if err != nil {
		return nil, source.ReadError(r.where, err)
	}
	if len(text) > most {
		return nil, r.fault(0, "the file is too large for a table of rates").WithHint("give eurofxref-hist.csv as the ECB ships it")
	}
	return text, nil
}

// cut takes the names of the columns and the rows. An empty name at the end of
// the line, as the ECB leaves one, is no column.
func (r *records) cut(text []byte) error {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comma, reader.TrimLeadingSpace = separatorOf(line), true
	if reader.Comma != ',' {
		r.mark = ','
	}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return r.csvFault(err)
		}
		line, _ := reader.FieldPos(0)
		r.rows, r.lines = append(r.rows, record), append(r.lines, line)
	}
	if len(r.rows) < 2 {
		return r.fault(0, "the table has no rows").WithHint("download it again")
	}
	r.header, r.rows, r.lines = r.rows[0], r.rows[1:], r.lines[1:]
	if last := len(r.header) - 1; r.header[last] == "" {
		r.header = r.header[:last]
	}
	return r.distinct()
}

// distinct refuses two columns of one name.
func (r *records) distinct() error {
	seen := map[string]bool{}
	for _, name := range r.header {
		if seen[name] {
			return r.fault(1, "two columns are named %q", name).WithHint("leave one of them out")
		}
		seen[name] = true
	}
	return nil
}

func (r *records) csvFault(err error) error {
	var parse *csv.ParseError
	if !errors.As(err, &parse) {
		return source.ReadError(r.where, err)
	}
	reason := "a quotation mark is out of place or not closed"
	if errors.Is(err, csv.ErrFieldCount) {
		reason = "the line has more or fewer fields than the first one"
	}
	return r.fault(parse.Line, "%s", reason).WithHint("the file may be cut: download it again")
}

func (r *records) fault(line int, format string, args ...any) *trade.Error {
	return trade.Errorf(trade.BadInput, "%s", fmt.Sprintf(format, args...)).At(r.where, line)
}
