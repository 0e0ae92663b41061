package baci

import (
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

func testRules(year int) rules {
	r := resolveCodes(nil, reference.Numeric).rules()
	r.year, r.where = year, "test.csv"
	return r
}

func TestParseRow(t *testing.T) {
	t.Parallel()
	r := testRules(0)
	for _, test := range []struct {
		line        string
		value, mass int64 // thousandths of a dollar and of a kilogram
		product     uint32
	}{
		{"2021,4,24,382390,52.051,13.235", 52_051_000, 13_235_000, 382390},
		{"2020,4,24,300431,0.198,        0.001", 198_000, 1_000, 300431},
		{"2020,4,24,10111,0.000001,NA", 1, trade.Null, 10111},
		{"2020,4,24,10111,999999999999.999999,999999999999.999999", 999_999_999_999_999_999, 999_999_999_999_999_999, 10111},
		{"2020,4,24,10111,0000000000001.5,0", 1_500_000, 0, 10111},
		{"2020,4,24,010111,3.,.5", 3_000_000, 500_000, 10111},
		{"2020,4,24,10111,1.1234560,", 1_123_456, trade.Null, 10111},
	} {
		got, wrong := r.parseRow([]byte(test.line))
		if wrong != nil {
			t.Errorf("%s: %s", test.line, wrong.reason)
			continue
		}
		if got.value != test.value || got.mass != test.mass || got.product != test.product {
			t.Errorf("%s: %+v", test.line, got)
		}
		if r.economy[got.exporter] != "AFG" || r.economy[got.importer] != "AGO" || got.codes != [2]uint16{4, 24} {
			t.Errorf("%s: from %s to %s, codes %v", test.line, r.economy[got.exporter], r.economy[got.importer], got.codes)
		}
	}
}

// The reasons are those of the corpus of bad files; here the columns and what
// counts in the account of values.
func TestFaultsKeepTheValue(t *testing.T) {
	t.Parallel()
	r := testRules(2021)
	for _, test := range []struct {
		line, column string
		value        int64
	}{
		{"2020,4,24,382390,52.051,1", "t", 52_051_000},
		{"2021,998,24,382390,52.051,1", "i", 52_051_000},
		{"2021,4,998,382390,52.051,1", "j", 52_051_000},
		{"2021,4,4,382390,52.051,1", "j", 52_051_000},
		{"2021,0,4,382390,52.051,1", "i", 52_051_000}, // 0 is the world in other data
		{"2021,4,24,x,52.051,1", "k", 52_051_000},
		{"2021,4,24,382390,-1,1", "v", 0},
		{"2021,4,24,382390,,1", "v", 0},
		{"2021,4,24,382390,-,1", "v", 0},
		{"2021,4,24,382390,.,1", "v", 0},
		{"2021,4,24,382390,1.2.3,1", "v", 0},
		{"2021,4,24,382390,+1,1", "v", 0},
		{"2021,4,24,382390,0x10,1", "v", 0},
		{"2021,4,24,382390,1 000,1", "v", 0},
		{"2021,4,24,382390,52.051,0.0000001", "q", 52_051_000},
		{"2021,4,24,382390,52.051,1e3", "q", 52_051_000},
		{"2021,4,24,382390,52.051", "", 0},
		{`2021,4,24,382390,52.051,"1"x`, "", 0},
		{`2021,4,24,38"2390,52.051,1`, "", 0},
	} {
		_, wrong := r.parseRow([]byte(test.line))
		if wrong == nil {
			t.Errorf("%s: accepted", test.line)
			continue
		}
		if wrong.column != test.column || wrong.value != test.value || wrong.reason == "" {
			t.Errorf("%s: %+v", test.line, *wrong)
		}
	}
}

func TestRejectionIsCutAndReadable(t *testing.T) {
	t.Parallel()
	f := fault{"v", "bad", 5}
	r := f.rejection(7, []byte(strings.Repeat("x", 999)+"\xc3\xa9\r\n"))
	if len(r.Text) != 1000 || !strings.HasSuffix(r.Text, "x?") || r.Line != 7 || r.Column != "v" || r.Value != 5 {
		t.Errorf("%d bytes, ends in %q, %+v", len(r.Text), r.Text[990:], r.Line)
	}
}

// rowForms are lines on both sides of what fastRow takes.
var rowForms = []string{
	"2021,4,24,382390,52.051,13.235\n",
	"2020,4,24,300431,0.198,        0.001\n",
	`2021,4,24,382390,52.051,"       13.235"` + "\n",
	`2021,4,24,40610,0.041,"           NA"` + "\r\n",
	"2021,4,24,40610,0.041,           NA\n",
	"2023,4,8,20220,        2.149,        0.365\n",
	`2023,4,12,120310,        2.244,"           NA"` + "\n",
	`2023,4,12,120310,"        2.244","           NA"` + "\n",
	"2021,4,24,40610,NA,1\n", "2021,4,24,40610,\"1,1\n",
	"2021,4,24,40610,0.041,\n",
	"2021,4,24,40610,0.041, \"\"\n",
	`"2021","4","24","40610","0.041","1"` + "\n",
	"2021,04,024,040610,7,7.\n",
	"2021,4,24,40610,999999999999.999999,1\n",
	"2021,4,24,40610,1000000000000,1\n",
	"2021,4,24,40610,0.0000001,1\n",
	"2021,4,24,40610,0.1234560,1\n",
	"2021,4,24,40610,0,1\n", "2021,4,24,40610,-1,1\n", "2021,4,24,40610,1,-1\n",
	"2021,4,24,40610,1e5,1\n", "2021,4,24,40610,1,NAN\n", "2021,4,24,40610,1,N\n", "2021,4,24,40610,1,NA\"\n",
	"2021,4,4,40610,1,1\n", "2021,998,4,40610,1,1\n", "2021,,4,40610,1,1\n", "2021,4,,40610,1,1\n", "2021,4,24,,1,1\n",
	"2021,4,24,1,1,1\n", "2021,4,24,0406100,1,1\n", "0,4,24,40610,1,1\n", "20211,4,24,40610,1,1\n", "1899,4,24,40610,1,1\n",
	"2021,4,24,40610,1,\"1\n", "2021,4,24,40610,1,1\"\n", "2021,4,24,40610,1,1,\n", "2021,4,24,40610,1\n",
	"2021,4,24,40610,1,\t1\n", "2021,4,24,40610,1,1 \n", "2021,4,24,40610,1,1\r\r\n", "\n", "\r\n", ",\n", "2021\n",
	"2021,4,24,40610,1,\" 1 \"\n", "2021,4,24,40610,1,\" \"\n", "2021,4,24,40610,1,   \n",
}

// sameRow fails when the short cut and the full parser differ on a line.
func sameRow(t *testing.T, r *rules, text []byte) {
	t.Helper()
	quick, size := r.fastRow(text)
	if size == 0 {
		return
	}
	full, wrong := r.parseRow(text[:len(text)-1])
	switch {
	case size != len(text):
		t.Errorf("%q: %d bytes taken of %d", text, size, len(text))
	case wrong != nil:
		t.Errorf("%q: taken, but %s", text, wrong.reason)
	case quick != full:
		t.Errorf("%q: %+v, but %+v", text, quick, full)
	}
}

// TestFastRowTakesWhatCEPIIWrites: the layouts seen in releases must not fall to
// the full parser, which is several times slower.
func TestFastRowTakesWhatCEPIIWrites(t *testing.T) {
	t.Parallel()
	r := testRules(0)
	for _, text := range []string{
		`2021,4,24,382390,52.051,"       13.235"` + "\n",
		"2020,4,24,300431,0.198,        0.001\n",
		"2020,4,24,300431,0.198,           NA\n",
		"2023,4,24,300431,        0.198,        0.001\n",
		`2023,4,24,300431,        0.198,"           NA"` + "\n",
	} {
		if _, size := r.fastRow([]byte(text)); size != len(text) {
			t.Errorf("%q is left to the full parser", text)
		}
	}
}

func TestFastRowIsAShortCutToParseRow(t *testing.T) {
	t.Parallel()
	taken := 0
	for _, year := range []int{0, 2021} {
		r := testRules(year)
		for _, text := range rowForms {
			sameRow(t, &r, []byte(text))
			if _, size := r.fastRow([]byte(text)); size > 0 {
				taken++
			}
		}
	}
	if taken < 10 {
		t.Errorf("the short cut takes only %d of the lines", taken)
	}
}

func FuzzRow(f *testing.F) {
	for _, text := range rowForms {
		f.Add([]byte(text))
	}
	any, one := testRules(0), testRules(2021)
	f.Fuzz(func(t *testing.T, text []byte) {
		line, _, _ := strings.Cut(string(text), "\n")
		text = []byte(line + "\n")
		sameRow(t, &any, text)
		sameRow(t, &one, text)
		got, wrong := any.parseRow(text[:len(text)-1])
		if wrong == nil && (got.value <= 0 || got.mass < 0 && got.mass != trade.Null || got.product < 10000 ||
			got.product > 999999 || got.exporter == got.importer || got.year < firstYear || got.year > lastYear) {
			t.Errorf("%q: accepted as %+v", text, got)
		}
	})
}

func FuzzHeader(f *testing.F) {
	for _, text := range []string{"t,i,j,k,v,q\n", `"t","i","j","k","v","q"` + "\r\n", "\xef\xbb\xbfT, I,J,K,V,Q", "t;i;j;k;v;q\n",
		"sep=;\n", "", "\n", "t,i,j,k,v\n", "2021,4,24,1,1,1\n", "t,i,j,k,v,q,x\n", "i,t,j,k,v,q", "a\rb\n", ",,,,,\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, head []byte) {
		size, err := checkHeader(head)
		if err != nil {
			if trade.KindOf(err) != trade.BadInput || trade.HintOf(err) == "" || strings.ContainsAny(err.Error(), "\n\r") {
				t.Errorf("%q: %q", head, err)
			}
			return
		}
		line := strings.TrimSuffix(string(head[:size]), "\n")
		letters := strings.Map(func(r rune) rune {
			if strings.ContainsRune("tijkvq,", r) {
				return r
			}
			return -1
		}, strings.ToLower(line))
		if strings.Contains(line, "\n") || letters != wanted || !hasColumns(head) {
			t.Errorf("%q: accepted %q", head, line)
		}
	})
}
