package reference_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

func TestFindSide(t *testing.T) {
	t.Parallel()
	words := map[string][]string{
		"BLR":    {"BLR", "blr", "BY", "by", " by ", "Belarus", "BELARUS", "Беларусь", "Белоруссия", "белоруссия", "Республика Беларусь"},
		"RUS":    {"RU", "Russia", "Russian Federation", "Россия", "Российская Федерация", "РФ"},
		"USA":    {"US", "United States", "США", "соединенные штаты", "Соединённые Штаты Америки"},
		"GBR":    {"UK", "GB", "Great Britain", "Великобритания"},
		"KOR":    {"South Korea", "Korea, Republic of", "Южная Корея", "Республика Корея"},
		"PRK":    {"North Korea", "КНДР"},
		"VNM":    {"Viet Nam", "Vietnam", "Вьетнам"},
		"ARE":    {"UAE", "ОАЭ", "Объединенные Арабские Эмираты"},
		"MKD":    {"North Macedonia", "Северная Македония"},
		"SWZ":    {"Eswatini", "Swaziland", "Эсватини"},
		"TUR":    {"Türkiye", "turkiye", "Turkey", "Турция"},
		"CZE":    {"Czechia", "Czech Republic", "Чехия"},
		"CPV":    {"Cabo Verde", "cape-verde", "Кабо-Верде", "кабо верде"},
		"CIV":    {"Côte d'Ivoire", "Cote d’Ivoire", "Кот-д’Ивуар", "кот д ивуар"},
		"NAM":    {"NA", "Namibia"},
		"COD":    {"DRC", "DR Congo", "ДР Конго"},
		"COG":    {"Congo", "Конго"},
		"KGZ":    {"Kyrgyzstan", "Киргизия", "Кыргызстан"},
		"RU-PRI": {"RU-PRI", "ru-pri", "RU_PRI", "Primorsky Krai", "primorsky-krai", "Primorye", "Приморский край", "приморье", "Примор"},
		"RU-MOW": {"Moscow", "Москва", "г. Москва"},
		"RU-MOS": {"Moscow Oblast", "Moscow Region", "Московская область", "Подмосковье"},
		"RU-SA":  {"Yakutia", "Якутия", "Республика Саха (Якутия)"},
		"RU-ORL": {"Орел", "Орёл", "Oryol"},
		"RU-AL":  {"Altai Republic", "Республика Алтай"},
		"RU-ALT": {"Altai Krai", "Алтайский край"},
		"BY-HR":  {"BY-HR", "Grodno", "Hrodna", "Гродненская область"},
		"BY-HM":  {"Minsk", "Минск", "город Минск"},
		"BY-MI":  {"Minsk Region", "Минская область", "Минская обл."},
		"BY-MA":  {"Могилев", "Могилёвская область"},
		"S19":    {"S19", "Other Asia, nes", "Прочая Азия"},
		"SUN":    {"USSR", "СССР", "Soviet Union"},
		"BLX":    {"Belgium-Luxembourg"},
		"EAEU":   {"EAEU", "eaeu", "ЕАЭС", "Eurasian Economic Union"},
		"CIS":    {"CIS", "СНГ"},
		"EU27":   {"EU27", "EU", "EU-27", "ЕС", "Евросоюз", "European Union"},
		"WLD":    {"WLD", "World", "the world", "мир"},
	}
	for code, texts := range words {
		for _, text := range texts {
			side, err := reference.FindSide(text)
			if err != nil || side.Code != code {
				t.Errorf("FindSide(%q) = %q, %v; want %s", text, side.Code, err, code)
			}
		}
	}
}

func TestFindSideTellsWhatItIs(t *testing.T) {
	t.Parallel()
	primorye, _ := reference.FindSide("Primorye")
	if want := (trade.Name{English: "Primorsky Krai", Russian: "Приморский край"}); primorye.Name != want {
		t.Errorf("name of RU-PRI = %+v", primorye.Name)
	}
	if primorye.Group || !slices.Equal(primorye.Members, []trade.Economy{"RU-PRI"}) {
		t.Errorf("RU-PRI = %+v, want itself as the only member", primorye)
	}
	world, _ := reference.FindSide("World")
	if world.Group || world.Members != nil {
		t.Errorf("the world = %+v, want no members and no group", world)
	}
	eaeu, _ := reference.FindSide("ЕАЭС")
	if !eaeu.Group || !slices.Equal(eaeu.Members, []trade.Economy{"ARM", "BLR", "KAZ", "KGZ", "RUS"}) {
		t.Errorf("EAEU = %+v", eaeu)
	}
}

func TestGroupsHoldExistingEconomies(t *testing.T) {
	t.Parallel()
	for group, count := range map[string]int{"EAEU": 5, "CIS": 9, "EU27": 27} {
		side, err := reference.FindSide(group)
		if err != nil || len(side.Members) != count || !slices.IsSorted(side.Members) {
			t.Errorf("%s has %d members %v, %v; want %d, sorted", group, len(side.Members), side.Members, err, count)
		}
		for _, e := range side.Members {
			if !slices.Contains(reference.Economies(), e) {
				t.Errorf("%s holds %s, which is not an economy", group, e)
			}
		}
	}
	eu, _ := reference.FindSide("EU27")
	if eu.Includes("GBR") {
		t.Error("the EU of 27 includes the United Kingdom")
	}
}

