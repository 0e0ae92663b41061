package reference_test

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

var sayOnce sync.Once

// testdata returns a path below the folder of publishers' files. Without the
// folder the test is skipped, or fails where the folder is required.
func testdata(t testing.TB, parts ...string) string {
	t.Helper()
	folder := os.Getenv("OBOROT_TESTDATA")
	if folder != "" {
		return filepath.Join(append([]string{folder}, parts...)...)
	}
	if os.Getenv("OBOROT_TESTDATA_REQUIRED") == "1" {
		t.Fatal("OBOROT_TESTDATA is not set, and OBOROT_TESTDATA_REQUIRED is 1")
	}
	sayOnce.Do(func() {
		fmt.Fprintln(os.Stderr, "reference: OBOROT_TESTDATA is not set; tests on publishers' code lists are skipped")
	})
	t.Skip("OBOROT_TESTDATA is not set")
	return ""
}

// eachRow calls do with the values of the named columns of a csv file; they are
// valid during the call.
func eachRow(t testing.TB, path string, columns []string, do func(values []string)) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	reader := csv.NewReader(file)
	reader.LazyQuotes, reader.ReuseRecord, reader.FieldsPerRecord = true, true, -1
	header, err := reader.Read()
	if err != nil {
		t.Fatal(err)
	}
	at := make([]int, len(columns))
	for i, column := range columns {
		at[i] = position(t, header, column)
	}
	values := make([]string, len(columns))
	for row, err := reader.Read(); err != io.EOF; row, err = reader.Read() {
		if err != nil {
			t.Fatal(err)
		}
		for i, field := range at {
			values[i] = row[field]
		}
		do(values)
	}
}

func position(t testing.TB, header []string, column string) int {
	t.Helper()
	for i, name := range header {
		if name == column {
			return i
		}
	}
	t.Fatalf("no column %s in %q", column, header)
	return 0
}

func TestEveryNumericCodeOfPublishersResolves(t *testing.T) {
	t.Parallel()
	baci := []string{"i", "j"}
	for file, columns := range map[string][]string{
		"comtrade-ref/partner.csv":                {"id"},
		"comtrade-ref/reporter.csv":               {"id"},
		"baci-afg-zaf/country_codes_V202201.csv":  {"country_code"},
		"baci-afg-zaf/baci_hs17_2020_afg_zaf.csv": baci,
		"baci-afg-zaf/baci_hs92_2021_afg_zaf.csv": baci,
	} {
		unknown := map[string]bool{}
		eachRow(t, testdata(t, filepath.FromSlash(file)), columns, func(v []string) {
			for _, digits := range v {
				code, err := strconv.Atoi(digits)
				if _, ok := reference.Numeric(code); err != nil || !ok {
					unknown[digits] = true
				}
			}
		})
		if len(unknown) > 0 {
			t.Errorf("%s: %v do not resolve", file, unknown)
		}
	}
}

// Publishers give one alpha-3 code to several areas; here two numeric codes share
// a code only where both mean the present-day economy.
func TestNumericCodesShareACodeOnlyForPresentEconomies(t *testing.T) {
	t.Parallel()
	present := map[trade.Economy]bool{}
	for _, e := range reference.Economies() {
		present[e] = true
	}
	codes := map[trade.Economy]map[string]bool{}
	eachRow(t, testdata(t, "comtrade-ref", "partner.csv"), []string{"id", "exit_year"}, func(v []string) {
		number, _ := strconv.Atoi(v[0])
		e, _ := reference.Numeric(number)
		if codes[e] == nil {
			codes[e] = map[string]bool{}
		}
		codes[e][v[0]] = true
	})
	for e, numbers := range codes {
		if len(numbers) > 1 && (!present[e] || len(numbers) > 2) {
			t.Errorf("%s stands for %v", e, numbers)
		}
	}
}

// ISO's own list, and the names UN Comtrade uses for present-day economies.
func TestEconomiesAgreeWithISO3166(t *testing.T) {
	t.Parallel()
	listed := 0
	eachRow(t, testdata(t, "countries", "iso3166_regions.csv"), []string{"alpha-2", "alpha-3", "country-code"}, func(v []string) {
		listed++
		for _, code := range v[:2] {
			if side, err := reference.FindSide(code); err != nil || side.Code != v[1] {
				t.Errorf("FindSide(%s) = %q, %v; want %s", code, side.Code, err, v[1])
			}
		}
		number, _ := strconv.Atoi(v[2])
		if e, _ := reference.Numeric(number); string(e) != v[1] && number != 492 {
			t.Errorf("Numeric(%d) = %s, want %s", number, e, v[1])
		}
	})
	if listed != len(reference.Economies()) {
		t.Errorf("%d economies, ISO lists %d", len(reference.Economies()), listed)
	}
}

