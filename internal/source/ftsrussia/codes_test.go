package ftsrussia

import (
	"testing"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

func TestParsePeriod(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"01/2015": "2015-01", "12/2021": "2021-12", "2021-03": "2021-03", "03.2021": "2021-03", "202103": "2021-03",
		"2025-01-01": "2025-01", "2025-01-31": "2025-01", "2025-01-01 00:00:00": "2025-01", "2025-01-01T00:00:00Z": "2025-01",
		"2021": "2021",
		"":     "", "13/2015": "", "00/2015": "", "2021-01-32": "", "2021Q1": "", "2021H1": "", "2019..2021": "", "01/1990": "",
		"01/15": "", "2021-01..2021-02": "", "44197": "", "январь 2021": "", "2021-13-01": "",
	} {
		p, ok := parsePeriod(text)
		if ok != (want != "") || ok && p.String() != want {
			t.Errorf("parsePeriod(%q) = %v, %t, want %q", text, p, ok, want)
		}
	}
}

func TestNamedPeriod(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"2021-01.csv": "2021-01", "2021_02.csv.gz": "2021-02", "fts202103.csv": "2021-03", "fts_04.2021.csv": "2021-04",
		"01-2022.parquet": "2022-01", "2021-5.csv": "2021-05", "May 2021.csv": "2021-05", "июнь 2021.csv": "2021-06",
		"2021_июля.csv": "2021-07", "aug2021.csv": "2021-08", "2021/09.csv": "", "data/2021-10.csv": "2021-10",
		"hs_2021-11.csv": "2021-11", "2021-12": "2021-12",
		"2021.csv": "2021", "fts_2021_sample.csv": "2021", "marble 2021.csv": "2021", "2021.zip.csv": "2021",
		"DATTSVT.csv": "", "": "", "2021q1.csv": "", "2021_q1.csv": "", "1 кв 2021.csv": "", "9 месяцев 2021.csv": "", "2021 H1.csv": "",
		"2019-2021.csv": "", "2021-13.csv": "", "2021_v2.csv": "", "202199.csv": "", "2021-01-02.csv": "", "12.csv": "", "1900.csv": "",
		"2021-01 (2).csv": "", "20210101.csv": "",
	} {
		p, ok := namedPeriod(name)
		if ok != (want != "") || ok && p.String() != want {
			t.Errorf("namedPeriod(%q) = %v, %t, want %q", name, p, ok, want)
		}
	}
}

func TestParseGood(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text   string
		digits int
		want   trade.Product
		padded bool
	}{
		{"8704210000", 10, "8704210000", false},
		{"406101000", 10, "0406101000", true},
		{"XXXXXXXXXX", 10, "XXXXXXXXXX", false},
		{"ХХХХХХХХХХ", 10, "XXXXXXXXXX", false}, // Cyrillic
		{"93xxххХХXX", 10, "93XXXXXXXX", false},
		{"870", 4, "0870", true},
		{"1", 2, "01", true},
		{"40610", 6, "040610", true},
		{"1064100", 8, "01064100", true},
		{"8704", 10, "", false},
		{"87042100", 10, "", false},
		{"87042100000", 10, "", false},
		{"0004210000", 10, "", false},
		{"7704210000", 10, "", false},
		{"8.70421E+09", 10, "", false},
		{"8704 21 000 0", 10, "", false},
		{"", 10, "", false},
		{"TOTAL", 10, "", false},
	} {
		g := parseGood(c.text, c.digits)
		if (g.fault == "") != (c.want != "") || c.want != "" && (g.code != c.want || g.padded != c.padded) {
			t.Errorf("parseGood(%q, %d) = %+v", c.text, c.digits, g)
		}
	}
}

func TestDigitsOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		codes []string
		want  int
	}{
		{nil, 10}, {[]string{""}, 10}, {[]string{"8704210000", "406101000", "8704"}, 10}, {[]string{"87", "4", "XX"}, 2},
		{[]string{"8704", "406"}, 4}, {[]string{"01064100"}, 8}, {[]string{"ХХХХХХХХХХ"}, 10}, {[]string{"870421", "8704"}, 6},
		{[]string{"a very long text without a code"}, 10},
	} {
		if got := digitsOf(c.codes); got != c.want {
			t.Errorf("digitsOf(%q) = %d, want %d", c.codes, got, c.want)
		}
	}
}

func TestRegionsByOKATO(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]trade.Economy{
		"05000 - PRIMORYE TERRITORY": "RU-PRI", "46000 - MOSCOW REGION": "RU-MOS", "45000": "RU-MOW", "5000 - ПРИМОРЬЕ": "RU-PRI",
		"05000-ПРИМОРСКИЙ КРАЙ": "RU-PRI", "71100 - ХМАО": "RU-KHM", "71140 - ЯНАО": "RU-YAN", "11100 - НАО": "RU-NEN", "40000 - САНКТ-ПЕТЕРБУРГ": "RU-SPE",
		"": "", "PRIMORYE": "", "99999 - ?": "", "050000 - X": "", "500 - X": "",
	} {
		got, ok := okato(text)
		if got != want || ok != (want != "") {
			t.Errorf("okato(%q) = %q, %t, want %q", text, got, ok, want)
		}
	}
	for _, code := range []string{"35000", "67000"} {
		if e, ok := okato(code + " - X"); !ok || reference.EconomyName(e).English == string(e) {
			t.Errorf("the subject %s has no code of its own with a name: %q", code, e)
		}
	}
}

// The names of a unit in the files are one unit.
func TestUnits(t *testing.T) {
	t.Parallel()
	for want, list := range map[string][]string{
		"u": {"796", "PCE  NMB", "NMB", "ШТ", "шт", "ШТ."}, "m³": {"113", "MTQ", "М3", "м3"}, "2u": {"715", "NPR", "ПАРА"},
		"": {"", " ", "-", "?", "0"}, "Kg of  something": nil, "kg met.am.": {"KG MET.AM"}, "l alc 100%": {"831", "Л 100% СПИРТА"},
		"1000u": {"798", "1000 ШТ"}, "ЕЖ": {"ЕЖ"}, "a b": {"a  b"},
	} {
		for _, text := range list {
			if got := unitOf(text); got != want {
				t.Errorf("unitOf(%q) = %q, want %q", text, got, want)
			}
		}
	}
}