func TestAGroupIsNotChangedByItsCaller(t *testing.T) {
	t.Parallel()
	first, _ := reference.FindSide("CIS")
	first.Members[0] = "USA"
	if again, _ := reference.FindSide("CIS"); again.Includes("USA") {
		t.Error("changing an answer changed the table")
	}
}

func TestAnyRegionCodeOfAnExistingCountryIsTaken(t *testing.T) {
	t.Parallel()
	side, err := reference.FindSide("br-pr")
	if err != nil || side.Code != "BR-PR" || side.Name.English != "BR-PR" {
		t.Errorf("FindSide(br-pr) = %+v, %v; want a region named by its code", side, err)
	}
	if _, err := reference.FindSide("QQ-12"); trade.KindOf(err) != trade.Usage {
		t.Errorf("FindSide(QQ-12) = %v; no country has that code", err)
	}
}

func TestIncludes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		side    string
		economy trade.Economy
		want    bool
	}{
		{"BLR", "BLR", true},
		{"BLR", "BY-HR", true},
		{"BLR", "RUS", false},
		{"RU-PRI", "RU-PRI", true},
		{"RU-PRI", "RUS", false},
		{"RU-PRI", "RU-SAK", false},
		{"EAEU", "KAZ", true},
		{"EAEU", "RU-PRI", true},
		{"EAEU", "UZB", false},
		{"World", "BLR", true},
		{"World", "S19", true},
	} {
		side, err := reference.FindSide(c.side)
		if err != nil {
			t.Fatal(err)
		}
		if got := side.Includes(c.economy); got != c.want {
			t.Errorf("%s includes %s = %v, want %v", c.side, c.economy, got, c.want)
		}
	}
}

func TestUnknownSideSuggestsTheNearest(t *testing.T) {
	t.Parallel()
	for text, suggestion := range map[string]string{
		"Belorus":    "did you mean Belarus (BLR)",
		"Белорусия":  "Belarus (BLR)",
		"Germny":     "Germany (DEU)",
		"Kazahstan":  "Kazakhstan (KAZ)",
		"Primorskiy": "Primorsky Krai (RU-PRI)",
		"EAES":       "did you mean EAEU?",
		"qqqqqqqq":   "use an ISO code",
		"":           "use an ISO code",
		"***":        "use an ISO code",
	} {
		_, err := reference.FindSide(text)
		if trade.KindOf(err) != trade.Usage || !strings.Contains(trade.HintOf(err), suggestion) {
			t.Errorf("FindSide(%q) = %v, hint %q; want it to hold %q", text, err, trade.HintOf(err), suggestion)
		}
		if err != nil && !strings.Contains(err.Error(), text) {
			t.Errorf("the error %q does not say what was typed, %q", err, text)
		}
	}
}

func FuzzFindSide(f *testing.F) {
	for _, seed := range []string{"BLR", "by", "RU-PRI", "Приморье", "ЕАЭС", "Côte d’Ivoire", "", "\xff\xfe", "QQ-1", strings.Repeat("я", 200)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		side, err := reference.FindSide(text)
		if err != nil {
			if trade.KindOf(err) != trade.Usage || trade.HintOf(err) == "" {
				t.Fatalf("FindSide(%q) = %v without a hint", text, err)
			}
			return
		}
		again, err := reference.FindSide(side.Code)
		if err != nil || again.Code != side.Code || side.Name.English == "" || side.Name.Russian == "" {
			t.Fatalf("FindSide(%q) = %+v, whose code gives %+v, %v", text, side, again, err)
		}
	})
}

// TestRegionByForm: the regions of Russia and Belarus are listed whole, so that a
// slip is caught; those of other countries are taken by their form.
func TestRegionByForm(t *testing.T) {
	t.Parallel()
	if s, err := reference.FindSide("us-ca"); err != nil || s.Code != "US-CA" {
		t.Errorf("US-CA is %v, %v", s, err)
	}
	for _, slip := range []string{"RU-PRM", "BY-XX", "XX-PRI"} {
		_, err := reference.FindSide(slip)
		if trade.KindOf(err) != trade.Usage || trade.HintOf(err) == "" {
			t.Errorf("%s gives %v, want a usage error with a hint", slip, err)
		}
	}
}

// TestSideByNumericCode: people type what they see in a publisher's file.
func TestSideByNumericCode(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"112": "BLR", "710": "ZAF", "842": "USA", "490": "S19", "004": "AFG"} {
		if s, err := reference.FindSide(text); err != nil || s.Code != want {
			t.Errorf("%s is %v, %v; want %s", text, s, err, want)
		}
	}
	if _, err := reference.FindSide("9999"); trade.KindOf(err) != trade.Usage {
		t.Errorf("9999: %v", err)
	}
}
