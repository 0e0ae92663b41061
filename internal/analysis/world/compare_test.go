package world

import (
	"math"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// TestCompareOfVector: likeness and strengths of two economies of the vector.
func TestCompareOfVector(t *testing.T) {
	t.Parallel()
	a := toyWorld(2020).answered(t, compareName, pairOf(t, "BLR", "RUS"))
	a.near(a.row("measure", "finger_kreinin"), "both", .65)
	a.near(a.row("measure", "krugman"), "both", .7)
	r := a.row("measure", "complementarity")
	a.near(r, "a", 75)
	a.near(r, "b", 62.222222)
	r = a.row("measure", "diversity") // RCA of Russia in the first good is 1
	a.near(r, "a", 1)
	a.near(r, "b", 2)
	r = a.row("measure", "strong")
	a.near(r, "a", 0)
	a.near(r, "b", 1)
	a.near(r, "both", 1)
	r = a.row("measure", "shared_share")
	a.near(r, "a", .5)
	a.near(r, "b", .3)
	a.near(a.row("measure", "hhi"), "b", .46)
	if a.Method != "compare/1" || a.Arguments["a"] != "BLR" || a.Arguments["b"] != "RUS" || a.Arguments["threshold"] != 1 {
		t.Errorf("%s %v", a.Method, a.Arguments)
	}
	// Kazakhstan is alone in its good: the world falls into two parts and has no ECI.
	a.status(a.row("measure", "eci"), "a", "disconnected")
	a.says("2020: ECI has no value for the world of 3 economies and 3 products")
}

// TestCompareByProduct: both sides of every product, the larger share first.
func TestCompareByProduct(t *testing.T) {
	t.Parallel()
	args := pairOf(t, "BLR", "RUS")
	args.By, args.Top = []string{"product"}, 2
	a := toyWorld(2020).answered(t, compareName, args)
	if len(a.Rows) != 3 || a.Rows[0][a.field("product")].Text != "8704" {
		t.Fatalf("%d rows, first %v", len(a.Rows), a.Rows[0])
	}
	r := a.row("product", "8704")
	a.near(r, "rca_a", .961538)
	a.near(r, "rca_b", 2.307692)
	a.near(r, "share_b", .6)
	a.money(r, "value_a_usd", "50000")
	if got := r[a.field("strong")].Text; got != "b" {
		t.Errorf("strong is %s", got)
	}
	if got := a.row("product", "0402")[a.field("strong")].Text; got != "both" {
		t.Errorf("strong is %s", got)
	}
	a.money(a.row("product", "other"), "value_a_usd", "50000")
	args.Periods = []trade.Period{trade.Span(trade.MonthOf(2019, 1), trade.MonthOf(2020, 12))}
	a = toyWorld(2019, 2020).answered(t, compareName, args)
	a.says("Products are those of 2020")
	if len(a.Rows) != 3 || a.Arguments["periods"] != "2020" {
		t.Errorf("%d rows, %v", len(a.Rows), a.Arguments)
	}
}

// TestCompareYears: measures have a row for every year.
func TestCompareYears(t *testing.T) {
	t.Parallel()
	s := toyWorld(2019, 2020)
	s.add("d", 2020, "BLR", "RUS", "8704", 100_000, 0).Reporter = trade.ByExporter
	args := pairOf(t, "BLR", "RUS")
	args.Periods = []trade.Period{trade.Year(2019), trade.Year(2020)}
	a := s.answered(t, compareName, args)
	similar := map[int64]float64{}
	for _, row := range a.Rows {
		if row[a.field("measure")].Text == "finger_kreinin" {
			similar[row[a.field("year")].Number] = row[a.field("both")].Ratio.Number
		}
	}
	if len(similar) != 2 || math.Abs(similar[2019]-.65) > 1e-12 || math.Abs(similar[2020]-(.3+.1+.5)) > 1e-12 {
		t.Errorf("similarity is %v", similar)
	}
}

// connected is a world of four economies in which ECI exists, and a region of Russia in
// a dataset of its own with headings of ten digits.
func connected() *stand {
	s := &stand{}
	economies := []trade.Economy{"BLR", "CHN", "KAZ", "RUS"}
	s.cover("d", economies, economies, []int{2020}, nil)
	for i, values := range [][]float64{{90, 40, 10, 0}, {60, 80, 50, 20}, {0, 60, 70, 60}, {10, 30, 50, 90}} {
		for k, v := range values {
			if v > 0 {
				s.add("d", 2020, economies[i], economies[(i+1)%4], []trade.Product{"0402", "2709", "8703", "8704"}[k], v, 0)
			}
		}
	}
	s.cover("regions", []trade.Economy{"RU-PRI"}, []trade.Economy{"BLR"}, []int{2020},
		func(c *trade.Coverage) { c.Regions, c.Digits = true, 10 })
	for code, v := range map[trade.Product]float64{"0402100000": 3, "0402210000": 4, "8704100000": 2, "9701000000": 1} {
		s.add("regions", 2020, "RU-PRI", "BLR", code, v, 0)
	}
	return s
}

// TestCompareRegion: a region is its own exports over the world's products; its country
// is not reduced, and its ECI is the mean complexity of its strong products.
func TestCompareRegion(t *testing.T) {
	t.Parallel()
	s := connected()
	a := s.answered(t, compareName, pairOf(t, "RU-PRI", "RUS"))
	a.says("overlap; the trade of the part is not taken out of the whole")
	a.near(a.row("measure", "traded"), "a", 2)
	args := pairOf(t, "RU-PRI", "RUS")
	args.By = []string{"product"}
	p := s.answered(t, compareName, args)
	r := p.row("product", "0402")
	p.money(r, "value_a_usd", "7")
	p.near(r, "share_a", 7./9)
	p.near(r, "rca_a", (7./9)/(160./720))
	p.near(r, "rca_b", (10./180)/(160./720))

	// An economy of the world has the ECI that the question about complexity gives it.
	ranking, err := s.ask(complexityName, analysis.Arguments{})
	if err != nil {
		t.Fatal(err)
	}
	want := answered{t, ranking}.row("economy", "RUS")
	eci := answered{t, ranking}.field("eci")
	a.near(a.row("measure", "eci"), "b", want[eci].Ratio.Number)
	if got := a.row("measure", "eci")[a.field("a")].Ratio; !got.HasNumber() {
		t.Errorf("the region has no ECI: %v", got)
	}
}

// TestMutualTradeOfRegion: what a region sells is of its own dataset; what it buys is in
// no report of the world, so intensity towards it has no value.
func TestMutualTradeOfRegion(t *testing.T) {
	t.Parallel()
	s := connected()
	a := s.answered(t, specialisationName, pairOf(t, "BLR", "RU-PRI"))
	r := a.row("measure", "intensity")
	a.status(r, "a_to_b", trade.Undefined)
	// All exports of the region go to Belarus, of the world's those of Russia alone: 180 of 720.
	a.near(r, "b_to_a", 1/(180./720))
	a.status(a.row("measure", "intensity_kojima"), "b_to_a", trade.Undefined)
	a.says("What Belarus sells to Primorsky Krai in 2020 is not held")
}

func TestCompareRefusals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		args  analysis.Arguments
		kind  trade.Kind
		parts []string
	}{
		{"one", pairOf(t, "BLR", ""), trade.Usage, []string{"two economies"}},
		{"same", pairOf(t, "BLR", "BLR"), trade.Usage, []string{"both sides are Belarus"}},
		{"unknown", pairOf(t, "BLR", "JPN"), trade.NoData, []string{"Japan (JPN)", "2020"}},
		{"world", pairOf(t, "BLR", "WLD"), trade.Usage, []string{"the world"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := toyWorld(2020).ask(compareName, c.args)
			refused(t, err, c.kind, c.parts...)
		})
	}
}
