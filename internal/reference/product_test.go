package reference_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

func TestFindProduct(t *testing.T) {
	t.Parallel()
	words := map[trade.Product][]string{
		"8704":       {"8704", "HS 8704", "Trucks", "trucks", "lorries", "Грузовые автомобили", "грузовики"},
		"040610":     {"0406.10", "0406 10", "040610"},
		"0406":       {"Cheese and curd", "cheese", "cottage cheese", "Сыры и творог", "сыр", "сырок"},
		"0405":       {"butter", "Сливочное масло и молочные жиры"},
		"8421":       {"Filters and centrifuges", "Фильтры и центрифуги"},
		"3925":       {"Plastic building parts", "Строительные детали из пластмасс"},
		"8708":       {"Car and tractor parts", "части автомобилей и тракторов"},
		"3004":       {"Medicines", "Лекарственные средства", "лекарства"},
		"2301":       {"Meat and fish meal", "мясная и рыбная мука"},
		"8504":       {"Transformers", "трансформатор"},
		"1204":       {"Linseed"},
		"8443":       {"Printers and printing machines"},
		"87":         {"87", "Motor vehicles"},
		"31":         {"Fertilisers", "fertilizers", "удобрения"},
		"870":        {"870"},
		"8704210001": {"8704210001", "8704 21 0001"},
		"99":         {"99"},
		"98":         {"98"},
		"TOTAL":      {"TOTAL", "total"},
		"87XX":       {"87XX", "87xx"},
		"XXXXXXXXXX": {"XXXXXXXXXX"},
	}
	for code, texts := range words {
		for _, text := range texts {
			if got, err := reference.FindProduct(text); err != nil || got != code {
				t.Errorf("FindProduct(%q) = %q, %v; want %s", text, got, err, code)
			}
		}
	}
}

func TestUnknownProductSuggestsTheNearest(t *testing.T) {
	t.Parallel()
	for text, suggestion := range map[string]string{
		"chese":       "Cheese and curd (0406)",
		"transfomers": "Transformers (8504)",
		"Tractorz":    "Tractors (8701)",
		"грузовые":    "Trucks (8704)",
		"77":          "begin with one of the chapters",
		"00":          "begin with one of the chapters",
		"7704":        "chapters 01 to 99, except 77",
		"8":           "begin with one of the chapters",
		"":            "use digits",
		"qqqqqqqq":    "use digits",
	} {
		got, err := reference.FindProduct(text)
		if trade.KindOf(err) != trade.Usage || !strings.Contains(trade.HintOf(err), suggestion) {
			t.Errorf("FindProduct(%q) = %q, %v, hint %q; want it to hold %q", text, got, err, trade.HintOf(err), suggestion)
		}
	}
}

func TestProductName(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		product      trade.Product
		nomenclature trade.Nomenclature
		english      string
		russian      string
	}{
		{"8704", trade.HS2017, "Trucks", "Грузовые автомобили"},
		{"870421", trade.HS2017, "Trucks", "Грузовые автомобили"},
		{"8704210001", trade.TNVED, "Trucks", "Грузовые автомобили"},
		{"87", trade.HS1992, "Motor vehicles", "Автомобили и прочий наземный транспорт"},
		{"870", trade.HS2022, "Motor vehicles", "Автомобили и прочий наземный транспорт"},
		{"8799", trade.HS2022, "Motor vehicles", "Автомобили и прочий наземный транспорт"},
		{"TOTAL", trade.SITC3, "All goods", "Все товары"},
		{"87XX", trade.HS2022, "hidden by the publisher", "скрыто публикатором"},
		{"XXXXXXXXXX", trade.TNVED, "hidden by the publisher", "скрыто публикатором"},
		{"7701", trade.HS2022, "", ""},
		{"8704", trade.SITC3, "", ""},
		{"16", trade.Sections, "Machinery and electronics", "Машины, оборудование и электроника"},
		{"22", trade.Sections, "", ""},
		{"01", trade.OwnGroups, "", ""},
		{"8704", "", "Trucks", "Грузовые автомобили"},
		{"", "", "", ""},
	} {
		want := trade.Name{English: c.english, Russian: c.russian}
		if got := reference.ProductName(c.product, c.nomenclature); got != want {
			t.Errorf("ProductName(%q, %q) = %+v, want %+v", c.product, c.nomenclature, got, want)
		}
	}
}

// The World Customs Organization has given some codes away to other goods.
func TestProductNameFollowsTheEdition(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		product      trade.Product
		nomenclature trade.Nomenclature
		english      string
	}{
		{"8524", trade.HS1992, "Records and tapes with recordings"},
		{"8524", trade.HS2022, "Flat panel display modules"},
		{"8524", trade.HS2017, "Electrical equipment"},
		{"8524", trade.TNVED, "Flat panel display modules"},
		{"8508", trade.HS1996, "Electric hand tools (HS to 2001)"},
		{"8508", trade.HS2007, "Vacuum cleaners"},
		{"8485", trade.HS2022, "3D printers"},
		{"3823", trade.HS1992, "Other chemical products (HS 1992)"},
		{"3823", trade.HS1996, "Industrial fatty acids and alcohols"},
		{"8803", trade.HS2017, "Aircraft parts (HS to 2021)"},
		{"8803", trade.CN, "Aircraft parts (HS to 2021)"},
		{"8807", trade.HS2022, "Aircraft parts"},
		{"6907", trade.HS2012, "Unglazed ceramic tiles"},
		{"6907", trade.HS2017, "Ceramic tiles"},
	} {
		if got := reference.ProductName(c.product, c.nomenclature).English; got != c.english {
			t.Errorf("ProductName(%s, %s) = %q, want %q", c.product, c.nomenclature, got, c.english)
		}
	}
}

