package trade_test

import (
	"testing"

	"github.com/oborot/oborot/trade"
)

func TestParseEconomy(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]trade.Economy{
		"BLR": "BLR", "blr": "BLR", " Rus ": "RUS", "ru-pri": "RU-PRI", "RU–PRI": "RU-PRI", "ru_pri": "RU-PRI",
		"BY-HM": "BY-HM", "S19": "S19", "wld": trade.World, "CN-11": "CN-11", "GB-E": "GB-E",
	} {
		if got, err := trade.ParseEconomy(text); err != nil || got != want {
			t.Errorf("ParseEconomy(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "B", "BY", "112", "BELARUS", "RU-", "RU-PRIM", "1RU", "Б", "БЕЛ", "R-PRI"} {
		if got, err := trade.ParseEconomy(text); err == nil {
			t.Errorf("ParseEconomy(%q) = %q, want an error", text, got)
		}
	}
}

func TestRegion(t *testing.T) {
	t.Parallel()
	if e := trade.Economy("RU-PRI"); !e.IsRegion() || e.CountryCode() != "RU" {
		t.Error("RU-PRI is a region of RU")
	}
	if e := trade.Economy("RUS"); e.IsRegion() || e.CountryCode() != "" {
		t.Error("RUS is no region")
	}
}

func TestParseProduct(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]trade.Product{
		"8704": "8704", "0406.10": "040610", "HS 8704": "8704", "87 04": "8704", "total": trade.AllProducts,
		"84XX": "84XX", "xxxxxxxxxx": "XXXXXXXXXX", "0203291100": "0203291100", "01": "01",
	} {
		if got, err := trade.ParseProduct(text); err != nil || got != want {
			t.Errorf("ParseProduct(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "cheese", "87-04", "02032911001", "HS"} {
		if got, err := trade.ParseProduct(text); err == nil {
			t.Errorf("ParseProduct(%q) = %q, want an error", text, got)
		}
	}
}

func TestProductLevels(t *testing.T) {
	t.Parallel()
	p := trade.Product("040610")
	if p.At(4) != "0406" || p.Chapter() != "04" || p.At(8) != p || p.Level() != 6 {
		t.Error("cutting 040610 loses its place in the nomenclature")
	}
	if trade.AllProducts.At(2) != trade.AllProducts || trade.AllProducts.Level() != 0 || trade.AllProducts.Hidden() {
		t.Error("TOTAL is not cut, has no digits and is not hidden")
	}
	if h := trade.Product("87XXXXXX"); !h.Hidden() || h.At(2).Hidden() {
		t.Error("87XXXXXX is hidden, its chapter is not")
	}
}

func TestParseNomenclature(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]trade.Nomenclature{
		"H5": trade.HS2017, "hs17": trade.HS2017, "HS2017": trade.HS2017, "HS 2017": trade.HS2017, "hs92": trade.HS1992,
		"HS22": trade.HS2022, "ТН ВЭД": trade.TNVED, "tnved": trade.TNVED, "CN": trade.CN, "S3": trade.SITC3,
		"SITC Rev. 4": trade.SITC4, "HS02": trade.HS2002, "section": trade.Sections, "own": trade.OwnGroups,
	} {
		if got, err := trade.ParseNomenclature(text); err != nil || got != want {
			t.Errorf("ParseNomenclature(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "H7", "HS18", "S5", "S0", "BEC", "HS"} {
		if got, err := trade.ParseNomenclature(text); err == nil {
			t.Errorf("ParseNomenclature(%q) = %q, want an error", text, got)
		}
	}
}

func FuzzParseCodes(f *testing.F) {
	for _, s := range []string{"BLR", "ru-pri", "S19", "8704", "0406.10", "HS 2017", "ТН ВЭД", "XX"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if e, err := trade.ParseEconomy(text); err == nil {
			if again, err := trade.ParseEconomy(e.String()); err != nil || again != e {
				t.Fatalf("the economy %q is written %q and read as %q, %v", text, e, again, err)
			}
		}
		if p, err := trade.ParseProduct(text); err == nil {
			if again, err := trade.ParseProduct(p.String()); err != nil || again != p {
				t.Fatalf("the product %q is written %q and read as %q, %v", text, p, again, err)
			}
		}
		if n, err := trade.ParseNomenclature(text); err == nil {
			if again, err := trade.ParseNomenclature(n.String()); err != nil || again != n {
				t.Fatalf("the nomenclature %q is written %q and read as %q, %v", text, n, again, err)
			}
		}
	})
}
