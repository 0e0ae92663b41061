package tabular

import "bytes"

// splitter cuts lines of separated text into fields. What it holds is of the line
// that was split last.
type splitter struct {
	separator byte
	ends      []uint32 // of the fields in the line
	line      []byte   // nil where fields are cut already
	plain     bool     // quotation marks stand only at both ends of fields
	fields    [][]byte
	unquoted  []byte // fields that held doubled quotes
}

const notClosed = "a quotation mark is out of place or not closed"

// next splits the line that data begins with; data ends with a line feed. A
// quoted field may hold separators and line feeds. size is the length of the line
// with its line feed, problem says what is wrong with it. Fields are cut when they are
// asked for, unless some hold doubled quotes: most decoders need half of them.
func (s *splitter) next(data []byte) (size int, problem string) {
	end, quotes := s.scan(data)
	if end < 0 {
		return bytes.IndexByte(data, '\n') + 1, notClosed
	}
	s.ends = append(s.ends, uint32(end))
	s.line = data[:end]
	if s.plain = s.plainQuotes(quotes); !s.plain && !s.unquoteAll(quotes) {
		return bytes.IndexByte(data, '\n') + 1, notClosed
	}
	return end + 1, ""
}

// scan finds the separators of the row that data begins with, and its end. Bytes
// between quotation marks are no separators. quotes counts the quotation marks in
// the row; end is -1 where the row does not end.
func (s *splitter) scan(data []byte) (end, quotes int) {
	s.ends = s.ends[:0]
	for i, c := range data {
		switch {
		case c == '"':
			quotes++
		case quotes%2 == 1:
		case c == s.separator:
			s.ends = append(s.ends, uint32(i))
		case c == '\n':
			return i, quotes
		}
	}
	return -1, quotes
}

// plainQuotes tells whether all quotation marks stand at both ends of a field, so
// that fields can be cut when they are asked for.
func (s *splitter) plainQuotes(quotes int) bool {
	from := uint32(0)
	for _, end := range s.ends {
		if end-from >= 2 && s.line[from] == '"' && s.line[end-1] == '"' {
			quotes -= 2
		}
		from = end + 1
	}
	return quotes == 0
}

// unquoteAll cuts the fields of a line with so many quotation marks. It is false
// where one of them is out of place.
func (s *splitter) unquoteAll(quotes int) bool {
	s.fields, s.unquoted = s.fields[:0], s.unquoted[:0]
	for i := range s.ends {
		field := s.field(i)
		if len(field) > 0 && field[0] == '"' {
			count, ok := 0, false
			if field, count, ok = s.bare(field); !ok {
				return false
			}
			quotes -= count
		}
		s.fields = append(s.fields, field)
	}
	s.line = nil
	return quotes == 0
}

// all returns the fields.
func (s *splitter) all() [][]byte {
	if s.line != nil {
		s.fields = s.fields[:0]
		for i := range s.ends {
			s.fields = append(s.fields, s.field(i))
		}
		s.line = nil
	}
	return s.fields[:len(s.ends)]
}

// into makes a row of the line.
func (s *splitter) into(r *Row) {
	if s.line == nil {
		r.fields, r.ends = s.fields, nil
		return
	}
	r.fields = nil
	r.text, r.start, r.ends, r.quoted = s.line, 0, s.ends, s.plain
}

func (s *splitter) field(i int) []byte {
	if s.line == nil {
		return s.fields[i]
	}
	r := Row{text: s.line, ends: s.ends, quoted: s.plain}
	return r.Field(i)
}

// trimmed takes blanks and carriage returns from both ends, but no tabs: they may
// part fields.
func trimmed(field []byte) []byte {
	for len(field) > 0 && (field[0] == ' ' || field[0] == '\r') {
		field = field[1:]
	}
	for n := len(field); n > 0 && (field[n-1] == ' ' || field[n-1] == '\r'); n-- {
		field = field[:n-1]
	}
	return field
}

// bare takes the quotes from a field that begins with one, and counts them. Text
// behind the closing one is out of place.
func (s *splitter) bare(field []byte) (inner []byte, quotes int, ok bool) {
	if len(field) == 1 || field[len(field)-1] != '"' {
		return nil, 0, false
	}
	inner, quotes = field[1:len(field)-1], 2
	if n := bytes.Count(inner, []byte{'"'}); n > 0 {
		if !doubled(inner) {
			return nil, 0, false
		}
		inner, quotes = s.unquote(inner), n+2
	}
	return bytes.TrimSpace(inner), quotes, true
}

// doubled tells whether quotation marks come in pairs only.
func doubled(field []byte) bool {
	for i := 0; i < len(field); i++ {
		if field[i] != '"' {
			continue
		}
		if i++; i == len(field) || field[i] != '"' {
			return false
		}
	}
	return true
}

// unquote makes two quotes one. The memory of earlier fields stays valid when it
// has to grow.
func (s *splitter) unquote(field []byte) []byte {
	from := len(s.unquoted)
	for i := 0; i < len(field); i++ {
		s.unquoted = append(s.unquoted, field[i])
		if field[i] == '"' {
			i++
		}
	}
	return s.unquoted[from:]
}

// blankLine tells a line without anything from one with a single empty field.
func (s *splitter) blankLine() bool { return len(s.ends) == 1 && len(s.field(0)) == 0 }

// fit makes the fields those of a table with so many columns: one empty field more
// at the end of a line is no field.
func (s *splitter) fit(columns int) bool {
	if n := len(s.ends); n == columns+1 && len(s.field(n-1)) == 0 {
		s.ends = s.ends[:columns]
	}
	return len(s.ends) == columns
}

// separators in the order in which they win when they are equally many.
var separators = []byte{'\t', ';', '|', ','}

// separatorOf finds the separator of the line that text begins with: the one that
// parts it into most fields.
func separatorOf(text []byte) byte {
	best, most := byte(','), 1
	for _, separator := range separators {
		s := splitter{separator: separator}
		if _, problem := s.next(text); problem == "" && len(s.ends) > most {
			best, most = separator, len(s.ends)
		}
	}
	return best
}