// The bounds of the sections are those of the Harmonised System's own table.
func TestSectionsCoverTheChapters(t *testing.T) {
	t.Parallel()
	bounds := []struct {
		section     string
		first, last int
	}{
		{"I", 1, 5}, {"II", 6, 14}, {"III", 15, 15}, {"IV", 16, 24}, {"V", 25, 27}, {"VI", 28, 38}, {"VII", 39, 40},
		{"VIII", 41, 43}, {"IX", 44, 46}, {"X", 47, 49}, {"XI", 50, 63}, {"XII", 64, 67}, {"XIII", 68, 70}, {"XIV", 71, 71},
		{"XV", 72, 83}, {"XVI", 84, 85}, {"XVII", 86, 89}, {"XVIII", 90, 92}, {"XIX", 93, 93}, {"XX", 94, 96}, {"XXI", 97, 97},
	}
	var chapters []trade.Product
	for _, b := range bounds {
		if name := reference.SectionName(b.section); name.English == "" || name.Russian == "" {
			t.Errorf("section %s has no name: %+v", b.section, name)
		}
		for number := b.first; number <= b.last; number++ {
			if number == 77 { // kept free by the World Customs Organization
				continue
			}
			chapter := trade.Product(fmt.Sprintf("%02d", number))
			chapters = append(chapters, chapter)
			for _, p := range []trade.Product{chapter, chapter + "01", chapter + "010203"} {
				if got, ok := reference.SectionOf(p); !ok || got != b.section {
					t.Errorf("SectionOf(%s) = %q, %v; want %s", p, got, ok, b.section)
				}
			}
		}
	}
	chapters = append(chapters, "98", "99")
	if got := reference.Chapters(); !slices.Equal(got, chapters) {
		t.Errorf("chapters %v, want %v", got, chapters)
	}
}

func TestSomeGoodsAreInNoSection(t *testing.T) {
	t.Parallel()
	for _, p := range []trade.Product{"TOTAL", "77", "7701", "98", "9999", "XX", "8", ""} {
		if got, ok := reference.SectionOf(p); ok || got != "" {
			t.Errorf("SectionOf(%q) = %q, %v; want none", p, got, ok)
		}
	}
	if name := reference.SectionName("XXII"); name != (trade.Name{}) {
		t.Errorf("section XXII is %+v", name)
	}
}

func TestHeadingsAreSortedAndNamedInBothLanguages(t *testing.T) {
	t.Parallel()
	all := reference.Headings()
	if len(slices.Compact(slices.Clone(all))) != len(all) || !slices.IsSorted(all) {
		t.Error("the headings are not sorted or hold one twice")
	}
	for _, p := range append(all, reference.Chapters()...) {
		name := reference.ProductName(p, "")
		if name.English == "" || strings.ContainsAny(name.English, "абвгдеиостъя") {
			t.Errorf("%s has the English name %q", p, name.English)
		}
		if !strings.ContainsAny(strings.ToLower(name.Russian), "абвгдеёиоруыэюя") {
			t.Errorf("%s has the Russian name %q", p, name.Russian)
		}
		if long := max(len([]rune(name.English)), len([]rune(name.Russian))); long > 75 {
			t.Errorf("%s has a name of %d letters, too long for a table", p, long)
		}
		if found, err := reference.FindProduct(name.Russian); err != nil || found != p {
			t.Errorf("FindProduct(%q) = %q, %v; want %s", name.Russian, found, err, p)
		}
		if found, err := reference.FindProduct(name.English); err != nil || found != p {
			t.Errorf("FindProduct(%q) = %q, %v; want %s", name.English, found, err, p)
		}
	}
}

// Two headings that a reader cannot tell apart would look like one row twice.
func TestNoTwoHeadingsOfAnEditionShareAName(t *testing.T) {
	t.Parallel()
	for edition := range 7 {
		n := trade.Nomenclature(fmt.Sprintf("H%d", edition))
		owner := map[string]trade.Product{}
		for _, p := range slices.Concat(reference.Headings(), reference.Chapters()) {
			name := reference.ProductName(p, n)
			if p.Level() == 4 && name == reference.ProductName(p.Chapter(), n) {
				continue // the edition does not have the heading
			}
			for _, text := range []string{name.English, name.Russian} {
				text = strings.ToLower(text)
				if other, taken := owner[text]; taken {
					t.Errorf("in %s %q is %s and %s", n, text, other, p)
				}
				owner[text] = p
			}
		}
		if len(owner) < 2*1300 {
			t.Errorf("%s has %d names", n, len(owner))
		}
	}
}

func FuzzFindProduct(f *testing.F) {
	for _, seed := range []string{"8704", "0406.10", "HS 87", "total", "87XX", "сыр", "", "\xff\xfe", "XXXXXXXXXX", strings.Repeat("q", 300)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := reference.FindProduct(text)
		if err != nil {
			if trade.KindOf(err) != trade.Usage || trade.HintOf(err) == "" {
				t.Fatalf("FindProduct(%q) = %v without a hint", text, err)
			}
			return
		}
		if again, err := reference.FindProduct(string(p)); err != nil || again != p {
			t.Fatalf("FindProduct(%q) = %q, which gives %q, %v", text, p, again, err)
		}
		if name := reference.ProductName(p, ""); name.English == "" {
			t.Fatalf("FindProduct(%q) = %q, which has no name", text, p)
		}
	})
}
