package audit

import (
	"hash/maphash"

	"github.com/oborot/oborot/trade"
)

// Digits that a value and a weight must have, trailing zeros apart, before it is
// suspicious that both occur again: small and round figures are equal by chance.
const (
	valueDigits = 7
	massDigits  = 5
)

// twice looks for rows of one key, and for figures that stand in two places.
type twice struct {
	tally
	in           *inspection
	keys, copies *outcome

	seed         maphash.Seed
	this, before map[uint64]trade.Month // where a flow had its figures: in the year read, in the one before
	alone        bool                   // there is one period only, nothing to be copied from
}

// copied is a flow with its figures, which no other period should have. Its hash
// stands for it: a year may have millions.
type copied struct {
	product, economy, partner string
	reporter                  trade.Reporter
	usd, kg                   int64
}

func newTwice(in *inspection, d *dataset) *twice {
	t := &twice{in: in, keys: in.open(checkDuplicates, sameKey, d), copies: in.open(checkDuplicates, sameFigures, d), seed: maphash.MakeSeed()}
	t.alone = len(d.years) == 1 && d.last().Months == 12
	t.turn()
	return t
}

// turn begins a year.
func (t *twice) turn() { t.before, t.this = t.this, map[uint64]trade.Month{} }

// look goes through a block.
func (t *twice) look(b *block) {
	for from := 0; from < b.rows; {
		to := from + 1
		rows, value := b.count[from], b.usd.Numbers[from]
		for to < b.rows && b.sameKey(from, to) {
			rows, value = rows+b.count[to], value+b.usd.Numbers[to]
			to++
		}
		if exporter, importer := b.sides(from); t.in.concerns(exporter, importer) {
			t.cells, t.whole = t.cells+rows, t.whole+value
			if rows > 1 {
				t.repeated(b, from, rows, value)
			} else {
				t.copied(b, from)
			}
		}
		from = to
	}
}

// sameKey tells whether two neighbours have one key: all columns up to flow and
// reporter, and the enterprise (DESIGN 3).
func (b *block) sameKey(i, j int) bool {
	return b.product.at(i) == b.product.at(j) && b.economy.at(i) == b.economy.at(j) && b.partner.at(i) == b.partner.at(j) &&
		b.month.at(i) == b.month.at(j) && b.months.at(i) == b.months.at(j) && b.flow.at(i) == b.flow.at(j) &&
		b.nomenclature.at(i) == b.nomenclature.at(j) && b.enterprise.at(i) == b.enterprise.at(j)
}

// repeated enters a key that several rows share, with the value of all of them.
func (t *twice) repeated(b *block, row int, rows, value int64) {
	t.keys.count(value)
	if weight := float64(value); t.keys.wants(weight) {
		s := b.single(row)
		s.weight, s.text, s.value = weight, sameKeyText, trade.Of(value)
		s.args = []any{s.exporter, s.importer, s.product, s.period, rows, amount(value)}
		t.keys.remember(s)
	}
}

// copied enters a flow that has the figures of an earlier period, of the same year or
// the one before, to the last digit.
func (t *twice) copied(b *block, row int) {
	usd, kg := b.usd.Numbers[row], b.kg.Numbers[row]
	if t.alone || digits(usd) < valueDigits || digits(kg) < massDigits {
		return
	}
	hash := maphash.Comparable(t.seed, copied{b.product.at(row), b.economy.at(row), b.partner.at(row), b.reporter, usd, kg})
	earlier, held := t.this[hash]
	if !held {
		earlier, held = t.before[hash]
	}
	now := b.period(row)
	t.this[hash] = now.First
	if !held || earlier == now.First {
		return
	}
	t.copies.count(usd)
	if weight := float64(usd); t.copies.wants(weight) {
		s := b.single(row)
		s.weight, s.text, s.compared = weight, sameFiguresText, trade.Of(usd)
		s.args = []any{s.exporter, s.importer, s.product, s.period, amount(usd), amount(kg),
			trade.Period{First: earlier, Months: now.Months}}
		t.copies.remember(s)
	}
}

// digits counts the digits of a number without its trailing zeros.
func digits(n int64) int {
	for n != 0 && n%10 == 0 {
		n /= 10
	}
	count := 0
	for ; n != 0; n /= 10 {
		count++
	}
	return count
}
