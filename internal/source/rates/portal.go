package rates

import (
	"math/big"
	"regexp"
	"strings"
)

// portalRow is one row of the data portal: what one euro costs.
type portalRow struct {
	line             int
	currency, period string
	units            *big.Rat
}

var portalPeriod = regexp.MustCompile(`^[12][0-9]{3}(-(0[1-9]|1[0-2]))?$`)

// readPortal reads rows of EXR: means of months and years as they are, days as
// those of eurofxref. Rates at the end of a period, other spans than these and
// rates against another currency than the euro are left out.
func readPortal(r *records) (*means, error) {
	m := &means{usd: map[key]float64{}}
	var spans, byDay []portalRow
	for i, row := range r.rows {
		if why := r.leftOut(row); why != "" {
			m.leave(why, 1)
			continue
		}
		one, err := r.portalRow(row, r.lines[i])
		switch {
		case err != nil:
			return nil, err
		case r.cell(row, "FREQ") == "D":
			byDay = append(byDay, one)
		default:
			spans = append(spans, one)
		}
	}
	if err := r.addDays(m, byDay); err != nil {
		return nil, err
	}
	if err := r.addSpans(m, spans); err != nil {
		return nil, err
	}
	m.read = int64(len(r.rows))
	return m, nil
}

func (r *records) portalRow(row []string, line int) (portalRow, error) {
	one := portalRow{line: line, currency: r.cell(row, "CURRENCY"), period: r.cell(row, "TIME_PERIOD")}
	var ok bool
	if one.units, ok = decimal(r.cell(row, "OBS_VALUE"), '.'); !ok {
		return one, r.fault(line, "the rate of %s is %q, which is no rate", one.currency, r.cell(row, "OBS_VALUE")).
			WithHint("the file may be damaged: download it again")
	}
	if !currencyForm.MatchString(one.currency) {
		return one, r.fault(line, "%q is not the code of a currency", one.currency).
			WithHint("give the file as the ECB's data portal ships it")
	}
	return one, nil
}

// cell is the field of a named column, empty where there is none.
func (r *records) cell(row []string, name string) string {
	if at := r.header.Column(name); at >= 0 && at < len(row) {
		return strings.TrimSpace(row[at])
	}
	return ""
}

// leftOut says by which rule a row is left out, if by any.
func (r *records) leftOut(row []string) string {
	switch freq := r.cell(row, "FREQ"); {
	case r.cell(row, "CURRENCY_DENOM") != "EUR":
		return "not against the euro"
	case r.cell(row, "EXR_SUFFIX") == "E":
		return "end of period"
	case freq != "" && freq != "D" && freq != "M" && freq != "A":
		return "other frequency"
	case r.cell(row, "OBS_VALUE") == "" || r.cell(row, "OBS_VALUE") == "NaN":
		return "no rate"
	}
	return ""
}

// addDays makes means of daily rows.
func (r *records) addDays(m *means, rows []portalRow) error {
	if len(rows) == 0 {
		return nil
	}
	at := map[string]int{}
	var days []day
	for _, one := range rows {
		date, err := r.date(one.period, one.line)
		if err != nil {
			return err
		}
		i, known := at[one.period]
		if !known {
			i = len(days)
			at[one.period], days = i, append(days, day{date, map[string]*big.Rat{}})
		}
		if days[i].units[one.currency] != nil {
			return r.twice(one)
		}
		days[i].units[one.currency] = one.units
	}
	made, partial, err := average(r, days)
	if err != nil {
		return err
	}
	m.usd, m.release, m.notes = made.usd, made.release, made.notes
	for _, one := range rows {
		if partial[one.period[:len("2021-03")]] {
			m.leave(incompleteMonth, 1)
		}
	}
	return nil
}

// addSpans takes published means, which go before those of days. A currency other
// than the euro needs the dollar of the same period.
func (r *records) addSpans(m *means, rows []portalRow) error {
	units := map[key]*big.Rat{}
	dollars := 0
	for _, one := range rows {
		k := key{one.currency, one.period}
		switch {
		case !portalPeriod.MatchString(one.period):
			return r.fault(one.line, "%q is neither a month nor a year", one.period).
				WithHint("give the file as the ECB's data portal ships it")
		case units[k] != nil:
			return r.twice(one)
		case one.currency == "USD":
			dollars++
		}
		units[k] = one.units
		m.release = max(m.release, one.period)
	}
	if len(rows) > 0 && dollars == 0 {
		return r.fault(0, "the file has no rate of the US dollar, through which all others go").
			WithHint("download the series EXR.M.USD.EUR.SP00.A too, in one file")
	}
	for _, one := range rows {
		dollar := units[key{"USD", one.period}]
		switch {
		case one.currency == "USD":
			m.usd[key{"EUR", one.period}], _ = one.units.Float64()
		case dollar == nil:
			m.leave("no dollar in the period", 1)
		default:
			m.usd[key{one.currency, one.period}] = rounded(cross(dollar, one.units))
		}
	}
	return nil
}

// twice refuses a second rate, for it is not known which one is meant.
func (r *records) twice(one portalRow) error {
	return r.fault(one.line, "%s has a second rate for %s", one.currency, one.period).
		WithHint("give a file with one series of means for each currency")
}
