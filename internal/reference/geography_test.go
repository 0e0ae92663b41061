package reference_test

import (
	"slices"
	"testing"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

func TestNumeric(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]trade.Economy{
		0: "WLD", 4: "AFG", 112: "BLR", 643: "RUS", 842: "USA", 840: "USA", 251: "FRA", 250: "FRA", 380: "ITA", 381: "ITA",
		699: "IND", 356: "IND", 757: "CHE", 756: "CHE", 579: "NOR", 578: "NOR", 490: "S19", 158: "TWN", 697: "R20", 849: "PUS",
		899: "XNS", 837: "XBU", 492: "XEU", 97: "EUN",
	} {
		if got, ok := reference.Numeric(code); !ok || got != want {
			t.Errorf("Numeric(%d) = %q, %v; want %s", code, got, ok, want)
		}
	}
	for _, code := range []int{-1, 1, 999, 1 << 40} {
		if got, ok := reference.Numeric(code); ok || got != "" {
			t.Errorf("Numeric(%d) = %q, %v; want nothing", code, got, ok)
		}
	}
}

func TestAnAreaOfThePastKeepsItsOwnCode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		before, now   int
		wantBefore    trade.Economy
		wantAfterward trade.Economy
	}{
		{58, 56, "BLX", "BEL"},
		{280, 276, "DE1", "DEU"},
		{278, 276, "DDR", "DEU"},
		{711, 710, "ZA1", "ZAF"},
		{736, 729, "SD1", "SDN"},
		{810, 643, "SUN", "RUS"},
		{890, 688, "YUG", "SRB"},
		{891, 688, "SCG", "SRB"},
		{200, 203, "CSK", "CZE"},
		{230, 231, "ET1", "ETH"},
		{588, 586, "PK1", "PAK"},
		{886, 887, "YE1", "YEM"},
		{530, 531, "ANT", "CUW"},
		{841, 842, "US1", "USA"},
	} {
		before, _ := reference.Numeric(c.before)
		now, _ := reference.Numeric(c.now)
		if before != c.wantBefore || now != c.wantAfterward {
			t.Errorf("%d and %d are %q and %q, want %s and %s", c.before, c.now, before, now, c.wantBefore, c.wantAfterward)
		}
	}
}

func TestEveryNumericCodeHasANamedEconomy(t *testing.T) {
	t.Parallel()
	resolved := 0
	for code := range 1000 {
		e, ok := reference.Numeric(code)
		if !ok {
			continue
		}
		resolved++
		if _, err := trade.ParseEconomy(string(e)); err != nil {
			t.Errorf("%d is %q, which has not the form of a code", code, e)
		}
		if name := reference.EconomyName(e); name.English == string(e) || name.Russian == string(e) {
			// USA is both the code and the customary English name.
			if e != "USA" || name.Russian != "США" {
				t.Errorf("%d is %s, which has no name: %+v", code, e, name)
			}
		}
	}
	if resolved != 249+64 { // ISO 3166-1, and the lines of numeric.tsv but 492, which takes a code of ISO
		t.Errorf("%d numeric codes, want 313", resolved)
	}
}

func TestEconomies(t *testing.T) {
	t.Parallel()
	all := reference.Economies()
	if len(all) != 249 || !slices.IsSorted(all) {
		t.Errorf("%d economies, sorted %v; ISO 3166-1 has 249", len(all), slices.IsSorted(all))
	}
	for _, absent := range []trade.Economy{"WLD", "S19", "SUN", "XKX", "EUN"} {
		if slices.Contains(all, absent) {
			t.Errorf("%s is listed; it is not in ISO 3166-1", absent)
		}
	}
}

func TestRegions(t *testing.T) {
	t.Parallel()
	for country, count := range map[trade.Economy]int{"RUS": 83, "BLR": 7, "POL": 0} {
		all := reference.Regions(country)
		if len(all) != count || !slices.IsSorted(all) {
			t.Errorf("%s has %d regions %v, want %d, sorted", country, len(all), all, count)
		}
		for _, e := range all {
			name := reference.EconomyName(e)
			if reference.CountryOf(e) != country || name.English == string(e) || name.Russian == "" {
				t.Errorf("%s is of %s and named %+v", e, reference.CountryOf(e), name)
			}
		}
	}
}

func TestCountryOf(t *testing.T) {
	t.Parallel()
	for region, want := range map[trade.Economy]trade.Economy{
		"RU-PRI": "RUS", "BY-HM": "BLR", "BR-PR": "BRA", "BLR": "BLR", "WLD": "WLD", "QQ-12": "QQ-12", "": "",
	} {
		if got := reference.CountryOf(region); got != want {
			t.Errorf("CountryOf(%q) = %q, want %q", region, got, want)
		}
	}
}

func TestEconomyName(t *testing.T) {
	t.Parallel()
	for e, want := range map[trade.Economy]trade.Name{
		"BLR":    {English: "Belarus", Russian: "Беларусь"},
		"MKD":    {English: "North Macedonia", Russian: "Северная Македония"},
		"SWZ":    {English: "Eswatini", Russian: "Эсватини"},
		"TUR":    {English: "Türkiye", Russian: "Турция"},
		"CPV":    {English: "Cabo Verde", Russian: "Кабо-Верде"},
		"WLD":    {English: "World", Russian: "Весь мир"},
		"RU-PRI": {English: "Primorsky Krai", Russian: "Приморский край"},
		"US-CA":  {English: "US-CA", Russian: "US-CA"},
		"Q1Q":    {English: "Q1Q", Russian: "Q1Q"},
	} {
		if got := reference.EconomyName(e); got != want {
			t.Errorf("EconomyName(%s) = %+v, want %+v", e, got, want)
		}
	}
}
