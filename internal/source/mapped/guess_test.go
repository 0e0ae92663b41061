package mapped

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// TestGuess looks for the lines that a guess must hold. Where nothing is left to be
// filled in, the guess is a mapping that imports the table.
func TestGuess(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		table string
		want  []string
		rows  int // that the guess imports without a change; 0: something is to be filled in
	}{
		"english": {
			table: "Year,Month,Reporter,Partner,Flow,HS code,Trade value (thousand USD),Net weight (t)\n2021,3,Belarus,Russia,Export,40610,1.5,2\n2021,4,Belarus,China,Import,870410,7,1\n",
			want: []string{"dataset: table   #", "period: {year: Year, month: Month}", "reporter: {column: Reporter, as: name}", "partner: {column: Partner, as: name}",
				"  export: [Export]", "  import: [Import]", `product: {column: HS code, nomenclature: HS2022, digits: 6}`,
				"value: {column: Trade value (thousand USD), unit: thousand-usd}", "net: {column: Net weight (t), unit: t}"},
			rows: 2,
		},
		"russian, decimal comma": {
			table: "Период;Регион;Страна;Направление;Код ТН ВЭД;Предприятие;Стоимость, тыс. долл.;Масса нетто, кг;Прочее\n01/2021;05000 - ПРИМОРСКИЙ КРАЙ;BY;ЭК;0406101000;ОАО;1,5;2,25;x\n02/2021;05000 - ПРИМОРСКИЙ КРАЙ;NA;ИМ;8704101010;ООО;3;4;y\n",
			want: []string{"period: {column: Период}", "region: {column: Регион, as: okato}", "partner: {column: Страна, as: alpha-2}", "  export: [ЭК]", "  import: [ИМ]",
				"product: {column: Код ТН ВЭД, nomenclature: TNVED, digits: 10}", `value: {column: "Стоимость, тыс. долл.", unit: thousand-usd}`,
				`net: {column: "Масса нетто, кг", unit: kg}`, "enterprise: Предприятие", "the decimal mark is a comma", "# not used: Прочее"},
			rows: 2,
		},
		"two columns": {
			table: "date,country,exports_usd,imports_usd,exports_kg,imports_kg\n2021-01-01,KAZ,1,2,3,4\n2021-02-01,Narnia,5,6,7,8\n",
			want: []string{"period: {column: date, length: month}", "partner: {column: country, as: name}", "Narnia", "value: {exports: exports_usd, imports: imports_usd, unit: usd}",
				"net: {exports: exports_kg, imports: imports_kg, unit: kg}", "product: TOTAL", "# TO FILL IN: reporter: RUS"},
		},
		"by values": {
			table: "a,b,c,d\n2021-01,RUS,870410,5.5\n2021-02,KAZ,040610,6\n",
			want: []string{"period: {column: a}   # its values are dates", "partner: {column: b, as: alpha-3}   # its values are economies",
				"product: {column: c, nomenclature: HS2022, digits: 6}   # its values are codes of existing chapters", "value: {column: d, unit: usd}", "# TO FILL IN: direction: export"},
		},
		"nothing to go by": {
			table: "что,зачем\nтак,надо\n",
			want:  []string{"# TO FILL IN: period: 2022", "partner: World", "product: TOTAL", "# TO FILL IN: value: {column: NAME, unit: usd}"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "table.csv")
			if err := os.WriteFile(path, []byte(c.table), 0o600); err != nil {
				t.Fatal(err)
			}
			text, err := Guess(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range c.want {
				if !strings.Contains(text, want) {
					t.Errorf("%q is not in\n%s", want, text)
				}
			}
			if c.rows == 0 {
				if !strings.Contains(text, "TO FILL IN") {
					t.Errorf("nothing is to be filled in:\n%s", text)
				}
				return
			}
			mapping := filepath.Join(t.TempDir(), "m.yaml")
			if err := os.WriteFile(mapping, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if got := importedAs(t, "table", requestFor(mapping, path)); len(got.Observations) != c.rows {
				t.Errorf("%d rows are imported by\n%s", len(got.Observations), text)
			}
		})
	}
}

