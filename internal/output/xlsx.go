package output

import (
	"errors"
	"fmt"
	"io"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
	"github.com/xuri/excelize/v2"
)

// The sheets of a workbook, and the rows that Excel holds.
const (
	dataSheet   = "data"
	sourceSheet = "source"
	excelRows   = 1_048_576
)

// writeXLSX writes a workbook of two sheets: the rows as unrounded numbers in
// Excel's own formats, and where they come from.
func writeXLSX(w io.Writer, r *analysis.Result, o Options) (err error) {
	if len(r.Rows) >= excelRows {
		return trade.Errorf(trade.Usage, "the answer has %d rows and a sheet of Excel holds %d", len(r.Rows), excelRows-1).
			WithHint("use --format csv or --format parquet, or ask for less")
	}
	book := excelize.NewFile()
	defer func() { err = errors.Join(err, book.Close()) }()
	if err := book.SetSheetName("Sheet1", dataSheet); err != nil {
		return err
	}
	if _, err := book.NewSheet(sourceSheet); err != nil {
		return err
	}
	if err := fillData(book, r, o.Language); err != nil {
		return err
	}
	if err := fillSources(book, r, o.Language); err != nil {
		return err
	}
	return book.Write(w)
}

func fillData(book *excelize.File, r *analysis.Result, l trade.Language) error {
	sheet, err := book.NewStreamWriter(dataSheet)
	if err != nil {
		return err
	}
	styles, err := cellStyles(book, r.Fields)
	if err != nil {
		return err
	}
	if err := shapeSheet(sheet, r.Fields); err != nil {
		return err
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true}})
	if err != nil {
		return err
	}
	paint := painter{language: l, mass: massUnits[len(massUnits)-1]}
	heading := make([]any, len(r.Fields))
	for i, f := range r.Fields {
		heading[i] = excelize.Cell{StyleID: bold, Value: paint.heading(f)}
	}
	if err := sheet.SetRow("A1", heading); err != nil {
		return err
	}
	for i, row := range r.Rows {
		cells := make([]any, len(row))
		for j, c := range row {
			cells[j] = excelize.Cell{StyleID: styles[j], Value: excelValue(paint, r.Fields[j], c)}
		}
		if err := sheet.SetRow(fmt.Sprintf("A%d", i+2), cells); err != nil {
			return err
		}
	}
	return sheet.Flush()
}

// shapeSheet gives the columns their widths and keeps the heading in sight.
func shapeSheet(sheet *excelize.StreamWriter, fields []analysis.Field) error {
	for i, f := range fields {
		width := 16.0
		if f.Name == "name" || f.ForPeople {
			width = 48
		}
		if err := sheet.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	return sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// excelValue returns a number where there is one, else the word for people.
func excelValue(p painter, f analysis.Field, c analysis.Cell) any {
	switch {
	case isText(f.Kind):
		return p.text(f.Name, c.Text)
	case f.Kind == analysis.Count:
		return c.Number
	case !valueOf(f.Kind, c).present:
		return p.cell(f, c)
	case isAmount(f.Kind):
		return c.Amount.Float()
	}
	return c.Ratio.Number
}

// cellStyles returns the number format of each column. Excel itself writes the
// decimal mark of the reader's country.
func cellStyles(book *excelize.File, fields []analysis.Field) ([]int, error) {
	styles := make([]int, len(fields))
	for i, f := range fields {
		format := numberFormat(f)
		if format == "" {
			continue
		}
		var err error
		if styles[i], err = book.NewStyle(&excelize.Style{CustomNumFmt: &format}); err != nil {
			return nil, err
		}
	}
	return styles, nil
}

func numberFormat(f analysis.Field) string {
	switch {
	case isAmount(f.Kind):
		return "#,##0"
	case f.Kind == analysis.Fraction && f.Signed:
		return "+0.0%;-0.0%;0.0%"
	case f.Kind == analysis.Fraction:
		return "0.0%"
	case f.Kind == analysis.Points:
		return "+0.0;-0.0;0.0"
	case f.Kind == analysis.Multiple:
		return "0.0"
	case f.Kind == analysis.Index:
		return "0.000"
	}
	return ""
}

// fillSources writes what SourceLines says, then the arguments and the files
// with their hashes.
func fillSources(book *excelize.File, r *analysis.Result, l trade.Language) error {
	lines := [][]any{{r.Title}}
	for _, line := range SourceLines(r, l) {
		lines = append(lines, []any{line})
	}
	lines = append(lines, []any{}, []any{"question", r.Question})
	for _, name := range sortedKeys(r.Arguments) {
		text, err := encoded(r.Arguments[name])
		if err != nil {
			return err
		}
		lines = append(lines, []any{name, string(text)})
	}
	lines = append(lines, []any{}, []any{"file", "sha256", "dataset", "release", "licence", "licence_url"})
	for _, o := range r.Origins {
		for _, f := range o.Files {
			lines = append(lines, []any{f.Name, f.SHA256, o.Dataset, o.Release, o.Licence.Name, o.Licence.URL})
		}
	}
	for i, line := range lines {
		if err := book.SetSheetRow(sourceSheet, fmt.Sprintf("A%d", i+1), &line); err != nil {
			return err
		}
	}
	return nil
}
