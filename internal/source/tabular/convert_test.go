package tabular

import (
	"math/big"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/oborot/oborot/trade"
)

// rateList makes a list from rows of currency, period, dollars.
func listOf(name string, rows ...[3]any) trade.List {
	list := trade.List{Table: trade.Rates, Origin: trade.Origin{Dataset: name, Release: "2024"},
		Columns: []trade.ListColumn{{Name: "currency"}, {Name: "period"}, {Name: "usd"}}}
	for _, row := range rows {
		list.Columns[0].Text = append(list.Columns[0].Text, row[0].(string))
		list.Columns[1].Text = append(list.Columns[1].Text, row[1].(string))
		list.Columns[2].Numbers = append(list.Columns[2].Numbers, row[2].(float64))
	}
	return list
}

func ratesOf(t *testing.T, lists ...trade.List) *Rates {
	t.Helper()
	rates, err := NewRates(lists)
	if err != nil {
		t.Fatal(err)
	}
	return rates
}

func period(t *testing.T, text string) trade.Period {
	t.Helper()
	p, err := trade.ParsePeriod(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The amounts are worked out by hand, with long multiplication.
func TestRatesConvert(t *testing.T) {
	t.Parallel()
	rates := ratesOf(t,
		listOf("rates-ecb", [3]any{"EUR", "2021-01", 1.2171}, [3]any{"EUR", "2021-02", 1.2098}, [3]any{"EUR", "2021-03", 1.1899},
			[3]any{"EUR", "2021", 1.1827}, [3]any{"JPY", "2021-01", 0.0096}, [3]any{"IRR", "2021", 0.0000238},
			[3]any{"BTC", "2021", 47686.81}, [3]any{"GBP", "2021", 1.5}),
		listOf("rates-bank", [3]any{"GBP", "2021", 1.25}))
	for _, c := range []struct {
		currency, period  string
		thousandths, want int64
	}{
		{"EUR", "2021-01", 1_000, 1_217},     // 1.2171
		{"EUR", "2021-01", 65_000, 79_112},   // 79.1115: half away from zero
		{"EUR", "2021-01", -65_000, -79_112}, // and from the other side
		{"EUR", "2021-02", 1_057_446_220_270_000, 1279298437282646},
		{"EUR", "2021", 100_000, 118_270},       // the mean of the year itself
		{"EUR", "2021Q1", 3_000_000, 3_616_800}, // (1.2171+1.2098+1.1899)/3*3000
		{"EUR", "2021-07", 100_000, 118_270},    // no such month: the year
		{"JPY", "2021-01", 52, 0},               // 0.0004992
		{"JPY", "2021-01", 53, 1},               // 0.0005088
		{"IRR", "2021", 1_000_000_000, 23_800},
		{"BTC", "2021", 3, 143_060},   // 143.06043
		{"GBP", "2021", 1_000, 1_250}, // the person's own list goes first
		{"USD", "1950", 77, 77},
		{"EUR", "2021", 0, 0},
	} {
		rate, err := rates.For(c.currency, period(t, c.period))
		if err != nil {
			t.Errorf("%s %s: %v", c.currency, c.period, err)
			continue
		}
		if got, ok := rate.USD(c.thousandths); !ok || got != c.want {
			t.Errorf("%d %s of %s are %d, want %d", c.thousandths, c.currency, c.period, got, c.want)
		}
	}
	want := []string{"no monthly rate of EUR is held for July 2021: the mean of the year was taken"}
	if notes := rates.Notes(); len(notes) != 1 || notes[0] != want[0] {
		t.Errorf("notes %q", notes)
	}
}

func TestRatesMissing(t *testing.T) {
	t.Parallel()
	rates := ratesOf(t, listOf("rates-ecb", [3]any{"EUR", "2021-03", 1.1899}, [3]any{"EUR", "2020", 1.1}))
	for _, c := range [][2]string{{"EUR", "2021-04"}, {"EUR", "2021"}, {"EUR", "2021Q1"}, {"CHF", "2021-03"}, {"EUR", "2020-11..2021-02"}} {
		rate, err := rates.For(c[0], period(t, c[1]))
		if err == nil || trade.KindOf(err) != trade.BadInput || !strings.Contains(err.Error(), c[0]) ||
			!strings.Contains(trade.HintOf(err), "oborot import rates FILE") {
			t.Errorf("%v: %v", c, err)
		}
		if _, ok := rate.USD(1); ok {
			t.Errorf("%v: a rate that is not there converts", c)
		}
	}
	none := ratesOf(t)
	if _, err := none.For("EUR", period(t, "2021")); err == nil {
		t.Error("no list has a rate")
	}
}

func TestRatesThatAreNone(t *testing.T) {
	t.Parallel()
	for _, usd := range []float64{0, -1.2} {
		if _, err := NewRates([]trade.List{listOf("rates-x", [3]any{"EUR", "2021", usd})}); err == nil || trade.KindOf(err) != trade.BadInput {
			t.Errorf("%g: %v", usd, err)
		}
	}
	if _, err := NewRates([]trade.List{{Table: trade.Rates}}); err == nil {
		t.Error("a list without columns is taken")
	}
	other := trade.List{Table: trade.Correlations}
	if rates := ratesOf(t, other); len(rates.lists) != 0 {
		t.Error("a correlation is taken for rates")
	}
}

// What does not fit is refused, never cut.
func TestRateOverflow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rate        Rate
		thousandths int64
		want        int64
		ok          bool
	}{
		{Rate{1, 1}, 1<<63 - 1, 1<<63 - 1, true},
		{Rate{1, 1}, -(1<<63 - 1), -(1<<63 - 1), true},
		{Rate{2, 1}, 1 << 62, 0, false},
		{Rate{1 << 62, 1}, 1 << 40, 0, false},
		{Rate{1, 2}, 1<<63 - 1, 1 << 62, true},
		{Rate{}, 0, 0, false},
	} {
		if got, ok := c.rate.USD(c.thousandths); got != c.want || ok != c.ok {
			t.Errorf("%v of %d: %d, %v", c.rate, c.thousandths, got, ok)
		}
	}
}

