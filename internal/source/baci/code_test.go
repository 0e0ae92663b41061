package baci

import (
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/trade"
)

// ownCodes stands for oborot's table.
var ownCodes = map[int]trade.Economy{
	0: "WLD", 4: "AFG", 56: "BEL", 58: "BLX", 380: "ITA", 381: "ITA", 490: "S19", 710: "ZAF", 842: "USA",
}

func own(code int) (trade.Economy, bool) {
	e, ok := ownCodes[code]
	return e, ok
}

const oldTable = `"country_code","country_name_abbreviation","country_name_full","iso_2digit_alpha","iso_3digit_alpha"
4,"Afghanistan","Afghanistan, ""Islamic"" Republic","AF","AFG"
56,"Belgium","Belgium","BE","BEL"
58,"Belgium-Luxembourg","Belgium-Luxembourg","BE","BEL"
384,"C` + "\xf4" + `te d'Ivoire","Côte d'Ivoire","CI","CIV"
490,"Other Asia, nes","Other Asia, not elsewhere specified","N/A","N/A"
697,"Europe EFTA, nes","Europe EFTA","N/A","N/A"
842,"USA","USA","US","USB"
`

func TestCodesOfPublisherAndOwn(t *testing.T) {
	t.Parallel()
	codes, err := readCodes("country_codes_V202201.csv", strings.NewReader(oldTable))
	if err != nil {
		t.Fatal(err)
	}
	table := resolveCodes(codes, own)
	for code, want := range map[int]trade.Economy{
		0:   "",    // the world does not trade
		4:   "AFG", // both agree
		56:  "BEL", // shared in the file, own table
		58:  "BLX", // shared in the file, own table
		380: "ITA", // not in the file
		384: "CIV", // not in the own table
		490: "S19", // N/A in the file
		697: "",    // N/A in the file, not in the own table
		842: "USB", // they differ: the publisher's
		999: "",
	} {
		if got := table.economy[code]; got != want {
			t.Errorf("code %d: %q, want %q", code, got, want)
		}
	}
	want := []string{
		"58 is BLX (BEL as for another code there)",
		"490 is S19 (N/A there)",
		"697 is unknown (N/A there) and its rows are set aside",
		"842 is USB (USA in oborot's table)",
	}
	if !slices.Equal(table.notes, want) {
		t.Errorf("the notes are %q", table.notes)
	}
	var seen codeSet
	seen.add(4)
	seen.add(380)
	if got := table.absentNotes(&seen); !slices.Equal(got, []string{"country codes that the publisher's table lacks are read by oborot's own: 380 is ITA"}) {
		t.Errorf("the notes on the data are %q", got)
	}
}

func TestNewAndOldNamesOfColumns(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"country_code,country_name,country_iso2,country_iso3\n4,Afghanistan,AF,AFG\n",
		"\xef\xbb\xbfcountry_code,country_name,country_iso2,country_iso3\r\n4,Afghanistan,AF,afg\r\n",
		oldTable,
	} {
		codes, err := readCodes("codes.csv", strings.NewReader(text))
		if err != nil || codes[4] != "AFG" {
			t.Errorf("%q: %v, %v", text, codes, err)
		}
	}
}

func TestBadTablesOfCodes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                      "codes.csv: the table of country codes is empty",
		"a,b\n1,2\n":                            "codes.csv, line 1: the table of country codes has no columns",
		"country_code,country_iso3\nAFG,4\n":    `codes.csv, line 2: "AFG" is not a numeric country code`,
		"country_code,country_iso3\n4,AFG\n8\n": "codes.csv, line 3: a row of the table of country codes has 1 fields",
		"country_code,country_iso3\n1000,AFG\n": `codes.csv, line 2: "1000" is not a numeric`,
	} {
		_, err := readCodes("codes.csv", strings.NewReader(text))
		if err == nil || !strings.HasPrefix(err.Error(), want) || trade.KindOf(err) != trade.BadInput || trade.HintOf(err) == "" {
			t.Errorf("%q: %v [%s]", text, err, trade.HintOf(err))
		}
	}
}

func FuzzCodes(f *testing.F) {
	f.Add(oldTable)
	f.Add("country_code,country_iso3\n4,\"AFG\n")
	f.Fuzz(func(t *testing.T, text string) {
		codes, err := readCodes("codes.csv", strings.NewReader(text))
		if err != nil {
			return
		}
		for code, economy := range resolveCodes(codes, own).economy {
			if _, known := own(code); economy == trade.World || economy != "" && !known && codes[code] != string(economy) {
				t.Errorf("code %d means %q", code, economy)
			}
		}
	})
}
