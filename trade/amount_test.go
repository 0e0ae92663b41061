package trade_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/oborot/oborot/trade"
)

func TestAmountStatesSurviveSums(t *testing.T) {
	t.Parallel()
	five, nothing := trade.Of(5000), trade.Of(0)
	hidden, missing, none := trade.Absent(trade.Suppressed), trade.Absent(trade.Missing), trade.Absent(trade.NotApplicable)
	for _, c := range []struct {
		a, b, want trade.Amount
	}{
		{five, five, trade.Of(10000)},
		{five, nothing, five},
		{nothing, nothing, nothing},
		{five, trade.Of(-5000), nothing},
		{five, missing, missing},
		{nothing, missing, missing},
		{five, hidden, hidden},
		{hidden, missing, missing},
		{missing, none, none},
	} {
		if got := c.a.Plus(c.b); got != c.want {
			t.Errorf("%v + %v = %v, want %v", c.a, c.b, got, c.want)
		}
		if got := c.b.Plus(c.a); got != c.want {
			t.Errorf("%v + %v = %v, want %v", c.b, c.a, got, c.want)
		}
	}
	if nothing.State != trade.Zero || !nothing.Known() {
		t.Error("zero is a known state of its own")
	}
}

func TestFormatThousandths(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{
		0: "0", 1: "0.001", -1: "-0.001", 1250500: "1250.5", 1000: "1", -32700000000: "-32700000", 10: "0.01",
		math.MaxInt64: "9223372036854775.807", math.MinInt64: "-9223372036854775.808",
	} {
		if got := trade.FormatThousandths(n); got != want {
			t.Errorf("FormatThousandths(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestParseThousandths(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{
		"0.198": 198, " 13.235": 13235, "17": 17000, "-0.5": -500, ".5": 500, "5.": 5000, "1.230000": 1230, "0": 0, "007": 7000,
	} {
		if got, err := trade.ParseThousandths(text); err != nil || got != want {
			t.Errorf("ParseThousandths(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "-", ".", "NA", "1,5", "1.2345", "1e5", "--1", "+1", "0x1", "1.2.3", "inf", "9223372036854776"} {
		if got, err := trade.ParseThousandths(text); err == nil {
			t.Errorf("ParseThousandths(%q) = %d, want an error", text, got)
		}
	}
}

func FuzzThousandths(f *testing.F) {
	f.Add("0.198", int64(198))
	f.Add("-.5", int64(math.MinInt64+1))
	f.Fuzz(func(t *testing.T, text string, n int64) {
		if n != math.MinInt64 {
			if got, err := trade.ParseThousandths(trade.FormatThousandths(n)); err != nil || got != n {
				t.Fatalf("%d is written %q and read as %d, %v", n, trade.FormatThousandths(n), got, err)
			}
		}
		got, err := trade.ParseThousandths(text)
		if err != nil {
			return
		}
		want, ok := new(big.Rat).SetString(trimmed(text))
		if !ok || want.Mul(want, big.NewRat(1000, 1)).Cmp(new(big.Rat).SetInt64(got)) != 0 {
			t.Fatalf("ParseThousandths(%q) = %d, exactly it is %v", text, got, want)
		}
	})
}

func trimmed(text string) string {
	r := []rune{}
	for _, c := range text {
		if c == '-' || c == '.' || '0' <= c && c <= '9' {
			r = append(r, c)
		}
	}
	return string(r)
}
