package tabular

import "bytes"

// splitter cuts lines of separated text into fields. Its fields are those of the
// line that was split last.
type splitter struct {
	separator byte
	fields    [][]byte
	unquoted  []byte // fields that held doubled quotes
	ends      []int32
}

const notClosed = "a quotation mark is out of place or not closed"

// next splits the line that data begins with; data ends with a line feed. A
// quoted field may hold separators and line feeds. size is the length of the line
// with its line feed, problem says what is wrong with it.
func (s *splitter) next(data []byte) (size int, problem string) {
	s.fields, s.unquoted = s.fields[:0], s.unquoted[:0]
	end, quoted := s.scan(data)
	if end < 0 {
		return bytes.IndexByte(data, '\n') + 1, notClosed
	}
	from := 0
	for _, at := range append(s.ends, int32(end)) {
		field := trimmed(data[from:at])
		from = int(at) + 1
		if quoted {
			var ok bool
			if field, ok = s.bare(field); !ok {
				return bytes.IndexByte(data, '\n') + 1, notClosed
			}
		}
		s.fields = append(s.fields, field)
	}
	return end + 1, ""
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

// bare takes the quotes from a field. A quotation mark in a field without quotes,
// and text behind the closing one, are out of place.
func (s *splitter) bare(field []byte) ([]byte, bool) {
	if len(field) == 0 || field[0] != '"' {
		return field, bytes.IndexByte(field, '"') < 0
	}
	if len(field) == 1 || field[len(field)-1] != '"' {
		return nil, false
	}
	inner := field[1 : len(field)-1]
	if bytes.IndexByte(inner, '"') >= 0 {
		if !doubled(inner) {
			return nil, false
		}
		inner = s.unquote(inner)
	}
	return bytes.TrimSpace(inner), true
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
func (s *splitter) blankLine() bool { return len(s.fields) == 1 && len(s.fields[0]) == 0 }

// fit makes the fields those of a table with so many columns: one empty field more
// at the end of a line is no field.
func (s *splitter) fit(columns int) bool {
	if n := len(s.fields); n == columns+1 && len(s.fields[n-1]) == 0 {
		s.fields = s.fields[:columns]
	}
	return len(s.fields) == columns
}

// separators in the order in which they win when they are equally many.
var separators = []byte{'\t', ';', '|', ','}

// separatorOf finds the separator of a line of names: the one that parts it into
// most fields.
func separatorOf(line []byte) byte {
	best, most := byte(','), 1
	for _, separator := range separators {
		s := splitter{separator: separator}
		if _, problem := s.next(line); problem == "" && len(s.fields) > most {
			best, most = separator, len(s.fields)
		}
	}
	return best
}
