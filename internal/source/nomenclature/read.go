package nomenclature

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
	"golang.org/x/text/encoding/charmap"
)

// table is a file as entries, before it is known which nomenclature they are of.
type table struct {
	path    string
	file    trade.SourceFile
	release string
	name    string // the end of the list's name, empty for the reference table itself
	origin  trade.Origin
	n       trade.Nomenclature // empty: to be found out
	entries []entry
	above   int // lines of names or version
}

// entry is one row. fault says why it cannot be read, format that it is left out by
// the format's own rule.
type entry struct {
	line                             int
	text                             string
	code, parent                     string
	english, russian, validFrom, end string
	fault, format                    string
}

// readTable reads the whole file.
func readTable(ctx context.Context, file source.File) (*table, error) {
	if err := file.Expect(source.Text, source.Gzip, source.JSON); err != nil {
		return nil, err
	}
	text, err := file.Unpack(ctx)
	if err != nil {
		return nil, err
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	t := &table{path: file.Path}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	line = bytes.TrimRight(line, "\r")
	switch m := taxHeader.FindSubmatch(line); {
	case m != nil:
		t.release = string(m[1])
		err = t.readTax(text)
	case file.Content == source.JSON:
		err = t.readJSON(text)
	default:
		err = t.readCSV(text)
	}
	if err == nil && len(t.entries) == 0 {
		err = trade.Errorf(trade.BadInput, "the table has no rows").At(file.Path, t.above).WithHint("download it again")
	}
	return t, err
}

// readCSV reads a table with names of columns.
func (t *table) readCSV(text []byte) error {
	reader := csv.NewReader(bytes.NewReader(text))
	reader.FieldsPerRecord = -1
	names, err := reader.Read()
	if err != nil {
		return t.broken(err)
	}
	l := layoutOf(names)
	if l == nil {
		return trade.Errorf(trade.BadInput, "the columns are those of no nomenclature: %s", source.FirstLine(text)).
			At(t.path, 1).WithHint("head the columns with code and description")
	}
	t.above, t.name, t.origin = 1, l.name, l.publisher
	if l.tnved {
		t.n = trade.TNVED
	}
	column := columnsOf(names)
	for {
		fields, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return t.broken(err)
		}
		line, _ := reader.FieldPos(0)
		e := entry{line: line, text: strings.Join(fields, ",")}
		if len(fields) != len(names) {
			e.fault = "the row has " + strconv.Itoa(len(fields)) + " fields, not " + strconv.Itoa(len(names))
		} else {
			l.fill(&e, func(name string) string { return fields[column[name]] })
		}
		t.entries = append(t.entries, e)
	}
}

func (t *table) broken(err error) error {
	line := 0
	if e, ok := errors.AsType[*csv.ParseError](err); ok {
		line = e.Line
	}
	return trade.Errorf(trade.BadInput, "the quotation marks of the table do not match (%w)", err).At(t.path, line).
		WithHint("give the table as its publisher ships it")
}

func columnsOf(names []string) map[string]int {
	columns := map[string]int{}
	for i, n := range names {
		columns[strings.ToLower(strings.TrimSpace(n))] = i
	}
	return columns
}

// fill reads the fields of a row. at must only be asked for columns the layout
// needs.
func (l *layout) fill(e *entry, at func(name string) string) {
	for _, name := range l.code {
		e.code += at(name)
	}
	read := func(name string) string {
		if name == "" {
			return ""
		}
		return strings.Join(strings.Fields(at(name)), " ")
	}
	e.parent, e.english, e.russian = read(l.parent), read(l.english), read(l.russian)
	e.dates(read(l.from), read(l.to))
	e.code = blanks.Replace(e.code)
	e.english = strings.TrimPrefix(e.english, e.code+" - ")
	if cyrillic(e.english) {
		e.english, e.russian = "", e.english
	}
}

// blanks are put between the digits of a code for reading.
var blanks = strings.NewReplacer(" ", "", "\u00a0", "")

func cyrillic(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r >= 'А' && r <= 'я' || r == 'ё' || r == 'Ё' })
}

// dates reads a span of validity, 01.01.2022 and an open end.
func (e *entry) dates(from, to string) {
	for _, d := range []struct {
		text string
		into *string
	}{{from, &e.validFrom}, {to, &e.end}} {
		if d.text == "" {
			continue
		}
		if len(d.text) != 10 || d.text[2] != '.' || d.text[5] != '.' || strings.Trim(d.text, "0123456789.") != "" {
			e.fault = strconv.Quote(d.text) + " is not a date such as 01.01.2022"
			return
		}
		*d.into = d.text[6:] + "-" + d.text[3:5] + "-" + d.text[:2]
	}
}

