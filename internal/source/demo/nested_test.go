package demo

import (
	"fmt"
	"math"
	"testing"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// cell is a flow of one good in one month.
type cell struct {
	exporter, importer trade.Economy
	product            trade.Product
	month              trade.Month
}

// sums adds up a dataset by cell, with codes mapped on the way.
func sums(t *testing.T, dataset string, code func(trade.Economy) trade.Economy) map[cell]int64 {
	t.Helper()
	all := map[cell]int64{}
	for _, o := range take(t, dataset).Observations {
		all[cell{code(o.Exporter), code(o.Importer), o.Product, o.Period.First}] += o.ValueUSD.Thousandths
	}
	return all
}

func itself(e trade.Economy) trade.Economy { return e }

func TestRegionsAddUpToTheirCountry(t *testing.T) {
	t.Parallel()
	national := sums(t, "demo", itself)
	for _, c := range []struct {
		dataset  string
		country  trade.Economy
		partners []trade.Economy
	}{
		{"demo-region", "RUS", partnersOfRussia},
		{"demo-region-by", "BLR", partnersOfBelarus},
	} {
		folded := sums(t, c.dataset, reference.CountryOf)
		for at, value := range folded {
			if at.exporter != c.country && at.importer != c.country {
				t.Fatalf("%s holds %+v", c.dataset, at)
			}
			if national[at] != value {
				t.Fatalf("%+v: the regions of %s have %d, the country %d", at, c.country, value, national[at])
			}
		}
		cells := 0
		for at := range national {
			for _, partner := range c.partners {
				if at.exporter == c.country && at.importer == partner || at.importer == c.country && at.exporter == partner {
					cells++
				}
			}
		}
		if cells != len(folded) || cells < 5000 {
			t.Errorf("%s has %d cells, the country %d", c.dataset, len(folded), cells)
		}
	}
}

// The notes count the partners in words.
func TestNotesCountThePartners(t *testing.T) {
	t.Parallel()
	for _, partners := range [][]trade.Economy{partnersOfRussia, partnersOfBelarus} {
		if len(partners) != 1+6 {
			t.Errorf("%d partners, the notes say one and six more", len(partners))
		}
	}
}

func TestBothCountriesShowTheSameTrade(t *testing.T) {
	t.Parallel()
	seen := 0
	russian, belarusian := sums(t, "demo-region", reference.CountryOf), sums(t, "demo-region-by", reference.CountryOf)
	for at, value := range russian {
		if at.exporter != "BLR" && at.importer != "BLR" {
			continue
		}
		seen++
		if belarusian[at] != value {
			t.Fatalf("%+v: %d by region of Russia, %d by region of Belarus", at, value, belarusian[at])
		}
	}
	if seen < 4000 {
		t.Errorf("only %d flows between the two countries", seen)
	}
}

func TestEnterprisesAddUpToTheRegion(t *testing.T) {
	t.Parallel()
	region := sums(t, "demo-region", itself)
	by := sums(t, "demo-enterprise", itself)
	for at, value := range by {
		if region[at] != value {
			t.Errorf("%+v: enterprises %d, region %d", at, value, region[at])
		}
	}
	for at := range region {
		if at.exporter == "BLR" && at.importer == "RU-PRI" && by[at] == 0 {
			t.Errorf("%+v has no enterprise", at)
		}
	}
}

// Broad economies sell machines and simple goods, narrow ones simple goods only: that is
// what nests the products of the narrow within those of the broad.
func TestProductsAreNested(t *testing.T) {
	t.Parallel()
	machines, all := map[trade.Economy]float64{}, map[trade.Economy]float64{}
	goods := map[trade.Economy]map[trade.Product]bool{}
	for _, o := range take(t, "demo").Observations {
		if goods[o.Exporter] == nil {
			goods[o.Exporter] = map[trade.Product]bool{}
		}
		goods[o.Exporter][o.Product] = true
		all[o.Exporter] += o.ValueUSD.Float()
		if chapter := o.Product.Chapter(); chapter == "84" || chapter == "85" || chapter == "90" {
			machines[o.Exporter] += o.ValueUSD.Float()
		}
	}
	for _, broad := range []trade.Economy{"DEU", "JPN", "KOR", "CZE", "CHE"} {
		for _, narrow := range []trade.Economy{"BGD", "PAK", "NGA", "KAZ", "KEN"} {
			if b, n := machines[broad]/all[broad], machines[narrow]/all[narrow]; b < 0.25 || n > 0.15 {
				t.Errorf("machines are %.0f%% of what %s sells and %.0f%% of what %s sells", 100*b, broad, 100*n, narrow)
			}
			shared := 0
			for g := range goods[narrow] {
				if goods[broad][g] {
					shared++
				}
			}
			if len(goods[broad]) <= len(goods[narrow]) || shared*3 < len(goods[narrow]) {
				t.Errorf("%s sells %d goods, %s %d of which %d are the same", broad, len(goods[broad]), narrow, len(goods[narrow]), shared)
			}
		}
	}
}

func correlation(x, y []float64) float64 {
	n := float64(len(x))
	var sx, sy, xx, yy, xy float64
	for i := range x {
		sx, sy = sx+x[i], sy+y[i]
		xx, yy, xy = xx+x[i]*x[i], yy+y[i]*y[i], xy+x[i]*y[i]
	}
	return (n*xy - sx*sy) / math.Sqrt((n*xx-sx*sx)*(n*yy-sy*sy))
}

// Sizes follow those of the economies and fall with distance; some months of small flows are
// empty, and harvests have a season.
func TestTradeLooksLikeTrade(t *testing.T) {
	t.Parallel()
	pair := map[string]int64{}
	harvest := map[int]int64{}
	flows := map[cell]bool{}
	rows := 0
	for _, o := range take(t, "demo").Observations {
		rows++
		flows[cell{o.Exporter, o.Importer, o.Product, 0}] = true
		if o.Period.First.Year() == 2021 {
			pair[fmt.Sprint(o.Exporter, o.Importer)] += o.ValueUSD.Thousandths
		}
		if o.Product == "0808" && o.Period.First.Year() < 2022 {
			harvest[o.Period.First.Month()] += o.ValueUSD.Thousandths
		}
	}
	if pair["DEUPOL"] <= pair["DEUNZL"] || pair["CHNJPN"] <= pair["CHNMNG"] || pair["BLRRUS"] <= pair["BLRCHN"] {
		t.Errorf("Germany to Poland %d, to New Zealand %d; China to Japan %d, to Mongolia %d; Belarus to Russia %d, to China %d",
			pair["DEUPOL"], pair["DEUNZL"], pair["CHNJPN"], pair["CHNMNG"], pair["BLRRUS"], pair["BLRCHN"])
	}
	if full := 45 * len(flows); rows >= full || rows < full/2 {
		t.Errorf("%d of %d months have trade", rows, full)
	}
	low, high := harvest[1], harvest[1]
	for _, v := range harvest {
		low, high = min(low, v), max(high, v)
	}
	if float64(high) < 1.3*float64(low) {
		t.Errorf("apples have no season: %d to %d a month", low, high)
	}
}
