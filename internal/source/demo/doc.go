// Package demo invents trade. Loads gives a small world for trying oborot out,
// in which the trade between Belarus and Primorsky Krai adds up to the totals that
// a news report published; WriteWorld writes a large one as files in the layout
// of BACI, to measure with.
//
// Both worlds are the same at every run and on every machine: sizes are whole
// steps of a logarithm, noise comes from hashing what a flow is, and no
// floating-point number is rounded on the way to an amount.
package demo
