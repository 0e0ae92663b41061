package indicator_test

import (
	"math"
	"testing"

	"github.com/oborot/oborot/indicator"
)

// TestTradeKinds: one-way up to the overlap and with it, two-way above; the ends of the
// band belong to it; the other side sees the other kind of vertical trade.
func TestTradeKinds(t *testing.T) {
	t.Parallel()
	band, err := indicator.NewQualityBand(indicator.BandReciprocal, .25)
	if err != nil {
		t.Fatal(err)
	}
	rule := indicator.TradeKindRule{Band: band, Overlap: .1}
	for _, c := range []struct {
		x, m   int64
		ratio  float64
		priced bool
		want   indicator.TradeKind
	}{
		{100, 0, 0, false, indicator.TradeOneWay},
		{0, 1, 0, false, indicator.TradeOneWay},
		{1000, 100, 1, true, indicator.TradeOneWay}, // 10% is not above 10%
		{1000, 101, 1, true, indicator.TradeHorizontal},
		{101, 1000, 0, false, indicator.TradeUnpriced},
		{50, 60, 1.25, true, indicator.TradeHorizontal},
		{50, 60, .8, true, indicator.TradeHorizontal},
		{50, 60, 1.2501, true, indicator.TradeVerticalHigh},
		{50, 60, .7999, true, indicator.TradeVerticalLow},
	} {
		got, ok := rule.KindOf(c.x, c.m, c.ratio, c.priced)
		if got != c.want || !ok {
			t.Errorf("%d and %d at %v: %s, %v, want %s", c.x, c.m, c.ratio, got, ok, c.want)
		}
		mirrored := map[indicator.TradeKind]indicator.TradeKind{
			indicator.TradeVerticalHigh: indicator.TradeVerticalLow, indicator.TradeVerticalLow: indicator.TradeVerticalHigh,
		}
		want, turned := mirrored[c.want]
		if !turned {
			want = c.want
		}
		if back, _ := rule.KindOf(c.m, c.x, 1/math.Max(c.ratio, 1e-9), c.priced); back != want {
			t.Errorf("%d and %d at %v seen from the other side: %s, want %s", c.x, c.m, c.ratio, back, want)
		}
	}
	rule.Overlap = 0
	if got, _ := rule.KindOf(1_000_000, 1, 1, true); got != indicator.TradeHorizontal {
		t.Errorf("without an overlap one dollar back is %s", got)
	}
	for _, none := range [][2]int64{{0, 0}, {-1, 5}, {5, -1}} {
		if got, ok := rule.KindOf(none[0], none[1], 1, true); ok || got != "" {
			t.Errorf("%v has the kind %q", none, got)
		}
	}
	for overlap, right := range map[float64]bool{0: true, .1: true, .99: true, 1: false, -.1: false, math.NaN(): false, math.Inf(1): false} {
		if err := (indicator.TradeKindRule{Overlap: overlap}).Check(); (err == nil) != right {
			t.Errorf("an overlap of %v: %v", overlap, err)
		}
	}
}
