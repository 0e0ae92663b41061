package demo

import "github.com/oborot/oborot/trade"

// Plant is the enterprise that the report names, as the column enterprise holds it.
const Plant = "Minsk Electrotechnical Plant named after V. Kozlov"

const (
	belarus  trade.Economy = "BLR"
	russia   trade.Economy = "RUS"
	primorye trade.Economy = "RU-PRI"
)

// transformers are the goods of the plant.
const transformers trade.Product = "8504"

// span is a run of months in which the trade between Belarus and Primorsky Krai has
// fixed totals, in thousandths of a US dollar.
type span struct {
	first, length int // the month counts from January 2019
	exports       int64
	imports       int64
	plant         int64 // of the exports, transformers of the plant
	others        int64 // and of other makers
}

// The report of BelTA on the meeting of the President of Belarus with the Governor of
// Primorsky Krai in 2022 gives: turnover 17.3 million USD in 2020 and 32.7 in 2021;
// 40 in January-September 2022, of which exports 32.5, which is 80% more than in
// those months of 2021, with exports more than doubled; transformers of the plant 1.6, 7.4
// times more. So turnover in January-September 2021 is 40/1.8 and the plant's part
// 1.6/7.4. All other numbers here are invented.
var spans = []span{
	{0, 12, 8_150_000_000, 6_420_000_000, 130_000_000, 14_000_000},
	{12, 12, 10_100_000_000, 7_200_000_000, 170_000_000, 16_000_000},
	{24, 9, 14_800_000_000, 7_422_222_222, 216_216_216, 24_000_000},
	{33, 3, 7_500_000_000, 2_977_777_778, 138_000_000, 9_000_000},
	{36, 9, 32_500_000_000, 7_500_000_000, 1_600_000_000, 58_000_000},
}

// lead is a good with its rough share in a direction of that trade, per mille.
type lead struct {
	code  trade.Product
	share int64
}

// The goods of the report in its order, then invented smaller ones. The report
// speaks of "specific goods", hidden by the publisher; of "electric batteries", taken for the
// heading 8507 (accumulators) and not 8506 (primary cells); transformers are in span.
var (
	sold = []lead{
		{"8704", 296}, {hidden, 196}, {"8421", 132}, {"0406", 106}, {"0405", 72}, {"3925", 58},
		{"8701", 18}, {"9403", 16}, {"0402", 14}, {"8432", 12}, {"4011", 11}, {"1601", 10}, {"8418", 9}, {"7308", 8},
	}
	bought = []lead{
		{"8708", 330}, {"3004", 250}, {"2301", 180}, {"8507", 120},
		{"0303", 40}, {"0304", 30}, {"1605", 20}, {"0307", 16}, {"4403", 9}, {"7204", 5},
	}
)

// reported returns the flows between Belarus and Primorsky Krai.
func reported(goods []good) []series {
	transformer := series{exporter: belarus, importer: primorye, good: find(goods, transformers)}
	out := leading(goods, sold, belarus, primorye)
	in := leading(goods, bought, primorye, belarus)
	for i, s := range spans {
		s.fill(out, sold, i, s.exports-s.plant-s.others)
		s.fill(in, bought, i, s.imports)
		for m, value := range s.ofPlant() {
			transformer.values[s.first+m] += value
		}
		for m, value := range s.course(s.others, letters(primorye)) {
			transformer.values[s.first+m] += value
		}
	}
	return append(append(out, transformer), in...)
}

func leading(goods []good, leads []lead, from, to trade.Economy) []series {
	var all []series
	for _, l := range leads {
		all = append(all, series{exporter: from, importer: to, good: find(goods, l.code)})
	}
	return all
}

// fill divides a total of the span among goods by their shares, give or take 6%,
// which leaves their order as it is, and then among the months.
func (s span) fill(flows []series, leads []lead, number int, total int64) {
	weights := make([]int64, len(leads))
	for i, l := range leads {
		weights[i] = l.share * int64(940+within(join(seedRegion, flows[i].good.number, number), 121))
	}
	for i, amount := range apportion(total, weights) {
		copy(flows[i].values[s.first:], s.course(amount, flows[i].good.number))
	}
}

// ofPlant returns the plant's exports by month.
func (s span) ofPlant() []int64 { return s.course(s.plant, letters("BY-HM")) }

// course divides an amount among the months of the span: rising a little, with
// noise of a third.
func (s span) course(amount int64, seed int) []int64 {
	weights := make([]int64, s.length)
	for m := range weights {
		noise := within(join(seedMonth, seed, s.first+m), 601) - 300
		weights[m] = int64(1000+noise) * int64(100+2*m)
	}
	return apportion(amount, weights)
}

func find(goods []good, code trade.Product) *good {
	for i := range goods {
		if goods[i].code == code {
			return &goods[i]
		}
	}
	panic("demo: the table of goods lacks " + string(code))
}

// maker is an enterprise with its share of a good in per cent.
type maker struct {
	name  string
	share int64
}

// makers names who exports which goods from Belarus to Primorsky Krai, but for
// transformers. None of them exists.
var makers = map[trade.Product][]maker{
	"8704": {{"Demo enterprise 1", 64}, {"Demo enterprise 2", 36}},
	"8421": {{"Demo enterprise 3", 100}},
	"0406": {{"Demo enterprise 4", 55}, {"Demo enterprise 5", 45}},
	"0405": {{"Demo enterprise 4", 30}, {"Demo enterprise 5", 70}},
	"3925": {{"Demo enterprise 6", 100}},
	hidden: {{"Demo enterprise 7", 100}},
}

// makersOfRest make everything else.
var makersOfRest = []maker{{"Demo enterprise 9", 100}}

// byEnterprise divides the exports to Primorsky Krai among enterprises, to whose
// exports they add up.
func byEnterprise(flows []series) []series {
	var all []series
	for _, s := range flows {
		switch {
		case s.exporter != belarus:
		case s.good.code == transformers:
			all = append(all, ofTransformers(s)...)
		case makers[s.good.code] != nil:
			all = append(all, s.among(makers[s.good.code])...)
		default:
			all = append(all, s.among(makersOfRest)...)
		}
	}
	return all
}

// ofTransformers separates the plant from the other makers.
func ofTransformers(s series) []series {
	plant, other := s, s
	plant.enterprise, other.enterprise = Plant, "Demo enterprise 8"
	for _, sp := range spans {
		for m, value := range sp.ofPlant() {
			plant.values[sp.first+m] = value
			other.values[sp.first+m] -= value
		}
	}
	return []series{plant, other}
}

// among divides a series among makers.
func (s series) among(all []maker) []series {
	parts, weights := make([]series, len(all)), make([]int64, len(all))
	for i, m := range all {
		parts[i] = s
		parts[i].enterprise, weights[i] = m.name, m.share
	}
	for m, value := range s.values {
		for i, part := range apportion(value, weights) {
			parts[i].values[m] = part
		}
	}
	return parts
}
