package demo

import (
	"slices"
	"strings"

	"github.com/oborot/oborot/trade"
)

// The months of the small world.
var (
	firstMonth = trade.MonthOf(2019, 1)
	lastMonth  = trade.MonthOf(2022, 9)
)

const months = 45

// series is what one side sells to another of one good, month by month.
type series struct {
	exporter, importer trade.Economy
	good               *good
	enterprise         string
	values             [months]int64 // thousandths of a US dollar
}

// between returns a series without values in which a region stands for its country.
func (s series) between(country, region trade.Economy) series {
	part := series{exporter: s.exporter, importer: s.importer, good: s.good}
	if part.exporter == country {
		part.exporter = region
	} else {
		part.importer = region
	}
	return part
}

// The spreads of the small world.
const (
	ofTaste   = 3 * doubling / 2 // how much an economy likes to buy a good
	ofAbility = 3 * doubling / 2 // how much better it makes one than its breadth says
	ofLink    = 3 * doubling / 2 // of one flow
	ofHard    = doubling / 12    // for each point that a good is too difficult
	union     = 5 * doubling / 4 // of two members of the Eurasian Economic Union
	least     = 24 * doubling    // USD a month, 17 million: smaller flows are left out
	nearer    = 5 * doubling / 2 // so much less for each side that is Belarus, Russia or small
	constant  = -21 * doubling / 2
)

var members = []trade.Economy{"ARM", "BLR", "KAZ", "KGZ", "RUS"}

// nation returns the flows of a pair of economies, one series for each good.
func nation(from, to economy, goods []good) []series {
	base := constant + magnitudeOf(from.size)*3/4 + magnitudeOf(to.size)*3/4 - magnitudeOf(distance(from, to)/1000)*5/4
	if slices.Contains(members, from.code) && slices.Contains(members, to.code) {
		base += union
	}
	var flows []series
	for i := range goods {
		level := base + fit(from, to, &goods[i])
		if above := level - leastOf(from, to); above >= 0 {
			flows = append(flows, course(from, to, &goods[i], level, above))
		}
	}
	return flows
}

// leastOf returns the level below which a flow is left out, to keep the world small.
func leastOf(from, to economy) magnitude {
	level := magnitude(least)
	for _, e := range []economy{from, to} {
		if e.code == belarus || e.code == russia || e.size < 50 {
			level -= nearer
		}
	}
	return level
}

// deposits names who can export what is dug, drilled or made from it.
var deposits = map[trade.Product]string{
	"2601": "AUS BRA CAN IND KAZ RUS SWE ZAF",
	"2603": "AUS CAN CHL IDN KAZ MEX MNG PER USA",
	"2701": "AUS CAN COL IDN KAZ MNG POL RUS USA ZAF",
	"2709": "ARE AZE BRA CAN COL DZA EGY GBR IRN KAZ MEX MYS NGA NOR RUS SAU USA",
	"2710": "ARE BEL CHN DZA GBR IND ITA KAZ KOR MYS NLD NOR RUS SAU SGP USA",
	"2711": "ARE AUS AZE CAN DZA IDN IRN KAZ MYS NGA NLD NOR RUS SAU USA UZB",
	"3104": "BLR CAN CHL DEU ISR RUS",
	"7601": "ARE AUS CAN CHN IND ISR KAZ MYS NLD NOR RUS SAU ZAF",
}

// customary names goods that an economy is known for.
var customary = map[trade.Economy]string{
	belarus: "0201 0402 0403 0404 0405 0406 1601 3104 3925 4011 4411 6110 7308 8418 8421 8432 8433 8504 8544 8701 8704 8708 9403",
	"MNG":   "2603 2701 5702",
	russia:  "0303 1001 1512 2701 2709 2710 2711 2814 3102 3105 4407 4703 4810 7207 7208 7601 8411",
}

// fit tells how well a good suits the exporter and the importer.
func fit(from, to economy, g *good) magnitude {
	seller, buyer := letters(from.code), letters(to.code)
	reach := min(0, from.breadth-difficulty(g.number))
	if places, ok := deposits[g.code]; ok && !strings.Contains(places, string(from.code)) {
		reach -= 90
	}
	if strings.Contains(customary[from.code], string(g.code)) {
		reach += 18
	}
	return g.size + 11*doubling + magnitude(reach)*ofHard + bell(join(seedSkill, seller, g.number), ofAbility) +
		bell(join(seedTaste, buyer, g.number), ofTaste) + bell(join(seedPair, seller, buyer, g.number), ofLink)
}

// course returns a series around a level: the common path of the years, a trend,
// the seasons, chance, and months without trade where the level is little above the
// least one.
func course(from, to economy, g *good, level, above magnitude) series {
	s := series{exporter: from.code, importer: to.code, good: g}
	seed := join(seedMonth, letters(from.code), letters(to.code), g.number)
	trend := bell(join(seedTrend, letters(from.code), g.number), doubling/10) + bell(mix(seed), doubling/12)
	for m := range s.values {
		noise := join(seed, m)
		usual := level + path[m/3] + trend*magnitude(m-22)/12 + season(g.number, m%12) + bell(noise, doubling/4)
		if silent := (4*doubling - above) / (doubling / 10); within(mix(noise), 100) >= int(silent) {
			s.values[m] = (usual + thousand).amount()
		}
	}
	return s
}

// thousand is the magnitude of 1000.
const thousand = 40820

// path is the common course of trade by quarter from 2019, 2019 being 0: a fall in
// the spring of 2020, then a rise. 100 steps are 1.7%.
var path = [months / 3]magnitude{0, 0, 60, 120, -180, -900, -380, 0, 350, 780, 880, 1080, 1270, 1360, 1270}

// season returns the course of the year: strong in the products of farms, whose
// peak depends on the good, weak in the others.
func season(heading, month int) magnitude {
	height := magnitude(doubling / 10)
	if heading < 1500 {
		height = doubling / 2
	}
	distance := abs(month - within(join(seedMonth, heading), 12))
	return height - height*magnitude(min(distance, 12-distance))/3
}

// letters turns a code into a number for noise.
func letters(code trade.Economy) int {
	n := 0
	for _, letter := range []byte(code) {
		n = n*64 + int(letter&63)
	}
	return n
}
