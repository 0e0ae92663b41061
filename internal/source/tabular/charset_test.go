package tabular

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

const russian = "Код;Страна;Товар\n643;Россия;Сыры и творог\n112;Беларусь;Молоко и сливки, сгущённые\n398;КАЗАХСТАН;МЯСО\n"

// Short and long Russian texts are told apart in each encoding; the tongues of
// western Europe, Greek and Chinese are not taken for Russian.
func TestGuessCharset(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		russian, "страна\n", "Страна", "ПОСТАВЩИК;СТОИМОСТЬ\n", "ТН ВЭД", "Республика Беларусь, Минск", "Кыргызстан", "Федерация",
		"Код страны происхождения", "Приморский край", "Щебень и гравий", "Україна; цукор; пшениця",
	} {
		for name, charset := range map[string]*charmap.Charmap{"windows-1251": charmap.Windows1251, "IBM866": charmap.CodePage866, koi8: charmap.KOI8R} {
			data, err := charset.NewEncoder().Bytes([]byte(text))
			if err != nil || name == koi8 && text == strings.ToUpper(text) {
				continue // the charset has not all letters; capitals in KOI8-R are not looked for
			}
			if got := guessCharset(data); got != name {
				t.Errorf("%q in %s is taken for %q", text, name, got)
			}
		}
	}
	for _, text := range []string{
		"Pays;Côte d'Ivoire;Réunion;créée", "Exportações;São Tomé;Algodão;limões", "Österreich;Übermaß;Größe;MÜSSIGGÄNGE",
		"Türkiye;Curaçao;Åland", "España;año;Perú;niño", "Ísland;ÞÝÐA;Færøerne;smørrebrød",
	} {
		data, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got := guessCharset(data); got != "" {
			t.Errorf("%q is taken for %q", text, got)
		}
		if got, _ := decoded(data, ""); string(got) != text {
			t.Errorf("%q became %q", text, got)
		}
	}
	greek, err := charmap.ISO8859_7.NewEncoder().Bytes([]byte("Χώρα;Ελλάδα;Γερμανία;προϊόντα;εξαγωγές και εισαγωγές"))
	if err != nil {
		t.Fatal(err)
	}
	chinese := []byte("\xb9\xfa\xbc\xd2;\xd6\xd0\xb9\xfa;\xc9\xcc\xc6\xb7\xc3\xfb\xb3\xc6;\xc3\xc0\xd4\xaa;\xca\xfd\xc1\xbf") // GBK
	for name, data := range map[string][]byte{"Greek": greek, "Chinese": chinese, "nothing": nil, "a sign": {0xB9}} {
		if got := guessCharset(data); got != "" {
			t.Errorf("%s is taken for %q", name, got)
		}
	}
}

// One bad byte does not turn the letters around it into others.
func TestDamagedUTF8(t *testing.T) {
	t.Parallel()
	damaged := strings.Replace(russian, "творог", "тво\xf0ог", 1)
	if got, _ := decoded([]byte(damaged), ""); string(got) != strings.Replace(russian, "творог", "тво\ufffdог", 1) {
		t.Errorf("%q", got)
	}
	if got, _ := decoded([]byte(damaged), "windows-1251"); !strings.Contains(string(got), "Россия") {
		t.Errorf("%q", got)
	}
	for _, charset := range []*charmap.Charmap{charmap.Windows1251, charmap.CodePage866, charmap.KOI8R} {
		data, err := charset.NewEncoder().Bytes([]byte(russian))
		if err != nil || mostlyUTF8(data) {
			t.Errorf("%v is taken for UTF-8, %v", charset, err)
		}
	}
}

// The end of a head may lie in a letter.
func TestWholeLetters(t *testing.T) {
	t.Parallel()
	const text = "aЖ€𝄞"
	ends := map[int]bool{1: true, 3: true, 6: true, 10: true}
	last := 0
	for n := 1; n <= len(text); n++ {
		if ends[n] {
			last = n
		}
		if got := string(wholeLetters([]byte(text[:n]))); got != text[:last] {
			t.Errorf("%d bytes: %q", n, got)
		}
	}
	if got := wholeLetters([]byte("a\xf0\xfb")); string(got) == "" {
		t.Errorf("%q", got)
	}
}
