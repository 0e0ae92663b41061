package world

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/trade"
)

// fewForComplexity is the number of economies below which a year says little of the world.
const fewForComplexity = 30

// sayStatus notes what a reader must know of the complexity of a year.
func (q *complexities) sayStatus(p *panel, x *measured) {
	if len(p.Economies) < fewForComplexity {
		q.note(trade.Name{English: "%d: only %d economies report exports; RCA, ECI and PCI compare them with each other, not with the world.",
			Russian: "%d: экспорт показывают только %d экономик; RCA, ECI и PCI сравнивают их между собой, а не с миром."}, p.Year, len(p.Economies))
	}
	q.sayMeasured(strconv.Itoa(p.Year), x, p.labels, p.labelsOfProducts)
}

// sayMeasured notes where the indices of a year have no meaning, or less of it.
func (q *complexities) sayMeasured(year string, x *measured, economies, products func([]int) []string) {
	if n := len(x.m.DroppedEconomies); n > 0 {
		q.note(trade.Name{English: "%s: economies without a comparative advantage, left out of the indices: %d (%s).",
			Russian: "%s: экономики без сравнительных преимуществ, не входящие в показатели: %d (%s)."}, year, n,
			fewOf(economies(x.m.DroppedEconomies)))
	}
	if n := len(x.m.DroppedProducts); n > 0 {
		q.note(trade.Name{English: "%s: products in which no economy has a comparative advantage, left out of the indices: %d (%s).",
			Russian: "%s: товары, в которых ни у кого нет сравнительных преимуществ, не входящие в показатели: %d (%s)."},
			year, n, fewOf(products(x.m.DroppedProducts)))
	}
	if x.status != trade.OK {
		q.notes = append(q.notes, q.statusWords(year, x, economies, products))
	} else if x.complexity.Status == indicator.ComplexityUnsigned {
		q.note(trade.Name{English: "%s: the sign of ECI is uncertain: it hardly goes with diversity (correlation %s), so high and low may be " +
			"exchanged.",
			Russian: "%s: знак ECI ненадёжен: он слабо связан с разнообразием (корреляция %s), высокое и низкое могут поменяться местами."}, year,
			q.decimal(x.complexity.SignCorrelation))
	}
	if x.fitness != nil && len(x.fitness.Vanishing) > 0 {
		q.sayVanishing(year, x, economies)
	}
}

// sayVanishing notes whose fitness tends to 0.
func (q *complexities) sayVanishing(year string, x *measured, economies func([]int) []string) {
	words := trade.Name{English: "%s: the fitness of %d economies tends to 0 (%s): they have a place, and no value, for where it stops " +
		"means nothing.",
		Russian: "%s: экономик, чей фитнес стремится к 0: %d (%s); место у них есть, а значения нет: где счёт остановится, ничего не значит."}
	if x.fitness.Stop == indicator.FitnessAsked {
		words = trade.Name{English: "%s: the fitness of %d economies tends to 0 (%s): their values are those of the last update that was " +
			"asked for.",
			Russian: "%s: экономик, чей фитнес стремится к 0: %d (%s); их значения — те, что дал последний заданный шаг."}
	}
	q.note(words, year, len(x.fitness.Vanishing), fewOf(economies(indices(x.m.Economies, x.fitness.Vanishing))))
}

// saySmall warns of tiny economies where everybody is compared.
func (q *complexities) saySmall() {
	if q.sample.String() == "" {
		q.note(trade.Name{
			English: "Everybody is compared: territories with a handful of exports can rank high by chance, and published rankings leave them " +
				"out (--sample).",
			Russian: "Сравниваются все: территории с единичным экспортом могут случайно оказаться высоко, в публикуемых рейтингах их нет " +
				"(--sample).",
		})
	}
}

func (p *panel) labels(economies []int) []string {
	var codes []string
	for _, e := range economies {
		codes = append(codes, string(p.Economies[e]))
	}
	return codes
}

func (p *panel) labelsOfProducts(products []int) []string {
	var codes []string
	for _, k := range products {
		codes = append(codes, string(p.Products[k]))
	}
	return codes
}

// statusWords says why a year has no ECI. Where M falls into parts the smaller ones are
// listed with their labels.
func (q *complexities) statusWords(year string, x *measured, economies, products func([]int) []string) string {
	switch indicator.ComplexityStatus(x.status) {
	case indicator.ComplexityDegenerate:
		return q.say(trade.Name{
			English: "%s: ECI, PCI, COI and COG are not defined (degenerate): the second and third eigenvalue are one (%.6g), " +
				"so no ranking is better than another of the economies %s by the products %s.",
			Russian: "%s: ECI, PCI, COI и COG не определены (вырождение): второе и третье собственные значения совпадают (%.6g), " +
				"и ни одно ранжирование экономик %s по товарам %s не лучше другого.",
		}, year, x.secondEigenvalue(), fewOf(economies(x.m.Economies)), fewOf(products(x.m.Products)))
	case indicator.ComplexityDisconnected:
		return q.say(trade.Name{
			English: "%s: ECI, PCI, COI and COG are not defined (disconnected): the economies fall into %d parts that share no product: %s.",
			Russian: "%s: ECI, PCI, COI и COG не определены: сеть несвязна: экономики распадаются на %d частей без общих товаров: %s.",
		}, year, len(x.complexity.Components), x.parts(economies, products))
	}
	return q.say(trade.Name{
		English: "%s: ECI, PCI, COI and COG are not defined (too few): %s.",
		Russian: "%s: ECI, PCI, COI и COG не определены (слишком мало): %s.",
	}, year, q.tooFewWords(x, economies, products))
}

