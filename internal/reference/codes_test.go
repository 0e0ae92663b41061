package reference_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

func TestPublisherCode(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]trade.Economy{
		"BLR": "BLR", "S19": "S19", "SUN": "SUN", "R20": "R20", "A79": "A79", "ZA1": "ZA1",
		"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "YUG": "YUG", "PAL": "PSE", "BYS": "BLR", "BUR": "MMR", "CSG": "SCG",
		"W00": "WLD", "_X": "XNS", "_AC": "XAC", "X1": "XBU", "X2": "XFZ", "XX": "XSC", "R4": "XAS", "EUR": "EUN",
		"OAS": "S19", "UNS": "XNS", "SER": "SCG", "SUD": "SD1", "ANS": "XNS",
		"EXT_EU27_2020": "XEX", "INT_EU27_2020": "XIN", "WORLD": "WLD",
	} {
		if got, ok := reference.PublisherCode(code); !ok || got != want {
			t.Errorf("PublisherCode(%q) = %q, %v; want %s", code, got, ok, want)
		}
	}
	for _, code := range []string{"", "blr", "BY", "RU-PRI", "QQQ", "112", "Belarus", "EAEU", " BLR"} {
		if got, ok := reference.PublisherCode(code); ok || got != "" {
			t.Errorf("PublisherCode(%q) = %q, %v; want nothing", code, got, ok)
		}
	}
}

func TestAlpha2(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]trade.Economy{
		"BY": "BLR", "NA": "NAM", "GR": "GRC", "EL": "GRC", "GB": "GBR", "UK": "GBR", "XU": "GBR", "XI": "GB-NIR",
		"XK": "XKX", "XS": "SRB", "RS": "SRB", "CS": "SCG", "ZR": "COD", "TP": "TLS", "SU": "SUN", "AN": "ANT",
		"AB": "XAB", "OS": "XOS", "EU": "EUN", "XC": "ES-CE", "XL": "ES-ML", "TW": "TWN",
		"QP": "XHS", "QQ": "XBU", "QR": "XBU", "QS": "XBU", "QU": "XNS", "QV": "XNS", "QW": "XNS", "QX": "XSC", "QY": "XSC", "QZ": "XSC",
	} {
		if got, ok := reference.Alpha2(code); !ok || got != want {
			t.Errorf("Alpha2(%q) = %q, %v; want %s", code, got, ok, want)
		}
	}
	for _, code := range []string{"", "by", "BLR", "QM", "N", "00"} {
		if got, ok := reference.Alpha2(code); ok || got != "" {
			t.Errorf("Alpha2(%q) = %q, %v; want nothing", code, got, ok)
		}
	}
}

// The codes are those of the sample rows of the customs files and of the customs'
// list of 85 regions.
func TestOKATO(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]trade.Economy{
		"05000": "RU-PRI", "46000": "RU-MOS", "45000": "RU-MOW", "40000": "RU-SPE", "33000": "RU-KIR", "04000": "RU-KYA",
		"11000": "RU-ARK", "11100": "RU-NEN", "71000": "RU-TYU", "71100": "RU-KHM", "71140": "RU-YAN",
		"01000": "RU-ALT", "84000": "RU-AL", "98000": "RU-SA", "35000": "XR-35", "67000": "XR-67", "77000": "RU-CHU", "99000": "RU-YEV",
	} {
		if got, ok := reference.OKATO(code); !ok || got != want {
			t.Errorf("OKATO(%q) = %q, %v; want %s", code, got, ok, want)
		}
	}
	codes := 0
	of := map[trade.Economy]bool{}
	for n := range 100000 {
		if e, ok := reference.OKATO(fmt.Sprintf("%05d", n)); ok {
			codes++
			of[e] = true
		}
	}
	if codes != 85 || len(of) != 85 {
		t.Errorf("%d codes of %d regions, the customs' list has 85", codes, len(of))
	}
	for _, e := range reference.Regions("RUS") {
		if !of[e] {
			t.Errorf("%s has no OKATO code", e)
		}
	}
	for _, code := range []string{"", "5000", "05", "05000000000", "00000", "RU-PRI"} {
		if got, ok := reference.OKATO(code); ok {
			t.Errorf("OKATO(%q) = %q; want nothing", code, got)
		}
	}
}

// The codes of regions that ISO 3166-2 does not list for Russia begin with letters
// that ISO leaves to users, so that they are no country's.
func TestPrivateCodesBelongToNoCountry(t *testing.T) {
	t.Parallel()
	for _, e := range []trade.Economy{"XR-35", "XR-67"} {
		if reference.CountryOf(e) != e || !e.IsRegion() || reference.AreaKindOf(e) != reference.Region {
			t.Errorf("%s is of %s, a %s", e, reference.CountryOf(e), reference.AreaKindOf(e))
		}
		if s, err := reference.FindSide(string(e)); err != nil || s.Code != string(e) || s.Name.English == string(e) {
			t.Errorf("FindSide(%s) = %+v, %v", e, s, err)
		}
	}
}

