package trade

import (
	"fmt"
	"strings"
)

var monthNames = [...]Name{
	{"January", "январь"}, {"February", "февраль"}, {"March", "март"}, {"April", "апрель"},
	{"May", "май"}, {"June", "июнь"}, {"July", "июль"}, {"August", "август"},
	{"September", "сентябрь"}, {"October", "октябрь"}, {"November", "ноябрь"}, {"December", "декабрь"},
}

var monthsInShort = [...]Name{
	{"Jan", "янв."}, {"Feb", "февр."}, {"Mar", "март"}, {"Apr", "апр."}, {"May", "май"}, {"Jun", "июнь"},
	{"Jul", "июль"}, {"Aug", "авг."}, {"Sep", "сент."}, {"Oct", "окт."}, {"Nov", "нояб."}, {"Dec", "дек."},
}

var quarterNames = [...]Name{{"Q1", "I квартал"}, {"Q2", "II квартал"}, {"Q3", "III квартал"}, {"Q4", "IV квартал"}}

var halfNames = [...]Name{{"first half of", "I полугодие"}, {"second half of", "II полугодие"}}

// In returns the period in words: March 2021, Q3 2021, first half of 2021,
// January-September 2022, 2019-2021, November 2021 - February 2022; in Russian
// in the nominative. It is for reading only: ParsePeriod reads String.
func (p Period) In(l Language) string { return p.words(l, monthNames) }

// InShort is In with the names of months cut short: Jan-Sep 2022.
func (p Period) InShort(l Language) string { return p.words(l, monthsInShort) }

func (p Period) words(l Language, months [12]Name) string {
	year, month := p.First.Year(), p.First.Month()
	last := p.Last()
	in := func(n Name) string { return fmt.Sprintf("%s %04d", n.In(l), year) }
	switch {
	case p.IsYear():
		return p.String()
	case p.Months == 1:
		return in(months[month-1])
	case p.Months == 3 && month%3 == 1:
		return in(quarterNames[month/3])
	case p.Months == 6 && month%6 == 1:
		return in(halfNames[month/6])
	case p.Months%12 == 0 && month == 1:
		return fmt.Sprintf("%04d-%04d", year, last.Year())
	}
	first, end := months[month-1].In(l), months[last.Month()-1].In(l)
	if year == last.Year() {
		return fmt.Sprintf("%s-%s %04d", first, end, year)
	}
	return fmt.Sprintf("%s %04d - %s %04d", first, year, end, last.Year())
}

// PeriodsIn returns periods with commas between them, such as 2022Q1,2022-05, in
// words. A text that is not such a list is returned as it is.
func PeriodsIn(list string, l Language) string {
	return eachPeriod(list, func(p Period) string { return p.In(l) })
}

// PeriodsInShort is PeriodsIn with the names of months cut short.
func PeriodsInShort(list string, l Language) string {
	return eachPeriod(list, func(p Period) string { return p.InShort(l) })
}

func eachPeriod(list string, say func(Period) string) string {
	periods, err := ParsePeriods(list)
	if err != nil {
		return list
	}
	words := make([]string, len(periods))
	for i, p := range periods {
		words[i] = say(p)
	}
	return strings.Join(words, ", ")
}
