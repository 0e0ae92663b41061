package ftsrussia

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/oborot/oborot/trade"
)

// firstYear is before the first year of Russian customs statistics; an earlier
// year is a slip.
const firstYear = 1991

// months are the beginnings of the names of months in names of files, English and
// Russian.
var months = [12][]string{
	{"jan", "янв"}, {"feb", "фев"}, {"mar", "мар"}, {"apr", "апр"}, {"may", "май", "мая"}, {"jun", "июн"},
	{"jul", "июл"}, {"aug", "авг"}, {"sep", "сен"}, {"oct", "окт"}, {"nov", "ноя"}, {"dec", "дек"},
}

// monthWords are the names of months in full, to tell March from marble.
var monthWords = []string{
	"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
	"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
	"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря", "sept",
}

// parsePeriod reads the period of a row: 01/2015, 2021-01, 2025-01-01 (also with a
// time of day), 202101 or 2021.
func parsePeriod(text string) (trade.Period, bool) {
	if isoDate.MatchString(text) {
		text = text[:len("2021-01")]
	}
	p, err := trade.ParsePeriod(text)
	if err != nil || p.First.Year() < firstYear || p.Months != 1 && !p.IsYear() {
		return trade.Period{}, false
	}
	return p, true
}

var isoDate = regexp.MustCompile(`^\d{4}-\d\d-(0[1-9]|[12]\d|3[01])([ T].*)?$`)

var (
	digitRuns = regexp.MustCompile(`\d+`)
	// longer are words of other spans than a month or year.
	longer = regexp.MustCompile(`(^|\PL)(q|h|quarter|half|months?|кв|квартал\pL*|полугод\pL*|мес\pL*)(\PL|$)`)
)

// namedPeriod is the month that the name of a file says (2021-01.csv, 01_2021.csv,
// fts202101.csv, january 2021.csv), else the year where that is the only number in
// the name. ok is false where the name says neither, or several, or a quarter.
func namedPeriod(name string) (p trade.Period, ok bool) {
	name = bare(name)
	numbers := digitRuns.FindAllString(name, -1)
	if longer.MatchString(name) || len(numbers) == 0 {
		return trade.Period{}, false
	}
	if len(numbers) == 1 && len(numbers[0]) == 6 {
		numbers = []string{numbers[0][:4], numbers[0][4:]}
	} else if len(numbers) == 2 && !standsAlone(name) {
		return trade.Period{}, false
	}
	if len(numbers) == 2 && len(numbers[1]) == 4 {
		slices.Reverse(numbers)
	}
	if month := monthIn(name); month > 0 && len(numbers) == 1 {
		numbers = append(numbers, strconv.Itoa(month))
	}
	switch {
	case len(numbers) == 1 && len(numbers[0]) == 4:
		p, ok = parsePeriod(numbers[0])
	case len(numbers) == 2 && len(numbers[0]) == 4 && len(numbers[1]) <= 2:
		p, ok = parsePeriod(numbers[0] + "-" + numbers[1])
	}
	return p, ok
}

// bare is a name in small letters without folders and endings.
func bare(name string) string {
	name = path.Base(strings.ToLower(name))
	for _, ending := range []string{".gz", ".csv", ".tsv", ".txt", ".psv", ".dbf", ".xlsx", ".parquet"} {
		name = strings.TrimSuffix(name, ending)
	}
	return name
}

// standsAlone tells whether a number of one or two digits touches no letter: the 2
// of 2021_v2 is no month.
func standsAlone(name string) bool {
	for _, at := range digitRuns.FindAllStringIndex(name, -1) {
		if at[1]-at[0] > 2 {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(name[:at[0]])
		after, _ := utf8.DecodeRuneInString(name[at[1]:])
		return !unicode.IsLetter(before) && !unicode.IsLetter(after)
	}
	return false
}

// monthIn is the number of the month that is a word of the name, 0 if none is.
func monthIn(name string) int {
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		for i, begins := range months {
			for _, begin := range begins {
				if word == begin || strings.HasPrefix(word, begin) && slices.Contains(monthWords, word) {
					return i + 1
				}
			}
		}
	}
	return 0
}
