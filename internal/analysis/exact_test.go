package analysis

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// randomWorld is a small monthly world with hidden goods, unpublished values and,
// where absence is not zero, published totals.
func randomWorld(t *testing.T, seed uint64) *world {
	random := rand.New(rand.NewPCG(seed, 1))
	economies := []trade.Economy{"BLR", "KAZ", "RU-PRI", "AUT"}
	goods := []trade.Product{"8704", "8708", "0406", "040X", "XXXX", "3925"}
	held := months(t, "2020-01..2022-07")
	w := &world{}
	merged := random.IntN(2) == 0
	w.cover("toy", append([]trade.Economy{}, economies...), held, func(c *trade.Coverage) { c.AbsentIsZero = !merged })
	for range 400 {
		from, to := economies[random.IntN(4)], economies[random.IntN(4)]
		if from == to {
			continue
		}
		value := random.Int64N(1_000_000_007)
		w.add("toy", held[random.IntN(len(held))], from, to, goods[random.IntN(len(goods))], value, func(r *cube.Row) {
			if random.IntN(40) == 0 {
				r.ValueUSD, r.Flags = trade.Absent(trade.Suppressed), trade.FlagSuppressed
			}
		})
	}
	for _, m := range held {
		if merged && random.IntN(8) > 0 {
			w.add("toy", m, "BLR", "RU-PRI", trade.AllProducts, random.Int64N(8_000_000_007), nil)
		}
	}
	return w
}

func sides(t *testing.T) [][2]reference.Side {
	return [][2]reference.Side{
		{find(t, "BLR"), find(t, "RU-PRI")},
		{group3("BK", "BLR", "KAZ"), find(t, "RU-PRI")},
		{find(t, "RU-PRI"), group3("BKA", "BLR", "KAZ", "AUT")},
	}
}

// TestPartsAddUp: the goods of the structure add up to the directions of the
// account, the parts of every breakdown to its turnover, exactly; contributions add
// up to growth.
func TestPartsAddUp(t *testing.T) {
	t.Parallel()
	for seed := range uint64(16) {
		w := randomWorld(t, seed)
		for _, pair := range sides(t) {
			args := Arguments{A: pair[0], B: pair[1], Periods: periods(t, "2021,2022-01..2022-07,2021Q1..2021Q3"), Top: int(seed % 4)}
			a := answer(t, w, "account", args)
			s := answer(t, w, "structure", args)
			for i := range a.Rows {
				period := at(t, a, i, "period").Text
				for _, direction := range []string{"exports", "imports"} {
					got := total(t, s, period, direction)
					got.equal(t, seed, at(t, a, i, direction+"_usd"), at(t, a, i, direction+"_usd_base"), at(t, a, i, direction+"_growth"))
				}
			}
			for _, by := range [][]string{{"product"}, {"partner"}, {"direction"}, {"direction", "partner", "product"}} {
				args.By = by
				b := answer(t, w, "account", args)
				for i := range a.Rows {
					got := total(t, b, at(t, a, i, "period").Text, "")
					got.equal(t, seed, at(t, a, i, "turnover_usd"), at(t, a, i, "turnover_usd_base"), at(t, a, i, "turnover_growth"))
				}
			}
			args.By = nil
		}
	}
}

// sum is what the rows of a period and direction add up to.
type sum struct {
	points    float64
	exactNow  int64
	exactBase int64
	unread    bool // a contribution has no number
}

func total(t *testing.T, r *Result, period, direction string) sum {
	var s sum
	for i := range r.Rows {
		if at(t, r, i, "period").Text != period || direction != "" && at(t, r, i, "direction").Text != direction {
			continue
		}
		now, base, points := at(t, r, i, "value_usd").Amount, at(t, r, i, "value_usd_base").Amount, at(t, r, i, "contribution_pp").Ratio
		if now.Known() {
			s.exactNow += now.Thousandths
		}
		if base.Known() {
			s.exactBase += base.Thousandths
		}
		s.points += points.Number
		s.unread = s.unread || !points.HasNumber()
	}
	return s
}

func (s sum) equal(t *testing.T, seed uint64, now, base, growth Cell) {
	t.Helper()
	if now.Amount.Known() && s.exactNow != now.Amount.Thousandths {
		t.Errorf("world %d: the parts add up to %d, the whole is %v", seed, s.exactNow, now.Amount)
	}
	if base.Amount.Known() && s.exactBase != base.Amount.Thousandths {
		t.Errorf("world %d: the parts of the base add up to %d, the whole is %v", seed, s.exactBase, base.Amount)
	}
	if !s.unread && growth.Ratio.HasNumber() && math.Abs(s.points-100*growth.Ratio.Number) > 1e-9*max(1, math.Abs(s.points)) {
		t.Errorf("world %d: the contributions add up to %v, growth is %v", seed, s.points, growth.Ratio)
	}
}

// TestSeriesAddUp: where absence is zero there are no hidden remainders, and the
// months, quarters and years of a span add up to it.
func TestSeriesAddUp(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		w := randomWorld(t, seed)
		w.held[0].AbsentIsZero = true
		args := Arguments{A: find(t, "BLR"), B: find(t, "RU-PRI"), Periods: periods(t, "2020-02..2022-07")}
		whole := answer(t, w, "account", args)
		for _, series := range []string{"month", "quarter", "year"} {
			args.Series = series
			r := answer(t, w, "account", args)
			for _, field := range []string{"exports_usd", "imports_usd", "turnover_usd", "balance_usd"} {
				var sum int64
				for i := range r.Rows {
					if c := at(t, r, i, field).Amount; c.Known() {
						sum += c.Thousandths
					}
				}
				if field == "exports_usd" || field == "imports_usd" {
					if want := at(t, whole, 0, field).Amount.Thousandths; sum != want {
						t.Errorf("world %d: %s by %s add up to %d, not %d", seed, field, series, sum, want)
					}
				}
			}
		}
	}
}

// TestAnswersAreRepeatable: equal questions have equal answers, whatever the order
// of maps.
func TestAnswersAreRepeatable(t *testing.T) {
	t.Parallel()
	w := randomWorld(t, 3)
	args := Arguments{A: group3("BK", "BLR", "KAZ"), B: find(t, "RU-PRI"), By: []string{"partner", "product"}, Top: 2}
	first := printed(answer(t, w, "account", args))
	for range 20 {
		if again := printed(answer(t, w, "account", args)); again != first {
			t.Fatalf("first\n%s\nthen\n%s", first, again)
		}
	}
}
