package ftsrussia_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/ftsrussia"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// The sums were taken from the files by awk, and by Python's decimal arithmetic
// and its reader of workbooks.
func TestRealFiles(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		file, dataset string
		rows          int
		exports       int64 // of Russia, thousandths of a dollar
		imports       int64
		mass          int64 // thousandths of a kilogram
	}{
		{"fts-format-samples/dattsvt_en_sample_2015.psv", "fts-region-m-tnved10", 7, 518_409_000, 1_060_507_000, 1_887_551_000},
		{"fts-format-samples/fts_2021_sample.csv", "fts-a-tnved10", 5, 193_167_020_440, 1_590_411_390, 1_055_577_454},
		{"ru-mirror-mgimo/turkey_2025_processed.csv.gz", "ru-mirror-m-tnved8", 45_575, 41_771_835_731_000, 5_977_902_655_000, 75_748_693_167_000},
		{"ru-mirror-mgimo/turkey_2025_processed.parquet", "ru-mirror-m-tnved8", 45_575, 41_771_835_731_000, 5_977_902_655_000, 75_748_693_167_000},
		{"ru-mirror-mgimo/TR_TNVED4_2710_from_2024.xlsx", "ru-mirror-m-tnved8", 334, 17_668_374_983_000, 89_660_567_000, 25_694_237_836_000},
	} {
		im := mustLoad(t, source.Request{Paths: []string{sourcetest.RealFile(t, test.file)}})
		account := im.Account.Files[0]
		want := trade.Tally{Rows: int64(test.rows), Value: test.exports + test.imports}
		kept := account.Stored.Plus(account.Format["summed"])
		if account.Read != want || kept != want || im.Import.Dataset != test.dataset {
			t.Errorf("%s: %s, the account is %+v, want %v", test.file, im.Import.Dataset, account, want)
		}
		var exports, imports, mass int64
		for _, o := range im.Observations {
			if o.Exporter == "RUS" || o.Exporter.CountryCode() == "RU" {
				exports += o.Value.Thousandths
			} else {
				imports += o.Value.Thousandths
			}
			mass += o.NetKg.Thousandths
		}
		if exports != test.exports || imports != test.imports || mass != test.mass {
			t.Errorf("%s: exports %d, imports %d, mass %d", test.file, exports, imports, mass)
		}
	}
}

// Every real file but the workbook, which a zip archive's head does not tell, is
// recognised by its columns; other tables of the same people are not.
func TestRealFilesAreRecognised(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]bool{
		"fts-format-samples/dattsvt_en_sample_2015.psv": true, "fts-format-samples/fts_2021_sample.csv": true,
		"ru-mirror-mgimo/turkey_2025_processed.csv.gz": true, "ru-mirror-mgimo/turkey_2025_processed.parquet": true,
		"ru-mirror-mgimo/TR_TNVED4_2710_from_2024.xlsx": false, "ru-mirror-mgimo/tab_stoim_oil.parquet": false,
		"ru-mirror-mgimo/bulletin_headline.csv": false, "ru-mirror-mgimo/data_oilgas.csv": false, "ru-mirror-mgimo/hs4_labels.parquet": false,
	} {
		_, why, err := source.Recognise([]source.Format{ftsrussia.Format()}, sourcetest.RealFile(t, file))
		if (err == nil) != want || want && !strings.HasPrefix(why, "its columns are those of Russian customs: ") {
			t.Errorf("%s: %q, %v", file, why, err)
		}
	}
}

// The compressed text and the Parquet file are one table.
func TestTextAndParquetAgree(t *testing.T) {
	t.Parallel()
	var rows [2][]string
	for i, file := range []string{"turkey_2025_processed.csv.gz", "turkey_2025_processed.parquet"} {
		rows[i] = texts(mustLoad(t, source.Request{Paths: []string{sourcetest.RealFile(t, "ru-mirror-mgimo/"+file)}}))
		slices.Sort(rows[i])
	}
	if !slices.Equal(rows[0], rows[1]) {
		t.Error("they differ")
	}
}
