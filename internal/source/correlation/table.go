package correlation

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
	"github.com/xuri/excelize/v2"
)

// table is a file cut into rows.
type table struct {
	path    string
	file    trade.SourceFile
	layout  layout
	above   int // rows above the names of columns, and the names
	columns int // of a text, beyond which a row has nothing; 0 in a workbook, where remarks may stand
	rows    []record
	skipped int64 // rows of steps that are not read
}

// record is one row of a file.
type record struct {
	line   int
	fields []string
	step   step // empty: of a step that is not read
}

// readTable reads the whole file.
func readTable(ctx context.Context, file source.File) (*table, error) {
	if err := file.Expect(source.Text, source.Gzip, source.Workbook); err != nil {
		return nil, err
	}
	sheets, err := sheetsOf(ctx, file)
	if err != nil {
		return nil, err
	}
	for _, rows := range sheets {
		// The names of columns may stand below a title and remarks.
		for i, r := range rows[:min(len(rows), 15)] {
			if l, ok := layoutOf(r.fields); ok {
				t := &table{path: file.Path, layout: l, above: i + 1, rows: rows[i+1:]}
				if file.Content != source.Workbook {
					t.columns = len(r.fields)
				}
				return t, t.check()
			}
		}
	}
	return nil, trade.Errorf(trade.BadInput, "no line names two nomenclatures, such as HS 2017 and HS 2012, or H4 and H5").
		At(file.Path, 1).WithHint("head the columns of codes with the names of their nomenclatures")
}

func (t *table) check() error {
	if len(t.rows) == 0 {
		return trade.Errorf(trade.BadInput, "the table has no rows").At(t.path, t.above).WithHint("download it again")
	}
	return nil
}

// sheetsOf returns the rows of the sheets of a workbook, or those of a text as one.
func sheetsOf(ctx context.Context, file source.File) ([][]record, error) {
	if file.Content == source.Workbook {
		return workbook(file.Path)
	}
	text, err := file.Unpack(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := textRows(file.Path, text)
	return [][]record{rows}, err
}

func textRows(path string, text []byte) ([]record, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	line, _, _ := bytes.Cut(text, []byte("\n"))
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comma, reader.FieldsPerRecord, reader.TrimLeadingSpace = separatorOf(string(line)), -1, true
	var rows []record
	for {
		fields, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			at := 0
			if broken, ok := errors.AsType[*csv.ParseError](err); ok {
				at = broken.Line
			}
			return nil, trade.Errorf(trade.BadInput, "the quotation marks of the table do not match (%w)", err).At(path, at).
				WithHint("give the table as its publisher ships it")
		}
		at, _ := reader.FieldPos(0)
		rows = append(rows, record{line: at, fields: fields})
	}
}

func workbook(path string) (sheets [][]record, err error) {
	book, err := excelize.OpenFile(path)
	if err != nil {
		return nil, trade.Errorf(trade.BadInput, "the workbook is damaged (%w)", err).At(path, 0).WithHint("download it again")
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	for _, name := range book.GetSheetList() {
		cells, err := book.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, trade.Errorf(trade.BadInput, "the sheet %s cannot be read (%w)", name, err).At(path, 0).WithHint("download it again")
		}
		var rows []record
		for i, fields := range cells {
			if len(fields) > 0 {
				rows = append(rows, record{line: i + 1, fields: fields})
			}
		}
		sheets = append(sheets, rows)
	}
	return sheets, nil
}

// stepsHeld lists the steps of the table in the order of their codes, and counts
// the rows that belong to none of them.
func (t *table) stepsHeld() []step {
	known := map[string]step{} // by the words of the column adjustment
	var steps []step
	for i := range t.rows {
		words := t.rows[i].at(t.layout.steps)
		s, met := known[words]
		if !met {
			s = t.stepOf(words)
			known[words] = s
		}
		t.rows[i].step = s
		switch {
		case s.from == "":
			t.skipped++
		case !slices.Contains(steps, s):
			steps = append(steps, s)
		}
	}
	slices.SortFunc(steps, func(a, b step) int { return strings.Compare(a.name(false), b.name(false)) })
	return steps
}

// stepOf returns the step that words such as "2017 to 2012" name, or that of the
// whole table; without weights the older nomenclature comes first. It is empty for
// a step that is not read.
func (t *table) stepOf(words string) step {
	s := step{t.layout.from, t.layout.to}
	if t.layout.steps >= 0 {
		newer, older, _ := strings.Cut(words, " to ")
		n, err := trade.ParseNomenclature("HS" + strings.TrimSpace(newer))
		o, other := trade.ParseNomenclature("HS" + strings.TrimSpace(older))
		if err != nil || other != nil {
			return step{}
		}
		s = step{n, o}
	}
	if t.layout.weight < 0 && s.from > s.to {
		s.from, s.to = s.to, s.from
	}
	return s
}

