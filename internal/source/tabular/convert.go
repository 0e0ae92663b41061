package tabular

import (
	"fmt"
	"math/big"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/oborot/oborot/trade"
)

// dollar is the currency that needs no rate.
const dollar = "USD"

// ecbList is the list of the European Central Bank's reference rates; a list that
// the person made goes before it.
const ecbList = "rates-ecb"

// Rates converts money to US dollars by imported lists of rates of exchange. It
// may be used by several goroutines.
type Rates struct {
	lists []rateList

	mu     sync.Mutex
	yearly map[rateKey]bool // spans within a year that took the mean of the year
}

// rateList is one list, with its rates by currency and period.
type rateList struct {
	name, release string
	rates         map[rateKey]float64
}

type rateKey struct{ currency, period string }

// NewRates takes the lists of the table trade.Rates. A rate that is no positive
// number is an error. Of several lists that have a rate the first by name counts,
// rates-ecb last.
func NewRates(lists []trade.List) (*Rates, error) {
	r := &Rates{yearly: map[rateKey]bool{}}
	for _, l := range lists {
		if l.Table != trade.Rates {
			continue
		}
		if err := l.Check(); err != nil {
			return nil, trade.Errorf(trade.Internal, "the list %s cannot be used: %w", l.Origin.Dataset, err)
		}
		list := rateList{l.Origin.Dataset, l.Origin.Release, make(map[rateKey]float64, l.Rows())}
		currencies, periods, dollars := l.Column("currency").Text, l.Column("period").Text, l.Column("usd").Numbers
		for i, usd := range dollars {
			if _, ok := exact(usd); !ok {
				return nil, trade.Errorf(trade.BadInput, "the list %s says that one %s is %g US dollars in %s, which is no rate",
					list.name, currencies[i], usd, periods[i]).WithHint("import a corrected list: oborot import rates FILE")
			}
			list.rates[rateKey{currencies[i], periods[i]}] = usd
		}
		r.lists = append(r.lists, list)
	}
	slices.SortStableFunc(r.lists, func(a, b rateList) int { return strings.Compare(rank(a.name), rank(b.name)) })
	return r, nil
}

// rank sorts the names of lists, the ECB's last.
func rank(name string) string {
	if name == ecbList {
		return "\uffff"
	}
	return name
}

// Rate is the exact value of one unit of a currency in US dollars, as a fraction.
// The zero Rate converts nothing.
type Rate struct{ numerator, denominator uint64 }

// For returns the rate of a currency in a period: the mean of the period, else the
// mean of the rates of its months, else the mean of its year, which Notes tells.
// It is 1 for USD. Without a rate the error is of kind trade.BadInput, names no file
// yet, and its hint is the import of rates.
func (r *Rates) For(currency string, p trade.Period) (Rate, error) {
	if currency == dollar {
		return Rate{1, 1}, nil
	}
	for _, look := range []func(rateList, string, trade.Period) (*big.Rat, bool){rateList.whole, rateList.mean, r.year} {
		for _, l := range r.lists {
			if mean, ok := look(l, currency, p); ok && mean.Num().IsUint64() && mean.Denom().IsUint64() {
				return Rate{mean.Num().Uint64(), mean.Denom().Uint64()}, nil
			}
		}
	}
	return Rate{}, trade.Errorf(trade.BadInput, "there is no rate of exchange of %s for %s", currency, p).
		WithHint("import rates first, such as eurofxref-hist.zip of the ECB: oborot import rates FILE")
}

// whole looks for the rate of the very period.
func (l rateList) whole(currency string, p trade.Period) (*big.Rat, bool) {
	usd, ok := l.rates[rateKey{currency, p.String()}]
	if !ok {
		return nil, false
	}
	return exact(usd)
}

// mean averages the rates of all months of the period.
func (l rateList) mean(currency string, p trade.Period) (*big.Rat, bool) {
	sum := new(big.Rat)
	for m := p.First; m <= p.Last(); m++ {
		rate, ok := l.whole(currency, trade.Span(m, m))
		if !ok {
			return nil, false
		}
		sum.Add(sum, rate)
	}
	return sum.Quo(sum, big.NewRat(int64(p.Months), 1)), true
}

// year takes the mean of the year that the period lies in, and remembers it.
func (r *Rates) year(l rateList, currency string, p trade.Period) (*big.Rat, bool) {
	if years := p.Years(); len(years) != 1 || p.IsYear() {
		return nil, false
	}
	rate, ok := l.whole(currency, trade.Year(p.First.Year()))
	if ok {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.yearly[rateKey{currency, p.String()}] = true
	}
	return rate, ok
}

// exact is a rate as the decimal that the list's author wrote: the shortest one
// that is the same binary number. Rates have fewer digits than such numbers hold.
func exact(usd float64) (*big.Rat, bool) {
	if !(usd > 0) {
		return nil, false
	}
	return new(big.Rat).SetString(strconv.FormatFloat(usd, 'g', -1, 64))
}

// USD converts thousandths of the currency to thousandths of a US dollar, exactly
// but for the rounding at the end, half away from zero. ok is false for what does
// not fit.
func (r Rate) USD(thousandths int64) (usd int64, ok bool) {
	size := uint64(thousandths)
	if thousandths < 0 {
		size = -size
	}
	high, low := bits.Mul64(size, r.numerator)
	if high >= r.denominator {
		return 0, false
	}
	quotient, rest := bits.Div64(high, low, r.denominator)
	if rest >= r.denominator-rest {
		quotient++
	}
	if quotient > 1<<63-1 {
		return 0, false
	}
	if thousandths < 0 {
		return -int64(quotient), true
	}
	return int64(quotient), true
}

// Origin says by which lists a currency is converted, for the notes of an Origin.
// It is empty for USD and for a currency that no list has.
func (r *Rates) Origin(currency string) string {
	var names []string
	for _, l := range r.lists {
		if currency != dollar && l.has(currency) {
			names = append(names, fmt.Sprintf("%s (release %s)", l.name, l.release))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf("%s is converted to US dollars by the mean rates of %s", currency, strings.Join(names, ", else of "))
}

func (l rateList) has(currency string) bool {
	for key := range l.rates {
		if key.currency == currency {
			return true
		}
	}
	return false
}

// Notes says for which periods the mean of the year had to stand in.
func (r *Rates) Notes() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	periods := map[string][]string{}
	for key := range r.yearly {
		periods[key.currency] = append(periods[key.currency], key.period)
	}
	var notes []string
	for currency, list := range periods {
		slices.Sort(list)
		notes = append(notes, fmt.Sprintf("no monthly rate of %s is held for %s: the mean of the year was taken",
			currency, trade.PeriodsIn(strings.Join(list, ","), trade.English)))
	}
	slices.Sort(notes)
	return notes
}
