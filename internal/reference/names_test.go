package reference_test

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// printed is a list that publishers or programs print names in.
type printed struct {
	file    string
	code    string // the column of the code
	read    func(code string) (trade.Economy, bool)
	columns []string // of names
	least   int      // rows
}

func byNumber(code string) (trade.Economy, bool) {
	n, err := strconv.Atoi(code)
	if err != nil {
		return "", false
	}
	return reference.Numeric(n)
}

func byLetters(code string) (trade.Economy, bool) {
	return reference.PublisherCode(strings.ToUpper(code))
}

// nameExceptions are names that stand for something else than the list has them for.
var nameExceptions = map[string]string{
	"ASEAN":                  "the group, not the aggregate of UN Comtrade",
	"European Union":         "the group, not the aggregate of UN Comtrade",
	"EU-28":                  "the group, not the aggregate of UN Comtrade",
	"Евросоюз":               "the group, not the union as a partner",
	"Сен-Мартен":             "the French part; one list gives it for the other",
	"Синт-Мартен":            "the Dutch part; one list gives it for the other",
	"Belgium and Luxembourg": "their former customs area; one list gives it for Belgium",
	"Serbia and Montenegro":  "SCG; one list gives it the letters YUG",
	"Намиби":                 "a slip of the list",
	"Неизвестная Страна":     "without a code in the list",
	"Страны ЕС":              "without a code in the list",
	"Sark":                   "a part of Guernsey without a code",
}

// Names as publishers of figures print them, in English and Russian, mean the
// economy whose code stands beside them.
func TestPrintedNamesAreFound(t *testing.T) {
	t.Parallel()
	for _, list := range []printed{
		{"comtrade-ref/partner.csv", "id", byNumber, []string{"country"}, 310},
		{"comtrade-ref/reporter.csv", "id", byNumber, []string{"country"}, 255},
		{"countries/comtrade_legacy_partners.csv", "id", byNumber, []string{"name"}, 290},
		{"countries/comtrade_legacy_reporters.csv", "id", byNumber, []string{"name"}, 250},
		{"countries/UNSD-M49-en.csv", "ISO-alpha3 Code", byLetters, []string{"Country or Area"}, 248},
		{"countries/UNSD-M49-ru.csv", "ISO-alpha3 Code", byLetters, []string{"Country or Area"}, 248},
		{"countries/UNSDregions.csv", "ISO-alpha3 Code", byLetters, []string{"Country or Area"}, 248},
		{"countries/world_ru.csv", "alpha3", byLetters, []string{"name"}, 248},
		{"countries/hilogics_countries_ru.csv", "code", reference.Alpha2, []string{"name"}, 250},
		{"countries/iso3166_regions.csv", "alpha-3", byLetters, []string{"name"}, 249},
		{"countries/country-codes.csv", "ISO3166-1-Alpha-3", byLetters, []string{
			"CLDR display name", "official_name_en", "official_name_ru", "UNTERM English Short", "UNTERM Russian Short", "UNTERM English Formal", "UNTERM Russian Formal",
		}, 249},
		{"baci-afg-zaf/country_codes_V202201.csv", "country_code", byNumber, []string{"country_name_abbreviation", "country_name_full"}, 238},
		{"cepii-dist/geo_cepii.csv", "iso3", byLetters, []string{"country"}, 220},
	} {
		if read := list.check(t); read < list.least {
			t.Errorf("%s: %d names were read, want %d", list.file, read, list.least)
		}
	}
}

// check finds every name of a list and returns how many rows it read.
func (l printed) check(t *testing.T) int {
	t.Helper()
	data, err := os.ReadFile(testdata(t, strings.Split(l.file, "/")...))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	if strings.HasPrefix(l.file, "baci") {
		text, _ = charmap.ISO8859_1.NewDecoder().String(text)
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord = -1
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(l.file, err)
	}
	code := position(t, rows[0], l.code)
	for _, column := range l.columns {
		name := position(t, rows[0], column)
		for _, row := range rows[1:] {
			l.find(t, row[code], row[name])
		}
	}
	return len(rows) - 1
}