// TestGuessCharset tells the Russian encodings apart.
func TestGuessCharset(t *testing.T) {
	t.Parallel()
	const table = "Период;Страна;Стоимость\n2021;Беларусь;1\n2021;Казахстан;2\n"
	for name, charset := range map[string]*charmap.Charmap{
		"windows-1251": charmap.Windows1251, "IBM866": charmap.CodePage866, "KOI8-R": charmap.KOI8R,
	} {
		encoded, err := charset.NewEncoder().String(table)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "t.csv")
		if err := os.WriteFile(path, []byte(encoded), 0o600); err != nil {
			t.Fatal(err)
		}
		text, err := Guess(t.Context(), path)
		if err != nil || !strings.Contains(text, "file: {charset: "+name+"}") || !strings.Contains(text, "partner: {column: Страна, as: name}") {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
	}
}

// TestGuessCutLetter: the head of a long file in UTF-8 may end in the middle of a
// letter, wherever it does, and is no other encoding for that.
func TestGuessCutLetter(t *testing.T) {
	t.Parallel()
	for extra := range 4 {
		path := filepath.Join(t.TempDir(), "t.csv")
		text := "Период;Страна;Стоимость\n" + strings.Repeat("x", extra) + strings.Repeat("2021;Беларусь;1\n", 1<<14)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		guessed, err := Guess(t.Context(), path)
		if err != nil || strings.Contains(guessed, "charset") {
			t.Errorf("%d: %v\n%s", extra, err, guessed)
		}
	}
}

// TestGuessRealFiles holds the guesses of real tables to what their publishers say.
func TestGuessRealFiles(t *testing.T) {
	t.Parallel()
	for file, want := range map[string][]string{
		"monthly-china-minerals/deep_dive_hs6_monthly.csv": {"period: {column: period_dt, length: month}", "partner: {column: partner_name, as: name}",
			"product: {column: hs6, nomenclature: HS2022, digits: 6}", "value: {column: val, unit: usd}"},
		"monthly-brazil-parana/detailed_timeseriesMensal.csv": {"period: {column: periodo}", "value: {exports: valorExp, imports: valorImp, unit: usd}", "net: {exports: pesoExp, imports: pesoImp, unit: kg}"},
		"ru-mirror-mgimo/bulletin_headline.csv":               {"column: NAPR", "export: [ЭК]", "value: {column: stoim_bn, unit: billion-usd}", "net: {column: netto_mt, unit: million-t}"},
		"ru-mirror-mgimo/TR_TNVED4_2710_from_2024.xlsx":       {"partner: {column: STRANA, as: alpha-2}", "product: {column: TNVED, nomenclature: TNVED, digits: 10}", "quantity: {column: KOL, unit_column: EDIZM}"},
		"ecomplexity-golden-2017/world_trade_2017_hs4.csv.gz": {"dataset: world-trade-2017-hs4 ", "reporter: {column: reporter_iso, as: alpha-3}", "direction: export", "digits: 4"},
		"fts-format-samples/dattsvt_en_sample_2015.psv":       {"region: {column: REGION, as: okato}", "export: [EXP]", "product: {column: HS, nomenclature: TNVED, digits: 10}"},
	} {
		text, err := Guess(t.Context(), sourcetest.RealFile(t, file))
		if err != nil {
			t.Errorf("%s: %v", file, err)
		}
		for _, line := range want {
			if !strings.Contains(text, line) {
				t.Errorf("%s: %q is not in\n%s", file, line, text)
			}
		}
	}
}

// FuzzGuess: whatever a table holds, the guess is YAML that parse takes or refuses
// for what is missing, never for what it cannot read.
func FuzzGuess(f *testing.F) {
	f.Add("year,partner,value\n2021,RUS,1\n")
	f.Add("a:b,\"c #\",{d}\n- x,\"'\",y\n")
	f.Add("Период;Экспорт;Импорт\n2021;1,5;2\n")
	f.Add("flow,null,true,\"\n\"\nX: [,]: ,a,b\n")
	f.Fuzz(func(t *testing.T, table string) {
		path := filepath.Join(t.TempDir(), "t.csv")
		if err := os.WriteFile(path, []byte(table), 0o600); err != nil {
			t.Fatal(err)
		}
		text, err := Guess(t.Context(), path)
		if err != nil {
			if trade.KindOf(err) != trade.BadInput {
				t.Errorf("%v", err)
			}
			return
		}
		if _, err := parse("m.yaml", text); err != nil && strings.Contains(err.Error(), "is not YAML") {
			t.Errorf("%v\n%s", err, text)
		}
	})
}
