package output

import (
	"math/big"
	"strings"
	"testing"

	"github.com/oborot/oborot/trade"
)

func TestRounded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		number        string
		power, places int
		want          string
	}{
		{"32500000", -6, 1, "32.5"},
		{"17349999.999", -6, 1, "17.3"},
		{"17350000", -6, 1, "17.4"},
		{"-17350000", -6, 1, "-17.4"},
		{"999950000", -9, 1, "1.0"},
		{"0.0205", 2, 1, "2.1"}, // 2.0499999... as a double
		{"1.005", 0, 2, "1.01"}, // 1.00499999... as a double
		{"0.8", 2, 1, "80.0"},
		{"-0.0004", 2, 1, "0.0"},
		{"-0.0005", 2, 1, "-0.1"},
		{"0", 2, 1, "0.0"},
		{"9.96", 0, 1, "10.0"},
		{"5", -6, 1, "0.0"},
		{"49999", -6, 1, "0.0"},
		{"50000", -6, 1, "0.1"},
		{"2.5", 0, 0, "3"},
		{"-2.5", 0, 0, "-3"},
		{"9223372036854775.807", -9, 1, "9223372.0"},
	} {
		if got := rounded(c.number, c.power, c.places); got != c.want {
			t.Errorf("rounded(%s, %d, %d) = %s, want %s", c.number, c.power, c.places, got, c.want)
		}
	}
}

// FuzzRounded compares with exact rational arithmetic.
func FuzzRounded(f *testing.F) {
	for _, seed := range []int64{0, 1, -1, 499, 500, -500, 17350000000, -9223372036854775807} {
		f.Add(seed, -6, 1)
		f.Add(seed, 2, 3)
	}
	f.Fuzz(func(t *testing.T, thousandths int64, power, places int) {
		power, places = power%12, max(places, -places)%6
		if places < 0 {
			return
		}
		number := trade.FormatThousandths(thousandths)
		if got, want := rounded(number, power, places), exactly(number, power, places); got != want {
			t.Errorf("rounded(%s, %d, %d) = %s, want %s", number, power, places, got, want)
		}
	})
}

// exactly rounds by rational arithmetic; big.Rat rounds halves away from zero.
func exactly(number string, power, places int) string {
	x, _ := new(big.Rat).SetString(number)
	ten := new(big.Rat).SetInt64(10)
	for range max(power, -power) {
		if power > 0 {
			x.Mul(x, ten)
		} else {
			x.Quo(x, ten)
		}
	}
	text := x.FloatString(places)
	if strings.Trim(text, "-0.") == "" {
		text = strings.TrimPrefix(text, "-")
	}
	return text
}

func TestLocalised(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ number, english, russian string }{
		{"0", "0", "0"},
		{"999.9", "999.9", "999,9"},
		{"1234.5", "1,234.5", "1\u00a0234,5"},
		{"-1234567.25", "-1,234,567.25", "-1\u00a0234\u00a0567,25"},
		{"100000", "100,000", "100\u00a0000"},
	} {
		if got := localised(c.number, trade.English); got != c.english {
			t.Errorf("English %s: got %s, want %s", c.number, got, c.english)
		}
		if got := localised(c.number, trade.Russian); got != c.russian {
			t.Errorf("Russian %s: got %s, want %s", c.number, got, c.russian)
		}
	}
}