func (l printed) find(t *testing.T, code, name string) {
	t.Helper()
	// A list of terms marks some names with asterisks and writes the article.
	name = strings.TrimPrefix(strings.TrimSpace(strings.Trim(name, "* ")), "the ")
	if _, excepted := nameExceptions[name]; excepted || name == "" || name == "All" {
		return
	}
	want, ok := l.read(code)
	side, err := reference.FindSide(name)
	if !ok && err != nil {
		t.Errorf("%s: %q (%s) is not found: %v", l.file, name, code, err)
	}
	if ok && (err != nil || side.Code != string(want)) {
		t.Errorf("%s: %q is %s there, found %q, %v", l.file, name, want, side.Code, err)
	}
}

// The names of the library that the tables started from are found, and are still
// the names here except where a state was renamed or another name is customary.
func TestLibraryNamesAreFound(t *testing.T) {
	t.Parallel()
	english, russian := display.Regions(language.English), display.Regions(language.Russian)
	others := 0
	for _, e := range reference.Economies() {
		region, err := language.ParseRegion(string(e))
		if err != nil {
			t.Fatal(e, err)
		}
		for _, name := range []string{english.Name(region), russian.Name(region)} {
			if side, err := reference.FindSide(name); err != nil || side.Code != string(e) {
				t.Errorf("%q is %s, found %q, %v", name, e, side.Code, err)
			}
		}
		if reference.EconomyName(e).English != english.Name(region) {
			others++
		}
	}
	if others > 60 {
		t.Errorf("%d English names are not those of the library", others)
	}
}

func TestRenamedStatesHaveTheirNames(t *testing.T) {
	t.Parallel()
	for e, want := range map[trade.Economy][2]string{
		"CZE": {"Czechia", "Чехия"}, "SWZ": {"Eswatini", "Эсватини"}, "MKD": {"North Macedonia", "Северная Македония"},
		"TUR": {"Türkiye", "Турция"}, "CPV": {"Cabo Verde", "Кабо-Верде"}, "MMR": {"Myanmar", "Мьянма"}, "BLR": {"Belarus", "Беларусь"},
		"KGZ": {"Kyrgyzstan", "Киргизия"}, "MDA": {"Moldova", "Молдова"}, "TKM": {"Turkmenistan", "Туркменистан"}, "KOR": {"South Korea", "Южная Корея"},
	} {
		if got := reference.EconomyName(e); got.English != want[0] || got.Russian != want[1] {
			t.Errorf("%s is named %+v, want %v", e, got, want)
		}
	}
}

func TestSpokenAndOlderNames(t *testing.T) {
	t.Parallel()
	for code, names := range map[string][]string{
		"BLR": {"Белоруссия", "Byelorussia", "РБ"}, "KGZ": {"Кыргызстан", "Киргизия"}, "MDA": {"Молдавия", "Moldavia"}, "TKM": {"Туркмения"},
		"KOR": {"Южная Корея", "Республика Корея"}, "NLD": {"Голландия", "Holland"}, "USA": {"США", "Штаты", "U.S.", "America"},
		"GBR": {"UK", "Britain", "Англия", "Соединённое Королевство"}, "MMR": {"Burma", "Бирма"}, "SWZ": {"Swaziland"}, "COD": {"ZAR", "Заир"},
		"ROU": {"ROM", "rom"}, "TLS": {"TMP", "East Timor"}, "PSE": {"PAL"}, "TWN": {"Taiwan", "Тайвань"}, "DEU": {"ФРГ"}, "SUN": {"СССР", "USSR"},
		"CIV": {"Берег Слоновой Кости"}, "LKA": {"Цейлон"}, "IRN": {"Исламская Республика Иран"}, "ESP": {"Королевство Испания"},
		"RU-PRI": {"Приморье", "Primorye", "05000"}, "RU-SPE": {"Питер", "40000"}, "RU-KHM": {"ХМАО", "71100"}, "RU-MOW": {"Moscow, the capital of Russian Federation"},
		"XR-35": {"35000", "Республика Крым", "Republic of Crimea"}, "XR-67": {"67000", "Севастополь"}, "XKX": {"Косово"},
	} {
		for _, name := range names {
			if side, err := reference.FindSide(name); err != nil || side.Code != code {
				t.Errorf("FindSide(%q) = %q, %v; want %s", name, side.Code, err, code)
			}
		}
	}
}
