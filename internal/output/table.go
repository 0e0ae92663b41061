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

// pipedWidth is the width that piped text keeps within if it can.
const pipedWidth = 160

// grid is a table as people see it: the headings, the cells, and which columns
// are numbers or periods, which are never wrapped.
type grid struct {
	headings []string
	rows     [][]string
	numbers  []bool
	periods  []bool
}

// writeTable writes title, aligned table and sources.
func writeTable(w io.Writer, r *analysis.Result, o Options) error {
	var out strings.Builder
	paint := newPainter(r, o.Language)
	paint.longest = o.Longest
	for _, line := range []string{r.Title, paint.unitLine()} {
		if line != "" {
			out.WriteString(line + "\n")
		}
	}
	if len(r.Rows) > 0 {
		out.WriteString("\n" + fitted(r, paint, o) + "\n")
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

func gridOf(r *analysis.Result, paint painter) grid {
	var g grid
	for _, f := range r.Fields {
		g.headings = append(g.headings, paint.heading(f))
		g.numbers = append(g.numbers, !isText(f.Kind))
		g.periods = append(g.periods, f.Kind == analysis.Span)
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

// layout is a way of drawing a table.
type layout struct {
	wraps  bool // headings of numbers are wrapped
	short  bool // names of months are cut short
	turned bool // rows become columns
}

// layouts lists the ways to draw a table, the one that reads best first.
func layouts(o Options) []layout {
	if o.Terminal {
		return []layout{{wraps: true}, {wraps: true, short: true}, {wraps: true, turned: true}, {wraps: true, short: true, turned: true}}
	}
	return []layout{{}, {wraps: true}, {wraps: true, short: true}}
}

// fitted draws the table in the first way that keeps within the width; if none
// does, piped text in the first, and on a terminal in the narrowest.
func fitted(r *analysis.Result, paint painter, o Options) string {
	width, best := pipedWidth, ""
	if o.Terminal {
		width = o.Width
	}
	for i, way := range layouts(o) {
		paint.short = way.short
		g := gridOf(r, paint)
		if way.turned {
			g = g.turned()
		}
		drawn := g.drawn(o, way.wraps)
		if width == 0 || widthOf(drawn) <= width {
			return drawn
		}
		if i == 0 || o.Terminal && widthOf(drawn) < widthOf(best) {
			best = drawn
		}
	}
	return best
}

func widthOf(drawn string) int {
	first, _, _ := strings.Cut(drawn, "\n")
	return text.StringWidthWithoutEscSequences(first)
}

// turned makes columns of rows.
func (g grid) turned() grid {
	var t grid
	t.headings, t.numbers, t.periods = []string{g.headings[0]}, []bool{false}, make([]bool, len(g.rows)+1)
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

func (g grid) drawn(o Options, wraps bool) string {
	t := table.NewWriter()
	t.SetStyle(tableStyle(o.Terminal))
	t.SuppressTrailingSpaces()
	t.AppendHeader(tableRow(g.headings))
	for _, row := range g.rows {
		t.AppendRow(tableRow(row))
	}
	t.SetColumnConfigs(g.columnConfigs(o, wraps))
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

// columnConfigs puts numbers to the right, wraps the headings of numbers if asked,
// and on a terminal that is too narrow the widest column of names.
func (g grid) columnConfigs(o Options, wraps bool) []table.ColumnConfig {
	configs := make([]table.ColumnConfig, len(g.numbers))
	for i, isNumber := range g.numbers {
		configs[i] = table.ColumnConfig{Number: i + 1, WidthMaxEnforcer: wrapped}
		if isNumber {
			configs[i].Align, configs[i].AlignHeader = text.AlignRight, text.AlignRight
		}
		if isNumber && wraps {
			configs[i].WidthMax = g.narrowest(i)
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
		natural := max(g.widest(i), text.StringWidthWithoutEscSequences(g.headings[i]))
		if isNumber {
			natural = g.narrowest(i)
		}
		if !isNumber && !g.periods[i] && natural > most {
			column, most = i, natural
		}
		left -= natural + line
	}
	if left >= 0 || column < 0 {
		return -1, 0
	}
	return column, max(nameWidth, most+left)
}

// narrowest returns the width of a column of numbers with its heading wrapped.
func (g grid) narrowest(column int) int {
	cells := g.widest(column)
	return max(cells, text.LongestLineLen(wrapped(g.headings[column], max(headingWidth, cells))))
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
