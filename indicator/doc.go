// Package indicator holds formulas over plain numbers: no codes, no periods, no
// words. Each says in its comment what it computes, from whom, in which units, and
// where it has no value. A formula without a value returns false; NaN and Inf never
// leave.
//
// Where a formula divides or takes a logarithm the caller passes finite numbers:
// amounts of money and mass as float64 of whole units.
package indicator
