package rates

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// key is a currency in a period (2021-03 or 2021).
type key struct{ currency, period string }

// means is what a file says.
type means struct {
	usd     map[key]float64  // US dollars for one unit
	read    int64            // rows of the file
	left    map[string]int64 // rows left out by the format's rule, by its name
	release string
	notes   []string
}

var currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)

// list puts the rates in order of currency and period.
func (m *means) list(origin trade.Origin) trade.List {
	keys := make([]key, 0, len(m.usd))
	for k := range m.usd {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b key) int {
		return strings.Compare(a.currency+a.period, b.currency+b.period)
	})
	currency, period, usd := make([]string, len(keys)), make([]string, len(keys)), make([]float64, len(keys))
	for i, k := range keys {
		currency[i], period[i], usd[i] = k.currency, k.period, m.usd[k]
	}
	return trade.List{Origin: origin, Table: trade.Rates, Columns: []trade.ListColumn{
		{Name: "currency", Text: currency}, {Name: "period", Text: period}, {Name: "usd", Numbers: usd},
	}}
}

// rows is the account of the file: a row is stored when it went into a mean.
func (m *means) rows(path string, file trade.SourceFile) *source.ListRows {
	account := source.NewListRows(path, file)
	stored := m.read
	for why, rows := range m.left {
		stored -= rows
		for range rows {
			account.Format(why)
		}
	}
	for range stored {
		account.Store()
	}
	return account
}

// leave counts rows left out.
func (m *means) leave(why string, rows int) {
	if m.left == nil {
		m.left = map[string]int64{}
	}
	m.left[why] += int64(rows)
}

// readPlain takes a table as it is.
func readPlain(r *records) (*means, error) {
	m := &means{usd: map[key]float64{}, read: int64(len(r.rows))}
	currency, period, usd := r.header.Column("currency"), r.header.Column("period"), r.header.Column("usd")
	for i, row := range r.rows {
		line := r.lines[i]
		code := strings.ToUpper(strings.TrimSpace(row[currency]))
		if !currencyForm.MatchString(code) {
			return nil, r.fault(line, "%q is not the code of a currency", row[currency]).WithHint("use three letters, such as EUR")
		}
		p, err := trade.ParsePeriod(row[period])
		if err != nil || p.Months != 1 && !p.IsYear() {
			return nil, r.fault(line, "%q is neither a month nor a year", row[period]).WithHint("write 2021-03 or 2021")
		}
		rate, ok := decimal(strings.TrimSpace(row[usd]), r.mark)
		if !ok {
			return nil, r.fault(line, "%q is not a rate", row[usd]).
				WithHint("write how many US dollars one unit of the currency costs, such as 1.1899")
		}
		k := key{code, p.String()}
		if _, twice := m.usd[k]; twice {
			return nil, r.fault(line, "%s has a second rate for %s", code, p).WithHint("leave one of the two rows out")
		}
		m.usd[k], _ = rate.Float64()
	}
	return m, nil
}

// cross is what one unit of a currency costs in US dollars, from what one euro
// costs in both.
func cross(dollars, units *big.Rat) *big.Rat { return new(big.Rat).Quo(dollars, units) }

// gapNotes says which currencies lack days in which months, shortly.
func gapNotes(gaps map[string][]string) (notes []string) {
	for currency, periods := range gaps {
		slices.Sort(periods)
		text := periods[0]
		if len(periods) > 1 {
			text = fmt.Sprintf("%s and %d more from then to %s", text, len(periods)-1, periods[len(periods)-1])
		}
		notes = append(notes, fmt.Sprintf("%s has rates for some days only in %s: no mean is made of them", currency, text))
	}
	slices.Sort(notes)
	return notes
}
