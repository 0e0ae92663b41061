package baci

import (
	"strings"
	"testing"
)

func TestParseName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]fileName{
		"BACI_HS17_Y2023_V202501.csv":         {"17", "202501", 2023},
		"BACI_HS02_Y1995_V202401b.csv":        {"02", "202401b", 1995},
		"folder/BACI_HS17_Y2023_V202501.csv":  {"17", "202501", 2023},
		"BACI_HS22_V202501.zip":               {"22", "202501", 0},
		"baci_hs92_2021_afg_zaf.csv":          {"92", "", 0}, // not a promise about all rows
		"BACI_HS17_Y2023_V202501_extract.csv": {"17", "202501", 0},
		"my-baci-hs2012.csv":                  {"12", "", 0},
		"baci.csv":                            {},
	} {
		if got, ok := parseName(name); !ok || got != want {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if _, ok := parseName("comtrade_hs17.csv"); ok {
		t.Error("a file of another publisher is taken")
	}
}

func TestRecogniseSaysWhy(t *testing.T) {
	t.Parallel()
	zip := "PK\x03\x04" + strings.Repeat("\x00", 26)
	for _, test := range []struct{ name, head, want string }{
		{"BACI_HS17_Y2023_V202501.csv", "", "it is named like a BACI file of HS17"},
		{"extract.csv", "t,i,j,k,v,q\n", "it has BACI's columns t,i,j,k,v,q"},
		{"extract.csv", `"t";"i";"j";"k";"v";"q"` + "\n", "it has BACI's columns t,i,j,k,v,q"},
		{"country_codes_V202201.csv", "country_code", "it is named like one of BACI's code tables"},
		{"product_codes_HS17_V202501.csv", "code,description", ""},
		{"baci_product_codes_HS17_V202201.csv", "code,description,bec", ""},
		{"download.zip", zip + "BACI_HS17_Y2018_V202501.csv", "the first file in the archive is named like one of BACI"},
		{"download.zip", zip + "photo.jpg", ""},
		{"trade.csv", "year,reporter,partner\n", ""},
		{"trade.csv", "", ""},
	} {
		if got := recognise(test.name, []byte(test.head)); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
