package reference

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/oborot/oborot/trade"
)

// random makes a correlation of many groups and values on it.
func random(r *rand.Rand) (trade.List, map[trade.Product]trade.Amount) {
	var lines []string
	in := map[trade.Product]trade.Amount{}
	pairs := map[string]bool{}
	for i := range 40 {
		from := fmt.Sprintf("%06d", 870000+r.IntN(60)*10)
		for range 1 + r.IntN(4) {
			weight := r.Float64()
			if r.IntN(4) == 0 {
				weight = 0
			}
			pair := fmt.Sprintf("%s %06d", from, 870000+r.IntN(60)*7)
			if !pairs[pair] {
				lines = append(lines, fmt.Sprintf("%s %v", pair, weight))
			}
			pairs[pair] = true
		}
		in[trade.Product(from)] = trade.Of(r.Int64N(1<<uint(1+r.IntN(61))) - int64(i%5))
	}
	in["010101"], in["87XX"], in["8700"] = trade.Absent(trade.Missing), trade.Of(7), trade.Of(11)
	return correlation("random", "H4", "H5", lines...), in
}

// TestConversionProperties: totals are kept exactly, there and back; bounds hold
// the estimate; levels add up; the order of rows does not matter.
func TestConversionProperties(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 7))
		list, in := random(r)
		c := concordance(t, list)
		k := between(t, c, "H4", "H5", "")
		there := k.Convert(in, 6)
		checkConversion(t, in, there)
		back := between(t, c, "H5", "H4", "").Convert(amounts(there), 6)
		checkConversion(t, amounts(there), back)
		if total(amounts(back)) != total(in) {
			t.Fatalf("seed %d: %d came back of %d", seed, total(amounts(back)), total(in))
		}
		cut := map[trade.Product]trade.Amount{}
		for code, a := range amounts(there) {
			held, any := cut[code.At(4)]
			cut[code.At(4)] = known(held, any, a)
		}
		if headings := amounts(k.Convert(in, 4)); !maps.Equal(headings, cut) {
			t.Fatalf("seed %d: headings %v are not the sums of subheadings %v", seed, headings, cut)
		}
		if again := between(t, concordance(t, shuffled(r, list)), "H4", "H5", "").Convert(in, 6); written(again) != written(there) {
			t.Fatalf("seed %d: the order of rows matters", seed)
		}
	}
}

// shuffled returns a list with its rows in another order.
func shuffled(r *rand.Rand, l trade.List) trade.List {
	out := l
	out.Columns = make([]trade.ListColumn, len(l.Columns))
	for i, c := range l.Columns {
		out.Columns[i].Name = c.Name
	}
	for _, at := range r.Perm(l.Rows()) {
		for i, c := range l.Columns {
			if c.Text != nil {
				out.Columns[i].Text = append(out.Columns[i].Text, c.Text[at])
			} else {
				out.Columns[i].Numbers = append(out.Columns[i].Numbers, c.Numbers[at])
			}
		}
	}
	return out
}

func amounts(c Conversion) map[trade.Product]trade.Amount {
	all := map[trade.Product]trade.Amount{}
	for _, p := range c.Parts {
		all[p.Product] = p.Amount
	}
	return all
}

func total(in map[trade.Product]trade.Amount) int64 {
	sum := int64(0)
	for _, a := range in {
		if a.Known() {
			sum += a.Thousandths
		}
	}
	return sum
}

func checkConversion(t *testing.T, in map[trade.Product]trade.Amount, c Conversion) {
	t.Helper()
	if got := total(amounts(c)); got != total(in) {
		t.Fatalf("%d became %d", total(in), got)
	}
	absent := false
	for _, p := range c.Parts {
		absent = absent || !p.Amount.Known()
		if p.Amount.Known() && (p.Low.Thousandths > p.Amount.Thousandths || p.High.Thousandths < p.Amount.Thousandths) {
			t.Fatalf("%s = %v is not within %v and %v", p.Product, p.Amount, p.Low, p.High)
		}
	}
	if _, any := in["010101"]; any && !absent {
		t.Fatal("what is not published was lost")
	}
	if b := c.Basis; b.Split != b.Own+b.Table+b.Equal || b.Split+b.Kept > b.Value {
		t.Fatalf("%+v", b)
	}
}

// TestOrderOfLists: the order of lists and of the amounts does not matter.
func TestOrderOfLists(t *testing.T) {
	t.Parallel()
	pairs := correlation("correlation-h4-h5", "H4", "H5", "870310 870390", "870610 870610", "870620 870610")
	in := values(t, "870310=0.007", "870610=0.003", "870620=0.001", "870810=0.005")
	a := between(t, concordance(t, pairs, small()), "H4", "H5", "").Convert(in, 6)
	b := between(t, concordance(t, small(), pairs), "H4", "H5", "").Convert(in, 6)
	if written(a) != written(b) || a.Basis != b.Basis {
		t.Errorf("%s\n%s", written(a), written(b))
	}
}

// TestLargeAmounts: the split is exact where a double is not.
func TestLargeAmounts(t *testing.T) {
	t.Parallel()
	const most = math.MaxInt64
	got := between(t, concordance(t, correlation("x", "H4", "H5", "870310 870311", "870310 870312", "870310 870313")), "H4", "H5", "").
		Convert(map[trade.Product]trade.Amount{"870310": trade.Of(most)}, 6)
	for i, p := range got.Parts {
		want := int64(most / 3)
		if i < most%3 {
			want++
		}
		if diff := p.Amount.Thousandths - want; diff > 4096 || diff < -4096 { // 2^63 over the 52 bits of a weight
			t.Errorf("%s got %d, want %d", p.Product, p.Amount.Thousandths, want)
		}
	}
	if total(amounts(got)) != most {
		t.Errorf("%d", total(amounts(got)))
	}
}

// FuzzSplit: any amount and weights are split without loss.
func FuzzSplit(f *testing.F) {
	f.Add(int64(10), 0.25, 0.75, 0.0)
	f.Add(int64(-1), 1.0, 1.0, 1.0)
	f.Add(int64(math.MaxInt64), 1e-300, 1e3, 3.0)
	f.Add(int64(math.MinInt64+1), 0.0, 0.0, 0.0)
	f.Fuzz(func(t *testing.T, amount int64, a, b, c float64) {
		if amount == math.MinInt64 {
			t.Skip() // trade.Null
		}
		var lines []string
		for i, w := range []float64{a, b, c} {
			if !(w >= 0) || w > heaviest {
				t.Skip()
			}
			lines = append(lines, fmt.Sprintf("870310 87031%d %v", i, w))
		}
		in := map[trade.Product]trade.Amount{"870310": trade.Of(amount)}
		checkConversion(t, in, between(t, concordance(t, correlation("x", "H4", "H5", lines...)), "H4", "H5", "").Convert(in, 6))
	})
}
