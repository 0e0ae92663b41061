package tabular

import "bytes"

// Span remembers the text of some fields beside each other. Publishers' tables list
// what belongs together, so year, reporter, flow and classification are mostly those
// of the row before, and a decoder need not work out again what they mean: one
// comparison takes the place of a dozen.
type Span struct {
	first, last int // columns
	text        []byte
	known       bool
}

// SpanOf returns the span from the first to the last of the columns, -1 for one that
// the table lacks.
func SpanOf(columns ...int) Span {
	s := Span{first: -1, last: -1}
	for _, c := range columns {
		if c < 0 {
			continue
		}
		if s.first < 0 || c < s.first {
			s.first = c
		}
		s.last = max(s.last, c)
	}
	return s
}

// Same tells whether the fields say what they said in the row that was asked about
// before, and remembers them.
func (s *Span) Same(r *Row) bool {
	if s.first < 0 {
		was := s.known
		s.known = true
		return was
	}
	if s.last >= len(r.ends) {
		s.known = false
		return false
	}
	from := r.start
	if s.first > 0 {
		from = r.ends[s.first-1] + 1
	}
	text := r.text[from:r.ends[s.last]]
	if s.known && bytes.Equal(text, s.text) {
		return true
	}
	s.text, s.known = append(s.text[:0], text...), true
	return false
}

// Forget makes the next row a new one: what this one says is not to be used again.
func (s *Span) Forget() { s.known = false }
