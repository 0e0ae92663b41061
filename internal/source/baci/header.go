package baci

import (
	"bytes"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// columns are BACI's columns in their order.
var columns = [6]string{"t", "i", "j", "k", "v", "q"}

// byteOrderMark begins UTF-8 files written by some programs for Windows.
var byteOrderMark = []byte("\xef\xbb\xbf")

// checkHeader judges the first line of a file, given its first bytes, and returns
// how many bytes the line takes. The error says what was found in its place.
func checkHeader(head []byte) (int, error) {
	line, _, ended := bytes.Cut(head, []byte("\n"))
	size := len(line)
	if ended {
		size++
	}
	names := headerNames(line, ",")
	if slices.Equal(names, columns[:]) {
		return size, nil
	}
	return 0, headerError(bytes.TrimPrefix(line, byteOrderMark), names)
}

// hasColumns tells whether the first line has BACI's columns, whatever stands
// between them.
func hasColumns(head []byte) bool {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	for _, separator := range []string{",", ";", "\t", "|"} {
		if slices.Equal(headerNames(line, separator), columns[:]) {
			return true
		}
	}
	return false
}

func headerNames(line []byte, separator string) []string {
	text := strings.TrimSpace(string(bytes.TrimPrefix(line, byteOrderMark)))
	names := strings.Split(text, separator)
	for i, name := range names {
		names[i] = strings.ToLower(strings.TrimSpace(unquote(strings.TrimSpace(name))))
	}
	return names
}

func unquote(text string) string {
	if len(text) >= 2 && text[0] == '"' && text[len(text)-1] == '"' {
		return text[1 : len(text)-1]
	}
	return text
}

const (
	wanted       = "t,i,j,k,v,q"
	hintColumns  = "BACI's files begin with " + wanted + "; import the file as CEPII ships it"
	hintRewrite  = "save it with commas between columns and a point as the decimal mark, or import CEPII's own file"
	maxHeader    = 64 << 10
	hintWrongOne = "the file may be of another format: oborot import --help names them"
)

func headerError(line []byte, names []string) *trade.Error {
	found := source.FirstLine(line)
	switch first := strings.ToLower(strings.TrimSpace(string(line[:min(len(line), 64)]))); {
	case len(line) >= maxHeader:
		return trade.Errorf(trade.BadInput, "the first line is longer than 64 KiB: %s", found).WithHint(hintWrongOne)
	case strings.HasPrefix(first, "sep="):
		return trade.Errorf(trade.BadInput, "the first line is Excel's %s, not the header %s", found, wanted).
			WithHint("remove the first line; " + hintRewrite)
	case bytes.IndexByte(bytes.TrimRight(line, "\r"), '\r') >= 0:
		return trade.Errorf(trade.BadInput, "the lines end with a carriage return alone, as on old Macintosh computers").
			WithHint("turn it into a line feed: tr '\\r' '\\n' < FILE > NEW")
	case first == "":
		return trade.Errorf(trade.BadInput, "the first line is empty, not the header %s", wanted).WithHint(hintColumns)
	}
	if other := otherSeparator(line); other != "" {
		return trade.Errorf(trade.BadInput, "the columns are separated by %s, not by commas: %s", other, found).
			WithHint(hintRewrite)
	}
	return columnsError(found, names)
}

// otherSeparator names what separates the columns where it is not a comma.
func otherSeparator(line []byte) string {
	commas := bytes.Count(line, []byte(","))
	for _, s := range []struct{ mark, name string }{{";", "semicolons"}, {"\t", "tabs"}, {"|", "vertical bars"}} {
		if bytes.Count(line, []byte(s.mark)) > commas {
			return s.name
		}
	}
	return ""
}

func columnsError(found string, names []string) *trade.Error {
	var missing, strange []string
	for _, c := range columns {
		if !slices.Contains(names, c) {
			missing = append(missing, c)
		}
	}
	for _, n := range names {
		if !slices.Contains(columns[:], n) {
			strange = append(strange, n)
		}
	}
	e := func(format string, args ...any) *trade.Error {
		return trade.Errorf(trade.BadInput, format, args...).WithHint(hintColumns)
	}
	switch {
	case len(missing) == len(columns) && allNumbers(names):
		return e("there is no header %s: the first line is data, %s", wanted, found)
	case len(missing) == len(columns):
		return e("the first line is not BACI's header %s but %s", wanted, found)
	case len(missing) > 0:
		return e("the column %s is missing: the header is %s", strings.Join(missing, ", "), found)
	case len(strange) > 0:
		return e("the header has a column that BACI has not: %s", found)
	}
	return e("the columns are not in the order %s: the header is %s", wanted, found)
}

// allNumbers tells a row of data, the beginning of which is digits only.
func allNumbers(names []string) bool {
	for _, n := range names[:min(len(names), 4)] {
		if n == "" || strings.Trim(n, "0123456789") != "" {
			return false
		}
	}
	return len(names) > 1
}
