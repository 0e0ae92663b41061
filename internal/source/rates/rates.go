// Package rates reads rates of exchange: the reference rates of the European
// Central Bank, by day (eurofxref-hist.csv, alone or in its zip) or as the data
// portal writes them (EXR), and a plain table of currency, period and US dollars.
// Each file becomes one list, which converts the values of other imports to US
// dollars.
//
// Daily rates become the means of whole months and years. A mean of which a day is
// missing is left out: half a month is no month.
package rates

import (
	"bytes"
	"regexp"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/tabular"
)

// Format returns the format.
func Format() source.Format {
	return source.Format{
		Kind: "rates", Title: "rates of exchange: European Central Bank, or a table currency,period,usd",
		Lists:     true,
		Recognise: recognise, Describe: describe,
	}
}

// bankFile matches the names of the ECB's daily rates.
var bankFile = regexp.MustCompile(`(?i)^eurofxref[a-z0-9_ ()-]*\.(csv|zip)$`)

// recognise goes by the name of the ECB's file or the names of the columns, and in
// a zip by the name of the first member, which stands in clear text behind 30 bytes.
func recognise(name string, head []byte) string {
	if bankFile.MatchString(name) {
		return "it is named like the daily reference rates of the European Central Bank"
	}
	if source.ContentOf(head) == source.Zip {
		if len(head) > 30 && bytes.HasPrefix(head[30:], []byte("eurofxref")) {
			return "it holds eurofxref, the daily reference rates of the European Central Bank"
		}
		return ""
	}
	switch shapeOf(tabular.FirstNames(head)) {
	case daily:
		return "its columns are those of the ECB's daily reference rates: Date, USD and other currencies"
	case portal:
		return "its columns are those of the ECB's exchange rates: CURRENCY, CURRENCY_DENOM, TIME_PERIOD, OBS_VALUE"
	case plain:
		return "its columns are currency, period and usd"
	}
	return ""
}

// shape is one of the layouts.
type shape uint8

const (
	none   shape = iota
	daily        // Date, then a column for each currency: units for one euro
	portal       // one row for each currency and period: units for one euro
	plain        // one row for each currency and period: US dollars for one unit
)

func shapeOf(header tabular.Header) shape {
	switch {
	case header.Has("CURRENCY", "CURRENCY_DENOM", "TIME_PERIOD", "OBS_VALUE"):
		return portal
	case len(header) == 3 && header.Has("currency", "period", "usd"):
		return plain
	case len(header) > 5 && header[0] == "Date" && header.Has("USD", "JPY", "GBP"):
		return daily
	}
	return none
}

// separatorOf is the likeliest separator of a line.
func separatorOf(line []byte) rune {
	best := ','
	for _, separator := range ";\t" {
		if bytes.ContainsRune(line, separator) && bytes.Count(line, []byte(string(separator))) > bytes.Count(line, []byte(string(best))) {
			best = separator
		}
	}
	return best
}
