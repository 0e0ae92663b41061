// Package audit is the question whether what was loaded can be trusted: five checks,
// each over every dataset of a snapshot.
//
//	totals       parts against the totals that their publisher gives
//	mirrors      the two reports of one flow
//	partial      years that hold less than they seem to
//	duplicates   rows with the same key, and figures that were copied
//	unit-values  value by mass far from that of like flows
//
// A check reads the cube year by year, and where it needs every row chapter by
// chapter, so that a year of many millions of rows is never in memory at once. What
// it finds becomes outcomes: one for each kind of finding, dataset and span, with the
// cells checked, the cases, the value concerned, and the worst case in a sentence.
// docs/audit.md has the formulas and thresholds.
package audit