// The fraction arithmetic agrees with that of math/big.
func TestRateAgreesWithBig(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	half := big.NewRat(1, 2)
	for range 20_000 {
		usd := float64(1+random.IntN(1_000_000_000)) / []float64{1, 1e3, 1e6, 1e9}[random.IntN(4)]
		amount := random.Int64N(1e15) - 5e14
		fraction, _ := exact(usd)
		got, ok := Rate{fraction.Num().Uint64(), fraction.Denom().Uint64()}.USD(amount)
		product := fraction.Mul(fraction, new(big.Rat).SetInt64(amount))
		sign := int64(product.Sign())
		product.Abs(product).Add(product, half)
		want := new(big.Int).Quo(product.Num(), product.Denom())
		if !ok && want.IsInt64() || ok && sign*want.Int64() != got {
			t.Fatalf("%g times %d: %d %v, want %s", usd, amount, got, ok, want)
		}
	}
}

func TestRatesOrigin(t *testing.T) {
	t.Parallel()
	rates := ratesOf(t, listOf("rates-ecb", [3]any{"EUR", "2021", 1.1}), listOf("rates-own", [3]any{"EUR", "2021", 1.2}))
	want := "EUR is converted to US dollars by the mean rates of rates-own (release 2024), else of rates-ecb (release 2024)"
	if got := rates.Origin("EUR"); got != want {
		t.Errorf("%q", got)
	}
	if got := rates.Origin("CHF") + rates.Origin("USD"); got != "" {
		t.Errorf("%q", got)
	}
}

// Decoders of several goroutines ask at once.
func TestRatesAtOnce(t *testing.T) {
	t.Parallel()
	rates := ratesOf(t, listOf("rates-ecb", [3]any{"EUR", "2021", 1.1}))
	var wait sync.WaitGroup
	for month := 1; month <= 12; month++ {
		wait.Go(func() {
			if _, err := rates.For("EUR", trade.Span(trade.MonthOf(2021, month), trade.MonthOf(2021, month))); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if notes := rates.Notes(); len(notes) != 1 || strings.Count(notes[0], "2021") != 12 {
		t.Errorf("%q", notes)
	}
}
