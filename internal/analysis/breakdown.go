package analysis

import (
	"cmp"
	"context"
	"slices"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// facets says which of the three ways a breakdown goes.
type facets struct{ direction, partner, product bool }

func facetsOf(args Arguments) (facets, error) {
	var f facets
	for _, word := range args.By {
		switch word {
		case "direction":
			f.direction = true
		case "partner":
			f.partner = true
		case "product":
			f.product = true
		default:
			return f, trade.Errorf(trade.Usage, "an account has no parts by %q", word).
				WithHint("%s", suggestion(word, []string{"product", "partner", "direction"}, "use "))
		}
	}
	return f, nil
}

// breakdown answers the account by parts: what each product, partner or direction
// contributes to the turnover of the pair and to its growth,
// 100*(V_k - V0_k)/T0. The values of the parts add up to turnover exactly and
// their contributions to its growth.
func breakdown(ctx context.Context, asker Asker, args Arguments) (*Result, error) {
	by, err := facetsOf(args)
	if err != nil {
		return nil, err
	}
	q, err := inquire(ctx, asker, args, need{products: by.product})
	if err != nil {
		return nil, err
	}
	s := split{partner: by.partner, product: by.product}
	if by.product {
		if s.digits, err = q.digits(); err != nil {
			return nil, err
		}
	}
	var read [2]*reading
	for leg := range read {
		if read[leg], err = q.read(ctx, leg, s); err != nil {
			return nil, err
		}
	}
	r := q.result("account", "account/1", goodsTrade)
	if by.product {
		r.Arguments["level"] = s.digits
	}
	r.Fields = append(by.fields(), q.boundFields()...)
	for i, row := range q.rows {
		r.Rows = append(r.Rows, q.breakRow(by, row, q.items(by, read, i), sumsOf(read, i))...)
	}
	r.Origins = merged(append(r.Origins, q.naming...))
	return r, nil
}

func sumsOf(read [2]*reading, i int) totals {
	return totals{read[0].wholeNow[i], read[1].wholeNow[i], read[0].wholeBase[i], read[1].wholeBase[i]}
}

func (f facets) fields() []Field {
	fields := []Field{periodField, baseField}
	if f.direction {
		fields = append(fields, directionField)
	}
	if f.partner {
		fields = append(fields, partnerField, partnerNameField)
	}
	if f.product {
		fields = append(fields, productField, nameField)
	}
	return append(fields, valueField, shareField, valueBaseField, growth, contributionField)
}

// item is one part of an answer with its amounts.
type item struct {
	direction trade.Direction // empty where directions are summed
	part
	now, base trade.Amount
	within    bounds // of now
}

// itemSet collects items, each part of a direction once.
type itemSet struct {
	list  []item
	index map[itemKey]int
}

type itemKey struct {
	direction trade.Direction
	part
}

// add adds an item to the one of the same part, if there is one.
func (s *itemSet) add(one item) {
	key := itemKey{one.direction, one.part}
	i, any := s.index[key]
	if any {
		s.list[i].now = together(s.list[i].now, true, one.now)
		s.list[i].base = together(s.list[i].base, true, one.base)
		s.list[i].within.low = together(s.list[i].within.low, true, one.within.low)
		s.list[i].within.high = together(s.list[i].within.high, true, one.within.high)
		return
	}
	if s.index == nil {
		s.index = map[itemKey]int{}
	}
	s.index[key] = len(s.list)
	s.list = append(s.list, one)
}

// items lists the parts of a row in the order of the answer.
func (q *inquiry) items(by facets, read [2]*reading, row int) []item {
	var all itemSet
	for leg, l := range q.pair.legs() {
		direction := l.direction
		if !by.direction {
			direction = ""
		}
		for _, key := range read[leg].keys(row) {
			now := read[leg].now[row].at(key, read[leg].wholeNow[row])
			base := read[leg].base[row].at(key, read[leg].wholeBase[row])
			low := read[leg].low[row].at(key, read[leg].wholeNow[row])
			high := read[leg].high[row].at(key, read[leg].wholeNow[row])
			all.add(item{direction, key, now, base, bounds{low, high}})
		}
	}
	items := topItems(inOrder(all.list), by, q.args.Top)
	if q.translation != nil && q.args.named(cube.Product) == nil {
		tighten(items)
	}
	return items
}

// keys lists the parts that a row has now or had in its base.
func (r *reading) keys(row int) []part {
	var all []part
	for _, parts := range []parts{r.now[row], r.base[row]} {
		for key := range parts {
			all = append(all, key)
		}
	}
	slices.SortFunc(all, comparePart)
	return slices.Compact(all)
}

func comparePart(a, b part) int {
	return cmp.Or(cmp.Compare(a.partner, b.partner), cmp.Compare(a.product, b.product))
}

// inOrder sorts exports first, then by value, the largest first and what is not
// known last, then by code.
func inOrder(all []item) []item {
	slices.SortFunc(all, func(a, b item) int {
		return cmp.Or(cmp.Compare(a.direction, b.direction), cmp.Compare(b.now.Thousandths, a.now.Thousandths),
			cmp.Compare(a.now.State, b.now.State), comparePart(a.part, b.part))
	})
	return all
}

// topItems keeps the first n goods of every direction and partner, or the first n
// partners where goods are not told apart, and all that is hidden; the rest become
// one item, the last.
func topItems(all []item, by facets, n int) []item {
	if n <= 0 {
		return all
	}
	type group struct {
		direction trade.Direction
		partner   trade.Economy
	}
	taken := map[group]int{}
	var kept []item
	var rest itemSet
	for _, it := range all {
		g := group{it.direction, it.partner}
		if !by.product {
			g.partner = ""
		}
		if !by.product && !by.partner || it.partner == hidden || it.product == hidden || it.product.Hidden() {
			kept = append(kept, it)
			continue
		}
		if taken[g]++; taken[g] <= n {
			kept = append(kept, it)
			continue
		}
		if by.product {
			it.product = other
		} else {
			it.partner = other
		}
		rest.add(it)
	}
	for _, r := range rest.list {
		after := len(kept)
		for i, it := range kept {
			if it.direction == r.direction {
				after = i + 1
			}
		}
		kept = slices.Insert(kept, after, r)
	}
	return kept
}

func (q *inquiry) breakRow(by facets, r row, items []item, sums totals) [][]Cell {
	now, base := r.read()
	var rows [][]Cell
	for _, it := range items {
		cells := []Cell{textCell(now), textCell(base)}
		if by.direction {
			cells = append(cells, textCell(string(it.direction)))
		}
		if by.partner {
			cells = append(cells, textCell(string(it.partner)), textCell(q.partnerName(it.partner)))
		}
		if by.product {
			cells = append(cells, textCell(string(it.product)), textCell(q.productName(it.product)))
		}
		cells = append(cells, it.measures(r, sums.turnover(), sums.turnoverBase())...)
		rows = append(rows, append(cells, q.boundCells(it.within)...))
	}
	return rows
}

// measures are value, share, base, growth and contribution of a part of a whole.
func (it item) measures(r row, whole, wholeBase trade.Amount) []Cell {
	return []Cell{
		amountCell(it.now),
		ratioCell(trade.Quotient(it.now, whole)),
		amountCell(it.base),
		ratioCell(smallBase(r.growth(it.now, it.base), it.base, wholeBase)),
		ratioCell(r.contribution(it.now, it.base, wholeBase)),
	}
}

// smallBase marks a growth whose base is less than a thousandth of the whole's
// (METHODS A2): it is to be read as a multiple.
func smallBase(g trade.Ratio, base, whole trade.Amount) trade.Ratio {
	if g.Status == trade.OK && base.Known() && whole.Known() && base.Thousandths < (whole.Thousandths+999)/1000 {
		g.Status = trade.SmallBase
	}
	return g
}

func (q *inquiry) partnerName(e trade.Economy) string {
	switch e {
	case hidden:
		return hiddenName.In(q.args.Language)
	case other:
		return otherPartners.In(q.args.Language)
	}
	return reference.EconomyName(e).In(q.args.Language)
}

var (
	hiddenName    = trade.Name{English: "hidden: published total minus what is named", Russian: "скрыто: опубликованный итог минус названное"}
	otherPartners = trade.Name{English: "other partners", Russian: "прочие партнёры"}
	otherName     = trade.Name{English: "other goods", Russian: "прочие товары"}
)

// productName names a good at its level in the nomenclature of the source.
func (q *inquiry) productName(p trade.Product) string {
	switch p {
	case hidden:
		return hiddenName.In(q.args.Language)
	case other:
		return otherName.In(q.args.Language)
	}
	return q.goodsName(p, q.nomenclatureOf(p, either(q.chosen.sources).last().Nomenclature))
}

// digits returns the level of goods: as asked, else headings or what is held.
func (q *inquiry) digits() (int, error) {
	wanted := q.args.Digits
	for _, s := range q.chosen.sources {
		if s == nil {
			continue
		}
		held := s.last().Digits
		if q.args.Digits == 0 && (wanted == 0 || held < wanted) {
			wanted = min(4, held)
		}
		if q.args.Digits > held {
			return 0, trade.Errorf(trade.NoData, "%s holds goods at %d digits, not %d", s.dataset, held, q.args.Digits).
				WithHint("use --level %d", held)
		}
	}
	return wanted, nil
}