// readTax reads TNVED1 to TNVED4 of the tax service: code, which for chapters stands
// behind their section and below them in two or three parts, name, for sections and
// chapters also notes, the span of validity.
func (t *table) readTax(text []byte) error {
	words, err := charmap.CodePage866.NewDecoder().Bytes(text)
	if err != nil {
		return trade.Errorf(trade.BadInput, "the file is not text in CP866 (%w)", err).At(t.path, 0).WithHint("give the file as the tax service ships it")
	}
	t.n, t.origin, t.above = trade.TNVED, taxService, 1
	lines := strings.Split(strings.TrimRight(string(words), "\r\n"), "\n")
	if len(lines) < 2 {
		return nil
	}
	kind := taxKindOf(strings.Split(strings.TrimRight(lines[1], "\r"), "|"))
	if kind == nil {
		return trade.Errorf(trade.BadInput, "the lines are neither of sections, chapters, headings nor codes").At(t.path, 2).
			WithHint("give TNVED1, TNVED2, TNVED3 or TNVED4 as the tax service ships them")
	}
	t.name = kind.name
	for i, line := range lines[1:] {
		line = strings.TrimRight(line, "\r")
		e := entry{line: i + 2, text: line}
		if fields := strings.Split(line, "|"); line == "" {
			e.format = "empty line"
		} else if len(fields) != kind.fields {
			e.fault = "the line has " + strconv.Itoa(len(fields)-1) + " fields, not " + strconv.Itoa(kind.fields-1)
		} else {
			kind.fill(&e, fields)
		}
		t.entries = append(t.entries, e)
	}
	return nil
}

// taxKind is one of the tax service's files. The lines end with the separator, so
// that fields counts one more.
type taxKind struct {
	name   string
	fields int
	fill   func(e *entry, f []string)
}

var taxKinds = [...]taxKind{
	{"sections", 6, func(e *entry, f []string) {
		e.code, e.russian = roman(f[0]), clean(f[1])
		e.dates(f[3], f[4])
	}},
	{"chapters", 7, func(e *entry, f []string) {
		e.parent, e.code, e.russian = roman(f[0]), f[1], clean(f[2])
		e.dates(f[4], f[5])
	}},
	{"headings", 6, func(e *entry, f []string) {
		e.parent, e.code, e.russian = f[0], f[0]+f[1], clean(f[2])
		e.dates(f[3], f[4])
	}},
	{"codes", 7, func(e *entry, f []string) {
		e.parent, e.code, e.russian = f[0]+f[1], f[0]+f[1]+f[2], strings.TrimLeft(clean(f[3]), "-–— ")
		e.dates(f[4], f[5])
	}},
}

func clean(text string) string { return strings.Join(strings.Fields(text), " ") }

// taxKindOf tells the files apart by the number of fields and by which of them are
// numbers.
func taxKindOf(fields []string) *taxKind {
	number := func(i, digits int) bool {
		return len(fields[i]) == digits && strings.Trim(fields[i], "0123456789") == ""
	}
	switch {
	case len(fields) == 7 && number(2, 6):
		return &taxKinds[3]
	case len(fields) == 7:
		return &taxKinds[1]
	case len(fields) == 6 && number(1, 2):
		return &taxKinds[2]
	case len(fields) == 6:
		return &taxKinds[0]
	}
	return nil
}

// romans are the sections of the Harmonised System, and the 22nd that the tax
// service has had since 2018 for goods of a championship.
var romans = [...]string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX", "XXI", "XXII"}

// roman writes the number of a section as the Harmonised System does, so that it is
// no chapter.
func roman(number string) string {
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(romans) {
		return ""
	}
	return romans[n-1]
}

// comtradeReference is a reference table of Comtrade in JSON.
type comtradeReference struct {
	Results []struct {
		ID     string `json:"id"`
		Text   string `json:"text"`
		Parent string `json:"parent"`
	} `json:"results"`
}

// jsonReference tells whether a JSON text begins like one.
func jsonReference(head []byte) bool {
	return bytes.Contains(head, []byte(`"results"`)) && bytes.Contains(head, []byte(`"isLeaf"`)) && bytes.Contains(head, []byte(`"parent"`))
}

func (t *table) readJSON(text []byte) error {
	var r comtradeReference
	if err := json.Unmarshal(text, &r); err != nil {
		return trade.Errorf(trade.BadInput, "the JSON is damaged (%w)", err).At(t.path, 0).WithHint("download it again")
	}
	l := &layouts[0]
	t.origin = l.publisher
	for i, row := range r.Results {
		e := entry{line: i + 1, text: row.ID + " " + row.Text}
		l.fill(&e, func(name string) string {
			return map[string]string{"id": row.ID, "text": row.Text, "parent": row.Parent}[name]
		})
		t.entries = append(t.entries, e)
	}
	return nil
}

// isCode tells whether a text is a code of some nomenclature: a section, or digits,
// in SITC with a letter at the end.
func isCode(text string) bool {
	return slices.Contains(romans[:], text) ||
		len(text) >= 1 && len(text) <= 10 && text[0] >= '0' && text[0] <= '9' && strings.Trim(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}
