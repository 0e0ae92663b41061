// Package analysis holds the named questions: each asks the cube, works out
// indicators and returns a result with all that is needed to trace it.
//
// How a question is answered:
//
//	pair      who trades with whom; overlaps of groups are taken out
//	source    which dataset and whose report answers each direction
//	plan      which months are read for each row and for its base
//	reading   the amounts of one direction, split into parts that add up exactly
//
// A whole is always the sum of its parts in thousandths; what a publisher hides
// (its total minus the goods it names) is a part like any other.
package analysis
