package tabular

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/trade"
	"github.com/xuri/excelize/v2"
)

// book makes a workbook; fill is given its first sheet.
func book(t *testing.T, fill func(f *excelize.File, sheet string) error) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := fill(f, "Sheet1"); err != nil {
		t.Fatal(err)
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// setRows writes rows from A1 on; nil leaves one out.
func setRows(f *excelize.File, sheet string, rows ...[]any) error {
	for i, row := range rows {
		if row == nil {
			continue
		}
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
			return err
		}
	}
	return nil
}

// allRows reads a table: the number and the fields of each row.
func allRows(t *testing.T, table Table) []string {
	t.Helper()
	opened, err := table.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	err = opened.run(t.Context(), func(p piece) error {
		return p.each(len(table.Header), func(r *Row, problem string) {
			var fields []string
			for i := range table.Header {
				fields = append(fields, string(r.Field(i)))
			}
			got = append(got, fmt.Sprintf("%d:%s%s", r.Line, strings.Join(fields, "|"), problem))
		})
	})
	if err == nil {
		err = opened.close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestWorkbook(t *testing.T) {
	t.Parallel()
	content := book(t, func(f *excelize.File, sheet string) error {
		day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			return err
		}
		format := "dd.mm.yyyy"
		own, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			return err
		}
		money := `#,##0.00 "yen"`
		yen, err := f.NewStyle(&excelize.Style{CustomNumFmt: &money})
		if err != nil {
			return err
		}
		if err := setRows(f, sheet, nil, []any{"day", "own", "mixed", "value", "text"},
			[]any{44286, 44287, 44286, 1234.5678, " a "}, nil, []any{44316, 44317, 2021, 0.3, "ы", ""}, []any{2021, "none", "", 12}, []any{"x", "y", 3, 4, 5, 6}); err != nil {
			return err
		}
		for cells, style := range map[string]int{"A3:A6": day, "B3:B6": own, "C3:C3": day, "D3:D6": yen} {
			from, to, _ := strings.Cut(cells, ":")
			if err := f.SetCellStyle(sheet, from, to, style); err != nil {
				return err
			}
		}
		return f.SetCellFormula(sheet, "E6", "D6*2") // never calculated
	})
	tables, err := tablesOf(t, "a.xlsx", content, Options{})
	if err != nil || len(tables) != 1 || !slices.Equal(tables[0].Header, Header{"day", "own", "mixed", "value", "text"}) {
		t.Fatalf("%+v, %v", tables, err)
	}
	want := []string{
		"3:2021-03-31|2021-04-01|44286|1234.5678|a", "5:2021-04-30|2021-05-01|2021|0.3|ы",
		"6:2021|none||12|", "7:x|y|3|4|56 fields instead of 5",
	}
	if got := allRows(t, tables[0]); !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	if first := tables[0].First; first[0][0] != "2021-03-31" || first[1][2] != "2021" {
		t.Errorf("%q", first)
	}
}

func TestWorkbookOf1904(t *testing.T) {
	t.Parallel()
	content := book(t, func(f *excelize.File, sheet string) error {
		yes := true
		if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
			return err
		}
		day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			return err
		}
		if err := setRows(f, sheet, []any{"day"}, []any{44286 - 1462}); err != nil {
			return err
		}
		return f.SetCellStyle(sheet, "A2", "A2", day)
	})
	tables, err := tablesOf(t, "a.xlsx", content, Options{})
	if err != nil || tables[0].First[0][0] != "2021-03-31" {
		t.Errorf("%+v, %v", tables, err)
	}
}

func TestSheets(t *testing.T) {
	t.Parallel()
	content := book(t, func(f *excelize.File, sheet string) error {
		if _, err := f.NewSheet("Экспорт"); err != nil {
			return err
		}
		return setRows(f, "Экспорт", []any{"note"}, []any{"a", "b"}, []any{1, 2})
	})
	tables, err := tablesOf(t, "a.xlsx", content, Options{Sheet: "Экспорт", Skip: 1})
	if err != nil || !slices.Equal(allRows(t, tables[0]), []string{"3:1|2"}) {
		t.Errorf("%+v, %v", tables, err)
	}
	tables, err = tablesOf(t, "a.xlsx", content, Options{Sheet: "Экспорт", Skip: 2, Columns: []string{"x", "y"}})
	if err != nil || !slices.Equal(allRows(t, tables[0]), []string{"3:1|2"}) {
		t.Errorf("%+v, %v", tables, err)
	}
	if _, err := tablesOf(t, "a.xlsx", content, Options{Sheet: "Импорт"}); trade.KindOf(err) != trade.Usage || !strings.Contains(trade.HintOf(err), "Экспорт") {
		t.Errorf("%v", err)
	}
	if _, err := tablesOf(t, "a.xlsx", content, Options{}); trade.KindOf(err) != trade.BadInput || !strings.Contains(err.Error(), "ends before its line of column names") {
		t.Errorf("an empty sheet: %v", err)
	}
	if _, err := tablesOf(t, "a.xlsx", content[:len(content)/2], Options{}); trade.KindOf(err) != trade.BadInput {
		t.Errorf("half a workbook: %v", err)
	}
}
