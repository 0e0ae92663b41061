package trade_test

import (
	"math"
	"testing"

	"github.com/oborot/oborot/trade"
)

func usd(v float64) trade.Amount { return trade.Of(int64(math.Round(v * 1000))) }

func near(a, b float64) bool { return math.Abs(a-b) < 5e-7 }

// TestGrowthStatuses holds the published test vector TV-A4.
func TestGrowthStatuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		now, base trade.Amount
		want      float64
		status    trade.Status
	}{
		{"new", usd(5), usd(0), 0, trade.New},
		{"ceased", usd(0), usd(5), -1, trade.Ceased},
		{"nothing in both", usd(0), usd(0), 0, trade.Undefined},
		{"a balance was negative", usd(2), usd(-3), 0, trade.NegativeBase},
		{"7.4 times", usd(74), usd(10), 6.4, trade.OK},
		{"80%", usd(39.6), usd(22), 0.8, trade.OK},
		{"missing now", trade.Absent(trade.Missing), usd(1), 0, trade.StatusMissing},
		{"hidden base", usd(1), trade.Absent(trade.Suppressed), 0, trade.StatusHidden},
	} {
		got := trade.Growth(c.now, c.base)
		if got.Status != c.status || !near(got.Number, c.want) {
			t.Errorf("%s: %+v, want %v %q", c.name, got, c.want, c.status)
		}
	}
	if times := trade.Growth(usd(74), usd(10)).Times(); !near(times.Number, 7.4) {
		t.Errorf("times = %v, want 7.4", times)
	}
}

// TestDirectionsAndPartners holds the published test vector TV-A1.
func TestDirectionsAndPartners(t *testing.T) {
	t.Parallel()
	x0, x1 := []float64{40, 30, 10}, []float64{50, 24, 26}
	m0, m1 := []float64{20, 15, 5}, []float64{30, 15, 15}
	sum := func(parts []float64) (s trade.Amount) {
		s = trade.Of(0)
		for _, p := range parts {
			s = s.Plus(usd(p))
		}
		return s
	}
	X0, X1, M0, M1 := sum(x0), sum(x1), sum(m0), sum(m1)
	T0, T1 := X0.Plus(M0), X1.Plus(M1)
	checks := map[string][2]float64{
		"growth":                {trade.Growth(T1, T0).Number, 0.33333333},
		"coverage before":       {trade.Quotient(X0, M0).Number, 2},
		"coverage now":          {trade.Quotient(X1, M1).Number, 1.6666667},
		"balance":               {X1.Minus(M1).Float(), 40},
		"normalised balance":    {trade.Quotient(X1.Minus(M1), T1).Number, 0.25},
		"exports contribute":    {trade.Contribution(X1, X0, T0).Number, 16.666667},
		"imports contribute":    {trade.Contribution(M1, M0, T0).Number, 16.666667},
		"partner a":             {trade.Contribution(usd(80), usd(60), T0).Number, 16.666667},
		"partner b":             {trade.Contribution(usd(39), usd(45), T0).Number, -5},
		"partner c":             {trade.Contribution(usd(41), usd(15), T0).Number, 21.666667},
		"third quarter (TV-A3)": {trade.Growth(usd(39.6).Minus(usd(27.3)), usd(22).Minus(usd(14))).Number, 0.5375},
	}
	for name, c := range checks {
		if !near(c[0], c[1]) {
			t.Errorf("%s = %v, want %v", name, c[0], c[1])
		}
	}
}

func TestQuotientOverNothing(t *testing.T) {
	t.Parallel()
	if r := trade.Quotient(usd(5), usd(0)); r.Status != trade.DividedByZero || r.HasNumber() {
		t.Errorf("5/0 = %+v", r)
	}
	if r := trade.Quotient(usd(0), usd(0)); r.Status != trade.Undefined {
		t.Errorf("0/0 = %+v", r)
	}
	if r := trade.Contribution(usd(5), usd(0), usd(0)); r.Status != trade.New {
		t.Errorf("a contribution to nothing = %+v", r)
	}
}

func FuzzRatiosAreFinite(f *testing.F) {
	f.Add(int64(5), int64(0), int64(math.MinInt64))
	f.Add(int64(math.MaxInt64), int64(-1), int64(1))
	f.Fuzz(func(t *testing.T, a, b, c int64) {
		x, y, z := trade.Of(a), trade.Of(b), trade.Of(c)
		for _, r := range []trade.Ratio{trade.Growth(x, y), trade.Quotient(x, y), trade.Contribution(x, y, z),
			trade.Growth(x, y).Times()} {
			if math.IsNaN(r.Number) || math.IsInf(r.Number, 0) {
				t.Fatalf("%d %d %d gives %+v", a, b, c, r)
			}
		}
	})
}
