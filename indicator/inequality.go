package indicator

import (
	"fmt"
	"math"
	"slices"
)

// Entropy returns Shannon's H = -sum s_k ln s_k, in natural units, from 0 to ln n; a
// share of zero adds nothing.
func (c *Composition) Entropy() (entropy float64, ok bool) {
	var sum structureSum
	for _, s := range c.shares {
		if s > 0 {
			sum.add(-s * math.Log(s))
		}
	}
	return max(0, sum.value()), c.total > 0
}

// NormalisedEntropy returns H / ln n, from 0 to 1. It has no value for n = 1.
func (c *Composition) NormalisedEntropy() (entropy float64, ok bool) {
	raw, ok := c.Entropy()
	if !ok || c.categories == 1 {
		return 0, false
	}
	return min(1, raw/math.Log(float64(c.categories))), true
}

// EntropyNumber returns exp(H), how many categories of equal size have the same
// entropy.
func (c *Composition) EntropyNumber() (number float64, ok bool) {
	raw, ok := c.Entropy()
	if !ok {
		return 0, false
	}
	return math.Exp(raw), true
}

// Theil returns Theil's (1967) T = (1/n) sum (x_k/mu) ln(x_k/mu) = ln n - H with mu the
// mean over all n categories, from 0 to ln n. Categories of zero add nothing, yet count
// in n.
func (c *Composition) Theil() (theil float64, ok bool) { return c.theilOver(c.categories) }

// theilOver is Theil's T if there were n categories.
func (c *Composition) theilOver(n int) (float64, bool) {
	var sum structureSum
	for _, s := range c.shares {
		if s > 0 {
			sum.add(s * math.Log(s*float64(n)))
		}
	}
	return max(0, sum.value()), c.total > 0
}

// TheilMargins splits Theil's T into what lies between traded and other categories, the
// extensive margin ln(n / traded), and what lies within the traded ones, the intensive
// margin (Cadot, Carrère and Strauss-Kahn, 2011). The two add to Theil.
func (c *Composition) TheilMargins() (extensive, intensive float64, ok bool) {
	intensive, ok = c.theilOver(c.traded)
	if !ok {
		return 0, 0, false
	}
	return math.Log(float64(c.categories) / float64(c.traded)), intensive, true
}

// TheilGroups splits Theil's T by groups of categories, such as chapters,
//
//	between = sum_g S_g ln(S_g n / n_g),  within = sum_g S_g T_g
//
// with S_g the share and n_g the size of a group. Group names the group of each of the
// n categories by a number from 0; categories without a value come last. Another
// length, or a negative number, is a mistake of the caller and panics.
func (c *Composition) TheilGroups(group []int) (between, within float64, ok bool) {
	if len(group) != c.categories {
		panic(fmt.Sprintf("indicator: groups of %d categories for %d", len(group), c.categories))
	}
	groups := 0
	if len(group) > 0 {
		groups = slices.Max(group) + 1
	}
	sizes, shares := make([]float64, groups), make([]structureSum, groups)
	for _, g := range group {
		sizes[g]++
	}
	for k, s := range c.shares {
		shares[group[k]].add(s)
	}
	var apart, inside structureSum
	for g := range groups {
		if s := shares[g].value(); s > 0 {
			apart.add(s * math.Log(s*float64(c.categories)/sizes[g]))
		}
	}
	for k, s := range c.shares {
		if g := group[k]; s > 0 {
			inside.add(s * math.Log(s*sizes[g]/shares[g].value()))
		}
	}
	return max(0, apart.value()), max(0, inside.value()), c.total > 0
}

// Gini returns the coefficient of Gini,
//
//	2 sum(rank_k x_k) / (n sum x) - (n+1)/n
//
// with ranks ascending and zeros included, from 0 to 1 - 1/n.
func (c *Composition) Gini() (gini float64, ok bool) {
	ordered := slices.Clone(c.shares)
	slices.Sort(ordered)
	n, unlisted := float64(c.categories), c.categories-len(ordered)
	var sum structureSum
	for i, s := range ordered {
		sum.add(float64(unlisted+i+1) * s)
	}
	return max(0, 2*sum.value()/n-(n+1)/n), c.total > 0
}

// SmallSampleGini returns Gini * n/(n-1), from 0 to 1. It has no value for n = 1.
func (c *Composition) SmallSampleGini() (gini float64, ok bool) {
	raw, ok := c.Gini()
	if !ok || c.categories == 1 {
		return 0, false
	}
	n := float64(c.categories)
	return raw * n / (n - 1), true
}
