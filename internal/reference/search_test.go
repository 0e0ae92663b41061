package reference_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// searches are what people type, with the code that they mean; of several codes any
// may be the first. They were written from the meaning of the words.
var searches = []struct{ text, codes string }{
	// goods, as named and in other forms
	{"сыр", "0406"}, {"сыры", "0406"}, {"сыром", "0406"}, {"творог", "0406"}, {"cheese", "0406"}, {"cheeses and curds", "0406"},
	{"молоко", "0401"}, {"milk", "0401"}, {"сухое молоко", "0402"}, {"сгущенка", "0402"}, {"condensed milk", "0402"},
	{"сливочное масло", "0405"}, {"butter", "0405"}, {"подсолнечное масло", "1512"}, {"масло подсолнечное", "1512"},
	{"мясо", "02"}, {"говядина", "0201"}, {"свинина", "0203"}, {"pork", "0203"}, {"курица", "0207"}, {"рыба", "03"}, {"frozen fish", "0303"},
	{"мёд", "0409"}, {"мед", "0409"}, {"ежевика", "0810"}, {"картошка", "0701"}, {"помидоры", "0702"}, {"tomatoes", "0702"},
	{"пшеница", "1001"}, {"wheat flour", "1101"}, {"сахар", "1701"}, {"шоколад", "1806"}, {"конфеты", "1704"}, {"колбаса", "1601"},
	{"водка", "2208"}, {"пиво", "2203"}, {"вино", "2204"}, {"сигареты", "2402"}, {"мука мясная и рыбная", "2301"}, {"fish meal", "2301"},
	{"цемент", "2523"}, {"нефть", "2709"}, {"сырая нефть", "2709"}, {"oil", "2709 2710"}, {"crude oil", "2709"}, {"мазут", "2710"}, {"бензин", "2710"}, {"уголь", "2701"},
	{"природный газ", "2711"}, {"электроэнергия", "2716"}, {"лекарства", "3004"}, {"medicines", "3004"}, {"лекарство", "3004"},
	{"удобрения", "31"}, {"калийные удобрения", "3104"}, {"азотных удобрений", "3102"}, {"fertilizers", "31"}, {"potash", "3104"},
	{"шины", "4011"}, {"шина", "4011"}, {"tyres", "4011"}, {"tires", "4011"}, {"древесина", "44"}, {"дерево", "44"}, {"лес", "4403 4407"}, {"пиломатериалы", "4407"}, {"plywood", "4412"},
	{"бумага", "48"}, {"мебель", "9403"}, {"обувь", "64"}, {"одежда", "61 62"}, {"труба", "7304 7305 7306"}, {"steel pipes", "7304 7305 7306"}, {"арматура", "7214 8481"},
	{"медь", "74"}, {"алюминий", "76"}, {"чугун", "7201"}, {"металлолом", "7204"},
	{"water filter", "8421"}, {"filters", "8421"}, {"фильтры", "8421"}, {"фильтрующие устройства", "8421"}, {"filters and centrifuges", "8421"},
	{"холодильники", "8418"}, {"холодильник", "8418"}, {"refrigerator", "8418"}, {"трансформаторы", "8504"}, {"трансформатор", "8504"}, {"power transformers", "8504"},
	{"аккумуляторы", "8507"}, {"electric batteries", "8506"}, {"кабель", "8544"}, {"телевизор", "8528"}, {"смартфоны", "8517"}, {"компьютеры", "8471"},
	{"трактор", "8701"}, {"tractors", "8701"}, {"автобус", "8702"}, {"легковые автомобили", "8703"}, {"cars", "8703"}, {"грузовик", "8704"}, {"грузовиков", "8704"}, {"truck", "8704"}, {"trucks", "8704"}, {"самосвал", "8704"},
	{"запчасти", "8708"}, {"car and tractor parts and accessories", "8708"}, {"прицепы", "8716"}, {"plastic construction details", "3925"}, {"пластиковые окна", "3925"},
	{"подшипники", "8482"}, {"насосы", "8413"}, {"комбайн", "8433"}, {"игрушки", "9503"}, {"books", "4901"},
	// codes
	{"8704", "8704"}, {"HS 8704", "8704"}, {"84.21", "8421"}, {"87", "87"}, {"870", "8701"}, {"8704210001", "8704"}, {"blr", "BLR"}, {"RU-PRI", "RU-PRI"}, {"112", "BLR"}, {"842", "USA"}, {"XVI", "XVI"},
	// economies, regions and groups
	{"Беларусь", "BLR"}, {"Беларусью", "BLR"}, {"белоруссия", "BLR"}, {"с Китаем", "CHN"}, {"Китай", "CHN"}, {"Казахстаном", "KAZ"}, {"Вьетнамом", "VNM"}, {"Россией", "RUS"}, {"Индией", "IND"},
	{"Turkey", "TUR"}, {"Турцией", "TUR"}, {"корея", "KOR PRK"}, {"germany", "DEU"}, {"США", "USA"}, {"usa", "USA"}, {"cote d'ivoire", "CIV"}, {"Åland", "ALA"},
	{"примор", "RU-PRI"}, {"приморье", "RU-PRI"}, {"с Приморским краем", "RU-PRI"}, {"Primorye", "RU-PRI"}, {"primorsky", "RU-PRI"}, {"минск", "BY-HM"}, {"Минской областью", "BY-MI"},
	{"Москва", "RU-MOW"}, {"Московская область", "RU-MOS"}, {"Санкт-Петербург", "RU-SPE"}, {"санкт петербургом", "RU-SPE"}, {"Гомель", "BY-HO"}, {"Татарстаном", "RU-TA"},
	{"ЕАЭС", "EAEU"}, {"Евросоюз", "EU27"}, {"европейским союзом", "EU27"}, {"СНГ", "CIS"},
	// slips
	{"белорусия", "BLR"}, {"belarsu", "BLR"}, {"Kazahstan", "KAZ"}, {"приморскй край", "RU-PRI"}, {"transfomers", "8504"}, {"chese", "0406"}, {"холодилники", "8418"}, {"трансфарматор", "8504"}, {"fertilisrs", "31"},
	// beginnings
	{"трансформ", "8504"}, {"холодил", "8418"}, {"грузов", "8704"}, {"belar", "BLR"}, {"pharmac", "30"},
}