// tooFewWords says which economies or products there are, where they are too few.
func (q *complexities) tooFewWords(x *measured, economies, products func([]int) []string) string {
	exporting, exported := x.traded()
	one, only := economies(x.m.Economies), products(x.m.Products)
	switch {
	case len(exporting) == 0:
		return q.say(trade.Name{English: "all %d values are 0", Russian: "все значения (%d) равны 0"}, len(x.values))
	case len(exporting) == 1:
		return q.say(trade.Name{English: "only economy %s exports", Russian: "экспортирует только экономика %s"}, economies(exporting)[0])
	case len(exported) == 1:
		return q.say(trade.Name{English: "only product %s is exported", Russian: "экспортируется только товар %s"}, products(exported)[0])
	case len(one) == 0:
		return q.say(trade.Name{English: "no economy has an RCA of %v or more",
			Russian: "ни у одной экономики RCA не достигает %v"}, x.rule.threshold)
	case len(one) == 1:
		return q.say(trade.Name{English: "only economy %s has a comparative advantage (in %s)",
			Russian: "сравнительные преимущества есть только у экономики %s (в товарах %s)"}, one[0], fewOf(only))
	}
	return q.say(trade.Name{English: "a comparative advantage is in product %s only (of %s)",
		Russian: "сравнительные преимущества есть только в товаре %s (у экономик %s)"}, fewOf(only), fewOf(one))
}

// traded lists the economies and products of the input that have exports.
func (x *measured) traded() (economies, products []int) {
	exports, exported := make([]bool, len(x.economies)), make([]bool, len(x.products))
	for i, v := range x.values {
		if v > 0 {
			exports[i/len(exported)], exported[i%len(exported)] = true, true
		}
	}
	for e, any := range exports {
		if any {
			economies = append(economies, e)
		}
	}
	for k, any := range exported {
		if any {
			products = append(products, k)
		}
	}
	return economies, products
}

func (x *measured) secondEigenvalue() float64 {
	if x.complexity == nil {
		return 0
	}
	return x.complexity.Second
}

// toldParts is how many parts of a disconnected world are described.
const toldParts = 6

// parts lists the components of M by the labels of their economies and products.
func (x *measured) parts(economies, products func([]int) []string) string {
	var words []string
	for i, c := range x.complexity.Components {
		if i == toldParts {
			words = append(words, "...")
			break
		}
		words = append(words, fmt.Sprintf("{%s: %s}",
			fewOf(economies(indices(x.m.Economies, c.Economies))), fewOf(products(indices(x.m.Products, c.Products)))))
	}
	return strings.Join(words, "; ")
}

// indices turns positions in m into indices of the input.
func indices(kept, positions []int) []int {
	var all []int
	for _, p := range positions {
		all = append(all, kept[p])
	}
	return all
}

// sayAgreement notes how far the methods agree: Spearman's correlation of their
// rankings, the lowest and highest over the years.
func (q *complexities) sayAgreement(years []*indicator.Stability) {
	var words []string
	for i := range places {
		for j := i + 1; j < len(places); j++ {
			low, high, any := spearman(years, places[i].method, places[j].method)
			if !any {
				continue
			}
			text := q.decimal(low)
			if q.decimal(high) != text {
				text += " … " + q.decimal(high)
			}
			words = append(words, places[i].name.In(q.args.Language)+" — "+places[j].name.In(q.args.Language)+" "+text)
		}
	}
	if len(words) > 0 {
		q.note(trade.Name{English: "Spearman's correlation of the rankings: %s. rank_spread is the worst less the best place of an economy.",
			Russian: "Корреляция Спирмена между ранжированиями: %s. Разброс мест — худшее место экономики минус лучшее."}, strings.Join(words, "; "))
	}
}

func (q *complexities) decimal(x float64) string {
	text := strconv.FormatFloat(x, 'f', 3, 64)
	if q.args.Language == trade.Russian {
		return strings.Replace(text, ".", ",", 1)
	}
	return text
}

// spearman returns the lowest and highest agreement of two methods over years.
func spearman(years []*indicator.Stability, first, second string) (low, high float64, any bool) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, s := range years {
		for _, a := range s.Agreements {
			if a.Defined && s.Rankings[a.First].Method == first && s.Rankings[a.Second].Method == second {
				low, high, any = min(low, a.Spearman), max(high, a.Spearman), true
			}
		}
	}
	return low, high, any
}

// plain writes a rank.
func (q *complexities) plain(rank float64) string { return trade.FormatThousandths(int64(rank * 1000)) }

// ratioText writes an index for people.
func (q *complexities) ratioText(r trade.Ratio) string {
	if !r.HasNumber() {
		return statusIn(r.Status, q.args.Language)
	}
	return q.decimal(r.Number)
}

// statusIn words the statuses that a note can have beside a rank.
func statusIn(s trade.Status, l trade.Language) string {
	if l == trade.Russian {
		switch s {
		case vanishing:
			return "стремится к 0"
		case trade.Undefined:
			return "н/п"
		}
	}
	return string(s)
}

// sayAs puts words into a sentence of one language.
func (b *basis) sayAs(l trade.Language, n trade.Name, words ...any) string {
	return fmt.Sprintf(n.In(l), words...)
}
