package tabular

import "github.com/oborot/oborot/trade"

// kind is what many rows share beside sides, product and enterprise. Rows carry its
// number, which is a third of the memory that goes through an import otherwise.
type kind struct {
	codes         [dimensions - flow]uint32
	flags         uint32
	month, months uint8
}

func (k *kind) code(of dimension) uint32 { return k.codes[of-flow] }

// identity leaves what tells rows apart: flow, reporter and months.
func (k kind) identity() kind {
	k.codes[valuation-flow], k.codes[currency-flow], k.codes[unit-flow], k.flags = 0, 0, 0, 0
	return k
}

// numberedKind is a kind with its number and that of its identity.
type numberedKind struct {
	kind
	number, identity uint32
}

// kind numbers a kind.
func (d *dictionary) kind(k kind) numberedKind {
	d.lock.Lock()
	defer d.lock.Unlock()
	n := numberedKind{kind: k, identity: d.numberKind(k.identity())}
	n.number = d.numberKind(k)
	return n
}

func (d *dictionary) numberKind(k kind) uint32 {
	n, ok := d.kindIndex[k]
	if !ok {
		n = uint32(len(d.kinds))
		d.kindIndex[k] = n
		d.kinds = append(d.kinds, k)
	}
	return n
}

// listedKinds returns the kinds by number, as many as there are now.
func (d *dictionary) listedKinds() []kind {
	d.lock.Lock()
	defer d.lock.Unlock()
	return d.kinds[:len(d.kinds):len(d.kinds)]
}

// recentKinds are looked up by place. A power of two.
const recentKinds = 1 << 8

// kind returns a kind with its numbers.
func (l *lookup) kind(k kind) *numberedKind {
	if l.lastKind.kind == k {
		return l.lastKind
	}
	h := uint64(k.flags)<<32 | uint64(k.month)
	for _, c := range k.codes {
		h = h*31 + uint64(c)
	}
	recent := &l.kinds[h*hashFactor>>40&(recentKinds-1)]
	if *recent == nil || (*recent).kind != k {
		n, ok := l.metKinds[k]
		if !ok {
			numbered := l.dictionary.kind(k)
			n = &numbered
			l.metKinds[k] = n
		}
		*recent = n
	}
	l.lastKind = *recent
	return l.lastKind
}

// kindOf makes the kind of an observation.
func (l *lookup) kindOf(o *trade.Observation) kind {
	k := kind{flags: uint32(o.Flags), month: uint8(o.Period.First.Month()), months: uint8(o.Period.Months)}
	k.codes[0] = l.number(flow, string(o.Flow))
	k.codes[reporter-flow] = l.number(reporter, string(o.Reporter))
	k.codes[valuation-flow] = l.number(valuation, string(o.Valuation))
	k.codes[currency-flow] = l.number(currency, o.Currency)
	k.codes[unit-flow] = l.number(unit, o.Unit)
	return k
}

// usedKinds are the kinds that occur in the rows of a block, by their numbers.
type usedKinds struct {
	kinds []kind
	used  []uint32 // their numbers, as they come
	rows  []uint32 // the kind of each row
}

func (c *columns) usedKinds(d *dictionary) usedKinds {
	u := usedKinds{kinds: d.listedKinds(), rows: c.kind}
	met := make([]bool, len(u.kinds))
	last := uint32(len(met))
	for _, n := range c.kind {
		if n == last || met[n] {
			continue
		}
		met[n], last = true, n
		u.used = append(u.used, n)
	}
	return u
}

// numbers returns what all kinds have in common, or fills a column.
func numbers[T comparable](u usedKinds, of func(k *kind) T, column *[]T) (common T) {
	common = of(&u.kinds[u.used[0]])
	same := true
	for _, n := range u.used {
		same = same && of(&u.kinds[n]) == common
	}
	if same {
		return common
	}
	*column = make([]T, len(u.rows))
	table := make([]T, len(u.kinds))
	for _, n := range u.used {
		table[n] = of(&u.kinds[n])
	}
	for row, n := range u.rows {
		(*column)[row] = table[n]
	}
	return common
}

// period fills in months and lengths.
func (u usedKinds) period(b *trade.Bulk) {
	type span struct{ month, months uint8 }
	var spans []span
	common := numbers(u, func(k *kind) span { return span{k.month, k.months} }, &spans)
	b.Common.Period = trade.Period{First: trade.MonthOf(b.Year, int(common.month)), Months: int(common.months)}
	if spans == nil {
		return
	}
	b.Month, b.Months = make([]uint8, len(spans)), make([]uint8, len(spans))
	for row, s := range spans {
		b.Month[row], b.Months[row] = s.month, s.months
	}
}

// words returns the word that all kinds have, or fills codes.
func (u usedKinds) words(d *dictionary, of dimension, codes *trade.Codes) string {
	var index []uint32
	common := numbers(u, func(k *kind) uint32 { return k.code(of) }, &index)
	if index == nil {
		return d.listed(of)[common]
	}
	*codes = renumbered(d.listed(of), index)
	return ""
}
