package tabular

import "bytes"

// splitter cuts lines of separated text into fields. Its fields are those of the
// line that was split last.
type splitter struct {
	separator byte
	fields    [][]byte
	unquoted  []byte // fields that held doubled quotes
}

// next splits the line that data begins with; data ends with a line feed. A
// quoted field may hold separators and line feeds. size is the length of the line
// with its line feed, problem says what is wrong with it.
func (s *splitter) next(data []byte) (size int, problem string) {
	s.fields, s.unquoted = s.fields[:0], s.unquoted[:0]
	at := 0
	for {
		for data[at] == ' ' && s.separator != ' ' {
			at++
		}
		var end int
		if data[at] == '"' {
			if end = s.quoted(data, at); end < 0 {
				return bytes.IndexByte(data, '\n') + 1, "a quotation mark is out of place or not closed"
			}
		} else {
			end = s.bare(data, at)
		}
		if data[end] == '\n' {
			return end + 1, ""
		}
		at = end + 1
	}
}

// bare takes a field without quotes and returns where it ends.
func (s *splitter) bare(data []byte, at int) (end int) {
	separator := s.separator
	end = at
	for c := data[end]; c != separator && c != '\n'; c = data[end] {
		end++
	}
	last := end
	for last > at && (data[last-1] == ' ' || data[last-1] == '\r') {
		last--
	}
	s.fields = append(s.fields, data[at:last])
	return end
}

// quoted takes a field in quotes and returns where it ends, or -1.
func (s *splitter) quoted(data []byte, at int) (end int) {
	from, doubled := at+1, false
	for end = from; ; end += 2 {
		quote := bytes.IndexByte(data[end:], '"')
		if quote < 0 {
			return -1
		}
		end += quote
		if end+1 >= len(data) || data[end+1] != '"' {
			break
		}
		doubled = true
	}
	field := data[from:end]
	if doubled {
		field = s.unquote(field)
	}
	s.fields = append(s.fields, bytes.TrimSpace(field))
	for end++; end < len(data) && (data[end] == ' ' || data[end] == '\r'); {
		end++
	}
	if end >= len(data) || data[end] != s.separator && data[end] != '\n' {
		return -1
	}
	return end
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
