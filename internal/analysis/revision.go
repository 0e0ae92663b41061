package analysis

import (
	"context"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// convertedDigits is the level at which goods are converted: subheadings of the
// Harmonised System.
const convertedDigits = 6

// chapterDigits is the level to which goods are cut that an answer does not tell
// apart: the coarser, the less a split leaves open.
const chapterDigits = 2

// translation brings the goods of an answer into the nomenclature that was asked
// for. Goods are converted after they were summed by codes, and cut to the asked
// level after that.
type translation struct {
	to           trade.Nomenclature
	concordances map[bool]*reference.Concordance // of the Harmonised System alone, or of all that was imported
	lists        []trade.List
	converters   map[route]*reference.Converter
	basis        reference.Basis
	from         []trade.Nomenclature // converted from, in order of appearance
	kept         []trade.Product      // not converted
	tables       []string             // names of the lists that were used
	learned      []string             // what gave own weights, in words
}

// route is a conversion for one direction, or one dataset, which have weights of
// their own.
type route struct {
	from trade.Nomenclature
	of   string
}

// translating tells whether goods of the question are to be converted.
func (q *inquiry) translating(products bool) bool {
	return q.args.Nomenclature != "" && (products || q.args.named(cube.Product) != nil)
}

// checkTranslation refuses what a conversion cannot answer.
func (a Arguments) checkTranslation() error {
	words := []string{"", string(reference.OwnWeights), string(reference.TableWeights), string(reference.EqualWeights)}
	if !slices.Contains(words, string(a.Weights)) {
		return trade.Errorf(trade.Usage, "%q is no kind of weights", a.Weights).WithHint("use own, table or equal")
	}
	switch {
	case a.Nomenclature == "":
		return nil
	case a.Digits > convertedDigits:
		return trade.Errorf(trade.Usage, "goods are converted to at most %d digits, not %d", convertedDigits, a.Digits).
			WithHint("use --level %d, or leave --nomenclature out", convertedDigits)
	case a.Rank && a.named(cube.Product) != nil:
		return trade.Errorf(trade.Usage, "places of partners are not worked out for converted goods").
			WithHint("leave --rank or --nomenclature out")
	}
	for _, code := range a.named(cube.Product) {
		if trade.Product(code).Level() > convertedDigits {
			return trade.Errorf(trade.Usage, "goods are converted to at most %d digits, and %s has more", convertedDigits, code).
				WithHint("name %s", trade.Product(code).At(convertedDigits))
		}
	}
	return nil
}

// wanted tells whether a filter by goods keeps a converted code.
func (a Arguments) wanted(p trade.Product) bool {
	named := a.named(cube.Product)
	return named == nil || slices.ContainsFunc(named, func(code string) bool { return strings.HasPrefix(string(p), code) })
}

// translated returns the translation of the answer, which begins empty.
func (q *inquiry) translated() *translation {
	if q.translation == nil {
		q.translation = &translation{
			to: q.args.Nomenclature, concordances: map[bool]*reference.Concordance{}, converters: map[route]*reference.Converter{},
		}
	}
	return q.translation
}

// concordance returns the tables that a conversion follows, which are read when the
// first is needed. Those of other nomenclatures, such as SITC, are large and say
// nothing of editions of the Harmonised System: a conversion between these does
// without.
func (q *inquiry) concordance(ctx context.Context, from trade.Nomenclature) (*reference.Concordance, error) {
	t := q.translated()
	harmonised := from.Harmonised() && t.to.Harmonised()
	if c := t.concordances[harmonised]; c != nil {
		return c, nil
	}
	if err := q.readLists(ctx); err != nil {
		return nil, err
	}
	lists := t.lists
	if harmonised {
		lists = slices.DeleteFunc(slices.Clone(lists), func(l trade.List) bool { return !isHarmonised(l) })
	}
	c, err := reference.NewConcordance(lists)
	if err == nil {
		t.concordances[harmonised] = c
	}
	return c, err
}

// readLists reads the imported correlations and nomenclatures once.
func (q *inquiry) readLists(ctx context.Context) error {
	t := q.translated()
	if t.lists != nil || q.asker.Lists == nil {
		return nil
	}
	for _, table := range []string{trade.Correlations, trade.Nomenclatures} {
		lists, err := q.asker.Lists(ctx, table)
		if err != nil {
			return err
		}
		t.lists = append(t.lists, lists...)
	}
	return nil
}

// isHarmonised tells whether a list names editions of the Harmonised System alone.
func isHarmonised(l trade.List) bool {
	for _, name := range []string{"from", "to", "nomenclature"} {
		if c := l.Column(name); c != nil && slices.ContainsFunc(c.Text, func(n string) bool { return !trade.Nomenclature(n).Harmonised() }) {
			return false
		}
	}
	return true
}

// converter returns what converts goods of one nomenclature as a source publishes
// them, with weights from own data where the lake holds the same trade in both.
func (q *inquiry) converter(ctx context.Context, from trade.Nomenclature, own overlap) (*reference.Converter, error) {
	t := q.translated()
	key := route{from, own.key}
	if k := t.converters[key]; k != nil {
		return k, nil
	}
	c, err := q.concordance(ctx, from)
	if err != nil {
		return nil, err
	}
	k, err := c.Between(from, t.to, q.args.Weights)
	if err != nil {
		return nil, err
	}
	t.converters[key] = k
	t.from, t.tables = union(t.from, []trade.Nomenclature{from}), union(t.tables, k.Tables)
	if q.args.Weights == "" || q.args.Weights == reference.OwnWeights {
		err = q.learn(ctx, k, own)
	}
	return k, err
}

// convert converts the amounts of codes of one nomenclature, keeps those that a
// filter by goods wants, cuts them to digits and remembers on what that rests.
func (q *inquiry) convert(ctx context.Context, from trade.Nomenclature, own overlap, amounts map[trade.Product]trade.Amount,
	digits int) ([]reference.Converted, error) {
	level := digits
	for _, code := range q.args.named(cube.Product) {
		level = max(level, trade.Product(code).Level())
	}
	t := q.translated()
	found := asPublished(amounts, level)
	if from != t.to {
		k, err := q.converter(ctx, from, own)
		if err != nil {
			return nil, err
		}
		c := k.Convert(q.meant(k, amounts), level)
		t.basis, t.kept, found = t.basis.Plus(c.Basis), union(t.kept, c.Kept), c.Parts
	}
	found = slices.DeleteFunc(found, func(c reference.Converted) bool { return !q.args.wanted(c.Product) })
	if level == digits {
		return found, nil
	}
	return cutTo(found, digits), nil
}

// meant keeps the codes that may become a good that a filter wants.
func (q *inquiry) meant(k *reference.Converter, amounts map[trade.Product]trade.Amount) map[trade.Product]trade.Amount {
	if q.args.named(cube.Product) == nil {
		return amounts
	}
	kept := map[trade.Product]trade.Amount{}
	for code, amount := range amounts {
		if slices.ContainsFunc(k.Becomes(code), q.args.wanted) {
			kept[code] = amount
		}
	}
	return kept
}

// asPublished cuts goods that are in the nomenclature already.
func asPublished(amounts map[trade.Product]trade.Amount, digits int) []reference.Converted {
	var all []reference.Converted
	for code, amount := range amounts {
		all = append(all, reference.Converted{Product: code, Amount: amount, Low: amount, High: amount})
	}
	return cutTo(all, digits)
}

// cutTo sums converted goods by codes cut to digits, in the order of codes.
func cutTo(all []reference.Converted, digits int) []reference.Converted {
	slices.SortFunc(all, func(a, b reference.Converted) int { return strings.Compare(string(a.Product), string(b.Product)) })
	var sums []reference.Converted
	at := map[trade.Product]int{}
	for _, c := range all {
		c.Product = c.Product.At(digits)
		i, any := at[c.Product]
		if !any {
			at[c.Product] = len(sums)
			sums = append(sums, c)
			continue
		}
		s := &sums[i]
		s.Amount, s.Low, s.High = together(s.Amount, true, c.Amount), together(s.Low, true, c.Low), together(s.High, true, c.High)
	}
	return sums
}

// translate converts the lines of a direction. Lines of one span, pair and edition
// are converted together.
func (a *asking) translate(ctx context.Context, lines []line) ([]line, error) {
	if !a.q.translating(a.by.product) {
		return lines, nil
	}
	digits := a.by.digits
	if !a.by.product {
		digits = chapterDigits
	}
	var order []line
	groups, counts := map[line]map[trade.Product]trade.Amount{}, map[line]line{}
	for _, l := range lines {
		key := line{span: l.span, exporter: l.exporter, importer: l.importer, nomenclature: a.q.editionOf(l.nomenclature, l.year)}
		if groups[key] == nil {
			groups[key] = map[trade.Product]trade.Amount{}
			order = append(order, key)
		}
		held, any := groups[key][l.product]
		groups[key][l.product] = together(held, any, l.amount)
		counts[key] = line{rows: counts[key].rows + l.rows, unknown: counts[key].unknown + l.unknown}
	}
	var all []line
	for _, key := range order {
		found, err := a.q.convert(ctx, key.nomenclature, a.q.ofLeg(a.source, a.leg), groups[key], digits)
		if err != nil {
			return nil, err
		}
		for i, c := range found {
			l := key
			l.product, l.amount, l.bounds = c.Product, c.Amount, &bounds{c.Low, c.High}
			if i == 0 { // so that each row is counted once
				l.rows, l.unknown = counts[key].rows, counts[key].unknown
			}
			all = append(all, l)
		}
	}
	return all, nil
}

// editionOf returns the nomenclature that a code is converted from: the edition of
// the Harmonised System behind TN VED and CN, unless these were asked for.
func (q *inquiry) editionOf(n trade.Nomenclature, year int) trade.Nomenclature {
	if n == q.args.Nomenclature {
		return n
	}
	return reference.EditionOf(n, year)
}

// within returns the bounds of a line, the amount itself where nothing was
// converted.
func (l line) within() bounds {
	if l.bounds == nil {
		return bounds{l.amount, l.amount}
	}
	return *l.bounds
}

// bounds are what a conversion leaves open about an amount.
type bounds struct{ low, high trade.Amount }

// translated adds what a conversion of goods needs to be told of each group: its
// nomenclature, and the year where that decides the edition. The filter by goods
// applies to what comes out.
func (a *asking) translated(query cube.Query) cube.Query {
	query.Digits, query.By = convertedDigits, append(query.By, cube.Nomenclature, cube.Year)
	if !a.by.product {
		query.By = append(query.By, cube.Product)
	}
	query.Where = slices.DeleteFunc(slices.Clone(query.Where), func(f cube.Filter) bool { return f.Column == cube.Product })
	return query
}
