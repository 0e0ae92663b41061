package tabular

import (
	"context"
	"errors"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/oborot/oborot/trade"
	"github.com/xuri/excelize/v2"
)

// workbook is a table on a sheet of an Excel workbook. Numbers are read as they
// are stored, whatever their format shows; dates become 2021-03-31. Rows without
// anything above the names are passed over.
func (p place) workbook(ctx context.Context, o Options) (Table, error) {
	t := Table{Where: p.where, Name: p.name, Header: Header(o.Columns), Mark: '.'}
	above, number := o.Skip, 0
	var days dayColumns
	err := p.sheetRows(ctx, o, func(s *sheet, fields []string) error {
		number++
		switch {
		case number <= o.Skip, blankRow(fields):
		case t.Header == nil:
			t.Header, above = Header(slices.Clone(fields)), number
		case len(t.First) < firstRows:
			row := fitted(fields, len(t.Header))
			t.First = append(t.First, row)
			days.note(row, s, number)
		default:
			return errEnough
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return Table{}, err
	}
	if t.Header == nil {
		return Table{}, noNames(p.where, o.Skip)
	}
	for _, row := range t.First {
		for i := range row {
			row[i] = days.text(row[i], i)
		}
	}
	t.open = func(context.Context) (rows, error) {
		return &records{read: func(ctx context.Context, each func(int, [][]byte) error) error {
			return p.eachSheetRow(ctx, o, above, len(t.Header), days, each)
		}}, nil
	}
	return t, nil
}

func blankRow(fields []string) bool { return strings.Join(fields, "") == "" }

var errEnough = errors.New("enough rows were read")

// eachSheetRow reads the rows below the names. The number is that of the row on
// the sheet. Rows without anything are left out, as blank lines are.
func (p place) eachSheetRow(ctx context.Context, o Options, above, columns int, days dayColumns, each func(int, [][]byte) error) error {
	number := 0
	return p.sheetRows(ctx, o, func(_ *sheet, fields []string) error {
		number++
		if number <= above || blankRow(fields) {
			return nil
		}
		row := make([][]byte, 0, columns)
		for i, f := range fitted(fields, columns) {
			row = append(row, []byte(days.text(f, i)))
		}
		return each(number, row)
	})
}

// fitted gives a row as many fields as there are columns: a sheet does not store
// all empty cells at the end, nor only those of the table.
func fitted(fields []string, columns int) []string {
	row := slices.Clone(fields)
	for len(row) < columns {
		row = append(row, "")
	}
	for len(row) > columns && row[len(row)-1] == "" {
		row = row[:len(row)-1]
	}
	return row
}

// sheet is a sheet that is being read.
type sheet struct {
	book *excelize.File
	name string
}

// sheetRows calls f for each row of the sheet.
func (p place) sheetRows(ctx context.Context, o Options, f func(*sheet, []string) error) error {
	input, _, closing, err := p.random()
	if err != nil {
		return err
	}
	defer closing()
	book, err := excelize.OpenReader(input)
	if err != nil {
		return trade.Errorf(trade.BadInput, "the workbook cannot be read: %w", err).At(p.where, 0).
			WithHint("open it in Excel and save it again as xlsx, without a password")
	}
	defer book.Close()
	name, err := sheetOf(book, o.Sheet, p.where)
	if err != nil {
		return err
	}
	rows, err := book.Rows(name)
	if err != nil {
		return p.sheetError(name, err)
	}
	defer rows.Close()
	for rows.Next() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		fields, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return p.sheetError(name, err)
		}
		if err := f(&sheet{book, name}, fields); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return p.sheetError(name, err)
	}
	return nil
}

func (p place) sheetError(name string, err error) error {
	return trade.Errorf(trade.BadInput, "the sheet %s cannot be read: %w", name, err).At(p.where, 0).WithHint("save the workbook again")
}

func sheetOf(book *excelize.File, name, where string) (string, error) {
	all := book.GetSheetList()
	if len(all) == 0 {
		return "", trade.Errorf(trade.BadInput, "the workbook has no sheets").At(where, 0).WithHint("save it again in Excel")
	}
	if name == "" {
		return all[0], nil
	}
	if slices.Contains(all, name) {
		return name, nil
	}
	return "", trade.Errorf(trade.Usage, "the workbook has no sheet %q", name).At(where, 0).
		WithHint("its sheets are %s", strings.Join(all, ", "))
}

// dayColumns are the columns whose numbers are days: all numbers among the first
// rows have a format of dates.
type dayColumns struct {
	days, numbers []bool
	from1904      bool // days are counted as on old Macintoshes
}

// note looks at the cells of one of the first rows.
func (d *dayColumns) note(row []string, s *sheet, number int) {
	if d.days == nil {
		d.days, d.numbers = make([]bool, len(row)), make([]bool, len(row))
		if props, err := s.book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
			d.from1904 = *props.Date1904
		}
	}
	for i, field := range row {
		if _, err := strconv.ParseFloat(field, 64); err != nil || i >= len(d.days) || d.numbers[i] {
			continue
		}
		day := false
		if cell, err := excelize.CoordinatesToCellName(i+1, number); err == nil {
			style, err := s.book.GetCellStyle(s.name, cell)
			day = err == nil && isDate(s.book, style)
		}
		d.days[i], d.numbers[i] = day, !day
	}
}

// isDate tells whether a style shows a number as a day: the formats 14 to 17 and
// 22 of Excel, or one of the person's own with years in it.
func isDate(f *excelize.File, style int) bool {
	s, err := f.GetStyle(style)
	if err != nil || s == nil {
		return false
	}
	if s.CustomNumFmt != nil {
		return strings.Contains(strings.ToLower(quotedInFormat.ReplaceAllString(*s.CustomNumFmt, "")), "y")
	}
	return s.NumFmt >= 14 && s.NumFmt <= 17 || s.NumFmt == 22
}

// quotedInFormat is what a format writes as it stands: text, a colour or currency.
var quotedInFormat = regexp.MustCompile(`"[^"]*"|\[[^\]]*\]|\\.`)

// The days that are taken for such: from 1927 on, so that a year written as a
// number amid dates stays one, to 2173.
const (
	firstDay = 10_000
	lastDay  = 100_000
)

// text returns the day of a serial number in a column of days, else the field as it
// is.
func (d *dayColumns) text(field string, column int) string {
	if column >= len(d.days) || !d.days[column] {
		return field
	}
	serial, err := strconv.ParseFloat(field, 64)
	if err != nil || serial < firstDay || serial > lastDay {
		return field
	}
	begin := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if d.from1904 {
		begin = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return begin.AddDate(0, 0, int(math.Floor(serial))).Format(time.DateOnly)
}