func TestFindPutsWhatIsMeantFirst(t *testing.T) {
	t.Parallel()
	for _, c := range searches {
		hits := (*reference.Catalogue)(nil).Find(reference.Search{Text: c.text, Top: 5})
		if len(hits) == 0 || !slices.Contains(strings.Fields(c.codes), hits[0].Code) {
			t.Errorf("%q: want %s, got %s", c.text, c.codes, said(hits))
		}
	}
}

func said(hits []reference.Hit) string {
	var list []string
	for _, h := range hits {
		list = append(list, fmt.Sprintf("%s %s (%s %q)", h.Code, h.Name.Russian, h.Matched, h.Label))
	}
	return strings.Join(list, "; ")
}

var nothing *reference.Catalogue

// Headings as people describe them, in words that are nobody's alias: what is meant
// need not be first, but near it. The measure is the mean reciprocal rank.
func TestFindRanksDescriptionsHigh(t *testing.T) {
	t.Parallel()
	described := []struct{ text, code string }{
		{"пылесосы бытовые", "8508"}, {"сок яблочный", "2009"}, {"шерстяные ткани", "5111"}, {"детали обуви", "6406"}, {"стекло листовое оконное", "7005"},
		{"запчасти для тракторов", "8708"}, {"кожаная обувь женская", "6403"}, {"лампы светодиодные", "8539"}, {"grain combine", "8433"}, {"cow milk", "0401"},
		{"frozen french fries", "2004"}, {"copper wires", "7408"}, {"men shirts cotton", "6205"}, {"used tyres", "4012"}, {"aircraft engine parts", "8411"},
		{"rubber gloves medical", "4015"}, {"мороженое пломбир", "2105"}, {"чай чёрный", "0902"}, {"двигатель дизельный", "8408"}, {"стальные бочки", "7310"},
		{"каркасы металлические сборные здания", "9406"}, {"plastic bags packaging", "3923"}, {"электрические счётчики", "9028"}, {"посудомойка", "8422"}, {"дизельное топливо летнее", "2710"},
		{"кирпичи огнеупорные", "6902"}, {"optical microscope", "9011"}, {"furniture for kitchens", "9403"}, {"льняные ткани белые", "5309"}, {"семена подсолнуха", "1206"},
	}
	sum := 0.0
	for _, c := range described {
		hits := nothing.Find(reference.Search{Text: c.text, Kinds: []reference.Kind{reference.ProductKind}, Top: 10})
		at := slices.IndexFunc(hits, func(h reference.Hit) bool { return h.Code == c.code })
		if at < 0 {
			t.Logf("%q: %s is not among %s", c.text, c.code, said(hits))
			continue
		}
		sum += 1 / float64(at+1)
	}
	if mean := sum / float64(len(described)); mean < 0.8 {
		t.Errorf("the mean reciprocal rank is %.2f, want at least 0.8", mean)
	}
}

// Every name and alias of the tables must find its own code among the first.
func TestFindKnowsEveryName(t *testing.T) {
	t.Parallel()
	for _, p := range slices.Concat(reference.Headings(), reference.Chapters()) {
		name := reference.ProductName(p, "")
		for _, text := range []string{name.English, name.Russian, strings.ToUpper(name.Russian), strings.ReplaceAll(name.Russian, "ё", "е")} {
			hits := nothing.Find(reference.Search{Text: text, Kinds: []reference.Kind{reference.ProductKind}, Top: 1})
			if len(hits) != 1 || hits[0].Code != string(p) || hits[0].Matched != "name" {
				t.Errorf("%q of %s finds %s", text, p, said(hits))
			}
		}
	}
}

