package demo

import (
	"fmt"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// absent lists the economies of ISO 3166-1 that BACI does not show: those inside
// the customs territory of another, S19 in its data, or without people.
const absent = "ALA ATA ATF BVT ESH FRO GGY GLP GUF HMD IMN JEY LIE MAF MCO MTQ PRI REU SGS SJM TWN UMI VAT VIR"

// customsCodes are the numbers of BACI where they are not those of ISO 3166-1,
// because the customs territory is not the country.
var customsCodes = map[trade.Economy]int{"CHE": 757, "FRA": 251, "IND": 699, "NOR": 579, "S19": 490, "USA": 842}

// numbered is an economy of the large world under its number in BACI.
type numbered struct {
	economy
	number int
	alpha2 string
}

// worldEconomies returns the economies of BACI, 226 of them, ordered by number.
// Those outside the table of this package get a size and a place by chance.
func worldEconomies() []numbered {
	known := map[trade.Economy]economy{}
	for _, e := range economies {
		known[e.code] = e
	}
	numbers, alpha2 := isoNumbers(), alpha2Codes()
	var all []numbered
	for _, code := range append(reference.Economies(), "S19") {
		if strings.Contains(absent, string(code)) {
			continue
		}
		n := numbered{economy: known[code], number: numbers[code], alpha2: alpha2[code]}
		if n.code == "" {
			n.economy = unknown(code, n.number)
		}
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b numbered) int { return a.number - b.number })
	return all
}

// sizes holds the rough size, in billion USD, of economies outside the small world.
const sizes = `AFG 15 AGO 95 ALB 18 BHR 43 BIH 24 BOL 44 BRN 15 BWA 19 CIV 70 CMR 45 COD 62 CRI 70 CUB 90 CYP 28 DOM 110
ECU 115 ETH 120 GAB 19 GEO 25 GHA 75 GRC 220 GTM 95 HKG 360 HND 31 HRV 70 IRL 530 IRQ 250 ISL 28 JAM 18 JOR 48 KHM 30
KWT 160 LAO 15 LBN 20 LBY 45 LKA 80 LUX 82 MAC 30 MKD 14 MLT 18 MMR 65 MNE 6 MOZ 18 NAM 12 NIC 16 NPL 40 OMN 105 PAN 75
PNG 30 PRK 20 PRT 250 PRY 42 QAT 220 S19 760 SDN 50 SEN 28 SLV 31 SRB 65 SVN 62 SYR 15 TJK 11 TKM 60 TTO 27 TUN 46 TZA 75
UGA 46 UKR 160 URY 72 VEN 90 YEM 18 ZMB 27 ZWE 28`

// unknown invents breadth and place of an economy, and a small size if need be.
func unknown(code trade.Economy, number int) economy {
	h := join(seedPlace, number)
	size := 1 + within(mix(h), 6)
	if _, rest, found := strings.Cut(sizes, string(code)+" "); found {
		size = atoi(strings.Fields(rest)[0])
	}
	return economy{
		code: code, size: float64(size), breadth: 5 + within(mix(h+1), 35) + min(40, size/6),
		north: float64(within(mix(h+2), 90) - 35), east: float64(within(mix(h+3), 300) - 120),
	}
}

// isoNumbers returns BACI's number of each economy: the smallest that reference
// knows, which is that of ISO 3166-1 except for customsCodes.
func isoNumbers() map[trade.Economy]int {
	numbers := map[trade.Economy]int{}
	for n := 999; n > 0; n-- {
		if e, ok := reference.Numeric(n); ok {
			numbers[e] = n
		}
	}
	for e, n := range customsCodes {
		numbers[e] = n
	}
	return numbers
}

// alpha2Codes returns the two-letter code of each economy that has one.
func alpha2Codes() map[trade.Economy]string {
	codes := map[trade.Economy]string{}
	for first := 'A'; first <= 'Z'; first++ {
		for second := 'A'; second <= 'Z'; second++ {
			alpha2 := string([]rune{first, second})
			region := trade.Economy(alpha2 + "-0")
			if e := reference.CountryOf(region); e != region {
				codes[e] = alpha2
			}
		}
	}
	return codes
}

// countryCodes is the side file of economies in BACI's layout.
func countryCodes(all []numbered) []byte {
	text := []byte("country_code,country_name,country_iso2,country_iso3\n")
	for _, e := range all {
		text = fmt.Appendf(text, "%d,%s,%s,%s\n", e.number, quoted(reference.EconomyName(e.code).English), e.alpha2, e.code)
	}
	return text
}
