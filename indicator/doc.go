// Package indicator holds formulas over plain numbers: no codes, no periods, no
// words. Each says in its comment what it computes, from whom, in which units, and
// where it has no value. A formula without a value returns false; NaN and Inf never
// leave.
//
// Money is int64 thousandths where sums must be exact, and finite float64 where a
// formula says so. Lengths that differ are a mistake of the program; data that a
// formula cannot take are an error that names their place by index.
package indicator