func TestFindSaysWhy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, code, matched, label string }{
		{"8704", "8704", "code", "8704"},
		{"8704", "87", "", ""},
		{"87", "8704", "code prefix", "8704"},
		{"8704210001", "8704", "larger code", "8704"},
		{"trucks", "8704", "name", "Trucks"},
		{"грузовик", "8704", "alias", "грузовик"},
		{"Грузовыми автомобилями", "8704", "form", "Грузовые автомобили"},
		{"тракторов", "8708", "words", "Части автомобилей и тракторов"},
		{"трансформ", "8504", "beginning", "трансформатор"},
		{"фильтровальный", "8421", "words", "фильтровальное оборудование"},
		{"wooded", "44", "stem", "Wood"},
		{"белорусия", "BLR", "spelling", "Белоруссия"},
		{"RU-PR", "RU-PRI", "code prefix", "RU-PRI"},
	} {
		hits := nothing.Find(reference.Search{Text: c.text})
		at := slices.IndexFunc(hits, func(h reference.Hit) bool { return h.Code == c.code })
		if c.matched == "" && at < 0 {
			continue
		}
		if at < 0 || hits[at].Matched != c.matched || hits[at].Label != c.label {
			t.Errorf("%q finds %s; want %s by %s %q", c.text, said(hits), c.code, c.matched, c.label)
		}
	}
}

func TestFindKeepsToTheKindsAndTheEdition(t *testing.T) {
	t.Parallel()
	for _, h := range nothing.Find(reference.Search{Text: "бел", Kinds: []reference.Kind{reference.RegionKind}}) {
		if h.Kind != reference.RegionKind {
			t.Errorf("%s is a %s", h.Code, h.Kind)
		}
	}
	for nomenclature, want := range map[trade.Nomenclature]string{trade.HS2022: "8806", trade.TNVED: "8806", "": "8806", trade.HS2012: ""} {
		hits := nothing.Find(reference.Search{Text: "беспилотники", Nomenclature: nomenclature, Top: 1})
		if got := said(hits); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("in %q drones are %q, want %q", nomenclature, got, want)
		}
	}
	if hits := nothing.Find(reference.Search{Text: "трубы", Top: 3}); len(hits) != 3 {
		t.Errorf("%d hits, want 3", len(hits))
	}
}

func TestFindFindsNothingInNonsense(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "  ", "qqqqqqqq", "ъъъъъъъ", "ёжик", "…", "\xff\xfe", "zxcvbnm"} {
		if hits := nothing.Find(reference.Search{Text: text}); len(hits) != 0 {
			t.Errorf("%q finds %s", text, said(hits))
		}
	}
}

// What is said in a sentence is the same good or economy; a word that only looks
// like one is not.
func TestGrammaticalFormsAreTaken(t *testing.T) {
	t.Parallel()
	for code, texts := range map[string][]string{
		"BLR": {"Беларусью", "Беларуси", "Белоруссией"}, "CHN": {"Китаем", "с Китаем", "Китая"}, "RU-PRI": {"с Приморским краем", "Приморского края"},
		"KAZ": {"Казахстаном", "Казахстана"}, "VNM": {"Вьетнамом"}, "LTU": {"Литвой"}, "IRN": {"Ираном"}, "BY-MI": {"Минской области"},
		"RU-SPE": {"Санкт-Петербургом"}, "EAEU": {"ЕАЭС"}, "POL": {"Польшей"}, "EU27": {"Европейского союза"},
	} {
		for _, text := range texts {
			if side, err := reference.FindSide(text); err != nil || side.Code != code {
				t.Errorf("FindSide(%q) = %q, %v; want %s", text, side.Code, err, code)
			}
		}
	}
	for code, texts := range map[trade.Product][]string{
		"0406": {"сыры", "сыра", "сыров", "Сыров и творога", "cheeses"}, "8704": {"грузовиками", "грузовых автомобилей", "truck"},
		"3104": {"калийных удобрений"}, "8504": {"трансформаторов"}, "4011": {"шин", "шинами"}, "8701": {"тракторами"}, "8421": {"фильтров"},
	} {
		for _, text := range texts {
			if p, err := reference.FindProduct(text); err != nil || p != code {
				t.Errorf("FindProduct(%q) = %q, %v; want %s", text, p, err, code)
			}
		}
	}
}

