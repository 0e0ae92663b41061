package tabular

import (
	"math/big"
	"strings"
	"testing"
)

func TestParseNumber(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text    string
		mark    byte
		want    int64
		rounded bool
		ok      bool
	}{
		{"0", '.', 0, false, true},
		{"1250.5", '.', 1250500, false, true},
		{"-3.25", '.', -3250, false, true},
		{"+7", '.', 7000, false, true},
		{".5", '.', 500, false, true},
		{"5.", '.', 5000, false, true},
		{"38333,71", ',', 38333710, false, true},
		{"1 234 567,8", ',', 1234567800, false, true},
		{"1\u00a0234\u202f567,8", ',', 1234567800, false, true},
		{"0.0005", '.', 1, true, true},
		{"0.0004999999999999999999999999", '.', 0, true, true},
		{"-0.0005", '.', -1, true, true},
		{"0.30000000000000004", '.', 300, true, true},
		{"2.5", '.', 2500, false, true},
		{"1.2E7", '.', 12000000000, false, true},
		{"1.5e-3", '.', 2, true, true},
		{"1e-9999", '.', 0, true, true},
		{"0e99", '.', 0, false, true},
		{"999999999999999.999", '.', 999999999999999999, false, true},
		{"999999999999999.9999", '.', 0, false, false},
		{"1000000000000000", '.', 0, false, false},
		{"1e300", '.', 0, false, false},
		{"00000000000000000000000012.000000000000000000000000", '.', 12000, false, true},
		{"", '.', 0, false, false},
		{".", '.', 0, false, false},
		{"-", '.', 0, false, false},
		{"NaN", '.', 0, false, false},
		{"Inf", '.', 0, false, false},
		{"1,5", '.', 0, false, false},
		{"1.5", ',', 0, false, false},
		{"1.2.3", '.', 0, false, false},
		{"1e", '.', 0, false, false},
		{"1e+", '.', 0, false, false},
		{"12 kg", '.', 0, false, false},
		{"1.2 3", '.', 0, false, false},
		{" 5", '.', 0, false, false},
		{"0x10", '.', 0, false, false},
	} {
		n, ok := ParseNumber([]byte(c.text), c.mark)
		if ok != c.ok || n.Thousandths != c.want || n.Rounded != c.rounded {
			t.Errorf("%q: %d, rounded %v, %v; want %d, %v, %v", c.text, n.Thousandths, n.Rounded, ok, c.want, c.rounded, c.ok)
		}
	}
}

// FuzzParseNumber compares with exact fractions of the standard library.
func FuzzParseNumber(f *testing.F) {
	for _, seed := range []string{"0", "1.5", "-12.3456", "1e5", "0.0005", "99999999999999999999", "1.2E-7", "5e-4", "123456789012345678901234567890e-15"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, ok := ParseNumber([]byte(text), '.')
		if !ok {
			return
		}
		plain := strings.NewReplacer(" ", "", "\u00a0", "", "\u2009", "", "\u202f", "").Replace(text)
		exact, good := new(big.Rat).SetString(plain)
		if !good {
			t.Fatalf("%q was read as %d, and is no number", text, n.Thousandths)
		}
		exact.Mul(exact, big.NewRat(1000, 1))
		gap := new(big.Rat).Sub(exact, new(big.Rat).SetInt64(n.Thousandths))
		if gap.Abs(gap).Cmp(big.NewRat(1, 2)) > 0 {
			t.Errorf("%q was read as %d thousandths, %s away", text, n.Thousandths, gap.FloatString(6))
		}
		if (gap.Sign() != 0) != n.Rounded {
			t.Errorf("%q: rounded %v", text, n.Rounded)
		}
	})
}
