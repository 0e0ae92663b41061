package sourcetest

import "strings"

const (
	ratesName   = "eurofxref-hist.csv"
	ratesHeader = "Date,USD,JPY,GBP,CHF,SEK\n"
	ratesDay    = "2020-01-31,1.1052,120.35,0.84175,1.0694,10.67\n"
	ratesFirst  = "2020-01-02,1.1193,121.75,0.84828,1.0865,10.47\n"
	plainHeader = "currency,period,usd\n"
)

// BadRates returns files of rates of exchange that no import may accept: one wrong
// rate spoils every value that goes through it, so that none is set aside.
func BadRates() []BadFile {
	daily := func(name string, line int, text string, words ...string) BadFile {
		return BadFile{name, line, words, content(text), ratesName}
	}
	plain := func(name, row string, words ...string) BadFile {
		return BadFile{name, 3, words, content(plainHeader + "EUR,2020,1.14\n" + row + "\n"), "rates.csv"}
	}
	return []BadFile{
		daily("rates: text for a rate", 3, ratesHeader+ratesDay+"2020-01-02,1.1,many,0.8,1.0,10.4\n", `the rate of JPY is "many"`),
		daily("rates: negative", 2, ratesHeader+"2020-01-31,-1.1,120,0.8,1.0,10.6\n", `the rate of USD is "-1.1"`),
		daily("rates: zero", 2, ratesHeader+"2020-01-31,0,120,0.8,1.0,10.6\n", `the rate of USD is "0"`),
		daily("rates: a fraction", 2, ratesHeader+"2020-01-31,1/3,120,0.8,1.0,10.6\n", `"1/3"`),
		daily("rates: endless", 2, ratesHeader+"2020-01-31,1e99,120,0.8,1.0,10.6\n", `"1e99"`),
		daily("rates: not a date", 2, ratesHeader+"31 Jan 2020,1.1,120,0.8,1.0,10.6\n", `"31 Jan 2020" is not a date`),
		daily("rates: a day twice", 0, ratesHeader+ratesDay+ratesDay+ratesFirst, "2020-01-31 occurs twice"),
		daily("rates: cut line", 3, ratesHeader+ratesDay+"2020-01-02,1.11", "more or fewer fields"),
		daily("rates: open quotation mark", 2, ratesHeader+"\"2020-01-31,1.1,120,0.8,1.0,10.6\n", "quotation mark"),
		daily("rates: header only", 0, ratesHeader, "has no rows"),
		daily("rates: no whole month", 0, ratesHeader+"2020-01-15,1.1,120,0.8,1.0,10.6\n", "no mean rate of a whole month"),
		daily("rates: two columns of one name", 1, strings.Replace(ratesHeader, "SEK", "USD", 1)+ratesDay, `two columns are named "USD"`),
		daily("rates: other columns", 1, "day,dollar\n2020-01-31,1.1\n", "none of the layouts"),
		daily("rates: web page", 0, "<!DOCTYPE html><html><body>404</body></html>", "web page"),
		daily("rates: UTF-16", 0, "\xff\xfeD\x00a\x00t\x00e\x00", "UTF-16"),
		daily("rates: damaged zip", 0, "PK\x03\x04\x14\x00\x00\x00\x08\x00eurofxref-hist.csv is cut", "truncated or damaged"),
		daily("rates: no dollar", 0, "CURRENCY,CURRENCY_DENOM,TIME_PERIOD,OBS_VALUE,FREQ\nCHF,EUR,2021-03,1.1,M\n", "no rate of the US dollar"),
		daily("rates: portal, a period twice", 3, "CURRENCY,CURRENCY_DENOM,TIME_PERIOD,OBS_VALUE,FREQ\nUSD,EUR,2021-03,1.1,M\nUSD,EUR,2021-03,1.2,M\n",
			"USD has a second rate for 2021-03"),
		daily("rates: portal, a day twice", 3, "CURRENCY,CURRENCY_DENOM,TIME_PERIOD,OBS_VALUE,FREQ\nUSD,EUR,2021-03-31,1.1,D\nUSD,EUR,2021-03-31,1.2,D\n",
			"USD has a second rate for 2021-03-31"),
		daily("rates: portal, a week", 2, "CURRENCY,CURRENCY_DENOM,TIME_PERIOD,OBS_VALUE,FREQ\nUSD,EUR,2021-W03,1.1,M\n", `"2021-W03"`),
		plain("rates: name of a currency", "euro,2021,1.18", `"euro" is not the code of a currency`),
		plain("rates: a quarter", "EUR,2021Q1,1.18", `"2021Q1" is neither a month nor a year`),
		plain("rates: decimal comma in quotes", `EUR,2021,"1,18"`, `"1,18" is not a rate`),
		plain("rates: a rate twice", "EUR,2020,1.15", "EUR has a second rate for 2020"),
		plain("rates: NUL", "EUR,2021,1.1\x008", "is not a rate"),
	}
}
