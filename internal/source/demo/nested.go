package demo

import (
	"slices"

	"github.com/oborot/oborot/trade"
)

// small is the small world: the same trade at each of its levels.
type small struct {
	national   []series // between economies
	russian    []series // between regions of Russia and economies
	belarusian []series // between regions of Belarus and economies
	enterprise []series // by enterprise, from Belarus to Primorsky Krai
}

// The economies that the regions' trade is shown with.
var (
	partnersOfRussia  = []trade.Economy{belarus, "CHN", "DEU", "JPN", "KAZ", "KOR", "TUR"}
	partnersOfBelarus = []trade.Economy{russia, "CHN", "DEU", "KAZ", "LTU", "POL", "TUR"}
)

// invent makes the small world. The trade of Belarus with Russia is made by
// region and added up; that with other economies is made and then divided.
func invent() *small {
	w := &small{}
	goods := append(goodsOf(), good{code: hidden})
	regions := regionsOf(russia)
	reported := reported(goods)
	for _, from := range economies {
		for _, to := range economies {
			if from.code == to.code {
				continue
			}
			flows := nation(from, to, visible(goods))
			switch {
			case from.code == belarus && to.code == russia:
				w.addRussian(append(flows, hiddenOf(flows, goods)), reported, regions, from)
			case from.code == russia && to.code == belarus:
				w.addRussian(flows, reported, regions, to)
			default:
				w.national = append(w.national, flows...)
			}
		}
	}
	w.divide(regions)
	w.enterprise = byEnterprise(reported)
	return w
}

// visible leaves out the hidden product, which is the last one.
func visible(goods []good) []good { return goods[:len(goods)-1] }

// hiddenOf returns what a publisher hides of some flows: a seventh of each month.
func hiddenOf(flows []series, goods []good) series {
	s := series{exporter: belarus, importer: russia, good: find(goods, hidden)}
	for m := range s.values {
		for _, f := range flows {
			s.values[m] += f.values[m] / 7
		}
	}
	return s
}

// addRussian divides flows with Belarus among the regions of Russia but Primorsky Krai,
// puts in what the report says of it, and adds all up to the flows of Russia.
func (w *small) addRussian(flows, reported []series, all []region, partner economy) {
	others := slices.DeleteFunc(slices.Clone(all), func(r region) bool { return r.code == primorye })
	var parts []series
	for _, s := range flows {
		parts = append(parts, split(s, russia, others, partner)...)
	}
	for _, s := range reported {
		if (s.exporter == belarus) == (flows[0].exporter == belarus) {
			parts = append(parts, s)
		}
	}
	w.russian = append(w.russian, parts...)
	w.national = append(w.national, sum(parts, flows[0].exporter, flows[0].importer)...)
}

// sum adds up series by good into those of a pair.
func sum(parts []series, from, to trade.Economy) []series {
	at := map[trade.Product]int{}
	var all []series
	for _, p := range parts {
		i, ok := at[p.good.code]
		if !ok {
			i = len(all)
			at[p.good.code] = i
			all = append(all, series{exporter: from, importer: to, good: p.good})
		}
		for m, value := range p.values {
			all[i].values[m] += value
		}
	}
	return all
}

// divide adds the regions' trade with the other partners.
func (w *small) divide(russian []region) {
	belarusian := regionsOf(belarus)
	for _, s := range w.national {
		for _, pair := range [][2]trade.Economy{{s.exporter, s.importer}, {s.importer, s.exporter}} {
			country, partner := pair[0], pair[1]
			switch {
			case country == belarus && slices.Contains(partnersOfBelarus, partner):
				w.belarusian = append(w.belarusian, split(s, country, belarusian, economyOf(partner))...)
			case country == russia && partner != belarus && slices.Contains(partnersOfRussia, partner):
				w.russian = append(w.russian, split(s, country, russian, economyOf(partner))...)
			}
		}
	}
}

func economyOf(code trade.Economy) economy {
	i := slices.IndexFunc(economies, func(e economy) bool { return e.code == code })
	return economies[i]
}