func TestNamesThatPublishersUseAreFound(t *testing.T) {
	t.Parallel()
	total, missing := 0, []string{}
	eachRow(t, testdata(t, "comtrade-ref", "partner.csv"), []string{"id", "country", "exit_year"}, func(v []string) {
		number, _ := strconv.Atoi(v[0])
		want, _ := reference.Numeric(number)
		if v[2] != "" && v[2] != "NA" {
			return
		}
		total++
		if side, err := reference.FindSide(v[1]); err != nil || side.Code != string(want) {
			missing = append(missing, fmt.Sprintf("%s (%s, found %q)", v[1], want, side.Code))
		}
	})
	if len(missing) > 0 || total < 240 {
		t.Errorf("of %d names %d are not found: %q", total, len(missing), missing)
	}
}

func TestEveryHeadingOfEveryEditionHasAName(t *testing.T) {
	t.Parallel()
	for edition := range 7 {
		n := trade.Nomenclature("H" + strconv.Itoa(edition))
		count := 0
		eachRow(t, testdata(t, "comtrade-ref", "cmd_h"+strconv.Itoa(edition)+".csv"), []string{"id"}, func(v []string) {
			p := trade.Product(v[0])
			if p.Level() != 4 {
				return
			}
			count++
			if name := reference.ProductName(p, n); name.English == "" || name == reference.ProductName(p.Chapter(), n) {
				t.Errorf("heading %s of %s is named %q", p, n, name.English)
			}
		})
		if count < 1200 {
			t.Errorf("%s has %d headings; the list was not read", n, count)
		}
	}
}

func TestHeadingsOfHS2022AreThoseOfTheNomenclature(t *testing.T) {
	t.Parallel()
	known := map[trade.Product]bool{}
	for _, p := range reference.Headings() {
		known[p] = true
	}
	eachRow(t, testdata(t, "hs-nomenclature", "harmonized-system.csv"), []string{"section", "hscode", "level"}, func(v []string) {
		p := trade.Product(v[1])
		if v[2] == "4" && !known[p] {
			t.Errorf("heading %s is missing", p)
		}
		if section, _ := reference.SectionOf(p); section != v[0] && p != trade.AllProducts && p.Chapter() != "99" {
			t.Errorf("%s is in section %s, the nomenclature says %s", p, section, v[0])
		}
	})
}

// The commodity nomenclature of the EAEU by the tax service, and a list of the Moscow
// institute of international relations; the latter also has rows of its own, which
// it marks as supplements, under codes that no nomenclature has.
func TestHeadingsOfTNVEDHaveNames(t *testing.T) {
	t.Parallel()
	for file, columns := range map[string][]string{"tnved4_fns_2022.csv": {"tnved4", "name_ru"}, "hs4_labels_mgimo.csv": {"tnved4", "name_ru_source"}} {
		count := 0
		eachRow(t, testdata(t, "tnved-ru", file), columns, func(v []string) {
			p := trade.Product(v[0])
			if v[1] == "supplement" || p.Level() != 4 || p.Chapter() >= "98" { // chapters that each country fills
				return
			}
			count++
			if name := reference.ProductName(p, trade.TNVED); name.Russian == "" || name == reference.ProductName(p.Chapter(), trade.TNVED) {
				t.Errorf("%s: heading %s is named %q", file, p, name.Russian)
			}
		})
		if count < 900 {
			t.Errorf("%s has %d headings; the list was not read", file, count)
		}
	}
}

func TestEveryProductOfTheExtractsHasAHeadingName(t *testing.T) {
	t.Parallel()
	for file, n := range map[string]trade.Nomenclature{"baci_hs17_2020_afg_zaf.csv": trade.HS2017, "baci_hs92_2021_afg_zaf.csv": trade.HS1992} {
		nameless := map[trade.Product]bool{}
		eachRow(t, testdata(t, "baci-afg-zaf", file), []string{"k"}, func(v []string) {
			p := trade.Product(fmt.Sprintf("%06s", v[0]))
			if name := reference.ProductName(p, n); name == reference.ProductName(p.Chapter(), n) {
				nameless[p] = true
			}
		})
		if len(nameless) > 0 {
			t.Errorf("%s: %v have no name but their chapter's", file, nameless)
		}
	}
}
