package demo

import "strings"

// world is an invented world in the shape of BACI: economies that trade products,
// year after year. A flow exists when its strength is above zero. Strength is the
// sum of what the exporter can make, what the importer wants, the way between them
// and noise that belongs to the flow for good and, less, to the year.
type world struct {
	economies []numbered
	products  []worldProduct
	demand    [][]magnitude // by importer and product
}

// worldProduct is a good with what does not depend on who trades it.
type worldProduct struct {
	code   string // six digits
	number int
	label  string    // as BACI writes it, without leading zeros, and a comma
	size   magnitude // strength
	price  magnitude // USD a kilogram
}

// The spreads of the world, chosen so that 11 million of the 255 million possible
// flows exist and that 13.5% of all pairs of economy and product show a
// revealed comparative advantage of 1 or more, as in BACI, with values of the same
// median and width.
const (
	ofProduct  = 2 * doubling
	ofHeading  = 5 * doubling / 4
	ofSkill    = doubling
	ofReach    = doubling / 16 // for each point that a product is too difficult
	ofDemand   = 4 * doubling / 3
	ofPair     = doubling
	ofFlow     = 11 * doubling / 4
	ofYear     = doubling / 2
	ofValue    = 13 * doubling / 4
	ofYearly   = doubling / 3
	weakest    = 255 * doubling / 16
	usualValue = 10 * doubling
)

// newWorld invents a world of those economies and so many products.
func newWorld(all []numbered, products int) *world {
	w := &world{economies: all}
	for _, code := range subheadings(products) {
		number := atoi(code)
		w.products = append(w.products, worldProduct{
			code: code, number: number, label: strings.TrimLeft(code, "0") + ",",
			size: bell(join(seedTaste, number), ofProduct), price: price(number, number/100),
		})
	}
	for _, e := range all {
		w.demand = append(w.demand, w.demandOf(e))
	}
	return w
}

// strengthOf turns the size of an economy into strength.
func strengthOf(e numbered) magnitude { return magnitudeOf(e.size) * 9 / 10 }

func (w *world) demandOf(e numbered) []magnitude {
	demand := make([]magnitude, len(w.products))
	for k, p := range w.products {
		demand[k] = strengthOf(e) + bell(join(seedTaste, e.number, p.number), ofDemand)
	}
	return demand
}

// supplyOf returns the strength of an exporter in each product.
func (w *world) supplyOf(e numbered) []magnitude {
	supply := make([]magnitude, len(w.products))
	for k, p := range w.products {
		heading := p.number / 100
		reach := min(0, e.breadth-difficulty(heading))
		supply[k] = strengthOf(e) + p.size + magnitude(reach)*ofReach +
			bell(join(seedSkill, e.number, heading), ofHeading) + bell(join(seedSkill, e.number, p.number), ofSkill)
	}
	return supply
}

// way returns what distance and habit add to the strength of all flows of a pair.
func way(from, to numbered) magnitude {
	return bell(join(seedPair, from.number, to.number), ofPair) -
		magnitudeOf(distance(from.economy, to.economy)/1000) - weakest
}

// growth returns how much larger the values of an exporter are in a year than in
// 2017, from a common path and one of its own.
func growth(e numbered, year int) magnitude {
	var path magnitude
	for y := 2018; y <= year; y++ {
		path += step(e, y)
	}
	for y := 2017; y > year; y-- {
		path -= step(e, y)
	}
	return path
}

// step is the growth from the year before: 4.5%, with good and bad years.
func step(e numbered, year int) magnitude {
	return doubling/16 + bell(join(seedYear, year), doubling/12) + bell(join(seedYear, year, e.number), doubling/16)
}

// flow is one row to be.
type flow struct {
	product *worldProduct
	usd     int64 // at least 1
	kg      int64 // 0: not known
}

// exports appends what one economy sells to another in a year, in the order of
// products.
func (w *world) exports(flows []flow, y *exporterYear, to int) []flow {
	const golden, reach, reachOfYear = 0x9E3779B97F4A7C15, (ofFlow + ofYear) * 7 / 2, ofYear * 7 / 2
	base := join(seedWorld, y.exporter.number, w.economies[to].number)
	between := way(y.exporter, w.economies[to])
	demand := w.demand[to]
	for k, supply := range y.supply {
		strength := supply + demand[k] + between
		if strength <= -reach {
			continue
		}
		p := &w.products[k]
		lasting := mix(base + uint64(p.number)*golden)
		strength += bell(lasting, ofFlow)
		if strength <= -reachOfYear {
			continue
		}
		yearly := mix(lasting + uint64(y.year)*golden)
		if strength += bell(yearly, ofYear); strength > 0 {
			flows = append(flows, y.flow(p, strength, lasting, yearly))
		}
	}
	return flows
}

// exporterYear is what the flows of one exporter in one year have in common.
type exporterYear struct {
	exporter numbered
	year     int
	supply   []magnitude
	growth   magnitude
}

func (y *exporterYear) flow(p *worldProduct, strength magnitude, lasting, yearly uint64) flow {
	value := usualValue + strength + bell(mix(lasting+seedValue), ofValue) + bell(mix(yearly+seedValue), ofYearly) + y.growth
	mass := value - p.price + bell(mix(lasting+seedMass), doubling/3) + bell(mix(yearly+seedMass), doubling/10)
	f := flow{product: p, usd: inField(value)}
	if within(mix(lasting+seedTrend), 1000) >= 32 {
		f.kg = inField(mass)
	}
	return f
}

// inField returns an amount that fits a padded field and is not zero.
func inField(m magnitude) int64 { return min(max(1, m.amount()), 999_999_999_999) }
