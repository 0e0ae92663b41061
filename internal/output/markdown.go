package output

import (
	"bufio"
	"io"
	"strings"

	"github.com/oborot/oborot/internal/analysis"
)

// writeMarkdown writes a table as GitHub reads it, under its title and over its
// sources.
func writeMarkdown(w io.Writer, r *analysis.Result, o Options) error {
	paint := newPainter(r, o.Language)
	paint.longest = o.Longest
	out := bufio.NewWriter(w)
	if r.Title != "" {
		out.WriteString("### " + escaped(r.Title) + "\n\n")
	}
	if line := paint.unitLine(); line != "" {
		out.WriteString(line + "\n\n")
	}
	for _, f := range r.Fields {
		out.WriteString("| " + escaped(paint.heading(f)) + " ")
	}
	out.WriteString("|\n")
	for _, f := range r.Fields {
		if isText(f.Kind) {
			out.WriteString("|---")
		} else {
			out.WriteString("|---:")
		}
	}
	out.WriteString("|\n")
	for _, row := range r.Rows {
		for i, c := range row {
			out.WriteString("| " + escaped(paint.cell(r.Fields[i], c)) + " ")
		}
		out.WriteString("|\n")
	}
	out.WriteString("\n")
	for _, line := range SourceLines(r, o.Language) {
		out.WriteString("- " + escaped(line) + "\n")
	}
	return out.Flush()
}

var markdownEscapes = strings.NewReplacer(`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "<", "&lt;", "`", "\\`",
	"[", `\[`, "\r\n", " ", "\n", " ")

func escaped(text string) string { return markdownEscapes.Replace(text) }
