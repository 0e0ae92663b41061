package baci_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// The counts and sums were taken from the files by awk and by Python's decimal
// arithmetic.
func TestRealFiles(t *testing.T) {
	t.Parallel()
	codes := sourcetest.RealFile(t, "baci-afg-zaf/country_codes_V202201.csv")
	for _, test := range []struct {
		file         string
		nomenclature trade.Nomenclature
		rows         int
		value        int64 // thousandths of a dollar
		mass         int64 // thousandths of a kilogram
		noMass       int
		toItaly      int64 // South Africa's exports under the codes 380 and 381
	}{
		{"baci_hs92_2021_afg_zaf.csv", "H0", 71_192, 69_369_988_138_000, 95_549_654_973_000, 2306, 1_545_418_302_000},
		{"baci_hs17_2020_afg_zaf.csv", "H5", 72_097, 51_605_142_675_000, 113_817_365_821_000, 2175, 591_796_828_000},
	} {
		im := mustLoad(t, source.Request{Paths: []string{sourcetest.RealFile(t, "baci-afg-zaf/"+test.file), codes}})
		account := im.Account.Files[0]
		want := trade.Tally{Rows: int64(test.rows), Value: test.value}
		if account.Read != want || account.Stored != want || len(im.Rejections) != 0 || len(im.Observations) != test.rows {
			t.Errorf("%s: the account is %+v with %d rows set aside, want %v", test.file, account, len(im.Rejections), want)
		}
		var mass, toItaly int64
		noMass := 0
		for _, o := range im.Observations {
			if !o.NetKg.Known() {
				noMass++
			}
			mass += o.NetKg.Thousandths
			if o.Exporter == "ZAF" && o.Importer == "ITA" {
				toItaly += o.Value.Thousandths
			}
			if len(o.Product) != 6 || o.Nomenclature != test.nomenclature {
				t.Fatalf("%s: %+v", test.file, o)
			}
		}
		if mass != test.mass || noMass != test.noMass || toItaly != test.toItaly {
			t.Errorf("%s: mass %d, %d without, Italy %d", test.file, mass, noMass, toItaly)
		}
		for _, note := range []string{
			"lacks are read by oborot's own: 380 is ITA",
			"490 is S19 (N/A there)",
			"58 is BLX (BEL as for another code there)",
		} {
			if !strings.Contains(strings.Join(im.Account.Notes, "\n"), note) {
				t.Errorf("%s: no note %q in %q", test.file, note, im.Account.Notes)
			}
		}
		if !slices.IsSortedFunc(im.Observations, before) {
			t.Errorf("%s: the rows are not in the order of the lake", test.file)
		}
	}
}

func before(a, b trade.Observation) int {
	switch {
	case a.Exporter+"/"+a.Importer+"/"+trade.Economy(a.Product) < b.Exporter+"/"+b.Importer+"/"+trade.Economy(b.Product):
		return -1
	}
	return 1
}
