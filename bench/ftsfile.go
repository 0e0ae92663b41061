package main

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// ftsRegions are subjects of Russia as the customs service names them.
var ftsRegions = []string{
	"45000 - ГОРОД МОСКВА СТОЛИЦА РОССИЙСКОЙ ФЕДЕРАЦИИ ГОРОД ФЕДЕРАЛЬНОГО ЗНАЧЕНИЯ\"\t\"01-ЦЕНТРАЛЬНЫЙ ФЕДЕРАЛЬНЫЙ ОКРУГ",
	"46000 - МОСКОВСКАЯ ОБЛАСТЬ\"\t\"01-ЦЕНТРАЛЬНЫЙ ФЕДЕРАЛЬНЫЙ ОКРУГ",
	"40000 - ГОРОД САНКТ-ПЕТЕРБУРГ ГОРОД ФЕДЕРАЛЬНОГО ЗНАЧЕНИЯ\"\t\"02-СЕВЕРО-ЗАПАДНЫЙ ФЕДЕРАЛЬНЫЙ ОКРУГ",
	"27000 - КАЛИНИНГРАДСКАЯ ОБЛАСТЬ\"\t\"02-СЕВЕРО-ЗАПАДНЫЙ ФЕДЕРАЛЬНЫЙ ОКРУГ",
	"03000 - КРАСНОДАРСКИЙ КРАЙ\"\t\"03-ЮЖНЫЙ ФЕДЕРАЛЬНЫЙ ОКРУГ",
	"92000 - РЕСПУБЛИКА ТАТАРСТАН (ТАТАРСТАН)\"\t\"04-ПРИВОЛЖСКИЙ ФЕДЕРАЛЬНЫЙ ОКРУГ",
	"65000 - СВЕРДЛОВСКАЯ ОБЛАСТЬ\"\t\"05-УРАЛЬСКИЙ ФЕДЕРАЛЬНЫЙ ОКРУГ",
	"71100 - ХАНТЫ-МАНСИЙСКИЙ АВТОНОМНЫЙ ОКРУГ - ЮГРА\"\t\"05-УРАЛЬСКИЙ ФЕДЕРАЛЬНЫЙ ОКРУГ",
	"04000 - КРАСНОЯРСКИЙ КРАЙ\"\t\"06-СИБИРСКИЙ ФЕДЕРАЛЬНЫЙ ОКРУГ",
	"05000 - ПРИМОРСКИЙ КРАЙ\"\t\"07-ДАЛЬНЕВОСТОЧНЫЙ ФЕДЕРАЛЬНЫЙ ОКРУГ",
}

// ftsPartners are partners of Russia by alpha-2 code, more frequent ones first.
var ftsPartners = []string{
	"CN", "DE", "BY", "KZ", "US", "TR", "IT", "PL", "FR", "KR", "JP", "NL", "UA", "GB", "IN", "VN", "CZ", "ES", "FI", "BE", "UZ", "AT", "SE", "CH",
	"TW", "HU", "LT", "LV", "EE", "SK", "RO", "BG", "AM", "AZ", "KG", "TJ", "MN", "RS", "IL", "EG", "BR", "MX", "ID", "TH", "MY", "AE", "IR", "NA",
}

// ftsUnits are units of quantity as the customs service numbers them; most goods
// have none.
var ftsUnits = []string{"", "", "", "796", "796", "715", "055", "113", "112"}

// writeFTS makes a file in the layout of DATTSVT.csv: so many rows of invented trade
// of the year 2021, in the order of month, direction and region. Some codes are
// hidden, and one row of a thousand is a part of the figure before it, in another
// unit. The same number of rows makes the same file.
func writeFTS(path string, rows int) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	w := bufio.NewWriterSize(file, 1<<20)
	fmt.Fprint(w, "napr\tperiod\tnastranapr\ttnved\tedizm\tStoim\tNetto\tKol\tRegion\tRegion_s\n")
	m := &ftsMaker{random: rand.New(rand.NewPCG(2021, uint64(rows))), headings: reference.Headings()}
	for i := range rows {
		if _, err := w.WriteString(m.row(i * 12 * 2 * len(ftsRegions) / rows)); err != nil {
			return err
		}
	}
	return w.Flush()
}

// ftsMaker makes one row after the other.
type ftsMaker struct {
	random   *rand.Rand
	headings []trade.Product
	group    int
	met      map[string]bool // pairs of partner and product of the group
	pair     string
}

// row is the next row of a group, which is a month, direction and region.
func (m *ftsMaker) row(group int) string {
	if group != m.group || m.met == nil {
		m.group, m.met = group, map[string]bool{}
	}
	part := m.pair != "" && m.met[m.pair] && m.random.IntN(1000) == 0
	for !part && (m.pair == "" || m.met[m.pair]) {
		m.pair = m.good()
	}
	m.met[m.pair] = true
	partner, code := m.pair[:2], m.pair[2:]
	unit, count := ftsUnits[(int(code[2])+int(code[3]))%len(ftsUnits)], "0"
	if part {
		unit = "166"
	}
	if unit != "" {
		count = strconv.Itoa(1 + m.random.IntN(100_000))
	}
	value := 1 + int64(m.random.ExpFloat64()*m.random.ExpFloat64()*4_000_000)
	mass := value * int64(50+m.random.IntN(900)) / 1000
	return fmt.Sprintf("\"%s\"\t\"%02d/2021\"\t\"%s\"\t\"%s\"\t\"%s\"\t\"%s\"\t\"%s\"\t\"%s\"\t\"%s\"\n",
		[2]string{"ЭК", "ИМ"}[group/len(ftsRegions)%2], 1+group/len(ftsRegions)/2, partner, code, unit,
		ftsDecimal(value), ftsDecimal(mass), count, ftsRegions[group%len(ftsRegions)])
}

// good is a partner, more often a frequent one, with a product: of some 12,600, about
// as many as the TN VED has.
func (m *ftsMaker) good() string {
	partner := ftsPartners[min(m.random.IntN(len(ftsPartners)), m.random.IntN(len(ftsPartners)))]
	if m.random.IntN(1000) == 0 {
		return partner + "XXXXXXXXXX"
	}
	heading := m.headings[m.random.IntN(len(m.headings))]
	return fmt.Sprintf("%s%s%06d", partner, heading, m.random.IntN(5)*100_000+m.random.IntN(2)*1000)
}

// ftsDecimal writes hundredths with a decimal comma.
func ftsDecimal(hundredths int64) string {
	whole := strconv.FormatInt(hundredths/100, 10)
	if rest := hundredths % 100; rest != 0 {
		return fmt.Sprintf("%s,%02d", whole, rest)
	}
	return whole
}
