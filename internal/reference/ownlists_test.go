package reference_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

func TestReadGoods(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"lines":           {"8504\n# transformers\n0406.10\n\n8504\n", "[040610 8504]"},
		"a column":        {"\ufeffname;HS6;note\nCheese;040610;a\nTrucks;870410\n", "[040610 870410]"},
		"a first column":  {"8704,Trucks\n\"27 09\",Oil\n", "[2709 8704]"},
		"in Russian":      {"Код;Товар\n8504;Трансформаторы\n", "[8504]"},
		"of the union":    {"Товар;Код  ТН ВЭД\nСыр;040610\n", "[040610]"},
		"in one word":     {"Товар\tТНВЭД\nСыр\t040610\n", "[040610]"},
		"no heading word": {"8704210000\t\"Trucks, \"\"old\"\"\"\n", "[8704210000]"},
	} {
		goods, err := reference.ReadGoods("list.csv", strings.NewReader(c.text))
		if err != nil || fmt.Sprint(goods) != c.want {
			t.Errorf("%s: %v %v, want %s", name, goods, err, c.want)
		}
	}
	for text, part := range map[string]string{
		"8704\ncheese\n":    "list.csv, line 2: \"cheese\" is not a product code",
		"40610\n":           "list.csv, line 1: 40610 has 5 digits",
		"code\n":            "is empty",
		"":                  "is empty",
		"TOTAL\n":           "TOTAL is no good",
		"code,x\n\xff\xfe,": "not in UTF-8",
	} {
		if _, err := reference.ReadGoods("list.csv", strings.NewReader(text)); trade.KindOf(err) != trade.Usage || !strings.Contains(err.Error(), part) {
			t.Errorf("%q: %v, want %q", text, err, part)
		}
	}
}

func TestReadEconomies(t *testing.T) {
	t.Parallel()
	s, err := reference.ReadEconomies("third.txt", strings.NewReader("# a comment\nJapan\nG7\nCH\n"))
	if err != nil || !s.Group || s.Code != "THIRD" || !slices.Equal(s.Members, []trade.Economy{"CAN", "CHE", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"}) {
		t.Errorf("%+v %v", s, err)
	}
	own := reference.Side{Code: "NEAR", Name: trade.Name{English: "Near", Russian: "Near"}, Members: []trade.Economy{"LTU", "LVA"}, Group: true}
	if s, err = reference.ReadEconomies("third.csv", strings.NewReader("name,country\nx,near\ny,POL\n"), own); err != nil || len(s.Members) != 3 {
		t.Errorf("%+v %v", s, err)
	}
	if s, err = reference.ReadEconomies("third.csv", strings.NewReader("№;Страна\n1;Польша\n2;LTU\n")); err != nil || len(s.Members) != 2 {
		t.Errorf("%+v %v", s, err)
	}
	for text, part := range map[string]string{
		"Japan\nAtlantida\n": "third.txt, line 2", "WLD\n": "world", "RU-PRI\nRUS\n": "counted twice", "": "empty",
	} {
		if _, err := reference.ReadEconomies("third.txt", strings.NewReader(text)); trade.KindOf(err) != trade.Usage || !strings.Contains(err.Error(), part) {
			t.Errorf("%q: %v, want %q", text, err, part)
		}
	}
}