// letterExceptions are the rows of UN Comtrade's lists whose letters are those of
// another area: of the area of today for one of the past, and of one area for two.
var letterExceptions = map[string]trade.Economy{
	"58": "BEL", "230": "ETH", "280": "DEU", "532": "ANT", "588": "PAK", "590": "PAN", "658": "KNA", "736": "SDN",
	"841": "USA", "868": "VNM", "886": "YEM", "473": "A79", "492": "MCO",
}

// Every code of UN Comtrade's lists of partners and reporters has an economy, its letters
// mean the same one, and it is what the list says it is.
func TestComtradeListsAgree(t *testing.T) {
	t.Parallel()
	for file, least := range map[string]int{"partner.csv": 310, "reporter.csv": 255} {
		read := 0
		eachRow(t, testdata(t, "comtrade-ref", file), []string{"id", "iso_3", "iso_2", "exit_year", "group"}, func(v []string) {
			read++
			number, _ := strconv.Atoi(v[0])
			e, ok := reference.Numeric(number)
			if !ok {
				t.Errorf("%s: %s has no economy", file, v[0])
				return
			}
			want := e
			if other, excepted := letterExceptions[v[0]]; excepted {
				want = other
			}
			letters := strings.TrimSpace(v[1])
			if got, ok := reference.PublisherCode(letters); !ok || got != want {
				t.Errorf("%s: %s is %s, its letters %q are %q, want %s", file, v[0], e, letters, got, want)
			}
			kind := reference.AreaKindOf(e)
			if kind == reference.UnknownPlace || kind == reference.Region {
				t.Errorf("%s: %s (%s) is of kind %q", file, v[0], e, kind)
			}
			if v[4] == "TRUE" && (kind == reference.Country || kind == reference.Former) {
				t.Errorf("%s: %s (%s) is a group there and a %s here", file, v[0], e, kind)
			}
			if e2, ok := reference.Alpha2(v[2]); ok && kind == reference.Country && e2 != e {
				t.Errorf("%s: %s is %s, its letters %s are %s", file, v[0], e, v[2], e2)
			}
		})
		if read != least {
			t.Errorf("%s has %d rows, want %d", file, read, least)
		}
	}
}

// CEPII's distances name economies by letters of which some are withdrawn, and by number.
func TestCEPIILetters(t *testing.T) {
	t.Parallel()
	exceptions := map[string]trade.Economy{"YUG": "SCG", "TWN": "S19", "SDN": "SD1", "BEL": "BLX", "ZAF": "ZA1"}
	read := map[string]bool{}
	eachRow(t, testdata(t, "cepii-dist", "geo_cepii.csv"), []string{"iso2", "iso3", "cnum"}, func(v []string) {
		read[v[1]] = true
		e, ok := reference.PublisherCode(v[1])
		if !ok {
			t.Errorf("%s is not known", v[1])
		}
		number, _ := strconv.Atoi(v[2])
		byNumber, ok := reference.Numeric(number)
		if want, excepted := exceptions[v[1]]; ok && byNumber != e && (!excepted || byNumber != want) {
			t.Errorf("%s is %s, its number %s is %s", v[1], e, v[2], byNumber)
		}
		if two, ok := reference.Alpha2(v[0]); !ok || two != e {
			t.Errorf("%s is %s, its two letters %s are %q", v[1], e, v[0], two)
		}
	})
	if len(read) < 220 {
		t.Errorf("%d economies were read", len(read))
	}
}

// Russian customs' two letters, as a program of an analyst lists them.
func TestCodesOfRussianCustomsAreKnown(t *testing.T) {
	t.Parallel()
	// Not codes: two typed with Cyrillic letters, three with slips, and rows without one.
	slips := map[string]bool{"": true, "ВО": true, "СА": true, "PGH": true, "MMR": true, "YN": true, "SOСОМАЛИ": true, "NAM": true}
	read := 0
	eachRow(t, testdata(t, "countries", "hilogics_countries_ru.csv"), []string{"code", "name"}, func(v []string) {
		read++
		if _, ok := reference.Alpha2(v[0]); !ok && !slips[v[0]] {
			t.Errorf("%s (%s) is not known", v[0], v[1])
		}
	})
	if read < 200 {
		t.Errorf("%d codes were read", read)
	}
}

func BenchmarkPublisherCode(b *testing.B) {
	for b.Loop() {
		if _, ok := reference.PublisherCode("ZAR"); !ok {
			b.Fatal("ZAR is not known")
		}
	}
}
