package output

import (
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/oborot/oborot/internal/analysis"
)

// Widths at which a table on a terminal is wrapped: headings of numbers, and the
// least that is left for names.
const (
	headingWidth = 12
	nameWidth    = 16
)

// grid is a table as people see it: the headings, the cells, and which columns
// are numbers.
type grid struct {
	headings []string
	rows     [][]string
	numbers  []bool
}

// writeTable writes title, aligned table and sources.
func writeTable(w io.Writer, r *analysis.Result, o Options) error {
	var out strings.Builder
	if r.Title != "" {
		out.WriteString(r.Title + "\n\n")
	}
	if len(r.Rows) > 0 {
		out.WriteString(gridOf(r, o).fitted(o) + "\n")
	}
	for i, line := range SourceLines(r, o.Language) {
		if i == 0 {
			out.WriteString("\n")
		}
		if o.Terminal && o.Width > 0 {
			line = wrapped(line, o.Width)
		}
		out.WriteString(line + "\n")
	}
	_, err := io.WriteString(w, strings.TrimLeft(out.String(), "\n"))
	return err
}

func gridOf(r *analysis.Result, o Options) grid {
	paint := newPainter(r, o.Language)
	var g grid
	for _, f := range r.Fields {
		g.headings = append(g.headings, paint.heading(f))
		g.numbers = append(g.numbers, f.Kind != analysis.Text)
	}
	for _, cells := range r.Rows {
		row := make([]string, len(cells))
		for i, c := range cells {
			row[i] = paint.cell(r.Fields[i], c)
		}
		g.rows = append(g.rows, row)
	}
	return g
}

// fitted draws the table, on its side where a terminal is too narrow for it and
// that is narrower.
func (g grid) fitted(o Options) string {
	upright := g.drawn(o)
	if !o.Terminal || o.Width == 0 || widthOf(upright) <= o.Width {
		return upright
	}
	if turned := g.turned().drawn(o); widthOf(turned) < widthOf(upright) {
		return turned
	}
	return upright
}

func widthOf(drawn string) int {
	first, _, _ := strings.Cut(drawn, "\n")
	return text.StringWidthWithoutEscSequences(first)
}

// turned makes columns of rows.
func (g grid) turned() grid {
	var t grid
	t.headings, t.numbers = []string{g.headings[0]}, []bool{false}
	for _, row := range g.rows {
		t.headings, t.numbers = append(t.headings, row[0]), append(t.numbers, true)
	}
	for i := 1; i < len(g.headings); i++ {
		line := []string{g.headings[i]}
		for _, row := range g.rows {
			line = append(line, row[i])
		}
		t.rows = append(t.rows, line)
	}
	return t
}

func (g grid) drawn(o Options) string {
	t := table.NewWriter()
	t.SetStyle(tableStyle(o.Terminal))
	t.SuppressTrailingSpaces()
	t.AppendHeader(tableRow(g.headings))
	for _, row := range g.rows {
		t.AppendRow(tableRow(row))
	}
	t.SetColumnConfigs(g.columnConfigs(o))
	return t.Render()
}

func tableRow(cells []string) table.Row {
	row := make(table.Row, len(cells))
	for i, c := range cells {
		row[i] = c
	}
	return row
}

func tableStyle(terminal bool) table.Style {
	style := table.StyleLight
	style.Format.Header = text.FormatDefault
	if terminal {
		return style
	}
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	style.Options = table.OptionsNoBordersAndSeparators
	return style
}

// columnConfigs puts numbers to the right, and on a terminal wraps the headings
// of numbers and, where the width is too small, the widest column of names.
func (g grid) columnConfigs(o Options) []table.ColumnConfig {
	configs := make([]table.ColumnConfig, len(g.numbers))
	for i, isNumber := range g.numbers {
		configs[i] = table.ColumnConfig{Number: i + 1, WidthMaxEnforcer: wrapped}
		if isNumber {
			configs[i].Align, configs[i].AlignHeader = text.AlignRight, text.AlignRight
		}
		if isNumber && o.Terminal {
			configs[i].WidthMax = max(headingWidth, g.widest(i))
		}
	}
	if widest, width := g.fit(o.Width); widest >= 0 && o.Terminal && o.Width > 0 {
		configs[widest].WidthMax = width
	}
	return configs
}

// fit finds the widest column of names and the width it may have so that all
// columns keep within a width; no column if they do anyway.
func (g grid) fit(width int) (column, most int) {
	const line = 3 // a border and two blanks
	column, left := -1, width-1
	for i, isNumber := range g.numbers {
		heading := text.StringWidthWithoutEscSequences(g.headings[i])
		if isNumber {
			heading = min(heading, headingWidth)
		}
		natural := max(g.widest(i), heading)
		if !isNumber && natural > most {
			column, most = i, natural
		}
		left -= natural + line
	}
	if left >= 0 {
		return -1, 0
	}
	return column, max(nameWidth, most+left)
}

// widest returns the width of the widest cell of a column.
func (g grid) widest(column int) int {
	width := 0
	for _, row := range g.rows {
		width = max(width, text.StringWidthWithoutEscSequences(row[column]))
	}
	return width
}

// wrapped breaks a text at blanks and leaves none at the ends of lines.
func wrapped(words string, width int) string {
	lines := strings.Split(text.WrapSoft(words, width), "\n")
	for i, line := range lines {
		lines[i] = strings.Trim(line, " ")
	}
	return strings.Join(lines, "\n")
}