// turned tells whether the rows of a step have its second nomenclature on the left.
func (t *table) turned(s step) bool {
	if t.layout.steps >= 0 {
		return true
	}
	return t.layout.from != s.from
}

func (r record) at(column int) string {
	if column < 0 || column >= len(r.fields) {
		return ""
	}
	return strings.TrimSpace(r.fields[column])
}

// list reads the rows of one step.
func (t *table) list(s step) (trade.List, *source.ListRows) {
	account := source.NewListRows(t.path, t.file)
	for range t.above {
		account.Format("header")
	}
	b := builder{table: t, step: s, account: account, seen: map[[2]string]float64{}}
	for _, r := range t.rows {
		b.take(r)
	}
	names, _ := trade.ListColumns(trade.Correlations)
	columns := make([]trade.ListColumn, len(names))
	for i, name := range names {
		columns[i] = trade.ListColumn{Name: name, Text: b.text[i]}
	}
	columns[len(columns)-1] = trade.ListColumn{Name: names[len(names)-1], Numbers: b.weights}
	return trade.List{Table: trade.Correlations, Columns: columns}, account
}

// builder collects the columns of one list.
type builder struct {
	table   *table
	step    step
	account *source.ListRows
	text    [6][]string
	weights []float64
	seen    map[[2]string]float64
}

// notSaid is the weight of a pair for which the table has none.
const notSaid = -1

// take stores a row, counts it as one of the format's own, or sets it aside.
func (b *builder) take(r record) {
	t := b.table
	if empty(r) {
		b.account.Format("empty line")
		return
	}
	if r.step != b.step {
		if r.step.from == "" {
			b.account.Format("step to SITC")
		} else {
			b.account.Format("other step")
		}
		return
	}
	from, to := t.layout.left, t.layout.right
	relation := r.at(t.layout.relation)
	if t.turned(b.step) {
		from, to, relation = to, from, turnedRelation(relation)
	}
	left, right, why := code(r.at(from), b.step.from), code(r.at(to), b.step.to), ""
	weight, ok := weightOf(r, t.layout.weight)
	switch {
	case t.columns > 0 && len(r.fields) > t.columns:
		why = fmt.Sprintf("the row has %d fields, not %d", len(r.fields), t.columns)
	case left == "":
		why = strconv.Quote(r.at(from)) + " is not a code of " + string(b.step.from)
	case right == "":
		why = strconv.Quote(r.at(to)) + " is not a code of " + string(b.step.to)
	case !ok:
		why = strconv.Quote(r.at(t.layout.weight)) + " is not a weight: a share from 0 to 1"
	}
	if why != "" {
		b.account.SetAside(r.line, strings.Join(r.fields, ","), why)
		return
	}
	b.store(r, [2]string{left, right}, relation, weight)
}

func (b *builder) store(r record, pair [2]string, relation string, weight float64) {
	if held, any := b.seen[pair]; any {
		if held == weight {
			b.account.Format("duplicate")
		} else {
			b.account.SetAside(r.line, strings.Join(r.fields, ","), "the pair stands in the table before, with another weight")
		}
		return
	}
	b.seen[pair] = weight
	for i, word := range []string{string(b.step.from), string(b.step.to), pair[0], pair[1], relation} {
		b.text[i] = append(b.text[i], word)
	}
	b.weights = append(b.weights, weight)
	b.account.Store()
}

func empty(r record) bool { return strings.TrimSpace(strings.Join(r.fields, "")) == "" }

// turnedRelation reads a relationship from the other side: n:1 is 1:n.
func turnedRelation(relation string) string {
	if left, right, ok := strings.Cut(relation, ":"); ok {
		return right + ":" + left
	}
	return relation
}

// percent is the largest weight: a share, or one in percent.
const percent = 100

// weightOf reads the weight of a row, notSaid where the table has no column of
// weights.
func weightOf(r record, column int) (float64, bool) {
	if column < 0 {
		return notSaid, true
	}
	w, err := strconv.ParseFloat(r.at(column), 64)
	return w, err == nil && w >= 0 && w <= percent
}

// blanks are signs that people put between the digits of a code.
var blanks = strings.NewReplacer(" ", "", ".", "", "\u00a0", "")

// code reads a code and gives back the leading zeros that a spreadsheet has eaten:
// six digits in the Harmonised System, at least four in SITC. It is empty for
// anything else.
func code(text string, n trade.Nomenclature) string {
	text = blanks.Replace(text)
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return ""
	}
	least, most := 5, 6
	length := 6
	if !n.Harmonised() {
		least, most, length = 1, 5, 4
	}
	if len(text) < least || len(text) > most {
		return ""
	}
	return strings.Repeat("0", max(0, length-len(text))) + text
}
