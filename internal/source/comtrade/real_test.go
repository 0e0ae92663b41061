package comtrade_test

import (
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

const (
	apiTable    = "comtrade-api/example_1_47col.csv"
	apiGoods    = "comtrade-api/goods_CHN_TOTAL_2010.json"
	apiSame     = "comtrade-api/HS-get.json"
	apiEmpty    = "comtrade-api/services_empty_response.json"
	world       = "comtrade-eu-imports-hs4/eu_imports_total_raw47.csv"
	partners    = "comtrade-eu-imports-hs4/eu_imports_hs4_by_partner.csv"
	formerThree = "comtrade-legacy-csv/comtrade_3.csv"
	formerSix   = "comtrade-legacy-csv/comtrade_6.csv"
)

func real(t *testing.T, names ...string) []string {
	t.Helper()
	var paths []string
	for _, name := range names {
		paths = append(paths, sourcetest.RealFile(t, name))
	}
	return paths
}

// The counts and sums were taken from the files by Python's csv and decimal.
func TestRealFiles(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		file string
		want []string
		note string
	}{
		{apiTable, []string{
			"example_1_47col.csv comtrade-a-total H5 totals 16 2703950051168000",
			"example_1_47col.csv comtrade-a-total H6 totals 4 823122743311000",
		}, "the release is unknown"},
		{apiGoods, []string{"goods_CHN_TOTAL_2010.json comtrade-a-total H3 totals 4 155218297800000"}, "all rows that were kept are totals"},
		{apiSame, []string{"HS-get.json comtrade-a-total H3 totals 4 155218297800000"}, ""},
		{world, []string{
			"eu_imports_total_raw47.csv comtrade-a-hs2 H5 totals 216 317109854650152",
			"eu_imports_total_raw47.csv comtrade-a-hs2 H6 totals 54 96821144259811",
			"eu_imports_total_raw47.csv comtrade-a-hs4 H5 totals 2855 359402690576292",
			"eu_imports_total_raw47.csv comtrade-a-hs4 H6 totals 716 108117769513558",
			"eu_imports_total_raw47.csv comtrade-a-hs6 H5 totals 908 66442871934091",
			"eu_imports_total_raw47.csv comtrade-a-hs6 H6 totals 255 21831423855291",
		}, "the net mass of 1737 rows is estimated"},
		{partners, []string{
			"eu_imports_hs4_by_partner.csv comtrade-a-hs2 H5 flows 21649 317109854650138",
			"eu_imports_hs4_by_partner.csv comtrade-a-hs2 H6 flows 6034 96821144259807",
			"eu_imports_hs4_by_partner.csv comtrade-a-hs4 H5 flows 89796 359402690576406",
			"eu_imports_hs4_by_partner.csv comtrade-a-hs4 H6 flows 24203 108117769513532",
			"eu_imports_hs4_by_partner.csv comtrade-a-hs6 H5 flows 24106 66442871934115",
			"eu_imports_hs4_by_partner.csv comtrade-a-hs6 H6 flows 7570 21831423855301",
		}, "417 rows of 577070756.44 US dollars (0.06% of the value of all flows) are own goods"},
		{formerThree, []string{
			"comtrade_3.csv comtrade-a-hs6 H4 totals 4303 176036194332000",
			"comtrade_3.csv comtrade-a-hs6 H5 totals 4403 231522456067000",
		}, "the net mass of 596 rows is estimated"},
		{formerSix, []string{"comtrade_6.csv comtrade-a-hs6 H5 totals 8790 394714291308000"}, ""},
	} {
		t.Run(test.file, func(t *testing.T) {
			t.Parallel()
			sink, accounts := mustImport(t, source.Request{Paths: real(t, test.file)})
			wantAccount(t, sink, test.want...)
			wantNote(t, accounts, test.note)
			for _, im := range sink.Imports {
				if im.Import.Mode != trade.Merge || !im.Import.Licence.NoRedistrib || im.Import.Months != 12 {
					t.Errorf("%+v", im.Import)
				}
			}
		})
	}
}

