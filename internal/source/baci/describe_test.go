package baci_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// Tables of codes that differ for Afghanistan, so that the data tell which one
// was used.
func codeTable(economy string) string {
	return "country_code,country_name,country_iso2,country_iso3\n4,Afghanistan,AF," + economy + "\n276,Germany,DE,DEU\n"
}

func TestWhichTableOfCodesIsUsed(t *testing.T) {
	t.Parallel()
	row := header + "2023,4,276,570110,1,1\n"
	flows := write(t, "BACI_HS17_Y2023_V202401.csv", row)
	older := write(t, "country_codes_V202301.csv", codeTable("AF1"))
	same := write(t, "country_codes_V202401.csv", codeTable("AF2"))
	newer := write(t, "country_codes_V202501.csv", codeTable("AF3"))
	zipped := writeZip(t, "BACI_HS17_V202401.zip", map[string]string{
		"BACI_HS17_Y2023_V202401.csv": row, "country_codes_V202401.csv": codeTable("AF4"),
	})
	for _, test := range []struct {
		paths []string
		want  trade.Economy
		note  string
	}{
		{[]string{flows}, "AFG", "no table of country codes was given: the codes are read by oborot's own"},
		{[]string{flows, older, same, newer}, "AF2", "country codes are read by country_codes_V202401.csv"},
		{[]string{newer, same, flows}, "AF2", "4 is AF2 (AFG in oborot's table)"},
		{[]string{flows, newer, older}, "AF3", "country codes are read by country_codes_V202501.csv"},
		{[]string{zipped, newer}, "AF4", "country codes are read by country_codes_V202401.csv"},
	} {
		im := mustLoad(t, source.Request{Paths: test.paths})
		if im.Observations[0].Exporter != test.want || !strings.Contains(strings.Join(im.Account.Notes, "\n"), test.note) {
			t.Errorf("%d paths: exporter %s, notes %q", len(test.paths), im.Observations[0].Exporter, im.Account.Notes)
		}
	}
}

func TestBadTablesBesideTheData(t *testing.T) {
	t.Parallel()
	flows := write(t, "BACI_HS17_Y2023_V202501.csv", year2023)
	for _, test := range []struct{ path, want string }{
		{write(t, "country_codes_V202501.csv", "code;iso3\n4;AFG\n"), "no columns country_code and iso3"},
		{write(t, "country_codes_V202501.csv", "\x1f\x8b\x08"), "a gzip archive"},
		{write(t, "country_codes_V202501.csv", strings.Repeat("4,AFG\n", 300_000)), "too large"},
		{writeZip(t, "BACI_HS17_V202501.zip", map[string]string{
			"BACI_HS17_Y2023_V202501.csv": year2023, "country_codes_V202501.csv": "a,b\n",
		}), "BACI_HS17_V202501.zip/country_codes_V202501.csv, line 1: the table of country codes has no columns"},
	} {
		_, err := describe(source.Request{Paths: []string{flows, test.path}})
		if trade.KindOf(err) != trade.BadInput || !strings.Contains(err.Error(), test.want) || trade.HintOf(err) == "" {
			t.Errorf("%s: %v [%s]", test.want, err, trade.HintOf(err))
		}
	}
}

func TestWordsOfTheRequestWin(t *testing.T) {
	t.Parallel()
	path := write(t, "BACI_HS17_Y2023_V202501.csv", year2023+"2023,4,24,1,1,1\n")
	im := mustLoad(t, source.Request{Paths: []string{path}, Mode: trade.Merge, Tolerate: 0.5, Unit: "thousand-usd"})
	if im.Import.Mode != trade.Merge || im.Import.Tolerate != 0.5 || len(im.Rejections) != 1 {
		t.Errorf("the import is %+v with %d rows set aside", im.Import, len(im.Rejections))
	}
}

// A file that changes or goes between looking and reading is an error, and
// nothing is stored.
func TestFilesThatChangeBeforeReading(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(path string) error{
		"gone":    os.Remove,
		"emptied": func(path string) error { return os.Truncate(path, 0) },
		"grown": func(path string) error {
			return os.WriteFile(path, []byte(year2023+"2023,276,112,300432,1,1\n"), 0o644)
		},
		"other": func(path string) error { return os.WriteFile(path, []byte("a;b\n1;2\n"), 0o644) },
	} {
		for _, path := range []string{
			write(t, "BACI_HS17_Y2023_V202501.csv", year2023),
			writeZip(t, "BACI_HS17_V202501.zip", map[string]string{"BACI_HS17_Y2023_V202501.csv": year2023}),
		} {
			loads, err := describe(source.Request{Paths: []string{path}})
			if err != nil {
				t.Fatal(err)
			}
			if err := change(path); err != nil {
				t.Fatal(err)
			}
			sink := &sourcetest.Sink{}
			if _, err := loads[0].Read(context.Background(), sink, nil); err == nil || len(sink.Imports) != 0 {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
