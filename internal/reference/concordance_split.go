package reference

import (
	"cmp"
	"maps"
	"math"
	"math/bits"
	"slices"

	"github.com/oborot/oborot/trade"
)

// outcome is a conversion on its way.
type outcome struct {
	digits int
	parts  map[trade.Product]*Converted
	basis  Basis
	kept   []trade.Product
}

// convert gives an amount to the codes that a code becomes.
func (o *outcome) convert(code trade.Product, amount trade.Amount, r route) {
	size := magnitude(amount)
	o.basis.Value += size
	if !r.ok {
		o.basis.Kept += size
		o.kept = append(o.kept, code)
		o.stay(code.At(o.digits), amount).Kept = true
		return
	}
	targets := r.split(amount, o.digits)
	if len(targets) > 1 {
		o.basis.rest(size, r.basis)
	}
	for _, t := range targets {
		low, high := t.Amount, t.Amount
		if len(targets) > 1 && amount.Known() {
			low, high = trade.Of(min(0, amount.Thousandths)), trade.Of(max(0, amount.Thousandths))
		}
		o.add(t.Product, t.Amount, low, high)
	}
}

// rest enters a split under its weights.
func (b *Basis) rest(size int64, by Weighting) {
	b.Split += size
	switch by {
	case OwnWeights:
		b.Own += size
	case EqualWeights:
		b.Equal += size
	default:
		b.Table += size
	}
}

func magnitude(a trade.Amount) int64 {
	switch {
	case !a.Known():
		return 0
	case a.Thousandths < 0:
		return -a.Thousandths
	}
	return a.Thousandths
}

// stay leaves an amount under its code.
func (o *outcome) stay(code trade.Product, amount trade.Amount) *Converted {
	return o.add(code, amount, amount, amount)
}

func (o *outcome) add(code trade.Product, amount, low, high trade.Amount) *Converted {
	held, any := o.parts[code]
	if !any {
		held = &Converted{Product: code}
		o.parts[code] = held
	}
	held.Amount = known(held.Amount, any, amount)
	held.Low = known(held.Low, any, low)
	held.High = known(held.High, any, high)
	return held
}

// known adds an amount to what is held, if anything is; one that is not published
// counts only while nothing else is known.
func known(held trade.Amount, any bool, amount trade.Amount) trade.Amount {
	switch {
	case !any || !held.Known() && amount.Known():
		return amount
	case held.Known() && !amount.Known():
		return held
	}
	return held.Plus(amount)
}

func (o *outcome) conversion() Conversion {
	c := Conversion{Basis: o.basis, Kept: o.kept}
	for _, code := range slices.Sorted(maps.Keys(o.parts)) {
		c.Parts = append(c.Parts, *o.parts[code])
	}
	return c
}

// split divides an amount among the links of a route and sums it by codes cut to
// digits, all that are possible. An amount that is not published is so under each.
func (r route) split(amount trade.Amount, digits int) []Converted {
	shares := make([]int64, len(r.links))
	if amount.Known() {
		r.divide(amount.Thousandths, shares)
	}
	var all []Converted
	for i, l := range r.links {
		to, part := l.to.At(digits), amount
		if amount.Known() {
			part = trade.Of(shares[i])
		}
		if n := len(all); n > 0 && all[n-1].Product == to {
			all[n-1].Amount = known(all[n-1].Amount, true, part)
			continue
		}
		all = append(all, Converted{Product: to, Amount: part})
	}
	return all
}

// weightBits is the precision of a weight as a whole number: with it a product of
// any amount and weight fits in 128 bits, and the division is exact.
const weightBits = 52

// divide splits an amount by the weights of the links: whole thousandths, then one
// more each for the largest remainders, ties in the order of the links.
func (r route) divide(amount int64, shares []int64) {
	size, sign := uint64(amount), int64(1)
	if amount < 0 {
		size, sign = -uint64(amount), -1
	}
	whole := make([]uint64, len(r.links))
	var sum uint64
	for i, l := range r.links {
		whole[i] = uint64(math.Round(math.Ldexp(l.weight, weightBits)))
		sum += whole[i]
	}
	rest, left := make([]uint64, len(r.links)), size
	order := make([]int, len(r.links))
	for i := range r.links {
		high, low := bits.Mul64(size, whole[i])
		quotient, remainder := bits.Div64(high, low, sum)
		shares[i], rest[i], order[i] = sign*int64(quotient), remainder, i
		left -= quotient
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rest[b], rest[a]) })
	for _, i := range order[:left] {
		shares[i] += sign
	}
}
