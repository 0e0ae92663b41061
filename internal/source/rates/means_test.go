package rates

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// naive adds up what days say in the plainest way: floats, no order, no gaps.
type naive struct{ sum, days float64 }

func (n naive) mean() float64 { return n.sum / n.days }

// invented writes the rates of all working days of some years, newest first as the ECB
// does, and their means.
func invented(first, last int, seed uint64) (text string, means map[string]naive) {
	random := rand.New(rand.NewPCG(seed, 1))
	means = map[string]naive{}
	add := func(currency string, day time.Time, usd float64) {
		for _, period := range []string{day.Format("2006-01"), day.Format("2006")} {
			n := means[currency+" "+period]
			means[currency+" "+period] = naive{n.sum + usd, n.days + 1}
		}
	}
	var lines []string
	for day := time.Date(first, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() <= last; day = day.AddDate(0, 0, 1) {
		if weekend(day) {
			continue
		}
		dollars, yen, pounds := math.Round(1e4*(1+random.Float64()/4)), math.Round(100*(100+50*random.Float64())), math.Round(1e5*(0.7+random.Float64()/5))
		lines = append(lines, fmt.Sprintf("%s,%.4f,%.2f,%.5f,9.5,1.1,\n", day.Format(time.DateOnly), dollars/1e4, yen/100, pounds/1e5))
		add("EUR", day, dollars/1e4)
		add("JPY", day, dollars/1e4/(yen/100))
		add("GBP", day, dollars/1e4/(pounds/1e5))
	}
	var b strings.Builder
	b.WriteString("Date,USD,JPY,GBP,SEK,CHF,\n")
	for i := range lines {
		b.WriteString(lines[len(lines)-1-i])
	}
	return b.String(), means
}

// The means of a few years are those that the plainest sum gives.
func TestMeansAgainstNaiveSums(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		text, means := invented(2019, 2021, seed)
		got := table(mustLoad(t, write(t, "eurofxref-hist.csv", text)).List)
		for k, want := range means {
			if math.Abs(got[k]-want.mean()) > 1e-9*want.mean() {
				t.Errorf("%s is %v, want %v", k, got[k], want.mean())
			}
		}
		if want := len(means) + 2*(36+3); len(got) != want { // and two more currencies
			t.Errorf("%d means, want %d", len(got), want)
		}
	}
}

// The order of the days changes nothing, and a file cut at either end loses whole
// months and years only: what remains is as it was.
func TestMeansOfAPart(t *testing.T) {
	t.Parallel()
	text, _ := invented(2019, 2020, 7)
	header, rows, _ := strings.Cut(text, "\n")
	lines := strings.SplitAfter(strings.TrimRight(rows, "\n"), "\n")
	whole := table(mustLoad(t, write(t, "a.csv", text)).List)
	for name, part := range map[string][]string{"newest cut": lines[10:], "oldest cut": lines[:len(lines)-10], "both": lines[30 : len(lines)-40]} {
		list := mustLoad(t, write(t, "a.csv", header+"\n"+strings.Join(part, ""))).List
		got := table(list)
		for k, usd := range got {
			if whole[k] != usd {
				t.Errorf("%s: %s is %v, was %v", name, k, usd, whole[k])
			}
		}
		if len(got) == 0 || len(got) >= len(whole) {
			t.Errorf("%s: %d means of %d", name, len(got), len(whole))
		}
		_, years := got["EUR 2019"], got["EUR 2020"]
		if name == "newest cut" && (years != 0 || got["EUR 2019"] == 0) || name == "oldest cut" && (years == 0 || got["EUR 2019"] != 0) {
			t.Errorf("%s: years %v and %v", name, got["EUR 2019"], years)
		}
	}
}

// Rates keep ten digits, however small: more than publishers write.
func TestDecimals(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{
		"1.23456789012345": 1.23456789, "0.000123456789055": 0.0001234567891, "123456.789012345": 123456.789, "1": 1,
		"1e-9": 1e-9, "2.5e3": 2500, "0.99999999999": 1,
	} {
		rate, ok := decimal(text, '.')
		if !ok || rounded(rate) != want {
			t.Errorf("%s: %v, want %v", text, rounded(rate), want)
		}
	}
	for _, text := range []string{"", "-1", "0", "0.0", "+1", "1,5", "1e13", "1e-13", "1.", ".5", "0x1", "Inf", "NaN", "1_000", "1 000"} {
		if rate, ok := decimal(text, '.'); ok {
			t.Errorf("%q is read as %v", text, rate)
		}
	}
	if rate, ok := decimal("1,25", ','); !ok || rounded(rate) != 1.25 {
		t.Errorf("1,25 is %v", rate)
	}
}

// Currencies without a rate on some day of a month have no mean of it, and the note
// says from when to when.
func TestGaps(t *testing.T) {
	t.Parallel()
	text, _ := invented(2020, 2020, 3)
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "2020-03-1") || strings.HasPrefix(line, "2020-05-04") {
			lines[i] = strings.Replace(line, ",9.5,", ",N/A,", 1)
		}
	}
	list := mustLoad(t, write(t, "a.csv", strings.Join(lines, ""))).List
	got := table(list)
	for _, k := range []string{"SEK 2020-03", "SEK 2020-05", "SEK 2020"} {
		if usd, any := got[k]; any {
			t.Errorf("%s is %v", k, usd)
		}
	}
	if got["SEK 2020-04"] == 0 || got["CHF 2020-03"] == 0 || got["CHF 2020"] == 0 {
		t.Errorf("%v", got)
	}
	if notes := strings.Join(list.Origin.Notes, "\n"); !strings.Contains(notes, "SEK has rates for some days only in 2020-03 and 1 more from then to 2020-05") {
		t.Error(notes)
	}
}

// A list is kept whole, under the name that the person says, from as many files as
// there are lists.
func TestSeveralFiles(t *testing.T) {
	t.Parallel()
	bank, own := write(t, "eurofxref-hist.csv", history), write(t, "own.csv", "currency,period,usd\nBYN,2021,0.394\n")
	loads, err := Format().Describe(context.Background(), source.Request{Paths: []string{bank, own}})
	if err != nil || len(loads) != 2 {
		t.Fatalf("%d loads: %v", len(loads), err)
	}
	var sink sourcetest.Sink
	for _, l := range loads {
		if l.Import.Mode != trade.Replace || len(l.Import.Files) != 1 || l.Import.Files[0].SHA256 == "" {
			t.Errorf("%+v", l.Import)
		}
		if accounts, err := l.Read(context.Background(), &sink, []int{}); err != nil || len(accounts) != 0 {
			t.Errorf("files that are held were read: %v %v", accounts, err)
		}
		if _, err := l.Read(context.Background(), &sink, []int{0}); err != nil {
			t.Error(err)
		}
	}
	if len(sink.Lists) != 2 || sink.Lists[0].List.Origin.Dataset != "rates-ecb" || sink.Lists[1].List.Origin.Dataset != "rates-own" {
		t.Errorf("%+v", sink.Lists)
	}
}
