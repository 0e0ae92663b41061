package tabular

import (
	"context"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/oborot/oborot/trade"
	"github.com/xuri/excelize/v2"
)

// workbook is a table on a sheet of an Excel workbook. Numbers are read as they
// are stored, whatever their format shows; dates become 2021-03-31.
func (p place) workbook(_ context.Context, o Options) (Table, error) {
	t := Table{Where: p.where, Name: p.name, Header: Header(o.Columns), Mark: '.'}
	number := 0
	var dates []bool
	err := p.sheetRows(o, nil, func(f *excelize.File, sheet string, fields []string) error {
		number++
		switch {
		case number <= o.Skip:
		case t.Header == nil:
			t.Header = Header(slices.Clone(fields))
		case len(t.First) < firstRows:
			t.First = append(t.First, padded(fields, len(t.Header)))
			dates = noteDates(f, sheet, number, dates, len(t.Header))
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
			row[i] = dateOr(row[i], dates, i)
		}
	}
	above := o.Skip + 1
	if o.Columns != nil {
		above = o.Skip
	}
	t.open = func(context.Context) (rows, error) {
		return &records{read: func(ctx context.Context, each func(int, [][]byte) error) error {
			return p.eachSheetRow(ctx, o, above, len(t.Header), dates, each)
		}}, nil
	}
	return t, nil
}

var errEnough = errors.New("enough rows were read")

// eachSheetRow reads the rows below the names. The number is that of the row on
// the sheet. Rows without anything are left out, as blank lines are.
func (p place) eachSheetRow(ctx context.Context, o Options, above, columns int, dates []bool, each func(int, [][]byte) error) error {
	number := 0
	return p.sheetRows(o, ctx, func(_ *excelize.File, _ string, fields []string) error {
		number++
		if number <= above || strings.Join(fields, "") == "" {
			return nil
		}
		row := make([][]byte, 0, columns)
		for i, f := range padded(fields, columns) {
			row = append(row, []byte(dateOr(f, dates, i)))
		}
		return each(number, row)
	})
}

// padded gives a row as many fields as there are columns: a sheet does not store
// the empty cells at the end.
func padded(fields []string, columns int) []string {
	row := slices.Clone(fields)
	for len(row) < columns {
		row = append(row, "")
	}
	return row
}

// sheetRows calls f for each row of the sheet.
func (p place) sheetRows(o Options, ctx context.Context, f func(*excelize.File, string, []string) error) error {
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
	sheet, err := sheetOf(book, o.Sheet, p.where)
	if err != nil {
		return err
	}
	rows, err := book.Rows(sheet)
	if err != nil {
		return trade.Errorf(trade.BadInput, "the sheet %s cannot be read: %w", sheet, err).At(p.where, 0).WithHint("save the workbook again")
	}
	defer rows.Close()
	for rows.Next() {
		if ctx != nil && ctx.Err() != nil {
			return ctx.Err()
		}
		fields, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return trade.Errorf(trade.BadInput, "the sheet %s cannot be read: %w", sheet, err).At(p.where, 0).WithHint("save the workbook again")
		}
		if err := f(book, sheet, fields); err != nil {
			return err
		}
	}
	return rows.Error()
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

// noteDates marks the columns whose cells in a row have a format of dates.
func noteDates(f *excelize.File, sheet string, row int, dates []bool, columns int) []bool {
	if dates == nil {
		dates = make([]bool, columns)
	}
	for i := range dates {
		cell, err := excelize.CoordinatesToCellName(i+1, row)
		if err != nil {
			continue
		}
		if style, err := f.GetCellStyle(sheet, cell); err == nil && isDate(f, style) {
			dates[i] = true
		}
	}
	return dates
}

// isDate tells whether a style shows a number as a day: the formats 14 to 17 and
// 22 of Excel, or one of the person's own with years in it.
func isDate(f *excelize.File, style int) bool {
	s, err := f.GetStyle(style)
	if err != nil || s == nil {
		return false
	}
	if s.CustomNumFmt != nil {
		return strings.ContainsAny(strings.ToLower(*s.CustomNumFmt), "y")
	}
	return s.NumFmt >= 14 && s.NumFmt <= 17 || s.NumFmt == 22
}

// dateOr returns the day of a serial number in a column of dates, else the field
// as it is.
func dateOr(field string, dates []bool, column int) string {
	if column >= len(dates) || !dates[column] {
		return field
	}
	serial, err := strconv.ParseFloat(field, 64)
	if err != nil || serial < 1 || serial > 100_000 {
		return field
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(math.Floor(serial))).Format(time.DateOnly)
}
