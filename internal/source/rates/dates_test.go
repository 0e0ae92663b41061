package rates

import (
	"math/big"
	"testing"
	"time"
)

func date(t *testing.T, text string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A file begins with a whole month when no working day lies before its first day.
func TestBeginsAndEnds(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"1999-01-04": true,  // Monday; 1 January was a holiday
		"2024-01-02": true,  // Tuesday after New Year's Day
		"2024-02-01": true,  // the first
		"2024-06-03": true,  // Monday after a weekend
		"2024-05-02": true,  // after the first of May
		"2024-06-04": false, // Monday is missing
		"2024-04-02": false, // Easter Monday is not known here
	} {
		if got := begins(date(t, text)); got != want {
			t.Errorf("a month begins on %s: %v", text, got)
		}
	}
	for text, want := range map[string]bool{
		"2024-05-31": true, "2024-06-28": true, "2024-08-30": true, "2024-05-30": false, "2024-03-28": false, "2021-12-31": true,
	} {
		if got := ends(date(t, text)); got != want {
			t.Errorf("a month ends on %s: %v", text, got)
		}
	}
}

func TestDecimal(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		mark byte
		want string // as a fraction
	}{
		{"1.1052", '.', "2763/2500"}, {"1,1052", ',', "2763/2500"}, {"120", '.', "120/1"}, {"2.38e-5", '.', "119/5000000"}, {"1E3", '.', "1000/1"},
		{"", '.', ""}, {"0", '.', ""}, {"-1", '.', ""}, {"+1", '.', ""}, {"1/3", '.', ""}, {"0x10", '.', ""}, {"1_000", '.', ""}, {"1,000.5", ',', ""},
		{"1,1052", '.', ""}, {"NaN", '.', ""}, {"Inf", '.', ""}, {"1e99", '.', ""}, {"1e-99", '.', ""}, {".5", '.', ""}, {"1.", '.', ""},
	} {
		got, ok := decimal(c.text, c.mark)
		if ok != (c.want != "") || ok && got.String() != c.want {
			t.Errorf("%q: %v %v, want %q", c.text, got, ok, c.want)
		}
	}
}

func TestRounded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		over, under int64
		want        float64
	}{
		{1, 3, 0.3333333333}, {2, 3, 0.6666666667}, {10, 3, 3.333333333}, {1, 42000, 0.00002380952381}, {100000, 3, 33333.33333}, {5, 4, 1.25}, {1, 1, 1},
		{2469000001, 2000000000, 1.234500001}, // 1.2345000005: the half goes away from zero
	} {
		if got := rounded(big.NewRat(c.over, c.under)); got != c.want {
			t.Errorf("%d/%d: %v, want %v", c.over, c.under, got, c.want)
		}
	}
}
