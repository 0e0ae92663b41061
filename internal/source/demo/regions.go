package demo

import (
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// regionTable lists regions with a rough weight in trade and the degrees east,
// which decide with whom a region trades. A region that is not here weighs 2 and
// lies at 60 degrees east.
const regionTable = `RU-MOW/260/37 RU-SPE/110/30 RU-MOS/80/38 RU-LEN/30/30 RU-KGD/20/20 RU-SMO/22/32 RU-BRY/12/34 RU-PSK/8/28
RU-TVE/10/36 RU-KLU/18/36 RU-TUL/18/38 RU-RYA/10/40 RU-VLA/10/40 RU-IVA/5/41 RU-YAR/12/40 RU-KOS/4/41 RU-ORL/4/36
RU-LIP/14/39 RU-KRS/8/36 RU-BEL/15/37 RU-VOR/15/39 RU-TAM/6/41 RU-NGR/8/31 RU-VLG/16/40 RU-ARK/8/41 RU-MUR/12/33 RU-KR/5/34
RU-KO/8/51 RU-NEN/2/53 RU-NIZ/25/44 RU-KIR/6/50 RU-ME/2/48 RU-MO/4/45 RU-CU/4/47 RU-TA/35/49 RU-UD/7/53 RU-PNZ/5/45
RU-SAM/22/50 RU-SAR/12/46 RU-ULY/6/48 RU-BA/22/56 RU-PER/22/56 RU-ORE/10/55 RU-SVE/32/61 RU-CHE/24/61 RU-KGN/3/65 RU-TYU/15/66
RU-KHM/25/70 RU-YAN/14/74 RU-OMS/11/73 RU-NVS/16/83 RU-TOM/5/85 RU-KEM/24/86 RU-ALT/9/84 RU-AL/1/86 RU-KYA/20/93 RU-KK/5/91
RU-TY/1/94 RU-IRK/18/104 RU-BU/5/108 RU-ZAB/6/114 RU-SA/10/130 RU-AMU/8/128 RU-YEV/2/133 RU-KHA/12/135 RU-PRI/24/132
RU-SAK/16/143 RU-MAG/3/151 RU-KAM/5/159 RU-CHU/2/177 RU-ROS/26/40 RU-KDA/30/39 RU-AD/3/40 RU-KL/1/45 RU-AST/6/48 RU-VGG/14/45
RU-STA/12/42 RU-KC/2/42 RU-KB/3/43 RU-SE/3/44 RU-IN/1/45 RU-CE/2/46 RU-DA/5/47
BY-HM/38/28 BY-MI/22/28 BY-BR/13/24 BY-HO/14/31 BY-HR/11/24 BY-VI/9/29 BY-MA/8/30`

// region is a part of a country as a side of trade.
type region struct {
	code   trade.Economy
	number int // of its letters, for noise
	weight magnitude
	east   int
}

// regionsOf returns the regions of a country, in the order of their codes.
func regionsOf(country trade.Economy) []region {
	var all []region
	for _, code := range reference.Regions(country) {
		r := region{code: code, number: letters(code), weight: doubling, east: 60}
		if _, rest, found := strings.Cut(regionTable, string(code)+"/"); found {
			fields := strings.Split(strings.Fields(rest)[0], "/")
			r.weight, r.east = magnitudeOf(float64(atoi(fields[0]))), atoi(fields[1])
		}
		all = append(all, r)
	}
	return all
}

// split divides a series of a country among its regions, so that they add up to it
// in every month. Regions below a thirtieth of the whole take part in few goods only.
func split(s series, country trade.Economy, all []region, partner economy) []series {
	shares := make([]magnitude, len(all))
	var sum int64
	for i, r := range all {
		way := min(3*doubling, magnitude(abs(r.east-int(partner.east)))*doubling/20)
		taste := bell(join(seedRegion, r.number, s.good.number), 5*doubling/4)
		shares[i] = 12*doubling + r.weight - way + taste
		sum += shares[i].amount()
	}
	var parts []series
	var weights []magnitude
	for i, r := range all {
		if shares[i].amount() >= sum/30 || within(join(seedPlace, r.number, s.good.number), 100) < 5 {
			parts = append(parts, s.between(country, r.code))
			weights = append(weights, shares[i])
		}
	}
	for month, value := range s.values {
		for i, part := range apportion(value, s.monthly(month, parts, weights)) {
			parts[i].values[month] = part
		}
	}
	return parts
}

// monthly returns the weights of the parts in a month.
func (s series) monthly(month int, parts []series, weights []magnitude) []int64 {
	now := make([]int64, len(parts))
	for i, w := range weights {
		now[i] = (w + bell(join(seedRegion, s.good.number, i, month), doubling/4)).amount()
	}
	return now
}

func abs(n int) int { return max(n, -n) }
