package tabular

import "testing"

// rowOf is a row of separated text.
func rowOf(t *testing.T, line string) *Row {
	t.Helper()
	s, r := splitter{separator: ','}, Row{}
	if _, problem := s.next([]byte(line + "\n")); problem != "" {
		t.Fatal(problem)
	}
	s.into(&r)
	return &r
}

func TestSpan(t *testing.T) {
	t.Parallel()
	first, middle, lacking := SpanOf(1, 0), SpanOf(3, -1, 2), SpanOf(-1)
	for i, c := range []struct {
		line                   string
		first, middle, lacking bool
	}{
		{"2021,BLR,M,10,x", false, false, false},
		{"2021,BLR,M,10,y", true, true, true},
		{"2021,BLR,M,1,0x", true, false, true},
		{"2021,BLRM,1,0x,", false, false, true},
		{"2022,BLRM,1,0x,", false, true, true},
		{"2022,BLRM,1", true, false, true},        // the row is too short
		{"2022,BLRM,1,0x,", true, false, true},    // which is not what it is compared with
		{`"a ""b""",c,1,0x,`, false, false, true}, // fields without a common text
		{`"a ""b""",c,1,0x,`, false, false, true},
	} {
		r := rowOf(t, c.line)
		if f, m, l := first.Same(r), middle.Same(r), lacking.Same(r); f != c.first || m != c.middle || l != c.lacking {
			t.Errorf("row %d: %v, %v, %v", i, f, m, l)
		}
	}
	r := rowOf(t, "2022,BLR")
	first.Same(r)
	first.Forget()
	if first.Same(r) || !first.Same(r) {
		t.Error("what is forgotten is new once")
	}
}
