package mapped

import (
	"math"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// realFiles are publishers' tables with the mapping that comes with the program.
// Rows and sums are counted from the files by another route (csv and decimal of
// Python): value in dollars, mass in kilograms.
var realFiles = []struct {
	mapping, file, dataset string
	stored                 int // flows and totals
	totals                 bool
	value, net             float64
	left, empty, aside     int64
}{
	{"china-minerals", "monthly-china-minerals/deep_dive_hs6_monthly.csv", "china-minerals-m-hs6", 6442, false, 8997632846, 0, 0, 0, 0},
	{"china-minerals", "monthly-china-minerals/country_monthly_stats.csv", "china-minerals-m-groups", 2885, false, 44638453691, 0, 0, 0, 0},
	{"china-minerals", "monthly-china-minerals/overview_monthly.csv", "china-minerals-m-groups", 384, true, 54771971299, 0, 0, 0, 0},
	{"parana", "monthly-brazil-parana/detailed_exportacoesPorPeriodo.csv", "parana-m-hs2", 1683, true, 98903605138, 177776000520, 0, 0, 0},
	{"parana", "monthly-brazil-parana/detailed_importacoesPorPeriodo.csv", "parana-m-hs2", 1565, true, 9993430681, 21244656731, 0, 0, 0},
	{"parana", "monthly-brazil-parana/detailed_timeseriesMensal.csv", "parana-m", 144, true, 108897035819, 177776000520 + 21244656731, 0, 0, 0},
	{"parana", "monthly-brazil-parana/aggregated.json", "parana-a", 12, true, 108897035819, 177776000520 + 21244656731, 0, 0, 0},
	{"parana", "monthly-brazil-parana/aggregated.json", "parana-a-chains", 240, true, 108897035819, 177776000520 + 21244656731, 0, 0, 0},
	{"datawheel-subnational", "datawheel-subnational/subnat_exports.csv", "datawheel-spain-a-sections", 1148, true, 403970933628.1978, 0, 0, 0, 0},
	{"datawheel-subnational", "datawheel-subnational/fixture_exports.csv", "datawheel-world-a-sections", 4634, true, 21062979291593, 0, 0, 0, 0},
	{"ru-mirror", "ru-mirror-mgimo/bulletin_headline.csv", "ru-mirror-m", 178, true, 4530312192420.214263, 6340333610561.3236733, 0, 0, 0},
	{"ru-mirror", "ru-mirror-mgimo/bulletin_headline.parquet", "ru-mirror-m", 178, true, 4530312192420.214263, 6340333610561.3236733, 0, 0, 0},
	{"ru-mirror", "ru-mirror-mgimo/tab_stoim_oil.csv", "ru-mirror-m-oil", 712, false, 2992827053872.421743, 0, 0, 0, 0},
	{"ru-mirror", "ru-mirror-mgimo/tab_stoim_oil.parquet", "ru-mirror-m-oil", 712, false, 2992827053872.421743, 0, 0, 0, 0},
	{"ru-mirror", "ru-mirror-mgimo/data_oilgas.csv", "ru-mirror-m-oil-mass", 1020, false, 0, 2326451873493.587203, 0, 0, 0},
	{"ru-mirror", "ru-mirror-mgimo/data_oilgas.parquet", "ru-mirror-m-oil-mass", 1020, false, 0, 2326451873493.587203, 0, 0, 0},
	{"ru-mirror", "ru-mirror-mgimo/TR_TNVED4_2710_from_2024.xlsx", "ru-mirror-turkey-m-tnved10", 334, false, 17758035550, 25694237836, 0, 0, 0},
	{"wits", "wits-summaries/wits_all_long.csv.gz", "wits-a-groups", 54880, true, 234431213480000, 0, 268023 + 18831, 0, 0},
	{"wits", "wits-summaries/en_BLR_AllYears_WITS_Trade_Summary.CSV", "wits-a", 216, true, 1449655270000, 0, (106 - 18) * 28, 288, 0},
	{"wits", "wits-summaries/en_RUS_AllYears_WITS_Trade_Summary.CSV", "wits-a", 240, true, 11881012450000, 0, (114 - 22) * 28, 376, 0},
	{"open-trade-statistics", "ecomplexity-golden-2017/world_trade_2017_hs4.csv.gz", "ots-a-hs4", 176971, true, 20080692967295, 0, 0, 0, 0},
	{"growth-lab-atlas", "atlas-hs92-indicators/trade_sample.csv", "atlas-a-hs4", 10000, true, 255471563575, 0, 0, 0, 0},
	{"growth-lab-atlas", "atlas-hs92-indicators/country_year_indicators.csv", "atlas-a", 13329, true, 727894794316090 + 324793605, 0, 0, 0, 1},
}

func TestRealFiles(t *testing.T) {
	t.Parallel()
	for _, c := range realFiles {
		t.Run(c.file+" "+c.dataset, func(t *testing.T) {
			t.Parallel()
			got := importedAs(t, c.dataset, requestFor(c.mapping, sourcetest.RealFile(t, c.file)))
			account := got.Account.Files[0]
			var value, net int64
			for _, o := range got.Observations {
				if o.Value.Known() {
					value += o.Value.Thousandths
				}
				if o.NetKg.Known() {
					net += o.NetKg.Thousandths
				}
				if o.Flags.Has(trade.FlagTotal) != c.totals {
					t.Fatalf("%+v is a total or is none", o)
				}
			}
			near := func(what string, have int64, want float64) {
				if math.Abs(float64(have)/1000-want) > 0.0005*float64(c.stored)+1e-9*want/1000 {
					t.Errorf("%s %s, want %f", what, trade.FormatThousandths(have), want)
				}
			}
			if len(got.Observations) != c.stored || account.SetAside.Rows != c.aside ||
				account.Format[leftOut].Rows != c.left || account.Format[emptyCell].Rows != c.empty {
				t.Errorf("%d stored, %v", len(got.Observations), account)
			}
			near("value", value, c.value)
			if c.net > 0 {
				near("mass", net, c.net)
			}
		})
	}
}

// TestRealPartners holds the partners of the long WITS table to the sums that were
// taken from it; 24 of its rows are own goods that came back, which WITS counts among
// the partners of China, Macao and Panama.
func TestRealPartners(t *testing.T) {
	t.Parallel()
	got := importedAs(t, "wits-a", requestFor("wits", sourcetest.RealFile(t, "wits-summaries/wits_all_long.csv.gz")))
	account := got.Account.Files[0]
	if account.Totals != (trade.Tally{Rows: 42446, Value: 725_709_236_500_000_000}) || account.SetAside.Rows != 0 {
		t.Errorf("%v, %v aside", account.Totals, account.SetAside)
	}
	var own trade.Tally
	for _, o := range got.Observations {
		if o.Exporter == tabular.OwnGoods || o.Importer == tabular.OwnGoods {
			own.Add(o.Value.Thousandths)
		}
	}
	if own != (trade.Tally{Rows: 24, Value: 1_285_143_400_000_000}) {
		t.Errorf("own goods: %v", own)
	}
}

// TestRealRows compares single rows with the lines of their files.
func TestRealRows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		mapping, file, dataset string
		want                   trade.Observation // Value and sides, product, period, reporter, net
	}{
		// 2017-01-01,Australia,250410,10200.0,6116.362
		{"china-minerals", "monthly-china-minerals/deep_dive_hs6_monthly.csv", "china-minerals-m-hs6", trade.Observation{
			Period: trade.Span(trade.MonthOf(2017, 1), trade.MonthOf(2017, 1)), Exporter: "CHN", Importer: "AUS", Product: "250410",
			Reporter: trade.ByExporter, Value: trade.Of(10_200_000), NetKg: trade.Of(6_116_362)}},
		// 2020-01,Animais vivos,84575.0,14650.0
		{"parana", "monthly-brazil-parana/detailed_importacoesPorPeriodo.csv", "parana-m-hs2", trade.Observation{
			Period: trade.Span(trade.MonthOf(2020, 1), trade.MonthOf(2020, 1)), Exporter: "WLD", Importer: "BR-PR", Product: "01",
			Reporter: trade.ByImporter, Value: trade.Of(84_575_000), NetKg: trade.Of(14_650_000)}},
		// 1,Álava,1,Animal Products,11097780.341400146
		{"datawheel-subnational", "datawheel-subnational/subnat_exports.csv", "datawheel-spain-a-sections", trade.Observation{
			Period: trade.Year(2022), Exporter: "ES-VI", Importer: "WLD", Product: "01",
			Reporter: trade.ByExporter, Value: trade.Of(11_097_780_341), NetKg: trade.Absent(trade.Missing)}},
		// ИМ,2019-01-01,16.941286545939 billion, 10.257889753554 million t
		{"ru-mirror", "ru-mirror-mgimo/bulletin_headline.csv", "ru-mirror-m", trade.Observation{
			Period: trade.Span(trade.MonthOf(2019, 1), trade.MonthOf(2019, 1)), Exporter: "WLD", Importer: "RUS", Product: "TOTAL",
			Reporter: trade.Reconciled, Value: trade.Of(16_941_286_545_939), NetKg: trade.Of(10_257_889_753_554)}},
		// Russia's exports to China in 2019-01 without oil and gas: 1.708466115 billion
		{"ru-mirror", "ru-mirror-mgimo/tab_stoim_oil.csv", "ru-mirror-m-oil", trade.Observation{
			Period: trade.Span(trade.MonthOf(2019, 1), trade.MonthOf(2019, 1)), Exporter: "RUS", Importer: "CHN", Product: "2",
			Reporter: trade.ByImporter, Value: trade.Of(1_708_466_115_000), NetKg: trade.Absent(trade.Missing)}},
		// Belarus, top partner Russian Federation, imports of 2015: 16894.29 million
		{"wits", "wits-summaries/en_BLR_AllYears_WITS_Trade_Summary.CSV", "wits-a", trade.Observation{
			Period: trade.Year(2015), Exporter: "RUS", Importer: "BLR", Product: "TOTAL",
			Reporter: trade.ByImporter, Value: trade.Of(16_894_290_000_000), NetKg: trade.Absent(trade.Missing)}},
	} {
		got := importedAs(t, c.dataset, requestFor(c.mapping, sourcetest.RealFile(t, c.file)))
		found := false
		for _, o := range got.Observations {
			found = found || o.Period == c.want.Period && o.Exporter == c.want.Exporter && o.Importer == c.want.Importer &&
				o.Product == c.want.Product && o.Reporter == c.want.Reporter && o.Value == c.want.Value && o.NetKg == c.want.NetKg
		}
		if !found {
			t.Errorf("%s lacks %+v", c.file, c.want)
		}
	}
}

// TestEstimatesOfTheBulletin: six months of the bulletin are estimates in part.
func TestEstimatesOfTheBulletin(t *testing.T) {
	t.Parallel()
	got := importedAs(t, "ru-mirror-m", requestFor("ru-mirror", sourcetest.RealFile(t, "ru-mirror-mgimo/bulletin_headline.csv")))
	estimated := 0
	for _, o := range got.Observations {
		if o.Flags.Has(trade.FlagEstimated) {
			estimated++
		}
	}
	if estimated != 6 {
		t.Errorf("%d rows are estimates, want 6", estimated)
	}
}

// TestThreeYearsAreRefused: the sums over 2019 to 2021 belong to no year.
func TestThreeYearsAreRefused(t *testing.T) {
	t.Parallel()
	path := sourcetest.RealFile(t, "datawheel-subnational/global_exports.csv")
	_, err := Format().Describe(t.Context(), requestFor("datawheel-subnational", path))
	if err == nil || trade.KindOf(err) != trade.Usage || !strings.Contains(err.Error(), "not meant for a file of this name") {
		t.Errorf("%v", err)
	}
}