// The stems of the first words are those of names; only a person can tell whether
// the name was meant.
func TestLikenessIsNeverTaken(t *testing.T) {
	t.Parallel()
	for text, hint := range map[string]string{
		"сырьё": "", "сырая": "", "сырой": "", "грузовые": "8704", "chese": "0406", "трансформ": "8504", "труба": "7304", "лес": "4403", "oil": "Crude oil (2709) or Refined oil products (2710)",
		"двигатели": "8408", "masline": "", "одежда": "61", "Китай": "China (CHN) is an economy", "Приморский край": "(RU-PRI) is a region",
	} {
		p, err := reference.FindProduct(text)
		if trade.KindOf(err) != trade.Usage || !strings.Contains(trade.HintOf(err), hint) {
			t.Errorf("FindProduct(%q) = %q, %v, hint %q; want it to hold %q", text, p, err, trade.HintOf(err), hint)
		}
	}
	for text, hint := range map[string]string{
		"белорусия": "did you mean Belarus (BLR)", "приморс": "RU-PRI", "сыр": "Cheese and curd (0406) is a product", "грузовиками": "Trucks (8704) is a product",
	} {
		s, err := reference.FindSide(text)
		if trade.KindOf(err) != trade.Usage || !strings.Contains(trade.HintOf(err), hint) {
			t.Errorf("FindSide(%q) = %q, %v, hint %q; want it to hold %q", text, s.Code, err, trade.HintOf(err), hint)
		}
	}
}

func TestASearchOfAnyLengthEnds(t *testing.T) {
	t.Parallel()
	for _, text := range []string{strings.Repeat("трансфарматор ", 50_000), strings.Repeat("q", 1_000_000), strings.Repeat("сыр и ", 100_000)} {
		nothing.Find(reference.Search{Text: text})
		if _, err := reference.FindSide(text); err == nil {
			t.Errorf("%.20q... is a side", text)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, c := range searches[:40] {
		f.Add(c.text, "H6", 5)
	}
	f.Add("87\x00", "S4", 0)
	f.Add("\xff - ё", "", 1)
	f.Fuzz(func(t *testing.T, text, nomenclature string, top int) {
		if top < 0 {
			return
		}
		s := reference.Search{Text: text, Nomenclature: trade.Nomenclature(nomenclature), Top: top}
		hits := nothing.Find(s)
		if again := nothing.Find(s); !slices.Equal(hits, again) {
			t.Fatalf("%q: %s, then %s", text, said(hits), said(again))
		}
		seen := map[string]bool{}
		for _, h := range hits {
			if seen[string(h.Kind)+h.Code] || h.Code == "" || h.Name.English == "" || h.Matched == "" || !utf8.ValidString(h.Label) {
				t.Fatalf("%q finds %+v", text, h)
			}
			seen[string(h.Kind)+h.Code] = true
		}
		if top > 0 && len(hits) > top {
			t.Fatalf("%q: %d hits, at most %d wanted", text, len(hits), top)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	nothing.Find(reference.Search{Text: "сыр"})
	for _, text := range []string{"сыр", "water filter", "примор", "8704", "п", "трансфарматор", "car and tractor parts and accessories"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				nothing.Find(reference.Search{Text: text})
			}
		})
	}
}

// TestFindOwnGroups: a person's own groups are found by code, name, form and slip,
// before what matches no better, and count towards the number asked for.
func TestFindOwnGroups(t *testing.T) {
	t.Parallel()
	own := []reference.Side{
		{Code: "NEIGHBOURS", Name: trade.Name{English: "My neighbours", Russian: "Мои соседи"}, Members: []trade.Economy{"KAZ", "RUS"}, Group: true},
		{Code: "DAIRY", Name: trade.Name{English: "Cheese buyers", Russian: "Покупатели сыра"}, Members: []trade.Economy{"DEU"}, Group: true},
	}
	for _, c := range []struct{ text, code, matched string }{
		{"neighbours", "NEIGHBOURS", "code"}, {"Мои соседи", "NEIGHBOURS", "name"}, {"соседями", "NEIGHBOURS", "words"},
		{"neigbours", "NEIGHBOURS", "spelling"}, {"buyers", "DAIRY", "words"},
	} {
		hits := (*reference.Catalogue)(nil).Find(reference.Search{Text: c.text, Own: own, Top: 1})
		if len(hits) != 1 || hits[0].Code != c.code || hits[0].Matched != c.matched || hits[0].Kind != reference.GroupKind {
			t.Errorf("%q: want %s by %s, got %+v", c.text, c.code, c.matched, hits)
		}
	}
	cheese := (*reference.Catalogue)(nil).Find(reference.Search{Text: "cheese", Own: own, Kinds: []reference.Kind{reference.ProductKind}})
	if len(cheese) == 0 || slices.ContainsFunc(cheese, func(h reference.Hit) bool { return h.Kind != reference.ProductKind }) {
		t.Errorf("goods named cheese: %s", said(cheese))
	}
}
