package sdmx

import (
	"regexp"
	"strconv"

	"github.com/oborot/oborot/trade"
)

var periodForm = regexp.MustCompile(`^([12][0-9]{3})(?:-?([MQSHA])([0-9]{1,2})|-([0-9]{2})(?:-[0-9]{2})?)?$`)

// periodOf reads 2021, 2021-03, 2021-M03, 2021-Q1, 2021-S1 and 2021-A1. A day, as
// some write the end of a month or of a year, is read by the frequency.
func periodOf(text, frequency string) (trade.Period, bool) {
	m := periodForm.FindStringSubmatch(text)
	if m == nil {
		return trade.Period{}, false
	}
	year, _ := strconv.Atoi(m[1])
	number, _ := strconv.Atoi(m[3] + m[4])
	length, most := 1, 12
	switch {
	case m[2] == "" && m[4] == "":
		return trade.Year(year), true
	case len(text) == len("2021-03-31"):
		if length = lengthOf(frequency); length == 0 || number < 1 || number > most {
			return trade.Period{}, false
		}
		number = (number-1)/length + 1
	case m[2] == "Q":
		length, most = 3, 4
	case m[2] == "S", m[2] == "H":
		length, most = 6, 2
	case m[2] == "A":
		length, most = 12, 1
	}
	if number < 1 || number > most {
		return trade.Period{}, false
	}
	first := trade.MonthOf(year, (number-1)*length+1)
	return trade.Period{First: first, Months: length}, true
}

// lengthOf is how many months a frequency has, 0 for one that is not read.
func lengthOf(frequency string) int {
	return map[string]int{"A": 12, "S": 6, "H": 6, "Q": 3, "M": 1}[frequency]
}

// frequencyOf is the letter of a length in the names of datasets.
func frequencyOf(months int) string {
	return map[int]string{12: "a", 6: "s", 3: "q", 1: "m"}[months]
}