// The masses and quantities that are there, and how many are not, by Python.
func TestRealMasses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		file, dataset             string
		mass, massless            int64
		quantity, withoutQuantity int64
	}{
		{world, "comtrade-a-hs4", 562167210205640 + 128772332178138, 274 + 82, 280565861741815 + 62657497923554, 500 + 150},
		{world, "comtrade-a-hs6", 23739872388931 + 7263545096549, 28 + 15, 2688769024412 + 1882036351711, 213 + 53},
		{formerThree, "comtrade-a-hs6", 549448925523000 + 620733453494000, 1 + 152, 545947625925000 + 615964983461000, 599 + 760},
		{formerSix, "comtrade-a-hs6", 1195166260627000, 282, 1186535532166000, 1490},
	} {
		sink, _ := mustImport(t, source.Request{Paths: real(t, test.file)})
		var mass, massless, quantity, without int64
		for _, o := range observations(sink, test.dataset) {
			mass, quantity = mass+o.NetKg.Thousandths, quantity+o.Quantity.Thousandths
			if !o.NetKg.Known() {
				massless++
			}
			if !o.Quantity.Known() {
				without++
			}
			if o.Quantity.Known() != (o.Unit != "") {
				t.Fatalf("%s: a quantity without unit, or a unit without quantity: %+v", test.file, o)
			}
		}
		if mass != test.mass || massless != test.massless || quantity != test.quantity || without != test.withoutQuantity {
			t.Errorf("%s %s: mass %d, %d without; quantity %d, %d without", test.file, test.dataset, mass, massless, quantity, without)
		}
	}
}

// What the partners' rows add up to is what the publisher gives for the world, in
// each of the 5,004 cells, within the rounding of two such files: own goods that
// came back are a part of it.
func TestPartnersAddUpToWorld(t *testing.T) {
	t.Parallel()
	type cell struct {
		importer trade.Economy
		product  trade.Product
		period   trade.Period
	}
	sum, rows, own := map[cell]int64{}, map[cell]int64{}, 0
	sink, _ := mustImport(t, source.Request{Paths: real(t, partners, world)})
	for _, o := range observations(sink, "") {
		c := cell{o.Importer, o.Product, o.Period}
		if o.Exporter == trade.World {
			sum[c] -= o.Value.Thousandths
			continue
		}
		sum[c] += o.Value.Thousandths
		rows[c]++
		if o.Exporter == "XOG" {
			own++
		}
	}
	for c, rest := range sum {
		if max(rest, -rest) > rows[c]+1 {
			t.Errorf("%v: partners and world differ by %d thousandths of a dollar", c, rest)
		}
	}
	if len(sum) != 5004 || own != 417 {
		t.Errorf("%d cells, %d rows of own goods", len(sum), own)
	}
}

// Two downloads hold the same rows of 2021, and two answers the same four.
func TestSameRowInTwoDownloadsCountsOnce(t *testing.T) {
	t.Parallel()
	sink, _ := mustImport(t, source.Request{Paths: real(t, formerThree, formerSix, apiGoods, apiSame)})
	wantAccount(t, sink,
		"comtrade_3.csv comtrade-a-hs6 H4 totals 4303 176036194332000",
		"comtrade_3.csv comtrade-a-hs6 H5 totals 4403 231522456067000",
		"comtrade_6.csv comtrade-a-hs6 H5 totals 4387 163191835241000 [duplicate] 4403 231522456067000",
		"goods_CHN_TOTAL_2010.json comtrade-a-total H3 totals 4 155218297800000",
		"HS-get.json comtrade-a-total H3 [duplicate] 4 155218297800000")
}

func TestRealEmptyAnswer(t *testing.T) {
	t.Parallel()
	sink, accounts := mustImport(t, source.Request{Paths: real(t, apiEmpty)})
	if len(sink.Imports) != 0 || len(accounts) != 1 || accounts[0].Files[0].Status != trade.ImportUnchanged {
		t.Errorf("%+v, %+v", sink.Imports, accounts)
	}
	wantNote(t, accounts, "UN Comtrade holds nothing of what was asked")
	sink, _ = mustImport(t, source.Request{Paths: real(t, apiEmpty, apiGoods)})
	wantAccount(t, sink, "goods_CHN_TOTAL_2010.json comtrade-a-total H3 totals 4 155218297800000")
}

func TestRealFilesAreRecognised(t *testing.T) {
	t.Parallel()
	for _, path := range real(t, apiTable, apiGoods, apiSame, apiEmpty, world, partners, formerThree, formerSix) {
		if format, why, err := source.Recognise(formats(), path); err != nil || format.Kind != "comtrade" || why == "" {
			t.Errorf("%s: %s, %q, %v", path, format.Kind, why, err)
		}
	}
	for _, path := range real(t, "comtrade-ref/partner.csv", "comtrade-ref/cmd_h5.csv", "comtrade-eu-imports-hs4/cmd_desc.csv",
		"baci-afg-zaf/baci_hs17_2020_afg_zaf.csv", "cepii-dist/PROVENANCE.txt") {
		if format, why, err := source.Recognise(formats(), path); err == nil {
			t.Errorf("%s is taken for %s: %s", path, format.Kind, why)
		}
	}
}
